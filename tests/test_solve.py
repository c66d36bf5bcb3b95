"""Solving: what the arithmetic proves and nothing beyond it, set beside brute force over every placement."""

from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise, product
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.texts import COLUMNS, TITLE, block, counts, outcomes, read_text, report, row, states
from tests.texts import cells as every_cell

from extract.cells import Cell
from extract.flat.pieces import Piece
from extract.forms.form import SlotKey, load_forms
from extract.reading import Reading
from extract.solve.decide import digits

FORM = load_forms().get("2021").grid("applications")
ROWS = tuple(row.key for row in FORM.rows)
RESULTS = ("granted", "denied.law", "unavailable.not_held")

Row = tuple[int, ...]
Placed = tuple[int | None, ...]
Figures = Mapping[str, Row]


def with_sum(six: tuple[int, ...]) -> Row:
    return (*six, sum(six))


def added(rows: list[Row]) -> Row:
    return tuple(sum(values) for values in zip(*rows, strict=True))


def grid(results: Mapping[str, Row]) -> dict[str, Row]:
    """A grid that adds up: as many new applications as results, nothing carried over."""
    total = added(list(results.values()))
    return {"new": total, **results, "total": total}


# ── lost blanks ─────────────────────────────────────────────────────────────────────────────────────


def with_blanks_lost(figures: Figures) -> str:
    """A report in which every zero of grid 三 was left blank, and every blank is gone."""
    printed: dict[SlotKey, str] = {}
    for key in ROWS:
        values = figures.get(key, (0,) * 7)
        printed |= counts(key, *(str(value) if value else "" for value in values))
    return report("2021", applications=printed, layout="cells")


def placements(values: Row) -> Iterator[Placed]:
    """Every order-keeping way to set the figures of a row into its columns."""
    figures = [value for value in values if value]
    for chosen in combinations(range(7), len(figures)):
        placed: list[int | None] = [None] * 7
        for column, figure in zip(chosen, figures, strict=True):
            placed[column] = figure
        yield tuple(placed)


def balanced(rows: Mapping[str, Placed]) -> bool:
    """Whether every row sum and every column equation holds, blanks as 0."""
    plain = {key: [value or 0 for value in placed] for key, placed in rows.items()}
    if any(sum(values[:-1]) != values[-1] for values in plain.values()):
        return False
    results = [values for key, values in plain.items() if key in RESULTS]
    sums = [sum(column) for column in zip(*results, strict=True)]
    return plain["new"] == plain["total"] == sums


def every_solution(figures: Figures) -> list[dict[str, Placed]]:
    """All placements of all rows that satisfy everything, by brute force."""
    keys = list(figures)
    rows = [
        [placed for placed in placements(figures[key]) if sum(v or 0 for v in placed[:-1]) == (placed[-1] or 0)]
        for key in keys
    ]
    every = (dict(zip(keys, chosen, strict=True)) for chosen in product(*rows))
    return [chosen for chosen in every if balanced(chosen)]


SMALL = st.lists(st.sampled_from([0, 0, 0, 0, 1, 2, 5]), min_size=6, max_size=6).map(tuple).map(with_sum)


@st.composite
def small_grids(draw: st.DrawFn) -> dict[str, Row]:
    names = draw(st.lists(st.sampled_from(RESULTS), min_size=1, max_size=2, unique=True))
    found = {name: draw(SMALL) for name in names}
    figures = grid(found)
    assume(sum(sum(value > 0 for value in values) for values in figures.values()) <= 11)
    return figures


def by_row(reading: Reading) -> dict[str, list[Cell]]:
    return {key: [cell for cell in reading.applications if cell.row == key] for key in ROWS}


@given(small_grids())
@settings(max_examples=40)
def test_lost_blanks_are_placed_as_brute_force_places_them_or_not_at_all(figures: dict[str, Row]) -> None:
    every = every_solution(figures)
    assert {key: tuple(value or None for value in values) for key, values in figures.items()} in every
    found = by_row(read_text(with_blanks_lost(figures)))
    for key, cells in found.items():
        possible = [{solution[key][at] if key in figures else None for solution in every} for at in range(7)]
        for cell, values in zip(cells, possible, strict=True):
            if cell.value is not None:
                assert values == {cell.value}, cell.path
            elif cell.state == "blank":
                assert values == {None}, cell.path
            else:
                assert (cell.state, cell.reason) == ("ambiguous", "row_incomplete"), cell.path


