"""by_lattice(band, row, alignment): a row's cells by the lattice columns of the header's labels, through spans."""

from collections import Counter
from collections.abc import Sequence

from extract.flat.align import Alignment, Band, HeaderColumn
from extract.flat.pieces import Piece
from extract.forms.fold import fold
from extract.forms.form import RowForm

_SUMS = ("合计", "小计", "总计", "共计")


def by_lattice(band: Band, row: RowForm, alignment: Alignment) -> tuple[Piece | None, ...] | None:
    """The row's cells by the lattice columns of the header's labels; None where they do not settle it."""
    block = row.key.split("/")[0] if "/" in row.key else ""
    spans = _spans([h for h in _same_width(band, alignment) if h.block == block and h.piece.column >= 0])
    aside: list[tuple[int, int]] = []  # columns that are a part of the one beside them
    if alignment.source.layout == "table":
        narrow = {key: _sums(alignment, low, high) for key, (low, high) in spans.items() if high - low > 1}
        aside = [spans[key] for key, span in narrow.items() if span != spans[key]]
        spans |= narrow
    found: list[Piece | None] = []
    placed: set[int] = set()
    for column in row.columns:
        if column.key not in spans:
            return None
        low, high = spans[column.key]
        over = [c for c in band.cells if c.column < high and c.column + c.column_span > low]
        cell = the_cell(over)
        if cell is None:
            return None
        wide = sum(lo < cell.column + cell.column_span and hi > cell.column for lo, hi in spans.values())
        if wide > 1 and cell.kind != "empty":
            return None
        found.append(cell)
        placed.update(map(id, over))
    rest = [cell for cell in band.cells if id(cell) not in placed]
    rest = [c for c in rest if not any(low <= c.column and c.column + c.column_span <= high for low, high in aside)]
    return tuple(found) if all(cell.kind == "empty" for cell in rest) else None


def falls_short(band: Band, row: RowForm, alignment: Alignment) -> bool:
    """Whether a real table's row ends before its last column's label: it lacks a cell, and nothing tells where."""
    if alignment.source.layout != "table" or "/" in row.key or not band.cells:
        return False
    spans = _spans([h for h in alignment.header if h.piece.column >= 0])
    last = band.cells[-1]
    return row.columns[-1].key in spans and last.column + last.column_span < spans[row.columns[-1].key][1]


def on_the_header(cells: Sequence[Piece | None], row: RowForm, alignment: Alignment) -> bool:
    """Whether a real table's cells, one a column, stand each between the very edges of its column's label.

    Then they are under it in whatever order the header prints the columns; a row whose spans are not the header's is not.
    """
    if alignment.source.layout != "table" or "/" in row.key:
        return False
    spans = _spans([h for h in alignment.header if h.piece.column >= 0])
    for column, cell in zip(row.columns, cells, strict=True):
        if cell is None or column.key not in spans:
            return False
        low, high = spans[column.key]
        if (cell.column, cell.column + cell.column_span) not in ((low, high), _sums(alignment, low, high)):
            return False
    return True


def _sums(alignment: Alignment, low: int, high: int) -> tuple[int, int]:
    """The part of a label's columns that is headed 合计 while all else under it is 其中…, a part of that sum; else all."""
    pieces = alignment.source.pieces
    first = next((index for index, piece in enumerate(pieces) if piece.kind == "figure"), len(pieces))
    under = [p for p in pieces[:first] if p.kind == "text" and low <= p.column and p.column + p.column_span <= high]
    parts = [p for p in under if p.column_span < high - low]
    sums = [p for p in parts if fold(p.text) in _SUMS]
    others = [p for p in parts if fold(p.text).startswith("其中")]
    if len(sums) != 1 or not others or len(sums) + len(others) != len(parts):
        return low, high
    return sums[0].column, sums[0].column + sums[0].column_span


def the_cell(fields: Sequence[Piece]) -> Piece | None:
    """The one cell that stands in the fields under a label: in one of them, or the same in each; None for several."""
    filled = [field for field in fields if field.kind != "empty"]
    if not filled:
        return fields[0] if fields else None
    alike = len(filled) == len(fields) and all(field.text == filled[0].text for field in filled)
    return filled[0] if alike or len(filled) == 1 else None


def _spans(header: Sequence[HeaderColumn]) -> dict[str, tuple[int, int]]:
    """The lattice columns under each label, where it is printed first: once, or in neighbouring fields of one row."""
    found: dict[str, tuple[int, int]] = {}
    first: dict[str, int] = {}
    for key, piece in ((column.key, column.piece) for column in header):
        low, high = found.get(key, (piece.column, piece.column))
        if first.setdefault(key, piece.row) == piece.row and piece.column == high:
            found[key] = (low, piece.column + piece.column_span)
    return found


def _same_width(band: Band, alignment: Alignment) -> Sequence[HeaderColumn]:
    """The header's columns that stand on the same lattice as the band: in text, rows of as many cells."""
    source = alignment.source
    if source.layout in ("table", "positions"):
        return alignment.header
    if not band.cells:
        return ()
    width = Counter(piece.row for piece in source.pieces)
    return [h for h in alignment.header if width[h.piece.row] == width[band.cells[0].row]]
