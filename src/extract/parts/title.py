"""What the first lines say: the title, the authority as printed, the fiscal year and the period."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, pairwise

from extract.document import Block, Line, Table
from extract.forms.fold import narrow, visible
from extract.forms.form import Forms
from extract.parts.phrase import BETWEEN_HAN, MOST_TITLE, SENTENCE, Phrase, titled
from extract.parts.years import UNKNOWN, Years, body_year, issue_date

_YEAR = re.compile(r"((?:19|20)\s*\d\s*\d|二[〇○0零]二?[〇○0零一二三四五六七八九]{1,2})\s*年?\s*(?:度|份)?")
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_PERIOD = re.compile(
    r"((?:19|20)\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日[^0-9。]{0,6}"
    r"(?:((?:19|20)\d\d)\s*年\s*)?(\d{1,2})\s*月\s*(\d{1,2})\s*日"
)
_YEARBOOK = re.compile(r"((?:19|20)\d\d)\s*年?度?\s*年报")
_ISSUER = re.compile(r"(?:发布机构|发布单位|发文机关|发文机构|公开主体|制作机关)\s*[:：|]\s*([^\s|:：，,。]{2,40})")
_ANNOUNCED = re.compile(
    r"现(?:予以?)?(?:公布|发布|公开|将)(?![本我该])([\u3400-\u9fff（）()\d\s]{6,50}年度报告)(?=[。；，予公发])"
)
_ATTACHMENT = re.compile(r"^\s*附\s*件\s*[\d一二三四五六七八九十]*\s*[:：.．、\s]\s*")
_SECOND_YEAR = re.compile(r"\s*[-—–~至]\s*(?:19|20)\d\d\s*(?:学年|年度?)")
_SPAN_OF_YEARS = re.compile(r"(?:19|20)\d\d\s*年?度?\s*[-—–~至]\s*(?:19|20)\d\d\s*学?年")
_EMPTY_BRACKETS = re.compile(r"[（(]\s*[)）]")
_TORN = re.compile(r"政[府务]\|信息公开")
_FULL_LINE = 12  # letters of a line so long that a title may have been broken in it
_ONLY_NAME = re.compile(r"[\u3400-\u9fff（）()]+")
_YEAR_BEGUN = re.compile(r"[\u3400-\u9fff（）()]{2,}?\s*(2|20|20\d|20\d\d(?:年度?|年份)?)")
_WHOLE_YEAR = re.compile(r"20\d\d\s*(?:年度?|年份)?")
_REST_OF_NAME = re.compile(r"自治[州县旗区]|族|(?:[州县旗区市]|人民)政府")
_ISSUED_FOR = re.compile(r"(.+(?:办公?[室厅]?|政府|[局厅委会]))关于(.{3,})")  # who issued it, and whose it is
_AN_ORGAN = re.compile(r"[\u3400-\u9fff（）()]{2,26}(?:政府|局|厅|委员会|管委会|卫健委|发改委|办公室|办事处|政府办)")
_WHOLE_NAME = re.compile(
    r"(?:政府|[局厅委会办院镇乡区县市省州盟旗队所站网社馆处署]|办公室|中心|街道|公司|报告|公开|平台|门户|年报|专栏|目录)$"
)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the first lines say; every part None where they do not."""

    title: str | None = None
    authority: str | None = None
    fiscal_year: int | None = None
    year_evidence: str | None = None
    period_start: str | None = None
    period_end: str | None = None
    years: Years = UNKNOWN
    authority_evidence: str | None = None


def named_in_title(text: str, forms: Forms) -> str | None:
    """The authority in a line that reads like a title; None where it is none, or names nobody."""
    title = titled(text, forms)
    return _organ(title.before) if title else None


def _flat_lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Line):
            yield visible(block.text)
        elif isinstance(block, Table):
            for row in block.by_row():
                yield " | ".join(cell.text.replace("\n", "") for cell in row)


