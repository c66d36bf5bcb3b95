"""PageScan: one page taken apart into ruled tables with their characters, and the lines around them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extract.document import Box
from extract.loaders.pdf.cells import words_to_cells
from extract.loaders.pdf.drawing import Drawing
from extract.loaders.pdf.frame import Frame
from extract.loaders.pdf.lattice import (
    Cells,
    fields_to_cells,
    merged_to_meshes,
    paths_to_spans,
    spans_to_fields,
    spans_to_merged,
)
from extract.loaders.pdf.page import Glyph, PdfPage
from extract.loaders.pdf.text import Run, runs_to_lines, text_to_runs

LONGEST_LABEL = 80
"""A one-column box with more characters in one cell is prose with a frame around it."""

_UNMAPPED = re.compile("[\0\ufffd\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class ScannedTable:
    """A ruled table of one page: its cells, the characters in each, and its text read as lines."""

    cells: Cells
    glyphs: tuple[tuple[Glyph, ...], ...]
    lines: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class PageScan:
    """One page, ``number`` from 1; ``letters`` counts visible characters, ``unmapped`` those without Unicode.

    ``glyphs`` are the characters outside ruled tables; empty where nothing asked for them. ``slanted`` and
    ``hidden`` say that text across the page, or text which cannot be seen, was left out.
    """

    number: int
    frame: Frame
    lines: tuple[Run, ...]
    tables: tuple[ScannedTable, ...]
    letters: int
    unmapped: int
    drawing: Drawing
    glyphs: tuple[Glyph, ...] = ()
    slanted: bool = False
    hidden: bool = False


def scan_page(page: PdfPage, number: int, *, wants_glyphs: Callable[[str], bool]) -> PageScan:
    """Take a page apart.

    Character boxes are read beside ruling lines only, and for the whole page where ``wants_glyphs``
    says so of the text outside ruled tables.
    """
    drawing = page.drawing()
    slanted = drawing.slanted and page.leave_out_slanted()
    hidden = drawing.faint and page.leave_out_hidden()
    text = page.text
    lattices = drawing_to_cells(drawing)
    words = page.words([(cells.ys[0], cells.ys[-1]) for cells in lattices]) if lattices else []
    contents, marks = words_to_cells(text, words, lattices, page.glyphs)
    kept = _tables(lattices, contents)
    if len(kept) < len(lattices):
        contents, marks = words_to_cells(text, words, kept, page.glyphs)
    tables = []
    for mark, (cells, content) in enumerate(zip(kept, contents, strict=True), 1):
        inner = text_to_runs(text, page.box_of, marks, min(mark, 255)) if len(cells.xs) == 2 else []
        tables.append(ScannedTable(cells, tuple(map(tuple, content)), tuple(runs_to_lines(inner))))
    lines = runs_to_lines(text_to_runs(text, page.box_of, marks))
    outside: tuple[Glyph, ...] = ()
    if wants_glyphs("\n".join(line.text for line in lines)):
        outside = tuple(glyph for glyph in page.glyphs() if not marks[glyph.start])
    letters = len(text) - sum(map(text.count, " \r\n"))
    unmapped = len(_UNMAPPED.findall(text))
    return PageScan(
        number, page.frame, tuple(lines), tuple(tables), letters, unmapped, drawing, outside, slanted, hidden
    )


def drawing_to_cells(drawing: Drawing) -> tuple[Cells, ...]:
    """All lattices of a page, the smaller first, so that a table inside a frame is found before the frame."""
    meshes = merged_to_meshes(spans_to_merged(paths_to_spans(drawing.pieces)))
    lattices = (fields_to_cells(spans_to_fields(mesh)) for mesh in meshes)
    return tuple(sorted((cells for cells in lattices if cells.cells), key=lambda cells: _area(cells.bbox)))


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _tables(lattices: Sequence[Cells], contents: Sequence[Sequence[Sequence[Glyph]]]) -> list[Cells]:
    """Lattices that may be tables: with text in them, and no mere frame around prose or other tables."""
    kept = []
    for index, (cells, content) in enumerate(zip(lattices, contents, strict=True)):
        framed = any(_inside(other.bbox, cells.bbox) for other in lattices[:index])
        prose = len(cells.xs) == 2 and (framed or max(map(_letters, content)) > LONGEST_LABEL)
        if any(content) and not prose:
            kept.append(cells)
    return kept


def _letters(content: Sequence[Glyph]) -> int:
    return sum(len(glyph.text) for glyph in content)


def _inside(inner: Box, outer: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] < x < outer[2] and outer[1] < y < outer[3]
