"""rivals: of the tables in a report that could be one of its grids, those that are it.

A report may print figures in the form's words more than once: last year's grid as an annex, a comparison of two years,
a list of its offices. What is passed over is named, never dropped in silence.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from extract.document import Block, Line, Table, TableCell
from extract.flat.align import Alignment, align
from extract.flat.appeals import place_appeals
from extract.flat.pieces import table_pieces
from extract.flat.place import Placement, place
from extract.forms.fold import fold, narrow
from extract.forms.form import GRID_NAMES, Forms, GridName
from extract.forms.labels import labels_of
from extract.forms.values import read_value

Named: TypeAlias = Mapping[GridName, int]
"""How many labels of each grid a table holds."""

_LONGEST_TITLE = 60
_CELLS_OF_A_ROW = 4  # summaries of a few years have fewer
_FIGURES_OF_A_LINE = 2
_LETTERS_BEFORE = 8  # of the label that the row's group has
_FEWEST_ROWS = 0.8  # of a whole grid's rows; authorities leave some out
_YEAR = re.compile(r"(20\d\d)\s*年(?!\s*(?:\d{1,2}\s*月|第))")  # no date, and no number of a gazette
_OF_A_GRID = re.compile(r"[(\s]*20\d\d\s*年度?[)\s]*|.*(?:申请|公开|情况|统计|数据|复议|诉讼|表|附).*")
_ANNEX = re.compile(r"附[件表录]?\s*[\d一二三四五六七八九十]{0,2}\s*[:：.．、]")
_SENTENCE = re.compile(r"[。；;]|[见如]下|相?比较?|对照")


class Chosen(NamedTuple):
    """The tables that are a grid, and those that hold its labels and were passed over."""

    tables: list[Table]
    passed: tuple[Table, ...] = ()


class _Seen(NamedTuple):
    """A table read alone: the rows that it labels, those that it fills, and whether it is a grid in itself."""

    table: Table
    labelled: frozenset[str]
    whole: bool
    headed: bool


def named(table: Table, forms: Forms) -> Named:
    """How many labels of each grid a table holds."""
    texts = [cell.text for cell in table.cells if cell.text]
    return {grid: sum(map(bool, map(labels_of(forms, grid).of, texts))) for grid in GRID_NAMES}


def of_grid(tables: Iterable[tuple[Table, Named]], name: GridName) -> list[Table]:
    """The tables that hold the grid's labels, and bare figures that directly follow one of them."""
    found: list[Table] = []
    mine = False
    for table, labels in tables:
        if any(labels.values()):
            mine = labels[name] >= 2 and labels[name] >= 0.3 * max(labels.values())
        else:
            mine = mine and all(cell.text == "" or read_value(cell.text).kind != "text" for cell in table.cells)
        if mine:
            found.append(table)
    return found


def prints_again(table: Table, name: GridName, forms: Forms) -> bool:
    """Whether a table that is not in the grid's own part has whole rows of it, or its header; figures of a few years
    beside some of its labels are no copy."""
    alignment = align(table_pieces([table]), labels_of(forms, name))
    rows = [row for form in forms.all for row in form.grid(name).rows]
    sizes = {row.key: min(len(one.columns) for one in rows if one.key == row.key) for row in rows}
    whole = any(band.key and len(band.cells) >= sizes.get(band.key, 0) for band in alignment.bands)
    return whole or len({column.key for column in alignment.header}) > 1


def strayed_rows(table: Table, name: GridName, forms: Forms) -> Table | None:
    """Of a table that is not the grid the rows that print one of it again, under its label and cell by cell; None if
    there are none.
    """
    labels = labels_of(forms, name)
    marks = (labels.of(cell.text) for cell in table.cells if cell.text)
    if not any(found and all(mark.kind == "row" for mark in found) for found in marks):
        return None
    bands = [band for band in align(table_pieces([table]), labels).bands if band.key]
    rows = {cell.place.row_no for band in bands if len(band.cells) >= _CELLS_OF_A_ROW for cell in band.cells}
    cells = tuple(cell for cell in table.cells if cell.row + 1 in rows)
    return replace(table, cells=cells) if cells else None


