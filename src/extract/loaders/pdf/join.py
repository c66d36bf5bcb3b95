"""Join: parts of one table on several pages become one, and rows and labels cut by the page's end are mended.

A cut is mended only where one reading is possible; otherwise both halves stay as they stand.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from extract.document import Box
from extract.loaders.pdf.names import as_named, header_names

SAME_EDGE = 5.0
MIRRORED_MARGIN = 60.0
"""Odd and even pages may shift a table sideways by this much (points)."""

LONGEST_TITLE = 40
"""A one-column part is a piece of a table only while its cells are titles, not prose."""

HIGHEST_HEADER = 6

_FIGURE = re.compile(r"[-−–—＋+增减]?\s*[\d０-９][\d０-９,，.．\s]*\s*(?:万元|亿元|元|件|条|项|个|%|％)?")
_FRESH = re.compile(
    r"\s*(?:[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+[、，.．]|\d{1,2}\s*[.．、]"
    r"|行政[许处强事规]|规章|规范性文件|其他对外|政府集中|第二十条|信息内容)"
)


class Piece(NamedTuple):
    """One cell of a part: ``TableCell`` with what the page's lines say of its upper and lower side.

    ``full`` says that a figure at the page's end fills its cell, so that a digit more would stand in the next line.
    """

    text: str
    row: int
    column: int
    row_span: int
    column_span: int
    page: int
    bbox: Box
    open_top: bool
    open_bottom: bool
    full: bool = False

    @property
    def figure(self) -> bool:
        """Whether the cell holds a value rather than words."""
        return _FIGURE.fullmatch(self.text.strip()) is not None

    @property
    def fresh(self) -> bool:
        """Whether the cell begins with the numbering of a new label."""
        return _FRESH.match(self.text) is not None


@dataclass(frozen=True, slots=True)
class Part:
    """A table as far as it has been put together; ``xs`` are its lattice lines from left to right."""

    xs: tuple[float, ...]
    rows: int
    pieces: tuple[Piece, ...]

    @property
    def columns(self) -> int:
        """The number of lattice columns."""
        return len(self.xs) - 1


def join_parts(upper: Part, lower: Part) -> Part | None:
    """One table of two parts on following pages, or None where their lattices differ.

    A header repeated word by word on the second page is dropped.
    """
    shift = lower.xs[0] - upper.xs[0]
    moved = replace(lower, xs=tuple(x - shift for x in lower.xs))
    if abs(shift) > MIRRORED_MARGIN or abs(upper.xs[-1] - moved.xs[-1]) > SAME_EDGE:
        return None
    if not _same_lattice(upper, moved):
        return None
    xs = _union(upper.xs, moved.xs)
    above, below = _on_lattice(upper, xs), _without_header(upper, _on_lattice(moved, xs), xs)
    if not below.rows:
        return above
    return _mended(above, below)


def _same_lattice(upper: Part, lower: Part) -> bool:
    """Blocks of one table have columns of their own, but share most lines; a title row has none."""
    few, many = sorted((upper, lower), key=lambda part: part.columns)
    if few.columns == 1:
        return many.columns == 1 or all(len(piece.text) <= LONGEST_TITLE for piece in few.pieces)
    shared = sum(any(abs(x - other) <= SAME_EDGE for other in many.xs[1:-1]) for x in few.xs[1:-1])
    return 2 * shared >= len(few.xs) - 2


def _union(one: Sequence[float], other: Sequence[float]) -> tuple[float, ...]:
    extra = [x for x in other if all(abs(x - known) > SAME_EDGE for known in one)]
    return tuple(sorted([*one, *extra]))


def _on_lattice(part: Part, xs: tuple[float, ...]) -> Part:
    """The same cells counted on a lattice with more lines."""
    if len(xs) == len(part.xs):
        return Part(xs, part.rows, part.pieces)
    places = [min(range(len(xs)), key=lambda i, x=x: abs(xs[i] - x)) for x in part.xs]  # type: ignore[misc]
    pieces = tuple(
        _moved(p, p.row, places[p.column], places[p.column + p.column_span] - places[p.column]) for p in part.pieces
    )
    return Part(xs, part.rows, pieces)


def _moved(p: Piece, row: int, column: int, column_span: int) -> Piece:
    """As ``replace``, but quick: every cell of a joined table passes here."""
    return Piece(p.text, row, column, p.row_span, column_span, p.page, p.bbox, p.open_top, p.open_bottom, p.full)


def _without_header(upper: Part, lower: Part, xs: tuple[float, ...]) -> Part:
    """The lower part without the rows that repeat the table's first rows word by word."""
    first = {_signature(piece) for piece in _on_lattice(upper, xs).pieces if piece.row < HIGHEST_HEADER}
    height = 0
    while height < lower.rows:
        row = [piece for piece in lower.pieces if piece.row == height]
        if not row or any(_signature(piece) not in first or piece.figure for piece in row):
            break
        height += 1
    head = [piece for piece in lower.pieces if piece.row < height]
    if not any(piece.text for piece in head) or any(piece.row + piece.row_span > height for piece in head):
        return lower
    rest = tuple(
        _moved(piece, piece.row - height, piece.column, piece.column_span)
        for piece in lower.pieces
        if piece.row >= height
    )
    return Part(lower.xs, lower.rows - height, rest)


