"""Lattice: drawn pieces become spans, merged spans, meshes, fields and cells, one pure step after another.

Every step's result can be drawn over the page, which is how a wrong cell is found.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from extract.document import Box

SNAP = 3.2
"""Lines nearer than this (points) are one: double borders, cells with borders of their own."""

WIDEST_BORDER = 7.0
"""A bundle of lines wider than this is two borders, not one."""

DASH_GAP = 6.0
"""Pieces on one line with gaps up to this are one dotted or dashed line; no column is so narrow."""

SHORTEST_RULE = 7.0
"""What is shorter after merging is an ornament: no row is lower, no column narrower."""

FAR = 50_000.0
TOUCH = 3.5
OPEN_END = 8.0
COVERED = 0.6

_AT, _START = itemgetter(0), itemgetter(1)


class Span(NamedTuple):
    """A straight line: ``at`` is its y where it is level and its x where it is upright.

    ``half`` is half its thickness, or of the bundle of lines that it was merged from.
    """

    at: float
    start: float
    end: float
    half: float = 0.0


@dataclass(frozen=True, slots=True)
class Spans:
    """The level and the upright lines of a page or of one table."""

    level: tuple[Span, ...]
    upright: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """A lattice: its lines, and which sides of its fields are drawn.

    ``walls_right[r][c]`` tells of the side between column c and c + 1, ``walls_below[r + 1][c]``
    of the side under row r; ``walls_below[0]`` is the top edge.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    walls_right: tuple[tuple[bool, ...], ...]
    walls_below: tuple[tuple[bool, ...], ...]


class Cell(NamedTuple):
    """A rectangle of fields without a wall between them; open where no line closes it."""

    row: int
    column: int
    row_span: int
    column_span: int
    bbox: Box
    open_top: bool
    open_bottom: bool


@dataclass(frozen=True, slots=True)
class Cells:
    """One ruled table's cells, and the lattice lines that they stand on."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Cell, ...]

    @property
    def bbox(self) -> Box:
        """The table's outline."""
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def owners(self) -> tuple[tuple[int, ...], ...]:
        """For each field of the lattice the index of its cell."""
        grid = [[-1] * (len(self.xs) - 1) for _ in range(len(self.ys) - 1)]
        for index, cell in enumerate(self.cells):
            for row in range(cell.row, cell.row + cell.row_span):
                grid[row][cell.column : cell.column + cell.column_span] = [index] * cell.column_span
        return tuple(map(tuple, grid))


def paths_to_spans(pieces: Iterable[Box]) -> Spans:
    """Thin boxes (x0, top, x1, bottom) as lines; a dot counts both ways, since dots make dotted borders.

    What lies far off every page, or nowhere, as in damaged files, is no line.
    """
    level: list[Span] = []
    upright: list[Span] = []
    new = tuple.__new__  # there may be a thousand dots and dashes
    for x0, top, x1, bottom in pieces:
        if not (-FAR < x0 <= x1 < FAR and -FAR < top <= bottom < FAR):
            continue
        width, height = x1 - x0, bottom - top
        dot = width <= SNAP >= height
        if width >= height or dot:
            level.append(new(Span, ((top + bottom) / 2, x0, x1, height / 2)))
        if height > width or dot:
            upright.append(new(Span, ((x0 + x1) / 2, top, bottom, width / 2)))
    return Spans(tuple(level), tuple(upright))


def spans_to_merged(spans: Spans) -> Spans:
    """Collinear and doubled spans become one each; what stays a dot or a stroke is dropped."""
    return Spans(_merged(spans.level), _merged(spans.upright))


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    out: list[Span] = []
    for bundle in _bundles(spans):
        if len(bundle) > 1:
            bundle.sort(key=_START)
        begin, run_end = 0, bundle[0].end
        for index, (_, start, end, _) in enumerate(bundle):
            if start - run_end > DASH_GAP:
                out.append(_one(bundle[begin:index], run_end))
                begin, run_end = index, end
            elif end > run_end:
                run_end = end
        out.append(_one(bundle[begin:], run_end))
    return tuple(span for span in out if span.end - span.start >= SHORTEST_RULE)


def _bundles(spans: Sequence[Span]) -> list[list[Span]]:
    """Spans grouped by their position, those with gaps within SNAP together, no group over WIDEST_BORDER."""
    bundles: list[list[Span]] = []
    first = edge = -1e9
    for span in sorted(spans, key=_AT):
        at, _, _, half = span
        if at - half - edge <= SNAP and at - first <= WIDEST_BORDER:
            bundles[-1].append(span)
            edge = max(edge, at + half)
        else:
            bundles.append([span])
            first, edge = at, at + half
    return bundles


def _one(run: Sequence[Span], end: float) -> Span:
    if len(run) == 1:
        return run[0]
    total = weights = 0.0
    for at, start, stop, _ in run:
        weight = stop - start + 0.01
        total += at * weight
        weights += weight
    middle = total / weights
    return Span(middle, run[0].start, end, max([abs(at - middle) + half for at, _, _, half in run]))


