"""Grid 三 without lines: its columns by the header's words, its rows by figures standing beside labels."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extract.document import TableCell
from extract.forms.fold import simplify
from extract.loaders.pdf.columns import Column, columns_of, words_to_columns
from extract.loaders.pdf.entries import Entry, heads_of, is_result, read_entries
from extract.loaders.pdf.labels import LEAF, TOP
from extract.loaders.pdf.names import column_patterns
from extract.loaders.pdf.scan import PageScan
from extract.loaders.pdf.words import PlacedTable, Word, WordRow, cell_of, parted, place_table, word_of
from extract.loaders.pdf.wrapped import CLOSEST_LINES

MOST_HEADER_ROWS = 14
LABEL_COLUMNS, HEADER_ROWS = 3, 3

_SPANNING = {"申请人情况": (0, 3, 1, 7), "法人或其他组织": (1, 4, 1, 5)}
_ENDS = re.compile(r"行政复议|行政诉讼|主要问题|第二十条|收到和处理")
_FIRST = re.compile(r"一[、，.．]本年|本年新收")
_LAST = re.compile(r"四[、，.．]?结转")
_LAST_LABEL = "四、结转下年度继续办理"
_WHOLE, _FIRST_NAME = "申请人情况", "自然人"
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


def read_applications(rows: Sequence[WordRow], scans: Sequence[PageScan]) -> Iterator[PlacedTable]:
    """Each grid 三 that is read whole and without doubt."""
    rows = [parted(row, _SPANNING) for row in rows]
    for start, row in enumerate(rows):
        body = _body(rows, start) if _FIRST.search(row.name) else None
        columns = _columns(body) if body else None
        if body is None or columns is None:
            continue
        entries = read_entries(body.labels, body.figures, columns, _spans(body.header))
        cells = _cells(entries, len(columns), scans) if entries else None
        if cells:
            cells += _header_cells(body, columns, scans)
            yield place_table(cells, LABEL_COLUMNS + len(columns), body.rows, scans)


def _columns(body: _Body) -> tuple[Column, ...] | None:
    """The columns of the first form whose names stand over the figures."""
    names = _names(body.header)
    tried = (columns_of(body.figures, names, form) for form in column_patterns("applications"))
    return next(filter(None, tried), None)


def _spans(header: Iterable[Word]) -> list[tuple[int, Word]]:
    """The names that span columns, each with the first of them."""
    return [(_SPANNING[word.name][1] - LABEL_COLUMNS, word) for word in header if word.name in _SPANNING]


def _names(header: Iterable[Word]) -> list[Word]:
    return [word for word in header if word.name not in _SPANNING]


def _body(rows: Sequence[WordRow], start: int) -> _Body | None:
    """The grid whose first label stands in this row; None where it breaks off, or words stand among its figures."""
    begin, end = _begin(rows, start), _end(rows, start)
    if begin is None or end is None:
        return None
    body_at = max((i for i in range(begin, start) if not _all_figures(rows[i])), default=start - 1) + 1
    corner = _corner(rows[begin:body_at])
    if corner is None:
        return None
    rows = [_off_the_note(row, corner) for row in rows[begin:end]]
    words = [word for row in rows for word in row.words]
    # labels end left of the header, and figures begin right of the labels
    edge = max((word.x1 for word in words if word.x0 < corner - 1 and not word.figure), default=0.0) - 1
    if edge >= corner:
        return None
    header = [word for row in rows[: body_at - begin] for word in row.words if not word.figure]
    known, noted = ({w.text for w in header if (w.x0 < edge) == left} for left in (False, True))
    body = [row for row in rows[body_at - begin :] if not _is_header(row, known, edge)]
    inner = [word for row in body for word in row.words]
    labels = tuple(word for word in inner if word.x0 < edge and word.text not in noted)
    figures = tuple(word for word in inner if word.x0 >= edge)
    if not all(word.figure for word in figures) or any(_LONE_FIGURE.fullmatch(word.text) for word in labels):
        return None
    return _Body(
        tuple(rows),
        tuple(word for word in header if word.x0 >= edge),
        tuple(word for word in header if word.x0 < edge),
        labels,
        figures,
    )


def _corner(header: Sequence[WordRow]) -> float | None:
    """Where the names of the columns begin, at the end of the note; None where they are not the form's."""
    words = [word for row in header for word in row.words if not word.figure]
    tried = (words_to_columns(_names(words), form) for form in column_patterns("applications"))
    columns = next(filter(None, tried), None)
    whole = [word for word in words if word.name == _WHOLE]
    return min(word.x0 for word in (*columns[0].words, *whole)) if columns else None


def _off_the_note(row: WordRow, corner: float) -> WordRow:
    """The row with the note in the corner and the first column's name apart, where they are printed without a gap."""
    words: list[Word] = []
    for word in row.words:
        cut = sum(glyph.x0 < corner - 1 for glyph in word.glyphs)
        name = simplify("".join(glyph.text for glyph in word.glyphs[cut:]))
        apart = cut and name and name in _FIRST_NAME
        words += [word_of(part, word.page) for part in (word.glyphs[:cut], word.glyphs[cut:])] if apart else [word]
    return WordRow(tuple(words))


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
    if figures and not rest and row.top - before.top <= CLOSEST_LINES * (before.bottom - before.top):
        return True  # the rest of figures broken over lines
    return all(word.name in _LAST_LABEL and abs(word.x0 - label.x0) < 3 for word in rest) and (
        bool(rest) or (figures and not any(word.figure for word in before.words))
    )


def _is_header(row: WordRow, known: set[str], edge: float) -> bool:
    """Whether the row repeats the header: it has one of its words where figures stand."""
    return any(word.text in known and word.x0 >= edge for word in row.words)


def _all_figures(row: WordRow) -> bool:
    return all(word.figure for word in row.words)


def _cells(entries: Sequence[Entry], columns: int, scans: Sequence[PageScan]) -> list[TableCell] | None:
    """Rows with each 1. … 8. beside its group, 三、 over all results; None where groups are unclear."""
    result = [entry for entry in entries if is_result(entry.label)]
    may_head = heads_of([entry.label for entry in entries])
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


def _groups_of(run: Sequence[Entry], groups: Sequence[Entry]) -> list[Entry]:
    """The groups' labels printed beside a stretch of rows."""
    first, last = run[0].label, run[-1].label
    return [g for g in groups if first.words[0].y - 12 <= g.label.y <= last.words[-1].y + 12]


def _label_cell(found: Sequence[Entry], scans: Sequence[PageScan], at: tuple[int, int], height: int) -> TableCell:
    if not found:
        return cell_of("", (), scans, at, (height, 1))
    return cell_of(found[0].label.text, found[0].label.words, scans, at, (height, 1))


def _value(word: Word | None, scans: Sequence[PageScan], at: tuple[int, int]) -> TableCell:
    return cell_of(word.text, [word], scans, at) if word else cell_of("", [], scans, at)


def _runs(leaves: Sequence[Entry]) -> list[list[Entry]]:
    """Each stretch of 1., 2., 3., …"""
    out: list[list[Entry]] = []
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
