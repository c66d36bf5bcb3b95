"""The page of a PDF on which paragraphs and tables are drawn from top to bottom."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import IO, Protocol, cast

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
LEFT = 60.0
TOP = A4[1] - 60.0
BOTTOM = 60.0
TEXT_WIDTH = A4[0] - 2 * LEFT
LINE = 12.0
_FOOTER_Y = 32.0
_FOOTER_SIZE = 9.0


class Pen(Protocol):
    """What is used of reportlab's canvas, which has no types of its own."""

    def setFont(self, name: str, size: float) -> None:
        """Writes in this font from now on."""

    def drawString(self, x: float, y: float, text: str) -> None:
        """Writes a line."""

    def setFillGray(self, gray: float) -> None:
        """Fills in this gray from now on."""

    def setLineWidth(self, width: float) -> None:
        """Draws lines of this width from now on."""

    def rect(self, x: float, y: float, width: float, height: float, *, stroke: int, fill: int) -> None:
        """Draws a rectangle."""

    def showPage(self) -> None:
        """Ends the page."""

    def save(self) -> None:
        """Writes the file."""


_make_canvas = cast("Callable[..., Pen]", Canvas)
_make_font = cast("Callable[[str], object]", UnicodeCIDFont)
_register_font = cast("Callable[[object], None]", pdfmetrics.registerFont)
_measure = cast("Callable[[str, str, float], float]", pdfmetrics.stringWidth)


def open_canvas(target: IO[bytes]) -> Pen:
    """A canvas of A4 pages that writes the same bytes for the same drawing on any day."""
    _register_font(_make_font(FONT))
    return _make_canvas(target, pagesize=A4, invariant=1)


class Sheet:
    """Where drawing goes on: a canvas and the height `y` that is free below; pages count from 1."""

    def __init__(self, canvas: Pen, footer: str) -> None:
        """`footer` is the form of the page number, "" for none."""
        self.canvas = canvas
        self.footer = footer
        self.page = 1
        self.y = TOP

    def write(self, x: float, y: float, text: str, size: float) -> None:
        """`text` with its baseline at y."""
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, y, text)

    def box(self, x: float, y: float, width: float, height: float) -> None:
        """A shaded, ruled box."""
        self.canvas.setFillGray(0.93)
        self.canvas.rect(x, y, width, height, fill=1, stroke=1)
        self.canvas.setFillGray(0.0)

    def rule(self, x: float, y: float, width: float, height: float) -> None:
        """The outline of a cell."""
        self.canvas.setLineWidth(0.5)
        self.canvas.rect(x, y, width, height, fill=0, stroke=1)

    def new_page(self) -> None:
        """Ends the page with its number."""
        self._number()
        self.canvas.showPage()
        self.page += 1
        self.y = TOP

    def skip_to(self, y: float) -> None:
        """Leaves the page empty down to y."""
        self.y = min(self.y, y)

    def finish(self) -> None:
        """Numbers the last page."""
        self._number()

    def _number(self) -> None:
        if self.footer:
            text = self.footer.format(self.page)
            self.write((A4[0] - text_width(text, _FOOTER_SIZE)) / 2, _FOOTER_Y, text, _FOOTER_SIZE)


@lru_cache(maxsize=20_000)
def text_width(text: str, size: float) -> float:
    """The width of a text in points."""
    return _measure(text, FONT, size)


@lru_cache(maxsize=5_000)
def wrap_points(text: str, width: float, size: float) -> tuple[str, ...]:
    """`text` in lines that are at most `width` points wide; its own line breaks are kept."""
    lines: list[str] = []
    for part in text.split("\n"):
        line = ""
        used = 0.0
        for character in part:
            step = text_width(character, size)
            if line and used + step > width:
                lines.append(line)
                line, used = "", 0.0
            line += character
            used += step
        lines.append(line)
    return tuple(lines)
