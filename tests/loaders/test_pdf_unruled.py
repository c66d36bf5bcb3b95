"""Grids without ruling lines: read by their columns' positions, or left as lines, never guessed."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from tests.loaders.test_pdf_paper import (
    Box,
    Pen,
    Sheet,
    Spanned,
    appeals,
    applications,
    cut,
    disclosure,
    draw_sheet,
    known,
    paper,
    read,
    sheet_of,
    single,
    text_at,
    unruled,
)

from extract.document import Document, Table
from extract.loaders.pdf.loader import load

GRID = applications()
FIGURES = ["12", "1", "0", "2", "15", "0", "0", "3", "0", "3", "5", "0", "0", "0", "5"]
APPEALS_XS = tuple(75 + 29.0 * i for i in range(16))
APPEALS_YS = (100.0, 125.0, 150.0, 190.0, 215.0)


def folded(cells: Iterable[Spanned]) -> set[Spanned]:
    return {("".join(text.split()), *rest) for text, *rest in cells}  # type: ignore[misc]


def drawn(sheet: Sheet) -> Document:
    def page(c: Pen) -> None:
        text_at(c, 80, sheet.ys[0] - 15, "三、收到和处理政府信息公开申请情况", 14)
        draw_sheet(c, sheet, unruled)

    return load(paper(page))


def only(document: Document) -> Table:
    (table,) = document.tables
    assert not table.ruled
    return table


def test_grid_three_is_read_as_if_it_were_ruled() -> None:
    document = drawn(sheet_of(GRID))
    table = only(document)
    assert folded(read(table)) == folded(known(GRID))
    assert [line.text for line in document.lines] == ["三、收到和处理政府信息公开申请情况"]
    assert (table.rows, table.columns, table.page) == (26, 10, 1)


def test_places_are_those_of_the_words() -> None:
    sheet = sheet_of(GRID)
    cell = next(cell for cell in only(drawn(sheet)).cells if (cell.row, cell.column) == (12, 4))
    x0, top, x1, bottom = cell.bbox or (0, 0, 0, 0)
    assert sheet.xs[4] < x0 < x1 < sheet.xs[5]
    assert sheet.ys[12] < top < bottom < sheet.ys[13]


def test_grid_three_over_two_pages_with_page_numbers() -> None:
    upper, lower = cut(GRID, 14)

    def first(c: Pen) -> None:
        draw_sheet(c, sheet_of(upper, top=350), unruled)
        text_at(c, 290, 808, "- 1 -")

    def second(c: Pen) -> None:
        draw_sheet(c, sheet_of(lower), unruled)
        text_at(c, 290, 808, "- 2 -")

    document = load(paper(first, second))
    table = only(document)
    assert folded(read(table)) == folded(known(GRID))
    assert not document.lines
    assert {cell.page for cell in table.cells if cell.column == 3 and cell.row > 2} == {1, 2}


def test_header_repeated_on_the_second_page_is_no_row() -> None:
    upper, lower = cut(GRID, 14)
    header = tuple(box for box in GRID if box.row < 3)
    again = header + tuple(replace(box, row=box.row + 3) for box in lower)
    pages = (
        lambda c: draw_sheet(c, sheet_of(upper, top=350), unruled),
        lambda c: draw_sheet(c, sheet_of(again), unruled),
    )
    assert folded(read(only(load(paper(*pages))))) == folded(known(GRID))


def test_grid_three_over_three_pages_the_second_of_labels_alone() -> None:
    """Nothing on the third page names a column either."""
    blank = tuple(replace(box, text="") if 6 < box.row < 22 and box.column > 2 else box for box in GRID)
    upper, rest = cut(blank, 7)
    middle, lower = cut(rest, 15)
    pages = [lambda c, part=part: draw_sheet(c, sheet_of(part), unruled) for part in (upper, middle, lower)]
    assert folded(read(only(load(paper(*pages))))) == folded(known(blank))


def test_blank_figures_leave_their_cells_empty() -> None:
    """Only the first and last columns are filled: position alone tells which they are."""
    sparse = tuple(
        replace(box, text="") if box.row > 2 and 3 < box.column < 9 and box.text.isdigit() else box for box in GRID
    )
    assert folded(read(only(drawn(sheet_of(sparse))))) == folded(known(sparse))


def test_level_lines_alone_do_not_hide_the_grid() -> None:
    sheet = sheet_of(GRID)

    def page(c: Pen) -> None:
        for y in sheet.ys:
            single(c, sheet.xs[0], 842 - y, sheet.xs[-1], 842 - y)
        draw_sheet(c, sheet, unruled)

    assert folded(read(only(load(paper(page))))) == folded(known(GRID))


@pytest.mark.parametrize("figures", [FIGURES, ["3", *[""] * 3, "3", *[""] * 9, "8"]])
def test_grid_four(figures: list[str]) -> None:
    boxes = appeals(figures)
    sheet = Sheet(APPEALS_XS, APPEALS_YS, boxes)
    assert folded(read(only(drawn(sheet)))) == folded(known(boxes))


def test_grid_two_block_by_block() -> None:
    sheet = Sheet((70, 230, 330, 420, 510), tuple(100.0 + 30 * i for i in range(8)), disclosure())
    document = drawn(sheet)
    rows = [[[cell.text for cell in row] for row in table.by_row()] for table in document.tables]
    assert rows == [
        [
            ["第二十条第（一）项"],
            ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
            ["规章", "0", "0", "0"],
            ["行政规范性文件", "4", "1", "37"],
        ],
        [["第二十条第（五）项"], ["信息内容", "本年处理决定数量"], ["行政许可", "18254"]],
    ]
    assert all(not table.ruled for table in document.tables)


def test_grid_two_of_2019_with_broken_labels_and_negative_change() -> None:
    boxes = (
        Box("第二十条第（五）项", 0, 0, 1, 4),
        Box("信息内容", 1, 0),
        Box("上一年\n项目数量", 1, 1),
        Box("本年增/减", 1, 2),
        Box("处理决定数量", 1, 3),
        Box("行政许可", 2, 0),
        *(Box(value, 2, 1 + i) for i, value in enumerate(("396", "-18", "181"))),
        Box("其他对外管理\n服务事项", 3, 0),
        *(Box(value, 3, 1 + i) for i, value in enumerate(("100", "+5", "53"))),
    )
    sheet = Sheet((70, 200, 310, 400, 510), (100, 130, 165, 195, 230), boxes)
    table = only(drawn(sheet))
    assert [[cell.text for cell in row] for row in table.by_row()] == [
        ["第二十条第（五）项"],
        ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
        ["行政许可", "396", "-18", "181"],
        ["其他对外管理服务事项", "100", "+5", "53"],
    ]


def test_grid_two_with_blank_rows_a_wide_column_and_a_note_of_two_lines() -> None:
    boxes = (
        Box("第二十条第（一）项", 0, 0, 1, 4),
        Box("信息内容", 1, 0),
        *(Box(name, 1, 1 + i) for i, name in enumerate(("本年制发件数", "本年废止件数", "现行有效件数"))),
        Box("规章", 2, 0),
        Box("行政规范性文件", 3, 0),
        Box("87（其中修订\n61件）", 3, 1),
        Box("5", 3, 2),
        Box("533", 3, 3),
        Box("第二十条第（八）项", 4, 0, 1, 4),
        Box("信息内容", 5, 0),
        Box("上一年项目数量", 5, 1),
        Box("本年增/减", 5, 2),
        Box("行政事业性收费", 6, 0),
        Box("11", 6, 1),
        Box("减9", 6, 2, 1, 2),
        Box("第二十条第（六）项", 7, 0, 1, 4),
        Box("信息内容", 8, 0),
        Box("本年处理决定数量", 8, 1),
        Box("行政处罚", 9, 0),
        Box("行政强制", 10, 0),
    )
    document = drawn(Sheet((70, 200, 310, 410, 530), tuple(100.0 + 30 * i for i in range(12)), boxes))
    assert [[[cell.text for cell in row] for row in table.by_row()][2:] for table in document.tables] == [
        [["规章", "", "", ""], ["行政规范性文件", "87（其中修订 61件）", "5", "533"]],
        [["行政事业性收费", "11", "减9"]],
        [["行政处罚", ""], ["行政强制", ""]],
    ]


def test_labels_at_the_top_of_tall_rows() -> None:
    """Figures stand in the middle of their rows, half a row below the labels: only the order tells."""
    sheet = sheet_of(GRID, top=60, pitch=27)
    labels = tuple(box for box in GRID if box.row > 2 and (box.column == 2 or box.column_span > 1))
    rest = tuple(box for box in GRID if box not in labels)

    def page(c: Pen) -> None:
        draw_sheet(c, replace(sheet, boxes=rest), unruled)
        raised = tuple(y - 8 for y in sheet.ys)
        draw_sheet(c, replace(sheet, ys=raised, boxes=labels), unruled)

    assert folded(read(only(load(paper(page))))) == folded(known(GRID))


def test_figure_beside_nothing_but_a_group_leaves_the_grid_as_lines() -> None:
    """Without the label 2.没有现成信息… its figures stand beside （四）无法提供 alone, which has none."""
    lost = tuple(box for box in GRID if box.text != "2.没有现成信息需要另行制作")
    assert not drawn(sheet_of(lost)).tables


def header_and_figures_apart(rows: range, shift: float) -> Document:
    """The figures of these rows stand to the right of where the header's lattice has two of their columns."""
    sheet = sheet_of(GRID)
    moved = replace(sheet, xs=tuple(x + shift * (index in (5, 6)) for index, x in enumerate(sheet.xs)))

    def page(c: Pen) -> None:
        draw_sheet(c, replace(sheet, boxes=tuple(box for box in GRID if box.row not in rows)), unruled)
        draw_sheet(c, replace(moved, boxes=tuple(box for box in GRID if box.row in rows)), unruled)

    return load(paper(page))


