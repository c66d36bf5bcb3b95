"""Meanings: how a clause is cut into words, and what the words round a number or a denial say together."""

from pathlib import Path

import pytest
from tests.test_figures import stated

from extract.errors import WrongUse
from extract.locate import patterns_path
from extract.prose.clauses import Reader
from extract.prose.figure_forms import load_figure_forms
from extract.prose.meanings import UNKNOWN, load_vocabulary

VOCABULARY = load_vocabulary()
READER = Reader(VOCABULARY, 2023, "无为市人民政府")


def test_the_longest_word_counts_and_what_is_in_no_word_is_unknown() -> None:
    words = [(word.means, word.text) for word in VOCABULARY.cut("收到甲乙政府信息公开申请")]
    assert words == [("receive", "收到"), (UNKNOWN, "甲乙"), ("applications", "政府信息公开申请")]


@pytest.mark.parametrize(
    ("lead", "after", "means"),
    [
        ("县甲局共收到政府信息公开申请", "。", {"lead", "total", "receive", "applications"}),
        # a verb before the number governs it, what follows only names what is counted
        ("收到", "申请,均已答复", {"receive", "applications"}),
        ("收到申请", "均已答复", {"receive", "applications"}),
        ("全部", "按时答复", {"answer"}),
        # the clause before, where the nearer one says nothing
        ("收到的申请,共计", "。", {"receive", "applications", "total"}),
        ("收到涉及甲乙的申请", "。", {"receive", "cause", "other", "applications"}),
        ("受理甲乙申请", "。", {"accept", "other", "applications"}),
        ("2022年结转至2023年的", "。", {"last", "carry", "this"}),
        ("无为市人民政府收到申请", "。", {"receive", "applications"}),
        # said of the number before
        ("件为本年新收、", "件为上年结转", {"last", "carry"}),
    ],
)
def test_what_is_said_of_a_number(lead: str, after: str, means: set[str]) -> None:
    assert READER.number(lead, after) == means


@pytest.mark.parametrize(
    ("sentence", "means"),
    [
        ("未收到政府信息公开申请。", [{"receive", "applications"}]),
        ("行政复议、行政诉讼均无。", [{"reconsiderations", "litigations"}]),
        ("行政诉讼:无。", [{"litigations"}]),
        ("在行政诉讼方面,本年没有。", [{"this", "litigations"}]),
        ("收到申请5件,无甲乙。", [{UNKNOWN}]),
        ("无为市人民政府收到申请。", []),
    ],
)
def test_what_is_denied(sentence: str, means: list[set[str]]) -> None:
    assert [found for _, _, found in READER.denials(sentence)] == means


def test_every_meaning_that_a_figure_names_is_in_the_vocabulary() -> None:
    known = {one for meaning in VOCABULARY.meanings for one in meaning.split()} | {
        "lead",
        "denial",
        "informed",
        "party_to",
    }
    for form in load_figure_forms().all:
        names = {name for says in form.says for name in says} | form.also | form.denied | form.alone | form.loose
        plain = {name for name in names if "." not in name}
        assert plain <= known, form.key


def test_a_word_has_to_begin_with_a_sign_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "meanings.toml").write_text('[parts]\n[means]\nany = [".*"]\n', encoding="utf-8")
    with pytest.raises(WrongUse, match="begin"):
        load_vocabulary(tmp_path)


def test_two_figures_of_one_number() -> None:
    figures = stated("政府信息公开行政复议和行政诉讼均为2件。").figures
    assert [(one.figure, one.value) for one in figures] == [("litigations", 2), ("reconsiderations", 2)]
    figures = stated("政府信息公开行政复议和行政诉讼共2件。").figures
    assert [one.figure for one in figures] == [None]


def test_the_patterns_of_the_package_are_found() -> None:
    assert patterns_path("meanings.toml").is_file()
