"""Who reads the same files: this reader, the floor under any reader, and other libraries.

The floor is what no reader can do without: PDFium's plain text of all pages; a zip opened and its XML parsed.
"""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from typing import TypeAlias

import pypdfium2
from lxml import etree

from bench.peers import by_pdfplumber, by_python_docx
from extract.forms.form import load_forms
from extract.options import Options
from extract.pipeline import read_bytes
from extract.reading import Reading

_CELLS = Options(prose=False)
_MIMES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file to be read; ``beside`` are the same report's bytes as DOCX, by producer."""

    name: str
    data: bytes
    beside: Mapping[str, bytes]


Contestant: TypeAlias = Callable[[File], object]


def ours(file: File) -> Reading:
    """The whole way: bytes to checked cells."""
    return read_bytes(file.data, file.name, load_forms(), _CELLS)


def with_prose(file: File) -> Reading:
    """The same, and the figures that the sentences state."""
    return read_bytes(file.data, file.name, load_forms())


def unzip_and_parse(data: bytes) -> object:
    """The floor under a reader of DOCX."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def plain_text(file: File) -> object:
    """The floor under a reader of PDF: PDFium's text of all pages."""
    document = pypdfium2.PdfDocument(file.data)  # type: ignore[no-untyped-call]
    found = []
    for page in document:
        text = page.get_textpage()
        found.append(text.get_text_range())
        text.close()
        page.close()
    document.close()  # type: ignore[no-untyped-call]
    return found


def by_inner_python_docx(file: File) -> object:
    """The texts of all tables by python-docx, each cell once, past its public face: the quickest way it has."""
    module = import_module("docx")
    cell = import_module("docx.table")._Cell
    tables = module.Document(io.BytesIO(file.data)).tables
    return [[cell(tc, table).text for tc in table._tbl.iter_tcs()] for table in tables]


def by_kreuzberg(kind: str, file: File) -> object:
    """Text and tables as kreuzberg gives them."""
    return import_module("kreuzberg").extract_bytes_sync(file.data, _MIMES[kind])


@dataclass(frozen=True, slots=True)
class Field:
    """Who runs beside us on one kind of file: the floors, at most so many times as fast, and the peers.

    A peer comes with the module that it needs; ``rival`` is the one that is to be slower ``least`` times.
    """

    floors: Mapping[str, Contestant]
    most: float
    peers: Mapping[str, tuple[str, Contestant]] = field(default_factory=dict)
    rival: str = ""
    least: float = 0.0


DOCX = Field(
    {"floor": lambda file: unzip_and_parse(file.data)},
    3,
    {
        "python-docx": ("docx", lambda file: by_python_docx(file.data)),
        "python-docx, past its public face": ("docx", by_inner_python_docx),
        "kreuzberg": ("kreuzberg", partial(by_kreuzberg, "docx")),
    },
    "python-docx",
    6,
)
PDF = Field(
    {"floor": plain_text},
    2,
    {
        "pdfplumber": ("pdfplumber", lambda file: by_pdfplumber(file.data)),
        "kreuzberg": ("kreuzberg", partial(by_kreuzberg, "pdf")),
    },
    "pdfplumber",
    8,
)
