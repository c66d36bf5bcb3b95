"""Drawing: the straight pieces that may be ruling lines, and the pictures, of a page as PDFium holds them."""

import ctypes
import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from extract.document import Box
from extract.errors import TooLarge
from extract.loaders.pdf.frame import Frame
from extract.loaders.pdf.handles import HANDLE, INT, CFunction, handle_of, pdfium, plain
from extract.loaders.pdf.hidden import Sight, is_patch

THICKEST_LINE = 3.5
"""A drawn box thinner than this (points) is a line, not a field; thick borders are 3 points."""

SLANT = 0.09
"""What rises or leans by more than this part of its length, five degrees, is slanted."""

MAX_OBJECTS = 200_000
_SEGMENTS_PER_OBJECT = 4
"""A path of more segments than a box has counts as several objects."""

_MAX_FORM_DEPTH = 8
_RECTANGLE_SEGMENTS = 5
_LINE_SEGMENTS = 2
_QUICK = (_LINE_SEGMENTS, _RECTANGLE_SEGMENTS)
_EXACT = 0.002
_NEARLY = 0.5
"""A segment that rises or leans by less is level or upright."""

_LINE_TO = pdfium.FPDF_SEGMENT_LINETO
_CORNERS = struct.Struct("17f").unpack
_BOUNDS = struct.Struct("4f24x7f").unpack
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_page_size = plain(pdfium.FPDFPage_CountObjects, INT)
_page_object = plain(pdfium.FPDFPage_GetObject, HANDLE, INT)
_form_size = plain(pdfium.FPDFFormObj_CountObjects, INT)
_form_object = plain(pdfium.FPDFFormObj_GetObject, HANDLE, ctypes.c_ulong)
_kind = plain(pdfium.FPDFPageObj_GetType, INT)
_object_bounds = plain(pdfium.FPDFPageObj_GetBounds, INT, HANDLE, HANDLE, HANDLE, HANDLE)
_object_matrix = plain(pdfium.FPDFPageObj_GetMatrix, INT, HANDLE)
_path_mode = plain(pdfium.FPDFPath_GetDrawMode, INT, HANDLE, HANDLE)
_path_size = plain(pdfium.FPDFPath_CountSegments, INT)
_text_mode = plain(pdfium.FPDFTextObj_GetTextRenderMode, INT)
_stroke_width = plain(pdfium.FPDFPageObj_GetStrokeWidth, INT, HANDLE)
_path_segment = plain(pdfium.FPDFPath_GetPathSegment, HANDLE, INT)
_segment_kind = plain(pdfium.FPDFPathSegment_GetType, INT)
_segment_point = plain(pdfium.FPDFPathSegment_GetPoint, INT, HANDLE, HANDLE)
_segment_closes = plain(pdfium.FPDFPathSegment_GetClose, INT)

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn on a page beside text: ``pieces`` are thin boxes, ``pictures`` and ``objects`` counts.

    ``slanted`` says that some text may be written across the page, ``invisible`` that most text is laid unseen
    over an image, as recognition by machine does, ``faint`` that some is white or unseen, on whatever ground, or that a
    field is filled after it.
    """

    pieces: tuple[Box, ...]
    pictures: int
    objects: int
    slanted: bool = False
    invisible: bool = False
    faint: bool = False


def read_drawing(page: object, frame: Frame) -> Drawing:
    """Walk a page's objects and its forms; the boxes are those of the reading frame.

    Raises TooLarge beyond MAX_OBJECTS objects, forms counted as often as they are drawn.
    """
    walk = _Walk()
    pieces = walk.pieces(handle_of(page), _page_size, _page_object, 0)
    invisible = bool(walk.pictures) and 2 * walk.unseen > walk.texts
    return Drawing(tuple(frame.place_all(pieces)), walk.pictures, walk.objects, walk.slanted, invisible, walk.faint)


def is_slanted(across: float, up: float) -> bool:
    """Whether a direction is neither level nor upright; a scanned page may be some degrees askew."""
    across, up = abs(across), abs(up)
    return min(across, up) > SLANT * max(across, up)


class _Walk:
    """One page's walk: its counts, and the C variables that PDFium answers into, made once."""

    def __init__(self) -> None:
        self.objects = 0
        self.pictures = self.texts = self.unseen = 0
        self.slanted = self.faint = False
        self._sight = Sight()
        self._mode = (ctypes.c_int * 2)()
        self._bounds = (ctypes.c_float * 4)()
        self._mode_at = [ctypes.addressof(self._mode) + 4 * i for i in range(2)]
        self._bounds_at = [ctypes.addressof(self._bounds) + 4 * i for i in range(4)]
        self._values = (ctypes.c_float * 17)()  # bounds or five points, a matrix and a thickness
        self._at = [ctypes.addressof(self._values) + 4 * i for i in range(17)]

    def pieces(self, parent: int, count: CFunction, get: CFunction, depth: int) -> list[Box]:
        """Thin stored rectangles (left, bottom, right, top) of paths, those in forms moved to the page."""
        found = max(0, count(parent))
        self.objects += found
        self._refuse_plan()
        text, path = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH
        out: list[Box] = []
        for item in [get(parent, index) for index in range(found)]:
            kind = _kind(item)
            if kind == text:
                self.texts += 1
                mode = _text_mode(item)
                self.unseen += mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
                self.faint = self.faint or self._sight.is_faint(item, mode)
                self.slanted = self.slanted or self._leans(item)
                continue
            if kind == path:
                out.extend(self._path_pieces(item))
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self.pictures += 1
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_FORM_DEPTH:
                self.slanted = self.slanted or self._leans(item)
                inner = self.pieces(item, _form_size, _form_object, depth + 1)
                matrix = _matrix(item) if inner else _IDENTITY
                out.extend(_moved_box(piece, matrix) for piece in inner)
        return out

    def _leans(self, item: int) -> bool:
        _object_matrix(item, self._at[0])
        up = self._values[1]
        return up != 0 and is_slanted(self._values[0], up)

    def _refuse_plan(self) -> None:
        if self.objects > MAX_OBJECTS:
            raise TooLarge(
                f"有一页画了超过 {MAX_OBJECTS:,} 个对象，应是图纸；请只打印报告部分",
                f"A page draws over {MAX_OBJECTS:,} objects; it is a plan or a drawing. Print only the report.",
            )

    def _path_pieces(self, path: int) -> list[Box]:
        """A path's bounds where they tell all, as those of a filled box; else its segments one by one."""
        _path_mode(path, *self._mode_at)
        fill, stroke = self._mode
        if not stroke and not fill:
            return []
        if not stroke:
            _object_bounds(path, *self._bounds_at)
            left, bottom, right, top = self._bounds
            if right - left <= THICKEST_LINE or top - bottom <= THICKEST_LINE:
                return [(left, bottom, right, top)]
        # a field that is filled after a text may lie over it
        self.faint = self.faint or bool(fill and self.texts and is_patch(path))
        segments = _path_size(path)
        self.objects += segments // _SEGMENTS_PER_OBJECT
        self._refuse_plan()
        if not stroke and segments <= _RECTANGLE_SEGMENTS:
            return []
        if stroke and segments in _QUICK:
            pieces = self._line(path) if segments == _LINE_SEGMENTS else self._rectangle(path)
            if pieces:
                return pieces
        matrix = _matrix(path)
        runs = ([_moved(p, matrix) for p in run] for run in _subpaths(path, segments, straight=bool(stroke)))
        if not stroke:
            return [box for box in map(_around, runs) if _is_thin(box)]
        _stroke_width(path, self._bounds_at[0])
        half = self._bounds[0] * math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2])) / 2
        return [piece for run in runs for piece in _straight(run, half)]

    def _line(self, path: int) -> list[Box]:
        """A level or upright stroke from one point to another, as most borders are; nothing for any other.

        PDFium's bounds are wider than such a stroke by its thickness on every side, and where they are, they tell
        where it lies in half the calls that its points take.
        """
        at = self._at
        _object_bounds(path, at[0], at[1], at[2], at[3])
        _object_matrix(path, at[10])
        _stroke_width(path, at[16])
        # all at once: to take floats out of C one by one costs more than the calls
        left, bottom, right, top, a, b, c, d, _, _, width = _BOUNDS(self._values)
        if b or c or width <= 0:
            return []
        wide, high = abs(a) * width, abs(d) * width
        half = math.sqrt(wide * high) / 2
        if -_EXACT < right - left - 2 * wide < _EXACT:
            x = (left + right) / 2
            return [(x - half, bottom + high, x + half, top - high)]
        if -_EXACT < top - bottom - 2 * high < _EXACT:
            y = (bottom + top) / 2
            return [(left + wide, y - half, right - wide, y + half)]
        return []

    def _rectangle(self, path: int) -> list[Box]:
        """The four sides of a stroked upright box that closes where it began; nothing for any other shape."""
        at = self._at
        segments = [_path_segment(path, index) for index in range(_RECTANGLE_SEGMENTS)]
        for index, segment in enumerate(segments):
            _segment_point(segment, at[2 * index], at[2 * index + 1])
        _object_matrix(path, at[10])
        _stroke_width(path, at[16])
        xa, ya, xb, yb, xc, yc, xd, yd, xe, ye, a, b, c, d, e, f, width = _CORNERS(self._values)
        level_first = ya == yb and xb == xc and yc == yd and xd == xa
        upright_first = xa == xb and yb == yc and xc == xd and yd == ya
        wide, high = abs(a * (xa - xc)), abs(d * (ya - yc))
        if not (level_first or upright_first) or (xa, ya) != (xe, ye) or b or c or min(wide, high) < _NEARLY:
            return []
        if _segment_kind(segments[2]) != _LINE_TO or _segment_kind(segments[3]) != _LINE_TO:
            return []
        left, bottom, half = min(a * xa, a * xc) + e, min(d * ya, d * yc) + f, width * math.sqrt(abs(a * d)) / 2
        right, top = left + wide, bottom + high
        return [
            (left, bottom - half, right, bottom + half), (right - half, bottom, right + half, top),
            (left, top - half, right, top + half), (left - half, bottom, left + half, top),
        ]  # fmt: skip


