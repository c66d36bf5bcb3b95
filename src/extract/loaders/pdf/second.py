"""The second reader of PDF files: pdfplumber finds the tables, sharing no code with the first reader."""

import gc
import io
import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pdfplumber

from extract.document import Table, TableCell

# what pdfminer finds odd in a damaged file, bytes of it and all, would stand between the lines of a run
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)

_CMYK = 4  # parts of a colour in inks
_NO_INK = 0.02
_SAME = 1.5  # points within which two edges are one
_SAME_COLUMN = 3.0  # the same for the edges of two pages


@dataclass(frozen=True, slots=True)
class _Part:
    """A table on one page, or joined over several; ``lefts`` are the edges of its columns."""

    lefts: tuple[float, ...]
    rows: int
    cells: tuple[TableCell, ...]
    first_page: int
    last_page: int


def tables(data: bytes, pages: Collection[int]) -> tuple[Table, ...]:
    """The ruled tables on the given pages (from 1) as pdfplumber sees them, those cut by a page's end in one.

    Any error of pdfplumber means that this reader has nothing to say: the result is empty.
    """
    parts: list[_Part] = []
    try:
        with pdfplumber.open(io.BytesIO(data), pages=sorted(pages)) as document:
            for page in document.pages:
                seen = page.filter(_is_seen) if not all(map(_is_seen, page.chars)) else page
                here = [_part(table.rows, table.extract(), page.page_number) for table in seen.find_tables()]
                if parts and here and _goes_on(parts[-1], here[0]):
                    parts[-1:] = [_joined(parts[-1], here.pop(0))]
                parts.extend(here)
    except Exception:
        return ()
    finally:
        gc.collect()  # a megabyte or more of each file is rings, which Python alone looks for too seldom
    return tuple(
        Table(part.cells, part.rows, len(part.lefts) - 1, number, part.first_page)
        for number, part in enumerate(parts, 1)
    )


def _is_seen(item: Mapping[str, object]) -> bool:
    """Whether a character is of another colour than white; white words on a field say nothing against the other reader."""
    colour = item.get("non_stroking_color")
    if item.get("object_type") != "char" or not isinstance(colour, tuple | list) or not colour:
        return True
    parts = [part for part in colour if isinstance(part, int | float)]
    white = max(parts) <= _NO_INK if len(parts) == _CMYK else min(parts, default=0) >= 1 - _NO_INK
    return len(parts) != len(colour) or not white


def _part(rows: Sequence[object], texts: Sequence[Sequence[str | None]], page: int) -> _Part:
    placed = [
        (box, (text or "").strip())
        for row, row_texts in zip(rows, texts, strict=True)
        for box, text in zip(row.cells, row_texts, strict=True)  # type: ignore[attr-defined]
        if box is not None
    ]
    lefts = _edges([box[0] for box, _ in placed] + [box[2] for box, _ in placed])
    tops = _edges([box[1] for box, _ in placed] + [box[3] for box, _ in placed])
    cells = []
    for box, text in placed:
        column, after = _nearest(lefts, box[0]), _nearest(lefts, box[2])
        row_no, below = _nearest(tops, box[1]), _nearest(tops, box[3])
        x0, top, x1, bottom = (float(edge) for edge in box)
        spans = max(1, below - row_no), max(1, after - column)
        cells.append(TableCell(text, row_no, column, *spans, page, (x0, top, x1, bottom)))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return _Part(tuple(lefts), max(len(tops) - 1, 1), tuple(cells), page, page)


def _goes_on(upper: _Part, lower: _Part) -> bool:
    """Whether a page's first table has the columns of the last one on the page before, or some of them."""
    few, many = sorted((upper.lefts, lower.lefts), key=len)
    ends = abs(few[0] - many[0]) < _SAME_COLUMN and abs(few[-1] - many[-1]) < _SAME_COLUMN
    shared = all(any(abs(left - other) < _SAME_COLUMN for other in many) for left in few)
    return upper.last_page == lower.first_page - 1 and ends and shared


def _joined(upper: _Part, lower: _Part) -> _Part:
    """One table of two parts, without the rows in which the lower repeats the upper's header."""
    lefts = max(upper.lefts, lower.lefts, key=len)
    above, below = _on(upper, lefts), _on(lower, lefts)
    height = 0
    while height < lower.rows and _texts(above, height) == _texts(below, height) != []:
        height += 1
    moved = (cell._replace(row=cell.row - height + upper.rows) for cell in below if cell.row >= height)
    rows = upper.rows + lower.rows - height
    return _Part(lefts, rows, (*above, *moved), upper.first_page, lower.last_page)


def _on(part: _Part, lefts: Sequence[float]) -> list[TableCell]:
    """The cells, their columns counted on these edges."""
    places = [_nearest(lefts, left) for left in part.lefts]
    return [
        cell._replace(
            column=places[cell.column], column_span=places[cell.column + cell.column_span] - places[cell.column]
        )
        for cell in part.cells
    ]


def _texts(cells: Sequence[TableCell], row: int) -> list[tuple[int, str]]:
    return [(cell.column, cell.text) for cell in cells if cell.row == row]


def _edges(positions: list[float]) -> list[float]:
    """The distinct positions, those within a point or so taken as one."""
    found: list[float] = []
    for position in sorted(positions):
        if not found or position - found[-1] > _SAME:
            found.append(position)
    return found


def _nearest(edges: Sequence[float], position: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - position))
