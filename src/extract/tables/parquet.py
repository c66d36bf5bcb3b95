"""Parquet files read back as Arrow, whole or in part or a bit at a time, and on to CSV."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from extract.tables.arrow import ArrowTable

if TYPE_CHECKING:
    import pandas

_pa = import_module("pyarrow")
_csv = import_module("pyarrow.csv")
_pc = import_module("pyarrow.compute")
_pq = import_module("pyarrow.parquet")

_BATCH_ROWS = 1 << 14
_KEYS = ("report_id", "authority")


def read_parquet(
    path: Path, columns: Sequence[str] | None = None, where: Mapping[str, Collection[object]] | None = None
) -> ArrowTable:
    """A Parquet file, or only some ``columns`` of the rows that have, for each key of ``where``, one of its values.

    Raises what `chosen` raises.
    """
    with chosen(path, columns, where) as (_, portions):
        return cast(ArrowTable, _pa.concat_tables(portions))


@contextmanager
def chosen(
    path: Path,
    columns: Sequence[str] | None = None,
    where: Mapping[str, Collection[object]] | None = None,
    few: Collection[str] = (),
) -> Iterator[tuple[int, Iterator[ArrowTable]]]:
    """How many rows there are at most, and the rows that `read_parquet` gives, a row group at a time.

    Row groups that cannot hold such a row are passed over; the first portion has no rows, only columns. Columns
    in ``few`` come as dictionaries. The checksum of every page that is read is compared: raises `OSError`
    where one went bad.
    """
    wanted = {name: set(values) for name, values in (where or {}).items()}
    dictionaries = list({*few, *wanted})
    with _pq.ParquetFile(path, read_dictionary=dictionaries, page_checksum_verification=True) as file:
        names = list(columns) if columns is not None else file.schema_arrow.names
        groups = [at for at in range(file.num_row_groups) if _may_hold(file, at, wanted)]
        rows = (_rows(file, at, names, wanted) for at in groups)
        empty = file.schema_arrow.empty_table().select(names)
        yield sum(file.metadata.row_group(at).num_rows for at in groups), chain([empty], rows)


def _rows(file: Any, group: int, names: list[str], wanted: Mapping[str, Collection[Any]]) -> ArrowTable:
    """The wanted rows of one row group."""
    undecided = {name: values for name, values in wanted.items() if not _holds_only(file, group, name, values)}
    table = file.read_row_group(group, columns=list(dict.fromkeys([*names, *undecided])))
    return _filtered(table, undecided).select(names)


def _bounds(file: Any, group: int) -> Iterator[tuple[str, Any]]:
    """The columns of a row group whose least and greatest value are known, with what is known of them."""
    about = file.metadata.row_group(group)
    for column in (about.column(at) for at in range(about.num_columns)):
        if column.statistics is not None and column.statistics.has_min_max:
            yield column.path_in_schema, column.statistics


def _holds_only(file: Any, group: int, name: str, values: Collection[object]) -> bool:
    """Whether every row of a row group has one of these values, as far as its bounds tell."""
    known = dict(_bounds(file, group)).get(name)
    return known is not None and known.null_count == 0 and known.min == known.max and known.min in values


def _may_hold(file: Any, group: int, wanted: Mapping[str, Collection[Any]]) -> bool:
    """Whether a row group may have a row with these values: by its least and greatest ones, then by what it holds."""
    for name, bounds in _bounds(file, group):
        values = wanted.get(name)
        if values is None or None in values:
            continue
        if not any(bounds.min <= value <= bounds.max for value in values):
            return False
    # names and keys are not in order within a year: what a group holds is a short dictionary, quickly read
    for name in _KEYS:
        if name in wanted and None not in wanted[name]:
            chunks = file.read_row_group(group, columns=[name])[name].chunks
            if not any(value in wanted[name] for chunk in chunks for value in chunk.dictionary.to_pylist()):
                return False
    return True


def _filtered(table: ArrowTable, wanted: Mapping[str, Collection[object]]) -> ArrowTable:
    """The rows with these values."""
    for name, values in wanted.items():
        column: Any = table[name]
        table = table.filter(_pa.chunked_array([_among(chunk, values) for chunk in column.chunks], _pa.bool_()))
    return table


def _among(chunk: Any, values: Collection[object]) -> Any:
    """Which of an array's values are among some; of a dictionary only its few different ones are compared."""
    if not _pa.types.is_dictionary(chunk.type):
        return _pc.is_in(chunk, value_set=_pa.array(list(values), chunk.type))
    codes = [code for code, value in enumerate(chunk.dictionary.to_pylist()) if value in values]
    nulls = [None] if None in values else []
    return _pc.is_in(chunk.indices, value_set=_pa.array([*codes, *nulls], chunk.indices.type))


def batches(
    path: Path, columns: Sequence[str] | None = None, report_ids: Collection[str] | None = None
) -> Iterator[ArrowTable]:
    """Some columns of a Parquet file, or all, of some reports, or all, a bit at a time."""
    names = None if columns is None else list(columns)
    wanted = None if report_ids is None else _pa.array(list(report_ids), _pa.string())
    with _pq.ParquetFile(path, page_checksum_verification=True) as file:
        for batch in file.iter_batches(columns=names, batch_size=_BATCH_ROWS):
            table = cast(ArrowTable, _pa.Table.from_batches([batch]))
            yield table if wanted is None else table.filter(_pc.is_in(table["report_id"], value_set=wanted))


def distinct(path: Path, column: str) -> set[object]:
    """The different values of a column, null among them."""
    found: set[object] = set()
    for batch in batches(path, [column]):
        values: Any = batch[column]
        found.update(values.unique().to_pylist())
    return found


def rows_in(path: Path) -> int:
    """How many rows a Parquet file has."""
    return int(_pq.read_metadata(path).num_rows)


def from_pandas(frame: "pandas.DataFrame") -> ArrowTable:
    """A frame as Arrow, without its index."""
    return cast(ArrowTable, _pa.Table.from_pandas(frame, preserve_index=False))


def without_lists(table: ArrowTable) -> ArrowTable:
    """The table with lists as JSON, for formats that know no lists."""
    for at, name in enumerate(table.column_names):
        column = table[name]
        if _pa.types.is_list(column.type):  # type: ignore[attr-defined]
            texts = [None if value is None else json.dumps(value) for value in column.to_pylist()]  # type: ignore[attr-defined]
            table = table.set_column(at, name, _pa.chunked_array([_pa.array(texts, _pa.string())]))
    return table


def write_csv(tables: Iterator[ArrowTable], names: Sequence[str], file: BinaryIO) -> None:
    """Tables one below the other as CSV under one header; null is nothing, an empty text is ``""``."""
    file.write(",".join(f'"{name}"' for name in names).encode() + b"\n")
    options = _csv.WriteOptions(include_header=False, quoting_style="needed")
    for table in tables:
        _csv.write_csv(table, file, options)


def column_names(path: Path) -> tuple[str, ...]:
    """The columns of a Parquet file."""
    return tuple(_pq.read_schema(path).names)
