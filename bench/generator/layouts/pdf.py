"""The PDF layouts: `pdf-ruled`, `pdf-double`, `pdf-unruled` and `pdf-cut`, drawn with a CJK font."""

from __future__ import annotations

import io
from random import Random

from ..document import Document, Paragraph
from .pdf_table import Style, TableDrawer, table_height
from .sheet import BOTTOM, LEFT, LINE, TEXT_WIDTH, Sheet, open_canvas, text_width, wrap_points

_TITLE_SIZE = 16.0
_BODY_SIZE = 10.5
_FOOTERS = ("- {} -", "— {} —", "{}", "")
# How often the prose of a report stands in shaded boxes that look like tables.
_BOXED = 0.15
# How much of a page is left for a grid that is to be cut, in points.
_CUT_ROOM = (140.0, 400.0)


def pdf(document: Document, layout: str, rng: Random) -> bytes:
    """The bytes of a PDF file that holds the document; the same document and numbers give the same bytes."""
    buffer = io.BytesIO()
    canvas = open_canvas(buffer)
    sheet = Sheet(canvas, rng.choice(_FOOTERS))
    boxed = rng.random() < _BOXED
    style = _style(layout, rng)
    for block in document.blocks:
        if isinstance(block, Paragraph):
            _draw_paragraph(sheet, block, boxed and block.role == "prose")
            continue
        if style.cut:
            # Room for a header and some rows, but never for the whole long grid.
            if sheet.y < BOTTOM + _CUT_ROOM[0]:
                sheet.new_page()
            sheet.skip_to(rng.uniform(BOTTOM + _CUT_ROOM[0], BOTTOM + _CUT_ROOM[1]))
        elif sheet.y - table_height(block) < BOTTOM:
            sheet.new_page()
        TableDrawer(sheet, block, style).draw()
        sheet.y -= LINE
    sheet.finish()
    canvas.save()
    return buffer.getvalue()


def _style(layout: str, rng: Random) -> Style:
    return Style(
        rules={"pdf-double": "double", "pdf-unruled": "none"}.get(layout, "single"),
        cut=layout == "pdf-cut",
        repeat_header=rng.random() < 0.4,
        split_labels=rng.random() < 0.5,
    )


def _draw_paragraph(sheet: Sheet, block: Paragraph, boxed: bool) -> None:
    title = block.role == "title"
    size = _TITLE_SIZE if title else _BODY_SIZE
    indent = "" if title or block.role == "furniture" else "\u3000\u3000"
    lines = [line for part in block.text.split("\n") for line in wrap_points(indent + part, TEXT_WIDTH - 8, size)]
    height = size * 1.6
    if boxed and sheet.y - height * len(lines) - 8 > BOTTOM:
        sheet.box(LEFT, sheet.y - height * len(lines) - 6, TEXT_WIDTH, height * len(lines) + 6)
    for line in lines:
        if sheet.y - height < BOTTOM:
            sheet.new_page()
        sheet.y -= height
        x = LEFT + 4.0
        if title:
            x = LEFT + (TEXT_WIDTH - text_width(line, size)) / 2
        sheet.write(x, sheet.y, line.strip("\u3000") if title else line, size)
    sheet.y -= 8 if boxed else 2
