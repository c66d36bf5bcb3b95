"""Grids drawn on the pages of a PDF: cells merged as in the form, cut where a page ends."""

from __future__ import annotations

from dataclasses import dataclass

from ..document import Cell, Row, Table
from .sheet import BOTTOM, LEFT, LINE, TEXT_WIDTH, Sheet, text_width, wrap_points

_SIZE = 9.0
_PAD = 2.0
_GAP = 4.0
# Labels up to this length are broken into lines of equal length: 结果 / 维持.
_EVEN = 6
# The label columns of grid 三 in points; what they leave is shared by the value columns.
_OUTER, _GROUP, _LEAF = 14.0, 58.0, 130.0
# In a table of two lines a rule, each cell has its own outline at this distance from its bounds.
_DOUBLE = 1.2


@dataclass(frozen=True, slots=True)
class Style:
    """How grids are drawn: rules "single", "double" or "none"; whether pages cut them and what then happens.

    `split_labels` lets the text of a merged cell run on to the next page: （四）无 | 法提供.
    """

    rules: str
    cut: bool
    repeat_header: bool
    split_labels: bool


def _widths(table: Table) -> list[float]:
    if table.grid == "applications":
        share = (TEXT_WIDTH - _OUTER - _GROUP - _LEAF) / (table.width - 3)
        return [_OUTER, _GROUP, _LEAF, *[share] * (table.width - 3)]
    return [TEXT_WIDTH / table.width] * table.width


def _lines(cell: Cell, width: float) -> tuple[str, ...]:
    """The lines of a cell; a figure stays in one line."""
    if cell.key:
        return (cell.text,)
    lines = wrap_points(cell.text, width - 2 * _PAD, _SIZE)
    if len(lines) > 1 and len(cell.text) <= _EVEN and "\n" not in cell.text:
        size = -(-len(cell.text) // len(lines))
        return tuple(cell.text[start : start + size] for start in range(0, len(cell.text), size))
    return lines


def _heights(table: Table) -> list[float]:
    widths = _widths(table)
    heights = []
    for row in table.rows:
        lines = 1
        column = 0
        for cell in row.cells if isinstance(row, Row) else ():
            if cell.down == 1 and cell.text:
                lines = max(lines, len(_lines(cell, sum(widths[column : column + cell.across]))))
            column += cell.across
        heights.append(lines * LINE + _GAP)
    return heights


def table_height(table: Table) -> float:
    """The height of a whole table in points."""
    return sum(_heights(table))


@dataclass(frozen=True, slots=True)
class _Place:
    """A cell with the rows and the horizontal space that it covers."""

    cell: Cell
    first: int
    last: int
    x: float
    width: float


class TableDrawer:
    """Draws one table on a sheet, page by page."""

    def __init__(self, sheet: Sheet, table: Table, style: Style) -> None:
        """The table is drawn from the sheet's height downwards."""
        self.sheet = sheet
        self.style = style
        self.heights = _heights(table)
        self.header = sum(1 for row in table.rows if isinstance(row, Row) and row.part == "header")
        self.places = _places(table)
        self.written: dict[_Place, int] = {}

    def draw(self) -> None:
        """Draws every row, on as many pages as it takes."""
        first = 0
        while first < len(self.heights):
            last = self._fitting(first)
            if last == first:
                self.sheet.new_page()
                last = self._fitting(first)
            self._draw_rows(first, last)
            first = last
            if first < len(self.heights):
                self.sheet.new_page()
                if self.style.repeat_header and first > self.header:
                    self._draw_rows(0, self.header, again=True)

    def _fitting(self, first: int) -> int:
        """The row after the last one that fits on this page from row `first` on."""
        left = self.sheet.y - BOTTOM
        row = first
        while row < len(self.heights) and self.heights[row] <= left:
            left -= self.heights[row]
            row += 1
        return row

    def _draw_rows(self, first: int, last: int, again: bool = False) -> None:
        tops = [self.sheet.y]
        for height in self.heights[first:last]:
            tops.append(tops[-1] - height)
        for place in self.places:
            start, end = max(place.first, first), min(place.last, last)
            if start < end:
                self._draw_cell(place, tops[start - first], tops[end - first], end < place.last, again)
        self.sheet.y = tops[-1]

    def _draw_cell(self, place: _Place, top: float, bottom: float, goes_on: bool, again: bool) -> None:
        if self.style.rules == "single":
            self.sheet.rule(place.x, bottom, place.width, top - bottom)
        elif self.style.rules == "double":
            width, height = place.width - 2 * _DOUBLE, top - bottom - 2 * _DOUBLE
            self.sheet.rule(place.x + _DOUBLE, bottom + _DOUBLE, width, height)
        lines = self._lines_here(place, top - bottom, goes_on, again)
        y = (top + bottom) / 2 + len(lines) * LINE / 2
        for line in lines:
            y -= LINE
            x = place.x + _PAD
            if place.cell.key or place.cell.down > 1:
                x = place.x + (place.width - text_width(line, _SIZE)) / 2
            self.sheet.write(x, y + 3, line, _SIZE)

    def _lines_here(self, place: _Place, height: float, goes_on: bool, again: bool) -> tuple[str, ...]:
        """The lines of a cell to write on this page; the rest follows where the cell goes on."""
        lines = _lines(place.cell, place.width)
        if not place.cell.text:
            return ()
        if again:
            return lines
        done = self.written.get(place, 0)
        room = int(height // LINE)
        count = len(lines) - done
        if goes_on:
            # At least one line stays for the next page where labels are split.
            count = min(count, room, max(1, len(lines) // 2) if self.style.split_labels else room)
        self.written[place] = done + count
        return lines[done : done + count]


def _places(table: Table) -> tuple[_Place, ...]:
    widths = _widths(table)
    found: list[_Place] = []
    for number, row in enumerate(table.rows):
        column = 0
        for cell in row.cells if isinstance(row, Row) else ():
            if not cell.continued:
                x = LEFT + sum(widths[:column])
                width = sum(widths[column : column + cell.across])
                last = min(number + cell.down, len(table.rows))
                found.append(_Place(cell, number, last, x, width))
            column += cell.across
    return tuple(found)
