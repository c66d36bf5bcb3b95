"""place(alignment, form): which figure belongs in which column, as far as the bounds alone can tell.

The second of two steps. A row whose bounds are all there is placed; any other stays open,
with its pieces, for `solve`. Nothing is placed by counting from the top of a grid.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

from extract.flat.align import Alignment, Band
from extract.flat.gaps import (
    FIGURES_OF_TWO,
    before_gaps,
    displaced_rows,
    gathered_rows,
    lost_rows,
    rows_apart,
    torn_rows,
)
from extract.flat.lattice import by_lattice, falls_short, on_the_header, the_cell
from extract.flat.order import ColumnOrder
from extract.flat.pieces import Piece, out_of_step, starts, uneven
from extract.flat.regroup import regrouped
from extract.forms.fold import fold
from extract.forms.form import ColumnForm, GridForm, RowForm, SlotKey
from extract.grid import Reason


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row whose every cell is known: one piece a column, None for a cell that is known to be empty."""

    row: RowForm
    label: str
    cells: tuple[Piece | None, ...]


@dataclass(frozen=True, slots=True)
class OpenRow:
    """Cells whose figures are there but not their columns: one row, or grid 四 as a whole.

    ``slots`` and ``columns`` run side by side. ``numeral`` is that of the next label: the last digit may belong to it.
    """

    slots: tuple[SlotKey, ...]
    columns: tuple[ColumnForm, ...]
    label: str
    pieces: tuple[Piece, ...]
    reason: Reason
    numeral: str = ""


@dataclass(frozen=True, slots=True)
class ExtraCells:
    """A row of figures by words that are no label of the form, as many as its block has columns."""

    block: str
    label: str
    columns: tuple[ColumnForm, ...]
    cells: tuple[Piece | None, ...]


@dataclass(frozen=True, slots=True)
class Placement:
    """Every row of the form once, placed, open, lost (its figures are there without its label) or absent.

    ``leftover`` are figures that stand by nothing, the lost rows' own among them.
    """

    placed: tuple[PlacedRow, ...]
    open: tuple[OpenRow, ...]
    lost: tuple[RowForm, ...]
    absent: tuple[RowForm, ...]
    extra: tuple[ExtraCells, ...]
    leftover: tuple[Piece, ...]
    merged: bool


def place(alignment: Alignment, form: GridForm, *, whole: bool = True, ends_file: bool = True) -> Placement:
    """The rows of ``form`` with the pieces that stand in their cells.

    ``whole`` is False for lines beside tables: rows that they do not have are no gap. With
    ``ends_file`` neither are the rows behind the last, which the file's end cut off.
    """
    bands = _continued(list(alignment.bands), form)
    if not alignment.source.structured:
        bands = regrouped(bands, form)
    rows, merged = _printed_rows(bands, form)
    told = () if alignment.source.structured else alignment.source.pieces
    order = ColumnOrder(alignment.header, _leaning(bands, form), told)
    numerals = {row.key: _numeral(after) for row, after in pairwise(rows)}
    by_key = _by_key(bands)
    elsewhere = {row.key for row in rows if order.misleads(row)}
    found = [
        _one_row(row, by_key.get(row.key, []), alignment, order, numerals.get(row.key, ""), misled=row.key in elsewhere)
        for row in rows
    ]
    placed = [row for row in found if isinstance(row, PlacedRow)]
    opened = [row for row in found if isinstance(row, OpenRow)]
    absent = [row for row, one in zip(rows, found, strict=True) if one is None]
    extra, leftover = _beside(bands, {row.key for row in rows}, form)
    lost = lost_rows(bands, rows, absent)
    gone = tuple(row for row in absent if row not in lost)
    sure = {row.row.key for row in placed if on_the_header(row.cells, row.row, alignment)} if elsewhere else set()
    doubtful = {row.key for row in rows if row.key in elsewhere - sure and not order.follows(row)}
    if alignment.source.structured:
        doubtful |= torn_rows(bands, rows)
    elif whole:
        displaced = displaced_rows(bands, rows)
        apart = displaced | rows_apart(alignment, bands, form) | gathered_rows(bands, rows)
        elsewhere |= apart
        doubtful |= apart | before_gaps(rows, displaced.union(row.key for row in gone), ends_file=ends_file)
    opened = [replace(row, reason="order_unclear") if row.slots[0][0] in elsewhere else row for row in opened]
    opened += [
        open_row(row.row, row.label, tuple(cell for cell in row.cells if cell), "order_unclear")
        for row in placed
        if row.row.key in doubtful
    ]
    placed = [row for row in placed if row.row.key not in doubtful]
    return Placement(tuple(placed), tuple(opened), lost, gone, extra, leftover, bool(merged))


