"""The figures of grid 二: counts, changes, money, and the ways authorities print them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from random import Random

from . import labels
from .truth import Number, TrueCell

_TOP = {"zero": 0, "quiet": 30, "medium": 4_000, "busy": 400_000}
_ZERO_SHARE = {"zero": 1.0, "quiet": 0.75, "medium": 0.35, "busy": 0.1}
# Chances of a way of printing, per cell where it fits.
_NOTE = 0.06
_PIECES = 0.02
_THOUSANDS = 0.04
_REDUCED = 0.3
_WAN = "万元"


def count_cell(value: int) -> TrueCell:
    """A plain count."""
    return TrueCell(value, str(value))


def draw_disclosure(rng: Random, form: str, scale: str) -> dict[str, TrueCell]:
    """The value cells of grid 二 by their keys."""
    cells: dict[str, TrueCell] = {}
    for block in labels.blocks_of(form):
        for item, _ in block.items:
            row = _draw_row(rng, block, item, scale)
            cells.update({disclosure_key(block.article, item, key): cell for key, cell in row.items()})
    return cells


def disclosure_key(article: str, item: str, measure: str) -> str:
    """The key of a value cell of grid 二."""
    return f"disclosure/{article}/{item}/{measure}"


def _draw_row(rng: Random, block: labels.Block, item: str, scale: str) -> Mapping[str, TrueCell]:
    names = tuple(key for key, _ in block.measures)
    if "made" in names:
        return _draw_documents(rng, names, item, scale)
    if "issued" in names:
        return _draw_issued(rng, item, scale)
    if "items_prior_year" in names:
        return _draw_stock(rng, names, scale)
    if "purchases" in names:
        return _draw_procurement(rng, scale)
    if "fees_charged" in names:
        return {"fees_charged": _draw_money(rng, scale, header_unit=True)}
    return {"decisions": _print_count(rng, _draw_count(rng, scale))}


def _draw_count(rng: Random, scale: str, top: int | None = None) -> int:
    if rng.random() < _ZERO_SHARE[scale]:
        return 0
    limit = _TOP[scale] if top is None else min(top, _TOP[scale])
    # The square makes small counts the usual ones.
    return int(limit * rng.random() ** 2)


def _print_count(rng: Random, value: int) -> TrueCell:
    if value and rng.random() < _PIECES:
        return TrueCell(value, f"{value}件", unit="件")
    if value >= 1000 and rng.random() < _THOUSANDS:
        return TrueCell(value, f"{value:,}")
    return count_cell(value)


def _print_documents(rng: Random, value: int) -> TrueCell:
    if value > 1 and rng.random() < _NOTE:
        part = rng.randint(1, value - 1)
        note = rng.choice(("（其中修订 {} 件）", "（其中修订{}件）", "（含联合发文{}件）"))
        return TrueCell(value, f"{value}{note.format(part)}")
    return count_cell(value)


def _draw_documents(rng: Random, names: tuple[str, ...], item: str, scale: str) -> dict[str, TrueCell]:
    # Few authorities may make 规章 at all.
    made = 0 if item == "rules" and rng.random() < 0.8 else _draw_count(rng, scale, top=120)
    published = made if rng.random() < 0.7 else int(made * rng.random())
    total = published + (_draw_count(rng, scale, top=600) if made else 0)
    values = (made, published, total)
    return {name: _print_documents(rng, value) for name, value in zip(names, values, strict=True)}


def _draw_issued(rng: Random, item: str, scale: str) -> dict[str, TrueCell]:
    issued = 0 if item == "rules" and rng.random() < 0.8 else _draw_count(rng, scale, top=120)
    repealed = _draw_count(rng, scale, top=40) if issued else 0
    in_force = issued + _draw_count(rng, scale, top=600)
    return {
        "issued": _print_documents(rng, issued),
        "repealed": count_cell(repealed),
        "in_force": count_cell(in_force),
    }


def _draw_stock(rng: Random, names: tuple[str, ...], scale: str) -> dict[str, TrueCell]:
    prior = _draw_count(rng, scale, top=6_000)
    change = 0
    if scale != "zero" and rng.random() < 0.5:
        change = rng.randint(-min(prior, 60), 40)
    cells = {"items_prior_year": count_cell(prior), "items_change": _print_change(rng, change)}
    if "decisions" in names:
        cells["decisions"] = _print_count(rng, _draw_count(rng, scale))
    return cells


def _print_change(rng: Random, change: int) -> TrueCell:
    if change < 0 and rng.random() < _REDUCED:
        return TrueCell(change, f"减{-change}")
    return count_cell(change)


def _draw_procurement(rng: Random, scale: str) -> dict[str, TrueCell]:
    purchases = _draw_count(rng, scale, top=3_000)
    amount = _draw_money(rng, scale) if purchases else count_cell(0)
    return {"purchases": count_cell(purchases), "amount": amount}


def _draw_money(rng: Random, scale: str, header_unit: bool = False) -> TrueCell:
    """An amount of money; `header_unit` says that the header already names 万元."""
    unit = _WAN if header_unit else None
    if rng.random() < _ZERO_SHARE[scale]:
        return TrueCell(0, "0", unit=unit)
    places = rng.choice((0, 0, 1, 2, 2, 2, 2, 4, 6))
    sum_wan = round(Decimal(rng.random() ** 2) * _TOP[scale] + 1, places)
    if rng.random() < (0.03 if header_unit else 0.25):
        yuan = int(sum_wan * 10_000)
        if header_unit or rng.random() < 0.8:
            return TrueCell(_number(Decimal(yuan) / 10_000), f"{yuan}元", unit=_WAN)
        # Without any unit the figure stays as printed.
        return TrueCell(yuan, str(yuan))
    if rng.random() < (0.04 if header_unit else 0.5):
        return TrueCell(_number(sum_wan), f"{sum_wan}{_WAN}", unit=_WAN)
    return TrueCell(_number(sum_wan), str(sum_wan), unit=unit)


def _number(value: Decimal) -> Number:
    return int(value) if value == value.to_integral_value() else float(value)
