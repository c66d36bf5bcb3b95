"""Labels of one grid over all forms: which printed words name a row, a column, a block."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, TypeAlias

from rapidfuzz.distance import Levenshtein

from extract.forms.fold import KEPT, fold, narrow
from extract.forms.form import Form, Forms, GridForm, GridName, without_numeral

LabelKind: TypeAlias = Literal["row", "column", "block", "group", "note"]

LEADING = re.compile(r"^[一二三四五六七八九十\d]+")
_REMARK = re.compile(r"(.*[^\s一二三四五六七八九十])\s*[(（\[【][^()（）]*[)）\]】]?", re.DOTALL)
_ENGLISH = re.compile(
    r"([^A-Za-z]*[^\sA-Za-z])\s+(?=[A-Za-z ]*[A-Za-z]{5})[A-Za-z][A-Za-z\s,.'’/&()-]*", re.DOTALL
)  # no None, NaN
_INNER = re.compile(r"[(（]([^()（）]*)[)）]")
_CLAUSES = re.compile("[,，;；]")
_NUMBER = re.compile(r"\d+")
_FEW_NUMBERS = 6
_NO_LETTER = re.compile(r"[\d\s]")
_NOTE = re.compile(r"(?<=\d)\s*[(（][^()（）]*[)）]")
_NUMERAL = re.compile(r"\(\d\)|第\d+|\d+\s*[.、:)]|增/减")
_SIGNS = re.compile(r"[\d/—–―□■▢◻�*×-]|无无|无$")
SHORT = 4  # labels under four letters (其他, 总计, 规章) only count when they fill a cell


@dataclass(frozen=True, slots=True)
class Mark:
    """What a printed label names; ``key`` is the row's, column's or block's key."""

    kind: LabelKind
    key: str


