"""The damages that reports have, in the order in which they are done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from ..layouts import FILE_LAYOUTS, LAYOUTS, PDF_LAYOUTS, TEXT_LAYOUTS
from ..truth import TrueCell
from . import structure, surface, wording
from .draft import Damage, Draft

__all__ = ["DAMAGES", "FIGURE_CHANGES", "Damage", "Draft", "check_damages", "choose_damages"]

_ALL = frozenset(LAYOUTS)
_TEXT = frozenset(TEXT_LAYOUTS)
_NO_PDF = _ALL - frozenset(PDF_LAYOUTS)
_LINES = _TEXT - frozenset(("glued", "deduplicated"))
_ENCODINGS = ("utf_8_sig", "utf_16", "gb18030", "big5")
# A quarter of the reports has no damage at all.
CLEAN_CHANCE = 0.25


def _encoding(name: str, chance: float) -> Damage:
    others = tuple(other for other in _ENCODINGS if other != name)
    return Damage(name, chance, _TEXT, excludes=others)


DAMAGES: Mapping[str, Damage] = {
    damage.name: damage
    for damage in (
        Damage("single_other_row", 0.06, _ALL, form="2021"),
        Damage("dashes", 0.05, _ALL - {"glued"}),
        Damage("fullwidth_digits", 0.05, _ALL),
        Damage("blocks_permuted", 0.04, _ALL, structure.permute_blocks),
        Damage("extra_row", 0.06, _ALL, structure.add_row),
        Damage("appeals_by_block", 0.08, _TEXT, structure.print_appeals_by_block),
        Damage("results_label_twice", 0.06, _ALL, structure.repeat_results_label),
        Damage("label_breaks", 0.2, _ALL, wording.break_labels),
        Damage("label_variants", 0.1, _ALL, wording.vary_labels),
        Damage("numbering_lost", 0.05, _ALL, wording.lose_numbering),
        Damage("enumeration_variants", 0.08, _ALL, wording.vary_enumeration, excludes=("numbering_lost",)),
        Damage("characters_lost", 0.08, _ALL, wording.lose_characters),
        Damage("labels_truncated", 0.05, _ALL, wording.truncate_labels),
        Damage("halfwidth_brackets", 0.15, _ALL, wording.halve_brackets),
        Damage("heading_words", 0.05, _ALL, wording.add_heading_words),
        Damage("heading_typo", 0.06, _ALL, wording.misspell_headings),
        Damage("heading_numeral_lost", 0.05, _ALL, wording.lose_heading_numerals),
        Damage("heading_joined", 0.08, _ALL, wording.join_headings),
        Damage("header_repeated", 0.05, _TEXT, structure.repeat_header),
        Damage("appeals_footnote", 0.05, _TEXT, structure.print_footnote),
        Damage("page_numbers", 0.1, _LINES, structure.print_page_numbers),
        Damage("detached_values", 0.25, frozenset(("rows",))),
        Damage("padding", 0.15, _NO_PDF, surface.pad_values),
        Damage("title_double_year", 0.08, _ALL, surface.double_year),
        Damage("title_variant", 0.08, _ALL, surface.vary_title, excludes=("title_double_year",)),
        Damage("title_broken", 0.12, _ALL, surface.break_title),
        Damage("furniture_before", 0.2, _ALL, surface.furnish_before),
        Damage("furniture_after", 0.2, _ALL, surface.furnish_after),
        Damage("traditional", 0.06, _ALL, surface.write_traditional),
        Damage("bookmarks", 0.08, _TEXT, surface.leave_bookmark),
        Damage("zero_width", 0.06, _NO_PDF, surface.leave_zero_width, excludes=("big5",)),
        Damage("crlf", 0.1, _TEXT),
        _encoding("utf_8_sig", 0.1),
        _encoding("utf_16", 0.05),
        _encoding("gb18030", 0.15),
        Damage(
            "big5",
            0.4,
            _TEXT,
            needs=("traditional",),
            excludes=("utf_8_sig", "utf_16", "gb18030", "zero_width"),
        ),
    )
}
# Damages done to the figures before they are set into the grids.
FIGURE_CHANGES: Mapping[str, Callable[[Mapping[str, TrueCell], Random], dict[str, TrueCell]]] = {
    "dashes": surface.dash_cells,
    "fullwidth_digits": surface.widen_digits,
}


def choose_damages(rng: Random, layout: str, form: str) -> tuple[str, ...]:
    """The damages of a report chosen by its seed."""
    if rng.random() < CLEAN_CHANCE:
        return ()
    chosen: list[str] = []
    for damage in DAMAGES.values():
        # One number for every damage, so that a chance changed leaves the others as they were.
        drawn = rng.random()
        if drawn < damage.chance and _possible(damage, layout, form) and _agrees(damage, chosen):
            chosen.append(damage.name)
    return tuple(chosen)


def _possible(damage: Damage, layout: str, form: str) -> bool:
    return layout in damage.layouts and damage.form in (None, form)


def _agrees(damage: Damage, chosen: list[str]) -> bool:
    if any(name not in chosen for name in damage.needs):
        return False
    return not any(name in damage.excludes or damage.name in DAMAGES[name].excludes for name in chosen)


def check_damages(names: tuple[str, ...]) -> None:
    """ValueError for a name that is not known and for damages that cannot go together."""
    for name in names:
        if name not in DAMAGES:
            raise ValueError(f"unknown damage: {name!r}; known: {', '.join(DAMAGES)}")
    for name in names:
        others = [other for other in names if other != name]
        if not _agrees(DAMAGES[name], others):
            raise ValueError(f"damage {name!r} does not go with {', '.join(others) or 'nothing else'}")


def fitting_layouts(names: tuple[str, ...]) -> tuple[str, ...]:
    """The layouts in which all of the damages can happen."""
    return tuple(layout for layout in LAYOUTS if all(layout in DAMAGES[name].layouts for name in names))


def fitting_forms(names: tuple[str, ...]) -> tuple[str, ...]:
    """The forms in which all of the damages can happen."""
    return tuple(form for form in ("2019", "2021") if all(DAMAGES[name].form in (None, form) for name in names))


assert set(FIGURE_CHANGES) <= set(DAMAGES)
assert set(FILE_LAYOUTS) < _ALL
