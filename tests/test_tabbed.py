"""Rows of cells between tabs, as a spreadsheet copies or writes them: a cell in quotation marks may hold breaks."""

import pytest
from tests.test_flat import pieces, rows
from tests.texts import read_text, row


def test_a_quoted_cell_goes_on_in_the_next_lines() -> None:
    text = '一、本年新收政府信息公开申请数量\t4\t0\n"三、本\n年度办理\n结果"\t（一）予以公开\t4\t0\n\t（三）不予公开\t1.属于国家秘密\t0'
    assert rows(pieces(text)) == [
        ["一、本年新收政府信息公开申请数量", "4", "0"],
        ["三、本\n年度办理\n结果", "（一）予以公开", "4", "0"],
        ["", "（三）不予公开", "1.属于国家秘密", "0"],
    ]


def test_several_quoted_cells_stand_in_one_row() -> None:
    text = '行政复议\t\t\n"结果\n维持"\t"结果\n纠正"\t总计\n"结果 ""甲""\n乙"\t1\t2'
    assert rows(pieces(text)) == [
        ["行政复议", "", ""],
        ["结果\n维持", "结果\n纠正", "总计"],
        ['结果 ""甲""\n乙', "1", "2"],
    ]


@pytest.mark.parametrize("mark", ['"规章', '规章"', '"规"章"'])
def test_a_mark_that_is_not_closed_takes_no_figures(mark: str) -> None:
    text = f'{mark}\t0\t0\t3\n行政规范性文件\t1\t0\t5\n"行政许可"\t7\t\t'
    assert [line[1:] for line in rows(pieces(text))] == [["0", "0", "3"], ["1", "0", "5"], ["7", "", ""]]


def test_a_sheet_with_blanks_on_both_sides_of_its_rows_is_read() -> None:
    lines = [
        "川岭县审计局2023年政府信息公开工作年度报告",
        "三、收到和处理政府信息公开申请情况",
        "\t\t\t申请人情况\t\t\t\t\t\t\t\t",
        '\t\t\t"自然\n人"\t法人或其他组织\t\t\t\t\t总计\t\t',
        '\t\t\t\t"商业\n企业"\t"科研\n机构"\t"社会公\n益组织"\t"法律服\n务机构"\t其他\t\t\t',
        "一、本年新收政府信息公开申请数量\t\t\t12\t3\t0\t0\t0\t0\t15\t\t",
        "二、上年结转政府信息公开申请数量\t\t\t1\t0\t0\t0\t0\t0\t1\t\t",
        '"三、本\n年度办\n理结果"\t（一）予以公开\t\t9\t2\t0\t0\t0\t0\t11\t\t',
        '\t"（二）部分公开\n（区分处理的，只计这一情形，不计其他情形）"\t\t4\t0\t0\t0\t0\t0\t4\t\t',
        "\t（七）总计\t\t13\t2\t0\t0\t0\t0\t15\t\t",
        "四、结转下年度继续办理\t\t\t0\t1\t0\t0\t0\t0\t1\t\t",
        "四、政府信息公开行政复议、行政诉讼情况",
    ]
    found = read_text("\n".join(lines))
    assert row(found, "new") == [12, 3, 0, 0, 0, 0, 15]
    assert row(found, "partly_granted") == [4, 0, 0, 0, 0, 0, 4]
    assert row(found, "carried_out") == [0, 1, 0, 0, 0, 0, 1]
