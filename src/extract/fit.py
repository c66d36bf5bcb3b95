"""fit: the three grids of a report, laid on the forms; each cell with its value or the reason why it has none."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import TypeAlias

from extract.document import Block, Document, Line, Table
from extract.flat.align import Alignment, align
from extract.flat.appeals import place_appeals
from extract.flat.bounds import lines_to_pieces
from extract.flat.pieces import NO_PIECES, Pieces, table_pieces
from extract.flat.place import Placement, place
from extract.flat.strayed import ahead_of, among_sentences
from extract.forms.form import GRID_NAMES, Forms, GridForm, GridName
from extract.forms.labels import Labels, labels_of
from extract.forms.values import read_value
from extract.grid import Grid, Leftover
from extract.parts.report import Report
from extract.slots import SlotMaker, printed_labels
from extract.solve.decide import Solved, leaves_no_blank
from extract.solve.solve import solve

_FEWEST_LINES = 20

_Named: TypeAlias = Mapping[GridName, int]


@dataclass(frozen=True, slots=True)
class Fitted:
    """The three grids, the form of the report with what told it, and per grid the equations proved to fail."""

    grids: tuple[Grid, Grid, Grid]
    form: str | None
    evidence: str | None
    failing: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """Where a grid stands: in real tables or in lines, and ``beside`` them the lines that go with its tables."""

    name: GridName
    labels: Labels
    alignment: Alignment
    ends_file: bool
    beside: Alignment | None = None


def fit(report: Report, document: Document, forms: Forms) -> Fitted:
    """The grids of ``report``; ``document`` tells where the file ends and holds tables outside their part."""
    file = _file(report, document, forms)
    found = [_find(name, report.section(part).blocks, file, forms) for part, name in enumerate(GRID_NAMES, 2)]
    chosen = [_vote(item) for item in found]
    told = next((vote for vote in (chosen[1], chosen[0], chosen[2]) if vote), None)
    by_year = forms.for_year(report.fiscal_year) if report.fiscal_year else None
    plans = [
        _plan(item, forms, own or told or (by_year.id if by_year else None))
        for item, own in zip(found, chosen, strict=True)
    ]
    # a cell left blank anywhere in a glued text puts the lengths of all its rows in doubt
    flat = [plan for plan in plans if not plan.item.alignment.source.bounded]
    glued = any(row.reason == "bounds_lost" for plan in flat for row in plan.placement.open)
    full = glued and all(leaves_no_blank(plan.placement) for plan in flat)
    removed = _lines_removed(plans, report)
    grids: list[Grid] = []
    failing: list[tuple[str, str]] = []
    strayed = [ahead_of(plan.item.alignment.source, plan.item.labels) for plan in plans[1:]]
    strayed.append(among_sentences(report.section(5).blocks))
    for plan, own, behind in zip(plans, chosen, strayed, strict=True):
        grid, failed = _grid(plan, full=full, removed=removed, strayed=behind)
        grids.append(replace(grid, evidence="cells" if own or told else "year" if by_year else None))
        failing += failed
    form = told or (by_year.id if by_year else None)
    return Fitted((grids[0], grids[1], grids[2]), form, "cells" if told else "year" if form else None, tuple(failing))


def refit(grid: Grid, tables: Sequence[Table], forms: Forms) -> Grid:
    """The same grid fitted again from tables that another reader found, on the form that was chosen for it."""
    labels = labels_of(forms, grid.name)
    own = _of_grid([(table, _named(table, forms)) for table in tables], grid.name)
    alignment = align(table_pieces(own) if own else NO_PIECES, labels)
    again, _ = _grid(
        _plan(_Found(grid.name, labels, alignment, ends_file=False), forms, grid.form), full=False, removed=False
    )
    return replace(again, found=_has_rows(alignment))


# ── where each grid is ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _File:
    """What is asked of the whole file for every grid: its tables, those of this report, those that lost figures,
    and its last words."""

    tables: tuple[tuple[Table, _Named], ...]
    kept: frozenset[int]
    torn: frozenset[int]
    last: Line | None


def _file(report: Report, document: Document, forms: Forms) -> _File:
    tables = document.tables
    torn = frozenset() if all(table.ruled for table in tables) else _with_torn_figures(document)
    blocks = chain(report.preamble, *(section.blocks for section in report.sections))
    kept = frozenset(block.number for block in blocks if isinstance(block, Table))
    return _File(tuple((table, _named(table, forms)) for table in tables), kept, torn, _last_words(document))


def _find(name: GridName, blocks: Sequence[Block], file: _File, forms: Forms) -> _Found:
    labels = labels_of(forms, name)
    numbers = {block.number for block in blocks if isinstance(block, Table)} if file.tables else set()
    own = [entry for entry in file.tables if entry[0].number in numbers]
    for chosen in (own, file.tables):
        tables = [table for table in _of_grid(chosen, name) if table.number not in file.torn]
        if tables and chosen is own:
            tables = _with_copies(tables, name, file, labels)
        alignment = align(table_pieces(tables), labels) if tables else None
        if alignment and _has_rows(alignment):
            beside = None if all(table.ruled for table in tables) else _in_lines(blocks, labels)
            return _Found(name, labels, alignment, ends_file=False, beside=beside)
    last = file.last
    ends = last is not None and any(
        isinstance(b, Line) and b.number == last.number and _reaches(b, last) for b in blocks
    )
    return _Found(name, labels, _in_lines(blocks, labels), ends)


def _with_copies(tables: list[Table], name: GridName, file: _File, labels: Labels) -> list[Table]:
    """The tables, and from elsewhere in the report those that print the same grid again: its rows are to be compared."""
    have = {table.number for table in tables}
    others = [entry for entry in file.tables if entry[0].number not in have and entry[0].number in file.kept]
    copies = [table for table in _of_grid(others, name) if _has_rows(align(table_pieces([table]), labels))]
    return sorted([*tables, *copies], key=lambda table: table.number) if copies else tables


def _with_torn_figures(document: Document) -> frozenset[int]:
    """The numbers of the unruled tables beside which bare digits stand: rests of figures wrapped in narrow columns."""
    found: set[int] = set()
    for block, after in pairwise(document.blocks):
        for table, line in ((block, after), (after, block)):
            if isinstance(table, Table) and isinstance(line, Line) and not table.ruled:
                words = line.text.split()
                if words and all(word.isdecimal() for word in words):
                    found.add(table.number)
    return frozenset(found)


def _in_lines(blocks: Sequence[Block], labels: Labels) -> Alignment:
    lines = [block for block in blocks if isinstance(block, Line)]
    return align(lines_to_pieces(lines, labels.is_prose) if lines else NO_PIECES, labels)


def _named(table: Table, forms: Forms) -> _Named:
    """How many labels of each grid a table holds."""
    texts = [cell.text for cell in table.cells if cell.text]
    return {grid: sum(map(bool, map(labels_of(forms, grid).of, texts))) for grid in GRID_NAMES}


def _of_grid(tables: Iterable[tuple[Table, _Named]], name: GridName) -> list[Table]:
    """The tables that hold the grid's labels, and bare figures that directly follow one of them."""
    found: list[Table] = []
    mine = False
    for table, named in tables:
        if any(named.values()):
            mine = named[name] >= 2 and named[name] >= 0.3 * max(named.values())
        else:
            mine = mine and all(cell.text == "" or read_value(cell.text).kind != "text" for cell in table.cells)
        if mine:
            found.append(table)
    return found


