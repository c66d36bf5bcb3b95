"""What the tests of the DOCX loader are written with: small documents made of raw XML, in memory."""

import io
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from extract.document import Document, Line, Table
from extract.loaders.docx.loader import load

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
SHARED = Path(os.environ.get("GONGKAI_SHARED", Path(__file__).parents[2] / ".." / "shared"))

Cells = list[tuple[str, int, int, int, int]]


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def document_xml(body: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:document {NAMES}><w:body>{body}</w:body></w:document>'


def made(body: str, numbering: str = "", styles: str = "") -> bytes:
    parts: dict[str, str | bytes] = {"[Content_Types].xml": TYPES, "word/document.xml": document_xml(body)}
    if numbering:
        parts["word/numbering.xml"] = f"<w:numbering {NAMES}>{numbering}</w:numbering>"
    if styles:
        parts["word/styles.xml"] = f"<w:styles {NAMES}>{styles}</w:styles>"
    return zipped(parts)


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*content: str, properties: str = "") -> str:
    """A paragraph; content that is no markup becomes a run."""
    runs = (item if item.startswith("<") else r(item) for item in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def tc(content: str = "", properties: str = "") -> str:
    """A cell; content that is no markup becomes a paragraph for each of its lines."""
    inside = content if content.startswith("<") else "".join(p(line) for line in content.split("\n"))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def tr(*cells: str, properties: str = "") -> str:
    written = (cell if cell.startswith("<") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(written)}</w:tr>"


def tbl(widths: list[int], *rows: str) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


RESTART = '<w:vMerge w:val="restart"/>'
CONTINUE = "<w:vMerge/>"


def cells(table: Table) -> Cells:
    return [(cell.text, cell.row, cell.column, cell.row_span, cell.column_span) for cell in table.cells]


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines]


def read_lines(*body: str) -> list[str]:
    return texts(load(made("".join(body))))


def read_cells(*body: str) -> Cells:
    (table,) = load(made("".join(body))).tables
    return cells(table)


def shared_report(name: str) -> bytes:
    path = SHARED / "reports" / name
    if not path.is_file():
        pytest.skip(f"{name} is not here")
    return path.read_bytes()


def test_a_made_document_is_read() -> None:
    document = load(made(p("示例省云岭县人民政府") + tbl([900, 900], tr("规章", "0"))))
    assert document.format == "docx"
    assert document.blocks[0] == Line("示例省云岭县人民政府", 1)
    assert cells(document.tables[0]) == [("规章", 0, 0, 1, 1), ("0", 0, 1, 1, 1)]
