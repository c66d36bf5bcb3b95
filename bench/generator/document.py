"""A report as its author saw it, before any layout: paragraphs and tables of spanned cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table.

    `text` may hold line breaks. `key` names the value cell, "" for labels. `across` and `down` are the grid
    columns and rows it covers. A cell that continues one from the row above has `continued` set and no text.
    """

    text: str
    key: str = ""
    across: int = 1
    down: int = 1
    continued: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells from left to right, continued ones included, and the part of the grid it belongs to.

    `part` is an article in grid 二, "header" or an outcome in grid 三, "header" or "values" in grid 四.
    """

    cells: tuple[Cell, ...]
    part: str


@dataclass(frozen=True, slots=True)
class Note:
    """A line that stands between two rows of a table without belonging to it, such as a page number."""

    text: str


TableRow: TypeAlias = Row | Note


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of the form: "disclosure", "applications" or "appeals"; `width` is in grid columns."""

    grid: str
    width: int
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `text` may hold line breaks. `role` is furniture, title, heading or prose."""

    text: str
    role: str


Block: TypeAlias = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """The blocks of a report from top to bottom."""

    blocks: tuple[Block, ...]

    def table(self, grid: str) -> Table:
        """The table of a grid."""
        return next(block for block in self.blocks if isinstance(block, Table) and block.grid == grid)

    def with_table(self, table: Table) -> Document:
        """The document with `table` in place of the one of the same grid."""
        return Document(tuple(table if isinstance(b, Table) and b.grid == table.grid else b for b in self.blocks))

    def map_cells(self, change: Callable[[Cell, Table], Cell]) -> Document:
        """The document with every cell changed."""

        def changed(row: TableRow, table: Table) -> TableRow:
            if isinstance(row, Note):
                return row
            return Row(tuple(change(cell, table) for cell in row.cells), row.part)

        return Document(
            tuple(
                replace(b, rows=tuple(changed(row, b) for row in b.rows)) if isinstance(b, Table) else b
                for b in self.blocks
            )
        )

    def map_paragraphs(self, change: Callable[[Paragraph], Paragraph]) -> Document:
        """The document with every paragraph changed."""
        return Document(tuple(change(b) if isinstance(b, Paragraph) else b for b in self.blocks))

    def map_text(self, change: Callable[[str], str]) -> Document:
        """The document with every printed text changed: paragraphs, cells and notes between rows."""
        blocks: list[Block] = []
        for block in self.blocks:
            if isinstance(block, Paragraph):
                blocks.append(Paragraph(change(block.text), block.role))
                continue
            rows = tuple(
                Note(change(row.text))
                if isinstance(row, Note)
                else Row(tuple(with_text(cell, change(cell.text)) for cell in row.cells), row.part)
                for row in block.rows
            )
            blocks.append(Table(block.grid, block.width, rows))
        return Document(tuple(blocks))


def with_text(cell: Cell, text: str) -> Cell:
    """The cell with another text; the same object where nothing changed, which most texts do not."""
    if text == cell.text:
        return cell
    return Cell(text, cell.key, cell.across, cell.down, cell.continued)


def is_label(cell: Cell) -> bool:
    """Whether the cell is a printed label."""
    return not cell.key and not cell.continued


def is_values(row: Row) -> bool:
    """Whether the row has value cells."""
    return any(cell.key for cell in row.cells)
