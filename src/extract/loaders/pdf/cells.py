"""Words to cells: which cell of a ruled table each word stands in."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from extract.document import Box
from extract.loaders.pdf.lattice import Cells
from extract.loaders.pdf.page import Glyph

ASTRIDE = 0.12
"""A character reaching this part of its width over a line is set across it."""

_IN_NUMBERS = frozenset(".,．，-−–+＋")
_OUTSIDE = 0
_MOST_CELLS = 1 << 20


def words_to_cells(
    text: str, words: Sequence[Glyph], lattices: Sequence[Cells], chars_of: Callable[[int, int], list[Glyph]]
) -> tuple[list[list[list[Glyph]]], bytes]:
    """For each lattice and cell the words that stand in it; and a mark for each character of the page.

    A word stands where its ends do. One whose ends stand in different cells is taken apart by
    ``chars_of``. The mark is 0 outside all lattices, else the lattice's number from 1 (255 at
    most); the blanks after a word take the word's.
    """
    contents: list[list[list[Glyph]]] = [[[] for _ in cells.cells] for cells in lattices]
    finder = _Finder(lattices)
    marks = bytearray(len(text))
    marked = 0
    for word in words:
        parts = _homes(word, finder, chars_of)
        if marked and text.find("\n", marked, word.start) < 0:
            marks[marked : word.start] = marks[marked - 1 : marked] * (word.start - marked)
        for part, home in parts:
            if home:
                contents[home // _MOST_CELLS - 1][home % _MOST_CELLS].append(part)
                mark = min(home // _MOST_CELLS, 255)
                marks[part.start : part.start + len(part.text)] = bytes([mark]) * len(part.text)
        marked = word.start + len(word.text)
    return contents, bytes(marks)


class _Finder:
    """Finds the lattice and cell of a point, as one number."""

    def __init__(self, lattices: Sequence[Cells]) -> None:
        self._lattices = lattices
        self._known = [
            (number * _MOST_CELLS, *cells.bbox, cells.xs, cells.ys, cells.owners())
            for number, cells in enumerate(lattices, 1)
        ]

    def at(self, x: float, y: float) -> int:
        for number, left, up, right, down, xs, ys, fields in self._known:
            if left < x < right and up < y < down:
                return number + fields[bisect_right(ys, y) - 1][bisect_right(xs, x) - 1]
        return _OUTSIDE

    def box(self, home: int) -> Box | None:
        return self._lattices[home // _MOST_CELLS - 1].cells[home % _MOST_CELLS].bbox if home else None


def _homes(word: Glyph, finder: _Finder, chars_of: Callable[[int, int], list[Glyph]]) -> Sequence[tuple[Glyph, int]]:
    """The word with its cell, or its characters with theirs."""
    text, x0, top, x1, bottom, _, start = word
    half, y = (x1 - x0) / (2 * len(text)), (top + bottom) / 2
    home = finder.at(x0 + half, y)
    if len(text) == 1 or home == finder.at(x1 - half, y):
        return ((word, home),)
    chars = chars_of(start, start + len(text))
    homes = [finder.at((char.x0 + char.x1) / 2, (char.top + char.bottom) / 2) for char in chars]
    if any(_astride(finder, *pair) for pair in pairwise(zip(chars, homes, strict=True))):
        middle = (x0 + x1) / 2
        whole = next((home for char, home in zip(chars, homes, strict=True) if char.x1 >= middle), home)
        return ((word, whole), *_touching(chars, homes, whole))
    return tuple(zip(chars, homes, strict=True))


def _touching(chars: Sequence[Glyph], homes: Sequence[int], whole: int) -> Iterator[tuple[Glyph, int]]:
    """Digits that words too long for their cell touch in another: with the sign before them, so that they are no figure.

    They may be that cell's own figure, or the end of the words. Left out, the cell would look empty.
    """
    before, running = "", False
    for char, home in zip(chars, homes, strict=True):
        sign = before if before not in _IN_NUMBERS and not before.isdecimal() else ""
        running = char.text.isdecimal() and (running or bool(sign))
        if running and home not in (whole, _OUTSIDE):
            yield char._replace(text=sign + char.text), home
        before = char.text


def _astride(finder: _Finder, before: tuple[Glyph, int], after: tuple[Glyph, int]) -> bool:
    """Whether one of two neighbours in different cells lies across the line between them.

    Words of two cells may follow each other without a gap, but then no character lies on the line;
    else it is one word too long for its cell, and its ends would change other cells' figures.
    """
    (one, home), (other, next_home) = before, after
    box, next_box = finder.box(home), finder.box(next_home)
    line = box[2] if box else next_box[0] if next_box else None
    if home == next_home or line is None:
        return False
    return max(one.x1 - line, line - other.x0) > ASTRIDE * (other.x1 - other.x0)
