"""Grid 四 without lines: one row of figures under three blocks of five outcomes."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from extract.document import TableCell
from extract.loaders.pdf.columns import Column, columns_of, figures_to_columns
from extract.loaders.pdf.labels import LEVEL
from extract.loaders.pdf.names import column_patterns
from extract.loaders.pdf.scan import PageScan
from extract.loaders.pdf.stacks import lines_to_figures
from extract.loaders.pdf.words import PlacedTable, Word, WordRow, cell_of, parted, place_table
from extract.loaders.pdf.wrapped import CLOSEST_LINES

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
        words = [word for header in rows[start:end] for word in parted(header, _SPANNING).words]
        names = [word for word in words if word.name not in _SPANNING]
        values = [row for _, row in _values(rows[end:])]
        lines = [word for row in values for word in row.words]
        tried = (columns_of(lines, names, outcomes * 3) for outcomes in column_patterns("appeals"))
        columns = next(filter(None, tried), None)
        figures = _figures(values, columns, words) if columns else None
        if columns is not None and figures is not None:
            used = rows[start : end + len(values)]
            yield place_table(_cells(words, columns, figures, scans), len(columns), used, scans)


def _values(rows: Sequence[WordRow]) -> Iterator[tuple[WordRow | None, WordRow]]:
    """The lines of the one row of figures, which may be broken in narrow cells, each with the one before it."""
    pairs = zip((None, *rows), rows, strict=False)
    return takewhile(lambda pair: _all_figures(pair[1]) and (pair[0] is None or _goes_on(pair[0], pair[1])), pairs)


def _goes_on(above: WordRow, below: WordRow) -> bool:
    return above.page == below.page and below.top - above.top <= CLOSEST_LINES * (above.bottom - above.top)


def _figures(rows: Sequence[WordRow], columns: Sequence[Column], header: Sequence[Word]) -> dict[int, Word] | None:
    """The figures by column; None where one stands between columns, or those of a column not level with all others."""
    lines: dict[int, list[Word]] = {}
    for row in rows:
        placed = figures_to_columns(row.words, columns)
        if placed is None:
            return None
        for index, word in placed.items():
            lines.setdefault(index, []).append(word)
    heights = [(words[0].y + words[-1].y) / 2 for words in lines.values()]
    if max(heights) - min(heights) > LEVEL * (rows[0].bottom - rows[0].top):
        return None
    spans = [(_SPANNING[word.name][1], word) for word in header if word.name in _SPANNING]
    return lines_to_figures([lines], columns, spans)[0]


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
