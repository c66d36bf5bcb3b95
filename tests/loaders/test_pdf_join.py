"""Tables cut by a page's end become one again, where one reading is possible, and furniture is dropped."""

from dataclasses import replace

import pytest
from tests.loaders.test_pdf_paper import (
    Box,
    Pen,
    Sheet,
    appeals,
    applications,
    cut,
    disclosure,
    draw_sheet,
    known,
    paper,
    read,
    sheet_of,
    text_at,
)

from extract.document import Document, Table
from extract.loaders.pdf.loader import load

GRID = applications()


def on_two_pages(
    upper: Sheet, lower: Sheet, *, bottom: bool = True, top: bool = True, number: str | None = "- 1 -"
) -> Document:
    def first(c: Pen) -> None:
        text_at(c, 80, 80, "三、收到和处理政府信息公开申请情况", 14)
        draw_sheet(c, upper, bottom=bottom)
        if number:
            text_at(c, 280, 805, number)

    def second(c: Pen) -> None:
        draw_sheet(c, lower, top=top)
        text_at(c, 80, 780, "四、政府信息公开行政复议、行政诉讼情况", 14)
        if number:
            text_at(c, 280, 805, number.replace("1", "2"))

    return load(paper(first, second))


def only(document: Document) -> Table:
    (table,) = document.tables
    assert [line.text for line in document.lines] == [
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
    ]
    return table


@pytest.mark.parametrize("row", range(1, 26))
@pytest.mark.parametrize(("bottom", "top"), [(True, True), (False, False), (False, True)])
def test_cut_between_any_two_rows(row: int, bottom: bool, top: bool) -> None:
    """Whether the page's end draws a closing line, an opening one, both or none."""
    upper, lower = cut(GRID, row)
    table = only(on_two_pages(sheet_of(upper), sheet_of(lower), bottom=bottom, top=top))
    assert read(table) == known(GRID)
    pages = {cell.row: cell.page for cell in table.cells if cell.column > 2}
    assert [pages[r] for r in range(3, 26)] == [1 if r < row else 2 for r in range(3, 26)]


def test_margins_of_odd_and_even_pages_may_differ() -> None:
    upper, lower = cut(GRID, 14)
    table = only(on_two_pages(sheet_of(upper), sheet_of(lower, left=95)))
    assert read(table) == known(GRID)


def test_other_columns_are_another_table() -> None:
    upper, lower = cut(GRID, 14)
    wide = sheet_of(lower)
    wide = replace(wide, xs=(*wide.xs[:-1], wide.xs[-1] + 30))
    assert len(on_two_pages(sheet_of(upper), wide).tables) == 2


def test_text_between_them_keeps_tables_apart() -> None:
    upper, lower = cut(GRID, 14)

    def second(c: Pen) -> None:
        text_at(c, 80, 70, "续表见下。")
        draw_sheet(c, sheet_of(lower))

    document = load(paper(lambda c: draw_sheet(c, sheet_of(upper)), second))
    assert [type(block).__name__ for block in document.blocks] == ["Table", "Line", "Table"]


def test_blocks_with_columns_of_their_own_join_on_the_common_lattice() -> None:
    """A block of one wide value column goes on under a block of three."""
    upper, lower = cut(disclosure(), 4)
    narrow = Sheet((70, 230, 510), tuple(90.0 + 30 * i for i in range(4)), _without_columns(lower))
    wide = Sheet((70, 230, 330, 420, 510), tuple(600.0 + 30 * i for i in range(5)), upper)
    table = only(on_two_pages(wide, narrow))
    assert read(table) == known(disclosure())


def _without_columns(boxes: tuple[Box, ...]) -> tuple[Box, ...]:
    """The same boxes on a lattice of two columns."""
    return tuple(
        replace(b, column=min(b.column, 1), column_span=2 - b.column if b.column_span > 1 else 1) for b in boxes
    )


def test_title_row_alone_at_the_bottom_is_part_of_the_table() -> None:
    upper, lower = cut(disclosure(), 1)
    title = Sheet((70, 510), (700, 730), (Box("第二十条第（一）项", 0, 0),))
    rest = Sheet((70, 230, 330, 420, 510), tuple(90.0 + 30 * i for i in range(7)), lower)
    assert len(upper) == 1
    assert read(only(on_two_pages(title, rest))) == known(disclosure())


ROW = 22
"""5.要求行政机关确认或重新出具已获取信息, of two lines."""