def _printed_rows(bands: list[Band], form: GridForm) -> tuple[list[RowForm], list[RowForm]]:
    """The rows that the source prints or lacks, and those of them that stand for several of the form's."""
    merged = [m.row for m in form.merged if any(b.key == m.row.key and b.cells for b in bands)]
    stands_for = {key for m in form.merged if m.row in merged for key in m.stands_for}
    # where the sub-rows are printed too, the outer label is only their heading
    if any(band.key in stands_for and band.cells for band in bands):
        merged = []
    return [row for row in (*form.rows, *merged) if not (merged and row.key in stands_for)], merged


def _by_key(bands: list[Band]) -> dict[str | None, list[Band]]:
    found: dict[str | None, list[Band]] = {}
    for band in bands:
        found.setdefault(band.key, []).append(band)
    return found


def _numeral(row: RowForm) -> str:
    return row.label[0] if row.label[0].isdecimal() else ""


def open_row(row: RowForm, label: str, pieces: tuple[Piece, ...], reason: Reason, numeral: str = "") -> OpenRow:
    """One row of the form left open."""
    slots = tuple((row.key, column.key) for column in row.columns)
    return OpenRow(slots, row.columns, label, pieces, reason, numeral)


def holds_others(row: OpenRow) -> bool:
    """Whether a row that lacks figures holds so many that add up to nothing that some may be another row's."""
    numbers = [piece.value.number for piece in row.pieces]
    short = row.reason == "row_incomplete" and row.columns[-1].key == "total" and len(numbers) >= FIGURES_OF_TWO
    return short and None not in numbers and sum(n or 0 for n in numbers[:-1]) != numbers[-1]


def _continued(bands: list[Band], form: GridForm) -> list[Band]:
    """Rows that a page break or an empty paragraph cut in two, joined where the parts make one whole row."""
    found: list[Band] = []
    for band in bands:
        before = found[-1] if found else None
        row = form.row(before.key) if before and before.key else None
        if (
            before is not None
            and row is not None
            and band.key is None
            and not band.label
            and (not before.cells or any(cell.kind == "figure" for cell in before.cells))
            and len(before.cells) + len(band.cells) == len(row.columns)
        ):
            found[-1] = replace(before, cells=before.cells + band.cells)
        else:
            found.append(band)
    return found


def _one_row(
    row: RowForm, own: list[Band], alignment: Alignment, order: ColumnOrder, numeral: str, *, misled: bool
) -> PlacedRow | OpenRow | None:
    """What the bands with this row's label come to; None where no label or no cell is there.

    ``misled``: the header has the row's columns in another order, or in none.
    """
    if not own:
        return None
    size, source = len(row.columns), alignment.source
    # a label may stand again over fewer cells, or none, where its row goes on; a whole row of empty cells is a copy
    filled = [band for band in own if _texts(band) or (source.structured and len(band.cells) == size)]
    band = (filled or own)[0]
    if any(_texts(other) != _texts(band) for other in filled[1:]):
        return open_row(row, band.label, tuple(p for b in filled for p in b.cells), "repeated")
    if source.structured and (misled or len(band.cells) != size):
        cells = by_lattice(band, row, alignment)
        if cells and (len(band.cells) != size or on_the_header(cells, row, alignment)):
            return PlacedRow(row, band.label, cells)
        if falls_short(band, row, alignment):
            return open_row(row, band.label, band.cells, "row_incomplete")
    fields = order.fields(row) if source.layout not in ("table", "positions") else ()
    if fields and band.cells:
        merged = _unrepeated(band.cells, fields, row)
        return PlacedRow(row, band.label, merged) if merged else open_row(row, band.label, band.cells, "order_unclear")
    if not band.cells:
        lost = source.bounded or _strayed(band, alignment)
        return open_row(row, band.label, (), "order_unclear" if lost else "row_incomplete")
    chosen = _arranged(band.cells, size, order.side, bounded=source.bounded)
    if isinstance(chosen, tuple):
        return PlacedRow(row, band.label, order.in_form(chosen, row))
    return open_row(row, band.label, band.cells, chosen, numeral)


