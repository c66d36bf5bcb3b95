"""Figures of an authority for the year after: what was carried on comes in, and stocks follow."""

from __future__ import annotations

from random import Random

from . import labels
from .amounts import count_cell
from .equations import application_key
from .figures import Figures, draw
from .truth import TrueCell

_PRIOR = "items_prior_year"


def draw_next(rng: Random, form: str, scale: str, before: Figures) -> Figures:
    """Figures of `form` for the year after `before`, in which every equation between the two years holds."""
    carried = {column: before.counts[application_key("carried_out", column)] for column in labels.PARTY_KEYS}
    drawn = draw(rng, form, False, scale, carried)
    disclosure = dict(drawn.disclosure)
    for key in drawn.disclosure:
        followed = _follow_items(key, before) if form == "2019" else _follow_stock(key, before, drawn)
        if followed is not None:
            disclosure[key] = count_cell(followed)
    return Figures(drawn.counts, disclosure)


def _follow_items(key: str, before: Figures) -> int | None:
    """上一年项目数量 of a row: that of the year before and its change."""
    if not key.endswith(_PRIOR) or key not in before.disclosure:
        return None
    change = key.replace(_PRIOR, "items_change")
    return _whole(before.disclosure[key]) + _whole(before.disclosure[change])


def _follow_stock(key: str, before: Figures, drawn: Figures) -> int | None:
    """现行有效件数 of a row: that of the year before, with what was issued and without what was repealed."""
    row, measure = key.rsplit("/", 1)
    if not row.startswith("disclosure/20.1/"):
        return None
    if key not in before.disclosure:
        return None
    stock = _whole(before.disclosure[f"{row}/in_force"])
    issued, repealed = (_whole(drawn.disclosure[f"{row}/{name}"]) for name in ("issued", "repealed"))
    # No more can be repealed than there is.
    repealed = min(repealed, stock + issued)
    if measure == "repealed":
        return repealed
    return stock + issued - repealed if measure == "in_force" else None


def _whole(cell: TrueCell) -> int:
    return int(cell.value or 0)
