"""Balancing: the readings that can be true together are those that brute force finds."""

from collections.abc import Sequence
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.solve.balance import ColumnEquation, Reading, balance

Domains = list[tuple[Reading, ...]]
WIDTH = 3

NUMBERS = st.one_of(st.none(), st.integers(min_value=0, max_value=4))
READINGS: st.SearchStrategy[Reading] = st.tuples(NUMBERS, NUMBERS, NUMBERS)
DOMAINS = st.lists(st.lists(READINGS, min_size=1, max_size=4, unique=True).map(tuple), min_size=1, max_size=4)


@st.composite
def systems(draw: st.DrawFn) -> tuple[Domains, list[ColumnEquation]]:
    domains: Domains = draw(DOMAINS)
    equations = []
    for number in range(draw(st.integers(min_value=1, max_value=4))):
        signs = draw(st.lists(st.sampled_from([-1, 0, 1]), min_size=len(domains), max_size=len(domains)))
        terms = tuple((row, sign) for row, sign in enumerate(signs) if sign)
        column, constant = draw(st.integers(0, WIDTH - 1)), draw(st.integers(-2, 2))
        equations.append(ColumnEquation(f"equation {number}", column, terms, constant))
    return domains, equations


def holds(equation: ColumnEquation, chosen: Sequence[Reading]) -> bool:
    total = sum(sign * (chosen[row][equation.column] or 0) for row, sign in equation.terms)
    return total + equation.constant == 0


def solutions(domains: Domains, equations: Sequence[ColumnEquation]) -> list[tuple[Reading, ...]]:
    return [chosen for chosen in product(*domains) if all(holds(e, chosen) for e in equations)]


def union(domains: Domains, found: Sequence[tuple[Reading, ...]]) -> tuple[set[Reading], ...]:
    return tuple({chosen[row] for chosen in found} for row in range(len(domains)))


@given(systems())
@settings(max_examples=150)
def test_the_readings_that_occur_in_a_solution(system: tuple[Domains, list[ColumnEquation]]) -> None:
    domains, equations = system
    every = solutions(domains, equations)
    found = balance(domains, equations)
    if not every:
        return
    assert found is not None
    assert tuple(map(set, found.readings)) == union(domains, every)
    assert found.holding == tuple(equations)


@given(systems())
@settings(max_examples=150)
def test_as_few_equations_as_need_be_are_given_up(system: tuple[Domains, list[ColumnEquation]]) -> None:
    domains, equations = system
    if solutions(domains, equations):
        return
    found = balance(domains, equations)
    if found is None:
        return
    possible = [e for e in equations if solutions(domains, [e])]
    for size in range(len(possible) + 1):
        ways = [
            (dropped, every)
            for dropped in combinations(possible, size)
            if (every := solutions(domains, [e for e in possible if e not in dropped]))
        ]
        if ways:
            break
    assert tuple(map(set, found.readings)) == union(domains, [chosen for _, every in ways for chosen in every])
    given_up = {equation for dropped, _ in ways for equation in dropped}
    assert set(found.holding) == set(possible) - given_up
    assert set(found.hopeless) <= set(equations) - set(possible)


def test_equations_that_fail_in_every_way_are_named() -> None:
    rows: Domains = [((3, 0, 3),), ((2, 0, 2),)]
    equations = [ColumnEquation(f"column {at}", at, ((0, 1), (1, -1)), 0) for at in range(WIDTH)]
    found = balance(rows, equations)
    assert found is not None
    assert [equation.name for equation in found.hopeless] == ["column 0", "column 2"]
    assert [equation.name for equation in found.holding] == ["column 1"]


@pytest.mark.parametrize("domains", [[], [((0, 0, 0),)]])
def test_nothing_to_balance(domains: Domains) -> None:
    assert balance(domains, []) is None
