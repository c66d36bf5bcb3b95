"""Narrow columns without ruling lines, as word processors set them: names on the left, figures in the middle."""

from dataclasses import replace

from tests.loaders.test_pdf_paper import (
    A4,
    FONT,
    SIZE,
    Box,
    Page,
    Pen,
    Sheet,
    appeals,
    applications,
    draw_sheet,
    known,
    paper,
    read,
    sheet_of,
    text_at,
    unruled,
)
from tests.loaders.test_pdf_unruled import folded

from extract.document import Document, Table
from extract.loaders.pdf.loader import load

GRID = applications()
PITCH, PADDING = 24.0, 2.0
LINE = SIZE * 1.2


def narrow(boxes: tuple[Box, ...], *, top: float = 60, pitch: float = 27) -> Sheet:
    """Grid 三 with value columns in which four digits have room."""
    sheet = sheet_of(boxes, top=top, pitch=pitch)
    return replace(sheet, xs=(*sheet.xs[:3], *(sheet.xs[3] + PITCH * i for i in range(8))))


def of_four(boxes: tuple[Box, ...]) -> Sheet:
    return Sheet(tuple(75 + PITCH * i for i in range(16)), (100.0, 125.0, 150.0, 200.0, 230.0), boxes)


def on_the_left(c: Pen, sheet: Sheet, boxes: tuple[Box, ...]) -> None:
    """Draws these boxes' lines from the left side of their cells."""
    c.setFont(FONT, SIZE)
    for box in boxes:
        lines = box.text.split("\n")
        y = (sheet.ys[box.row] + sheet.ys[box.row + box.row_span]) / 2 - len(lines) * LINE / 2 + SIZE * 0.95
        for index, line in enumerate(lines):
            c.drawString(sheet.xs[box.column] + PADDING, A4[1] - y - index * LINE, line)


def page_of(sheet: Sheet, heading: str = "三、收到和处理政府信息公开申请情况", first: int = 3) -> Page:
    names = tuple(box for box in sheet.boxes if box.row < 3 and box.column >= first)

    def page(c: Pen) -> None:
        text_at(c, 80, sheet.ys[0] - 15, heading, 14)
        on_the_left(c, sheet, names)
        draw_sheet(c, replace(sheet, boxes=tuple(box for box in sheet.boxes if box not in names)), unruled)

    return page


def grid_four(boxes: tuple[Box, ...]) -> Document:
    return load(paper(page_of(of_four(boxes), "四、政府信息公开行政复议、行政诉讼情况", 0)))


def only(document: Document) -> Table:
    (table,) = document.tables
    return table


def with_texts(boxes: tuple[Box, ...], texts: dict[tuple[int, int], str]) -> tuple[Box, ...]:
    return tuple(replace(box, text=texts.get((box.row, box.column), box.text)) for box in boxes)


def joined(boxes: tuple[Box, ...]) -> tuple[Box, ...]:
    """The boxes as a person reads them: figures on one line."""
    return tuple(replace(box, text=box.text.replace("\n", "")) for box in boxes)


def test_names_without_a_gap_between_them_over_a_column_without_figures() -> None:
    """Only how many characters each name has tells where it ends."""
    figures = ["0", "5", "20", "5", "30", "", "3", "12", "", "15", "0", "0", "", "0", "0"]
    names = ("结果维\n持", "结果纠\n正", "其他结\n果", "尚未审\n结", "总计")
    boxes = tuple(
        replace(box, text=names[box.column % 5]) if box.row == 2 and box.column % 5 < 4 else box
        for box in appeals(figures)
    )
    sheet = of_four(boxes)
    tight = replace(sheet, xs=tuple(75 + 27.2 * i for i in range(16)))
    document = load(paper(page_of(tight, "四、政府信息公开行政复议、行政诉讼情况", 0)))
    assert folded(read(only(document))) == folded(known(boxes))


