"""The DOCX loader: tables on their lattice."""

from dataclasses import dataclass

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.loaders.test_docx_made import (
    CONTINUE,
    RESTART,
    Cells,
    cells,
    made,
    p,
    r,
    read_cells,
    read_lines,
    shared_report,
    span,
    tbl,
    tc,
    texts,
    tr,
)

from extract.document import Document, Line, Table, TableCell
from extract.errors import TooLarge
from extract.loaders.docx.loader import load

FOUR = [2000, 2000, 2000, 2000]


def width(twips: int | str, kind: str = "dxa") -> str:
    return f'<w:tcW w:w="{twips}" w:type="{kind}"/>'


def test_spans_in_both_directions() -> None:
    table = tbl(
        [900, 900, 900],
        tr(tc("申请人情况", RESTART), tc("法人或其他组织", span(2))),
        tr(tc("", CONTINUE), "商业\n企业", tc("总计", RESTART)),
        tr("自然人", "0", tc("", '<w:vMerge w:val="continue"/>')),
    )
    assert read_cells(table) == [
        ("申请人情况", 0, 0, 2, 1),
        ("法人或其他组织", 0, 1, 1, 2),
        ("商业\n企业", 1, 1, 1, 1),
        ("总计", 1, 2, 2, 1),
        ("自然人", 2, 0, 1, 1),
        ("0", 2, 1, 1, 1),
    ]


def test_a_block_merged_both_ways_and_another_right_below() -> None:
    head = tc("一", span(2) + RESTART)
    table = tbl([900] * 3, tr(head, "1"), tr(tc("", span(2) + CONTINUE), "2"), tr(tc("二", span(2) + RESTART), "3"))
    assert read_cells(table) == [
        ("一", 0, 0, 2, 2),
        ("1", 0, 2, 1, 1),
        ("2", 1, 2, 1, 1),
        ("二", 2, 0, 1, 2),
        ("3", 2, 2, 1, 1),
    ]


def test_text_in_a_covered_cell_is_kept() -> None:
    table = tbl([900, 900], tr(tc("（五）", RESTART), "1"), tr(tc("不予处理", CONTINUE), "2"))
    assert read_cells(table)[0] == ("（五）\n不予处理", 0, 0, 2, 1)


def test_a_merge_that_begins_nowhere_begins_where_it_is_met() -> None:
    table = tbl([900, 900], tr(tc("甲", CONTINUE), "1"), tr(tc("", CONTINUE), "2"), tr("乙", "3"))
    assert read_cells(table)[0] == ("甲", 0, 0, 2, 1)
    # Of another width than the cell above, it covers other fields and is a cell of its own.
    table = tbl([900] * 3, tr(tc("甲", RESTART + span(2)), "1"), tr(tc("", CONTINUE), "2", "3"))
    assert read_cells(table)[:3] == [("甲", 0, 0, 1, 2), ("1", 0, 2, 1, 1), ("", 1, 0, 1, 1)]


def test_the_old_horizontal_merge() -> None:
    more = "<w:hMerge/>"
    first = tc("申请人", '<w:hMerge w:val="restart"/>' + RESTART)
    table = tbl(
        [900] * 3,
        tr(first, tc("情况", more), "1"),
        tr(tc("", '<w:hMerge w:val="restart"/><w:vMerge/>'), tc("", more), "2"),
    )
    assert read_cells(table) == [("申请人\n情况", 0, 0, 2, 2), ("1", 0, 2, 1, 1), ("2", 1, 2, 1, 1)]
    assert read_cells(tbl([900, 900], tr(tc("甲", more), "1")))[0] == ("甲", 0, 0, 1, 1)


