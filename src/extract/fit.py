"""fit: the three grids of a report, laid on the forms; each cell with its value or the reason why it has none."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from extract import rivals
from extract.document import Block, Document, Line, Place, Table
from extract.flat.align import Alignment, align
from extract.flat.appeals import place_appeals
from extract.flat.bounds import lines_to_pieces
from extract.flat.pieces import NO_PIECES, Pieces, drops_blanks, table_pieces
from extract.flat.place import Placement, place
from extract.flat.strayed import ahead_of, among_sentences
from extract.flat.turned import turned
from extract.forms.form import GRID_NAMES, Forms, GridForm, GridName
from extract.forms.labels import Labels, labels_of
from extract.grid import Grid, Leftover
from extract.parts.report import Report
from extract.rivals import Chosen, Named
from extract.slots import SlotMaker, printed_labels
from extract.solve.decide import Solved, leaves_no_blank
from extract.solve.solve import solve

_FEWEST_LINES = 20


@dataclass(frozen=True, slots=True)
class Fitted:
    """The three grids, the form of the report with what told it, and per grid the equations proved to fail."""

    grids: tuple[Grid, Grid, Grid]
    form: str | None
    evidence: str | None
    failing: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """Where a grid stands: in real tables or in lines, ``beside`` them the lines that go with its tables; and the tables
    that hold its labels but were ``passed`` over."""

    name: GridName
    labels: Labels
    alignment: Alignment
    ends_file: bool
    beside: Alignment | None = None
    passed: tuple[Table, ...] = ()


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
    own = rivals.of_grid([(table, rivals.named(table, forms)) for table in tables], grid.name)
    alignment = align(table_pieces(own) if own else NO_PIECES, labels)
    again, _ = _grid(
        _plan(_Found(grid.name, labels, alignment, ends_file=False), forms, grid.form), full=False, removed=False
    )
    return replace(again, found=_has_rows(alignment))


# ── where each grid is ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _File:
    """Asked for every grid: the report's lines and tables, the titles over these, its year, torn tables, the last words."""

    lines: tuple[Line, ...]
    tables: tuple[tuple[Table, Named], ...]
    over: Mapping[int, Sequence[str]]
    year: int | None
    torn: frozenset[int]
    last: Line | None


def _file(report: Report, document: Document, forms: Forms) -> _File:
    torn = frozenset() if all(table.ruled for table in document.tables) else rivals.with_torn_figures(document.blocks)
    blocks = tuple(chain(report.preamble, *(section.blocks for section in report.sections)))
    lines = tuple(block for block in blocks if isinstance(block, Line))
    kept = {block.number for block in blocks if isinstance(block, Table)}
    tables = tuple((table, rivals.named(table, forms)) for table in document.tables if table.number in kept)
    over = rivals.titles(document.blocks) if tables else {}
    return _File(lines, tables, over, report.fiscal_year, torn, _last_words(document))


def _find(name: GridName, blocks: Sequence[Block], file: _File, forms: Forms) -> _Found:
    labels = labels_of(forms, name)
    passed: tuple[Table, ...] = ()
    for tables, passed in _candidates(name, blocks, file, forms) if file.tables else ():
        alignment = align(table_pieces(tables), labels) if tables else None
        if alignment and _has_rows(alignment):
            beside = None if all(table.ruled for table in tables) else _in_lines(blocks, labels)
            have = {band.key for band in alignment.bands if band.cells}
            again = [row for key, row in rivals.rows_in_lines(file.lines, name, forms) if key in have]
            alignment = align(table_pieces([*tables, *again]), labels) if again else alignment
            return _Found(name, labels, alignment, ends_file=False, beside=beside, passed=passed)
    last = file.last
    ends = last is not None and any(
        isinstance(b, Line) and b.number == last.number and _reaches(b, last) for b in blocks
    )
    return _Found(name, labels, _in_lines(blocks, labels), ends, passed=passed)


def _candidates(name: GridName, blocks: Sequence[Block], file: _File, forms: Forms) -> Iterator[Chosen]:
    """The tables that may be the grid: those in its part, with those from elsewhere that print it again, whose rows are
    to be compared; then whatever there is."""
    numbers = {block.number for block in blocks if isinstance(block, Table)}
    whole = [table for table in rivals.of_grid(file.tables, name) if table.number not in file.torn]
    own = rivals.of_grid([entry for entry in file.tables if entry[0].number in numbers], name)
    own = [table for table in own if table.number not in file.torn]
    others = rivals.of_grid([entry for entry in file.tables if entry[0].number not in numbers], name)
    copies = [table for table in others if rivals.prints_again(table, name, forms)]
    elsewhere = [
        table for table, found in file.tables if found[name] and table.number not in numbers and table not in others
    ]
    copies += [rows for table in elsewhere if (rows := rivals.strayed_rows(table, name, forms)) is not None]
    foreign = [table for table in copies if rivals.is_of_another(file.over.get(table.number, ()), file.year)]
    if own:
        mine = rivals.own_tables(name, own, file.over, file.year, forms)
        tables = [*mine.tables, *(table for table in copies if table not in foreign)]
        yield Chosen(sorted(tables, key=lambda table: table.number), (*mine.passed, *foreign))
    yield Chosen([table for table in whole if table not in foreign], tuple(foreign))


def _in_lines(blocks: Sequence[Block], labels: Labels) -> Alignment:
    lines = [block for block in blocks if isinstance(block, Line)]
    return align(lines_to_pieces(lines, labels.is_prose) if lines else NO_PIECES, labels)


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
    plan = _placed(item, form_id, form)
    if plan.placement.open and drops_blanks(item.alignment.source):
        alignment = replace(item.alignment, source=replace(item.alignment.source, layout="cells", bounded=False))
        return _placed(replace(item, alignment=alignment), form_id, form)
    return plan


def _placed(item: _Found, form_id: str | None, form: GridForm) -> _Plan:
    if item.name == "appeals":
        return _Plan(item, form_id, form, place_appeals(item.alignment, item.labels, form))
    across = turned(item.alignment, item.labels, form) if item.name == "applications" else None
    if across:
        return _Plan(item, form_id, form, across)
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
        tuple(Place(page=table.page, table_no=table.number) for table in item.passed),
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
