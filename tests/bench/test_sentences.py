"""The measurement of the prose: a few reports of each set of sentences, in every layout."""

import re

import pytest
from bench.generator import LAYOUTS
from bench.prose import ANY, Score, _one, table
from bench.sentences.composing import cells_of, load_templates
from bench.sentences.numerals import in_words

from extract.prose.figure_forms import load_figure_forms

FILES = ("first", "second", "third")


@pytest.mark.parametrize("file", FILES)
def test_every_figure_is_read_and_no_false_alarm_raised(file: str) -> None:
    found = Score()
    for seed in range(700, 700 + 2 * len(LAYOUTS)):
        found.add(_one((seed, file)))
    assert found.reports == 2 * len(LAYOUTS)
    assert found.right[ANY] > 300
    assert found.missed.total() <= 0.01 * found.right.total(), table(found)
    assert found.invented.total() <= 0.01 * found.right.total(), table(found)
    assert found.contradictions["found"] >= 1
    assert not found.contradictions["not found"]
    assert not found.alarmed


@pytest.mark.parametrize("file", FILES)
def test_the_sentences_name_figures_that_are_known(file: str) -> None:
    keys = {key.removesuffix("+") for one in load_templates(file) for key in one.keys}
    assert keys <= {form.key for form in load_figure_forms().all}
    assert {"applications_received", "applications_answered", "reconsiderations", "litigations"} <= keys


def test_there_are_sentences_enough() -> None:
    assert len(load_templates("first")) >= 60
    assert sum(len(load_templates(file)) for file in FILES) >= 150


def test_the_cells_that_bench_and_reader_mean_are_the_same() -> None:
    """Written down twice, from the form, so that a slip on one side shows."""
    for form in load_figure_forms().all:
        for year in ("2019", "2021"):
            mine = {frozenset(cells) for cells in cells_of(form.key, year)}
            theirs = {
                frozenset(f"{cells.grid}/{row}/{column}" for row, column in cells.cells)
                for cells in form.equals
                if cells.form in (None, year)
            }
            assert mine <= theirs, form.key


@pytest.mark.parametrize(("value", "words"), [(2, "二"), (10, "十"), (12, "十二"), (20, "二十"), (99, "九十九")])
def test_numbers_in_words(value: int, words: str) -> None:
    assert in_words(value) == words
    assert re.fullmatch("[一二三四五六七八九十]+", words)
