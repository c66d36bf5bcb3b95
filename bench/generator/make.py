"""From a seed to a report: choose, draw, injure, print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from . import errors as flaws
from . import prose, truth
from .amounts import count_cell
from .blanks import bounds_kept, leave_blank
from .cut import Ending, shorten, uncut
from .damage import DAMAGES, FIGURE_CHANGES, Draft
from .document import Document, Paragraph
from .equations import evaluate
from .figures import Figures, draw
from .grids import appeals_table, applications_table, disclosure_table
from .plan import ErrorsWanted, Names, Page, Plan, Wish, choose, stream
from .printing import encoding_of, print_draft, suffix
from .truth import EMPTY, Generated, InjectedError, TrueCell, Truth


def make(  # noqa: PLR0917 - all but the seed are choices that callers name
    seed: int,
    form: str | None = None,
    layout: str | None = None,
    blanks: str | None = None,
    errors: ErrorsWanted = None,
    damage: Names | None = None,
    *,
    cut: bool = False,
    scale: str | None = None,
) -> Generated:
    """A report and its truth. What is None is chosen by the seed; the same arguments give the same bytes.

    `errors` is () or False for none, one kind or a tuple of kinds of `errors.ERRORS`; `damage` is exactly the
    names to do, () for none; `cut` ends a text inside a grid; `scale` is one of `figures.SCALES`. ValueError
    for names that are not known or do not go together.
    """
    plan = choose(seed, Wish(form, layout, blanks, errors, damage, scale, cut))
    return compose(plan, draw_figures(plan))


def draw_figures(plan: Plan) -> Figures:
    """The figures of a plan; drawn again while an error planned could not be made in them."""
    rng = stream(plan.seed, "figures")
    needs = bool(flaws.NEEDS_APPLICATIONS.intersection(plan.errors))
    for _ in range(50):
        figures = draw(rng, plan.form, plan.single_other, plan.scale)
        if not needs or plan.scale == "zero" or flaws.has_answers(figures.counts):
            return figures
    return figures


@dataclass(frozen=True, slots=True)
class _Printed:
    """The cells as they are printed, and the errors in them."""

    cells: Mapping[str, TrueCell]
    errors: tuple[InjectedError, ...]
    outcomes: Mapping[str, str]


def write_prose(plan: Plan, figures: Figures) -> prose.Prose:
    """The prose of a plan's report."""
    page = plan.page or Page()
    subject = prose.Subject(plan.authority, page.body_year or plan.year, plan.form)
    text = prose.write(stream(plan.seed, "prose"), subject, figures)
    if plan.page is not None:
        text = replace(text, title=page.title or text.title, texts=(*text.texts[:-1], (*text.texts[-1], *page.below)))
    return text


def compose(plan: Plan, figures: Figures, prose_instead: prose.Prose | None = None) -> Generated:
    """The report of a plan with the given figures, and with other prose than its own where some is given."""
    return _composed(plan, _printed(plan, figures), prose_instead or write_prose(plan, figures))


def make_again(seed: int, values: Mapping[str, int | None], layout: str) -> bytes:
    """The report that `make` gives for a seed and layout without errors and damage, with other counts in some cells.

    None leaves a cell blank. Prose and everything else stay as they were: where the bytes are those of a report
    that was harmed, an authority may have printed just that.
    """
    plan = choose(seed, Wish(layout=layout, errors=(), damage=()))
    figures = draw_figures(plan)
    printed = _printed(plan, figures)
    changed = {key: EMPTY if value is None else count_cell(value) for key, value in values.items()}
    harmed = replace(printed, cells={**printed.cells, **changed})
    return _composed(plan, harmed, write_prose(plan, figures)).data


def _composed(plan: Plan, printed: _Printed, text: prose.Prose) -> Generated:
    page = plan.page or Page()
    grids = {
        1: disclosure_table(plan.form, printed.cells),
        2: applications_table(plan.form, plan.single_other, printed.cells),
        3: appeals_table(printed.cells),
    }
    above = tuple(Paragraph(line, "furniture") for line in page.above)
    draft = Draft(
        Document((*above, *prose.paragraphs(text, grids))),
        printed.cells,
        plan.authority,
        plan.layout,
        plan.form,
        encoding_of(plan.damages),
    )
    draft, done = _injure(plan, draft)
    ending = shorten(stream(plan.seed, "cut"), draft.document) if plan.cut else uncut(draft.document)
    data, length = print_draft(plan, draft, ending)
    found = _truth(plan, draft, printed, done=done, ending=ending, length=length, figures=text.figures)
    name = page.name or f"{plan.authority}{plan.year}年政府信息公开工作年度报告-{plan.seed}"
    return Generated(plan.seed, f"{name}{suffix(plan.layout)}", data, found)


def _printed(plan: Plan, figures: Figures) -> _Printed:
    """The figures with errors, blanks and other ways of printing, and what the equations make of them."""
    flawed = flaws.inject(stream(plan.seed, "errors"), plan.form, plan.single_other, figures.counts, plan.errors)
    counts = {key: count_cell(value) for key, value in flawed.counts.items()}
    cells = leave_blank(stream(plan.seed, "blanks"), {**figures.disclosure, **counts}, plan.blanks)
    for name in plan.damages:
        if name in FIGURE_CHANGES:
            cells = FIGURE_CHANGES[name](cells, stream(plan.seed, f"damage/{name}"))
    outcomes = evaluate(plan.form, plan.single_other, {key: cell.value for key, cell in cells.items()})
    failing = {name for name, outcome in outcomes.items() if outcome == "fails"}
    errors = tuple(
        InjectedError(error.kind, error.cells, tuple(name for name in error.checks if name in failing))
        for error in flawed.errors
    )
    return _Printed(cells, errors, outcomes)


def _injure(plan: Plan, draft: Draft) -> tuple[Draft, Names]:
    """The draft with the damages of the plan done, and the names of those that changed anything."""
    done: list[str] = []
    for name, damage in DAMAGES.items():
        if name not in plan.damages:
            continue
        before = draft
        if damage.change is not None:
            draft = damage.change(draft, stream(plan.seed, f"damage/{name}"))
        if damage.change is None or draft != before:
            done.append(name)
    return draft, tuple(done)


def _truth(
    plan: Plan,
    draft: Draft,
    printed: _Printed,
    *,
    done: Names,
    ending: Ending,
    length: int,
    figures: Mapping[str, int],
) -> Truth:
    lost = frozenset(ending.lost)
    outcomes = printed.outcomes
    if plan.cut:
        values = {key: cell.value for key, cell in printed.cells.items()}
        outcomes = evaluate(plan.form, plan.single_other, values, lost)
    return truth.Truth(
        form=plan.form,
        layout=plan.layout,
        blanks=plan.blanks,
        damages=done,
        encoding=draft.encoding,
        authority=draft.authority,
        fiscal_year=plan.year,
        scale=plan.scale,
        cells=draft.cells,
        errors=printed.errors,
        single_other_row=plan.single_other,
        prose_figures=figures,
        bounds_kept=bounds_kept(plan.layout, draft.cells),
        outcomes=outcomes,
        extra_rows=draft.extra_rows,
        cut_at=length if plan.cut else None,
        cut_cell=ending.last,
        lost_cells=ending.lost,
    )