def _has_rows(alignment: Alignment) -> bool:
    return any(band.key and band.cells for band in alignment.bands) or len(alignment.channels) > 1


def _reaches(line: Line, last: Line) -> bool:
    """Whether the file's last line, perhaps cut at its end by a heading, still holds the last words."""
    return line.start + len(line.text.rstrip()) == last.start + len(last.text.rstrip())


def _last_words(document: Document) -> Line | None:
    for block in reversed(document.blocks):
        if isinstance(block, Table):
            return None
        if block.text.strip():
            return block
    return None


def _vote(item: _Found) -> str | None:
    """The form that the grid's own labels tell, None where they fit several."""
    votes = Counter(dict(item.alignment.votes))
    votes.update(dict(item.beside.votes if item.beside else ()))
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def _lines_removed(plans: Sequence["_Plan"], report: Report) -> bool:
    """Whether each repeated line was taken out: no line of the grids occurs twice, and many rows lack figures.

    In a whole grid 结果维持 or 信息内容 alone occurs several times. Lines count as they stand in the
    file, since a line with other blanks was another line to whoever took them out.
    """
    if any(plan.item.alignment.source.layout in ("table", "positions") for plan in plans):
        return False
    flat = [plan.item.alignment.source for plan in plans]
    if not any(source.layout in _CELL_A_LINE or _has_bare_figures(source) for source in flat):
        return False  # where a row is a line, taking out repeated lines takes out no figures
    short = sum(len(plan.placement.open) + len(plan.placement.lost) for plan in plans)
    rows = short + sum(len(plan.placement.placed) for plan in plans)
    if rows <= 8 or short <= 0.2 * rows:
        return False
    blocks = [block for part in (2, 3, 4) for block in report.section(part).blocks]
    lines = [b.text for b in blocks if isinstance(b, Line) and b.text.strip() and not b.start]
    return len(lines) >= _FEWEST_LINES and len(set(lines)) == len(lines)


