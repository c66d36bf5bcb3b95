"""Reading: what one report says, as tuples of typed records."""

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from extract.cells import Cell
from extract.checks import Check, Finding, Verdict
from extract.errors import Told
from extract.figures import Figure
from extract.forms import GRID_NAMES, GridName
from extract.grid import Grid
from extract.options import Given
from extract.report import Report, Section
from extract.whose import NOBODY, Whose

if TYPE_CHECKING:
    import pandas

    from extract.facsimile import Facsimile
    from extract.sentences import Lang


@dataclass(frozen=True, slots=True)
class Source:
    """Where a reading comes from: the path as given, its hash, size and true format."""

    path: str
    sha256: str
    bytes: int
    format: str

    @property
    def report_id(self) -> str:
        """The key of all tables: the first 16 hex digits of the hash."""
        return self.sha256[:16]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The verdict of each grid and of the report, by the rules of the contract."""

    disclosure: Verdict
    applications: Verdict
    appeals: Verdict
    report: Verdict


@dataclass(frozen=True, slots=True)
class Reading:
    """What one report says: tuples of typed records; frames are made when asked for."""

    source: Source
    report: Report
    form: str | None
    form_evidence: str | None
    pages: int | None
    grids: tuple[Grid, Grid, Grid]
    disclosure: tuple[Cell, ...]
    applications: tuple[Cell, ...]
    appeals: tuple[Cell, ...]
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    verdicts: Verdicts
    second_reader: str | None = None
    notes: tuple[Told, ...] = ()
    whose: Whose = NOBODY
    given: Given | None = None
    figures: tuple[Figure, ...] = ()

    @property
    def sections(self) -> tuple[Section, ...]:
        """The six parts."""
        return self.report.sections

    def frame(self, table: str) -> "pandas.DataFrame":
        """One table of this report alone (``applications``, ``checks`` …) as a pandas frame.

        Columns and dtypes are those of the dataset; raises `WrongUse` for a table that is not there.
        """
        from extract.frames import reading_frame  # noqa: PLC0415 - pandas comes in only when a frame is asked for

        return reading_frame(self, table)

    def grid(self, name: GridName, labels: "Lang" = "zh") -> "Facsimile":
        """One grid as the form prints it, which a notebook shows as a table; ``frame()`` has the values alone."""
        from extract.forms import load_forms  # noqa: PLC0415
        from extract.layout import facsimile  # noqa: PLC0415 - drawn only when a grid is looked at
        from extract.rows import reading_rows, records  # noqa: PLC0415

        cells, checks = (records(reading_rows(self, table)) for table in (name, "checks"))
        return facsimile(name, cells, checks, load_forms(), labels)

    def _repr_html_(self) -> str:
        """What a notebook shows: whose report it is, the verdict, and the three grids."""
        who = " ".join(str(part) for part in (self.report.authority, self.report.fiscal_year) if part)
        head = f"<p><b>{escape(who or self.report.title or self.source.path)}</b> · {self.verdicts.report}</p>"
        return head + "".join(self.grid(name)._repr_html_() for name in GRID_NAMES)

    def cells(self, grid: GridName) -> tuple[Cell, ...]:
        """The cells of one grid."""
        return {"disclosure": self.disclosure, "applications": self.applications, "appeals": self.appeals}[grid]
