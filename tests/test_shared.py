"""Real reports, read beside what a person read in them. The folder is not part of the project.

It is looked for in ``GONGKAI_SHARED``, else beside the project; without it the module is skipped.
"""

import json
import os
from functools import lru_cache
from pathlib import Path
from typing import TypedDict

import pytest
from tests.texts import COLUMNS, RESULTS, cells, outcomes, states

from extract.forms.form import GRID_NAMES, load_forms
from extract.pipeline import read
from extract.reading import Reading

SHARED = Path(os.environ.get("GONGKAI_SHARED", Path(__file__).parents[1] / ".." / "shared"))
CHANNELS = ("reconsideration", "litigation_direct", "litigation_after")
SEED = "reports/guanling-2019.txt"

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason=f"{SHARED} is not there")


class Figure(TypedDict, total=False):
    value: float | None
    state: str
    candidates: list[float]


class Labelled(TypedDict, total=False):
    authority: str | None
    fiscal_year: int | None
    applications: dict[str, list[int | None]]
    appeals: list[int | None]
    disclosure: dict[str, Figure]


def _expected() -> dict[str, Labelled]:
    if not SHARED.is_dir():
        return {}
    reports: dict[str, Labelled] = json.loads((SHARED / "expected.json").read_text(encoding="utf-8"))["reports"]
    return {name: report for name, report in reports.items() if name.endswith(".txt")}


EXPECTED = _expected()
LAYOUTS = sorted(f"layouts/{path.name}" for path in (SHARED / "layouts").glob("*"))


@lru_cache(maxsize=32)
def reading(name: str) -> Reading:
    return read(SHARED / name, load_forms())


def test_there_is_something_to_compare() -> None:
    assert len(EXPECTED) >= 11
    assert set(EXPECTED) <= {*LAYOUTS, SEED}


# ── what a person read ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", EXPECTED)
def test_authority_and_year(name: str) -> None:
    report = reading(name).report
    assert (report.authority, report.fiscal_year) == (EXPECTED[name]["authority"], EXPECTED[name]["fiscal_year"])


@pytest.mark.parametrize("name", [name for name in EXPECTED if "applications" in EXPECTED[name]])
def test_applications(name: str) -> None:
    found = cells(reading(name))
    wanted = {
        f"applications/{row}/{column}": value
        for row, values in EXPECTED[name]["applications"].items()
        for column, value in zip(COLUMNS, values, strict=True)
    }
    assert {path: found[path].value for path in wanted} == wanted
    for path, value in wanted.items():
        allowed = {"blank"} if value is None else {"number", "deduced"} if "glued" in name else {"number"}
        assert found[path].state in allowed, path


@pytest.mark.parametrize("name", [name for name in EXPECTED if "appeals" in EXPECTED[name]])
def test_appeals(name: str) -> None:
    keys = [(channel, result) for channel in CHANNELS for result in RESULTS]
    wanted = dict(zip(keys, EXPECTED[name]["appeals"], strict=True))
    assert {(cell.row, cell.column): cell.value for cell in reading(name).appeals} == wanted


@pytest.mark.parametrize("name", [name for name in EXPECTED if "disclosure" in EXPECTED[name]])
def test_disclosure(name: str) -> None:
    found = cells(reading(name))
    for key, wanted in EXPECTED[name]["disclosure"].items():
        cell = found[f"disclosure/{key}"]
        assert (cell.value, cell.state) == (wanted["value"], wanted["state"]), key
        if "candidates" in wanted:
            assert list(cell.candidates) == wanted["candidates"], key


# ── every file ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", [*LAYOUTS, SEED])
def test_a_cell_without_a_value_says_why(name: str) -> None:
    for cell in cells(reading(name)).values():
        valued = cell.state in ("number", "deduced")
        assert (cell.value is not None) == valued, cell
        assert (cell.proof is not None) == (cell.state == "deduced"), cell
        assert (cell.reason is not None) == (cell.state in ("ambiguous", "missing", "text")), cell


@pytest.mark.parametrize("name", [*LAYOUTS, SEED])
def test_every_report_has_the_cells_of_its_form(name: str) -> None:
    found = reading(name)
    sizes = [sum(cell.in_form for cell in found.cells(grid)) for grid in GRID_NAMES]
    assert sizes == ([22, 161, 15] if found.form == "2019" else [10, 175, 15])


