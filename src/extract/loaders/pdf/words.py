"""Words by position: what a table without lines has instead of cells."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extract.document import Box, Table, TableCell
from extract.forms.fold import simplify
from extract.forms.values import read_value
from extract.loaders.pdf.page import Glyph
from extract.loaders.pdf.scan import PageScan
from extract.loaders.pdf.text import SMALL_DIGITS, glyphs_to_rows, is_smaller, is_twice

WORD_GAP = 0.3
"""A gap of this part of the character's height ends a word."""

SAME_WORD_ROW = 0.7
"""As SAME_ROW, but stricter: figures may stand half a line lower than their label."""

SQUAREST = 0.69
_FIRST_WIDE = "\u2e80"

_NUMBER = re.compile(r"\d{1,2}[.．、]|[（(][一二三四五六七][）)]|[一二三四]、")
FIGURE = re.compile(r"[-−–—+＋]|[-−–—+＋减增]?[\d０-９][\d０-９.,，．]*(?:万元|元|件)?[⁰¹²³⁴⁵⁶⁷⁸⁹]*")


class Word(NamedTuple):
    """Characters without a gap; ``page`` is the page's index in the document."""

    text: str
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    glyphs: tuple[Glyph, ...] = ()

    @property
    def name(self) -> str:
        """The text in simplified characters, as the forms write theirs."""
        return simplify(self.text)

    @property
    def box(self) -> Box:
        """The word's box in the reading frame."""
        return self[2:6]

    @property
    def x(self) -> float:
        """The middle from left to right."""
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        """The middle from the document's first page downwards, pages far apart."""
        return self.page * 100_000 + (self.top + self.bottom) / 2

    @property
    def figure(self) -> bool:
        """Whether the word is a value, or says that there is none."""
        return FIGURE.fullmatch(self.text) is not None or read_value(self.text).kind == "not_applicable"


class WordRow(NamedTuple):
    """The words on one line of a page, from left to right."""

    words: tuple[Word, ...]

    @property
    def name(self) -> str:
        """The words without anything between them, in simplified characters."""
        return "".join(word.name for word in self.words)

    @property
    def page(self) -> int:
        """The index of the row's page."""
        return self.words[0].page

    @property
    def top(self) -> float:
        """The upper edge on its page."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """The lower edge on its page."""
        return max(word.bottom for word in self.words)


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """A table read by position, and the bands (page index, upper and lower edge) that its text stood in."""

    table: Table
    bands: tuple[tuple[int, float, float], ...]

    def covers(self, page: int, box: Box) -> bool:
        """Whether a line of the page (by index) was read as part of this table."""
        middle = (box[1] + box[3]) / 2
        return any(page == index and top <= middle <= bottom for index, top, bottom in self.bands)


def place_table(
    cells: Sequence[TableCell], columns: int, rows: Sequence[WordRow], scans: Sequence[PageScan]
) -> PlacedTable:
    """A table without lines, made of these cells and of the words in these rows."""
    bands = tuple(
        (page, min(row.top for row in here), max(row.bottom for row in here))
        for page in sorted({row.page for row in rows})
        for here in [[row for row in rows if row.page == page]]
    )
    ordered = tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
    height = max(cell.row + cell.row_span for cell in cells)
    table = Table(ordered, height, columns, number=0, page=scans[bands[0][0]].number, ruled=False)
    return PlacedTable(table, bands)


def cell_of(
    text: str,
    words: Sequence[Word],
    scans: Sequence[PageScan],
    at: tuple[int, int],
    spans: tuple[int, int] = (1, 1),
) -> TableCell:
    """A cell at (row, column) over (rows, columns); its place is that of its words on their first page."""
    if not words:
        return TableCell(text, *at, *spans)
    here = [word for word in words if word.page == words[0].page]
    box = (
        min(word.x0 for word in here),
        min(word.top for word in here),
        max(word.x1 for word in here),
        max(word.bottom for word in here),
    )
    scan = scans[words[0].page]
    return TableCell(text, *at, *spans, page=scan.number, bbox=scan.frame.shown(box))


def scan_to_rows(scan: PageScan, index: int) -> list[WordRow]:
    """The words of a page outside ruled tables, without what was taken for page furniture."""
    # a line's box is that of its first and last characters, which may be flat: 一 … ”
    kept = [g for g in scan.glyphs if any(line.bbox[1] <= g.bottom and g.top <= line.bbox[3] for line in scan.lines)]
    rows = glyphs_to_rows(_levelled(kept), SAME_WORD_ROW) if kept else []
    found = (glyphs_to_words(row, index) for row in rows)
    return [WordRow(tuple(words)) for words in found if words]


def _levelled(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Characters printed on end get the height of the first of them, so that no row can part them."""
    out: list[Glyph] = []
    for glyph in glyphs:
        squared, last = _squared(glyph), out[-1] if out else None
        on_end = last is not None and not glyph.spaced and glyph.start == last.start + 1 and not is_smaller(glyph, last)
        if (
            last is not None
            and on_end
            and abs(squared.top + squared.bottom - last.top - last.bottom) < (last.bottom - last.top)
        ):
            squared = squared._replace(top=last.top, bottom=last.bottom)
        out.append(squared)
    return out


