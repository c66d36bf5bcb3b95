"""Ways to cut a run of digits into the numbers of a row, and to spread too few figures over its columns."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import combinations

from extract.grid import Number

LONGEST = 9  # no count of a report has more digits
_MOST_DIGITS = 18  # of an amount; what the tables hold
MOST_CUTS = 6000
_MINUS = frozenset("-−减減负負")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a column's numbers may look like: ``signed`` ones may be negative, ``money`` may have decimals."""

    signed: bool = False
    money: bool = False


@lru_cache(maxsize=8192)
def part_value(part: str, kind: Kind) -> Number | None:
    """The number that ``part`` writes in a column of this kind; None where no number is written so.

    >>> part_value("0", Kind()), part_value("07", Kind()), part_value("-18", Kind(signed=True))
    (0, None, -18)
    """
    negative = part[:1] in _MINUS
    body = part[1:] if negative else part
    if negative and not kind.signed:
        return None
    whole, point, decimals = body.partition(".")
    if len(whole) > _MOST_DIGITS or not whole.isdecimal() or (len(whole) > 1 and whole[0] == "0"):
        return None
    if point and not decimals.isdecimal():
        return None
    if negative and whole.strip("0") == "" and not decimals.strip("0"):
        return None
    if point:
        return float(-Decimal(body) if negative else Decimal(body)) if kind.money else None
    return -int(whole) if negative else int(whole)


def parts(text: str, kinds: Sequence[Kind], bounds: Collection[int] = ()) -> list[frozenset[Number]]:
    """For each column the numbers that may stand there over all cuts of ``text`` into one number a column.

    ``bounds`` are places in the text where each cut has to cut. Every list entry is empty when there is no cut at all.

    >>> parts("350", [Kind(), Kind(signed=True)])
    [frozenset({35, 3}), frozenset({0, 50})]
    """
    size, columns = len(text), len(kinds)
    reach = [[False] * (size + 1) for _ in range(columns + 1)]
    reach[0][0] = True
    steps: list[list[tuple[int, int, Number]]] = []
    for column, kind in enumerate(kinds):
        found: list[tuple[int, int, Number]] = []
        for start in range(size):
            if not reach[column][start]:
                continue
            for end in range(start + 1, min((b for b in bounds if b > start), default=size) + 1):
                value = part_value(text[start:end], kind)
                if value is not None:
                    found.append((start, end, value))
                    reach[column + 1][end] = True
        steps.append(found)
    alive = [False] * (size + 1)
    alive[size] = reach[columns][size]
    values: list[frozenset[Number]] = []
    for found in reversed(steps):
        kept = [(start, value) for start, end, value in found if alive[end]]
        alive = [False] * (size + 1)
        for start, _ in kept:
            alive[start] = True
        values.append(frozenset(value for _, value in kept))
    return values[::-1]


def cuts(digits: str, columns: int) -> Iterator[tuple[int, ...]]:
    """Every cut of ``digits`` into ``columns`` counts, none with a leading zero.

    >>> list(cuts("1020", 3))
    [(1, 0, 20), (10, 2, 0)]
    """
    if columns == 1:
        if digits and (digits == "0" or digits[0] != "0") and len(digits) <= LONGEST:
            yield (int(digits),)
        return
    longest = 1 if digits[:1] == "0" else min(LONGEST, len(digits) - columns + 1)
    for end in range(1, longest + 1):
        head = int(digits[:end])
        for rest in cuts(digits[end:], columns - 1):
            yield (head, *rest)


def summed_cuts(digits: str, columns: int) -> Iterator[tuple[int, ...]]:
    """The cuts whose last number is the sum of the others.

    >>> list(summed_cuts("220000325", 7))
    [(2, 20, 0, 0, 0, 3, 25), (22, 0, 0, 0, 0, 3, 25)]
    """
    for size in range(1, min(LONGEST, len(digits) - columns + 1) + 1):
        tail = digits[-size:]
        if size > 1 and tail[0] == "0":
            continue
        total = int(tail)
        for head in _to_sum(digits[:-size], columns - 1, total, size):
            yield (*head, total)


def _to_sum(digits: str, columns: int, total: int, widest: int) -> Iterator[tuple[int, ...]]:
    """Cuts of ``digits`` into ``columns`` counts with the sum ``total``; no part can be wider than the total is."""
    length = len(digits)
    if length < columns or length > columns * widest:
        return
    if columns == 1:
        if (digits == "0" or digits[0] != "0") and int(digits) == total:
            yield (total,)
        return
    longest = 1 if digits[0] == "0" else min(widest, length - columns + 1)
    for end in range(1, longest + 1):
        head = int(digits[:end])
        if head > total:
            return
        for rest in _to_sum(digits[end:], columns - 1, total - head, len(str(total - head))):
            yield (head, *rest)


def few_cuts(digits: str, columns: int, ranges: Sequence[tuple[int, int]], misses: int) -> list[tuple[int, ...]] | None:
    """The cuts that leave the ranges in at most ``misses`` columns; None where they are too many to list."""
    found: list[tuple[int, ...]] = []

    def grow(at: int, column: int, left: int, head: tuple[int, ...]) -> bool:
        rest = len(digits) - at
        if column == columns:
            if rest == 0:
                found.append(head)
            return len(found) <= MOST_CUTS
        need = columns - column - 1
        if rest > (need + 1) * LONGEST:
            return True  # the columns left cannot take so many digits
        longest = 1 if digits[at : at + 1] == "0" else min(LONGEST, rest - need)
        for size in range(1, longest + 1):
            value = int(digits[at : at + size])
            low, high = ranges[column]
            missed = not low <= value <= high
            if missed and not left:
                continue
            if not grow(at + size, column + 1, left - missed, (*head, value)):
                return False
        return True

    return found if grow(0, 0, misses, ()) else None


def spreads(figures: Sequence[int], columns: int) -> list[tuple[int | None, ...]]:
    """Every way to set too few figures into the columns, in order, the others left blank.

    >>> spreads([5, 5], 3)
    [(5, 5, None), (5, None, 5), (None, 5, 5)]
    """
    found: list[tuple[int | None, ...]] = []
    for chosen in combinations(range(columns), len(figures)):
        row: list[int | None] = [None] * columns
        for column, figure in zip(chosen, figures, strict=True):
            row[column] = figure
        found.append(tuple(row))
    return found


def drops(figures: Sequence[int], columns: int) -> list[tuple[int | None, ...]]:
    """Every different row that is left when figures too many are struck out, in order.

    >>> drops([0, 0, 3], 2)
    [(0, 0), (0, 3)]
    """
    return list(dict.fromkeys(tuple(kept) for kept in combinations(figures, columns)))
