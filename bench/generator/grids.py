"""The three grids of a form as tables, with the spans of the official documents."""

from __future__ import annotations

from collections.abc import Mapping

from . import labels
from .amounts import disclosure_key
from .document import Cell, Row, Table
from .equations import appeal_key, application_key
from .truth import TrueCell

DISCLOSURE_WIDTH = 4
LABEL_COLUMNS = 3
APPLICATIONS_WIDTH = LABEL_COLUMNS + len(labels.APPLICANTS)
# The value columns of a block of grid 二 fill three grid columns.
_SPANS = {1: (3,), 2: (1, 2), 3: (1, 1, 1)}


def disclosure_table(form: str, cells: Mapping[str, TrueCell]) -> Table:
    """Grid 二: a title row, a header row and the item rows of each block."""
    rows: list[Row] = []
    for block in labels.blocks_of(form):
        spans = _SPANS[len(block.measures)]
        rows.append(Row((Cell(block.title, across=DISCLOSURE_WIDTH),), block.article))
        names = [Cell(label, across=n) for (_, label), n in zip(block.measures, spans, strict=True)]
        rows.append(Row((Cell(labels.CONTENT_LABEL), *names), block.article))
        for item, label in block.items:
            values = []
            for (measure, _), span in zip(block.measures, spans, strict=True):
                key = disclosure_key(block.article, item, measure)
                values.append(Cell(cells[key].printed, key, span))
            rows.append(Row((Cell(label), *values), block.article))
    return Table("disclosure", DISCLOSURE_WIDTH, tuple(rows))


def applications_table(form: str, single_other: bool, cells: Mapping[str, TrueCell]) -> Table:
    """Grid 三: three header rows, then a row for each outcome, its labels in three columns."""
    outcomes = labels.rows_of(form, single_other)
    rows = [*_applications_header()]
    above: tuple[str, ...] = ()
    for place, outcome in enumerate(outcomes):
        parts = _label_cells(outcome.path, above, [row.path for row in outcomes[place:]])
        values = [
            Cell(cells[key].printed, key)
            for key in (application_key(outcome.key, column) for column in labels.APPLICANT_KEYS)
        ]
        rows.append(Row((*parts, *values), outcome.key))
        above = outcome.path
    return Table("applications", APPLICATIONS_WIDTH, tuple(rows))


def _applications_header() -> tuple[Row, ...]:
    names = dict(labels.APPLICANTS)
    under = Cell("", across=LABEL_COLUMNS, continued=True)
    return (
        Row(
            (
                Cell(labels.CORNER, across=LABEL_COLUMNS, down=3),
                Cell(labels.APPLICANT_HEAD, across=len(labels.APPLICANTS)),
            ),
            "header",
        ),
        Row(
            (
                under,
                Cell(names["natural_person"], down=2),
                Cell(labels.LEGAL_HEAD, across=len(labels.LEGAL_KEYS)),
                Cell(names["total"], down=2),
            ),
            "header",
        ),
        Row(
            (
                under,
                Cell("", continued=True),
                *(Cell(names[key]) for key in labels.LEGAL_KEYS),
                Cell("", continued=True),
            ),
            "header",
        ),
    )


def _label_cells(path: tuple[str, ...], above: tuple[str, ...], paths: list[tuple[str, ...]]) -> list[Cell]:
    """The label cells of a row; a label that the row above shows already is continued from there."""
    cells: list[Cell] = []
    for depth, label in enumerate(path):
        across = LABEL_COLUMNS - depth if depth == len(path) - 1 else 1
        if above[: depth + 1] == path[: depth + 1]:
            cells.append(Cell("", across=across, continued=True))
        else:
            cells.append(Cell(label, across=across, down=_run(path[: depth + 1], paths)))
    return cells


def _run(prefix: tuple[str, ...], paths: list[tuple[str, ...]]) -> int:
    """How many of the paths, from the first on, begin with the prefix."""
    length = 0
    for path in paths:
        if path[: len(prefix)] != prefix:
            break
        length += 1
    return length


def appeals_table(cells: Mapping[str, TrueCell]) -> Table:
    """Grid 四: three header rows and one row of fifteen values."""
    names = dict(labels.CHANNELS)
    five = len(labels.RESULTS)
    results = [Cell(label) for _, label in labels.RESULTS]
    keys = [appeal_key(channel, result) for channel in labels.CHANNEL_KEYS for result in labels.RESULT_KEYS]
    header = (
        (Cell(names["reconsideration"], across=five), Cell(labels.LITIGATION_HEAD, across=2 * five)),
        (
            *(Cell(label, down=2) for _, label in labels.RESULTS),
            *(Cell(names[key], across=five) for key in labels.CHANNEL_KEYS[1:]),
        ),
        (*(Cell("", continued=True) for _ in results), *results, *results),
    )
    values = Row(tuple(Cell(cells[key].printed, key) for key in keys), "values")
    return Table("appeals", 3 * five, (*(Row(row, "header") for row in header), values))
