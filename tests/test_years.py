"""Which year is reported on: title, period, file name and date of issue, each kept; one wins by rule."""

import pytest

from extract.parts.years import Years, body_year, issue_date, path_year


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("甲县2020年政府信息公开工作年度报告.txt", 2020),
        ("甲县2020.txt", 2020),
        ("甲县 2020 年.pdf", 2020),
        ("年报（2023）.docx", 2023),
        ("2020.txt", 2020),
        ("甲县/2021年度/报告.txt", 2021),
        ("甲县/2021/报告.txt", 2021),
        ("２０２１年报.txt", 2021),
        ("2023年报告2024-01.txt", 2023),
        # dates and numbers are no years, nor is one of several
        ("2024-01-31报告.txt", None),
        ("报告20240131.txt", None),
        ("报告2024年1月.txt", None),
        ("P020240131.pdf", None),
        ("report-2020.txt", None),
        ("甲县2020-2021.txt", None),
        ("甲县2020年与2021年.txt", None),
        ("2024政务公开/报告.txt", None),
    ],
)
def test_the_year_in_a_path(name: str, year: int | None) -> None:
    assert path_year(name) == year


@pytest.mark.parametrize(
    ("years", "settled", "apart"),
    [
        (Years(2023, 2023, 2023), (2023, "title"), ()),
        (Years(), (None, None), ()),
        (Years(period=2023), (2023, "period"), ()),
        (Years(running_head=2020, path=2021), (2020, "running_head"), (("path", 2021),)),
        (Years(path=2021), (2021, "path"), ()),
        # the body still has last year's period
        (Years(2023, 2022), (2023, "title"), (("period", 2022),)),
        (Years(2023, 2022, 2023), (2023, "title"), (("period", 2022),)),
        (Years(2023, 2023, body=2022), (2023, "title"), (("body", 2022),)),
        (Years(2023, 2022, issued=(2024, 1)), (2023, "title"), (("period", 2022),)),
        # the title says the year of publication
        (Years(2024, 2023, issued=(2024, 1)), (2023, "period"), (("title", 2024),)),
        (Years(2024, None, 2023, issued=(2024, 1)), (2023, "path"), (("title", 2024),)),
        (Years(2024, 2023, 2023), (2023, "period"), (("title", 2024),)),
        # a date of issue that alone contradicts is itself in doubt
        (Years(2023, 2023, issued=(2023, 1)), (2023, "title"), (("issued", 2023),)),
        (Years(2023, issued=(2023, 1)), (2023, "title"), (("issued", 2023),)),
        (Years(2023, issued=(2023, 12)), (2023, "title"), ()),
        # this year's plans are no stale body
        (Years(2023, body=2024), (2023, "title"), ()),
    ],
)
def test_which_year_holds(
    years: Years, settled: tuple[int | None, str | None], apart: tuple[tuple[str, int], ...]
) -> None:
    assert years.settled() == settled
    assert years.apart() == apart


@pytest.mark.parametrize(
    ("first", "last", "date"),
    [
        (["发布时间：2024-01-31 字号：大"], [], (2024, 1)),
        (["| 发文日期 | 2024年1月20日 |"], [], (2024, 1)),
        (["（2024 年 1 月 20 日）"], [], (2024, 1)),
        ([], ["示例县人民政府", "2024年1月9日"], (2024, 1)),
        (["根据2020年1月1日施行的规定，现将报告公布如下。"], ["全年于2023年5月1日开展培训。"], None),
    ],
)
def test_the_date_of_issue(first: list[str], last: list[str], date: tuple[int, int] | None) -> None:
    assert issue_date(first, last) == date


def test_the_year_that_sentences_open_with() -> None:
    assert body_year(["2022年，本机关依法公开。", "我县于2021年修订目录。"]) == 2022
    assert body_year(["（一）2022年度收到申请。2022年以来公开信息。"]) == 2022
    assert body_year(["2022年，公开。2023年，公开。"]) is None
    assert body_year(["2019年5月修订。"]) is None
