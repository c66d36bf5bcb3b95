"""Titles: whose report it is and of which year, as printed and never guessed."""

import pytest
from tests.texts import document

from extract.document import Document, Line, Table, TableCell
from extract.forms.form import load_forms
from extract.parts.phrase import is_title
from extract.parts.report import Report
from extract.parts.split import split

FORMS = load_forms()
BODY = "一、总体情况\n本机关依法公开政府信息。\n二、主动公开政府信息情况\n主动公开情况见下表。\n"
PERIOD = "所列数据的统计期限自{0}年1月1日起至{0}年12月31日止。"


def headed(*lines: str) -> Report:
    """A report under these first lines."""
    return split(document("\n".join([*lines, BODY])), FORMS)


@pytest.mark.parametrize(
    ("lines", "authority", "year"),
    [
        (["示例县人民政府2023年政府信息公开工作年度报告"], "示例县人民政府", 2023),
        # the title on the line after the authority, or broken inside the phrase
        (["示例县人民政府", "2023 年政府信息公开工作年度报告"], "示例县人民政府", 2023),
        (["示例县人民政府", "", "2023年政府信息公开工作年度报告"], "示例县人民政府", 2023),
        (["示例县人民政府2023年政府信息公开", "工作年度报告"], "示例县人民政府", 2023),
        (["示例县人民政府2023年政府信息公开工作", "年度报告"], "示例县人民政府", 2023),
        (["示例县人民政府", "2023年政府信息公开", "工作年度报告"], "示例县人民政府", 2023),
        (["示例县退役军人事务局2023年政府", "信息公开", "工作年度报告"], "示例县退役军人事务局", 2023),
        (["示例省人民政府门户", "示例县2023年政府信息公开", "工作年度报告"], "示例县", 2023),
        # brackets as printed, and what is no part of the name
        (["附件：示例县发展和改革局（粮食局）2023年政府信息公开工作年度报告"], "示例县发展和改革局（粮食局）", 2023),
        (["附件1 示例县民政局(老龄办)2023年政府信息公开工作年度报告"], "示例县民政局(老龄办)", 2023),
        (["示例县民政局（2023年度）政府信息公开工作年度报告"], "示例县民政局", 2023),
        # a long title broken in the authority's name, or in the year
        (
            ["示例省甲河市子丑县循环经济产业园管理委员", "会2023年政府信息公开工作年度报告"],
            "示例省甲河市子丑县循环经济产业园管理委员会",
            2023,
        ),
        (
            ["示例省甲河市子丑县人民政府", "办公室2023年政府信息公开工作年度报告"],
            "示例省甲河市子丑县人民政府办公室",
            2023,
        ),
        (
            ["示例省甲河市子丑县国有资产监督管理委员会20", "23年政府信息公开工作年度报告"],
            "示例省甲河市子丑县国有资产监督管理委员会",
            2023,
        ),
        (
            ["示例省甲河市子丑县国有资产监督管理委员会2023年", "政府信息公开工作年度报告"],
            "示例省甲河市子丑县国有资产监督管理委员会",
            2023,
        ),
        (["示例市政府信息公开平台", "示例县民政局2023年政府信息公开工作年度报告"], "示例县民政局", 2023),
        # the authority below the title, or in a bracket behind it; who issued it, and whose it is
        (["2023年政府信息公开工作年度报告", "示例县教育局"], "示例县教育局", 2023),
        (["2023 年 政 府 信 息 公 开 工 作 年 度 报 告", "示 例 县 人 民 政 府"], "示例县人民政府", 2023),
        (["2023年度政府信息公开工作年度报告（示例县卫生健康委员会）"], "示例县卫生健康委员会", 2023),
        (["示例市人民政府办公室关于示例市人民政府2023年政府信息公开工作年度报告"], "示例市人民政府", 2023),
        (["示例县教育局关于教育系统2023年政府信息公开工作年度报告"], "示例县教育局", 2023),
        (
            ["索引号：003 | 发布机构：甲市乙区丙街道", "丙街道2023年政府信息公开年度报告"],
            "甲市乙区丙街道",
            2023,
        ),
        # 政府 belongs to both, the name and the title's words; two years are no year
        (["2023年示例市人民政府信息公开工作年度报告"], "示例市人民政府", 2023),
        (["示例市2022-2023年政府信息公开工作年度报告"], "示例市", None),
        # other words
        (["示例县2021年度政府信息公开工作年度报告"], "示例县", 2021),
        (["示例县2019年政府信息公开年度报告"], "示例县", 2019),
        (["示例镇2020年政务信息公开年度报告"], "示例镇", 2020),
        (["示例县七里镇2023年政府信息公开 工作告年度报"], "示例县七里镇", 2023),
        (["示例区2020年政府信息公开工作年报"], "示例区", 2020),
        (["示例縣人民政府2023年政府信息公開工作年度報告"], "示例縣人民政府", 2023),
        # the year elsewhere in the title, and in other digits
        (["2023年度示例县政府信息公开工作年度报告"], "示例县", 2023),
        (["2023年示例县民政局政府信息公开工作年度报告"], "示例县民政局", 2023),
        (["关于示例县民政局2023年政府信息公开工作年度报告"], "示例县民政局", 2023),
        (["示例县 2024 年政府信息公开工作年度报告"], "示例县", 2024),
        (["示例县二〇二三年政府信息公开工作年度报告"], "示例县", 2023),
        (["示例县二○二三年度政府信息公开工作年度报告"], "示例县", 2023),
        (["示例县二零二三年政府信息公开工作年度报告"], "示例县", 2023),
        (["示例县２０２３年政府信息公开工作年度报告"], "示例县", 2023),
        (["示例县民政局政府信息公开工作年度报告（2023年度）"], "示例县民政局", 2023),
        (["示例县民政局政府信息公开工作年度报告(2023年)"], "示例县民政局", 2023),
        (["示例县民政局关于2023年政府信息公开工作年度报告"], "示例县民政局", 2023),
        (["示例县人民政府办公室关于印发2023年政府信息公开工作年度报告的通知"], "示例县人民政府办公室", 2023),
        # neither
        (["政府信息公开工作年度报告"], None, None),
        ([], None, None),
        # furniture before and after
        (["当前位置：首页 > 政府信息公开 > 示例县2023年政府信息公开工作年度报告"], "示例县", 2023),
        (["首页 > 年报", "字号：大 中 小", "示例县2023年政府信息公开工作年度报告", "分享到："], "示例县", 2023),
        (["示例县2023年政府信息公开工作年度报告", "上一篇：示例县2022年政府信息公开工作年度报告"], "示例县", 2023),
        (["来源：示例县政府网 2024-01-20", "示例县2023年政府信息公开工作年度报告"], "示例县", 2023),
        (["上一篇：示例县2022年政府信息公开工作年度报告", "示例县2023年政府信息公开工作年度报告"], "示例县", 2023),
        (["示例县2023年政府信息公开工作年度报告", "（2024年1月20日）"], "示例县", 2023),
        (["# 示例县2023年政府信息公开工作年度报告"], "示例县", 2023),
        (["**示例县2023年政府信息公开工作年度报告**"], "示例县", 2023),
        # the page's own fields in one line with it, and the name of its section behind it
        (["示例县水务局2023年政府信息公开工作年度报告|索引号：SL-2024-3|公开方式：主动公开"], "示例县水务局", 2023),
        (
            ["示例县水务局 2023 年政府信息公开 工作年度报告 信息来源：水务局 发布日期： 2024-01-18"],
            "示例县水务局",
            2023,
        ),
        (
            ["示例县公安局 2023 年政府信息公开工作年度报告 根据《条例》要求，现将有关情况公布如下。"],
            "示例县公安局",
            2023,
        ),
        (["title: 示例区2023年政府信息公开工作年度报告", "author: 区政务公开办"], "示例区", 2023),
        (["Title: 示例区2022年政府信息公开工作年度报告_政府信息公开年报_示例区人民政府"], "示例区", 2022),
        (["当前位置：首页 > 政府信息公开 > 政府信息公开年报", "示例区2020年政府信息公开年报"], "示例区", 2020),
        (["示例县财政局[bookmark: _GoBack]2023年政府信息公开工作年度报告"], "示例县财政局", 2023),
        # a name broken above its year, and a letter
        (["戊己壮族", "自治县人民政府", "2023年政府信息公开工作年度报告"], "戊己壮族自治县人民政府", 2023),
        (["戊己壮族", "自治县人民政府2023年政府信息公开", "工作年度报告"], "戊己壮族自治县人民政府", 2023),
        (["示例市人民政府", "关于报送2020年政府信息公开工作年度报告的函"], "示例市人民政府", 2020),
        (["示例局关于2022年度政府信息公开工作的报告"], "示例局", 2022),
        (["示例市关于2022年度政府信息公开工作情况的报告"], "示例市", 2022),
        # two years are no year
        (["示例市第一中学2020—2021学年信息公开工作年度报告"], "示例市第一中学", None),
        # public bodies that are no government
        (["示例市第九医院2022年信息公开工作年度报告"], "示例市第九医院", 2022),
        # a path of links, and a page's own fields, are nobody's name
        (["您现在的位置：首页/信息公开/年度报告", "", "示例县2023年政府信息公开工作年度报告"], "示例县", 2023),
        (["您的位置： 首页 信息公开 年度报告", "", "示例县2023年政府信息公开工作年度报告"], "示例县", 2023),
        (["您的位置：首页/年报/示例县2023年政府信息公开工作年度报告"], "示例县", 2023),
        (
            ["索引号：  1234/2024-00021 信息分类：  政府信息公开年报", "示例县2023年政府信息公开工作年度报告"],
            "示例县",
            2023,
        ),
        (["首页", "信息公开", "政府信息公开年报", "示例县2023年政府信息公开工作年度报告"], "示例县", 2023),
        (["示例市人民政府门户网站 政府信息公开年度报告", "示例县2023年政府信息公开工作年度报告"], "示例县", 2023),
        (["法定主动公开内容 政府信息公开年报", "示例县2023年政府信息公开工作年度报告"], "示例县", 2023),
        (["示例县2023年政府信息公开工作年度报告,,,,,"], "示例县", 2023),
        (["示例县审计局", "2023", "年度政府信息公开工作年度报告"], "示例县审计局", 2023),
        (["通知公告", "2023", "年度政府信息公开工作年度报告"], None, 2023),
        (["信息标题：示例县2023年政府信息公开工作年度报告"], "示例县", 2023),
        (["示例县财政局：2023年政府信息公开工作年度报告"], "示例县财政局", 2023),
        # the text of the report goes on behind the title without a blank
        (["示例县民政局2023年政府信息公开年度报告按照《条例》第五十条规定，现公布本报告。"], "示例县民政局", 2023),
        (["政府信息公开年度报告", "我局2023年政府信息公开年度报告根据《条例》编制。"], None, None),
        # only the first sentences name the report
        (["根据《条例》规定，现公布示例县民政局2023年政府信息公开工作年度报告。"], "示例县民政局", 2023),
        (["根据《条例》规定，现公布我局2023年政府信息公开工作年度报告。"], None, None),
        # a name in brackets below the title, or with the year above it; the head of a page that a browser printed
        (["2023年政府信息公开工作年度报告", "（示例县财政局）", "正文"], "示例县财政局", 2023),
        (["示例县财政局 2023 年", "政府信息公开工作年度报告"], "示例县财政局", 2023),
        (["示例县财政局", "2023", "年度政府信息公开工作年度报告"], "示例县财政局", 2023),
        # the first row of a table between commas
        (["示例县财政局2023年政府信息公开工作年度报告,,,,"], "示例县财政局", 2023),
        (["2024/1/20 15:36 示例县财政局2023年政府信息公开工作年度报告"], "示例县财政局", 2023),
        (["1/20/24, 3:36 PM 示例县财政局2023年政府信息公开工作年度报告"], "示例县财政局", 2023),
        # an organ's office that put the report on the page
        (
            ["发布机构：示例县财政局办公室", "示例县财政局2023年政府信息公开工作年度报告"],
            "示例县财政局",
            2023,
        ),
        # the issuer that the page's own table names completes the place
        (["标题: 示例区2022年政府信息公开工作年度报告", "发布机构: 示例区管委会", "正文"], "示例区管委会", 2022),
        (
            ["名称：示例县2023年政府信息公开工作年度报告", "发布机构：示例县人民政府", "发文日期：2024年1月20日"],
            "示例县人民政府",
            2023,
        ),
        (["示例县民政局2023年政府信息公开工作年度报告", "发布机构：示例县人民政府"], "示例县民政局", 2023),
    ],
)
def test_authority_and_year(lines: list[str], authority: str | None, year: int | None) -> None:
    found = headed(*lines)
    assert (found.authority, found.fiscal_year) == (authority, year)
    assert found.year_evidence == ("title" if year else None)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["示例县2023年政府信息公开工作年度报告"], "示例县2023年政府信息公开工作年度报告"),
        (["示例县2023年政府信息公开", "工作年度报告"], "示例县2023年政府信息公开工作年度报告"),
        (["示例县", "2023年政府信息公开工作年度报告"], "2023年政府信息公开工作年度报告"),
        (["首页 > 年报 > 示例县2023年政府信息公开工作年度报告"], "示例县2023年政府信息公开工作年度报告"),
        (["示例镇2023年政府信息公开 工作告年度报"], "示例镇2023年政府信息公开工作告年度报"),
        (["政府信息公开工作年度报告"], "政府信息公开工作年度报告"),
        (["示例县会议纪要"], None),
    ],
)
def test_the_title_is_as_printed(lines: list[str], title: str | None) -> None:
    assert headed(*lines).title == title


