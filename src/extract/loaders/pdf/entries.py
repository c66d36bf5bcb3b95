"""Entries of grid 三 without lines: each row of figures with the label that it stands beside."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter

from extract.loaders.pdf.columns import Column, figures_to_columns
from extract.loaders.pdf.labels import GROUP, LEAF, TOP, Label, words_to_labels
from extract.loaders.pdf.stacks import lines_to_figures
from extract.loaders.pdf.words import Word

FEWEST_ROWS = 15

CLEARLY = 0.3
"""A line of figures belongs to a label that is nearer than any other by this part of its height."""

_HEADS = re.compile(r"[（(][三四五][）)]")
_HEADS_OF_2021 = re.compile(r"[（(][三四五六][）)]")
_TOP_ROW = re.compile("[一二四][、，.．]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the grid: its label and the figures printed beside it, by column."""

    label: Label
    figures: dict[int, Word]


def read_entries(
    words: Sequence[Word], figures: Sequence[Word], columns: Sequence[Column], spans: Sequence[tuple[int, Word]]
) -> list[Entry] | None:
    """The grid's rows of its labels' words and its figures; ``spans`` are the names over several columns, with the first.

    None where a figure has no place, or a label no figure tells what it is.
    """
    labels = words_to_labels(words)
    if labels is None or len(labels) < FEWEST_ROWS:
        return None
    placed: list[tuple[float, dict[int, Word]]] = []
    for row in _figure_rows(figures):
        found = figures_to_columns(row, columns)
        if found is None:
            return None
        placed.append((row[0].y, found))
    matched = _matched(placed, labels)
    if matched is None:
        matched = _stacked(placed, labels, columns, spans)
    if matched is None:
        return None
    free = [label for label in labels if all(label is not entry.label for entry in matched)]
    return sorted([*matched, *(Entry(label, {}) for label in free)], key=lambda entry: entry.label.y)


def _matched(placed: Sequence[tuple[float, dict[int, Word]]], labels: Sequence[Label]) -> list[Entry] | None:
    """Each row of figures with the label beside it, or the only one that can be meant; None where none is."""
    out: list[Entry] = []
    pending: list[tuple[int, dict[int, Word]]] = []
    free = _rows_of(labels)
    for y, figures in placed:
        beside = [label for label in free if label.stands_at(y)]
        if beside:
            label = min(beside, key=lambda label: (label.depth != LEAF, abs(label.y - y)))
            free.remove(label)
            out.append(Entry(label, figures))
        elif out and out[-1].label.stands_at(y) and not out[-1].figures.keys() & figures.keys():
            out[-1] = Entry(out[-1].label, out[-1].figures | figures)  # set higher or lower in the same row
        else:
            pending.append((len(out), figures))
    for at, found in reversed([(at, list(group)) for at, group in groupby(pending, key=itemgetter(0))]):
        between = _between(free, out, at)
        if len(between) != len(found):
            return None
        out[at:at] = [Entry(label, figures) for label, (_, figures) in zip(between, found, strict=True)]
    in_order = all(above.label.y < below.label.y for above, below in pairwise(out))
    return out if in_order else None


def _stacked(
    placed: Sequence[tuple[float, dict[int, Word]]],
    labels: Sequence[Label],
    columns: Sequence[Column],
    spans: Sequence[tuple[int, Word]],
) -> list[Entry] | None:
    """Rows with figures on more than one line, each line with the label that is clearly nearest.

    The lines of each cell must stand about the middle of its label: with a line of another row among them they
    would not. So where a label or a figure is missing, nothing is told.
    """
    free = _rows_of(labels)
    rows: list[dict[int, list[Word]]] = [{} for _ in free]
    for y, figures in placed:
        apart = sorted((label.distance(y), index) for index, label in enumerate(free))
        height = max(word.bottom - word.top for word in figures.values())
        if len(apart) < 2 or apart[0][0] + CLEARLY * height > apart[1][0]:
            return None
        for column, word in figures.items():
            rows[apart[0][1]].setdefault(column, []).append(word)
    for label, row in zip(free, rows, strict=True):
        if not _beside(label, row.values()):
            return None
    mended = lines_to_figures(rows, columns, spans)
    return [Entry(label, row) for label, row in zip(free, mended, strict=True) if row]


def _beside(label: Label, cells: Collection[Sequence[Word]]) -> bool:
    """Whether the lines of each cell stand about the label's middle, or all cells' only ones anywhere beside it.

    Of a label that the page's end cuts, the middle tells nothing: what stands nearest is taken for its own.
    """
    if label.words[0].page != label.words[-1].page:
        return True
    if all(len(lines) == 1 and label.stands_at(lines[0].y) for lines in cells):
        return True
    return all(label.is_level_with(lines) for lines in cells)


def _rows_of(labels: Sequence[Label]) -> list[Label]:
    """The labels that have figures of their own."""
    heads = heads_of(labels)
    return [label for label in labels if not is_result(label) and label not in heads]


def heads_of(labels: Sequence[Label]) -> list[Label]:
    """The groups that have rows of their own: （三）, （四）, （五）, and （六） where a fourth 1. follows."""
    fourth = sum(label.depth == LEAF and label.number == 1 for label in labels) > 3
    pattern = _HEADS_OF_2021 if fourth else _HEADS
    return [label for label in labels if label.depth == GROUP and pattern.match("".join(label.text.split()))]


def is_result(label: Label) -> bool:
    """Whether this is 三、本年度办理结果, which has rows but no figures of its own."""
    return label.depth == TOP and not _TOP_ROW.match(label.text)


def _between(free: Sequence[Label], out: Sequence[Entry], at: int) -> list[Label]:
    """The labels without figures that could stand between two rows with figures."""
    above = out[at - 1].label.y if at else 0.0
    below = out[at].label.y if at < len(out) else 1e12
    return [label for label in free if above < label.y < below]


def _figure_rows(figures: Sequence[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    for word in sorted(figures, key=lambda word: word.y):
        if rows and word.y - rows[-1][0].y < (word.bottom - word.top) / 2:
            rows[-1].append(word)
        else:
            rows.append([word])
    return rows
