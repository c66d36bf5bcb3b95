"""Splitting: six parts always, each with its own text, and nothing of the grids taken for a heading."""

import pytest
from tests.texts import HEADINGS, TITLE, document, report

from extract.document import Document, Line, Table, TableCell
from extract.forms.form import load_forms
from extract.parts.report import Report
from extract.parts.split import split

FORMS = load_forms()
TEXTS = (
    "本机关依法公开政府信息。",
    "主动公开情况见下表。",
    "全年收到申请零件。",
    "本年没有行政复议。",
    "公开内容还不够丰富。",
    "没有其他需要报告的事项。",
)
BODY = "\n".join(line for pair in zip(HEADINGS, TEXTS, strict=True) for line in pair)
NAMES = [heading[2:] for heading in HEADINGS]


def parted(text: str) -> Report:
    return split(document(text), FORMS)


def texts(found: Report) -> tuple[str, ...]:
    return tuple(section.text.strip() for section in found.sections)


def methods(found: Report) -> str:
    """The methods by their first letters: e, v, m, i; - for missing."""
    return "".join("-" if section.method == "missing" else section.method[0] for section in found.sections)


def changed(old: str, new: str) -> str:
    assert old in BODY
    return f"{TITLE}\n{BODY.replace(old, new)}"


def test_a_plain_report() -> None:
    found = parted(f"{TITLE}\n{BODY}")
    assert texts(found) == TEXTS
    assert [section.heading for section in found.sections] == list(HEADINGS)
    assert [section.place.line for section in found.sections] == [2, 4, 6, 8, 10, 12]
    assert (methods(found), found.parts_found, found.second) == ("eeeeee", 6, None)


@pytest.mark.parametrize(
    "preface",
    [
        f"本报告包括{'、'.join(NAMES)}等六个部分。",
        f"本报告由{'，'.join(HEADINGS)}六部分组成。",
        f"根据要求编制本报告，全文由{'；'.join(HEADINGS)}组成。本报告的电子版可在网站下载。",
        f"目录：{' '.join(HEADINGS)}",
        "目录\n" + "\n".join(HEADINGS),
        "目 录\n" + "\n".join(f"{heading}……{page}" for page, heading in enumerate(HEADINGS, 1)),
        "目录\n" + "\n".join(f"{heading} ............ {3 * page}" for page, heading in enumerate(HEADINGS, 1)),
    ],
    ids=["names", "numbered", "long", "contents in a line", "contents", "contents with pages", "dotted contents"],
)
def test_a_list_of_the_parts_is_no_heading(preface: str) -> None:
    found = parted(f"{TITLE}\n{preface}\n{BODY}")
    assert (texts(found), methods(found), found.second) == (TEXTS, "eeeeee", None)


@pytest.mark.parametrize("layout", ["cells", "rows", "pipes", "tika"])
def test_the_rows_of_grid_three_are_no_headings(layout: str) -> None:
    found = parted(report("2021", layout=layout))  # type: ignore[arg-type]
    assert methods(found) == "eeeeee"
    assert found.section(3).text.strip().endswith("0" if layout in ("cells", "rows", "tika") else "0 |")
    assert "四、结转下年度继续办理" in found.section(3).text
    assert found.section(4).text.strip().startswith("行政复议")
    assert found.section(1).text == "本机关依法公开政府信息。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (changed("二、", "、"), "emeeee"),
        (changed("二、", ""), "emeeee"),
        (changed("五、", "四、").replace("六、", "五、"), "eeeemm"),
        (changed("四、", "三、"), "eeemee"),
        (changed("二、", "二、行政机关"), "eveeee"),
        (changed("三、", "三、行政机关"), "eeveee"),
        (changed("行政复议、行政诉讼情况", "行政法复议、行政诉讼情况"), "eeevee"),
        (changed("一、", "[bookmark: _GoBack]一、"), "eeeeee"),
        (changed("总体情况", "总\u200b体情况"), "eeeeee"),
        (changed("一、", "\u200b一、"), "eeeeee"),
        (changed("一、", "1、").replace("二、", "2、"), "eeeeee"),
        (changed("总体情况", "总体情况概述"), "veeeee"),
    ],
)
def test_headings_that_are_not_quite_right(text: str, expected: str) -> None:
    found = parted(text)
    assert (texts(found), methods(found)) == (TEXTS, expected)


