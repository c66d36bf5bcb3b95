"""Reading: one file all the way from its bytes to checked cells."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extract.agree import agree, without_blanks
from extract.agree import overall as both
from extract.cells import Cell, tidy
from extract.checks import Check, Finding, Verdict, check, overall, verdict
from extract.document import Document
from extract.errors import NotAReport, SourceError, Unreadable, Unsupported
from extract.findings import find
from extract.fit import fit, refit
from extract.forms import Forms, GridName, load_forms
from extract.grid import Grid
from extract.report import Report, Section
from extract.split import split

if TYPE_CHECKING:
    pass


if TYPE_CHECKING:
    import pandas


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
    notes: tuple[str, ...] = ()

    @property
    def sections(self) -> tuple[Section, ...]:
        """The six parts."""
        return self.report.sections

    def frame(self, table: str) -> "pandas.DataFrame":
        """One table of this report alone (``applications``, ``checks`` …) as a pandas frame.

        Columns and dtypes are those of the dataset; raises `WrongUse` for a table that is not there.
        """
        from extract.dataset import frame  # noqa: PLC0415 - pandas comes in only when a frame is asked for

        return frame(self, table)

    def cells(self, grid: GridName) -> tuple[Cell, ...]:
        """The cells of one grid."""
        return {"disclosure": self.disclosure, "applications": self.applications, "appeals": self.appeals}[grid]


_CONVERT = {
    "doc": "a Word file of the old kind: save it as .docx (LibreOffice: soffice --convert-to docx FILE)",
    "html": "a web page: save its text as .txt, or print it to PDF",
    "rtf": "rich text: save it as .docx",
    "xls": "a spreadsheet: a report is a text with grids",
    "xlsx": "a spreadsheet: a report is a text with grids",
    "ofd": "an OFD file: print it to PDF with text, or save it as .docx",
    "wps": "a WPS file: save it as .docx",
    "image": "a picture: run character recognition first and save the text",
    "zip": "an archive: unpack it and give the folder",
}


def _load(data: bytes, kind: str) -> Document:
    """The Document that the loader of the file's true format makes; loaders come in only when they are needed."""
    if kind == "txt":
        from extract.loaders import txt  # noqa: PLC0415

        return txt.load(data)
    if kind == "docx":
        from extract.loaders import docx  # noqa: PLC0415

        return docx.load(data)
    if kind == "pdf":
        from extract.loaders import pdf  # noqa: PLC0415

        return pdf.load(data)
    if kind == "empty":
        raise Unreadable(f"the file is empty ({len(data)} bytes, no text in them); fetch it again")
    raise Unsupported(
        f"it is {_CONVERT.get(kind, 'of no format that is known here; reports come as TXT, DOCX or PDF')}"
    )


def read_bytes(data: bytes, name: str, forms: Forms) -> Reading:
    """Reads one report from its bytes; ``name`` is its path, for the record and for telling plain text.

    Raises a `SourceError` whose ``status`` names what is wrong with the file; doubt about
    single cells never raises.
    """
    from extract.loaders import sniff  # noqa: PLC0415

    kind = sniff.sniff(data, name)
    try:
        return _read(data, name, kind, forms)
    except SourceError as error:
        error.format = kind
        raise


def _read(data: bytes, name: str, kind: str, forms: Forms) -> Reading:
    document = _load(data, kind)
    report = split(document, forms)
    fitted = fit(report, document, forms)
    if not _is_report(report, fitted.grids):
        raise NotAReport(
            "no title with a heading or a grid of the annual report was found; "
            "is it a notice, a list of links, or a page of another report?"
        )
    grids, second = _second_reading(data, document, fitted.grids, forms)
    checks = check(grids, forms, fitted.failing)
    kinds = [verdict(grid, checks) for grid in grids]
    verdicts = Verdicts(kinds[0], kinds[1], kinds[2], overall(grids[1], grids[2], kinds[1], kinds[2]))
    notes = (*document.notes, *(("the file breaks off inside a character",) if document.cut else ()))
    source = Source(name, hashlib.sha256(data).hexdigest(), len(data), document.format)
    return Reading(
        source, report, fitted.form, fitted.evidence, document.pages, grids,
        tidy(grids[0], forms), tidy(grids[1], forms), tidy(grids[2], forms),
        checks, find(report, grids, checks, forms, notes), verdicts, second, notes,
    )  # fmt: skip


def _second_reading(
    data: bytes, document: Document, grids: tuple[Grid, Grid, Grid], forms: Forms
) -> tuple[tuple[Grid, Grid, Grid], str | None]:
    """The grids after a second, independent reader has looked at those that are in doubt or do not add up.

    Only Word and PDF files have a second reader, and only the pages of those grids are read again.
    """
    if document.format not in ("docx", "pdf"):
        return grids, None
    checks = check(grids, forms)
    doubtful = [
        grid
        for grid in grids
        if grid.found and (verdict(grid, checks) in ("doubtful", "inconsistent") or _may_hide_figures(document, grid))
    ]
    if not doubtful:
        return grids, None
    if document.format == "docx":
        from extract.loaders import docx_second  # noqa: PLC0415

        tables = docx_second.tables(data)
    else:
        from extract.loaders import pdf_second  # noqa: PLC0415

        pages = {slot.place.page for grid in doubtful for slot in grid.slots if slot.place.page}
        tables = pdf_second.tables(data, pages) if pages else ()
        every = range(1, (document.pages or 0) + 1)
        # where a table cannot be set beside ours, there are still signs to count
        if pdf_second.wide_digits(data, every) > _wide_digits(document):
            grids = without_blanks(grids)
    agreements = {grid.name: agree(grid, refit(grid, tables, forms)) for grid in doubtful}
    seen = [agreements[g.name].grid if g.name in agreements and agreements[g.name].verdict else g for g in grids]
    return (seen[0], seen[1], seen[2]), both(tuple(agreements.values()))


def _wide_digits(document: Document) -> int:
    texts = [line.text for line in document.lines] + [cell.text for table in document.tables for cell in table.cells]
    return sum("０" <= sign <= "９" for text in texts for sign in text)


def _may_hide_figures(document: Document, grid: Grid) -> bool:
    """Whether blank cells call for a second look: PDFium drops signs that the machine has no glyph for."""
    return document.format == "pdf" and any(slot.state == "blank" for slot in grid.slots)


def _is_report(report: Report, grids: tuple[Grid, ...]) -> bool:
    """A title or a heading of the form, and at least one part or row of a grid."""
    rows = any(grid.found and any(slot.state != "missing" for slot in grid.slots) for grid in grids)
    parts = report.parts_found
    # a single heading may stand in any text; a title alone stands in every list of links
    return rows or parts >= 2 or (parts >= 1 and report.title is not None)


def read(path: str | Path, forms: Forms | None = None) -> Reading:
    """Reads one report from a file.

    Raises a `SourceError` (its ``status`` says which) for a file that is no readable report,
    with a sentence that names the file and what to do; an unknown path raises `Unreadable`.
    """
    where = Path(path)
    try:
        data = where.read_bytes()
    except OSError as error:
        raise Unreadable(f"{where}: cannot be opened ({error.strerror}); check the path and the permissions") from error
    try:
        return read_bytes(data, str(path), forms or load_forms())
    except Exception as error:
        error.add_note(f"while reading {where}")
        raise
