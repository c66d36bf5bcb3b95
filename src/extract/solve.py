"""solve(placement, form): the open cells, by the form's own arithmetic or not at all.

What counts as proof is written down in ``docs/proof.md``. A cell is judged by itself: it is
deduced only where every reading that the proof leaves agrees on it.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from extract.balance import Balanced, ColumnEquation, Reading, balance
from extract.cuts import Kind, drops, few_cuts, parts, spreads, summed_cuts
from extract.forms import GridForm, SlotKey
from extract.grid import Number, Proof
from extract.pieces import Piece
from extract.place import OpenRow, PlacedRow, Placement

MOST_CANDIDATES = 40
_MOST_BROKEN_OF_A_KIND = 2
_HUGE = 10**9
_NOTE = re.compile(r"\([^()]*\)")
_ANY = (0, _HUGE)


@dataclass(frozen=True, slots=True)
class Decision:
    """What is known of one open cell: a number or a proved blank with its proof, or its candidates."""

    key: SlotKey
    value: Number | None = None
    blank: bool = False
    proof: Proof | None = None
    candidates: tuple[Number, ...] = ()


@dataclass(frozen=True, slots=True)
class Solved:
    """A decision for every open cell, and the equations that no reading of the open cells satisfies.

    ``failing`` are (check, scope) pairs.
    """

    decisions: tuple[Decision, ...] = ()
    failing: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Open:
    """An open row of counts with its readings: ``every`` one that the digits allow where they are few,
    ``summed`` those that keep the row's own sum. ``fixed`` rows have one reading by their length."""

    row: OpenRow
    digits: tuple[str, ...]
    every: tuple[Reading, ...] | None
    summed: tuple[Reading, ...]
    fixed: bool


def leaves_no_blank(placement: Placement) -> bool:
    """Whether every row of a glued grid has at least as many digits as columns."""
    return all(len(_NOTE.sub("", _digits(row.pieces))) >= len(row.columns) for row in placement.open)


def _run_together(row: OpenRow, *, full: bool) -> bool:
    """Whether the row's figures may stand together: in a glued text blanks between them are no bounds for sure."""
    return row.reason == "bounds_lost" or (full and row.reason in ("row_incomplete", "row_overfull"))


def _at_blanks(pieces: Sequence[Piece], readings: list[Reading]) -> list[Reading]:
    """The readings whose bounds include every blank that is left, or all of them where none does.

    A blank in a glued text is evidence of a bound. It narrows the readings that keep the sums;
    it never makes up for a sum.
    """
    ends: set[int] = set()
    for piece in pieces[:-1]:
        ends.add(max(ends, default=0) + len(_digits([piece])))

    def bounds(reading: Reading) -> set[int]:
        found: set[int] = set()
        for value in reading[:-1]:
            found.add(max(found, default=0) + len(str(value)))
        return found

    kept = [reading for reading in readings if ends <= bounds(reading)] if ends else readings
    return kept or readings


def _digits(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces).replace(" ", "").replace(",", "")


def solve(placement: Placement, form: GridForm, *, full: bool, unbounded: bool) -> Solved:
    """Decisions for the open rows of one grid.

    ``full``: the text is glued and no cell of it is left blank. ``unbounded``: the source shows
    no empty cells, so that a row with too few figures has lost its blanks.
    """
    if not placement.open:
        return Solved()
    if form.name == "disclosure":
        return Solved(tuple(d for row in placement.open for d in _by_cuts(row, full=full)))
    if form.name == "appeals":
        return _solve_appeals(placement.open[0], form, full=full, unbounded=unbounded)
    return _solve_rows(placement, form, full=full, unbounded=unbounded)


# ── grid 二: no sums, so a cell is known only where all cuts agree ─────────────────────────────────────


def _by_cuts(row: OpenRow, *, full: bool) -> list[Decision]:
    if not row.pieces:
        return [Decision(key, blank=True) for key in row.slots] if row.reason == "row_incomplete" else []
    if full and _run_together(row, full=full):
        text = _digits(row.pieces)
        unit = next((u for u in ("亿元", "万元", "元") if text.endswith(u)), "")
        kinds = [Kind(c.signed, c.money) for c in row.columns]
        values = parts(text.removesuffix(unit), kinds)
        return [_of_values(key, found) for key, found in zip(row.slots, values, strict=True)]
    if row.reason == "row_incomplete":
        return [Decision(key, candidates=_could_stand(row, at)) for at, key in enumerate(row.slots)]
    return [Decision(key) for key in row.slots]