def test_figure_between_two_columns_leaves_the_whole_grid_as_lines() -> None:
    document = header_and_figures_apart(range(3, 4), 17)
    assert not document.tables
    assert "一、本年新收政府信息公开申请数量 0 1 2 0 4 5 0" in [line.text for line in document.lines]


def test_columns_are_where_all_figures_stand_though_the_header_stands_beside_them() -> None:
    assert folded(read(only(header_and_figures_apart(range(3, 26), 13)))) == folded(known(GRID))


def test_names_on_the_left_of_their_columns_and_a_column_without_figures() -> None:
    """Figures stand nearer to the next name than to the half of the way, and before it."""
    blank = tuple(replace(box, text="") if box.row > 2 and box.column == 9 else box for box in GRID)
    sheet = sheet_of(blank)
    moved = replace(sheet, xs=tuple(x - 11 * (index > 2) for index, x in enumerate(sheet.xs)))

    def page(c: Pen) -> None:
        draw_sheet(c, replace(moved, boxes=tuple(box for box in blank if box.row < 3 and box.column > 2)), unruled)
        draw_sheet(c, replace(sheet, boxes=tuple(box for box in blank if box.row > 2 or box.column < 3)), unruled)

    assert folded(read(only(load(paper(page))))) == folded(known(blank))