@pytest.mark.parametrize("sign", ["：", " ", "。", ""])
def test_headings_and_their_text_in_one_line(sign: str) -> None:
    joined = "\n".join(f"{heading}{sign}{text}" for heading, text in zip(HEADINGS, TEXTS, strict=True))
    found = parted(f"{TITLE}\n{joined}")
    assert texts(found) == TEXTS
    assert [section.place.line for section in found.sections] == [2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("gap", ["", " "])
def test_a_whole_report_in_one_line(gap: str) -> None:
    line = gap.join([TITLE, *(f"{h}{gap}{t}" for h, t in zip(HEADINGS, TEXTS, strict=True))])
    found = parted(line)
    assert (texts(found), methods(found)) == (TEXTS, "eeeeee")
    assert {section.place.line for section in found.sections} == {1}
    starts = [block.start for section in found.sections for block in section.blocks if isinstance(block, Line)]
    assert starts == sorted(starts)
    for section in found.sections:
        for block in section.blocks:
            assert isinstance(block, Line)
            assert line[block.start : block.start + len(block.text)] == block.text


def test_markdown_headings() -> None:
    found = parted(f"# {TITLE}\n\n" + BODY.replace("\n", "\n\n").replace("、", "、", 1))
    marked = parted("\n".join(f"## {line}" if line in HEADINGS else line for line in BODY.split("\n")))
    assert texts(found) == texts(marked) == TEXTS


def test_traditional_script() -> None:
    lines = (
        "示例縣人民政府2023年政府信息公開工作年度報告",
        "一、總體情況",
        "依法公開。",
        "二、主動公開政府信息情況",
        "見下表。",
        "三、收到和處理政府信息公開申請情況",
        "申請零件。",
        "四、政府信息公開行政複議、行政訴訟情況",
        "沒有行政複議。",
        "五、存在的主要問題及改進情況",
        "內容不夠豐富。",
        "六、其他需要報告的事項",
        "無。",
    )
    found = parted("\n".join(lines))
    assert texts(found) == lines[2::2]
    assert [section.heading for section in found.sections] == list(lines[1::2])


@pytest.mark.parametrize("part", [1, 2, 3, 4, 5, 6])
def test_a_part_that_is_absent_stays_empty(part: int) -> None:
    gone = BODY.replace(f"{HEADINGS[part - 1]}\n{TEXTS[part - 1]}", "")
    found = parted(f"{TITLE}\n本报告分六个部分。\n{gone}")
    assert texts(found) == (*TEXTS[: part - 1], "", *TEXTS[part:])
    section = found.section(part)
    assert (section.method, section.heading, section.blocks) == ("missing", None, ())
    assert found.parts_found == 5


@pytest.mark.parametrize("part", [2, 3])
def test_a_grid_without_its_heading_begins_its_part(part: int) -> None:
    whole = parted(report("2021"))
    found = parted(report("2021").replace(f"{HEADINGS[part - 1]}\n", ""))
    section = found.section(part)
    assert (section.method, section.heading) == ("inferred", None)
    assert section.text == whole.section(part).text
    assert found.parts_found == 5


@pytest.mark.parametrize(
    "inside",
    [
        "一是公开内容不够丰富。\n二、主动公开政府信息情况有待改进，今后将加强。",
        "一、总体情况较好，但仍有不足。\n二、主动公开政府信息情况有待改进，今后将加强。",
    ],
)
def test_item_numbers_in_a_part_about_problems_begin_no_part(inside: str) -> None:
    found = parted(changed(TEXTS[4], inside))
    assert texts(found) == (*TEXTS[:4], inside, TEXTS[5])
    assert found.second is None


def test_nothing_is_lost_between_the_parts() -> None:
    text = f"前言一行\n{TITLE}\n{BODY}\n附件下载"
    found = parted(text)
    kept = [block.text for block in found.preamble if isinstance(block, Line)]
    for section in found.sections:
        kept += [section.heading or "", *section.text.split("\n")]
    assert kept == text.split("\n")


# ── two reports in one file ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("title", [f"{TITLE}\n", ""])
def test_a_second_report_is_left_out_and_its_place_kept(title: str) -> None:
    first = f"{title}{BODY}"
    second = f"{title.replace('2023', '2024')}{BODY.replace('零件', '九件')}"
    found = parted(f"{first}\n{second}")
    assert texts(found) == TEXTS
    assert found.second is not None
    assert found.second.line == first.count("\n") + 2


def test_the_years_of_two_reports_are_not_mixed() -> None:
    found = parted(f"{TITLE}\n{BODY}\n{TITLE.replace('2023', '2024')}\n{BODY}")
    assert (found.fiscal_year, found.authority) == (2023, "示例县人民政府")


# ── tables and other texts ──────────────────────────────────────────────────────────────────────────


def test_a_table_stays_in_its_part() -> None:
    table = Table((TableCell("第二十条第（一）项", 0, 0), TableCell("规章", 1, 0), TableCell("0\n", 1, 1)), 2, 2, 1)
    lines = [Line(text, number) for number, text in enumerate(f"{TITLE}\n{BODY}".split("\n"), 1)]
    found = split(Document("docx", (*lines[:5], table, *lines[5:])), FORMS)
    assert found.section(2).blocks == (lines[4], table)
    assert found.section(2).text == f"{TEXTS[1]}\n第二十条第（一）项\n规章\t0"


@pytest.mark.parametrize("text", ["", "\n\n", "会议纪要\n今天开会。", "Annual report\nNothing here."])
def test_a_text_without_parts_has_six_that_are_missing(text: str) -> None:
    found = parted(text)
    assert methods(found) == "------"
    assert [section.part for section in found.sections] == [1, 2, 3, 4, 5, 6]
    assert (found.title, found.authority, found.fiscal_year, found.parts_found) == (None, None, None, 0)


def test_grids_that_stand_behind_the_last_part_are_those_of_their_parts() -> None:
    whole = report("2021")
    marks = [whole.index(heading) for heading in HEADINGS]
    bodies = [whole[start:end] for start, end in zip(marks, [*marks[1:], len(whole)], strict=True)]
    grids = [body.split("\n", 1)[1] for body in bodies[1:4]]
    text = whole[: marks[0]] + bodies[0] + "\n".join([*HEADINGS[1:4], *bodies[4:], *grids])
    behind, within = split(document(text), FORMS), split(document(whole), FORMS)
    assert [section.text.split() for section in behind.sections] == [
        section.text.split() for section in within.sections
    ]
    # one grid alone may be anything
    alone = whole[: marks[0]] + bodies[0] + "\n".join([*HEADINGS[1:4], *bodies[4:], grids[1]])
    assert "本年新收" in split(document(alone), FORMS).section(6).text
