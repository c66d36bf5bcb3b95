"""panel: the reports of one authority set beside each other, year by year and edition by edition.

Each report leaves a small `Yearly`; `relate` takes those of one authority and says what follows for
each: equations between two years, figures that two witnesses settle, which of several editions to use.
Authorities break these relations often, so a single neighbour never settles a figure.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from extract.cells import Cell
from extract.checks import Check, Finding, Side, outcome_of
from extract.forms.form import GRID_NAMES, Forms
from extract.forms.relations import Relation, When
from extract.grid import CERTAIN, Number
from extract.panel.editions import Edition, compare, pack, rank
from extract.panel.witnesses import PROSE, CellPath, Known, Run, Said, Settled, is_slip, judge, runs
from extract.records import Records


class Yearly(NamedTuple):
    """What a report offers to the other reports of its authority.

    ``cells`` are those that some relation names, and all of a row that is undecided, in the order of the form;
    ``prose`` is what its sentences say that cells hold.
    """

    edition: Edition
    cells: Mapping[CellPath, Known]
    prose: Mapping[CellPath, Number]


class Decision(NamedTuple):
    """What the other reports of its authority say of one report."""

    preferred: bool
    reason: str
    checks: tuple[Check, ...] = ()
    findings: tuple[Finding, ...] = ()
    settled: tuple[Settled, ...] = ()


def yearly(reading: Records, relations: Sequence[Relation], prose: Mapping[CellPath, Number]) -> Yearly:
    """What ``reading`` offers to the other reports of its authority."""
    cells = {cell.path: cell for grid in GRID_NAMES for cell in reading.cells(grid) if cell.in_form}
    values = {path: cell.value for path, cell in cells.items() if cell.value is not None}
    source, report = reading.source, reading.report
    edition = Edition(
        source.report_id, source.path, report.title, report.fiscal_year, reading.form, source.format,
        reading.verdicts.report, len(values), pack(values),
    )  # fmt: skip
    needed = paths_needed(relations)
    rows = {_row(path) for path in needed if path in cells and cells[path].state == "ambiguous"}
    kept = {
        path: Known(cell.state, cell.value, cell.candidates, _run(cell))
        for path, cell in cells.items()
        if path in needed or _row(path) in rows
    }
    return Yearly(edition, kept, prose)


def _row(path: CellPath) -> str:
    return path.rsplit("/", 1)[0]


def _run(cell: Cell) -> str:
    return cell.raw if cell.reason == "bounds_lost" or cell.state == "deduced" else ""


def relate(group: Sequence[Yearly], relations: Sequence[Relation], forms: Forms) -> dict[str, Decision]:
    """What follows for each report of ``group``, which are all of one authority, by ``report_id``.

    Only the preferred edition of a year is set beside the years before and after.
    """
    preferred: dict[int, Yearly] = {}
    decided: dict[str, Decision] = {}
    # reports whose year is not known are editions of nothing
    for year, of_year in groupby(sorted(group, key=_year), key=_year):
        ranked = sorted(of_year, key=lambda one: rank(one.edition))
        editions = [one.edition for one in ranked]
        if year:
            preferred[year] = ranked[0]
        for place, one in enumerate(ranked):
            first = place == 0 or not year
            reason, findings = compare(one.edition, editions) if year else ("only", ())
            decided[one.edition.report_id] = Decision(first, reason, findings=findings)
    for report_id, checks, findings in _between(preferred, relations, forms):
        decision = decided[report_id]
        decided[report_id] = decision._replace(checks=checks, findings=(*decision.findings, *findings))
    for report_id, settled in _settle(preferred, relations).items():
        decided[report_id] = decided[report_id]._replace(settled=settled)
    return decided


def _year(one: Yearly) -> int:
    return one.edition.fiscal_year or 0


def _neighbours(preferred: Mapping[int, Yearly]) -> Iterator[tuple[Yearly, Yearly]]:
    """Pairs of reports for consecutive years."""
    for before, now in pairwise(sorted(preferred)):
        if now == before + 1:
            yield preferred[before], preferred[now]


# ── equations between two years ─────────────────────────────────────────────────────────────────────


def _between(
    preferred: Mapping[int, Yearly], relations: Sequence[Relation], forms: Forms
) -> Iterator[tuple[str, tuple[Check, ...], tuple[Finding, ...]]]:
    for before, now in _neighbours(preferred):
        pair: dict[When, Yearly] = {"before": before, "now": now}
        checks = [(relation, check) for relation in relations if (check := _check(relation, pair)) is not None]
        failing = [(relation, check) for relation, check in checks if check.outcome == "fails"]
        findings = [
            _finding(list(of_check), pair, forms) for _, of_check in groupby(failing, key=lambda one: one[0].check)
        ]
        yield now.edition.report_id, tuple(check for _, check in checks), tuple(findings)


def _check(relation: Relation, pair: Mapping[When, Yearly]) -> Check | None:
    """The relation over two reports; None where one of them has not all its cells."""
    sides = []
    for terms in (relation.left, relation.right):
        cells = [pair[term.when].cells.get(term.path) for term in terms]
        if any(cell is None or cell.state == "missing" for cell in cells):
            return None
        sides.append(_side([cell for cell in cells if cell is not None]))
    left, right = sides
    if relation.signed and (left.blank or right.blank):
        left, right = left._replace(blank=True), right._replace(blank=True)
    return Check(
        relation.check, "panel", relation.grid, relation.scope,
        None if left.undecided else left.known, None if right.undecided else right.known,
        outcome_of(left, right), tuple(term.key for term in relation.right),
    )  # fmt: skip


def _side(cells: Sequence[Known]) -> Side:
    values = [cell.value for cell in cells if cell.value is not None]
    return Side(
        known=sum(values),
        blank=any(cell.value is None and cell.state in CERTAIN for cell in cells),
        undecided=any(cell.state not in CERTAIN for cell in cells),
        nonzero=any(values),
    )


def _finding(failing: Sequence[tuple[Relation, Check]], pair: Mapping[When, Yearly], forms: Forms) -> Finding:
    relation = failing[0][0]
    year = pair["before"].edition.fiscal_year
    form = forms.get(pair["now"].edition.form or forms.all[-1].id).grid(relation.grid)
    rows = {row.key: row.label for row in form.rows}
    columns = {column.key: column.label for row in form.rows for column in row.columns}
    labels = columns if relation.right[0].key[1] == relation.scope else rows
    sides = [
        f"{labels.get(one.scope, one.scope)} {_number(check.left)} ≠ {_number(check.right)}" for one, check in failing
    ]
    return Finding(
        "panel", "warning", relation.grid, relation.right[0].path,
        f"与 {year} 年的报告接不上：{relation.zh}不相等（{'，'.join(sides)}）。",
        f"It does not follow from the report for {year}: {relation.en} differ ({'; '.join(sides)}).",
    )  # fmt: skip


def _number(value: Number | None) -> str:
    return "?" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


# ── figures that witnesses settle ───────────────────────────────────────────────────────────────────


def _settle(preferred: Mapping[int, Yearly], relations: Sequence[Relation]) -> dict[str, tuple[Settled, ...]]:
    undecided = {one.edition.report_id: list(runs(one.cells, one.prose)) for one in preferred.values()}
    heard: dict[tuple[str, tuple[CellPath, ...]], dict[str, Said]] = {}
    for before, now in _neighbours(preferred):
        pair: dict[When, Yearly] = {"before": before, "now": now}
        for relation in relations:
            implied = _implied(relation, pair, undecided)
            if implied is not None:
                report_id, run, said = implied
                (source,) = {one.edition.report_id for one in pair.values()} - {report_id}
                own = heard.setdefault((report_id, run.paths), {})
                # several relations with one report are one witness
                own[source] = own[source].also(said) if source in own else said
    found: dict[str, list[Settled]] = {}
    for one in preferred.values():
        report_id = one.edition.report_id
        for run in undecided[report_id]:
            said_by = heard.get((report_id, run.paths), {})
            if any(path in one.prose for path in run.paths):
                said_by = {**said_by, PROSE: _in_prose(run, one.prose)}
            found.setdefault(report_id, []).extend(judge(run, one.cells, said_by))
    return {report_id: tuple(settled) for report_id, settled in found.items()}


def _implied(
    relation: Relation, pair: Mapping[When, Yearly], undecided: Mapping[str, Sequence[Run]]
) -> tuple[str, Run, Said] | None:
    """The one undecided run of a relation whose other cells are all figures: the report's id, and what it has to hold."""
    signed = [(term, sign) for terms, sign in ((relation.left, 1), (relation.right, -1)) for term in terms]
    figures, signs = list[tuple[Number, int]](), dict[tuple[When, CellPath], int]()
    for term, sign in signed:
        cell = pair[term.when].cells.get(term.path)
        if cell is None or (cell.state != "ambiguous" and cell.value is None):
            return None  # a blank may be a zero, but it does not say so
        if cell.value is None:
            signs[term.when, term.path] = sign
        else:
            figures.append((cell.value, sign))
    for when in {when for when, _ in signs}:
        for run in undecided[pair[when].edition.report_id]:
            places = {(when, path): place for place, path in enumerate(run.paths)}
            if signs and signs.keys() <= places.keys():
                by_place = {places[key]: sign for key, sign in signs.items()}
                return pair[when].edition.report_id, run, _said(run, by_place, figures)
    return None


