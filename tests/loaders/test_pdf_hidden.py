"""Text that cannot be seen: white on white, transparent, drawn unseen. It is left out, and said so; all other is read."""

import io

import pdfplumber
import pikepdf
import pytest
from PIL import Image
from tests.loaders.test_pdf_paper import (
    A4,
    FONT,
    SIZE,
    Page,
    Pen,
    applications,
    draw_sheet,
    known,
    paper,
    read,
    sheet_of,
    text_at,
)

from extract.loaders.pdf.loader import load
from extract.loaders.pdf.second import tables as second_tables

GRID = applications()
SHEET = sheet_of(GRID)
FIELD = SHEET.xs[4] + 3, SHEET.ys[5] + 14
NOTE = (
    "第 1 页有看不见的文字（如白底白字），未予读取",
    "page 1 has text that cannot be seen (white on white, say), which was left out",
)


def written(c: Pen, text: str, x: float, y: float, *, mode: int = 0, alpha: float = 1) -> None:
    """Writes in a render mode: 3 leaves no trace, 7 only clips."""
    c.saveState()
    c.setFillAlpha(alpha)  # type: ignore[attr-defined]
    pen = c.beginText(x, A4[1] - y)  # type: ignore[attr-defined]
    pen.setFont(FONT, SIZE)
    pen.setTextRenderMode(mode)
    pen.textOut(text)
    c.drawText(pen)  # type: ignore[attr-defined]
    c.restoreState()


def white(c: Pen, text: str, x: float, y: float) -> None:
    c.setFillColorRGB(1, 1, 0.99)
    text_at(c, x, y, text, SIZE)
    c.setFillColorRGB(0, 0, 0)


def on(*drawn: Page) -> bytes:
    def page(c: Pen) -> None:
        for one in drawn:
            one(c)

    return paper(page)


def grid(c: Pen) -> None:
    draw_sheet(c, SHEET)


