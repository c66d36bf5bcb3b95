"""Parquet files read back: as Arrow, whole or in part or a bit at a time, and on to pandas and CSV."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from extract.arrow import ArrowTable

if TYPE_CHECKING:
    import pandas

_pa = import_module("pyarrow")
_csv = import_module("pyarrow.csv")
_pc = import_module("pyarrow.compute")
_pq = import_module("pyarrow.parquet")

_BATCH_ROWS = 1 << 14
_KEYS = ("report_id", "authority")


def read_parquet(
    path: Path,
    columns: Sequence[str] | None = None,
    where: Mapping[str, Collection[object]] | None = None,
    few: Collection[str] = (),
) -> ArrowTable:
    """A Parquet file, or only some ``columns`` of the rows that have, for each key of ``where``, one of its values.

    Row groups that cannot hold such a row are passed over. Columns in ``few`` come as
    dictionaries. The checksum of every page that is read is compared: raises `OSError` where one went bad.
    """
    wanted = {name: set(values) for name, values in (where or {}).items()}
    names = None if columns is None else list(dict.fromkeys([*columns, *wanted]))
    dictionaries = list({*few, *(name for name in wanted if name in _KEYS)})
    with _pq.ParquetFile(path, read_dictionary=dictionaries, page_checksum_verification=True) as file:
        if not wanted:
            return cast(ArrowTable, file.read(columns=names))
        groups = [at for at in range(file.num_row_groups) if _may_hold(file, at, wanted)]
        read = [_chosen(file.read_row_group(at, columns=names), wanted) for at in groups]
        found = _pa.concat_tables(read) if read else file.schema_arrow.empty_table()
    return cast(ArrowTable, found.select(list(columns) if columns is not None else file.schema_arrow.names))


def _may_hold(file: Any, group: int, wanted: Mapping[str, Collection[Any]]) -> bool:
    """Whether a row group may have a row with these values: by its least and greatest ones, then by what it holds."""
    about = file.metadata.row_group(group)
    for column in (about.column(at) for at in range(about.num_columns)):
        values, bounds = wanted.get(column.path_in_schema), column.statistics
        if values is None or None in values or bounds is None or not bounds.has_min_max:
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


def _chosen(table: ArrowTable, wanted: Mapping[str, Collection[object]]) -> ArrowTable:
    """The rows with these values; the table itself where that is all of them, since a copy takes as much again."""
    mask = None
    for name, values in wanted.items():
        column: Any = table[name]
        plain = column.cast(_pa.string()) if _pa.types.is_dictionary(column.type) else column
        one = _pc.is_in(plain, value_set=_pa.array(list(values), plain.type))
        mask = one if mask is None else _pc.and_(mask, one)
    return table if _pc.all(mask).as_py() else table.filter(mask)


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


def to_pandas(table: ArrowTable, few: Mapping[str, Sequence[str]] | None = None) -> "pandas.DataFrame":
    """A pandas frame with nullable numbers (``Int32``, ``Int64``, ``Float64``) and pandas' own strings.

    Columns that are dictionaries become categoricals. Those that ``few`` names become ordered categoricals of the values given for them, in that order; a
    value that stands there without being given comes after them, and is never lost.
    """
    import pandas as pd  # noqa: PLC0415 - slow to import, and only needed here

    nullable = {
        _pa.int32(): pd.Int32Dtype(),
        _pa.int64(): pd.Int64Dtype(),
        _pa.float64(): pd.Float64Dtype(),
        _pa.bool_(): pd.BooleanDtype(),
    }
    for at, name in enumerate(table.column_names):
        if few and name in few:
            table = table.set_column(at, name, _encoded(table[name]))
    # each column is let go as soon as it is converted: a year of a large collection is needed once, not twice
    whole = table.unify_dictionaries()
    del table
    frame = whole.to_pandas(types_mapper=nullable.get, split_blocks=True, self_destruct=True)
    for name in few or ():
        if name in frame:
            known = list(few[name]) if few else []
            others = [value for value in frame[name].cat.categories if value not in known]
            frame[name] = frame[name].cat.set_categories([*known, *others], ordered=True)
    return frame


def _encoded(column: object) -> object:
    """The column as a dictionary, unless it is one."""
    return column if _pa.types.is_dictionary(column.type) else _pc.dictionary_encode(column)  # type: ignore[attr-defined]
