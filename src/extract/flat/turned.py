"""turned(alignment, labels, form): grid 三 with its columns printed as rows, applicants down the side and outcomes along the top."""

from collections.abc import Sequence
from itertools import pairwise

from extract.flat.align import Alignment
from extract.flat.pieces import CELL_KINDS, Piece, rows_of
from extract.flat.place import PlacedRow, Placement
from extract.forms.fold import fold
from extract.forms.form import GridForm, without_numeral
from extract.forms.labels import Labels

_MOST_LABELS = 2  # ahead of a row's cells: 法人或其他组织 and 商业企业


def turned(alignment: Alignment, labels: Labels, form: GridForm) -> Placement | None:
    """The placement where the header names every row of the form, each of its lines in the form's order, and below it stands
    a row of as many cells for every column; None where anything is missing or besides.
    """
    if not alignment.source.structured:
        return None
    rows = [alignment.source.pieces[start:end] for start, end in rows_of(alignment.source.pieces)]
    rows = [row for row in rows if any(piece.kind != "empty" for piece in row)]
    first = next((at for at, row in enumerate(rows) if any(piece.kind == "figure" for piece in row)), 0)
    top = _heads(rows[:first], labels, form)
    body = rows[first:]
    columns = [_column(row[: -len(form.rows)], labels) for row in body]
    wanted = [column.key for column in form.rows[0].columns]
    if top is None or sorted(map(str, columns)) != sorted(wanted) or not _sided(body, len(form.rows)):
        return None
    cells = {key: row[-len(form.rows) :] for key, row in zip(columns, body, strict=True)}
    if any(piece.kind not in CELL_KINDS or piece.touches for row in cells.values() for piece in row):
        return None
    if alignment.source.layout == "table" and any(not _under(top, row) for row in cells.values()):
        return None
    placed = tuple(
        PlacedRow(row, row.label, tuple(cells[key][at] for key in wanted)) for at, row in enumerate(form.rows)
    )
    return Placement(placed, (), (), (), (), (), False)


def _heads(header: Sequence[tuple[Piece, ...]], labels: Labels, form: GridForm) -> list[Piece] | None:
    """The labels of the form's rows, in its order; None unless each stands there once, the outer ones too, and every line
    has its own in order.
    """
    outer: dict[str, int] = {}
    for at, label in ((at, label) for at, row in enumerate(form.rows) for label in row.path):
        outer.setdefault(fold(without_numeral(label)), at)
    found: dict[int, Piece] = {}
    over: set[str] = set()
    for line in header:
        places: list[int] = []
        for piece in (piece for piece in line if piece.kind != "empty"):
            marks = labels.of(piece.text) if piece.kind == "text" else ()
            rows = [at for at, row in enumerate(form.rows) for m in marks if m.kind == "row" and m.key == row.key]
            group = fold(without_numeral(piece.text))
            if len(rows) == 1 and rows[0] not in found:
                found[rows[0]] = piece
                places += rows
            elif not rows and group in outer and group not in over:
                over.add(group)
                places.append(outer[group])
            elif rows or group in outer or not any(mark.kind in ("group", "note") for mark in marks):
                return None
        if any(at >= after for at, after in pairwise(places)):
            return None
    return [found[at] for at in sorted(found)] if len(found) == len(form.rows) and over == outer.keys() else None


def _column(ahead: Sequence[Piece], labels: Labels) -> str | None:
    """The one column that the words ahead of a row's cells name; None for none, or other words."""
    words = [labels.of(piece.text) if piece.kind == "text" else () for piece in ahead if piece.kind != "empty"]
    named = [mark.key for marks in words for mark in marks if mark.kind == "column"]
    others = any(not any(mark.kind in ("column", "group") for mark in marks) for marks in words)
    return named[0] if len(named) == 1 and not others and len(ahead) <= _MOST_LABELS else None


def _sided(body: Sequence[tuple[Piece, ...]], size: int) -> bool:
    """Whether no blank field ahead of a row's cells may be a cell: there is none, or all rows have as many fields."""
    bare = all(piece.kind == "text" for row in body for piece in row[:-size])
    return bare or len({len(row) for row in body}) == 1


def _under(top: Sequence[Piece], row: Sequence[Piece]) -> bool:
    return all((a.column, a.column_span) == (b.column, b.column_span) for a, b in zip(top, row, strict=True))
