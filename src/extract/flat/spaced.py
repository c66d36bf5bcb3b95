"""spaced(lines, plain, …): cells of which each is a line, the blank ones too, as the text of a web page's table may have them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from extract.document import Line
from extract.flat.pieces import Piece, Pieces, cell_piece
from extract.forms.values import read_value

_COLUMNS = 7  # of grid 三, which alone has rows enough to show that a blank line is a cell
_FEWEST_ROWS = 15
_MOST_MERGED = 2  # blank cells ahead of a label, where an outer label covers several rows


class _Row(NamedTuple):
    """A line of words, and the lines of figures and blanks below it, up to the next words."""

    line: Line
    words: str
    below: tuple[tuple[Line, str], ...]

    def cells(self, step: int) -> list[tuple[Line, str]] | None:
        """The seven cells, ``step`` lines a cell; None where the lines are not so many, or figures stand between them.

        Where there are more lines, 总计 has to be printed: else nothing tells that the cells begin right below the label.
        """
        size = step * _COLUMNS + step - 1
        more, uneven = divmod(len(self.below) - size, step)
        cells = list(self.below[step - 1 : size : step])
        figures = sum(bool(text.strip()) for _, text in self.below)
        if uneven or not 0 <= more <= _MOST_MERGED or figures != sum(bool(text.strip()) for _, text in cells):
            return None
        if more and figures and not cells[-1][1].strip():
            return None
        return cells


def spaced(lines: Sequence[Line], plain: Sequence[str], is_prose: Callable[[str], bool]) -> Pieces | None:
    """The pieces of grid 三 where every row has its seven lines, blank or not; None where any has not.

    Cells stand in every line, or in every second one with a blank line between. Some row has to have a blank cell between
    its figures, and every row as many lines: figures whose blanks were dropped do not come to that by accident.
    """
    lines, plain = _of_cells(lines, plain)
    # behind the last row the gap may be gone
    rows = list(_rows([*lines, lines[-1]], [*plain, ""])) if plain[-1].strip() else list(_rows(lines, plain))
    filled = [row for row in rows if any(text.strip() for _, text in row.below)]
    for step in (1, 2):
        every = {index: cells for index, row in enumerate(rows) if (cells := row.cells(step)) is not None}
        inside = any(
            not text.strip() for row in every.values() if row[0][1].strip() and row[-1][1].strip() for _, text in row
        )
        if len(every) < _FEWEST_ROWS or not inside or any(row.cells(step) is None for row in filled):
            continue
        if any(len(row.below) >= step * _COLUMNS for index, row in enumerate(rows) if index not in every):
            continue
        return _pieces(rows, every, is_prose)
    return None


def _of_cells(lines: Sequence[Line], plain: Sequence[str]) -> tuple[Sequence[Line], Sequence[str]]:
    """The lines without those of a page's markup: where every word is as far indented, a blank line of other length is no cell."""
    indents = {len(text) - len(text.lstrip(" ")) for text in plain if text.strip()}
    if len(indents) != 1 or indents <= {0, 1}:
        return lines, plain
    indent = indents.pop()
    kept = [at for at, text in enumerate(plain) if text.strip() or len(text) == indent]
    return [lines[at] for at in kept], [plain[at] for at in kept]


def _pieces(
    rows: Sequence[_Row], cells: Mapping[int, list[tuple[Line, str]]], is_prose: Callable[[str], bool]
) -> Pieces:
    found: list[Piece] = []
    aside: list[Piece] = []
    for index, row in enumerate(rows):
        prose = is_prose(row.words.strip())
        (aside if prose else found).append(Piece("text", row.words.strip(), row.line.place))
        if prose:
            found.append(Piece("break", "", row.line.place))
        found += [cell_piece(text, line.place, -1) for line, text in cells.get(index, ())]
    return Pieces("cells", tuple(found), structured=False, bounded=True, aside=tuple(aside))


def _rows(lines: Sequence[Line], plain: Sequence[str]) -> Iterator[_Row]:
    words: tuple[Line, str] | None = None
    below: list[tuple[Line, str]] = []
    for line, text in zip(lines, plain, strict=True):
        if not text.strip() or read_value(text).kind in ("number", "not_applicable"):
            below.append((line, text))
            continue
        if words is not None:
            yield _Row(*words, tuple(below))
        words, below = (line, text), []
    if words is not None:
        yield _Row(*words, tuple(below))
