"""What a run decides over its whole collection."""

import os
from collections import Counter
from pathlib import Path

import pytest
from bench.panel import measure
from tests.texts import counts, report

import extract
from bench import witnesses
from extract.forms.form import SlotKey
from extract.panel.corrections import COLUMNS, FILE
from extract.review.trace import trace
from extract.tables.dataset import Dataset

SHARED = Path(os.environ.get("GONGKAI_SHARED", Path(__file__).parents[1] / ".." / "shared"))


def text(year: int, carried_in: int = 0, carried_out: int = 0, after: str = "") -> str:
    """A report of 示例县财政局 whose grid 三 balances."""
    row = {"new": 4, "carried_in": carried_in, "total": 4 + carried_in - carried_out, "carried_out": carried_out}
    row["granted"] = row["total"]
    figures: dict[SlotKey, str] = {}
    for key, value in row.items():
        figures |= counts(key, value, 0, 0, 0, 0, 0, value)
    return report(title=f"示例县财政局{year}年政府信息公开工作年度报告{after}", applications=figures)


def run(folder: Path, files: dict[str, str]) -> Dataset:
    raw = folder / "raw"
    raw.mkdir(exist_ok=True)
    for name, content in files.items():
        (raw / name).write_text(content, encoding="utf-8")
    extract.run(raw, folder / "out", jobs=1)
    return extract.load(folder / "out")


def test_consecutive_years_are_set_beside_each_other(tmp_path: Path) -> None:
    ds = run(tmp_path, {"a.txt": text(2021, carried_out=3), "b.txt": text(2022, carried_in=2), "c.txt": text(2023)})
    panel = ds.checks[ds.checks["kind"] == "panel"]
    assert panel["check"].value_counts().to_dict() == {"panel.carried": 14, "panel.in_force": 4}
    failing = panel[panel["outcome"] == "fails"]
    assert sorted(zip(failing["fiscal_year"], failing["scope"], strict=True)) == [
        (2022, "natural_person"), (2022, "total"),
    ]  # fmt: skip
    counted = ds.reports.dropna(subset=["panel_failed"])
    assert dict(zip(counted["fiscal_year"], counted["panel_failed"], strict=True)) == {2022: 2, 2023: 0}
    (said,) = ds.findings[ds.findings["kind"] == "panel"]["message_zh"]
    assert "2021 年" in said
    assert "总计 3 ≠ 2" in said


def test_panel_checks_change_no_verdict(tmp_path: Path) -> None:
    ds = run(tmp_path, {"a.txt": text(2021, carried_out=3), "b.txt": text(2022, carried_in=2)})
    assert set(ds.reports["verdict_applications"]) == {"verified"}
    assert set(ds.reports["failed"]) == {0}


def test_a_corrected_edition_is_preferred(tmp_path: Path) -> None:
    newer = text(2021, carried_out=1, after="（更正）")
    ds = run(tmp_path, {"a.txt": text(2021), "b.txt": newer})
    chosen = ds.reports[ds.reports["preferred"]]
    assert list(chosen["preferred_reason"]) == ["corrected"]
    assert ds.sources.set_index("report_id").loc[chosen["report_id"].iloc[0], "path"] == "b.txt"
    assert len(ds.findings[ds.findings["kind"] == "editions"]) == 2


# ── corrections ─────────────────────────────────────────────────────────────────────────────────────


def corrected(folder: Path, *rows: str) -> Dataset:
    """The tables of one report after corrections of its cells."""
    first = run(folder, {"a.txt": text(2021, carried_out=3)})
    report = first.reports["report_id"].iloc[0]
    lines = [",".join(COLUMNS), *(f"{report},applications,{row},李,扫描件第 3 页" for row in rows)]
    (folder / "out" / FILE).write_text("\n".join(lines), encoding="utf-8")
    return run(folder, {})


def test_corrections_beside_the_tables_are_laid_over_them(tmp_path: Path) -> None:
    ds = corrected(tmp_path, "carried_out/total,3,2")
    cell = ds.applications[ds.applications["state"] == "corrected"].iloc[0]
    assert (cell["outcome"], cell["applicant"], cell["value"], cell["value_read"]) == ("carried_out", "total", 2, 3)
    assert ds.reports["verdict_applications"].iloc[0] == "inconsistent"
    assert list(ds.findings[ds.findings["kind"] == "corrected"]["message_en"]) == [
        "Read as 3, corrected to 2 by 李: 扫描件第 3 页."
    ]
    found = trace(tmp_path / "out", "a.txt", "applications/carried_out/total")
    assert found.cell["value_read"] == 3


def test_a_stale_correction_is_refused_and_said(tmp_path: Path) -> None:
    ds = corrected(tmp_path, "carried_out/total,30,2")
    assert "corrected" not in set(ds.applications["state"])
    assert list(ds.findings[ds.findings["kind"] == "correction_refused"]["cell"]) == ["applications/carried_out/total"]


def test_without_the_file_the_tables_are_as_before(tmp_path: Path) -> None:
    before = run(tmp_path, {"a.txt": text(2021, carried_out=3)})
    table = (before.path / "applications.parquet").read_bytes()
    corrected(tmp_path, "carried_out/total,3,2")
    assert (before.path / "applications.parquet").read_bytes() != table
    (tmp_path / "out" / FILE).unlink()
    run(tmp_path, {})
    assert (before.path / "applications.parquet").read_bytes() == table


@pytest.mark.skipif(not (SHARED / "layouts").is_dir(), reason="needs the collection of real reports")
def test_four_years_of_one_authority(tmp_path: Path) -> None:
    extract.run(sorted((SHARED / "layouts").glob("glued-pingtan-*.txt")), tmp_path, jobs=1)
    ds = extract.load(tmp_path)
    carried = ds.checks[ds.checks["check"] == "panel.carried"]
    assert not (carried["outcome"] == "fails").any()
    assert set(ds.reports["preferred_reason"]) == {"only"}
    proofs = {proof for grid in (ds.disclosure, ds.applications, ds.appeals) for proof in grid["proof"].dropna()}
    assert not proofs & {"panel", "prose"}


def test_generated_panels_settle_nothing_wrong() -> None:
    found = measure(seed=1, authorities=12, breaking=0.5)
    assert not {name for name in found if "WRONG" in name}
    assert found["narrowed, truth kept"] > 0


def test_two_witnesses_settle_what_is_printed() -> None:
    found = sum((witnesses.draw(seed, breaking=0.2) for seed in range(1, 16)), Counter[str]())
    assert not {name for name in found if "WRONG" in name}
    assert min(found["panel right"], found["prose right"]) > 0
