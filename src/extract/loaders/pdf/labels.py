"""Labels of grid 三 without lines: the words left of the figures as numbered labels at three depths."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from extract.loaders.pdf.words import Word, word_of

TOP, GROUP, LEAF = 0, 1, 2
"""How deep a label stands: 一、 … 四、, then （一） … （七）, then 1. … 8."""

LINE_PITCH = 2.2
"""Lines of one label stand no further apart than this many times their height."""

ALIGNED = 3.0

CELL_GAP = 0.08
"""The texts of two cells stand at least this part of their height apart; the characters of one text touch."""

LEVEL = 0.3
"""The middles of a label and of the figures beside it are apart by less than this part of a figure's height."""

_WIDE = {GROUP: re.compile("[一二四][、，.．]"), LEAF: re.compile("[一二三四][、，.．]|[（(][一二七]")}
"""The beginnings of labels that reach over the column of this depth."""

_NUMBERING = (
    re.compile(r"[一二三四][、，.．]"),
    re.compile(r"[（(][一二三四五六七](?:[）)]|$)"),
    re.compile(r"\d{1,2}[.．、]"),
)
_AFTER = re.compile("四[、，.．]")
_UPRIGHT = frozenset("三、，本年度办理结果")


@dataclass(frozen=True, slots=True)
class Label:
    """A label of one or more lines; ``depth`` is the column it stands in."""

    depth: int
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The label as printed, a line break between its lines."""
        lines: list[str] = []
        last: Word | None = None
        for word in self.words:
            if last is not None and abs(word.y - last.y) < (word.bottom - word.top) / 2:
                lines[-1] += " " + word.text
            else:
                lines.append(word.text)
            last = word
        return "\n".join(lines)

    @property
    def number(self) -> int:
        """The number of a label of the deepest column."""
        match = re.match(r"\d+", self.text)
        return int(match[0]) if match else 0

    @property
    def y(self) -> float:
        """The middle from the document's first page downwards."""
        return (self.words[0].y + self.words[-1].y) / 2

    def stands_at(self, y: float) -> bool:
        """Whether a figure at this height is on one of the label's lines or between them."""
        half = (self.words[0].bottom - self.words[0].top) * 0.6
        return self.words[0].y - half <= y <= self.words[-1].y + half

    def distance(self, y: float) -> float:
        """How far above or below the label's lines a figure at this height stands."""
        return max(0.0, self.words[0].y - y, y - self.words[-1].y)

    def is_level_with(self, lines: Sequence[Word]) -> bool:
        """Whether these lines stand about the label's middle."""
        height = lines[0].bottom - lines[0].top
        return abs((lines[0].y + lines[-1].y) / 2 - self.y) < LEVEL * height


def words_to_labels(words: Sequence[Word]) -> list[Label] | None:
    """Words, row by row, as labels from the top down; None where one follows no label it could belong to.

    The characters of 三、本年度办理结果 set one under the other become one label.
    """
    words = _parted(_parted(words, GROUP), LEAF)
    deeper = [word.x0 for word in words if _depth(word) in (GROUP, LEAF)]
    edge = min(deeper, default=0.0)
    last = next((word.y for word in words if _AFTER.match(word.text)), math.inf)
    upright = [word for word in words if word.x1 <= edge and word.y < last and _is_upright(word.name)]
    labels = [Label(TOP, tuple(upright))] if len(upright) > 2 else []
    taken = set(upright) if labels else set()
    rest = [word for word in words if word not in taken]
    gathered = [[word] for word in rest if _depth(word) is not None]
    for word in (word for word in rest if _depth(word) is None):
        home = _home(word, gathered)
        if home is None:
            return None
        home.append(word)
    for lines in gathered:
        depth = _depth(lines[0])
        labels.append(Label(LEAF if depth is None else depth, tuple(lines)))
    return sorted(labels, key=lambda label: label.y)


def _is_upright(text: str) -> bool:
    return len(text) <= 2 and set(text) <= _UPRIGHT


def _parted(words: Sequence[Word], depth: int) -> list[Word]:
    """Words, those of two columns that stand close together taken apart where the column of this depth begins."""
    lefts = Counter(round(word.glyphs[at].x0) for word in words for at in _numbered(word, depth))
    left, often = lefts.most_common(1)[0] if lefts else (0, 0)
    out: list[Word] = []
    for word in words:
        narrow = often > 2 and word.x0 < left - ALIGNED and not _WIDE[depth].match(word.text)
        cut = _cut(word, left, depth) if narrow else 0
        out.extend(
            [word] if not cut else (word_of(word.glyphs[:cut], word.page), word_of(word.glyphs[cut:], word.page))
        )
    return out


def _numbered(word: Word, depth: int) -> list[int]:
    """Where in a word a label of this depth may begin."""
    return [match.start() for match in _NUMBERING[depth].finditer(word.text) if match.start() < len(word.glyphs)]


def _cut(word: Word, left: float, depth: int) -> int:
    """The index of the character that begins the column, with a number or behind a gap; 0 where none does."""
    for index, (before, glyph) in enumerate(pairwise(word.glyphs), 1):
        gap = glyph.x0 - before.x1 > CELL_GAP * (glyph.bottom - glyph.top)
        if abs(glyph.x0 - left) < ALIGNED and (gap or _NUMBERING[depth].match(word.text[index:])):
            return index
    return 0


def _depth(word: Word) -> int | None:
    return next((depth for depth, pattern in enumerate(_NUMBERING) if pattern.match(word.text)), None)


def _home(word: Word, gathered: Sequence[list[Word]]) -> list[Word] | None:
    """The label that a word without numbering continues.

    First one on the line above that begins at the same place; at the top of a page one that ends the
    page before; then one on the same line to the left; then any on the line above.
    """
    found: list[tuple[int, float, float, list[Word]]] = []
    for lines in gathered:
        last = lines[-1]
        height = max(word.bottom - word.top, last.bottom - last.top)  # 一 alone is flat
        left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
        down, aligned = word.y - last.y, abs(word.x0 - left) < ALIGNED
        if height / 2 <= down < LINE_PITCH * height:
            aside = max(0.0, word.x0 - right, left - word.x1)
            found.append((0 if aligned else 4 if aside else 3, aside, down, lines))
        elif aligned and last.page == word.page - 1:
            found.append((1, 0.0, down, lines))
        elif abs(down) < height / 2 and 0 <= word.x0 - last.x1 < 2 * height:
            found.append((2, 0.0, down, lines))
    if any(rank in (0, 3) for rank, *_ in found):
        found = [choice for choice in found if choice[0] != 1]
    return min(found, key=itemgetter(0, 1, 2))[3] if found else None
