"""The tables: what is in them, and that every reader of Parquet finds it there."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
from tests.readings import AUTHORITY, BALANCED, reading

from extract.columns import OF_REPORTS, TABLE_NAMES, TABLES, TableForm
from extract.errors import WrongUse
from extract.grid import ExtraRow, Slot
from extract.reading import Reading
from extract.tables import parquet, writer
from extract.tables.dataset import load
from extract.tables.frames import to_pandas
from extract.tables.manifest import table_entry
from extract.tables.rows import extractor_version, reading_json, reading_rows, records, source_of
from extract.tables.writer import DatasetWriter, arrow_rows, arrow_sources


def write(out: Path, readings: list[Reading], portion: int = 100) -> Path:
    """Writes a dataset by hand, ``portion`` readings at a time."""
    work = out / "work"
    work.mkdir(parents=True)
    with DatasetWriter(out, work) as writer:
        for start in range(0, len(readings), portion):
            some = readings[start : start + portion]
            writer.add("sources", arrow_sources([source_of(one) for one in some]))
            for name in OF_REPORTS:
                writer.add(name, arrow_rows(name, some))
        writer.publish("0" * 64)
    return out


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Two reports, one of each form."""
    old = reading("a/云岭县2019.txt", form="2019", year=2019)
    return write(tmp_path / "out", [old, reading("b/云岭县2023.txt")])


def test_tables_are_made_without_pandas_and_frames_still_with_it() -> None:
    work = """
import sys
from extract.tables import arrow
from extract.columns import TABLES
arrow.without_pandas()
table = arrow.table_of(TABLES[0], {column.name: [] for column in TABLES[0].columns})
before = "pandas" in sys.modules
from extract.tables.frames import to_pandas
print(before, len(to_pandas(iter([table]), 0)), "pandas" in sys.modules)
"""
    told = subprocess.run([sys.executable, "-c", work], check=True, capture_output=True, text=True).stdout
    assert told.split() == ["False", "0", "True"]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_has_its_columns_and_describes_them(out: Path, table: TableForm) -> None:
    schema = pq.read_schema(out / f"{table.name}.parquet")  # type: ignore[no-untyped-call]
    assert schema.names == [column.name for column in table.columns]
    assert schema.metadata[b"extractor"].decode() == extractor_version()
    described = json.loads(schema.metadata[b"columns"])
    for column in table.columns:
        assert schema.field(column.name).metadata[b"zh"].decode() == column.zh
        assert described[column.name] == {"zh": column.zh, "en": column.en}


def test_counts_of_rows_are_those_of_the_forms(out: Path) -> None:
    ds = load(out)
    assert ds.applications.groupby("form").size().to_dict() == {"2019": 161, "2021": 175}
    assert ds.disclosure.groupby("form").size().to_dict() == {"2019": 22, "2021": 10}
    assert len(ds.appeals) == 30
    assert len(ds.sections) == 12
    assert ds.reports["cells"].tolist() == [198, 200]
    assert ds.reports["checks"].tolist() == [40, 42]
    assert ds.reports["failed"].tolist() == [0, 0]
    assert ds.reports["parts_found"].tolist() == [5, 5]


def test_keys_stand_in_every_table(out: Path) -> None:
    ds = load(out)
    for name in OF_REPORTS:
        table = ds.frame(name)
        assert table.columns[:4].tolist() == ["report_id", "authority", "fiscal_year", "form"]
        if len(table):
            assert table["authority"].unique().tolist() == [AUTHORITY]
    assert ds.sources["report_id"].tolist() == ds.reports["report_id"].tolist()


def test_pandas_gets_nullable_numbers_with_and_without_us(out: Path) -> None:
    for table in (load(out).applications, pd.read_parquet(out / "applications.parquet")):
        assert table["value"].dtype == "Int64"
        assert table["fiscal_year"].dtype == "Int32"
    plain = pd.read_parquet(out / "applications.parquet")
    assert plain["outcome"].dtype == "string"
    assert pd.read_parquet(out / "disclosure.parquet")["value"].dtype == "Float64"