FULL = st.lists(st.sampled_from([0, 0, 0, 1, 2, 5, 7, 11]), min_size=6, max_size=6).map(tuple).map(with_sum)


@given(st.lists(FULL, min_size=2, max_size=2))
@settings(max_examples=40)
def test_where_one_placement_alone_adds_up_it_is_the_one(rows: list[Row]) -> None:
    figures = grid(dict(zip(RESULTS, rows, strict=False)))
    every = every_solution(figures)
    assume(len(every) == 1)
    for key, cells in by_row(read_text(with_blanks_lost(figures))).items():
        for cell, value in zip(cells, every[0].get(key, (None,) * 7), strict=True):
            assert (cell.value, cell.state) == ((value, cell.state) if value else (None, "blank")), cell.path


def test_a_grid_with_one_placement_is_read_whole() -> None:
    figures = grid({"granted": (1, 2, 5, 1, 2, 5, 16), "denied.law": (2, 1, 1, 1, 1, 1, 7)})
    reading = read_text(with_blanks_lost(figures))
    for key, values in figures.items():
        assert row(reading, key) == list(values)
    assert reading.verdicts.applications == "verified"


def test_a_grid_that_does_not_add_up_places_no_lost_blank() -> None:
    figures = {**grid({"granted": (3, 0, 0, 0, 0, 0, 3)}), "total": (3, 1, 0, 0, 0, 0, 5)}
    found = by_row(read_text(with_blanks_lost(figures)))
    for key in figures:
        assert states(found[key]) == {("ambiguous", "row_incomplete")}, key


def test_one_figure_for_seven_columns_is_never_placed() -> None:
    found = by_row(read_text(with_blanks_lost({"new": (4, 0, 0, 0, 0, 0, 0)})))["new"]
    assert states(found) == {("ambiguous", "row_incomplete")}


def test_a_printed_zero_turns_no_columns() -> None:
    # "0 2 2" may be 2 applications of natural persons, with the two figures in each other's column; taken at its word
    # it would move every row's first figure under 商业企业
    all_in_all = (78, 0, 1, 2, 2, 1, 84)
    granted, denied = (71, 0, 1, 2, 2, 1, 77), (5, 0, 0, 0, 0, 0, 5)
    text = with_blanks_lost({"new": all_in_all, "granted": granted, "denied.law": denied, "total": all_in_all})
    label = "1.本机关不掌握相关政府信息"
    assert text.count(label) == 1
    found = by_row(read_text(text.replace(label, f"{label}\n0\n2\n2")))
    assert {cell.state for cell in found["granted"][:6]} == {"ambiguous"}
    assert found["granted"][6].value == 77


def test_two_figures_alike_are_no_figure_and_its_sum_where_no_total_need_be_printed() -> None:
    # 法律服务机构 1 and 其他 1, and the column 总计 left blank everywhere
    one = (0, 0, 0, 0, 1, 1, 0)
    found = by_row(read_text(with_blanks_lost({"carried_in": one, "granted": one, "total": one})))
    for key in ("carried_in", "granted", "total"):
        assert states(found[key]) == {("ambiguous", "row_incomplete")}, key


# ── glued rows ──────────────────────────────────────────────────────────────────────────────────────


def glued(figures: Figures) -> str:
    """A report with the figures of each row of grid 三 run together, and the rows with their labels."""
    text = report("2021", applications={k: v for r, vs in figures.items() for k, v in counts(r, *vs).items()})
    lines = text.split("\n")
    start, end = (lines.index(heading) for heading in lines if heading.startswith(("三、收到", "四、政府")))
    region = "".join(lines[start + 1 : end])
    return "\n".join([*lines[: start + 1], region, *lines[end:]])