def test_columns_left_out_before_and_after() -> None:
    table = tbl(
        FOUR,
        tr("甲", "1", "2", "3"),
        tr("乙", "4", properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'),
    )
    assert read_cells(table)[4:] == [("乙", 1, 1, 1, 1), ("4", 1, 2, 1, 1)]


def test_line_breaks_and_paragraphs_in_a_cell() -> None:
    broken = p("社会", "<w:r><w:br/></w:r>", "公益") + p("组织")
    padded = p() + p("0") + p() + p()
    blank = p("　　") + p(" \u00a0")
    assert read_cells(tbl([900] * 4, tr(tc(broken), tc(padded), tc(blank), " 7\t"))) == [
        ("社会\n公益\n组织", 0, 0, 1, 1),
        ("0", 0, 1, 1, 1),
        ("", 0, 2, 1, 1),
        (" 7\t", 0, 3, 1, 1),
    ]


def test_slivers_are_folded_away() -> None:
    table = tbl(
        [12, 900, 5, 30, 900, 39],
        tr(tc("", span(2)), tc("甲", span(4))),
        tr(tc("规章", span(3) + RESTART), tc("0", span(2)), ""),
        tr("", tc("", span(2) + CONTINUE), "", tc("1", span(2))),
    )
    assert read_cells(table) == [
        ("", 0, 0, 1, 1),
        ("甲", 0, 1, 1, 1),
        ("规章", 1, 0, 2, 1),
        ("0", 1, 1, 1, 1),
        ("1", 2, 1, 1, 1),
    ]


def test_narrow_columns_with_text_or_a_width_of_their_own_are_columns() -> None:
    assert read_cells(tbl([900, 20], tr("甲", "1"), tr("乙", "")))[1:] == [
        ("1", 0, 1, 1, 1),
        ("乙", 1, 0, 1, 1),
        ("", 1, 1, 1, 1),
    ]
    assert len(read_cells(tbl([900, 20, 20], tr("甲", tc("", width(800)), tc("", width(10))), tr("乙", "", "")))) == 4
    # A width of 0 tells nothing, and a grid of slivers alone even less.
    assert len(read_cells(tbl([0, 900, 0], tr("甲", "1", ""), tr("乙", "2", tc("", width(3)))))) == 6
    assert len(read_cells(tbl([5, 5], tr("", ""), tr("", "")))) == 4


def test_spans_left_out_are_told_by_the_widths() -> None:
    table = tbl(
        [2000, 1000, 1000, 1000],
        tr(tc("信息内容", width(2010)), tc("本年处理决定数量", width(2990))),
        tr("行政许可", "1", "2", "3"),
    )
    assert read_cells(table)[:2] == [("信息内容", 0, 0, 1, 1), ("本年处理决定数量", 0, 1, 1, 3)]


@pytest.mark.parametrize("widths", [(2000, 1000), (100, 4900), (0, 0)])
def test_widths_that_do_not_fill_the_grid_tell_nothing(widths: tuple[int, int]) -> None:
    short = tr(tc("甲", width(widths[0])), tc("乙", width(widths[1])))
    assert read_cells(tbl([2000, 1000, 1000, 1000], short, tr("1", "2", "3", "4")))[:2] == [
        ("甲", 0, 0, 1, 1),
        ("乙", 0, 1, 1, 1),
    ]


def test_rows_and_grids_that_disagree() -> None:
    expected: Cells = [("甲", 0, 0, 1, 1), ("1", 0, 1, 1, 1), ("2", 0, 2, 1, 1), ("乙", 1, 0, 1, 2)]
    rows = tr("甲", "1", "2"), tr(tc("乙", span(2)))
    for grid in ([], [900], [900, 900, 900], [900] * 7):
        assert read_cells(tbl(grid, *rows)) == expected
    assert read_cells(tbl([], "<w:tr/>", *rows, tr())) == expected


def test_spans_and_widths_that_are_no_numbers() -> None:
    odd = '<w:gridSpan w:val="many"/><w:tcW w:w="50%" w:type="pct"/>'
    table = tbl([900, 900, 900], tr(tc("甲", odd), tc("1", '<w:gridSpan w:val="-3"/>')), tr("乙", "2", "3"))
    table = table.replace('w:w="900"', 'w:w="2.5cm"', 1).replace('w:w="900"', 'w:w="x"', 1)
    assert read_cells(table)[:2] == [("甲", 0, 0, 1, 1), ("1", 0, 1, 1, 1)]


def test_a_row_of_countless_columns_is_refused() -> None:
    with pytest.raises(TooLarge, match="columns"):
        load(made(tbl([900], tr(*[tc("", span(99999))] * 2))))


def test_boxes_are_prose() -> None:
    assert read_lines(p("甲"), tbl([900], tr("一、\n总体情况"), tr("无。")), p("乙")) == [
        "甲",
        "一、",
        "总体情况",
        "无。",
        "乙",
    ]
    assert read_lines(tbl([900, 900], tr(tc("甲", span(2))), tr(tc("乙", span(2))))) == ["甲", "乙"]
    assert read_lines(tbl([9, 900, 9], tr("", tc("甲"), ""), tr("", "乙", ""))) == [
        "",
        "甲",
        "",
        "",
        "乙",
        "",
    ]
    assert read_lines(tbl([900])) == []


def blocks(document: Document) -> list[str | Cells]:
    return [block.text if isinstance(block, Line) else cells(block) for block in document.blocks]


def test_a_layout_table_gives_way_to_the_table_within() -> None:
    inner = tbl([900, 900], tr("规章", "0"))
    grid: Cells = [("规章", 0, 0, 1, 1), ("0", 0, 1, 1, 1)]
    assert blocks(load(made(tbl([900], tr(tc(p("前") + inner + p("后"))))))) == ["前", grid, "后"]
    deeper = tbl([900], tr(tc(p("外") + tbl([900], tr(tc(inner))))))
    assert blocks(load(made(deeper))) == ["外", grid]
    wide = tbl([900, 900], tr(tc("标题", span(2))), tr("", tc(p() + inner)))
    document = load(made(wide + p("间") + inner))
    assert blocks(document) == ["标题", "", "", grid, "间", grid]
    assert [table.number for table in document.tables] == [1, 2]


def test_elsewhere_a_table_within_a_cell_is_its_text() -> None:
    inner = tbl([900, 900], tr("规章", tc(p("0") + tbl([9, 9], tr("甲", "乙")))))
    outer = tbl(
        [900, 900],
        tr("信息内容", "数量"),
        tr("三", "四"),
        tr("五", "六"),
        tr(tc(p("前") + inner + p("后")), "1"),
    )
    assert read_cells(outer)[6:] == [("前\n规章\n0\n甲\n乙\n后", 3, 0, 1, 1), ("1", 3, 1, 1, 1)]
    talk = tbl([900, 900], tr("甲", "乙"), tr(tc(p("很长的一段说明文字" * 5) + tbl([9, 9], tr("1", "2", "3"))), "丁"))
    assert len(read_cells(talk)) == 4


def test_a_paragraph_between_two_rows_is_of_no_cell() -> None:
    table = tbl([900, 900], tr("甲", "1"), p("- 3 -"), p("- 4 -"), tr("乙", "2"))
    grid: Cells = [("甲", 0, 0, 1, 1), ("1", 0, 1, 1, 1), ("乙", 1, 0, 1, 1), ("2", 1, 1, 1, 1)]
    assert blocks(load(made(table + p("后")))) == [grid, "- 3 -", "- 4 -", "后"]


def test_tables_count_from_one() -> None:
    document = load(
        made(tbl([9], tr("盒")) + tbl([900, 900], tr("甲", "1")) + p("间") + tbl([900, 900], tr("乙", "2")))
    )
    assert [(table.number, table.page, table.ruled) for table in document.tables] == [
        (1, None, True),
        (2, None, True),
    ]


# The official blank form: what is merged with what, as it is printed.
HEAD = [
    ("申请人情况", 0, 3, 1, 7),
    ("自然人", 1, 3, 2, 1),
    ("法人或其他组织", 1, 4, 1, 5),
    ("总计", 1, 9, 2, 1),
]
GROUPS = [
    ("一、本年新收政府信息公开申请数量", 3, 0, 1, 3),
    ("二、上年结转政府信息公开申请数量", 4, 0, 1, 3),
    ("三、本年度办理结果", 5, 0, 22, 1),
    ("（一）予以公开", 5, 1, 1, 2),
    ("（三）不予公开", 7, 1, 8, 1),
    ("（四）无法提供", 15, 1, 3, 1),
    ("（五）不予处理", 18, 1, 5, 1),
    ("（六）其他处理", 23, 1, 3, 1),
    ("（七）总计", 26, 1, 1, 2),
    ("四、结转下年度继续办理", 27, 0, 1, 3),
]


def blank(table: Table, rows: range, columns: range) -> int:
    return sum(cell.text == "" for cell in table.cells if cell.row in rows and cell.column in columns)


def test_the_official_blank_form() -> None:
    document = load(shared_report("blank-form-2021.docx"))
    two, three, four = document.tables
    assert [(t.rows, t.columns, len(t.cells)) for t in document.tables] == [
        (14, 4, 30),
        (28, 10, 215),
        (4, 15, 34),
    ]

    assert [cell for cell in cells(two) if cell[4] == 4] == [
        (f"第二十条第（{item}）项", row, 0, 1, 4) for item, row in (("一", 0), ("五", 4), ("六", 7), ("八", 11))
    ]
    assert sum(cell.text == "" for cell in two.cells) == 10
    assert [cell for cell in cells(two) if cell[4] == 3 and cell[0]] == [
        ("本年处理决定数量", 5, 1, 1, 3),
        ("本年处理决定数量", 8, 1, 1, 3),
        ("本年收费金额（单位：万元）", 12, 1, 1, 3),
    ]

    read = set(cells(three))
    assert read.issuperset(HEAD + GROUPS)
    (corner,) = (cell for cell in three.cells if (cell.row, cell.column) == (0, 0))
    assert (corner.row_span, corner.column_span) == (3, 3)
    assert "勾稽关系" in corner.text
    assert blank(three, range(3, 28), range(3, 10)) == 175 == sum(cell.text == "" for cell in three.cells)

    assert [cell.text for cell in next(iter(four.by_row()))] == ["行政复议", "行政诉讼"]
    assert [cell.text for cell in four.cells if cell.row_span == 2][1] == "结果\n纠正"
    assert blank(four, range(3, 4), range(15)) == 15 == sum(cell.text == "" for cell in four.cells)
    headings = [line for line in texts(document) if "、" in line and "情况" in line]
    assert headings[:3] == ["一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"]


@dataclass(frozen=True, slots=True)
class Layout:
    """A lattice wholly covered by cells, and how its grid is written with slivers."""

    table: tuple[TableCell, ...]
    rows: int
    columns: int
    slivers: tuple[bool, ...]
    sides: tuple[tuple[int, ...], ...]


WORDS = st.text("规范性文件0123456789（）、.-\u3000\u00a0 \n", max_size=6)


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(2, 6))
    taken: set[tuple[int, int]] = set()
    table: list[TableCell] = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            free = next((at for at in range(column, columns) if (row, at) in taken), columns) - column
            across, down = draw(st.integers(1, free)), draw(st.integers(1, rows - row))
            taken |= {(row + i, column + j) for i in range(down) for j in range(across)}
            text = draw(WORDS).strip("\n")
            table.append(TableCell(text if text.strip() else "", row, column, down, across))
    slivers = draw(st.tuples(*[st.booleans()] * (columns + 1)))
    side = st.tuples(*[st.sampled_from((-1, 0, 1))] * (columns + 1))
    return Layout(tuple(table), rows, columns, slivers, draw(st.tuples(*[side] * rows)))