@pytest.mark.parametrize("name", LAYOUTS)
def test_only_the_authority_that_erred_has_failing_checks(name: str) -> None:
    wanted = {("applications.outcome_sum", "natural_person"), ("applications.outcome_sum", "total")}
    assert outcomes(reading(name), "fails") == (wanted if name.endswith("glued-pingtan-2020.txt") else set())


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2022])
def test_a_glued_grid_is_read_whole_where_the_sums_allow(year: int) -> None:
    found = reading(f"layouts/glued-pingtan-{year}.txt")
    assert {cell.state for cell in found.applications} == {"deduced"}
    assert {cell.state for cell in found.appeals} == {"number" if year == 2022 else "deduced"}
    assert found.verdicts.applications == ("inconsistent" if year == 2020 else "verified")
    assert found.verdicts.disclosure == "doubtful"


# ── single files ────────────────────────────────────────────────────────────────────────────────────


def test_the_seed_has_every_cell_as_a_number() -> None:
    found = cells(reading(SEED))
    assert len(found) == 22 + 161 + 15
    assert states(found.values()) == {("number", None)}
    assert found["disclosure/20.9/procurement/purchases"].value == 99
    amount = found["disclosure/20.9/procurement/amount"]
    assert (amount.value, amount.unit) == (7111.64, "万元")


def test_the_seed_fails_in_four_columns_and_nowhere_else() -> None:
    columns = ("natural_person", "legal_service", "other", "total")
    assert outcomes(reading(SEED), "fails") == {("applications.balance", column) for column in columns}
    sides = {c.scope: (c.left, c.right) for c in reading(SEED).checks if c.outcome == "fails" and c.kind == "stated"}
    assert sides == {"natural_person": (2, 0), "legal_service": (1, 0), "other": (2, 0), "total": (5, 0)}
    assert reading(SEED).verdicts.applications == "inconsistent"
    assert reading(SEED).verdicts.report == "inconsistent"


@pytest.mark.parametrize(
    ("part", "begins", "ends"),
    [
        (1, "2019年，关岭县人民政府", "进一步提升信息公开质量和效果。"),
        (2, "\t第二十条第（一）项", "7111.64万元"),
        (3, "\t（本列数据的勾稽关系为", "\t0"),
        (4, "\t行政复议", "0"),
        (5, "过去一年，", "丰富完善掌上办事功能。"),
        (6, "第二部分主动公开信息情况第二十条第（九）项", "采购金额”。"),
    ],
    ids=lambda value: str(value) if isinstance(value, int) else "",
)
def test_the_seed_has_six_parts_with_their_own_text(part: int, begins: str, ends: str) -> None:
    section = reading(SEED).sections[part - 1]
    assert (section.part, section.method) == (part, "exact")
    assert section.text.strip("\n").startswith(begins)
    assert section.text.rstrip("\n").endswith(ends)


def test_part_six_of_the_seed_notes_where_the_procurement_comes_from() -> None:
    assert "（九）项统计口径为县财政局" in reading(SEED).sections[5].text


def test_lost_numbering_leaves_the_rows_open_and_nothing_wrong() -> None:
    found = reading("layouts/cell-pipes-numbering-lost-2020.txt")
    lost = [cell for cell in found.applications if cell.row.startswith("denied.")]
    assert states(lost) == {("ambiguous", "label_lost")}
    assert {cell.value for cell in found.applications} == {0, None}


def test_removed_lines_leave_nothing_but_the_reason() -> None:
    found = reading("layouts/deduplicated-xiongxian-2019.txt")
    assert states(cells(found).values()) == {("ambiguous", "lines_removed")}
    assert found.verdicts.report == "doubtful"


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("layouts/cell-pipes-pingwu-2021.txt", "disclosure/20.6/coercive_measures/decisions"),
        ("layouts/cells-blank-lines-taiping-2022.txt", "applications/denied.security/total"),
    ],
)
def test_the_last_figure_of_a_file_that_breaks_off_is_not_taken(name: str, path: str) -> None:
    cell = cells(reading(name))[path]
    assert (cell.state, cell.reason, cell.value, cell.raw) == ("ambiguous", "cut_off", None, "0")


def test_a_row_with_a_figure_too_few_stays_open_as_a_whole() -> None:
    found = reading("layouts/pipes-longgang-2024.txt")
    row = [cell for cell in found.applications if cell.row == "denied.enforcement_file"]
    assert len(row) == 7
    assert states(row) == {("ambiguous", "row_incomplete")}


def test_a_row_that_the_form_does_not_have_stands_outside_it() -> None:
    found = reading("layouts/pipes-qianjiang-2020.txt")
    added = [cell for cell in found.disclosure if not cell.in_form]
    assert {cell.row_label for cell in added} == {"其他主动公开文件"}
    assert [cell.value for cell in added] == [9, 9, 9]


def test_a_lone_last_page_is_dated_by_its_running_head() -> None:
    found = reading("layouts/rows-wendeng-2020-last-page.txt")
    assert (found.report.year_evidence, found.form, found.form_evidence) == ("running_head", "2019", "year")
