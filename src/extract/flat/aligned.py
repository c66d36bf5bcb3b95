"""aligned(lines, plain, …): grid 三 as text in columns, whose every figure begins right below the beginning of its header's label."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple
from unicodedata import east_asian_width

from extract.document import Line, Place
from extract.flat.pieces import Piece, Pieces, cell_piece
from extract.forms.values import read_value

_COLUMNS = 7  # of grid 三, which alone has rows enough to show that the columns are no accident
_FEWEST_ROWS = 15
_TOTAL = ("总计", "合计", "總計")  # the last column, which the header prints a line above the others
_WORD = re.compile(r"\S+(?: \S+)*")


class _Word(NamedTuple):
    start: int
    text: str

    @property
    def is_figure(self) -> bool:
        return read_value(self.text).kind in ("number", "not_applicable")


def aligned(
    lines: Sequence[Line], plain: Sequence[str], printed: Sequence[str], is_prose: Callable[[str], bool]
) -> Pieces | None:
    """The pieces of a grid whose cells are filled up with blanks to the width of their column; None where one figure stands
    elsewhere than at the beginning of a column, or no row has a blank cell.

    The width of a sign is one or, as on a screen, two for a Chinese one: what made the text counted in one way.
    ``plain`` are the lines narrowed, of as many signs as ``printed``.
    """
    # most texts end here; what stands in columns is set apart by blanks
    if sum("  " in text for text in plain) < _FEWEST_ROWS or any("\t" in text for text in plain):
        return None
    for width in (len, _on_screen):
        rows = [
            [_Word(width(whole[: found.start()]), found[0]) for found in _WORD.finditer(text)]
            for text, whole in zip(plain, printed, strict=True)
        ]
        sentences = [is_prose(text.strip()) for text in plain]
        columns = _columns([() if prose else row for row, prose in zip(rows, sentences, strict=True)])
        if columns:
            return _pieces(lines, rows, sentences, columns)
    return None


def _on_screen(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _columns(rows: Sequence[Sequence[_Word]]) -> list[int]:
    """Where the seven columns begin; none where that is not sure."""
    filled = [index for index, row in enumerate(rows) if any(word.is_figure for word in row)]
    if len(filled) < _FEWEST_ROWS:
        return []
    first = min(word.start for index in filled for word in rows[index] if word.is_figure)
    header = [word for row in rows[: filled[0]] for word in row if word.start >= first]
    columns = sorted({word.start for word in header})
    if len(columns) != _COLUMNS:
        return []
    last = {re.sub(r"\s", "", word.text) for word in header if word.start == columns[-1]}
    below = [[word for word in row if word.start >= first] for row in rows[filled[0] :]]
    stray = any(word.start not in columns or not word.is_figure for row in below for word in row)
    full = all(len(row) == _COLUMNS for row in below if row)
    # a row pushed along by a column leaves its 总计 blank, where other rows have theirs
    pushed = len({row[-1].start == columns[-1] for row in below if row}) > 1
    return [] if stray or full or pushed or not last <= set(_TOTAL) else columns


def _pieces(
    lines: Sequence[Line], rows: Sequence[list[_Word]], sentences: Sequence[bool], columns: list[int]
) -> Pieces:
    found: list[Piece] = []
    aside: list[Piece] = []
    for number, (line, row, prose) in enumerate(zip(lines, rows, sentences, strict=True)):
        if prose:
            aside.append(Piece("text", " ".join(word.text for word in row), line.place, number))
        else:
            found += _row(line, row, number, columns)
    return Pieces("tabbed", tuple(found), structured=True, bounded=True, aside=tuple(aside))


def _row(line: Line, row: Sequence[_Word], number: int, columns: list[int]) -> Iterator[Piece]:
    """The words of a line, and behind those of a row's label its seven cells."""
    by_start = {word.start: word.text for word in row}
    if not any(word.is_figure for word in row):
        yield from (Piece("text", word.text, line.place, number, column=word.start) for word in row)
        return
    yield from (Piece("text", word.text, line.place, number) for word in row if word.start < columns[0])
    for at, start in enumerate(columns, 1):
        yield cell_piece(by_start.get(start, ""), Place(line.page, line.number, None, None, at), number, start)
