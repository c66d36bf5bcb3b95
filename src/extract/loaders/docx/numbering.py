"""Automatic numbering: the numerals that a reader sees before a paragraph and the text does not hold.

Headings such as 一、总体情况 and labels such as 1.属于国家秘密 are often numbered so.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from extract.errors import Told
from extract.loaders.docx import tags as w
from extract.loaders.docx.numerals import numeral
from extract.loaders.docx.package import parse
from extract.loaders.docx.styles import Styles
from extract.loaders.docx.tags import Element

_LEVELS: Final = 9
_LONGEST: Final = 255  # signs that Word allows in the form of a number
_PLACE: Final = re.compile("%([1-9])")
# After these the gap to the text is only the width of the sign; after others it parts two numbers.
_CLOSING: Final = "、）．。，：》】"


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is counted and printed; ``style`` is the paragraph style bound to it."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    gap: bool = True
    legal: bool = False
    restart: int | None = None
    style: str | None = None


@dataclass(frozen=True, slots=True)
class ListForm:
    """A list as paragraphs name it by ``numId``.

    Lists of one ``abstract`` form count on together, but for the levels in ``restarts``,
    which begin anew with this list's first paragraph.
    """

    abstract: str
    levels: tuple[Level, ...]
    restarts: Mapping[int, int]


@dataclass(slots=True)
class _Count:
    """Where the counting of one abstract list stands; None for a level not begun."""

    numbers: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)
    lists: set[str] = field(default_factory=set)


def read_lists(xml: bytes, styles: Styles) -> Mapping[str, ListForm]:
    """The lists of ``numbering.xml`` by their ``numId``; raises ``Unreadable`` for damaged XML."""
    root = parse(xml)
    abstracts = {element.get(w.ABSTRACT_NUM_ID, ""): element for element in root.iter(w.ABSTRACT_NUM)}
    nums = {element.get(w.NUM_ID, ""): element for element in root.iter(w.NUM)}
    lists: dict[str, ListForm] = {}
    for name, num in nums.items():
        abstract = _abstract(num, nums, abstracts, styles)
        if abstract is not None:
            levels = _levels(abstract, [Level()] * _LEVELS)
            levels, restarts = _overridden(num, levels)
            lists[name] = ListForm(abstract.get(w.ABSTRACT_NUM_ID, ""), tuple(levels), restarts)
    return lists


def print_numbers(body: Element, lists: Mapping[str, ListForm], styles: Styles) -> tuple[Told, ...]:
    """Write each automatic number into its paragraph, as text; return notes on numbers not understood."""
    counts: dict[str, _Count] = {}
    unknown = 0
    for paragraph, list_id, own_level, style in list(_numbered(body, styles)):
        form = lists.get(list_id)
        if form is None:
            continue
        level = _level_of_style(form, style) if own_level is None else min(max(own_level, 0), _LEVELS - 1)
        label = _next_label(counts.setdefault(form.abstract, _Count()), list_id, form, level)
        if label is None:
            unknown += 1
        elif label:
            text = paragraph.makeelement(w.T)
            text.text = label
            paragraph.insert(1, text)  # behind w:pPr, which holds or styles the number
    if not unknown:
        return ()
    return (
        Told(
            f"{unknown} 个自动编号的形式不明，未予读取",
            f"{unknown} automatic paragraph numbers of an unknown form left out",
        ),
    )


def _child(element: Element, tag: str, default: str) -> str:
    child = element.find(tag)
    return default if child is None else child.get(w.VAL, default)


def _abstract(
    num: Element, nums: Mapping[str, Element], abstracts: Mapping[str, Element], styles: Styles
) -> Element | None:
    """The abstract list of a list; one that only names a numbering style is followed to that style's list."""
    abstract = abstracts.get(_child(num, w.ABSTRACT_NUM_ID, ""))
    link = None if abstract is None else abstract.find(w.NUM_STYLE_LINK)
    linked = None if link is None else nums.get(styles.numbers.get(link.get(w.VAL, ""), ("", None))[0])
    return abstract if linked is None else abstracts.get(_child(linked, w.ABSTRACT_NUM_ID, ""), abstract)


