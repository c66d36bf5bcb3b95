"""Dataset: the Parquet tables on disk. This is the only room that writes data."""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, cast

from extract import arrow
from extract.arrow import ArrowTable
from extract.columns import TABLES
from extract.errors import WrongUse
from extract.rows import SourceRow, extractor_version, reading_rows, rows, source_rows

if TYPE_CHECKING:
    import pandas

    from extract.reading import Reading

MANIFEST = "manifest.json"
ROW_GROUPS = {table.name: 1 << 17 for table in TABLES} | {"sections": 1 << 13}
"""Rows to a row group: fixed, so that the bytes do not depend on how the rows came in, and few where
a row holds a whole part's text, because a row group is built in memory."""

_FORMS = {table.name: table for table in TABLES}


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def arrow_rows(table: str, readings: Iterable["Reading"]) -> ArrowTable:
    """The rows of one table (any but ``sources``) from readings, as Arrow without metadata."""
    return arrow.table_of(_FORMS[table], rows(table, list(readings)))


def arrow_sources(sources: Iterable[SourceRow]) -> ArrowTable:
    """The rows of ``sources`` as Arrow without metadata."""
    return arrow.table_of(_FORMS["sources"], source_rows(list(sources)))


def frame(reading: "Reading", table: str) -> "pandas.DataFrame":
    """One table of one reading as a pandas frame; raises `WrongUse` for a table that does not exist."""
    made = reading_rows(reading, table)
    return arrow.to_pandas(arrow.table_of(_FORMS[table], made))


class _TableWriter:
    """One table under construction: rows come in any portions and leave in whole row groups."""

    def __init__(self, sink: arrow.ParquetSink, row_group: int) -> None:
        self._sink, self._row_group = sink, row_group
        self._waiting: list[ArrowTable] = []
        self._count = 0
        self.rows = 0

    def add(self, portion: ArrowTable) -> None:
        if portion.num_rows:
            self._waiting.append(portion)
            self._count += portion.num_rows
            self.rows += portion.num_rows
        if self._count >= self._row_group:
            self._flush(self._row_group)

    def finish(self) -> None:
        if self._count:
            self._flush(self._count)

    def _flush(self, size: int) -> None:
        whole = arrow.concat(self._waiting)
        start = 0
        while whole.num_rows - start >= size:
            self._sink.write(whole.slice(start, size))
            start += size
        self._waiting = [whole.slice(start)]
        self._count = whole.num_rows - start


class DatasetWriter:
    """Builds every table inside ``work`` and, when all are whole, puts them in place of those in ``out``.

    Use as a context manager; nothing in ``out`` changes before `publish`. ``work`` has to be on
    the same file system as ``out``.
    """

    def __init__(self, out: Path, work: Path) -> None:
        self._out, self._work = out, work
        self._open = ExitStack()
        self._writers: dict[str, _TableWriter] = {}

    def __enter__(self) -> "DatasetWriter":
        for form in TABLES:
            path = self._work / f"{form.name}.parquet"
            sink = self._open.enter_context(arrow.parquet_sink(path, form, extractor_version()))
            self._writers[form.name] = _TableWriter(sink, ROW_GROUPS[form.name])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def add(self, table: str, portion: ArrowTable) -> None:
        """Appends rows to a table. The order in which rows are added is the order in the file."""
        self._writers[table].add(portion)

    def publish(self, patterns: str) -> Path:
        """Closes the tables, moves them into ``out`` and writes the manifest last; returns its path.

        The old manifest goes first: a set that is half old and half new has none.
        ``patterns`` is the hash of the pattern files that were used.
        """
        for writer in self._writers.values():
            writer.finish()
        self._open.close()
        tables = {
            name: {
                "file": f"{name}.parquet",
                "sha256": file_sha256(self._work / f"{name}.parquet"),
                "rows": writer.rows,
            }
            for name, writer in self._writers.items()
        }
        stale = _tables_named(self._out) - {str(entry["file"]) for entry in tables.values()}
        (self._out / MANIFEST).unlink(missing_ok=True)
        for name in tables:
            os.replace(self._work / f"{name}.parquet", self._out / f"{name}.parquet")
        for name in stale:
            (self._out / name).unlink(missing_ok=True)
        return self._write_manifest({"extractor": extractor_version(), "patterns": patterns, "tables": tables})

    def _write_manifest(self, manifest: Mapping[str, object]) -> Path:
        draft, path = self._work / MANIFEST, self._out / MANIFEST
        draft.write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        os.replace(draft, path)
        return path


