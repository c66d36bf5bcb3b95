"""settle: what the prose and the neighbouring years add to the undecided cells of a report, in its rows.

The report itself is long read and gone; only its rows are left. From them the grid is made again, the
cells that witnesses settle are filled in, and what depends on them (equations, verdicts, findings) is
told anew. A figure that would break an equation of the form is not filled in: then one of the witnesses errs.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias, cast

from extract.checks import Check, Finding, Verdict, check, overall, verdict
from extract.findings import arithmetic, undecided
from extract.forms.form import GRID_NAMES, Forms, GridName, SlotKey
from extract.grid import Grid, Number, Proof, Reason, Slot, State
from extract.panel.witnesses import Settled, Witness
from extract.tables.rows import place_of
from extract.words.vocabulary import COLUMN_COLUMNS, ROW_COLUMNS

Record: TypeAlias = dict[str, object]
"""One row of a table."""
Records: TypeAlias = Mapping[str, list[Record]]
"""The rows of one report by table."""


def fill(rows: Records, settled: Sequence[Settled], forms: Forms) -> dict[str, list[Record]]:
    """The rows of one report with its ``settled`` cells filled in or narrowed; the given rows stay as they are."""
    made = {name: [dict(row) for row in of_table] for name, of_table in rows.items()}
    for one in settled:
        grid = cast(GridName, one.path.partition("/")[0])
        of_grid = made[grid]
        row = next((row for row in of_grid if path_of(row, grid) == one.path), None)
        if row is None or row["state"] != "ambiguous":
            continue
        failing, before = _failing(of_grid, grid, forms), dict(row)
        row["witnesses"] = "; ".join(map(_told, one.witnesses))
        if one.proof is None:
            row["candidates"] = list(one.values)
            continue
        (value,) = one.values
        row.update(state="deduced", value=value, proof=one.proof, reason=None, candidates=None)
        if _failing(of_grid, grid, forms) - failing:
            row.update(before)
    return made


def _told(witness: Witness) -> str:
    return f"{witness.source}: {'/'.join(f'{value:g}' for value in witness.values)}"


def _failing(rows: list[Record], grid: GridName, forms: Forms) -> set[tuple[str, str]]:
    checks = check([grid_of(rows, grid)], forms)
    return {(one.check, one.scope) for one in checks if one.outcome == "fails"}


def tell_anew(before: Records, after: dict[str, list[Record]], forms: Forms) -> dict[str, list[Record]]:
    """The rows of one report in which cells were changed: its equations, verdicts and findings told anew."""
    grids = [grid_of(after[name], name) for name in GRID_NAMES]
    checks: dict[tuple[str, str], Check] = {}
    for grid in grids:
        old = grid_of(before[grid.name], grid.name)
        if grid == old:
            continue
        own = _checks(after["checks"], grid, forms)
        checks |= own
        gone = {finding.message_zh for finding in undecided(old, forms)}
        kept = [
            row for row in after["findings"]
            if row["message_zh"] not in gone and (row["kind"], row["grid"]) != ("arithmetic", grid.name)
        ]  # fmt: skip
        told = [*arithmetic([grid], tuple(own.values()), forms), *undecided(grid, forms)]
        after["findings"] = [*finding_records(told, after["reports"][0]), *kept]
        after["reports"][0][f"verdict_{grid.name}"] = verdict(grid, tuple(own.values()))
    for row in after["checks"]:
        one = checks.get((str(row["check"]), str(row["scope"])))
        if one is not None:
            row.update(left=one.left, right=one.right, difference=one.difference, outcome=one.outcome)
    report = after["reports"][0]
    report["failed"] = sum(row["outcome"] == "fails" for row in after["checks"] if row["kind"] in ("stated", "implied"))
    verdicts = (cast(Verdict, report["verdict_applications"]), cast(Verdict, report["verdict_appeals"]))
    report["verdict"] = overall(grids[1], grids[2], *verdicts)
    return after


def _checks(rows: list[Record], grid: Grid, forms: Forms) -> dict[tuple[str, str], Check]:
    """The equations of a grid over its cells as they are now."""
    failed = {(str(row["check"]), str(row["scope"])) for row in rows if row["outcome"] == "fails"}
    found: dict[tuple[str, str], Check] = {}
    for one in check([grid], forms):
        key = (one.check, one.scope)
        # no reading of its undecided cells satisfied it, and none was decided so that it does
        found[key] = one._replace(outcome="fails") if one.outcome == "open" and key in failed else one
    return found


def path_of(row: Record, grid: GridName) -> str:
    """The cell's name as ``extract trace`` takes it."""
    return f"{grid}/{'/'.join(_key(row, grid))}"


def _key(row: Record, grid: GridName) -> SlotKey:
    if grid == "disclosure":
        return f"{row['article']}/{row['item']}", str(row["measure"])
    return str(row[ROW_COLUMNS[grid]]), str(row[COLUMN_COLUMNS[grid]])


def grid_of(rows: Sequence[Record], name: GridName) -> Grid:
    """The grid whose cells are ``rows``; rows that the form does not have are left out."""
    slots = tuple(_slot(row, name) for row in rows if name != "disclosure" or row["item"] is not None)
    form = next((cast("str | None", row["form"]) for row in rows), None)
    found = any(slot.reason != "grid_not_found" for slot in slots)
    merged = any(slot.reason == "printed_as_one_row" for slot in slots)
    return Grid(name, form, None, found, "", slots, merged)


def _slot(row: Record, grid: GridName) -> Slot:
    candidates = cast("list[Number] | None", row["candidates"])
    return Slot(
        _key(row, grid), cast(State, row["state"]), cast("Number | None", row["value"]),
        cast("str | None", row.get("unit")), str(row["raw"]), cast("Reason | None", row["reason"]),
        tuple(candidates or ()), cast("Proof | None", row["proof"]), place_of(row),
    )  # fmt: skip


def finding_records(findings: Iterable[Finding], report: Record) -> list[Record]:
    """The rows that findings give to the table, with the keys of their report."""
    keys = {name: report[name] for name in ("report_id", "authority", "fiscal_year", "form")}
    return [
        keys | {
            "kind": one.kind, "severity": one.severity, "grid": one.grid, "cell": one.cell,
            "message_zh": one.message_zh, "message_en": one.message_en,
            "page": one.place.page, "line": one.place.line, "table_no": one.place.table_no,
            "row_no": one.place.row_no, "column_no": one.place.column_no, "bbox": one.place.bbox,
        }
        for one in findings
    ]  # fmt: skip
