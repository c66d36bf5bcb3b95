"""A report on its way to the printer: what a damage takes and gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from ..document import Document, Note, Row, Table, TableRow
from ..truth import ExtraRow, TrueCell


@dataclass(frozen=True, slots=True)
class Draft:
    """The document with what must stay true to it: its cells as printed, the authority, rows added."""

    document: Document
    cells: Mapping[str, TrueCell]
    authority: str
    layout: str
    form: str
    encoding: str
    extra_rows: tuple[ExtraRow, ...] = ()


Change: TypeAlias = Callable[[Draft, Random], Draft]


@dataclass(frozen=True, slots=True)
class Damage:
    """A way in which reports are damaged.

    `chance` is that of a report which can have it; `layouts` says where it can happen; `form` restricts it to
    one form; `needs` and `excludes` name other damages. A damage without `change` is done elsewhere: when
    the rows are chosen, or when the text is printed.
    """

    name: str
    chance: float
    layouts: frozenset[str]
    change: Change | None = None
    form: str | None = None
    needs: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()


def insert_rows(table: Table, place: int, rows: tuple[TableRow, ...]) -> Table:
    """`table` with `rows` before the row at `place`; cells that run across the place grow by them."""
    grown: list[TableRow] = []
    for number, row in enumerate(table.rows):
        crossing = isinstance(row, Row) and number < place
        grown.append(_grow(row, place - number, len(rows)) if crossing else row)
    return Table(table.grid, table.width, (*grown[:place], *rows, *grown[place:]))


def _grow(row: TableRow, reach: int, more: int) -> TableRow:
    if isinstance(row, Note) or all(cell.down <= reach for cell in row.cells):
        return row
    cells = tuple(
        type(cell)(cell.text, cell.key, cell.across, cell.down + more) if cell.down > reach else cell
        for cell in row.cells
    )
    return Row(cells, row.part)


def data_places(table: Table) -> list[int]:
    """The places of a table between two rows with value cells, where a page may end."""
    rows = table.rows
    return [place for place in range(1, len(rows)) if _has_values(rows[place]) and _has_values(rows[place - 1])]


def _has_values(row: TableRow) -> bool:
    return isinstance(row, Row) and any(cell.key for cell in row.cells)
