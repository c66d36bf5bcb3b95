"""The header of grid 四: its labels, whole, in brackets or broken over lines, and the order that they print."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, groupby

from extract.flat.pieces import Piece, Pieces, rows_of
from extract.forms.fold import fold
from extract.forms.form import GridForm
from extract.forms.labels import Labels, Mark

_IN_BRACKETS = re.compile(r"[^()（）]*[(（]([^()（）]+)[)）]")


def unbroken(source: Pieces, labels: Labels) -> Pieces:
    """The source with those labels whole whose lines are rows of their own: 结果维 | 结果纠 above 持 | 正."""
    if not source.structured:
        return source
    rows = [list(row) for _, row in groupby(source.pieces, key=lambda piece: piece.row)]
    for number in range(len(rows) - 1, 0, -1):
        whole = _joined(rows[number - 1], rows[number], labels)
        if whole:
            rows[number - 1 : number + 1] = [whole]
    return replace(source, pieces=tuple(chain.from_iterable(rows)))


def _joined(above: list[Piece], below: list[Piece], labels: Labels) -> list[Piece]:
    """Two rows as one where the lower holds nothing but the ends of labels that begin in the upper."""
    kinds = {piece.kind for piece in (*above, *below)}
    if len(above) != len(below) or kinds - {"text", "empty"} or not any(piece.kind == "text" for piece in below):
        return []
    whole = [upper._replace(text=upper.text + lower.text) for upper, lower in zip(above, below, strict=True)]
    broken = [piece for piece, lower in zip(whole, below, strict=True) if lower.text]
    return whole if all(labels.of(piece.text) for piece in broken) else []


def header_rows(source: Pieces, labels: Labels) -> set[int]:
    """The rows of the header: those that hold a label, or nothing but parts of labels that are broken over lines."""
    rows = [source.pieces[start:end] for start, end in rows_of(source.pieces)]
    found = {row[0].row for row in rows if any(p.kind == "text" and marks_of(p, labels) for p in row)}
    words = [[piece for piece in row if piece.kind != "empty"] for row in rows]
    return found | {row[0].row for row in words if row and all(p.kind == "text" and _is_part(p, labels) for p in row)}


def _is_part(piece: Piece, labels: Labels) -> bool:
    text = fold(piece.text)
    return len(text) > 1 and any(text in label for label in labels.whole)


def marks_of(piece: Piece, labels: Labels) -> list[Mark]:
    """The labels in a piece; of 行政诉讼（复议后起诉） the one in brackets."""
    whole = labels.of(piece.text)
    inner = _IN_BRACKETS.fullmatch(piece.text.strip()) if whole and whole[0].kind == "group" else None
    channel = [mark for mark in labels.of(inner[1]) if mark.kind == "row"] if inner else []
    if channel:
        return channel[:1]
    if whole:
        return [whole[0]]

    return [found.marks[0] for found in labels.inside(fold(piece.text))]


def in_order(results: Sequence[str], form: GridForm) -> bool:
    """Whether the result labels printed follow the form, once or several times over; few or none say nothing."""
    keys = [column.key for column in form.rows[0].columns]
    if len(results) < len(keys):
        return list(results) == sorted(results, key=keys.index)
    return all(list(results[i : i + len(keys)]) == keys for i in range(0, len(results) - len(keys) + 1, len(keys))) or (
        set(results) != set(keys)
    )


def goes_on(results: Sequence[str], form: GridForm) -> bool:
    """Whether the result labels follow the form behind the end of a set whose first ones are broken: 总计, then 维持 to 总计."""
    keys = [column.key for column in form.rows[0].columns]
    begun = len(results) % len(keys)
    return list(results[:begun]) == keys[-begun:] and len(results) > len(keys) and in_order(results[begun:], form)
