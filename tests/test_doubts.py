"""Whose and when, told differently by title, body, path and collector: a finding each, and no other."""

import pytest

from extract.forms.form import load_forms
from extract.options import Given, Options
from extract.pipeline import read_bytes
from extract.reading import Reading

FORMS = load_forms()
BODY = """{title}
本报告所列数据的统计期限自{period}年1月1日起至{period}年12月31日止。
一、总体情况
{body}年，本机关依法公开政府信息。
二、主动公开政府信息情况
主动公开情况见下表。
三、收到和处理政府信息公开申请情况
{end}
"""


def read(
    title: str = "鼓楼区财政局2023年政府信息公开工作年度报告", *, period: int = 2023, body: int = 2023, end: str = "",
    name: str = "江苏省/南京市/a.txt", given: Given | None = None,
) -> Reading:  # fmt: skip
    text = BODY.format(title=title, period=period, body=body, end=end)
    return read_bytes(text.encode(), name, FORMS, Options(given=given))


def kinds(reading: Reading) -> list[str]:
    told = ("year_", "place_", "division_", "given_")
    return [finding.kind for finding in reading.findings if finding.kind.startswith(told)]


def test_what_agrees_is_no_finding() -> None:
    reading = read(given=Given("南京市鼓楼区财政局", "320106", 2023, "example", "2024-02-01"))
    assert kinds(reading) == []
    assert (reading.whose.id, reading.report.fiscal_year) == ("320106/财政局", 2023)


@pytest.mark.parametrize(
    ("changed", "kind", "words"),
    [
        ({"period": 2022}, "year_disagrees", ("标题写2023年", "统计期限写2022年", "按2023年计")),
        ({"body": 2022}, "year_disagrees", ("标题写2023年", "正文句首写2022年")),
        ({"name": "江苏省/南京市/2022年报.txt"}, "year_disagrees", ("文件名写2022年",)),
        (
            {"title": "南京市鼓楼区财政局2023年政府信息公开工作年度报告", "name": "江苏省/徐州市/a.txt"},
            "place_disagrees",
            ("徐州市",),
        ),
        ({"name": "a.txt"}, "division_ambiguous", ("鼓楼区财政局", "320106、320302、350102、410204")),
        ({"given": Given(fiscal_year=2022)}, "given_disagrees", ("年度", "2022", "2023")),
        ({"given": Given(division_code="320302")}, "given_disagrees", ("区划代码", "320302", "320106")),
        ({"given": Given(authority="鼓楼区审计局")}, "given_disagrees", ("鼓楼区审计局", "鼓楼区财政局")),
    ],
)
def test_what_disagrees_is_one_finding(changed: dict[str, object], kind: str, words: tuple[str, ...]) -> None:
    reading = read(**changed)  # type: ignore[arg-type]
    assert kinds(reading) == [kind]
    message = next(finding.message_zh for finding in reading.findings if finding.kind == kind)
    assert all(word in message for word in words), message


def test_a_title_of_the_year_of_publication_gives_way() -> None:
    reading = read("鼓楼区财政局2024年政府信息公开工作年度报告", end="鼓楼区财政局\n2024年1月20日")
    assert (reading.report.fiscal_year, reading.report.year_evidence) == (2023, "period")
    assert kinds(reading) == ["year_disagrees"]


@pytest.mark.parametrize(
    ("name", "end", "authority", "evidence"),
    [
        ("a.txt", "关岭自治县财政局\n2024年1月20日", "关岭自治县财政局", "prose"),
        ("a.txt", "如有疑问，请与关岭自治县财政局办公室联系（电话：0851）。", "关岭自治县财政局", "prose"),
        ("关岭县财政局2023年政府信息公开工作年度报告.txt", "", "关岭县财政局", "path"),
        ("关岭县财政局2023.txt", "", "关岭县财政局", "path"),
        ("关岭县/2023.txt", "", None, None),
        ("report.txt", "如有疑问，请与某局联系。", None, None),
    ],
)
def test_where_the_title_names_nobody(name: str, end: str, authority: str | None, evidence: str | None) -> None:
    report = read("2023年政府信息公开工作年度报告", name=name, end=end).report
    assert (report.authority, report.authority_evidence) == (authority, evidence)
