"""years: which year the words of a sentence speak of, seen from the report's own."""

import re

_NEAR = 8  # letters after a number: 上年2件结转
_YEAR = re.compile(
    r"(?P<year>(?:19|20)\d{2})年度?|(?P<last>上一?年度?|去年度?|前一年度?)|(?P<next>下一?年度?|次年度?|明年度?|翌年)"
    r"|(?P<this>本年度?|今年度?|当年度?|全年|报告年度|本报告期|报告期)"
)
CHANGED = "(?:猛|骤|激|陡|锐|略|大幅|小幅|明显|显著)?(?:上升|下降|增加|减少|增长|提高|降低|[增降减升])[至到为]"
# what it was then, said beside what it is now: 去年为39件；
_ASIDE = re.compile(
    r"(?:度|同期)?(?:分别)?(?:仅?[为是有]|的)?\d[\d,]*[^,;\d]{0,3}(?:\d[\d,]*[^,;\d]{0,3})*(?:[,;]|" + CHANGED + ")"
)
# some months of the year, not all
_MONTHS = r"(?!1[至到-]12月|1月(?:1日)?[至到-]|12月(?:31|底|末))\d{1,2}(?:[至到-]\d{1,2})?月"
# a clause that begins with a time which is not the report's year; 上年结转 is no time
_TIME = re.compile(
    r"(?:^|[,;:。)、]|其中|情况)(?:[我本全](?:[局县市区镇乡办委厅院所]|街道|单位|机关|部门|系统)(?![^,;]{0,6}月))?(?:在|截至|截止|自|从|至)?(?:(本年)(?!"
    + _MONTHS
    + ")|(?:本年)?"
    + _MONTHS
    + "(?![^,;]{0,8}(?:挂牌|成立|组建)以来)"  # no earlier than that there was nothing
    + r"|(?:上年|下年"
    r"|(?:19|20)\d{2}年|(?:19|20)\d{2}年?[至到—–~-]{1,2}(?:本年|(?:19|20)\d{2}年)|(?:近|最近|过去)[一二两三四五六七八九十]年|[二两三四五六七八九十]年[间来]|第?[一二三四]季度|[上下]半年)"
    r"(?!度?(?:末|底)?的?[^,;。]{0,6}(?:结转|转入|转来|遗留|未办结|延续|接转|转接|结存|跨年)))"
    r"|()自(?!(?:本年)?1月1日)[^,;。]{2,30}(?:以来|施行[后起]?)"
    r"|()任期|()十[二三四]五.?(?:期间|以来|时期)"
)


def told_by_year(text: str, year: int | None) -> str:
    """``text`` with the years it names said from the report's own: 上年, 本年, 下年.

    >>> told_by_year("结转2024年继续办理", 2023), told_by_year("上一年度结转", None)
    ('结转下年继续办理', '上年结转')
    """

    def said(match: re.Match[str]) -> str:
        if match["year"]:
            return {-1: "上年", 0: "本年", 1: "下年"}.get(int(match["year"]) - year, match[0]) if year else match[0]
        return "上年" if match["last"] else "下年" if match["next"] else "本年"

    return _YEAR.sub(said, text)


def of_another_time(text: str, at: int, year: int | None) -> bool:
    """Whether the last clause before a sign that begins with a time names another one than the report's year."""
    before = told_by_year(text[:at], year)
    of_months = before.rfind(";")  # some months are those of their own statement alone
    times = [
        one
        for one in _TIME.finditer(before + text[at : at + _NEAR])
        if one.end() <= len(before) and (one.end() > of_months or "月" not in one[0])
    ]
    times = [one for one in times if not _ASIDE.match(before, one.end())]
    return bool(times) and not times[-1][1]
