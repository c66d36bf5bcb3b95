"""barred_rows(lines, plain): the rows of a table drawn in text, its cells between bars or commas."""

import csv
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extract.document import Line

RULE = re.compile(r"[\s|:+=-]*-{2,}[\s|:+=-]*|[\s|:+=-]*={2,}[\s|:+=-]*")
"""A line that is nothing but a rule between two rows, narrowed as by `bars_for_boxes`."""

_UPRIGHT = "│┃║┆┇┊┋╎╏▏¦∣"
_FLAT = "─━═┄┅┈┉╌╍"
_CROSSES = "".join(chr(code) for code in range(0x2500, 0x2580) if chr(code) not in _UPRIGHT + _FLAT)
_DRAWN = str.maketrans({**dict.fromkeys(_UPRIGHT, "|"), **dict.fromkeys(_FLAT, "-"), **dict.fromkeys(_CROSSES, "+")})
_BOX = re.compile(f"[{_UPRIGHT}]|[{_FLAT}]{{2}}")
_FEWEST_COMMAS = 3
_FEW_RULES = 2  # above and below a table, where its rows have none between them
_NO_ROW = re.compile(r"\d \d|。")


class BarredRow(NamedTuple):
    """A row of cells; for a line without bars, ``cells`` is None and ``text`` that line.

    ``closed``: a bar stands behind the last cell.
    """

    line: Line
    text: str
    cells: list[str] | None = None
    closed: bool = False


def bars_for_boxes(text: str) -> str:
    """``text`` with the signs that boxes are drawn with as ``|``, ``-`` and ``+``; of the same length.

    >>> bars_for_boxes("│ 规章 │ 0 │"), bars_for_boxes("├──┼──┤"), bars_for_boxes("规章 ─ 0")
    ('| 规章 | 0 |', '+--+--+', '规章 ─ 0')
    """
    return text.translate(_DRAWN) if not text.isascii() and _BOX.search(text) else text


def by_commas(plain: Sequence[str]) -> bool:
    """Whether the lines are rows of cells between commas: several, most of them with as many commas.

    A sentence ends in 。, and figures with thousands separators have blanks between them.
    """
    counts = [text.count(",") for text in plain if text.count(",") >= _FEWEST_COMMAS and not _NO_ROW.search(text)]
    usual = counts.count(max(set(counts), key=counts.count)) if counts else 0
    return usual > 1 and usual > 0.5 * len(counts) and len(counts) > 0.3 * len([t for t in plain if t.strip()])


def comma_rows(lines: Sequence[Line], plain: Sequence[str]) -> Iterator[BarredRow]:
    """The rows of cells between commas, cells that hold a comma in quotation marks; without the index of a data frame."""
    index = 0
    for line, text in zip(lines, plain, strict=True):
        cells = next(csv.reader([text]), [])
        if len(cells) <= _FEWEST_COMMAS:
            yield BarredRow(line, text)
        elif cells == ["", *map(str, range(len(cells) - 1))]:
            index = 1  # the frame's own header numbers its columns from 0, as the index does its rows
        elif index and cells[0] == str(index - 1):
            index += 1
            yield BarredRow(line, text, cells[1:])
        else:
            index = 0
            yield BarredRow(line, text, cells)


class _Bars(NamedTuple):
    """Whether a bar stands before the first cell of most rows, and whether one stands behind the last."""

    ahead: bool
    behind: bool

    def cells(self, text: str) -> list[str]:
        cells = text.strip("\n ").split("|")
        if self.behind and not cells[-1].strip():
            cells.pop()
        if self.ahead and cells and not cells[0].strip():
            cells.pop(0)
        return cells


def barred_rows(lines: Sequence[Line], plain: Sequence[str]) -> tuple[bool, Iterator[BarredRow]]:
    """Whether bars stand at both ends of the rows, and the rows; a row on several lines is one."""
    inside = [text.strip() for text in plain if "|" in text]
    fenced = sum(text.startswith("|") and text.endswith("|") for text in inside) > 0.6 * len(inside)
    # a full row that ends in a figure shows that the bars only part cells: then a blank one may follow the last
    widest = max((text.count("|") for text in inside), default=0)
    behind = fenced or not any(text.count("|") == widest and not text.endswith("|") for text in inside)
    # the one rule of a Markdown table has no corners
    rules = sum(text.lstrip().startswith("+") and bool(RULE.fullmatch(text)) for text in plain)
    if fenced and rules > _FEW_RULES:
        return fenced, _between_rules(lines, plain)
    return fenced, _joined(lines, plain, _Bars(fenced, behind))


def _between_rules(lines: Sequence[Line], plain: Sequence[str]) -> Iterator[BarredRow]:
    """Rows that rules part: lines of as many bars between two rules are the lines of their cells."""
    bars = _Bars(ahead=True, behind=True)
    held: list[tuple[Line, list[str]]] = []
    for line, text in zip(lines, plain, strict=True):
        rule = RULE.fullmatch(text)
        cells = None if rule or "|" not in text else bars.cells(text)
        if held and (cells is None or len(cells) != len(held[0][1])):
            yield _one(held)
            held = []
        if cells is not None:
            held.append((line, cells))
        elif not rule and text.strip():
            yield BarredRow(line, text)
    if held:
        yield _one(held)


def _one(held: list[tuple[Line, list[str]]]) -> BarredRow:
    cells = [
        "\n".join(filter(None, map(str.strip, parts))) for parts in zip(*(cells for _, cells in held), strict=True)
    ]
    return BarredRow(held[0][0], "", cells, closed=True)


def _joined(lines: Sequence[Line], plain: Sequence[str], bars: _Bars) -> Iterator[BarredRow]:
    """A row a line; one that runs on over several lines is joined: such a line begins with the bar that was due."""
    held: tuple[Line, str] | None = None
    for line, text in zip(lines, plain, strict=True):
        if not text.strip() or RULE.fullmatch(text):
            continue
        if held is not None and not bars.ahead and _runs_on(held[1], text):
            held = (held[0], held[1] + text)
            continue
        if held is not None:
            yield _barred(*held, bars)
        held = (line, text)
    if held is not None:
        yield _barred(*held, bars)


def _runs_on(before: str, text: str) -> bool:
    return "|" in before and not before.rstrip().endswith("|") and text.lstrip().startswith("|")


def _barred(line: Line, text: str, bars: _Bars) -> BarredRow:
    if "|" not in text:
        return BarredRow(line, text)
    return BarredRow(line, text, bars.cells(text), closed=bars.behind and text.rstrip().endswith("|"))