def _of_values(key: SlotKey, values: frozenset[Number]) -> Decision:
    if len(values) == 1:
        return Decision(key, next(iter(values)), proof="length")
    return Decision(key, candidates=tuple(sorted(values)) if len(values) <= MOST_CANDIDATES else ())


def _could_stand(row: OpenRow, at: int) -> tuple[Number, ...]:
    """The figures that may stand in column ``at`` when some of the row's cells are gone."""
    missing = len(row.columns) - len(row.pieces)
    near = row.pieces[max(0, at - missing) : at + 1]
    return tuple(sorted({p.value.number for p in near if p.value.number is not None}))


# ── grid 四: three sums over one run ───────────────────────────────────────────────────────────────────


def _solve_appeals(row: OpenRow, form: GridForm, *, full: bool, unbounded: bool) -> Solved:
    if not row.pieces:
        decided = tuple(Decision(key, blank=True) for key in row.slots) if row.reason == "row_incomplete" else ()
        return Solved(decided)
    size = len(row.slots)
    text = _digits(row.pieces)
    proof: Proof = "sums"
    readings: list[Reading]
    together = full and text.isdecimal() and _run_together(row, full=full)
    if together and len(text) == size:
        readings, proof = [tuple(int(digit) for digit in text)], "length"
    elif together:
        readings = _at_blanks(row.pieces, _block_cuts(text, len(form.rows), len(form.rows[0].columns)))
    elif row.reason == "row_incomplete" and unbounded and _plain(row.pieces):
        width = len(form.rows[0].columns)
        readings = [r for r in spreads(_numbers(row.pieces), size) if _blocks_hold(r, width)]
    else:
        return Solved(tuple(Decision(key) for key in row.slots))
    return Solved(tuple(_agreed(key, [r[i] for r in readings], proof) for i, key in enumerate(row.slots)))


def _block_cuts(text: str, blocks: int, width: int) -> list[Reading]:
    """Every cut into ``blocks`` runs of ``width`` numbers, each run ending in its own sum."""
    if blocks == 1:
        return list(summed_cuts(text, width))
    found: list[Reading] = []
    for end in range(width, len(text) - width * (blocks - 1) + 1):
        heads = list(summed_cuts(text[:end], width))
        if heads:
            tails = _block_cuts(text[end:], blocks - 1, width)
            found += [head + tail for head, tail in product(heads, tails)]
    return found


def _blocks_hold(reading: Reading, width: int) -> bool:
    blocks = [reading[i : i + width] for i in range(0, len(reading), width)]
    return all(sum(value or 0 for value in block[:-1]) == (block[-1] or 0) for block in blocks)


def _agreed(key: SlotKey, values: list[int | None], proof: Proof) -> Decision:
    different = set(values)
    if len(different) == 1:
        value = different.pop()
        return Decision(key, value, blank=value is None, proof=None if value is None else proof)
    numbers = sorted(value for value in different if value is not None)
    return Decision(key, candidates=tuple(numbers) if len(numbers) <= MOST_CANDIDATES else ())


def _plain(pieces: Sequence[Piece]) -> bool:
    """Whether all are separated counts that nothing stands against."""
    return all(
        p.kind == "figure" and isinstance(p.value.number, int) and p.value.number >= 0 and not p.touches for p in pieces
    )


def _numbers(pieces: Sequence[Piece]) -> list[int]:
    return [int(p.value.number) for p in pieces if p.value.number is not None]


# ── grid 三: row sums and column equations ─────────────────────────────────────────────────────────────


