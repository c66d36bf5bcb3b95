"""What a person sees of a grid's rows, read in the simplest way, and whether the cells of a reading say the same.

Nothing here is shared with the reader. A text is searched for each row's official label; the figures that
stand between it and the next label are what a person sees in that row. A Word file is opened by python-docx, a PDF by
pdfplumber, and the cells behind the label are what is seen. A row whose label was harmed is not compared.
"""

import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import docx
import pdfplumber
from docx.table import Table

from bench.generator.labels import APPLICANT_KEYS, APPLICANTS, RESULTS_LABEL, blocks_of, rows_of

Outcome: TypeAlias = Literal["same", "torn", "differs"]
Values: TypeAlias = Mapping[tuple[str, str, str], tuple[float | None, str]]
"""Grid, row and column of each cell that was decided to its value, and the words it was read from."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST_IN_PART = 30
_LETTER = "[\u4e00-\u9fff]"
_NEXT_LABEL = re.compile(
    rf"(?:(?<![\d.])\d{{1,2}}[^\d\s|\u4e00-\u9fff]?|(?<!\d)\.\d{{1,2}})?{_LETTER}[.．]?{_LETTER}|(?<![\d.])\d{{1,2}}[.．、]{_LETTER}"
)
"""The next label with its numeral, though signs of it be swapped or changed; one letter alone is a unit."""
_OF_SENTENCES = re.compile(r"\d+[次个条项期篇]")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_PARTS = (
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
)


@dataclass(frozen=True, slots=True)
class Compared:
    """How many rows were set beside what a person sees, and those that differ.

    Where a whole copy of the row agrees and a torn one elsewhere, with more or fewer figures, does not, it is ``torn``.
    """

    rows: int
    differing: tuple[str, ...]
    torn: tuple[str, ...] = ()


def compare(data: bytes, kind: str, form: str, values: Values, *, several: bool) -> Compared:
    """The rows of a reading beside those seen in the file.

    ``several`` says that the reading warns of a second report in the file: then a row has to be seen in one of them,
    and one that is seen only once may be the other's.
    """
    try:
        text, tables = _SEEN[kind](data)
    except Exception:  # whatever these libraries raise for damaged files: nothing is seen by them
        return Compared(0, ())
    signs = _squeezed(text)
    found: list[tuple[str, Outcome]] = []
    for name, read, label in _rows(form, values, _columns(signs)):
        every = ([*map(_plain, row)] for row in tables)
        seen = [row[row.index(label) + 1 :] for row in every if label in row[:-1]]
        copies = [(_same_cells(row, read), True) for row in seen]
        whole = any(len(row) == len(read) for row in seen) or not all(agrees for agrees, _ in copies)
        if seen and whole and name.startswith("applications"):
            found.append((_told(name, read, seen), _outcome(copies, several)))
            continue
        bounds = _PARTS[0 if name.startswith("disclosure") else 1 :][:2]
        figures = [one for region in _regions(signs, bounds) for one in _behind(signs, label, region, _stops(form))]
        if len(figures) > several:
            count = sum(value is not None for value, _ in read)
            copies = [(_same(one, read), len(one) == count) for one in figures]
            found.append((_told(name, read, figures), _outcome(copies, several)))
    found += [] if several else _appeals(signs, values)
    told = {outcome: tuple(text for text, one in found if one == outcome) for outcome in ("differs", "torn")}
    return Compared(len(found), told["differs"], told["torn"])


def _outcome(copies: Sequence[tuple[bool, bool]], several: bool) -> Outcome:
    """What came of the copies of a row: of each, whether it agrees and whether it is whole."""
    agreeing = [agrees for agrees, _ in copies]
    if all(agreeing) or (several and any(agreeing)):
        return "same"
    return "torn" if any(agreeing) and not any(whole for agrees, whole in copies if not agrees) else "differs"


def _told(name: str, read: Sequence[tuple[float | None, str]], seen: object) -> str:
    return f"{name}: {[value for value, _ in read]} seen {seen}"


def _text(data: bytes) -> tuple[str, list[list[str]]]:
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        try:
            return data.decode(encoding), []
        except UnicodeError:
            continue
    return "", []


def _word(data: bytes) -> tuple[str, list[list[str]]]:
    lines, rows = [], []
    for item in docx.Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(item, Table):
            # python-docx passes over cells in content controls, which are seen all the same
            for row in item._tbl.iter(f"{_W}tr"):
                rows.append(["".join(text.text or "" for text in cell.iter(f"{_W}t")) for cell in row.iter(f"{_W}tc")])
                lines.append("\t".join(rows[-1]))
        else:
            lines.append(item.text)
    return "\n".join(lines), rows


def _paper(data: bytes) -> tuple[str, list[list[str]]]:
    lines, rows = [], []
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in (page.dedupe_chars() for page in document.pages):  # what is printed twice is seen once
            if page.rotation:
                continue  # pdfplumber reads such a page from top to bottom
            shown = page.filter(lambda item: item["object_type"] != "char" or item["width"] > 0)
            lines.append(shown.extract_text())
            for table in shown.extract_tables():
                rows += [[cell for cell in row if cell is not None] for row in table]
    return "\n".join(lines), rows


_SEEN = {"txt": _text, "docx": _word, "pdf": _paper}


def _plain(text: str) -> str:
    """Narrow letters without blanks, bars and invisible signs."""
    return "".join(
        sign
        for sign in unicodedata.normalize("NFKC", text)
        if sign != "|" and unicodedata.category(sign)[0] not in "CZ"
    )


@dataclass(frozen=True, slots=True)
class _Squeezed:
    """A narrow text, the same without blanks, and where each sign of it stands in the text."""

    text: str
    plain: str
    places: tuple[int, ...]

    def between(self, start: int, end: int) -> str:
        """The text of a stretch of ``plain``, with its blanks."""
        return self.text[self.places[start] : self.places[end]]


def _squeezed(text: str) -> _Squeezed:
    narrow = unicodedata.normalize("NFKC", text)
    kept = [(sign, at) for at, sign in enumerate(narrow) if _plain(sign)]
    return _Squeezed(narrow, "".join(sign for sign, _ in kept), (*(at for _, at in kept), len(narrow)))


def _columns(signs: _Squeezed) -> tuple[str, ...]:
    """The columns of grid 三 in the order in which its header names them, if it names them all: it may be changed."""
    names = dict(APPLICANTS[1:5])
    for start, end in _regions(signs, _PARTS[1:3]):
        places = {key: signs.plain.find(name, start, end) for key, name in names.items()}
        if min(places.values()) >= 0:
            return (APPLICANT_KEYS[0], *sorted(names, key=lambda key: places[key]), *APPLICANT_KEYS[5:])
    return APPLICANT_KEYS


def _rows(
    form: str, values: Values, columns: Sequence[str]
) -> Iterator[tuple[str, list[tuple[float | None, str]], str]]:
    """Each row of grids 二 and 三 that was read: its name, its values in order, its label."""
    single = ("applications", "other", "total") in values
    for row in rows_of(form, single):
        read = [values.get(("applications", row.key, column)) for column in columns]
        if all(read):
            yield f"applications/{row.key}", [value for value in read if value], _plain(row.path[-1])
    for block in blocks_of(form):
        for item, label in block.items:
            read = [values.get(("disclosure", f"{block.article}/{item}", measure)) for measure, _ in block.measures]
            if all(read):
                yield f"disclosure/{block.article}/{item}", [value for value in read if value], _plain(label)


def _stops(form: str) -> tuple[str, ...]:
    labels = {label for single in (True, False) for row in rows_of(form, single) for label in row.path}
    items = {label for block in blocks_of(form) for _, label in block.items}
    blocks = {block.title for block in blocks_of(form)}
    words = [_plain(word) for word in (*labels, *items, *blocks, RESULTS_LABEL, *_PARTS, "信息内容", "五、", "四、")]
    # a long label may be broken, with its row's figures between its halves
    return tuple({*words, *(word[:6] for word in words if len(word) > 8)})


def _regions(signs: _Squeezed, bounds: Sequence[str]) -> Iterator[tuple[int, int]]:
    """From each heading of a part to the next part's; in the preface they stand next to each other."""
    start = signs.plain.find(_plain(bounds[0]))
    while start >= 0:
        after = signs.plain.find(_plain(bounds[0]), start + 1)
        nexts = (signs.plain.find(_plain(bound), start + 1) for bound in bounds[1:])
        ends = [place for place in (*nexts, after) if place >= 0]
        yield start, min(ends, default=len(signs.plain))
        start = after


