"""Errors that authorities make in their own grids, injected one by one into figures that add up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from . import labels
from .equations import appeal_key, application_key, evaluate
from .truth import InjectedError

Changes = dict[str, int]


def _total_off_by_one(rng: Random, rows: tuple[str, ...], counts: Mapping[str, int]) -> Changes:
    """总计 of one row is one too high or too low."""
    filled = [row for row in rows if counts[application_key(row, "total")]]
    key = application_key(rng.choice(filled or list(rows)), "total")
    step = rng.choice((-1, 1)) if counts[key] else 1
    return {key: counts[key] + step}


def _totals_zero(rng: Random, rows: tuple[str, ...], counts: Mapping[str, int]) -> Changes:
    """The column 总计 or the row （七）总计 was left at 0."""
    if rng.random() < 0.5:
        keys = [application_key(row, "total") for row in rows]
    else:
        keys = [application_key("total", column) for column in labels.APPLICANT_KEYS]
    return {key: 0 for key in keys if counts[key]}


def _wrong_column(rng: Random, rows: tuple[str, ...], counts: Mapping[str, int]) -> Changes:
    """A figure stands in the column of another applicant, and that one's figure in its place."""
    sites = [(row, key) for row in rows for key in labels.PARTY_KEYS if counts[application_key(row, key)]]
    if not sites:
        return {}
    row, column = rng.choice(sites)
    key = application_key(row, column)
    others = [application_key(row, other) for other in labels.PARTY_KEYS]
    other = rng.choice([other for other in others if counts[other] != counts[key]] or [key])
    return {key: counts[other], other: counts[key]}


def _carried_out_wrong(rng: Random, rows: tuple[str, ...], counts: Mapping[str, int]) -> Changes:
    """结转下年度继续办理 does not fit, the same in its column and in 总计."""
    column = rng.choice(("natural_person", "natural_person", "enterprise"))
    extra = rng.randint(1, 9)
    keys = (application_key("carried_out", column), application_key("carried_out", "total"))
    return {key: counts[key] + extra for key in keys}


def _results_missing(rng: Random, rows: tuple[str, ...], counts: Mapping[str, int]) -> Changes:
    """Applications came in, and every result is 0."""
    keys = [
        application_key(row, column)
        for row in rows
        if row not in ("new", "carried_in", "carried_out")
        for column in labels.APPLICANT_KEYS
    ]
    return {key: 0 for key in keys if counts[key]}


def _appeals_total_wrong(rng: Random, rows: tuple[str, ...], counts: Mapping[str, int]) -> Changes:
    """The 总计 of one block of grid 四 is wrong."""
    key = appeal_key(rng.choice(labels.CHANNEL_KEYS), "total")
    if counts[key] and rng.random() < 0.5:
        return {key: 0}
    return {key: counts[key] + rng.randint(1, 3)}


Injector = Callable[[Random, tuple[str, ...], Mapping[str, int]], Changes]
INJECTORS: Mapping[str, Injector] = {
    "total_off_by_one": _total_off_by_one,
    "totals_zero": _totals_zero,
    "wrong_column": _wrong_column,
    "carried_out_wrong": _carried_out_wrong,
    "results_missing": _results_missing,
    "appeals_total_wrong": _appeals_total_wrong,
}
ERRORS = tuple(INJECTORS)
# Errors that need applications answered to be errors at all.
NEEDS_APPLICATIONS = frozenset({"totals_zero", "wrong_column", "results_missing"})
# About a quarter of the reports have an error, and a fifth of these a second one.
ERROR_CHANCE = 0.25
SECOND_CHANCE = 0.2


@dataclass(frozen=True, slots=True)
class Flawed:
    """Counts with their errors in them."""

    counts: Mapping[str, int]
    errors: tuple[InjectedError, ...]


def choose_errors(rng: Random) -> tuple[str, ...]:
    """The kinds of error of a report chosen by its seed: usually none."""
    if rng.random() >= ERROR_CHANCE:
        return ()
    first = rng.choice(ERRORS)
    if rng.random() < SECOND_CHANCE:
        second = rng.choice(ERRORS)
        return (first,) if second == first else (first, second)
    return (first,)


def has_answers(counts: Mapping[str, int]) -> bool:
    """Whether any application was answered, so that every kind of error can be made."""
    return counts[application_key("total", "total")] > 0


def inject(rng: Random, form: str, single_other: bool, counts: Mapping[str, int], kinds: tuple[str, ...]) -> Flawed:
    """`counts` with one error of each kind; an error says which checks newly fail because of it."""
    rows = tuple(row.key for row in labels.rows_of(form, single_other))
    current: Changes = dict(counts)
    found: list[InjectedError] = []
    failing = _failing(form, single_other, current)
    for kind in kinds:
        for _ in range(8):
            changes = INJECTORS[kind](rng, rows, current)
            flawed = {**current, **changes}
            now = _failing(form, single_other, flawed)
            broken = tuple(name for name in now if name not in failing)
            if broken:
                found.append(InjectedError(kind, tuple(changes), broken))
                current, failing = flawed, now
                break
    return Flawed(current, tuple(found))


def _failing(form: str, single_other: bool, counts: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(name for name, result in evaluate(form, single_other, counts).items() if result == "fails")
