"""Reports that end in the middle of a grid."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from .document import Block, Cell, Document, Paragraph, Row, Table, TableRow, with_text


@dataclass(frozen=True, slots=True)
class Ending:
    """A document as far as it goes: the value that stands last if it ends in one, the cells lost."""

    document: Document
    last: str | None = None
    lost: tuple[str, ...] = ()


def uncut(document: Document) -> Ending:
    """The whole document."""
    return Ending(document)


def shorten(rng: Random, document: Document) -> Ending:
    """The document up to a cell inside a grid chosen at random, that cell's text perhaps cut as well."""
    tables = [place for place, block in enumerate(document.blocks) if isinstance(block, Table)]
    # Grid 三 is by far the longest, so that is where most files end.
    place = rng.choices(tables, (2, 7, 1)[: len(tables)])[0]
    table = document.blocks[place]
    if isinstance(table, Paragraph):
        raise TypeError("a report ends in a grid")
    # The last cell is left out: something must be lost.
    sites = [
        (number, column)
        for number, row in enumerate(table.rows)
        if isinstance(row, Row)
        for column, cell in enumerate(row.cells)
        if cell.text.strip()
    ]
    number, column = rng.choice(sites[2:-1])
    rows = _rows_until(rng, table, number, column)
    blocks: tuple[Block, ...] = (
        *document.blocks[:place],
        Table(table.grid, table.width, rows),
    )
    kept = Document(blocks)
    last_row = rows[-1]
    last = last_row.cells[-1].key if isinstance(last_row, Row) else ""
    printed = set(_keys(kept))
    lost = tuple(key for key in _keys(document) if key not in printed)
    return Ending(kept, last or None, lost)


def _rows_until(rng: Random, table: Table, number: int, column: int) -> tuple[TableRow, ...]:
    """The rows up to a cell; the text of the cell keeps at least its first character."""
    row = table.rows[number]
    if not isinstance(row, Row):
        raise TypeError("a grid ends in a row")
    cell = row.cells[column]
    text = cell.text[: rng.randint(1, len(cell.text))] if cell.text.strip() else cell.text
    if not text.strip():
        text = cell.text
    cells: tuple[Cell, ...] = (*row.cells[:column], with_text(cell, text))
    return (*table.rows[:number], Row(cells, row.part))


def _keys(document: Document) -> list[str]:
    return [
        cell.key
        for block in document.blocks
        if isinstance(block, Table)
        for row in block.rows
        if isinstance(row, Row)
        for cell in row.cells
        if cell.key
    ]
