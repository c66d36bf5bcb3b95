"""Grid 四: one row of fifteen figures under a header of two or three lines, or its three blocks one by one."""

from collections import Counter
from dataclasses import dataclass, field, replace

from extract.flat.align import Alignment
from extract.flat.headed import goes_on, header_rows, in_order, marks_of, unbroken
from extract.flat.order import disordered, segments
from extract.flat.pieces import CELL_KINDS, Piece, Pieces, rows_of, starts
from extract.flat.place import OpenRow, PlacedRow, Placement
from extract.forms.fold import fold
from extract.forms.form import ColumnForm, GridForm, SlotKey
from extract.forms.labels import Labels
from extract.grid import Reason

_MANY = 4  # cells that make a row of figures out of a row with a word in it


@dataclass(slots=True)
class _Group:
    """Figures in a row, and the labels that stand between them and the figures before."""

    channels: list[str] = field(default_factory=list)
    results: list[str] = field(default_factory=list)
    cells: list[Piece] = field(default_factory=list)


def place_appeals(alignment: Alignment, labels: Labels, form: GridForm) -> Placement:
    """The fifteen cells of ``form``: placed where the labels tell the order, else open as a whole."""
    alignment = replace(alignment, source=unbroken(alignment.source, labels))
    groups = _grouped(alignment, labels)
    filled = [g for g in groups if any(cell.kind != "empty" for cell in g.cells) or _blank_block(g)]
    filled = filled or [g for g in groups if g.cells][:1]
    if not alignment.found:
        return Placement((), (), (), form.rows, (), (), False)
    mixed = _mixed(alignment.source, form)
    placed = (
        ()
        if mixed
        else _crosswise(alignment.source, form, labels)
        or _whole(filled, form)
        or _blocks(filled, form, alignment.channels)
        or _pairs(filled, form)
        or _marks_alone(filled, form)
    )
    if placed and (alignment.source.bounded or _in_step(placed)):
        return Placement(placed, (), (), (), (), (), False)
    pieces = tuple(cell for group in filled for cell in group.cells)
    source = alignment.source
    hidden = source.bounded or any(any(sign.isdecimal() for sign in p.text) for p in source.aside)
    hidden = hidden or any(p.kind == "text" and labels.leave_signs(p.text) for p in source.pieces)
    opened = _left_open(filled, pieces, form, hidden=hidden)
    mixed = mixed or (len(filled) > 1 and [set(g.channels) for g in filled] != [{row.key} for row in form.rows])
    return Placement((), (replace(opened, reason="order_unclear") if mixed else opened,), (), (), (), (), False)


def _in_step(rows: tuple[PlacedRow, ...]) -> bool:
    """Whether the figures stand in one line, in blocks a line or one a line; in lines of other lengths, whether they add up.

    A figure that is wrapped in its cell stands a line below the others, and read on it would shift them all.
    """
    lines = Counter(cell.place.line for row in rows for cell in row.cells if cell)
    if len(lines) == 1 or all(size in (1, len(rows[0].cells)) for size in lines.values()):
        return True
    return _add_up(rows)


def _add_up(rows: tuple[PlacedRow, ...]) -> bool:
    numbers = [[cell.value.number if cell else None for cell in row.cells] for row in rows]
    return all(None not in row and sum(n or 0 for n in row[:-1]) == row[-1] for row in numbers)


def _mixed(source: Pieces, form: GridForm) -> bool:
    """Whether some line prints blocks or results in another order than the form."""
    if source.structured:
        return False
    results = tuple(fold(column.label) for column in form.rows[0].columns)
    channels = tuple(fold(row.label) for row in form.rows)
    others = tuple(dict.fromkeys(fold(label) for row in form.rows for label in row.path))
    # of a header printed downwards the lines hold no pair of letters of any label, and pass for sentences
    downwards = [piece for piece in source.aside if all(len(word) == 1 for word in piece.text.split())]
    letters = [piece._replace(text=word) for piece in downwards for word in piece.text.split()]
    lines = segments([*source.pieces, *letters])
    return disordered(lines, [results], turns=len(channels)) or disordered(lines, [channels], others)