def _solve_rows(placement: Placement, form: GridForm, *, full: bool, unbounded: bool) -> Solved:
    opened = [_readings(row, full=full, unbounded=unbounded) for row in placement.open]
    rows = [row for row in opened if row is not None]
    failing = [("applications.row_sum", row.row.slots[0][0]) for row in rows if not row.summed and _exhaustive(row)]
    usable = [row for row in rows if row.summed]
    broken = [row for row in rows if not row.summed]
    domains, equations = _domains(usable, broken, placement, form)
    # lost blanks are read as zeros; a row or column that then does not add up puts that in doubt
    spread = [row for row in rows if row.every is not None]
    found = balance(domains, equations) if usable and not (spread and broken) else None
    if found and spread and (found.hopeless or found.given_up):
        found = None
    decisions: list[Decision] = []
    for row in placement.open:
        known = next((index for index, item in enumerate(usable) if item.row is row), None)
        if known is None:
            decisions += _undecided(row)
        else:
            decisions += _decided(usable[known], known, found)
    if found and all(_exhaustive(row) or not row.row.pieces for row in rows):
        failing += [_failed(e) for e in found.hopeless if not any(r >= len(usable) for r, _ in e.terms)]
    return Solved(tuple(decisions), tuple(failing))


def _failed(equation: ColumnEquation) -> tuple[str, str]:
    check, _, scope = equation.name.partition(":")
    return check, scope


def _exhaustive(row: _Open) -> bool:
    """Whether the readings are all there can be: a glued run that leaves no cell blank."""
    return bool(row.digits)


def _readings(row: OpenRow, *, full: bool, unbounded: bool) -> _Open | None:
    """The readings of one open row; None where its figures are no plain counts or its case is not one of these."""
    size = len(row.columns)
    if not row.pieces:
        return _Open(row, (), None, ((None,) * size,), True) if row.reason == "row_incomplete" else None
    if _run_together(row, full=full):
        text = _digits(row.pieces)
        if not full or not text.isdecimal() or len(text) < size:
            return None
        runs = [text]
        if row.numeral and row.pieces[-1].numeral and text.endswith(row.numeral) and len(text) > size:
            runs.append(text[:-1])
        if runs == [text] and len(text) == size:
            return _Open(row, (text,), None, (tuple(int(digit) for digit in text),), True)
        summed = _at_blanks(row.pieces, [cut for run in runs for cut in _summed(run, size)])
        return _Open(row, tuple(runs), None, tuple(summed), False)
    if not unbounded or not _plain(row.pieces):
        return None
    numbers = _numbers(row.pieces)
    if row.reason == "row_incomplete":
        every = spreads(numbers, size)
    elif row.reason == "row_overfull" and len(numbers) <= size + 2:
        every = drops(numbers, size)
    else:
        return None
    kept = tuple(r for r in every if sum(v or 0 for v in r[:-1]) == (r[-1] or 0))
    return _Open(row, (), tuple(every), kept, False)


def _summed(run: str, size: int) -> list[Reading]:
    return list(summed_cuts(run, size)) if len(run) >= size else []


def _domains(
    usable: list[_Open], broken: list[_Open], placement: Placement, form: GridForm
) -> tuple[list[tuple[Reading, ...]], list[ColumnEquation]]:
    """The readings of the usable rows, then of those broken rows whose readings the rest leaves few; the equations."""
    domains: list[tuple[Reading, ...]] = [row.summed for row in usable]
    keys = [row.row.slots[0][0] for row in usable]
    for row in broken:
        loose = _equations(placement, form, [*keys, row.row.slots[0][0]])
        readings = row.every or _loose_cuts(row, domains, loose, len(domains))
        if readings:
            domains.append(tuple(readings))
            keys.append(row.row.slots[0][0])
    return domains, _equations(placement, form, keys)


def _loose_cuts(
    row: _Open, domains: list[tuple[Reading, ...]], equations: list[ColumnEquation], at: int
) -> list[tuple[int, ...]] | None:
    """The cuts of a row whose own sum fails that the column equations allow in all columns but one."""
    ranges = [_ANY] * len(row.row.columns)
    for equation in equations:
        sign = next((s for r, s in equation.terms if r == at), 0)
        others = [(r, s) for r, s in equation.terms if r != at]
        if not sign or any(r >= len(domains) for r, _ in others):
            continue
        bounds = [[s * (reading[equation.column] or 0) for reading in domains[r]] for r, s in others]
        low = equation.constant + sum(min(values) for values in bounds)
        high = equation.constant + sum(max(values) for values in bounds)
        need = (-high, -low) if sign > 0 else (low, high)
        before = ranges[equation.column]
        ranges[equation.column] = (max(before[0], need[0]), min(before[1], need[1]))
    found: list[tuple[int, ...]] = []
    for run in row.digits:
        listed = few_cuts(run, len(row.row.columns), ranges, 1)
        if listed is None:
            return None
        found += listed
    return found


