"""Candidates for the headings of the six parts: where a line, or a place inside a line, reads like one."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import regex

from extract.document import Line
from extract.forms.fold import fold, fold_each
from extract.forms.form import Forms
from extract.parts.report import Method

NUMERALS = "一二三四五六"
SHORTEST = 4
"""Letters of a line that may be a heading; most lines of a flattened grid have fewer."""

_START = re.compile(
    r"^[\s#*>【\ufeff\u00ad\u200b-\u200f\u2060]*(?:\[bookmark:[^\]]*\]\s*)?(?:第?([一二三四五六七八九]|[1-9])(?:部分)?\s*([、.．,，:：]|(?=\s))|([（(])[一二三四五六][）)]|([、.．]))?\s*"
)
_INLINE = re.compile(
    r"([一二三四五六])\s*[、.．]\s*|(?<![\u3400-\u9fff])[、.．]\s*(?=[\u3400-\u9fff])|(?<=\d)\s*(?=[\u3400-\u9fff]{8})"
)
_LONG = 60
_HAN = re.compile(r"[\u3400-\u9fff]")
_SIGNS = ("情况", "情況", "事项", "事項", "概述")


class Candidate(NamedTuple):
    """A place that may be a part's heading: block index, offsets in the line's text, and how sure.

    ``score`` orders candidates: an exact heading with its own numeral stands highest.
    """

    block: int
    start: int
    end: int
    part: int
    method: Method
    score: int


@dataclass(frozen=True, slots=True)
class _Heading:
    part: int
    folded: str
    official: bool
    fuzzy: "regex.Pattern[str]"


@lru_cache(maxsize=4)
def _book(forms: Forms) -> tuple[_Heading, ...]:
    """Every heading known, longest first, so that the longest that fits wins."""
    found: dict[str, tuple[int, bool]] = {}
    numbers = {part.key: part.number for form in forms.all for part in form.parts}
    for form in forms.all:
        for part in form.parts:
            found |= {fold(heading): (part.number, True) for heading in part.headings}
    for wording in forms.wordings:
        kind, _, key = wording.of.partition(".")
        if kind == "part":
            found.setdefault(fold(wording.text), (numbers[key], False))
    return tuple(
        _Heading(part, text, official, regex.compile(f"(?b)(?:{text}){{e<={_allowed(text)}}}"))
        for text, (part, official) in sorted(found.items(), key=lambda item: -len(item[0]))
    )


def _allowed(text: str) -> int:
    """How many letters may be wrong: none in a heading of four letters, up to three in a long one."""
    return min(3, len(text) // 5) if len(text) > 5 else 0


def _offsets(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its letters the offset in ``text``; one more for the end."""
    letters = fold_each(text)
    offsets = [offset for offset, kept in enumerate(letters) for _ in kept]
    offsets.append(len(text))
    return "".join(letters), offsets


def candidates(block: int, line: Line, forms: Forms) -> list[Candidate]:
    """Every place in ``line`` that reads like a heading: at most one at its start, several inside a long line."""
    text = line.text
    # labels and headings come again in every report, sentences do not
    found = _short_line(text, forms) if len(text) <= _LONG else _in_text(text, forms)
    return [candidate._replace(block=block) for candidate in found] if found else []


@lru_cache(maxsize=8192)
def _short_line(text: str, forms: Forms) -> tuple[Candidate, ...]:
    return _in_text(text, forms)


def _in_text(text: str, forms: Forms) -> tuple[Candidate, ...]:
    """The candidates of a line, as those of block 0."""
    start = _START.match(text)
    numbered = start is not None and bool(start[1] or start[4])
    if not numbered and not any(sign in text for sign in _SIGNS):
        return ()
    first = _at_start(text, forms, start)
    found = (first,) if first else ()
    if len(text) > _LONG or (first and len(text) > first.end + 12):
        return (*found, *_inside(text, forms, after=first.end if first else 0))
    return found


def _at_start(text: str, forms: Forms, start: re.Match[str] | None) -> Candidate | None:
    offset = start.end() if start else 0
    numeral = start[1] if start else None
    below = start is not None and start[3] is not None
    numbered = numeral is not None or (start is not None and start[4] is not None)
    # what follows a heading in the same line is not compared; no heading has more than 40 letters
    folded, offsets = _offsets(text[offset : offset + 60])
    fit = _fit(folded, forms, alone=len(text) <= _LONG, fuzzy=numbered)
    if fit is None:
        return None
    rest = folded[fit.length :]
    if rest and (not numbered or rest[0] in "的是"):
        return None  # without a numeral only a line that is nothing but the heading counts
    method, score = _grade(fit, numeral, below)
    if rest and len(text) <= _LONG and _HAN.match(text, offset + offsets[fit.length - 1] + 1):
        score = min(score, 7)  # "一、总体情况较好": a sentence that begins like a heading
    end = _past_closing(text, offset + offsets[fit.length - 1] + 1)
    return Candidate(0, 0, end, fit.heading.part, method, score)


def _past_closing(text: str, end: int) -> int:
    while end < len(text) and text[end] in "】*#：:。 \t　)）":
        end += 1
    return end


@dataclass(frozen=True, slots=True)
class _Fit:
    heading: _Heading
    length: int  # letters of the text that the heading takes
    exact: bool


def _fit(folded: str, forms: Forms, *, alone: bool, fuzzy: bool) -> _Fit | None:
    """The heading that ``folded`` begins with: exactly, the longest first, else with a few letters wrong."""
    for heading in _book(forms):
        if folded.startswith(heading.folded):
            return _Fit(heading, len(heading.folded), True)
    for heading in _book(forms) if fuzzy and folded else ():
        size = len(heading.folded)
        if _allowed(heading.folded) == 0:
            continue
        if alone and abs(len(folded) - size) <= 3 and heading.fuzzy.fullmatch(folded):
            return _Fit(heading, len(folded), False)
        match = heading.fuzzy.match(folded[: size + 3])
        if match and match.end() > size - 3 and folded[0] == heading.folded[0]:
            return _Fit(heading, match.end(), False)
    return None


def _grade(fit: _Fit, numeral: str | None, below: bool) -> tuple[Method, int]:
    """How the heading was found, and its weight among rivals."""
    if below:
        return "misnumbered", 1
    value = numeral and (NUMERALS.find(numeral) + 1 or (int(numeral) if numeral.isdecimal() else 0))
    if value != fit.heading.part:
        return "misnumbered", 6 if fit.exact else 3
    if not fit.exact or not fit.heading.official:
        return "variant", 9 if fit.exact else 6
    return "exact", 10


def _inside(text: str, forms: Forms, after: int) -> list[Candidate]:
    """Headings in the middle of a line: only with their numeral, as in a report printed in one line."""
    found: list[Candidate] = []
    for match in _INLINE.finditer(text, after):
        if match.start() < after:
            continue
        folded, offsets = _offsets(text[match.end() : match.end() + 50])
        fit = _fit(folded, forms, alone=False, fuzzy=match[1] is not None)
        if fit is None:
            continue
        method, score = _grade(fit, match[1], False)
        # amid a line a heading whose number is lost counts only as the notice words it
        if method != "misnumbered" or (match[1] is None and fit.heading.official):
            after = match.end() + offsets[fit.length - 1] + 1
            found.append(Candidate(0, match.start(), after, fit.heading.part, method, score - 1))
    return found
