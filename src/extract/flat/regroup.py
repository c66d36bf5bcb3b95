"""regrouped(bands, form): labels and lines of figures that fell out of step, put in step again."""

from dataclasses import dataclass, replace
from itertools import groupby

from extract.flat.align import Band
from extract.flat.pieces import Piece
from extract.forms.form import GridForm


@dataclass(slots=True)
class _Spread:
    """A labelled band and the complete lines of figures after its label."""

    band: Band
    groups: list[tuple[Piece, ...]]
    whole: bool


def _from_above(bands: list[Band], form: GridForm) -> list[Band]:
    """Bands whose figures stand a line above their labels, moved down; in doubt, none of the block keeps its figures.

    It shows by a whole row of figures between a block's header and its first label.
    """
    found: list[Band] = []
    for _, group in groupby(bands, key=lambda band: band.block):
        block = list(group)
        keyed = [band for band in block if band.key]
        size = _size(form, keyed[0]) if keyed else 0
        first = block[0]
        figures = all(cell.kind == "figure" for cell in first.cells)
        if size < 2 or first.key or first.label or len(first.cells) != size or not figures:
            found += block
            continue
        lines = [first.cells, *(band.cells for band in keyed)]
        shifted = not lines[-1] and all(
            len(line) == _size(form, band) for line, band in zip(lines, keyed, strict=False)
        )
        found += [
            replace(band, cells=line) if shifted else replace(band, cells=(), broken=True)
            for band, line in zip(keyed, lines, strict=False)
        ]
        found += [band for band in block[1:] if not band.key]
    return found


def regrouped(bands: list[Band], form: GridForm) -> list[Band]:
    """Labels and lines of figures that fell out of step, put in step again.

    Where a label is wrapped, its figures may be printed a line above or below it: a row
    then seems to have two lines of figures and its neighbour none. Over a stretch of rows
    that follow each other in the form, as many complete lines of figures as labels belong
    to the labels in order. Anything else stays as it is.
    """
    bands = _from_above(bands, form)
    spread: list[_Spread] = []
    others: list[Band] = []
    order = [row.key for row in form.rows]
    for band in bands:
        row = form.row(band.key) if band.key else None
        if row is not None:
            spread.append(_Spread(band, *_groups(band.cells, len(row.columns))))
        elif spread and not band.label and any(cell.kind == "figure" for cell in band.cells):
            size = len(form.rows[0].columns) if spread[-1].band.key is None else _size(form, spread[-1].band)
            groups, whole = _groups(band.cells, size)
            spread[-1].groups += groups
            spread[-1].whole &= whole
            others.append(band)
        else:
            others.append(band)
    # a row left blank would shift the rest: only where figures and labels are as many in all
    if not any(len(item.groups) > 1 for item in spread) or sum(len(i.groups) for i in spread) != len(spread):
        return bands
    changed = False
    index = 0
    while index < len(spread):
        stop = _balanced(spread, index, order)
        if stop > index + 1:
            lines = [group for item in spread[index:stop] for group in item.groups]
            for item, group in zip(spread[index:stop], lines, strict=True):
                item.band = replace(item.band, cells=group)
            changed = True
        index = max(stop, index + 1)
    return [item.band for item in spread] + [b for b in others if b.label] if changed else bands


def _size(form: GridForm, band: Band) -> int:
    row = form.row(band.key or "")
    return len(row.columns) if row else 0


def _groups(cells: tuple[Piece, ...], size: int) -> tuple[list[tuple[Piece, ...]], bool]:
    """The complete rows of figures in ``cells``, and whether that is all of them."""
    lines: dict[int | None, list[Piece]] = {}
    for cell in cells:
        lines.setdefault(cell.place.line, []).append(cell)
    if all(len(line) == 1 for line in lines.values()) and size > 1:
        return [cells[i : i + size] for i in range(0, len(cells) - size + 1, size)], len(cells) % size == 0
    return [tuple(line) for line in lines.values() if len(line) == size], all(
        len(line) == size for line in lines.values()
    )


def _balanced(spread: list[_Spread], start: int, order: list[str]) -> int:
    """Past the end of the stretch from ``start`` that has as many lines as labels; ``start`` where none has."""
    lines = 0
    for index in range(start, min(start + 6, len(spread))):
        item = spread[index]
        if not item.whole or item.band.key not in order:
            return start
        before = spread[index - 1].band
        # a header stands between two blocks, and no figures get past it
        if index > start and before.block != item.band.block:
            return start
        if index > start and order.index(item.band.key) != order.index(before.key or "") + 1:
            return start
        lines += len(item.groups)
        if lines == index - start + 1:
            return index + 1
    return start
