"""What stands on pages beside tables: watermarks, figures typed into forms, lines drawn through figures."""

import io
from dataclasses import replace

import pikepdf
import pytest
from PIL import Image
from tests.loaders.test_pdf_paper import (
    A4,
    FONT,
    Box,
    Page,
    Pen,
    Rule,
    Sheet,
    appeals,
    applications,
    draw_sheet,
    known,
    paper,
    read,
    sheet_of,
    single,
    text_at,
    unruled,
)
from tests.loaders.test_pdf_unruled import folded

from extract.forms.form import load_forms
from extract.loaders.pdf.loader import load
from extract.pipeline import read_bytes
from extract.reading import Reading

GRID = applications()
BLANK = tuple(replace(box, text="") if (box.row, box.column) == (5, 5) else box for box in GRID)
FIGURES = ["12", "1", "0", "2", "15", "0", "0", "3", "0", "3", "5", "0", "0", "0", "5"]


def tiled(text: str, degrees: float) -> Page:
    """A watermark over the whole page in letters as large as those of the table."""

    def page(c: Pen) -> None:
        c.saveState()
        c.setFillColorRGB(0.8, 0.8, 0.8)
        c.rotate(degrees)
        c.setFont(FONT, 9)
        for x in range(-400, 900, 60):
            for y in range(-400, 1100, 60):
                c.drawString(x, y, text)
        c.restoreState()

    return page


def report(sheet: Sheet, also: Page, rule: Rule = single) -> Reading:
    """Grid 三 of a report on one page, with whatever else is drawn there."""

    def page(c: Pen) -> None:
        text_at(c, 150, 40, "青禾县人民政府2020年政府信息公开工作年度报告", 14)
        text_at(c, 70, 60, "三、收到和处理政府信息公开申请情况")
        draw_sheet(c, sheet, rule)
        also(c)

    return read_bytes(paper(page), "青禾县.pdf", load_forms())


@pytest.mark.parametrize("degrees", [20, 45, -30])
@pytest.mark.parametrize("rule", [single, unruled])
def test_watermark_across_the_page_is_no_part_of_its_tables(degrees: float, rule: Rule) -> None:
    def page(c: Pen) -> None:
        tiled("138", degrees)(c)
        draw_sheet(c, sheet_of(GRID), rule)

    document = load(paper(page))
    (table,) = document.tables
    assert folded(read(table)) == folded(known(GRID))
    assert document.notes == (
        (
            "第 1 页有斜穿页面的文字，可能是水印，未予读取",
            "page 1 has text across the page, a watermark perhaps, which was left out",
        ),
    )


def test_a_figure_that_stands_askew_is_no_watermark() -> None:
    """Left out as one, it left its cell blank and the grid `verified`."""

    def askew(c: Pen) -> None:
        c.saveState()
        c.translate(300, 500)
        c.rotate(20)
        c.setFont(FONT, 9)
        c.drawString(0, 0, "7")
        c.restoreState()

    document = load(paper(askew))
    assert "7" in "".join(line.text for line in document.lines)
    assert document.notes == ()


def test_a_note_is_the_same_finding_in_both_languages() -> None:
    """In Chinese every note on a page said that the page holds no text, whatever it was."""
    found = report(sheet_of(GRID), tiled("138", 45))
    (finding,) = [one for one in found.findings if one.kind == "loader_note"]
    assert finding.message_zh == "第 1 页有斜穿页面的文字，可能是水印，未予读取。"
    assert finding.message_en == "Page 1 has text across the page, a watermark perhaps, which was left out."


def test_text_that_a_machine_recognised_is_named() -> None:
    def page(c: Pen) -> None:
        c.drawInlineImage(Image.new("L", (8, 8)), 0, 0, 595, 842)
        text = c.beginText(90, 700)  # type: ignore[attr-defined]
        text.setFont(FONT, 12)
        text.setTextRenderMode(3)
        text.textOut("青禾县人民政府")
        c.drawText(text)  # type: ignore[attr-defined]

    document = load(paper(page))
    assert [line.text for line in document.lines] == ["青禾县人民政府"]
    assert document.notes == (
        (
            "第 1 页的文字是机器从图像中识别的，请对照图像核对数字",
            "page 1 holds text that a machine recognised in an image; look its figures up there",
        ),
    )


