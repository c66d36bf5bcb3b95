"""Real tables that print the form's columns otherwise: in another order, with a part of a column, or as rows."""

import pytest
from tests.loaders.test_docx_made import made, p, span, tbl, tc, tr

from extract.forms.form import load_forms
from extract.pipeline import read_bytes
from extract.reading import Reading

INNER = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
DOWN, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def table(*rows: list[str]) -> str:
    """Rows of cells; a cell may be markup, words, or words with the fields it spans: 自然人*2."""

    def cell(text: str) -> str:
        if text.startswith("<"):
            return text
        words, _, fields = text.partition("*")
        return tc(words, span(int(fields)) if fields else "")

    return tbl([900] * 9, *(tr(*map(cell, row)) for row in rows))


def part_three(*rows: list[str]) -> Reading:
    body = p("青禾县水务局2023年政府信息公开工作年度报告") + p("三、收到和处理政府信息公开申请情况") + table(*rows)
    return read_bytes(made(body + p("四、政府信息公开行政复议、行政诉讼情况")), "青禾县.docx", load_forms())


def row(found: Reading, key: str) -> list[float | None]:
    return [cell.value for cell in found.applications if cell.row == key]


NEW, OUT = "一、本年新收政府信息公开申请数量", "四、结转下年度继续办理"
TOP = [tc("申请人情况", DOWN), tc("总计", DOWN)]
UNDER = [tc("", ON), tc("", ON)]


def test_the_total_may_stand_first() -> None:
    head = [[*TOP, tc("自然人", DOWN), "法人或其他组织*5"], [*UNDER, tc("", ON), *INNER]]
    found = part_three(*head, [NEW, "9", "4", "2", "0", "1", "0", "2"], [OUT, "3", "3", "0", "0", "0", "0", "0"])
    assert row(found, "new") == [4, 2, 0, 1, 0, 2, 9]
    assert row(found, "carried_out") == [3, 0, 0, 0, 0, 0, 3]


def test_a_row_with_other_spans_than_the_header_is_not_placed_by_it() -> None:
    head = [[*TOP, tc("自然人", DOWN), "法人或其他组织*5"], [*UNDER, tc("", ON), *INNER]]
    found = part_three(*head, [NEW, "9", "4", "2*2", "0", "1", "0"], [OUT, "3", "3", "0", "0", "0", "0", "0"])
    assert row(found, "new") == [None] * 7
    assert row(found, "carried_out") == [3, 0, 0, 0, 0, 0, 3]


@pytest.mark.parametrize(("names", "known"), [(["合计", "其中：网上申请"], True), (["当面", "网上"], False)])
def test_a_part_of_a_column_is_left_aside_where_the_sum_stands_beside_it(names: list[str], *, known: bool) -> None:
    head = [[*TOP, "自然人*2", "法人或其他组织*5"], [*UNDER, *names, *INNER]]
    found = part_three(*head, [NEW, "9", "4", "3", "2", "0", "1", "0", "2"], [OUT, "3", "3", "1", *"00000"])
    assert row(found, "new") == ([4, 2, 0, 1, 0, 2, 9] if known else [None] * 7)


def part_four(*rows: list[str]) -> list[float | None]:
    body = p("青禾县水务局2023年政府信息公开工作年度报告") + p("四、政府信息公开行政复议、行政诉讼情况") + table(*rows)
    found = read_bytes(made(body + p("五、存在的主要问题及改进情况")), "青禾县.docx", load_forms())
    return [cell.value for cell in found.appeals]


HEAD = [
    [tc("", DOWN), tc("行政复议", DOWN), "行政诉讼*2"],
    [tc("", ON), tc("", ON), "未经复议直接起诉", "复议后起诉"],
]
FIGURES = ["1 0 5", "2 3 0", "0 0 0", "1 0 0", "4 3 5"]


def results(figures: list[str]) -> list[list[str]]:
    return [[label, *cells.split()] for label, cells in zip(RESULTS, figures, strict=True)]


def test_grid_four_may_have_a_row_a_result() -> None:
    assert part_four(*HEAD, *results(FIGURES)) == [1, 2, 0, 1, 4, 0, 3, 0, 0, 3, 5, 0, 0, 0, 5]
    assert part_four(*HEAD, *reversed(results(FIGURES))) == [1, 2, 0, 1, 4, 0, 3, 0, 0, 3, 5, 0, 0, 0, 5]


def test_grid_four_with_a_row_too_few_or_twice_is_not_read_crosswise() -> None:
    assert part_four(*HEAD, *results(FIGURES)[:4]) == [None] * 15
    assert part_four(*HEAD, *results(FIGURES)[:4], results(FIGURES)[0]) == [None] * 15
