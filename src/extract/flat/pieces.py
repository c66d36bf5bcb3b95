"""Pieces: what a grid's region is made of once it is cut at the bounds the source still has."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from extract.document import NOWHERE, Place, Table
from extract.forms.fold import narrow
from extract.forms.values import BLANK, Value, read_value

Layout: TypeAlias = Literal[
    "table",
    "positions",
    "tika",
    "pipes",
    "cell-pipes",
    "markdown",
    "tabbed",
    "commas",
    "cells",
    "rows",
    "glued",
    "none",
]
PieceKind: TypeAlias = Literal["text", "figure", "empty", "break"]

_SHORT = 60
CELL_KINDS: frozenset[PieceKind] = frozenset({"figure", "empty"})
"""The kinds of piece that fill a cell."""


class Piece(NamedTuple):
    """One cell, or one word of a line.

    ``kind``: ``figure`` holds a number or a mark such as / and —, ``empty`` a cell that is
    there and holds nothing, ``break`` is where a sentence was left out, ``text`` anything
    else. ``row`` counts the source's own rows
    where it has them, else −1. ``touches`` says that letters stand against a figure, so that
    its bounds are not certain; ``numeral`` is a figure's last digit where that digit may
    be the number of the label that follows.
    """

    kind: PieceKind
    text: str
    place: Place = NOWHERE
    row: int = -1
    value: Value = BLANK
    touches: bool = False
    numeral: bool = False
    column: int = -1
    column_span: int = 1


BARE_NUMERAL = re.compile(r"\d[.．、]")
"""The numeral of a label that stands apart from it."""
_REST = re.compile(r"[\d.,]+\s*(?:[万亿]?元|件)?")


def is_rest(piece: Piece) -> bool:
    """Whether words are digits that are no number, such as 0398万元: the rest of one that a line's end cut in two.

    >>> is_rest(cell_piece("０３９８万元", NOWHERE, 0)), is_rest(cell_piece("398万元", NOWHERE, 0))
    (True, False)
    """
    return piece.kind == "text" and bool(_REST.fullmatch(narrow(piece.text)))


@dataclass(frozen=True, slots=True)
class Pieces:
    """A region cut into pieces.

    ``structured``: the source has rows. ``bounded``: the source shows empty cells.
    ``open_end``: nothing stands after the last piece, and no bound closes it.
    ``aside`` are lines inside the region that are no part of a grid: prose, page numbers.
    """

    layout: Layout
    pieces: tuple[Piece, ...]
    structured: bool
    bounded: bool
    open_end: bool = False
    aside: tuple[Piece, ...] = ()


def drops_blanks(source: Pieces) -> bool:
    """Whether bars part the cells of a text and no two stand together: then it shows no blank cells, and may have dropped them.

    A bar at either end closes what stands before the region, or its own last cell.
    """
    return source.layout == "cell-pipes" and not any(piece.kind == "empty" for piece in source.pieces[1:-1])


NO_PIECES = Pieces("none", (), structured=False, bounded=False)


def cell_piece(text: str, place: Place, row: int, column: int = -1, column_span: int = 1) -> Piece:
    """The piece that one bounded cell makes."""
    kind, bare, value = _told(text) if len(text) <= _SHORT else _tell(text)
    # a third of the time of calling Piece, and there are hundreds a report
    return tuple.__new__(Piece, (kind, bare, place, row, value, False, False, column, column_span))


def _tell(text: str) -> tuple[PieceKind, str, Value]:
    """What a cell is, its text without blanks around it, and what it says."""
    value = read_value(text)
    kind: PieceKind = "empty" if value.kind == "blank" else "text" if value.kind == "text" else "figure"
    return kind, text.strip(), value


_told = lru_cache(maxsize=8192)(_tell)  # the same labels and small figures fill most cells of all reports


def _table_pieces(table: Table, first_row: int) -> Iterator[Piece]:
    new = tuple.__new__
    for number, row in enumerate(table.by_row()):
        for cell in row:
            text, _, column, _, column_span, page, box = cell
            place = new(Place, (page, None, table.number, number + 1, column + 1, box))
            yield cell_piece(text, place, first_row + number, column, column_span)


def table_pieces(tables: Iterable[Table]) -> Pieces:
    """Real tables as pieces, one after the other: every cell once, with its lattice column.

    Where a table has no ruling lines the layout is ``positions``: its columns are inferred.
    """
    tables = list(tables)
    found: list[Piece] = []
    rows = 0
    for table in tables:
        found += _table_pieces(table, rows)
        rows += table.rows
    layout: Layout = "table" if all(table.ruled for table in tables) else "positions"
    return Pieces(layout, tuple(found), structured=True, bounded=True)


def rows_of(pieces: tuple[Piece, ...]) -> Iterator[tuple[int, int]]:
    """The first and past-the-last index of every source row."""
    start, row = 0, pieces[0].row if pieces else 0
    for index, piece in enumerate(pieces):
        if piece.row != row:
            yield start, index
            start, row = index, piece.row
    if pieces:
        yield start, len(pieces)


def uneven(cells: tuple[Piece, ...]) -> bool:
    """Whether a row's figures come from several lines, not one from each: two rows' may have run together."""
    lines = Counter(cell.place.line for cell in cells)
    return 1 < len(lines) < len(cells)


def starts(cells: Sequence[Piece], size: int) -> range:
    """Where a row of ``size`` cells may begin among these, with nothing that is not empty outside of it.

    A row without figures is the first of them. One of one cell begins at either end: amid empty fields its figure may be of
    any column.
    """
    filled = [at for at, cell in enumerate(cells) if cell.kind != "empty"] or [0]
    found = range(max(0, filled[-1] + 1 - size), min(filled[0], len(cells) - size) + 1)
    return found if size > 1 or found.start in (0, len(cells) - 1) else range(0)


def out_of_step(cells: tuple[Piece, ...]) -> bool:
    """Whether a row's cells are `uneven` and it matters which is which: marks such as - alone are all the same."""
    return uneven(cells) and not all(cell.value.kind == "not_applicable" for cell in cells)
