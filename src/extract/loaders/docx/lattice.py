"""One table of a DOCX: its rows as written, and the lattice that their spans and widths make.

WordprocessingML has rows of cells with spans, not a lattice; a vertical merge is a
chain of cells that begin in the same grid column.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, islice, pairwise
from typing import Final

from extract.document import Table, TableCell
from extract.errors import TooLarge
from extract.loaders.docx import tags as w
from extract.loaders.docx.tags import Element

SLIVER: Final = 40.0
"""In twips, 0.7 mm: narrower grid columns are left over from a conversion and hold nothing."""

_MAX_COLUMNS: Final = 1000  # Word has 63 columns at most
_UNITS: Final = {"pt": 20.0, "mm": 56.7, "cm": 567.0, "in": 1440.0, "pc": 240.0, "pi": 240.0}
_SPANS: Final = frozenset({w.GRID_SPAN, w.GRID_BEFORE, w.GRID_AFTER, w.V_MERGE, w.H_MERGE})
_ROW_TAGS: Final = (w.TR, w.TC, w.P, *_SPANS, *w.MARKS)


class _Cell:
    """A cell while its row is read; ``start`` and ``end`` are edges of the grid, given by ``_place``."""

    # A plain class: hundreds are made for each report, and a dataclass takes twice as long to fill.
    __slots__ = ("down", "element", "end", "height", "parts", "right", "span", "start")

    start: int
    end: int

    def __init__(self, element: Element) -> None:
        self.element = element
        self.parts: list[str] = []
        self.span = self.height = 1
        self.down: str | None = None
        self.right: str | None = None

    @property
    def text(self) -> str:
        """The text without empty paragraphs at its ends; nothing for blanks alone."""
        text = "".join(self.parts).strip("\n")
        return "" if text.isspace() else text

    def join(self, covered: "_Cell") -> None:
        """Take over the text of a cell that a merge covers; as a rule it has none."""
        if covered.text:
            self.parts += ("\n", covered.text)


@dataclass(slots=True)
class _Row:
    """A row while it is read; ``before`` and ``after`` are the grid columns left out at its ends."""

    cells: list[_Cell] = field(default_factory=list)
    before: int = 0
    after: int = 0
    merged: bool = False


def read_table(element: Element, number: int) -> Table | None:
    """The table on its lattice; None for a box, which has no more than one cell in any row.

    The tree below must be settled: nothing hidden, and no table within the table.
    Raises ``TooLarge`` for a row of more than a thousand columns.
    """
    rows = [row for row in _rows(element) if row.cells]
    grid = _grid(element)
    for row in rows:
        if row.merged:
            _join_to_the_right(row)
        _place(row, grid)
    if not rows or max(len(row.cells) for row in rows) == 1:
        return None
    fold = _fold(rows, grid)
    cells = _join_downwards(rows, fold)
    columns = max(cell.column + cell.column_span for cell in cells)
    if columns == 1:
        return None
    return Table(tuple(cells), rows=len(rows), columns=columns, number=number)


def _rows(table: Element) -> list[_Row]:
    rows: list[_Row] = []
    row, cell = _Row(), _Cell(table)  # take what stands outside of rows and cells, where nothing may stand
    parts = cell.parts
    for element in table.iter(*_ROW_TAGS):
        tag = element.tag
        if tag == w.T:
            parts.append(w.plain(element.text))
        elif tag == w.P:
            parts.append("\n")  # the first and the last are taken off again
        elif tag == w.TC:
            cell = _Cell(element)
            parts = cell.parts
            row.cells.append(cell)
        elif tag == w.TR:
            row = _Row()
            rows.append(row)
        elif tag in _SPANS:
            _note_span(element, row, cell)
        else:
            parts.append(w.text_of(element))
    return rows


def _note_span(element: Element, row: _Row, cell: _Cell) -> None:
    tag = element.tag
    if tag == w.GRID_SPAN:
        cell.span = _span(element, 1)
    elif tag == w.V_MERGE:
        cell.down = element.get(w.VAL, "continue")
    elif tag == w.H_MERGE:
        cell.right = element.get(w.VAL, "continue")
        row.merged = True
    elif tag == w.GRID_BEFORE:
        row.before = _span(element, 0)
    elif tag == w.GRID_AFTER:
        row.after = _span(element, 0)


def _span(element: Element, least: int) -> int:
    return min(max(w.whole(element.get(w.VAL), least), least), _MAX_COLUMNS)


def _twips(text: str | None) -> float | None:
    """A width: twips, or a number with its unit; None for percentages and what is no width."""
    if text is None:
        return None
    unit = _UNITS.get(text[-2:], 0.0)
    try:
        return float(text[:-2]) * unit if unit else float(text)
    except ValueError:
        return None


def _grid(table: Element) -> list[float]:
    """The widths of the grid columns, 0 where a width is not given."""
    columns = islice(table.iterfind(f"{w.TBL_GRID}/{w.GRID_COL}"), _MAX_COLUMNS)
    return [_twips(column.get(w.WIDTH)) or 0.0 for column in columns]


def _own_width(cell: _Cell) -> float | None:
    """The cell's own preferred width, where it is one in twips."""
    width = cell.element.find(f"{w.TC_PR}/{w.TC_W}")
    if width is None or width.get(w.TYPE, "dxa") != "dxa":
        return None
    return _twips(width.get(w.WIDTH)) or None


