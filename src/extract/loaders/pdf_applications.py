"""Grid 三 without lines: its columns by the header's words, its rows by figures standing beside labels."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter

from extract.document import TableCell
from extract.loaders.pdf_labels import GROUP, LEAF, TOP, Label, words_to_labels
from extract.loaders.pdf_scan import PageScan
from extract.loaders.pdf_words import (
    Column,
    PlacedTable,
    Word,
    WordRow,
    cell_of,
    figures_to_columns,
    place_table,
    words_to_columns,
)

APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其[他它]", "[总合]计")
FEWEST_ROWS = 15
MOST_HEADER_ROWS = 14
LABEL_COLUMNS, HEADER_ROWS = 3, 3
COLUMNS = LABEL_COLUMNS + len(APPLICANTS)

_SPANNING = {"申请人情况": (0, 3, 1, 7), "法人或其他组织": (1, 4, 1, 5)}
_ENDS = re.compile(r"行政复议|行政诉讼|主要问题|第二十条|收到和处理")
_HEADS = re.compile(r"[（(][三四五][）)]")
_HEADS_OF_2021 = re.compile(r"[（(][三四五六][）)]")
_LAST = re.compile(r"四[、，.．]?结转")


@dataclass(frozen=True, slots=True)
class _Header:
    """The rows of a header, the columns it names, and the index of the first row below it."""

    rows: tuple[WordRow, ...]
    columns: tuple[Column, ...]
    end: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """One row of the grid: its label and the figures printed beside it, by column."""

    label: Label
    figures: dict[int, Word]


def read_applications(rows: Sequence[WordRow], scans: Sequence[PageScan]) -> Iterator[PlacedTable]:
    """Each grid 三 that is read whole and without doubt."""
    for start, row in enumerate(rows):
        header = _header(rows, start) if "本年新收" in row.text else None
        if header is None:
            continue
        body = _body(header, rows)
        entries = _entries(body, header.columns)
        cells = _cells(entries, scans) if entries else None
        if cells:
            cells += _header_cells(header, scans)
            yield place_table(cells, COLUMNS, [*header.rows, *body], scans)


def _header(rows: Sequence[WordRow], start: int) -> _Header | None:
    """The columns named above the first label, whose own figures may stand a little higher than itself."""
    above: list[WordRow] = []
    for row in reversed(rows[max(0, start - MOST_HEADER_ROWS) : start]):
        if _ENDS.search(row.text):
            break
        above.append(row)
    words = [word for row in reversed(above) for word in row.words if not word.figure]
    columns = words_to_columns((word for word in words if word.text not in _SPANNING), APPLICANTS)
    if columns is None:
        return None
    named = [word for column in columns for word in column.words]
    named += [word for word in words if word.text in _SPANNING]
    first, last = min(word.y for word in named) - 1, max(word.y for word in named)
    inside = tuple(row for row in reversed(above) if first < row.words[0].y <= last)
    return _Header(inside, columns, next(i for i, row in enumerate(rows) if row.words[0].y > last))


def _edge(columns: Sequence[Column]) -> float:
    """Where the figures' columns begin."""
    return columns[0].x - (columns[1].x - columns[0].x) / 2


def _body(header: _Header, rows: Sequence[WordRow]) -> list[WordRow]:
    """The rows down to 四、结转下年度继续办理, without headers repeated; none if the grid breaks off."""
    columns, edge, last = header.columns, _edge(header.columns), False
    known = {word.text for row in header.rows for word in row.words}
    out: list[WordRow] = []
    for row in rows[header.end :]:
        values = [word for word in row.words if word.x > edge]
        if last and (out[-1].words[-1].figure or not all(word.figure for word in row.words)):
            return out
        if all(word.text in known for word in row.words) and any(not word.figure for word in row.words):
            continue
        too_long = any(word.x1 > columns[0].x for word in row.words if word.x <= edge)
        if _ENDS.search(row.text) or too_long or not all(word.figure for word in values):
            break
        out.append(row)
        last = last or _LAST.search(row.text) is not None
    return out if last else []


def _entries(body: Sequence[WordRow], columns: Sequence[Column]) -> list[_Entry] | None:
    """The grid's rows, or None where a figure has no place, or a label no figure tells what it is."""
    edge = _edge(columns)
    labels = words_to_labels([word for row in body for word in row.words if word.x <= edge])
    if labels is None:
        return None
    placed: list[tuple[float, dict[int, Word]]] = []
    for words in _figure_rows([word for row in body for word in row.words if word.x > edge]):
        figures = figures_to_columns(words, columns)
        if figures is None:
            return None
        placed.append((words[0].y, figures))
    matched = _matched(placed, labels)
    if matched is None or len(matched) < FEWEST_ROWS:
        return None
    free = [label for label in labels if all(label is not entry.label for entry in matched)]
    return sorted([*matched, *(_Entry(label, {}) for label in free)], key=lambda entry: entry.label.y)


