"""Dataset: the tables that a run wrote, for those who read them."""

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from numbers import Number
from pathlib import Path
from typing import TYPE_CHECKING, cast

from extract.columns import KEY_NAMES, TABLES
from extract.errors import WrongUse
from extract.forms.form import GRID_NAMES, Forms, GridName, load_forms
from extract.tables import parquet
from extract.tables.arrow import ArrowTable
from extract.tables.manifest import demand_whole, read_manifest
from extract.words.vocabulary import CELL_COLUMNS, terms

if TYPE_CHECKING:
    import pandas

    from extract.tables.crosswalk import Comparable
    from extract.tables.facsimile import Facsimile
    from extract.tables.wide import Values
    from extract.words.sentences import Lang


_NUMBERS = {
    (table.name, column.name)
    for table in TABLES
    for column in table.columns
    if column.type in ("int32", "int64", "float64")
}


@dataclass(frozen=True, slots=True)
class Dataset:
    """A whole set of tables in ``path``; every attribute is read from disk when it is asked for."""

    path: Path
    extractor: str
    tables: tuple[str, ...]
    forms: Forms = field(repr=False)

    def arrow(
        self,
        name: str,
        report_id: str | None = None,
        *,
        columns: Sequence[str] | None = None,
        where: Mapping[str, Collection[object]] | None = None,
    ) -> ArrowTable:
        """A table as Arrow, or one report's rows of it; raises `WrongUse` where the set has no such table."""
        wanted = dict(where or {}) | ({} if report_id is None else {"report_id": [report_id]})
        return parquet.read_parquet(self.file(name), columns, wanted)

    def batches(
        self, name: str, columns: Sequence[str] | None = None, report_ids: Collection[str] | None = None
    ) -> Iterator[ArrowTable]:
        """Some columns of a table, or all, a few thousand rows at a time, for tables that are larger than the memory."""
        return parquet.batches(self.file(name), columns, report_ids)

    def file(self, name: str) -> Path:
        """The Parquet file of a table; raises `WrongUse` where the set has no such table."""
        if name not in self.tables:
            have = ", ".join(self.tables)
            raise WrongUse(f"没有表 {name}，只有 {have}", f"no table {name!r} in {self.path}; it has {have}")
        return self.path / f"{name}.parquet"

    def rows(self, name: str) -> int:
        """How many rows a table has."""
        return parquet.rows_in(self.file(name))

    def frame(self, name: str) -> "pandas.DataFrame":
        """A whole table as a pandas frame: nullable numbers, and ordered categoricals in the form's order."""
        return self.table(name)

    def table(
        self,
        name: str,
        *,
        years: int | Collection[int] | None = None,
        authorities: str | Collection[str] | None = None,
        reports: str | Collection[str] | None = None,
        outcomes: str | Collection[str] | None = None,
        applicants: str | Collection[str] | None = None,
        where: Mapping[str, object | Collection[object]] | None = None,
        columns: Sequence[str] | None = None,
    ) -> "pandas.DataFrame":
        """A table, or the rows and columns asked for, as a pandas frame; nothing else is read from the disk.

        ``where`` filters by any other column: ``{"state": "ambiguous"}``. Dtypes are those of `frame`.
        Raises `WrongUse` for a table, a column, an authority, a report or a key (outcome, state …) that is not
        there, since a name with a slip in it would give an empty frame; a year without a report gives no rows.
        """
        from extract.tables.frames import read_frame  # noqa: PLC0415 - brings pandas

        asked = {
            "fiscal_year": years,
            "authority": authorities,
            "report_id": reports,
            "outcome": outcomes,
            "applicant": applicants,
            **(where or {}),
        }
        wanted = {column: _several(values) for column, values in asked.items() if values is not None}
        self._demand_columns(name, [*wanted, *(columns or ())])
        for column, values in wanted.items():
            self._demand_known(name, column, values)
        return read_frame(self.file(name), name, self.forms, columns, wanted)

    def _demand_columns(self, name: str, columns: Sequence[str]) -> None:
        there = parquet.column_names(self.file(name))
        for column in columns:
            if column not in there:
                raise WrongUse(
                    f"{name} 没有列 {column}；有的是 {'、'.join(there)}",
                    f"{name} has no column {column!r}; it has {', '.join(there)}",
                )

    def _demand_known(self, name: str, column: str, values: Collection[object]) -> None:
        """Raises `WrongUse` for a value that the column's vocabulary, or the set, does not have."""
        strange = [value for value in values if value is not None and not isinstance(value, Number)]
        if strange and (name, column) in _NUMBERS:
            raise WrongUse(
                f"{name} 的 {column} 须为数字", f"{column} of {name} holds numbers, and {strange[0]!r} is none"
            )
        known: Collection[object] = [term.key for term in terms(name, column, self.forms)]
        if column in ("authority", "report_id"):
            table = "sources" if name == "sources" else "reports"
            known = parquet.distinct(self.file(table), column)
        lost = [value for value in values if known and value not in known]
        if lost and column not in ("authority", "report_id"):
            present = parquet.distinct(self.file(name), column)
            lost = [value for value in lost if value not in present]
        if lost:
            near = difflib.get_close_matches(str(lost[0]), sorted(str(one) for one in known if one), 5, 0.4)
            hint, hint_zh = (f"; there is {', '.join(near)}", f"；有 {'、'.join(near)}") if near else ("", "")
            raise WrongUse(f"{name} 的 {column} 没有 {lost[0]!r}{hint_zh}", f"{name} has no {column} {lost[0]!r}{hint}")

    def wide(
        self,
        name: str,
        values: "Values" = "value",
        *,
        labels: "Lang | None" = None,
        years: int | Collection[int] | None = None,
        authorities: str | Collection[str] | None = None,
        reports: str | Collection[str] | None = None,
    ) -> "pandas.DataFrame":
        """One row per report, one column per cell of ``disclosure``, ``applications`` or ``appeals``.

        Columns stand in the form's order and are called ``new__natural_person``, ``denied_state_secret__total``,
        ``reconsideration__upheld``; for ``disclosure``, ``a20_1_rules__made``. With ``labels`` they bear the
        form's own names instead, in Chinese or English. Rows that the form does not have are
        left out. ``values`` chooses what stands in the columns; the rest is as in `table`.
        """
        from extract.tables.wide import columns_needed, wide, with_labels  # noqa: PLC0415 - brings pandas

        columns = columns_needed(name, values)
        cells = self.table(name, years=years, authorities=authorities, reports=reports, columns=columns)
        made = wide(cells, name, values)
        return made if labels is None else with_labels(made, name, self.forms, labels)

    def grid(self, report_id: str, name: GridName, labels: "Lang" = "zh") -> "Facsimile":
        """One grid of one report in the form's own shape, with the form's labels in Chinese or English.

        A notebook shows it as the form prints it; ``frame()`` has the values alone. Raises
        `WrongUse` for a report or a grid that is not there.
        """
        from extract.tables.layout import facsimile  # noqa: PLC0415 - drawn only when a grid is looked at

        if name not in GRID_NAMES:
            raise WrongUse(
                f"没有表格 {name}；有的是 {'、'.join(GRID_NAMES)}",
                f"{name!r} is no grid; the grids are {', '.join(GRID_NAMES)}",
            )
        self._demand_known(name, "report_id", [report_id])
        cells, checks = (self.arrow(table, report_id).to_pylist() for table in (name, "checks"))
        return facsimile(name, cells, checks, self.forms, labels)

    def rates(
        self,
        *,
        wide: bool = False,
        years: int | Collection[int] | None = None,
        authorities: str | Collection[str] | None = None,
        reports: str | Collection[str] | None = None,
    ) -> "pandas.DataFrame":
        """公开率, 不予公开率, 复议率, 纠错率 and others, as ``docs/rates.md`` defines them.

        One row per report and rate with ``numerator``, ``denominator``, ``value`` (a share, 0.25 for 25 %)
        and ``reason``; with ``wide`` one row per report. Null where nothing was received, and where a cell of
        the rate has no value.
        """
        from extract.tables.rates import load_rates, rates, spread  # noqa: PLC0415 - brings pandas

        def both(grid: str) -> "tuple[pandas.DataFrame, pandas.DataFrame]":
            only = {"years": years, "authorities": authorities, "reports": reports}
            return self.wide(grid, "value", **only), self.wide(grid, "state", **only)  # type: ignore[arg-type]

        made = rates({grid: both(grid) for grid in ("applications", "appeals")}, load_rates())
        return spread(made) if wide else made

    def crosswalk(self) -> "pandas.DataFrame":
        """Every cell of the forms, with the cell of the other form that it may be compared with, how far and why."""
        from extract.tables.crosswalk import load_crosswalk, table  # noqa: PLC0415 - brings pandas

        return table(load_crosswalk())

    def comparable(
        self,
        name: GridName,
        at_least: "Comparable" = "partly",
        *,
        years: int | Collection[int] | None = None,
        authorities: str | Collection[str] | None = None,
    ) -> "pandas.DataFrame":
        """The cells of a grid that may be compared across the forms of all years, under one key each.

        One row per report and comparable cell: ``row``, ``column``, ``value``, and how far the comparison goes
        (``comparable``: ``yes`` or ``partly``) and why. What may not be compared, such as 新制作 and 制发, is not there;
        `crosswalk` lists it. Several rows of one form that stand beside one of the other are summed.
        """
        from extract.tables.crosswalk import comparable, load_crosswalk  # noqa: PLC0415 - brings pandas

        columns = [*KEY_NAMES, "value", *CELL_COLUMNS[name]]
        cells = self.table(name, years=years, authorities=authorities, columns=columns)
        return comparable(cells, name, load_crosswalk(), self.forms, at_least)

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
    def figures(self) -> "pandas.DataFrame":
        """Numbers stated in prose."""
        return self.frame("figures")

    @property
    def checks(self) -> "pandas.DataFrame":
        """Equations."""
        return self.frame("checks")

    @property
    def findings(self) -> "pandas.DataFrame":
        """Things a person should look at."""
        return self.frame("findings")

    @property
    def coverage(self) -> "pandas.DataFrame":
        """Authorities and years, those that are missing among them."""
        return self.frame("coverage")


def _several(values: object) -> Collection[object]:
    """The values as a collection; a single one becomes a collection of itself."""
    if isinstance(values, str) or not hasattr(values, "__iter__"):
        return [values]
    return list(cast("Collection[object]", values))


def load(out: str | Path, *, every_byte: bool = False, patterns: str | Path | None = None) -> Dataset:
    """The tables that `extract.run` wrote into ``out``.

    Sizes and Parquet footers are compared with the manifest, and each page's checksum when the page is read;
    with ``every_byte`` the hash of every table is computed now. ``patterns`` are the forms that the run
    was given, where they were not the built-in ones. Raises `WrongUse` when ``out`` has no manifest or a
    table is not the one that it names.
    """
    folder = Path(out)
    manifest = read_manifest(folder)
    demand_whole(folder, manifest, every_byte=every_byte)
    forms = load_forms() if patterns is None else load_forms(Path(patterns))
    return Dataset(folder, manifest.extractor, tuple(manifest.tables), forms)