# ── the year and the period ─────────────────────────────────────────────────────────────────────────


def test_the_period_is_kept_as_printed() -> None:
    found = headed("示例县2023年政府信息公开工作年度报告", PERIOD.format(2023))
    assert (found.period_start, found.period_end) == ("2023-01-01", "2023-12-31")


def test_blanks_round_the_digits_of_the_period() -> None:
    found = headed("政府信息公开工作年度报告", "统计期限自 2024 年 1 月 1 日起至 2024 年 12 月 31 日止。")
    assert (found.period_start, found.period_end) == ("2024-01-01", "2024-12-31")
    assert (found.fiscal_year, found.year_evidence) == (2024, "period")


def test_the_title_goes_before_a_period_copied_from_last_year() -> None:
    found = headed("示例县2023年政府信息公开工作年度报告", PERIOD.format(2022))
    assert (found.fiscal_year, found.year_evidence) == (2023, "title")
    assert found.period_end == "2022-12-31"


def test_a_title_without_a_year_takes_it_from_the_period() -> None:
    found = headed("示例县教育局政府信息公开工作年度报告", PERIOD.format(2022))
    assert (found.authority, found.fiscal_year, found.year_evidence) == ("示例县教育局", 2022, "period")


def test_a_period_that_names_its_year_once() -> None:
    found = headed("示例县教育局政府信息公开工作年度报告", "统计期限为2023年1月1日至12月31日。")
    assert (found.period_start, found.period_end, found.fiscal_year) == ("2023-01-01", "2023-12-31", 2023)


