"""hidden_texts(page): what is written on a page and cannot be seen: white on white, transparent, or drawn unseen.

Templates leave such digits beside the figures. Text that is white on a field or a picture is seen, and text laid unseen
over a picture is what the picture shows; where nothing tells, a text counts as seen.
"""

import ctypes
from collections.abc import Iterable, Sequence

from extract.document import Box
from extract.loaders.pdf.handles import HANDLE, INT, handle_of, pdfium, plain

WHITE = 250
"""A colour none of whose parts is less than this, of 255, is white."""

_MOST = 0.5
"""Where more than this part of a page's texts seem unseen, it is their colours that are not understood."""

_NEARLY = 0.3
_SCALE = 1.5  # pixels a point
_MOST_PIXELS = 2000  # on the longer side

_UNSEEN_MODES = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_OUTLINED = (pdfium.FPDF_TEXTRENDERMODE_STROKE, pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE,
             pdfium.FPDF_TEXTRENDERMODE_STROKE_CLIP, pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE_CLIP)  # fmt: skip

_page_size = plain(pdfium.FPDFPage_CountObjects, INT)
_page_object = plain(pdfium.FPDFPage_GetObject, HANDLE, INT)
_kind = plain(pdfium.FPDFPageObj_GetType, INT)
_bounds = plain(pdfium.FPDFPageObj_GetBounds, INT, HANDLE, HANDLE, HANDLE, HANDLE)
_fill = plain(pdfium.FPDFPageObj_GetFillColor, INT, HANDLE, HANDLE, HANDLE, HANDLE)
_text_mode = plain(pdfium.FPDFTextObj_GetTextRenderMode, INT)
_set_active = plain(pdfium.FPDFPageObj_SetIsActive, INT, INT)


class Sight:
    """Tells which texts of a page may be unseen; its C variables are made once."""

    def __init__(self) -> None:
        self._colour = (ctypes.c_uint * 4)()
        self._colour_at = [ctypes.addressof(self._colour) + 4 * i for i in range(4)]

    def is_faint(self, text: int, mode: int) -> bool:
        """Whether a text object may be unseen: drawn so, transparent, or white on whatever ground."""
        if mode in _UNSEEN_MODES:
            return True
        colour, (red, green, blue, alpha) = self._colour, self._colour_at
        # asked of every text object of every page, and nearly all are dark
        may_be = _fill(text, red, green, blue, alpha) and (colour[0] >= WHITE or not colour[3])
        return bool(may_be) and mode not in _OUTLINED and (not colour[3] or min(colour[:3]) >= WHITE)

    def is_unseen(self, text: int, mode: int) -> bool:
        """Whether a faint text object leaves no trace on any ground."""
        return mode in _UNSEEN_MODES or bool(_fill(text, *self._colour_at) and self._colour[3] == 0)


def hidden_texts(page: object) -> frozenset[int]:
    """The handles of the text objects of an open page that cannot be seen; those inside forms count as seen."""
    sight, parent = Sight(), handle_of(page)
    items = [_page_object(parent, index) for index in range(max(0, _page_size(parent)))]
    texts = {item: _text_mode(item) for item in items if _kind(item) == pdfium.FPDF_PAGEOBJ_TEXT}
    faint = {item: _box(item) for item, mode in texts.items() if sight.is_faint(item, mode)}
    paths = {item for item in items if _kind(item) == pdfium.FPDF_PAGEOBJ_PATH}
    # what pictures, shades and forms show is not looked at: what stands over or under them counts as seen
    shown = [_box(item) for item in items if item not in paths and item not in texts]
    # of the same words printed twice over, as a shadow is, PDFium gives the first alone
    seen = [_box(item) for item in texts if item not in faint]
    alone = {
        item: box
        for item, box in faint.items()
        if not _over(box, shown) and not any(_lie_together(box, o) for o in seen)
    }
    if not alone or len(alone) > _MOST * len(texts):
        return frozenset()
    hidden = {item for item in alone if sight.is_unseen(item, texts[item])}
    white = {item: box for item, box in alone.items() if item not in hidden}
    return frozenset(hidden | (_blank(page, white, [item for item in items if item not in paths]) if white else set()))


def _box(item: int) -> Box:
    """An object's stored bounds: left, bottom, right, top."""
    bounds = (ctypes.c_float * 4)()
    _bounds(item, *(ctypes.addressof(bounds) + 4 * i for i in range(4)))
    return bounds[0], bounds[1], bounds[2], bounds[3]


def _lie_together(one: Box, other: Box) -> bool:
    """Whether two texts are of one size and in one place, as the same words are that are printed twice over."""
    width, height = one[2] - one[0], one[3] - one[1]
    wide, high = other[2] - other[0], other[3] - other[1]
    alike = abs(width - wide) < _NEARLY * width and abs(height - high) < _NEARLY * height
    return alike and abs(one[0] - other[0]) < width and abs(one[1] - other[1]) < _NEARLY * height


def _over(text: Box, grounds: Sequence[Box]) -> bool:
    left, bottom, right, top = text
    return any(box[0] < right and left < box[2] and box[1] < top and bottom < box[3] for box in grounds)


def _blank(page: object, white: dict[int, Box], others: Iterable[int]) -> set[int]:
    """Those of the white texts that leave the page white where they stand, drawn with its fields and lines alone.

    Only a drawing tells the colour of a shaded field, or of words in a colour that PDFium does not know and calls white.
    """
    away = [item for item in others if item not in white]
    for item in away:
        _set_active(item, 0)
    try:
        return _white_boxes(page, white)
    finally:
        for item in away:
            _set_active(item, 1)


def _white_boxes(page: object, boxes: dict[int, Box]) -> set[int]:
    size = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    scale = min(_SCALE, _MOST_PIXELS / max(*size, 1))
    width, height = (max(1, round(scale * side)) for side in size)
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, None, 0)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_ANNOT)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    x, y = ctypes.c_int(), ctypes.c_int()
    found = set()
    for item, (left, bottom, right, top) in boxes.items():
        # the middle half of the height: borders stand close above and below
        low, high = bottom + (top - bottom) / 4, top - (top - bottom) / 4
        corners = []
        for corner in ((left, low), (right, high)):
            pdfium.FPDF_PageToDevice(page, 0, 0, width, height, 0, *corner, x, y)
            corners.append((x.value, y.value))
        (xa, ya), (xb, yb) = corners
        rows = range(max(0, min(ya, yb)), min(height, max(ya, yb) + 1))
        cut = slice(max(0, min(xa, xb)), max(xa, xb) + 1)
        lines = [pixels[row * stride : row * stride + width][cut] for row in rows]
        if lines and all(line and min(line) >= WHITE for line in lines):
            found.add(item)
    return found