@pytest.mark.parametrize(
    "unseen",
    [
        lambda c: white(c, "7", *FIELD),
        lambda c: written(c, "7", *FIELD, mode=3),
        lambda c: written(c, "7", *FIELD, mode=7),
        lambda c: written(c, "7", *FIELD, alpha=0),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_digits_that_cannot_be_seen_are_left_out(unseen: Page, *, first: bool) -> None:
    document = load(on(unseen, grid) if first else on(grid, unseen))
    assert read(document.tables[0]) == known(GRID)
    assert document.notes == (NOTE,)


def test_a_stamp_over_the_table_does_not_make_them_seen() -> None:
    def stamp(c: Pen) -> None:
        text_at(c, 90, 400, "供参考", 150)

    assert load(on(grid, stamp, lambda c: white(c, "7", *FIELD))).notes == (NOTE,)


def dark(c: Pen) -> None:
    c.setFillColorRGB(0.1, 0.2, 0.5)
    c.rect(SHEET.xs[4], A4[1] - SHEET.ys[6], 30, SHEET.ys[6] - SHEET.ys[5], stroke=0, fill=1)
    c.setFillColorRGB(0, 0, 0)


def broad_line(c: Pen) -> None:
    y = A4[1] - (SHEET.ys[5] + SHEET.ys[6]) / 2
    c.setLineWidth(18)
    c.line(SHEET.xs[4] + 1, y, SHEET.xs[5] - 1, y)


def picture(c: Pen) -> None:
    c.drawInlineImage(Image.new("L", (8, 8)), SHEET.xs[4], A4[1] - SHEET.ys[6], 30, SHEET.ys[6] - SHEET.ys[5])


@pytest.mark.parametrize("ground", [dark, broad_line, picture])
def test_white_text_on_a_ground_is_seen(ground: Page) -> None:
    document = load(on(ground, grid, lambda c: white(c, "7", *FIELD)))
    assert read(document.tables[0]) != known(GRID)
    assert document.notes == ()


def patch(alpha: float = 1, *, wide: float = 14, shade: float = 1) -> Page:
    """A box over the figure that stands in FIELD, as an editor draws it that corrects one."""

    def drawn(c: Pen) -> None:
        c.saveState()
        c.setFillColorRGB(shade, shade, shade)
        c.setFillAlpha(alpha)  # type: ignore[attr-defined]
        c.rect(FIELD[0] - 2, A4[1] - FIELD[1] - 3, wide, 12, stroke=0, fill=1)
        c.restoreState()

    return drawn


def seven(c: Pen) -> None:
    text_at(c, *FIELD, "7", SIZE)


@pytest.mark.parametrize("cover", [patch(), patch(shade=0.8)])
def test_a_figure_under_a_box_that_is_drawn_later_is_left_out(cover: Page) -> None:
    """It was read together with the one written in its place: 21 for 1."""
    document = load(on(seven, cover, grid))
    assert read(document.tables[0]) == known(GRID)
    assert document.notes == (NOTE,)


@pytest.mark.parametrize("drawn", [(patch(), seven), (seven, patch(alpha=0.3)), (seven, patch(wide=4))])
def test_a_figure_on_a_box_or_shining_through_one_or_half_under_it_is_seen(drawn: tuple[Page, Page]) -> None:
    document = load(on(*drawn, grid))
    assert read(document.tables[0]) != known(GRID)
    assert document.notes == ()


def test_a_figure_that_is_written_again_over_its_cover_stays() -> None:
    """PDFium gives the covered one alone, and the cell would have been blank."""
    once = read(load(on(seven, grid)).tables[0])
    assert once != known(GRID)
    assert read(load(on(seven, patch(), seven, grid)).tables[0]) == once

    def bare(c: Pen) -> None:
        patch(wide=3)(c)
        c.setFillColorRGB(1, 1, 1)
        c.rect(0, 0, 595, 842, stroke=0, fill=1)
        c.setFillColorRGB(0, 0, 0)

    assert read(load(on(grid, seven, bare, grid, seven)).tables[0]) == once


def test_a_white_field_and_a_border_are_no_ground() -> None:
    def bare(c: Pen) -> None:
        c.setFillColorRGB(1, 1, 1)
        c.rect(0, 0, 595, 842, stroke=0, fill=1)
        c.setFillColorRGB(0, 0, 0)

    document = load(on(bare, grid, lambda c: white(c, "7", *FIELD)))
    assert read(document.tables[0]) == known(GRID)
    assert document.notes == (NOTE,)


def test_words_laid_unseen_over_a_picture_are_what_it_shows() -> None:
    document = load(on(grid, lambda c: written(c, "7", *FIELD, mode=3), picture))
    assert read(document.tables[0]) != known(GRID)


def test_a_white_shadow_does_not_take_its_figure_along() -> None:
    """PDFium gives the first of two equal words that lie over each other."""

    def shadowed(c: Pen) -> None:
        white(c, "甲1205", 100, 800)
        text_at(c, 100.4, 800.4, "甲1205", SIZE)

    assert [line.text for line in load(on(shadowed, grid)).lines] == ["甲1205"]


def test_a_page_of_white_text_alone_is_read() -> None:
    """Then it is the colour that is not understood."""
    document = load(on(lambda c: white(c, "青禾县人民政府", 90, 100), lambda c: white(c, "全年收到申请", 90, 130)))
    assert [line.text for line in document.lines] == ["青禾县人民政府", "全年收到申请"]


def test_the_second_reader_does_not_read_white_figures_either() -> None:
    data = on(grid, lambda c: white(c, "7", *FIELD))
    with pdfplumber.open(io.BytesIO(data)) as document:
        assert "7" in {
            char["text"]
            for char in document.pages[0].crop((FIELD[0] - 1, FIELD[1] - 12, FIELD[0] + 8, FIELD[1] + 4)).chars
        }
    (table,) = second_tables(data, [1])
    assert read(table) == known(GRID)


def shaded(data: bytes, *, field: str, words: str) -> bytes:
    """The page with what is drawn in a colour that runs from one hue to another: before all else, and after it."""
    pdf = pikepdf.open(io.BytesIO(data))
    page = pdf.pages[0]
    hues = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[0.1, 0.1, 0.5], C1=[0.2, 0.2, 0.9], N=1)
    shading = pikepdf.Dictionary(
        ShadingType=2, ColorSpace=pikepdf.Name.DeviceRGB, Coords=[0, 0, 595, 0], Extend=[True, True], Function=hues
    )
    pattern = pikepdf.Dictionary(Type=pikepdf.Name.Pattern, PatternType=2, Shading=shading)
    page.Resources.Pattern = pikepdf.Dictionary(P=pdf.make_indirect(pattern))
    helvetica = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.Resources.Font["/H"] = pdf.make_indirect(helvetica)
    page.contents_add(pdf.make_stream(f"q /Pattern cs /P scn {field} Q".encode()), prepend=True)
    page.contents_add(pdf.make_stream(f"q /Pattern cs /P scn {words} Q".encode()))
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def test_words_on_a_shaded_field_or_shaded_themselves_are_seen() -> None:
    """PDFium calls a colour white that it does not know."""
    x, y = FIELD[0], A4[1] - FIELD[1]
    figures = on(grid, lambda c: white(c, "7", *FIELD))
    data = shaded(figures, field=f"{x - 2} {y - 5} 30 16 re f", words="")
    assert read(load(data).tables[0]) != known(GRID)
    data = shaded(on(grid), field="", words=f"BT /H 9 Tf {x} {y} Td (7) Tj ET")
    document = load(data)
    assert read(document.tables[0]) != known(GRID)
    assert document.notes == ()