def _is_thin(box: Box) -> bool:
    return box[2] - box[0] <= THICKEST_LINE or box[3] - box[1] <= THICKEST_LINE


def _straight(points: list[Point], half: float) -> Iterator[Box]:
    """The upright and level segments of a stroked line in its thickness; slanted ones rule nothing."""
    for (xa, ya), (xb, yb) in pairwise(points):
        if abs(xa - xb) < _NEARLY:
            yield min(xa, xb) - half, min(ya, yb), max(xa, xb) + half, max(ya, yb)
        elif abs(ya - yb) < _NEARLY:
            yield min(xa, xb), min(ya, yb) - half, max(xa, xb), max(ya, yb) + half


def _subpaths(path: int, segments: int, *, straight: bool) -> Iterator[list[Point]]:
    """Runs of segments, closed ones back to their first point; a curve ends a run that must be straight."""
    point = (ctypes.c_float * 2)()
    x_at, y_at = ctypes.addressof(point), ctypes.addressof(point) + 4
    run: list[Point] = []
    for index in range(segments):
        segment = _path_segment(path, index)
        kind = _segment_kind(segment)
        _segment_point(segment, x_at, y_at)
        if run and (kind == pdfium.FPDF_SEGMENT_MOVETO or (straight and kind != pdfium.FPDF_SEGMENT_LINETO)):
            yield run
            run = []
        run.append((point[0], point[1]))
        if _segment_closes(segment):
            run.append(run[0])
    if run:
        yield run


def _matrix(item: int) -> Matrix:
    raw = pdfium.FS_MATRIX()
    _object_matrix(item, ctypes.addressof(raw))
    return (raw.a, raw.b, raw.c, raw.d, raw.e, raw.f)


def _moved(point: Point, matrix: Matrix) -> Point:
    x, y = point
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)


def _moved_box(box: Box, matrix: Matrix) -> Box:
    return _around([_moved(box[:2], matrix), _moved(box[2:], matrix)])


def _around(points: list[Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs), min(ys), max(xs), max(ys))
