"""Cells left blank: which cells of a report are empty, and whether a layout still shows their bounds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from . import labels
from .truth import EMPTY, TrueCell

BLANKS = ("none", "zeros", "legal", "total", "some")
BLANK_WEIGHTS = (0.6, 0.14, 0.1, 0.06, 0.1)

# Layouts in which an empty cell is still seen, and layouts in which no cell is.
_BOUNDED = frozenset(
    (
        *("tika", "pipes", "pipes-spans", "cell-pipes", "cell-pipes-apart", "markdown"),
        *("docx", "pdf-ruled", "pdf-double", "pdf-cut"),
    )
)
_UNBOUNDED = frozenset(("glued", "blanks-lost", "deduplicated"))


def leave_blank(rng: Random, cells: Mapping[str, TrueCell], mode: str) -> dict[str, TrueCell]:
    """`cells` with the cells empty that `mode` leaves blank."""
    picked = _picker(rng, mode)
    return {key: EMPTY if picked(key, cell) else cell for key, cell in cells.items()}


def _picker(rng: Random, mode: str) -> Callable[[str, TrueCell], bool]:
    if mode == "zeros":
        return lambda key, cell: cell.value == 0
    if mode == "legal":
        return lambda key, cell: cell.value == 0 and _column(key) in labels.LEGAL_KEYS
    if mode == "total":
        return lambda key, cell: _column(key) == "total"
    if mode == "some":
        share = rng.choice((0.05, 0.3, 0.7))
        return lambda key, cell: cell.value == 0 and rng.random() < share
    if mode == "none":
        return lambda key, cell: False
    raise ValueError(f"unknown blanks: {mode!r}; known: {', '.join(BLANKS)}")


def _column(key: str) -> str | None:
    """The applicant of a cell of grid 三; None for a cell of another grid."""
    grid, _, column = key.split("/", 2)
    return column if grid == "applications" else None


def bounds_kept(layout: str, cells: Mapping[str, TrueCell]) -> bool:
    """Whether the place of every cell can be seen in the file: always, never, or where no cell is blank."""
    if layout in _BOUNDED:
        return True
    if layout in _UNBOUNDED:
        return False
    return all(cell.printed for cell in cells.values())
