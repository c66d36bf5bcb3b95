"""A report as Word source on the merged cells of the official form, dressed in many ways.

`from_tika` lays a text of the layout ``tika`` on the form; `dressed` gives a Word file of the generator other
borders, margins, fonts and shading. Nothing here is shared with the reader.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from lxml import etree

from bench.generator import TrueCell
from bench.generator.document import Block, Cell, Document, Paragraph, Row, Table
from bench.generator.grids import appeals_table, applications_table, disclosure_table

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
# kind and thickness in eighths of a point
_BORDERS = (
    ("single", 4), ("single", 2), ("single", 18), ("double", 4), ("double", 12), ("dotted", 4), ("dashed", 4),
    ("dotDash", 6), ("thick", 24), ("triple", 4), ("thinThickSmallGap", 12), ("inset", 6),
)  # fmt: skip


# ── one text as Word source ────────────────────────────────────────────────────────────────────────────


class _AnyCell(dict[str, TrueCell]):
    """Values for a form that is wanted for its merged cells only."""

    def __missing__(self, key: str) -> TrueCell:
        return TrueCell(0, "0")


def from_tika(text: str, form: str) -> Document:
    """The document that a text of the layout tika was made of, its grids on the merged cells of the form.

    Raises ValueError where the cells of a grid are not those of the form.
    """
    empty = _AnyCell()
    forms = [disclosure_table(form, empty), applications_table(form, False, empty), appeals_table(empty)]
    blocks: list[Block] = []
    rows: list[list[str]] = []
    for part in re.split(r"\n{2,}", text.replace("\r\n", "\n").strip("\n")):
        before, _, cells = f"\n{part}".partition("\n\t")
        paragraphs = [line for line in before.split("\n") if line.strip()]
        if paragraphs and rows:
            blocks.append(_filled(forms.pop(0), rows))
            rows = []
        for line in paragraphs:
            blocks.append(Paragraph(line, "prose" if blocks else "title"))
        if cells or not paragraphs:
            rows.append(cells.split("\n\t"))
    if rows:
        blocks.append(_filled(forms.pop(0), rows))
    return Document(tuple(blocks))


def _filled(form: Table, rows: Sequence[Sequence[str]]) -> Table:
    """The form's table with these texts in its cells; continued cells have none."""
    shapes = [row for row in form.rows if isinstance(row, Row)]
    if [len(row.cells) for row in shapes] != [len(row) for row in rows]:
        raise ValueError(f"{form.grid}: rows of {[len(row) for row in rows]} cells are not those of the form")
    return replace(
        form,
        rows=tuple(
            Row(tuple(_with(cell, text) for cell, text in zip(shape.cells, row, strict=True)), shape.part)
            for shape, row in zip(shapes, rows, strict=True)
        ),
    )


def _with(cell: Cell, text: str) -> Cell:
    return cell if cell.continued else replace(cell, text=text)


# ── dress ──────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Dress:
    """How the Word file is to look; lengths in twentieths of a point."""

    border: tuple[str, int] = ("single", 4)
    margins: tuple[int, int] = (1440, 1440)
    landscape: bool = False
    shaded: bool = False
    headers: bool = False
    wide_labels: bool = False
    row_height: int = 0
    size: int = 21
    own_borders: bool = False
    upright: bool = False
    padding: int = 60
    font: str = "Noto Serif CJK SC"
    latin: str = "Liberation Serif"


def any_dress(seed: int, *, ruled: bool = True) -> Dress:
    """A dress by chance; margins of every size let the pages cut every row once."""
    rng = Random(f"{seed}/dress/{ruled}")
    return Dress(
        border=rng.choice(_BORDERS) if ruled else ("none", 0),
        margins=(rng.randrange(500, 1900), rng.randrange(500, 4500)),
        landscape=rng.random() < 0.25,
        shaded=rng.random() < 0.4,
        headers=rng.random() < 0.5,
        wide_labels=rng.random() < 0.5,
        row_height=rng.choice((0, 0, 300, 480, 620)),
        size=rng.choice((15, 18, 21, 24)),
        own_borders=rng.random() < 0.3,
        upright=rng.random() < 0.2,
        padding=rng.choice((10, 40, 40, 108)),
        font=rng.choice(("Noto Serif CJK SC", "Noto Sans CJK SC")),
    )


