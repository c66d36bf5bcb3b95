"""Rows: the records of readings as plain columns, in the names and order of ``columns``.

Column by column over many readings at once, because that is several times cheaper
than row by row. Nothing here knows of Arrow or pandas.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version as installed_version
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias, cast

from extract.columns import OF_REPORTS, TABLES
from extract.document import Place
from extract.errors import WrongUse

if TYPE_CHECKING:  # a reading can make its own rows, so at run time the reading is the higher floor
    from extract.cells import Cell
    from extract.forms.form import GridName
    from extract.grid import Number
    from extract.records import Records

Rows: TypeAlias = dict[str, list[object]]
"""Column name → its values, all of one length."""

_LARGEST = 2**63
_COLUMNS = {table.name: tuple(column.name for column in table.columns) for table in TABLES}


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row of ``sources``: a file seen and what came of it."""

    path: str
    sha256: str | None
    bytes: int | None
    format: str | None
    status: str
    report_id: str | None
    message: str | None
    message_zh: str | None
    extractor: str


@lru_cache(maxsize=1)
def extractor_version() -> str:
    """The version of this package, which every table names."""
    return installed_version("gongkai-extract")


def place_of(record: dict[str, object]) -> Place:
    """The place that a row of a table names."""
    page, line, table, row, column = (
        cast("int | None", record[name]) for name in ("page", "line", "table_no", "row_no", "column_no")
    )
    box = cast("list[float] | None", record["bbox"])
    return Place(page, line, table, row, column, None if box is None else (box[0], box[1], box[2], box[3]))


def source_rows(sources: Sequence[SourceRow]) -> Rows:
    """The rows of ``sources``."""
    return {name: [getattr(source, name) for source in sources] for name in _COLUMNS["sources"]}


def rows(table: str, readings: Sequence["Records"]) -> Rows:
    """The rows of one table (any but ``sources``) from ``readings``, in their order."""
    made = _MAKERS[table](readings)
    return {name: made[name] for name in _COLUMNS[table]}


def records(made: Rows) -> list[dict[str, object]]:
    """The same rows one by one, for JSON."""
    return [dict(zip(made, values, strict=True)) for values in zip(*made.values(), strict=True)]


def source_of(reading: "Records") -> SourceRow:
    """The ``sources`` row of a file that was read."""
    source = reading.source
    en, zh = "; ".join(note.en for note in reading.notes), "；".join(note.zh for note in reading.notes)
    return SourceRow(
        source.path, source.sha256, source.bytes, source.format, "extracted", source.report_id, en or None, zh or None,
        extractor_version(),
    )  # fmt: skip


def reading_rows(reading: "Records", table: str) -> Rows:
    """The rows that ``reading`` gives to ``table``; raises `WrongUse` for a table that does not exist."""
    if table == "sources":
        return source_rows([source_of(reading)])
    if table not in OF_REPORTS:
        known = ", ".join(("sources", *OF_REPORTS))
        raise WrongUse(
            f"一份报告没有表 {table}；有的是 {known}", f"no table {table!r} of one report; the tables are {known}"
        )
    return rows(table, [reading])


def reading_json(reading: "Records") -> str:
    """Everything that was read, as JSON in the names of the tables: one object, one list for each table."""
    made = {name: records(reading_rows(reading, name)) for name in ("sources", *OF_REPORTS)}
    one = {"source": made.pop("sources")[0], "report": made.pop("reports")[0]}
    return json.dumps({**one, **made}, ensure_ascii=False, indent=1)


_OF_THE_FORM: tuple[str, ...] = ("stated", "implied")

