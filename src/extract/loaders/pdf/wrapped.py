"""Figures wider than their cell, which word processors break over two or more lines."""

import re
from collections.abc import Sequence
from itertools import pairwise

from extract.document import Box
from extract.loaders.pdf.page import Glyph
from extract.loaders.pdf.text import glyphs_to_rows

WIDEST_PADDING = 6.0
"""No word processor leaves more beside a cell's text (points) unless told to; Word leaves 5.4."""

CLOSEST_LINES = 1.6
"""Lines of one figure follow each other within this many times their height."""

ROUNDING = 0.5

_LINES = re.compile(r"\d[\d.,]*(?:\n[\d.,]+)+")
_FIGURE = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
_MARK = 0.5  # the width of a point or comma, in digits


def may_be_wrapped(text: str) -> bool:
    """Whether a cell's text is lines of digits, with a point or commas among them, that together are one figure.

    >>> may_be_wrapped("109\\n5"), may_be_wrapped("109"), may_be_wrapped("一\\n5")
    (True, False, False)
    >>> may_be_wrapped("1094.3\\n26"), may_be_wrapped("10.94\\n3.26"), may_be_wrapped("1,0\\n94")
    (True, False, True)
    """
    return _LINES.fullmatch(text) is not None and _FIGURE.fullmatch(text.replace("\n", "")) is not None


def padding(cells: Sequence[tuple[Box, Sequence[Glyph]]]) -> float:
    """The space that a table's texts (with their cells' boxes) keep from the left side of their cells."""
    gaps = [min(glyph.x0 for glyph in glyphs) - box[0] for box, glyphs in cells if glyphs]
    return max(0.0, min([*gaps, WIDEST_PADDING]))


def fills_cell(glyphs: Sequence[Glyph], box: Box, spare: float) -> bool:
    """Whether the last line of a cell's figure leaves no room for one more digit."""
    row = glyphs_to_rows(glyphs)[-1]
    left, right = row[0].x0, row[-1].x1
    digit = (right - left) / sum(len(glyph.text) for glyph in row)
    return right - left + digit > box[2] - box[0] - 2 * spare - ROUNDING


def wrapped_figure(glyphs: Sequence[Glyph], box: Box, spare: float) -> str | None:
    """The figure whose lines these are, or None where they may be several figures.

    A line is broken only where the next digit had no room: every line but the last fills the cell, apart from
    its padding (``spare``, on either side), to within one digit.
    """
    rows = glyphs_to_rows(glyphs)
    room = box[2] - box[0] - 2 * spare
    for row, below in pairwise(rows):
        left, right = row[0].x0, row[-1].x1
        signs = "".join(glyph.text for glyph in row)
        marks = sum(map(signs.count, ".,"))
        digit = (right - left) / (len(signs) - marks + _MARK * marks)
        height = row[0].bottom - row[0].top
        if right - left + digit <= room - ROUNDING or below[0].top - row[0].top > CLOSEST_LINES * height:
            return None
    return "".join(glyph.text for row in rows for glyph in row)
