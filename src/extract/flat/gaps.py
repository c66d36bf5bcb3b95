"""Rows that something is missing beside: a label gone, a row cut in two, words and figures out of their order."""

from collections.abc import Sequence
from itertools import pairwise, takewhile

from extract.flat.align import Alignment, Band, HeaderColumn
from extract.flat.pieces import is_rest
from extract.forms.fold import fold
from extract.forms.form import GridForm, RowForm

_NAMES_OF_ROWS = ("total", "other")  # 总计 and 其他 name rows of grid 三 as well

FIGURES_OF_TWO = 3  # rows that lost their zeros still have a figure and a total


def lost_rows(bands: list[Band], rows: list[RowForm], absent: list[RowForm]) -> tuple[RowForm, ...]:
    """The absent rows whose figures are there: as many as the unlabelled figures could fill, where they stand."""
    found: list[RowForm] = []
    at = -1
    for band in bands:
        if band.key is not None:
            at = next((i for i, row in enumerate(rows) if row.key == band.key), at)
            continue
        figures = sum(cell.kind == "figure" for cell in band.cells)
        if not figures or (band.block and band.label):
            continue
        for row in rows[at + 1 :]:
            if row not in absent or figures <= 0:
                break
            found.append(row)
            figures -= len(row.columns)
    return tuple(found)


def torn_rows(bands: list[Band], rows: list[RowForm]) -> set[str]:
    """Rows beside a piece of a row: a page's end, or a line through a cell, may have cut figures of theirs off.

    A row that holds nothing may have lost all of them to figures that stand above it or below, by no label of the
    form or by the rest of its own. In grid 二 other words by figures are a row that the form does not have.
    """
    labels = {row.key: fold(row.label) for row in rows}
    found: set[str] = set()
    for band, after in pairwise(bands):
        # no figure goes on from a 0
        if band.key and after.key is None and any(cell.value.number for cell in band.cells):
            figures = _figures(after)
            if 0 < figures < len(after.cells) or (not after.label and 0 < figures < len(band.cells)):
                found.add(band.key)
        for empty, other in ((band, after), (after, band)):
            rest = fold(other.label) in labels.get(empty.key or "", "")
            strange = other.key is None and (rest or not other.block) and _figures(other)
            if empty.key and strange and not _figures(empty):
                found.add(empty.key)
    return found


def _figures(band: Band) -> int:
    return sum(cell.kind == "figure" or is_rest(cell) for cell in band.cells)


def displaced_rows(bands: list[Band], rows: list[RowForm]) -> set[str]:
    """Rows without figures whose labels a text prints behind rows that the form has after them.

    A text taken from a page block by block prints some labels apart from their figures; what such a row lacks
    stands elsewhere, and is not blank. And where such a label follows another without figures, both want the same.
    """
    at = {row.key: index for index, row in enumerate(rows)}
    keyed = [band for band in bands if band.key in at]
    found: set[str] = set()
    for before, band in pairwise(keyed):
        key, earlier = band.key or "", before.key or ""
        if at[earlier] > at[key] and not (before.cells and band.cells):
            found |= {key, earlier} if not before.cells else {key}
        elif earlier in found and not band.cells:
            found.add(key)
    return found


def before_gaps(rows: list[RowForm], gone: set[str], *, ends_file: bool) -> set[str]:
    """Rows after which a label is gone, without a trace or elsewhere: left blank, they take its row's figures.

    Where the file ends in the grid, the rows behind the last one are not gone but cut off. A
    neighbour with another number of columns cannot be mistaken for it.
    """
    last = max((i for i, row in enumerate(rows) if row.key not in gone), default=-1)
    seen = rows[: last + 1] if ends_file else rows
    return {
        row.key
        for row, after in pairwise(seen)
        if row.key not in gone and after.key in gone and len(row.columns) == len(after.columns)
    }


def gathered_rows(bands: list[Band], rows: list[RowForm]) -> set[str]:
    """Rows without figures, and a row beside them that does not add up: its figures may be theirs too.

    Figures stand behind their labels, so that few of them are those of rows above it.
    """
    by_key = {band.key: band for band in bands}
    found: set[str] = set()
    for index, row in enumerate(rows):
        band = by_key.get(row.key)
        if band is None or len(band.cells) < FIGURES_OF_TWO or row.columns[-1].key != "total" or _adds_up(band):
            continue
        whole = len(band.cells) == len(row.columns)
        for side in (rows[:index][::-1], rows[index + 1 :] if whole else []):
            bare = takewhile(lambda other: other.key in by_key and not by_key[other.key].cells, side)
            keys = {other.key for other in bare}
            found |= keys | {row.key} if keys and whole else keys
    return found


def _adds_up(band: Band) -> bool:
    *addends, total = (cell.value.number or 0 for cell in band.cells)
    return sum(addends) == total


def rows_apart(alignment: Alignment, bands: list[Band], form: GridForm) -> set[str]:
    """Rows whose figures stand in other lines than their labels, in a text that was not taken from its page row by row.

    It shows by words of the header behind the rows below it. While every row has all its figures, their order is that
    of the rows; where some lack figures, nothing tells whose the others are.
    """
    sizes = {row.key: len(row.columns) for row in form.rows}
    short = any(len(band.cells) < sizes[band.key] for band in bands if band.key in sizes)
    if not short or not _header_is_torn(alignment.header, bands, form):
        return set()
    return {
        band.key
        for band in bands
        if band.key in sizes and any(cell.place.line != band.place.line for cell in band.cells)
    } | {band.key for band in bands if band.key in sizes and not band.cells}


def _header_is_torn(header: Sequence[HeaderColumn], bands: list[Band], form: GridForm) -> bool:
    owners: dict[str, set[str]] = {}
    for row in form.rows:
        for key in (column.key for column in row.columns):
            owners.setdefault(key, set()).add(row.key.split("/")[0] if "/" in row.key else "")
    headed = {column.block for column in header}
    begun = {band.block: band.place.line or 0 for band in reversed(bands) if band.key}
    seen: set[tuple[str, str]] = set()
    for column in header:
        blocks = owners.get(column.key, {column.block})
        below = (column.piece.place.line or 0) > begun.get(column.block, 0) > 0
        if column.block not in blocks:
            # a word of one block by another, which is no harm where the block's own title is what is lost
            if (len(blocks) == 1 and blocks <= headed) or any(b in begun and b not in headed for b in blocks):
                return True
        elif below and (column.block, column.key) not in seen and column.key not in _NAMES_OF_ROWS:
            return True
        seen.add((column.block, column.key))
    return False