def _left_open(filled: list[_Group], pieces: tuple[Piece, ...], form: GridForm, *, hidden: bool) -> OpenRow:
    """The whole grid left open.

    Where no figures are found they are not blank when ``hidden``: a source that shows empty cells lacks the row
    itself, and words or sentences with digits may hold it.
    """
    slots, columns = _all_slots(form)
    reason: Reason = "row_incomplete" if len(pieces) < len(slots) else "row_overfull"
    if not pieces and hidden:
        reason = "order_unclear"
    elif any(p.touches or p.kind == "text" for p in pieces):
        reason = "bounds_lost"
    elif len(pieces) == len(slots) or not all(in_order(group.results, form) for group in filled):
        reason = "order_unclear"
    return OpenRow(slots, columns, "", pieces, reason)


def _all_slots(form: GridForm) -> tuple[tuple[SlotKey, ...], tuple[ColumnForm, ...]]:
    return form.slots(), tuple(column for row in form.rows for column in row.columns)


def _grouped(alignment: Alignment, labels: Labels) -> list[_Group]:
    """The pieces in order, cut wherever labels follow figures. Empty cells of the header's own rows do not count."""
    groups = [_Group()]
    structured = alignment.source.structured
    headed = header_rows(alignment.source, labels) if structured else set()
    bare = Counter(
        p.row for p in alignment.source.pieces if structured and p.kind in CELL_KINDS and p.row not in headed
    )
    for piece in alignment.source.pieces:
        marks = marks_of(piece, labels) if piece.kind == "text" else []
        if marks:
            # empty cells amid the header are merged ones, but a block of five may be left blank
            if any(cell.kind != "empty" for cell in groups[-1].cells) or _blank_block(groups[-1]):
                groups.append(_Group())
            groups[-1].cells.clear()
            groups[-1].channels += [mark.key for mark in marks if mark.kind == "row"]
            groups[-1].results += [mark.key for mark in marks if mark.kind == "column"]
        elif _fills(piece, structured=structured, headed=headed, bare=bare) or (
            alignment.source.bounded and not structured and labels.leave_signs(piece.text)
        ):
            groups[-1].cells.append(piece)
    return groups


def _fills(piece: Piece, *, structured: bool, headed: set[int], bare: Counter[int]) -> bool:
    """Whether a piece is a cell of the row of figures: empty cells and words in the header's rows are not."""
    if piece.kind == "figure":
        return True
    if piece.kind == "empty":
        return not (structured and piece.row in headed)
    # "00" and "13*" are no number, and no words either
    return piece.kind == "text" and (bare[piece.row] >= _MANY or fold(piece.text).isdecimal())


def _blank_block(group: _Group) -> bool:
    return (
        bool(group.cells)
        and len(group.cells) == len(group.results) == len(set(group.results))
        and len(set(group.channels)) == 1
    )


def _sound(cells: list[Piece]) -> bool:
    return not any(cell.touches for cell in cells)


def _rows(cells: list[Piece], form: GridForm) -> tuple[PlacedRow, ...]:
    size = len(form.rows[0].columns)
    return tuple(PlacedRow(row, "", tuple(cells[i * size : (i + 1) * size])) for i, row in enumerate(form.rows))


def _whole(filled: list[_Group], form: GridForm) -> tuple[PlacedRow, ...]:
    """One run of fifteen cells under a header in the form's order."""
    if len(filled) != 1:
        return ()
    group = filled[0]
    cells = _trimmed(group.cells, len(form.slots()))
    order = [row.key for row in form.rows]
    channels = list(dict.fromkeys(group.channels))
    if len(cells) != len(form.slots()) or not _sound(cells):
        return ()
    rows = _rows(cells, form)
    told = in_order(group.results, form) or (goes_on(group.results, form) and _add_up(rows))
    return rows if told and channels == sorted(channels, key=order.index) else ()


