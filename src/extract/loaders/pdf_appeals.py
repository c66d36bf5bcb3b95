"""Grid 四 without lines: one row of figures under three blocks of five outcomes."""

from collections.abc import Iterator, Sequence

from extract.document import TableCell
from extract.loaders.pdf_columns import Column, columns_of, figures_to_columns
from extract.loaders.pdf_names import column_patterns
from extract.loaders.pdf_scan import PageScan
from extract.loaders.pdf_words import PlacedTable, Word, WordRow, cell_of, place_table

MOST_HEADER_ROWS = 14

_KINDS = {"行政复议", "行政诉讼"}
_SPANNING = {
    "行政复议": (0, 0, 2, 5),
    "行政诉讼": (0, 5, 1, 10),
    "未经复议直接起诉": (1, 5, 1, 5),
    "复议后起诉": (1, 10, 1, 5),
}


def read_appeals(rows: Sequence[WordRow], scans: Sequence[PageScan]) -> Iterator[PlacedTable]:
    """Each grid 四 whose header is whole and whose figures stand clearly under it."""
    for start, row in enumerate(rows):
        # One of the two names may span two rows of the header, and then stands half a row lower.
        near = {word.name for below in rows[start : start + 3] for word in below.words}
        if not _KINDS & {word.name for word in row.words} or not near >= _KINDS:
            continue
        stop = min(start + MOST_HEADER_ROWS, len(rows))
        end = next((i for i in range(start + 1, stop) if _all_figures(rows[i])), None)
        if end is None:
            continue
        words = [word for header in rows[start:end] for word in header.words]
        names = [word for word in words if word.name not in _SPANNING]
        tried = (columns_of(rows[end].words, names, outcomes * 3) for outcomes in column_patterns("appeals"))
        columns = next(filter(None, tried), None)
        figures = figures_to_columns(rows[end].words, columns) if columns else None
        if columns is not None and figures is not None:
            yield place_table(_cells(words, columns, figures, scans), len(columns), rows[start : end + 1], scans)


def _all_figures(row: WordRow) -> bool:
    return all(word.figure for word in row.words)


def _cells(
    words: Sequence[Word], columns: Sequence[Column], figures: dict[int, Word], scans: Sequence[PageScan]
) -> list[TableCell]:
    cells = []
    for text, (row, column, height, width) in _SPANNING.items():
        found = [word for word in words if word.name == text]
        cells.append(cell_of(found[0].text if found else "", found, scans, (row, column), (height, width)))
    for index, header in enumerate(columns):
        cells.append(cell_of(header.text, header.words, scans, (2, index)))
        figure = figures.get(index)
        cells.append(cell_of(figure.text if figure else "", [figure] if figure else [], scans, (3, index)))
    return cells
