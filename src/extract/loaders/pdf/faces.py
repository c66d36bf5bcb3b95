"""A face of boxes in place of the machine's fonts, so that a page reads alike on every machine.

PDFium asks the machine for a font that the file does not embed, and leaves out a lone sign for which no glyph was
found: a figure of one full-width digit, the upright 三 of a label. Reading needs no shapes, only that every sign has one.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from pypdfium2 import PdfSysfontBase

FACE = Path(__file__).with_name("boxes.ttf")
"""A font in which every character is one and the same box, and every blank is blank; ``bench/boxes.py`` makes it."""

_HANDLE = 0xB0CE5
_GB2312 = 134
_BUILT_IN = (b"Helvetica", b"Courier", b"Times", b"Symbol", b"ZapfDingbats")
"""The standard fonts, which PDFium brings along; files may leave out their widths, which no box can tell."""


@contextmanager
def boxes_for_missing_faces() -> Iterator[None]:
    """Until the end of the block PDFium takes a box for each sign of a font that the file does not embed.

    Afterwards the machine's fonts are there again, for whoever draws pages in the same process.
    """
    faces = _installed()
    faces.reading += 1
    try:
        yield
    finally:
        faces.reading -= 1


class _Faces(PdfSysfontBase):
    """PDFium's way to the machine's fonts, with a face of our own in front while a file is being read."""

    def __init__(self, before: PdfSysfontBase | None) -> None:
        super().__init__(before)
        self.reading = 0

    def MapFont(self, *asked: object) -> object:
        return _box_face(asked[-2]) if self.reading else super().MapFont(*asked)

    def GetFont(self, _: object, name: object) -> object:
        return _box_face(name) if self.reading else super().GetFont(_, name)

    def GetFontData(self, _: object, font: object, table: int, buffer: object, size: int) -> object:
        if font != _HANDLE:
            return super().GetFontData(_, font, table, buffer, size)
        data = _data()
        if table:  # PDFium asks whether it is a collection, then for the whole file
            return 0
        if size >= len(data):
            ctypes.memmove(buffer, data, len(data))  # type: ignore[arg-type]
        return len(data)

    def GetFaceName(self, _: object, font: object, buffer: object, size: int) -> object:
        return 0 if font == _HANDLE else super().GetFaceName(_, font, buffer, size)

    def GetFontCharset(self, _: object, font: object) -> object:
        return _GB2312 if font == _HANDLE else super().GetFontCharset(_, font)

    def DeleteFont(self, _: object, font: object) -> None:
        if font != _HANDLE:
            super().DeleteFont(_, font)


def _box_face(name: object) -> int | None:
    called = ctypes.cast(name, ctypes.c_char_p).value or b""  # type: ignore[arg-type]
    return None if called.startswith(_BUILT_IN) else _HANDLE


@cache
def _data() -> bytes:
    return FACE.read_bytes()


def _installed() -> _Faces:
    now = PdfSysfontBase.SINGLETON
    if isinstance(now, _Faces):
        return now
    faces = _Faces(now)
    faces.setup(reusable=True)
    return faces
