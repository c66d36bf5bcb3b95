"""tabbed_rows(lines, plain): the rows of a text whose cells are parted by tabs, as a spreadsheet copies or writes them."""

from collections.abc import Sequence
from typing import NamedTuple

from extract.document import Line

_MOST_LINES = 12  # of one cell: beyond that a quotation mark opened none


class TabbedCell(NamedTuple):
    """A cell and the line in which it begins."""

    line: Line
    text: str


def tabbed_rows(lines: Sequence[Line], plain: Sequence[str]) -> list[list[TabbedCell]]:
    """The cells of every row: a line is one, with the lines that a cell in quotation marks goes on in.

    Such a cell ends in a mark before a tab or a line's end, and the lines between hold no tab; a mark that is not closed
    so is a sign like any other.
    """
    found: list[list[TabbedCell]] = []
    at = 0
    while at < len(lines):
        cells = [TabbedCell(lines[at], part) for part in plain[at].split("\t")]
        while (end := _closes(cells[-1].text, plain, at)) > at:
            last, *more = plain[end].split("\t")
            whole = "\n".join((cells[-1].text, *plain[at + 1 : end], last))
            cells[-1:] = [
                TabbedCell(cells[-1].line, whole.strip()[1:-1]),
                *(TabbedCell(lines[end], part) for part in more),
            ]
            at = end
            if not more:
                break
        found.append(cells)
        at += 1
    return found


def _closes(opened: str, plain: Sequence[str], at: int) -> int:
    """The line below ``at`` in which a quoted cell ends that is the last of its line; ``at`` where there is none."""
    if not opened.lstrip().startswith('"') or opened.count('"') % 2 == 0:
        return at
    for end in range(at + 1, min(at + _MOST_LINES, len(plain))):
        part, tab, _ = plain[end].partition("\t")
        if part.count('"') % 2:
            return end if part.rstrip().endswith('"') else at
        if tab:
            return at
    return at
