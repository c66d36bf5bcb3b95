"""Dataset: the tables that a run wrote, for those who read them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from extract import arrow
from extract.arrow import ArrowTable
from extract.columns import TABLES
from extract.errors import WrongUse
from extract.manifest import demand_whole, read_manifest
from extract.rows import reading_rows

if TYPE_CHECKING:
    import pandas

    from extract.reading import Reading

_FORMS = {table.name: table for table in TABLES}


def frame(reading: "Reading", table: str) -> "pandas.DataFrame":
    """One table of one reading as a pandas frame; raises `WrongUse` for a table that does not exist."""
    made = reading_rows(reading, table)
    return arrow.to_pandas(arrow.table_of(_FORMS[table], made))


@dataclass(frozen=True, slots=True)
class Dataset:
    """A whole set of tables in ``path``; every attribute is read from disk when it is asked for."""

    path: Path
    extractor: str
    tables: tuple[str, ...]

    def arrow(self, name: str, report_id: str | None = None) -> ArrowTable:
        """A table as Arrow, or one report's rows of it; raises `WrongUse` where the set has no such table."""
        return arrow.read_parquet(self._file(name), report_id=report_id)

    def batches(self, name: str, columns: Sequence[str]) -> Iterator[ArrowTable]:
        """Some columns of a table, a few thousand rows at a time, for tables that are larger than the memory."""
        return arrow.batches(self._file(name), columns)

    def _file(self, name: str) -> Path:
        if name not in self.tables:
            raise WrongUse(f"no table {name!r} in {self.path}; it has {', '.join(self.tables)}")
        return self.path / f"{name}.parquet"

    def frame(self, name: str) -> "pandas.DataFrame":
        """A table as a pandas frame with nullable numbers."""
        return arrow.to_pandas(self.arrow(name))

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


def load(out: str | Path, *, every_byte: bool = False) -> Dataset:
    """The tables that `extract.run` wrote into ``out``.

    Sizes and Parquet footers are compared with the manifest, and each page's checksum when the page is read;
    with ``every_byte`` the hash of every table is computed now. Raises `WrongUse` when ``out`` has
    no manifest or a table is not the one that it names.
    """
    folder = Path(out)
    manifest = read_manifest(folder)
    demand_whole(folder, manifest, every_byte=every_byte)
    return Dataset(folder, manifest.extractor, tuple(manifest.tables))