def _halves(values_above: bool) -> tuple[tuple[Box, ...], tuple[Box, ...]]:
    """The table cut through a row: the first line of its label above, the second below."""
    upper, lower = cut(GRID, ROW)
    upper += tuple(
        replace(box, row=ROW, row_span=1, text=text)
        for box in cut(GRID, ROW + 1)[0]
        if box.row + box.row_span == ROW + 1
        for text in [_half(box, above=True, values_above=values_above)]
    )
    upper = tuple(
        replace(box, row_span=ROW + 1 - box.row) if box.column < 2 and box.row + box.row_span == ROW else box
        for box in upper
        if not (box.row == ROW and box.column < 2)
    )
    lower = tuple(
        replace(box, text=_half(box, above=False, values_above=values_above)) if box.row == 0 else box for box in lower
    )
    return upper, lower


def _half(box: Box, *, above: bool, values_above: bool) -> str:
    if box.column == 2:
        return "5.要求行政机关确认或重新" if above else "出具已获取信息"
    if box.column > 2:
        return box.text if above == values_above else ""
    return box.text


@pytest.mark.parametrize("values_above", [True, False])
@pytest.mark.parametrize(("bottom", "top"), [(True, True), (False, False), (False, True)])
def test_row_cut_through_its_label(values_above: bool, bottom: bool, top: bool) -> None:
    upper, lower = _halves(values_above)
    table = only(on_two_pages(sheet_of(upper), sheet_of(lower), bottom=bottom, top=top))
    assert read(table) == known(GRID)
    value = next(cell for cell in table.cells if (cell.row, cell.column) == (ROW, 3))
    assert value.page == (1 if values_above else 2)


def test_label_on_one_page_and_its_values_on_the_next() -> None:
    upper, lower = _halves(values_above=False)
    label = "5.要求行政机关确认或重新\n出具已获取信息"
    upper = tuple(replace(b, text=label) if (b.row, b.column) == (ROW, 2) else b for b in upper)
    lower = tuple(replace(b, text="") if (b.row, b.column) == (0, 2) else b for b in lower)
    assert read(only(on_two_pages(sheet_of(upper), sheet_of(lower)))) == known(GRID)


def test_two_rows_with_figures_are_never_one() -> None:
    """A row whose own label is lost still is a row: which figure would be the value?"""
    upper, lower = cut(GRID, ROW)
    lower = tuple(replace(b, text="") if (b.row, b.column) == (0, 2) else b for b in lower)
    table = only(on_two_pages(sheet_of(upper), sheet_of(lower), bottom=False, top=False))
    assert table.rows == 26
    wanted = tuple(replace(b, text="") if (b.row, b.column) == (ROW, 2) else b for b in GRID)
    assert read(table) == known(wanted)


def test_blank_rows_with_labels_of_their_own_stay_two_rows() -> None:
    """Zeros left blank: the labels alone tell that the rows are two."""
    blank = tuple(replace(box, text="") if box.column > 2 and box.row > 2 else box for box in GRID)
    upper, lower = cut(blank, ROW)
    table = only(on_two_pages(sheet_of(upper), sheet_of(lower), bottom=False, top=False))
    assert read(table) == known(blank)


def test_unnumbered_rows_of_grid_two_stay_two_rows() -> None:
    boxes = (
        Box("第二十条第（六）项", 0, 0, 1, 2),
        Box("信息内容", 1, 0),
        Box("本年处理决定数量", 1, 1),
        Box("行政处罚", 2, 0),
        Box("4119", 2, 1),
        Box("行政强制", 3, 0),
        Box("", 3, 1),
    )
    upper, lower = cut(boxes, 3)
    sheets = (
        Sheet((70, 230, 510), (700, 725, 750, 775), upper),
        Sheet((70, 230, 510), (90, 120), lower),
    )
    assert read(only(on_two_pages(*sheets, bottom=False, top=False))) == known(boxes)


def test_group_label_cut_in_the_middle_of_a_word() -> None:
    upper, lower = cut(GRID, 16)
    upper = tuple(replace(b, text="（四）无") if (b.row, b.column) == (15, 1) else b for b in upper)
    lower = tuple(replace(b, text="法提供") if (b.row, b.column) == (0, 1) else b for b in lower)
    table = only(on_two_pages(sheet_of(upper), sheet_of(lower)))
    wanted = tuple(replace(b, text="（四）无\n法提供") if (b.row, b.column) == (15, 1) else b for b in GRID)
    assert read(table) == known(wanted)


@pytest.mark.parametrize("bottom", [True, False])
def test_header_on_one_page_and_figures_on_the_next(bottom: bool) -> None:
    """A header word never swallows the figure, or the blank, under it."""
    boxes = appeals(["10", "1", "", "", "11", *["0"] * 10])
    upper, lower = cut(boxes, 3)
    xs = tuple(75 + 29.0 * i for i in range(16))
    sheets = Sheet(xs, (650, 675, 700, 740), upper), Sheet(xs, (90, 115), lower)
    assert read(only(on_two_pages(*sheets, bottom=bottom, top=bottom))) == known(boxes)


