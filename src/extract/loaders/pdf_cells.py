"""Chars to cells: which cell of a ruled table each character stands in."""

from bisect import bisect_right
from collections.abc import Sequence

from extract.document import Box
from extract.loaders.pdf_lattice import Cells
from extract.loaders.pdf_page import Glyph

ASTRIDE = 0.12
"""A character reaching this part of its width over a line is set across it."""

_OUTSIDE = 0
_MOST_CELLS = 1 << 20


def chars_to_cells(
    text: str, glyphs: Sequence[Glyph | None], lattices: Sequence[Cells]
) -> tuple[list[list[list[Glyph]]], bytes]:
    """For each lattice and cell the characters that stand in it; and a mark for each character.

    A character stands where its middle does, but a word too long for its cell stays whole. The mark
    is 0 outside all lattices, else the lattice's number from 1 (255 at most). What has no box takes
    the mark of the character before it on its line.
    """
    homes, broken = _homes(text, glyphs, lattices)
    for index in broken:
        _keep_whole(index, homes, glyphs, lattices)
    contents: list[list[list[Glyph]]] = [[[] for _ in cells.cells] for cells in lattices]
    for glyph, home in zip(glyphs, homes, strict=True):
        if home and glyph is not None:
            contents[home // _MOST_CELLS - 1][home % _MOST_CELLS].append(glyph)
    return contents, bytes(min(home // _MOST_CELLS, 255) for home in homes)


def _homes(text: str, glyphs: Sequence[Glyph | None], lattices: Sequence[Cells]) -> tuple[list[int], list[int]]:
    """Each character's lattice and cell as one number, and where the cell changes within a word."""
    known = [
        (number * _MOST_CELLS, *cells.bbox, cells.xs, cells.ys, cells.owners())
        for number, cells in enumerate(lattices, 1)
    ]
    homes: list[int] = []
    broken: list[int] = []
    home = _OUTSIDE
    for index, glyph in enumerate(glyphs):
        if glyph is not None:
            _, x0, top, x1, bottom, spaced = glyph
            x, y = (x0 + x1) / 2, (top + bottom) / 2
            before, home = home, _OUTSIDE
            for number, left, up, right, down, xs, ys, fields in known:
                if left < x < right and up < y < down:
                    home = number + fields[bisect_right(ys, y) - 1][bisect_right(xs, x) - 1]
                    break
            if home != before and not spaced:
                broken.append(index)
        elif text[index] == "\n":
            home = _OUTSIDE
        homes.append(home)
    return homes, broken


def _keep_whole(index: int, homes: list[int], glyphs: Sequence[Glyph | None], lattices: Sequence[Cells]) -> None:
    """Give a word whose cell changes at ``index`` to the cell of its middle, if it is set across the line.

    Words of two cells may follow each other without a gap, but then no character lies on the line.
    """
    before, after = glyphs[index - 1], glyphs[index]
    box = _box(homes[index - 1], lattices) or _box(homes[index], lattices)
    if before is None or after is None or box is None:
        return
    line = box[2] if homes[index - 1] else box[0]
    over = max(before.x1 - line, line - after.x0)
    if over <= ASTRIDE * (after.x1 - after.x0) or after.top > before.bottom or before.top > after.bottom:
        return
    start, end = index, index + 1
    while start > 0 and _goes_on(glyphs[start], glyphs[start - 1]):
        start -= 1
    while end < len(glyphs) and _goes_on(glyphs[end], glyphs[end - 1]):
        end += 1
    first, last = glyphs[start], glyphs[end - 1]
    if first is not None and last is not None:
        middle = (first.x0 + last.x1) / 2
        inner = (i for i in range(start, end) if (g := glyphs[i]) and g.x0 <= middle <= g.x1)
        home = homes[next(inner, index)]
        homes[start:end] = [home] * (end - start)


def _goes_on(glyph: Glyph | None, before: Glyph | None) -> bool:
    """Whether a character belongs to the word of the one before it."""
    if glyph is None or before is None or glyph.spaced or glyph.char.isspace() or before.char.isspace():
        return False
    return -0.5 < (glyph.x0 - before.x1) / (glyph.bottom - glyph.top) < 0.5


def _box(home: int, lattices: Sequence[Cells]) -> Box | None:
    return lattices[home // _MOST_CELLS - 1].cells[home % _MOST_CELLS].bbox if home else None
