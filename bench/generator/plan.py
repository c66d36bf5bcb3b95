"""What a report is to be like: every choice that its seed or the caller makes before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Literal, TypeAlias

from .blanks import BLANK_WEIGHTS, BLANKS
from .damage import check_damages, choose_damages, fitting_forms, fitting_layouts
from .errors import ERRORS, choose_errors
from .figures import SCALE_WEIGHTS, SCALES
from .labels import FORMS
from .layouts import CUT_LAYOUTS, FILE_LAYOUTS, LAYOUTS
from .names import draw_authority

Names: TypeAlias = tuple[str, ...]
ErrorsWanted: TypeAlias = Literal[False] | str | Names | None

_YEARS = {"2019": (2019, 2020), "2021": (2021, 2022, 2023, 2024)}
# Reports of later years that still use the form of 2019.
_LATE_FORM = 0.03
# Files that are not text take longer to print, and are a smaller share of what the seed chooses.
_FILE_WEIGHT = 0.3


@dataclass(frozen=True, slots=True)
class Page:
    """What a report prints of whose and when where that is not as usual; None and () for as usual.

    ``name`` is the file's path without its ending, ``body_year`` the year of the period and the sentences, ``above``
    lines before the title, ``below`` lines at the end.
    """

    title: str | None = None
    name: str | None = None
    body_year: int | None = None
    above: Names = ()
    below: Names = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The choices behind one report."""

    seed: int
    form: str
    layout: str
    blanks: str
    errors: Names
    damages: Names
    scale: str
    authority: str
    year: int
    cut: bool
    page: Page | None = None

    @property
    def single_other(self) -> bool:
        """Whether a report of form 2021 prints （六）其他处理 as one row."""
        return "single_other_row" in self.damages


@dataclass(frozen=True, slots=True)
class Wish:
    """What the caller asks for; None leaves the choice to the seed."""

    form: str | None = None
    layout: str | None = None
    blanks: str | None = None
    errors: ErrorsWanted = None
    damage: Names | None = None
    scale: str | None = None
    cut: bool = False


def stream(seed: int, stage: str) -> Random:
    """The random numbers of one stage, so that a choice in one stage leaves the others as they were."""
    return Random(f"{seed}/{stage}")


def choose(seed: int, wish: Wish) -> Plan:
    """The plan of a report; ValueError for names that are unknown or do not fit together."""
    _check(wish)
    forced = wish.damage or ()
    form = wish.form or _choose_form(stream(seed, "form"), forced)
    layout = wish.layout or _choose_layout(stream(seed, "layout chosen"), forced, wish.cut)
    _check_fit(forced, form, layout, wish.cut)
    errors = _choose_errors(stream(seed, "errors chosen"), wish.errors)
    scale = wish.scale or _choose_scale(stream(seed, "scale"), bool(errors))
    damages = choose_damages(stream(seed, "damages"), layout, form) if wish.damage is None else wish.damage
    return Plan(
        seed=seed,
        form=form,
        layout=layout,
        blanks=wish.blanks or _choose_blanks(stream(seed, "blanks chosen"), layout),
        errors=errors,
        damages=damages,
        scale=scale,
        authority=draw_authority(stream(seed, "authority"), scale),
        year=_choose_year(stream(seed, "year"), form),
        cut=wish.cut,
    )


def _check(wish: Wish) -> None:
    for name, value, known in (
        ("form", wish.form, FORMS),
        ("layout", wish.layout, LAYOUTS),
        ("blanks", wish.blanks, BLANKS),
        ("scale", wish.scale, SCALES),
    ):
        if value is not None and value not in known:
            raise ValueError(f"unknown {name}: {value!r}; known: {', '.join(known)}")
    check_damages(wish.damage or ())
    wanted = (wish.errors,) if isinstance(wish.errors, str) else wish.errors or ()
    for error in wanted:
        if error not in ERRORS:
            raise ValueError(f"unknown error: {error!r}; known: {', '.join(ERRORS)}")


def _check_fit(forced: Names, form: str, layout: str, cut: bool) -> None:
    if form not in fitting_forms(forced) or layout not in fitting_layouts(forced):
        raise ValueError(f"damage {', '.join(forced)} does not happen in form {form}, layout {layout}")
    if cut and layout not in CUT_LAYOUTS:
        raise ValueError(f"layout {layout} cannot be cut; those that can: {', '.join(CUT_LAYOUTS)}")


def _choose_form(rng: Random, forced: Names) -> str:
    fitting = fitting_forms(forced)
    if not fitting:
        raise ValueError(f"no form has all of {', '.join(forced)}")
    return rng.choice(fitting)


def _choose_layout(rng: Random, forced: Names, cut: bool) -> str:
    fitting = [name for name in fitting_layouts(forced) if name in CUT_LAYOUTS or not cut]
    if not fitting:
        raise ValueError(f"no layout has all of {', '.join(forced)}")
    weights = [_FILE_WEIGHT if name in FILE_LAYOUTS else 1.0 for name in fitting]
    return rng.choices(fitting, weights)[0]


def _choose_errors(rng: Random, wanted: ErrorsWanted) -> Names:
    drawn = choose_errors(rng)
    if wanted is None:
        return drawn
    if isinstance(wanted, str):
        return (wanted,)
    return wanted or ()


def _choose_scale(rng: Random, errors: bool) -> str:
    # Most errors need figures other than zero.
    first = 1 if errors else 0
    return rng.choices(SCALES[first:], SCALE_WEIGHTS[first:])[0]


def _choose_blanks(rng: Random, layout: str) -> str:
    # In blanks-lost something has to be lost.
    first = 1 if layout == "blanks-lost" else 0
    return rng.choices(BLANKS[first:], BLANK_WEIGHTS[first:])[0]


def _choose_year(rng: Random, form: str) -> int:
    if form == "2019" and rng.random() < _LATE_FORM:
        return rng.choice(_YEARS["2021"])
    return rng.choice(_YEARS[form])
