"""DOCX: paragraphs and tables in document order, as a reader of the accepted document sees them.

Headers, footers, notes and comments stand in parts of their own and are left out. A
grid that was pasted as plain paragraphs comes out as lines.
"""

from collections.abc import Iterator, Mapping

from extract.document import MOST_CHARACTERS, MOST_LINES, Block, Document, Line, Table
from extract.errors import NoText, Told, TooLarge, Unreadable
from extract.loaders.docx import tags as w
from extract.loaders.docx.numbering import print_numbers, read_lists
from extract.loaders.docx.package import AGAIN, Package, open_package, parse
from extract.loaders.docx.styles import Styles, read_styles
from extract.loaders.docx.tables import read_tables
from extract.loaders.docx.tags import Element
from extract.loaders.docx.visible import keep_visible, move_text_boxes_out

_ROOM_FOR_MANY = min(4 * MOST_LINES, MOST_CHARACTERS)
"""Bytes of XML that more lines or characters than a report may have need at least; `<p/>` has four."""


def load(data: bytes) -> Document:
    """Read the bytes of a DOCX or DOCM.

    Each paragraph is a ``Line``, and each line break in it begins a further one; each
    real table is a ``Table``. Pictures and embedded objects are counted in ``notes``.

    Raises ``Encrypted`` for a file with a password, ``Unsupported`` for a binary
    ``.doc``, ``TooLarge`` for a zip or a text beyond the limits, ``NoText`` where there are
    pictures and no text, and ``Unreadable`` for everything else that is no DOCX.
    """
    package = open_package(data)
    xml = package.read(package.main)
    body = None if xml is None else parse(xml).find(w.BODY)
    if body is None:
        raise Unreadable(f"主体部分不是 Word 文档；{AGAIN.zh}", f"the main part is no Word document; {AGAIN.en}")
    if xml is not None and len(xml) > _ROOM_FOR_MANY:
        _refuse_large(body)
    notes = _settle(body, package)
    blocks = _blocks(body)
    if notes and not any(isinstance(block, Table) or block.text.strip() for block in blocks):
        raise NoText(
            f"文档中没有文字（{'，'.join(note.zh for note in notes)}）；请先做文字识别（OCR），或另找有文字的版本",
            f"no text in the document ({', '.join(note.en for note in notes)}); run OCR over it first, or find the report "
            "as text",
        )
    return Document(format="docx", blocks=blocks, notes=notes)


def _refuse_large(body: Element) -> None:
    """Raise ``TooLarge`` before time is spent on what can be no report."""
    lines = sum(1 for _ in body.iter(w.P, w.BR, w.TC))
    signs = sum(len(text.text or "") for text in body.iter(w.T))
    if lines > MOST_LINES or signs > MOST_CHARACTERS:
        raise TooLarge(
            f"有 {lines:,} 个段落和单元格、{signs:,} 个字，上限为 {MOST_LINES:,} 个和 {MOST_CHARACTERS:,} 字，"
            "一份报告只有几千；若是汇编，请拆成一份份报告",
            f"{lines:,} paragraphs and cells with {signs:,} characters; the limits are {MOST_LINES:,} and "
            f"{MOST_CHARACTERS:,}, and a report has some thousand. Cut a collection into its reports.",
        )


def _settle(body: Element, package: Package) -> tuple[Told, ...]:
    """Turn the tree into what is printed, and nothing else, in reading order; return notes."""
    styled = next(body.iter(w.P_STYLE, w.R_STYLE, w.NUM_PR), None) is not None
    numbering = package.related("numbering") if styled else None
    styles = read_styles(package.related("styles"), body) if styled else Styles()
    notes = keep_visible(body, styles.hidden)
    if numbering is not None:
        notes += print_numbers(body, read_lists(numbering, styles), styles)
    move_text_boxes_out(body)
    return notes


def _blocks(body: Element) -> tuple[Block, ...]:
    """The lines and tables of a settled tree."""
    tables = read_tables(body)
    blocks: list[Block] = []
    number = 0
    for element in _flow(body, tables):
        if element in tables:
            blocks.append(tables[element])
            continue
        for text in "".join([w.text_of(mark) for mark in element.iter(*w.MARKS)]).split("\n"):
            number += 1
            blocks.append(Line(text, number))
    return tuple(blocks)


def _flow(parent: Element, tables: Mapping[Element, Table]) -> Iterator[Element]:
    """The paragraphs and real tables below an element, in order, whatever holds them."""
    for child in parent:
        if child.tag == w.P or child in tables:
            yield child
        elif len(child):
            yield from _flow(child, tables)
