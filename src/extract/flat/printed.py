"""as_printed(pieces, …): the pieces of narrowed text with their words and figures as the source prints them."""

from collections.abc import Sequence

from extract.document import Line
from extract.flat.pieces import Piece


def as_printed(
    pieces: tuple[Piece, ...], lines: Sequence[Line], plain: list[str], printed: list[str]
) -> tuple[Piece, ...]:
    """The pieces with their texts as the source prints them; they were cut from narrowed text."""
    at = {line.number: index for index, line in enumerate(lines)}
    differ = {number: index for number, index in at.items() if plain[index] != printed[index]}
    cursor: dict[int, int] = {}
    found: list[Piece] = []
    for piece in pieces:
        first = (at if "\n" in piece.text else differ).get(piece.place.line or -1)
        if first is None or not piece.text:
            found.append(piece)
            continue
        parts: list[str] = []
        for index, part in enumerate(piece.text.split("\n"), first):
            start = plain[index].find(part, cursor.get(index, 0)) if index < len(plain) else -1
            parts.append(printed[index][start : start + len(part)] if start >= 0 else part)
            if start >= 0:
                cursor[index] = start + len(part)
        text = "\n".join(parts)
        found.append(piece if text == piece.text else piece._replace(text=text))
    return tuple(found)
