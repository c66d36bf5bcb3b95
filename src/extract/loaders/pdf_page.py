"""PdfPage: an open page of PDFium, which hands out its plain text and its characters with their boxes.

PDFium measures from the lower left corner of the page as stored. Everything here leaves in a
*reading frame*: points from the top left corner, turned so that the text stands upright,
whatever ``/Rotate`` or the producer's own matrix says.
"""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple, NoReturn

from extract.document import Box
from extract.errors import Encrypted, TooLarge, Unreadable
from extract.loaders.pdf_drawing import Drawing, read_drawing
from extract.loaders.pdf_faces import boxes_for_missing_faces
from extract.loaders.pdf_frame import Frame
from extract.loaders.pdf_handles import HANDLE, INT, handle_of, pdfium, plain

MAX_PAGES = 2_000
MAX_CHARACTERS = 1_000_000

HYPHEN = "\ufffe"
"""What PDFium writes for a hyphen that ends a line; no line end follows it."""

LINE = re.compile(rf"[^\r\n{HYPHEN}]+{HYPHEN}?")
"""A line of the page's text as PDFium ends it."""

_JOINED = re.compile(rb"%%EOF\s*%PDF-\d")
_WORD = re.compile(rf"[^\r\n\0 {HYPHEN}]+|{HYPHEN}")
_ANGLE_SAMPLES = 15

_loose_box = plain(pdfium.FPDFText_GetLooseCharBox, INT, INT, HANDLE)
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


@dataclass(frozen=True, slots=True)
class OpenPdf:
    """An open document: PDFium's handle, and how many pages it has."""

    handle: object
    pages: int


@contextmanager
def open_pdf(data: bytes) -> Iterator[OpenPdf]:
    """The opened document, closed at the end of the block.

    Raises Encrypted, Unreadable or TooLarge, with what was tried and what to do.
    """
    if b"%PDF-" not in data[:1024]:
        raise Unreadable(
            f"Not a PDF: no %PDF- header in the first 1024 of {len(data)} bytes. "
            "Check that the file was downloaded whole and that its extension does not lie."
        )
    handle = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    try:
        pages = pdfium.FPDF_GetPageCount(handle) if handle else 0
        if pages < 1:
            _refuse(pdfium.FPDF_GetLastError())
        _refuse_broken(handle, pages, data)
        with boxes_for_missing_faces():
            yield OpenPdf(handle, pages)
    finally:
        if handle:
            pdfium.FPDF_CloseDocument(handle)


def _refuse(code: int) -> NoReturn:
    if code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        raise Encrypted("The PDF asks for a password (tried: none). Save a copy without protection and read that.")
    raise Unreadable(
        f"PDFium could not open the PDF (its error {code}): the page tree is damaged or cut off. "
        "Download it again, or print it to a new PDF from a viewer that still opens it."
    )


def _refuse_broken(handle: object, pages: int, data: bytes) -> None:
    if pages > MAX_PAGES:
        raise TooLarge(f"The PDF has {pages} pages, over the limit of {MAX_PAGES}. Split the volume into its reports.")
    if _JOINED.search(data):
        raise Unreadable(
            "Two PDFs stand one behind the other in this file, and programs differ in which they show. "
            "Cut them apart, or print the one that is meant to a new PDF."
        )
    # A table of objects rebuilt by PDFium is fine when the file is whole, but in a cut file the
    # fonts and pages after the cut are lost and the rest may decode to wrong characters.
    if b"%%EOF" not in data[-2048:] and not pdfium.FPDF_DocumentHasValidCrossReferenceTable(handle):
        raise Unreadable(
            f"The PDF breaks off after {len(data)} bytes: its object table and %%EOF are missing. Download it again."
        )


@contextmanager
def open_page(document: OpenPdf, index: int) -> Iterator["PdfPage"]:
    """One page by 0-based index, closed at the end of the block; Unreadable where PDFium cannot load it."""
    page = pdfium.FPDF_LoadPage(document.handle, index)
    if not page:
        raise Unreadable(f"PDFium could not load page {index + 1}; the file is damaged there.")
    try:
        text_page = pdfium.FPDFText_LoadPage(page)
        if not text_page:
            raise Unreadable(f"PDFium could not read page {index + 1}; the file is damaged there.")
        try:
            yield PdfPage(page, text_page)
        finally:
            pdfium.FPDFText_ClosePage(text_page)
    finally:
        pdfium.FPDF_ClosePage(page)


class PdfPage:
    """An open page; usable only inside ``open_page``."""

    def __init__(self, page: object, text_page: object) -> None:
        self._page = page
        self._text_page = text_page
        self._rect = pdfium.FS_RECTF()
        self._count = max(0, pdfium.FPDFText_CountChars(text_page))
        if self._count > MAX_CHARACTERS:
            raise TooLarge(f"A page holds {self._count} characters, over the limit of {MAX_CHARACTERS}.")
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
            return text
        # PDFium leaves characters without Unicode out of its text: ask for each, so indices stay true.
        codes = (pdfium.FPDFText_GetUnicode(self._text_page, i) for i in range(self._count))
        return "".join(_character(code) for code in codes)

    def _read_frame(self) -> Frame:
        rect = self._rect
        pdfium.FPDF_GetPageBoundingBox(self._page, rect)
        view = 90 * (pdfium.FPDFPage_GetRotation(self._page) % 4)
        return Frame(rect.left, rect.bottom, rect.right, rect.top, self._text_turn(view), view)

    def _text_turn(self, view: int) -> int:
        """The turn in which most sampled characters stand upright; the page's own where none tells."""
        marks = [i for i in range(0, self._count, max(1, self._count // _ANGLE_SAMPLES)) if self.text[i] > " "]
        angles = Counter(
            90 * round(-math.degrees(pdfium.FPDFText_GetCharAngle(self._text_page, i)) / 90) % 360 for i in marks
        )
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
        out: list[Glyph] = []
        for line in LINE.finditer(text):
            wanted = False
            for match in _WORD.finditer(text, *line.span()):
                start, end = match.span()
                box_at(page, start, rect_at)
                left, top, right, bottom = rect
                if end - start > 1:
                    box_at(page, end - 1, rect_at)
                    if rect[1] < bottom and match[0].isdigit():  # no line end seen between figures in one cell
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


def _float_cells(count: int) -> tuple[list[float], int]:
    """C floats that read like a list, and their address."""
    cells = (ctypes.c_float * count)()
    return cells, ctypes.addressof(cells)  # type: ignore[return-value]


def _character(code: int) -> str:
    """What PDFium answers for one character: 0 where the font tells no Unicode, 2 for a line-end hyphen."""
    if code == 2:
        return HYPHEN
    return chr(code) if code < 0xD800 or 0xE000 <= code < 0x110000 else "\ufffd"
