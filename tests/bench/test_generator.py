"""The generator's reports are what their truth says."""

from __future__ import annotations

import io

import docx
import pdfplumber
import pytest
from bench.generator import (
    BLANKS,
    DAMAGES,
    ERRORS,
    FILE_LAYOUTS,
    FORMS,
    SCALES,
    TEXT_LAYOUTS,
    Generated,
    make,
)
from bench.generator.equations import equations
from hypothesis import given, settings
from hypothesis import strategies as st

CELLS = {"2019": 22 + 161 + 15, "2021": 10 + 175 + 15}
SEEDS = st.integers(min_value=0, max_value=10**6)


def decoded(report: Generated) -> str:
    return report.data.decode(report.truth.encoding).replace("\r\n", "\n")


def without_marks(text: str) -> str:
    """Text without what may stand inside a figure on the page: marks of converters."""
    return text.replace("[bookmark: _GoBack]", "")


def grid_lines(report: Generated) -> list[str]:
    text = decoded(report)
    return text[text.index("第二十条") : text.index("\n五、")].split("\n")


@given(SEEDS)
@settings(max_examples=60, deadline=None)
def test_the_same_seed_gives_the_same_bytes(seed: int) -> None:
    first, second = make(seed), make(seed)
    assert first == second
    assert first.data == second.data


@pytest.mark.parametrize("layout", FILE_LAYOUTS)
def test_files_are_the_same_bytes_each_time(layout: str) -> None:
    assert make(5, layout=layout).data == make(5, layout=layout).data


@given(SEEDS, st.sampled_from(FORMS), st.sampled_from(SCALES))
@settings(max_examples=60, deadline=None)
def test_figures_add_up_where_no_error_is_made(seed: int, form: str, scale: str) -> None:
    truth = make(seed, form, "cells", blanks="none", errors=(), damage=(), scale=scale).truth
    assert len(truth.cells) == CELLS[form]
    assert truth.failing_checks == truth.open_checks == ()
    for equation in equations(form, False):
        left = sum(truth.cells[key].value or 0 for key in equation.left)
        assert left == sum(truth.cells[key].value or 0 for key in equation.right), equation.name


def test_the_numbers_of_equations_are_those_of_the_forms() -> None:
    assert len(equations("2019", False)) == 37 + 3
    assert len(equations("2021", False)) == 39 + 3
    assert len(equations("2021", True)) == 37 + 3


@given(SEEDS, st.sampled_from([name for name in TEXT_LAYOUTS if name != "deduplicated"]))
@settings(max_examples=250, deadline=None)
def test_every_figure_is_printed(seed: int, layout: str) -> None:
    report = make(seed, layout=layout)
    text = without_marks(decoded(report))
    for key, cell in report.truth.cells.items():
        assert cell.printed in text, key
    assert report.truth.authority in text.replace("\n", "")


@given(SEEDS)
@settings(max_examples=80, deadline=None)
def test_kinds_and_values_agree(seed: int) -> None:
    for cell in make(seed, layout="cells").truth.cells.values():
        assert (cell.value is None) == (cell.kind != "number")
        assert (cell.printed == "") == (cell.kind == "blank")


@pytest.mark.parametrize("kind", ERRORS)
def test_an_error_breaks_the_checks_it_names(kind: str) -> None:
    for seed in range(30):
        truth = make(seed, layout="cells", blanks="none", errors=kind, damage=()).truth
        assert [error.kind for error in truth.errors] == [kind]
        assert truth.errors[0].checks
        assert set(truth.errors[0].checks) <= set(truth.failing_checks)
        sound = make(seed, layout="cells", blanks="none", errors=(), damage=(), scale=truth.scale).truth
        if sound.cells["applications/total/total"].value:
            altered = {key for key, cell in truth.cells.items() if cell != sound.cells[key]}
            assert altered <= set(truth.errors[0].cells) or truth.form != sound.form


def test_about_a_quarter_of_the_reports_has_an_error() -> None:
    share = sum(bool(make(seed, layout="cells").truth.errors) for seed in range(400)) / 400
    assert 0.18 < share < 0.32