def test_page_printed_some_degrees_askew_is_read() -> None:
    def page(c: Pen) -> None:
        c.rotate(2)
        text_at(c, 90, 100, "青禾县人民政府")

    assert [line.text for line in load(paper(page)).lines] == ["青禾县人民政府"]


def test_figure_in_a_form_field_is_in_its_cell() -> None:
    sheet = sheet_of(BLANK)
    left, bottom = sheet.xs[5], A4[1] - sheet.ys[6]

    def page(c: Pen) -> None:
        draw_sheet(c, sheet)
        c.acroForm.textfield(  # type: ignore[attr-defined]
            value="7", x=left + 1, y=bottom + 1, width=28, height=20, fontSize=9, borderWidth=0, forceBorder=False
        )

    (table,) = load(paper(page)).tables
    assert next(cell.text for cell in table.cells if (cell.row, cell.column) == (5, 5)) == "7"


@pytest.mark.parametrize(("kind", "name"), [("FreeText", "Contents"), ("Widget", "V")])
def test_page_whose_entries_are_left_to_viewers_to_draw_is_not_read(kind: str, name: str) -> None:
    """Its cells are not blank, and what would be drawn in them is not known."""
    pages = (lambda c: draw_sheet(c, sheet_of(BLANK)), lambda c: text_at(c, 90, 100, "青禾县人民政府"))
    pdf = pikepdf.open(io.BytesIO(paper(*pages)))
    entry = {"/Type": pikepdf.Name.Annot, "/Subtype": pikepdf.Name(f"/{kind}"), "/Rect": [236, 615, 264, 635]}
    entry[f"/{name}"] = pikepdf.String("7")
    made = pdf.make_indirect(pikepdf.Dictionary(entry))
    pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([made]))
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([made]))
    out = io.BytesIO()
    pdf.save(out)
    document = load(out.getvalue())
    assert not document.tables
    assert document.notes == (("第 1 页已损坏，未能读出", "page 1 is damaged and was not read"),)


def test_round_seal_over_a_table() -> None:
    """Its signs that stand upright make words of figures; one of its digits stands on its side beside a figure."""
    sheet = sheet_of(GRID)

    def page(c: Pen) -> None:
        draw_sheet(c, sheet)
        for index, sign in enumerate("青禾县人民政府2021"):
            c.saveState()
            c.translate(sheet.xs[6], A4[1] - sheet.ys[12])
            c.rotate(90 - 18 * index)
            text_at(c, 0, A4[1] - 60, sign)
            c.restoreState()

    (table,) = load(paper(page)).tables
    figures = {cell for cell in read(table) if cell[0].isdecimal()}
    assert len(figures) > 150
    assert figures <= known(GRID)


def test_cells_whose_figures_a_line_cuts_off_are_not_blank() -> None:
    """A line through each figure makes two rows of one; its figures stand in the one without a label."""
    sheet = sheet_of(GRID, top=70, pitch=23)
    values = [box for box in GRID if box.row > 2 and box.column > 2]

    def page(c: Pen) -> None:
        for box in values:
            y = A4[1] - (sheet.ys[box.row] + sheet.ys[box.row + 1]) / 2 + 1
            single(c, sheet.xs[box.column], y, sheet.xs[box.column + 1], y)

    cells = report(sheet, page).applications
    assert {cell.state for cell in cells if cell.value is None} == {"ambiguous"}


def test_row_that_is_blank_below_figures_by_a_strange_label() -> None:
    """（一）予以公开 is cut in two by a line, its figures beside the upper half."""
    halves = (Box("（一）", 5, 1, 1, 2), Box("予以公开", 6, 1, 1, 2), *(Box("", 6, 3 + i) for i in range(7)))
    figures = tuple(box for box in GRID if box.row == 5 and box.column > 2)
    label = next(box for box in GRID if box.row == 5 and box.column == 0)
    others = tuple(box for box in GRID if box.row != 5)
    below = tuple(replace(box, row=box.row + 1) if box.row > 5 else box for box in others)
    boxes = (*below, *halves, *figures, replace(label, row_span=21))
    cells = report(sheet_of(boxes, top=70, pitch=22), lambda _: None).applications
    assert {cell.state for cell in cells if cell.row == "granted"} == {"ambiguous"}


