"""Tables drawn in text: with bars and boxes, with cells over several lines, with merged cells repeated, with commas."""

import pytest
from tests.test_flat import pieces, rows
from tests.texts import cells, counts, read_text, report, row, states

from extract.cells import Cell
from extract.flat.barred import bars_for_boxes, by_commas

HEAD = "示例县2023年政府信息公开工作年度报告\n二、主动公开政府信息情况\n"
TAIL = "三、收到和处理政府信息公开申请情况\n本年度未收到申请。\n"


def values(text: str) -> dict[str, int | float | None]:
    """The values of grid 二 that are set, by the end of their path."""
    return {path.split("/", 1)[1]: cell.value for path, cell in found(text).items() if cell.value is not None}


def found(text: str) -> dict[str, Cell]:
    return {
        path: cell for path, cell in cells(read_text(f"{HEAD}{text}\n{TAIL}")).items() if path.startswith("disclosure")
    }


def test_a_box_is_bars_and_rules() -> None:
    text = "┌──┬──┬──┬──┐\n│规章│0│ │3│\n├──┼──┼──┼──┤\n│行政规范性文件│1│0│3│\n└──┴──┴──┴──┘"
    assert rows(pieces(text)) == [["规章", "0", "", "3"], ["行政规范性文件", "1", "0", "3"]]
    assert bars_for_boxes("规章 ─ 0") == "规章 ─ 0"  # a dash in a cell is no rule


def test_the_lines_of_a_cell_between_two_rules_are_one_cell() -> None:
    text = "+----+--+--+--+\n|规章|0 |0 |3 |\n+----+--+--+--+\n|行政|  |  |  |\n|规范|1 |0 |3 |\n|性文|  |  |  |\n|件  |  |  |  |\n+----+--+--+--+"
    assert rows(pieces(text)) == [["规章", "0", "0", "3"], ["行政\n规范\n性文\n件", "1", "0", "3"]]


def test_a_blank_row_beside_figures_that_stand_by_a_part_of_its_label_is_doubtful() -> None:
    """A label over two lines, its figures in the first: the second line was read as a row left blank."""
    text = "|规章|0 |0 |3 |\n|行政规范|1 |0 |3 |\n|行政规范性文件|  |  |  |\n|行政许可|2| | |"
    row = [cell for path, cell in found(text).items() if "normative_documents" in path]
    assert states(row) == {("ambiguous", "order_unclear")}
    other = "|第二十条第（一）项| | | |\n|规章|0 |0 |3 |\n|行政规范性文件|  |  |  |\n|其他主动公开文件|1|0|3|\n|行政许可|2| | |"
    row = [cell for path, cell in found(other).items() if "normative_documents" in path]
    assert states(row) == {("blank", None)}


BARS = "第二十条第（一）项 | 第二十条第（一）项 | 第二十条第（一）项 | 第二十条第（一）项\n信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数\n规章 | 0 | 0 | \n行政规范性文件 |  |  | 3\n"


def test_bars_that_only_part_cells_leave_a_blank_one_behind_the_last() -> None:
    cell = found(BARS)["disclosure/20.1/rules/in_force"]
    assert (cell.state, cell.place.column_no) == ("blank", 4)
    assert values(BARS)["20.1/normative_documents/in_force"] == 3


def test_a_merged_cell_that_is_repeated_in_each_field_is_one() -> None:
    text = (
        BARS
        + "第二十条第（五）项 | | |\n信息内容 | 本年处理决定数量 | 本年处理决定数量 | 本年处理决定数量\n行政许可 | 51 | 51 | 51\n"
    )
    assert values(text)["20.5/licences/decisions"] == 51
    differ = text.replace("51 | 51 | 51", "51 | 51 | 52")
    assert found(differ)["disclosure/20.5/licences/decisions"].state == "ambiguous"


COMMAS = '第二十条第（一）项,,,\n信息内容,本年制发件数,本年废止件数,现行有效件数\n规章,0,,3\n行政规范性文件,"1,234",0,3\n第二十条第（五）项,,,\n信息内容,本年处理决定数量,,\n行政许可,519,519,519\n'


def test_rows_of_cells_between_commas() -> None:
    assert pieces(COMMAS).layout == "commas"
    assert values(COMMAS)["20.1/normative_documents/issued"] == 1234
    assert found(COMMAS)["disclosure/20.1/rules/repealed"].state == "blank"
    # without a header that repeats itself three figures are not one, least of all 519519519
    assert found(COMMAS)["disclosure/20.5/licences/decisions"].state == "ambiguous"


