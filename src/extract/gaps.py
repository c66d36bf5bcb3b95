"""Rows that something is missing beside: a label gone, a row cut in two by a page's end."""

from itertools import pairwise

from extract.align import Band
from extract.forms import RowForm


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


def torn_rows(bands: list[Band]) -> set[str]:
    """Rows beside a piece of a row: a page's end, or a line through a cell, may have cut figures of theirs off.

    A row that holds nothing may have lost all of them to figures that stand by no label of the form, above it or below.
    """
    found: set[str] = set()
    for band, after in pairwise(bands):
        if band.key and after.key is None:
            figures = _figures(after)
            if 0 < figures < len(after.cells) or (not after.label and 0 < figures < len(band.cells)):
                found.add(band.key)
        for empty, other in ((band, after), (after, band)):
            strange = other.key is None and not (other.block and other.label) and _figures(other)
            if empty.key and strange and not _figures(empty):
                found.add(empty.key)
    return found


def _figures(band: Band) -> int:
    return sum(cell.kind == "figure" for cell in band.cells)


def before_gaps(rows: list[RowForm], absent: list[RowForm], lost: tuple[RowForm, ...], *, ends_file: bool) -> set[str]:
    """Rows after which a label is gone without a trace: left blank, such a row takes its neighbour's figures.

    Where the file ends in the grid, the rows behind the last one are not gone but cut off. A
    neighbour with another number of columns cannot be mistaken for it.
    """
    gone = {row.key for row in absent if row not in lost}
    last = max((i for i, row in enumerate(rows) if row.key not in gone), default=-1)
    seen = rows[: last + 1] if ends_file else rows
    return {
        row.key
        for row, after in pairwise(seen)
        if row.key not in gone and after.key in gone and len(row.columns) == len(after.columns)
    }
