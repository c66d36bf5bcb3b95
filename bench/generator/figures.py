"""Figures that add up: what an authority of a given size could have reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from . import labels
from .amounts import draw_disclosure
from .equations import appeal_key, application_key
from .truth import TrueCell

SCALES = ("zero", "quiet", "medium", "busy")
SCALE_WEIGHTS = (0.12, 0.38, 0.35, 0.15)

# Applications of natural persons received in a year, and appeals in a block.
_RECEIVED = {"zero": (0, 0), "quiet": (0, 12), "medium": (10, 400), "busy": (500, 150_000)}
_APPEALS = {"zero": (0, 0), "quiet": (0, 1), "medium": (0, 20), "busy": (0, 2_000)}
# How often an applicant column other than 自然人 has anything, and its share of the natural persons.
_PRESENT = {"zero": 0.0, "quiet": 0.12, "medium": 0.45, "busy": 0.9}
_SHARES = {"enterprise": 0.2, "research": 0.02, "public_interest": 0.01, "legal_service": 0.04, "other": 0.03}
# 予以公开 and 本机关不掌握 are common, the rest is rare.
_WEIGHTS = {"granted": 40.0, "partly_granted": 10.0, "unavailable.not_held": 20.0, "unavailable.unclear": 5.0}
_RARE = 2.0


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one report before anything is left blank: grids 三 and 四, and grid 二 as printed."""

    counts: Mapping[str, int]
    disclosure: Mapping[str, TrueCell]


def draw(
    rng: Random, form: str, single_other: bool, scale: str, carried_in: Mapping[str, int] | None = None
) -> Figures:
    """Figures in which every equation holds; `carried_in` gives row 二 by applicant, else it is drawn."""
    counts = _draw_applications(rng, form, single_other, scale, carried_in)
    counts.update(_draw_appeals(rng, scale))
    return Figures(counts, draw_disclosure(rng, form, scale))


def _draw_applications(
    rng: Random, form: str, single_other: bool, scale: str, carried_in: Mapping[str, int] | None
) -> dict[str, int]:
    rows = tuple(row.key for row in labels.rows_of(form, single_other))
    results = tuple(row for row in rows if row not in labels.FRAME_KEYS)
    weights = _result_weights(rng, results)
    main = rng.randint(*_RECEIVED[scale])
    counts: dict[str, int] = {}
    for column in labels.PARTY_KEYS:
        new = main if column == "natural_person" else _draw_party(rng, column, scale, main)
        carried = carried_in[column] if carried_in is not None else _draw_carried(rng, scale, new)
        onwards = _draw_carried(rng, scale, new) if new else 0
        onwards = min(onwards, new + carried)
        answered = new + carried - onwards
        for row, count in zip(results, spread(rng, answered, weights), strict=True):
            counts[application_key(row, column)] = count
        for row, count in zip(labels.FRAME_KEYS, (new, carried, answered, onwards), strict=True):
            counts[application_key(row, column)] = count
    for row in rows:
        parties = (counts[application_key(row, column)] for column in labels.PARTY_KEYS)
        counts[application_key(row, "total")] = sum(parties)
    # Drawn by column, given back in the order of the form.
    keys = (application_key(row, column) for row in rows for column in labels.APPLICANT_KEYS)
    return {key: counts[key] for key in keys}


def _result_weights(rng: Random, results: tuple[str, ...]) -> list[float]:
    """Weights of the result rows for one report: some rows do not occur at all."""
    weights = []
    for row in results:
        weight = _WEIGHTS.get(row, _RARE if rng.random() < 0.6 else 0.0)
        weights.append(weight * (0.3 + rng.random()))
    return weights


def _draw_party(rng: Random, column: str, scale: str, main: int) -> int:
    if rng.random() >= _PRESENT[scale]:
        return 0
    return max(1, int(main * _SHARES[column] * (0.2 + 1.6 * rng.random())))


def _draw_carried(rng: Random, scale: str, new: int) -> int:
    if scale == "zero" or rng.random() < 0.5:
        return 0
    return rng.randint(0, max(1, new // 10))


def spread(rng: Random, total: int, weights: list[float]) -> list[int]:
    """`total` things dealt over the weights; small totals one by one, large ones by share with jitter."""
    counts = [0] * len(weights)
    if total <= 24:
        for place in rng.choices(range(len(weights)), weights, k=total):
            counts[place] += 1
        return counts
    scale = total / sum(weights)
    for place, weight in enumerate(weights):
        counts[place] = int(weight * scale * (0.9 + 0.1 * rng.random()))
    # Rounding and jitter both fall short of the total: the rest goes to the first row, 予以公开.
    counts[0] += total - sum(counts)
    return counts


def _draw_appeals(rng: Random, scale: str) -> dict[str, int]:
    top = _APPEALS[scale][1]
    counts: dict[str, int] = {}
    for channel in labels.CHANNEL_KEYS:
        busy = rng.random() < (0.35 if scale == "quiet" else 0.7)
        drawn = [rng.randint(0, top) if busy and rng.random() < 0.6 else 0 for _ in range(4)]
        for result, count in zip(labels.RESULT_KEYS, (*drawn, sum(drawn)), strict=True):
            counts[appeal_key(channel, result)] = count
    return counts