def _matched(placed: Sequence[tuple[float, dict[int, Word]]], labels: Sequence[Label]) -> list[_Entry] | None:
    """Each row of figures with the label beside it, or the only one that can be meant; None where none is."""
    out: list[_Entry] = []
    pending: list[tuple[int, dict[int, Word]]] = []
    heads = _heads(labels)
    free = [label for label in labels if not _is_result(label) and label not in heads]
    for y, figures in placed:
        beside = [label for label in free if label.stands_at(y)]
        if beside:
            label = min(beside, key=lambda label: (label.depth != LEAF, abs(label.y - y)))
            free.remove(label)
            out.append(_Entry(label, figures))
        elif out and out[-1].label.stands_at(y) and not out[-1].figures.keys() & figures.keys():
            out[-1] = _Entry(out[-1].label, out[-1].figures | figures)  # set higher or lower in the same row
        else:
            pending.append((len(out), figures))
    for at, found in reversed([(at, list(group)) for at, group in groupby(pending, key=itemgetter(0))]):
        between = _between(free, out, at)
        if len(between) != len(found):
            return None
        out[at:at] = [_Entry(label, figures) for label, (_, figures) in zip(between, found, strict=True)]
    in_order = all(above.label.y < below.label.y for above, below in pairwise(out))
    return out if in_order else None


def _heads(labels: Sequence[Label]) -> list[Label]:
    """The groups that have rows of their own: （三）, （四）, （五）, and （六） where a fourth 1. follows."""
    fourth = sum(label.depth == LEAF and label.number == 1 for label in labels) > 3
    pattern = _HEADS_OF_2021 if fourth else _HEADS
    return [label for label in labels if label.depth == GROUP and pattern.match(label.text)]


def _is_result(label: Label) -> bool:
    """Whether this is 三、本年度办理结果, which has rows but no figures of its own."""
    return label.depth == TOP and label.text.startswith("三")


def _between(free: Sequence[Label], out: Sequence[_Entry], at: int) -> list[Label]:
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


def _cells(entries: Sequence[_Entry], scans: Sequence[PageScan]) -> list[TableCell] | None:
    """Rows with each 1. … 8. beside its group, 三、 over all results; None where groups are unclear."""
    result = [entry for entry in entries if _is_result(entry.label)]
    groups = [e for e in entries if e.label.depth == GROUP and not e.figures]
    runs = [(run, _groups_of(run, groups)) for run in _runs([e for e in entries if e.label.depth == LEAF])]
    heads = [entry for _, over in runs for entry in over]
    rows = [entry for entry in entries if entry not in result and entry not in heads]
    inner = [index for index, entry in enumerate(rows) if entry.label.depth != TOP]
    twice = len(set(map(id, heads))) < len(heads)
    clear = all(len(over) < 2 for _, over in runs) and len(result) < 2 and not twice
    if not clear or not inner or inner != list(range(inner[0], inner[-1] + 1)):
        return None
    if any(label in [entry.label for entry in rows] for label in _heads([entry.label for entry in entries])):
        return None
    cells = [_label_cell(result[:1], scans, (HEADER_ROWS + inner[0], 0), len(inner))]
    for run, over in runs:
        cells.append(_label_cell(over, scans, (HEADER_ROWS + rows.index(run[0]), 1), len(run)))
    for row, entry in enumerate(rows, HEADER_ROWS):
        label, depth = entry.label, entry.label.depth
        cells.append(cell_of(label.text, label.words, scans, (row, depth), (1, LABEL_COLUMNS - depth)))
        for column in range(len(APPLICANTS)):
            cells.append(_value(entry.figures.get(column), scans, (row, LABEL_COLUMNS + column)))
    return cells


def _groups_of(run: Sequence[_Entry], groups: Sequence[_Entry]) -> list[_Entry]:
    """The groups' labels printed beside a stretch of rows."""
    first, last = run[0].label, run[-1].label
    return [g for g in groups if first.words[0].y - 12 <= g.label.y <= last.words[-1].y + 12]


def _label_cell(found: Sequence[_Entry], scans: Sequence[PageScan], at: tuple[int, int], height: int) -> TableCell:
    if not found:
        return cell_of("", (), scans, at, (height, 1))
    return cell_of(found[0].label.text, found[0].label.words, scans, at, (height, 1))


def _value(word: Word | None, scans: Sequence[PageScan], at: tuple[int, int]) -> TableCell:
    return cell_of(word.text, [word], scans, at) if word else cell_of("", [], scans, at)


def _runs(leaves: Sequence[_Entry]) -> list[list[_Entry]]:
    """Each stretch of 1., 2., 3., …"""
    out: list[list[_Entry]] = []
    for entry in leaves:
        if out and entry.label.number > out[-1][-1].label.number:
            out[-1].append(entry)
        else:
            out.append([entry])
    return out


def _header_cells(header: _Header, scans: Sequence[PageScan]) -> list[TableCell]:
    columns = header.columns
    words = [word for row in header.rows for word in row.words]
    note = [word for word in words if word.x <= _edge(columns)]
    corner = "\n".join(word.text for word in note)
    cells = [cell_of(corner, note, scans, (0, 0), (HEADER_ROWS, LABEL_COLUMNS))]
    for text, (row, left, height, width) in _SPANNING.items():
        found = [word for word in words if word.text == text]
        cells.append(cell_of(text if found else "", found, scans, (row, left), (height, width)))
    for index, column in enumerate(columns):
        outer = index in (0, len(columns) - 1)
        at, spans = (1 if outer else 2, LABEL_COLUMNS + index), (2 if outer else 1, 1)
        cells.append(cell_of(column.text, column.words, scans, at, spans))
    return cells
