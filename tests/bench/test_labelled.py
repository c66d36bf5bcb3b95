"""Passages that others labelled: what was had of them is still had, and no more figures are invented."""

import pytest
from bench.labelled import beside, labelled, load_passages


@pytest.mark.parametrize(
    ("name", "most_missed", "most_invented"),
    [
        ("fourth", 17, 0),
        ("fifth", 40, 0),
        ("sixth", 3, 0),
        ("seventh", 3, 0),
        ("eighth", 4, 0),
        ("ninth", 0, 0),
        ("tenth", 16, 0),
        ("eleventh", 39, 0),
        ("twelfth", 15, 1),
    ],
)
def test_as_many_figures_are_read_as_were(name: str, most_missed: int, most_invented: int) -> None:
    passages = load_passages(name)
    every = [beside(one, labelled(passages)) for one in passages]
    assert sum(one.missed.total() for one in every) <= most_missed
    assert sum(bool(one.invented) for one in every) <= most_invented
