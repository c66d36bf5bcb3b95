"""The second reader of Word files: python-docx walks the tables, sharing no code with the first reader."""

import io
import warnings

from docx import Document as open_docx
from docx.table import Table as DocxTable

from extract.document import Table, TableCell


def tables(data: bytes) -> tuple[Table, ...]:
    """The tables of a Word file as python-docx sees them: every cell once, with its spans.

    Any error of python-docx means that this reader has nothing to say: the result is empty.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            document = open_docx(io.BytesIO(data))
            return tuple(_table(table, number) for number, table in enumerate(document.tables, 1))
    except Exception:
        return ()


def _table(table: DocxTable, number: int) -> Table:
    """python-docx repeats a merged cell in every field that it covers; its first field has its place."""
    fields: dict[object, list[tuple[int, int, str]]] = {}
    rows = list(table.rows)
    for row_no, row in enumerate(rows):
        column = row.grid_cols_before
        for cell in row.cells:
            fields.setdefault(cell._tc, []).append((row_no, column, cell.text))
            column += 1
    cells = []
    for places in fields.values():
        row_no, column, text = places[0]
        cells.append(
            TableCell(
                "\n".join(line.strip() for line in text.split("\n") if line.strip()),
                row_no,
                column,
                len({place[0] for place in places}),
                len({place[1] for place in places}),
            )
        )
    width = max((cell.column + cell.column_span for cell in cells), default=0)
    return Table(tuple(cells), len(rows), width, number)
