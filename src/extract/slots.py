"""SlotMaker: the slots of one grid from what was placed, what was solved, and what is lost."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from extract.document import NOWHERE
from extract.flat.align import Alignment
from extract.flat.pieces import CELL_KINDS, Piece, Pieces
from extract.flat.place import OpenRow, PlacedRow, Placement, holds_others
from extract.forms.fold import KEPT, narrow
from extract.forms.form import ColumnForm, GridForm, SlotKey
from extract.forms.labels import Labels
from extract.forms.values import money_factor
from extract.grid import ExtraRow, Number, PrintedLabel, Reason, Slot
from extract.solve.decide import Decision, Solved

_MOST = 10**9  # no authority counts so many; a longer figure is several that run together
_UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff]")  # what a font draws without telling what it is
_MOST_MONEY = 10**12  # in grid 二, where a sum of money may be printed in 元


def printed_labels(alignment: Alignment, labels: Labels) -> tuple[PrintedLabel, ...]:
    """The labels as printed, where a row's or column's words are that label and nothing else."""
    found: dict[tuple[str, str], PrintedLabel] = {}
    for band in alignment.bands:
        if band.key and ("row", band.key) not in found:
            label = _whole_label(labels, "row", band.key, "", band.label)
            if label is not None:
                found["row", band.key] = label
    for column in alignment.header:
        key = f"{column.block}/{column.key}" if column.block else column.key
        if ("column", key) not in found:
            label = _whole_label(labels, "column", column.key, column.block, column.piece.text)
            if label is not None:
                found["column", key] = label
    return tuple(found.values())


@lru_cache(maxsize=4096)  # the same labels come again in every report
def _whole_label(
    labels: Labels, axis: Literal["row", "column"], key: str, block: str, text: str
) -> PrintedLabel | None:
    """The label that the words are, and nothing else; None where they are more, or another one."""
    if len(text) > KEPT or not any(mark.key == key and axis in ("row", mark.kind) for mark in labels.of(text)):
        return None
    return PrintedLabel(axis, f"{block}/{key}" if block else key, _one_line(text))


def _one_line(text: str) -> str:
    return text.replace("\n", "").strip()


def _several(piece: Piece) -> bool:
    """Whether a cell holds several figures and nothing else, be they apart or run together."""
    if len(piece.text) <= 1:
        return False
    words = narrow(piece.text).split()
    return all(word.isdecimal() for word in words) and (len(words) > 1 or len("".join(words)) > len(str(_MOST)) - 1)


def _is_count(number: Number, unit: str | None) -> bool:
    return isinstance(number, int) and unit != "万元" and abs(number) <= _MOST


class SlotMaker:
    """Makes the slots of one grid from what was placed, solved and lost."""

    def __init__(
        self,
        alignment: Alignment,
        form: GridForm,
        placement: Placement,
        solved: Solved,
        *,
        ends_file: bool,
        removed: bool,
        strayed: bool = False,
    ) -> None:
        self.alignment, self.form, self.placement = alignment, form, placement
        self.ends_file, self.removed = ends_file, removed
        self.name = form.name
        self.source: Pieces = alignment.source
        self.positions = self.source.layout == "positions"
        self.decisions = {decision.key: decision for decision in solved.decisions}
        self.last = self._last_figure()
        self.units = self._units()
        # figures that stand by nothing, or too many by one label, may be those of a row that has none
        overfull = any(row.reason == "row_overfull" or holds_others(row) for row in placement.open)
        self.loose = bool(strayed or placement.leftover or placement.lost or overfull)

    def slots(self) -> tuple[Slot, ...]:
        """Every slot of the form, in its order."""
        found: dict[SlotKey, Slot] = {}
        for row in self.placement.placed:
            for slot in self._placed(row):
                found[slot.key] = slot
        for opened in self.placement.open:
            for at, key in enumerate(opened.slots):
                found[key] = self._open(opened, at, key)
        for row_form in self.placement.lost:
            for column in row_form.columns:
                found[row_form.key, column.key] = Slot((row_form.key, column.key), "ambiguous", reason="label_lost")
        slots = [found.get(key) or self._missing(key) for key in self.form.slots(self.placement.merged)]
        if self.removed:
            slots = [Slot(slot.key, "ambiguous", reason="lines_removed") for slot in slots]
        return tuple(slots)

    def extra(self) -> tuple[ExtraRow, ...]:
        """The printed rows that the form does not have."""
        rows = []
        for row in () if self.removed else self.placement.extra:
            slots = tuple(
                self._slot(("", column.key), column, piece, row.block)
                for column, piece in zip(row.columns, row.cells, strict=True)
            )
            rows.append(ExtraRow(row.block, _one_line(row.label), slots))
        return tuple(rows)

    def _last_figure(self) -> Piece | None:
        """The figure that the file may break off in."""
        pieces = self.source.pieces
        if not (self.ends_file and self.source.open_end and pieces):
            return None
        # behind "9116." there may have been decimals
        last = pieces[-2] if len(pieces) > 1 and pieces[-1].text in (".", ",", "．") else pieces[-1]
        return last if last.kind in CELL_KINDS else None

    def _units(self) -> dict[tuple[str, str], Decimal]:
        """Money units that the header prints, by block and column."""
        found: dict[tuple[str, str], Decimal] = {}
        for column in self.alignment.header:
            factor = money_factor(column.piece.text) if self.name == "disclosure" else None
            if factor is not None:
                found[column.block, column.key] = factor
        return found

    def _placed(self, row: PlacedRow) -> list[Slot]:
        """The slots of a row whose every cell is known."""
        key, columns, cells = row.row.key, row.row.columns, row.cells
        block = key.split("/")[0]
        slots = [self._slot((key, c.key), c, piece, block) for c, piece in zip(columns, cells, strict=True)]
        if "blank" in [slot.state for slot in slots] and any(cell and _several(cell) for cell in cells):
            # a cell with two figures has one too many: it may be a blank one's
            slots = [
                Slot(s.key, "ambiguous", reason="order_unclear", place=s.place) if s.state == "blank" else s
                for s in slots
            ]
        return self._cut_off(row, slots) if self.ends_file and self._ends_file(row) else slots

    def _cut_off(self, row: PlacedRow, slots: list[Slot]) -> list[Slot]:
        """The slots of the row that the file ends in, without what may have been lost behind its end."""
        # among empty cells, one may be what a span left, and a figure of the row be lost behind the end
        unsure = any(cell is not None and cell.kind == "empty" for cell in self._beside(row))
        for at, (slot, piece) in enumerate(zip(slots, row.cells, strict=True)):
            # and a shifted row may add up: only a row of figures alone shows that it is whole
            lost = unsure or (piece is self.last and not self._is_complete(row, row.row.columns[-1]))
            if lost and slot.reason != "order_unclear":
                raw, place = (piece.text, piece.place) if piece else ("", NOWHERE)
                slots[at] = Slot(slot.key, "ambiguous", raw=raw, reason="cut_off", place=place)
        return slots

    def _beside(self, row: PlacedRow) -> Sequence[Piece | None]:
        """The cells that one row of figures holds: grid 四 is one, whatever its blocks."""
        return [c for r in self.placement.placed for c in r.cells] if self.name == "appeals" else row.cells

    def _ends_file(self, row: PlacedRow) -> bool:
        return any(cell is self.last or self._closes_file(cell) for cell in self._beside(row) if cell)

    def _is_complete(self, row: PlacedRow, column: ColumnForm) -> bool:
        """Whether the file ends with the grid's very last cell, and that cell is the sum of its row."""
        last = self.form.slots()[-1]
        numbers = [piece.value.number if piece else None for piece in row.cells]
        if (row.row.key, column.key) != last or self.name == "disclosure" or None in numbers:
            return False
        *addends, total = (number or 0 for number in numbers)
        return sum(addends) == total

    def _slot(self, key: SlotKey, column: ColumnForm, piece: Piece | None, block: str) -> Slot:
        if piece is None:
            return Slot(key, "blank")
        kind, number, unit = piece.value
        if isinstance(number, int) and -_MOST <= number <= _MOST and not (unit or column.money or self.positions):
            # nearly every cell; a third of the time of calling Slot, and there are hundreds a report
            return tuple.__new__(Slot, (key, "number", number, unit, piece.text, None, (), None, piece.place))
        if kind == "blank":
            return Slot(key, "blank", None, None, "", None, (), None, piece.place)
        if kind == "not_applicable":
            return Slot(key, "not_applicable", raw=piece.text, place=piece.place)
        counts = self.name != "disclosure"
        if number is None or abs(number) > _MOST_MONEY or (counts and not _is_count(number, unit)):
            if number is None and _UNKNOWN.search(piece.text):
                return Slot(key, "ambiguous", raw=piece.text, reason="signs_unknown", place=piece.place)
            return Slot(key, "text", raw=piece.text, reason="not_one_number", place=piece.place)
        if column.money and unit is None:
            factor = self.units.get((block, key[1]))
            if factor is not None:
                number, unit = float(Decimal(str(number)) * factor), "万元"
        if self.positions and piece.place.table_no is not None:
            return Slot(key, "deduced", number, unit, piece.text, None, (), "position", piece.place)
        return Slot(key, "number", number, unit, piece.text, place=piece.place)

    def _open(self, row: OpenRow, at: int, key: SlotKey) -> Slot:
        place = row.pieces[0].place if row.pieces else NOWHERE
        raw = " ".join(piece.text for piece in row.pieces)
        decision = self.decisions.get(key) or Decision(key)
        if not row.pieces and self.ends_file and (self.name == "appeals" or self._last_label(row)):
            return Slot(key, "ambiguous", reason="cut_off")
        if self.ends_file and (self._last_label(row) or any(piece is self.last for piece in row.pieces)):
            # what the file has lost may have been any of the row's figures
            return Slot(key, "ambiguous", raw=raw, reason=row.reason, place=place)
        if decision.blank:
            if not row.pieces and self.loose:
                return Slot(key, "ambiguous", reason="row_incomplete")
            return Slot(key, "blank", place=place)
        if decision.proof and decision.value is not None:
            decision = self._in_header_unit(row, decision)
            return Slot(key, "deduced", decision.value, decision.unit, raw, None, (), decision.proof, place)
        return Slot(key, "ambiguous", raw=raw, reason=row.reason, candidates=decision.candidates, place=place)

    def _closes_file(self, cell: Piece) -> bool:
        """Whether a cell stands in the last row of a file that ends in this grid, a bound behind it or not."""
        return self.source.structured and cell.row == self.source.pieces[-1].row

    def _in_header_unit(self, row: OpenRow, decision: Decision) -> Decision:
        """A deduced amount in the unit that the column's header prints, where the cell itself names none."""
        column = row.columns[row.slots.index(decision.key)]
        factor = self.units.get((decision.key[0].split("/")[0], decision.key[1]))
        if not column.money or decision.unit or factor is None or decision.value is None:
            return decision
        return replace(decision, value=float(Decimal(str(decision.value)) * factor), unit="万元")

    def _last_label(self, row: OpenRow) -> bool:
        return not self.alignment.bands or self.alignment.bands[-1].key == row.slots[0][0]

    def _missing(self, key: SlotKey) -> Slot:
        reason: Reason = "row_not_found"
        if self.placement.merged and any(key[0] in merged.stands_for for merged in self.form.merged):
            reason = "printed_as_one_row"
        elif not self.alignment.found:
            reason = "grid_not_found"
        elif self.ends_file:
            reason = "cut_off"
        return Slot(key, "missing", reason=reason)
