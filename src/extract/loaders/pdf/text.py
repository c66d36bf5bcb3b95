"""Text by position: characters become rows, columns of vertical writing, and the lines of a page."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from operator import attrgetter, itemgetter
from typing import NamedTuple

from extract.document import Box
from extract.loaders.pdf.page import HYPHEN, LINE, Glyph

SAME_ROW = 0.5
"""Two boxes stand in one row when they share this part of the lower one's height."""

NARROWEST_SPACE = 0.12
"""Where PDFium saw a space, the gap must be at least this part of the character's height."""

PRINTED_TWICE = 0.3
"""The same character again within this part of its width is bold type made by printing twice."""

SMALLER = 0.8
"""A digit less high than this part of its neighbour's height is a note's number."""

OVERPRINTED = 0.1
"""A digit that begins within this part of its height from where another begins is printed over it."""

SMALL_DIGITS = dict(zip(map(ord, "0123456789"), "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True))

_LEFT = itemgetter(1)


class Run(NamedTuple):
    """A piece of text on one line, with its box in the reading frame."""

    text: str
    bbox: Box


def chars_to_text(glyphs: Sequence[Glyph]) -> str:
    """One cell's characters, in the order PDFium gave them, as text with its line breaks.

    Rows are read top down and left to right; where the characters follow each other downwards in
    more than one column, the columns are read from the right, as vertical writing is.
    """
    if len(glyphs) == 1:
        return glyphs[0].text.strip()
    rows = glyphs_to_rows(glyphs)
    if len(rows) > 2 and max(map(len, rows)) > 1 and _runs_downwards(glyphs):
        return "\n".join("".join(glyph.text for glyph in column) for column in _columns(glyphs))
    lines = (row_to_text(row).strip() for row in rows)
    return "\n".join(line for line in lines if line)


def glyphs_to_rows(glyphs: Sequence[Glyph], share: float = SAME_ROW) -> list[list[Glyph]]:
    """Characters (at least one) grouped by their height on the page, each row from left to right."""
    tops = [glyph.top for glyph in glyphs]
    if max(tops) - min(tops) < 0.25 * (glyphs[0].bottom - tops[0]):  # nearly all cells hold one row
        return [sorted(glyphs, key=_LEFT)]
    rows: list[list[Glyph]] = []
    top = bottom = 0.0
    for glyph in sorted(glyphs, key=_middle):
        shared = min(bottom, glyph.bottom) - max(top, glyph.top)
        if rows and shared >= share * min(bottom - top, glyph.bottom - glyph.top):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            top, bottom = glyph.top, glyph.bottom
    for row in rows:
        row.sort(key=_LEFT)
    return rows


def _middle(glyph: Glyph) -> float:
    return glyph[2] + glyph[4]


def row_to_text(row: Sequence[Glyph]) -> str:
    """A row's characters with a space at each gap, and without what bold type printed twice.

    Figures printed one over another are two figures, with a space between them, not one of more digits.
    """
    out = [row[0].text]
    before = row[0]
    for glyph in row[1:]:
        if is_twice(before, glyph):
            continue
        gap = glyph.x0 - before.x1
        height = glyph.bottom - glyph.top
        wide = gap > height or (glyph.spaced and gap > NARROWEST_SPACE * height)
        smaller = is_smaller(glyph, before)
        apart = _is_overprinted(before, glyph, height) or is_smaller(before, glyph)
        if (wide and " " not in (before.text, glyph.text)) or apart:
            out.append(" ")
        out.append(glyph.text.translate(SMALL_DIGITS) if smaller else glyph.text)
        before = glyph
    return "".join(out)


def is_smaller(glyph: Glyph, beside: Glyph) -> bool:
    """Whether these are small digits beside a figure's own: set higher or lower, they are no part of it."""
    both = glyph.text.isdecimal() and beside.text.isdecimal()
    return both and glyph.bottom - glyph.top < SMALLER * (beside.bottom - beside.top)


def is_twice(before: Glyph, glyph: Glyph) -> bool:
    """Whether this is the one before it again, which is how some producers make bold type."""
    return glyph.text == before.text and glyph.x0 - before.x0 < PRINTED_TWICE * (glyph.x1 - glyph.x0) / len(glyph.text)


def _is_overprinted(before: Glyph, glyph: Glyph, height: float) -> bool:
    """Whether digits begin no further right than the last digit of those before them.

    Boxes may be wider than their signs and overlap in any type; where a sign begins is certain.
    """
    last = before.x0 + (before.x1 - before.x0) * (1 - 1 / len(before.text))
    return glyph.x0 < last + OVERPRINTED * height and glyph.text.isdecimal() and before.text.isdecimal()


def _runs_downwards(glyphs: Sequence[Glyph]) -> bool:
    """Whether most characters stand straight below the one before them, each on a line of its own."""
    down = 0
    for before, glyph in pairwise(glyphs):
        if len(before.text) + len(glyph.text) > 2:
            continue
        aside = abs(glyph.x0 + glyph.x1 - before.x0 - before.x1) / 2
        down += aside < 0.3 * (glyph.x1 - glyph.x0) and glyph.top > before.top
    return down >= 0.6 * (len(glyphs) - 1)


def _columns(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    columns: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: -g.x0 - g.x1):
        last = columns[-1][0] if columns else None
        if last and abs(glyph.x0 + glyph.x1 - last.x0 - last.x1) / 2 < 0.5 * (last.x1 - last.x0):
            columns[-1].append(glyph)
        else:
            columns.append([glyph])
    for column in columns:
        column.sort(key=attrgetter("top"))
    return columns


def text_to_runs(text: str, box_of: Callable[[int], Box], marks: bytes = b"", wanted: int = 0) -> list[Run]:
    """PDFium's own lines; their boxes are told by their first and last characters alone, which is cheap.

    With ``marks``, one byte a character, only characters with the wanted mark are read: a line is cut
    where others stand. Characters that PDFium made up take the mark of the one before them.
    """
    runs = []
    for match in LINE.finditer(text):
        for start, end in _marked(marks, wanted, *match.span()) if marks else (match.span(),):
            line = text[start:end].strip("\0 \t\u3000\xa0")
            if line:
                first = text.index(line, start)
                boxes = (box_of(first), box_of(first + len(line) - 1))
                runs.append(Run(line.replace("\0", "").replace(HYPHEN, "-"), _around(boxes)))
    return runs


def _marked(marks: bytes, wanted: int, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches from ``start`` to ``end`` in which every mark is the wanted one."""
    wanted_here = marks.count(wanted, start, end)
    if wanted_here in (0, end - start):
        if wanted_here:
            yield start, end
        return
    begin = start
    for index in range(start, end + 1):
        if index == end or marks[index] != wanted:
            if index > begin:
                yield begin, index
            begin = index + 1


def runs_to_lines(runs: Iterable[Run]) -> list[Run]:
    """Runs side by side on one line joined left to right, all lines from the top down."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run.bbox[1] + run.bbox[3]):
        if rows and all(_stand_beside(run.bbox, other.bbox) for other in rows[-1]):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [_joined(sorted(row, key=lambda run: run.bbox[0])) for row in rows]


def _stand_beside(one: Box, other: Box) -> bool:
    shared = min(one[3], other[3]) - max(one[1], other[1])
    low = min(one[3] - one[1], other[3] - other[1])
    return shared >= SAME_ROW * low and (one[0] >= other[2] - 0.2 * low or other[0] >= one[2] - 0.2 * low)


def _joined(row: Sequence[Run]) -> Run:
    if len(row) == 1:
        return row[0]
    text = row[0].text
    for before, run in pairwise(row):
        gap = run.bbox[0] - before.bbox[2]
        text += (" " if gap > 0.2 * (run.bbox[3] - run.bbox[1]) else "") + run.text
    return Run(text, _around([run.bbox for run in row]))


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(map(itemgetter(0), boxes)),
        min(map(itemgetter(1), boxes)),
        max(map(itemgetter(2), boxes)),
        max(map(itemgetter(3), boxes)),
    )
