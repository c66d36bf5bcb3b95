"""Fonts that a PDF does not embed: a reading is the same whatever fonts the machine has, and takes none away."""

from collections.abc import Iterator

import pypdfium2
import pytest
from bench.boxes import box_face
from pypdfium2 import PdfSysfontBase
from tests.loaders.test_pdf_paper import Box, Pen, Sheet, applications, draw_sheet, known, paper, read, sheet_of

from extract.loaders.pdf.faces import FACE
from extract.loaders.pdf.loader import load

LONE = Sheet(
    (70, 150, 230, 310), (100.0, 130.0, 160.0), tuple(Box(t, i // 3, i % 3) for i, t in enumerate("三０５、－〇"))
)
"""Cells of one sign each, in a font that is not embedded."""


class BareMachine(PdfSysfontBase):
    """A machine without any font; ``asked`` counts how often PDFium wanted one of it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def MapFont(self, *_: object) -> None:
        self.asked += 1

    def GetFont(self, *_: object) -> None:
        self.asked += 1


@pytest.fixture
def bare() -> Iterator[BareMachine]:
    machine = BareMachine()
    machine.setup(reusable=True)
    yield machine
    to_true_fonts()


def to_true_fonts() -> None:
    """PDFium finds the fonts that this machine really has."""
    if PdfSysfontBase.SINGLETON is not None:
        PdfSysfontBase.SINGLETON.close(reusable=True)


def drawn(sheet: Sheet) -> bytes:
    def page(c: Pen) -> None:
        draw_sheet(c, sheet)

    return paper(page)


def signs(data: bytes) -> int:
    """How many characters PDFium sees on the first page by itself."""
    document = pypdfium2.PdfDocument(data)
    seen: int = document[0].get_textpage().count_chars()
    document.close()
    return seen


def test_lone_signs_are_read_on_a_machine_without_fonts(bare: BareMachine) -> None:
    data = drawn(LONE)
    assert signs(data) == 0  # this is what they are lost to
    (table,) = load(data).tables
    assert read(table) == known(LONE.boxes)


def test_a_grid_is_read_with_and_without_the_fonts_of_the_machine(bare: BareMachine) -> None:
    data = drawn(sheet_of(applications()))
    without = load(data)
    assert read(without.tables[0]) == known(applications())
    to_true_fonts()
    assert load(data) == without


def test_the_machine_is_asked_again_after_the_reading(bare: BareMachine) -> None:
    data = drawn(LONE)
    load(data)
    assert not bare.asked
    signs(data)
    assert bare.asked


def test_the_face_is_the_one_that_its_script_makes() -> None:
    assert FACE.read_bytes() == box_face()
