"""Reading: one file all the way from its bytes to checked cells."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from extract.cells import tidy
from extract.checks import Check, Finding, check, overall, verdict
from extract.document import Document
from extract.errors import NotAReport, SourceError, Told, Unreadable, Unsupported, unopened
from extract.findings import find, worst_first
from extract.fit import fit
from extract.forms.form import Forms, load_forms
from extract.grid import Grid
from extract.options import Options
from extract.parts.report import Report, with_path
from extract.parts.split import split
from extract.prose.compare import compare, prose_findings
from extract.prose.figure_forms import load_figure_forms
from extract.prose.figures import Figure, read_figures
from extract.prose.narrow import narrow, said_of_cells
from extract.reading import Reading
from extract.records import Source, Verdicts
from extract.second import second_reading
from extract.whose.authority import identify
from extract.whose.divisions import load_divisions
from extract.whose.doubts import doubts
from extract.whose.issuer import is_placed, issuers, signatures
from extract.whose.whose import NOBODY, Context, Whose

_DEFAULT = Options()

_SPREADSHEET = Told(
    "这是电子表格；报告是带表格的文字，请另找原文", "a spreadsheet: a report is a text with grids; find that"
)
_CONVERT = {
    "doc": Told(
        "这是旧版 Word 文件（.doc），请另存为 .docx（LibreOffice：soffice --convert-to docx 文件）",
        "a Word file of the old kind: save it as .docx (LibreOffice: soffice --convert-to docx FILE)",
    ),
    "html": Told(
        "这是网页，请用 Word 或 LibreOffice 打开，另存为 .docx，表格得以保留"
        "（soffice --infilter='HTML (StarWriter)' --convert-to docx 文件），或打印成 PDF",
        "a web page: open it in Word or LibreOffice and save it as .docx, which keeps its tables "
        "(soffice --infilter='HTML (StarWriter)' --convert-to docx FILE), or print it to PDF",
    ),
    "mhtml": Told(
        "这是存成一个文件的网页（MHTML），请用 Word 打开后另存为 .docx，或用浏览器打印成 PDF",
        "a web page saved as one file (MHTML): open it in Word and save it as .docx, or print it to PDF from a browser",
    ),
    "rtf": Told("这是 RTF 文件，请另存为 .docx", "rich text: save it as .docx"),
    "xls": _SPREADSHEET,
    "xlsx": _SPREADSHEET,
    "ofd": Told(
        "这是 OFD 文件，请打印成带文字的 PDF，或另存为 .docx",
        "an OFD file: print it to PDF with text, or save it as .docx",
    ),
    "wps": Told("这是 WPS 文件，请另存为 .docx", "a WPS file: save it as .docx"),
    "image": Told(
        "这是图片，请先做文字识别（OCR），把文字存下来", "a picture: run character recognition first and save the text"
    ),
    "zip": Told("这是压缩包，请解压后给出文件夹", "an archive: unpack it and give the folder"),
}
_UNKNOWN = Told(
    "不认识这种格式；报告应是 TXT、DOCX 或 PDF，请转换后再读",
    "of no format that is known here; reports come as TXT, DOCX or PDF: convert it first",
)
_CUT = Told("文件在一个字的中间断开，其后的内容已丢失", "the file breaks off inside a character")


def _load(data: bytes, kind: str) -> Document:
    """The Document that the loader of the file's true format makes; loaders come in only when they are needed."""
    if kind == "txt":
        from extract.loaders import txt  # noqa: PLC0415

        return txt.load(data)
    if kind == "docx":
        from extract.loaders.docx import loader as docx  # noqa: PLC0415

        return docx.load(data)
    if kind == "pdf":
        from extract.loaders.pdf import loader as pdf  # noqa: PLC0415

        return pdf.load(data)
    if kind == "empty":
        raise Unreadable(
            f"文件是空的（{len(data):,} 字节，没有文字）；请重新获取",
            f"the file is empty ({len(data):,} bytes, no text in them); fetch it again",
        )
    told = _CONVERT.get(kind, _UNKNOWN)
    raise Unsupported(told.zh, f"it is {told.en}")


def read_bytes(data: bytes, name: str, forms: Forms, options: Options = _DEFAULT) -> Reading:
    """Reads one report from its bytes; ``name`` is its path, for the record and for telling plain text,
    ``options`` what it may be told beside the bytes.

    Raises a `SourceError` whose ``status`` names what is wrong with the file; doubt about
    single cells never raises.
    """
    from extract.loaders import sniff  # noqa: PLC0415

    kind = sniff.sniff(data, name)
    try:
        return _read(data, name, kind, forms, options)
    except SourceError as error:
        error.format = kind
        raise