def test_the_period_may_stand_in_part_one() -> None:
    text = BODY.replace("本机关", PERIOD.format(2022) + "本机关")
    found = split(document(f"政府信息公开工作年度报告\n{text}"), FORMS)
    assert (found.period_end, found.fiscal_year, found.year_evidence) == ("2022-12-31", 2022, "period")


def test_a_sentence_below_a_bare_title_names_no_authority_and_no_year() -> None:
    sentence = "本机关于2024年1月31日前公布政府信息公开工作年度报告，接受社会监督。"
    found = headed("政府信息公开工作年度报告", sentence)
    assert (found.title, found.authority, found.fiscal_year) == ("政府信息公开工作年度报告", None, None)


def test_a_year_in_the_body_dates_nothing() -> None:
    text = document("政府信息公开工作年度报告\n" + BODY.replace("依法", "自2018年起依法"))
    assert split(text, FORMS).fiscal_year is None


def test_a_running_head_dates_a_page_without_a_title() -> None:
    text = document(
        "第 9 页 - 2020年报_示例局\n五、存在的主要问题及改进情况\n还有不足之处。\n六、其他需要报告的事项\n无。"
    )
    found = split(text, FORMS)
    assert (found.title, found.fiscal_year, found.year_evidence) == (None, 2020, "running_head")


