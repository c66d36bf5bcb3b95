"""Section and Report: the six parts of a document and what its first lines say of whose it is."""

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from extract.document import NOWHERE, Block, Line, Place, Table
from extract.parts.years import UNKNOWN, Years, path_year

Method: TypeAlias = Literal["exact", "variant", "misnumbered", "inferred", "missing"]


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six parts.

    ``heading`` is as printed (None when missing), ``method`` how it was found.
    ``blocks`` are the lines and tables between this heading and the next; where a
    heading and its text share a line, the line is cut and keeps its number.
    """

    part: int
    key: str
    heading: str | None
    method: Method
    blocks: tuple[Block, ...] = ()
    place: Place = NOWHERE

    @property
    def text(self) -> str:
        """The part's text; a table stands as one line a row, its cells between tabs."""
        return "\n".join(_block_text(block) for block in self.blocks).strip("\n")


@dataclass(frozen=True, slots=True)
class Report:
    """A document seen as a report: always six sections, in order.

    ``title`` and ``authority`` are as printed, None where the document has none;
    ``year_evidence`` says what told ``fiscal_year``. ``preamble`` is what stands before
    the first heading, ``second`` the place of a second report in the same file, which is not read.
    ``years`` are the years that each witness names, ``authority_evidence`` where the authority is printed.
    """

    title: str | None
    authority: str | None
    fiscal_year: int | None
    year_evidence: str | None
    period_start: str | None
    period_end: str | None
    sections: tuple[Section, ...]
    preamble: tuple[Block, ...] = ()
    second: Place | None = None
    years: Years = UNKNOWN
    authority_evidence: str | None = None

    def section(self, part: int) -> Section:
        """The section of this number, 1 to 6."""
        return self.sections[part - 1]

    @property
    def parts_found(self) -> int:
        """How many of the six headings the document has."""
        return sum(section.method not in ("missing", "inferred") for section in self.sections)


def with_path(report: Report, path: str) -> Report:
    """The report with the year that its file's name or folder names among the witnesses."""
    years = replace(report.years, path=path_year(path))
    year, told = years.settled()
    return replace(report, years=years, fiscal_year=year, year_evidence=told)


def _block_text(block: Block) -> str:
    if isinstance(block, Line):
        return block.text
    return table_text(block)


def table_text(table: Table) -> str:
    """A table as text: one line a row, cells between tabs, line breaks inside a cell dropped."""
    return "\n".join("\t".join(cell.text.replace("\n", "") for cell in row) for row in table.by_row())