@given(SEEDS, st.sampled_from(BLANKS))
@settings(max_examples=60, deadline=None)
def test_blanks_never_make_a_sound_report_fail(seed: int, blanks: str) -> None:
    truth = make(seed, layout="tika", blanks=blanks, errors=(), damage=()).truth
    assert truth.failing_checks == ()
    assert truth.bounds_kept
    if blanks == "zeros":
        assert not any(cell.value == 0 for cell in truth.cells.values())


def test_an_empty_total_leaves_row_sums_open() -> None:
    truth = make(3, "2019", "tika", "total", (), (), scale="medium").truth
    assert "applications.row_sum:new" in truth.open_checks


@pytest.mark.parametrize("layout", TEXT_LAYOUTS)
def test_bounds_are_kept_as_documented(layout: str) -> None:
    full = make(4, "2021", layout, "none", (), ()).truth
    holed = make(4, "2021", layout, "zeros", (), ()).truth
    never = layout in ("glued", "blanks-lost", "deduplicated")
    fragile = layout in ("cells", "cells-spaced", "rows", "rows-wrapped")
    assert full.bounds_kept is not never
    assert holed.bounds_kept is not (never or fragile)


def test_tika_begins_cells_with_a_tab_and_ends_rows_with_an_empty_line() -> None:
    report = make(1, "2019", "tika", "zeros", (), (), scale="quiet")
    text = decoded(report)
    assert "\n\t信息内容\n\t本年新制作数量\n\t本年新公开数量\n\t对外公开总数量\n\n" in text
    assert "\n\t\n\t（二）部分公开" in text
    rows = text.split("\n\n")
    assert sum(row.count("\t") == 10 for row in rows) == 16


def test_cells_has_a_line_for_every_cell() -> None:
    report = make(1, "2019", "cells", "zeros", (), ())
    values = [cell.printed for key, cell in report.truth.cells.items() if "applications/new/" in key]
    assert "\n".join(["一、本年新收政府信息公开申请数量", *values, "二、上年结转"]) in decoded(report)


def test_cells_spaced_has_an_empty_line_between_cells() -> None:
    lines = decoded(make(1, "2019", "cells-spaced", "none", (), ())).split("\n")
    assert not any(lines[1::2])


def test_pipes_end_every_cell_with_a_pipe() -> None:
    lines = grid_lines(make(2, "2019", "pipes", "none", (), ()))
    row = next(line for line in lines if line.startswith("2.其他法律行政法规禁止公开"))
    assert row.count(" |") == 8
    assert row.endswith(" |")


def test_pipes_spans_count_every_grid_column() -> None:
    lines = grid_lines(make(2, "2021", "pipes-spans", "zeros", (), ()))
    counts = [line.count("|") for line in lines if line.startswith(("1.", "2.", "3.", "4.", "5."))]
    assert counts.count(10) > len(counts) - 3


def test_cell_pipes_put_one_cell_in_a_line() -> None:
    report = make(2, "2019", "cell-pipes", "zeros", (), ())
    values = [f"{c.printed} |" for k, c in report.truth.cells.items() if "applications/new/" in k]
    assert "\n".join(["一、本年新收政府信息公开申请数量 |", *values, "二、上年"]) in decoded(report)


def test_cell_pipes_apart_have_a_line_for_the_pipe() -> None:
    text = decoded(make(2, "2019", "cell-pipes-apart", "none", (), ()))
    assert "\n|\n自然人\n|\n法人或其他组织\n|\n总计\n|\n商业企业\n|\n" in text


def test_rows_hold_a_label_and_its_figures() -> None:
    report = make(2, "2019", "rows", "none", (), ())
    values = [cell.printed for key, cell in report.truth.cells.items() if "/carried_in/" in key]
    rows = [line.split() for line in grid_lines(report)]
    assert ["二、上年结转政府信息公开申请数量", *values] in rows


def test_rows_detached_put_the_figures_on_the_next_line() -> None:
    report = make(2, "2019", "rows", "none", (), ("detached_values",))
    values = [cell.printed for key, cell in report.truth.cells.items() if "/carried_in/" in key]
    lines = grid_lines(report)
    place = lines.index("二、上年结转政府信息公开申请数量")
    assert lines[place + 1].split() == values