# One column of `reports`, one entry.
_REPORT: dict[str, Callable[["Records"], object]] = {
    "title": lambda r: r.report.title,
    "authority_evidence": lambda r: r.report.authority_evidence,
    "authority_normal": lambda r: r.whose.normal,
    "authority_id": lambda r: r.whose.id,
    "level": lambda r: r.whose.level,
    "level_evidence": lambda r: r.whose.level_evidence,
    "government": lambda r: r.whose.government,
    "division_code": lambda r: r.whose.division_code,
    "division_evidence": lambda r: r.whose.division_evidence,
    "division_candidates": lambda r: list(r.whose.candidates) or None,
    "province": lambda r: r.whose.province,
    "city": lambda r: r.whose.city,
    "county": lambda r: r.whose.county,
    "year_evidence": lambda r: r.report.year_evidence,
    "year_title": lambda r: r.report.years.title,
    "year_period": lambda r: r.report.years.period,
    "year_path": lambda r: r.report.years.path,
    "year_body": lambda r: r.report.years.body,
    "issued": lambda r: "{}-{:02}".format(*r.report.years.issued) if r.report.years.issued else None,
    "given_authority": lambda r: r.given and r.given.authority,
    "given_division_code": lambda r: r.given and r.given.division_code,
    "given_fiscal_year": lambda r: r.given and r.given.fiscal_year,
    "url": lambda r: r.given and r.given.url,
    "retrieved": lambda r: r.given and r.given.retrieved,
    "period_start": lambda r: r.report.period_start,
    "period_end": lambda r: r.report.period_end,
    "form_evidence": lambda r: r.form_evidence,
    "format": lambda r: r.source.format,
    "pages": lambda r: r.pages,
    "parts_found": lambda r: r.report.parts_found,
    "cells": lambda r: sum(cell.in_form for cell in chain(r.disclosure, r.applications, r.appeals)),
    "checks": lambda r: sum(check.kind in _OF_THE_FORM for check in r.checks),
    "failed": lambda r: sum(check.kind in _OF_THE_FORM and check.outcome == "fails" for check in r.checks),
    "prose_failed": lambda r: sum(check.kind == "prose" and check.outcome == "fails" for check in r.checks),
    "second_reader": lambda r: r.second_reader,
    "verdict_disclosure": lambda r: r.verdicts.disclosure,
    "verdict_applications": lambda r: r.verdicts.applications,
    "verdict_appeals": lambda r: r.verdicts.appeals,
    "verdict": lambda r: r.verdicts.report,
    "panel_failed": lambda _: None,
    "preferred": lambda _: None,
    "preferred_reason": lambda _: None,
}


def _keys(readings: Sequence["Records"], counts: Iterable[int], forms: Iterable[str | None]) -> Rows:
    """The key columns, each reading's repeated ``counts`` times."""
    keys: Rows = {"report_id": [], "authority": [], "fiscal_year": [], "form": []}
    for reading, count, form in zip(readings, counts, forms, strict=True):
        keys["report_id"] += [reading.source.report_id] * count
        keys["authority"] += [reading.report.authority] * count
        keys["fiscal_year"] += [reading.report.fiscal_year] * count
        keys["form"] += [form] * count
    return keys


def _places(places: list[Place]) -> Rows:
    return {
        "page": [place.page for place in places],
        "line": [place.line for place in places],
        "table_no": [place.table_no for place in places],
        "row_no": [place.row_no for place in places],
        "column_no": [place.column_no for place in places],
        "bbox": [place.bbox for place in places],
    }


def _reports(readings: Sequence["Records"]) -> Rows:
    keys = _keys(readings, [1] * len(readings), [reading.form for reading in readings])
    return keys | {name: [get(reading) for reading in readings] for name, get in _REPORT.items()}


def _sections(readings: Sequence["Records"]) -> Rows:
    every = [section for reading in readings for section in reading.sections]
    counts = [len(reading.sections) for reading in readings]
    keys = _keys(readings, counts, [reading.form for reading in readings])
    own: Rows = {
        "part": [section.part for section in every],
        "key": [section.key for section in every],
        "heading": [section.heading for section in every],
        "method": [section.method for section in every],
        "text": [section.text for section in every],
    }
    return keys | own | _places([section.place for section in every])


