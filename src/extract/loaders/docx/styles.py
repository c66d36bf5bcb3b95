"""The few things of a style sheet that decide which text is printed: hidden styles and numbered styles."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from extract.loaders.docx import tags as w
from extract.loaders.docx.package import mentions, parse
from extract.loaders.docx.tags import Element

_MOST_BASES: Final = 64


@dataclass(frozen=True, slots=True)
class Styles:
    """Paragraph and character styles by their id.

    ``numbers`` gives the list (``numId``) and the level of numbered styles, with
    None for a level left open; ``hidden`` are the styles whose text is not shown.
    """

    numbers: Mapping[str, tuple[str, int | None]] = field(default_factory=lambda: MappingProxyType({}))
    hidden: frozenset[str] = frozenset()


def read_styles(xml: bytes | None, body: Element) -> Styles:
    """Read from ``styles.xml`` the styles that the body uses, and those that name lists.

    A missing part, or one that neither numbers nor hides, gives no styles. Raises
    ``Unreadable`` for damaged XML.
    """
    if xml is None or not (mentions(xml, "numPr") or mentions(xml, "vanish")):
        return Styles()
    used = {style.get(w.VAL) for style in body.iter(w.P_STYLE, w.R_STYLE)}
    sheet = {style.get(w.STYLE_ID, ""): style for style in parse(xml).iterfind(w.STYLE)}
    numbers: dict[str, tuple[str, int | None]] = {}
    hidden: set[str] = set()
    for name, style in sheet.items():
        if name not in used and style.get(w.TYPE) != "numbering":
            continue
        lineage = _lineage(sheet, name)
        number = _number(lineage)
        if number is not None:
            numbers[name] = number
        vanish = _inherited(lineage, f"{w.R_PR}/{w.VANISH}")
        if vanish is not None and w.is_on(vanish):
            hidden.add(name)
    return Styles(numbers, frozenset(hidden))


def _lineage(sheet: Mapping[str, Element], name: str) -> list[Element]:
    """The style and those it is based on, nearest first; a circle is walked once, and no chain without end."""
    lineage: list[Element] = []
    seen: set[str] = set()
    while name in sheet and name not in seen and len(seen) < _MOST_BASES:
        seen.add(name)
        lineage.append(sheet[name])
        base = sheet[name].find(w.BASED_ON)
        name = base.get(w.VAL, "") if base is not None else ""
    return lineage


def _inherited(lineage: list[Element], path: str) -> Element | None:
    found = (style.find(path) for style in lineage)
    return next((element for element in found if element is not None), None)


def _number(lineage: list[Element]) -> tuple[str, int | None] | None:
    """List and level; a style may take the list from its base and set the level alone."""
    list_id = _inherited(lineage, f"{w.P_PR}/{w.NUM_PR}/{w.NUM_ID}")
    if list_id is None:
        return None
    level = _inherited(lineage, f"{w.P_PR}/{w.NUM_PR}/{w.I_LVL}")
    return list_id.get(w.VAL, "0"), None if level is None else w.whole(level.get(w.VAL), 0)