_CELL_A_LINE = ("cells", "tika", "cell-pipes")


def _has_bare_figures(source: Pieces) -> bool:
    """Whether some line holds figures alone, so that the same figures again would have been taken out."""
    words = {piece.place.line for piece in source.pieces if piece.kind == "text"}
    return any(piece.kind == "figure" and piece.place.line not in words for piece in source.pieces)


# ── one grid ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Plan:
    """One grid with its form chosen and its figures placed as far as the bounds allow."""

    item: _Found
    form_id: str | None
    form: GridForm
    placement: Placement


def _plan(item: _Found, forms: Forms, form_id: str | None) -> _Plan:
    form = forms.get(form_id).grid(item.name) if form_id else _shared(forms, item.name)
    if item.name == "appeals":
        return _Plan(item, form_id, form, place_appeals(item.alignment, item.labels, form))
    return _Plan(item, form_id, form, _with_beside(place(item.alignment, form, ends_file=item.ends_file), item, form))


def _with_beside(placement: Placement, item: _Found, form: GridForm) -> Placement:
    """The placement, and from the lines beside its tables the rows that the tables do not have."""
    if item.beside is None or not placement.absent:
        return placement
    absent = {row.key for row in placement.absent}
    found = tuple(row for row in place(item.beside, form, whole=False).placed if row.row.key in absent)
    have = {row.row.key for row in found}
    return replace(
        placement,
        placed=(*placement.placed, *found),
        absent=tuple(row for row in placement.absent if row.key not in have),
    )


def _grid(plan: _Plan, *, full: bool, removed: bool, strayed: bool = False) -> tuple[Grid, tuple[tuple[str, str], ...]]:
    item, placement, source = plan.item, plan.placement, plan.item.alignment.source
    solved = Solved() if removed else solve(placement, plan.form, full=full, unbounded=not source.bounded)
    maker = SlotMaker(
        item.alignment, plan.form, placement, solved, ends_file=item.ends_file, removed=removed, strayed=strayed
    )
    return Grid(
        item.name, plan.form_id, None, item.alignment.found, source.layout, maker.slots(), placement.merged,
        printed_labels(item.alignment, item.labels), maker.extra(),
        tuple(Leftover(p.text, p.place) for p in (*placement.leftover, *source.aside)),
    ), solved.failing  # fmt: skip


def _shared(forms: Forms, name: GridName) -> GridForm:
    """The rows and columns that all forms have, for a fragment that no year dates."""
    grids = [form.grid(name) for form in forms.all]
    first = grids[0]
    rows = []
    for row in first.rows:
        others = [grid.row(row.key) for grid in grids[1:]]
        if any(other is None for other in others):
            continue
        columns = tuple(
            column for column in row.columns if all(o and column.key in {c.key for c in o.columns} for o in others)
        )
        if columns:
            rows.append(replace(row, columns=columns))
    return replace(first, rows=tuple(rows), merged=())
