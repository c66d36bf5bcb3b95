"""Who may have issued a report whose title names nobody: its signature, whom to ask, the name of its file."""

import re
from collections.abc import Iterator, Sequence

from extract.forms.fold import narrow
from extract.forms.form import Forms
from extract.parts.title import named_in_title

_SIGNATURE = re.compile(r"\s*([\u3400-\u9fff（）()]{3,30})\s*")
_DATE = re.compile(
    r"\s*20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*|\s*二[〇○0零O]二?[〇○0零O一二三四五六七八九]{1,2}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日\s*"
)
_ASK = re.compile(r"(?:请与|请联系|联系单位[:：]|请向|咨询)\s*([\u3400-\u9fff]{4,30}?)(?:联系|咨询|[（(，,。：:])")
_OFFICE = re.compile(r"(?<=[局厅委会处心队院社馆])(?:[\u3400-\u9fff]{0,6}科|办公室)$")
_PLACED = re.compile(r"(?![本我该各])[\u3400-\u9fff]{2,7}?[省市州盟县旗区镇乡][\u3400-\u9fff]{2,}")
_YEAR = re.compile(r"(?<!\d)20\d\d\s*(?:年度?)?.*$")


def signatures(lines: Sequence[str]) -> Iterator[str]:
    """The names that stand over a date at the end of a text."""
    for line, below in zip(lines[-6:], [*lines[-5:], ""], strict=False):
        signature = _SIGNATURE.fullmatch(line)
        if signature and _DATE.fullmatch(narrow(below)):
            yield signature[1]


def is_placed(name: str) -> bool:
    """Whether a name tells of itself what place its organ is of, be the place known or not.

    >>> is_placed("青禾县财政局"), is_placed("县财政局"), is_placed("本市财政局")
    (True, False, False)
    """
    return bool(_PLACED.fullmatch(name))


def issuers(lines: Sequence[str], path: str, forms: Forms) -> Iterator[tuple[str, str]]:
    """Names that may be the authority's, each with where it stands (``prose`` or ``path``), the surest first."""
    yield from ((name, "prose") for name in signatures(lines))
    stem = re.split(r"[/\\]", path)[-1].rpartition(".")[0]
    named = named_in_title(stem, forms)
    if named:
        yield named, "path"
    for line in lines:
        asked = _ASK.search(line)
        if asked:
            yield _OFFICE.sub("", asked[1]), "prose"
    begin = _YEAR.sub("", narrow(stem)).strip(" -_")
    if not named and begin:
        yield begin, "path"
