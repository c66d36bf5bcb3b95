"""Sheets of a workbook: one for each table, streamed, and one for each report in the form's shape."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from math import ceil
from typing import TYPE_CHECKING

from rich.cells import cell_len

from extract.export.styles import PLAIN, Styles, number_format
from extract.export.tables import ExportTable, Field
from extract.forms.form import SlotKey
from extract.tables.arrow import ArrowTable
from extract.tables.facsimile import Box, Facsimile, shade_key
from extract.words import sentences
from extract.words.sentences import Lang, Phrase, say, word
from extract.words.vocabulary import COLUMN_COLUMNS, ROW_COLUMNS, in_words

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

CELL_TEXT = 32_767
"""Characters that a cell of a sheet holds."""
_NUMBERS = ("int32", "int64", "float64")
_NAMES_OF_THINGS = ("fiscal_year", "page", "pages", "line", "table_no", "row_no", "column_no", "part", "position")


@dataclass(frozen=True, slots=True)
class Marks:
    """Cells that fail (by report and cell path), and the comments that a workbook still has room for."""

    failing: Mapping[str, frozenset[tuple[str, SlotKey]]]
    lang: Lang

    def fails(self, report_id: str, grid: str, key: SlotKey) -> bool:
        """Whether a failing equation goes over the cell."""
        return (grid, key) in self.failing.get(report_id, ())


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A name that Excel takes and no other sheet has; adds it to ``taken``.

    >>> sheet_name("甲/乙县人民政府 2020", set()), sheet_name("a", {"a"})
    ('甲 乙县人民政府 2020', 'a 2')
    """
    base = re.sub(r"[\[\]:*?/\\']", " ", wanted).strip()[:31] or "-"
    name, number = base, 2
    while name.lower() in taken:
        end = f" {number}"
        name, number = base[: 31 - len(end)] + end, number + 1
    taken.add(name.lower())
    return name


def write_table(sheet: "Worksheet", table: ExportTable, styles: Styles, marks: Marks) -> int:
    """Writes a table under a frozen header, batch by batch; returns how many texts had to be cut.

    The header bears the columns' titles, a comment their names and descriptions.
    """
    lang = marks.lang
    words = [in_words(field.terms, lang) if field.name != "form" else {} for field in table.fields]
    for at, field in enumerate(table.fields):
        title = say((field.zh, field.en), lang) if field.name in table.cells else field.title(lang)
        sheet.write_string(0, at, title, styles.head)
        sheet.write_comment(0, at, f"{field.name}\n{field.zh if lang == 'zh' else field.en}", {"x_scale": 2})
        sheet.set_column(at, at, _width(field, table))
    sheet.set_row(0, 78 if table.grid else 32)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 4 if table.fields[0].name == "report_id" else 1)
    sheet.autofilter(0, 0, max(table.rows, 1), len(table.fields) - 1)
    plain = [field.name in _NAMES_OF_THINGS for field in table.fields]
    cut = 0
    for row, (values, states) in enumerate(_rows(table), 1):
        looks = _wide_looks(table, values, states, styles, marks) if states else _looks(table, values, styles, marks)
        for at, value in enumerate(values):
            look = looks.get(at)
            if isinstance(value, str):
                text = words[at].get(value, value)
                cut += len(text) > CELL_TEXT
                sheet.write_string(row, at, text[:CELL_TEXT], look)
            elif isinstance(value, int | float):
                form = styles.of(num_format=PLAIN if plain[at] else number_format(value))
                sheet.write_number(row, at, value, look or form)
            elif look is not None:
                sheet.write_blank(row, at, None, look)
    return cut


def _rows(table: ExportTable) -> Iterator[tuple[tuple[object, ...], tuple[object, ...] | None]]:
    """The values row by row, for a wide table with the states of its cells."""
    states = table.states() if table.states else None
    for batch in table.batches():
        rows = _columns_of(batch, table)
        beside = _columns_of(next(states), table) if states else repeat(None)
        yield from zip(rows, beside, strict=False)


def _columns_of(batch: ArrowTable, table: ExportTable) -> Iterator[tuple[object, ...]]:
    columns = batch.to_pydict()
    return zip(*(columns[field.name] for field in table.fields), strict=True)


def _width(field: Field, table: ExportTable) -> float:
    if table.grid and field.name not in ("report_id", "authority"):
        return 12
    if field.type in _NUMBERS:
        return 10
    return {
        "authority": 26,
        "path": 60,
        "title": 40,
        "verdict": 24,
        "text": 60,
        "message": 60,
        "message_zh": 60,
        "message_en": 60,
    }.get(field.name, 16)


def _wide_looks(
    table: ExportTable, values: Sequence[object], states: Sequence[object], styles: Styles, marks: Marks
) -> "dict[int, Format]":
    """The cells of a wide row that fail, are undecided or deduced."""
    looks: dict[int, Format] = {}
    for at, (field, state) in enumerate(zip(table.fields, states, strict=True)):
        key = table.cells.get(field.name)
        if key is None or table.grid is None:
            continue
        shade = "fails" if marks.fails(str(values[0]), table.grid, key) else _STATE_SHADES.get(str(state))
        if shade and state is not None:
            looks[at] = styles.shade(shade, num_format=number_format(values[at]))
    return looks


_STATE_SHADES = {"text": "open", "ambiguous": "open", "missing": "open", "deduced": "deduced"}


def _looks(table: ExportTable, values: Sequence[object], styles: Styles, marks: Marks) -> "dict[int, Format]":
    """The columns of a row that do not look like the others: what fails, what is undecided."""
    names = [field.name for field in table.fields]
    looks: dict[int, Format] = {}
    if table.name in ROW_COLUMNS:
        row = dict(zip(names, values, strict=True))
        shade = _shade(table, row, marks)
        if shade:
            looks[names.index("value")] = styles.shade(shade, num_format=number_format(row["value"]))
    for at, field in enumerate(table.fields):
        shade = _SHADED.get((field.name, str(values[at]))) if field.terms else None
        if shade:
            looks[at] = styles.shade(shade)
    return looks