def row_cuts(digits: str) -> list[Row]:
    """Every cut of a row's digits into seven counts, by brute force."""
    found = []
    for places in combinations(range(1, len(digits)), 6):
        ends = [0, *places, len(digits)]
        pieces = [digits[start:end] for start, end in pairwise(ends)]
        if all(piece == "0" or piece[0] != "0" for piece in pieces):
            found.append(tuple(map(int, pieces)))
    return found


def every_glued_solution(figures: Figures) -> list[dict[str, Row]]:
    keys = list(figures)
    rows = [[cut for cut in row_cuts("".join(map(str, figures[key]))) if sum(cut[:-1]) == cut[-1]] for key in keys]
    every = (dict(zip(keys, chosen, strict=True)) for chosen in product(*rows))
    return [chosen for chosen in every if balanced(chosen)]


BUSY = st.lists(st.sampled_from([0, 0, 0, 1, 2, 11, 20]), min_size=6, max_size=6).map(tuple).map(with_sum)


@st.composite
def busy_grids(draw: st.DrawFn) -> dict[str, Row]:
    names = draw(st.lists(st.sampled_from(RESULTS), min_size=1, max_size=3, unique=True))
    return grid({name: draw(BUSY) for name in names})


@given(busy_grids())
@settings(max_examples=40)
def test_glued_rows_are_cut_as_brute_force_cuts_them_or_not_at_all(figures: dict[str, Row]) -> None:
    every = every_glued_solution(figures)
    assert figures in every
    found = by_row(read_text(glued(figures)))
    for key, cells in found.items():
        values = figures.get(key, (0,) * 7)
        for at, (cell, true) in enumerate(zip(cells, values, strict=True)):
            if cell.value is None:
                assert (cell.state, cell.reason) == ("ambiguous", "bounds_lost"), cell.path
                assert not cell.candidates or true in cell.candidates, cell.path
                continue
            assert cell.state == "deduced", cell.path
            possible = {solution[key][at] for solution in every} if key in figures else {0}
            assert possible == {cell.value}, cell.path


@pytest.mark.parametrize(
    ("results", "proofs"),
    [
        ({"granted": (2, 0, 0, 0, 0, 0, 2)}, {"length"}),
        ({"granted": (22, 0, 0, 0, 0, 3, 25), "denied.law": (1, 0, 0, 0, 0, 0, 1)}, {"length", "sums"}),
    ],
)
def test_how_a_glued_row_was_proved(results: dict[str, Row], proofs: set[str]) -> None:
    reading = read_text(glued(grid(results)))
    assert {cell.proof for cell in reading.applications} == proofs
    assert {cell.state for cell in reading.applications} == {"deduced"}
    assert row(reading, "granted") == list(results["granted"])


def test_a_row_that_keeps_its_sum_in_two_ways_is_settled_by_its_columns() -> None:
    # 190010121 is 19 0 0 1 0 1 21, or 1 9 0 0 10 1 21
    results = {"granted": (19, 0, 0, 1, 0, 1, 21), "denied.law": (1, 0, 0, 0, 0, 0, 1)}
    assert len([cut for cut in row_cuts("190010121") if sum(cut[:-1]) == cut[-1]]) == 2
    assert row(read_text(glued(grid(results))), "granted") == [19, 0, 0, 1, 0, 1, 21]


def test_a_row_too_few_digits_anywhere_takes_the_proof_by_length_from_all() -> None:
    text = glued(grid({"granted": (2, 0, 0, 0, 0, 0, 2)}))
    short = text.replace("1.属于国家秘密0000000", "1.属于国家秘密000000")
    assert short != text
    assert not any(cell.proof == "length" for cell in read_text(short).applications)


def test_a_glued_row_whose_own_sum_fails_is_found_out() -> None:
    figures = {**grid({"granted": (2, 0, 0, 0, 0, 0, 2)}), "denied.law": (0, 1, 0, 0, 0, 0, 2)}
    reading = read_text(glued(figures))
    assert ("applications.row_sum", "denied.law") in outcomes(reading, "fails")
    assert reading.verdicts.applications == "inconsistent"


