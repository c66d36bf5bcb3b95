"""PdfPage: an open page of PDFium, which hands out its plain text and its characters with their boxes.

PDFium measures from the lower left corner of the page as stored. Everything here leaves in a
*reading frame*: points from the top left corner, turned so that the text stands upright,
whatever ``/Rotate`` or the producer's own matrix says.
"""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from extract.document import Box
from extract.errors import TooLarge
from extract.loaders.pdf.drawing import Drawing, is_slanted, read_drawing
from extract.loaders.pdf.frame import Frame
from extract.loaders.pdf.handles import HANDLE, INT, handle_of, pdfium, plain
from extract.loaders.pdf.hidden import hidden_texts

MAX_CHARACTERS = 1_000_000

HYPHEN = "\ufffe"
"""What PDFium writes for a hyphen that ends a line; no line end follows it."""

LOST = "\ufffd"
"""What stands for a sign of which the font does not tell what it is."""

LINE = re.compile(rf"[^\r\n{HYPHEN}]+{HYPHEN}?")
"""A line of the page's text as PDFium ends it."""

_WORD = re.compile(rf"[^\r\n\0 {HYPHEN}]+|{HYPHEN}")
_GUESSED = re.compile(rf"[\d{HYPHEN}]|[\t\n\r ](?![^\W\d_])")
_MAY_BE_LOST = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f]")
_UNTOLD = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f]+(?![^\W\d_\0-\x1f])")
_ANGLE_SAMPLES = 15

_loose_box = plain(pdfium.FPDFText_GetLooseCharBox, INT, INT, HANDLE)
_has_no_unicode = plain(pdfium.FPDFText_HasUnicodeMapError, INT, INT)
_text_object = plain(pdfium.FPDFText_GetTextObject, HANDLE, INT)
_is_generated = plain(pdfium.FPDFText_IsGenerated, INT, INT)


