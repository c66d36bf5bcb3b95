"""The sample collection: as the generator writes it, read by the real reader, the same to every tool."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pdfplumber
import polars as pl
import pytest
from bench.generator.collection import NOTICE_PATH, SAMPLES, UNREADABLE_PATH, sample_reports, write_sample
from bench.generator.truth import Truth

from extract import Dataset, Summary, load, run

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"
GRIDS = {
    "disclosure": ("article", "item", "measure"),
    "applications": ("outcome", "applicant"),
    "appeals": ("channel", "result"),
}
TABLES = ("sources", "reports", "sections", *GRIDS, "checks", "findings")
# one process makes the tables for all tests of this file
pytestmark = pytest.mark.xdist_group("sample")


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    return run(RAW, tmp_path_factory.mktemp("tables"))


@pytest.fixture(scope="module")
def tables(done: Summary) -> Dataset:
    return load(done.out)


@pytest.fixture(scope="module")
def truths() -> Mapping[str, Truth]:
    return {path: report.truth for path, report in sample_reports()}


# ── the files ───────────────────────────────────────────────────────────────────────────────────────


def content(name: str, data: bytes) -> object:
    """What a file says. Compressed bytes may differ from one build of zlib to another."""
    if name.endswith(".docx"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {part: archive.read(part) for part in archive.namelist()}
    if name.endswith(".pdf"):
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            return [
                [(char["text"], char["x0"], char["top"]) for char in page.chars]
                + [(edge["x0"], edge["top"], edge["x1"], edge["bottom"]) for edge in page.edges]
                for page in pdf.pages
            ]
    return data


def test_the_files_are_what_the_generator_writes(tmp_path: Path) -> None:
    written = {path.relative_to(tmp_path).as_posix(): path for path in write_sample(tmp_path)}
    there = {path.relative_to(RAW).as_posix(): path for path in RAW.rglob("*") if path.is_file()}
    advice = "run `make sample`; files in data/raw are never edited by hand"
    assert set(there) == set(written), advice
    for name, path in written.items():
        assert content(name, there[name].read_bytes()) == content(name, path.read_bytes()), f"{name}: {advice}"


def test_it_has_what_a_first_look_needs(truths: Mapping[str, Truth]) -> None:
    kinds = [Path(name).suffix for name in truths]
    assert kinds.count(".txt") >= 8
    assert {".docx", ".pdf"} <= set(kinds)
    assert {truth.form for truth in truths.values()} == {"2019", "2021"}
    assert sum(sample.follows for sample in SAMPLES) >= 3
    assert {"glued", "deduplicated"} <= {truth.layout for truth in truths.values()}
    assert all(name.startswith("示例省/") for name in truths)
    assert "都是虚构的" in (RAW / "README.md").read_text(encoding="utf-8")


# ── what comes of them ──────────────────────────────────────────────────────────────────────────────


def test_every_file_comes_to_what_it_should(done: Summary, tables: Dataset, truths: Mapping[str, Truth]) -> None:
    expected = dict.fromkeys(truths, "extracted") | {
        NOTICE_PATH: "not_a_report", "README.md": "not_a_report", "divisions.csv": "not_a_report",
        UNREADABLE_PATH: "unreadable",
    }  # fmt: skip
    assert dict(zip(tables.sources["path"], tables.sources["status"], strict=True)) == expected
    assert done.exit_code == 1
    assert [failure.path for failure in done.failing] == [UNREADABLE_PATH]


def test_every_report_is_known_for_what_it_is(tables: Dataset, truths: Mapping[str, Truth]) -> None:
    reports = with_paths(tables, "reports").set_index("path")
    for path, truth in truths.items():
        report = reports.loc[path]
        assert report["authority"] == truth.authority
        assert (report["fiscal_year"], report["form"]) == (truth.fiscal_year, truth.form)
        assert report["parts_found"] == 6


def with_paths(tables: Dataset, name: str) -> pd.DataFrame:
    return tables.frame(name).merge(tables.sources[["report_id", "path"]], on="report_id")


@pytest.mark.parametrize("grid", GRIDS)
def test_no_figure_is_other_than_the_report_printed(grid: str, tables: Dataset, truths: Mapping[str, Truth]) -> None:
    cells = with_paths(tables, grid)
    if grid == "disclosure":
        cells = cells[cells["item"].notna()]
    assert cells.groupby("path").size().to_dict() == {
        path: sum(key.startswith(f"{grid}/") for key in truth.cells) for path, truth in truths.items()
    }
    wrong = []
    for cell in cells.to_dict("records"):
        key = "/".join([grid, *(str(cell[part]) for part in GRIDS[grid])])
        truth = truths[cell["path"]].cells[key]
        if pd.notna(cell["value"]) and cell["value"] != truth.value:
            wrong.append((cell["path"], key, cell["value"], truth.value))
        if cell["state"] == "blank" and truth.kind != "blank":
            wrong.append((cell["path"], key, "blank", truth.value))
    assert not wrong


def test_verdicts_say_which_reports_to_look_at(tables: Dataset, truths: Mapping[str, Truth]) -> None:
    verdicts = with_paths(tables, "reports").set_index("path")["verdict"].to_dict()
    for path, truth in truths.items():
        if truth.layout == "deduplicated":
            assert verdicts[path] == "doubtful"
        elif truth.failing_checks:
            assert verdicts[path] == "inconsistent"
        else:
            assert verdicts[path] != "inconsistent"
    assert list(verdicts.values()).count("verified") >= len(verdicts) // 2


def test_what_the_equations_say_is_what_they_should_say(tables: Dataset, truths: Mapping[str, Truth]) -> None:
    checks = with_paths(tables, "checks")
    failing = checks[(checks["outcome"] == "fails") & checks["kind"].isin(["stated", "implied"])]
    found = {(row.path, f"{row.check}:{row.scope}") for row in failing.itertuples()}
    assert found == {(path, name) for path, truth in truths.items() for name in truth.failing_checks}
    flagged = tables.findings[tables.findings["kind"] == "arithmetic"]
    assert set(flagged["report_id"]) == set(failing["report_id"])


def test_figures_run_together_are_cut_where_the_sums_allow_one_cut_alone(
    tables: Dataset, truths: Mapping[str, Truth]
) -> None:
    (glued,) = (path for path, truth in truths.items() if truth.layout == "glued")
    cells = with_paths(tables, "applications")
    cells = cells[cells["path"] == glued]
    assert set(cells["state"]) == {"deduced"}
    assert set(cells["proof"]) <= {"sums", "length"}


def test_what_one_year_carries_over_the_next_takes_in(tables: Dataset) -> None:
    wide = tables.wide("applications").set_index(["authority", "fiscal_year"])
    carried = wide[["carried_in__total", "carried_out__total"]].T.to_dict("list")
    pairs = [(before, after) for before, after in pairwise(SAMPLES) if after.follows]
    busy = 0
    for before, after in pairs:
        (_, out), (came, _) = carried[before.authority, before.year], carried[after.authority, after.year]
        assert out == came
        busy += out > 0
    assert busy >= 3


# ── the tables ──────────────────────────────────────────────────────────────────────────────────────


def test_the_same_files_give_the_same_bytes(done: Summary, tmp_path: Path) -> None:
    again = run(RAW, tmp_path / "again", jobs=1)
    for name in TABLES:
        file = f"{name}.parquet"
        assert (again.out / file).read_bytes() == (done.out / file).read_bytes(), name
    assert again.manifest.read_bytes() == done.manifest.read_bytes()


def plain(value: object) -> object:
    """A value as any of the tools gives it: lists for arrays, None for what is missing, numbers by value."""
    if isinstance(value, np.ndarray | list | tuple | pl.Series):
        return [plain(item) for item in value]
    return None if value is None or value is pd.NA or value != value else value  # noqa: PLR0124 - NaN


def rows(records: Sequence[Sequence[object]]) -> list[list[object]]:
    return [[plain(value) for value in record] for record in records]


@pytest.mark.parametrize("name", TABLES)
def test_pandas_polars_and_duckdb_read_the_same(name: str, done: Summary) -> None:
    path = done.out / f"{name}.parquet"
    by_pandas = pd.read_parquet(path)
    by_polars = pl.read_parquet(path)
    with duckdb.connect() as connection:
        asked = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
        columns = [column[0] for column in asked.description or ()]
        by_duckdb = rows(asked.fetchall())
    assert list(by_pandas.columns) == by_polars.columns == columns
    assert len(by_duckdb) > 0
    assert rows(by_polars.rows()) == by_duckdb
    assert rows(by_pandas.to_numpy(dtype=object).tolist()) == by_duckdb
