"""Grid 三 without lines: its columns by the header's words, its rows by figures standing beside labels."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter

from extract.document import TableCell
from extract.loaders.pdf_columns import Column, columns_of, figures_to_columns
from extract.loaders.pdf_labels import GROUP, LEAF, TOP, Label, words_to_labels
from extract.loaders.pdf_names import column_patterns
from extract.loaders.pdf_scan import PageScan
from extract.loaders.pdf_words import PlacedTable, Word, WordRow, cell_of, place_table, word_of

FEWEST_ROWS = 15
MOST_HEADER_ROWS = 14
LABEL_COLUMNS, HEADER_ROWS = 3, 3

_SPANNING = {"申请人情况": (0, 3, 1, 7), "法人或其他组织": (1, 4, 1, 5)}
_ENDS = re.compile(r"行政复议|行政诉讼|主要问题|第二十条|收到和处理")
_HEADS = re.compile(r"[（(][三四五][）)]")
_HEADS_OF_2021 = re.compile(r"[（(][三四五六][）)]")
_FIRST = re.compile(r"一[、，.．]本年|本年新收")
_LAST = re.compile(r"四[、，.．]?结转")
_TOP_ROW = re.compile("[一二四][、，.．]")
_LAST_LABEL = "四、结转下年度继续办理"
_WHOLE = "申请人情况"
_CORNER = ("申请人", "自然")
_NOTE = ("（本列", "(本列")
_LONE_FIGURE = re.compile(r"[\d０-９]+")


@dataclass(frozen=True, slots=True)
class _Body:
    """The grid from its header down: what of it is header, labels and figures, and the rows it was printed on."""

    rows: tuple[WordRow, ...]
    header: tuple[Word, ...]
    note: tuple[Word, ...]
    labels: tuple[Word, ...]
    figures: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """One row of the grid: its label and the figures printed beside it, by column."""

    label: Label
    figures: dict[int, Word]


def read_applications(rows: Sequence[WordRow], scans: Sequence[PageScan]) -> Iterator[PlacedTable]:
    """Each grid 三 that is read whole and without doubt."""
    rows = [WordRow(tuple(part for word in row.words for part in _off_the_note(word))) for row in rows]
    for start, row in enumerate(rows):
        body = _body(rows, start) if _FIRST.search(row.name) else None
        columns = _columns(body) if body else None
        if body is None or columns is None:
            continue
        entries = _entries(body, columns)
        cells = _cells(entries, len(columns), scans) if entries else None
        if cells:
            cells += _header_cells(body, columns, scans)
            yield place_table(cells, LABEL_COLUMNS + len(columns), body.rows, scans)


def _off_the_note(word: Word) -> tuple[Word, ...]:
    """The word, or the note in the corner and the header's first name where they are printed without a gap."""
    cut = len(word.glyphs) - len(_WHOLE)
    if cut <= 0 or not word.name.endswith(_WHOLE) or len(word.glyphs) != len(word.text):
        return (word,)
    return word_of(word.glyphs[:cut], word.page), word_of(word.glyphs[cut:], word.page)


def _columns(body: _Body) -> tuple[Column, ...] | None:
    """The columns of the first form whose names stand over the figures."""
    names = [word for word in body.header if word.name not in _SPANNING]
    tried = (columns_of(body.figures, names, form) for form in column_patterns("applications"))
    return next(filter(None, tried), None)


def _body(rows: Sequence[WordRow], start: int) -> _Body | None:
    """The grid whose first label stands in this row; None where it breaks off, or words stand among its figures."""
    begin, end = _begin(rows, start), _end(rows, start)
    words = [word for row in rows[begin:end] for word in row.words]
    corner = [word.x0 for word in words if word.name.startswith(_CORNER)]
    if begin is None or end is None or not corner:
        return None
    # labels end left of the header, and figures begin right of the labels
    edge = max((word.x1 for word in words if word.x0 < min(corner) - 1 and not word.figure), default=0.0) - 1
    if edge >= min(corner):
        return None
    body_at = max((i for i in range(begin, start) if not _all_figures(rows[i])), default=start - 1) + 1
    header = [word for row in rows[begin:body_at] for word in row.words if not word.figure]
    known = {word.text for word in header}
    body = [row for row in rows[body_at:end] if not _is_header(row, known, edge)]
    inner = [word for row in body for word in row.words if word.text not in known]
    labels = tuple(word for word in inner if word.x0 < edge)
    figures = tuple(word for word in inner if word.x0 >= edge)
    if not all(word.figure for word in figures) or any(_LONE_FIGURE.fullmatch(word.text) for word in labels):
        return None
    return _Body(
        tuple(rows[begin:end]),
        tuple(word for word in header if word.x0 >= edge),
        tuple(word for word in header if word.x0 < edge),
        labels,
        figures,
    )