@pytest.mark.parametrize(
    "lines",
    [
        ["规章 1,234 2,345 3,456 4,567", "行政许可 1,234 2,345 3,456 4,567"],
        ["本年度,本县公开信息3条,收到申请2件,均已答复。", "其中,自然人1件,企业1件,无结转。"],
        ["(区分处理的,只计这一情形,不计其他情形)等于第三项,加第四项之和"],
        ["规章,0,0,3", "行政规范性文件 0 0 3", "行政许可 5", "行政处罚 6", "行政强制 7"],
    ],
    ids=["thousands", "sentences", "one line", "one row of many"],
)
def test_commas_that_part_no_cells(lines: list[str]) -> None:
    assert not by_commas(lines)


def test_all_cells_in_one_line_of_bars() -> None:
    line = "信息内容|本年制发件数|本年废止件数|现行有效件数|规章|0||3|行政规范性文件|1|0|3|信息内容|本年处理决定数量|行政许可|12|行政处罚|0|"
    assert pieces(line).layout == "cell-pipes"
    assert values(line)["20.1/rules/in_force"] == 3


def test_more_figures_than_columns_are_not_run_together() -> None:
    """A glued text with 5 5 5 in a row of one column was read as 555, deduced by its length."""
    text = "规章003行政规范性文件693665第二十条第(五)项行政许可5 5 5第二十条第(六)项行政处罚0行政强制0"
    assert found(text)["disclosure/20.5/licences/decisions"].state == "ambiguous"


def test_a_comma_in_a_run_of_figures_leaves_it_uncut() -> None:
    text = "规章003行政规范性文件1,2345,678第二十条第(五)项行政许可5第二十条第(六)项行政处罚0行政强制0"
    assert "20.1/normative_documents/issued" not in values(text)
    assert values(text)["20.1/rules/in_force"] == 3


def test_figures_do_not_move_over_a_header() -> None:
    """Three figures in one block and two blank rows in the next were put in step, 5 to each."""
    text = "信息内容\n本年处理决定数量\n行政许可\n5\n5\n5\n第二十条第（六）项\n信息内容\n本年处理决定数量\n行政处罚\n行政强制\n"
    assert "20.6/penalties/decisions" not in values(text)


def test_a_row_of_tabs_alone_is_a_row_of_blanks() -> None:
    text = "行政复议\t行政诉讼\t\t\t\n" + "结果维持\t结果纠正\t其他结果\t尚未审结\t总计\n" + "\t\t\t\t\n\t\n"
    assert rows(pieces(text, "appeals"))[2:] == [[""] * 5]


def test_a_merged_cell_that_is_repeated_in_a_line_of_words_is_one() -> None:
    """21 21 was read as the two figures of a row, of which one was blank and the other printed in its two fields."""
    head = "信息内容 本年处理决定数量 本年处理决定数量 本年处理决定数量\n"
    behind = f"第二十条第（六）项\n{head}行政处罚 0 0 0\n"
    rows = f"第二十条第（五）项\n{head}行政许可 21 21"
    assert found(f"{rows} 21\n{behind}")["disclosure/20.5/licences/decisions"].value == 21
    assert found(f"{rows}\n{behind}")["disclosure/20.5/licences/decisions"].reason == "order_unclear"
    two = "第二十条第（九）项\n信息内容 采购项目数量 采购总金额 采购总金额\n政府集中采购 21 21\n第二十条第（八）项\n信息内容 上一年项目数量 本年增/减\n行政事业性收费 1 2\n"
    cell = found(two)["disclosure/20.9/procurement/purchases"]
    assert (cell.state, cell.reason) == ("ambiguous", "order_unclear")


def test_a_merged_cell_that_is_repeated_a_line_each_is_one() -> None:
    head = "信息内容\n本年处理决定数量\n本年处理决定数量\n本年处理决定数量\n"
    behind = f"第二十条第（六）项\n{head}行政处罚\n0\n0\n0\n行政强制\n0\n0\n0\n"
    rows = f"第二十条第（五）项\n{head}行政许可\n21\n21\n"
    assert found(f"{rows}21\n{behind}")["disclosure/20.5/licences/decisions"].value == 21
    assert found(f"{rows}21\n{behind}".replace("\n", "\n\n"))["disclosure/20.5/licences/decisions"].value == 21
    assert found(f"{rows}{behind}")["disclosure/20.5/licences/decisions"].reason == "order_unclear"