def _tables_named(out: Path) -> set[str]:
    """The Parquet files that an earlier version's manifest names; none where there is no manifest."""
    try:
        manifest = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
        return {name for entry in manifest["tables"].values() if Path(name := entry["file"]).name == name}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return set()


@dataclass(frozen=True, slots=True)
class Dataset:
    """A whole set of tables in ``path``; every attribute is read from disk when it is asked for."""

    path: Path
    extractor: str
    tables: tuple[str, ...]

    def table(self, name: str, report_id: str | None = None) -> ArrowTable:
        """A table as Arrow, or one report's rows of it; raises `WrongUse` where the set has no such table."""
        return arrow.read_parquet(self._file(name), report_id=report_id)

    def _file(self, name: str) -> Path:
        if name not in self.tables:
            raise WrongUse(f"no table {name!r} in {self.path}; it has {', '.join(self.tables)}")
        return self.path / f"{name}.parquet"

    def frame(self, name: str) -> "pandas.DataFrame":
        """A table as a pandas frame with nullable numbers."""
        return arrow.to_pandas(self.table(name))

    def wide(self, name: str, values: Literal["value", "state", "raw", "unit"] = "value") -> "pandas.DataFrame":
        """One row per report, one column per cell of ``disclosure``, ``applications`` or ``appeals``.

        Columns are ``new__natural_person``, ``denied_state_secret__total``,
        ``reconsideration__upheld``; for ``disclosure``, ``a20_1_rules__made``. Rows that the
        form does not have are left out. ``values`` chooses what stands in the columns.
        """
        from extract.wide import columns_needed, wide  # noqa: PLC0415 - brings pandas

        cells = arrow.read_parquet(self._file(name), columns_needed(name, values))
        return wide(arrow.to_pandas(cells), name, values)

    @property
    def sources(self) -> "pandas.DataFrame":
        """Files seen."""
        return self.frame("sources")

    @property
    def reports(self) -> "pandas.DataFrame":
        """Reports."""
        return self.frame("reports")

    @property
    def sections(self) -> "pandas.DataFrame":
        """Parts, six a report."""
        return self.frame("sections")

    @property
    def disclosure(self) -> "pandas.DataFrame":
        """Cells of grid 二."""
        return self.frame("disclosure")

    @property
    def applications(self) -> "pandas.DataFrame":
        """Cells of grid 三."""
        return self.frame("applications")

    @property
    def appeals(self) -> "pandas.DataFrame":
        """Cells of grid 四."""
        return self.frame("appeals")

    @property
    def checks(self) -> "pandas.DataFrame":
        """Equations."""
        return self.frame("checks")

    @property
    def findings(self) -> "pandas.DataFrame":
        """Things a person should look at."""
        return self.frame("findings")


def load(out: str | Path) -> Dataset:
    """The tables that `extract.run` wrote into ``out``.

    Raises `WrongUse` when ``out`` has no manifest or a table is not the one that it names.
    """
    folder = Path(out)
    manifest = _manifest(folder)
    tables = cast(dict[str, dict[str, str]], manifest["tables"])
    for name, entry in tables.items():
        path = folder / f"{name}.parquet"
        if not path.is_file():
            raise WrongUse(f"{path} is missing, though {MANIFEST} names it; run `extract run` again")
        if file_sha256(path) != entry["sha256"]:
            raise WrongUse(
                f"{path} is not the table that {MANIFEST} names: a run broke off or is still writing, "
                "or the file was changed; run `extract run` again"
            )
    return Dataset(folder, str(manifest["extractor"]), tuple(tables))


def _manifest(folder: Path) -> dict[str, object]:
    if not folder.is_dir():
        raise WrongUse(f"{folder}: no such folder; give the folder that `extract run --out` wrote")
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise WrongUse(
            f"{folder} has no {MANIFEST}: it was not written by `extract run`, or a run broke off before "
            f"its end; `extract run RAW --out {folder}` makes it whole"
        ) from None
    try:
        manifest = json.loads(text)
        if isinstance(manifest["tables"], dict) and manifest["extractor"]:
            return cast(dict[str, object], manifest)
    except (ValueError, KeyError, TypeError):
        pass
    raise WrongUse(f"{folder / MANIFEST} cannot be read as a manifest; run `extract run` again")