@dataclass(frozen=True, slots=True)
class Found:
    """A label found inside a longer text: its marks and the letters of the folded text it takes."""

    marks: tuple[Mark, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """All labels of one grid, over all forms and wordings, ready for looking up.

    ``whole`` maps a folded label to its marks (总计 names a row and a column).
    ``votes`` gives for a label that one form alone prints the id of that form.
    ``letters`` are the pairs of letters that labels are made of: words of prose hold others.
    """

    name: GridName
    whole: dict[str, tuple[Mark, ...]]
    rows: dict[str, tuple[str, ...]]
    long: re.Pattern[str]
    votes: dict[str, str]
    letters: frozenset[str]
    group_letters: frozenset[str]
    groups: frozenset[str]
    sequence: frozenset[tuple[str, str]]
    numbered: tuple[tuple[str, str], ...] = ()
    _seen: dict[str, tuple[Mark, ...]] = field(default_factory=dict)

    def before(self, key: str, last: str) -> bool:
        """Whether some form prints the row ``key`` directly after the row ``last``."""
        return (last, key) in self.sequence

    def of(self, text: str) -> tuple[Mark, ...]:
        """The marks of a text that is one label, with or without its numeral, and a remark in brackets or in English behind."""
        known = self._seen.get(text)
        if known is None:
            known = self._look_up(text)
            if len(self._seen) < 20_000 and len(text) <= KEPT:
                self._seen[text] = known
        return known

    def _look_up(self, text: str) -> tuple[Mark, ...]:
        if len(text) > 120:
            return ()
        english = _ENGLISH.fullmatch(text.strip())
        text = english[1] if english else text
        remark = _REMARK.fullmatch(text.strip())
        for part in (text, remark[1] if remark else ""):
            folded = fold(part)
            bare = LEADING.sub("", folded)
            marks = self.whole.get(folded) or self.whole.get(bare)
            if marks:
                # 2.其他 is no label, but the first line of 2.其他法律行政法规禁止公开
                return () if len(bare) < SHORT and self.begins(folded) else marks
        return ()

    def begins(self, folded: str) -> bool:
        """Whether a numbered text is the beginning of one row's label, and no row's whole."""
        begun = self.begin(folded) if LEADING.match(folded) else set()
        return bool(begun) and all(folded != label for label, _ in self.numbered)

    def begin(self, folded: str) -> set[str]:
        """The rows whose label begins with a folded text, with its number if that has one."""
        if LEADING.match(folded):
            return {key for label, key in self.numbered if label.startswith(folded)}
        return {key for key, texts in self.rows.items() if any(label.startswith(folded) for label in texts)}

    def inside(self, folded: str) -> Iterator[Found]:
        """Every label of four letters or more in a folded text, and short ones that fill what is left between."""
        last = 0
        for match in self.long.finditer(folded):
            yield from self._rest(folded, last, match.start())
            yield Found(self.whole[match[0]], match.start(), match.end())
            last = match.end()
        if last:
            yield from self._rest(folded, last, len(folded))

    def _rest(self, folded: str, start: int, end: int) -> Iterator[Found]:
        """Short labels in a row, such as 自然人 总计, where they fill the text between two long ones."""
        rest = folded[start:end]
        bare = LEADING.sub("", rest)
        position = end - len(bare)
        pending: list[Found] = []
        while bare:
            word = next((bare[:size] for size in (4, 3, 2) if bare[:size] in self.whole), None)
            if word is None:
                return
            pending.append(Found(self.whole[word], position, position + len(word)))
            position += len(word)
            bare = bare[len(word) :]
            stripped = LEADING.sub("", bare)
            position += len(bare) - len(stripped)
            bare = stripped
        yield from pending

    def without_remarks(self, text: str) -> str:
        """``text`` without what stands in brackets and is no part of a label: 规章（本级无此项）."""

        def keep(match: re.Match[str]) -> str:
            inner = fold(match[1])
            known = len(inner) < 2 or any(inner in label for label in self.whole)
            return match[0] if known else ""

        return _INNER.sub(keep, text) if "(" in text or "（" in text else text

    def leave_signs(self, text: str) -> bool:
        """Whether words hold a digit or a mark such as — that is no part of a label: it may be what a cell holds."""
        plain = _NUMERAL.sub("", narrow(text)).strip()
        return bool(_SIGNS.search(plain.lstrip("0123456789") if self.of(text) else plain))

    def is_noise(self, text: str) -> bool:
        """Whether a folded text is nothing but numerals, or letters of an outer label printed downwards."""
        bare = LEADING.sub("", text)
        if len(text) <= 3 and all(letter in self.group_letters for letter in text):
            return not self._in_row(bare)
        return not bare or (any(bare in group for group in self.groups) and not self.begins(text))

    def _in_row(self, text: str) -> bool:
        """Whether three letters stand in rows' labels and in no outer one: 处理其, 提供公, as narrow cells wrap them."""
        part = len(text) == SHORT - 1 and not any(text in group for group in self.groups)
        return part and any(text in label for texts in self.rows.values() for label in texts)

    def continues(self, key: str, text: str) -> bool:
        """Whether a folded text is a part of the label of the row ``key``, as a wrapped label leaves it."""
        return any(text in label for label in self.rows.get(key, ()))

    def is_prose(self, text: str) -> bool:
        """Whether a line is a sentence: it ends as one and has few figures, or most pairs of its letters occur in no label."""
        if text.endswith("。") and _CLAUSES.search(_NOTE.sub("", text)) and len(_NUMBER.findall(text)) <= _FEW_NUMBERS:
            return True
        # a remark in brackets by a figure is no sentence
        letters = _NO_LETTER.sub("", fold(_NOTE.sub("", text)))
        if len(letters) < 10:
            return False
        pairs = [letters[i : i + 2] for i in range(len(letters) - 1)]
        foreign = sum(pair not in self.letters for pair in pairs)
        return foreign > 0.45 * len(pairs) and sum(1 for _ in self.long.finditer(letters)) < 3


def _entries(grid: GridForm) -> Iterator[tuple[str, Mark]]:
    for row in (*grid.rows, *(merged.row for merged in grid.merged)):
        yield fold(without_numeral(row.label)), Mark("row", row.key)
        kind: LabelKind = "block" if grid.name == "disclosure" else "group"
        for outer in row.path:
            key = row.key.split("/")[0] if kind == "block" else fold(without_numeral(outer))
            yield fold(outer if kind == "block" else without_numeral(outer)), Mark(kind, key)
        for column in row.columns:
            yield fold(column.label), Mark("column", column.key)
            for outer in column.path:
                yield fold(outer), Mark("group", fold(outer))
    for note in grid.notes:
        yield fold(note), Mark("note", fold(note))


def _wordings(forms: Forms, name: GridName) -> Iterator[tuple[str, Mark]]:
    kinds: dict[str, LabelKind] = {"row": "row", "column": "column", "block": "block"}
    for wording in forms.wordings:
        grid, _, rest = wording.of.partition(".")
        kind, _, key = rest.partition(".")
        if grid == name and kind in kinds:
            yield fold(wording.text), Mark(kinds[kind], key)


def _votes(forms: tuple[Form, ...], name: GridName) -> dict[str, str]:
    """Labels of rows that one form alone has, and of columns that one form alone words so."""
    rows: dict[str, set[str]] = {}
    texts: dict[str, set[str]] = {}
    for form in forms:
        for row in form.grid(name).rows:
            rows.setdefault(row.key, set()).add(form.id)
            for column in row.columns:
                texts.setdefault(fold(column.label), set()).add(form.id)
    # a row that only one form has says nothing where another form prints it for several of its own
    merged = {m.row.key for form in forms for m in form.grid(name).merged}
    only = {key: next(iter(ids)) for key, ids in rows.items() if len(ids) == 1 and key not in merged}
    votes = {text: next(iter(ids)) for text, ids in texts.items() if len(ids) == 1}
    for form in forms:
        votes |= {
            fold(without_numeral(row.label)): only[row.key]
            for row in form.grid(name).rows
            if row.key in only and len(fold(without_numeral(row.label))) >= SHORT
        }
    return votes


@lru_cache(maxsize=16)
def labels_of(forms: Forms, name: GridName) -> Labels:
    """The labels of one grid, made once for a set of forms."""
    whole: dict[str, list[Mark]] = {}
    rows: dict[str, list[str]] = {}
    entries = [entry for form in forms.all for entry in _entries(form.grid(name))]
    for text, mark in [*entries, *_wordings(forms, name)]:
        marks = whole.setdefault(text, [])
        # 其他处理 is a row in one form and a group of rows in another: the row says both
        if mark not in marks and not (mark.kind == "group" and any(m.kind == "row" for m in marks)):
            marks[:] = [m for m in marks if not (m.kind == "group" and mark.kind == "row")] + [mark]
        if mark.kind == "row":
            texts = rows.setdefault(mark.key, [])
            if text not in texts:
                texts.append(text)
    long = sorted((text for text in whole if len(text) >= SHORT), key=len, reverse=True)
    pairs = {text[i : i + 2] for text in whole for i in range(len(text) - 1)}
    outer = {text for text, mark in entries if mark.kind == "group"}  # 其他处理 among them, which may be a row too
    groups = frozenset(text for text, marks in whole.items() if marks[0].kind == "group" or text in outer)
    return Labels(
        name,
        {text: tuple(marks) for text, marks in whole.items()},
        {key: tuple(texts) for key, texts in rows.items()},
        re.compile("|".join(map(re.escape, long))),
        _votes(forms.all, name),
        frozenset(pairs),
        frozenset("".join(groups) + "一二三四五六七"),
        groups,
        frozenset(
            (one.key, after.key)
            for form in forms.all
            for grid in [form.grid(name)]
            for one, after in (
                *zip(grid.rows, grid.rows[1:], strict=False),
                *((m.row, next(r for r in grid.rows if r.key == "total")) for m in grid.merged),
            )
        ),
        tuple(sorted({(fold(row.label), row.key) for form in forms.all for row in form.grid(name).rows})),
    )


def likeness(text: str, label: str) -> float:
    """How alike a folded text and a folded label are, 0 to 1; a label cut short counts by what is left of it.

    >>> likeness("其他法律行政止公开", "其他法律行政法规禁止公开") > 0.7
    True
    """
    if not text or not label:
        return 0.0
    if len(text) >= SHORT and label.startswith(text):
        return 0.6 + 0.4 * len(text) / len(label)
    return Levenshtein.normalized_similarity(text, label, score_cutoff=0.5)
