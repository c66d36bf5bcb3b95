"""Whose and when over generated reports of real places: nothing silently wrong, little left open."""

from collections import Counter

import pytest
from bench.generator.bodies import draw_body, places
from bench.generator.pages import TROUBLES, make_signed
from bench.generator.plan import stream
from bench.whose import FIELDS, score

SEEDS = range(70_000, 70_054)


@pytest.fixture(scope="module")
def scores() -> tuple[Counter[str], list[str]]:
    total: Counter[str] = Counter()
    wrong: list[str] = []
    for seed in SEEDS:
        found, examples = score(make_signed(seed))
        total.update(found)
        wrong += examples
    return total, wrong


def test_nothing_is_silently_wrong(scores: tuple[Counter[str], list[str]]) -> None:
    total, wrong = scores
    assert not any(total[f"{field} silent"] for field in FIELDS), wrong
    assert not total["false alarms"], wrong
    assert not total["disagreements missed"], wrong


def test_little_is_left_open(scores: tuple[Counter[str], list[str]]) -> None:
    total, wrong = scores
    assert total["year right"] == len(SEEDS), wrong
    assert min(total[f"{field} right"] for field in FIELDS) >= 0.95 * len(SEEDS), total


def test_the_same_seed_gives_the_same_report() -> None:
    assert make_signed(5) == make_signed(5)
    assert {make_signed(seed, "tika").trouble for seed in range(120)} == set(TROUBLES)


def test_every_kind_of_body_is_drawn() -> None:
    drawn = [draw_body(stream(seed, "body")) for seed in range(300)]
    assert {body.level for body in drawn} == {"省", "市", "县", "乡", "部门", "园区"}
    assert {place.level for place in places()} == {"省", "市", "县"}
    assert len({place.name for place in places()}) < len(places())
