"""unstacked(source, labels): rows of a table that stand as lines in the cells of one row, each a row of its own."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from extract.flat.pieces import Piece, Pieces, cell_piece
from extract.forms.labels import Labels

_STACK = re.compile(r"[^\n\u3400-\u9fff]+(?:\n[^\n\u3400-\u9fff]+)+")
_NUMBERED = re.compile(r"\s*(\d{1,2})\s*[.．、]")


def unstacked(source: Pieces, labels: Labels) -> Pieces:
    """The pieces of real tables, each row whose label cell names several rows of the form taken apart.

    Only where every figure's cell of that row has exactly as many lines as rows are named, so that each line has its
    label: with a line more or less anywhere nothing tells which is whose. Places stay those of the cells.
    """
    if source.layout != "table" or not any(map(_is_stack, source.pieces)):
        return source
    found: list[Piece] = []
    more = 0
    for _, row in groupby(source.pieces, lambda piece: piece.row):
        lines = _lines(list(row), labels)
        for at, line in enumerate(lines):
            found += [piece._replace(row=piece.row + more + at) for piece in line]
        more += len(lines) - 1
    return replace(source, pieces=tuple(found))


def _is_stack(piece: Piece) -> bool:
    return piece.kind == "text" and "\n" in piece.text and _STACK.fullmatch(piece.text) is not None


def _lines(row: list[Piece], labels: Labels) -> list[list[Piece]]:
    """The rows that one row of a table is: itself, or one a line."""
    stacks = [piece for piece in row if _is_stack(piece)]
    names = next((names for piece in row if stacks and (names := _names(piece, labels))), [])
    label = next((piece for piece in row if names and _names(piece, labels)), None)
    values = [piece for piece in row if label and piece.column > label.column]
    if label is None or stacks != values or any(len(stack.text.split("\n")) != len(names) for stack in stacks):
        return [row]
    before = [piece for piece in row if piece.column < label.column]
    return [
        [
            *(before if at == 0 else ()),
            _line(label, name),
            *(_line(stack, stack.text.split("\n")[at]) for stack in stacks),
        ]
        for at, name in enumerate(names)
    ]


def _line(cell: Piece, text: str) -> Piece:
    return cell_piece(text, cell.place, cell.row, cell.column, cell.column_span)


def _names(piece: Piece, labels: Labels) -> list[str]:
    """The rows that a cell names, if several: a label a line, or lines that begin with 1, 2 and so on, wrapped or not."""
    lines = [line for line in piece.text.split("\n") if line.strip()]
    if piece.kind != "text" or len(lines) < 2 or labels.of(piece.text):
        return []
    keys = [[mark.key for mark in labels.of(line) if mark.kind == "row"] for line in lines]
    if all(keys) and len({key[0] for key in keys}) == len(keys):
        return lines
    return _counted(lines)


def _counted(lines: Sequence[str]) -> list[str]:
    named: list[str] = []
    for line in lines:
        match = _NUMBERED.match(line)
        if match and int(match[1]) == len(named) + 1:
            named.append(line)
        elif match or not named:
            return []
        else:
            named[-1] += line
    return named if len(named) > 1 else []
