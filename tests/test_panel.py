"""What the reports of one authority say of each other."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.readings import reading

from extract.checks import Verdict
from extract.errors import WrongUse
from extract.forms.form import load_forms
from extract.forms.relations import load_relations
from extract.grid import Number, Slot
from extract.panel.editions import Edition, pack
from extract.panel.panel import Decision, Yearly, paths_needed, relate, yearly
from extract.panel.witnesses import Known, runs

FORMS, RELATIONS = load_forms(), load_relations()
OUT, IN = "applications/carried_out/total", "applications/carried_in/total"
STOCK = "disclosure/20.1/normative_documents/"


def known(cell: Number | tuple[Number, ...] | None) -> Known:
    """A number, a blank, or an ambiguous cell with its candidates."""
    if isinstance(cell, tuple):
        return Known("ambiguous", None, cell)
    return Known("blank" if cell is None else "number", cell)


def report(
    year: int | None,
    cells: Mapping[str, Number | tuple[Number, ...] | None],
    name: str = "",
    prose: Mapping[str, Number] | None = None,
    verdict: Verdict = "verified",
) -> Yearly:
    made = {path: known(cell) for path, cell in cells.items()}
    values = {path: cell.value for path, cell in made.items() if cell.value is not None}
    name = name or f"{year}.txt"
    edition = Edition(name, name, None, year, "2021", name.rsplit(".", 1)[-1], verdict, len(values), pack(values))
    return Yearly(edition, made, prose or {})


def related(*group: Yearly) -> dict[str, Decision]:
    return relate(group, RELATIONS, FORMS)


def test_every_relation_names_cells_of_some_form() -> None:
    assert {relation.check for relation in RELATIONS} == {"panel.carried", "panel.in_force", "panel.items_prior_year"}
    assert len([relation for relation in RELATIONS if relation.check == "panel.carried"]) == 7
    assert len(paths_needed(RELATIONS)) == 14 + 2 * 3 + 5 * 2


def test_a_relation_over_cells_that_no_form_has_is_refused(tmp_path: Path) -> None:
    source = Path("patterns")
    for path in source.rglob("*"):
        if path.is_file():
            copy = tmp_path / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    text = (tmp_path / "panel.toml").read_text(encoding="utf-8")
    (tmp_path / "panel.toml").write_text(text.replace("before:carried_out", "before:carried_on"), encoding="utf-8")
    with pytest.raises(WrongUse, match="no form has"):
        load_relations(tmp_path)


@pytest.mark.parametrize(
    ("out", "into", "outcome"),
    [(3, 3, "holds"), (3, 2, "fails"), (0, 0, "vacuous"), (None, 3, "open"), (3, None, "open"), ((3, 30), 3, "open")],
)
def test_what_is_carried_over_is_what_is_carried_in(
    out: Number | tuple[Number, ...] | None, into: Number | None, outcome: str
) -> None:
    decided = related(report(2021, {OUT: out}), report(2022, {IN: into}))
    (check,) = decided["2022.txt"].checks
    assert (check.check, check.kind, check.scope, check.outcome) == ("panel.carried", "panel", "total", outcome)
    assert decided["2021.txt"].checks == ()


def test_a_relation_that_fails_is_said_with_both_sides_and_the_year() -> None:
    decided = related(report(2021, {OUT: 3}), report(2022, {IN: 2}))
    (finding,) = decided["2022.txt"].findings
    assert (finding.kind, finding.severity, finding.grid, finding.cell) == ("panel", "warning", "applications", IN)
    assert "2021 年" in finding.message_zh
    assert "总计 3 ≠ 2" in finding.message_zh
    assert "the report for 2021" in finding.message_en


def test_years_that_do_not_follow_each_other_say_nothing() -> None:
    decided = related(report(2020, {OUT: 3}), report(2022, {IN: 2}), report(None, {IN: 9}, "unknown.txt"))
    assert all(not one.checks and one.preferred for one in decided.values())


def test_a_stock_follows_from_its_flow() -> None:
    before = report(2021, {f"{STOCK}in_force": 20})
    now = {f"{STOCK}in_force": 22, f"{STOCK}issued": 5, f"{STOCK}repealed": 3}
    (check,) = related(before, report(2022, now))["2022.txt"].checks
    assert (check.check, check.scope, check.left, check.right) == ("panel.in_force", "20.1/normative_documents", 25, 25)
    (check,) = related(before, report(2022, now | {f"{STOCK}in_force": 21}))["2022.txt"].checks
    assert check.outcome == "fails"


def test_a_change_that_is_blank_may_have_been_negative() -> None:
    path = "disclosure/20.5/licences/"
    before = report(2019, {f"{path}items_prior_year": 20, f"{path}items_change": None})
    (check,) = related(before, report(2020, {f"{path}items_prior_year": 15}))["2020.txt"].checks
    assert check.outcome == "open"


# ── witnesses ───────────────────────────────────────────────────────────────────────────────────────


def test_both_neighbouring_years_settle_a_figure() -> None:
    rows = [
        report(2021, {f"{STOCK}in_force": 20}),
        report(2022, {f"{STOCK}in_force": (22, 5322), f"{STOCK}issued": 5, f"{STOCK}repealed": 3}),
        report(2023, {f"{STOCK}in_force": 30, f"{STOCK}issued": 8, f"{STOCK}repealed": 0}),
    ]
    (settled,) = related(*rows)["2022.txt"].settled
    assert (settled.path, settled.values, settled.proof) == (f"{STOCK}in_force", (22,), "panel")
    assert [witness.source for witness in settled.witnesses] == ["2021.txt", "2023.txt"]


def test_one_neighbour_alone_only_narrows() -> None:
    (settled,) = related(report(2021, {OUT: 3}), report(2022, {IN: (3, 30)}))["2022.txt"].settled
    assert (settled.values, settled.proof) == ((3,), None)


def test_a_neighbour_and_the_prose_settle_a_figure() -> None:
    decided = related(report(2021, {OUT: 3}), report(2022, {IN: (3, 319)}, prose={IN: 3}))
    (settled,) = decided["2022.txt"].settled
    assert (settled.values, settled.proof) == ((3,), "prose")


@pytest.mark.parametrize("other", [30, 13, 9, 103])
def test_two_witnesses_settle_nothing_that_a_slip_in_each_would_explain(other: int) -> None:
    """Two neighbours that had each dropped a digit once singled out figures that were not printed."""
    decided = related(report(2021, {OUT: 3}), report(2022, {IN: (3, other)}, prose={IN: 3}))
    (settled,) = decided["2022.txt"].settled
    assert (settled.values, settled.proof) == ((3,), None)


@pytest.mark.parametrize(
    ("out", "candidates", "prose"),
    [
        (3, (3, 30), {IN: 30}),  # they contradict each other
        (4, (3, 30), {IN: 4}),  # they agree on what the figures do not allow
        (None, (3, 30), {}),  # a blank does not say zero
        ((3, 5), (3, 30), {}),  # it is not certain itself
        (3, (), {IN: 3}),  # nothing is known of what it may be
    ],
)
def test_what_is_no_second_witness_settles_nothing(
    out: Number | tuple[Number, ...] | None, candidates: tuple[Number, ...], prose: Mapping[str, Number]
) -> None:
    assert related(report(2021, {OUT: out}), report(2022, {IN: candidates}, prose=prose))["2022.txt"].settled == ()


def test_a_figure_of_the_form_is_never_touched() -> None:
    assert related(report(2021, {OUT: 3}), report(2022, {IN: 2}, prose={IN: 3}))["2022.txt"].settled == ()


def run(text: str, *candidates: tuple[Number, ...]) -> dict[str, Known]:
    """A row of what was issued and repealed and is in force, its figures in one run whose bounds are lost."""
    columns = ("issued", "repealed", "in_force")
    return {
        f"{STOCK}{column}": Known("ambiguous", None, of_cell, text)
        for column, of_cell in zip(columns, candidates, strict=True)
    }


def undecided(year: int, cells: Mapping[str, Known], prose: Mapping[str, Number] | None = None) -> Yearly:
    return report(year, {}, prose=prose)._replace(cells=cells)


# 4 issued, 3 repealed, 876 in force; or other ways to cut it
GLUED = run("43876", (4, 43, 438), (3, 7, 8, 38, 87, 387), (6, 76, 876))


def test_figures_that_share_a_run_are_settled_together() -> None:
    rows = [report(2021, {f"{STOCK}in_force": 875}), undecided(2022, GLUED, prose={f"{STOCK}issued": 4})]
    settled = related(*rows)["2022.txt"].settled
    # the prose alone leaves three ways, so that what it says of the other cells is no second witness
    assert [(one.path.rsplit("/", 1)[1], one.values, one.proof) for one in settled] == [
        ("issued", (4,), "prose"), ("repealed", (3,), None), ("in_force", (876,), None),
    ]  # fmt: skip
    assert settled[1].witnesses == (("2021.txt", (3,)), ("prose", (3, 38, 387)))


def test_both_neighbours_settle_what_is_in_force_in_a_run() -> None:
    after = report(2023, {f"{STOCK}in_force": 877, f"{STOCK}issued": 3, f"{STOCK}repealed": 2})
    rows = [report(2021, {f"{STOCK}in_force": 875}), undecided(2022, GLUED), after]
    settled = related(*rows)["2022.txt"].settled
    assert [(one.path.rsplit("/", 1)[1], one.values, one.proof) for one in settled] == [
        ("issued", (4,), "panel"), ("repealed", (3,), "panel"), ("in_force", (876,), "panel"),
    ]  # fmt: skip


@pytest.mark.parametrize("stock", [874, 42])
def test_a_witness_that_no_way_of_the_run_satisfies_leaves_it_undecided(stock: int) -> None:
    after = report(2023, {f"{STOCK}in_force": 877, f"{STOCK}issued": 3, f"{STOCK}repealed": 2})
    said = {f"{STOCK}in_force": 876}
    rows = [report(2021, {f"{STOCK}in_force": stock}), undecided(2022, GLUED, said), after]
    assert related(*rows)["2022.txt"].settled == ()


def test_no_way_goes_over_a_space_or_begins_with_a_needless_zero() -> None:
    cells = run("10 43", (1, 10, 104), (0, 4, 43), (3, 43))
    (left,) = runs(cells, {})
    assert left.ways == ((1, 0, 43), (10, 4, 3))


def test_what_the_prose_has_narrowed_is_not_heard_twice() -> None:
    narrowed = {**GLUED, f"{STOCK}issued": GLUED[f"{STOCK}issued"]._replace(candidates=(4,))}
    (left,) = runs(narrowed, {f"{STOCK}issued": 4})
    assert {way[0] for way in left.ways} == {4, 43, 438}


@given(st.integers(0, 3000), st.integers(0, 400), st.integers(0, 400), st.integers(0, 90), st.data())
def test_years_that_fit_settle_nothing_but_what_is_printed(
    stock: int, issued: int, repealed: int, later: int, data: st.DataObject
) -> None:
    true = (issued, min(repealed, stock + issued), max(0, stock + issued - repealed))
    text = "".join(map(str, true))
    cuts = [tuple(sorted({int(text[a:b]) for a in range(len(text)) for b in range(a + 1, len(text) + 1)}))] * 3
    columns = ("issued", "repealed", "in_force")
    prose = {
        f"{STOCK}{column}": value
        for column, value in zip(columns, true, strict=True)
        if data.draw(st.booleans(), label=f"the prose says {column}")
    }
    after = {f"{STOCK}in_force": true[2] + later, f"{STOCK}issued": later, f"{STOCK}repealed": 0}
    group = (report(2021, {f"{STOCK}in_force": stock}), undecided(2022, run(text, *cuts), prose), report(2023, after))
    printed = {f"{STOCK}{column}": value for column, value in zip(columns, true, strict=True)}
    settled = related(*group)["2022.txt"].settled
    assert all(printed[one.path] in one.values for one in settled)


# ── editions ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        (report(2022, {}, "b.txt"), report(2022, {}, "a.txt", verdict="doubtful"), "doubt"),
        (report(2022, {}, "b（更正）.txt", verdict="inconsistent"), report(2022, {}, "a.txt"), "corrected"),
        (report(2022, {}, "b.txt"), report(2022, {}, "a.txt", verdict="inconsistent"), "verdict"),
        (report(2022, {IN: 1}, "b.txt"), report(2022, {IN: None}, "a.txt"), "figures"),
        (report(2022, {}, "b.docx"), report(2022, {}, "a.pdf"), "format"),
        (report(2022, {}, "a.txt"), report(2022, {}, "b.txt"), "name"),
    ],
)
def test_one_of_several_editions_is_preferred(first: Yearly, second: Yearly, reason: str) -> None:
    decided = related(second, first)
    assert [decided[one.edition.report_id].preferred for one in (first, second)] == [True, False]
    assert {one.reason for one in decided.values()} == {reason}


def test_the_years_around_are_set_beside_the_preferred_edition() -> None:
    worse = report(2022, {IN: 9}, "scan.txt", verdict="doubtful")
    decided = related(report(2021, {OUT: 3}), worse, report(2022, {IN: 3}))
    assert [check.outcome for check in decided["2022.txt"].checks] == ["holds"]
    assert decided["scan.txt"].checks == ()


def test_editions_that_differ_say_where() -> None:
    decided = related(report(2022, {IN: 3, OUT: 1}, "a.docx"), report(2022, {IN: 4, OUT: 1}, "a.pdf"))
    for name, other, figures in (("a.docx", "a.pdf", "3 / 4"), ("a.pdf", "a.docx", "4 / 3")):
        (finding,) = decided[name].findings
        assert (finding.kind, finding.cell) == ("editions", IN)
        assert other in finding.message_en
        assert f"{IN} {figures}" in finding.message_zh


def test_reports_whose_year_is_unknown_are_editions_of_nothing() -> None:
    decided = related(report(None, {IN: 3}, "a.txt"), report(None, {IN: 4}, "b.txt"))
    assert all(one.preferred and one.reason == "only" and not one.findings for one in decided.values())


def test_a_reading_leaves_what_its_neighbours_need() -> None:
    made = reading(
        "a.txt",
        applications={("carried_in", "total"): 4, ("carried_out", "total"): Slot(("carried_out", "total"), "blank")},
    )
    left = yearly(made, RELATIONS, {IN: 4})
    assert (left.cells[IN], left.cells[OUT].state) == (Known("number", 4), "blank")
    assert (left.edition.values[IN], left.edition.report_id) == (4, made.source.report_id)
    assert left.prose == {IN: 4}
    assert set(left.cells) <= paths_needed(RELATIONS)


def test_what_many_editions_say_of_each_other_grows_with_their_number_alone() -> None:
    """A hundred editions of one year, each beside each, took 6 GB of a journal in a run over 100,000 files."""
    decided = related(*(report(2022, {IN: number}, f"{number:02}.txt") for number in range(40)))
    first = decided["00.txt"]
    assert first.preferred
    assert len(first.findings) == 5
    assert all(len(one.findings) == 1 for name, one in decided.items() if name != "00.txt")
    assert "00.txt" in decided["39.txt"].findings[0].message_en
