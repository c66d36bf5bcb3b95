"""The one door to pyarrow, which has no types of its own: schemas, tables, and Parquet as bytes for bytes.

Every function takes and returns the few things that the protocols below name, so
that no other module has to touch what the type checker cannot see.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.abc import MetaPathFinder
from itertools import pairwise
from pathlib import Path
from typing import Protocol, cast

import numpy as np

from extract.columns import ArrowType, Column, TableForm
from extract.tables.rows import Rows

_pa = import_module("pyarrow")

_TYPES: Mapping[ArrowType, object] = {
    "string": _pa.string(),
    "int32": _pa.int32(),
    "int64": _pa.int64(),
    "float64": _pa.float64(),
    "bool": _pa.bool_(),
    "list<int64>": _pa.list_(_pa.int64()),
    "list<float64>": _pa.list_(_pa.float64()),
    "list<string>": _pa.list_(_pa.string()),
}
_SIZE = 8
_PANDAS = {"int32": "Int32", "int64": "Int64", "float64": "Float64", "bool": "boolean"}
_LONG_TEXT = ("text", "bbox", "candidates")
"""Columns whose values hardly repeat: a Parquet dictionary of them would only cost time."""


def without_pandas() -> None:
    """Keeps pyarrow from importing pandas, in a process that makes tables and never frames.

    At its first array pyarrow asks whether the values are pandas' own, and imports pandas in order to ask: 40 MB
    and half a second. Whoever wants a frame afterwards still gets it.
    """
    if "pandas" in sys.modules:
        return
    sys.meta_path.insert(0, _NoPandas())
    try:
        _pa.array([0])
    finally:
        del sys.meta_path[0]


def take_from_system() -> None:
    """Lets Arrow ask the system for memory from now on, in a process that goes on for long.

    Its own allocator lays hands on 25 MB before it is needed, and keeps what it once had.
    """
    _pa.set_memory_pool(_pa.system_memory_pool())


@contextmanager
def giving_back() -> Iterator[Callable[[], None]]:
    """Inside the block Arrow asks the system for memory, and calling what comes gives back all that is free.

    Its own allocator keeps what it once had, so that a process would look larger the longer it runs.
    """
    before, plain = _pa.default_memory_pool(), _pa.system_memory_pool()
    _pa.set_memory_pool(plain)
    try:
        yield plain.release_unused
    finally:
        _pa.set_memory_pool(before)


class _NoPandas(MetaPathFinder):
    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError("pandas is not asked for", name=fullname)


class Schema(Protocol):
    """What is used of ``pyarrow.Schema``."""

    metadata: dict[bytes, bytes]


class ArrowTable(Protocol):
    """What is used of ``pyarrow.Table``."""

    num_rows: int
    column_names: list[str]
    schema: Schema
    columns: list[object]

    def __getitem__(self, column: str) -> object: ...
    def slice(self, offset: int = 0, length: int | None = None) -> "ArrowTable": ...  # noqa: D102
    def select(self, columns: Sequence[str]) -> "ArrowTable": ...  # noqa: D102
    def filter(self, mask: object) -> "ArrowTable": ...  # noqa: D102
    def set_column(self, at: int, name: str, column: object) -> "ArrowTable": ...  # noqa: D102
    def combine_chunks(self) -> "ArrowTable": ...  # noqa: D102
    def take(self, indices: object) -> "ArrowTable": ...  # noqa: D102
    def to_batches(self) -> list["Batch"]: ...  # noqa: D102
    def to_pydict(self) -> dict[str, list[object]]: ...  # noqa: D102
    def to_pylist(self) -> list[dict[str, object]]: ...  # noqa: D102


class Batch(Protocol):
    """What is used of ``pyarrow.RecordBatch``."""

    def slice(self, offset: int = 0, length: int | None = None) -> "Batch": ...  # noqa: D102
    def serialize(self) -> "Buffer": ...  # noqa: D102


class Buffer(Protocol):
    """What is used of ``pyarrow.Buffer``."""

    size: int


class ParquetWriter(Protocol):
    """What is used of ``pyarrow.parquet.ParquetWriter``."""

    def write_table(self, table: ArrowTable, row_group_size: int) -> None: ...  # noqa: D102


def bare_schema(form: TableForm) -> Schema:
    """Names and types alone: what travels between processes."""
    return cast(Schema, _pa.schema([_pa.field(c.name, _TYPES[c.type]) for c in form.columns]))


def schema(form: TableForm, extractor: str) -> Schema:
    """Names and types with every description; ``extractor`` is the version that the file shall name."""
    fields = [_pa.field(c.name, _TYPES[c.type], metadata={"zh": c.zh, "en": c.en}) for c in form.columns]
    metadata = {
        "extractor": extractor,
        "table": form.name,
        "row_zh": form.row_zh,
        "row_en": form.row_en,
        "columns": _json({c.name: {"zh": c.zh, "en": c.en} for c in form.columns}),
        "pandas": _json(_pandas_metadata(form.columns)),
    }
    return cast(Schema, _pa.schema(fields, metadata=metadata))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _pandas_metadata(columns: Sequence[Column]) -> dict[str, object]:
    """Makes ``pandas.read_parquet`` choose nullable integers, where it would make floats of them."""
    nullable = [
        {
            "name": column.name,
            "field_name": column.name,
            "pandas_type": column.type,
            "numpy_type": _PANDAS[column.type],
            "metadata": None,
        }
        for column in columns
        if column.type in _PANDAS
    ]
    creator = {"library": "pyarrow", "version": "17.0.0"}
    return {
        "index_columns": [],
        "column_indexes": [],
        "columns": nullable,
        "creator": creator,
        "pandas_version": "2.2.0",
    }


def table_of(form: TableForm, made: Rows) -> ArrowTable:
    """An Arrow table, without metadata; raises what pyarrow raises where a value does not fit its type."""
    arrays = [_pa.array(made[c.name], type=_TYPES[c.type]) for c in form.columns]
    return cast(ArrowTable, _pa.Table.from_arrays(arrays, schema=bare_schema(form)))


def pack(table: ArrowTable) -> bytes:
    """The table as an Arrow stream, compressed: it is written to disk as it is."""
    sink = _pa.BufferOutputStream()
    with _pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table.combine_chunks())
    return _squeezed(sink.getvalue(), "zstd")


def unpack(packed: bytes) -> ArrowTable:
    """The table that `pack` packed."""
    with _pa.ipc.open_stream(_unsqueezed(packed, "zstd")) as reader:
        return cast(ArrowTable, reader.read_all())


def _squeezed(plain: "Buffer", codec: str) -> bytes:
    """The bytes in one piece, behind their size: compressed column by column they take longer and are not smaller."""
    return plain.size.to_bytes(_SIZE, "little") + cast(bytes, _pa.compress(plain, codec=codec, asbytes=True))


def _unsqueezed(packed: bytes, codec: str) -> object:
    size = int.from_bytes(packed[:_SIZE], "little")
    return _pa.decompress(memoryview(packed)[_SIZE:], decompressed_size=size, codec=codec)


def concat(tables: Sequence[ArrowTable]) -> ArrowTable:
    """The tables one below the other."""
    return cast(ArrowTable, _pa.concat_tables(tables))


def in_order(table: ArrowTable, report_ids: Sequence[str]) -> ArrowTable:
    """The rows of these reports in this order, each report's own as they were; all other rows are left out."""
    whole = table.combine_chunks()  # from many small chunks rows are taken several times as slowly
    return whole.take(_order(whole, report_ids)[0])


