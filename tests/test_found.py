"""Faults found in the reader, each by the smallest text that showed it."""

import re
from pathlib import Path

import pytest
from tests.test_split import TEXTS, changed, methods, parted, texts
from tests.test_title import headed
from tests.texts import (
    COLUMNS,
    HEADINGS,
    TITLE,
    Layout,
    applications_rows,
    cells,
    counts,
    document,
    lay,
    read_text,
    report,
    row,
)

from extract.errors import SourceError
from extract.forms.form import load_forms
from extract.forms.values import read_value
from extract.locate import patterns_path
from extract.parts.split import split
from extract.pipeline import read_bytes

GLUED = (Path(__file__).parent / "documents" / "glued_2019.txt").read_text(encoding="utf-8")


# raw and labels are stored narrowed (house: "Neither is ever stored"; contract: labels as printed, `raw`)
def test_raw_and_labels_are_as_printed() -> None:
    r = read_text(report("2019", disclosure={("20.9/procurement", "purchases"): "２２（其中修订１６件）"}))
    c = cells(r)
    assert c["disclosure/20.9/procurement/purchases"].raw == "２２（其中修订１６件）"
    assert c["applications/granted/total"].row_label == "（一）予以公开"


# a deduced amount keeps the printed unit's size: 500元 becomes 500 with unit null (should be 0.05 万元)
@pytest.mark.parametrize(("printed", "value"), [("0500元", 0.05), ("09032.5万元", 9032.5), ("01亿元", 10000)])
def test_deduced_money_is_in_wan(printed: str, value: float) -> None:
    c = cells(read_text(GLUED.replace("政府集中采购36512.5", "政府集中采购" + printed)))[
        "disclosure/20.9/procurement/amount"
    ]
    assert (c.value, c.unit) == (value, "万元")


# candidates of money likewise
def test_candidates_of_money_are_in_wan() -> None:
    c = cells(read_text(GLUED.replace("政府集中采购36512.5", "政府集中采购36512.5元")))[
        "disclosure/20.9/procurement/amount"
    ]
    assert c.candidates == (0.00025, 0.00125, 0.05125, 0.65125)


# the header's unit is not applied to a deduced amount
def test_header_unit_of_deduced_money() -> None:
    t = GLUED.replace("采购总金额政府集中采购36512.5", "采购总金额（元）政府集中采购0500")
    c = cells(read_text(t))["disclosure/20.9/procurement/amount"]
    assert (c.value, c.unit) == (0.05, "万元")


# a zero-width sign before the numeral hides the heading
def test_zero_width_before_numeral() -> None:
    assert methods(parted(changed("一、", "\u200b一、"))) == "eeeeee"


# two numbered sentences in part five are taken for a second report
def test_numbered_sentences_are_no_second_report() -> None:
    inside = "一、总体情况较好，但仍有不足。\n二、主动公开政府信息情况有待改进，今后将加强。"
    assert texts(parted(changed(TEXTS[4], inside))) == (*TEXTS[:4], inside, TEXTS[5])


# ── titles (tests/test_title.py) ──


# a sentence that ends within six letters after the words is taken for the title: wrong year 2024, authority 本机关于
def test_a_short_sentence_is_no_title() -> None:
    r = headed("政府信息公开工作年度报告", "本机关于2024年1月31日前公布政府信息公开工作年度报告，接受社会监督。")
    assert (r.title, r.authority, r.fiscal_year) == ("政府信息公开工作年度报告", None, None)


# 上一篇 before the title gives last year's year
def test_previous_article_before_the_title() -> None:
    r = headed("上一篇：示例县2022年政府信息公开工作年度报告", "示例县2023年政府信息公开工作年度报告")
    assert (r.authority, r.fiscal_year) == ("示例县", 2023)


# full-width digits of the year stay in the authority
def test_full_width_year() -> None:
    r = headed("示例县２０２３年政府信息公开工作年度报告")
    assert (r.authority, r.fiscal_year) == ("示例县", 2023)


# the year in brackets behind the title is not read
@pytest.mark.parametrize(
    "title", ["示例县民政局政府信息公开工作年度报告（2023年度）", "示例县民政局政府信息公开工作年度报告(2023年)"]
)
def test_year_in_brackets(title: str) -> None:
    r = headed(title)
    assert (r.authority, r.fiscal_year) == ("示例县民政局", 2023)


# 关于 / 关于印发…的通知 / 现将 stay in the authority
@pytest.mark.parametrize(
    ("line", "authority"),
    [
        ("示例县民政局关于2023年政府信息公开工作年度报告", "示例县民政局"),
        ("示例县人民政府办公室关于印发2023年政府信息公开工作年度报告的通知", "示例县人民政府办公室"),
    ],
)
def test_about(line: str, authority: str) -> None:
    assert headed(line).authority == authority