def _signature(piece: Piece) -> tuple[str, int, int, int, int]:
    return ("".join(piece.text.split()), piece.row, piece.column, piece.row_span, piece.column_span)


def _mended(upper: Part, lower: Part) -> Part:
    """Both parts one under the other, with the cells that the page's end cut in two made whole."""
    ends = {(p.column, p.column_span): p for p in upper.pieces if p.row + p.row_span == upper.rows}
    starts = {(p.column, p.column_span): p for p in lower.pieces if p.row == 0}
    pairs = [(ends[key], starts[key]) for key in ends if key in starts]
    whole_row = len(pairs) == len(ends) == len(starts) and _one_row(pairs, (*upper.pieces, *lower.pieces))
    cut = pairs if whole_row else [p for p in pairs if _one_cell(p, list(ends.values()), list(starts.values()))]
    offset = upper.rows - whole_row
    joined = {id(end): _whole(end, start, whole_row) for end, start in cut}
    gone = {id(start) for _, start in cut}
    above = [joined.get(id(piece), piece) for piece in upper.pieces]
    below = [
        _moved(piece, piece.row + offset, piece.column, piece.column_span)
        for piece in lower.pieces
        if id(piece) not in gone
    ]
    return Part(upper.xs, offset + lower.rows, (*above, *below))


def _whole(end: Piece, start: Piece, one_row: bool) -> Piece:
    """Two halves as one cell; its place is that of the half with the text."""
    home = end if end.text or not start.text else start
    between = "" if end.figure and start.figure else "\n"
    return home._replace(
        text=between.join(text for text in (end.text, start.text) if text),
        row=end.row,
        row_span=end.row_span + start.row_span - one_row,
        open_top=end.open_top,
        open_bottom=start.open_bottom,
        full=start.full,
    )


def _one_row(pairs: Sequence[tuple[Piece, Piece]], pieces: Sequence[Piece]) -> bool:
    """Whether the last row above and the first row below are halves of one row.

    Where both hold figures, only if figures go on. Never where a word stands over a figure. Else by the lines: none drawn on
    either side of the cut, or one side open and the label not a new one. With lines drawn on both
    sides only where every other row has figures and the label goes on in words.
    """
    if _figures_go_on(pairs):
        return True
    figures_above, figures_below = any(a.figure for a, _ in pairs), any(b.figure for _, b in pairs)
    clash = any(a.text and b.text and (a.figure or b.figure) for a, b in pairs)
    if clash or (figures_above and figures_below):
        return False
    going_on = [a for a, b in pairs if _go_on(a, b)]
    if not figures_above and not figures_below and len(going_on) > 1:
        return all(a in going_on or not a.text or not b.text for a, b in pairs)
    label = _label(pairs)
    if label is None or any(a.text and b.fresh for a, b in pairs):
        return False
    above, below = label
    if all(a.open_bottom and b.open_top for a, b in pairs) or _go_on(above, below):
        return True
    if not above.text or not below.text:
        return bool(above.text and figures_below) or bool(below.text and figures_above)
    half_open = all(a.open_bottom for a, _ in pairs) or all(b.open_top for _, b in pairs)
    return (figures_above or figures_below) and (half_open or (above.fresh and _numbered(pieces)))


