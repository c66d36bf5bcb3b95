"""Check and Finding: the form's equations over what was read, and what a person should look at."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

from extract.document import NOWHERE, Place
from extract.forms.form import Equation, Forms, GridName, SlotKey
from extract.grid import CERTAIN, Grid, Number, Slot

Outcome: TypeAlias = Literal["holds", "vacuous", "fails", "open"]
Verdict: TypeAlias = Literal["read", "verified", "vacuous", "inconsistent", "doubtful"]
Severity: TypeAlias = Literal["error", "warning", "note"]


class Check(NamedTuple):
    """One equation, evaluated: ``left`` and ``right`` are sums with blanks as 0 (None where a cell is undecided)."""

    check: str
    kind: Literal["stated", "implied", "prose", "panel"]
    grid: GridName
    scope: str
    left: Number | None
    right: Number | None
    outcome: Outcome
    cells: tuple[SlotKey, ...] = ()

    @property
    def difference(self) -> Number | None:
        """left − right, None where either is undecided."""
        return None if self.left is None or self.right is None else self.left - self.right


class Finding(NamedTuple):
    """Something a person should look at; the messages are sentences that can be quoted.

    ``cell`` is a path such as ``applications/new`` (a row), ``applications//total`` (a column)
    or ``applications/new/total`` (a cell).
    """

    kind: str
    severity: Severity
    grid: GridName | None
    cell: str | None
    message_zh: str
    message_en: str
    place: Place = NOWHERE


# ── evaluating ──────────────────────────────────────────────────────────────────────────────────────


class Side(NamedTuple):
    """One side of an equation: what is printed, and what may be added to it."""

    known: Number = 0
    blank: bool = False
    undecided: bool = False
    nonzero: bool = False


def _side(keys: Sequence[SlotKey], slots: Mapping[SlotKey, Slot]) -> Side:
    known: Number = 0
    blank = undecided = nonzero = False
    for key in keys:
        slot = slots.get(key)
        if slot is None or slot.state not in CERTAIN:
            undecided = True
        elif slot.value is None:
            blank = True
        elif slot.value:
            known += slot.value
            nonzero = True
    return Side(known, blank, undecided, nonzero)


def outcome_of(left: Side, right: Side) -> Outcome:
    """How an equation between two sides came out, by the rules of the contract."""
    difference = left.known - right.known
    if not (left.undecided or right.undecided):
        if difference == 0:
            return "holds" if left.nonzero or right.nonzero else "vacuous"
        grows = left.blank if difference < 0 else right.blank
        return "open" if grows else "fails"
    # counts are never negative: a side with nothing open cannot grow to meet a greater one
    if difference > 0 and not (right.blank or right.undecided):
        return "fails"
    if difference < 0 and not (left.blank or left.undecided):
        return "fails"
    return "open"


def evaluate(equation: Equation, slots: Mapping[SlotKey, Slot], grid: GridName, *, impossible: bool) -> Check:
    """One equation over the slots of its grid.

    With blanks it holds when it does with every blank as 0; it is open when some counts in
    the blanks or the undecided cells could make it hold. ``impossible`` says that no reading
    of its undecided cells does.
    """
    left, right = _side(equation.left, slots), _side(equation.right, slots)
    outcome: Outcome = "fails" if impossible else outcome_of(left, right)
    return Check(
        equation.check,
        equation.kind,
        grid,
        equation.scope,
        None if left.undecided else left.known,
        None if right.undecided else right.known,
        outcome,
        (*equation.left, *equation.right),
    )


def check(grids: Sequence[Grid], forms: Forms, failing: Sequence[tuple[str, str]] = ()) -> tuple[Check, ...]:
    """Every stated and implied equation of the forms over the grids that were found.

    ``failing`` are (check, scope) pairs that no reading of the undecided cells satisfies.
    A grid whose form could not be told has the equations over the rows it has.
    """
    found: list[Check] = []
    for grid in grids:
        if not grid.found:
            continue
        slots = {slot.key: slot for slot in grid.slots}
        form = forms.get(grid.form or forms.all[0].id).grid(grid.name)
        for equation in form.equations(grid.merged):
            if grid.form is None and not all(key in slots for key in (*equation.left, *equation.right)):
                continue
            impossible = (equation.check, equation.scope) in failing
            found.append(evaluate(equation, slots, grid.name, impossible=impossible))
    return tuple(found)


_WORST: tuple[Verdict, ...] = ("doubtful", "inconsistent", "vacuous", "verified")


def verdict(grid: Grid, checks: Sequence[Check], *, differs: bool = False) -> Verdict:
    """The verdict of one grid, by the rules of the contract."""
    doubtful = differs or any(slot.state not in CERTAIN and slot.reason != "printed_as_one_row" for slot in grid.slots)
    if grid.name == "disclosure":
        return "doubtful" if doubtful else "read"
    if doubtful:
        return "doubtful"
    own = [c.outcome for c in checks if c.grid == grid.name and c.kind in ("stated", "implied")]
    if "fails" in own:
        return "inconsistent"
    return "verified" if "holds" in own else "vacuous"


def overall(applications: Grid, appeals: Grid, first: Verdict, second: Verdict) -> Verdict:
    """The worst of grids 三 and 四; one that proves nothing over zeros alone is the least of them."""

    def rank(grid: Grid, own: Verdict) -> int:
        if own == "vacuous" and not any(slot.value for slot in grid.slots):
            return len(_WORST)
        return _WORST.index(own)

    return first if rank(applications, first) <= rank(appeals, second) else second
