"""solve_rows(placement, form): the open rows of grid 三, by their own sums and by the column equations."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.flat.place import OpenRow, Placement
from extract.forms.form import GridForm
from extract.grid import Proof
from extract.solve.balance import Balanced, ColumnEquation, Reading, balance, impossible
from extract.solve.column_sums import ColumnSums, column_sums, printed_rows
from extract.solve.cuts import Kind, drops, few_cuts, parts, spreads, summed_cuts
from extract.solve.decide import (
    MOST_CANDIDATES,
    Decision,
    Solved,
    agreed,
    all_counts,
    at_blanks,
    could_stand,
    digits,
    numbers,
    run_together,
)
from extract.solve.misprint import doubted, shows_its_totals

_MOST_BROKEN_OF_A_KIND = 2
_TOTAL = 6  # the column 总计
_ANY = (0, 10**9)


@dataclass(frozen=True, slots=True)
class _Open:
    """An open row of counts with its readings.

    ``every`` one that the figures allow, where they are few; ``summed`` those that keep the row's
    own sum. ``digits`` are the runs that may be cut. ``fixed`` rows have one reading by their length.
    ``fails``: no cut keeps the row's sum, be it at the blanks that are left or elsewhere.
    """

    row: OpenRow
    digits: tuple[str, ...]
    every: tuple[Reading, ...] | None
    summed: tuple[Reading, ...]
    fixed: bool
    fails: bool = False


def solve_rows(placement: Placement, form: GridForm, *, full: bool, unbounded: bool) -> Solved:
    """Decisions for the open rows; ``full`` and ``unbounded`` as in `extract.solve.solve.solve`."""
    opened = [_readings(row, full=full, unbounded=unbounded) for row in placement.open]
    rows = [row for row in opened if row is not None]
    failing = [("applications.row_sum", row.row.slots[0][0]) for row in rows if row.fails]
    usable = [row for row in rows if row.summed]
    broken = [row for row in rows if not row.summed]
    domains, sums = _domains(usable, broken, placement, form)
    # what was carried out may make a balance with nothing dealt with hold by accident
    proves_little = "applications.balance" if _left_at_zero(usable, placement) else None
    # lost blanks are read as zeros; a row or column that then does not add up puts that in doubt
    spread = [row for row in rows if row.every is not None]
    # and where rows by the score break their sum, a cut that keeps it may be one more accident
    unsummed = sum(map(_breaks_sum, rows))
    trusted = bool(usable) and not (broken if spread else unsummed > _MOST_BROKEN_OF_A_KIND)
    found = balance(domains, sums.equations) if trusted else None
    if trusted and not spread:
        found = _on_trusted(found, domains, sums)
        if unsummed and found and _is_harmed(found):
            found = _unread(found, domains, sums)
    elif found:
        printed = printed_rows(placement)
        keys = [*(row.row.slots[0][0] for row in usable), *printed]
        rows_too = [*domains, *((values,) for values in printed.values())]
        sound = not (found.hopeless or found.given_up) and (printed or shows_its_totals(found.readings))
        found = doubted(found, rows_too, column_sums(placement, form, keys).equations) if sound else None
    decisions: list[Decision] = []
    for row in placement.open:
        known = next((index for index, item in enumerate(usable) if item.row is row), None)
        if known is None:
            decisions += _undecided(row)
        else:
            decisions += _decided(usable[known], known, found, proves_little)
    if found and all(_exhaustive(row) or not row.row.pieces for row in rows):
        failing += map(_failed, found.broken)
    return Solved(tuple(decisions), tuple(failing))


def _left_at_zero(usable: list[_Open], placement: Placement) -> bool:
    """Whether （七）总计 is zeros alone although the row 一 is not."""
    read = {row.row.slots[0][0]: row.summed for row in usable}
    read |= {key: (reading,) for key, reading in printed_rows(placement).items()}
    total, new = read.get("total", ()), read.get("new", ())
    return bool(total and new) and not any(map(any, total)) and all(map(any, new))


def _breaks_sum(row: _Open) -> bool:
    return row.fails or (row.fixed and not any(_adds_up(reading) for reading in row.summed))


def _adds_up(reading: Reading) -> bool:
    return sum(value or 0 for value in reading[:-1]) == (reading[-1] or 0)


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
    if run_together(row, full=full):
        text = digits(row.pieces)
        if not full or not text.isdecimal() or len(text) < size:
            return None
        runs = [text]
        if row.numeral and row.pieces[-1].numeral and text.endswith(row.numeral) and len(text) > size:
            runs.append(text[:-1])
        if runs == [text] and len(text) == size:
            return _Open(row, (text,), None, (tuple(int(digit) for digit in text),), True)
        summed = [cut for run in runs for cut in _summed(run, size)]
        return _Open(row, tuple(runs), None, tuple(at_blanks(row.pieces, summed)), False, not summed)
    if not unbounded or not all_counts(row.pieces):
        return None
    figures = numbers(row.pieces)
    if row.reason == "row_incomplete":
        every = spreads(figures, size)
    elif row.reason == "row_overfull" and len(figures) <= size + 2:
        every = drops(figures, size)
    else:
        return None
    kept = tuple(filter(_adds_up, every))
    return _Open(row, (), tuple(every), kept, False)


def _summed(run: str, size: int) -> list[Reading]:
    return list(summed_cuts(run, size)) if len(run) >= size else []


def _domains(
    usable: list[_Open], broken: list[_Open], placement: Placement, form: GridForm
) -> tuple[list[tuple[Reading, ...]], ColumnSums]:
    """The readings of the usable rows, then of those broken rows whose readings the rest leaves few; the equations."""
    domains: list[tuple[Reading, ...]] = [row.summed for row in usable]
    keys = [row.row.slots[0][0] for row in usable]
    for row in broken:
        loose = column_sums(placement, form, [*keys, row.row.slots[0][0]]).equations
        readings = row.every or _loose_cuts(row, domains, loose, len(domains))
        if readings:
            domains.append(tuple(readings))
            keys.append(row.row.slots[0][0])
    return domains, column_sums(placement, form, keys)


def _loose_cuts(
    row: _Open, domains: list[tuple[Reading, ...]], equations: Sequence[ColumnEquation], at: int
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


def _undecided(row: OpenRow) -> list[Decision]:
    if row.reason == "bounds_lost" and digits(row.pieces).isdecimal():
        # a run of many digits has more cuts than anyone would want to see
        values = parts(digits(row.pieces), [Kind()] * len(row.columns))
        return [
            Decision(key, candidates=tuple(sorted(found)) if len(found) <= MOST_CANDIDATES else ())
            for key, found in zip(row.slots, values, strict=True)
        ]
    if row.reason == "row_incomplete" and row.pieces:
        return [Decision(key, candidates=could_stand(row, at)) for at, key in enumerate(row.slots)]
    return [Decision(key) for key in row.slots]


def _decided(item: _Open, at: int, found: Balanced | None, proves_little: str | None) -> list[Decision]:
    """The decisions for one row: by its length, or by the columns whose equation holds, and what they leave."""
    if item.fixed:
        proof: Proof = "length"
        return [agreed(key, [r[i] for r in item.summed], proof) for i, key in enumerate(item.row.slots)]
    if found is None:
        return _undecided(item.row)
    settled: list[int | None] = [None] * len(item.row.slots)
    sure = [False] * len(item.row.slots)
    harmed = {equation.column for equation in (*found.hopeless, *found.given_up)}
    for equation in found.holding:
        # （七）总计 stands in both equations of a column: where one is broken, the other may hold by accident
        if equation.column in harmed or _failed(equation)[0] == proves_little:
            continue
        values = {reading[equation.column] for reading in found.readings[at]}
        if len(values) == 1 and any(row == at for row, _ in equation.terms):
            settled[equation.column], sure[equation.column] = values.pop(), True
    left = _consistent(item, settled, sure)
    if not left:
        return _undecided(item.row)
    decided = [agreed(key, [reading[i] for reading in left], "sums") for i, key in enumerate(item.row.slots)]
    if len(left) > 1 and item.every is not None:
        # a cell is known to be empty only when every printed figure of its row has its place
        decided = [Decision(d.key, candidates=d.candidates) if d.blank else d for d in decided]
    return decided


def _on_trusted(found: Balanced | None, domains: list[tuple[Reading, ...]], sums: ColumnSums) -> Balanced | None:
    """The same over the equations of those kinds alone of which at most two are broken.

    One wrong figure, or one in the wrong column, breaks two equations of a kind. Where more are
    broken the authority left out whole rows, and an equation that can be made to hold may be one
    more that it broke. Where columns break both their equations, and every one holds without the row that stands
    in both, it is that row, （七）总计, that is wrong, and no other. It may be wrong as well where both kinds are broken,
    one of them often: then no column whose equation of that kind is broken proves anything.
    """
    bad = (*found.hopeless, *found.given_up) if found else sums.equations
    lost = Counter(_failed(equation)[0] for equation in bad)
    often = {kind for kind, count in lost.items() if count > _MOST_BROKEN_OF_A_KIND}
    doubted_columns = {equation.column for equation in bad if _failed(equation)[0] in often}
    kept = [
        equation
        for equation in sums.equations
        for kind in [_failed(equation)[0]]
        if kind not in often and not (lost[kind] and equation.column in doubted_columns)
    ]
    trusted = len(kept) == len(sums.equations)
    if found and not bad:
        return found
    if not kept or trusted:
        without = _without_total(found if kept else None, domains, sums)
        if without:
            return without
    if not found or trusted:
        return found
    again = balance(domains, kept) if kept else None
    # to give up the fewest of so many proves nothing: named is what no readings satisfy
    return replace(again, broken=impossible(again.readings, sums.equations)) if again else _unread(found, domains, sums)


def _unread(found: Balanced, domains: list[tuple[Reading, ...]], sums: ColumnSums) -> Balanced:
    """The same with every reading left, and of the equations those named that no readings satisfy."""
    return replace(found, readings=tuple(domains), holding=(), broken=impossible(domains, sums.equations))


def _is_harmed(found: Balanced) -> bool:
    """Whether more than a wrong 总计 has to explain a row that breaks its sum: columns of applicants break as well.

    Then digits of the row may have been harmed on their way, so that its true figures are among none of its cuts, and
    the other rows be cut to make up for it.
    """
    return any(equation.column != _TOTAL for equation in (*found.hopeless, *found.given_up))


def _without_total(found: Balanced | None, domains: list[tuple[Reading, ...]], sums: ColumnSums) -> Balanced | None:
    """What holds with the columns that break both their equations read without （七）总计; None where some do not.

    Without ``found`` none of the equations with that row is trusted.
    """
    bad = Counter(equation.column for equation in (*found.hopeless, *found.given_up)) if found else Counter()
    if found and set(bad.values()) != {2}:
        return None
    beyond = [equation for equation in sums.beyond if not found or equation.column in bad]
    again = balance(domains, [*(found.holding if found else ()), *beyond], most_broken=0)
    if again is None or again.hopeless:
        return None
    broken = found.broken if found else impossible(again.readings, sums.equations)
    return replace(again, broken=broken)


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
