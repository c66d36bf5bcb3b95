"""ExportTable: what goes into every format: the tables, the wide shape of the grids, and the words for keys."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extract.columns import KEY_NAMES, KEYS, TABLES, ArrowType, Column, TableForm
from extract.errors import WrongUse
from extract.forms.form import GRID_NAMES, ColumnForm, GridName, RowForm, SlotKey
from extract.tables import parquet
from extract.tables.arrow import ArrowTable
from extract.tables.dataset import Dataset
from extract.tables.wide import cell_name
from extract.words.sentences import GRID_TITLES, Lang
from extract.words.vocabulary import Term, cell_label, terms

if TYPE_CHECKING:
    import pandas

_BATCH = 1 << 15


@dataclass(frozen=True, slots=True)
class Field:
    """A column of an exported table: its name, type, description, and the values it may hold where they are few."""

    name: str
    type: ArrowType
    zh: str
    en: str
    terms: tuple[Term, ...] = ()

    def title(self, lang: Lang) -> str:
        """What a header can hold: the beginning of the description, up to its first stop."""
        return re.split("[：；，（]", self.zh)[0] if lang == "zh" else re.split(r"[:;,(]", self.en)[0].strip()


@dataclass(frozen=True, slots=True, eq=False)
class ExportTable:
    """A table to export: its columns, how many rows it has, and the rows themselves a batch at a time.

    ``grid`` is set for the wide shape of a grid, ``states`` then gives the state of each cell, and ``cells`` says
    which cell a column is. Lists come as JSON.
    """

    name: str
    row_zh: str
    row_en: str
    fields: tuple[Field, ...]
    rows: int
    batches: Callable[[], Iterator[ArrowTable]]
    frame: Callable[[], "pandas.DataFrame"]
    grid: GridName | None = None
    states: Callable[[], Iterator[ArrowTable]] | None = None
    cells: Mapping[str, SlotKey] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """The set, and which reports of it are exported: None for all."""

    dataset: Dataset
    report_ids: tuple[str, ...] | None
    tables: tuple[ExportTable, ...]


def choose(dataset: Dataset, years: Sequence[int], authority: str | None) -> Choice:
    """The tables of some reports, or of all; raises `WrongUse` where no report is meant."""
    chosen = _report_ids(dataset, years, authority) if years or authority else None
    forms = {form.name: form for form in TABLES}
    long = [_long(dataset, forms[name], chosen) for name in dataset.tables if name in forms]
    wide = [_wide(dataset, name, chosen) for name in GRID_NAMES]
    return Choice(dataset, chosen, (*long, *wide, _words(dataset)))


def _report_ids(dataset: Dataset, years: Sequence[int], authority: str | None) -> tuple[str, ...]:
    reports = dataset.arrow("reports", columns=["report_id", "fiscal_year", "authority"]).to_pylist()
    chosen = tuple(
        str(report["report_id"])
        for report in reports
        if (not years or report["fiscal_year"] in years) and (authority or "") in str(report["authority"] or "")
    )
    if not chosen:
        raise WrongUse(
            f"{dataset.path} 里没有这个机关、年度的报告", f"no report in {dataset.path} is of that authority and year"
        )
    return chosen


def _long(dataset: Dataset, form: TableForm, chosen: tuple[str, ...] | None) -> ExportTable:
    there = parquet.column_names(dataset.file(form.name))
    fields = tuple(_field(dataset, form, column) for column in form.columns if column.name in there)

    def batches() -> Iterator[ArrowTable]:
        every = dataset.batches(form.name, [field.name for field in fields], chosen)
        return (parquet.without_lists(batch) for batch in every if batch.num_rows)

    def frame() -> "pandas.DataFrame":
        import pandas as pd  # noqa: PLC0415 - slow to import

        made = dataset.table(form.name, where={} if chosen is None else {"report_id": chosen})
        listed = [field.name for field in fields if field.type.startswith("list")]
        plain = parquet.without_lists(dataset.arrow(form.name, columns=listed, where=_only(chosen)))
        columns = plain.to_pydict()
        return made.assign(**{name: pd.Series(columns[name], made.index) for name in listed})[[f.name for f in fields]]

    if chosen is None:
        rows = parquet.rows_in(dataset.file(form.name))
    else:
        rows = sum(batch.num_rows for batch in dataset.batches(form.name, ["report_id"], chosen))
    return ExportTable(form.name, form.row_zh, form.row_en, fields, rows, batches, frame)


def _only(chosen: tuple[str, ...] | None) -> dict[str, tuple[str, ...]]:
    return {} if chosen is None else {"report_id": chosen}


def _field(dataset: Dataset, form: TableForm, column: Column) -> Field:
    return Field(column.name, column.type, column.zh, column.en, terms(form.name, column.name, dataset.forms))


def wide_fields(dataset: Dataset, grid: GridName, names: Sequence[str]) -> tuple[Field, ...]:
    """The columns of a wide table: the keys, then the cells under the forms' own names."""
    labels = {
        cell_name(row.key, column.key): (cell_label(row, column, "zh"), cell_label(row, column, "en"))
        for row, column in _cells(dataset, grid)
    }
    kind: ArrowType = "float64" if grid == "disclosure" else "int64"
    cells = [Field(name, kind, *labels.get(name, (name, name))) for name in names if name not in KEY_NAMES]
    return (*(Field(c.name, c.type, c.zh, c.en, terms(grid, c.name, dataset.forms)) for c in KEYS), *cells)


