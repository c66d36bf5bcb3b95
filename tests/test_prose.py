"""What the prose states beside the grids: what contradicts, what counts more, what narrows an undecided cell."""

import pytest
from tests.readings import BALANCED, grid
from tests.test_figures import stated

from extract.checks import Check
from extract.forms.form import SlotKey
from extract.grid import Grid, Slot
from extract.prose.compare import compare, prose_findings
from extract.prose.figure_forms import load_figure_forms
from extract.prose.figures import Stated
from extract.prose.narrow import narrow, said_of_cells

KNOWN = load_figure_forms()
TOTALS = {key[0]: key for key in BALANCED if key[1] == "total"}
UNDECIDED = Slot(("", ""), "ambiguous", None, None, "415", reason="bounds_lost", candidates=(4, 5, 41))
BLANK = Slot(("", ""), "blank")


def grids(changed: dict[SlotKey, Slot | int] | None = None, *, found: bool = True) -> tuple[Grid, ...]:
    """新收 4, 上年结转 1, 总计 4, 结转下年 1; one reconsideration, three lawsuits; two documents issued."""
    appeals = {("reconsideration", "total"): 1, ("litigation_direct", "total"): 2, ("litigation_after", "total"): 1}
    return (
        grid("disclosure", "2021", {("20.1/normative_documents", "issued"): 2}),
        grid("applications", "2021", {**BALANCED, **(changed or {})}, found=found),
        grid("appeals", "2021", appeals),
    )


def checks(said: Stated, changed: dict[SlotKey, Slot | int] | None = None) -> list[Check]:
    return [one.check for one in compare(said, grids(changed), KNOWN)]


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("收到政府信息公开申请4件。", "holds"),
        ("收到政府信息公开申请5件。", "fails"),
        ("收到政府信息公开申请3件。", "fails"),
        # 受理 and 办理 may count what was carried in, or what was answered; 收到 may not
        ("受理政府信息公开申请5件。", "holds"),
        ("办理政府信息公开申请5件。", "holds"),
        ("受理政府信息公开申请6件。", "fails"),
        ("受理政府信息公开申请5件（含上年结转1件）。", "holds"),
        # more offices may have received more, never fewer
        ("全县各部门收到政府信息公开申请90件。", "open"),
        ("全县各部门收到政府信息公开申请4件。", "holds"),
        ("全县各部门收到政府信息公开申请3件。", "fails"),
        ("收到政府信息公开申请约4件。", "holds"),
        ("收到政府信息公开申请3-6件。", "holds"),
        ("收到政府信息公开申请10余件。", "fails"),
        ("未收到政府信息公开申请。", "fails"),
        ("因政府信息公开被提起行政诉讼3件。", "holds"),
        ("因政府信息公开被提起行政诉讼2件。", "fails"),
        ("制发行政规范性文件2件。", "holds"),
    ],
)
def test_how_a_figure_comes_out_beside_its_grid(text: str, outcome: str) -> None:
    assert checks(stated(text))[0].outcome == outcome


def test_zeros_on_both_sides_prove_nothing() -> None:
    (check,) = checks(stated("未收到政府信息公开申请。"), {("new", "total"): 0})
    assert (check.outcome, check.left, check.right) == ("vacuous", 0, 0)


def test_a_blank_may_hold_what_the_prose_says() -> None:
    said = stated("收到政府信息公开申请4件。")
    assert [one.outcome for one in checks(said, {("new", "total"): BLANK})] == ["open"]
    assert [one.outcome for one in checks(stated("收到政府信息公开申请0件。"), {("new", "total"): BLANK})] == [
        "vacuous"
    ]


def test_nothing_is_said_of_a_grid_that_is_not_there() -> None:
    assert compare(stated("收到政府信息公开申请4件。"), grids(found=False), KNOWN) == ()


def test_a_part_of_what_the_prose_states_itself_is_no_contradiction() -> None:
    said = stated("共收到政府信息公开申请4件。", "政务服务中心收到政府信息公开申请1件。")
    assert [(one.left, one.outcome) for one in checks(said)] == [(4, "holds"), (1, "open")]


def test_where_the_grid_counts_the_whole_region_more_is_a_contradiction() -> None:
    said = stated("全区收到政府信息公开申请5件，办结4件。")
    assert [(one.left, one.outcome) for one in checks(said)] == [(5, "fails"), (4, "holds")]


def test_what_a_person_should_look_at_quotes_the_sentence() -> None:
    said = stated("办结政府信息公开申请9件。", "全县各部门收到政府信息公开申请90件。")
    found = list(prose_findings(compare(said, grids(), KNOWN), KNOWN))
    assert [(one.kind, one.severity, one.cell) for one in found] == [
        ("prose", "warning", "applications/total/total"),
        ("prose_wider", "note", "applications/new/total"),
    ]
    assert "办结政府信息公开申请9件。" in found[0].message_zh
    assert "“9件”" in found[0].message_en
    assert "has 4" in found[0].message_en


def test_a_long_sentence_is_quoted_round_its_figure() -> None:
    long = "我县" + "认真落实有关要求、" * 30 + "办结政府信息公开申请9件" + "、做好各项工作" * 30 + "。"
    (found,) = prose_findings(compare(stated(long), grids(), KNOWN), KNOWN)
    assert "办结政府信息公开申请9件" in found.message_zh
    assert len(found.message_zh) < 200


# ── undecided cells ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("收到政府信息公开申请5件。", (5,)),
        ("收到政府信息公开申请7件。", (4, 5, 41)),
        # witnesses that may mean something else, or that say two things
        ("受理政府信息公开申请5件。", (4, 5, 41)),
        ("全县各部门收到政府信息公开申请5件。", (4, 5, 41)),
        ("收到政府信息公开申请5余件。", (4, 5, 41)),
        ("收到政府信息公开申请5件。收到政府信息公开申请4件。", (4, 5, 41)),
    ],
)
def test_the_prose_narrows_the_candidates_and_decides_nothing(text: str, candidates: tuple[int, ...]) -> None:
    said = said_of_cells(stated(text).figures, KNOWN, "2021")
    cell = next(s for s in narrow(grids({("new", "total"): UNDECIDED})[1], said).slots if s.key == ("new", "total"))
    assert (cell.state, cell.value, cell.candidates) == ("ambiguous", None, candidates)
    assert cell.proof is None


def test_a_witness_speaks_of_single_cells_alone() -> None:
    text = "收到政府信息公开申请5件，被申请行政复议1件、提起行政诉讼3件，制发行政规范性文件2件。"
    assert said_of_cells(stated(text).figures, KNOWN, "2021") == {
        "applications/new/total": 5,
        "appeals/reconsideration/total": 1,
        "disclosure/20.1/normative_documents/issued": 2,
    }
    # in the form of 2019 制发 may be what was made or what was published
    assert set(said_of_cells(stated(text).figures, KNOWN, "2019")) == {
        "applications/new/total",
        "appeals/reconsideration/total",
    }


def test_an_undecided_cell_leaves_the_check_open() -> None:
    (check,) = checks(stated("收到政府信息公开申请5件。"), {("new", "total"): UNDECIDED})
    assert (check.outcome, check.left, check.right) == ("open", 5, None)