class Glyph(NamedTuple):
    """A character, or a word of several without a blank, with its loose box in the reading frame.

    ``spaced`` is True where PDFium saw a gap before it, or a line begins with it; ``start`` is its
    index in the page's text.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    spaced: bool
    start: int = 0


_FEW_ASKEW = 12
"""Digits that are no watermark, which would have letters or go over the whole page."""


class PdfPage:
    """An open page; usable only inside ``open_page`` of ``pdf_open``."""

    def __init__(self, page: object, text_page: object) -> None:
        self._page = page
        self._text_page = text_page
        self._rect = pdfium.FS_RECTF()
        self._count = max(0, pdfium.FPDFText_CountChars(text_page))
        if self._count > MAX_CHARACTERS:
            raise TooLarge(
                f"有一页多达 {self._count:,} 个字，上限为 {MAX_CHARACTERS:,}；请打开核对，只打印报告部分",
                f"A page holds {self._count:,} characters, over the limit of {MAX_CHARACTERS:,}. Look at it, and print only "
                "the report.",
            )
        self.text = self._read_text()
        self.frame = self._read_frame()

    def _read_text(self) -> str:
        """The page's text, one UTF-16 unit a PDFium character, so that offsets are character indices."""
        if not self._count:
            return ""
        buffer = (ctypes.c_ushort * (self._count + 1))()
        written = pdfium.FPDFText_GetText(self._text_page, 0, self._count, buffer)
        text = bytes(buffer)[: max(0, written - 1) * 2].decode("utf-16-le", "replace")
        if len(text) == self._count:
            return self._with_lost(text)
        # PDFium leaves characters without Unicode out of its text: ask for each, so indices stay true.
        codes = (pdfium.FPDFText_GetUnicode(self._text_page, i) for i in range(self._count))
        return self._with_lost("".join(_character(code) for code in codes))

    def _with_lost(self, text: str) -> str:
        """The text with LOST for digits and blanks that PDFium guesses from their codes, and for signs it knows nothing of.

        A font that does not tell which characters it draws may number them as it likes. Before a letter such a sign is a
        mere gap, or the bullet of a list; elsewhere it may be of a figure, and its cell is not empty.
        """
        page = handle_of(self._text_page)
        guessed = [at for at in map(re.Match.start, _GUESSED.finditer(text)) if _has_no_unicode(page, at) == 1]
        if guessed:
            signs = list(text)
            for at in guessed:
                signs[at] = LOST
            text = "".join(signs)
        return _UNTOLD.sub(lambda match: LOST * len(match[0]), text) if _MAY_BE_LOST.search(text) else text

    def leave_out_slanted(self) -> bool:
        """Forget what is written across the page, as watermarks and round seals are: their figures would pass for others.

        Whether there is such text. A few digits alone are none: a figure that stands askew is one of the grid.
        """
        across = {index for index, sign in enumerate(self.text) if sign > " " and self._is_across(index, sign)}
        if len(across) <= _FEW_ASKEW and all(self.text[index].isdecimal() for index in across):
            return False
        self.text = "".join("\n" if index in across else sign for index, sign in enumerate(self.text))
        return True

    def leave_out_hidden(self) -> bool:
        """Forget what is written on the page and cannot be seen; whether there is such text."""
        page = handle_of(self._text_page)
        owners = [_text_object(page, index) if sign > " " else 0 for index, sign in enumerate(self.text)]
        hidden = hidden_texts(self._page, frozenset(owners))
        if not hidden:
            return False
        self.text = "".join("\n" if owner in hidden else sign for owner, sign in zip(owners, self.text, strict=True))
        return True

    def _is_across(self, index: int, sign: str) -> bool:
        """Whether a sign is slanted, or a digit on its side among slanted ones."""
        angle = pdfium.FPDFText_GetCharAngle(self._text_page, index)
        on_its_side = sign.isdigit() and _turn(angle) != self.frame.turn
        return on_its_side or is_slanted(math.cos(angle), math.sin(angle))

    def _read_frame(self) -> Frame:
        rect = self._rect
        pdfium.FPDF_GetPageBoundingBox(self._page, rect)
        view = 90 * (pdfium.FPDFPage_GetRotation(self._page) % 4)
        return Frame(rect.left, rect.bottom, rect.right, rect.top, self._text_turn(view), view)

    def _text_turn(self, view: int) -> int:
        """The turn in which most sampled characters stand upright; the page's own where none tells."""
        marks = [i for i in range(0, self._count, max(1, self._count // _ANGLE_SAMPLES)) if self.text[i] > " "]
        angles = Counter(_turn(pdfium.FPDFText_GetCharAngle(self._text_page, i)) for i in marks)
        return angles.most_common(1)[0][0] if angles else view

    def box_of(self, index: int) -> Box:
        """The loose box of one character: tight ones put punctuation on lines of their own."""
        rect = self._rect
        pdfium.FPDFText_GetLooseCharBox(self._text_page, index, rect)
        return self.frame.place(rect.left, rect.bottom, rect.right, rect.top)

    def words(self, heights: Sequence[tuple[float, float]]) -> list[Glyph]:
        """The words on lines at the given heights (top, bottom), boxed by their first and last characters.

        This is the hottest loop of all: upright pages are placed right here.
        """
        text, box_at, frame = self.text, _loose_box, self.frame
        page, (rect, rect_at) = handle_of(self._text_page), _float_cells(4)
        upright, x_left, y_top, new = frame.turn == 0, frame.left, frame.top, tuple.__new__
        level = frame.turn in (0, 180)
        out: list[Glyph] = []
        for line in LINE.finditer(text):
            wanted = False
            for match in _WORD.finditer(text, *line.span()):
                start, end = match.span()
                box_at(page, start, rect_at)
                left, top, right, bottom = rect
                if end - start > 1:
                    box_at(page, end - 1, rect_at)
                    # no line end seen between figures in one cell, or a note's small number behind a figure
                    if match[0].isdigit() and (rect[1] < bottom or _differ(rect, (left, top, right, bottom), level)):
                        out.extend(self.glyphs(start, end))
                        continue
                    left, top = min(left, rect[0]), max(top, rect[1])
                    right, bottom = max(right, rect[2]), min(bottom, rect[3])
                box = (left - x_left, y_top - top, right - x_left, y_top - bottom)
                if not upright:
                    box = frame.place(left, bottom, right, top)
                _, up, _, down = box
                if not wanted and not any(a - (down - up) < (up + down) / 2 < b + down - up for a, b in heights):
                    break
                wanted = True
                out.append(new(Glyph, (match[0], *box, True, start)))
        return self._with_upright(out)

    def glyphs(self, start: int = 0, end: int | None = None) -> list[Glyph]:
        """The characters of a stretch of ``text`` one by one, without the spaces that PDFium made up."""
        text, place = self.text, self.frame.place
        page, (rect, rect_at) = handle_of(self._text_page), _float_cells(4)
        out: list[Glyph] = []
        spaced = True
        for index in range(start, len(text) if end is None else end):
            char = text[index]
            if char <= " " and (char != " " or _is_generated(page, index) == 1):
                spaced = True
                continue
            _loose_box(page, index, rect_at)
            left, top, right, bottom = rect
            out.append(Glyph(char.replace(HYPHEN, "-"), *place(left, bottom, right, top), spaced, index))
            spaced = False
        return self._with_upright(out)

    def _with_upright(self, glyphs: list[Glyph]) -> list[Glyph]:
        """Correct the boxes of vertical writing, which PDFium gives in the font's size before any scaling.

        Only square boxes straight under each other can be such, so few characters are asked again.
        """
        doubtful: set[int] = set()
        before, x_before = -1, math.inf
        for index, (_, x0, top, x1, bottom, _, _) in enumerate(glyphs):
            if -0.01 < x1 - x0 - bottom + top < 0.01:
                if -0.5 < x0 - x_before < 0.5:
                    doubtful |= {before, index}
                before, x_before = index, x0
        for index in doubtful:
            glyph = glyphs[index]
            box = self._upright_box(glyph.start)
            if box is not None:
                glyphs[index] = Glyph(glyph.text, *box, glyph.spaced, glyph.start)
        return glyphs

    def _upright_box(self, index: int) -> Box | None:
        """The box of a character set in vertical writing and scaled, from its origin; None for others."""
        handle, rect, matrix = self._text_page, self._rect, pdfium.FS_MATRIX()
        size = pdfium.FPDFText_GetFontSize(handle, index)
        pdfium.FPDFText_GetLooseCharBox(handle, index, rect)
        pdfium.FPDFText_GetMatrix(handle, index, matrix)
        scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
        if abs(rect.right - rect.left - size) > 0.01 * size or abs(scale - 1) < 0.01:
            return None
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(handle, index, x, y)
        em = size * scale
        return self.frame.place(x.value, y.value - 0.12 * em, x.value + em, y.value + 0.88 * em)

    def drawing(self) -> Drawing:
        """The page's lines and pictures, in the reading frame."""
        return read_drawing(self._page, self.frame)


def _differ(one: Sequence[float], other: Sequence[float], level: bool) -> bool:
    """Whether two stored boxes (left, top, right, bottom) of signs on a level or upright line are not equally high."""
    heights = [abs(box[1] - box[3]) if level else abs(box[2] - box[0]) for box in (one, other)]
    return max(heights) - min(heights) > 0.01 * max(heights)


def _turn(angle: float) -> int:
    """An angle of PDFium's as the nearest turn of a page."""
    return 90 * round(-math.degrees(angle) / 90) % 360


def _float_cells(count: int) -> tuple[list[float], int]:
    """C floats that read like a list, and their address."""
    cells = (ctypes.c_float * count)()
    return cells, ctypes.addressof(cells)  # type: ignore[return-value]


def _character(code: int) -> str:
    """What PDFium answers for one character: 0 where the font tells no Unicode, 2 for a line-end hyphen."""
    if code == 2:
        return HYPHEN
    return chr(code) if code < 0xD800 or 0xE000 <= code < 0x110000 else "\ufffd"