def test_where_three_equations_of_a_kind_break_none_of_them_narrows_a_cell() -> None:
    # 14 for 41: "400100014" has one cut that keeps its sum, 4 0 0 10 0 0 14, and it is wrong in three columns. Taken at
    # its word it would cut the 11 of 科研机构 into 1 and 10 wherever that adds up
    figures = {
        "new": (318, 0, 11, 0, 0, 0, 329),
        "carried_in": (0, 1, 0, 0, 0, 1, 2),
        "granted": (102, 0, 5, 0, 0, 0, 107),
        "partly_granted": (40, 0, 1, 0, 0, 0, 14),
        "denied.state_secret": (32, 0, 1, 0, 0, 0, 33),
        "denied.internal": (18, 1, 0, 0, 0, 0, 19),
        "unavailable.not_held": (114, 0, 4, 0, 0, 0, 118),
        "unavailable.unclear": (12, 0, 0, 0, 0, 1, 13),
        "total": (318, 1, 11, 0, 0, 1, 331),
    }
    for key, cells in by_row(read_text(glued(figures))).items():
        for cell, true in zip(cells, figures.get(key, (0,) * 7), strict=True):
            assert cell.value in (None, true), cell.path


def test_a_figure_in_the_wrong_column_of_the_total_is_named_and_every_other_row_is_cut() -> None:
    # 2 and 11 of （七）总计 have changed places: four equations are broken, none of the seven without that row
    figures = {
        **grid({"granted": (11, 2, 0, 0, 0, 1, 14), "denied.law": (10, 1, 0, 0, 0, 0, 11)}),
        "total": (21, 1, 0, 0, 0, 3, 25),
    }
    reading = read_text(glued(figures))
    for key in ("new", "granted", "denied.law"):
        assert row(reading, key) == list(figures[key])
    checks = ("applications.balance", "applications.outcome_sum")
    assert outcomes(reading, "fails") == set(product(checks, ("enterprise", "other")))


def test_a_row_of_totals_left_at_zero_leaves_the_others_their_columns() -> None:
    results = {"granted": (19, 0, 0, 1, 0, 1, 21), "denied.law": (12, 3, 1, 0, 0, 0, 16)}
    reading = read_text(glued({**grid(results), "total": (0,) * 7}))
    assert {key: row(reading, key) for key in results} == {key: list(values) for key, values in results.items()}
    assert row(reading, "new") == [31, 3, 1, 1, 0, 1, 37]


ZEROS = (0,) * 7
ACCIDENTS: dict[str, dict[str, Row]] = {
    # "100001112": with 0 for every total and 1 carried out, 1 new application of a person balances; ten are printed
    "totals left at zero": {
        "new": (10, 0, 0, 0, 1, 1, 12),
        "granted": (4, 0, 0, 0, 1, 1, 6),
        "denied.law": (5, 0, 0, 0, 0, 0, 5),
        "total": ZEROS,
        "carried_out": (1, 0, 0, 0, 0, 0, 1),
    },
    "results left out": {"new": (11, 3, 0, 0, 0, 0, 14), "total": ZEROS, "carried_out": (1, 0, 0, 0, 0, 0, 1)},
}


@pytest.mark.parametrize("figures", ACCIDENTS.values(), ids=ACCIDENTS)
def test_a_balance_that_holds_by_accident_proves_nothing(figures: dict[str, Row]) -> None:
    for key, cells in by_row(read_text(glued(figures))).items():
        for cell, true in zip(cells, figures.get(key, ZEROS), strict=True):
            assert cell.value in (None, true), cell.path


def test_where_every_row_breaks_its_sum_a_cut_that_keeps_it_is_an_accident() -> None:
    # the column 总计 was left at 0: 14 2 1 1 1 1 0 is read as 1 4 2 1 1 1 10
    figures = {
        "new": (13, 2, 1, 0, 0, 0, 0),
        "carried_in": (1, 0, 0, 1, 1, 1, 0),
        "granted": (5, 2, 0, 1, 0, 1, 0),
        "partly_granted": (9, 0, 1, 0, 1, 0, 0),
        "total": (14, 2, 1, 1, 1, 1, 0),
    }
    reading = read_text(glued(figures))
    assert row(reading, "total") == [None] * 7
    assert not [check for check in outcomes(reading, "fails") if check[0] != "applications.row_sum"]