def merged_to_meshes(spans: Spans) -> tuple[Spans, ...]:
    """The lines that touch each other, table by table; lines that cross nothing belong to no table."""
    parent = list(range(len(spans.level) + len(spans.upright)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    order = sorted(range(len(spans.upright)), key=lambda i: spans.upright[i].at)
    places = [spans.upright[i].at for i in order]
    for index, level in enumerate(spans.level):
        first = bisect_right(places, level.start - TOUCH - WIDEST_BORDER)
        for k in range(first, bisect_right(places, level.end + TOUCH + WIDEST_BORDER)):
            upright = spans.upright[order[k]]
            beside, along = TOUCH + upright.half, TOUCH + level.half
            if (
                level.start - beside <= upright.at <= level.end + beside
                and upright.start - along <= level.at <= upright.end + along
            ):
                parent[root(len(spans.level) + order[k])] = root(index)
    levels: dict[int, list[Span]] = {}
    for index, level in enumerate(spans.level):
        levels.setdefault(root(index), []).append(level)
    uprights: dict[int, list[Span]] = {}
    for index, upright in enumerate(spans.upright):
        uprights.setdefault(root(len(spans.level) + index), []).append(upright)
    return tuple(Spans(tuple(levels[key]), tuple(uprights[key])) for key in levels if key in uprights)


def spans_to_fields(mesh: Spans) -> Fields:
    """The lattice of one table; where lines run on past the last crossing, so does the table."""
    xs, across = _lattice_lines(mesh.upright, mesh.level)
    ys, down = _lattice_lines(mesh.level, mesh.upright)
    columns = (_drawn(mesh.upright, x, down) for x in xs[1:-1])
    right = tuple(zip(*columns, strict=True)) or ((),) * (len(ys) - 1)
    below = tuple(_drawn(mesh.level, y, across) for y in ys)
    return Fields(xs, ys, right, below)


def _lattice_lines(
    lines: Sequence[Span], across: Sequence[Span]
) -> tuple[tuple[float, ...], tuple[tuple[float, float], ...]]:
    """Positions of ``lines``, and of the ends of ``across`` where most of those stick out; the space between them.

    A table cut by the page's end has no closing line: its uprights tell how far it goes.
    """
    places, halves = [], {}
    for bundle in _bundles(lines):
        length = sum(span.end - span.start for span in bundle)
        place = sum(span.at * (span.end - span.start) for span in bundle) / length
        places.append(place)
        halves[place] = max(abs(span.at - place) + span.half for span in bundle)
    starts = [span.start for span in across if span.start < places[0] - OPEN_END]
    ends = [span.end for span in across if span.end > places[-1] + OPEN_END]
    if len(starts) > 1:
        places.insert(0, min(starts))
    if len(ends) > 1:
        places.append(max(ends))
    clear = tuple((a + halves.get(a, 0.0), b - halves.get(b, 0.0)) for a, b in pairwise(places))
    return tuple(places), clear


def _drawn(lines: Sequence[Span], at: float, spaces: Sequence[tuple[float, float]]) -> tuple[bool, ...]:
    """For each space between crossing lines: whether a line at this position covers most of it.

    The space is what double lines leave clear: the lines between them end at the inner ones.
    """
    out = [False] * len(spaces)
    for line_at, line_start, line_end, _ in lines:
        if -WIDEST_BORDER / 2 <= line_at - at <= WIDEST_BORDER / 2:
            for index, (start, end) in enumerate(spaces):
                covered = (line_end if line_end < end else end) - (line_start if line_start > start else start)
                if covered >= COVERED * (end - start) and covered > 0:
                    out[index] = True
    return tuple(out)


def fields_to_cells(fields: Fields) -> Cells:
    """Fields without a drawn side between them as cells; lattice lines that bound no cell are dropped."""
    rows, columns = len(fields.ys) - 1, len(fields.xs) - 1
    taken = [[False] * columns for _ in range(rows)]
    found: list[tuple[int, int, int, int]] = []
    for row, taken_row in enumerate(taken):
        right, below = (*fields.walls_right[row], True), fields.walls_below[row + 1]
        for column in range(columns):
            if taken_row[column]:
                continue
            if right[column] and below[column]:  # by far the most cells are of one field
                found.append((row, column, 1, 1))
                continue
            height, width = _grown(fields, taken, row, column)
            found.append((row, column, height, width))
            for r in range(row, row + height):
                taken[r][column : column + width] = [True] * width
    return _on_used_lines(fields, found)


def _grown(fields: Fields, taken: list[list[bool]], row: int, column: int) -> tuple[int, int]:
    """How far the cell that begins here reaches: first to the right, then down in full width."""
    rows, columns = len(taken), len(taken[0])
    end = column + 1
    while end < columns and not fields.walls_right[row][end - 1] and not taken[row][end]:
        end += 1
    below = row + 1
    while (
        below < rows
        and True not in fields.walls_below[below][column:end]
        and True not in fields.walls_right[below][column : end - 1]
        and True not in taken[below][column:end]
    ):
        below += 1
    return below - row, end - column


def _on_used_lines(fields: Fields, found: Sequence[tuple[int, int, int, int]]) -> Cells:
    used_rows = sorted({r for row, _, height, _ in found for r in (row, row + height)})
    used_columns = sorted({c for _, column, _, width in found for c in (column, column + width)})
    rows = {line: number for number, line in enumerate(used_rows)}
    columns = {line: number for number, line in enumerate(used_columns)}
    xs, ys, walls = fields.xs, fields.ys, fields.walls_below
    cells = []
    for row, column, height, width in found:
        below, right = row + height, column + width
        top, left, box = rows[row], columns[column], (xs[column], ys[row], xs[right], ys[below])
        open_top = True not in walls[row][column:right]
        open_bottom = True not in walls[below][column:right]
        cells.append(Cell(top, left, rows[below] - top, columns[right] - left, box, open_top, open_bottom))
    return Cells(tuple(xs[c] for c in used_columns), tuple(ys[r] for r in used_rows), tuple(cells))