def test_labels_of_two_columns_that_nearly_touch() -> None:
    sheet = sheet_of(GRID)
    near = replace(sheet, xs=(*sheet.xs[:2], sheet.xs[1] + 61, *sheet.xs[3:]))
    assert folded(read(only(drawn(near)))) == folded(known(GRID))


def test_grid_three_in_traditional_characters() -> None:
    traditional = str.maketrans("业总计结转务构会组织办", "業總計結轉務構會組織辦")
    printed = tuple(replace(box, text=box.text.translate(traditional)) for box in GRID)
    assert folded(read(only(drawn(sheet_of(printed))))) == folded(known(printed))


def test_note_in_the_corner_that_touches_the_header() -> None:
    name = GRID[1]
    rest = tuple(box for box in GRID if box.row)

    def page(c: Pen) -> None:
        sheet = sheet_of(GRID)
        draw_sheet(c, replace(sheet, boxes=rest), unruled)
        text_at(c, 67, sheet.ys[0] + 16, "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项" + name.text, 9)

    table = only(load(paper(page)))
    assert {cell for cell in folded(read(table)) if cell[1]} == folded(known(rest))
    assert {cell.text for cell in table.cells if cell.row == 0} >= {name.text}


def test_signs_for_nothing_are_values() -> None:
    signs = {"0": "不适用", "141": "/", "143": "无"}
    odd = tuple(replace(box, text=signs.get(box.text, box.text)) if box.row > 2 else box for box in GRID)
    assert folded(read(only(drawn(sheet_of(odd))))) == folded(known(odd))


def test_header_cut_by_the_end_of_the_page() -> None:
    upper = tuple(box for box in GRID if box.row == 0 and box.column == 3)
    lower = tuple(box for box in GRID if box not in upper)
    sheet = sheet_of(GRID)

    def first(c: Pen) -> None:
        draw_sheet(c, replace(sheet, boxes=upper, ys=tuple(y + 650 for y in sheet.ys)), unruled)

    def second(c: Pen) -> None:
        draw_sheet(c, replace(sheet, boxes=lower), unruled)

    assert folded(read(only(load(paper(first, second))))) == folded(known(GRID))


def test_figure_as_wide_as_two_columns_leaves_grid_four_as_lines() -> None:
    """1911 and 3543 printed without a gap might be one figure, or any two."""
    boxes = appeals(["0", "1", "0", "0", "1", *["0"] * 9, ""])
    sheet = Sheet(APPEALS_XS, APPEALS_YS, boxes)

    def page(c: Pen) -> None:
        draw_sheet(c, sheet, unruled)
        c.drawString(APPEALS_XS[13] + 11, 842 - 205, "19113543")

    assert not load(paper(page)).tables


def test_grid_without_its_last_row_stays_lines() -> None:
    upper, _ = cut(GRID, 20)
    assert not drawn(sheet_of(upper)).tables


def test_unknown_column_names_stay_lines() -> None:
    renamed = tuple(replace(box, text="农村\n集体") if box.text == "科研\n机构" else box for box in GRID)
    document = drawn(sheet_of(renamed))
    assert not document.tables
    assert len(document.lines) > 23


def test_prose_about_the_grids_is_prose() -> None:
    lines = [
        "本年新收政府信息公开申请21件，其中自然人20件，商业企业1件，总计21件。",
        "行政复议结果维持10件，结果纠正1件，尚未审结0件；行政诉讼5件。",
        "信息内容详见本年制发件数一栏。",
    ]

    def page(c: Pen) -> None:
        for i, line in enumerate(lines):
            text_at(c, 80, 100 + 25 * i, line)

    document = load(paper(page))
    assert not document.tables
    assert [line.text for line in document.lines] == lines


def test_lines_keep_wide_gaps_as_spaces() -> None:
    def page(c: Pen) -> None:
        text_at(c, 80, 100, "合计")
        text_at(c, 380, 100, "12")
        text_at(c, 240, 100.5, "7")

    assert [line.text for line in load(paper(page)).lines] == ["合计 7 12"]
