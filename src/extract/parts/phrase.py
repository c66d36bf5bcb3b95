"""Phrase: the words of a title in one line, told from sentences and from what a page prints around them."""

import re
from dataclasses import dataclass
from functools import lru_cache

from extract.forms.fold import fold
from extract.forms.form import Forms

_FIELD = re.compile(
    r"^.*(?:[>＞»]|(?:标题|标\s*题|名称|名\s*称|题名|当前位置|[Tt]itle)\s*[:：])\s*"
    r"|^[^。，；]{0,30}(?:位\s*置\s*[:：]|首\s*页)[^。，；]{0,60}[/／\\→›]\s*"  # a path of links
)
_PREFACE = re.compile(
    r"(\s*)(?:根据|依据|按照|遵照|现将|本报告|本年度报告)"
)  # a text without line ends goes on with it
_NAMED = re.compile(r"(?![本我该])[\u3400-\u9fff（）()]{3,}\s*20\d\d\s*年?度?\s*")
_LABEL = re.compile(r"(?!附件).*(?<!\d)[:：](?!\s*20\d\d\s*年?度?\s*$)\s*")  # of a field, whatever it is called
# when a browser printed the page, at its head
_PRINTED_AT = re.compile(
    r"^\s*\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}[,，\s]\s*(?:[上下]午)?\s*\d{1,2}:\d\d(?::\d\d)?\s*(?:[AP]M)?\s+"
)
_BAR = re.compile(r"[|｜]")
# what a page puts behind a title in the same line: the name of its section, or fields of its own
_BEHIND = re.compile(
    r"\s*[_—–-].*|\s+(?:信息来源|来\s*源|发布|公开|成文|索\s*引\s*号|日\s*期|时\s*间|作\s*者|浏览|访问|点击|阅读|字\s*[体号])"
    r"[^:：，。]{0,6}[:：].*"
)
_ELSEWHERE = re.compile(r"\s*(?:上|下)一[篇条页]|\s*相关(?:链接|信息|文章)")
SENTENCE = re.compile(r"[。；;，,《》？?！!]|根据|按照|要求|编制|首\s*页|您(?:现在|当前|目前)?的?位置")
BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
_PATH = re.compile(r"[/／\\→›»>＞]")  # between two links: 信息公开/年度报告
_SECTION = re.compile(
    r"(?:门户|网站|首页|专栏|栏目|频道|目录|平台|公开内容|年报)$|^(?:政府|政务)?(?:信息|政务)公开(?:工作)?$"
)
_EMPTY = re.compile(r",{2,}\s*$")  # the other cells of a sheet's first row
_EDITION = re.compile(r"\s*[（(][^（()）]{0,8}(?:更正|修订|修正|更新|勘误)[^（()）]{0,6}[）)]")
MOST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Phrase:
    """A title as printed, what stands before its own words (authority and year), and behind them (a year in brackets)."""

    text: str
    before: str
    after: str


@lru_cache(maxsize=4)
def _endings(forms: Forms) -> tuple[str, ...]:
    return forms.titles()


def titled(text: str, forms: Forms) -> Phrase | None:
    """The title in a line, None where the line is no title: the words must close a short phrase."""
    head = text[:200]
    if _ELSEWHERE.match(head):
        return None
    if "公开" not in fold(head) and "公開" not in head:
        return None
    return next((title for part in _BAR.split(head) if (title := _phrase(part, forms))), None)


def _phrase(text: str, forms: Forms) -> Phrase | None:
    plain = _FIELD.sub("", _PRINTED_AT.sub("", text).strip().rstrip(",").lstrip("#* \ufeff")).strip()
    letters: list[str] = []
    ends: list[int] = []
    for offset, sign in enumerate(plain):
        for letter in fold(sign):
            letters.append(letter)
            ends.append(offset + 1)
    folded = "".join(letters)
    for ending in _endings(forms):
        at = folded.find(ending)
        if at < 0:
            continue
        start, end = ends[at] - 1, ends[at + len(ending) - 1]
        label = _LABEL.match(plain[:start])
        first = label.end() if label else 0
        before = plain[first:start]
        behind = "" if _goes_on(plain, end, before) else _BEHIND.sub("", plain[end:], count=1)
        after = _EMPTY.sub("", behind).strip(" \t*)）》】」")
        if len(before) > MOST_TITLE or SENTENCE.search(before) or _PATH.search(plain[start:end]):
            return None
        section = "年" not in before and _SECTION.search(fold(before))
        if section or (ending.endswith("年报") and not before.strip()):
            return None  # the name of a page's section
        # a sentence goes on after the words; a title at most carries a bracket or is followed by a blank
        if re.search(r"[，。；,;]", after):
            return None
        if after and not re.match(r"[（(\s]", behind) and len(fold(after)) > 6:
            return None
        return Phrase(
            BETWEEN_HAN.sub("", plain[first:end] + (edition[0] if (edition := _EDITION.match(plain[end:])) else "")),
            before.strip(),
            after,
        )
    return None


def _goes_on(plain: str, end: int, before: str) -> bool:
    """Whether the report's own text follows the title: behind a blank, or behind a title that names authority and year."""
    text = _PREFACE.match(plain, end)
    return text is not None and bool(text[1] or _NAMED.fullmatch(before))


def is_title(text: str, forms: Forms) -> bool:
    """Whether a line reads like the title of a report."""
    return titled(text, forms) is not None
