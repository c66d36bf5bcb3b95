"""Cell: one value cell of a grid as a tidy record, with its labels as printed."""

from typing import NamedTuple

from extract.document import Place
from extract.forms import Forms, GridForm, GridName, without_numeral
from extract.grid import Grid, Number, Proof, Reason, Slot, State


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


def _cell(grid: GridName, slot: Slot, row_label: str, column_label: str, row: str | None = None) -> Cell:
    return Cell(
        grid, slot.key[0] if row is None else row, row_label, slot.key[1], column_label,
        slot.state, slot.value, slot.unit, slot.raw, slot.reason, slot.candidates, slot.proof, slot.place,
    )  # fmt: skip


def _labels(grid: Grid, form: GridForm) -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    """Row labels by row key and column labels by slot key: the form's own, then as printed over them."""
    every = [*form.rows, *(merged.row for merged in form.merged)]
    rows = {row.key: without_numeral(row.label) for row in every}
    columns = {(row.key, column.key): column.label for row in every for column in row.columns}
    printed = {(label.axis, label.key): label.text for label in grid.labels}
    rows.update({key: text for key in rows if (text := printed.get(("row", key)))})
    for row, column in columns:
        block = row.split("/")[0]
        text = printed.get(("column", f"{block}/{column}")) or printed.get(("column", column))
        if text:
            columns[row, column] = text
    return rows, columns


def tidy(grid: Grid, forms: Forms) -> tuple[Cell, ...]:
    """Every slot of ``grid`` as a `Cell`, in the form's order; rows the form does not have come last."""
    form = forms.get(grid.form or forms.all[0].id).grid(grid.name)
    rows, columns = _labels(grid, form)
    cells = [_cell(grid.name, s, rows.get(s.key[0], ""), columns.get(s.key, "")) for s in grid.slots]
    for extra in grid.extra:
        first = next((row.key for row in form.rows if row.key.startswith(f"{extra.block}/")), "")
        cells += [
            _cell(grid.name, s, extra.label, columns.get((first, s.key[1]), s.key[1]), f"{extra.block}/")
            for s in extra.slots
        ]
    return tuple(cells)