def test_header_cut_through_the_names_of_its_columns() -> None:
    """商业 and 企业 on two pages are one name; lines drawn on both sides do not make them two rows."""
    upper, lower = cut(GRID, 3)
    halves = {
        name: name.split("\n", 1) for name in ("商业\n企业", "科研\n机构", "社会\n公益\n组织", "法律\n服务\n机构")
    }
    wide = {box.text: halves.get(box.text, [box.text, ""]) for box in upper if box.row + box.row_span == 3}
    above = tuple(replace(b, text=wide[b.text][0]) if b.row + b.row_span == 3 else b for b in upper)
    below = tuple(
        replace(b, row=0, row_span=1, text=wide[b.text][1]) for b in upper if b.row + b.row_span == 3
    ) + tuple(replace(b, row=b.row + 1) for b in lower)
    table = only(on_two_pages(sheet_of(above, top=500), sheet_of(below)))
    assert read(table) == known(GRID)


def test_name_in_a_tall_header_cell_cut_in_two() -> None:
    boxes = appeals([str(i) for i in range(15)])
    upper, lower = cut(boxes, 1)
    upper = tuple(replace(b, text="行政") if b.text == "行政复议" else b for b in upper)
    lower = tuple(replace(b, text="复议") if (b.row, b.column) == (0, 0) else b for b in lower)
    xs = tuple(75 + 29.0 * i for i in range(16))
    table = only(on_two_pages(Sheet(xs, (700, 725), upper), Sheet(xs, (90, 115, 155, 180), lower)))
    wanted = tuple(replace(b, text="行政\n复议") if b.text == "行政复议" else b for b in boxes)
    assert read(table) == known(wanted)


def test_text_in_brackets_cut_in_two() -> None:
    upper, lower = cut(GRID, 2)
    note = GRID[0].text.split("\n")
    upper = tuple(replace(b, text=note[0]) if b.text == GRID[0].text else b for b in upper)
    lower = tuple(replace(b, text=note[1]) if (b.row, b.column) == (0, 0) else b for b in lower)
    table = only(on_two_pages(sheet_of(upper, top=500), sheet_of(lower)))
    assert (table.cells[0].text, table.cells[0].row_span) == (GRID[0].text, 3)


def test_header_repeated_on_the_next_page_is_dropped() -> None:
    upper, lower = cut(GRID, 14)
    header = tuple(box for box in GRID if box.row < 3)
    again = header + tuple(replace(box, row=box.row + 3) for box in lower)
    assert read(only(on_two_pages(sheet_of(upper), sheet_of(again)))) == known(GRID)


def torn(above: str, below: dict[int, str], *, label: str = "") -> set[tuple[object, ...]]:
    """Grid 三 cut in row 4, whose figure in column 3 is ``above``; on the next page a row of ``below`` by column comes first."""
    upper, lower = cut(GRID, 5)
    upper = tuple(replace(box, text=above) if (box.row, box.column) == (4, 3) else box for box in upper)
    spans = [(box.column, box.column_span) for box in upper if box.row == 4]
    rest = tuple(Box(below.get(at, "") if at else label, 0, at, 1, wide) for at, wide in spans)
    moved = tuple(replace(box, row=box.row + 1) for box in lower)
    return {entry[:3] for entry in read(only(on_two_pages(sheet_of(upper, top=675), sheet_of((*rest, *moved)))))}


def test_a_figure_torn_by_the_pages_end_is_one_where_its_cell_is_full() -> None:
    assert ("246817", 4, 3) in torn("24681", {3: "7"})


@pytest.mark.parametrize(
    ("above", "below", "label"),
    [
        ("246", {3: "7"}, ""),  # with room for another digit
        ("24681", {3: "7", 4: "2"}, ""),  # a figure under a cell with room
        ("24681", {3: "7"}, "重复申请"),  # a label of its own
    ],
)
def test_figures_on_two_pages_stay_two_where_one_may_be_another_rows(
    above: str, below: dict[int, str], label: str
) -> None:
    found = torn(above, below, label=label)
    assert {(above, 4, 3), ("7", 5, 3)} <= found


@pytest.mark.parametrize("number", ["- 1 -", "— 1 —", "1", "第1页", "第 1 页 共 2 页", "1/2", "-1-", "\u30001"])
def test_page_numbers_are_dropped(number: str) -> None:
    upper, lower = cut(GRID, 14)
    assert read(only(on_two_pages(sheet_of(upper), sheet_of(lower), number=number))) == known(GRID)