def _equations(placement: Placement, form: GridForm, keys: list[str]) -> list[ColumnEquation]:
    """The column equations whose every row is placed or among ``keys``."""
    placed = {row.row.key: row for row in placement.placed}
    found: list[ColumnEquation] = []
    columns = [column.key for column in form.rows[0].columns]
    for equation in form.equations(placement.merged):
        if equation.scope not in columns or any(key[1] != equation.scope for key in equation.left):
            continue
        column = columns.index(equation.scope)
        constant = 0
        terms: list[tuple[int, int]] = []
        for sign, side in ((1, equation.left), (-1, equation.right)):
            for row_key, _ in side:
                if row_key in keys:
                    terms.append((keys.index(row_key), sign))
                    continue
                value = _placed_value(placed.get(row_key), column)
                if value is None:
                    break
                constant += sign * value
            else:
                continue
            break
        else:
            found.append(ColumnEquation(f"{equation.check}:{equation.scope}", column, tuple(terms), constant))
    return found


def _placed_value(row: PlacedRow | None, column: int) -> int | None:
    """The count in a placed row's column, 0 for a blank; None where there is no whole count."""
    if row is None:
        return None
    piece = row.cells[column]
    if piece is None or piece.value.kind in ("blank", "not_applicable"):
        return 0
    number = piece.value.number
    return number if isinstance(number, int) else None


def _undecided(row: OpenRow) -> list[Decision]:
    if row.reason == "bounds_lost" and _digits(row.pieces).isdecimal():
        # a run of many digits has more cuts than anyone would want to see
        values = parts(_digits(row.pieces), [Kind()] * len(row.columns))
        return [
            Decision(key, candidates=tuple(sorted(found)) if len(found) <= MOST_CANDIDATES else ())
            for key, found in zip(row.slots, values, strict=True)
        ]
    if row.reason == "row_incomplete" and row.pieces:
        return [Decision(key, candidates=_could_stand(row, at)) for at, key in enumerate(row.slots)]
    return [Decision(key) for key in row.slots]


def _decided(item: _Open, at: int, found: Balanced | None) -> list[Decision]:
    """The decisions for one row: by its length, or by the columns whose equation holds, and what they leave."""
    if item.fixed:
        proof: Proof = "length"
        return [_agreed(key, [r[i] for r in item.summed], proof) for i, key in enumerate(item.row.slots)]
    if found is None:
        return _undecided(item.row)
    settled: list[int | None] = [None] * len(item.row.slots)
    sure = [False] * len(item.row.slots)
    for equation in _trusted(found):
        values = {reading[equation.column] for reading in found.readings[at]}
        if len(values) == 1 and any(row == at for row, _ in equation.terms):
            settled[equation.column], sure[equation.column] = values.pop(), True
    left = _consistent(item, settled, sure)
    if not left:
        return _undecided(item.row)
    decided = [_agreed(key, [reading[i] for reading in left], "sums") for i, key in enumerate(item.row.slots)]
    if len(left) > 1 and item.every is not None:
        # a cell is known to be empty only when every printed figure of its row has its place
        decided = [Decision(d.key, candidates=d.candidates) if d.blank else d for d in decided]
    return decided


def _trusted(found: Balanced) -> list[ColumnEquation]:
    """The holding equations of those kinds of which at most two are broken.

    One wrong figure, or one in the wrong column, breaks two equations of a kind. Where more are
    broken the authority left out whole rows, and an equation that can be made to hold may be one
    more that it broke.
    """
    lost = Counter(e.name.partition(":")[0] for e in (*found.hopeless, *found.given_up))
    return [e for e in found.holding if lost[e.name.partition(":")[0]] <= _MOST_BROKEN_OF_A_KIND]


def _consistent(item: _Open, settled: list[int | None], sure: list[bool]) -> list[Reading]:
    """Every reading of the digits, whether or not it keeps the row's sum, that has the settled values."""
    if item.every is not None:
        return [r for r in item.every if all(not s or r[i] == settled[i] for i, s in enumerate(sure))]
    ranges = [(settled[i] or 0, settled[i] or 0) if s else _ANY for i, s in enumerate(sure)]
    found: list[Reading] = []
    for run in item.digits:
        listed = few_cuts(run, len(sure), ranges, 0)
        if listed is None:
            return []
        found += listed
    return found


