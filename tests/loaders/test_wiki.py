"""Tables in a text as wikis write them: a cell a line, blank ones too."""

import pytest
from tests.texts import cells, read_text, row

from extract.document import Table
from extract.loaders.txt import load

SHORT = "{|\n!width=\"50%\"| '''规章'''\n! 4\n|-\n| colspan=2 | 甲<br />乙\n丙\n|}"


def tables(text: str) -> list[list[tuple[str, int, int, int]]]:
    found = [block for block in load(text.encode()).blocks if isinstance(block, Table)]
    return [[(cell.text, cell.row, cell.column, cell.column_span) for cell in table.cells] for table in found]


def test_cells_of_several_lines_and_columns() -> None:
    assert tables(SHORT) == [[("规章", 0, 0, 1), ("4", 0, 1, 1), ("甲\n乙\n丙", 1, 0, 2)]]
    assert tables("{| class='a'\n|-\n| 1 || 2\n|- style=\"b\"\n| rowspan=2 | 3\n| 4\n|-\n|\n|}") == [
        [("1", 0, 0, 1), ("2", 0, 1, 1), ("3", 1, 0, 1), ("4", 1, 1, 1), ("", 2, 1, 1)]
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (SHORT.removesuffix("\n|}"), "规章/4/甲\n乙/丙"),
        ("{|\n|+ 件数\n| 1\n|}\n'''完'''", "+ 件数/1/完"),
        ("{|\n| 1\n{|\n| 2\n|}\n| 3\n|}\n| 4 |", "1/2/3/| 4 |"),
        ("{|\n|-1\n| 2\n|}", "2"),
        ("{|\n件数\n| 2\n|}", "件数/2"),
        ("{|\n|}", ""),
        ("{|\n| 规章\n| 1\n|\n|-\n! a=1 | 行政规范性文件\n|\n|}", "规章/1/行政规范性文件"),
        ("见表{|\n| 1\n|}", "见表{|/| 1/|}"),
    ],
)
def test_of_what_is_no_whole_table_the_words_stay(text: str, words: str) -> None:
    assert tables(text) == []
    assert "/".join(block.text for block in load(text.encode()).lines) == words


def test_zeros_left_blank_are_blank_cells() -> None:
    def table(*rows: list[str]) -> str:
        return "{|\n" + "\n|-\n".join("\n".join(f"| {cell}".rstrip() for cell in line) for line in rows) + "\n|}\n"

    names = ["自然人", "法人或其他组织", "", "", "", "", "总计"]
    inner = ["", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", ""]
    none = [""] * 7
    text = (
        "'''青杉乡人民政府2023年政府信息公开工作年度报告'''\n\n'''二、主动公开政府信息情况'''\n\n"
        + table(["第二十条第（五）项", "", ""], ["信息内容", "本年处理决定数量", ""], ["行政许可", "61", ""])
        + "\n== 三、收到和处理政府信息公开申请情况 ==\n\n"
        + table(
            ["", "", *names],
            ["", "", *inner],
            ["一、本年新收政府信息公开申请数量", "", "4", *none[:5], "4"],
            ["二、上年结转政府信息公开申请数量", "", *none],
            ["三、本年度办理结果", "（一）予以公开", "", "4", *none[:4], "4"],
        )
        + "\n'''五、存在的主要问题及改进情况'''\n\n人手不足。\n"
    )
    found = read_text(text)
    assert row(found, "new") == [4, None, None, None, None, None, 4]
    assert row(found, "granted") == [None, 4, None, None, None, None, 4]
    assert {cell.state for cell in found.applications if cell.row == "carried_in"} == {"blank"}
    assert cells(found)["disclosure/20.5/licences/decisions"].value == 61
    assert found.report.authority == "青杉乡人民政府"
