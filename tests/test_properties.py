"""What holds of every report: a value that is read is the value that is printed, or a check names it."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from bench.generator import BLANKS, ERRORS, TEXT_LAYOUTS, Generated, Truth, make
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents.compare import TEXTS
from tests.texts import HEADINGS, TITLE, cells

from extract.cells import Cell
from extract.errors import SourceError
from extract.forms.form import GRID_NAMES, load_forms
from extract.pipeline import read_bytes
from extract.reading import Reading

FORMS = load_forms()
FORM_IDS = ("2019", "2021")
SEEDS = st.integers(min_value=0, max_value=10**6)
BOUNDED = (
    "tika",
    "cells",
    "cells-spaced",
    "pipes",
    "pipes-spans",
    "cell-pipes",
    "cell-pipes-apart",
    "rows",
    "markdown",
)
SHOWS_BLANKS = ("tika", "pipes", "pipes-spans", "cell-pipes", "cell-pipes-apart", "markdown")
BREAKING = tuple(name for name in TEXT_LAYOUTS if name not in ("rows-wrapped", "deduplicated"))
VALUED = ("number", "deduced")
REASONED = ("ambiguous", "missing", "text")


def reading(report: Generated) -> Reading:
    return read_bytes(report.data, report.name, FORMS)


def is_the_same(cell: Cell, value: float | None) -> bool:
    if value is None or cell.value is None:
        return value is None and cell.value is None
    return abs(cell.value - value) < 1e-9 * max(1.0, abs(value))


def failing_cells(found: Reading) -> set[str]:
    return {
        f"{check.grid}/{row}/{column}"
        for check in found.checks
        if check.outcome == "fails" and check.kind != "prose"
        for row, column in check.cells
    }


def differences(found: Reading, truth: Truth) -> Iterator[str]:
    """The cells that are read with a value, or as certainly empty, where the truth is another."""
    for path, cell in cells(found).items():
        if path not in truth.cells or cell.state in REASONED:
            continue
        if path in truth.lost_cells or not is_the_same(cell, truth.cells[path].value):
            yield path


def well_formed(found: Reading) -> bool:
    """Whether every cell has a value or says why it has none, and every report the cells of its form."""
    for cell in cells(found).values():
        assert (cell.value is not None) == (cell.state in VALUED), cell
        assert (cell.reason is not None) == (cell.state in REASONED), cell
        assert (cell.proof is not None) == (cell.state == "deduced"), cell
        assert not cell.candidates or cell.state == "ambiguous", cell
    for grid in found.grids:
        if grid.form:
            keys = [slot.key for slot in grid.slots]
            assert tuple(keys) == FORMS.get(grid.form).grid(grid.name).slots(grid.merged)
    assert [section.part for section in found.sections] == [1, 2, 3, 4, 5, 6]
    return True


# ── reports whose every cell is known ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize("layout", BOUNDED)
@given(SEEDS, st.sampled_from(["2019", "2021"]))
@settings(max_examples=5)
def test_a_whole_report_comes_back_cell_by_cell(layout: str, seed: int, form: str) -> None:
    report = make(seed, form, layout, blanks="none", errors=(), damage=())
    found = reading(report)
    assert list(differences(found, report.truth)) == []
    assert {cell.state for cell in cells(found).values()} == {"number"}
    assert not [check for check in found.checks if check.outcome == "fails" and check.kind != "prose"]
    assert (found.report.authority, found.report.fiscal_year, found.form) == (
        report.truth.authority,
        report.truth.fiscal_year,
        form,
    )


@pytest.mark.parametrize("layout", SHOWS_BLANKS)
@given(SEEDS, st.sampled_from(["zeros", "legal", "total", "some"]))
@settings(max_examples=5)
def test_blanks_that_are_seen_come_back_as_blanks(layout: str, seed: int, blanks: str) -> None:
    report = make(seed, None, layout, blanks=blanks, errors=(), damage=())
    found = reading(report)
    assert list(differences(found, report.truth)) == []
    assert {cell.state for cell in cells(found).values()} <= {"number", "blank"}
    assert not [check for check in found.checks if check.outcome == "fails" and check.kind != "prose"]


@pytest.mark.parametrize("layout", TEXT_LAYOUTS)
@given(SEEDS, st.sampled_from(FORM_IDS), st.sampled_from(BLANKS))
@settings(max_examples=8)
def test_any_grids_that_add_up_come_back_equal_or_empty_with_a_reason(
    layout: str, seed: int, form: str, blanks: str
) -> None:
    report = make(seed, form, layout, blanks=blanks, errors=(), damage=())
    found = reading(report)
    assert well_formed(found)
    assert list(differences(found, report.truth)) == []
    assert not [check for check in found.checks if check.outcome == "fails" and check.kind != "prose"]


@pytest.mark.parametrize("layout", ["docx", "pdf-ruled", "pdf-double", "pdf-unruled", "pdf-cut"])
@given(SEEDS, st.sampled_from(BLANKS))
@settings(max_examples=2)
def test_files_come_back_equal_or_empty_with_a_reason_too(layout: str, seed: int, blanks: str) -> None:
    report = make(seed, layout=layout, blanks=blanks, errors=(), damage=())
    found = reading(report)
    assert well_formed(found)
    assert list(differences(found, report.truth)) == []


@given(SEEDS, st.sampled_from(FORM_IDS), st.sampled_from(ERRORS))
@settings(max_examples=40)
def test_no_equation_of_a_glued_report_is_said_to_fail_that_does_not(seed: int, form: str, error: str) -> None:
    report = make(seed, form, "glued", blanks="none", errors=error, damage=())
    failing = {f"{c.check}:{c.scope}" for c in reading(report).checks if c.outcome == "fails" and c.kind != "prose"}
    assert failing <= set(report.truth.failing_checks)


@pytest.mark.parametrize("layout", TEXT_LAYOUTS)
@given(SEEDS)
@settings(max_examples=6)
def test_a_value_is_right_or_a_failing_check_holds_the_cell(layout: str, seed: int) -> None:
    report = make(seed, layout=layout)
    found = reading(report)
    assert well_formed(found)
    wrong = set(differences(found, report.truth))
    assert wrong <= failing_cells(found)
    assert not (wrong and found.verdicts.applications == "verified")


@pytest.mark.parametrize("layout", BOUNDED)
@given(SEEDS)
@settings(max_examples=4)
def test_an_error_of_the_authority_is_found_and_no_other(layout: str, seed: int) -> None:
    errors = ("total_off_by_one", "wrong_column", "appeals_total_wrong")
    report = make(seed, None, layout, blanks="none", errors=errors, damage=(), scale="medium")
    found = reading(report)
    failing = {
        f"{check.check}:{check.scope}" for check in found.checks if check.outcome == "fails" and check.kind != "prose"
    }
    assert failing == set(report.truth.failing_checks)
    assert list(differences(found, report.truth)) == []


@pytest.mark.parametrize("layout", BREAKING)
@given(SEEDS)
@settings(max_examples=6)
def test_a_file_that_breaks_off_says_nothing_of_what_is_lost(layout: str, seed: int) -> None:
    report = make(seed, layout=layout, blanks="none", errors=(), damage=(), cut=True)
    truth = report.truth
    try:
        found = reading(report)
    except SourceError:
        return
    assert well_formed(found)
    assert set(differences(found, truth)) <= failing_cells(found)
    last = cells(found).get(truth.cut_cell or "")
    assert last is None or last.value is None or is_the_same(last, truth.cells[last.path].value)


@given(SEEDS, st.sampled_from(["none", "zeros"]))
@settings(max_examples=8)
def test_a_text_with_its_repeated_lines_removed_is_refused(seed: int, blanks: str) -> None:
    report = make(seed, layout="deduplicated", blanks=blanks, errors=(), damage=())
    found = reading(report)
    assert {cell.value for cell in cells(found).values()} == {None}


# ── any prefix and any suffix ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("layout", [name for name in TEXT_LAYOUTS if name != "deduplicated"])
@given(SEEDS, st.floats(min_value=0.05, max_value=0.95), st.booleans())
@settings(max_examples=8)
def test_a_torn_report_holds_no_other_values(layout: str, seed: int, where: float, front: bool) -> None:
    report = make(seed, layout=layout, blanks="none", errors=(), damage=())
    text = report.data.decode()
    at = int(len(text) * where)
    try:
        found = read_bytes((text[:at] if front else text[at:]).encode(), report.name, FORMS)
    except SourceError:
        return
    assert well_formed(found)
    wrong = [path for path in differences(found, report.truth) if cells(found)[path].value is not None]
    assert set(wrong) <= failing_cells(found)


# ── any text, any bytes ─────────────────────────────────────────────────────────────────────────────

LINES = sorted({line for text in TEXTS for line in text.read_text(encoding="utf-8").split("\n") if len(line) < 80})
WORDS = st.one_of(
    st.sampled_from(LINES),
    st.sampled_from([TITLE, *HEADINGS]),
    st.sampled_from([*"0123456789", " ", "|", "\t", "\u3000", "", "-", "/", "无", "（", "）", "\u200b", "7111.64万元"]),
    st.text(max_size=8),
)


def survives(data: bytes) -> bool:
    """Whether bytes are read, or refused with a status."""
    try:
        return well_formed(read_bytes(data, "任何.txt", FORMS))
    except SourceError as error:
        return bool(error.status)


@given(st.binary(max_size=400))
@settings(max_examples=200)
def test_any_bytes(data: bytes) -> None:
    assert survives(data)


@given(st.lists(WORDS, max_size=40), st.sampled_from(["\n", "", " ", " | ", "\n\t"]))
@settings(max_examples=200)
def test_any_text_of_the_words_of_reports(words: list[str], sign: str) -> None:
    assert survives(sign.join(words).encode("utf-8", "ignore"))


@given(st.sampled_from(TEXTS), st.integers(0, 10**6), st.binary(min_size=1, max_size=3))
@settings(max_examples=60)
def test_a_report_with_bytes_put_in(text: Path, at: int, more: bytes) -> None:
    data = text.read_bytes()
    at %= len(data)
    assert survives(data[:at] + more + data[at:])


@given(st.sampled_from(TEXTS), st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_a_report_with_its_lines_in_another_order(text: Path, random: Random) -> None:
    lines = text.read_text(encoding="utf-8").split("\n")
    random.shuffle(lines)
    assert survives("\n".join(lines).encode())


# ── the same again ──────────────────────────────────────────────────────────────────────────────────


@given(SEEDS)
@settings(max_examples=10)
def test_the_same_bytes_are_read_the_same(seed: int) -> None:
    report = make(seed, layout=TEXT_LAYOUTS[seed % len(TEXT_LAYOUTS)])
    assert reading(report) == reading(report)


@given(SEEDS, st.sampled_from([name for name in TEXT_LAYOUTS if name != "glued"]))
@settings(max_examples=12)
def test_line_ends_and_encodings_change_nothing(seed: int, layout: str) -> None:
    report = make(seed, layout=layout, damage=())
    text = report.data.decode()
    first = reading(report)
    for data in (text.replace("\n", "\r\n").encode(), text.encode("gb18030"), text.encode("utf-16")):
        again = read_bytes(data, report.name, FORMS)
        assert [again.cells(name) for name in GRID_NAMES] == [first.cells(name) for name in GRID_NAMES]
        assert again.checks == first.checks