def rows_in_lines(lines: Iterable[Line], name: GridName, forms: Forms) -> Iterator[tuple[str, Table]]:
    """Of a report whose grids are tables the lines that are a row of this grid, label and figures and nothing else:
    its key, and the line as a table. So stands a page that is drawn over another.
    """
    labels = labels_of(forms, name)
    for line in lines:
        words = line.text.split()
        size = next((at for at, word in enumerate(reversed(words)) if not word.isdecimal()), 0)
        if size < _FIGURES_OF_A_LINE:
            continue
        label = fold("".join(words[:-size]))
        found = next((one for one in reversed(list(labels.inside(label))) if one.end == len(label)), None)
        if found and found.start <= _LETTERS_BEFORE and [mark.kind for mark in found.marks] == ["row"]:
            texts = (label[found.start :], *words[-size:])
            cells = tuple(TableCell(text, 0, column, page=line.page) for column, text in enumerate(texts))
            yield found.marks[0].key, Table(cells, 1, len(cells), 0, line.page)


def titles(blocks: Sequence[Block]) -> dict[int, tuple[str, ...]]:
    """The lines over each table, by its number: the last two since the table before, and a title in its first row."""
    found: dict[int, tuple[str, ...]] = {}
    above: list[str] = []
    for block in blocks:
        if isinstance(block, Line):
            above += [block.text] if block.text.strip() else []
        else:
            first = [cell.text for cell in block.cells if cell.row == 0 and cell.column_span == block.columns]
            found[block.number], above = (*above[-2:], *first), []
    return found


def is_of_another(over: Sequence[str], year: int | None) -> bool:
    """Whether a title over a table says that it is not the report's own: of another year, or an annex of no year.

    >>> is_of_another(["附件：2021年度办理情况"], 2022), is_of_another(["2022年与2021年"], 2022)
    (True, False)
    >>> is_of_another(["附表："], 2022), is_of_another(["与2021年相比，有所增加："], 2022)
    (True, False)
    """
    short = [narrow(text).strip() for text in over if len(text) <= _LONGEST_TITLE]
    lines = [text for text in short if _OF_A_GRID.fullmatch(text) and not _SENTENCE.search(text)]
    years = {int(named) for text in lines for named in _YEAR.findall(text)}
    if years:
        return year is not None and year not in years
    return any(_ANNEX.match(text) for text in lines)


def with_torn_figures(blocks: Sequence[Block]) -> frozenset[int]:
    """The numbers of the unruled tables beside which bare digits stand: rests of figures wrapped in narrow columns."""
    found: set[int] = set()
    for block, after in pairwise(blocks):
        for table, line in ((block, after), (after, block)):
            if isinstance(table, Table) and isinstance(line, Line) and not table.ruled:
                words = line.text.split()
                if words and all(word.isdecimal() for word in words):
                    found.add(table.number)
    return frozenset(found)


def own_tables(
    name: GridName, own: list[Table], over: Mapping[int, Sequence[str]], year: int | None, forms: Forms
) -> Chosen:
    """Of the tables in the grid's own part the one that is the whole grid, where there is one such and no rival to it.

    A rival is another whole grid that is not said to be another year's, a part of a grid under the form's own
    header, figures without words, and whatever has a row that the whole grid lacks.
    """
    if len(own) < 2:
        return Chosen(own)
    seen = [_seen(table, name, forms) for table in own]
    mine = [one for one in seen if one.whole and not is_of_another(over.get(one.table.number, ()), year)]
    if len(mine) != 1:
        return Chosen(own)
    rest = [one for one in seen if one is not mine[0]]
    if any(_is_rival(one, mine[0]) for one in rest):
        return Chosen(own)
    return Chosen([mine[0].table], tuple(one.table for one in rest))


def _is_rival(other: _Seen, grid: _Seen) -> bool:
    if other.whole:
        return False  # of another year: else there would be two
    return other.headed or not other.labelled <= grid.labelled or not _has_words(other.table)


def _has_words(table: Table) -> bool:
    return any(re.search(r"[\u3400-\u9fff]{2}", cell.text) for cell in table.cells)


def _seen(table: Table, name: GridName, forms: Forms) -> _Seen:
    labels = labels_of(forms, name)
    alignment = align(table_pieces([table]), labels)
    placements = [_placed(alignment, name, form_id, forms) for form_id in (form.id for form in forms.all)]
    labelled = {band.key for band in alignment.bands if band.key and band.cells}
    headed = len({column.key for column in alignment.header}) > 1
    return _Seen(table, frozenset(labelled), any(map(_is_whole, placements)), headed)


def _placed(alignment: Alignment, name: GridName, form_id: str, forms: Forms) -> Placement:
    form = forms.get(form_id).grid(name)
    if name == "appeals":
        return place_appeals(alignment, labels_of(forms, name), form)
    return place(alignment, form, ends_file=False)


def _is_whole(placement: Placement) -> bool:
    rows = len(placement.placed) + len(placement.absent)
    return not placement.open and not placement.lost and len(placement.placed) >= _FEWEST_ROWS * rows
