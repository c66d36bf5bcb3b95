"""Flattened grids: lines of text cut into pieces at whatever bounds the flattening left."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TypeAlias

from extract.document import Line, Place
from extract.flat.aligned import aligned
from extract.flat.barred import BarredRow, barred_rows, bars_for_boxes, by_commas, comma_rows
from extract.flat.framed import framed
from extract.flat.pieces import NO_PIECES, Layout, Piece, Pieces, cell_piece
from extract.flat.printed import as_printed
from extract.flat.spaced import spaced
from extract.flat.tabbed import tabbed_rows
from extract.flat.words import line_pieces
from extract.forms.fold import narrow, visible
from extract.forms.values import read_value

Judge: TypeAlias = Callable[[str], bool]

_SHORT = 60
_MANY_BLANKS = 40
_PAGE_NUMBER = re.compile(
    r"[-—–―_~·\s]*[-—–―~·]\s*[1-9]\d{0,2}\s*[-—–―~·][-—–―_~·\s]*"
    r"|第?\s*\d{1,3}\s*页(?:\s*[,，/]?\s*共\s*\d{1,3}\s*页)?|共\s*\d{1,3}\s*页"
    r"|P(?:age)?\.?\s*\d{1,3}\b.*|\d{1,3}\s*/\s*\d{1,3}",
    re.IGNORECASE,
)
_LONG_RULE = re.compile(r"[\s|+=_-]*[=_-]{5,}[\s|+=_-]*")  # five, since -- is what a cell may hold
_BARS_OF_A_LINE = 12  # grid 四 alone has more cells, and sentences have no bars
_NEXT_LABEL = re.compile(r"\s*(?:[(]?[一二三四五六七八九十\d]{1,2}[)、.]|(?!其中|含|注)[^\W\d_]{2})")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)  # of a line in a cell, as Markdown writes it


def lines_to_pieces(lines: Sequence[Line], is_prose: Judge) -> Pieces:
    """The pieces of a region of text.

    ``is_prose`` tells a narrowed line that belongs to no grid. The layout is told by the
    bounds that occur: leading tabs, pipes, tabs inside, else lines and blanks alone.
    """
    if not any(line.text.strip() for line in lines):
        return NO_PIECES
    both = [_short_forms(line.text) if len(line.text) <= _SHORT else _forms(line.text) for line in lines]
    printed, plain = [one for one, _ in both], [other for _, other in both]
    cut: Pieces | None = None
    if (
        not any("\t" in text or "|" in text for text in plain)
        and sum(not text.strip() for text in plain) > _MANY_BLANKS
    ):
        cut = spaced(lines, plain, is_prose)
    if cut is None:
        end = 1 + max(index for index, line in enumerate(lines) if line.text.strip(" \r\u3000\xa0"))  # a tab is a cell
        lines, printed, plain = lines[:end], printed[:end], plain[:end]
        cut = _cut(lines, plain, printed, is_prose)
    return replace(cut, pieces=as_printed(cut.pieces, lines, plain, printed))


def _cut(lines: Sequence[Line], plain: list[str], printed: list[str], is_prose: Judge) -> Pieces:
    """The lines cut at the bounds that occur most."""
    short = [text for text in plain if text.strip() and len(text) < 60]
    share = max(len(short), 1)
    led = sum(text.startswith("\t") and "\t" not in text.rstrip()[1:] for text in short)
    if led >= 3 and led / share > 0.5:
        return _tika(lines, plain, is_prose)
    piped = [text for text in plain if "|" in text]
    if len(piped) >= 2 and len(piped) / share > 0.3:
        wide = sum(text.count("|") >= 3 and bool(text.strip(" |\t")) for text in piped)
        if wide >= 0.15 * len(piped):
            fenced, rows = barred_rows(lines, plain)
            return _in_rows("markdown" if fenced else "pipes", rows, is_prose)
        return _piped_cells(lines, plain, is_prose)
    if sum(text.count("|") for text in plain) > _BARS_OF_A_LINE:
        return _piped_cells(lines, plain, is_prose)
    frame = framed(lines, plain)
    if frame:
        return _in_rows("commas", frame, is_prose)
    tabbed = sum("\t" in text.strip() for text in plain)
    if tabbed >= 2 and tabbed / share > 0.3:
        return _tabbed(lines, plain, is_prose)
    if by_commas(printed):
        return _in_rows("commas", comma_rows(lines, printed), is_prose)
    return aligned(lines, plain, printed, is_prose) or _words(lines, plain, is_prose)


def _forms(text: str) -> tuple[str, str]:
    """The text without bookmarks, breaks and invisible signs, and its narrowed form, which has as many letters."""
    printed = _BREAK.sub(lambda found: " " * len(found[0]), visible(text)) if "<" in text else visible(text)
    return printed, bars_for_boxes(narrow(printed))


_short_forms = lru_cache(maxsize=8192)(_forms)  # labels and figures come again, sentences do not


def _aside(text: str, is_prose: Judge) -> bool:
    stripped = text.strip(" \t|")
    return bool(_PAGE_NUMBER.fullmatch(stripped)) or (is_prose(stripped) and not _only_values(stripped))


def _only_values(text: str) -> bool:
    """Whether every word is a figure or a mark such as 无: a row of cells, however many letters it has."""
    return all(read_value(word).kind in ("number", "not_applicable") for word in text.split())


def _text_piece(line: Line, text: str, row: int = -1) -> Piece:
    return Piece("text", text.strip(), line.place, row)


def _tika(lines: Sequence[Line], plain: list[str], is_prose: Judge) -> Pieces:
    """Every cell a line that begins with a tab, rows ended by a blank line, a cell's own breaks without a tab."""
    found: list[Piece] = []
    aside: list[Piece] = []
    row = 0
    cell: list[str] = []
    where = lines[0]
    for line, text in zip(lines, plain, strict=True):
        opens = text[:1] == "\t"
        blank = not opens and not text.strip()
        if cell and not opens and not blank and not _PAGE_NUMBER.fullmatch(text.strip()):
            cell.append(text)
            continue
        if cell:
            found.append(cell_piece(cell[0] if len(cell) == 1 else "\n".join(cell), where.place, row))
            cell = []
        if opens:
            cell, where = [text[1:]], line
            continue
        row += 1
        if not blank:
            (aside if _aside(text, is_prose) else found).append(_text_piece(line, text, row))
    if cell:
        found.append(cell_piece("\n".join(cell), where.place, row))
    return Pieces("tika", tuple(found), structured=True, bounded=True, open_end=True, aside=tuple(aside))


