"""Cell: one value cell of a grid as a tidy record, with its labels as printed."""

from functools import lru_cache
from typing import NamedTuple

from extract.document import Place
from extract.forms.form import Forms, GridForm, GridName, SlotKey, without_numeral
from extract.grid import Grid, Number, PrintedLabel, Proof, Reason, Slot, State


class Cell(NamedTuple):
    """A value cell: ``row`` and ``column`` are keys of the contract, the labels are as printed.

    For grid 二 ``row`` is ``article/item`` (``20.1/rules``); a printed row that the form does
    not have keeps its ``row_label`` and has the item None (``20.1/``).
    """

    grid: GridName
    row: str
    row_label: str
    column: str
    column_label: str
    state: State
    value: Number | None
    unit: str | None
    raw: str
    reason: Reason | None
    candidates: tuple[Number, ...]
    proof: Proof | None
    place: Place

    @property
    def path(self) -> str:
        """The cell's name as ``extract trace`` takes it: ``applications/new/total``."""
        return f"{self.grid}/{self.row}/{self.column}"

    @property
    def in_form(self) -> bool:
        """Whether the form has this cell; False for rows the authority added."""
        return not self.row.endswith("/")


def _cell(grid: GridName, slot: Slot, row: str, row_label: str, column_label: str) -> Cell:
    key, state, value, unit, raw, reason, candidates, proof, place = slot
    made = (grid, row, row_label, key[1], column_label, state, value, unit, raw, reason, candidates, proof, place)
    return tuple.__new__(Cell, made)  # a third of the time of calling Cell, and there are hundreds a report


@lru_cache(maxsize=256)
def _labels(form: GridForm, printed: tuple[PrintedLabel, ...]) -> tuple[dict[str, str], dict[SlotKey, str]]:
    """Row labels by row key and column labels by slot key: the form's own, then as printed over them.

    Reports that are printed alike share them.
    """
    every = [*form.rows, *(merged.row for merged in form.merged)]
    rows = {row.key: without_numeral(row.label) for row in every}
    columns = {(row.key, column.key): column.label for row in every for column in row.columns}
    texts = {(label.axis, label.key): label.text for label in printed}
    rows.update({key: text for key in rows if (text := texts.get(("row", key)))})
    for row, column in columns:
        block = row.split("/")[0]
        text = texts.get(("column", f"{block}/{column}")) or texts.get(("column", column))
        if text:
            columns[row, column] = text
    return rows, columns


def tidy(grid: Grid, forms: Forms) -> tuple[Cell, ...]:
    """Every slot of ``grid`` as a `Cell`, in the form's order; rows the form does not have come last."""
    form = forms.get(grid.form or forms.all[0].id).grid(grid.name)
    rows, columns = _labels(form, grid.labels)
    cells = [_cell(grid.name, s, s.key[0], rows.get(s.key[0], ""), columns.get(s.key, "")) for s in grid.slots]
    for extra in grid.extra:
        first = next((row.key for row in form.rows if row.key.startswith(f"{extra.block}/")), "")
        cells += [
            _cell(grid.name, s, f"{extra.block}/", extra.label, columns.get((first, s.key[1]), s.key[1]))
            for s in extra.slots
        ]
    return tuple(cells)