def _levels(holder: Element, levels: list[Level]) -> list[Level]:
    levels = list(levels)
    for element in holder.findall(w.LVL):
        at = w.whole(element.get(w.I_LVL), 0)
        if 0 <= at < _LEVELS:
            levels[at] = _level(element)
    return levels


def _level(element: Element) -> Level:
    restart = element.find(w.LVL_RESTART)
    legal = element.find(w.IS_LEGAL)
    style = element.find(w.P_STYLE)
    return Level(
        start=w.whole(_child(element, w.START, "0"), 0),
        format=_child(element, w.NUM_FMT, "decimal"),
        text=_child(element, w.LVL_TEXT, ""),
        gap=_child(element, w.SUFFIX, "tab") != "nothing",
        legal=legal is not None and w.is_on(legal),
        restart=None if restart is None else w.whole(restart.get(w.VAL), 0),
        style=None if style is None else style.get(w.VAL),
    )


def _overridden(num: Element, levels: list[Level]) -> tuple[list[Level], Mapping[int, int]]:
    restarts: dict[int, int] = {}
    for override in num.findall(w.LVL_OVERRIDE):
        at = w.whole(override.get(w.I_LVL), -1)
        if not 0 <= at < _LEVELS:
            continue
        levels = _levels(override, levels)
        start = override.find(w.START_OVERRIDE)
        if start is not None:
            restarts[at] = w.whole(start.get(w.VAL), 0)
            levels[at] = replace(levels[at], start=restarts[at])
    return levels, restarts


def _numbered(body: Element, styles: Styles) -> Iterator[tuple[Element, str, int | None, str]]:
    """Each numbered paragraph with its list, its level (None: that of its style) and its style."""
    given: dict[Element, tuple[str, int | None, str]] = {}
    for element in body.iter(w.P_STYLE, w.NUM_PR):  # within w:pPr the style always stands first
        properties = element.getparent()
        if properties is None or properties.tag != w.P_PR:
            continue
        if element.tag == w.P_STYLE:
            style = element.get(w.VAL, "")
            if style in styles.numbers:
                given[properties] = (*styles.numbers[style], style)
            continue
        base = given.get(properties, ("", None, ""))
        list_id = _child(element, w.NUM_ID, "")
        level = element.find(w.I_LVL)
        own_level = None if level is None else w.whole(level.get(w.VAL), 0)
        if list_id:
            given[properties] = (list_id, own_level or 0, base[2])
        elif own_level is not None:
            given[properties] = (base[0], own_level, base[2])
    for properties, (list_id, own_level, style) in given.items():
        paragraph = properties.getparent()
        if paragraph is not None and paragraph.tag == w.P:
            yield paragraph, list_id, own_level, style


def _level_of_style(form: ListForm, style: str) -> int:
    return next((at for at, level in enumerate(form.levels) if level.style == style), 0)


def _next_label(count: _Count, list_id: str, form: ListForm, level: int) -> str | None:
    """Count one paragraph and return what is printed before it; None where the numerals are not known."""
    numbers = count.numbers
    if list_id not in count.lists:
        count.lists.add(list_id)
        for at in form.restarts:
            numbers[at] = None
    here = form.levels[level]
    number = numbers[level]
    numbers[level] = here.start if number is None else number + 1
    for deeper in range(level + 1, _LEVELS):
        restart = form.levels[deeper].restart
        if restart is None or level < restart:
            numbers[deeper] = None
    if here.format == "bullet":  # a sign, not a number
        return ""
    label = ""
    for at, piece in enumerate(_PLACE.split(here.text)):
        if at % 2 == 0:
            label += piece
            continue
        printed = _numeral_at(numbers, form, int(piece) - 1, here.legal)
        if printed is None or len(label) > _LONGEST:
            return None
        label += printed
    return f"{label} " if label and here.gap and label[-1] not in _CLOSING else label


def _numeral_at(numbers: list[int | None], form: ListForm, at: int, legal: bool) -> str | None:
    level = form.levels[at]
    number = numbers[at]
    return numeral(level.start if number is None else number, "decimal" if legal else level.format)