def _cells(readings: Sequence["Records"], grid: "GridName", index: int) -> tuple[list["Cell"], Rows]:
    """The cells of one grid, and the columns that all three grids' tables have; values as they are."""
    each = [reading.cells(grid) for reading in readings]
    every = list(chain.from_iterable(each))
    keys = _keys(readings, map(len, each), [reading.grids[index].form for reading in readings])
    own: Rows = {
        "value": [cell.value for cell in every],
        "raw": [cell.raw for cell in every],
        "state": [cell.state for cell in every],
        "reason": [cell.reason for cell in every],
        "candidates": [_few(cell.candidates) if cell.candidates else None for cell in every],
        "proof": [cell.proof for cell in every],
        # what other reports and people say of a cell is not known while a report is read
        "witnesses": [None] * len(every),
        "value_read": [None] * len(every),
    }
    return every, keys | own | _places([cell.place for cell in every])


def _few(candidates: tuple["Number", ...]) -> tuple["Number", ...] | None:
    """The candidates; None where one is beyond what a table can hold, for part of them would mislead."""
    return candidates if max(map(abs, candidates)) < _LARGEST else None


def _disclosure(readings: Sequence["Records"]) -> Rows:
    cells, made = _cells(readings, "disclosure", 0)
    paths = [cell.row.partition("/") for cell in cells]
    return made | {
        "article": [path[0] for path in paths],
        "item": [path[2] or None for path in paths],
        "item_label": [cell.row_label for cell in cells],
        "measure": [cell.column for cell in cells],
        "measure_label": [cell.column_label for cell in cells],
        "unit": [cell.unit for cell in cells],
    }


def _whole(value: "Number | None") -> int | None:
    """A count as an integer; raises `ValueError` where it is not one, since no count may be rounded."""
    if isinstance(value, float):
        if not value.is_integer():
            raise ValueError(f"{value} stands as a count")
        return int(value)
    return value


def _counted(readings: Sequence["Records"], grid: "GridName", index: int, row: str, column: str) -> Rows:
    cells, made = _cells(readings, grid, index)
    return made | {
        row: [cell.row for cell in cells],
        f"{row}_label": [cell.row_label for cell in cells],
        column: [cell.column for cell in cells],
        f"{column}_label": [cell.column_label for cell in cells],
        "value": [_whole(cell.value) for cell in cells],
    }


def _applications(readings: Sequence["Records"]) -> Rows:
    return _counted(readings, "applications", 1, "outcome", "applicant")


def _appeals(readings: Sequence["Records"]) -> Rows:
    return _counted(readings, "appeals", 2, "channel", "result")


def _figures(readings: Sequence["Records"]) -> Rows:
    every = [figure for reading in readings for figure in reading.figures]
    counts = [len(reading.figures) for reading in readings]
    names = ("part", "figure", "label", "value", "value_max", "unit", "qualifier", "raw", "sentence")
    keys = _keys(readings, counts, [reading.form for reading in readings])
    own: Rows = {name: [getattr(figure, name) for figure in every] for name in names}
    return keys | own | _places([figure.place for figure in every])


def _checks(readings: Sequence["Records"]) -> Rows:
    every = [check for reading in readings for check in reading.checks]
    counts = [len(reading.checks) for reading in readings]
    names = ("check", "kind", "grid", "scope", "left", "right", "difference", "outcome")
    keys = _keys(readings, counts, [reading.form for reading in readings])
    return keys | {name: [getattr(check, name) for check in every] for name in names}


def _findings(readings: Sequence["Records"]) -> Rows:
    every = [finding for reading in readings for finding in reading.findings]
    counts = [len(reading.findings) for reading in readings]
    names = ("kind", "severity", "grid", "cell", "message_zh", "message_en")
    keys = _keys(readings, counts, [reading.form for reading in readings])
    own: Rows = {name: [getattr(finding, name) for finding in every] for name in names}
    return keys | own | _places([finding.place for finding in every])


_MAKERS: dict[str, Callable[[Sequence["Records"]], Rows]] = {
    "reports": _reports,
    "sections": _sections,
    "disclosure": _disclosure,
    "applications": _applications,
    "appeals": _appeals,
    "figures": _figures,
    "checks": _checks,
    "findings": _findings,
}