def test_a_header_that_is_printed_twice_repeats_no_field() -> None:
    head = "信息内容 本年处理决定数量\n"
    text = f"第二十条第（五）项\n{head}{head}行政许可 21\n第二十条第（六）项\n{head}行政处罚 0\n行政强制 0\n"
    assert found(text)["disclosure/20.5/licences/decisions"].value == 21


def test_a_blank_ahead_of_a_repeated_cell_is_a_cell() -> None:
    """Where a label of the header was cut short, the blank cell was taken for what a span leaves."""
    head = "第二十条第（九）项 | | |\n信息内容 | 采购项目 | 采购总金额 | 采购总金额\n"
    text = BARS + f"{head}政府集中采购 |  | 0 | 0\n"
    cell = cells(read_text(f"{HEAD}{text}{TAIL}".replace("2023", "2020")))
    assert cell["disclosure/20.9/procurement/purchases"].value is None


def test_the_rest_of_an_amount_in_the_next_line_leaves_the_row_open() -> None:
    """182.14 above 0398万元 was read as 182.14."""
    rows = "|第二十条第（八）项| |\n|信息内容|本年收费金额|\n|行政事业性收费|182.14|\n| |0398万元|\n"
    assert found(rows)["disclosure/20.8/fees/fees_charged"].state == "ambiguous"
    assert found(rows.replace("| |0398万元|\n", ""))["disclosure/20.8/fees/fees_charged"].value == 182.14


def test_a_figure_runs_into_the_next_label_where_bars_stand_only_between_cells() -> None:
    text = "信息内容\n|\n本年制发件数\n|\n本年废止件数\n|\n现行有效件数\n规章\n|\n0\n|\n1\n|\n3\n行政规范性文件\n|\n4\n|\n0\n|\n7 \n第二十条第（五）项\n信息内容\n|\n本年处理决定数量\n行政许可\n|\n12\n"
    assert pieces(text).layout == "cell-pipes"
    read = values(text)
    assert (read["20.1/rules/in_force"], read["20.1/normative_documents/in_force"]) == (3, 7)
    # a remark below a figure belongs to its cell
    assert (
        found(text.replace("7 \n", "7 \n其中修订1件\n"))["disclosure/20.1/normative_documents/in_force"].state
        == "ambiguous"
    )


FRAME = """
                 0          1          2          3
0       第二十条第（一）项  第二十条第（一）项  第二十条第（一）项  第二十条第（一）项
1             信息内容     本年制发件数     本年废止件数     现行有效件数
2               规章        NaN          0          3
3          行政规范性文件          1        NaN          8
4       第二十条第（八）项  第二十条第（八）项  第二十条第（八）项  第二十条第（八）项
5             信息内容   本年收费金额（单位：万元）   本年收费金额（单位：万元）   本年收费金额（单位：万元）
6         行政事业性收费      12.5       12.5       12.5
"""


def test_a_data_frame_printed_as_text() -> None:
    assert values(FRAME) == {
        "20.1/rules/repealed": 0,
        "20.1/rules/in_force": 3,
        "20.1/normative_documents/issued": 1,
        "20.1/normative_documents/in_force": 8,
        "20.8/fees/fees_charged": 12.5,
    }
    assert found(FRAME)["disclosure/20.1/rules/issued"].state == "blank"


@pytest.mark.parametrize(
    ("line", "instead"), [("3  ", "4  "), ("NaN          0", "           0"), ("3          行政", "..         行政")]
)
def test_a_data_frame_that_lacks_a_row_or_a_cell_is_none(line: str, instead: str) -> None:
    torn = found(FRAME.replace(line, instead))
    assert torn["disclosure/20.1/rules/issued"].state == "ambiguous"


def test_bars_that_never_stand_together_show_no_blank_cells() -> None:
    """All cells of a page in one line, blank ones dropped: rows without figures are blank where the grid adds up."""
    figures = {
        **counts("new", 3, *[0] * 5, 3),
        **counts("granted", 2, *[0] * 5, 2),
        **counts("refused.petition", 1, *[0] * 5, 1),
        **counts("total", 3, *[0] * 5, 3),
    }
    lines = [line.strip() for line in report("2021", applications=figures).split("\n") if line.strip()]
    reading = read_text("|".join(line for line in lines if line != "0"))
    assert {cell.state for cell in reading.applications if cell.row == "carried_in"} == {"blank"}
    assert row(reading, "new")[-1] == 3
    assert {cell.value for cell in reading.applications if cell.row == "new"} == {None, 3}
    assert {cell.state for cell in reading.appeals} == {"blank"}
