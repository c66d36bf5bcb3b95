"""Frame: how the coordinates that PDFium stores become those in which a page is read, or shown."""

from collections.abc import Iterable
from dataclasses import dataclass

from extract.document import Box


@dataclass(frozen=True, slots=True)
class Frame:
    """How a page's stored coordinates become reading coordinates, and those the displayed page's."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int = 0
    view: int = 0

    @property
    def height(self) -> float:
        """The page's height in the reading frame."""
        return self.right - self.left if self.turn in (90, 270) else self.top - self.bottom

    @property
    def width(self) -> float:
        """The page's width in the reading frame."""
        return self.top - self.bottom if self.turn in (90, 270) else self.right - self.left

    def place(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A stored rectangle as a box of the reading frame."""
        return self._turned(self.turn, left, bottom, right, top)

    def shown(self, box: Box) -> Box:
        """A box of the reading frame as a box of the page as it is displayed."""
        if self.turn == self.view:
            return box
        x0, top, x1, bottom = box
        if self.turn == 0:
            stored = (self.left + x0, self.top - bottom, self.left + x1, self.top - top)
        elif self.turn == 90:
            stored = (self.left + top, self.bottom + x0, self.left + bottom, self.bottom + x1)
        elif self.turn == 180:
            stored = (self.right - x1, self.bottom + top, self.right - x0, self.bottom + bottom)
        else:
            stored = (self.right - bottom, self.top - x1, self.right - top, self.top - x0)
        return self._turned(self.view, *stored)

    def _turned(self, turn: int, left: float, bottom: float, right: float, top: float) -> Box:
        if turn == 0:
            return (left - self.left, self.top - top, right - self.left, self.top - bottom)
        if turn == 90:
            return (bottom - self.bottom, left - self.left, top - self.bottom, right - self.left)
        if turn == 180:
            return (self.right - right, bottom - self.bottom, self.right - left, top - self.bottom)
        return (self.top - top, self.right - right, self.top - bottom, self.right - left)

    def place_all(self, rectangles: Iterable[Box]) -> list[Box]:
        """Stored rectangles (left, bottom, right, top) as boxes of the reading frame."""
        if self.turn:
            return [self.place(*rectangle) for rectangle in rectangles]
        x, y = self.left, self.top
        return [(left - x, y - top, right - x, y - bottom) for left, bottom, right, top in rectangles]