# docstring of front_matter: "the period may stand anywhere in every"; it is looked for before the first heading alone
def test_period_in_part_one() -> None:
    r = split(
        document(
            "政府信息公开工作年度报告\n一、总体情况\n统计期限自2022年1月1日起至2022年12月31日止。\n二、主动公开政府信息情况\n见下面的表格。"
        ),
        load_forms(),
    )
    assert (r.period_end, r.fiscal_year, r.year_evidence) == ("2022-12-31", 2022, "period")


# a period that names its year once
def test_period_with_one_year() -> None:
    r = headed("示例县教育局政府信息公开工作年度报告", "统计期限为2023年1月1日至12月31日。")
    assert (r.period_start, r.period_end) == ("2023-01-01", "2023-12-31")


# a torn-off page that begins with （七）总计: the row is taken for the column header, its figures for a row without a label
def test_a_page_that_begins_with_the_total() -> None:
    r = read_text(
        "Page 8 - 2020年报_示例局\n（七）总计 3 0 0 0 0 0 3\n四、结转下年度继续办理 1 0 0 0 0 0 1\n四、政府信息公开行政复议、行政诉讼情况\n本年没有行政复议和行政诉讼。\n五、存在的主要问题及改进情况\n公开内容还不够丰富。\n"
    )
    assert row(r, "total") == [3, 0, 0, 0, 0, 0, 3]


# figures printed a line above their labels: every row silently takes the figures of the next row, as `number`
def test_figures_above_their_labels() -> None:
    figures = {
        **counts("new", 5, 1, 0, 0, 0, 0, 6),
        **counts("granted", 5, 1, 0, 0, 0, 0, 6),
        **counts("total", 5, 1, 0, 0, 0, 0, 6),
    }
    lines = report("2021", applications=figures, layout="rows").split("\n")
    start, end = lines.index(HEADINGS[2]), lines.index(HEADINGS[3])
    out = []
    for i, line in enumerate(lines):
        words = line.split(" ")
        digits = [w for w in words if w.isdigit()]
        out += (
            [" ".join(digits), " ".join(w for w in words if not w.isdigit())]
            if start < i < end and len(digits) == 7
            else [line]
        )
    r = read_text("\n".join(out))
    for key in ("new", "carried_in", "granted", "partly_granted", "total", "carried_out"):
        true = [int(figures.get((key, c), "0")) for c in COLUMNS]
        assert all(v in (None, t) for v, t in zip(row(r, key), true, strict=False)), key