def _unrepeated(cells: tuple[Piece, ...], fields: tuple[str, ...], row: RowForm) -> tuple[Piece, ...]:
    """One piece a column of a row whose merged cells are printed in each of their fields; none if they are not."""
    if len(cells) != len(fields) or any(cell.kind == "text" or cell.touches for cell in cells):
        return ()
    under = {
        column.key: [cell for key, cell in zip(fields, cells, strict=True) if key == column.key]
        for column in row.columns
    }
    found = tuple(cell for column in row.columns if (cell := the_cell(under[column.key])) is not None)
    return found if len(found) == len(row.columns) else ()


def _strayed(band: Band, alignment: Alignment) -> bool:
    """Whether a band without cells may have lost them to its neighbours: figures by other words, or beyond a break."""
    bands = alignment.bands
    at = next((i for i, other in enumerate(bands) if other.label == band.label and other.key == band.key), 0)
    beside = (*bands[max(at - 1, 0) : at], *bands[at + 1 : at + 2])
    return band.broken or any((other.key is None and other.cells) or uneven(other.cells) for other in beside)


def _texts(band: Band) -> list[str]:
    return [cell.text for cell in band.cells if cell.kind != "empty"]


def _arranged(
    cells: tuple[Piece, ...], size: int, side: str | None, *, bounded: bool
) -> tuple[Piece | None, ...] | Reason:
    """One piece a column, or why that cannot be told from the bounds."""
    while len(cells) > size and cells[0].kind == "text" and not fold(cells[0].text).isdecimal():
        cells = cells[1:]  # the rest of a label that is set in two cells
    if size > 1 and any(_glued(cell) for cell in cells):
        # the ends of figures that are broken in their cells stand in a line below: no run of digits
        return "order_unclear" if not bounded and uneven(cells) else "bounds_lost"
    if not bounded:
        if len(cells) == size and out_of_step(cells):
            return "order_unclear"
        if len(cells) == size and all(cell.kind == "figure" for cell in cells):
            return cells
        return "row_incomplete" if len(cells) < size else "row_overfull"
    if len(cells) <= size:
        return cells if len(cells) == size else "row_incomplete"
    found = starts(cells, size)
    if len(found) == 1 or (0 in found and side == "ahead"):
        return cells[found[0] : found[0] + size]
    if len(cells) - size in found and side == "behind":
        return cells[-size:]
    return "row_overfull"


def _glued(piece: Piece) -> bool:
    """Whether a figure may be several: letters stand against it, or no single number is written so."""
    return piece.touches or (piece.kind == "text" and piece.text.replace(" ", "").isdecimal())


def _leaning(bands: list[Band], form: GridForm) -> str | None:
    """On which side spans leave empty cells: told by the rows where only one side is possible."""
    votes = {"ahead": 0, "behind": 0}
    for band in bands:
        row = form.row(band.key) if band.key else None
        size = len(row.columns) if row else 0
        if row is None or len(band.cells) <= size:
            continue
        found = starts(band.cells, size)
        if len(found) == 1 and any(cell.kind != "empty" for cell in band.cells):
            votes["ahead"] += found[0] == 0
            votes["behind"] += found[0] == len(band.cells) - size
    if bool(votes["ahead"]) == bool(votes["behind"]):
        return None
    return "ahead" if votes["ahead"] else "behind"


def _beside(bands: list[Band], keys: set[str], form: GridForm) -> tuple[tuple[ExtraCells, ...], tuple[Piece, ...]]:
    """Rows that the form does not have, and figures that stand by nothing."""
    extra: list[ExtraCells] = []
    leftover: list[Piece] = []
    for band in bands:
        figures = [cell for cell in band.cells if cell.kind == "figure"]
        if band.key in keys or not figures:
            continue
        columns = next((row.columns for row in form.rows if row.key.startswith(f"{band.block}/")), ())
        cells = _arranged(band.cells, len(columns), None, bounded=True) if columns and band.label else None
        if isinstance(cells, tuple) and 2 <= len(band.label) <= 30:
            extra.append(ExtraCells(band.block, band.label, columns, cells))
        else:
            leftover += figures
    return tuple(extra), tuple(leftover)