def test_page_number_printed_over_the_table_is_no_value() -> None:
    """The rows go on below the page number; where other pages print it tells a bare number from a value."""

    def first(c: Pen) -> None:
        text_at(c, 90, 100, "青禾县人民政府")
        text_at(c, 318, 806, "1", 9)

    def second(c: Pen) -> None:
        sheet = sheet_of(GRID, top=180)
        draw_sheet(c, sheet)
        text_at(c, 318, 806, "2", 9)

    table = load(paper(first, second)).tables[0]
    assert table.cells[-1].bbox is not None
    assert table.cells[-1].bbox[3] > 790
    assert read(table) == known(GRID)


@pytest.mark.parametrize("number", ["- 1 -", "— 1 —"])
def test_decorated_page_number_over_the_table_is_dropped_at_once(number: str) -> None:
    def page(c: Pen) -> None:
        draw_sheet(c, sheet_of(GRID, top=175))
        text_at(c, 320, 796, number, 9)

    (table,) = load(paper(page)).tables
    assert read(table) == known(GRID)


def with_number(number: str, other: str, sheet: Sheet | None = None) -> Table:
    """Grid 三 at the foot of page 2, the page's number printed over the line between two of its cells."""
    drawn = sheet or sheet_of(GRID, top=165)
    drawn = replace(drawn, ys=(*drawn.ys[:-1], drawn.ys[-1] + 16))

    def first(c: Pen) -> None:
        text_at(c, 90, 100, "青禾县人民政府")
        text_at(c, 280, 806, other, 11)

    def second(c: Pen) -> None:
        draw_sheet(c, drawn)
        text_at(c, drawn.xs[6] - 12, drawn.ys[-1] - 2, number)

    return load(paper(first, second)).tables[0]


@pytest.mark.parametrize(("number", "other"), [("- 47 -", "- 46 -"), ("第 2 页", "第 1 页")])
def test_page_number_printed_over_two_cells_is_dropped(number: str, other: str) -> None:
    assert read(with_number(number, other)) == known(GRID)


def test_signs_over_two_cells_stay_where_no_other_page_counts_to_them() -> None:
    assert read(with_number("- 47 -", "- 45 -")) != known(GRID)


def test_dashes_in_cells_of_their_own_are_no_page_number() -> None:
    """A row of —, 2 and — under a page that counts so: they stand apart, each in its cell."""
    sheet = sheet_of(GRID, top=165)
    signs = {5: "—", 6: "2", 7: "—"}
    boxes = tuple(
        replace(box, text=signs.get(box.column, "" if box.column > 2 else box.text)) if box.row == 25 else box
        for box in GRID
    )
    assert read(with_number("", "— 1 —", sheet=replace(sheet, boxes=boxes))) == known(boxes)


def test_figure_in_the_last_row_is_kept_when_no_page_number_stands_there() -> None:
    sheet = sheet_of(GRID, top=190)
    document = load(paper(lambda c: draw_sheet(c, sheet)))
    assert document.tables[0].cells[-1].text == "226"
    assert read(document.tables[0]) == known(GRID)


def test_running_heads_stay_on_the_first_page_only() -> None:
    def drawn(number: int, c: Pen) -> None:
        text_at(c, 200, 50, "青禾县2023年政府信息公开工作年度报告", 9)
        text_at(c, 90, 120, f"这是报告正文第{'一二三'[number]}部分的文字。")
        text_at(c, 290, 810, str(number + 1))

    document = load(paper(*(lambda c, n=n: drawn(n, c) for n in range(3))))
    assert [line.text for line in document.lines] == [
        "青禾县2023年政府信息公开工作年度报告",
        "这是报告正文第一部分的文字。",
        "这是报告正文第二部分的文字。",
        "这是报告正文第三部分的文字。",
    ]


def test_a_number_in_the_text_is_no_page_number() -> None:
    def page(c: Pen) -> None:
        text_at(c, 90, 100, "本机关全年收到申请")
        text_at(c, 90, 130, "21")
        text_at(c, 90, 160, "件。")

    assert [line.text for line in load(paper(page)).lines] == ["本机关全年收到申请", "21", "件。"]


def test_bare_figures_out_of_sequence_are_no_page_numbers() -> None:
    """A value may stand alone on the first line of a page."""

    def page(c: Pen, figure: str) -> None:
        text_at(c, 300, 85, figure)
        text_at(c, 90, 130, "青禾县人民政府")

    document = load(paper(*(lambda c, f=f: page(c, f) for f in ("118", "1178", "36"))))
    assert [line.text for line in document.lines][::2] == ["118", "1178", "36"]
    counted = load(paper(*(lambda c, f=f: page(c, f) for f in ("36", "37", "38"))))
    assert {line.text for line in counted.lines} == {"青禾县人民政府"}
