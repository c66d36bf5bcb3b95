"""Stacks: figures broken over the lines of a narrow cell, where no ruling line shows how wide the cell is."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from extract.loaders.pdf.columns import Column
from extract.loaders.pdf.words import Word
from extract.loaders.pdf.wrapped import CLOSEST_LINES, may_be_wrapped, wrapped_figure

ALIGNED = 0.6
"""Edges or middles within this (points) are those of one column."""


class _Cells(NamedTuple):
    """Where the text of a column's cells begins, and its middle."""

    left: float
    middle: float


def lines_to_figures(
    rows: Sequence[Mapping[int, Sequence[Word]]], columns: Sequence[Column], spans: Sequence[tuple[int, Word]]
) -> list[dict[int, Word]]:
    """Each row's lines, by column, as one word a cell: as one figure where the cell is full, else with its line breaks."""
    lines: dict[int, list[Word]] = {}
    for row in rows:
        for index, words in row.items():
            lines.setdefault(index, []).extend(words)
    cells = _cells(lines, columns, spans)
    return [{index: _figure(words, cells.get(index)) for index, words in row.items()} for row in rows]


def are_close(lines: Sequence[Word]) -> bool:
    """Whether the lines follow each other as those of one cell do."""
    return all(b.page == a.page and b.y - a.y <= CLOSEST_LINES * (a.bottom - a.top) for a, b in pairwise(lines))


def _figure(lines: Sequence[Word], cells: _Cells | None) -> Word:
    if len(lines) == 1:
        return lines[0]
    glyphs = tuple(glyph for line in lines for glyph in line.glyphs)
    text = "\n".join(line.text for line in lines)
    if cells is not None and may_be_wrapped(text) and are_close(lines):
        # from the left to as far on the other side of the middle
        room = (cells.left, lines[0].top, 2 * cells.middle - cells.left, lines[-1].bottom)
        text = wrapped_figure(glyphs, room, 0.0) or text
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    return Word(text, lines[0].page, left, lines[0].top, right, lines[-1].bottom, glyphs)


def _cells(
    lines: Mapping[int, Sequence[Word]], columns: Sequence[Column], spans: Sequence[tuple[int, Word]]
) -> dict[int, _Cells]:
    """The columns' cells, where names are shown to begin at their left side and figures to stand in their middle.

    Names are, where those over several columns begin above the first of them: set in the middle or on the right they
    would not. Figures are, where all of a column, of different widths, have one middle.
    """
    lefts = [min(word.x0 for word in column.words) for column in columns]
    on_the_left = spans and all(abs(word.x0 - lefts[first]) < ALIGNED for first, word in spans)
    uneven = False
    middles: dict[int, float] = {}
    for index, words in lines.items():
        low, high = min(word.x for word in words), max(word.x for word in words)
        if high - low > ALIGNED:
            return {}
        middles[index] = (low + high) / 2
        widths = [word.x1 - word.x0 for word in words]
        uneven = uneven or max(widths) - min(widths) > 4 * ALIGNED
    if not on_the_left or not uneven:
        return {}
    return {index: _Cells(lefts[index], middle) for index, middle in middles.items()}