def test_duckdb_and_polars_read_the_same(out: Path) -> None:
    file = str(out / "applications.parquet")
    query = f"select sum(value) from '{file}' where outcome = 'new' and applicant = 'total'"
    assert duckdb.connect().execute(query).fetchall() == [(8,)]
    table = pl.read_parquet(file)
    assert table.schema["outcome"] == pl.String
    assert table.filter(pl.col("outcome") == "new", pl.col("applicant") == "total")["value"].sum() == 8


def test_keys_are_categories_in_the_forms_order(out: Path) -> None:
    cells = load(out).applications
    assert cells["outcome"].cat.ordered
    assert cells["outcome"].cat.categories.tolist()[:4] == ["new", "carried_in", "granted", "partly_granted"]
    assert cells["applicant"].cat.categories.tolist()[-1] == "total"
    assert (cells["outcome"] < "granted").sum() == 2 * 2 * 7
    assert load(out).reports["verdict"].cat.categories.tolist()[0] == "doubtful"
    assert load(out).appeals["state"].cat.categories.tolist()[0] == "number"


def test_a_key_that_no_form_knows_is_kept(tmp_path: Path) -> None:
    out = write(tmp_path / "out", [reading()])
    table = pq.read_table(out / "appeals.parquet")  # type: ignore[no-untyped-call]
    at = table.column_names.index("result")
    strange = ["settled", *table["result"].to_pylist()[1:]]
    table = table.set_column(at, table.field("result"), [strange])
    pq.write_table(table, out / "appeals.parquet")  # type: ignore[no-untyped-call]
    manifest = json.loads((out / "manifest.json").read_text())
    manifest["tables"]["appeals"] = table_entry(out / "appeals.parquet", 15)
    (out / "manifest.json").write_text(json.dumps(manifest))
    results = load(out).appeals["result"]
    assert results.iloc[0] == "settled"
    assert results.cat.categories.tolist() == ["upheld", "corrected", "other", "pending", "total", "settled"]


def test_a_table_takes_filters_and_columns(out: Path) -> None:
    ds = load(out)
    some = ds.table("applications", years=2023, outcomes=["new", "granted"], columns=["outcome", "value"])
    assert some.columns.tolist() == ["outcome", "value"]
    assert len(some) == 14
    assert some["value"].sum() == 16
    assert len(ds.table("applications", authorities=AUTHORITY, applicants="total", years=range(2019, 2021))) == 23
    assert ds.table("applications", years=2020).empty
    assert len(ds.table("disclosure", where={"measure": "in_force"})) == 2
    one = ds.reports["report_id"].iloc[0]
    assert ds.table("appeals", reports=one)["report_id"].unique().tolist() == [one]
    assert ds.wide("appeals", years=2019)["fiscal_year"].tolist() == [2019]


def test_a_slice_over_row_groups_is_what_plain_pandas_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "ROW_GROUPS", dict.fromkeys(writer.ROW_GROUPS, 100))
    doubt = Slot(("new", "total"), "ambiguous", raw="1 2", reason="row_incomplete", candidates=(1, 12))
    found = [reading(f"{year}.txt", year=year, applications={("new", "total"): doubt}) for year in (2021, 2022, 2023)]
    path = write(tmp_path / "out", found)
    plain = pd.read_parquet(path / "applications.parquet")
    for filters, rows in (
        ({}, plain["fiscal_year"] > 0),
        ({"years": 2022}, plain["fiscal_year"] == 2022),
        ({"years": [2021, 2022], "outcomes": "new"}, (plain["fiscal_year"] < 2023) & (plain["outcome"] == "new")),
        ({"where": {"reason": [None], "table_no": 2}}, plain["reason"].isna() & (plain["table_no"] == 2)),
        ({"where": {"reason": [None, "row_incomplete"]}}, plain["fiscal_year"] > 0),
        ({"years": 2022, "where": {"state": "ambiguous"}}, (plain["fiscal_year"] == 2022) & plain["value"].isna()),
    ):
        ours = load(path).table("applications", **filters)
        like = {name: plain[name].dtype for name in plain if isinstance(ours[name].dtype, pd.CategoricalDtype)}
        pd.testing.assert_frame_equal(ours.astype(like), plain[rows].reset_index(drop=True), check_dtype=False)
        assert {str(ours[name].dtype) for name in ("value", "fiscal_year", "line")} == {"Int64", "Int32"}


