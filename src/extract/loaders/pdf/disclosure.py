"""Grid 二 without lines: each block a header that begins with 信息内容, and the form's rows below it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.document import TableCell
from extract.forms.values import read_value
from extract.loaders.pdf.columns import Column, named_to_columns, nearest
from extract.loaders.pdf.names import as_named, disclosure_measures, disclosure_rows
from extract.loaders.pdf.scan import PageScan
from extract.loaders.pdf.words import (
    PlacedTable,
    Word,
    WordRow,
    cell_of,
    place_table,
)

COLUMN_GAP = 0.8
PHRASE_GAP = 1.2
HIGHEST_ROW = 3
"""A row's label may be broken over this many lines, its figures on any of them."""

_TITLE = re.compile(r"第[一二三四五六七八九十]+条第[（(][一二三四五六七八九十]+[）)]项")
_DIGIT = re.compile(r"\d")
_NOTE = re.compile(r"[（(].*")
_OPEN = re.compile(r"[（(][^）)]*$")
_VALUE = re.compile(r"[-−–—/]|[-−+增减]?\d[\d.,]*(?:亿元|万元|元|件)?(?:[（(].*[）)])?")


@dataclass(frozen=True, slots=True)
class _Entry:
    """One row of a block: its label, the phrases under each column, and the printed rows it was made of."""

    label: tuple[Word, ...]
    phrases: dict[int, tuple[Word, ...]]
    rows: tuple[WordRow, ...]


@dataclass(frozen=True, slots=True)
class _Block:
    """A block as found: its title, 信息内容, its columns, its rows, and all printed rows it was made of."""

    title: tuple[Word, ...]
    key: Word
    columns: tuple[Column, ...]
    entries: tuple[_Entry, ...]
    rows: tuple[WordRow, ...]


def read_disclosure(rows: Sequence[WordRow], scans: Sequence[PageScan]) -> Iterator[PlacedTable]:
    """Each block of grid 二 whose header and rows are the form's; one without a figure only beside others with some."""
    blocks = tuple(_blocks(rows))
    if not any(entry.phrases for block in blocks for entry in block.entries):
        return
    for block in blocks:
        cells = [
            *_header_cells(block.title, block.key, block.columns, scans),
            *_cells(block.entries, block.columns, scans, 1 + bool(block.title)),
        ]
        yield place_table(cells, 1 + len(block.columns), block.rows, scans)


def _blocks(rows: Sequence[WordRow]) -> Iterator[_Block]:
    for start, row in enumerate(rows):
        key = next((word for word in row.words if word.name == "信息内容"), None)
        below, above = range(start + 1, min(start + 5, len(rows))), range(start - 1, max(start - 4, -1), -1)
        end = next((i for i in below if _begins_row(rows[i].name)), None)
        if key is None or end is None:
            continue
        title = next((i for i in above if _TITLE.search(rows[i].name)), None)
        header = rows[start if title is None else title + 1 : end]
        columns = _columns([word for line in header for word in line.words if word.x0 > key.x1])
        entries = _entries(rows[end:], key, columns) if columns else []
        taken = [*rows[start if title is None else title : end], *(r for entry in entries for r in entry.rows)]
        below_them = end + sum(len(entry.rows) for entry in entries)
        whole = below_them == len(rows) or not all(word.figure for word in rows[below_them].words)
        if columns and (any(entry.phrases for entry in entries) or (entries and whole)):
            name = () if title is None else rows[title].words
            yield _Block(name, key, columns, tuple(entries), tuple(taken))


