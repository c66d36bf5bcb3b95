"""hidden_texts(page): what is written on a page and cannot be seen: white on white, transparent, drawn unseen or over.

Templates leave such digits beside the figures, and editors of PDF cover a figure before they write another. Text that is
white on a field or a picture is seen, and text laid unseen over a picture is what the picture shows; where nothing
tells, a text counts as seen.
"""

import ctypes
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import contextmanager

from extract.document import Box
from extract.loaders.pdf.handles import HANDLE, INT, handle_of, pdfium, plain

WHITE = 250
"""A colour none of whose parts is less than this, of 255, is white."""

_MOST = 0.5
"""Where more than this part of a page's texts seem unseen, it is their colours that are not understood."""

_NEARLY = 0.3
_THINNEST_PATCH = 4.0  # points: thicker than any ruling line
_SCALE = 1.5  # pixels a point
_MOST_PIXELS = 2000  # on the longer side

_BAND = 20.0
_BANDS = 1000
# what PDFium answers into; it is asked by one thread
_MODE = (ctypes.c_int * 2)()
_BOX = (ctypes.c_float * 4)()
_MODE_AT, _BOX_AT = ctypes.addressof(_MODE), ctypes.addressof(_BOX)

_UNSEEN_MODES = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_OUTLINED = (pdfium.FPDF_TEXTRENDERMODE_STROKE, pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE,
             pdfium.FPDF_TEXTRENDERMODE_STROKE_CLIP, pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE_CLIP)  # fmt: skip

_page_size = plain(pdfium.FPDFPage_CountObjects, INT)
_page_object = plain(pdfium.FPDFPage_GetObject, HANDLE, INT)
_kind = plain(pdfium.FPDFPageObj_GetType, INT)
_bounds = plain(pdfium.FPDFPageObj_GetBounds, INT, HANDLE, HANDLE, HANDLE, HANDLE)
_fill = plain(pdfium.FPDFPageObj_GetFillColor, INT, HANDLE, HANDLE, HANDLE, HANDLE)
_text_mode = plain(pdfium.FPDFTextObj_GetTextRenderMode, INT)
_path_mode = plain(pdfium.FPDFPath_GetDrawMode, INT, HANDLE, HANDLE)
_is_transparent = plain(pdfium.FPDFPageObj_HasTransparency, INT)
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


def hidden_texts(page: object, given: Container[int]) -> frozenset[int]:
    """The handles of the text objects of an open page that cannot be seen; those inside forms count as seen.

    ``given`` are the objects whose signs PDFium gives: of the same words printed twice over, the first alone.
    """
    sight, parent = Sight(), handle_of(page)
    items = [_page_object(parent, index) for index in range(max(0, _page_size(parent)))]
    texts = {item: _text_mode(item) for item in items if _kind(item) == pdfium.FPDF_PAGEOBJ_TEXT}
    faint = {item: _box(item) for item, mode in texts.items() if sight.is_faint(item, mode)}
    paths = {item for item in items if _kind(item) == pdfium.FPDF_PAGEOBJ_PATH}
    covered = _covered(page, items, texts, paths)
    # a figure that is written again over the box that covers it stands in the text of the covered one
    again = [_box(item) for item in texts if covered and item not in covered and item not in given]
    covered = {item for item in covered if not any(_lie_together(_box(item), box) for box in again)}
    if not faint:
        return frozenset(covered)
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
        return frozenset(covered)
    hidden = {item for item in alone if sight.is_unseen(item, texts[item])}
    white = {item: box for item, box in alone.items() if item not in hidden}
    blank = _blank(page, white, [item for item in items if item not in paths]) if white else set()
    return frozenset(covered | hidden | blank)


def _covered(page: object, items: Sequence[int], texts: Container[int], paths: Container[int]) -> set[int]:
    """The texts under a box that is filled after them, and without which the page looks the same."""
    # from the last object to the first: what is filled so far is filled after the text that is met
    bands: dict[int, list[Box]] = defaultdict(list)
    under: dict[int, Box] = {}
    for item in reversed(items):
        if item in paths and is_patch(item):
            field = _box(item)
            for band in range(max(0, int(field[1] // _BAND)), min(_BANDS, int(field[3] // _BAND) + 1)):
                bands[band].append(field)
        elif bands and item in texts:
            left, bottom, right, top = box = _box(item)
            x, y = (left + right) / 2, (bottom + top) / 2
            if any(a <= x <= c and b <= y <= d for a, b, c, d in bands.get(int(y // _BAND), ())):
                under[item] = box
    if not under:
        return set()
    seen = _Drawn(page)
    with _away(under):
        without = _Drawn(page)
    return {item for item, box in under.items() if seen.cut(box) == without.cut(box)}


def is_patch(path: int) -> bool:
    """Whether a path is a filled box in which a figure may disappear."""
    _path_mode(path, _MODE_AT, _MODE_AT + 4)
    left, bottom, right, top = _box(path) if _MODE[0] else (0.0, 0.0, 0.0, 0.0)
    return min(right - left, top - bottom) > _THINNEST_PATCH and not _is_transparent(path)


def _box(item: int) -> Box:
    """An object's stored bounds: left, bottom, right, top."""
    _bounds(item, _BOX_AT, _BOX_AT + 4, _BOX_AT + 8, _BOX_AT + 12)
    left, bottom, right, top = _BOX
    return left, bottom, right, top


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
    with _away([item for item in others if item not in white]):
        drawn = _Drawn(page)
    found = set()
    for item, (left, bottom, right, top) in white.items():
        # the middle half of the height: borders stand close above and below
        lines = drawn.cut((left, bottom + (top - bottom) / 4, right, top - (top - bottom) / 4))
        if lines and all(line and min(line) >= WHITE for line in lines):
            found.add(item)
    return found


@contextmanager
def _away(items: Iterable[int]) -> Iterator[None]:
    """While this lasts the page is drawn without ``items``."""
    for item in items:
        _set_active(item, 0)
    try:
        yield
    finally:
        for item in items:
            _set_active(item, 1)


class _Drawn:
    """The page in shades of grey, as it is drawn now."""

    def __init__(self, page: object) -> None:
        self._page = page
        size = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        scale = min(_SCALE, _MOST_PIXELS / max(*size, 1))
        self._width, self._height = (max(1, round(scale * side)) for side in size)
        bitmap = pdfium.FPDFBitmap_CreateEx(self._width, self._height, pdfium.FPDFBitmap_Gray, None, 0)
        try:
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, self._width, self._height, 0xFFFFFFFF)
            pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, self._width, self._height, 0, pdfium.FPDF_ANNOT)
            self._stride = pdfium.FPDFBitmap_GetStride(bitmap)
            self._pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), self._stride * self._height)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)

    def cut(self, box: Box) -> list[bytes]:
        """The rows of pixels of a box of the page."""
        (xa, ya), (xb, yb) = (self._place(*corner) for corner in (box[:2], box[2:]))
        rows = range(max(0, min(ya, yb)), min(self._height, max(ya, yb) + 1))
        across = slice(max(0, min(xa, xb)), max(xa, xb) + 1)
        return [self._pixels[row * self._stride : row * self._stride + self._width][across] for row in rows]

    def _place(self, x: float, y: float) -> tuple[int, int]:
        column, row = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(self._page, 0, 0, self._width, self._height, 0, x, y, column, row)
        return column.value, row.value