def _squared(glyph: Glyph) -> Glyph:
    """A Chinese character in a box about as high as wide.

    Where a font is not in the file PDFium takes another's heights, and tall boxes of a label's two
    lines would both reach the figures printed between them.
    """
    height = glyph.bottom - glyph.top
    spare = height - max(glyph.x1 - glyph.x0, SQUAREST * height)
    if spare <= 0 or glyph.text < _FIRST_WIDE:
        return glyph
    return glyph._replace(top=glyph.top + spare / 2, bottom=glyph.bottom - spare / 2)


def glyphs_to_words(row: Sequence[Glyph], page: int) -> list[Word]:
    """One row's characters as words; blanks are gaps, and 总 计 is one word however wide it is set."""
    words: list[Word] = []
    for sign in row:
        if sign.text.isspace():
            continue
        last = words[-1] if words else None
        if last is not None and is_twice(last.glyphs[-1], sign):
            continue
        small = last is not None and is_smaller(sign, last.glyphs[-1])
        glyph = sign._replace(text=sign.text.translate(SMALL_DIGITS)) if small else sign
        if last is not None and is_smaller(last.glyphs[-1], glyph):
            last = None
        wide = WORD_GAP if last is None else _allowed_gap(last.text, glyph.text)
        if last is not None and glyph.x0 - last.x1 <= wide * (glyph.bottom - glyph.top):
            top, bottom = min(last.top, glyph.top), max(last.bottom, glyph.bottom)
            words[-1] = Word(last.text + glyph.text, page, last.x0, top, glyph.x1, bottom, (*last.glyphs, glyph))
        else:
            words.append(Word(glyph.text, page, glyph.x0, glyph.top, glyph.x1, glyph.bottom, (glyph,)))
    return words


def parted(row: WordRow, names: Iterable[str]) -> WordRow:
    """The row with each of these names a word of its own, though it be printed without a gap to its neighbours."""
    words = row.words
    for name in names:
        words = tuple(part for word in words for part in _off(word, name))
    return WordRow(words)


def _off(word: Word, name: str) -> Iterator[Word]:
    """The word, or the name in it and what stands before and behind it."""
    at = word.name.find(name)
    if at < 0 or word.name == name or len(word.glyphs) != len(word.text):
        yield word
        return
    for glyphs in (word.glyphs[:at], word.glyphs[at : at + len(name)], word.glyphs[at + len(name) :]):
        if glyphs:
            yield word_of(glyphs, word.page)


def word_of(glyphs: Sequence[Glyph], page: int) -> Word:
    """Characters of one row as one word."""
    top, bottom = min(glyph.top for glyph in glyphs), max(glyph.bottom for glyph in glyphs)
    text = "".join(glyph.text for glyph in glyphs)
    return Word(text, page, glyphs[0].x0, top, glyphs[-1].x1, bottom, tuple(glyphs))


def _allowed_gap(text: str, char: str) -> float:
    """How wide a gap may be, in heights, before it ends a word: wider after a number, and within 总计."""
    if text + char in ("总计", "合计"):
        return 1.5
    return 1.0 if _NUMBER.fullmatch(text) and not char.isdigit() else WORD_GAP
