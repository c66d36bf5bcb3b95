"""The layout `docx`: a Word file with the merged cells of the official form."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from ..document import Cell, Document, Note, Paragraph, Row, Table

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORDML = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_CONTENT_TYPES = (
    f"{_XML}"
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORDML}"/></Types>'
)
_RELS = (
    f'{_XML}<Relationships xmlns="{_RELATIONS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}" Target="word/document.xml"/></Relationships>'
)
# The text width of a page of A4 in twentieths of a point.
_TEXT_WIDTH = 9_000
# The oldest date that a zip can hold: the same report must give the same bytes on any day.
_DATE = (1980, 1, 1, 0, 0, 0)
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def docx(document: Document) -> bytes:
    """The bytes of a Word file that holds the document."""
    body = "".join(_paragraphs(block) if isinstance(block, Paragraph) else _table(block) for block in document.blocks)
    main = (
        f'{_XML}<w:document xmlns:w="{_W}"><w:body>{body}'
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>'
    )
    parts = (("[Content_Types].xml", _CONTENT_TYPES), ("_rels/.rels", _RELS), ("word/document.xml", main))
    return _zip(parts)


def _zip(parts: tuple[tuple[str, str], ...]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts:
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            # 3 is Unix: without it the byte would name the machine that runs this.
            info.create_system = 3
            archive.writestr(info, content.encode())
    return buffer.getvalue()


def _paragraphs(block: Paragraph) -> str:
    centred = block.role == "title"
    return "".join(_paragraph(line, centred) for line in block.text.split("\n"))


def _paragraph(text: str, centred: bool) -> str:
    properties = '<w:pPr><w:jc w:val="center"/></w:pPr>' if centred else ""
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f"<w:p>{properties}{run}</w:p>"


def _table(table: Table) -> str:
    unit = _TEXT_WIDTH // table.width
    grid = f'<w:gridCol w:w="{unit}"/>' * table.width
    rows = "".join(_paragraph(row.text, True) if isinstance(row, Note) else _row(row) for row in table.rows)
    properties = (
        f'<w:tblPr><w:tblW w:w="{unit * table.width}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>'
    )
    # Word needs a paragraph between two tables and after the last one.
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl><w:p/>"


def _row(row: Row) -> str:
    return f"<w:tr>{''.join(_cell(cell) for cell in row.cells)}</w:tr>"


def _cell(cell: Cell) -> str:
    span = f'<w:gridSpan w:val="{cell.across}"/>' if cell.across > 1 else ""
    merge = ""
    if cell.continued:
        merge = "<w:vMerge/>"
    elif cell.down > 1:
        merge = '<w:vMerge w:val="restart"/>'
    properties = f"<w:tcPr>{span}{merge}</w:tcPr>" if span or merge else ""
    content = "".join(_paragraph(line, bool(cell.key)) for line in cell.text.split("\n"))
    return f"<w:tc>{properties}{content}</w:tc>"
