"""panel: the reports of one authority set beside each other, year by year and edition by edition.

Each report leaves a small `Yearly`; `relate` takes those of one authority and says what follows for
each: equations between two years, figures that two witnesses settle, which of several editions to use.
Authorities break these relations often, so a single neighbour never settles a figure.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple, TypeAlias

from extract.checks import Check, Finding, Side, outcome_of
from extract.forms.form import GRID_NAMES, Forms, GridName
from extract.forms.relations import Relation, Term, When
from extract.grid import CERTAIN, Number, Proof, State
from extract.panel.editions import Edition, compare, pack, rank
from extract.records import Records

CellPath: TypeAlias = str
"""A cell's name as ``extract trace`` takes it: ``applications/new/total``."""


class Known(NamedTuple):
    """What one report says in one cell."""

    state: State
    value: Number | None
    candidates: tuple[Number, ...] = ()


class Witness(NamedTuple):
    """Something outside a cell that says what it holds: ``source`` is another report's id, or ``prose``."""

    source: str
    value: Number


class Settled(NamedTuple):
    """A cell that two independent witnesses agree on (``proof``), or whose candidates one of them narrows (None)."""

    grid: GridName
    path: CellPath
    value: Number
    proof: Proof | None
    witnesses: tuple[Witness, ...]


class Yearly(NamedTuple):
    """What a report offers to the other reports of its authority.

    ``cells`` are those that some relation names, ``prose`` what its sentences say such cells hold.
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
    needed = [cells[path] for path in sorted(paths_needed(relations)) if path in cells]
    return Yearly(edition, {cell.path: Known(cell.state, cell.value, cell.candidates) for cell in needed}, prose)


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
    witnesses: dict[tuple[str, GridName, CellPath], list[Witness]] = {}
    owners = {one.edition.report_id: one for one in preferred.values()}
    for before, now in _neighbours(preferred):
        pair: dict[When, Yearly] = {"before": before, "now": now}
        for relation in relations:
            said = _implied(relation, pair)
            if said is not None:
                term, value = said
                other = pair["now" if term.when == "before" else "before"]
                key = (pair[term.when].edition.report_id, relation.grid, term.path)
                witnesses.setdefault(key, []).append(Witness(other.edition.report_id, value))
    found: dict[str, list[Settled]] = {}
    for (report_id, grid, path), said_by in witnesses.items():
        one = owners[report_id]
        settled = _judge(grid, path, said_by, one.prose.get(path), one.cells[path].candidates)
        if settled is not None:
            found.setdefault(report_id, []).append(settled)
    return {report_id: tuple(settled) for report_id, settled in found.items()}


def _implied(relation: Relation, pair: Mapping[When, Yearly]) -> tuple[Term, Number] | None:
    """The one ambiguous cell of a relation whose other cells are all numbers, and what it would have to hold."""
    signed = [(term, sign) for terms, sign in ((relation.left, 1), (relation.right, -1)) for term in terms]
    known = [(term, sign, pair[term.when].cells.get(term.path)) for term, sign in signed]
    if any(cell is None for _, _, cell in known):
        return None
    open_cells = [(term, sign) for term, sign, cell in known if cell and cell.state == "ambiguous"]
    total = 0.0
    for _, sign, cell in known:
        if cell is not None and cell.state in ("number", "deduced") and cell.value is not None:
            total += sign * cell.value
        elif cell is None or cell.state != "ambiguous":
            return None  # a blank may be a zero, but it does not say so
    if len(open_cells) != 1:
        return None
    term, sign = open_cells[0]
    value = -total * sign
    return term, int(value) if value.is_integer() else value


def _judge(
    grid: GridName, path: CellPath, neighbours: Sequence[Witness], prose: Number | None, candidates: tuple[Number, ...]
) -> Settled | None:
    """Two witnesses that agree on a candidate settle a cell; one alone narrows; two that differ say nothing."""
    said = [*neighbours, *([] if prose is None else [Witness("prose", prose)])]
    values = {witness.value for witness in said}
    if len(values) != 1 or not values <= set(candidates):
        return None
    (value,) = values
    proof: Proof | None = None
    if len({witness.source for witness in said}) > 1:
        proof = "panel" if prose is None else "prose"
    if proof is None and candidates == (value,):
        return None
    return Settled(grid, path, value, proof, tuple(said))


def paths_needed(relations: Iterable[Relation]) -> frozenset[CellPath]:
    """The cells that some relation names: what a `Yearly` keeps."""
    return frozenset(term.path for relation in relations for term in (*relation.left, *relation.right))