def test_grid_four_under_a_watermark() -> None:
    sheet = Sheet(tuple(75 + 29.0 * i for i in range(16)), (100.0, 125.0, 150.0, 190.0, 215.0), appeals(FIGURES))

    def page(c: Pen) -> None:
        tiled("20240115", 30)(c)
        draw_sheet(c, sheet)

    (table,) = load(paper(page)).tables
    assert folded(read(table)) == folded(known(sheet.boxes))


def test_figure_that_a_label_too_long_for_its_cell_touches_is_not_lost() -> None:
    """The words reach over the line to the figure behind them, and may end in a figure of their own."""
    empty = tuple(replace(box, text="") if box.row == 5 and box.column in (1, 3) else box for box in GRID)
    sheet = sheet_of(empty)
    words = "（一）区分处理的予以公开"

    def page(c: Pen) -> None:
        draw_sheet(c, sheet)
        text_at(c, sheet.xs[3] + 4 - 9 * len(words), (sheet.ys[5] + sheet.ys[6]) / 2 + 3, words + "7", 9)

    (table,) = load(paper(page)).tables
    texts = {(cell.row, cell.column): cell.text for cell in table.cells}
    assert (texts[5, 1], texts[5, 3]) == (words + "7", "开7")


def test_letters_printed_twice_for_bold_type_without_lines() -> None:
    def page(c: Pen) -> None:
        for shift in (0.0, 0.4):
            c.translate(shift, 0)
            draw_sheet(c, sheet_of(GRID), unruled)

    (table,) = load(paper(page)).tables
    assert folded(read(table)) == folded(known(GRID))


@pytest.mark.parametrize("rule", [single, unruled])
@pytest.mark.parametrize(("up", "gap"), [(3.0, 0.0), (4.0, 1.0), (0.0, 0.0), (-2.0, 0.0)])
def test_number_of_a_note_is_no_part_of_the_figure_before_it(rule: Rule, up: float, gap: float) -> None:
    sheet = sheet_of(BLANK)

    def page(c: Pen) -> None:
        draw_sheet(c, sheet, rule)
        text_at(c, sheet.xs[5] + 11, sheet.ys[5] + 14, "15", 9)
        text_at(c, sheet.xs[5] + 20.2 + gap, sheet.ys[5] + 14 - up, "1", 5.5)

    texts = {(cell.row, cell.column): cell.text for table in load(paper(page)).tables for cell in table.cells}
    assert texts[5, 5] == "15¹"


def with_own_digits(data: bytes, code: int, x: float, y: float) -> bytes:
    """The PDF with a sign on its first page in a font of shapes that says nothing of what they are."""
    pdf = pikepdf.open(io.BytesIO(data))
    shape = pdf.make_stream(b"500 0 0 0 450 700 d1 0 0 450 700 re f")
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type3,
        FontBBox=[0, 0, 500, 700],
        FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
        CharProcs=pikepdf.Dictionary(g1=shape),
        Encoding=pikepdf.Dictionary(Type=pikepdf.Name.Encoding, Differences=[code, pikepdf.Name.g1]),
        FirstChar=code,
        LastChar=code,
        Widths=[500],
        Resources=pikepdf.Dictionary(),
    )
    page = pdf.pages[0]
    page.Resources.Font["/Own"] = pdf.make_indirect(font)
    page.contents_add(pdf.make_stream(f"BT /Own 9 Tf {x} {y} Td <{code:02x}> Tj ET".encode()))
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("code", [ord("5"), 1, 2, 9, 10, 13, 32])
def test_digit_of_a_font_that_does_not_tell_its_signs_is_neither_read_nor_blank(code: int) -> None:
    """PDFium takes the code for the sign: 5, nothing, a hyphen, a tab, a line's end, a blank."""
    sheet = sheet_of(BLANK)
    data = paper(lambda c: draw_sheet(c, sheet))
    (table,) = load(with_own_digits(data, code, sheet.xs[5] + 12, A4[1] - sheet.ys[5] - 14)).tables
    assert next(cell.text for cell in table.cells if (cell.row, cell.column) == (5, 5)) == "\ufffd"