def _trimmed(cells: list[Piece], size: int) -> list[Piece]:
    """The cells without empty ones beyond ``size`` that spans left, where only one stretch of that size has all figures."""
    found = starts(cells, size) if len(cells) > size else ()
    return cells[found[0] : found[0] + size] if len(found) == 1 else cells


def _blocks(filled: list[_Group], form: GridForm, printed: tuple[str, ...]) -> tuple[PlacedRow, ...]:
    """Runs of five under the labels of their own blocks: three runs, or two of five and ten.

    ``printed`` are the labels of the blocks in their order, those that are broken over lines among them.
    """
    order, size = [row.key for row in form.rows], len(form.rows[0].columns)
    found: dict[str, tuple[Piece, ...]] = {}
    for index, group in enumerate(filled):
        channels = list(dict.fromkeys(group.channels))
        if not channels and len(printed) == len(filled):
            channels = [printed[index]]
        if not channels or len(group.cells) != size * len(channels) or channels != sorted(channels, key=order.index):
            return ()
        if len(channels) > 1 and len(group.results) != len(group.cells):
            return ()
        if found.keys() & set(channels) or not _sound(group.cells) or not in_order(group.results, form):
            return ()
        found |= {key: tuple(group.cells[at * size : (at + 1) * size]) for at, key in enumerate(channels)}
    return tuple(PlacedRow(row, "", found[row.key]) for row in form.rows) if len(found) == len(form.rows) else ()


def _crosswise(source: Pieces, form: GridForm, labels: Labels) -> tuple[PlacedRow, ...]:
    """A table with a row a result and a column a channel: three labels of channels above, each over its own cells."""
    if source.layout != "table":
        return ()
    over: dict[str, tuple[int, int]] = {}
    found: dict[SlotKey, Piece] = {}
    for row in (source.pieces[start:end] for start, end in rows_of(source.pieces)):
        marks = [(piece, mark) for piece in row if piece.kind == "text" for mark in labels.of(piece.text)[:1]]
        channels = {mark.key: (p.column, p.column + p.column_span) for p, mark in marks if mark.kind == "row"}
        results = [mark.key for _, mark in marks if mark.kind == "column"]
        if not results and not found:
            if over.keys() & channels.keys():
                return ()
            over |= channels
            continue
        cells = {(piece.column, piece.column + piece.column_span): piece for piece in row if piece.kind in CELL_KINDS}
        if channels or len(results) != 1 or len(row) != len(over) + 1 or not set(over.values()) <= cells.keys():
            return ()
        if (next(iter(over), ""), results[0]) in found:
            return ()
        found |= {(channel, results[0]): cells[edges] for channel, edges in over.items()}
    if len(found) != len(form.slots()):
        return ()
    return tuple(PlacedRow(row, "", tuple(found[row.key, column.key] for column in row.columns)) for row in form.rows)


def _pairs(filled: list[_Group], form: GridForm) -> tuple[PlacedRow, ...]:
    """Every figure behind its own result's label, under the block's label that came last."""
    found: dict[SlotKey, Piece] = {}
    channel: str | None = None
    for group in filled:
        channel = group.channels[-1] if group.channels else channel
        if channel is None or len(group.cells) != 1 or len(group.results) != 1 or not _sound(group.cells):
            return ()
        key = (channel, group.results[0])
        if key in found:
            return ()
        found[key] = group.cells[0]
    if len(found) != len(form.slots()):
        return ()
    return tuple(PlacedRow(row, "", tuple(found[row.key, column.key] for column in row.columns)) for row in form.rows)


def _marks_alone(filled: list[_Group], form: GridForm) -> tuple[PlacedRow, ...]:
    """Fifteen marks such as -, under the labels of all blocks: in whatever order they stand, every cell holds the same."""
    cells = [cell for group in filled for cell in group.cells]
    named = {channel for group in filled for channel in group.channels} == {row.key for row in form.rows}
    marks = len({cell.text for cell in cells}) == 1 and cells[0].value.kind == "not_applicable"
    return _rows(cells, form) if named and marks and len(cells) == len(form.slots()) else ()
