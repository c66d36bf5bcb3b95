"""wiki(lines): tables that stand in a text as wikis write them, {| to |}, as converters from Word files make them."""

import re
from collections.abc import Sequence

from extract.document import Block, Line
from extract.loaders.marked import Cell, laid_out

OPENS = "{|"
"""What a line begins with that opens such a table."""

_ATTRIBUTES = r"(?:\s*[\w-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s|\"']+))*\s*"
_OPENED = re.compile(rf"\s*\{{\|{_ATTRIBUTES}")
_ROW = re.compile(rf"\s*\|-+{_ATTRIBUTES}")
_CLOSED = "|}"
_CELL = re.compile(rf"({_ATTRIBUTES})\|(?!\|)")
_SPAN = re.compile(r"\b(rowspan|colspan)\s*=\s*[\"']?(\d{1,3})")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_QUOTES = re.compile("'{2,5}")  # of bold and slanted words
_HEADING = re.compile(r"\s*(={1,6})\s*(.*?)\s*\1\s*")


def wiki(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with each wiki's table among their lines as a `Table`, and without the marks of bold words and headings.

    A table that is not closed, or has another one, a caption or anything else outside of its cells in it, stays as the
    lines are; then so do all.
    """
    found: list[Block] = []
    held: list[Line] = []
    number = 0
    for block in blocks:
        if not isinstance(block, Line):
            return tuple(blocks)  # tables in HTML: a text of two kinds
        if not held and not _OPENED.fullmatch(block.text):
            found.append(block._replace(text=_HEADING.sub(r"\2", _QUOTES.sub("", block.text))))
            continue
        held.append(block)
        if block.text.strip() == _CLOSED:
            rows = _rows(held[1:-1])
            table = laid_out(rows, number + 1) if rows else None
            if table is None:
                return tuple(blocks)
            found.append(table)
            number, held = number + 1, []
    return tuple(blocks) if held else tuple(found)


def _rows(lines: Sequence[Line]) -> list[list[Cell]] | None:
    """The cells of each row; None where a line is neither a cell's nor a row's."""
    rows: list[list[Cell]] = [[]]
    for line in lines:
        text = line.text.strip()
        if _ROW.fullmatch(text):
            if rows[-1]:
                rows.append([])
        elif text.startswith(("|-", "|+", OPENS)):
            return None
        elif text.startswith(("|", "!")):
            rows[-1] += [_cell(part) for part in re.split(r"\|\||!!" if text[0] == "!" else r"\|\|", text[1:])]
        elif not rows[-1]:
            if text:
                return None
        elif text:
            cell = rows[-1][-1]
            rows[-1][-1] = cell._replace(text=f"{cell.text}\n{_plain(text)}".strip())
    return rows if rows[-1] else rows[:-1]


def _cell(text: str) -> Cell:
    attributes = _CELL.match(text)
    spans = {name: int(size) for name, size in _SPAN.findall(attributes[1])} if attributes else {}
    return Cell(
        _plain(text[attributes.end() :] if attributes else text), spans.get("rowspan", 1), spans.get("colspan", 1)
    )


def _plain(text: str) -> str:
    return _QUOTES.sub("", _BREAK.sub("\n", text)).strip()
