"""Check and Finding: the form's equations over what was read, and what a person should look at."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from extract.document import NOWHERE, Place
from extract.forms import GridName, SlotKey
from extract.grid import Number

Outcome: TypeAlias = Literal["holds", "vacuous", "fails", "open"]
Verdict: TypeAlias = Literal["read", "verified", "vacuous", "inconsistent", "doubtful"]
Severity: TypeAlias = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Check:
    """One equation, evaluated: ``left`` and ``right`` are sums with blanks as 0 (None where a cell is undecided)."""

    check: str
    kind: Literal["stated", "implied", "prose", "panel"]
    grid: GridName
    scope: str
    left: Number | None
    right: Number | None
    outcome: Outcome
    cells: tuple[SlotKey, ...] = ()

    @property
    def difference(self) -> Number | None:
        """left − right, None where either is undecided."""
        return None if self.left is None or self.right is None else self.left - self.right


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should look at; the messages are sentences that can be quoted.

    ``cell`` is a path such as ``applications/new`` (a row), ``applications//total`` (a column)
    or ``applications/new/total`` (a cell).
    """

    kind: str
    severity: Severity
    grid: GridName | None
    cell: str | None
    message_zh: str
    message_en: str
    place: Place = NOWHERE
