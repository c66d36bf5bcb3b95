"""Layouts that print a row as words and blanks: `rows`, `rows-wrapped`."""

from __future__ import annotations

from collections import defaultdict
from random import Random

from ..document import Cell, Document, Note, Paragraph, Row, Table

_PAGE_WIDTH = 30
# Widths of label columns and value columns in characters, as in a page of A4.
_OUTER_WIDTH = 1
_GROUP_WIDTHS = (3, 4, 6)
_LEAF_WIDTHS = (8, 10, 14)


def rows(document: Document, rng: Random) -> str:
    """A row in a line, labels and figures separated by blanks, blank cells gone."""
    return _print_rows(document, rng, detached=False)


def rows_detached(document: Document, rng: Random) -> str:
    """As `rows`, with the figures of a row on a line after its labels."""
    return _print_rows(document, rng, detached=True)


def _print_rows(document: Document, rng: Random, detached: bool) -> str:
    wrapped = rng.random() < 0.5
    gap = rng.choice((" ", " ", " ", "  ", "\t"))
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            lines += wrap(block.text, _PAGE_WIDTH) if wrapped else [block.text]
            continue
        for row in block.rows:
            lines += [row.text] if isinstance(row, Note) else _row_lines(row, gap, detached)
    return "\n".join([*lines, ""])


def _row_lines(row: Row, gap: str, detached: bool) -> list[str]:
    shown = [cell for cell in row.cells if cell.text.strip()]
    names = [cell.text.replace("\n", "") for cell in shown if not cell.key]
    values = [cell.text for cell in shown if cell.key]
    if not detached:
        return [gap.join([*names, *values])] if shown else []
    return [gap.join(texts) for texts in (names, values) if texts]


def wrap(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` characters that never cut a number; its own breaks are kept."""
    lines: list[str] = []
    for part in text.split("\n"):
        rest = part
        while len(rest) > width:
            end = _line_end(rest, width)
            lines.append(rest[:end].rstrip(" "))
            rest = rest[end:].lstrip(" ")
        lines.append(rest)
    return lines


def _line_end(text: str, width: int) -> int:
    """Where a line of at most `width` characters ends so that it cuts no number, if there is such a place."""
    end = width
    while end > 1 and _in_number(text[end - 1]) and _in_number(text[end]):
        end -= 1
    return end if end > 1 else width


def _in_number(character: str) -> bool:
    return character.isdigit() or character in ".．,-"


def rows_wrapped(document: Document, rng: Random) -> str:
    """What a text extractor makes of a printed page: labels wrapped in narrow columns and centred.

    The figures of a row stand at half its height, so on a line of their own between two label lines or
    beside the middle one; a group label runs down beside its rows.
    """
    lines: list[str] = []
    group, leaf = rng.choice(_GROUP_WIDTHS), rng.choice(_LEAF_WIDTHS)
    appeal = rng.choice((1, 2, 2))
    for block in document.blocks:
        if isinstance(block, Paragraph):
            lines += wrap(block.text, _PAGE_WIDTH)
        elif block.grid == "applications":
            lines += _page_lines(block, (_OUTER_WIDTH, group, leaf, *[2, 3, 3, 3, 3, 2, 2]))
        elif block.grid == "appeals":
            lines += _page_lines(block, (appeal,) * block.width)
        else:
            lines += _page_lines(block, (8, 6, 6, 6))
    return "\n".join([*lines, ""])


def _page_lines(table: Table, widths: tuple[int, ...]) -> list[str]:
    """The lines of a table, read across the page at each height; heights count in half lines."""
    tops = _tops(table, widths)
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for place, row in enumerate(table.rows):
        if isinstance(row, Note):
            found[tops[place]].append((0, row.text))
            continue
        column = 0
        for cell in row.cells:
            if cell.text.strip():
                end = min(place + cell.down, len(table.rows))
                height = tops[end] - tops[place]
                parts = _cell_parts(cell, widths[column : column + cell.across])
                first = tops[place] + max(0, height // 2 - len(parts))
                for number, part in enumerate(parts):
                    found[first + 2 * number].append((column, part))
            column += cell.across
    return [" ".join(text for _, text in sorted(found[height])) for height in sorted(found)]


def _tops(table: Table, widths: tuple[int, ...]) -> list[int]:
    """The top of each row in half lines, and the bottom of the last one."""
    tops = [0]
    for row in table.rows:
        height = 1
        if isinstance(row, Row):
            column = 0
            for cell in row.cells:
                if cell.down == 1 and cell.text:
                    height = max(height, len(_cell_parts(cell, widths[column : column + cell.across])))
                column += cell.across
        tops.append(tops[-1] + 2 * height)
    return tops


def _cell_parts(cell: Cell, widths: tuple[int, ...]) -> list[str]:
    """The lines of a cell; values are never wrapped."""
    return [cell.text] if cell.key else wrap(cell.text, sum(widths))
