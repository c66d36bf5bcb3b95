"""The arithmetic of the form: its equations, and what a set of printed figures makes of them."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cache

from . import labels


@dataclass(frozen=True, slots=True)
class Equation:
    """One equation: the cells of its left side add up to the cells of its right side."""

    name: str
    left: tuple[str, ...]
    right: tuple[str, ...]


def application_key(outcome: str, applicant: str) -> str:
    """The key of a value cell of grid 三."""
    return f"applications/{outcome}/{applicant}"


def appeal_key(channel: str, result: str) -> str:
    """The key of a value cell of grid 四."""
    return f"appeals/{channel}/{result}"


@cache
def equations(form: str, single_other: bool) -> tuple[Equation, ...]:
    """Every stated and implied equation of a form: 40 for form 2019, 42 for form 2021."""
    rows = tuple(row.key for row in labels.rows_of(form, single_other))
    results = tuple(row for row in rows if row not in labels.FRAME_KEYS)
    found: list[Equation] = []
    for column in labels.APPLICANT_KEYS:
        new, carried, total, onwards = (application_key(row, column) for row in labels.FRAME_KEYS)
        found.append(Equation(f"applications.balance:{column}", (new, carried), (total, onwards)))
    for row in rows:
        parties = tuple(application_key(row, column) for column in labels.PARTY_KEYS)
        found.append(Equation(f"applications.row_sum:{row}", parties, (application_key(row, "total"),)))
    for column in labels.APPLICANT_KEYS:
        parts = tuple(application_key(row, column) for row in results)
        total = application_key("total", column)
        found.append(Equation(f"applications.outcome_sum:{column}", parts, (total,)))
    for channel in labels.CHANNEL_KEYS:
        parts = tuple(appeal_key(channel, result) for result in labels.RESULT_KEYS[:-1])
        found.append(Equation(f"appeals.block_sum:{channel}", parts, (appeal_key(channel, "total"),)))
    return tuple(found)


def outcome(equation: Equation, values: Mapping[str, float | None]) -> str:
    """holds, vacuous, open or fails, for figures in which None stands for a cell without a number.

    Blanks count as 0 first; where that does not hold, the equation is open if values of 0 or more in the
    blanks could make it hold.
    """
    left = [values[key] for key in equation.left]
    right = [values[key] for key in equation.right]
    difference = sum(value for value in left if value) - sum(value for value in right if value)
    if difference == 0:
        return "holds" if any(left) or any(right) else "vacuous"
    short = left if difference < 0 else right
    return "open" if None in short else "fails"


def evaluate(
    form: str, single_other: bool, values: Mapping[str, float | None], lost: Container[str] = ()
) -> dict[str, str]:
    """The outcome of every equation of a form by its name; equations over a lost cell are left out."""
    return {
        equation.name: outcome(equation, values)
        for equation in equations(form, single_other)
        if not any(key in lost for key in (*equation.left, *equation.right))
    }
