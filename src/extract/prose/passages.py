"""passages(report): the prose of the six parts as sentences, without headings and grids, each with its places."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from extract.document import Line, Place, Table
from extract.forms.fold import KEPT, fold, narrow, simplify, visible
from extract.forms.form import GRID_NAMES, Forms, without_numeral
from extract.forms.labels import labels_of
from extract.parts.report import Report, Section

_PAGE_NUMBER = re.compile(r"[-—–―_~·\s]*[-—–―~·]\s*\d{1,3}\s*[-—–―~·][-—–―_~·\s]*|第?\s*\d{1,3}\s*页.{0,8}")
_BRACKETS = re.compile(r"\([^()]*\)")
_STOPS = re.compile(r"[,。;]")
_ENDS = "。!?;:"
_ITEM = re.compile(r"\s*(?:[(][一二三四五六七八九十\d]+[)]|[一二三四五六七八九十]+、|\d+[.、](?!\d))")
_SENTENCE = re.compile(r"[^。!?]*[。!?]?")
_ANSWER = re.compile("(?<=[答回])覆")  # 答覆 is another way to write 答复, 覆盖 is not
_BLANK = re.compile(r"\s")
_SHORT = 18  # letters of a line that is surely no line of a paragraph broken in two
_REST_OF_NUMBER = re.compile("[0-9]{0,5}[件条份宗起例项次人名期万亿余]")  # 办结12 and 6件 on two lines
_WITH_GRIDS = (2, 3, 4)
_FEW_FIELDS = 3
_FIGURE = re.compile(r"[\s\d.]*")  # a blank, too
_CELL = re.compile(r"[^,，。;；]{0,5}")  # most lines of a flattened grid are a lone figure


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as printed, on one line, and ``plain``: narrowed, simplified and without blanks.

    ``at`` is for each sign of ``plain`` where it stands in ``printed``; ``lines`` are the offsets in ``printed`` at
    which the lines of the source begin, with their places. Between two digits a blank stays.
    """

    printed: str
    plain: str
    at: Sequence[int]
    lines: tuple[tuple[int, Place], ...]

    def place(self, index: int) -> Place:
        """Where a sign of ``plain`` stands in the source."""
        starts = [start for start, _ in self.lines]
        return self.lines[bisect_right(starts, self.at[index]) - 1][1]

    def as_printed(self, start: int, end: int) -> str:
        """What is printed from one sign of ``plain`` up to another."""
        return self.printed[self.at[start] : self.at[end - 1] + 1]


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of one part, as its sentences."""

    part: int
    sentences: tuple[Sentence, ...]


def passages(report: Report, forms: Forms) -> tuple[Passage, ...]:
    """The paragraphs of a report's parts that hold sentences; lines that were wrapped are joined again.

    Where the first heading is missing, what stands before the second counts as part 一.
    """
    found: list[Passage] = []
    first, *others = report.sections
    if first.heading is None and report.parts_found:
        first = Section(1, first.key, None, first.method, (*report.preamble, *first.blocks))
    for section in (first, *others):
        for lines in _paragraphs(section, forms):
            if section.part in _WITH_GRIDS and not _has_stops("".join(text for text, _ in lines)):
                continue
            sentences = tuple(_sentences(lines, _grid_begins(forms) if section.part in _WITH_GRIDS else None))
            if sentences:
                found.append(Passage(section.part, sentences))
    return tuple(found)


# ── paragraphs ──────────────────────────────────────────────────────────────────────────────────────


def _paragraphs(section: Section, forms: Forms) -> Iterator[list[tuple[str, Place]]]:
    """The lines of each paragraph with their places."""
    lines: list[tuple[str, Place]] = []
    for text, place in _lines(section):
        kind, plain = (_kind if len(text) > KEPT else _short_kind)(text, section.part in _WITH_GRIDS, forms)
        if kind == "page number":
            continue
        if kind == "end":
            if lines:
                yield lines
            lines = []
            continue
        if lines and not _goes_on(lines[-1][0], plain):
            yield lines
            lines = []
        lines.append((text, place))
    if lines:
        yield lines


def _kind(text: str, beside_grid: bool, forms: Forms) -> tuple[Literal["page number", "end", "words"], str]:
    """What a line is to the paragraph before it, and its narrowed text."""
    plain = narrow(text).strip()
    if _PAGE_NUMBER.fullmatch(plain):
        return "page number", plain
    return "end" if not plain or (beside_grid and _of_grid(text, plain, forms)) else "words", plain


_short_kind = lru_cache(maxsize=8192)(_kind)  # labels and figures come again in every report, sentences do not


def _lines(section: Section) -> Iterator[tuple[str, Place]]:
    """Every line outside grids; a cell as wide as its table is a shaded box, or a sentence that touches a grid."""
    beside_grid = section.part in _WITH_GRIDS
    for block in section.blocks:
        if isinstance(block, Line):
            if beside_grid and _CELL.fullmatch(block.text):
                yield "", block.place
                continue
            yield visible(block.text), block.place
        else:
            yield "", Place()
            yield from _boxed(block, beside_grid=beside_grid)
            yield "", Place()


def _boxed(table: Table, *, beside_grid: bool) -> Iterator[tuple[str, Place]]:
    for cell in table.cells:
        if cell.column_span < table.columns or (beside_grid and not _has_stops(cell.text)):
            continue
        place = Place(cell.page, None, table.number, cell.row + 1, 1, cell.bbox)
        yield from ((visible(text), place) for text in cell.text.split("\n"))


def _goes_on(last: str, plain: str) -> bool:
    """Whether a line is the rest of the one before it, which was too long."""
    end = last.rstrip()
    if end[-1:].isdecimal() and _REST_OF_NUMBER.match(plain):
        return True
    return len(end) >= _SHORT and narrow(end[-1]) not in _ENDS and not _ITEM.match(plain)


def _has_stops(text: str) -> bool:
    """Whether a text has a comma or full stop outside brackets, as sentences have and labels have not."""
    return _STOPS.search(_BRACKETS.sub("", narrow(text))) is not None


def _of_grid(text: str, plain: str, forms: Forms) -> bool:
    """Whether a line belongs to a grid: no sentence, and it begins like a label or has hardly a letter."""
    fields = plain.split(",")
    if "|" in plain or (
        len(fields) > _FEW_FIELDS and sum(_FIGURE.fullmatch(one) is not None for one in fields) > 0.5 * len(fields)
    ):
        return True
    if _has_stops(plain):
        return False
    if text.startswith("\t"):
        return True
    folded = fold(plain)
    if sum(not sign.isdecimal() for sign in folded) < 6:
        return True
    bare = fold(without_numeral(plain))
    return any(labels_of(forms, name).long.match(word) for name in GRID_NAMES for word in (folded, bare))


# ── sentences ───────────────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=4)
def _grid_begins(forms: Forms) -> re.Pattern[str]:
    """What stands at the beginning of a grid and in no sentence: a text without line ends goes right on with it."""
    words = {"结果维持结果纠正"}
    for form in forms.all:
        words |= {label for row in form.grid("disclosure").rows for label in row.path}
        words |= set(form.grid("applications").notes)
    return re.compile("|".join(sorted(re.escape(simplify(narrow(word))) for word in words)))


def _sentences(lines: list[tuple[str, Place]], grid_begins: re.Pattern[str] | None) -> Iterator[Sentence]:
    printed = "".join(text for text, _ in lines)
    starts: list[tuple[int, Place]] = []
    offset = 0
    for text, place in lines:
        starts.append((offset, place))
        offset += len(text)
    every = _ANSWER.sub("复", simplify(narrow(printed)))
    for match in _SENTENCE.finditer(every):
        first, last = match.span()
        plain, at = _without_blanks(every, first, last)
        grid = grid_begins.search(plain) if grid_begins else None
        if grid:
            plain, at = plain[: grid.start()], at[: grid.start()]
        if not plain or not any(sign.isalpha() for sign in plain):
            continue
        begin, end = at[0], at[-1] + 1
        inside = [(start - begin, place) for start, place in starts if begin < start < end]
        before = [(0, place) for start, place in starts if start <= begin]
        yield Sentence(printed[begin:end], plain, [i - begin for i in at] if begin else at, (before[-1], *inside))


def _without_blanks(text: str, first: int, last: int) -> tuple[str, Sequence[int]]:
    """The text without blanks, and where each sign stood. One is left between digits."""
    whole = text[first:last]
    if not _BLANK.search(whole):
        return whole, range(first, last)
    signs: list[str] = []
    at: list[int] = []
    gap = False
    for index in range(first, last):
        sign = text[index]
        if sign.isspace():
            gap = True
            continue
        if signs and gap and sign.isdecimal() and signs[-1].isdecimal():
            signs.append(" ")
            at.append(index - 1)
        signs.append(sign)
        at.append(index)
        gap = False
    return "".join(signs), at
