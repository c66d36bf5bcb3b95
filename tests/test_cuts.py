"""Cutting a run of digits: every way there is, no other, and each made of the digits that are printed."""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.solve.cuts import Kind, cuts, drops, few_cuts, part_value, parts, spreads, summed_cuts

DIGITS = st.text(alphabet="0123456789", min_size=0, max_size=11)
MANY_ZEROS = st.text(alphabet="000000123", min_size=5, max_size=12)
SIGNED = st.text(alphabet="0012-.", min_size=0, max_size=9)
COUNT, CHANGE, MONEY = Kind(), Kind(signed=True), Kind(money=True)


def every_cut(text: str, columns: int) -> Iterator[tuple[str, ...]]:
    """All ways to cut a text into so many pieces, by brute force."""
    for places in combinations(range(1, len(text)), columns - 1):
        ends = [0, *places, len(text)]
        yield tuple(text[start:end] for start, end in pairwise(ends))


def is_count(piece: str) -> bool:
    return piece.isdecimal() and (piece == "0" or piece[0] != "0")


def count_cuts(digits: str, columns: int) -> list[tuple[int, ...]]:
    every = every_cut(digits, columns) if digits else iter(())
    return [tuple(map(int, cut)) for cut in every if all(map(is_count, cut))]


@given(DIGITS, st.integers(min_value=1, max_value=7))
def test_cuts_are_all_there_are(digits: str, columns: int) -> None:
    found = list(cuts(digits, columns))
    short = [cut for cut in count_cuts(digits, columns) if all(number < 10**9 for number in cut)]
    assert sorted(found) == sorted(short)
    assert len(found) == len(set(found))


@given(DIGITS, st.integers(min_value=1, max_value=7))
def test_every_cut_joins_to_the_digits(digits: str, columns: int) -> None:
    for cut in cuts(digits, columns):
        assert "".join(map(str, cut)) == digits


@given(MANY_ZEROS, st.integers(min_value=2, max_value=7))
def test_summed_cuts_are_the_cuts_whose_last_is_the_sum(digits: str, columns: int) -> None:
    wanted = [cut for cut in count_cuts(digits, columns) if sum(cut[:-1]) == cut[-1]]
    assert sorted(summed_cuts(digits, columns)) == sorted(wanted)


@given(st.lists(st.integers(min_value=0, max_value=99), min_size=6, max_size=6))
def test_the_true_row_is_among_the_summed_cuts(row: list[int]) -> None:
    row = [*row, sum(row)]
    assert tuple(row) in set(summed_cuts("".join(map(str, row)), 7))


@pytest.mark.parametrize(
    ("digits", "found"),
    [
        ("0000000", [(0, 0, 0, 0, 0, 0, 0)]),
        ("2000002", [(2, 0, 0, 0, 0, 0, 2)]),
        ("21000021", [(21, 0, 0, 0, 0, 21)]),
        ("110000011", [(11, 0, 0, 0, 0, 0, 11), (1, 10, 0, 0, 0, 0, 11)]),
        ("2000003", []),
        ("000000", []),
        ("", []),
    ],
)
def test_summed_cuts_of_single_rows(digits: str, found: list[tuple[int, ...]]) -> None:
    columns = len(found[0]) if found else 7
    assert sorted(summed_cuts(digits, columns)) == sorted(found)


# ── numbers that may stand in a column ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("part", "kind", "value"),
    [
        ("0", COUNT, 0),
        ("12", COUNT, 12),
        ("07", COUNT, None),
        ("", COUNT, None),
        ("-18", COUNT, None),
        ("-18", CHANGE, -18),
        ("减4", CHANGE, -4),
        ("-0", CHANGE, None),
        ("-07", CHANGE, None),
        ("-", CHANGE, None),
        ("0.5", COUNT, None),
        ("0.5", MONEY, 0.5),
        ("00.5", MONEY, None),
        ("5.", MONEY, None),
        (".5", MONEY, None),
        ("1.2.3", MONEY, None),
        ("-1.5", MONEY, None),
        ("12", MONEY, 12),
        ("²", COUNT, None),
    ],
)
def test_what_a_part_writes(part: str, kind: Kind, value: float | None) -> None:
    assert part_value(part, kind) == value


@given(st.one_of(DIGITS, SIGNED), st.lists(st.sampled_from([COUNT, CHANGE, MONEY]), min_size=1, max_size=4))
def test_parts_are_the_numbers_of_all_cuts(text: str, kinds: Sequence[Kind]) -> None:
    rows = [
        [part_value(piece, kind) for piece, kind in zip(cut, kinds, strict=True)]
        for cut in (every_cut(text, len(kinds)) if text else ())
    ]
    whole = [row for row in rows if None not in row]
    wanted = [frozenset(row[column] for row in whole) for column in range(len(kinds))]
    assert parts(text, kinds) == wanted


def test_parts_of_a_row_with_a_sign() -> None:
    assert parts("2648-18538", [COUNT, CHANGE, COUNT]) == [
        {2648},
        {-1, -18, -185, -1853},
        {8538, 538, 38, 8},
    ]


# ── cuts within ranges ──────────────────────────────────────────────────────────────────────────────

RANGES = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, 40)).map(lambda pair: (pair[0], sum(pair))), min_size=3, max_size=5
)


@given(MANY_ZEROS, RANGES, st.integers(min_value=0, max_value=2))
def test_few_cuts_leave_the_ranges_in_so_many_columns(digits: str, ranges: list[tuple[int, int]], misses: int) -> None:
    def outside(cut: tuple[int, ...]) -> int:
        return sum(not low <= number <= high for number, (low, high) in zip(cut, ranges, strict=True))

    wanted = [cut for cut in count_cuts(digits, len(ranges)) if outside(cut) <= misses]
    found = few_cuts(digits, len(ranges), ranges, misses)
    assert found is not None
    # a number of more digits than any count of a report has is none
    assert sorted(found) == sorted(cut for cut in wanted if all(number < 10**9 for number in cut))


def test_too_many_cuts_are_no_list() -> None:
    assert few_cuts("1" * 40, 7, [(0, 10**9)] * 7, 0) is None


# ── too few and too many figures ────────────────────────────────────────────────────────────────────


@given(st.lists(st.integers(0, 99), min_size=0, max_size=5), st.integers(min_value=5, max_value=7))
def test_spreads_keep_the_figures_in_order(figures: list[int], columns: int) -> None:
    found = spreads(figures, columns)
    assert len(found) == len(list(combinations(range(columns), len(figures))))
    for row in found:
        assert len(row) == columns
        assert [value for value in row if value is not None] == figures


@given(st.lists(st.integers(0, 3), min_size=3, max_size=9), st.integers(min_value=1, max_value=3))
def test_drops_are_the_rows_that_are_left(figures: list[int], columns: int) -> None:
    found = drops(figures, columns)
    assert len(found) == len(set(found))
    assert set(found) == set(combinations(figures, columns))


class Watched(list[tuple[int, int]]):
    """Ranges that count how often one of them is looked at: the steps of a search."""

    looks = 0

    def __getitem__(self, at):  # type: ignore[no-untyped-def]  # an index and a slice alike
        self.looks += 1
        return super().__getitem__(at)


def test_a_run_that_its_columns_cannot_take_is_not_searched() -> None:
    """A file of 3 KB took three seconds: every cut was begun, and none could end."""
    ranges = Watched([(0, 10**9)] * 7)
    assert few_cuts("7" * 80, 7, ranges, 1) == []
    assert ranges.looks == 0
    assert few_cuts("7" * 8, 7, ranges, 1) != []
    assert ranges.looks > 0