# grid 三 whose header prints 总计 first: 自然人 gets the totals
def test_a_header_with_the_total_first() -> None:
    rows = lay(
        [
            (["总计", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"], []),
            (["一、本年新收政府信息公开申请数量"], ["6", "1", "2", "3", "0", "0", "0"]),
            (["二、上年结转政府信息公开申请数量"], ["0"] * 7),
        ],
        "pipes",
    )
    r = read_text(
        "\n".join([TITLE, HEADINGS[0], "依法公开政府信息。", HEADINGS[2], *rows, HEADINGS[4], "公开内容还不够丰富。"])
    )
    assert row(r, "new") in ([1, 2, 3, 0, 0, 0, 6], [None] * 7)


# grid 四: fifteen figures without any label are `number`, but found is False, so no check is made and the verdict is vacuous
def test_appeals_without_labels_are_checked() -> None:
    t = report("2021")
    s = t.index(HEADINGS[3])
    e = t.index(HEADINGS[4])
    r = read_text(t[:s] + HEADINGS[3] + "\n1 2 0 1 9 0 0 0 0 0 0 0 0 0 0\n" + t[e:])
    assert r.verdicts.appeals in ("inconsistent", "doubtful")


# grid 四, pipes: a word in the first cell refuses the whole grid; it is `text` there and the others are numbers
def test_a_word_in_the_first_cell_of_grid_four() -> None:
    r = read_text(report("2021", appeals={("reconsideration", "upheld"): "一"}, layout="pipes"))
    assert [c.state for c in r.appeals] == ["text"] + ["number"] * 14


# ── files that break off ──
def until(text: str, mark: str, after: str = "") -> str:
    return text[: text.index(mark, text.index(after) if after else 0)]


# a file that ends in the header of grid 四: fifteen cells are `blank` (there and empty), and the verdict vacuous
@pytest.mark.parametrize("layout", ["cells", "rows", "pipes", "tika"])
def test_a_file_that_ends_in_the_header_of_grid_four(layout: Layout) -> None:
    text = report("2021", layout=layout)
    r = read_text(until(text, "复议后起诉"))
    assert {c.state for c in r.appeals} <= {"missing", "ambiguous"}


# the last row of a file, short by its last cells, with empty label cells before the figures: shifted to the right, silently wrong
@pytest.mark.parametrize(
    "row_",
    [
        "| 一、本年新收政府信息公开申请数量 | | 3 | 1 | 0 | 0 | 0 | 0",
        "| 一、本年新收政府信息公开申请数量 | | | 3 | 1 | 0 | 0 | 0",
    ],
)
def test_a_short_last_row_with_span_cells(row_: str) -> None:
    head = "| （本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | | | 申请人情况 | | | | | | |\n|---|---|---|---|---|---|---|---|---|---|\n| | | | 自然人 | 法人或其他组织 | | | | | 总计 |\n| | | | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | |\n"
    r = read_text(f"{TITLE}\n{HEADINGS[2]}\n{head}{row_}")
    assert row(r, "new")[0] in (3, None)
    assert row(r, "new")[1] in (1, None)
    assert {c.state for c in r.applications if c.row == "new"} == {"ambiguous"}


# grid 四 in cell-pipes with an empty span cell before its figures, cut before the last: shifted, silently wrong
def test_short_appeals_with_a_span_cell() -> None:
    lines = [
        "行政复议 |",
        "行政诉讼 |",
        *[
            f"{x} |"
            for x in (
                "结果维持",
                "结果纠正",
                "其他结果",
                "尚未审结",
                "总计",
                "未经复议直接起诉",
                "复议后起诉",
                *("结果维持", "结果纠正", "其他结果", "尚未审结", "总计") * 2,
            )
        ],
        "|||||",
        *[f"{x} |" for x in (1, 2, 0, 1, 4, 0, 3, 0, 0, 3, 5, 0, 0)],
        "0",
    ]
    t = report("2021", layout="cells")
    s = t.index(HEADINGS[3])
    r = read_text(t[:s] + HEADINGS[3] + "\n" + "\n".join(lines))
    true = (1, 2, 0, 1, 4, 0, 3, 0, 0, 3, 5, 0, 0, 0, 5)
    assert all(c.state in ("ambiguous", "missing") or c.value == v for c, v in zip(r.appeals, true, strict=False))


# a file that ends after the tab (or pipe) before a figure: the last cell is `blank`, it is cut off
@pytest.mark.parametrize("layout", ["tika", "rows"])
def test_a_file_that_ends_before_a_figure(layout: Layout) -> None:
    text = report("2021", applications=counts("granted", 1, 2, 3, 4, 5, 6, 21), layout=layout)
    if layout == "rows":
        text = text.replace(" ", "\t")
    r = read_text(until(text, "21", "予以公开"))
    assert [c.state for c in r.applications if c.row == "granted"][-1] != "blank"


# cell-pipes, the file ends in the label of the next row: the span "|||" counts as a line of figures, so that the
# figures of 行政许可 go to 其他对外管理服务事项 as `number`, and 行政许可 is blank: silently wrong
def test_a_span_is_no_line_of_figures() -> None:
    text = "规范性文件 |\n0 |\n0 |\n0 |\n第二十条第（五）项 |\n|||\n行政许可 |\n5 |\n1 |\n4 |\n其他对外管理"
    r = read_text(f"{TITLE.replace('2023', '2019')}\n{HEADINGS[1]}\n{text}")
    found = {(c.row, c.column): c for c in r.disclosure}
    assert [found["20.5/licences", c].value for c in ("items_prior_year", "items_change", "decisions")] == [5, 1, 4]
    assert {c.value for c in r.disclosure if c.row == "20.5/other_services"} == {None}


# candidates of a row that the end of the file leaves short exclude the truth: 总计 of "3 1 0 0 0 0" is [0], was 4
def test_candidates_of_a_row_cut_short() -> None:
    text = report("2021", applications=counts("granted", 3, 1, 0, 0, 0, 0, 4), layout="pipes")
    r = read_text(until(text, "4 |", "予以公开").rstrip())
    last = [c for c in r.applications if c.row == "granted"][-1]
    assert not last.candidates or 4 in last.candidates


# a note of the loader in English inside the Chinese sentence; the English one begins with a small letter
def test_notes_of_the_loader_in_both_languages() -> None:
    r = read_bytes(until(report("2021"), "予以公开").encode() + "予".encode()[:-1], "x.txt", load_forms())
    (f,) = [f for f in r.findings if f.kind == "loader_note"]
    assert not re.search("[a-z]{3}", f.message_zh)
    assert f.message_en[0].isupper()


# a file of blanks is said to have 0 bytes
def test_a_file_of_blanks_has_bytes() -> None:
    with pytest.raises(SourceError) as e:
        read_bytes(b" \r\n\t\n", "x.txt", load_forms())
    assert "0 bytes" not in str(e.value)


# a new open-ended form is never chosen by the year
def test_the_latest_form_of_a_year(tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "wordings.toml").write_text("wordings = []\n", encoding="utf-8")
    text = patterns_path("forms", "2021.toml").read_text(encoding="utf-8")
    (tmp_path / "forms" / "2021.toml").write_text(text, encoding="utf-8")
    (tmp_path / "forms" / "2031.toml").write_text(
        text.replace('id = "2021"', 'id = "2031"').replace("first_year = 2021", "first_year = 2031"), encoding="utf-8"
    )
    latest = load_forms(tmp_path).for_year(2032)
    assert latest is not None
    assert latest.id == "2031"


# a leading zero before a thousands' comma: "0,123" is read as 123 (007 is text)
def test_a_leading_zero_with_a_comma() -> None:
    assert read_value("0,123").kind == "text"


# a part 三 alone, a row a line, blanks lost: no line is repeated in such a text, so it is called lines_removed and even whole rows are refused
def test_rows_of_one_grid_are_not_removed_lines() -> None:
    form = load_forms().get("2021").grid("applications")
    figures = (
        dict.fromkeys(form.slots(), "")
        | counts("new", 5, 1, 2, 3, 4, 5, 20)
        | counts("granted", 5, 1, 2, 3, 4, 5, 20)
        | counts("total", 5, 1, 2, 3, 4, 5, 20)
    )
    r = read_text(
        "\n".join(
            [TITLE, HEADINGS[2], *lay(applications_rows(form, figures), "rows"), HEADINGS[4], "公开内容还不够丰富。"]
        )
    )
    assert row(r, "new") == [5, 1, 2, 3, 4, 5, 20]


# blanks of one row lost and the label of the next row lost: the next row's figures are `number` in the wrong row, no check sees it
def test_blanks_lost_and_the_next_label_lost() -> None:
    figures = (
        counts("granted", *[""] * 7)
        | counts("partly_granted", 4, 0, 0, 0, 0, 0, 4)
        | counts("new", 4, 0, 0, 0, 0, 0, 4)
        | counts("total", 4, 0, 0, 0, 0, 0, 4)
    )
    r = read_text(
        report("2021", applications=figures).replace("（二）部分公开（区分处理的，只计这一情形，不计其他情形）\n", "")
    )
    assert row(r, "granted")[0] is None


# Markdown cut right behind a pipe: the row is two fields short, its span cells count as blank columns, figures are shifted
@pytest.mark.parametrize("figures", ["3 | 1 | 0 | 0 | 0 |", "3 | 1 | 0 | 0 | 0 | 0 |"])
def test_a_short_last_row_that_a_pipe_closes(figures: str) -> None:
    head = "| （本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | | | 申请人情况 | | | | | | |\n|---|---|---|---|---|---|---|---|---|---|\n| | | | 自然人 | 法人或其他组织 | | | | | 总计 |\n| | | | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | |\n"
    r = read_text(f"{TITLE}\n{HEADINGS[2]}\n{head}| 一、本年新收政府信息公开申请数量 | | | {figures}")
    assert row(r, "new")[0] in (3, None)
    assert {c.state for c in r.applications if c.row == "new"} == {"ambiguous"}


# a file that ends behind the decimal point: 9116. (of 9116.36) is read as the number 9116
@pytest.mark.parametrize("text", ["行政事业性收费9116.", "行政事业性收费 9116."])
def test_a_file_that_ends_behind_the_point(text: str) -> None:
    r = read_text(f"{TITLE}\n{HEADINGS[1]}\n第二十条第（八）项\n信息内容 本年收费金额（单位：万元）\n{text}")
    assert {c.value for c in r.disclosure} == {None}


# grid 四 behind a span, cut before its last figure: the last five figures happen to add up as a block
def test_appeals_cut_short_that_add_up_when_shifted() -> None:
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    labels = ["行政复议", "行政诉讼", *results, "未经复议直接起诉", "复议后起诉", *results, *results]
    true = (1, 2, 0, 1, 4, 0, 3, 0, 0, 3, 0, 0, 0, 3, 3)
    lines = [*(f"{label} |" for label in labels), "|||||", *(f"{figure} |" for figure in true[:13]), "3"]
    whole = report("2021")
    found = read_text(whole[: whole.index(HEADINGS[3])] + HEADINGS[3] + "\n" + "\n".join(lines))
    assert all(cell.value in (None, figure) for cell, figure in zip(found.appeals, true, strict=True))


# a row left blank, and the label of the grid's last row gone: the row must not take that row's figure
def test_blanks_lost_and_the_last_label_lost() -> None:
    text = report("2021", disclosure={("20.6/coercive_measures", "decisions"): "", ("20.8/fees", "fees_charged"): "7"})
    found = read_text(text.replace("行政事业性收费\n", ""))
    assert [cell.value for cell in found.disclosure if cell.row == "20.6/coercive_measures"] == [None]
