"""Headings: which lines may begin a part, and which never do."""

import pytest

from extract.document import Line
from extract.forms.form import load_forms
from extract.parts.headings import candidates

FORMS = load_forms()
PREFACE = (
    "本报告包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议和行政诉讼情况、"
    "存在的主要问题及改进情况、其他需要报告的事项等六个部分。"
)


def parts(text: str) -> list[int]:
    return [candidate.part for candidate in candidates(0, Line(text, 1), FORMS)]


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("一、总体情况", 1),
        ("一、总体情况。", 1),
        ("1、总体情况", 1),
        ("一．总体情况", 1),
        ("一 总体情况", 1),
        ("第一部分 总体情况", 1),
        ("第一部分：总体情况", 1),
        ("一、 总 体 情 况", 1),
        ("\u3000\u3000一、总体情况", 1),
        ("\ufeff一、总体情况", 1),
        ("一、总体\u200b情况", 1),
        ("## 一、总体情况", 1),
        ("**一、总体情况**", 1),
        ("> 一、总体情况", 1),
        ("【一、总体情况】", 1),
        ("一、總體情況", 1),
        ("[bookmark: _GoBack]二、主动公开政府信息情况", 2),
        ("三、收到和处理政府信息公开申请情况", 3),
        ("三、收到和處理政府信息公開申請情況", 3),
        ("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", 4),
        ("四、政府信息公開行政複議、行政訴訟情況", 4),
        ("五、政府信息公开工作存在的主要问题及改进情况", 5),
        ("六、其他需要报告的事项", 6),
    ],
)
def test_official_headings(line: str, part: int) -> None:
    found = candidates(0, Line(line, 1), FORMS)
    assert [(candidate.part, candidate.method) for candidate in found] == [(part, "exact")]


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("二、行政机关主动公开政府信息情况", 2),
        ("二、主动公开信息情况", 2),
        ("三、行政机关收到和处理政府信息公开申请情况", 3),
        ("三、收到和处理政府信息公开申情况", 3),
        ("四、政府信息公开行政法复议、行政诉讼情况", 4),
        ("四、政府信息公开行政复议和行政诉讼情况", 4),
        ("五、存在的主要问题和改进情况", 5),
        ("六、其它需要报告的事项", 6),
        ("六、其他需报告的事项", 6),
        ("六、需要报告的其他事项", 6),
    ],
)
def test_other_wordings_and_typos(line: str, part: int) -> None:
    found = candidates(0, Line(line, 1), FORMS)
    assert [(candidate.part, candidate.method) for candidate in found] == [(part, "variant")]


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("、主动公开政府信息情况", 2),
        ("主动公开政府信息情况", 2),
        ("三、主动公开政府信息情况", 2),
        ("五、其他需要报告的事项", 6),
        ("其他需要报告的事项", 6),
    ],
)
def test_a_numeral_that_is_lost_or_wrong(line: str, part: int) -> None:
    found = candidates(0, Line(line, 1), FORMS)
    assert [(candidate.part, candidate.method) for candidate in found] == [(part, "misnumbered")]


@pytest.mark.parametrize(
    "line",
    [
        "四、政府信息公开行政复议行政诉讼情况",
        "四、因政府信息公开工作被申请行政复议提起行政诉讼情况",
    ],
)
def test_a_lost_comma_does_not_hide_a_heading(line: str) -> None:
    assert parts(line) == [4]


@pytest.mark.parametrize(
    "line",
    [
        # the rows of grid 三
        "一、本年新收政府信息公开申请数量",
        "一、本年新收政府信息公开申请数量 2 0 0 0 1 2 5",
        "二、上年结转政府信息公开申请数量",
        "三、本年度办理结果",
        "四、结转下年度继续办理",
        "四、结转下年度继续办理 0 0 0 0 0 0 0",
        # sentences
        PREFACE,
        "一是总体情况良好",
        "一、总体情况的说明见附件",
        "我县总体情况良好。",
        "无其他需要报告的事项",
        "本年度没有其他需要报告的事项。",
        "收到和处理政府信息公开申请情况不够规范，需要改进。",
        "七、附件",
        "六、",
        "",
    ],
)
def test_never_a_heading(line: str) -> None:
    assert parts(line) == []


def test_an_item_in_brackets_gives_way_to_a_numbered_heading() -> None:
    item = candidates(0, Line("（一）总体情况", 1), FORMS)
    heading = candidates(0, Line("一、总体情况", 1), FORMS)
    assert max(candidate.score for candidate in item) < heading[0].score


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("一、总体情况2023年，全区共收到申请23件。", "2023年，全区共收到申请23件。"),
        ("一、总体情况：2023年，全区共收到申请23件。", "2023年，全区共收到申请23件。"),
        ("二、主动公开政府信息情况 第二十条第（一）项", "第二十条第（一）项"),
        ("六、其他需要报告的事项。无", "无"),
        ("六、其他需要报告的事项：无。", "无。"),
    ],
)
def test_a_heading_and_its_text_in_one_line(line: str, rest: str) -> None:
    (found,) = candidates(0, Line(line, 1), FORMS)
    assert (found.start, line[found.end :]) == (0, rest)


def test_headings_inside_a_long_line() -> None:
    line = (
        "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。一、总体情况2023年，全区依法公开。"
        "二、主动公开政府信息情况 第二十条第（一）项信息内容三、收到和处理政府信息公开申请情况"
        "一、本年新收政府信息公开申请数量0000000二、上年结转政府信息公开申请数量0000000三、本年度办理结果"
        "四、结转下年度继续办理 0 0 00 00 0 四、政府信息公开行政法复议、行政诉讼情况行政复议行政诉讼"
    )
    found = candidates(7, Line(line, 1), FORMS)
    assert [(candidate.block, candidate.part) for candidate in found] == [(7, 1), (7, 2), (7, 3), (7, 4)]
    assert [line[candidate.start : candidate.end] for candidate in found] == [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政法复议、行政诉讼情况",
    ]
