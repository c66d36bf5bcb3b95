"""One year or one authority of a dataset of 300,000 reports, loaded by this package and by plain libraries.

    python -m bench.speed --large 300000

The table `applications` of such a set has some 5 × 10⁷ rows. It is put together from the rows of a few generated
reports under other keys, in the order and the row groups of a run; each reader then works in a process of its own.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias, cast

import numpy as np

from bench.generator import make
from bench.stopwatch import peak_memory
from extract import load
from extract.forms.form import load_forms
from extract.pipeline import read_bytes
from extract.reading import Reading
from extract.tables.arrow import ArrowTable
from extract.tables.writer import DatasetWriter, arrow_rows

YEARS = (2019, 2020, 2021, 2022, 2023, 2024)
MOST_SECONDS, MOST_MEGABYTES = 1.0, 500.0
_TEMPLATES = 40
COLUMNS = ("report_id", "authority", "fiscal_year", "outcome", "applicant", "value", "state")
"""What an analysis of requests asks for."""

_pa = import_module("pyarrow")
_RAWS = _pa.array([str(number) for number in range(1000)])


# ── a large set ────────────────────────────────────────────────────────────────────────────────────────


def synthesise(folder: Path, reports: int) -> int:
    """A dataset of so many reports in ``folder``, sorted by year and authority; returns the rows of applications."""
    readings = _readings()
    authorities = reports // len(YEARS)
    rows = 0
    work = folder / "work"
    work.mkdir(parents=True)
    with DatasetWriter(folder, work) as writer:
        for at, year in enumerate(YEARS):
            for first in range(0, authorities, _TEMPLATES):
                count = min(_TEMPLATES, authorities - first)
                for name in ("reports", "applications"):
                    portion = _portion(name, readings[:count], year, first, at * authorities + first)
                    rows += portion.num_rows if name == "applications" else 0
                    writer.add(name, portion)
        writer.publish("0" * 64)
    return rows


def _readings() -> list[Reading]:
    forms = load_forms()
    made = (make(seed, form="2019", layout="tika", damage=()) for seed in range(1, _TEMPLATES + 1))
    return [read_bytes(report.data, report.name, forms) for report in made]


_Owners: TypeAlias = np.ndarray[tuple[int], np.dtype[np.int64]]
_KNOWN: dict[tuple[str, int], tuple[ArrowTable, _Owners]] = {}


def _portion(name: str, readings: Sequence[Reading], year: int, first: int, number: int) -> ArrowTable:
    """The rows of some reports under the keys of others: year, authorities and reports by their numbers."""
    if (name, len(readings)) not in _KNOWN:
        rows = arrow_rows(name, readings)
        numbers = {reading.source.report_id: at for at, reading in enumerate(readings)}
        own = [numbers[str(row["report_id"])] for row in rows.to_pylist()]
        _KNOWN[name, len(readings)] = (rows, np.array(own, dtype=np.int64))
    table, owner = _KNOWN[name, len(readings)]
    ids = [f"{number + at:016x}" for at in range(len(readings))]
    names = [authority(first + at) for at in range(len(readings))]
    columns = {
        "report_id": _pa.array(ids, _pa.string()).take(_pa.array(owner)),
        "authority": _pa.array(names, _pa.string()).take(_pa.array(owner)),
        "fiscal_year": _pa.array(np.full(len(owner), year, dtype=np.int32)),
    }
    if name == "applications":  # other figures in each report, most of them 0: repeated ones would cost nothing to read
        drawn = np.random.default_rng(number).geometric(0.02, len(owner)) % 1000
        values = _pa.array(np.where(drawn % 10 < 7, 0, drawn))
        columns |= {"value": values, "raw": _RAWS.take(values)}
    return _with_columns(table, columns)


def _with_columns(table: ArrowTable, columns: Mapping[str, object]) -> ArrowTable:
    arrays = [columns.get(name, table[name]) for name in table.column_names]
    return cast(ArrowTable, _pa.Table.from_arrays(arrays, schema=table.schema))


def authority(number: int) -> str:
    """The name of an authority; names sort as their numbers do."""
    return f"示例省第{number:06}号人民政府"


# ── readers ────────────────────────────────────────────────────────────────────────────────────────────


def by_us(folder: Path, column: str, key: int | str, columns: Sequence[str] | None) -> int:
    """This package."""
    dataset = load(folder)
    if column == "fiscal_year":
        return len(dataset.table("applications", years=int(key), columns=columns))
    return len(dataset.table("applications", authorities=str(key), columns=columns))


def by_pandas(folder: Path, column: str, key: int | str, columns: Sequence[str] | None) -> int:
    """pandas.read_parquet with a filter."""
    pandas = import_module("pandas")
    names = None if columns is None else list(columns)
    return len(pandas.read_parquet(folder / "applications.parquet", columns=names, filters=[(column, "==", key)]))


def by_polars(folder: Path, column: str, key: int | str, columns: Sequence[str] | None) -> int:
    """A lazy frame of polars."""
    polars = import_module("polars")
    scan = polars.scan_parquet(folder / "applications.parquet").filter(polars.col(column) == key)
    return len((scan if columns is None else scan.select(columns)).collect())


def by_duckdb(folder: Path, column: str, key: int | str, columns: Sequence[str] | None) -> int:
    """A query of DuckDB, fetched as a pandas frame."""
    duckdb = import_module("duckdb")
    names = "*" if columns is None else ", ".join(columns)
    path = folder / "applications.parquet"
    return len(duckdb.execute(f"SELECT {names} FROM '{path}' WHERE {column} = ?", [key]).df())


READERS: Mapping[str, tuple[str, Callable[[Path, str, int | str, Sequence[str] | None], int]]] = {
    "this package": ("extract", by_us),
    "pandas": ("pandas", by_pandas),
    "polars": ("polars", by_polars),
    "duckdb": ("duckdb", by_duckdb),
}


def slices(reports: int) -> None:
    """Prints how each reader does on one authority and on one year."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        rows = synthesise(Path(folder), reports)
        size = (Path(folder) / "applications.parquet").stat().st_size / 1e6
        print(
            f"{reports:,} reports, {rows:,} rows of applications, {size:,.0f} MB, made in {time.perf_counter() - start:.0f} s"
        )
        middle = authority(reports // len(YEARS) // 2)
        for column, key in (("authority", middle), ("fiscal_year", 2021)):
            for columns in (COLUMNS, None):
                print(f"\none {column}, {'all columns' if columns is None else f'{len(columns)} columns'}")
                for name, (module, _) in READERS.items():
                    if find_spec(module) is None:
                        print(f"  {name:14} not installed")
                        continue
                    _print(name, [folder, column, str(key), ",".join(columns or ())])


def _print(name: str, arguments: Sequence[str]) -> None:
    command = [sys.executable, "-m", "bench.large", name, *arguments]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        print(f"  {name:14} failed: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode}")
        return
    told = json.loads(done.stdout)
    met = "met" if told["seconds"] < MOST_SECONDS and told["megabytes"] < MOST_MEGABYTES else "NOT MET"
    goal = f"  target < {MOST_SECONDS:g} s, < {MOST_MEGABYTES:g} MB  {met}" if name == "this package" else ""
    spent = f"{told['seconds']:7.2f} s ({told['cpu']:.2f} s of CPU)"
    print(f"  {name:14} {told['rows']:10,} rows {spent} {told['megabytes']:7.0f} MB{goal}", flush=True)


def main(arguments: Sequence[str]) -> None:
    """One reader in this process, its own imports not counted; prints rows, seconds and memory as JSON."""
    name, folder, column, key, names = arguments
    module, reader = READERS[name]
    import_module("pandas" if name in ("this package", "duckdb") else module)
    start, cpu = time.perf_counter(), time.process_time()
    wanted = int(key) if column == "fiscal_year" else key
    rows = reader(Path(folder), column, wanted, names.split(",") if names else None)
    told = {"rows": rows, "seconds": time.perf_counter() - start, "cpu": time.process_time() - cpu}
    print(json.dumps(told | {"megabytes": peak_memory() / 1e6}))


if __name__ == "__main__":
    main(sys.argv[1:])
