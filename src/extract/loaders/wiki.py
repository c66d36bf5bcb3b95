"""wiki(lines): tables that stand in a text as wikis write them, {| to |}, as converters from Word files make them."""

import re
from collections.abc import Sequence

from extract.document import Block, Line, Table
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

    A table that is not closed, is short of a cell, or has another one, a caption or anything else outside of its cells in
    it, stays lines, of its cells' words alone: its bars would be read for cells, and those of its rows for dashes in them.
    """
    if any(isinstance(block, Table) for block in blocks):
        return tuple(blocks)  # in HTML: a text of two kinds
    found: list[Block] = []
    held: list[Line] = []
    depth = number = 0
    for line in (block for block in blocks if isinstance(block, Line)):
        opens = _OPENED.fullmatch(line.text) is not None
        depth += opens - (bool(held) and line.text.strip() == _CLOSED)
        if held or opens:
            held.append(line)
        else:
            found.append(line._replace(text=_HEADING.sub(r"\2", _QUOTES.sub("", line.text))))
        if held and depth == 0:
            table = laid_out(_rows(held[1:-1]) or (), number + 1)
            whole = table is not None and _full(table)
            found += [table] if table and whole else _bare(held)
            number, held = number + whole, []
    return (*found, *_bare(held))


def _bare(lines: Sequence[Line]) -> list[Line]:
    """The words of a table that could not be laid out, a line each."""
    marks = (OPENS, _CLOSED, "|-")
    cells = [line for line in lines if not line.text.strip().startswith(marks)]
    plain = (line._replace(text=" ".join(cell.text for cell in _cells(line.text.strip()))) for line in cells)
    return [line for line in plain if line.text.strip()]


def _full(table: Table) -> bool:
    """Whether the cells fill every field: with a line lost in a row, all behind it would move."""
    return sum(cell.row_span * cell.column_span for cell in table.cells) == table.rows * table.columns


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
            rows[-1] += _cells(text)
        elif not rows[-1]:
            if text:
                return None
        elif text:
            cell = rows[-1][-1]
            rows[-1][-1] = cell._replace(text=f"{cell.text}\n{_plain(text)}".strip())
    return rows if rows[-1] else rows[:-1]


def _cells(text: str) -> list[Cell]:
    """The cells of a line; all of it where no mark opens one."""
    if not text.startswith(("|", "!")):
        return [Cell(_plain(text))]
    return [_cell(part) for part in re.split(r"\|\||!!" if text[0] == "!" else r"\|\|", text[1:])]


def _cell(text: str) -> Cell:
    attributes = _CELL.match(text)
    spans = {name: int(size) for name, size in _SPAN.findall(attributes[1])} if attributes else {}
    return Cell(
        _plain(text[attributes.end() :] if attributes else text), spans.get("rowspan", 1), spans.get("colspan", 1)
    )


def _plain(text: str) -> str:
    return _QUOTES.sub("", _BREAK.sub("\n", text)).strip()
