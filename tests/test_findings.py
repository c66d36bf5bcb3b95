"""Findings: sentences that can be quoted, in Chinese and in English, with the figures on both sides."""

import re

import pytest
from tests.documents.compare import TEXTS
from tests.texts import HEADINGS, TITLE, block, counts, read_text, report

from extract.checks import Finding
from extract.forms.form import load_forms
from extract.pipeline import read, read_bytes
from extract.reading import Reading

READINGS = {text.stem: read(text, load_forms()) for text in TEXTS}


def of_kind(reading: Reading, kind: str) -> list[Finding]:
    return [finding for finding in reading.findings if finding.kind == kind]


def numbers(sentence: str) -> set[int]:
    return {int(digits.replace("−", "-")) for digits in re.findall(r"[-−]?\d+", sentence)}


# ── arithmetic ──────────────────────────────────────────────────────────────────────────────────────

WRONG = {
    "balance": (
        counts("new", 9, 0, 0, 0, 0, 0, 9) | counts("granted", 7, 0, 0, 0, 0, 0, 7) | counts("total", 7, 0, 0, 0, 0, 0, 7),
        {"applications//natural_person": (9, 7), "applications//total": (9, 7)},
    ),
    "row sum": (
        counts("new", 31, 12, 0, 0, 0, 0, 44) | counts("granted", 31, 12, 0, 0, 0, 0, 43)
        | counts("total", 31, 12, 0, 0, 0, 0, 43) | counts("carried_out", 0, 0, 0, 0, 0, 0, 1),
        {"applications/new": (43, 44), "applications/carried_out": (0, 1)},
    ),
    "outcome sum": (
        counts("new", 20, 0, 0, 0, 0, 0, 20) | counts("granted", 26, 0, 0, 0, 0, 0, 26)
        | counts("total", 20, 0, 0, 0, 0, 0, 20),
        {"applications//natural_person": (26, 20), "applications//total": (26, 20)},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("figures", "wanted"), WRONG.values(), ids=WRONG)
def test_an_equation_that_fails_is_told_with_both_sides(
    figures: dict[tuple[str, str], str], wanted: dict[str, tuple[int, int]]
) -> None:
    found = of_kind(read_text(report("2021", applications=figures)), "arithmetic")
    assert {finding.cell for finding in found} == set(wanted)
    for finding in found:
        left, right = wanted[finding.cell or ""]
        for sentence in (finding.message_zh, finding.message_en):
            assert {left, right} <= numbers(sentence), sentence
            assert numbers(sentence) & {left - right, right - left}, sentence
        assert (finding.severity, finding.grid) == ("error", "applications")


def test_a_block_of_grid_four_is_told_with_both_sides() -> None:
    (found,) = of_kind(read_text(report("2021", appeals=block("litigation_after", 2, 3, 0, 0, 8))), "arithmetic")
    assert found.cell == "appeals/litigation_after"
    for sentence in (found.message_zh, found.message_en):
        assert {5, 8} <= numbers(sentence)
        assert "复议后起诉" in sentence


def test_a_finding_names_its_row_or_column_as_the_form_does() -> None:
    figures = counts("denied.law", 1, 0, 0, 0, 0, 0, 2)
    sentences = [f.message_zh for f in of_kind(read_text(report("2021", applications=figures)), "arithmetic")]
    assert any("2.其他法律行政法规禁止公开" in sentence for sentence in sentences)
    assert any("自然人" in sentence for sentence in sentences)
    assert any("总计" in sentence for sentence in sentences)


def test_a_report_that_adds_up_has_no_error() -> None:
    assert not [f for f in read_text(report("2021")).findings if f.severity == "error"]


# ── doubt ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_cell_without_a_value_is_told_with_what_is_printed() -> None:
    figures = counts("granted", "若干", 0, 0, 0, 0, 0, 3)
    found = of_kind(read_text(report("2021", applications=figures, layout="pipes")), "undecided")
    (finding,) = [one for one in found if one.cell == "applications/granted/natural_person"]
    for sentence in (finding.message_zh, finding.message_en):
        assert "若干" in sentence
        assert "予以公开" in sentence
    assert finding.severity == "warning"
    assert finding.place.line is not None


def test_a_row_that_is_open_as_a_whole_is_told_once() -> None:
    text = report("2021", layout="rows").replace("1.属于国家秘密 0 0 0 0 0 0 0", "1.属于国家秘密 0 0 0 0")
    found = [f for f in read_text(text).findings if f.cell and "state_secret" in f.cell]
    assert [finding.cell for finding in found] == ["applications/denied.state_secret"]


def test_a_grid_that_is_not_there_is_told_once() -> None:
    text = report("2021")
    gone = text[: text.index(HEADINGS[3])] + text[text.index(HEADINGS[4]) :]
    found = [finding for finding in read_text(gone).findings if finding.grid == "appeals"]
    assert [finding.kind for finding in found] == ["grid_missing"]


def test_a_count_below_zero_is_told_and_a_decrease_is_not() -> None:
    applications = {("carried_in", "enterprise"): "-1", ("carried_in", "total"): "-1"}
    found = of_kind(read_text(report("2021", applications=applications)), "negative")
    assert [finding.cell for finding in found] == [
        "applications/carried_in/enterprise",
        "applications/carried_in/total",
    ]
    assert found[0].message_zh == "“二、上年结转政府信息公开申请数量”一行的“商业企业”为负数：-1。"
    decrease = {("20.5/licences", "items_change"): "-2"}
    assert not of_kind(read_text(report("2019", disclosure=decrease)), "negative")


def test_removed_lines_are_told_once_a_grid() -> None:
    found = of_kind(READINGS["lines_removed"], "lines_removed")
    assert [finding.grid for finding in found] == ["disclosure", "applications", "appeals"]


# ── parts ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_part_without_a_heading_and_one_with_a_wrong_number() -> None:
    text = report("2021").replace(f"{HEADINGS[5]}\n无。\n", "").replace("五、存在", "四、存在")
    found = read_text(text)
    (missing,) = of_kind(found, "part_missing")
    assert "六" in missing.message_zh
    assert "六" in missing.message_en
    (wrong,) = of_kind(found, "heading_misnumbered")
    assert "四、存在的主要问题及改进情况" in wrong.message_zh
    assert "四、存在的主要问题及改进情况" in wrong.message_en


def test_a_second_report_is_told_with_its_line() -> None:
    first, second = report("2021"), report("2021", title=TITLE.replace("2023", "2024"))
    (found,) = of_kind(read_text(first + second), "second_report")
    line = first.count("\n") + 1
    assert found.place.line == line
    assert line in numbers(found.message_zh)
    assert line in numbers(found.message_en)


def test_an_added_row_is_told() -> None:
    (found,) = of_kind(READINGS["pipes_spans"], "extra_row")
    assert "其他主动公开文件" in found.message_zh
    assert "其他主动公开文件" in found.message_en


def test_a_note_of_the_loader_is_told_in_both_languages() -> None:
    text = report("2021")
    data = text[: text.index("予以公开") + 1].encode()[:-1]
    (found,) = of_kind(read_bytes(data, "示例.txt", load_forms()), "loader_note")
    assert not re.search("[a-z]{3}", found.message_zh)
    assert not re.search("[\u4e00-\u9fff]", found.message_en)
    assert found.message_en[0].isupper()


# ── all findings of all documents ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", READINGS)
def test_every_finding_is_a_sentence_in_both_languages(name: str) -> None:
    for finding in READINGS[name].findings:
        assert re.fullmatch(r"[^a-z].*。", finding.message_zh), finding.message_zh
        assert re.fullmatch(r"[^a-z].*\.", finding.message_en), finding.message_en
        assert re.search("[\u4e00-\u9fff]", finding.message_zh)
        assert re.search("[A-Za-z]{3}", finding.message_en)
        assert "None" not in finding.message_zh + finding.message_en


@pytest.mark.parametrize("name", READINGS)
def test_the_worst_findings_come_first(name: str) -> None:
    severities = [finding.severity for finding in READINGS[name].findings]
    assert severities == sorted(severities, key=["error", "warning", "note"].index)


@pytest.mark.parametrize("name", READINGS)
def test_every_failing_check_and_every_doubtful_grid_is_told(name: str) -> None:
    reading = READINGS[name]
    failing = [check for check in reading.checks if check.outcome == "fails"]
    assert len(of_kind(reading, "arithmetic")) == len(failing)
    told = {one.grid for one in reading.findings if one.severity == "warning" and one.kind != "negative"}
    for grid in reading.grids:
        doubtful = any(not one.certain and one.reason != "printed_as_one_row" for one in grid.slots)
        assert doubtful == (grid.name in told)


@pytest.mark.parametrize("name", READINGS)
def test_a_finding_names_cells_that_the_report_has(name: str) -> None:
    reading = READINGS[name]
    rows = {f"{cell.grid}/{cell.row}" for grid in reading.grids for cell in reading.cells(grid.name)}
    columns = {f"{cell.grid}//{cell.column}" for grid in reading.grids for cell in reading.cells(grid.name)}
    paths = {cell.path for grid in reading.grids for cell in reading.cells(grid.name)}
    for finding in reading.findings:
        assert finding.cell is None or finding.cell in rows | columns | paths
