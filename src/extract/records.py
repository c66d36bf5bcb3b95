"""Records: what one report says, as tuples of typed records."""

from dataclasses import dataclass

from extract.cells import Cell
from extract.checks import Check, Finding, Verdict
from extract.errors import Told
from extract.forms.form import GridName
from extract.grid import Grid
from extract.options import Given
from extract.parts.report import Report, Section
from extract.prose.figures import Figure
from extract.whose.whose import NOBODY, Whose


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
class Records:
    """What one report says: tuples of typed records, as the tables take them."""

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

    def cells(self, grid: GridName) -> tuple[Cell, ...]:
        """The cells of one grid."""
        return {"disclosure": self.disclosure, "applications": self.applications, "appeals": self.appeals}[grid]
