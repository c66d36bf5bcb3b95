"""The second reader of PDF files: pdfplumber finds the tables, sharing no code with the first reader."""

import io
from collections.abc import Collection, Sequence

import pdfplumber

from extract.document import Table, TableCell

_SAME = 1.5  # points within which two edges are one


def tables(data: bytes, pages: Collection[int]) -> tuple[Table, ...]:
    """The ruled tables on the given pages (from 1) as pdfplumber sees them.

    Any error of pdfplumber means that this reader has nothing to say: the result is empty.
    """
    found: list[Table] = []
    try:
        with pdfplumber.open(io.BytesIO(data), pages=sorted(pages)) as document:
            for page in document.pages:
                for table in page.find_tables():
                    texts = table.extract()
                    found.append(_table(table.rows, texts, len(found) + 1, page.page_number))
    except Exception:
        return ()
    return tuple(found)


def _table(rows: Sequence[object], texts: Sequence[Sequence[str | None]], number: int, page: int) -> Table:
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
    return Table(tuple(cells), max(len(tops) - 1, 1), max(len(lefts) - 1, 1), number, page)


def _edges(positions: list[float]) -> list[float]:
    """The distinct positions, those within a point or so taken as one."""
    found: list[float] = []
    for position in sorted(positions):
        if not found or position - found[-1] > _SAME:
            found.append(position)
    return found


def _nearest(edges: list[float], position: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - position))
