"""agree(first, second): two independent readings of one grid set side by side."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from extract.grid import Grid, Slot


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two readers say together.

    ``grid`` is the first reading, its cells ambiguous with both candidates where the second
    differs. ``verdict`` is None where the second reader did not find the grid.
    """

    grid: Grid
    verdict: Literal["agrees", "differs"] | None


def agree(first: Grid, second: Grid) -> Agreement:
    """Sets two readings of the same grid side by side, cell by cell.

    A cell that only one reader is sure of stays as the first reader has it; cells that both
    are sure of and read differently are in doubt.
    """
    if not second.found or not any(slot.certain for slot in second.slots):
        return Agreement(first, None)
    other = {slot.key: slot for slot in second.slots}
    slots = [_beside(slot, other.get(slot.key)) for slot in first.slots]
    differs = any(slot.reason == "readers_differ" for slot in slots)
    certain = any(slot.certain and other.get(slot.key) is not None for slot in first.slots)
    if differs:
        return Agreement(replace(first, slots=tuple(slots)), "differs")
    return Agreement(first, "agrees" if certain else None)


def _beside(slot: Slot, other: Slot | None) -> Slot:
    if other is None or not (slot.certain and other.certain) or _same(slot, other):
        return slot
    numbers = tuple(value for value in (slot.value, other.value) if value is not None)
    return Slot(slot.key, "ambiguous", raw=slot.raw, reason="readers_differ", candidates=numbers, place=slot.place)


def _same(slot: Slot, other: Slot) -> bool:
    # a reader that sees nothing where the other sees a figure has nothing to say: pdfplumber
    # joins no tables over pages, and leaves out what it cannot lay on a lattice
    return other.value is None or slot.value == other.value


def overall(agreements: Sequence[Agreement]) -> Literal["agrees", "differs"] | None:
    """What the second reader says of a report: it differs where it differs anywhere."""
    verdicts = {agreement.verdict for agreement in agreements}
    return "differs" if "differs" in verdicts else "agrees" if "agrees" in verdicts else None
