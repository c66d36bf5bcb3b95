"""A real report as published: every cell as printed, tables broken over pages joined, page numbers gone."""

import json
import os
from pathlib import Path

import pytest

from extract.document import Document, Line, Table, TableCell
from extract.loaders.pdf.loader import lattice, load

SHARED = Path(os.environ.get("GONGKAI_SHARED", Path(__file__).parents[2] / ".." / "shared"))
PARTS = {f"{number}、" for number in "一二三四五六"}
REPORT = SHARED / "reports" / "hongze-2023.pdf"

pytestmark = pytest.mark.skipif(not REPORT.exists(), reason="the shared reports are not at hand")


@pytest.fixture(scope="module")
def data() -> bytes:
    return REPORT.read_bytes()


@pytest.fixture(scope="module")
def document(data: bytes) -> Document:
    return load(data)


@pytest.fixture(scope="module")
def expected() -> dict[str, object]:
    truth: dict[str, object] = json.loads((SHARED / "expected.json").read_text("utf-8"))["reports"][
        "reports/hongze-2023.pdf"
    ]
    return truth


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.by_row()]


def at(table: Table, row: int, column: int) -> TableCell:
    return next(cell for cell in table.cells if (cell.row, cell.column) == (row, column))


def test_three_tables_in_five_pages(document: Document) -> None:
    assert (document.format, document.pages, document.notes, document.cut) == ("pdf", 5, (), False)
    assert [(t.number, t.page, t.rows, t.columns, t.ruled) for t in document.tables] == [
        (1, 2, 14, 4, True),
        (2, 3, 26, 10, True),
        (3, 4, 4, 15, True),
    ]


def test_grid_two_joined_over_pages(document: Document) -> None:
    table = document.tables[0]
    assert texts(table) == [
        ["第二十条第（一）项"],
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "0", "0", "0"],
        ["行政规范性文件", "0", "5", "5"],
        ["第二十条第（五）项"],
        ["信息内容", "本年处理决定数量"],
        ["行政许可", "550"],
        ["第二十条第（六）项"],
        ["信息内容", "本年处理决定数量"],
        ["行政处罚", "4119"],
        ["行政强制", "195"],
        ["第二十条第（八）项"],
        ["信息内容", "本年收费金额（单位：万元）"],
        ["行政事业性收费", "7730.28"],
    ]
    assert [row[0].page for row in table.by_row()] == [2] * 8 + [3] * 6
    assert at(table, 6, 1).column_span == 3


def test_every_figure_of_grid_three(document: Document, expected: dict[str, object]) -> None:
    applications = expected["applications"]
    assert isinstance(applications, dict)
    rows = texts(document.tables[1])[3:]
    assert [[int(text) for text in row[-7:]] for row in rows] == list(applications.values())


def test_labels_of_grid_three(document: Document) -> None:
    table = document.tables[1]
    upright = at(table, 5, 0)
    assert upright.text == "三\n、\n本\n年\n度\n办\n理\n结\n果"
    assert (upright.row_span, upright.page) == (20, 3)
    spanning = [cell for cell in table.cells if cell.column == 1 and cell.row_span > 1]
    groups = [(cell.text, cell.row, cell.row_span) for cell in spanning]
    assert groups == [("（三）不予公开", 7, 8), ("（四）无法提供", 15, 3), ("（五）不予处理", 18, 5)]
    assert at(table, 22, 2).text == "5.要求行政机关确认或重 新出具\n已获取信息"
    (row,) = (row for row in table.by_row() if row[0].text == "4.无正当理由大量反复 申请")
    assert [cell.text for cell in row[1:]] == ["0"] * 7
    assert {cell.page for cell in row} == {4}


def test_grid_four(document: Document, expected: dict[str, object]) -> None:
    rows = texts(document.tables[2])
    assert [int(text) for text in rows[3]] == expected["appeals"]
    assert rows[0] == ["行政复议", "行政诉讼"]
    assert rows[2][:2] == ["结果\n维持", "结果\n纠正"]


def test_lines_in_reading_order_without_page_numbers(document: Document) -> None:
    lines = [line.text for line in document.lines]
    assert lines[:2] == ["洪泽区人民政府", "2023 年政府信息公开工作年度报告"]
    assert lines[-1] == "法》，全年收取政府信息公开信息处理费 0 元。"
    assert not [line for line in lines if line.startswith("-")]
    assert [line.number for line in document.lines] == list(range(1, len(lines) + 1))
    headings = [
        (block.text if isinstance(block, Line) else block.number)
        for block in document.blocks
        if isinstance(block, Table) or block.text[:2] in PARTS
    ]
    assert headings == [
        "一、总体情况",
        "二、主动公开政府信息情况",
        1,
        "三、收到和处理政府信息公开申请情况",
        2,
        "四、政府信息公开行政复议、行政诉讼情况",
        3,
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]


def test_places(document: Document) -> None:
    assert all(line.page and line.bbox for line in document.lines)
    cell = at(document.tables[1], 3, 3)
    assert cell.bbox == pytest.approx((309.8, 478.8, 341.5, 501.6), abs=1)
    for table in document.tables:
        assert all(c.page and c.bbox and 0 < c.bbox[0] < c.bbox[2] < 595 for c in table.cells)


def test_intermediate_steps_can_be_drawn(data: bytes) -> None:
    steps = lattice(data, 3)
    assert (steps.page, steps.width, steps.height) == (3, 595, 842)
    assert len(steps.meshes) == len(steps.cells) == 2
    assert {len(boxes) for boxes in steps.cells} == {11, 125}
    assert all(span.start < span.end for span in (*steps.merged.level, *steps.merged.upright))
    assert not lattice(data, 1).cells


def test_reading_twice_gives_the_same(data: bytes, document: Document) -> None:
    assert load(data) == document
