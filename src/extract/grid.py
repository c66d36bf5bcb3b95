"""Slot and Grid: the value cells of one grid as the source has them, with what is doubtful about each."""

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from extract.document import NOWHERE, Place
from extract.forms.form import GridName, SlotKey

State: TypeAlias = Literal["number", "deduced", "blank", "not_applicable", "text", "ambiguous", "missing", "corrected"]
Reason: TypeAlias = Literal[
    "row_incomplete",
    "row_overfull",
    "cut_off",
    "label_lost",
    "lines_removed",
    "bounds_lost",
    "order_unclear",
    "repeated",
    "readers_differ",
    "not_one_number",
    "signs_unknown",
    "grid_not_found",
    "row_not_found",
    "printed_as_one_row",
]
Proof: TypeAlias = Literal["length", "sums", "position", "prose", "panel"]
Number: TypeAlias = int | float

CERTAIN: frozenset[State] = frozenset({"number", "deduced", "blank", "not_applicable", "corrected"})


class Slot(NamedTuple):
    """One value cell.

    ``value`` is set for the states ``number`` and ``deduced`` alone. ``raw`` is what is
    printed there. ``reason`` says why a cell has no value, ``proof`` how a deduced one was had,
    ``candidates`` what an ambiguous one may be, where that is few.
    """

    key: SlotKey
    state: State
    value: Number | None = None
    unit: str | None = None
    raw: str = ""
    reason: Reason | None = None
    candidates: tuple[Number, ...] = ()
    proof: Proof | None = None
    place: Place = NOWHERE

    @property
    def certain(self) -> bool:
        """Whether the source says what this cell holds, be it a number or nothing."""
        return self.state in CERTAIN


class PrintedLabel(NamedTuple):
    """A row's or column's label as the source prints it; ``axis`` tells which."""

    axis: Literal["row", "column"]
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class ExtraRow:
    """A printed row that the form does not have, with its slots keyed by the block's columns."""

    block: str
    label: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Leftover:
    """Something inside a grid's region that fits no cell and no label."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Grid:
    """One grid of a report.

    ``form`` is the form whose rows ``slots`` follow (None: neither the cells nor the year
    could tell; then the slots are those that all forms share), ``evidence`` what told it.
    ``merged`` says that a row of the form's ``merged_rows`` is printed. ``found`` is False
    where the source has no such grid at all. ``layout`` names how the source sets it.
    ``passed`` are the places of tables that hold the grid's labels and are another's: another year's, or a summary.
    """

    name: GridName
    form: str | None
    evidence: Literal["cells", "year"] | None
    found: bool
    layout: str
    slots: tuple[Slot, ...]
    merged: bool = False
    labels: tuple[PrintedLabel, ...] = ()
    extra: tuple[ExtraRow, ...] = ()
    leftover: tuple[Leftover, ...] = ()
    passed: tuple[Place, ...] = ()