def test_rows_wrapped_have_figures_alone_between_the_lines_of_a_label() -> None:
    lines = grid_lines(make(2, "2021", "rows-wrapped", "none", (), ()))
    alone = [line for line in lines if len(line.split()) == 7 and line.replace(" ", "").isdigit()]
    assert alone
    # The group label runs down beside its rows, one character a line.
    assert all(any(line.split()[:1] == [sign] for line in lines) for sign in "三年度办理结果")


def test_glued_has_no_bounds() -> None:
    report = make(12, "2019", "glued", "none", (), ())
    text = decoded(report).replace(" ", "")
    values = "".join(cell.printed for key, cell in report.truth.cells.items() if "/denied.law/" in key)
    assert f"2.其他法律行政法规禁止公开{values}3.危及" in text


def test_blanks_lost_has_no_empty_line() -> None:
    report = make(2, "2019", "blanks-lost")
    assert all(line.strip() for line in decoded(report).rstrip("\n").split("\n"))
    assert any(cell.kind == "blank" for cell in report.truth.cells.values())


def test_deduplicated_has_no_line_twice() -> None:
    lines = decoded(make(2, "2019", "deduplicated")).rstrip("\n").split("\n")
    assert len(lines) == len(set(lines))


def test_markdown_cuts_the_grids_into_small_tables() -> None:
    lines = decoded(make(2, "2019", "markdown", "zeros", (), ())).split("\n")
    rules = [line for line in lines if set(line) == {"|", "-"}]
    assert len(rules) > 5
    assert any(line == "|" + "---|" * 10 for line in rules)


