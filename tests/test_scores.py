"""A small fixed sample of the accuracy measurement: the pinned scores may rise and never silently fall."""

import tomllib
from pathlib import Path

import pytest
from bench.accuracy import Score, score
from bench.generator import LAYOUTS, make

PINS = tomllib.loads((Path(__file__).parent / "scores.toml").read_text(encoding="utf-8"))


def test_every_layout_is_pinned() -> None:
    assert sorted(PINS["had"]) == sorted(LAYOUTS)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_scores_do_not_fall(layout: str) -> None:
    total = Score()
    for seed in range(PINS["seed"], PINS["seed"] + PINS["reports_each"]):
        total.add(score(make(seed, layout=layout)))
    had = total.cells["number"] + total.cells["deduced"] + total.cells["empty"]
    share = had / sum(total.cells.values())
    assert total.cells["silent"] == 0, total.examples
    assert total.untrue_verified == 0, total.examples
    assert share >= PINS["had"][layout], f"{layout}: {share:.4f} of the cells had, pinned at {PINS['had'][layout]}"
