"""Damage to the shape of the grids: rows moved, added, repeated or interrupted."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from .. import labels
from ..document import Cell, Note, Row, Table, TableRow, is_values
from ..truth import ExtraRow
from .draft import Draft, data_places, insert_rows

_FOOTNOTES = (
    "注：以上数据由本机关负责法制工作的机构提供。",
    "（注：统计截止日期为当年12月31日，共1张表。）",
    "备注：含受委托组织的案件",
)
_EXTRA_LABEL = "其他主动公开文件"
_PAGE_FORMS = ("- {} -", "— {} —", "-{}-", "{}")
# Layouts in which a bare number between two rows cannot be told from a figure when cells may be missing.
_NO_BARE_NUMBER = frozenset(("blanks-lost", "glued", "deduplicated"))


def permute_blocks(draft: Draft, rng: Random) -> Draft:
    """The blocks of grid 二 in another order, each with its title and header."""
    table = draft.document.table("disclosure")
    parts = list(dict.fromkeys(row.part for row in table.rows if isinstance(row, Row)))
    shuffled = parts[:]
    while shuffled == parts:
        rng.shuffle(shuffled)
    rows = tuple(row for part in shuffled for row in table.rows if isinstance(row, Row) and row.part == part)
    return _with(draft, replace(table, rows=rows))


def add_row(draft: Draft, rng: Random) -> Draft:
    """A row 其他主动公开文件 after those of 第二十条第（一）项, with its own figures."""
    table = draft.document.table("disclosure")
    rows = [row for row in table.rows if isinstance(row, Row)]
    last = max(place for place, row in enumerate(rows) if row.part == "20.1")
    figure = str(rng.choice((0, 1, 9, 36, 240)))
    figures = tuple(figure for cell in rows[last].cells if cell.key)
    cells = (Cell(_EXTRA_LABEL), *(Cell(figure) for figure in figures))
    table = insert_rows(table, last + 1, (Row(cells, "20.1"),))
    extra = ExtraRow(_EXTRA_LABEL, "20.1", figures)
    return replace(_with(draft, table), extra_rows=(*draft.extra_rows, extra))


def print_appeals_by_block(draft: Draft, rng: Random) -> Draft:
    """Grid 四 block by block: the label of a block, its five labels, its five figures."""
    table = draft.document.table("appeals")
    values = next(row for row in table.rows if isinstance(row, Row) and is_values(row))
    five = len(labels.RESULTS)
    names = Row(tuple(Cell(label) for _, label in labels.RESULTS), "header")
    rows: list[TableRow] = []
    for number, (_, channel) in enumerate(labels.CHANNELS):
        if number == 1 and rng.random() < 0.7:
            rows.append(Row((Cell(labels.LITIGATION_HEAD, across=five),), "header"))
        rows.append(Row((Cell(channel, across=five),), "header"))
        rows += [names, Row(values.cells[number * five : (number + 1) * five], "values")]
    return _with(draft, Table(table.grid, five, tuple(rows)))


def repeat_results_label(draft: Draft, rng: Random) -> Draft:
    """三、本年度办理结果 printed once more beside a later row, as after a page break."""
    table = draft.document.table("applications")
    places = [place for place, row in enumerate(table.rows) if _continues_results(row)]
    at = rng.choice(places[3:-1])
    first = next(i for i, row in enumerate(table.rows) if _outer_label(row) == labels.RESULTS_LABEL)
    rows = list(table.rows)
    last = max(places)
    for place, down in ((first, at - first), (at, last - at + 1)):
        row = rows[place]
        if isinstance(row, Row):
            outer = Cell(labels.RESULTS_LABEL, down=down)
            rows[place] = Row((outer, *row.cells[1:]), row.part)
    return _with(draft, replace(table, rows=tuple(rows)))


def _outer_label(row: TableRow) -> str:
    return row.cells[0].text if isinstance(row, Row) else ""


def _continues_results(row: TableRow) -> bool:
    """Whether the row stands under 三、本年度办理结果 without printing it."""
    return isinstance(row, Row) and is_values(row) and row.cells[0].continued


def repeat_header(draft: Draft, rng: Random) -> Draft:
    """The header rows of grid 三 once more between two of its rows, as on a new page."""
    table = draft.document.table("applications")
    header = tuple(row for row in table.rows if isinstance(row, Row) and row.part == "header")
    return _with(draft, insert_rows(table, rng.choice(data_places(table)[1:]), header))


def print_footnote(draft: Draft, rng: Random) -> Draft:
    """A footnote between the labels and the values of grid 四."""
    table = draft.document.table("appeals")
    places = [i for i, row in enumerate(table.rows) if isinstance(row, Row) and is_values(row)]
    return _with(draft, insert_rows(table, places[0], (Note(rng.choice(_FOOTNOTES)),)))


def print_page_numbers(draft: Draft, rng: Random) -> Draft:
    """Page numbers between two rows of grid 三, sometimes of grid 二 too."""
    bare = draft.layout not in _NO_BARE_NUMBER and all(cell.printed for cell in draft.cells.values())
    form = rng.choice(_PAGE_FORMS if bare else _PAGE_FORMS[:-1])
    page = rng.randint(2, 5)
    if rng.random() < 0.3:
        draft = _interrupt(draft, rng, "disclosure", form.format(page - 1))
    return _interrupt(draft, rng, "applications", form.format(page))


def _interrupt(draft: Draft, rng: Random, grid: str, text: str) -> Draft:
    table = draft.document.table(grid)
    return _with(draft, insert_rows(table, rng.choice(data_places(table)), (Note(text),)))


def _with(draft: Draft, table: Table) -> Draft:
    return replace(draft, document=draft.document.with_table(table))
