"""Two forms of a text for comparing: `fold` for labels, `narrow` for figures. Neither is ever stored."""

import re
import tomllib
import unicodedata
from functools import lru_cache

from extract.locate import patterns_path

_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_LETTER_CLASSES = ("L", "N")
_WIDE_FIRST, _WIDE_LAST, _WIDE_SHIFT = 0xFF01, 0xFF5E, 0xFEE0


def _simplified() -> dict[int, str]:
    """Traditional → simplified, one character to one, from ``patterns/script.toml``."""
    data = tomllib.loads(patterns_path("script.toml").read_text(encoding="utf-8"))
    letters = "".join(str(data["pairs"]).split())
    return {ord(letters[i]): letters[i + 1] for i in range(0, len(letters), 2)}


class _FoldTable(dict[int, str]):
    """Fills itself character by character, so that `str.translate` runs at C speed afterwards."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKC", chr(code)).casefold()
        kept = "".join(
            _SIMPLIFIED.get(ord(sign), sign) for sign in plain if unicodedata.category(sign)[0] in _LETTER_CLASSES
        )
        if len(self) < _MOST_SIGNS:
            self[code] = kept
        return kept


class _NarrowTable(dict[int, str]):
    """Full-width signs to half-width, every blank to a space, invisible signs to nothing."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        if sign in _INVISIBLE:
            kept = ""
        elif sign.isspace():
            kept = sign if sign in "\n\t" else " "
        else:
            # only the full-width forms: NFKC would also make a figure of ① and of ²
            kept = chr(code - _WIDE_SHIFT) if _WIDE_FIRST <= code <= _WIDE_LAST else sign
        if len(self) < _MOST_SIGNS:
            self[code] = kept
        return kept


KEPT = 200
"""Letters of a text whose folded form or value is kept for the next report: longer ones would fill the memory."""

_MOST_SIGNS = 50_000  # kept in a table; all of Unicode would take 100 MB
_SIMPLIFIED = _simplified()
_BOOKMARK = re.compile(r"\[bookmark:[^\]]*\]")
_UNSEEN = {ord(sign): None for sign in _INVISIBLE}
# most texts have none of these, and a look for them is much quicker than a translation
_ANY_UNSEEN = re.compile(f"[{''.join(sorted(_INVISIBLE))}]")
_ANY_TRADITIONAL = re.compile(f"[{''.join(map(chr, sorted(_SIMPLIFIED)))}]")
_FOLD = _FoldTable()
_NARROW = _NarrowTable()


def fold(text: str) -> str:
    """The letters and digits of ``text`` alone, simplified and half-width: what labels are compared by.

    >>> fold("（一）　規範性文件 ")
    '一规范性文件'
    >>> fold("本年增/减")
    '本年增减'
    """
    return _folded(text) if len(text) <= KEPT else text.translate(_FOLD)


def fold_each(text: str) -> list[str]:
    """What `fold` makes of each sign: a letter, several, or nothing.

    >>> fold_each("（一）㎡")
    ['', '一', '', 'm2']
    """
    return [_FOLD[ord(sign)] for sign in text]


@lru_cache(maxsize=8192)
def _folded(text: str) -> str:
    return text.translate(_FOLD)


def simplify(text: str) -> str:
    """``text`` with the traditional characters of ``patterns/script.toml`` made simplified; of the same length.

    >>> simplify("7111.64萬元")
    '7111.64万元'
    """
    return text.translate(_SIMPLIFIED) if _ANY_TRADITIONAL.search(text) else text


def visible(text: str) -> str:
    """``text`` without what is not seen: signs such as zero-width blanks, a converter's bookmarks; `narrow` keeps its length.

    >>> visible("1\u200b2[bookmark: _GoBack]")
    '12'
    """
    text = _BOOKMARK.sub("", text) if "[" in text else text
    return text.translate(_UNSEEN) if _ANY_UNSEEN.search(text) else text


def narrow(text: str) -> str:
    """``text`` with half-width signs and plain blanks; length changes only where an invisible sign goes.

    >>> narrow("１，２３４　（万元）")
    '1,234 (万元)'
    """
    return text.translate(_NARROW)
