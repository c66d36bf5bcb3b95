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
    solution does without, ``broken`` the hopeless ones and those that every solution does without.
    """

    readings: tuple[tuple[Reading, ...], ...]
    holding: tuple[ColumnEquation, ...]
    hopeless: tuple[ColumnEquation, ...]
    given_up: tuple[ColumnEquation, ...]
    broken: tuple[ColumnEquation, ...]


@dataclass(slots=True)
class _System:
    """The equations over all readings of all rows, which stand one below the other.

    ``terms`` (readings × equations) is what each reading adds to each equation, ``owner`` the row of
    each reading, ``starts`` the first reading of each row. Every equation stands there twice, the second time with
    all signs turned: that its sum is no more than 0 is then all that has to be asked of either.
    """

    terms: Ints
    owner: Ints
    starts: Ints
    constants: Ints
    steps: int = MOST_STEPS

    def only(self, keep: Sequence[int]) -> "_System":
        """The same with some of the equations; steps are counted anew by the caller."""
        chosen = np.array([*keep, *(index + self.terms.shape[1] // 2 for index in keep)], dtype=np.int64)
        return _System(self.terms[:, chosen], self.owner, self.starts, self.constants[chosen], self.steps)


def _system(domains: Sequence[tuple[Reading, ...]], equations: Sequence[ColumnEquation]) -> _System:
    signs = np.zeros((len(domains), len(equations)), dtype=np.int64)
    for index, equation in enumerate(equations):
        for row, sign in equation.terms:
            signs[row, index] = sign
    sizes = [len(domain) for domain in domains]
    owner = np.repeat(np.arange(len(domains)), sizes)
    values = np.array([[v or 0 for v in reading] for domain in domains for reading in domain], dtype=np.int64)
    columns = np.array([e.column for e in equations], dtype=np.int64)
    terms, constants = values[:, columns] * signs[owner], np.array([e.constant for e in equations], dtype=np.int64)
    return _System(
        np.hstack([terms, -terms]),
        owner,
        np.concatenate([[0], np.cumsum(sizes)[:-1]]),
        np.concatenate([constants, -constants]),
    )


def _narrowed(kept: Flags, system: _System) -> Flags | None:
    """The readings (as flags) that no equation rules out by itself; None when a row has none left.

    All rows are looked at together, again and again until nothing more is ruled out.
    """
    if not len(system.constants):
        return kept
    index = np.flatnonzero(kept)
    while True:
        values, owner = system.terms[index], system.owner[index]
        sizes = np.bincount(owner, minlength=len(system.starts))
        if not sizes.all():
            return None
        starts = np.cumsum(sizes) - sizes
        low = np.minimum.reduceat(values, starts)
        lowest = system.constants + low.sum(axis=0)
        if lowest.max() > 0:
            return None
        fits = (values <= (low - lowest)[owner]).all(axis=1)
        if fits.all():
            found = np.zeros_like(kept)
            found[index] = True
            return found
        index = index[fits]


def _solution(kept: Flags, system: _System, seen: Flags) -> Ints | None:
    """The number of one reading a row so that all equations hold, or None; readings not seen yet are tried first."""
    system.steps -= 1
    if system.steps < 0:
        return None
    narrowed = _narrowed(kept, system)
    if narrowed is None:
        return None
    sizes = np.add.reduceat(narrowed, system.starts, dtype=np.int64)
    if sizes.max() == 1:
        return np.flatnonzero(narrowed)
    row = int(np.where(sizes > 1, sizes, len(narrowed) + 1).argmin())
    choices = np.flatnonzero(narrowed & (system.owner == row))
    for choice in sorted(choices.tolist(), key=lambda choice: bool(seen[choice])):
        found = _solution(_with(narrowed, system, choice), system, seen)
        if found is not None or system.steps < 0:
            return found
    return None


def _with(kept: Flags, system: _System, choice: int) -> Flags:
    """The flags with one reading alone for its row."""
    one: Flags = kept & (system.owner != system.owner[choice])
    one[choice] = True
    return one


def _supported(kept: Flags, system: _System) -> Flags | None:
    """The readings that occur in some solution; None where there is no solution."""
    narrowed = _narrowed(kept, system)
    if narrowed is None:
        return None
    seen = np.zeros_like(kept)
    first = _solution(narrowed, system, seen)
    if first is None:
        return None
    seen[first] = True
    for choice in np.flatnonzero(narrowed).tolist():
        if seen[choice]:
            continue
        other = _solution(_with(narrowed, system, choice), system, seen)
        if system.steps < 0:
            return None
        if other is not None:
            seen[other] = True
    return seen


def balance(
    domains: Sequence[tuple[Reading, ...]], equations: Sequence[ColumnEquation], *, most_broken: int = MOST_BROKEN
) -> Balanced | None:
    """The readings that can be true together; None when the search is too long or nothing fits.

    ``domains`` has the readings of each row (at least one). Equations that no readings can
    satisfy are given up first; then, if need be, up to ``most_broken`` more, and all ways to give up as
    few count alike.
    """
    if not domains or not equations:
        return None
    system = _system(domains, equations)
    usable = np.flatnonzero(_possible(system)).tolist()
    everything = np.ones(len(system.owner), dtype=np.bool_)
    for size in range(most_broken + 1):
        union: Flags | None = None
        ways: list[set[int]] = []
        for dropped in combinations(usable, size):
            part = system.only([index for index in usable if index not in dropped])
            found = _supported(everything, part)
            system.steps = part.steps
            if part.steps < 0:
                return None
            if found is not None:
                ways.append(set(dropped))
                union = found if union is None else union | found
        if union is not None:
            return _balanced(domains, equations, np.split(union, system.starts[1:]), usable, ways)
    return None


def _possible(system: _System) -> Flags:
    """The equations that some readings satisfy, each taken alone."""
    reached = system.constants + np.minimum.reduceat(system.terms, system.starts).sum(axis=0) <= 0
    found: Flags = reached[: len(reached) // 2] & reached[len(reached) // 2 :]
    return found


def impossible(
    domains: Sequence[tuple[Reading, ...]], equations: Sequence[ColumnEquation]
) -> tuple[ColumnEquation, ...]:
    """The equations that no readings satisfy."""
    possible = _possible(_system(domains, equations)) if equations else ()
    return tuple(equation for equation, can in zip(equations, possible, strict=True) if not can)


def occurring(
    domains: Sequence[tuple[Reading, ...]], equations: Sequence[ColumnEquation]
) -> tuple[tuple[Reading, ...], ...] | None:
    """The readings of each row that occur where every equation holds, none at all where that cannot be.

    None when the search is too long.
    """
    system = _system(domains, equations)
    found = _supported(np.ones(len(system.owner), dtype=np.bool_), system)
    if system.steps < 0:
        return None
    return _kept(domains, np.split(found, system.starts[1:])) if found is not None else tuple(() for _ in domains)


def _kept(domains: Sequence[tuple[Reading, ...]], flags: Sequence[Flags]) -> tuple[tuple[Reading, ...], ...]:
    return tuple(
        tuple(reading for reading, kept in zip(domain, own, strict=True) if kept)
        for domain, own in zip(domains, flags, strict=True)
    )


def _balanced(
    domains: Sequence[tuple[Reading, ...]],
    equations: Sequence[ColumnEquation],
    union: Sequence[Flags],
    usable: list[int],
    ways: list[set[int]],
) -> Balanced:
    given_up = set[int]().union(*ways)
    always = set(ways[0]).intersection(*ways)
    return Balanced(
        _kept(domains, union),
        tuple(equations[index] for index in usable if index not in given_up),
        tuple(equation for index, equation in enumerate(equations) if index not in usable),
        tuple(equations[index] for index in sorted(given_up)),
        tuple(equation for index, equation in enumerate(equations) if index not in usable or index in always),
    )
