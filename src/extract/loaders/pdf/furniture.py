"""Furniture: page numbers and running heads, told from the text by where and how they stand."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.document import Box
from extract.loaders.pdf.page import Glyph
from extract.loaders.pdf.scan import PageScan, ScannedTable
from extract.loaders.pdf.text import Run, glyphs_to_rows, row_to_text

TOP_ZONE = 0.11
BOTTOM_ZONE = 0.85
"""Parts of the page's height; official letters print the number 28 mm above the lower edge."""

_DASH = r"[-‐-―−─━－﹣~～·•]"
_DECORATED = re.compile(
    rf"{_DASH}{{1,2}}\s*(?P<dashed>\d{{1,4}})\s*{_DASH}{{1,2}}"
    r"|第\s*(?P<counted>\d{1,4}|[一二三四五六七八九十]{1,3})\s*页(?:[\s,，/]*共\s*\d{1,4}\s*页)?"
    r"|(?:Page|PAGE|page)\s*(?P<paged>\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?"
    r"|(?P<of>\d{1,4})\s*/\s*\d{1,4}"
)
_PLAIN = re.compile(r"\d{1,4}")
_GRID_WORD = re.compile("自然人|总计|信息内容|结果|第二十条|企业")
_WRITTEN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class PageNumber:
    """A page number met outside tables: its middle, and how far it runs ahead of the page's own count."""

    x: float
    y: float
    ahead: int


def without_furniture(scans: Sequence[PageScan]) -> tuple[PageScan, ...]:
    """The pages without page numbers, wherever they stand, and with each running head only once."""
    found = _in_sequence([_page_numbers(scan) for scan in scans], scans)
    numbers = [
        number
        for scan, lines in zip(scans, found, strict=True)
        for number in (_as_number(scan.lines[index], scan.number) for index in lines)
        if number is not None
    ]
    kept = [
        replace(scan, lines=tuple(line for index, line in enumerate(scan.lines) if index not in lines))
        for scan, lines in zip(scans, found, strict=True)
    ]
    return tuple(_cleaned(scan, numbers) for scan in _without_repeats(kept))


def _edge(box: Box, height: float) -> bool:
    middle = (box[1] + box[3]) / 2
    return middle < TOP_ZONE * height or middle > BOTTOM_ZONE * height


def _page_numbers(scan: PageScan) -> set[int]:
    """Indices of lines that are nothing but a page number and stand outermost on the page."""
    tables = [table.cells.bbox for table in scan.tables]
    tops = [line.bbox[1] for line in scan.lines] + [box[1] for box in tables]
    out = set()
    for index, line in enumerate(scan.lines):
        text = line.text.strip()
        if not _edge(line.bbox, scan.frame.height) or not (_DECORATED.fullmatch(text) or _PLAIN.fullmatch(text)):
            continue
        others = [top for number, top in enumerate(tops) if number != index and number not in out]
        beyond = all(top > line.bbox[1] for top in others) or all(top < line.bbox[1] for top in others)
        if beyond or _DECORATED.fullmatch(text):
            out.add(index)
    return out


def _in_sequence(found: Sequence[set[int]], scans: Sequence[PageScan]) -> list[set[int]]:
    """Without bare figures that count no pages: they may be values that stand alone on their line."""
    bare: dict[tuple[int, int], PageNumber] = {}
    for page, (scan, lines) in enumerate(zip(scans, found, strict=True)):
        for index in lines:
            number = _as_number(scan.lines[index], scan.number)
            if number is not None and _PLAIN.fullmatch(scan.lines[index].text.strip()):
                bare[page, index] = number
    out = [set(lines) for lines in found]
    for (page, index), number in bare.items():
        others = [other for key, other in bare.items() if key[0] != page]
        follows = any(other.ahead == number.ahead and abs(other.y - number.y) < 4 for other in others)
        if number.ahead and not follows:
            out[page].discard(index)
    return out


def _as_number(line: Run, page: int) -> PageNumber | None:
    match = re.search(r"\d{1,4}", line.text)
    if match is None:
        return None
    x0, top, x1, bottom = line.bbox
    return PageNumber((x0 + x1) / 2, (top + bottom) / 2, int(match[0]) - page)


def _without_repeats(scans: Sequence[PageScan]) -> list[PageScan]:
    """Outermost lines that return on several pages go, but not from the first, where they may be the title.

    What may be the header of a table without lines stays where it first stands, on whatever page.
    """
    heads = [
        {_masked(line) for line in _outermost(scan.lines) if _edge(line.bbox, scan.frame.height)} - {""}
        for scan in scans
    ]
    counts = Counter(head for page in heads for head in page)
    repeated = {head for head, count in counts.items() if count > 1 and 2 * count >= len(scans) - 1}
    seen: set[str] = set()
    out = []
    for number, (scan, page) in enumerate(zip(scans, heads, strict=True)):
        kept_once = {head for head in page - seen if number == 0 or _GRID_WORD.search(head)}
        drop = (page & repeated) - kept_once
        seen |= page
        edges = _outermost(scan.lines)
        lines = tuple(line for line in scan.lines if not (line in edges and _masked(line) in drop))
        out.append(replace(scan, lines=lines))
    return out