def dressed(data: bytes, dress: Dress) -> bytes:
    """The Word file of the generator with another look."""
    source = zipfile.ZipFile(io.BytesIO(data))
    parts = {name: source.read(name) for name in source.namelist()}
    root = etree.fromstring(parts["word/document.xml"])
    width = _set_page(root, dress)
    for grid in root.iter(f"{W}tbl"):
        _dress_table(grid, dress, width)
    for run in root.iter(f"{W}r"):
        run.insert(0, _run_properties(dress))
    parts["word/document.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def text_of(element: etree._Element) -> str:
    """The text of a part of a Word file."""
    return "".join(node.text or "" for node in element.iter(f"{W}t"))


def _element(tag: str, **attributes: object) -> etree._Element:
    return etree.Element(f"{W}{tag}", {f"{W}{name}": str(value) for name, value in attributes.items()})


def _run_properties(dress: Dress) -> etree._Element:
    made = _element("rPr")
    made.append(_element("rFonts", ascii=dress.latin, hAnsi=dress.latin, eastAsia=dress.font))
    made.append(_element("sz", val=dress.size))
    return made


def _set_page(root: etree._Element, dress: Dress) -> int:
    """Sets the page; gives the width of its text."""
    wide, high = (16838, 11906) if dress.landscape else (11906, 16838)
    section = next(root.iter(f"{W}sectPr"))
    section.clear()
    size = _element("pgSz", w=wide, h=high)
    if dress.landscape:
        size.set(f"{W}orient", "landscape")
    section.append(size)
    side, top = dress.margins
    section.append(
        _element("pgMar", left=side, right=side, top=min(top, high // 3), bottom=1200, header=600, footer=600)
    )
    return wide - 2 * side


def _dress_table(grid: etree._Element, dress: Dress, width: int) -> None:
    kind, thickness = dress.border
    borders = next(grid.iter(f"{W}tblBorders"))
    borders[:] = [_element(side, val=kind, sz=thickness, space=0, color="000000") for side in _SIDES]
    inside = _element("tblCellMar")
    inside.extend(_element(side, w=dress.padding, type="dxa") for side in ("left", "right"))
    borders.addnext(inside)
    columns = list(grid.iter(f"{W}gridCol"))
    # label columns of the official form are wider than those of figures
    shares = [2.2 if dress.wide_labels and 4 < len(columns) < 12 and i < 3 else 1.0 for i in range(len(columns))]
    widths = [int(width * share / sum(shares)) for share in shares]
    for column, wide in zip(columns, widths, strict=True):
        column.set(f"{W}w", str(wide))
    next(grid.iter(f"{W}tblW")).set(f"{W}w", str(sum(widths)))
    for number, row in enumerate(grid.findall(f"{W}tr")):
        header = number < (3 if len(columns) > 4 else 0)
        _dress_row(row, dress, header=header)


def _dress_row(row: etree._Element, dress: Dress, *, header: bool) -> None:
    properties = _element("trPr")
    if dress.row_height:
        properties.append(_element("trHeight", val=dress.row_height))
    if header and dress.headers:
        properties.append(_element("tblHeader"))
    if len(properties):
        row.insert(0, properties)
    kind, thickness = dress.border
    for cell in row.findall(f"{W}tc"):
        inner = cell.find(f"{W}tcPr")
        if inner is None:
            inner = _element("tcPr")
            cell.insert(0, inner)
        if dress.own_borders:
            own = _element("tcBorders")
            own.extend(_element(side, val=kind, sz=thickness, space=0, color="auto") for side in _SIDES[:4])
            inner.append(own)
        if dress.shaded and (header or cell is row[0]):
            inner.append(_element("shd", val="clear", color="auto", fill="D9E2F3"))
        if dress.upright and text_of(cell).startswith("三、"):
            inner.append(_element("textDirection", val="tbRlV"))
        inner.append(_element("vAlign", val="center"))