def test_more_values_than_a_byte_has_numbers_for_are_all_kept() -> None:
    words = [None, *(str(number) for number in range(300)), "number", None]
    frames = [pd.DataFrame({"state": words[at : at + 50]}) for at in range(0, len(words), 50)]
    tables = [parquet.from_pandas(one) for one in frames]
    made = to_pandas(iter(tables), len(words), {"state": ("number", "blank")})["state"]
    assert made.astype(object).where(made.notna(), None).tolist() == words
    assert made.cat.categories.tolist()[:3] == ["number", "blank", "0"]


@pytest.mark.parametrize(
    ("filters", "told"),
    [
        ({"outcomes": "grantd"}, "no outcome 'grantd'; there is granted"),
        (
            {"authorities": ["示例省云岭县人民政府", "示例省云领县人民政府"]},
            "示例省云领县人民政府'; there is 示例省云岭县",
        ),
        ({"reports": "0"}, "no report_id '0'"),
        ({"where": {"stat": "number"}}, "no column 'stat'; it has report_id"),
        ({"columns": ["values"]}, "no column 'values'"),
        ({"years": "2023"}, "fiscal_year of applications holds numbers, and '2023' is none"),
    ],
)
def test_a_slip_in_a_filter_is_no_empty_frame(out: Path, filters: dict[str, Any], told: str) -> None:
    with pytest.raises(WrongUse, match=told):
        load(out).table("applications", **filters)


def test_wide_bears_the_forms_own_names(out: Path) -> None:
    ds = load(out)
    keys = ds.wide("applications").columns
    for lang, name in (
        ("zh", "（三）不予公开 1.属于国家秘密 · 自然人"),
        ("en", "(3) Denied – 1. State secret · Natural persons"),
    ):
        table = ds.wide("applications", labels=lang)  # type: ignore[arg-type]
        assert table.columns.get_loc(name) == keys.get_loc("denied_state_secret__natural_person")
        assert table.columns.is_unique
    for grid in ("disclosure", "appeals"):
        assert ds.wide(grid, labels="en").columns.is_unique
        assert not any("__" in column for column in ds.wide(grid, labels="zh").columns)


def test_strings_join_with_a_frame_of_ones_own(out: Path) -> None:
    own = pd.DataFrame({"outcome": ["new", "granted"], "weight": [1, 2]})
    joined = load(out).applications.merge(own, on="outcome")
    assert len(joined) == 28


def test_a_cell_keeps_state_reason_candidates_and_place(tmp_path: Path) -> None:
    doubt = Slot(("new", "total"), "ambiguous", raw="1 2", reason="row_incomplete", candidates=(1, 12))
    found = reading(applications={("new", "total"): doubt})
    table = load(write(tmp_path / "out", [found])).applications
    cell = table[(table["outcome"] == "new") & (table["applicant"] == "total")].iloc[0]
    assert pd.isna(cell["value"])
    assert (cell["state"], cell["reason"], cell["raw"]) == ("ambiguous", "row_incomplete", "1 2")
    assert list(cell["candidates"]) == [1, 12]
    assert (cell["line"], cell["table_no"], cell["row_no"]) == (23, 2, 3)
    assert cell["bbox"] is None


