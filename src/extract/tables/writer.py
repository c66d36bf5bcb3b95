"""DatasetWriter: puts the Parquet tables on disk. This is the only room that writes data."""

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from extract.columns import TABLES
from extract.tables import arrow
from extract.tables.arrow import ArrowTable
from extract.tables.datapackage import NAME, datapackage, parquet_resources
from extract.tables.manifest import MANIFEST, table_entry
from extract.tables.rows import SourceRow, extractor_version, rows, source_rows

if TYPE_CHECKING:
    from extract.records import Records

_ROWS = {"applications": 1 << 16, "sections": 1 << 12, "reports": 1 << 12}
ROW_GROUPS = {table.name: _ROWS.get(table.name, 1 << 14) for table in TABLES}
"""Rows to a row group: fixed, so that the bytes do not depend on how the rows came in; many where a report has many,
few where a row holds sentences or whole parts, because what waits to fill a row group is in memory."""

_FORMS = {table.name: table for table in TABLES}


def arrow_rows(table: str, readings: Iterable["Records"]) -> ArrowTable:
    """The rows of one table (any but ``sources``) from readings, as Arrow without metadata."""
    return arrow.table_of(_FORMS[table], rows(table, list(readings)))


def arrow_sources(sources: Iterable[SourceRow]) -> ArrowTable:
    """The rows of ``sources`` as Arrow without metadata."""
    return arrow.table_of(_FORMS["sources"], source_rows(list(sources)))


def arrow_records(table: str, records: Iterable[object]) -> ArrowTable:
    """Records that have an attribute for each column of a table, as Arrow without metadata."""
    every = list(records)
    names = (column.name for column in _FORMS[table].columns)
    return arrow.table_of(_FORMS[table], {name: [getattr(one, name) for one in every] for name in names})


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
            name: table_entry(self._work / f"{name}.parquet", writer.rows) for name, writer in self._writers.items()
        }
        stale = _tables_named(self._out) - {entry["file"] for entry in tables.values()}
        (self._out / MANIFEST).unlink(missing_ok=True)
        for name in tables:
            os.replace(self._work / f"{name}.parquet", self._out / f"{name}.parquet")
        for name in stale:
            (self._out / name).unlink(missing_ok=True)
        self._write(NAME, datapackage(parquet_resources(tables), extractor_version()))
        return self._write_manifest({"extractor": extractor_version(), "patterns": patterns, "tables": tables})

    def _write_manifest(self, manifest: Mapping[str, object]) -> Path:
        return self._write(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")

    def _write(self, name: str, text: str) -> Path:
        """Writes a small file beside the tables, whole or not at all."""
        draft, path = self._work / name, self._out / name
        draft.write_text(text, encoding="utf-8")
        os.replace(draft, path)
        return path


def _tables_named(out: Path) -> set[str]:
    """The Parquet files that an earlier version's manifest names; none where there is no manifest."""
    try:
        manifest = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
        return {name for entry in manifest["tables"].values() if Path(name := entry["file"]).name == name}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return set()