def _said(run: Run, signs: Mapping[int, int], figures: Sequence[tuple[Number, int]]) -> Said:
    """What an equation leaves of a run: the cells at the places of ``signs``, and known ``figures`` with theirs, add up to 0."""
    known = sum(sign * value for value, sign in figures)
    off = {way: known + sum(sign * way[place] for place, sign in signs.items()) for way in run.ways}
    near = {
        way for way, by in off.items()
        if by == 0 or any(value - sign * by >= 0 and is_slip(value, value - sign * by) for value, sign in figures)
    }  # fmt: skip
    exact = frozenset(way for way, by in off.items() if by == 0)
    return Said(exact, frozenset(near), frozenset(run.paths[place] for place in signs))


def _in_prose(run: Run, prose: Mapping[CellPath, Number]) -> Said:
    stated = {place: prose[path] for place, path in enumerate(run.paths) if path in prose}
    exact = (way for way in run.ways if all(way[place] == value for place, value in stated.items()))
    near = (way for way in run.ways if all(is_slip(way[place], value) for place, value in stated.items()))
    return Said(frozenset(exact), frozenset(near), frozenset(run.paths[place] for place in stated))


def paths_needed(relations: Iterable[Relation]) -> frozenset[CellPath]:
    """The cells that some relation names: what a `Yearly` keeps."""
    return frozenset(term.path for relation in relations for term in (*relation.left, *relation.right))
