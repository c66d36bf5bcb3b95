"""Who may have issued a report whose title names nobody: its signature, whom to ask, the name of its file."""

import re
from collections.abc import Iterator, Sequence

from extract.fold import narrow
from extract.forms import Forms
from extract.title import named_in_title

_ENDS = r"人民政府|行政公署|政府|管理委员会|管委会|街道办事处|委员会|局|厅|办公室|中心"
_NAME = rf"[\u3400-\u9fff（）()]{{2,28}}?(?:{_ENDS})"
_SIGNATURE = re.compile(rf"\s*({_NAME})\s*")
_DATE = re.compile(r"\s*20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*")
_ASK = re.compile(rf"(?:请与|请联系|联系单位[:：]|请向|咨询)\s*({_NAME})(?:[\u3400-\u9fff]{{0,12}}联系|[（(，,。：:])")
_OFFICE = re.compile(r"(?<=[局厅委会处中心])(?:办公室|综合科|法规科|秘书科)$")
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