def test_upright_names_and_a_column_without_figures() -> None:
    """申请人情况 is gone: it stood at the head of several pages."""
    blank = tuple(replace(box, text="") if box.row > 2 and box.column == 9 else box for box in GRID)
    blank = with_texts(blank, {(0, 3): ""})
    upright = tuple(
        replace(box, text="\n".join(box.text.replace("\n", ""))) if 0 < box.row < 3 and box.column_span == 1 else box
        for box in blank
    )
    sheet = narrow(upright)
    tall = replace(sheet, ys=(*sheet.ys[:2], *(y + 40 for y in sheet.ys[2:])))
    assert folded(read(only(load(paper(page_of(tall)))))) == folded(known(blank))


def test_note_in_the_corner_that_touches_the_first_name() -> None:
    sheet = narrow(GRID)
    rest = tuple(box for box in GRID if (box.row, box.column) != (0, 0))
    y = (sheet.ys[1] + sheet.ys[3]) / 2 - LINE / 2 + SIZE * 0.95
    note = "（本列数据的勾稽关系为：第一项加第二项之和）"

    def page(c: Pen) -> None:
        page_of(replace(sheet, boxes=rest))(c)
        text_at(c, sheet.xs[3] + PADDING - SIZE * len(note), y, note, SIZE)

    assert {cell for cell in folded(read(only(load(paper(page))))) if cell[1:3] != (0, 0)} == folded(known(rest))


def test_line_of_a_label_that_says_what_a_line_of_the_header_says() -> None:
    """2.其他/法律/行政法规禁止公开 has 法律 for itself, as has 法律/服务/机构."""
    broken = with_texts(GRID, {(8, 2): "2.其他\n法律\n行政法规禁止公开"})
    sheet = narrow(broken)
    tall = replace(sheet, ys=tuple(y + 20 * (index > 8) for index, y in enumerate(sheet.ys)))
    assert folded(read(only(load(paper(page_of(tall)))))) == folded(known(GRID))


def test_figures_broken_over_two_lines_are_one_where_their_cells_are_full() -> None:
    broken = with_texts(GRID, {(3, 3): "1205\n7", (3, 9): "1205\n84", (4, 3): "3000\n12", (4, 9): "3000\n12"})
    table = only(load(paper(page_of(narrow(broken)))))
    assert folded(read(table)) == folded(known(joined(broken)))
    assert "12057" in {cell.text for cell in table.cells}


def test_figures_one_over_another_with_room_beside_them_stay_two() -> None:
    broken = with_texts(GRID, {(3, 3): "120\n7"})
    table = only(load(paper(page_of(narrow(broken)))))
    assert "120\n7" in {cell.text for cell in table.cells}


def test_names_in_the_middle_do_not_tell_how_wide_cells_are() -> None:
    """The figures have room, but less than the names show."""
    broken = with_texts(GRID, {(3, 3): "120\n7"})
    document = load(paper(lambda c: draw_sheet(c, narrow(broken), unruled)))
    assert "120\n7" in {cell.text for cell in only(document).cells}


def test_figures_on_the_left_do_not_tell_how_wide_cells_are() -> None:
    broken = with_texts(GRID, {(3, 3): "120\n7"})
    sheet = narrow(broken)
    figures = tuple(box for box in broken if box.row > 2 and box.column > 2)

    def page(c: Pen) -> None:
        page_of(replace(sheet, boxes=tuple(box for box in broken if box not in figures)))(c)
        on_the_left(c, sheet, figures)

    assert "1207" not in {cell.text for table in load(paper(page)).tables for cell in table.cells}


def test_a_line_of_figures_without_its_label_is_not_given_to_the_next() -> None:
    """Below 一 and 二, two lines high each, the row of （一） has lost its label."""
    broken = with_texts(GRID, {(3, 3): "1205\n7", (4, 3): "3000\n12"})
    lost = tuple(box for box in broken if box.text != "（一）予以公开")
    assert not load(paper(page_of(narrow(lost, pitch=22)))).tables