def _join_to_the_right(row: _Row) -> None:
    """Join the cells of an old-style horizontal merge to the cell where it begins."""
    joined: list[_Cell] = []
    for cell in row.cells:
        if cell.right == "continue" and joined and joined[-1].right is not None:
            head = joined[-1]
            head.span += cell.span
            head.parts += ("\n", cell.text)
        else:
            joined.append(cell)
    row.cells = joined


def _place(row: _Row, grid: Sequence[float]) -> None:
    """Give each cell its edges in the grid: by the spans, or by widths where the spans fall short."""
    at = row.before
    for cell in row.cells:
        cell.start, at = at, at + cell.span
        cell.end = at
    if at > _MAX_COLUMNS:
        raise TooLarge(
            f"有一行表格多达 {at:,} 列，上限为 {_MAX_COLUMNS:,}；报告没有这样的表格，请打开核对",
            f"a table row of {at:,} columns; the limit is {_MAX_COLUMNS:,}, and no report has such a table: look at it",
        )
    if at + row.after < len(grid):
        ends = _ends_by_width(row, grid)
        for (start, end), cell in zip(pairwise((row.before, *ends)), row.cells, strict=False):
            cell.start, cell.end = start, end


def _ends_by_width(row: _Row, grid: Sequence[float]) -> list[int]:
    """The edges nearest to where the cells' own widths end; none unless the cells fill the grid by them.

    Some producers leave spans out and let the widths tell where a wide cell ends.
    """
    widths = [_own_width(cell) or 0.0 for cell in row.cells]
    edges = list(accumulate(grid, initial=0.0))
    last = len(grid) - row.after
    goal = edges[last] - edges[row.before] if row.before < last else 0.0
    if not all(widths) or abs(sum(widths) - goal) > goal * 0.05:
        return []
    reach = accumulate((width * goal / sum(widths) for width in widths), initial=edges[row.before])
    ends = [min(range(len(edges)), key=lambda edge: abs(edges[edge] - end)) for end in list(reach)[1:]]
    return ends if all(start < end for start, end in pairwise((row.before, *ends))) else []


def _fold(rows: Sequence[_Row], grid: Sequence[float]) -> list[int]:
    """For each edge of the grid its edge in the lattice: the two edges of a sliver are one edge.

    A column is no sliver, whatever its width, where a cell that stands on slivers
    alone has text or says that it is wide: some producers write no true widths.
    """
    columns = max(cell.end for row in rows for cell in row.cells)
    slivers = {at for at in range(min(columns, len(grid))) if grid[at] < SLIVER}
    if slivers:
        for row in rows:
            for cell in row.cells:
                if slivers.issuperset(range(cell.start, cell.end)) and _is_column(cell, grid):
                    slivers.discard(cell.start)
    if len(slivers) == columns:
        slivers = set()
    return list(accumulate((int(at not in slivers) for at in range(columns)), initial=0))


def _is_column(cell: _Cell, grid: Sequence[float]) -> bool:
    width = _own_width(cell)
    if cell.text:
        return True
    return width >= SLIVER if width is not None else grid[cell.start] == 0.0


def _join_downwards(rows: Sequence[_Row], fold: Sequence[int]) -> list[TableCell]:
    """The cells on the lattice, each vertical merge as one cell."""
    heads: list[tuple[int, _Cell]] = []
    above: dict[tuple[int, int], _Cell] = {}  # the merges that reach down to here, by their edges
    for at, row in enumerate(rows):
        here: dict[tuple[int, int], _Cell] = {}
        for cell in row.cells:
            cell.start, cell.end = fold[cell.start], fold[cell.end]
            if cell.start == cell.end:
                continue  # an empty cell on a sliver
            if cell.down is not None:
                edges = cell.start, cell.end
                head = above.get(edges) if cell.down == "continue" else None
                here[edges] = cell if head is None else head
                if head is not None:
                    head.join(cell)
                    head.height += 1
                    continue
            heads.append((at, cell))
        above = here
    return [TableCell(cell.text, at, cell.start, cell.height, cell.end - cell.start) for at, cell in heads]
