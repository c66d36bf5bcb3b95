"""ColumnOrder: in which order a grid prints its columns, and on which side spans leave empty cells."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import combinations, pairwise

from extract.flat.align import HeaderColumn
from extract.flat.pieces import Piece
from extract.forms.fold import fold
from extract.forms.form import ColumnForm, RowForm

_LONGEST = 9  # letters of a piece that names one column


class ColumnOrder:
    """What the header of one grid says of its columns; asked once for all rows of a block.

    ``side`` is where spans leave empty cells: ``ahead``, ``behind``, None where nothing tells.
    """

    def __init__(self, header: Sequence[HeaderColumn], side: str | None, pieces: Sequence[Piece] = ()) -> None:
        self.side = side
        self._lines = segments(pieces)
        self._in_line = Counter(map(_line, pieces))
        self._rank = {line: at for at, line in enumerate(self._in_line)}  # among the lines that are not blank
        self._doubt: dict[tuple[ColumnForm, ...], bool] = {}
        self._header = header
        self._known: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {}
        self._fields: dict[tuple[str, frozenset[str]], tuple[str, ...]] = {}

    def misleads(self, row: RowForm) -> bool:
        """Whether the header prints the row's columns in another order than the form, and not clearly enough."""
        if row.columns not in self._doubt:
            names = tuple(fold(column.label) for column in row.columns)
            outer = tuple(dict.fromkeys(fold(label) for column in row.columns for label in column.path))
            # the header of two lines prints 总计 before the columns under 法人或其他组织
            orders = [names, (names[0], names[-1], *names[1:-1])] if outer else [names]
            self._doubt[row.columns] = len(names) > 1 and (
                disordered(self._lines, orders, outer) or _last_leads(self._header, row)
            )
        return self._doubt[row.columns]

    def follows(self, row: RowForm) -> bool:
        """Whether the header says, in one way, that the row's columns stand as printed in another order."""
        keys = tuple(column.key for column in row.columns)
        return self._order(keys, row) != keys

    def in_form(self, cells: tuple[Piece | None, ...], row: RowForm) -> tuple[Piece | None, ...]:
        """The cells of a row, which stand as printed, in the form's order."""
        keys = tuple(column.key for column in row.columns)
        printed = self._order(keys, row)
        return cells if printed == keys else tuple(cells[printed.index(key)] for key in keys)

    def fields(self, row: RowForm) -> tuple[str, ...]:
        """The columns of a row's fields, where the header repeats a label in each field that is merged; else empty."""
        block, keys = row.key.split("/")[0] if "/" in row.key else "", frozenset(column.key for column in row.columns)
        if (block, keys) not in self._fields:
            self._fields[block, keys] = self._repeated(block, keys)
        return self._fields[block, keys]

    def _repeated(self, block: str, keys: frozenset[str]) -> tuple[str, ...]:
        runs: list[list[HeaderColumn]] = []
        for column in (column for column in self._header if column.block == block and column.key in keys):
            here, before = _line(column.piece) or 0, (_line(runs[-1][-1].piece) or 0) if runs else -2
            # a label a line follows on from the line before; a header printed again does not
            alone = self._in_line[here] == self._in_line[before] == 1 and self._rank[here] == self._rank[before] + 1
            if here == before or alone:
                runs[-1].append(column)
            else:
                runs.append([column])
        named = (tuple(column.key for column in run) for run in runs)
        return next((run for run in named if any(one == after for one, after in pairwise(run))), ())

    def _order(self, keys: tuple[str, ...], row: RowForm) -> tuple[str, ...]:
        block = row.key.split("/")[0] if "/" in row.key else ""
        if (block, keys) not in self._known:
            self._known[block, keys] = _printed(keys, block, row, self._header)
        return self._known[block, keys]


def segments(pieces: Sequence[Piece]) -> tuple[tuple[str, ...], ...]:
    """The folded words of each line up to its next figure, where they may name several columns."""
    found: dict[tuple[int | None, int], list[str]] = {}
    figures = 0
    for piece in pieces:
        if piece.kind == "text":
            found.setdefault((piece.place.line, figures), []).append(piece.text)
        else:
            figures += 1
    several = (words for words in found.values() if len(words) > 1 or len(words[0]) > _LONGEST)
    return tuple(tuple(map(fold, words)) for words in several)


