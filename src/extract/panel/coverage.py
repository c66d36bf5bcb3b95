"""coverage: which authorities and years there are, which are missing between others, which could not be read."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Literal, NamedTuple, TypeAlias

from extract.forms.form import Forms
from extract.parts.years import path_year
from extract.tables.rows import SourceRow
from extract.whose.authority import identify
from extract.whose.divisions import Divisions
from extract.whose.issuer import issuers
from extract.whose.whose import Context

State: TypeAlias = Literal["verified", "vacuous", "inconsistent", "doubtful", "unreadable", "missing"]

STATES: tuple[State, ...] = ("verified", "vacuous", "inconsistent", "doubtful", "unreadable", "missing")
UNREAD = ("no_text", "encrypted", "unreadable", "too_large", "timed_out", "crashed", "unsupported")
"""Statuses of a file that may be a report all the same."""


class Seen(NamedTuple):
    """A report that was read, or a file that its name says is one: of whom, for which year, and what it is worth."""

    authority_id: str
    authority: str | None
    level: str | None
    division_code: str | None
    province: str | None
    city: str | None
    county: str | None
    fiscal_year: int
    state: str
    preferred: bool
    report_id: str | None
    path: str | None


def seen_in(report: Mapping[str, object]) -> Seen | None:
    """A row of ``reports`` as what `cover` takes; None where the authority or the year is not known."""
    if report["authority_id"] is None or report["fiscal_year"] is None:
        return None
    authority = report["authority_normal"] or report["authority"]
    told = {name: report.get(name) for name in Seen._fields}
    return Seen(**{  # type: ignore[arg-type]
        **told, "authority": authority, "state": report["verdict"],
        "preferred": bool(report["preferred"]), "path": None,
    })  # fmt: skip


class Covered(NamedTuple):
    """One authority in one year: a row of the table."""

    authority_id: str
    authority: str | None
    level: str | None
    division_code: str | None
    province: str | None
    city: str | None
    county: str | None
    fiscal_year: int
    state: str
    editions: int
    report_id: str | None
    path: str | None


def promised(source: SourceRow, forms: Forms, table: Divisions) -> Seen | None:
    """What a file that could not be read would have been, by its name; None where that names nobody or no year."""
    year = path_year(source.path)
    if source.status not in UNREAD or year is None:
        return None
    for name, _ in issuers((), source.path, forms):
        whose = identify(name, Context(table, year, source.path))
        if whose.id is not None:
            return Seen(
                whose.id, whose.normal, whose.level, whose.division_code, whose.province, whose.city, whose.county,
                year, "unreadable", False, None, source.path,
            )  # fmt: skip
    return None


def cover(seen: Iterable[Seen]) -> Iterator[Covered]:
    """A row for each authority and each year from its first to its last.

    ``seen`` has those of one authority together, in any order.
    """
    for _, group in groupby(seen, key=lambda one: one.authority_id):
        every = sorted(group, key=lambda one: (one.fiscal_year, not one.preferred, one.path or ""))
        last = next((one for one in reversed(every) if one.report_id is not None), every[-1])
        by_year = {year: list(of_year) for year, of_year in groupby(every, key=lambda one: one.fiscal_year)}
        for year in range(min(by_year), max(by_year) + 1):
            yield _covered(last, year, by_year.get(year, []))


def _covered(whose: Seen, year: int, of_year: list[Seen]) -> Covered:
    read = [one for one in of_year if one.report_id is not None]
    best = next(iter(read or of_year), None)
    return Covered(
        *whose[:7], year, best.state if best else "missing", len(read), best.report_id if best else None,
        None if best is None or read else best.path,
    )  # fmt: skip
