"""framed(lines, plain): the rows of a data frame printed as text: columns and rows numbered from 0, cells set apart by blanks."""

import re
from collections.abc import Sequence

from extract.document import Line
from extract.flat.barred import BarredRow

_GAP = re.compile(r"\s{2,}")
_ROW = re.compile(r"\s*(?:\d+|\.\.)\s{2,}")  # of another number, or left out
_FEWEST_COLUMNS = 3
_MISSING = ("NaN", "nan", "None", "<NA>")


def framed(lines: Sequence[Line], plain: Sequence[str]) -> list[BarredRow] | None:
    """The rows of cells of every frame in the lines, without their numbers; None where there is none, or a row of one
    is short of a cell.

    A frame's header counts its columns from 0 and each row below has the next number and as many cells as there are columns,
    so that nothing of it can be lost unseen.
    """
    if not any(text.lstrip().startswith("0 ") for text in plain):
        return None
    found: list[BarredRow] = []
    columns = rows = 0
    for line, text in zip(lines, plain, strict=True):
        cells = _GAP.split(text.strip())
        if len(cells) >= _FEWEST_COLUMNS and cells == [str(number) for number in range(len(cells))]:
            columns, rows = len(cells), 0
        elif columns and cells[0] == str(rows):
            if len(cells) != columns + 1:
                return None
            rows += 1
            found.append(BarredRow(line, text, ["" if cell in _MISSING else cell for cell in cells[1:]], closed=True))
        elif columns and _ROW.match(text):
            return None
        else:
            columns = columns if not text.strip() else 0
            found.append(BarredRow(line, text))
    return found if any(row.cells for row in found) else None