def dealt(tables: Iterable[ArrowTable], report_ids: Sequence[str], starts: Sequence[int]) -> Iterator[bytes]:
    """As `in_order` over all the tables, cut before the reports that stand at ``starts`` in ``report_ids``.

    Each cut has its rows without the schema, lightly compressed, and no bytes where it has no rows; `from_message`
    has them back.
    """
    table = concat(list(tables)).combine_chunks()  # two of the three tables are in memory at a time, here and below
    order, ranks = _order(table, report_ids)
    table = table.take(order).combine_chunks()
    batches = table.to_batches()
    cuts = np.searchsorted(ranks, [*starts, len(report_ids)]).tolist()
    for begin, end in pairwise(cuts):
        yield _squeezed(batches[0].slice(begin, end - begin).serialize(), "lz4") if end > begin else b""


def _order(
    table: ArrowTable, report_ids: Sequence[str]
) -> "tuple[np.ndarray[tuple[int], np.dtype[np.int64]], np.ndarray[tuple[int], np.dtype[np.int32]]]":
    """Which rows are wanted, in the order of ``report_ids``, and for each the place of its report among them."""
    compute = import_module("pyarrow.compute")  # 10 MB that a process which only reads has no use for
    values = _pa.array(report_ids, _pa.string())
    ranks = compute.fill_null(compute.index_in(table["report_id"], value_set=values), len(report_ids)).to_numpy()
    order = np.argsort(ranks, kind="stable")
    order = order[: np.searchsorted(ranks, len(report_ids), sorter=order)]
    return order, ranks[order]


def from_message(form: TableForm, packed: bytes) -> ArrowTable:
    """The rows that `dealt` packed."""
    bare = bare_schema(form)
    batches = [_pa.ipc.read_record_batch(_unsqueezed(packed, "lz4"), bare)] if packed else []
    return cast(ArrowTable, _pa.Table.from_batches(batches, schema=bare))


@contextmanager
def parquet_sink(path: Path, form: TableForm, extractor: str) -> Iterator["ParquetSink"]:
    """A Parquet file under construction; what it holds depends on the rows alone, not on how they came."""
    full = schema(form, extractor)
    dictionary = [column.name for column in form.columns if column.name not in _LONG_TEXT]
    parquet = import_module("pyarrow.parquet")  # as much again
    with parquet.ParquetWriter(
        path,
        full,
        compression="zstd",
        compression_level=3,
        use_dictionary=dictionary,
        version="2.6",
        write_page_checksum=True,
    ) as writer:
        yield ParquetSink(cast(ParquetWriter, writer), full)


class ParquetSink:
    """Writes tables of one schema, each as one row group."""

    __slots__ = ("_schema", "_writer")

    def __init__(self, writer: ParquetWriter, full: Schema) -> None:
        self._writer, self._schema = writer, full

    def write(self, table: ArrowTable) -> None:
        """One row group. The chunks are joined first, since their bounds would show in the file's pages."""
        columns = table.combine_chunks().columns
        whole = cast(ArrowTable, _pa.Table.from_arrays(columns, schema=self._schema))
        self._writer.write_table(whole, row_group_size=max(whole.num_rows, 1))