def test_a_row_the_form_lacks_is_kept_and_counted_nowhere(tmp_path: Path) -> None:
    extra = ExtraRow("20.1", "其他主动公开文件", (Slot(("20.1/", "issued"), "number", 7, None, "7"),))
    ds = load(write(tmp_path / "out", [reading(extra=(extra,))]))
    row = ds.disclosure.iloc[-1]
    assert (row["article"], row["item_label"], row["measure"], row["value"]) == (
        "20.1", "其他主动公开文件", "issued", 7.0,
    )  # fmt: skip
    assert pd.isna(row["item"])
    assert ds.reports["cells"].tolist() == [200]
    assert "a20_1___issued" not in ds.wide("disclosure").columns


def test_candidates_beyond_all_measure_are_not_listed() -> None:
    glued = Slot(("new", "total"), "ambiguous", raw="8" * 20, reason="bounds_lost", candidates=(8, int("8" * 20)))
    table = reading(applications={("new", "total"): glued}).frame("applications")
    assert table["candidates"].isna().all()


def test_a_fraction_is_never_rounded_into_a_count() -> None:
    odd = Slot(("new", "total"), "number", 2.5, None, "2.5")
    with pytest.raises(ValueError, match="stands as a count"):
        arrow_rows("applications", [reading(applications={("new", "total"): odd})])


def test_wide_has_a_row_per_report_and_a_column_per_cell(out: Path) -> None:
    ds = load(out)
    table = ds.wide("applications")
    assert table["fiscal_year"].tolist() == [2019, 2023]
    assert table["new__natural_person"].tolist() == [3, 3]
    assert table["denied_state_secret__total"].dtype == "Int64"
    assert table["other__total"].tolist()[0] == 0
    assert pd.isna(table["other__total"].tolist()[1])
    assert table["other_rest__total"].isna().tolist() == [True, False]
    assert len(table.columns) == 4 + 26 * 7
    assert "reconsideration__upheld" in ds.wide("appeals").columns
    assert "a20_1_normative_documents__in_force" in ds.wide("disclosure").columns
    states = ds.wide("appeals", "state")
    assert set(states["litigation_after__total"]) == {"number"}


def test_the_keys_of_a_wide_table_are_strings(out: Path) -> None:
    wide = load(out).wide("applications")
    assert wide["report_id"].dtype == load(out).reports["report_id"].dtype
    assert wide.sort_values("report_id")["report_id"].tolist() == sorted(load(out).reports["report_id"])
    assert wide.merge(load(out).reports, on="report_id").shape[0] == 2


def test_wide_stands_in_the_forms_order_though_reports_differ(tmp_path: Path) -> None:
    plain = reading("a.txt")
    merged = reading("b.txt", merged=True)
    columns = load(write(tmp_path / "out", [plain, merged])).wide("applications").columns.tolist()
    rows = list(dict.fromkeys(column.split("__")[0] for column in columns[4:]))
    assert rows[-5:] == ["other_unpaid", "other_rest", "other", "total", "carried_out"]


def test_wide_of_another_table_says_what_has_a_wide_shape(out: Path) -> None:
    with pytest.raises(WrongUse, match="disclosure, applications, appeals"):
        load(out).wide("sections")


def test_a_reading_makes_frames() -> None:
    one = reading(applications=BALANCED)
    table = one.frame("applications")
    assert table.shape == (175, 22)
    assert one.frame("sources")["status"].tolist() == ["extracted"]
    assert one.frame("findings").empty
    with pytest.raises(WrongUse, match="no table 'numbers'"):
        one.frame("numbers")


def test_rows_one_by_one_are_those_of_the_table() -> None:
    one = reading()
    rows = records(reading_rows(one, "appeals"))
    assert len(rows) == 15
    assert rows[0]["channel"] == "reconsideration"
    assert rows[0]["value"] == 0


def test_json_has_every_table_in_its_own_names() -> None:
    made = json.loads(reading_json(reading()))
    assert list(made) == ["source", "report", *OF_REPORTS[1:]]
    assert made["report"]["authority"] == AUTHORITY
    assert len(made["applications"]) == 175
    assert made["applications"][0]["outcome"] == "new"