def _behind(signs: _Squeezed, label: str, region: tuple[int, int], stops: Sequence[str]) -> Iterator[list[str]]:
    """The figures behind each place of the label, up to the next label, be it whole or harmed."""
    start, end = region
    at = signs.plain.find(label, start, end)
    while at >= 0:
        begin = at + len(label)
        nexts = (signs.plain.find(stop, begin, end) for stop in stops)
        stop = min((place for place in nexts if place >= 0), default=end)
        behind = signs.between(begin, stop)
        harmed = _NEXT_LABEL.search(behind)
        figures = _FIGURE.findall(behind[: harmed.start() if harmed else None].replace(",", "").replace("|", " "))
        if figures:
            yield figures
        at = signs.plain.find(label, begin, end)


def _same(figures: Sequence[str], read: Sequence[tuple[float | None, str]]) -> bool:
    """Whether figures are those of the cells, in order: each by itself, or all as one run of digits.

    Deduced cells keep the words of their whole row, with a figure too many or too few: there those are compared.
    """
    if all(_FIGURE.findall(unicodedata.normalize("NFKC", raw)) == list(figures) for _, raw in read):
        return True
    values = [f"{abs(value):.10g}" for value, _ in read if value is not None]
    raws = [re.sub(r"[^\d.]", "", unicodedata.normalize("NFKC", raw)) for value, raw in read if value is not None]
    seen = [f"{float(figure):.10g}" for figure in figures]
    return seen in (values, raws) or "".join(figures) in ("".join(values), "".join(raws))


def _same_cells(row: Sequence[str], read: Sequence[tuple[float | None, str]]) -> bool:
    """Whether the last cells of a row are those that were read, each in its own column.

    Where lines around cells are gone, so that others are seen, the figures seen must come in the same order.
    """
    if len(row) != len(read):
        values = (f"{value:.10g}" for value, _ in read if value is not None)
        return all(cell in values for cell in row if cell.isdecimal())
    return all(
        cell == f"{value:.10g}" if value is not None else not cell.isdecimal()
        for cell, (value, _) in zip(row, read, strict=True)
    )


def _appeals(signs: _Squeezed, values: Values) -> Iterator[tuple[str, Outcome]]:
    """The fifteen figures of grid 四 beside all figures of its part, and no others before them."""
    read = [value for key, value in values.items() if key[0] == "appeals"]
    count = sum(value is not None for value, _ in read)
    parts = (_OF_SENTENCES.sub(" ", signs.between(*region)) for region in _regions(signs, _PARTS[2:]))
    every = [_FIGURE.findall(part.replace("|", " ")) for part in parts]
    seen = [figures for figures in every if 0 < len(figures) <= _MOST_IN_PART]  # more: the next heading is harmed
    if count and seen:
        copies = [(_same(one, read) or _same(one[:count], read), len(one) >= count) for one in seen]
        yield _told("appeals", read, seen), _outcome(copies, several=False)