def _outermost(lines: Sequence[Run]) -> tuple[Run, ...]:
    return (lines[0], lines[-1]) if lines else ()


def _masked(line: Run) -> str:
    """A line with its figures made alike; empty where it holds too little writing to be a head."""
    if len(_WRITTEN.findall(line.text)) < 2:
        return ""
    return re.sub(r"\d+", "0", "".join(line.text.split()))


def _cleaned(scan: PageScan, numbers: Sequence[PageNumber]) -> PageScan:
    tables = tuple(_without_number(table, scan, numbers) for table in scan.tables)
    return replace(scan, tables=tables)


def _without_number(table: ScannedTable, scan: PageScan, numbers: Sequence[PageNumber]) -> ScannedTable:
    """A table whose cells reach into the page's edge, without the page number printed over them.

    A bare figure in a cell is a value unless other pages print their number at the same place.
    """
    height, width = scan.frame.height, scan.frame.width
    heights = [number.y for number in numbers]
    across = _across_cells(table, scan, numbers)
    glyphs = []
    for place, cell in zip(table.cells.cells, table.glyphs, strict=True):
        kept = tuple(glyph for glyph in cell if glyph.start not in across) if across else cell
        _, top, _, bottom = place.bbox
        at_edge = cell and (top < TOP_ZONE * height or bottom > BOTTOM_ZONE * height)
        # What is shorter than "-1-" can only be known by the places of other pages' numbers.
        long = at_edge and sum(len(glyph.text) for glyph in cell) > 2
        suspect = long or (at_edge and any(top - 4 < y < bottom + 4 for y in heights))
        for row in glyphs_to_rows(cell) if suspect and any(map(_has_digit, cell)) else ():
            text = row_to_text(row).strip()
            box = (row[0].x0, row[0].top, row[-1].x1, row[-1].bottom)
            if not _edge(box, height):
                continue
            if _DECORATED.fullmatch(text) or (_PLAIN.fullmatch(text) and _known(text, box, scan, numbers, width)):
                kept = tuple(glyph for glyph in kept if glyph not in row)
        glyphs.append(kept)
    return replace(table, glyphs=tuple(glyphs))


def _across_cells(table: ScannedTable, scan: PageScan, numbers: Sequence[PageNumber]) -> set[int]:
    """Where the page's number stands in its text, if it is printed over several cells: between dashes, with no more than
    a blank beside them, and the number that other pages count to."""
    height = scan.frame.height
    ahead = {number.ahead for number in numbers}
    if not ahead or not (table.cells.ys[0] < TOP_ZONE * height or table.cells.ys[-1] > BOTTOM_ZONE * height):
        return set()
    inside = [(glyph, home) for home, cell in enumerate(table.glyphs) for glyph in cell if _edge(_box(glyph), height)]
    inside.sort(key=lambda pair: pair[0].start)
    found: set[int] = set()
    run: list[tuple[Glyph, int]] = []
    for glyph, home in [*inside, (_NO_GLYPH, -1)]:
        if run and glyph.start - run[-1][0].start - len(run[-1][0].text) > 1:
            signs = [one for one, _ in run]
            text = _DECORATED.fullmatch("".join(one.text for one in signs))
            counted = text is not None and any(int(n) - scan.number in ahead for n in re.findall(r"\d+", text[0])[:1])
            if counted and len({home for _, home in run}) > 1 and _stand_close(signs):
                found |= {one.start for one in signs}
            run = []
        run.append((glyph, home))
    return found


_NO_GLYPH = Glyph("", 0, 0, 0, 0, spaced=True, start=1 << 30)


def _box(glyph: Glyph) -> Box:
    return glyph.x0, glyph.top, glyph.x1, glyph.bottom


def _stand_close(signs: Sequence[Glyph]) -> bool:
    """Whether signs follow each other as in a line of words: cells of a row stand further apart."""
    return all(a.x0 < b.x0 < a.x1 + 0.6 * (a.bottom - a.top) for a, b in pairwise(signs))


def _has_digit(glyph: Glyph) -> bool:
    return any(map(str.isdigit, glyph.text))


def _known(text: str, box: Box, scan: PageScan, numbers: Sequence[PageNumber], width: float) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(
        int(text) - scan.number == number.ahead
        and abs(y - number.y) < 4
        and min(abs(x - number.x), abs(width - x - number.x)) < 12
        for number in numbers
    )