def _figures_go_on(pairs: Sequence[tuple[Piece, Piece]]) -> bool:
    """Whether the row below is the rest of figures that their cells broke: digits under full cells, and nothing else.

    A row of its own has a label, and figures where the row above has room.
    """
    below = [(a, b) for a, b in pairs if b.text]
    words = any(a.text and not a.figure for a, _ in pairs)
    return bool(below) and words and all(a.full and b.text.isdecimal() for a, b in below)


def _go_on(above: Piece, below: Piece) -> bool:
    """Whether two texts are halves of one: of a name in the form's headers, or of what stands in brackets."""
    one, other = "".join(above.text.split()), "".join(below.text.split())
    if not one or not other:
        return False
    if as_named(one + other) in header_names() and as_named(other) not in header_names():
        return True
    opened, closed = _brackets(one), _brackets(other)
    return opened > 0 > closed


def _brackets(text: str) -> int:
    return sum(map(text.count, "（(")) - sum(map(text.count, "）)"))


def _label(pairs: Sequence[tuple[Piece, Piece]]) -> tuple[Piece, Piece] | None:
    """The pair of the cut row's own label: the rightmost with words, one row high on both sides."""
    worded = [pair for pair in pairs if any(piece.text and not piece.figure for piece in pair)]
    worded = [pair for pair in worded if pair[0].row_span == 1 and pair[1].row_span == 1]
    return max(worded, key=lambda pair: pair[0].column) if worded else None


def _numbered(pieces: Sequence[Piece]) -> bool:
    """Whether the table's rows with figures are labelled by numbers nearly throughout."""
    labels: dict[tuple[int, int], bool] = {}
    for row in {(piece.page, piece.row) for piece in pieces if piece.figure}:
        names = [p.fresh for p in pieces if (p.page, p.row) == row and p.text and not p.figure]
        labels[row] = any(names)
    return len(labels) > 3 and sum(labels.values()) >= 0.8 * len(labels)


def _one_cell(pair: tuple[Piece, Piece], ends: Sequence[Piece], starts: Sequence[Piece]) -> bool:
    """Whether a label reaches over the cut although its rows do not.

    Only a label with labels of rows to its right on both pages can: a header over blank values has
    none. Without lines at the cut, the columns left of the figures but one are such labels too.
    """
    above, below = pair
    is_open = above.open_bottom and below.open_top
    if above.figure or below.figure or not (above.text or below.text) or (below.fresh and above.text):
        return False
    if _go_on(above, below):
        return True
    words_only = above.text and not any(piece.figure for piece in starts)
    if words_only and (is_open or (not below.text and _subdivided(ends, starts))):
        return True
    if all(any(p.column > above.column and p.text and not p.figure for p in row) for row in (ends, starts)):
        return is_open or not below.text or not above.text or above.fresh
    return is_open and all(_left_of_labels(above.column, row) for row in (ends, starts))


def _subdivided(ends: Sequence[Piece], starts: Sequence[Piece]) -> bool:
    """Whether the row below the cut divides a header that stands above it."""
    return any(
        above.text
        and below.text
        and above.column <= below.column
        and below.column + below.column_span <= above.column + above.column_span
        and below.column_span < above.column_span
        for above in ends
        for below in starts
    )


def _left_of_labels(column: int, row: Sequence[Piece]) -> bool:
    """Whether another column stands between this one and the row's figures."""
    figures = [piece.column for piece in row if piece.figure]
    return bool(figures) and any(column < piece.column < min(figures) for piece in row)
