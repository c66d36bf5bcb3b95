"""Changes inside a DOCX: of its XML's bytes and of its elements, in a zip that is right again."""

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random

from lxml import etree

from bench.hostile.case import zipped
from bench.hostile.change_bytes import BYTES, Change
from bench.hostile.packages import W, parts_of

_MAIN = "word/document.xml"


def _of_main(change: Change) -> Change:
    """A change of the main part's XML, in a zip that is right again."""

    def changed(data: bytes, other: bytes, chance: Random) -> bytes:
        parts = parts_of(data)
        parts[_MAIN] = change(parts[_MAIN], parts_of(other)[_MAIN], chance)
        return zipped(parts, 6)

    return changed


def _of_element(tags: Sequence[str], change: Callable[[etree._Element, etree._Element, Random], None]) -> Change:
    """A change of one element of these names; it is given an element of the other file as well."""

    def changed(data: bytes, other: bytes, chance: Random) -> bytes:
        mine, theirs = etree.fromstring(data), etree.fromstring(other)
        tag = f"{{{W}}}{chance.choice(tags)}"
        found, offered = list(mine.iter(tag)), list(theirs.iter(tag))
        for _ in range(chance.choice((1, 1, 3))):
            if found and offered:
                change(found.pop(chance.randrange(len(found))), chance.choice(offered), chance)
        return etree.tostring(mine)

    return changed


def _remove(element: etree._Element, other: etree._Element, chance: Random) -> None:
    del other, chance
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _copy(element: etree._Element) -> etree._Element:
    return etree.fromstring(etree.tostring(element))


def _repeat(element: etree._Element, other: etree._Element, chance: Random) -> None:
    del other, chance
    element.addnext(_copy(element))


def _swap(element: etree._Element, other: etree._Element, chance: Random) -> None:
    del other, chance
    after = element.getnext()
    if after is not None:
        after.addnext(element)


def _replace(element: etree._Element, other: etree._Element, chance: Random) -> None:
    del chance
    parent = element.getparent()
    if parent is not None:
        parent.replace(element, _copy(other))


def _wrap(element: etree._Element, other: etree._Element, chance: Random) -> None:
    del other
    parent = element.getparent()
    if parent is not None:
        outer = etree.SubElement(parent, f"{{{W}}}{chance.choice(('sdt', 'ins', 'smartTag', 'hyperlink', 'unknown'))}")
        parent.replace(element, outer)
        outer.append(element)


def _value(element: etree._Element, other: etree._Element, chance: Random) -> None:
    del other
    for name in list(element.attrib):
        element.set(name, chance.choice(("0", "1", "2", "3", "-1", "restart", "continue", "", "99999999999")))


def _figure(element: etree._Element, other: etree._Element, chance: Random) -> None:
    del other
    element.text = re.sub(r"\d", lambda _: chance.choice("0123456789"), element.text or "", count=1)


_BLOCKS = ("tr", "tc", "p", "r", "tbl", "t")
PACKAGES: Mapping[str, Change] = {
    **{f"xml-{name}": _of_main(change) for name, change in BYTES.items()},
    "element-removed": _of_main(_of_element(_BLOCKS, _remove)), "element-doubled": _of_main(_of_element(_BLOCKS, _repeat)),
    "elements-swapped": _of_main(_of_element(_BLOCKS, _swap)), "element-of-other": _of_main(_of_element(_BLOCKS, _replace)),
    "element-wrapped": _of_main(_of_element(("tr", "tc", "p", "r"), _wrap)), "figure": _of_main(_of_element(("t",), _figure)),
    "value": _of_main(_of_element(("gridSpan", "vMerge", "gridCol", "tcW"), _value)),
}  # fmt: skip
