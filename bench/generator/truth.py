"""What is known about a generated report: the types that a measurement compares a reading with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TypeAlias

Number: TypeAlias = int | float

NUMBER = "number"
BLANK = "blank"
NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class TrueCell:
    """One value cell as printed.

    `value` is money in 万元 where a unit is printed in the cell or its header, else the number as printed;
    None for a cell without a number. `printed` leaves out the padding around the value. `unit` is the unit
    that `value` is in (万元 or 件), None when none is printed.
    """

    value: Number | None
    printed: str
    kind: str = NUMBER
    unit: str | None = None


EMPTY = TrueCell(None, "", BLANK)


@dataclass(frozen=True, slots=True)
class InjectedError:
    """A deliberate error of the authority: its kind, the cells altered, the checks that fail because of it.

    `checks` is what newly failed when the error was made and still fails over the printed figures; it is
    empty only where blank cells hide the error.
    """

    kind: str
    cells: tuple[str, ...]
    checks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExtraRow:
    """A row of grid 二 that the form does not have: its label and its figures as printed."""

    label: str
    article: str
    printed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """Everything known about one report.

    `outcomes` maps each stated or implied check ("applications.row_sum:new") to holds, vacuous, fails or
    open; `failing_checks` and `open_checks` are read off it. When the text was cut, `cut_at` is its length
    in characters, `lost_cells` the cells not printed any more, `cut_cell` the value that stands last and may
    have lost digits (None when the text ends in a label); checks over lost cells are left out.
    """

    form: str
    layout: str
    blanks: str
    damages: tuple[str, ...]
    encoding: str
    authority: str
    fiscal_year: int
    scale: str
    cells: Mapping[str, TrueCell]
    errors: tuple[InjectedError, ...]
    single_other_row: bool
    prose_figures: Mapping[str, int]
    bounds_kept: bool
    outcomes: Mapping[str, str]
    extra_rows: tuple[ExtraRow, ...] = ()
    cut_at: int | None = None
    cut_cell: str | None = None
    lost_cells: tuple[str, ...] = ()

    @property
    def failing_checks(self) -> tuple[str, ...]:
        """The checks that fail over the printed figures, in the order of the form."""
        return tuple(name for name, outcome in self.outcomes.items() if outcome == "fails")

    @property
    def open_checks(self) -> tuple[str, ...]:
        """The checks that blank cells leave open."""
        return tuple(name for name, outcome in self.outcomes.items() if outcome == "open")

    def as_json(self) -> dict[str, object]:
        """The truth as plain values for `json.dumps`, with the failing and open checks written out."""
        plain = asdict(self)
        plain["failing_checks"] = self.failing_checks
        plain["open_checks"] = self.open_checks
        return plain


@dataclass(frozen=True, slots=True)
class Generated:
    """A report file and its truth."""

    seed: int
    name: str
    data: bytes
    truth: Truth