def test_docx_has_the_merged_cells_of_the_form() -> None:
    report = make(9, "2021", "docx", "none", (), ())
    tables = docx.Document(io.BytesIO(report.data)).tables
    assert [(len(table.rows), len(table.columns)) for table in tables] == [(14, 4), (28, 10), (4, 15)]
    row = [cell.text for cell in tables[1].rows[6].cells]
    assert row[:2] == ["三、本年度办理结果", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"]
    values = [cell.printed for key, cell in report.truth.cells.items() if "/partly_granted/" in key]
    assert row[3:] == values


@pytest.mark.parametrize("layout", [name for name in FILE_LAYOUTS if name.startswith("pdf")])
def test_pdf_text_can_be_extracted(layout: str) -> None:
    report = make(9, "2021", layout, "none", (), (), scale="medium")
    with pdfplumber.open(io.BytesIO(report.data)) as pages:
        text = "".join(page.extract_text() for page in pages.pages)
        tables = [table for page in pages.pages for table in page.extract_tables()]
    assert all(cell.printed in text for cell in report.truth.cells.values())
    wide = [table for table in tables if len(table[0]) == 10]
    assert len(wide) == {"pdf-unruled": 0, "pdf-cut": len(wide)}.get(layout, 1)


def test_pdf_cut_runs_over_a_page() -> None:
    for seed in range(5):
        with pdfplumber.open(io.BytesIO(make(seed, "2021", "pdf-cut", damage=()).data)) as pages:
            texts = [page.extract_text() for page in pages.pages]
        assert not any("一、本年新收" in text and "四、结转下年度" in text for text in texts)


@pytest.mark.parametrize("name", DAMAGES)
def test_each_damage_can_be_forced_alone(name: str) -> None:
    forced = (*DAMAGES[name].needs, name)
    found = [make(seed, damage=forced, scale="quiet").truth for seed in range(8)]
    assert any(set(truth.damages) == set(forced) for truth in found)
    assert all(set(truth.damages) <= set(forced) for truth in found)


def test_no_damage_leaves_the_official_form() -> None:
    for seed in range(40):
        truth = make(seed, layout="tika", damage=()).truth
        assert truth.damages == ()
        assert truth.encoding == "utf-8"


def test_one_row_for_other_outcomes() -> None:
    truth = make(1, "2021", "cells", damage=("single_other_row",)).truth
    keys = [key for key in truth.cells if key.startswith("applications/other")]
    assert truth.single_other_row
    assert len(keys) == 7
    assert all(key.startswith("applications/other/") for key in keys)


def test_an_extra_row_is_no_cell() -> None:
    report = make(1, "2019", "cells", damage=("extra_row",))
    row = report.truth.extra_rows[0]
    assert "\n".join((row.label, *row.printed, "第二十条第（五）项")) in decoded(report)
    assert len(report.truth.cells) == CELLS["2019"]


def test_traditional_reports_fit_big5() -> None:
    for seed in range(150):
        report = make(seed, layout=TEXT_LAYOUTS[seed % len(TEXT_LAYOUTS)], damage=("traditional", "big5"))
        assert "總計" in report.data.decode("big5")


def test_wrong_wishes_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown damage"):
        make(1, damage=("none such",))
    with pytest.raises(ValueError, match="does not go with"):
        make(1, damage=("big5",))
    with pytest.raises(ValueError, match="does not happen"):
        make(1, layout="tika", damage=("detached_values",))
    with pytest.raises(ValueError, match="unknown layout"):
        make(1, layout="none such")
    with pytest.raises(ValueError, match="cannot be cut"):
        make(1, layout="docx", cut=True)


@given(SEEDS)
@settings(max_examples=100, deadline=None)
def test_a_cut_report_ends_where_its_truth_says(seed: int) -> None:
    report = make(seed, cut=True)
    truth = report.truth
    text = report.data.decode(truth.encoding)
    assert len(text) == truth.cut_at
    assert truth.lost_cells
    if truth.cut_cell is not None:
        assert truth.cut_cell not in truth.lost_cells
    lost = {key for key in truth.lost_cells if key.startswith("appeals")}
    assert len(lost) == 15 or "appeals.block_sum:litigation_after" not in truth.outcomes


def test_prose_states_the_figures_of_the_grid() -> None:
    for seed in range(60):
        report = make(seed, layout="cells", errors=(), blanks="none", damage=())
        truth = report.truth
        stated = truth.prose_figures
        if "applications_received" in stated:
            assert stated["applications_received"] == truth.cells["applications/new/total"].value
        if "reconsiderations" in stated:
            assert stated["reconsiderations"] == truth.cells["appeals/reconsideration/total"].value
        assert all(str(value) in decoded(report) for value in stated.values())


@given(SEEDS, st.sampled_from(FORMS), st.sampled_from(BLANKS))
@settings(max_examples=60, deadline=None)
def test_tika_rows_hold_the_cells_of_the_truth(seed: int, form: str, blanks: str) -> None:
    report = make(seed, form, "tika", blanks, damage=())
    rows = [
        [line[1:] for line in block.split("\n") if line.startswith("\t")] for block in decoded(report).split("\n\n")
    ]
    for grid, width in (("applications", 7), ("appeals", 15)):
        cells = [cell.printed for key, cell in report.truth.cells.items() if key.startswith(grid)]
        expected = [cells[start : start + width] for start in range(0, len(cells), width)]
        # The header rows come first and have labels in every row of this length.
        printed = [row[-width:] for row in rows if len(row) in (range(8, 11) if width == 7 else {15})]
        assert printed[-len(expected) :] == expected


@given(SEEDS, st.sampled_from(FORMS), st.sampled_from(BLANKS))
@settings(max_examples=60, deadline=None)
def test_markdown_rows_hold_the_cells_of_the_truth(seed: int, form: str, blanks: str) -> None:
    report = make(seed, form, "markdown", blanks, damage=())
    rows = [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for line in decoded(report).split("\n")
        if line.startswith("| ") and ("一、" in line or "四、" in line)
    ]
    for row, key in zip(rows, ("new", "carried_out"), strict=True):
        cells = [cell.printed for name, cell in report.truth.cells.items() if f"applications/{key}/" in name]
        assert row[-7:] == cells


@given(SEEDS, st.sampled_from([name for name in TEXT_LAYOUTS if name != "glued"]))
@settings(max_examples=100, deadline=None)
def test_any_damage_goes_with_any_layout_that_it_names(seed: int, layout: str) -> None:
    for name, damage in DAMAGES.items():
        if layout in damage.layouts:
            report = make(seed, damage.form, layout, damage=(*damage.needs, name))
            report.data.decode(report.truth.encoding)