def disordered(
    lines: Sequence[tuple[str, ...]], names: Sequence[tuple[str, ...]], others: Sequence[str] = (), turns: int = 1
) -> bool:
    """Whether one of the `segments` prints columns in another order than ``names``, several orders that may be.

    A line goes from left to right, so that even the pieces of broken labels tell. A
    piece counts where it is, or holds, what one name alone has; ``others`` are labels of the header that name no
    column. The names come up to ``turns`` times, one set behind the other.
    """
    first = names[0]
    index = {name: at for at, name in enumerate(first)}
    orders = [[index[name] for name in order] for order in names]
    parts = _parts(first, tuple(others))
    for words in lines:
        line = [at for text in words for at in _named(text, parts, first, others)]
        if len(line) > 1 and not any(_in_turn(line, order, turns) for order in orders):
            return True
    return False


def _last_leads(header: Sequence[HeaderColumn], row: RowForm) -> bool:
    """Whether whole labels print a row's last column before its first, 总计 before 自然人, each in its own line."""
    ends = (row.columns[0].key, row.columns[-1].key)
    printed = [column.key for column in header if column.whole and column.key in ends]
    return bool(row.columns[1].path) and printed[:2] == [ends[1], ends[0]]


def _in_turn(line: list[int], order: list[int], turns: int) -> bool:
    """Whether the names go back to the first ones no more often than they come anew."""
    places = [order.index(at) for at in line]
    back = sum(after < before for before, after in pairwise(places))
    times = Counter(places)
    return back < (max(times.values()) if len(times) == len(order) else turns)


def _named(text: str, parts: dict[str, int], names: tuple[str, ...], others: Sequence[str]) -> list[int]:
    """The names that a folded text is a part of, or holds, in its order."""
    if text in parts:
        return [parts[text]]
    if len(text) <= min(map(len, names)):
        return []
    own = [(at, name) for at, name in enumerate(names) if not any(name in other for other in others)]
    return [at for _, at in sorted((hit.start(), at) for at, name in own for hit in re.finditer(name, text))]


@lru_cache(maxsize=64)
def _parts(names: tuple[str, ...], others: tuple[str, ...]) -> dict[str, int]:
    """Every run of letters that one name alone has."""
    found: dict[str, set[int]] = {}
    for at, name in enumerate((*names, *others)):
        for start, end in combinations(range(len(name) + 1), 2):
            found.setdefault(name[start:end], set()).add(at)
    return {part: next(iter(ats)) for part, ats in found.items() if len(ats) == 1 and max(ats) < len(names)}


def _printed(keys: tuple[str, ...], block: str, row: RowForm, header: Sequence[HeaderColumn]) -> tuple[str, ...]:
    """The row's column keys in the order the header prints them; the form's own where the header says nothing else.

    A header that is printed again is asked by itself, and where two say different things neither is believed.
    """
    once: dict[str, HeaderColumn] = {}
    told: set[tuple[str, ...] | None] = set()
    for column in (column for column in header if column.block == block and column.key in keys):
        if column.key in once:
            told.add(_one_header(keys, row, once))
            once = {}
        once[column.key] = column
    told.add(_one_header(keys, row, once))
    orders = [order for order in told if order]
    return orders[0] if len(orders) == 1 else keys


def _one_header(keys: tuple[str, ...], row: RowForm, header: Mapping[str, HeaderColumn]) -> tuple[str, ...] | None:
    """The order that one header prints, None where it does not tell.

    Labels that stand partly in one line and partly alone are no order: a label of two lines is
    printed higher than its neighbours.
    """
    printed = {key: column.piece for key, column in header.items() if column.whole}
    # the header of two lines prints 总计 before the five columns under 法人或其他组织
    inner = [column.key for column in row.columns if column.path]
    two_lines = (keys[0], keys[-1], *inner)
    if len(printed) == len(keys) and len({_line(p) for p in printed.values()}) == 1 and tuple(printed) != two_lines:
        return tuple(printed)
    told = [key for key in printed if not inner or key in inner]
    if sorted(told) != sorted(inner or keys) or len({_line(printed[key]) for key in told}) not in (1, len(told)):
        return None
    return (keys[0], *told, keys[-1]) if inner else tuple(told)


def _line(piece: Piece) -> int | None:
    """The source row of a piece, or its line where the source has no rows."""
    return piece.row if piece.row >= 0 else piece.place.line