def _columns(words: Sequence[Word]) -> tuple[Column, ...] | None:
    """The header's columns right of 信息内容, each a measure of the form; None for any other text."""
    stacks: list[list[Word]] = []
    right = 0.0
    for word in sorted(words, key=lambda word: word.x0):
        if stacks and word.x0 - right < COLUMN_GAP * (word.bottom - word.top):
            stacks[-1].append(word)
        else:
            stacks.append([word])
        right = max(right, word.x1)
    found = []
    for stack in stacks:
        ordered = tuple(sorted(stack, key=lambda word: (word.y, word.x0)))
        found.append(("".join(word.text for word in ordered), ordered))
    # a figure among the words of a name is the upper line of a cell below it
    named = all(as_named(text)[:2] in disclosure_measures() and not _DIGIT.search(text) for text, _ in found)
    return named_to_columns(found) if found and named else None


def _entries(rows: Sequence[WordRow], key: Word, columns: Sequence[Column]) -> list[_Entry]:
    """The rows below a header for as long as they carry the form's labels and nothing but values."""
    out: list[_Entry] = []
    at = 0
    while at < len(rows):
        tried = (_entry(rows[at : at + height], key, columns) for height in range(1, HIGHEST_ROW + 1))
        entry = next((entry for entry in tried if entry is not None), None)
        if entry is None:
            break
        out.append(entry)
        at += len(entry.rows)
    return out


def _entry(rows: Sequence[WordRow], key: Word, columns: Sequence[Column]) -> _Entry | None:
    """These printed rows as one of the block, if their words on the left give one of the form's labels."""
    edge = (key.x1 + min(word.x0 for column in columns for word in column.words)) / 2
    label = tuple(word for row in rows for word in row.words if word.x0 < edge)
    if as_named(_NOTE.sub("", _text(label))) not in disclosure_rows():
        return None
    phrases: dict[int, tuple[Word, ...]] = {}
    for row in rows:
        for phrase in _phrases([word for word in row.words if word.x0 >= edge]):
            middle = (phrase[0].x0 + phrase[-1].x1) / 2
            index = nearest(columns, middle)
            before = phrases.get(index, ())
            # a second line can only be the rest of a note in brackets
            if not columns[index].holds(phrase[0].x0, phrase[-1].x1) or (before and not _OPEN.search(_text(before))):
                return None
            phrases[index] = (*before, *phrase)
    if not all(_is_value(_text(phrase)) for phrase in phrases.values()):
        return None
    return _Entry(label, phrases, tuple(rows))


def _begins_row(text: str) -> bool:
    return any(as_named(text).startswith(name[:2]) for name in disclosure_rows())


def _text(words: Sequence[Word]) -> str:
    return "".join(word.text for word in words)


def _is_value(text: str) -> bool:
    return _VALUE.fullmatch(text) is not None or read_value(text).kind == "not_applicable"


def _phrases(words: Sequence[Word]) -> Iterator[tuple[Word, ...]]:
    """Words with no more than a blank between them: a figure and the note behind it."""
    run: list[Word] = []
    for word in words:
        if run and word.x0 - run[-1].x1 > PHRASE_GAP * (word.bottom - word.top):
            yield tuple(run)
            run = []
        run.append(word)
    if run:
        yield tuple(run)


def _header_cells(
    title: Sequence[Word], key: Word, columns: Sequence[Column], scans: Sequence[PageScan]
) -> list[TableCell]:
    cells = []
    if title:
        cells.append(cell_of("".join(word.text for word in title), title, scans, (0, 0), (1, 1 + len(columns))))
    row = len(cells)
    cells.append(cell_of(key.text, [key], scans, (row, 0)))
    for index, column in enumerate(columns, 1):
        cells.append(cell_of(column.text, column.words, scans, (row, index)))
    return cells


def _cells(
    entries: Sequence[_Entry], columns: Sequence[Column], scans: Sequence[PageScan], top: int
) -> list[TableCell]:
    cells = []
    for row, entry in enumerate(entries, top):
        cells.append(cell_of("".join(word.text for word in entry.label), entry.label, scans, (row, 0)))
        for index in range(len(columns)):
            words = entry.phrases.get(index, ())
            cells.append(cell_of(" ".join(word.text for word in words), words, scans, (row, 1 + index)))
    return cells