_SHADED = {
    **{(f"verdict{of}", "inconsistent"): "fails" for of in ("", "_applications", "_appeals")},
    **{(f"verdict{of}", "doubtful"): "open" for of in ("", "_disclosure", "_applications", "_appeals")},
    ("outcome", "fails"): "fails",
    ("severity", "error"): "fails",
    ("severity", "warning"): "open",
    ("status", "unreadable"): "fails",
    ("status", "crashed"): "fails",
}


def _shade(table: ExportTable, row: Mapping[str, object], marks: Marks) -> str | None:
    grid = next(name for name in ROW_COLUMNS if name == table.name)
    place = str(row[ROW_COLUMNS[grid]])
    key = (f"{row['article']}/{place}" if grid == "disclosure" else place, str(row[COLUMN_COLUMNS[grid]]))
    if marks.fails(str(row["report_id"]), grid, key):
        return "fails"
    return _STATE_SHADES.get(str(row["state"]))


# ── a report ────────────────────────────────────────────────────────────────────────────────────────

_LABELS = 3
"""The columns that labels take; figures stand to their right, under each other in all three grids."""
_WIDTHS = (21, 17, 42, *[11] * 15)
_LINE_HEIGHT = 14


def write_report(
    sheet: "Worksheet", heading: tuple[str, str], grids: Sequence[tuple[Facsimile, str]], styles: Styles, lang: Lang
) -> None:
    """Writes a report's three grids under their verdicts, row by row, with a comment on each cell that is doubtful."""
    for at, width in enumerate(_WIDTHS):
        sheet.set_column(at, at, width)
    sheet.write_string(0, 0, heading[0], styles.title)
    sheet.write_url(1, 0, "internal:'" + _COVER[lang] + "'!A1", styles.link, string=say(("← 封面", "← Cover"), lang))
    sheet.write_string(1, 1, heading[1], styles.aside)
    sheet.freeze_panes(2, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    at = 3
    for drawn, verdict in grids:
        sheet.write_string(at, 0, word(_TITLES, drawn.name, lang), styles.section)
        sheet.write_string(at, 1, verdict, styles.aside)
        at += 1
        for row in range(drawn.height):
            for box in drawn.boxes:
                if box.row <= row < box.row + box.rows:
                    _write_box(sheet, at, box, row, (drawn, styles))
            sheet.set_row(at, _LINE_HEIGHT * max(_lines(box, drawn) for box in drawn.boxes if box.row == row) + 3)
            at += 1
        at += 1


_COVER: Mapping[Lang, str] = {"zh": "封面", "en": "Cover"}
_TITLES: Mapping[str, Phrase] = {str(name): phrase for name, phrase in sentences.GRID_TITLES.items()}


def _lines(box: Box, drawn: Facsimile) -> int:
    """How many lines a label needs in the room that its columns have; its first row has to hold them all."""
    first, last = _columns(box, drawn)
    return ceil(cell_len(box.text) / (sum(_WIDTHS[first : last + 1]) - 1)) or 1


def _columns(box: Box, drawn: Facsimile) -> tuple[int, int]:
    """The first and last column of the sheet that a box takes."""
    if drawn.name == "applications":
        return box.column, box.column + box.columns - 1
    if drawn.name == "appeals":
        return box.column + _LABELS, box.column + box.columns - 1 + _LABELS
    first = 0 if box.column == 0 else box.column + _LABELS - 1
    return first, box.column + box.columns - 1 + _LABELS - 1


def _write_box(sheet: "Worksheet", at: int, box: Box, row: int, of: tuple[Facsimile, Styles]) -> None:
    """One row of a box. Rows are written once and in order, so that a box of several is joined by its borders alone."""
    drawn, styles = of
    part = (row == box.row, row == box.row + box.rows - 1)
    first, last = _columns(box, drawn)
    look = _box_look(box, *part)
    if box.shown is not None:
        shown = box.shown
        form = styles.shade(shade_key(shown), num_format=number_format(shown.value), **look)
        if shown.value is None:
            sheet.write_string(at, first, box.text, form)
        else:
            sheet.write_number(at, first, shown.value, form)
        remark = shown.remark(drawn.lang)
        if remark:
            sheet.write_comment(at, first, remark, {"x_scale": 2.5, "y_scale": 1.2})
        return
    text = box.text if part[0] else ""
    if last > first:
        sheet.merge_range(at, first, at, last, text, styles.of(**look))
    else:
        sheet.write_string(at, first, text, styles.of(**look))


def _box_look(box: Box, top: bool, bottom: bool) -> "dict[str, str | int | bool]":
    look: dict[str, str | int | bool] = {"left": 1, "right": 1, "border_color": "#BFBFBF"}
    look |= {"top": 1} if top else {}
    look |= {"bottom": 1} if bottom else {}
    if box.kind == "cell":
        return look | {"align": "right", "valign": "vcenter"}
    wrap = {"text_wrap": True, "valign": "vcenter" if top and bottom else "top"}
    if box.kind == "head":
        return look | wrap | {"align": "center", "bg_color": "#F2F2F2"}
    return look | wrap | {"bg_color": "#FAFAFA"}


def reports_to_show(weights: Mapping[str, tuple[int, ...]], order: Sequence[str], most: int) -> Iterator[str]:
    """The reports that get a sheet: those with most to look at first, then the others in their order."""
    ranked = sorted(order, key=lambda one: [-count for count in weights.get(one, (0, 0, 0))])
    yield from ranked[:most]
