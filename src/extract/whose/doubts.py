"""doubts(report, whose, …): where title, period, path, date of issue and collector tell whose and when differently."""

from collections.abc import Iterator

from extract.checks import Finding
from extract.forms.fold import fold
from extract.options import Given
from extract.parts.report import Report
from extract.whose.authority import identify
from extract.whose.whose import Context, Whose

_WITNESS = {
    "title": ("标题写", "the title says "),
    "period": ("统计期限写", "the period says "),
    "path": ("文件名写", "the file's name says "),
    "running_head": ("页眉写", "the running head says "),
    "body": ("正文句首写", "the sentences of part 一 open with "),
    "issued": ("落款或发布日期在", "it was issued in "),
}
_FIRST_OF_FORM_2021 = 2021


def doubts(report: Report, whose: Whose, form: str | None, given: Given | None, context: Context) -> Iterator[Finding]:
    """What a person should look at before trusting whose report it is and of which year.

    ``form`` is the form told by the cells alone, ``given`` what the collector says, ``context`` what the authority
    was told by.
    """
    yield from _years(report, form)
    yield from _places(report, whose)
    if given is not None:
        yield from _given(report, whose, given, context)


def _years(report: Report, form: str | None) -> Iterator[Finding]:
    year, apart = report.fiscal_year, report.years.apart()
    if year is None:
        return
    if apart and report.year_evidence:
        told = [(report.year_evidence, year), *apart]
        zh = "，".join(f"{_WITNESS[name][0]}{other}年" for name, other in told)
        en = ", ".join(f"{_WITNESS[name][1]}{other}" for name, other in told)
        yield _warning("year_disagrees", f"年度不一致：{zh}；按{year}年计。", f"{en}; taken as {year}.")
    if form == "2021" and year < _FIRST_OF_FORM_2021:
        yield _warning(
            "year_before_form",
            f"报告年度为{year}年，表格却是2021年才有的格式。",
            f"The report is for {year}, while its grids have the form that came in 2021.",
        )


def _places(report: Report, whose: Whose) -> Iterator[Finding]:
    if whose.candidates:
        count, codes = len(whose.candidates), "、".join(whose.candidates[:8])
        yield Finding(
            "division_ambiguous", "note", None, None,
            f"“{report.authority}”所在的区划未能确定，可能的代码有 {count} 个：{codes}。",
            f"The division of “{report.authority}” is not settled; it may be one of {count}: {codes}.",
        )  # fmt: skip
    if whose.path_division:
        yield _warning(
            "place_disagrees",
            f"报告属于“{whose.normal}”，文件却放在“{whose.path_division}”之下。",
            f"The report is of {whose.normal}, while its file lies under {whose.path_division}.",
        )


def _given(report: Report, whose: Whose, given: Given, context: Context) -> Iterator[Finding]:
    if given.fiscal_year and report.fiscal_year and given.fiscal_year != report.fiscal_year:
        yield _disagrees("年度", "year", str(given.fiscal_year), str(report.fiscal_year))
    if given.authority and report.authority:
        other = identify(given.authority, context)
        same = other.id == whose.id if other.id and whose.id else fold(other.normal or "") == fold(whose.normal or "")
        if not same:
            yield _disagrees("机关", "authority", given.authority, report.authority)
    if given.division_code and whose.division_code:
        place = context.table.of_code(given.division_code, context.year)
        if place is None or context.table.then(place, context.year).code != whose.division_code:
            yield _disagrees("区划代码", "division code", given.division_code, whose.division_code)


def _disagrees(zh: str, en: str, given: str, read: str) -> Finding:
    return _warning(
        "given_disagrees",
        f"采集清单的{zh}为“{given}”，报告为“{read}”。",
        f"The collector's list gives the {en} {given}, the report {read}.",
    )


def _warning(kind: str, zh: str, en: str) -> Finding:
    return Finding(kind, "warning", None, None, zh, en[0].upper() + en[1:])
