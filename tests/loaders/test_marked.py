"""Tables in HTML inside a text: cells with their spans, and nothing lost where they cannot be had."""

import pytest
from tests.texts import read_text, row

from extract.document import Line, Table
from extract.loaders.txt import load

GRID = (
    "<table border=1><tr><td colspan='3'>第二十条第（一）项</td></tr>"
    "<tr><th>信息内容</th><th>本年<br>制发件数</th><th><p>现行</p><p>有效</p></th></tr>"
    "<tr><td>规章</td><td>&nbsp;1</td><td> 2\n </td></tr></table>"
)


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.by_row()]


def test_a_table_among_lines() -> None:
    document = load(f"一、总体情况\n前{GRID}后\n三、".encode())
    first, before, table, after, last = document.blocks
    assert [block.text for block in (first, before, after, last) if isinstance(block, Line)] == [
        "一、总体情况", "前", "后", "三、",
    ]  # fmt: skip
    assert isinstance(table, Table)
    assert (table.rows, table.columns, table.number) == (3, 3, 1)
    assert texts(table) == [["第二十条第（一）项"], ["信息内容", "本年\n制发件数", "现行\n有效"], ["规章", "1", "2"]]
    assert table.cells[0].column_span == 3


def test_a_cell_that_covers_rows_moves_those_beside_it() -> None:
    document = load(b"<TABLE>\n<tr><td rowspan=9>a</td><td>b</td></tr>\n<tr><td>c</td></tr>\n</TABLE>\n")
    cells = document.tables[0].cells
    assert [(cell.text, cell.row, cell.column, cell.row_span) for cell in cells] == [
        ("a", 0, 0, 2), ("b", 0, 1, 1), ("c", 1, 1, 1),
    ]  # fmt: skip


def test_what_a_browser_does_not_show_is_not_there() -> None:
    hidden = '<span style="display: none">8</span><script>9</script><!-- 7 --><b>1</b>2'
    assert texts(load(f"<table><tr><td>{hidden}</td></tr></table>".encode()).tables[0]) == [["12"]]


@pytest.mark.parametrize(
    "text",
    [
        "<table><tr><td>1</td></tr>\n二、",
        "<table><tr><td><table><tr><td>1</td></tr></table></td></tr></table>",
        "</table>一、<table></table>",
        "<table><caption>1</caption><tr><td>2</td></tr></table>",
        "<table>" + "<tr><td rowspan=100 colspan=100>1</td></tr>" * 300 + "</table>",
    ],
    ids=["not closed", "one in another", "without rows", "with a caption", "too large"],
)
def test_what_cannot_be_laid_out_stays_text(text: str) -> None:
    document = load(text.encode())
    assert not document.tables
    kept = "".join(line.text for line in document.lines)
    assert kept.count("1") == text.count(">1<")


def test_tags_around_words_are_no_words() -> None:
    text = "<p align='center'><b>一、总体情况</b></p>\n本年 3<5，见下表。\n" + GRID
    assert [line.text for line in load(text.encode()).lines] == ["一、总体情况", "本年 3<5，见下表。"]


def test_references_are_the_signs_they_stand_for() -> None:
    lines = load("&nbsp;12\n&ldquo;三&rdquo;&#65292;A&B; &#10;&unknown;".encode()).lines
    assert [line.text for line in lines] == ["\xa012", "“三”，A&B;  &unknown;"]


def test_a_row_that_lacks_a_cell_is_left_open() -> None:
    """Its fields end before 总计: which one is gone nothing tells, and its figures are in no column for sure."""
    names = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    rows = [
        ["", "", "", *names],
        ["一、本年新收政府信息公开申请数量", "", "", "3", "", "", "", "", "3"],
        ["三、本年度办理结果", "（一）予以公开", "", "2", "", "", "", "", "", "2"],
    ]
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line)}</tr>" for line in rows)
    found = read_text(
        f"示例县2023年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n<table>{table}</table>\n五、存在的主要问题\n"
    )
    assert row(found, "new") == [None] * 7
    assert row(found, "granted") == [2, None, None, None, None, None, 2]