def _find_title(lines: list[str], forms: Forms) -> tuple[Phrase, int] | None:
    """The title and the index of its first line: one that names a year or an authority goes before a bare one."""
    bare: tuple[Phrase, int] | None = None
    for index, line in enumerate(lines):
        if not line.strip():
            continue
        title = titled(line, forms)
        first = index
        if title is None:
            title = _broken(line, [text for text in lines[index + 1 : index + 4] if text.strip()][:2], forms)
            if title is None:
                continue
        title = _unwrapped(title, lines[:first])
        if title.before.strip():
            return title, first
        bare = bare or (title, first)
    return bare


def _broken(line: str, below: list[str], forms: Forms) -> Phrase | None:
    """A title broken inside its phrase, over two lines or three: without the first they are none, together they are."""
    whole = line.strip()
    for index, text in enumerate(below):
        under = "".join(below[: index + 1])
        torn = _TORN.search(f"{line.strip()}|{under.strip()}")
        if len(text) > MOST_TITLE or len(line) > MOST_TITLE or (not torn and titled(under, forms)):
            return None
        whole += text.strip()
        title = titled(whole, forms)
        if title:
            return title
    return None


def _announced(lines: list[str], forms: Forms) -> Phrase | None:
    """The title as the first sentences give it where nothing else does: 现公布示例县2023年政府信息公开工作年度报告。"""
    names = (match[1] for line in lines for match in [_ANNOUNCED.search(line)] if match)
    return next((title for name in names if (title := titled(name, forms)) and _year(title.before)), None)


def _unwrapped(title: Phrase, above: list[str]) -> Phrase:
    """The title with the line above it where name or year was broken over both: …管理委员 | 会2020年…, …局20 | 20年…."""
    line = above[-1].strip() if above else ""
    begun = (
        bool(title.before) and len(line) >= _FULL_LINE and not _WHOLE_NAME.search(line) and _ONLY_NAME.fullmatch(line)
    )
    office = line.endswith("政府") and title.before.startswith("办公") and _ONLY_NAME.fullmatch(line)
    year = _YEAR_BEGUN.fullmatch(line) and _WHOLE_YEAR.fullmatch(narrow(_YEAR_BEGUN.sub(r"\1", line) + title.before))
    if begun or office or year or _goes_on(line, title.before):
        return Phrase(line + title.text, line + title.before, title.after)
    return title


def _goes_on(line: str, below: str) -> bool:
    """Whether a name is broken between two lines: …布依族苗族 | 自治县人民政府."""
    return bool(_REST_OF_NAME.match(below) and _ONLY_NAME.fullmatch(line)) and not _WHOLE_NAME.search(line)


def _name_above(lines: list[str]) -> str:
    """The line above the title, with the one above that where a name is broken between them or it holds the year alone."""
    near, far = ([line.strip() for line in reversed(lines) if line.strip()] + ["", ""])[:2]
    return far + near if _goes_on(far, near) or _WHOLE_YEAR.fullmatch(near) else near


def _stated_period(lines: Iterable[str]) -> re.Match[str] | None:
    """The span of dates that the text states; it may be broken over two lines."""
    for line, below in pairwise(chain(lines, [""])):
        found = _period(line)
        if found is None and "期限" in line and "止" not in line:
            found = _period(line + below)
        if found:
            return found
    return None


def _period(line: str) -> re.Match[str] | None:
    """A span of dates that a line states as what its figures cover."""
    return _PERIOD.search(narrow(line)) if "日" in line and ("月" in line) else None


def _year(text: str) -> int | None:
    match = _YEAR.search(narrow(text))
    if match is None or _SPAN_OF_YEARS.search(narrow(text)):
        return None
    digits = re.sub(r"\s", "", match[1]).translate(_CHINESE_DIGITS)
    return int(digits) if len(digits) == 4 and 2000 <= int(digits) <= 2099 else None


