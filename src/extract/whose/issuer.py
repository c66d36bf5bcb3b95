"""Who may have issued a report whose title names nobody: its signature, whom to ask, the name of its file."""

import re
from collections.abc import Iterator, Sequence

from extract.forms.fold import narrow
from extract.forms.form import Forms
from extract.parts.title import named_in_title

_SIGNATURE = re.compile(r"\s*([\u3400-\u9fff（）()]{3,30})\s*")
_DATE = re.compile(r"\s*20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*")
_ASK = re.compile(r"(?:请与|请联系|联系单位[:：]|请向|咨询)\s*([\u3400-\u9fff]{4,30}?)(?:联系|咨询|[（(，,。：:])")
_OFFICE = re.compile(r"(?<=[局厅委会处心队院社馆])(?:[\u3400-\u9fff]{0,6}科|办公室)$")
_YEAR = re.compile(r"(?<!\d)20\d\d\s*(?:年度?)?.*$")


def issuers(lines: Sequence[str], path: str, forms: Forms) -> Iterator[tuple[str, str]]:
    """Names that may be the authority's, each with where it stands (``prose`` or ``path``), the surest first."""
    for line, below in zip(lines[-6:], [*lines[-5:], ""], strict=False):
        signature = _SIGNATURE.fullmatch(line)
        if signature and _DATE.fullmatch(narrow(below)):
            yield signature[1], "prose"
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
