"""What is fuzzed: bytes go in, and either a `SourceError` comes out or a document that is what it promises."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import TypeAlias

from bench.generator import make
from bench.hostile.case import zipped
from bench.hostile.packages import parts_of
from extract.document import Document, Line, Table
from extract.errors import SourceError
from extract.forms.form import load_forms
from extract.loaders import sniff, txt
from extract.loaders.docx import loader as docx
from extract.loaders.pdf import loader as pdf
from extract.pipeline import read_bytes
from extract.tables.writer import arrow_rows

Target: TypeAlias = Callable[[bytes], None]
"""Takes any bytes; raises for a fault of the program alone."""

_MAIN = "word/document.xml"


def fuzz_txt(data: bytes) -> None:
    """The text loader, on the bytes as they are."""
    sniff.sniff(data, "a.txt")
    _loaded(txt.load, data)


def fuzz_docx(data: bytes) -> None:
    """The Word loader: bytes that begin as a zip as they are, others as the main part of a good package."""
    whole = data.startswith(b"PK")
    sniff.sniff(data, "a.docx")
    _loaded(docx.load, data if whole else zipped({**_package(), _MAIN: data}, 1))


def fuzz_pdf(data: bytes) -> None:
    """The PDF loader, on the bytes as they are."""
    sniff.sniff(data, "a.pdf")
    _loaded(pdf.load, data)


def fuzz_report(data: bytes) -> None:
    """All the way from bytes to the rows of the tables."""
    try:
        reading = read_bytes(data, "a.txt", load_forms())
    except SourceError:
        return
    for table in ("sections", "disclosure", "applications", "appeals", "checks", "findings", "reports"):
        arrow_rows(table, [reading])


TARGETS: Mapping[str, Target] = {"txt": fuzz_txt, "docx": fuzz_docx, "pdf": fuzz_pdf, "report": fuzz_report}


def seeds(name: str) -> Sequence[bytes]:
    """Good files for a target to begin with."""
    layouts = {"docx": ("docx",), "pdf": ("pdf-ruled", "pdf-unruled")}.get(name, ("tika", "glued", "markdown", "rows"))
    files = [make(seed, layout=layout, errors=(), damage=()).data for seed in (3, 4) for layout in layouts]
    return [*files, *(parts_of(data)[_MAIN] for data in files)] if name == "docx" else files


@cache
def _package() -> Mapping[str, bytes]:
    return parts_of(seeds("docx")[0])


def _loaded(load: Callable[[bytes], Document], data: bytes) -> None:
    try:
        document = load(data)
    except SourceError:
        return
    numbers = [block.number for block in document.blocks if isinstance(block, Line)]
    assert all(before <= after for before, after in pairwise(numbers))
    assert all("\n" not in line.text for line in document.lines)
    for table in document.tables:
        _demand_lattice(table)


def _demand_lattice(table: Table) -> None:
    """Every cell within the lattice, and none over another."""
    covered: set[tuple[int, int]] = set()
    for cell in table.cells:
        assert min(cell.row, cell.column) >= 0
        assert min(cell.row_span, cell.column_span) > 0
        assert cell.row + cell.row_span <= table.rows
        assert cell.column + cell.column_span <= table.columns
        fields = {
            (row, column)
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        }
        assert not covered & fields
        covered |= fields
