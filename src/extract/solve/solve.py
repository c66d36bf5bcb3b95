"""solve(placement, form): the open cells, by the form's own arithmetic or not at all.

What counts as proof is written down in ``docs/proof.md``. A cell is judged by itself: it is
deduced only where every reading that the proof leaves agrees on it.
"""

from decimal import Decimal
from functools import cache
from itertools import combinations, pairwise, product

from extract.flat.place import OpenRow, Placement
from extract.forms.form import GridForm, SlotKey
from extract.forms.values import money_factor
from extract.grid import Number, Proof
from extract.solve.balance import Reading
from extract.solve.cuts import Kind, parts, summed_cuts
from extract.solve.decide import (
    MOST_CANDIDATES,
    Decision,
    Solved,
    agreed,
    all_counts,
    at_blanks,
    blanks,
    could_stand,
    digits,
    run_together,
)
from extract.solve.solve_rows import solve_rows


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
        return _solve_appeals(placement.open[0], form, full=full)
    return solve_rows(placement, form, full=full, unbounded=unbounded)


# ── grid 二: no sums, so a cell is known only where all cuts agree ─────────────────────────────────────


def _by_cuts(row: OpenRow, *, full: bool) -> list[Decision]:
    if not row.pieces:
        return [Decision(key, blank=True) for key in row.slots] if row.reason == "row_incomplete" else []
    # more figures apart than there are columns are not one figure that blanks have crept into
    if full and run_together(row, full=full) and len(row.pieces) <= len(row.columns):
        text = digits(row.pieces)
        unit = next((u for u in ("亿元", "万元", "元") if text.endswith(u)), "")
        kinds = [Kind(c.signed, c.money) for c in row.columns]
        values = parts(text.removesuffix(unit), kinds)
        # where a blank stands inside a number of every cut, one of the two is no bound or no cell of this row
        sound = all(parts(text.removesuffix(unit), kinds, blanks(row.pieces)))
        factors = [money_factor(unit) if column.money and unit else None for column in row.columns]
        return [_of_values(*cell, sound=sound) for cell in zip(row.slots, values, factors, strict=True)]
    if row.reason == "row_incomplete":
        return [Decision(key, candidates=could_stand(row, at)) for at, key in enumerate(row.slots)]
    return [Decision(key) for key in row.slots]


def _of_values(key: SlotKey, values: frozenset[Number], factor: Decimal | None, *, sound: bool) -> Decision:
    unit = None if factor is None else "万元"
    if factor is not None:
        values = frozenset(float(Decimal(str(value)) * factor) for value in values)
    if len(values) == 1 and sound:
        return Decision(key, next(iter(values)), unit, proof="length")
    return Decision(key, candidates=tuple(sorted(values)) if len(values) <= MOST_CANDIDATES else ())


# ── grid 四: three sums over one run ───────────────────────────────────────────────────────────────────


def _solve_appeals(row: OpenRow, form: GridForm, *, full: bool) -> Solved:
    # lost blanks are not placed here: no column equation would notice a total that is one of them
    if not row.pieces:
        decided = tuple(Decision(key, blank=True) for key in row.slots) if row.reason == "row_incomplete" else ()
        return Solved(decided)
    size = len(row.slots)
    text = digits(row.pieces)
    proof: Proof = "sums"
    readings: list[Reading]
    together = full and text.isdecimal() and run_together(row, full=full)
    if together and len(text) == size:
        readings, proof = [tuple(int(digit) for digit in text)], "length"
    elif together:
        found = _block_cuts(text, len(form.rows), len(form.rows[0].columns))
        if not found:
            broken = _broken_blocks(text, form)
            failing = tuple(("appeals.block_sum", key) for key in broken) if len(broken) == 1 else ()
            return Solved(tuple(Decision(key) for key in row.slots), failing)
        readings = at_blanks(row.pieces, found)
    else:
        shown = row.reason == "row_incomplete" and all_counts(row.pieces)
        return Solved(
            tuple(Decision(key, candidates=could_stand(row, at) if shown else ()) for at, key in enumerate(row.slots))
        )
    return Solved(tuple(agreed(key, [r[i] for r in readings], proof) for i, key in enumerate(row.slots)))


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


def _broken_blocks(text: str, form: GridForm) -> set[str]:
    """The blocks that may be the one that does not add up, in a run that no cut lets keep all its sums.

    Which block it is may be certain where its cells, and even those of the others, are not.
    """
    width = len(form.rows[0].columns)

    @cache
    def adds_up(start: int, end: int) -> bool:
        return any(True for _ in summed_cuts(text[start:end], width))

    found: set[str] = set()
    for inner in combinations(range(width, len(text) - width + 1), len(form.rows) - 1):
        runs = list(pairwise((0, *inner, len(text))))
        if any(end - start < width for start, end in runs):
            continue
        wrong = [at for at, run in enumerate(runs) if not adds_up(*run)]
        if len(wrong) == 1 and all(parts(text[slice(*runs[wrong[0]])], [Kind()] * width)):
            found.add(form.rows[wrong[0]].key)
        if len(found) > 1:
            break
    return found
