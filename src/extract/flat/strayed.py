"""Figures that stand beyond their grid: ahead of the next one's words, or among the sentences behind it."""

from collections.abc import Iterable
from itertools import takewhile

from extract.document import Block, Line
from extract.flat.pieces import Pieces
from extract.forms.fold import narrow
from extract.forms.labels import Labels

_FEWEST = 2  # one number in a line of its own is a page's


def ahead_of(source: Pieces, labels: Labels) -> bool:
    """Whether a text has figures ahead of the grid's own words: a row of the grid before may have lost them."""
    ahead = takewhile(lambda piece: piece.kind != "text" or not labels.of(piece.text), source.pieces)
    return not source.structured and any(piece.kind == "figure" for piece in ahead)


def among_sentences(blocks: Iterable[Block]) -> bool:
    """Whether lines of a part that has no grid hold figures and nothing else."""
    lines = (narrow(block.text).split() for block in blocks if isinstance(block, Line))
    return sum(len(words) for words in lines if all(word.isdecimal() for word in words)) >= _FEWEST
