"""Arrow as pandas frames: nullable numbers, categories for what repeats, and each value in memory once."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pandas as pd

from extract.columns import TABLES
from extract.forms.form import Forms, load_forms
from extract.records import Records
from extract.tables import arrow, parquet
from extract.tables.arrow import ArrowTable
from extract.tables.rows import reading_rows
from extract.words.vocabulary import terms

_pa = import_module("pyarrow")

_FORMS = {table.name: table for table in TABLES}
_MOST_BYTES = 127
"""So many values have numbers that fit into a byte."""
_NULLABLE: Mapping[object, Any] = {
    _pa.int32(): pd.Int32Dtype(),
    _pa.int64(): pd.Int64Dtype(),
    _pa.float64(): pd.Float64Dtype(),
    _pa.bool_(): pd.BooleanDtype(),
}


_TALL = ("disclosure", "applications", "appeals", "checks")
"""Tables with many rows a report: as text, their keys would take more memory than all figures."""


def read_frame(
    path: Path,
    table: str,
    forms: Forms,
    columns: Sequence[str] | None = None,
    where: Mapping[str, Collection[object]] | None = None,
) -> pd.DataFrame:
    """A table's Parquet file, or the columns and rows asked for (see `parquet.chosen`), as a frame."""
    orders, alike = _orders(table, columns or parquet.column_names(path), forms)
    with parquet.chosen(path, columns, where, [*orders, *alike]) as (rows, portions):
        return to_pandas(portions, rows, orders, alike)


def reading_frame(reading: Records, table: str) -> pd.DataFrame:
    """One table of one reading as a frame; raises `WrongUse` for a table that does not exist."""
    made = reading_rows(reading, table)
    whole = arrow.table_of(_FORMS[table], made)
    return to_pandas(iter([whole]), whole.num_rows, *_orders(table, list(made), load_forms()))


def _orders(table: str, columns: Sequence[str], forms: Forms) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """For each column with few values, those values in their order; and the columns that repeat in no order."""
    known = {name: tuple(term.key for term in terms(table, name, forms)) for name in columns}
    repeated = [name for name in columns if name in ("report_id", "authority", "form") or name.endswith("_label")]
    alike = [name for name in repeated if table in _TALL and not known[name]]
    return {name: keys for name, keys in known.items() if keys}, alike


def to_pandas(
    portions: Iterator[ArrowTable],
    rows: int,
    orders: Mapping[str, Sequence[str]] | None = None,
    alike: Collection[str] = (),
) -> pd.DataFrame:
    """A frame of some portions, at least one, of one table, which have ``rows`` rows together at most.

    Numbers are nullable (``Int32``, ``Int64``, ``Float64``), strings are pandas' own, those of columns in ``alike``
    categoricals. Columns that ``orders`` names become ordered categoricals of the values given for them, in that
    order; a value that stands there without being given comes after them, and is never lost.
    """
    first = next(portions)
    columns: dict[str, _Column] = {
        name: _column(name, first[name], rows, orders or {}, alike) for name in first.column_names
    }
    # every value goes straight to its place in the frame: joined afterwards, a year of a large collection
    # would be in memory two or three times
    for portion in chain([first], portions):
        for name, column in columns.items():
            column.add(portion[name])
    return pd.DataFrame({name: column.whole() for name, column in columns.items()}, copy=False)


class _Column(Protocol):
    """One column under construction."""

    def add(self, column: Any) -> None: ...
    def whole(self) -> Any: ...


def _column(name: str, sample: Any, rows: int, orders: Mapping[str, Sequence[str]], alike: Collection[str]) -> _Column:
    if name in orders or name in alike:
        return _Categories(rows, orders.get(name))
    return _Numbers(rows, sample.type) if sample.type in _NULLABLE else _Others(sample)


class _Categories:
    """A column whose values repeat, as numbers of those values."""

    def __init__(self, rows: int, order: Sequence[str] | None) -> None:
        self._ordered = order is not None
        self._numbers = {value: number for number, value in enumerate(order or ())}
        self._codes = np.empty(rows, np.int8 if self._ordered else np.int32)
        self._end = 0

    def add(self, column: Any) -> None:
        for chunk in column.chunks:
            if not _pa.types.is_dictionary(chunk.type):
                chunk = chunk.dictionary_encode()  # noqa: PLW2901 - the same values
            known = [self._numbers.setdefault(value, len(self._numbers)) for value in chunk.dictionary.to_pylist()]
            if len(self._numbers) > _MOST_BYTES and self._codes.dtype == np.int8:
                self._codes = self._codes.astype(np.int32)
            start, self._end = self._end, self._end + len(chunk)
            # a null is the last of them, as -1 counts from the end
            numbers = np.array([*known, -1], self._codes.dtype)
            np.take(numbers, _plain(chunk.indices, -1), out=self._codes[start : self._end], mode="wrap")

    def whole(self) -> pd.Categorical:
        categories = pd.CategoricalDtype(pd.Index(list(self._numbers), dtype="str"), self._ordered)
        return pd.Categorical.from_codes(_cut(self._codes, self._end), dtype=categories, validate=False)


class _Numbers:
    """A column of numbers beside a mask of those that are not there, as pandas keeps them."""

    def __init__(self, rows: int, kind: object) -> None:
        self._dtype = _NULLABLE[kind]
        self._values = np.empty(rows, self._dtype.numpy_dtype)
        self._lacking = np.empty(rows, np.bool_)
        self._end = 0

    def add(self, column: Any) -> None:
        for chunk in column.chunks:
            start, self._end = self._end, self._end + len(chunk)
            self._lacking[start : self._end] = chunk.null_count and chunk.is_null().to_numpy(zero_copy_only=False)
            self._values[start : self._end] = _plain(chunk, 0)

    def whole(self) -> Any:
        return self._dtype.construct_array_type()(_cut(self._values, self._end), _cut(self._lacking, self._end))


class _Others:
    """Texts and lists, as Arrow until the end."""

    def __init__(self, sample: Any) -> None:
        self._type = sample.type.value_type if _pa.types.is_dictionary(sample.type) else sample.type
        self._chunks: list[Any] = []

    def add(self, column: Any) -> None:
        self._chunks += column.cast(self._type).chunks

    def whole(self) -> Any:
        return _pa.chunked_array(self._chunks, self._type).to_pandas()


def _plain(chunk: Any, null: int) -> Any:
    """The values with a number in place of nulls; those of the Arrow array itself where there is none."""
    filled = chunk.fill_null(_pa.scalar(null).cast(chunk.type)) if chunk.null_count else chunk
    return filled.to_numpy(zero_copy_only=False)


def _cut(array: Any, end: int) -> Any:
    """What is filled of an array; pages that were never written to take no memory, so a view will do where it is most."""
    return array[:end] if 2 * end > len(array) else array[:end].copy()
