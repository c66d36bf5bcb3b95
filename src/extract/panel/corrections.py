"""Correction: a figure that a person has set right, from ``corrections.csv`` beside the tables.

The document stays what it is: a correction is laid over a cell on each run, and only as long as the cell
still holds what the correction says was read there.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from extract.checks import Finding
from extract.errors import WrongUse
from extract.forms.form import GRID_NAMES
from extract.grid import Number
from extract.panel.settle import Record, Records, path_of

FILE = "corrections.csv"
COLUMNS = ("report", "grid", "cell", "read", "value", "who", "why")


@dataclass(frozen=True, slots=True)
class Correction:
    """One figure set right: ``report`` is a report_id, ``cell`` a path such as ``applications/new/total``.

    ``read`` is what the cell was read as, a number or a state such as ``blank`` or ``ambiguous``.
    """

    report: str
    cell: str
    read: Number | str
    value: Number
    who: str
    why: str


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """The corrections in a CSV file with the columns ``report,grid,cell,read,value,who,why``; none where it is absent.

    ``report`` is a report_id or a whole SHA-256, ``cell`` is ``ROW/COLUMN``. Raises `WrongUse`, with the
    line, for what cannot be understood.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except UnicodeDecodeError as error:
        raise WrongUse(
            f"{path} 不是 UTF-8；请存成“CSV UTF-8”", f"{path} is not UTF-8; save it as “CSV UTF-8”"
        ) from error
    rows = csv.DictReader(text.splitlines())
    lacking = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if lacking:
        raise WrongUse(
            f"{path}：缺少列 {'、'.join(lacking)}；首行须为 {','.join(COLUMNS)}",
            f"{path}: no column {', '.join(lacking)}; the first line has to be {','.join(COLUMNS)}",
        )
    found: dict[tuple[str, str], Correction] = {}
    for row in rows:
        if not any(row.values()):
            continue
        one = _correction({name: (row[name] or "").strip() for name in COLUMNS}, f"{path}, line {rows.line_num}")
        if (one.report, one.cell) in found:
            raise WrongUse(
                f"{path} 第 {rows.line_num} 行：{one.report} 的 {one.cell} 更正了两次",
                f"{path}, line {rows.line_num}: {one.cell} of {one.report} is corrected twice",
            )
        found[one.report, one.cell] = one
    return tuple(found.values())


def _correction(row: Mapping[str, str], where: str) -> Correction:
    value = _number(row["value"])
    if value is None:
        raise WrongUse(
            f"{where}：value 一列的“{row['value']}”不是数字", f"{where}: the value {row['value']!r} is not a number"
        )
    if row["grid"] not in GRID_NAMES or row["cell"].count("/") not in (1, 2):
        raise WrongUse(
            f"{where}：grid 须为 {'、'.join(GRID_NAMES)} 之一，cell 写成“行/列”，如 new/total",
            f"{where}: grid is one of {', '.join(GRID_NAMES)}, cell is ROW/COLUMN, as in new/total",
        )
    if len(row["report"]) < 16 or not row["who"] or not row["why"]:
        raise WrongUse(
            f"{where}：report（16 位十六进制数字）、who、why 都要填",
            f"{where}: report (16 hex digits), who and why have to be given",
        )
    read = _number(row["read"])
    return Correction(
        row["report"][:16].lower(), f"{row['grid']}/{row['cell']}", row["read"] if read is None else read,
        value, row["who"], row["why"],
    )  # fmt: skip


def _number(text: str) -> Number | None:
    try:
        value = float(text.replace(",", ""))
    except ValueError:
        return None
    if not isfinite(value):
        return None
    return int(value) if value.is_integer() else value


def correct(rows: Records, corrections: Sequence[Correction]) -> tuple[dict[str, list[Record]], tuple[Finding, ...]]:
    """The rows of one report with its corrections laid over them, and what there is to say of each."""
    made = {name: [dict(row) for row in of_table] for name, of_table in rows.items()}
    findings: list[Finding] = []
    for one in corrections:
        grid = next(name for name in GRID_NAMES if one.cell.startswith(f"{name}/"))
        row = next((row for row in made[grid] if path_of(row, grid) == one.cell), None)
        now: object = "no such cell" if row is None else row["state"] if row["value"] is None else row["value"]
        if row is None or now != one.read or (grid != "disclosure" and isinstance(one.value, float)):
            findings.append(_stale(one, now))
            continue
        row.update(
            state="corrected", value=one.value, value_read=row["value"], reason=None, candidates=None, proof=None
        )
        findings.append(_applied(one))
    return made, tuple(findings)


def _applied(one: Correction) -> Finding:
    return Finding(
        "corrected", "note", None, one.cell,
        f"读出的是 {one.read}，{one.who}更正为 {one.value}：{one.why}。",
        f"Read as {one.read}, corrected to {one.value} by {one.who}: {one.why}.",
    )  # fmt: skip


def _stale(one: Correction, now: object) -> Finding:
    return Finding(
        "correction_refused", "warning", None, one.cell,
        f"{one.who}的更正（{one.read} 改为 {one.value}）没有采用：现在读出的是 {now}，请重新核对。",
        f"The correction by {one.who} ({one.read} to {one.value}) was not applied: the cell is now read as {now}; "
        "look at it again.",
    )  # fmt: skip