def test_bytes_do_not_depend_on_portions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "ROW_GROUPS", dict.fromkeys(writer.ROW_GROUPS, 500))
    readings = [reading(f"{number}.txt") for number in range(20)]
    digests = [
        {
            name: hashlib.sha256((out / f"{name}.parquet").read_bytes()).hexdigest()
            for out in [write(tmp_path / str(portion), readings, portion)]
            for name in TABLE_NAMES
        }
        for portion in (1, 3, 100)
    ]
    assert digests[0] == digests[1] == digests[2]
    file = pq.ParquetFile(tmp_path / "3" / "applications.parquet")  # type: ignore[no-untyped-call]
    assert file.num_row_groups == 7


def test_load_refuses_what_is_not_whole(out: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="no such folder"):
        load(tmp_path / "nowhere")
    with pytest.raises(WrongUse, match=r"has no manifest\.json"):
        load(tmp_path)
    table = out / "appeals.parquet"
    whole = table.read_bytes()
    table.write_bytes(whole[:-1] + b"X")
    with pytest.raises(WrongUse, match=r"appeals\.parquet is not the table"):
        load(out)
    table.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(WrongUse, match=r"appeals\.parquet is not the table"):
        load(out)
    table.unlink()
    with pytest.raises(WrongUse, match="is missing"):
        load(out)
    table.write_bytes(whole)
    assert load(out).tables == TABLE_NAMES
    (out / "manifest.json").write_text("[]")
    with pytest.raises(WrongUse, match="cannot be read as a manifest"):
        load(out)


def test_a_page_that_went_bad_is_not_read(out: Path) -> None:
    table = out / "sections.parquet"
    whole = bytearray(table.read_bytes())
    meta = pq.read_metadata(table).row_group(0)  # type: ignore[no-untyped-call]
    text = next(meta.column(at) for at in range(meta.num_columns) if meta.column(at).path_in_schema == "text")
    whole[text.data_page_offset + text.total_compressed_size - 3] ^= 1
    table.write_bytes(whole)
    with pytest.raises(OSError, match="checksum"):
        load(out).frame("sections")
    with pytest.raises(WrongUse, match=r"sections\.parquet is not the table"):
        load(out, every_byte=True)


def test_a_manifest_without_footers_is_held_to_every_byte(out: Path) -> None:
    path = out / "manifest.json"
    manifest = json.loads(path.read_text())
    for entry in manifest["tables"].values():
        del entry["footer_sha256"], entry["bytes"]
    path.write_text(json.dumps(manifest))
    assert load(out).tables == TABLE_NAMES
    table = out / "appeals.parquet"
    whole = bytearray(table.read_bytes())
    whole[10] ^= 1
    table.write_bytes(whole)
    with pytest.raises(WrongUse, match=r"appeals\.parquet is not the table"):
        load(out)


def test_a_new_set_takes_the_place_of_the_old_one(out: Path) -> None:
    manifest = json.loads((out / "manifest.json").read_text())
    manifest["tables"]["older"] = {"file": "older.parquet", "sha256": "", "rows": 0}
    manifest["tables"]["evil"] = {"file": "../evil.parquet", "sha256": "", "rows": 0}
    (out / "manifest.json").write_text(json.dumps(manifest))
    for path in (out / "older.parquet", out.parent / "evil.parquet", out / "mine.parquet"):
        path.write_bytes(b"x")
    (out / "work").rmdir()
    write_again = [reading("c.txt")]
    write(out, write_again)
    assert not (out / "older.parquet").exists()
    assert (out / "mine.parquet").exists()
    assert (out.parent / "evil.parquet").exists()
    assert load(out).reports["fiscal_year"].tolist() == [2023]


def test_an_empty_set_is_a_set(tmp_path: Path) -> None:
    ds = load(write(tmp_path / "out", []))
    assert all(ds.frame(name).empty for name in TABLE_NAMES)
    assert ds.wide("applications").empty
