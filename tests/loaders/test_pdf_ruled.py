"""Ruled tables: every way of drawing a border gives the same cells, on every kind of page."""

from dataclasses import replace

import pytest
from tests.loaders.test_pdf_paper import (
    FONT,
    Box,
    Page,
    Pen,
    Rule,
    Sheet,
    appeals,
    applications,
    dash_pattern,
    dashed,
    disclosure,
    dotted,
    double,
    double_dashed,
    draw_sheet,
    drawn_twice,
    hairline,
    hairline_boxes,
    hairline_dashes,
    inner_double,
    known,
    paper,
    raw,
    read,
    sheet_of,
    single,
    text_at,
    thick_double,
    thin_boxes,
    unruled,
)

from extract.document import Table
from extract.loaders.pdf.lattice import paths_to_spans, spans_to_merged
from extract.loaders.pdf.loader import lattice, load

DISCLOSURE = Sheet((70, 230, 330, 420, 510), tuple(100.0 + 30 * i for i in range(8)), disclosure())


def only_table(data: bytes) -> Table:
    (table,) = load(data).tables
    return table


RULES = (
    single,
    thin_boxes,
    hairline,
    hairline_boxes,
    hairline_dashes,
    drawn_twice,
    double,
    thick_double,
    inner_double,
    dotted,
    dashed,
    double_dashed,
    dash_pattern,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_border_gives_the_same_cells(rule: Rule) -> None:
    boxes = applications()
    document = load(paper(lambda c: draw_sheet(c, sheet_of(boxes), rule)))
    (table,) = document.tables
    assert read(table) == known(boxes)
    assert (table.rows, table.columns, table.ruled, table.number, table.page) == (26, 10, True, 1, 1)
    assert not document.lines


def test_lone_row_between_wide_double_borders_keeps_its_columns() -> None:
    """Its upright lines reach from inner line to inner line, little more than half of the row's height."""
    row = tuple(Box(text, 0, i) for i, text in enumerate(("四、结转下年度继续办理", "3994", "0", "", "79", "4073")))
    sheet = Sheet((70, 200, 260, 320, 380, 440, 500), (100.0, 124.0), row)
    assert read(only_table(paper(lambda c: draw_sheet(c, sheet, inner_double)))) == known(row)


def stacked(texts: tuple[str, ...], widths: float) -> list[str]:
    """What is read of cells in one row, each as wide as given and so high that two lines fit."""
    xs = (70.0, 200.0, *(200.0 + widths * (i + 1) for i in range(len(texts))))
    row = (Box("一、本年新收政府信息公开\n申请数量", 0, 0), *(Box(text, 0, 1 + i) for i, text in enumerate(texts)))
    return [cell.text for cell in only_table(paper(lambda c: draw_sheet(c, Sheet(xs, (100, 130), row)))).cells][1:]


def test_figure_broken_because_its_cell_is_full_is_one_figure() -> None:
    assert stacked(("109\n5", "0", "384\n63", "12\n345"), 28) == ["1095", "0", "38463", "12\n345"]


def test_amount_broken_because_its_cell_is_full_is_one_figure() -> None:
    assert stacked(("10.9\n26", "0", "384\n6.3", "1.84\n2.3"), 28) == ["10.926", "0", "3846.3", "1.84\n2.3"]
    assert stacked(("10.9\n26", "0", "384\n6.3"), 36) == ["10.9\n26", "0", "384\n6.3"]


def test_figures_below_each_other_in_a_cell_with_room_stay_two() -> None:
    assert stacked(("109\n5", "0", "384\n63"), 36) == ["109\n5", "0", "384\n63"]


def test_dashes_by_the_thousand_are_merged_first() -> None:
    found = lattice(paper(lambda c: draw_sheet(c, sheet_of(applications()), double_dashed)), 1)
    assert len(found.pieces) > 1200
    assert len(found.merged.level) + len(found.merged.upright) < 80
    assert len(found.meshes) == 1
    assert len(found.cells[0]) == len(applications())


def test_narrow_grid_of_fifteen_columns() -> None:
    boxes = appeals([str(i * 7) for i in range(15)])
    sheet = Sheet(tuple(75 + 29.0 * i for i in range(16)), (100, 125, 150, 190, 215), boxes)
    assert read(only_table(paper(lambda c: draw_sheet(c, sheet, double)))) == known(boxes)


def test_blank_cells_are_cells_without_text() -> None:
    boxes = appeals(["3", "", "", "", "3", *[""] * 10])
    sheet = Sheet(tuple(75 + 29.0 * i for i in range(16)), (100, 125, 150, 190, 215), boxes)
    table = only_table(paper(lambda c: draw_sheet(c, sheet)))
    assert [cell.text for cell in list(table.by_row())[3]] == ["3", "", "", "", "3", *[""] * 10]


def test_places_of_cells_are_told_from_the_top_left() -> None:
    table = only_table(paper(lambda c: draw_sheet(c, DISCLOSURE)))
    cell = next(cell for cell in table.cells if cell.text == "18254")
    assert cell.page == 1
    assert cell.bbox == pytest.approx((230, 280, 510, 310), abs=0.6)


def _form(c: Pen) -> None:
    c.beginForm("table")
    draw_sheet(c, DISCLOSURE)
    c.endForm()
    c.saveState()
    c.translate(20, -40)
    c.scale(0.9, 0.9)
    c.doForm("table")
    c.restoreState()


def test_lines_and_characters_inside_a_form_are_found_where_they_are_shown() -> None:
    table = only_table(paper(_form))
    assert read(table) == known(disclosure())
    assert table.cells[0].bbox == pytest.approx(
        (20 + 63, 842 - 0.9 * 742 + 40, 20 + 459, 842 - 0.9 * 712 + 40), abs=0.6
    )


def test_landscape_page() -> None:
    data = paper(lambda c: draw_sheet(c, DISCLOSURE, height=595), size=(842, 595))
    assert read(only_table(data)) == known(disclosure())


LATIN = (
    Box("Item", 0, 0),
    Box("Made", 0, 1),
    Box("In force", 0, 2, 1, 2),
    Box("Rules", 1, 0),
    *(Box(value, 1, 1 + i) for i, value in enumerate(("4", "17", "37"))),
)
LATIN_SHEET = Sheet((70, 230, 330, 420, 510), (100, 130, 160), LATIN)


def _turned(degrees: int, by_page: bool) -> Page:
    """A page whose table stands upright when shown: reportlab swaps its sides for /Rotate 90 and 270."""

    def page(c: Pen) -> None:
        if by_page:
            c.setPageRotation(degrees)
        x, y = {90: (842, 0), 180: (595, 842), 270: (0, 595)}[degrees]
        c.translate(x, y)
        c.rotate(degrees)
        # PDFium drops turned text of fonts that are not embedded, unless they are the standard ones.
        draw_sheet(c, LATIN_SHEET, font="Helvetica")

    return page


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_turned_pages(degrees: int) -> None:
    table = only_table(paper(_turned(degrees, by_page=True)))
    assert read(table) == known(LATIN)
    assert table.cells[0].bbox == pytest.approx((70, 100, 230, 130), abs=0.6)


def test_table_drawn_sideways_on_an_upright_page() -> None:
    data = paper(_turned(90, by_page=False), size=(842, 595))
    table = only_table(data)
    assert read(table) == known(LATIN)
    x0, top, x1, bottom = table.cells[0].bbox or (0, 0, 0, 0)
    assert (x1 - x0, bottom - top) == pytest.approx((30, 160), abs=0.6)


def test_crop_box_moves_the_origin() -> None:
    data = paper(lambda c: draw_sheet(c, DISCLOSURE), cropBox=(20, 30, 560, 800))
    cell = only_table(data).cells[0]
    assert cell.bbox == pytest.approx((70 - 20, 100 - 42, 510 - 20, 130 - 42), abs=0.6)


def _with_shading(c: Pen) -> None:
    """Cell shading and highlighted lines are boxes without being rules."""
    c.setFillColorRGB(0.8, 0.9, 1.0)
    c.rect(70, 842 - 130, 440, 30, stroke=0, fill=1)
    for row in range(4):
        c.rect(70, 842 - 350 - 27 * row, 440, 27, stroke=0, fill=1)
    c.setFillColorRGB(0, 0, 0)
    draw_sheet(c, DISCLOSURE)
    for row in range(4):
        text_at(c, 74, 370 + 27 * row, f"这是第{row}行带底色的正文，它不是表格。")


def test_shading_is_no_table() -> None:
    document = load(paper(_with_shading))
    assert [read(table) for table in document.tables] == [known(disclosure())]
    assert [line.text for line in document.lines] == [f"这是第{i}行带底色的正文，它不是表格。" for i in range(4)]


PROSE = [
    "青禾县人民政府坚持以公开为常态、不公开为例外，全面推进决策、执行、管理、服务和结果公开，",
    "不断完善政府信息公开制度，建立健全工作机制，始终将政务公开工作摆在重要位置，推进规范有序。",
    "全年共受理政府信息公开申请二十一件，均在法定期限内答复，没有因此被提起行政诉讼的情形发生。",
]


def _prose_box(c: Pen) -> None:
    text_at(c, 74, 90, "一、总体情况", 14)
    for top in (100, 180):
        c.rect(70, 842 - top - 76, 455, 76, stroke=1, fill=0)
        for i, line in enumerate(PROSE):
            text_at(c, 74, top + 20 + 20 * i, line, 10)


def test_framed_prose_is_lines_in_reading_order() -> None:
    document = load(paper(_prose_box))
    assert not document.tables
    assert [line.text for line in document.lines] == ["一、总体情况", *PROSE, *PROSE]
    assert [line.number for line in document.lines] == list(range(1, 8))


def test_frame_around_the_page_does_not_hide_the_table_in_it() -> None:
    def page(c: Pen) -> None:
        c.rect(40, 40, 515, 762, stroke=1, fill=0)
        text_at(c, 74, 80, "二、主动公开政府信息情况")
        draw_sheet(c, DISCLOSURE)
        text_at(c, 74, 360, "三、其他")

    document = load(paper(page))
    assert [read(table) for table in document.tables] == [known(disclosure())]
    assert [line.text for line in document.lines] == ["二、主动公开政府信息情况", "三、其他"]
    kinds = [type(block).__name__ for block in document.blocks]
    assert kinds == ["Line", "Table", "Line"]


def test_underlined_text_adds_no_row() -> None:
    def page(c: Pen) -> None:
        draw_sheet(c, DISCLOSURE)
        single(c, 345, 842 - 182, 405, 842 - 182)

    assert read(only_table(paper(page))) == known(disclosure())


def test_table_open_at_its_sides() -> None:
    """Official tables often lack the outer upright lines: the level ones tell how far they go."""
    boxes = [Box(f"第{row}行{'甲乙丙'[column]}", row, column) for row in range(4) for column in range(3)]
    sheet = Sheet((70, 230, 330, 510), (100, 130, 160, 190, 220), tuple(boxes))

    def page(c: Pen) -> None:
        for y in sheet.ys:
            single(c, 70, 842 - y, 510, 842 - y)
        for x in sheet.xs[1:-1]:
            single(c, x, 842 - 100, x, 842 - 220)
        draw_sheet(c, sheet, unruled)

    assert read(only_table(paper(page))) == known(boxes)


def test_two_columns_parted_by_one_line() -> None:
    boxes = [Box("行政许可", 0, 0), Box("18254", 0, 1), Box("行政处罚", 1, 0), Box("311", 1, 1)]
    sheet = Sheet((70, 230, 510), (100, 130, 160), tuple(boxes))

    def page(c: Pen) -> None:
        for y in sheet.ys:
            single(c, 70, 842 - y, 510, 842 - y)
        single(c, 230, 842 - 100, 230, 842 - 160)
        draw_sheet(c, sheet, unruled)

    assert read(only_table(paper(page))) == known(boxes)


def test_lines_that_cross_without_enclosing_anything_are_no_table() -> None:
    def page(c: Pen) -> None:
        single(c, 70, 700, 520, 700)
        single(c, 300, 600, 300, 760)
        text_at(c, 320, 842 - 650, "青禾县")

    document = load(paper(page))
    assert not document.tables
    assert [line.text for line in document.lines] == ["青禾县"]


@pytest.mark.parametrize("value", ["11398889", "24252.311082", "7111.64万元"])
def test_figure_wider_than_its_cell_stays_whole(value: str) -> None:
    """Its ends lie in the neighbouring cells, where they would change other figures."""
    boxes = (Box("采购", 0, 0), Box("3", 0, 1), Box(value, 0, 2), Box("5", 0, 3))
    sheet = Sheet((70, 130, 160, 190, 220), (100, 130), boxes)

    def page(c: Pen) -> None:
        c.setFont(FONT, 9)
        draw_sheet(c, replace(sheet, boxes=tuple(replace(box, text="") for box in boxes)))
        for x, text in ((100.0, "采购"), (137.0, "3"), (175.0, value), (213.0, "5")):
            c.drawCentredString(x, 842 - 118, text)

    assert [cell.text for cell in only_table(paper(page)).cells] == ["采购", "3", value, "5"]


def test_words_of_two_cells_may_follow_without_a_gap() -> None:
    boxes = (Box("行政许可", 0, 0), Box("21", 0, 1))
    sheet = Sheet((70, 108, 150), (100, 130), boxes)

    def page(c: Pen) -> None:
        draw_sheet(c, sheet, unruled)
        draw_sheet(c, replace(sheet, boxes=tuple(replace(box, text="") for box in boxes)))

    data = paper(page)
    assert read(only_table(data)) == known(boxes)

    def tight(c: Pen) -> None:
        draw_sheet(c, replace(sheet, boxes=tuple(replace(box, text="") for box in boxes)))
        c.setFont(FONT, 9)
        c.drawString(71.9, 842 - 118, "行政许可21")

    assert [cell.text for cell in only_table(paper(tight)).cells] == ["行政许可", "21"]


def test_borders_with_gaps_at_every_corner() -> None:
    def short(c: Pen, xa: float, ya: float, xb: float, yb: float) -> None:
        gap = 1.5
        if ya == yb:
            single(c, xa + gap, ya, xb - gap, yb)
        else:
            single(c, xa, ya - gap, xb, yb + gap)

    assert read(only_table(paper(lambda c: draw_sheet(c, DISCLOSURE, short)))) == known(disclosure())


def test_round_dots_and_one_path_for_all_lines() -> None:
    """Whatever a path holds, only its upright and level pieces count."""
    grid = (
        b"0.5 w 70 742 m 510 742 l 70 712 m 510 712 l 70 682 m 510 682 l "
        b"70 742 m 70 682 l 230 742 m 230 682 l 510 742 m 510 682 l "
        b"80 700 m 120 660 l 300 650 m 310 640 320 640 330 650 c S"
    )
    found = lattice(raw(grid), 1)
    assert len(found.cells[0]) == 4


def test_rotation_set_on_a_page_keeps_the_cells() -> None:
    data = paper(lambda c: draw_sheet(c, DISCLOSURE), pageCompression=0)
    turned = data.replace(b"/Rotate 0", b"/Rotate 90")
    assert turned != data
    table = only_table(turned)
    assert read(table) == known(disclosure())
    assert table.cells[0].bbox == pytest.approx((842 - 130, 70, 842 - 100, 510), abs=0.6)


def test_lines_at_impossible_places_are_left_out() -> None:
    far, nowhere = 1e30, float("nan")
    pieces = [(0.0, 10.0, 100.0, 10.5), (-far, 10.0, far, 10.5), (nowhere, 10.0, 100.0, 10.5), (9.0, -far, 9.5, far)]
    spans = spans_to_merged(paths_to_spans(pieces))
    assert [(span.start, span.end) for span in spans.level] == [(0.0, 100.0)]
    assert not spans.upright
