"""marked(lines): tables that stand in a text as HTML, as converters to Markdown write those that have merged cells."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from lxml import etree, html

from extract.document import Block, Line, Table, TableCell

_EDGE = re.compile(r"<(/?)table\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:p|div|span|br|b|strong|em|i|u|a|font|h[1-6]|center|li|[ou]l|hr|img)\b[^<>]*>", re.IGNORECASE)
_ANY_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_BREAKS = ("br", "p", "div", "li")
_BREAK = "\v"
_UNSEEN = ("script", "style", "template")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MOST_SPAN = 100
_MOST_FIELDS = 100_000


class Cell(NamedTuple):
    """The words of a table's cell, and how many rows and columns it spans."""

    text: str
    down: int = 1
    across: int = 1


def marked(lines: Sequence[Line]) -> tuple[Block, ...]:
    """The lines with each HTML table among them as a `Table`, and without the tags around words.

    A table that is not closed, is too large or has another one in it stays as the lines are.
    """
    found: list[Block] = []
    held: list[Line] = []
    depth = deepest = number = 0
    for line in _at_edges(lines):
        edge = _EDGE.fullmatch(line.text)
        if edge:
            depth += -1 if edge[1] else 1
            deepest = max(deepest, depth)
        if depth > 0 or (edge and held):
            held.append(line)
        elif not edge:
            found.append(line._replace(text=_TAG.sub("", line.text)))
        if depth <= 0 and held:
            table = _table("\n".join(one.text for one in held), number + 1) if deepest == 1 else None
            number += table is not None
            found += _bare(held) if table is None else [table]
            held, deepest = [], 0
        depth = max(depth, 0)
    return (*found, *_bare(held))


def _bare(lines: Sequence[Line]) -> list[Line]:
    """Lines of a table that could not be laid out, without its tags: their attributes hold digits."""
    return [line._replace(text=_ANY_TAG.sub(" ", line.text)) for line in lines]


def _at_edges(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, cut before and behind each tag that opens or closes a table."""
    for line in lines:
        start = 0
        for edge in _EDGE.finditer(line.text):
            for begin, end in ((start, edge.start()), (edge.start(), edge.end())):
                if line.text[begin:end].strip():
                    yield line._replace(text=line.text[begin:end], start=line.start + begin)
            start = edge.end()
        if start == 0 or line.text[start:].strip():
            yield line._replace(text=line.text[start:], start=line.start + start)


def _table(markup: str, number: int) -> Table | None:
    try:
        root = html.fragment_fromstring(markup)
    except (etree.ParserError, ValueError):
        return None
    rows = [
        [Cell(_words(cell), _span(cell, "rowspan"), _span(cell, "colspan")) for cell in row.iterchildren("td", "th")]
        for row in root.iter("tr")
    ]
    # what stands outside of its cells, such as a caption, would be lost
    if _letters(_seen(root)) != _letters(cell.text for row in rows for cell in row):
        return None
    return laid_out(rows, number)


def laid_out(rows: Sequence[Sequence[Cell]], number: int) -> Table | None:
    """The table of these rows of cells, each in the first field that no cell above spans; None for none, or too many."""
    taken: set[tuple[int, int]] = set()
    cells: list[TableCell] = []
    for row, line in enumerate(rows):
        column = 0
        for text, down, across in line:
            while (row, column) in taken:
                column += 1
            high, wide = max(1, min(down, _MOST_SPAN, len(rows) - row)), max(1, min(across, _MOST_SPAN))
            if len(taken) + high * wide > _MOST_FIELDS:
                return None
            taken |= {(row + below, column + beside) for below in range(high) for beside in range(wide)}
            cells.append(TableCell(text, row, column, high, wide))
            column += wide
    return Table(tuple(cells), len(rows), 1 + max(column for _, column in taken), number) if cells else None


def _letters(texts: Iterable[str]) -> str:
    return "".join("".join(texts).split())


def _span(cell: html.HtmlElement, name: str) -> int:
    digits = re.match(r"\s*(\d{1,4})", cell.get(name) or "")
    return int(digits[1]) if digits else 1


def _words(cell: html.HtmlElement) -> str:
    """The text of a cell: lines where the markup breaks them, blanks as a browser shows them."""
    lines = (" ".join(line.split()) for line in "".join(_seen(cell)).split(_BREAK))
    return "\n".join(line for line in lines if line)


def _seen(element: html.HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        hidden = not isinstance(child.tag, str) or child.tag in _UNSEEN or _HIDDEN.search(child.get("style") or "")
        if child.tag in _BREAKS:
            yield _BREAK
        if not hidden:
            yield from _seen(child)
        if child.tag in _BREAKS:
            yield _BREAK
        yield child.tail or ""
