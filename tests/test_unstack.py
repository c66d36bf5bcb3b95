"""Rows that stand as lines in the cells of one row: taken apart where every cell has a line for each row named."""

import pytest
from tests.loaders.test_docx_made import made, p, tbl, tc, tr

from extract.cells import Cell
from extract.forms.form import load_forms
from extract.pipeline import read_bytes

COLUMNS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
LABELS = ["1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确"]
FIGURES = ["6 2 1", "0 3 0", "0 0 0", "0 0 0", "0 1 0", "0 0 0", "6 6 1"]


def lines(text: str) -> str:
    """A cell with a paragraph for each word."""
    return tc("".join(p(word) for word in text.split(" ")))


def read_rows(label: str, figures: list[str]) -> dict[tuple[str, str], Cell]:
    head = tr(tc("申请人情况"), *map(tc, COLUMNS))
    new = tr(tc("一、本年新收政府信息公开申请数量"), *map(tc, ["12", "3", "0", "0", "1", "0", "16"]))
    stacked = tr(lines(label), *map(lines, figures))
    total = tr(tc("（七）总计"), *map(tc, ["9", "3", "0", "0", "1", "0", "13"]))
    body = p("青禾县水务局2023年政府信息公开工作年度报告") + p("三、收到和处理政府信息公开申请情况")
    data = made(body + tbl([900] * 8, head, new, stacked, total) + p("四、政府信息公开行政复议、行政诉讼情况"))
    return {(cell.row, cell.column): cell for cell in read_bytes(data, "青禾县.docx", load_forms()).applications}


def values(found: dict[tuple[str, str], Cell], row: str) -> list[object]:
    return [cell.value for key, cell in found.items() if key[0] == row]


@pytest.mark.parametrize("labels", [LABELS, [label[2:] for label in LABELS]])
def test_a_line_for_each_row_that_the_label_names(labels: list[str]) -> None:
    found = read_rows(" ".join(labels), FIGURES)
    assert values(found, "unavailable.not_held") == [6, 0, 0, 0, 0, 0, 6]
    assert values(found, "unavailable.needs_creation") == [2, 3, 0, 0, 1, 0, 6]
    assert values(found, "unavailable.unclear") == [1, 0, 0, 0, 0, 0, 1]
    assert values(found, "total") == [9, 3, 0, 0, 1, 0, 13]
    cell = found["unavailable.unclear", "total"]
    assert (cell.state, cell.raw, cell.place.row_no, cell.place.column_no) == ("number", "1", 3, 8)


def test_a_numbered_name_may_be_wrapped() -> None:
    wrapped = " ".join(["1.本机关不掌握", "相关政府信息", *LABELS[1:]])
    assert values(read_rows(wrapped, FIGURES), "unavailable.needs_creation") == [2, 3, 0, 0, 1, 0, 6]


@pytest.mark.parametrize(
    ("labels", "figures"),
    [
        (LABELS, ["6 2", *FIGURES[1:]]),  # a line less: a blank somewhere
        (LABELS[:2], FIGURES),  # a line without a name
        (LABELS, ["6 2 1", "", *FIGURES[2:]]),
        (LABELS, ["无 2 1", *FIGURES[1:]]),
        ([LABELS[0], "及其他", LABELS[2]], FIGURES),  # numbers that do not count up
    ],
)
def test_a_line_more_or_less_leaves_the_row_undecided(labels: list[str], figures: list[str]) -> None:
    found = read_rows(" ".join(labels), figures)
    rows = ("unavailable.not_held", "unavailable.needs_creation", "unavailable.unclear")
    assert not [found[key] for key in found if key[0] in rows and found[key].state == "number"]
    assert values(found, "total") == [9, 3, 0, 0, 1, 0, 13]