def test_a_title_in_a_table_is_found() -> None:
    cells = (TableCell("名称", 0, 0), TableCell("示例县2023年政府信息公开工作年度报告", 0, 1))
    lines = [Line(text, number) for number, text in enumerate(BODY.split("\n"), 1)]
    found = split(Document("docx", (Table(cells, 1, 2, 1), *lines)), FORMS)
    assert (found.authority, found.fiscal_year) == ("示例县", 2023)


# ── what is no title ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "line",
    [
        "根据《示例县2023年政府信息公开工作年度报告》编制要求，现将有关情况公布如下。",
        "按照政府信息公开工作年度报告的编制要求，我局认真总结。",
        "本机关于2024年1月31日前公布政府信息公开工作年度报告，并接受社会各界的监督。",
        "一、总体情况",
        "示例县2023年政府工作报告",
        "",
    ],
)
def test_a_sentence_about_reports_is_no_title(line: str) -> None:
    assert not is_title(line, FORMS)


@pytest.mark.parametrize(
    "line",
    ["示例县2023年政府信息公开工作年度报告", "政府信息公开工作年度报告（2023年）", "示例县2020年政务信息公开年度报告"],
)
def test_titles(line: str) -> None:
    assert is_title(line, FORMS)


def test_a_period_broken_over_two_lines() -> None:
    found = headed("示例县政府信息公开工作年度报告", "所列数据的统计期限自2023年1月1日起至2023年", "12月31日止。")
    assert (found.period_start, found.period_end, found.fiscal_year) == ("2023-01-01", "2023-12-31", 2023)
