"""Columns of a table without lines: where its figures stand under each other, and the header's names over them."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from extract.forms.fold import simplify
from extract.loaders.pdf.page import Glyph
from extract.loaders.pdf.words import Word, word_of

LONGEST_NAME = 12
"""More characters than any column's name has."""

NEAR = 0.4
"""A figure belongs to a column when its middle is nearer than this part of the distance between columns."""


class Column(NamedTuple):
    """A header's column: its text read downwards, its middle, and where the middles of its figures may stand.

    No figure of it ends left of ``begin``, where its name begins.
    """

    text: str
    x: float
    words: tuple[Word, ...]
    left: float
    right: float
    begin: float = -math.inf

    def holds(self, x0: float, x1: float) -> bool:
        """Whether a figure that reaches from ``x0`` to ``x1`` may stand in this column."""
        return self.left <= (x0 + x1) / 2 <= self.right and x1 > self.begin


def columns_of(figures: Sequence[Word], header: Sequence[Word], names: Sequence[str]) -> tuple[Column, ...] | None:
    """The columns with these names (patterns, from the left), by the figures or else by the header alone.

    Figures that leave as many gaps as there are columns show the columns themselves, and the header's characters
    over each must give its name. Where a column is empty, only the header tells where it stands.
    """
    bands = figures_to_bands(figures)
    if len(bands) == len(names):
        for cuts in _cuts(bands):
            found = _over(bands, cuts, header, names)
            if found:
                return found
    return words_to_columns(header, names)


def figures_to_bands(figures: Iterable[Word]) -> list[tuple[float, float]]:
    """The stretches from left to right in which figures stand, those that overlap taken together."""
    bands: list[tuple[float, float]] = []
    for word in sorted(figures, key=lambda word: word.x0):
        if bands and word.x0 < bands[-1][1]:
            bands[-1] = (bands[-1][0], max(bands[-1][1], word.x1))
        else:
            bands.append((word.x0, word.x1))
    return bands


def _cuts(bands: Sequence[tuple[float, float]]) -> Iterator[list[float]]:
    """Where one column's header may end and the next begin, for figures in the middle, on the left, on the right."""
    yield [(a[0] + a[1] + b[0] + b[1]) / 4 for a, b in pairwise(bands)]
    yield [b[0] - 1 for _, b in pairwise(bands)]
    yield [a[1] + 1 for a, _ in pairwise(bands)]


def _over(
    bands: Sequence[tuple[float, float]], cuts: Sequence[float], header: Sequence[Word], names: Sequence[str]
) -> tuple[Column, ...] | None:
    """The columns, if the header's characters between the cuts give the names."""
    texts, words = [""] * len(bands), [dict[Word, None]() for _ in bands]
    for word in sorted(header, key=lambda word: (word.y, word.x0)):
        for glyph in word.glyphs:
            at = sum(cut < (glyph.x0 + glyph.x1) / 2 for cut in cuts)
            texts[at] += glyph.text
            words[at][word] = None
    if not all(re.fullmatch(name, simplify(text)) for name, text in zip(names, texts, strict=True)):
        return None
    return tuple(
        Column(text, (left + right) / 2, tuple(over), left, right)
        for text, over, (left, right) in zip(texts, words, bands, strict=True)
    )


def words_to_columns(words: Iterable[Word], names: Sequence[str]) -> tuple[Column, ...] | None:
    """The header's columns, if its characters from right to left give these names, each read downwards.

    A name has so many characters, so it is certain which are its own, though the words of two columns touch.
    What stands further left, as the note in a corner does, is left over.
    """
    signs = sorted(((word, glyph) for word in words for glyph in word.glyphs), key=lambda sign: sign[1].x0 + sign[1].x1)
    found: list[tuple[str, list[Word]]] = []
    for name in reversed(names):
        column = _named(signs, name)
        if column is None:
            return None
        found.append(column)
    return named_to_columns(found[::-1])


def _named(signs: list[tuple[Word, Glyph]], name: str) -> tuple[str, list[Word]] | None:
    """Take from the right end as many characters as it needs to give the name."""
    for count in range(1, min(LONGEST_NAME, len(signs)) + 1):
        own = sorted(signs[-count:], key=lambda sign: (sign[0].y, sign[1].x0))
        text = "".join(glyph.text for _, glyph in own)
        if re.fullmatch(name, simplify(text)):
            del signs[-count:]
            lines = groupby(own, key=lambda sign: sign[0])
            return text, [word_of([glyph for _, glyph in line], word.page) for word, line in lines]
    return None


def named_to_columns(found: Sequence[tuple[str, Sequence[Word]]]) -> tuple[Column, ...]:
    """Columns (names and their words) whose figures stand under the name's middle, or right of it but before the next."""
    lefts = [min(word.x0 for word in words) for _, words in found]
    middles = [(left + max(word.x1 for word in words)) / 2 for left, (_, words) in zip(lefts, found, strict=True)]
    reach = NEAR * min((b - a for a, b in pairwise(middles)), default=math.inf)
    ends = [min((a + b) / 2, left) for (a, b), left in zip(pairwise(middles), lefts[1:], strict=True)]
    ends.append(math.inf)
    return tuple(
        Column(text, x, tuple(words), min(x - reach, left), max(x + reach, end), left)
        for (text, words), x, left, end in zip(found, middles, lefts, ends, strict=True)
    )


def figures_to_columns(words: Iterable[Word], columns: Sequence[Column]) -> dict[int, Word] | None:
    """Each figure's column by position; None where a figure stands between columns, or may be two, or two in one."""
    widest = min(b.x - a.x for a, b in pairwise(columns))
    out: dict[int, Word] = {}
    for word in words:
        index = nearest(columns, word.x)
        column = columns[index]
        wide = word.x1 - word.x0 >= widest and not _between_names(word, columns[index : index + 2])
        if not column.holds(word.x0, word.x1) or wide or index in out:
            return None
        out[index] = word
    return out


def _between_names(word: Word, columns: Sequence[Column]) -> bool:
    """Whether a figure stands right of where its column's name begins and left of where the next one's does."""
    after = columns[1].begin if len(columns) > 1 else math.inf
    return -math.inf < columns[0].begin <= word.x0 and word.x1 <= after


def nearest(columns: Sequence[Column], x: float) -> int:
    """The index of the column whose middle is nearest."""
    return min(range(len(columns)), key=lambda index: abs(columns[index].x - x))