def test_to_break_the_fewest_of_many_equations_names_none_of_them() -> None:
    # all results are 0. 168 18 0 1 6 1 194 is printed; 168 1 8 0 16 1 194 would break fewer equations, and that of 科研机构
    figures = {"new": (168, 18, 0, 1, 6, 1, 194), "carried_out": (0, 1, 0, 0, 0, 0, 1)}
    failing = outcomes(read_text(glued(figures)), "fails")
    assert ("applications.balance", "natural_person") in failing
    assert ("applications.balance", "research") not in failing


def test_a_row_with_a_harmed_digit_settles_no_other_row() -> None:
    """A lost row sum and two broken columns: 46 4 0 was cut into 4 6 40, so that the column between them would hold."""
    results = {
        "partly_granted": (46, 4, 0, 1, 0, 0, 51),
        "denied.law": (10, 1, 0, 0, 0, 0, 11),
        "unavailable.unclear": (22, 2, 0, 0, 0, 0, 24),
        "refused.petition": (10, 1, 0, 0, 0, 0, 11),
        "refused.publication": (11, 1, 0, 0, 0, 0, 12),
    }
    text = glued(grid(results))
    assert text.count("2.其他法律行政法规禁止公开101000011") == 1
    harmed = read_text(text.replace("禁止公开101000011", "禁止公开001000011"))
    for key, values in grid(results).items():
        if key != "denied.law":
            assert all(found in (None, true) for found, true in zip(row(harmed, key), values, strict=True)), key


def test_a_note_against_the_figures_is_no_figure() -> None:
    text = glued(grid({"granted": (22, 0, 0, 0, 0, 3, 25), "denied.law": (1, 0, 0, 0, 0, 0, 1)}))
    noted = text.replace("四、结转下年度", "（本列数据的勾稽关系为：第一项加第二项）四、结转下年度")
    assert row(read_text(noted), "total") == [23, 0, 0, 0, 0, 3, 26]


def test_a_figure_in_brackets_is_no_note() -> None:
    assert digits([Piece("figure", "12（3）")]) == "12(3)"
    assert digits([Piece("figure", "12（含上年 3 件）")]) == "12"


def test_a_blank_inside_a_number_of_every_cut_leaves_it_open() -> None:
    # the 1 is a mark of the label 行政强制, and the 0 its figure
    text = glued(grid({"granted": (22, 0, 0, 0, 0, 3, 25)})).replace("行政强制\n0", "行政强制1\n0")
    found = next(
        cell for cell in read_text(text).disclosure if cell.path == "disclosure/20.6/coercive_measures/decisions"
    )
    assert found.value is None


# ── grid 四 ─────────────────────────────────────────────────────────────────────────────────────────


def glued_appeals(*blocks: tuple[int, ...]) -> str:
    text = report("2021", layout="rows")
    lines = text.split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith("四、政府")) + 1
    run = "".join(str(value) for values in blocks for value in values)
    return "\n".join([*lines[:at], "".join(lines[at : at + 3]).replace(" ", "") + run, *lines[at + 4 :]])


def test_fifteen_digits_are_fifteen_figures() -> None:
    reading = read_text(glued_appeals((1, 0, 2, 0, 3), (1, 0, 0, 0, 1), (0, 0, 0, 0, 0)))
    assert [cell.value for cell in reading.appeals] == [1, 0, 2, 0, 3, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0]
    assert {(cell.state, cell.proof) for cell in reading.appeals} == {("deduced", "length")}


def test_more_digits_are_cut_where_the_block_sums_leave_one_way() -> None:
    reading = read_text(glued_appeals((1, 0, 2, 0, 3), (12, 0, 0, 0, 12), (0, 0, 0, 0, 0)))
    assert [cell.value for cell in reading.appeals] == [1, 0, 2, 0, 3, 12, 0, 0, 0, 12, 0, 0, 0, 0, 0]
    assert {(cell.state, cell.proof) for cell in reading.appeals} == {("deduced", "sums")}


