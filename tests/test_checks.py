"""Checks and verdicts: an equation holds, fails, stays open or proves nothing, by the rules of the contract."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.readings import BALANCED, Values, grid
from tests.texts import COLUMNS

from extract.checks import Check, Outcome, Verdict, check, evaluate, overall, verdict
from extract.forms.form import Equation, SlotKey, load_forms
from extract.grid import Grid, Slot, State

FORMS = load_forms()
BLANK, UNDECIDED, NOTHING = "blank", "ambiguous", "not_applicable"
Content = int | str


def slot(key: SlotKey, content: Content) -> Slot:
    if isinstance(content, int):
        return Slot(key, "number", content, None, str(content))
    states: dict[str, State] = {BLANK: "blank", UNDECIDED: "ambiguous", NOTHING: "not_applicable"}
    return Slot(key, states[content])


def equation(left: list[Content], right: list[Content]) -> tuple[Equation, dict[SlotKey, Slot]]:
    keys: list[list[SlotKey]] = [
        [(side, str(at)) for at in range(len(contents))] for side, contents in (("left", left), ("right", right))
    ]
    slots = {
        key: slot(key, content)
        for side, contents in zip(keys, (left, right), strict=True)
        for key, content in zip(side, contents, strict=True)
    }
    return Equation("a check", "stated", "a scope", tuple(keys[0]), tuple(keys[1])), slots


def evaluated(left: list[Content], right: list[Content], *, impossible: bool = False) -> Check:
    equals, slots = equation(left, right)
    return evaluate(equals, slots, "applications", impossible=impossible)


@pytest.mark.parametrize(
    ("left", "right", "outcome"),
    [
        ([2, 3], [5], "holds"),
        ([2, 3], [4], "fails"),
        ([2, 3], [6], "fails"),
        ([0, 0], [0], "vacuous"),
        # blanks count as 0 where that makes it hold
        ([2, BLANK], [2], "holds"),
        ([BLANK, BLANK], [BLANK], "vacuous"),
        ([0, BLANK], [0], "vacuous"),
        ([NOTHING, 3], [3], "holds"),
        ([NOTHING], [NOTHING], "vacuous"),
        # else some count in the blanks may make it hold
        ([2, BLANK], [5], "open"),
        ([2, 3], [BLANK], "open"),
        ([BLANK, BLANK], [4], "open"),
        ([5], [2, BLANK], "open"),
        # and else it fails, since no count is negative
        ([5, BLANK], [2], "fails"),
        ([2], [5, BLANK], "fails"),
        # what is undecided may be anything
        ([2, UNDECIDED], [5], "open"),
        ([5], [2, UNDECIDED], "open"),
        ([UNDECIDED], [UNDECIDED], "open"),
        ([5, UNDECIDED], [2], "fails"),
    ],
)
def test_outcomes(left: list[Content], right: list[Content], outcome: Outcome) -> None:
    assert evaluated(left, right).outcome == outcome
    assert evaluated(right, left).outcome == outcome


@given(
    st.lists(st.one_of(st.just(BLANK), st.integers(0, 4)), min_size=1, max_size=3),
    st.lists(st.one_of(st.just(BLANK), st.integers(0, 4)), min_size=1, max_size=3),
)
@settings(max_examples=200)
def test_outcomes_with_blanks_are_those_of_trying_every_count(left: list[Content], right: list[Content]) -> None:
    def sides(counts: tuple[int, ...]) -> bool:
        rest = iter(counts)
        filled = [[next(rest) if value == BLANK else int(value) for value in side] for side in (left, right)]
        return sum(filled[0]) == sum(filled[1])

    blanks = [*left, *right].count(BLANK)
    if sides((0,) * blanks):
        trivial = not any(value not in (0, BLANK) for value in (*left, *right))
        wanted = "vacuous" if trivial else "holds"
    else:
        # no side comes to more than 12; more than three blanks stand on both sides, where something always fits
        tried = blanks > 3 or any(map(sides, product(range(13), repeat=blanks)))
        wanted = "open" if tried else "fails"
    assert evaluated(left, right).outcome == wanted


def test_both_sides_and_their_difference() -> None:
    found = evaluated([2, 3, BLANK], [9])
    assert (found.left, found.right, found.difference) == (5, 9, -4)
    undecided = evaluated([2, UNDECIDED], [9])
    assert (undecided.left, undecided.right, undecided.difference) == (None, 9, None)


def test_what_no_reading_satisfies_fails() -> None:
    assert evaluated([2, UNDECIDED], [9], impossible=True).outcome == "fails"


# ── whole grids ─────────────────────────────────────────────────────────────────────────────────────


def checked(values: Values, form: str = "2021", *, merged: bool = False) -> tuple[Grid, tuple[Check, ...]]:
    found = grid("applications", form, values, merged=merged)
    return found, check([found], FORMS)


@pytest.mark.parametrize(("form", "merged", "size"), [("2019", False, 37), ("2021", False, 39), ("2021", True, 37)])
def test_how_many_equations_a_grid_has(form: str, merged: bool, size: int) -> None:
    found, checks = checked(BALANCED, form, merged=merged)
    assert len(checks) == size
    assert verdict(found, checks) == "verified"
    assert not [one for one in checks if one.outcome in ("fails", "open")]
    assert {one.kind for one in checks} == {"stated", "implied"}


def test_a_merged_row_takes_the_place_of_its_rows() -> None:
    values = {**BALANCED, ("granted", "total"): 3, ("granted", "natural_person"): 2}
    merged: Values = {**values, ("other", "natural_person"): 1, ("other", "total"): 1}
    found, checks = checked(merged, merged=True)
    assert verdict(found, checks) == "verified"
    lost = replace(
        found,
        slots=tuple(
            Slot(one.key, "missing", reason="printed_as_one_row") if one.key[0].startswith("other.") else one
            for one in found.slots
        ),
    )
    assert len(lost.slots) == 182
    again = check([lost], FORMS)
    assert [one.outcome for one in again] == [one.outcome for one in checks]
    assert verdict(lost, again) == "verified"


def test_a_wrong_cell_breaks_its_row_and_its_column() -> None:
    found, checks = checked({**BALANCED, ("granted", "natural_person"): 4})
    failing = {(one.check, one.scope) for one in checks if one.outcome == "fails"}
    assert failing == {
        ("applications.row_sum", "granted"),
        ("applications.outcome_sum", "natural_person"),
    }
    assert verdict(found, checks) == "inconsistent"


def test_a_grid_that_was_not_found_has_no_equations() -> None:
    assert check([grid("applications", "2021", {}, found=False)], FORMS) == ()


def test_the_disclosure_has_no_equations() -> None:
    assert check([grid("disclosure", "2019", {})], FORMS) == ()


# ── verdicts ────────────────────────────────────────────────────────────────────────────────────────

ZERO: Values = {}
DOUBT: Values = {**BALANCED, ("denied.law", "research"): Slot(("", ""), "ambiguous", reason="row_incomplete")}
WORDS: Values = {**BALANCED, ("denied.law", "research"): Slot(("", ""), "text", reason="not_one_number")}
ABSENT: Values = {**BALANCED, ("denied.law", "research"): Slot(("", ""), "missing", reason="row_not_found")}
WRONG: Values = {**BALANCED, ("carried_out", "total"): 9}
BOTH: Values = {**DOUBT, ("carried_out", "total"): 9}
EMPTY: Values = {(row.key, column): Slot(("", ""), "blank") for row in FORMS.get("2021").grid("applications").rows
                 for column in COLUMNS}  # fmt: skip


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        (BALANCED, "verified"),
        (ZERO, "vacuous"),
        (EMPTY, "vacuous"),
        (WRONG, "inconsistent"),
        (DOUBT, "doubtful"),
        (WORDS, "doubtful"),
        (ABSENT, "doubtful"),
        (BOTH, "doubtful"),
    ],
    ids=["balanced", "zeros", "blanks", "wrong", "ambiguous", "text", "missing", "ambiguous and wrong"],
)
def test_the_verdict_of_grid_three(values: Values, wanted: Verdict) -> None:
    found, checks = checked(values)
    assert verdict(found, checks) == wanted


def test_two_readers_that_differ_are_doubt() -> None:
    found, checks = checked(BALANCED)
    assert verdict(found, checks, differs=True) == "doubtful"


@pytest.mark.parametrize("kind", ["prose", "panel"])
def test_checks_against_prose_and_other_years_change_no_verdict(kind: str) -> None:
    found, checks = checked(BALANCED)
    outside = Check("prose.applications_received", kind, "applications", "new", 4, 9, "fails")  # type: ignore[arg-type]
    assert verdict(found, (*checks, outside)) == "verified"


def test_the_verdict_of_the_disclosure_is_read_or_doubtful() -> None:
    assert verdict(grid("disclosure", "2021", {("20.5/licences", "decisions"): 4}), ()) == "read"
    key = ("20.5/licences", "decisions")
    doubt = grid("disclosure", "2021", {key: Slot(key, "ambiguous", reason="bounds_lost")})
    assert verdict(doubt, ()) == "doubtful"


FOUR = {
    "verified": {("reconsideration", "upheld"): 1, ("reconsideration", "total"): 1},
    "vacuous": {},
    "vacuous with a figure": {("reconsideration", "upheld"): 1},
    "inconsistent": {("reconsideration", "upheld"): 1, ("reconsideration", "total"): 2},
}
ORDER = ("doubtful", "inconsistent", "vacuous with a figure", "verified", "vacuous")


@pytest.mark.parametrize(("three", "four"), [*product(ORDER, repeat=2)])
def test_the_verdict_of_the_report_is_the_worse_of_both(three: str, four: str) -> None:
    """Doubtful, inconsistent, vacuous with a printed figure other than 0, verified, vacuous."""
    figure: Values = {("new", "natural_person"): 1}
    first = grid("applications", "2021", figure if three in ("vacuous with a figure", "verified") else {})
    second = grid("appeals", "2021", FOUR.get(four, {}))
    verdicts: list[Verdict] = [name.split()[0] for name in (three, four)]  # type: ignore[misc]
    wanted = min(three, four, key=ORDER.index).split()[0]
    assert overall(first, second, *verdicts) == wanted
