"""hidden_texts(page): what is written on a page and cannot be seen: white on white, transparent, or drawn unseen.

Templates leave such digits beside the figures. Text that is white on a field or a picture is seen, and text laid unseen
over a picture is what the picture shows; where nothing tells, a text counts as seen.
"""

import ctypes
from typing import NamedTuple

from extract.document import Box
from extract.loaders.pdf.handles import HANDLE, INT, handle_of, pdfium, plain

THINNEST_FIELD = 3.5
"""What is drawn no wider than this (points) is a line, and no ground for text."""

WHITE = 250
"""A colour none of whose parts is less than this, of 255, is white."""

_MOST = 0.5
"""Where more than this part of a page's texts seem unseen, it is their colours that are not understood."""

_NEARLY = 0.3

_UNSEEN_MODES = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_OUTLINED = (pdfium.FPDF_TEXTRENDERMODE_STROKE, pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE,
             pdfium.FPDF_TEXTRENDERMODE_STROKE_CLIP, pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE_CLIP)  # fmt: skip

_page_size = plain(pdfium.FPDFPage_CountObjects, INT)
_page_object = plain(pdfium.FPDFPage_GetObject, HANDLE, INT)
_kind = plain(pdfium.FPDFPageObj_GetType, INT)
_bounds = plain(pdfium.FPDFPageObj_GetBounds, INT, HANDLE, HANDLE, HANDLE, HANDLE)
_fill = plain(pdfium.FPDFPageObj_GetFillColor, INT, HANDLE, HANDLE, HANDLE, HANDLE)
_stroke = plain(pdfium.FPDFPageObj_GetStrokeColor, INT, HANDLE, HANDLE, HANDLE, HANDLE)
_stroke_width = plain(pdfium.FPDFPageObj_GetStrokeWidth, INT, HANDLE)
_path_mode = plain(pdfium.FPDFPath_GetDrawMode, INT, HANDLE, HANDLE)
_text_mode = plain(pdfium.FPDFTextObj_GetTextRenderMode, INT)


class _Ground(NamedTuple):
    """Something that text may stand on; ``picture`` where text laid unseen over it says what it shows."""

    box: Box
    picture: bool


class Sight:
    """Tells how the objects of a page look; its C variables are made once."""

    def __init__(self) -> None:
        self._colour = (ctypes.c_uint * 4)()
        self._colour_at = [ctypes.addressof(self._colour) + 4 * i for i in range(4)]
        self._floats = (ctypes.c_float * 4)()
        self._floats_at = [ctypes.addressof(self._floats) + 4 * i for i in range(4)]
        self._ints = (ctypes.c_int * 2)()
        self._ints_at = [ctypes.addressof(self._ints) + 4 * i for i in range(2)]

    def is_faint(self, text: int, mode: int) -> bool:
        """Whether a text object may be unseen: drawn so, or white on whatever ground."""
        if mode in _UNSEEN_MODES:
            return True
        colour, (red, green, blue, alpha) = self._colour, self._colour_at
        # asked of every text object of every page, and nearly all are dark
        may_be = _fill(text, red, green, blue, alpha) and (colour[0] >= WHITE or not colour[3])
        return bool(may_be) and self.is_white(text, mode)

    def is_unseen(self, text: int, mode: int) -> bool:
        """Whether a text object leaves no trace on any ground."""
        return mode in _UNSEEN_MODES or (mode not in _OUTLINED and self._alpha(text) == 0)

    def is_white(self, item: int, mode: int = 0) -> bool:
        """Whether an object is filled with white, or with nothing, and has no outline of its own."""
        return mode not in _OUTLINED and bool(_fill(item, *self._colour_at)) and self._white()

    def _alpha(self, item: int) -> int:
        return self._colour[3] if _fill(item, *self._colour_at) else 255

    def _white(self) -> bool:
        red, green, blue, alpha = self._colour
        return alpha == 0 or min(red, green, blue) >= WHITE

    def box(self, item: int) -> Box:
        """An object's stored bounds: left, bottom, right, top."""
        _bounds(item, *self._floats_at)
        left, bottom, right, top = self._floats
        return left, bottom, right, top

    def is_field(self, path: int) -> bool:
        """Whether a path paints something other than white that is broader than a line."""
        _path_mode(path, *self._ints_at)
        fill, stroke = self._ints
        left, bottom, right, top = self.box(path)
        if min(right - left, top - bottom) <= THINNEST_FIELD:
            return False
        if fill and not self.is_white(path):
            return True
        _stroke_width(path, self._floats_at[0])
        broad = bool(stroke) and self._floats[0] > THINNEST_FIELD
        return broad and not (_stroke(path, *self._colour_at) and self._white())


def hidden_texts(page: object) -> frozenset[int]:
    """The handles of the text objects of an open page that cannot be seen; those inside forms count as seen."""
    sight, parent = Sight(), handle_of(page)
    grounds: list[_Ground] = []
    hidden: dict[int, Box] = {}
    unseen: list[int] = []
    seen: list[Box] = []
    for item in [_page_object(parent, index) for index in range(max(0, _page_size(parent)))]:
        kind = _kind(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            mode, box = _text_mode(item), sight.box(item)
            if sight.is_unseen(item, mode):
                unseen.append(item)
            elif sight.is_white(item, mode) and not _over(box, grounds):
                hidden[item] = box
            else:
                seen.append(box)
        elif kind != pdfium.FPDF_PAGEOBJ_PATH or sight.is_field(item):
            grounds.append(_Ground(sight.box(item), kind != pdfium.FPDF_PAGEOBJ_PATH))
    # a picture may be drawn over the words that say what it shows
    pictures = [ground for ground in grounds if ground.picture]
    hidden |= {item: box for item in unseen if not _over(box := sight.box(item), pictures)}
    # of the same words printed twice over, as a shadow is, PDFium gives the first alone
    alone = {item for item, box in hidden.items() if not any(_lie_together(box, other) for other in seen)}
    return frozenset(alone if len(alone) <= _MOST * (len(seen) + len(hidden)) else ())


def _lie_together(one: Box, other: Box) -> bool:
    """Whether two texts are of one size and in one place, as the same words are that are printed twice over."""
    width, height = one[2] - one[0], one[3] - one[1]
    wide, high = other[2] - other[0], other[3] - other[1]
    alike = abs(width - wide) < _NEARLY * width and abs(height - high) < _NEARLY * height
    return alike and abs(one[0] - other[0]) < width and abs(one[1] - other[1]) < _NEARLY * height


def _over(text: Box, grounds: list[_Ground]) -> bool:
    left, bottom, right, top = text
    return any(box[0] < right and left < box[2] and box[1] < top and bottom < box[3] for box, _ in grounds)