def test_the_block_that_breaks_its_sum_is_named() -> None:
    reading = read_text(glued_appeals((3, 0, 0, 0, 3), (12, 0, 7, 0, 20), (0, 0, 0, 0, 0)))
    assert outcomes(reading, "fails") == {("appeals.block_sum", "litigation_direct")}
    assert {cell.state for cell in reading.appeals} == {"ambiguous"}


def test_a_figure_of_a_note_in_brackets_is_none_of_the_grid() -> None:
    text = glued_appeals((1, 0, 2, 0, 3), (12, 0, 0, 0, 12), (0, 0, 0, 0, 0))
    noted = text.replace("102031200012", "（注：共1张表。）102031200012")
    assert noted != text
    assert [cell.value for cell in read_text(noted).appeals] == [1, 0, 2, 0, 3, 12, 0, 0, 0, 12, 0, 0, 0, 0, 0]


def appeal_cuts(digits: str) -> list[tuple[int, ...]]:
    """Every cut into three blocks of five that end in their sums, by brute force."""
    found = []
    for places in combinations(range(1, len(digits)), 14):
        ends = [0, *places, len(digits)]
        pieces = [digits[start:end] for start, end in pairwise(ends)]
        if all(piece == "0" or piece[0] != "0" for piece in pieces):
            numbers = tuple(map(int, pieces))
            if all(sum(numbers[at : at + 4]) == numbers[at + 4] for at in (0, 5, 10)):
                found.append(numbers)
    return found


FOUR = st.lists(st.sampled_from([0, 0, 0, 1, 11]), min_size=4, max_size=4).map(tuple)


@given(st.lists(FOUR, min_size=3, max_size=3))
@settings(max_examples=25)
def test_glued_appeals_are_cut_as_brute_force_cuts_them_or_not_at_all(blocks: list[tuple[int, ...]]) -> None:
    whole = [(*values, sum(values)) for values in blocks]
    digits = "".join(str(value) for values in whole for value in values)
    assume(len(digits) <= 19)
    every = appeal_cuts(digits)
    for at, cell in enumerate(read_text(glued_appeals(*whole)).appeals):
        possible = {cut[at] for cut in every}
        if cell.value is None:
            assert (cell.state, cell.reason) == ("ambiguous", "bounds_lost")
            assert len(possible) > 1
            assert set(cell.candidates) == possible or not cell.candidates
        else:
            assert possible == {cell.value}


def test_a_report_with_all_its_appeals_is_not_touched_by_the_solver() -> None:
    reading = read_text(report("2021", title=TITLE, appeals=block("litigation_direct", 1, 2, 0, 0, 4)))
    assert {(cell.state, cell.proof) for cell in reading.appeals} == {("number", None)}
    assert outcomes(reading, "fails") == {("appeals.block_sum", "litigation_direct")}


def test_columns_are_those_of_the_form() -> None:
    assert tuple(column.key for column in FORM.rows[0].columns) == COLUMNS


# ── grid 二 ─────────────────────────────────────────────────────────────────────────────────────────

GLUED = (Path(__file__).parent / "documents" / "glued_2019.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("printed", "header", "value", "unit"),
    [
        ("0500元", "采购总金额", 0.05, "万元"),
        ("09032.5万元", "采购总金额", 9032.5, "万元"),
        ("01亿元", "采购总金额", 10000, "万元"),
        ("0500", "采购总金额（元）", 0.05, "万元"),
        ("0500", "采购总金额", 500, None),
    ],
)
def test_a_deduced_amount_is_in_wan_whatever_is_printed(
    printed: str, header: str, value: float, unit: str | None
) -> None:
    text = GLUED.replace("采购总金额政府集中采购36512.5", f"{header}政府集中采购{printed}")
    cell = every_cell(read_text(text))["disclosure/20.9/procurement/amount"]
    assert (cell.state, cell.proof, cell.value, cell.unit) == ("deduced", "length", value, unit)


def test_amounts_that_are_possible_are_in_wan_too() -> None:
    text = GLUED.replace("政府集中采购36512.5", "政府集中采购36512.5元")
    cell = every_cell(read_text(text))["disclosure/20.9/procurement/amount"]
    assert (cell.state, cell.candidates) == ("ambiguous", (0.00025, 0.00125, 0.05125, 0.65125))