def _in_rows(layout: Layout, rows: Iterable[BarredRow], is_prose: Judge) -> Pieces:
    """One row a line, its cells between bars or commas."""
    found: list[Piece] = []
    aside: list[Piece] = []
    closed = True
    for row, (line, text, cells, ended) in enumerate(rows):
        closed = ended
        if cells is None:
            (aside if _aside(text, is_prose) else found).append(_text_piece(line, text, row))
        elif sum(bool(cell.strip()) for cell in cells) == 1 and is_prose("".join(cells).strip()):
            aside.append(_text_piece(line, "".join(cells), row))
        else:
            found += [
                cell_piece(cell, Place(line.page, line.number, None, None, column + 1), row, column)
                for column, cell in enumerate(cells)
            ]
    return Pieces(layout, tuple(found), structured=True, bounded=True, open_end=not closed, aside=tuple(aside))


def _piped_cells(lines: Sequence[Line], plain: list[str], is_prose: Judge) -> Pieces:
    """One cell a line, each closed by a pipe; the row breaks are gone, empty cells are two pipes in a row."""
    found: list[Piece] = []
    aside: list[Piece] = []
    cell: list[str] = []
    where = lines[0]
    for line, text in zip(lines, plain, strict=True):
        if "|" not in text and _aside(text, is_prose):
            if text.strip():
                aside.append(_text_piece(line, text))
                found.append(Piece("break", "", line.place))
            continue
        *closed, rest = text.split("|")
        for part in closed:
            if not any(held.strip() for held in cell):
                where = line
            found += _at_row_end([*cell, part], where)
            cell = []
        if rest.strip():
            if not cell:
                where = line
            cell.append(rest)
    if cell:
        found += _at_row_end(cell, where)
    return Pieces("cell-pipes", tuple(found), structured=False, bounded=True, open_end=bool(cell), aside=tuple(aside))


def _at_row_end(cell: Sequence[str], line: Line) -> Iterator[Piece]:
    """The pieces of a cell: two where bars stand only between cells, so that a row's last figure runs into the next label."""
    lines = [text for text in cell if text.strip()]
    figure = len(lines) > 1 and read_value(lines[0]).kind in ("number", "not_applicable")
    if figure and _NEXT_LABEL.match(lines[1]) and all(read_value(text).kind == "text" for text in lines[1:]):
        yield cell_piece(lines[0], line.place, -1)
        lines = lines[1:]
    yield cell_piece("\n".join(lines), line.place, -1)


def _tabbed(lines: Sequence[Line], plain: list[str], is_prose: Judge) -> Pieces:
    """One row a line, or several where quoted cells hold breaks; cells between tabs."""
    found: list[Piece] = []
    aside: list[Piece] = []
    rows = tabbed_rows(lines, plain)
    widest = max(len(cells) for cells in rows)
    for row, cells in enumerate(rows):
        (line, text), *more = cells
        blank = not any(cell.strip() for _, cell in cells)
        # the figures of grid 四 stand by no label, and all of them may be left blank
        if blank and len(cells) < widest:
            continue
        if not blank and not any(cell.strip() for _, cell in more) and _aside(text, is_prose):
            aside.append(_text_piece(line, text, row))
            continue
        found += [
            cell_piece(cell, Place(at.page, at.number, None, None, column + 1), row, column)
            for column, (at, cell) in enumerate(cells)
        ]
    return Pieces("tabbed", tuple(found), structured=True, bounded=True, open_end=True, aside=tuple(aside))


def _words(lines: Sequence[Line], plain: list[str], is_prose: Judge) -> Pieces:
    """Lines and blanks are all the bounds there are: a cell a line, a row a line, or everything glued."""
    found: list[Piece] = []
    aside: list[Piece] = []
    several = 0
    for line, text in zip(lines, plain, strict=True):
        if not text.strip() or _LONG_RULE.fullmatch(text):
            continue
        if _aside(text, is_prose):
            aside.append(_text_piece(line, text))
            # a page number goes; right under a label "- 3 -" may as well be a row's three cells
            if not _PAGE_NUMBER.fullmatch(text.strip()) or (found and found[-1].kind == "text"):
                found.append(Piece("break", "", line.place))
            continue
        pieces = list(line_pieces(line, text))
        several += sum(piece.kind == "figure" for piece in pieces) > 1
        found += pieces
    figures = [piece for piece in found if piece.kind == "figure"]
    glued = sum(piece.touches for piece in figures)
    layout: Layout = "glued" if glued > 0.3 * len(figures) else "rows" if several else "cells"
    open_end = bool(found) and found[-1].place.line == lines[-1].number
    return Pieces(layout, tuple(found), structured=False, bounded=False, open_end=open_end, aside=tuple(aside))