def _cells(dataset: Dataset, grid: GridName) -> Iterator[tuple[RowForm, ColumnForm]]:
    """Every cell of every form's grid, rows printed in place of others included."""
    for form in dataset.forms.all:
        for row in (*form.grid(grid).rows, *(merged.row for merged in form.grid(grid).merged)):
            yield from ((row, column) for column in row.columns)


def _wide(dataset: Dataset, grid: GridName, chosen: tuple[str, ...] | None) -> ExportTable:
    made: list[pandas.DataFrame] = []  # made once, when it is first asked for

    def frame() -> "pandas.DataFrame":
        if not made:
            made.append(dataset.wide(grid, reports=chosen))
        return made[0]

    def batches() -> Iterator[ArrowTable]:
        return _sliced(frame())

    def states() -> Iterator[ArrowTable]:
        return _sliced(dataset.wide(grid, "state", reports=chosen).astype("string"))

    fields = wide_fields(dataset, grid, list(frame().columns))
    cells = {cell_name(row.key, column.key): (row.key, column.key) for row, column in _cells(dataset, grid)}
    title = GRID_TITLES[grid]
    names = (f"报告，{title[0]}的每个单元格占一列", f"report, with a column for each cell of {title[1]}")
    return ExportTable(f"wide_{grid}", *names, fields, len(frame()), batches, frame, grid, states, cells)


def _sliced(made: "pandas.DataFrame") -> Iterator[ArrowTable]:
    table = parquet.from_pandas(made.astype({"form": "string"}))
    return (table.slice(start, _BATCH) for start in range(0, table.num_rows, _BATCH))


def _words(dataset: Dataset) -> ExportTable:
    """What the keys of all columns mean, in their order."""
    import pandas as pd  # noqa: PLC0415 - slow to import

    names = ("table", "column", "position", "key", "zh", "en")
    rows = [
        (form.name, column.name, position, term.key, term.zh, term.en)
        for form in TABLES
        for column in form.columns
        for position, term in enumerate(terms(form.name, column.name, dataset.forms), 1)
    ]
    made = pd.DataFrame(rows, columns=names).astype({"position": "Int32"})
    fields = (
        Field("table", "string", "表", "Table"),
        Field("column", "string", "列", "Column"),
        Field("position", "int32", "次序", "Position"),
        Field("key", "string", "表中的取值", "Value in the table"),
        Field("zh", "string", "中文", "Chinese"),
        Field("en", "string", "英文", "English"),
    )
    return ExportTable(
        "words", "各列取值的含义", "value that a column may hold", fields, len(rows),
        lambda: iter([parquet.from_pandas(made)]), lambda: made,
    )  # fmt: skip
