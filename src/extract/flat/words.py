"""line_pieces(line, text): the words and figures of a line whose only bounds are blanks, and letters against digits."""

import re
from collections.abc import Iterator

from extract.document import Line, Place
from extract.flat.pieces import BARE_NUMERAL, Piece
from extract.forms.values import read_value

_LETTERS = ("O", "o")  # what a reader of pictures may make of a zero: in a line of its own a cell that cannot be read
_PAGE_WORD = re.compile(r"[-—–]+[1-9]\d{0,2}[-—–]+")
_WORD = re.compile(r"(?:\([^()]*\)|\S)+")
_LETTER = r"[^\W\d_]"
_NUMERAL = re.compile(rf"\d\s*[.、:)]\s*(?=[“\"'\[(]*{_LETTER})|[(]\d[)](?=\s*{_LETTER})")
_AMOUNT = r"\d[\d,]*(?:\.\d+)?"
_REMARK = r"(?:\((?![一二三四五六七八九十\d]\))[^()]*[^\W\d_][^()]*\))?"
_DIGITS = re.compile(rf"(?:[-−减減负負])?{_AMOUNT}(?:[-−减減负負]{_AMOUNT})*(?:亿元|万元|元)?{_REMARK}")
_IN_BRACKETS = re.compile(r"\([^()]*[^\W\d_][^()]*\)")
_DATE = re.compile(r"\s*[年月日号条页期]")


def line_pieces(line: Line, text: str) -> Iterator[Piece]:
    """The pieces of a narrowed line, in order: figures, and the words between them."""
    place = line.place
    whole = read_value(text)
    if whole.kind in ("number", "not_applicable") or text.strip() in _LETTERS:
        yield Piece("figure", text.strip(), place, -1, whole)
        return
    words = [(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]
    skip = 0
    for index, (word, start, end) in enumerate(words):
        if index < skip or _PAGE_WORD.fullmatch(word):
            continue
        if index == 0 and BARE_NUMERAL.fullmatch(word):
            yield Piece("text", word, place)  # the label that it numbers stands in the next line
            continue
        value = read_value(word)
        if value.kind == "text" or (value.kind == "number" and _DATE.match(text, end)):
            yield from _mixed(word, place, text[end : end + 4])
            continue
        figure = word
        # a unit may stand apart from its figure: "7111.64 万元"
        if value.kind == "number" and index + 1 < len(words) and start < end:
            both = read_value(f"{word}{words[index + 1][0]}")
            if both.kind == "number" and not words[index + 1][0][0].isdecimal() and both.unit:
                figure, value, skip = f"{word} {words[index + 1][0]}", both, index + 2
        yield Piece("figure", figure, place, -1, value)


def _mixed(word: str, place: Place, after: str) -> Iterator[Piece]:
    """A word of letters and digits: the numerals of labels stay with the letters, other digits are figures."""
    position = text_from = 0
    notes = [found.span() for found in _IN_BRACKETS.finditer(word)] if "(" in word else []
    while True:
        match = _DIGITS.search(word, position)
        if match is None:
            break
        start, end = match.span()
        rest = word[end:] or after
        closing = _NUMERAL.match(word[end - 1 :] + after)
        if closing and word[end - 1].isdecimal():
            end -= 1  # the last digit numbers the label that follows
        noted = any(low < start < high for low, high in notes)
        if noted or _DATE.match(rest) or start == end or _NUMERAL.match(word, start) or word[start - 1 : start] == "第":
            position = match.end()
            continue
        if start > text_from:
            yield Piece("text", word[text_from:start].strip(), place)
        figure = word[start:end]
        yield Piece(
            "figure", figure, place, -1, read_value(figure), touches=True, numeral=not closing and _letter(rest)
        )
        position = text_from = end
    if text_from < len(word):
        yield Piece("text", word[text_from:].strip(), place)


def _letter(text: str) -> bool:
    return bool(re.match(_LETTER, text))
