"""worklist: the findings of a set of tables, file by file, those that need a person most first."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from extract.checks import Finding, Severity
from extract.errors import WrongUse
from extract.forms.form import GridName
from extract.tables.dataset import load
from extract.tables.rows import place_of

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Filed:
    """The findings of one report, worst first."""

    path: str
    report_id: str
    authority: str | None
    fiscal_year: int | None
    findings: tuple[Finding, ...]

    @property
    def weight(self) -> tuple[int, ...]:
        """How many of each severity, the worst first."""
        kinds = [finding.severity for finding in self.findings]
        return tuple(kinds.count(severity) for severity in SEVERITIES)


def worklist(
    out: str | Path,
    authority: str | None = None,
    years: Sequence[int] = (),
    kinds: Sequence[str] = (),
) -> tuple[Filed, ...]:
    """The findings in the tables under ``out``, by report: most errors first, then warnings, then notes.

    ``authority`` is any part of the name; ``years`` and ``kinds`` leave out all others where they
    name any. Raises `WrongUse` where ``out`` holds no whole set, or has no finding of a kind.
    """
    dataset = load(out)
    findings = dataset.arrow("findings").to_pylist()
    known = sorted({str(finding["kind"]) for finding in findings})
    for kind in kinds:
        if kind not in known:
            raise WrongUse(
                f"{out} 里没有 {kind} 类事项；有的是：{'、'.join(known) or '无'}",
                f"no finding of kind {kind!r} in {out}; there are {', '.join(known) or 'none at all'}",
            )
    paths = {source["report_id"]: str(source["path"]) for source in dataset.arrow("sources").to_pylist()}
    groups: dict[str, list[dict[str, object]]] = {}
    for finding in findings:
        if authority is not None and authority not in str(finding["authority"] or ""):
            continue
        if (years and finding["fiscal_year"] not in years) or (kinds and finding["kind"] not in kinds):
            continue
        groups.setdefault(str(finding["report_id"]), []).append(finding)
    filed = [_filed(paths[report_id], own) for report_id, own in groups.items()]
    return tuple(sorted(filed, key=lambda one: ([-count for count in one.weight], one.path)))


def _filed(path: str, findings: list[dict[str, object]]) -> Filed:
    first = findings[0]
    return Filed(
        path,
        str(first["report_id"]),
        cast("str | None", first["authority"]),
        cast("int | None", first["fiscal_year"]),
        tuple(sorted(map(_finding, findings), key=lambda finding: SEVERITIES.index(finding.severity))),
    )


def _finding(record: dict[str, object]) -> Finding:
    return Finding(
        str(record["kind"]),
        cast(Severity, record["severity"]),
        cast("GridName | None", record["grid"]),
        cast("str | None", record["cell"]),
        str(record["message_zh"]),
        str(record["message_en"]),
        place_of(record),
    )


def json_lines(filed: Iterable[Filed]) -> Iterator[str]:
    """The findings as JSON, one a line and worst first, in the names of the table, with the path of the file."""
    for one in filed:
        for finding in one.findings:
            place = finding.place
            yield json.dumps(
                {
                    "report_id": one.report_id, "authority": one.authority, "fiscal_year": one.fiscal_year,
                    "path": one.path, "kind": finding.kind, "severity": finding.severity, "grid": finding.grid,
                    "cell": finding.cell, "message_zh": finding.message_zh, "message_en": finding.message_en,
                    "page": place.page, "line": place.line, "table_no": place.table_no, "row_no": place.row_no,
                    "column_no": place.column_no, "bbox": place.bbox,
                },
                ensure_ascii=False,
            )  # fmt: skip