def test_grid_four_with_broken_figures() -> None:
    figures = ["1354", "1096", "0", "0", "2450", *["0"] * 9, "12"]
    broken = appeals([f"{figures[0]}\n1", *figures[1:4], f"{figures[4]}\n9", *figures[5:]])
    assert folded(read(only(grid_four(broken)))) == folded(known(joined(broken)))


def test_grid_four_with_a_second_line_of_figures_that_is_not_level() -> None:
    """A line of figures just below the row is of no cell in it, nor a row of its own."""
    boxes = appeals(["1354", "1096", "0", "0", "2450", *["0"] * 9, "12"])
    sheet = of_four(boxes)

    def page(c: Pen) -> None:
        page_of(sheet, "四、政府信息公开行政复议、行政诉讼情况", 0)(c)
        text_at(c, sheet.xs[0] + 9, (sheet.ys[3] + sheet.ys[4]) / 2 + 13, "1", SIZE)

    assert not load(paper(page)).tables


def test_grid_without_any_figure() -> None:
    blank = tuple(replace(box, text="") if box.row > 2 and box.column > 2 else box for box in GRID)
    assert folded(read(only(load(paper(page_of(narrow(blank))))))) == folded(known(blank))


def test_labels_of_two_columns_that_touch() -> None:
    """三、本年 ends where （一）予以公开 begins, and （三）不 where 1.属于国家秘密 does."""
    sheet = narrow(with_texts(GRID, {(5, 0): "三、本年度办理结果"}))
    touching = {(5, 0): ["三、本年", "度办理结", "果"], (7, 1): ["（三）不", "予公开"]}
    boxes = tuple(replace(box, vertical=False) for box in sheet.boxes)
    drawn = tuple(box for box in boxes if (box.row, box.column) not in touching)

    def page(c: Pen) -> None:
        page_of(replace(sheet, boxes=tuple(box for box in drawn if box.column > 2 or box.row < 3)))(c)
        rows = [box for box in drawn if box.column < 3 and box.row > 2]
        c.setFont(FONT, SIZE)
        for box in rows:
            x = (sheet.xs[0], sheet.xs[1], sheet.xs[1] + 36)[box.column]
            y = (sheet.ys[box.row] + sheet.ys[box.row + box.row_span]) / 2 + 3
            for index, line in enumerate(box.text.split("\n")):
                c.drawString(x, A4[1] - y - LINE * index, line)
        for (row, column), lines in touching.items():
            x = (sheet.xs[1] - 36, sheet.xs[1])[column]
            y = (sheet.ys[row] + sheet.ys[row + 1]) / 2 + 3
            for index, line in enumerate(lines):
                c.drawString(x, A4[1] - y - LINE * index, line)

    document = load(paper(page))
    figures = {(box.row, box.column): box.text for box in GRID if box.row > 2 and box.column > 2}
    assert {place: text for place, text in texts_of(only(document)).items() if place in figures} == figures


def texts_of(table: Table) -> dict[tuple[int, int], str]:
    return {(cell.row, cell.column): cell.text for cell in table.cells}


def test_figure_wider_than_other_columns_between_two_names() -> None:
    """The columns are of unlike width, and 科研机构 has no figures that would show where it is."""
    wide = tuple(replace(box, text="") if box.row > 2 and box.column == 5 else box for box in GRID)
    wide = with_texts(wide, {(3, 9): "1234567", (4, 9): "1234567"})
    sheet = narrow(wide)
    last = sheet.xs[9] + 60
    figures = {(box.row, box.column): box.text for box in wide if box.row > 2 and box.column > 2}
    table = only(load(paper(page_of(replace(sheet, xs=(*sheet.xs[:10], last))))))
    assert {place: text for place, text in texts_of(table).items() if place in figures} == figures


def test_last_row_with_broken_figures() -> None:
    broken = with_texts(GRID, {(25, 3): "1205\n7", (25, 9): "1205\n84", (3, 3): "3000\n12"})
    assert folded(read(only(load(paper(page_of(narrow(broken))))))) == folded(known(joined(broken)))
