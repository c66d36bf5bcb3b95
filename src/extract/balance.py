"""The column equations of a grid over rows with several readings: which readings can be true together.

A row's readings are few once its own sum is kept. What remains is a small search: one reading
a row so that every column equation holds. Where none exists, the authority's own figures break
an equation; then the fewest equations are given up, and every way to do so must agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Reading: TypeAlias = tuple[int | None, ...]
Ints: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]

MOST_STEPS = 400
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

    ``hopeless`` are the equations that no readings at all satisfy, ``given_up`` those that some
    solution does without.
    """

    readings: tuple[tuple[Reading, ...], ...]
    holding: tuple[ColumnEquation, ...]
    hopeless: tuple[ColumnEquation, ...]
    given_up: tuple[ColumnEquation, ...]


@dataclass(slots=True)
class _System:
    """The equations as arrays: for each, the signs of the rows' values in its column, and its constant."""

    columns: Ints
    signs: Ints
    constants: Ints
    steps: int = MOST_STEPS

    def only(self, keep: Sequence[int]) -> "_System":
        """The same with some of the equations; steps are counted anew by the caller."""
        chosen = np.array(keep, dtype=np.int64)
        return _System(self.columns[chosen], self.signs[chosen], self.constants[chosen], self.steps)


def _system(equations: Sequence[ColumnEquation], rows: int) -> _System:
    signs = np.zeros((len(equations), rows), dtype=np.int64)
    for index, equation in enumerate(equations):
        for row, sign in equation.terms:
            signs[index, row] = sign
    return _System(
        np.array([e.column for e in equations], dtype=np.int64),
        signs,
        np.array([e.constant for e in equations], dtype=np.int64),
    )


def _terms(values: Ints, system: _System, row: int) -> Ints:
    """What each reading of a row adds to each equation: readings × equations."""
    terms: Ints = values[:, system.columns] * system.signs[:, row]
    return terms


def _ranges(terms: Sequence[Ints]) -> tuple[Ints, Ints]:
    return np.array([t.min(axis=0) for t in terms]), np.array([t.max(axis=0) for t in terms])


def _narrowed(kept: list[Flags], terms: list[Ints], system: _System) -> list[Flags] | None:
    """The readings (as flags) that no equation rules out by itself; None when a row has none left."""
    kept = list(kept)
    if not len(system.columns):
        return kept
    alive = [t[k] for t, k in zip(terms, kept, strict=True)]
    low, high = _ranges(alive)
    while True:
        lowest = system.constants + low.sum(axis=0)
        highest = system.constants + high.sum(axis=0)
        if (lowest > 0).any() or (highest < 0).any():
            return None
        changed = False
        for row, values in enumerate(alive):
            if len(values) == 1:
                continue
            fits = ((values + (lowest - low[row]) <= 0) & (values + (highest - high[row]) >= 0)).all(axis=1)
            if fits.all():
                continue
            if not fits.any():
                return None
            flags = kept[row].copy()
            flags[flags] = fits
            kept[row], alive[row] = flags, values[fits]
            low[row], high[row] = alive[row].min(axis=0), alive[row].max(axis=0)
            lowest = system.constants + low.sum(axis=0)
            highest = system.constants + high.sum(axis=0)
            changed = True
        if not changed:
            return kept


def _solution(kept: list[Flags], terms: list[Ints], system: _System, seen: list[Flags]) -> list[int] | None:
    """The index of one reading a row so that all equations hold, or None; readings not seen yet are tried first."""
    system.steps -= 1
    if system.steps < 0:
        return None
    narrowed = _narrowed(kept, terms, system)
    if narrowed is None:
        return None
    sizes = [int(flags.sum()) for flags in narrowed]
    open_rows = [row for row, size in enumerate(sizes) if size > 1]
    if not open_rows:
        return [int(flags.argmax()) for flags in narrowed]
    row = min(open_rows, key=lambda index: sizes[index])
    choices = sorted(np.flatnonzero(narrowed[row]), key=lambda choice: bool(seen[row][choice]))
    for choice in choices:
        found = _solution(_with(narrowed, row, int(choice)), terms, system, seen)
        if found is not None or system.steps < 0:
            return found
    return None


def _with(kept: list[Flags], row: int, choice: int) -> list[Flags]:
    one = np.zeros_like(kept[row])
    one[choice] = True
    return [*kept[:row], one, *kept[row + 1 :]]


def _supported(kept: list[Flags], terms: list[Ints], system: _System) -> list[Flags] | None:
    """For each row the readings that occur in some solution; None where there is no solution."""
    narrowed = _narrowed(kept, terms, system)
    if narrowed is None:
        return None
    seen = [np.zeros_like(flags) for flags in kept]
    first = _solution(narrowed, terms, system, seen)
    if first is None:
        return None
    _mark(seen, first)
    for row, flags in enumerate(narrowed):
        for choice in np.flatnonzero(flags):
            if seen[row][choice]:
                continue
            other = _solution(_with(narrowed, row, int(choice)), terms, system, seen)
            if system.steps < 0:
                return None
            if other is not None:
                _mark(seen, other)
    return seen


def _mark(seen: list[Flags], solution: list[int]) -> None:
    for flags, choice in zip(seen, solution, strict=True):
        flags[choice] = True


def balance(domains: Sequence[tuple[Reading, ...]], equations: Sequence[ColumnEquation]) -> Balanced | None:
    """The readings that can be true together; None when the search is too long or nothing fits.

    ``domains`` has the readings of each row (at least one). Equations that no readings can
    satisfy are given up first; then, if need be, one or two more, and all ways to give up as
    few count alike.
    """
    if not domains or not equations:
        return None
    system = _system(equations, len(domains))
    values = [np.array([[v or 0 for v in reading] for reading in domain], dtype=np.int64) for domain in domains]
    terms = [_terms(table, system, row) for row, table in enumerate(values)]
    low, high = _ranges(terms)
    possible = (system.constants + low.sum(axis=0) <= 0) & (system.constants + high.sum(axis=0) >= 0)
    usable = [int(index) for index in np.flatnonzero(possible)]
    everything = [np.ones(len(domain), dtype=np.bool_) for domain in domains]
    for size in range(MOST_BROKEN + 1):
        union: list[Flags] | None = None
        given_up: set[int] = set()
        for dropped in combinations(usable, size):
            keep = [index for index in usable if index not in dropped]
            part = system.only(keep)
            found = _supported(everything, [t[:, keep] for t in terms], part)
            system.steps = part.steps
            if part.steps < 0:
                return None
            if found is not None:
                given_up |= set(dropped)
                union = found if union is None else [a | b for a, b in zip(union, found, strict=True)]
        if union is not None:
            return _balanced(domains, equations, union, usable, given_up)
    return None


def _balanced(
    domains: Sequence[tuple[Reading, ...]],
    equations: Sequence[ColumnEquation],
    union: list[Flags],
    usable: list[int],
    given_up: set[int],
) -> Balanced:
    readings = tuple(
        tuple(reading for reading, kept in zip(domain, flags, strict=True) if kept)
        for domain, flags in zip(domains, union, strict=True)
    )
    return Balanced(
        readings,
        tuple(equations[index] for index in usable if index not in given_up),
        tuple(equation for index, equation in enumerate(equations) if index not in usable),
        tuple(equations[index] for index in sorted(given_up)),
    )
