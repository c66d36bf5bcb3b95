"""prose: what the sentences of a report state, set against its grids."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.checks import Check, Finding, Outcome, Side, outcome_of
from extract.forms.form import GridName
from extract.grid import Grid, Number, Slot
from extract.prose.figure_forms import CellSum, FigureForm, FigureForms
from extract.prose.figures import Figure, Stated

_GRID: Mapping[GridName, tuple[str, str]] = {
    "disclosure": ("第二部分表格", "the grid of part 二"),
    "applications": ("第三部分表格", "the grid of part 三"),
    "appeals": ("第四部分表格", "the grid of part 四"),
}
_BEST: tuple[Outcome, ...] = ("holds", "vacuous", "open", "fails")
_ABOUT = 0.1  # 约100件 is said of 90 to 110
_LONG = 120  # letters of a sentence that are quoted


@dataclass(frozen=True, slots=True)
class Compared:
    """A stated figure beside the cells it answers to; ``wider`` says that it may count more than they do."""

    figure: Figure
    check: Check
    wider: bool


def compare(stated: Stated, grids: Sequence[Grid], known: FigureForms) -> tuple[Compared, ...]:
    """Every figure with a key beside its grid, one check for each different value.

    ``left`` is what the prose states, ``right`` the cells. Of several sums that a wording may mean, one that holds
    is enough. A figure that may count more offices than the grid is ``open`` where it is the greater one, unless
    another such figure is the grid's own, which shows that the grid counts them all; a smaller figure is ``open``
    where the same prose states the grid's as well.
    """
    by_name = {grid.name: grid for grid in grids if grid.found}
    found: dict[tuple[object, ...], Compared] = {}
    for figure in (*stated.figures, *stated.nothings):
        if figure.figure is None:
            continue
        said = (figure.figure, figure.value, figure.value_max, figure.qualifier)
        compared = None if said in found else _compare(figure, known.get(figure.figure), by_name)
        if compared:
            found[said] = compared
    return tuple(_beside_others(list(found.values())))


def _beside_others(every: list[Compared]) -> Iterator[Compared]:
    """Each with what the others tell of it: whose figures the grid holds, and which figure is its own."""
    agreeing = {one.check.check for one in every if one.check.outcome in ("holds", "vacuous")}
    as_wide = any(one.figure.wide and one.check.outcome == "holds" for one in every)
    for one in every:
        check = one.check
        part_of = check.check in agreeing and check.difference is not None and check.difference < 0
        if one.wider and as_wide:
            yield Compared(one.figure, check._replace(outcome="fails"), wider=False)
        elif check.outcome == "fails" and part_of:
            yield replace(one, check=check._replace(outcome="open"))
        else:
            yield one


def _compare(figure: Figure, form: FigureForm, grids: Mapping[GridName, Grid]) -> Compared | None:
    checks = [
        check
        for cells in form.equals
        if (figure.loose or not cells.loose) and (check := _check(figure, form.key, cells, grids)) is not None
    ]
    if not checks:
        return None
    # of equals the first: the sum that the wording means unless it means another
    check = min(checks, key=lambda one: _BEST.index(one.outcome))
    if check.outcome == "fails" and figure.wide and (check.difference or 0) > 0:
        return Compared(figure, check._replace(outcome="open"), wider=True)
    return Compared(figure, check, wider=False)


def _check(figure: Figure, key: str, cells: CellSum, grids: Mapping[GridName, Grid]) -> Check | None:
    """The figure beside one sum of cells; None where the report's grid has not all of them."""
    grid = grids.get(cells.grid)
    if grid is None or (cells.form is not None and cells.form != grid.form):
        return None
    slots = {slot.key: slot for slot in grid.slots}
    own = [slot for cell in cells.cells if (slot := slots.get(cell)) is not None]
    if len(own) < len(cells.cells) or all(slot.state == "missing" for slot in own):
        return None
    right = _side(own)
    low, high = bounds(figure)
    meant = min(max(right.known, low), high)
    rows, columns = {row for row, _ in cells.cells}, {column for _, column in cells.cells}
    scope = next(iter(rows)) if len(rows) == 1 else next(iter(columns))
    outcome = outcome_of(Side(known=meant, nonzero=bool(meant)), right)
    left, known = figure.value, None if right.undecided else right.known
    return Check(f"prose.{key}", "prose", cells.grid, scope, left, known, outcome, cells.cells)


def _side(slots: Sequence[Slot]) -> Side:
    return Side(
        known=sum(slot.value or 0 for slot in slots if slot.certain),
        blank=any(slot.certain and slot.value is None for slot in slots),
        undecided=any(not slot.certain for slot in slots),
        nonzero=any(slot.value for slot in slots),
    )


def bounds(figure: Figure) -> tuple[Number, Number]:
    """The least and the greatest number that a figure may stand for: 70余 for 70 to 79, 约100 for 90 to 110."""
    value = figure.value
    if figure.qualifier == "range" and figure.value_max is not None:
        return value, figure.value_max
    if figure.qualifier == "over":
        digits = Decimal(str(value)).normalize().as_tuple()
        step = 10 ** max(int(digits.exponent), 0)
        return value, value + max(step, 2) - 1
    if figure.qualifier == "about":
        return value * (1 - _ABOUT), value * (1 + _ABOUT)
    return value, value


# ── what a person should look at ────────────────────────────────────────────────────────────────────


def prose_findings(compared: Sequence[Compared], known: FigureForms) -> Iterator[Finding]:
    """A warning for each figure that contradicts its grid, a note for each that counts something wider."""
    for one in compared:
        if one.check.outcome != "fails" and not one.wider:
            continue
        form = known.get(one.check.check.removeprefix("prose."))
        zh, en = _sentences(one, form)
        yield Finding(
            "prose_wider" if one.wider else "prose", "note" if one.wider else "warning",
            one.check.grid, _path(one.check), zh, en, one.figure.place,
        )  # fmt: skip


def _sentences(one: Compared, form: FigureForm) -> tuple[str, str]:
    zh, en = _GRID[one.check.grid]
    right = "?" if one.check.right is None else f"{one.check.right:g}"
    said, quoted = one.figure.raw, _quoted(one.figure)
    if one.wider:
        return (
            f"文字称{form.zh}为“{said}”，所指范围似比{zh}（{right}）更宽：“{quoted}”",
            f"{form.en}: the prose says “{said}”, of something that seems wider than {en}, which has {right}: “{quoted}”",
        )
    return (
        f"文字称{form.zh}为“{said}”，{zh}却为 {right}：“{quoted}”",
        f"{form.en}: the prose says “{said}”, while {en} has {right}: “{quoted}”",
    )


def _quoted(figure: Figure) -> str:
    """The sentence, of a long one what stands round the figure."""
    sentence = " ".join(figure.sentence.split())
    if len(sentence) <= _LONG:
        return sentence
    at = sentence.find(figure.raw)
    start = max(0, min(at - _LONG // 2, len(sentence) - _LONG))
    end = min(len(sentence), start + _LONG)
    return f"{'…' if start else ''}{sentence[start:end]}{'…' if end < len(sentence) else ''}"


def _path(check: Check) -> str:
    rows, columns = {row for row, _ in check.cells}, {column for _, column in check.cells}
    if len(rows) > 1:
        return f"{check.grid}//{next(iter(columns))}"
    if len(columns) > 1:
        return f"{check.grid}/{next(iter(rows))}"
    return f"{check.grid}/{next(iter(rows))}/{next(iter(columns))}"