def _read(data: bytes, name: str, kind: str, forms: Forms, options: Options) -> Reading:
    document = _load(data, kind)
    report = with_path(split(document, forms), name)
    fitted = fit(report, document, forms)
    if not _is_report(report, fitted.grids):
        raise _no_report(document.notes)
    checks = check(fitted.grids, forms, fitted.failing)
    grids, second = second_reading(data, document, fitted.grids, checks, forms)
    if grids is not fitted.grids:
        checks = check(grids, forms, fitted.failing)
    prose = _prose(report, grids, fitted.form, forms) if options.prose else _Prose(grids)
    grids, checks = prose.grids, (*checks, *prose.checks)
    kinds = [verdict(grid, checks) for grid in grids]
    verdicts = Verdicts(kinds[0], kinds[1], kinds[2], overall(grids[1], grids[2], kinds[1], kinds[2]))
    notes = (*document.notes, *((_CUT,) if document.cut else ()))
    source = Source(name, hashlib.sha256(data).hexdigest(), len(data), document.format)
    given, texts = options.given, [line.text for line in document.lines]
    context = Context(
        load_divisions(options.divisions), report.fiscal_year, name, given.division_code if given else None,
        lambda: "\n".join(texts),
    )  # fmt: skip
    report, whose = _whose(report, texts, forms, context)
    told_by_cells = fitted.form if fitted.evidence == "cells" else None
    found = (
        *find(report, grids, checks, forms, notes), *prose.findings,
        *doubts(report, whose, told_by_cells, given, context),
    )  # fmt: skip
    return Reading(
        source, report, fitted.form, fitted.evidence, document.pages, grids,
        tidy(grids[0], forms), tidy(grids[1], forms), tidy(grids[2], forms),
        checks, worst_first(found), verdicts, second, notes, whose, given, prose.figures,
    )  # fmt: skip


def _no_report(notes: Iterable[Told]) -> NotAReport:
    """The error for a text that is no report; what the loader could not read may be why."""
    zh = "没有找到年度报告的标题，连同其中一个部分的标题或一张表格；是不是通知、链接列表，或别的报告中的一页？"
    en = (
        "no title with a heading or a grid of the annual report was found; "
        "is it a notice, a list of links, or a page of another report?"
    )
    also = [(f"{note.zh}。", f" {note.en[0].upper()}{note.en[1:]}.") for note in notes]
    return NotAReport("".join((zh, *(one for one, _ in also))), "".join((en, *(one for _, one in also))))


@dataclass(frozen=True, slots=True)
class _Prose:
    """What the sentences add to a reading."""

    grids: tuple[Grid, Grid, Grid]
    figures: tuple[Figure, ...] = ()
    checks: tuple[Check, ...] = ()
    findings: tuple[Finding, ...] = ()


def _prose(report: Report, grids: tuple[Grid, Grid, Grid], form: str | None, forms: Forms) -> _Prose:
    """The figures of the sentences set against the grids, and the grids with the candidates that they narrow."""
    known = load_figure_forms(forms.folder)
    stated = read_figures(report, forms)
    compared = compare(stated, grids, known)
    said = said_of_cells(stated.figures, known, form)
    narrowed = (narrow(grids[0], said), narrow(grids[1], said), narrow(grids[2], said))
    checks = tuple(one.check for one in compared)
    return _Prose(narrowed, stated.figures, checks, tuple(prose_findings(compared, known)))


def _whose(report: Report, texts: list[str], forms: Forms, context: Context) -> tuple[Report, Whose]:
    """Whose report it is; where the title names nobody, another name counts if its division is known, or one of several.

    Who signed counts as well where the name says of itself which place it is of.
    """
    if report.authority is not None:
        return report, identify(report.authority, context)
    lines = [text for text in texts if text.strip()]
    for named, evidence in issuers(lines, context.path, forms):
        whose = identify(named, context)
        if (whose.division_code is not None or whose.candidates) and whose.level is not None:
            return replace(report, authority=named, authority_evidence=evidence), whose
    for named in filter(is_placed, signatures(lines)):
        whose = identify(named, context)
        if whose.level is not None:
            return replace(report, authority=named, authority_evidence="prose"), whose
    return report, NOBODY


def _is_report(report: Report, grids: tuple[Grid, ...]) -> bool:
    """A title or a heading of the form, and at least one part or row of a grid."""
    rows = any(grid.found and any(slot.state != "missing" for slot in grid.slots) for grid in grids)
    parts = report.parts_found
    # a single heading may stand in any text; a title alone stands in every list of links
    return rows or parts >= 2 or (parts >= 1 and report.title is not None)


def read(path: str | Path, forms: Forms | None = None, options: Options = _DEFAULT) -> Reading:
    """Reads one report from a file.

    Raises a `SourceError` (its ``status`` says which) for a file that is no readable report,
    with a sentence that names the file and what to do; an unknown path raises `Unreadable`.
    """
    where = Path(path)
    try:
        data = where.read_bytes()
    except OSError as error:
        told = unopened(error)
        raise Unreadable(f"{where}：{told.zh}", f"{where}: {told.en}") from error
    try:
        return read_bytes(data, str(path), forms or load_forms(), options)
    except Exception as error:
        error.add_note(f"while reading {where}")
        raise
