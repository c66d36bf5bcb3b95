"""The exports, read back by other programs and compared with the Parquet cell for cell."""

import csv
import json
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from tests.readings import BALANCED, reading
from tests.test_dataset import write

from extract.checks import Finding
from extract.cli import main
from extract.columns import TABLE_NAMES
from extract.document import Line, Place
from extract.errors import WrongUse
from extract.export import export, text, workbook
from extract.export.sheets import CELL_TEXT
from extract.export.stata import short_names
from extract.forms.form import GRID_NAMES, load_forms
from extract.grid import ExtraRow, Slot
from extract.tables.dataset import load
from extract.words.vocabulary import terms

openpyxl: Any = import_module("openpyxl")
Row = dict[str, object]
NASTY = '=1+1, "两行\n文字"\t；減4'


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three reports with all that makes exports fail: lists, nulls, quotes, line ends, formulas, long texts."""
    doubt = Slot(("new", "total"), "ambiguous", raw=NASTY, reason="row_incomplete", candidates=(1, 12))
    found = Finding(
        "arithmetic", "error", "applications", "applications/granted", NASTY, "It does not add up.", Place(line=3)
    )
    broken = reading("b/坏.txt", applications=BALANCED | {("granted", "total"): 9}, findings=(found,))
    extra = ExtraRow("20.1", "其他主动公开文件", (Slot(("20.1/", "issued"), "number", 7, None, "7"),))
    doubtful = reading(
        "a/云岭县2019.txt", form="2019", year=2019, applications=BALANCED | {("new", "total"): doubt},
        disclosure={("20.9/procurement", "amount"): Slot(("20.9/procurement", "amount"), "number", 25.1, "万元", "251000元")},
    )  # fmt: skip
    nobody = reading("c/无名.txt", year=None, authority=None, extra=(extra,), merged=True)
    sections = nobody.report.sections
    long = replace(sections[0], blocks=(Line("长" * (CELL_TEXT + 5), 3),))
    nobody = replace(nobody, report=replace(nobody.report, sections=(long, *sections[1:])))
    return write(tmp_path_factory.mktemp("set") / "tables", [doubtful, broken, nobody])


def parquet(out: Path, name: str) -> list[Row]:
    """A table as Parquet has it, or its wide shape; lists as JSON."""
    if name.startswith("wide_"):
        made = load(out).wide(name.removeprefix("wide_"))
        return [{str(k): None if pd.isna(v) else v for k, v in row.items()} for row in made.to_dict("records")]
    rows = pq.read_table(out / f"{name}.parquet").to_pylist()  # type: ignore[no-untyped-call]
    return [{k: json.dumps(v) if isinstance(v, list) else v for k, v in row.items()} for row in rows]


EXPORTED = [*TABLE_NAMES, *(f"wide_{grid}" for grid in GRID_NAMES)]


def test_csv_is_what_parquet_holds(out: Path, tmp_path: Path) -> None:
    made = export(out, "csv", tmp_path / "csv")
    assert {path.stem for path in made.files} == {*EXPORTED, "words", "datapackage"}
    for name in EXPORTED:
        path = tmp_path / "csv" / f"{name}.csv"
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        expected = parquet(out, name)
        assert len(rows) == len(expected)
        for row, truth in zip(rows, expected, strict=True):
            assert list(row) == list(truth)
            for key, value in truth.items():
                if isinstance(value, int | float) and not isinstance(value, bool):
                    assert float(row[key]) == float(value), (name, key)
                elif isinstance(value, bool):
                    assert row[key] == str(value).lower()
                else:
                    assert row[key] == (value or ""), (name, key)


def test_sqlite_is_what_parquet_holds_and_has_keys(out: Path, tmp_path: Path) -> None:
    path = export(out, "sqlite", tmp_path / "tables.sqlite").path
    with closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        for name in EXPORTED:
            rows = [dict(row) for row in database.execute(f'SELECT * FROM "{name}" ORDER BY rowid')]
            assert rows == parquet(out, name), name
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        plan = database.execute(
            "EXPLAIN QUERY PLAN SELECT value FROM applications WHERE authority = 'x' AND fiscal_year = 2023"
        ).fetchall()
        assert "USING INDEX applications_authority_fiscal_year" in plan[0]["detail"]
        word = database.execute(
            """SELECT zh FROM words WHERE "table" = 'applications' AND "column" = 'outcome' AND key = 'granted'"""
        ).fetchone()
        assert word["zh"] == "（一）予以公开"
        about = json.loads(database.execute("SELECT value FROM about WHERE key = 'datasette'").fetchone()["value"])
        assert about["tables"]["reports"]["columns"]["verdict"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_stata_is_what_parquet_holds_with_labels(out: Path, tmp_path: Path, lang: str) -> None:
    export(out, "dta", tmp_path / lang, lang=lang)  # type: ignore[arg-type]
    for name in EXPORTED:
        path = tmp_path / lang / f"{name}.dta"
        made = pd.read_stata(path)
        expected = parquet(out, name)
        assert len(made) == len(expected)
        assert all(len(str(column)) <= 32 for column in made)
        assert path.read_bytes()[:60].find(b"<release>118<") > 0
        for at, key in enumerate(expected[0] if expected else ()):
            words = {term.zh if lang == "zh" else term.en: term.key for term in terms(name, key, load_forms())}
            column = made.iloc[:, at]
            labelled = isinstance(column.dtype, pd.CategoricalDtype)
            for value, row in zip(column.tolist(), expected, strict=True):
                truth = row[key]
                if truth is None:
                    assert value == "" or pd.isna(value), (name, key)
                elif labelled:
                    assert words[str(value)] == truth
                else:
                    assert value == truth, (name, key)
    with pd.read_stata(tmp_path / lang / "applications.dta", iterator=True) as file:
        labels = file.variable_labels()
        assert labels["value"] == ("数值" if lang == "zh" else "The number")
        assert "（一）予以公开" in file.value_labels()["outcome"].values() or lang == "en"
    with pd.read_stata(tmp_path / lang / "wide_disclosure.dta", iterator=True) as file:
        assert file.variable_labels()["a20_9_procurement__amount"].startswith(
            "政府集中采购" if lang == "zh" else "Central"
        )


def test_names_for_stata_are_short_and_apart() -> None:
    names = [f"{'very_' * 8}long{number}" for number in range(12)] + ["a_b"]
    short = short_names(names)
    assert len(set(short)) == 13
    assert max(map(len, short)) <= 32
    assert short[-1] == "a_b"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_workbook_is_what_parquet_holds(out: Path, tmp_path: Path, lang: str) -> None:
    path = export(out, "xlsx", tmp_path / "tables.xlsx", lang=lang).path  # type: ignore[arg-type]
    book = openpyxl.load_workbook(path)
    front = book[book.sheetnames[0]]
    links = {str(row[2].value).rpartition(" · ")[2]: str(row[0].value) for row in front.iter_rows(min_row=1, max_col=3)}
    assert (lang == "zh") == (not any(sheet.isascii() and sheet.isalpha() for sheet in book.sheetnames))
    for name in EXPORTED:
        sheet = book[links[name]]
        rows = list(sheet.iter_rows(min_row=2, values_only=True))
        expected = parquet(out, name)
        assert len(rows) == len(expected)
        assert sheet.freeze_panes is not None
        for row, truth in zip(rows, expected, strict=True):
            for value, (key, true) in zip(row, truth.items(), strict=True):
                words = {term.zh if lang == "zh" else term.en: term.key for term in terms(name, key, load_forms())}
                read = words.get(str(value), value) if key != "form" else value
                if isinstance(true, str) and len(true) > CELL_TEXT:
                    assert read == true[:CELL_TEXT]
                else:
                    assert read == (true if true != "" else None) or (true == "" and read == ""), (name, key)


def test_a_workbook_shows_what_does_not_add_up(out: Path, tmp_path: Path) -> None:
    made = export(out, "xlsx", tmp_path / "tables.xlsx")
    book = openpyxl.load_workbook(made.path)
    front = book["封面"]
    told = [str(cell.value) for row in front.iter_rows() for cell in row if cell.value is not None]
    assert NASTY in told
    assert any("1 段文字超过" in line for line in told)
    assert [remark[0][:8] for remark in made.remarks] == ["“sections”"[:8]]
    worst = book[book.sheetnames[6]]
    assert worst["A1"].value == "示例省云岭县人民政府 2023"
    assert [worst[f"B{at}"].value for at in range(3, 60) if worst[f"B{at}"].value][-1] == "读出的全为零或空白，无从验证"
    filled = {cell.coordinate: cell for row in worst.iter_rows() for cell in row if cell.comment}
    failing = [cell for cell in filled.values() if "“（一）予以公开”一行" in cell.comment.text]
    assert len(failing) == 7
    assert {cell.fill.fgColor.rgb for cell in failing} == {"FFF8CBAD"}
    doubtful = book["示例省云岭县人民政府 2019"]
    comments = [cell.comment.text for row in doubtful.iter_rows() for cell in row if cell.comment]
    assert any("数字比列少" in comment and "两行" in comment for comment in comments)


def test_reports_without_a_sheet_and_tables_that_do_not_fit_are_named(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "EXCEL_ROWS", 500)
    monkeypatch.setattr(text, "EXCEL_ROWS", 500)
    made = export(out, "xlsx", tmp_path / "tables.xlsx", lang="en", sheets=1)
    told = [remark[1] for remark in made.remarks]
    assert any(line.startswith("applications has 518 rows, more than a sheet holds (499)") for line in told)
    assert any(line.startswith("Of 3 reports the 1 with most to look at") for line in told)
    assert not any("long" in name for name in openpyxl.load_workbook(made.path).sheetnames if "三" in name)
    assert ["518 rows" in remark[1] for remark in export(out, "csv", tmp_path / "csv").remarks] == [True]


def test_a_part_of_the_set_is_exported(out: Path, tmp_path: Path) -> None:
    path = export(out, "sqlite", tmp_path / "some.sqlite", years=[2019], authority="云岭").path
    with closing(sqlite3.connect(path)) as database:
        for name in EXPORTED:
            years = database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
            assert years == sum(
                row.get("fiscal_year", 2019) == 2019 and (name != "sources" or "2019" in str(row["path"]))
                for row in parquet(out, name)
            ), name
    frame = pd.read_stata(export(out, "dta", tmp_path / "dta", years=[2019]).path / "applications.dta")
    assert len(frame) == 161
    with pytest.raises(WrongUse, match="no report"):
        export(out, "csv", tmp_path / "none", years=[1999])


def test_the_command_writes_beside_the_tables(out: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke(main, ["export", str(out), "--to", "csv", "--lang", "en"])
    assert (run.exit_code, run.output.splitlines()[0]) == (0, str(out.with_name("tables-csv")))
    refused = CliRunner().invoke(main, ["export", str(out), "--to", "xlsx", "--out", str(tmp_path)])
    assert refused.exit_code == 2
    assert "xlsx is written into a file" in refused.output


def test_a_missing_library_is_named(out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(WrongUse, match="pip install xlsxwriter"):
        export(out, "xlsx", tmp_path / "tables.xlsx")
    assert list(tmp_path.iterdir()) == []
