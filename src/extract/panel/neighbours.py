"""Neighbours: what a run decides over the whole collection: relations between years, editions, corrections."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from extract.checks import Check, Finding
from extract.columns import TABLES
from extract.forms.form import load_forms
from extract.forms.relations import load_relations
from extract.panel.corrections import Correction, correct
from extract.panel.panel import Decision, Yearly, relate, yearly
from extract.panel.settle import Record, fill, finding_records, tell_anew
from extract.panel.witnesses import Known
from extract.prose.figure_forms import load_figure_forms
from extract.prose.narrow import said_of_cells
from extract.records import Records
from extract.tables import arrow
from extract.tables.arrow import ArrowTable
from extract.tables.rows import Rows

_FORMS = {table.name: table for table in TABLES}


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Looks beyond one report, as a run asks of it; ``patterns`` is a folder in place of the package's own."""

    patterns: Path | None = None
    corrections: tuple[Correction, ...] = ()

    @property
    def key(self) -> str:
        """Changes with the corrections."""
        return hashlib.sha256(repr(self.corrections).encode()).hexdigest()[:16] if self.corrections else ""

    def note(self, reading: Records) -> object | None:
        """What the other reports of its authority have to know of this one."""
        said = said_of_cells(reading.figures, load_figure_forms(self.patterns), reading.form)
        return yearly(reading, load_relations(self.patterns), said)

    def relate(self, group: Sequence[object]) -> Mapping[str, object]:
        """A `Decision` by report_id for the notes of one authority."""
        notes = [self._corrected(cast(Yearly, note)) for note in group]
        return relate(notes, load_relations(self.patterns), load_forms(self.patterns))

    def apply(self, tables: Mapping[str, ArrowTable], decisions: Mapping[str, object]) -> Mapping[str, ArrowTable]:
        """The rows of some reports with what was decided about them; the order of the reports stays."""
        decided = cast("Mapping[str, Decision]", decisions)
        reports = tables["reports"].to_pylist()
        report_ids = [str(report["report_id"]) for report in reports]
        for report in reports:
            decision = decided.get(str(report["report_id"]))
            if decision is not None:
                _judge(report, decision)
        by_id = dict(zip(report_ids, reports, strict=True))
        made = {
            **tables,
            "reports": _table("reports", reports),
            "checks": _with(tables["checks"], "checks", _check_records(decided, by_id), report_ids),
            "findings": _with(tables["findings"], "findings", _finding_records(decided, by_id), report_ids),
        }
        touched = self._touched(decided, by_id)
        if touched:
            changed = {name: arrow.in_order(table, touched) for name, table in made.items()}
            rows = self._changed(changed, touched, decided)
            others = [one for one in report_ids if one not in touched]
            # one table after the other: all of them twice are most of what a heap takes
            made = {
                name: arrow.in_order(
                    arrow.concat([arrow.in_order(table, others), _table(name, rows[name])]), report_ids
                )
                for name, table in made.items()
            }
        return made

    def _touched(self, decided: Mapping[str, Decision], by_id: Mapping[str, Record]) -> list[str]:
        """The reports whose cells change."""
        corrected = {one.report for one in self.corrections}
        return [one for one in by_id if one in corrected or (one in decided and decided[one].settled)]

    def _changed(
        self, changed: Mapping[str, ArrowTable], touched: Sequence[str], decided: Mapping[str, Decision]
    ) -> dict[str, list[Record]]:
        """The rows of the reports whose cells change, by table, as they are afterwards."""
        forms = load_forms(self.patterns)
        rows: dict[str, list[Record]] = {name: [] for name in changed}
        for report_id in touched:
            before = {name: arrow.in_order(table, [report_id]).to_pylist() for name, table in changed.items()}
            after, findings = correct(before, [one for one in self.corrections if one.report == report_id])
            if report_id in decided:
                after = fill(after, decided[report_id].settled, forms)
            after = tell_anew(before, after, forms)
            after["findings"] += finding_records(findings, after["reports"][0])
            for name, own in after.items():
                rows[name] += own
        return rows

    def _corrected(self, note: Yearly) -> Yearly:
        """The note with the figures that people have set right."""
        own = [one for one in self.corrections if one.report == note.edition.report_id and one.cell in note.cells]
        cells = {one.cell: Known("corrected", one.value) for one in own if _read(note.cells[one.cell]) == one.read}
        return note._replace(cells={**note.cells, **cells}) if cells else note


def _read(cell: Known) -> object:
    return cell.state if cell.value is None else cell.value


def _judge(report: Record, decision: Decision) -> None:
    report["preferred"], report["preferred_reason"] = decision.preferred, decision.reason
    if decision.checks:
        report["panel_failed"] = sum(one.outcome == "fails" for one in decision.checks)


def _keys(report: Record) -> Record:
    return {name: report[name] for name in ("report_id", "authority", "fiscal_year", "form")}


def _check_records(decided: Mapping[str, Decision], by_id: Mapping[str, Record]) -> list[Record]:
    return [
        _keys(report) | _check_record(one)
        for report_id, report in by_id.items()
        if report_id in decided
        for one in decided[report_id].checks
    ]


def _check_record(one: Check) -> Record:
    names = ("check", "kind", "grid", "scope", "left", "right", "difference", "outcome")
    return {name: getattr(one, name) for name in names}


def _finding_records(decided: Mapping[str, Decision], by_id: Mapping[str, Record]) -> list[Record]:
    found: list[Record] = []
    for report_id, report in by_id.items():
        said: tuple[Finding, ...] = decided[report_id].findings if report_id in decided else ()
        found += finding_records(said, report)
    return found


def _with(table: ArrowTable, name: str, more: list[Record], report_ids: Sequence[str]) -> ArrowTable:
    return arrow.in_order(arrow.concat([table, _table(name, more)]), report_ids) if more else table


def _table(name: str, records: list[Record]) -> ArrowTable:
    made: Rows = {column.name: [record.get(column.name) for record in records] for column in _FORMS[name].columns}
    return arrow.table_of(_FORMS[name], made)