def _begin(rows: Sequence[WordRow], start: int) -> int | None:
    """The index of the header's first row: that with its first name, or with the note in the corner."""
    begin = None
    for index in range(start - 1, max(-1, start - MOST_HEADER_ROWS - 1), -1):
        if _ENDS.search(rows[index].name):
            break
        if any(word.name.startswith((*_SPANNING, *_CORNER, *_NOTE)) for word in rows[index].words):
            begin = index
    return begin


def _end(rows: Sequence[WordRow], start: int) -> int | None:
    """The index below 四、结转下年度继续办理 and its figures, which may stand half a line lower; None without it."""
    for index in range(start, len(rows)):
        found = next((word for word in rows[index].words if _LAST.match(word.name)), None)
        if found:
            label, below = found, index + 1
            while below < len(rows) and _goes_on(rows[below], label, rows[below - 1]):
                below += 1
            return below
        if _ENDS.search(rows[index].name):
            return None
    return None


def _goes_on(row: WordRow, label: Word, before: WordRow) -> bool:
    """Whether the row under the last label still belongs to it: its figures, or the rest of its words."""
    near = row.page == label.page and row.top - before.bottom < label.bottom - label.top
    rest = [word for word in row.words if not word.figure]
    if not near or (rest and before.page != label.page):
        return False
    figures = len(rest) < len(row.words)
    return all(word.name in _LAST_LABEL and abs(word.x0 - label.x0) < 3 for word in rest) and (
        bool(rest) or (figures and not any(word.figure for word in before.words))
    )


def _is_header(row: WordRow, known: set[str], edge: float) -> bool:
    """Whether the row repeats the header: it has one of its words where figures stand."""
    return any(word.text in known and word.x0 >= edge for word in row.words)


def _all_figures(row: WordRow) -> bool:
    return all(word.figure for word in row.words)


def _entries(body: _Body, columns: Sequence[Column]) -> list[_Entry] | None:
    """The grid's rows, or None where a figure has no place, or a label no figure tells what it is."""
    labels = words_to_labels(body.labels)
    if labels is None:
        return None
    placed: list[tuple[float, dict[int, Word]]] = []
    for words in _figure_rows(body.figures):
        figures = figures_to_columns(words, columns)
        if figures is None:
            return None
        placed.append((words[0].y, figures))
    matched = _matched(placed, labels)
    if not matched or len(labels) < FEWEST_ROWS:
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
    return label.depth == TOP and not _TOP_ROW.match(label.text)


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


def _cells(entries: Sequence[_Entry], columns: int, scans: Sequence[PageScan]) -> list[TableCell] | None:
    """Rows with each 1. … 8. beside its group, 三、 over all results; None where groups are unclear."""
    result = [entry for entry in entries if _is_result(entry.label)]
    may_head = _heads([entry.label for entry in entries])
    groups = [e for e in entries if e.label in may_head and not e.figures]
    stretches = _runs([entry for entry in entries if entry.label.depth == LEAF])
    in_order = len(groups) == len(stretches)
    runs = [(run, [groups[i]] if in_order else _groups_of(run, groups)) for i, run in enumerate(stretches)]
    heads = [entry for _, over in runs for entry in over]
    rows = [entry for entry in entries if entry not in result and entry not in heads]
    inner = [index for index, entry in enumerate(rows) if entry.label.depth != TOP]
    twice = len(set(map(id, heads))) < len(heads)
    clear = all(len(over) < 2 for _, over in runs) and len(result) < 2 and not twice
    if not clear or not inner or inner != list(range(inner[0], inner[-1] + 1)):
        return None
    if any(entry.label in may_head for entry in rows):
        return None
    cells = [_label_cell(result[:1], scans, (HEADER_ROWS + inner[0], 0), len(inner))]
    for run, over in runs:
        cells.append(_label_cell(over, scans, (HEADER_ROWS + rows.index(run[0]), 1), len(run)))
    for row, entry in enumerate(rows, HEADER_ROWS):
        label, depth = entry.label, entry.label.depth
        cells.append(cell_of(label.text, label.words, scans, (row, depth), (1, LABEL_COLUMNS - depth)))
        for column in range(columns):
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


def _header_cells(body: _Body, columns: Sequence[Column], scans: Sequence[PageScan]) -> list[TableCell]:
    corner = "\n".join(word.text for word in body.note)
    cells = [cell_of(corner, body.note, scans, (0, 0), (HEADER_ROWS, LABEL_COLUMNS))]
    for text, (row, left, height, width) in _SPANNING.items():
        found = [word for word in body.header if word.name == text]
        cells.append(cell_of(found[0].text if found else "", found, scans, (row, left), (height, width)))
    for index, column in enumerate(columns):
        outer = index in (0, len(columns) - 1)
        at, spans = (1 if outer else 2, LABEL_COLUMNS + index), (2 if outer else 1, 1)
        cells.append(cell_of(column.text, column.words, scans, at, spans))
    return cells
