"""The column equations of a grid over rows with several readings: which readings can be true together.

A row's readings are few once its own sum is kept. What remains is a small search: one reading
a row so that every column equation holds. Where none exists, the authority's own figures break
an equation; then the fewest equations are given up, and every way to do so must agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

Reading: TypeAlias = tuple[int | None, ...]
MOST_STEPS = 40_000
MOST_BROKEN = 2


@dataclass(frozen=True, slots=True)
class ColumnEquation:
    """Σ sign × row[column] + constant = 0, over the rows that have several readings."""

    name: str
    column: int
    terms: tuple[tuple[int, int], ...]
    constant: int


@dataclass(frozen=True, slots=True)
class Balanced:
    """The readings of each row that occur in some solution, and the equations that hold in all of them.

    ``broken`` are the equations given up in at least one of the solutions.
    """

    readings: tuple[tuple[Reading, ...], ...]
    holding: tuple[ColumnEquation, ...]
    broken: tuple[ColumnEquation, ...]


class _Steps:
    """Counts the search's steps; beyond the limit nothing is proved."""

    def __init__(self) -> None:
        self.left = MOST_STEPS

    def spend(self) -> bool:
        self.left -= 1
        return self.left >= 0


def _value(reading: Reading, column: int) -> int:
    return reading[column] or 0


def _ranges(
    domains: Sequence[Sequence[Reading]], equation: ColumnEquation
) -> list[tuple[int, int]]:
    """The least and greatest that each term can add."""
    found: list[tuple[int, int]] = []
    for row, sign in equation.terms:
        values = [sign * _value(reading, equation.column) for reading in domains[row]]
        found.append((min(values), max(values)))
    return found


def _narrowed(
    domains: Sequence[tuple[Reading, ...]], equations: Sequence[ColumnEquation]
) -> list[tuple[Reading, ...]] | None:
    """The readings that no equation rules out by itself; None when a row has none left."""
    kept = list(domains)
    changed = True
    while changed:
        changed = False
        for equation in equations:
            ranges = _ranges(kept, equation)
            low = equation.constant + sum(lo for lo, _ in ranges)
            high = equation.constant + sum(hi for _, hi in ranges)
            if low > 0 or high < 0:
                return None
            if low == high:
                continue
            for (row, sign), (lo, hi) in zip(equation.terms, ranges, strict=True):
                if lo == hi:
                    continue
                fits = tuple(
                    reading
                    for reading in kept[row]
                    if low - lo <= -sign * _value(reading, equation.column) <= high - hi
                )
                if len(fits) < len(kept[row]):
                    if not fits:
                        return None
                    kept[row] = fits
                    changed = True
                    break
            if changed:
                break
    return kept


def _solution(
    domains: Sequence[tuple[Reading, ...]], equations: Sequence[ColumnEquation], steps: _Steps
) -> tuple[Reading, ...] | None:
    """One reading a row so that all equations hold, or None."""
    if not steps.spend():
        return None
    narrowed = _narrowed(domains, equations)
    if narrowed is None:
        return None
    open_rows = [row for row, readings in enumerate(narrowed) if len(readings) > 1]
    if not open_rows:
        return tuple(readings[0] for readings in narrowed)
    row = min(open_rows, key=lambda index: len(narrowed[index]))
    for reading in narrowed[row]:
        found = _solution([*narrowed[:row], (reading,), *narrowed[row + 1 :]], equations, steps)
        if found is not None:
            return found
    return None


def _supported(
    domains: Sequence[tuple[Reading, ...]], equations: Sequence[ColumnEquation], steps: _Steps
) -> list[set[Reading]] | None:
    """For each row the readings that occur in some solution; None where there is no solution."""
    narrowed = _narrowed(domains, equations)
    first = _solution(narrowed, equations, steps) if narrowed else None
    if narrowed is None or first is None:
        return None
    found = [{reading} for reading in first]
    for row, readings in enumerate(narrowed):
        for reading in readings:
            if reading in found[row]:
                continue
            other = _solution([*narrowed[:row], (reading,), *narrowed[row + 1 :]], equations, steps)
            for seen, chosen in zip(found, other or (), strict=False):
                seen.add(chosen)
    return found


def balance(domains: Sequence[tuple[Reading, ...]], equations: Sequence[ColumnEquation]) -> Balanced | None:
    """The readings that can be true together; None when the search is too long or nothing fits.

    ``domains`` has the readings of each row (at least one). Equations that no readings can
    satisfy are given up first; then, if need be, one or two more, and all ways to give up as
    few count alike.
    """
    steps = _Steps()
    usable = [e for e in equations if _narrowed_alone(domains, e)]
    hopeless = [e for e in equations if e not in usable]
    for size in range(MOST_BROKEN + 1):
        union: list[set[Reading]] | None = None
        given_up: list[ColumnEquation] = []
        for dropped in combinations(usable, size):
            found = _supported(domains, [e for e in usable if e not in dropped], steps)
            if steps.left < 0:
                return None
            if found is None:
                continue
            given_up += [e for e in dropped if e not in given_up]
            union = found if union is None else [a | b for a, b in zip(union, found, strict=True)]
        if union is not None:
            holding = tuple(e for e in usable if e not in given_up)
            ordered = tuple(
                tuple(reading for reading in domain if reading in kept)
                for domain, kept in zip(domains, union, strict=True)
            )
            return Balanced(ordered, holding, (*hopeless, *given_up))
    return None


def _narrowed_alone(domains: Sequence[tuple[Reading, ...]], equation: ColumnEquation) -> bool:
    ranges = _ranges(domains, equation)
    return (
        equation.constant + sum(lo for lo, _ in ranges) <= 0 <= equation.constant + sum(hi for _, hi in ranges)
    )