def written(layout: Layout) -> str:
    """The layout as XML; before column c of the grid stands a sliver where ``slivers[c]``.

    In each row a sliver belongs to the cell left or right of it, or is a cell alone.
    """
    rows: list[str] = []
    for row, sides in enumerate(layout.sides):
        items: list[str] = []
        for cell in sorted(layout.table, key=lambda cell: cell.column):
            if not cell.row <= row < cell.row + cell.row_span:
                continue
            last = cell.column + cell.column_span
            wide = cell.column_span + sum(layout.slivers[cell.column + 1 : last])
            if layout.slivers[cell.column]:
                wide += sides[cell.column] == 1 or (sides[cell.column] == -1 and cell.column == 0)
                if sides[cell.column] == 0:
                    items.append(tc(""))
            wide += layout.slivers[last] and (sides[last] == -1 or (sides[last] == 1 and last == layout.columns))
            merge = "" if cell.row_span == 1 else RESTART if row == cell.row else CONTINUE
            items.append(tc(cell.text if row == cell.row else "", span(wide) + merge))
        if layout.slivers[layout.columns] and sides[layout.columns] == 0:
            items.append(tc(""))
        rows.append(tr(*items))
    grid: list[int] = []
    for column, sliver in enumerate(layout.slivers):
        grid += [7] * sliver + [900] * (column < layout.columns)
    return tbl(grid, *rows)


@settings(max_examples=150, deadline=None, database=None)
@given(layouts())
def test_any_layout_comes_back(layout: Layout) -> None:
    assume(any(cell.column for cell in layout.table))
    (table,) = load(made(written(layout))).tables
    assert table == Table(layout.table, layout.rows, layout.columns, 1)


@settings(max_examples=50, deadline=None, database=None)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=3), max_size=5))
def test_any_text_comes_back(paragraphs: list[list[str]]) -> None:
    body = "".join(p(*(r(run.replace("\n", "")) for run in runs)) for runs in paragraphs)
    assert read_lines(body) == ["".join(runs).replace("\n", "") for runs in paragraphs]


def test_tables_with_nothing_between_them_are_one() -> None:
    """So do converters write a table: each row one of its own."""
    rows = [tr(tc("（一）", RESTART), "1"), tr(tc("", CONTINUE), "2"), tr("（二）", "3")]
    apart = "".join(tbl([900, 900], row) for row in rows)
    assert read_cells(apart) == read_cells(tbl([900, 900], *rows))
    other = tbl([900, 800], tr("（三）", "4"))
    assert [len(table.cells) for table in load(made(apart + other + p("") + tbl([900, 800], rows[2]))).tables] == [
        5,
        2,
        2,
    ]