def _organ(text: str) -> str | None:
    """The authority in what stands before the title's words, cleaned of the year and of blanks."""
    printed = visible(text)
    year = _YEAR.search(narrow(printed))  # of the same length, so that brackets stay as printed
    plain = f"{printed[: year.start()]} {printed[year.end() :]}" if year else text
    plain = _SECOND_YEAR.sub("", plain)
    plain = _EMPTY_BRACKETS.sub("", _ATTACHMENT.sub("", plain))
    plain = re.sub(r"^\s*(?:现将|关于|度|年度|【[^】]*】)+(?:报送|上报)?", "", plain)
    plain = re.sub(r"\s*关于(?:印发|公布|发布|公开|报送|上报)?\s*$", "", plain)
    plain = BETWEEN_HAN.sub("", plain.strip(' 　\t-—_:：、“”"*#|'))
    plain = re.sub(r"(?:年度|的|度)$", "", plain).strip()
    issued = _ISSUED_FOR.fullmatch(plain)
    if issued:
        plain = issued[2] if _WHOLE_NAME.search(issued[2]) else issued[1]
    plain = f"{plain}政府" if plain.endswith("人民") else plain  # …人民政府信息公开工作年度报告
    return plain if re.search(r"[\u3400-\u9fff]{2}", plain) else None


def _authority(title: Phrase | None, beside: list[str], lines: list[str]) -> tuple[str | None, str | None]:
    """The authority as printed, and where: in the ``title`` or the line above or below it, or as the page's ``issuer``."""
    issuer = next((match[1] for line in lines for match in [_ISSUER.search(line)] if match), None)
    named = _organ(title.before) if title else None
    if named is None and title:
        above, below = beside
        line = _WHOLE_YEAR.sub("", above).strip()
        if 3 <= len(line) <= 40 and not SENTENCE.search(line) and not re.search(r"[>|:：\d]", line):
            named = _organ(line)
        under = (title.after.strip("（("), BETWEEN_HAN.sub("", below.strip().removeprefix("（").removesuffix("）")))
        named = named or next((text for text in under if _AN_ORGAN.fullmatch(text)), None)
    # the issuer named in the page's own table completes a title that names only the place, or only the organ
    # (示例县 of 示例县财政局, but not an organ whose office put the report on the page)
    whole = named is not None and _AN_ORGAN.fullmatch(named)
    completes = (
        issuer and named and issuer != named and (issuer.endswith(named) or (issuer.startswith(named) and not whole))
    )
    if issuer and (named is None or completes):
        return issuer, "issuer"
    return named, "title" if named else None


def front_matter(
    first: tuple[Block, ...], every: tuple[Block, ...], forms: Forms, overview: tuple[Block, ...] = ()
) -> FrontMatter:
    """Title, authority, fiscal year and period.

    ``first`` are the blocks before the first heading, where title and authority are looked
    for; the period may stand anywhere in ``every``; ``overview`` is part 一.
    """
    lines = list(_flat_lines(first))
    found = _find_title(lines, forms)
    title, index = found or (_announced(lines, forms), 0)
    above = _name_above(lines[:index]) if found else ""
    below = next((line for line in lines[index + 1 :] if line.strip()), "")
    authority, evidence = _authority(title, [above, below], lines)
    period = _stated_period(_flat_lines(every))
    start = f"{period[1]}-{int(period[2]):02}-{int(period[3]):02}" if period else None
    end = f"{period[4] or period[1]}-{int(period[5]):02}-{int(period[6]):02}" if period else None
    years = _years(title, above, period, lines, every, overview)
    year, told = years.settled()
    return FrontMatter(title.text if title else None, authority, year, told, start, end, years, evidence)


def _years(  # noqa: PLR0917
    title: Phrase | None, above: str, period: re.Match[str] | None, lines: list[str],
    every: tuple[Block, ...], overview: tuple[Block, ...],
) -> Years:  # fmt: skip
    printed = (_year(title.before) or _year(title.after)) if title else None
    stated = int(period[1]) if period and period[1] == (period[4] or period[1]) else None
    if printed is None and stated is None and above:
        printed = _year(above)
    running = None
    if title is None:
        running = next((m for line in _flat_lines(every) for m in [_YEARBOOK.search(narrow(line))] if m), None)
    last = [block.text for block in every[-12:] if isinstance(block, Line) and block.text.strip()]
    return Years(
        printed, stated, None, int(running[1]) if running else None,
        issue_date(lines, last), body_year(block.text for block in overview if isinstance(block, Line)),
    )  # fmt: skip
