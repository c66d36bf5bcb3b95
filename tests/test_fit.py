"""Fitting: each grid on its own form, every cell with its value or the reason why it has none."""

import pytest
from tests.texts import (
    HEADINGS,
    NOTE,
    TITLE,
    applications_rows,
    block,
    cells,
    counts,
    lay,
    read_text,
    report,
    row,
    states,
)

from extract.cells import Cell
from extract.forms.form import load_forms
from extract.reading import Reading

HEADER = "自然人\n法人或其他组织\n总计\n商业企业\n科研机构\n社会公益组织\n法律服务机构\n其他"
NEW, CARRIED = "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"
ZEROS = "\n".join("0" * 7)


def titled(year: int | None) -> str:
    return TITLE.replace("2023年", "" if year is None else f"{year}年")


def part_three(text: str, year: int | None = 2023) -> Reading:
    """A report of a single part."""
    prose = "公开内容还不够丰富。"
    return read_text(f"{titled(year)}\n{HEADINGS[2]}\n{NOTE}\n申请人情况\n{HEADER}\n{text}\n{HEADINGS[4]}\n{prose}")


def of_row(reading: Reading, key: str) -> list[Cell]:
    return [cell for cell in reading.applications if cell.row == key]


# ── which form ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("year", [2019, 2020, 2023, 2024, None])
def test_the_cells_tell_the_form_whatever_the_year(form: str, year: int | None) -> None:
    found = read_text(report(form, title=titled(year)))
    assert (found.form, found.form_evidence) == (form, "cells")
    assert [grid.form for grid in found.grids] == [form] * 3


def test_each_grid_is_recognised_alone() -> None:
    old, new = report("2019"), report("2021")
    mixed = old[: old.index(HEADINGS[2])] + new[new.index(HEADINGS[2]) :]
    found = read_text(mixed)
    assert [grid.form for grid in found.grids[:2]] == ["2019", "2021"]
    assert (len(found.disclosure), len(found.applications)) == (22, 175)


@pytest.mark.parametrize(("year", "form"), [(2019, "2019"), (2020, "2019"), (2021, "2021"), (2024, "2021")])
def test_the_year_decides_where_the_cells_fit_both_forms(year: int, form: str) -> None:
    found = part_three(f"{NEW}\n{ZEROS}\n{CARRIED}\n{ZEROS}", year)
    assert (found.form, found.form_evidence) == (form, "year")
    assert len(found.applications) == (161 if form == "2019" else 175)


@pytest.mark.parametrize("year", [None, 2018])
def test_where_the_year_fails_too_the_form_is_not_told(year: int | None) -> None:
    found = part_three(f"{NEW}\n{ZEROS}\n{CARRIED}\n{ZEROS}", year)
    assert (found.form, found.form_evidence) == (None, None)
    rows = {cell.row for cell in found.applications}
    assert {"new", "denied.law", "total", "carried_out"} <= rows
    assert not {"other.uncorrected", "other.unpaid", "other.rest"} & rows
    assert {(cell.row, cell.column) for cell in found.disclosure} == {
        ("20.5/licences", "decisions"),
        ("20.6/penalties", "decisions"),
        ("20.6/coercive_measures", "decisions"),
    }
    assert row(found, "new") == [0] * 7


def test_other_outcomes_in_one_row_make_182_cells() -> None:
    found = read_text(report("2021", merged=True, applications=counts("other", 1, 0, 0, 0, 0, 0, 1)))
    assert len(found.applications) == 182
    assert row(found, "other") == [1, 0, 0, 0, 0, 0, 1]
    for key in ("other.uncorrected", "other.unpaid", "other.rest"):
        assert states(of_row(found, key)) == {("missing", "printed_as_one_row")}
    assert found.verdicts.applications == "inconsistent"  # the total is 0


# ── cells without a value ───────────────────────────────────────────────────────────────────────────


def test_a_row_that_is_not_printed_is_missing() -> None:
    found = part_three(f"{NEW}\n{ZEROS}\n{CARRIED}\n{ZEROS}")
    assert states(of_row(found, "granted")) == {("missing", "row_not_found")}


def test_a_grid_that_is_not_there_is_missing() -> None:
    found = part_three(f"{NEW}\n{ZEROS}\n{CARRIED}\n{ZEROS}")
    assert states(found.appeals) == states(found.disclosure) == {("missing", "grid_not_found")}


def test_a_row_printed_twice_with_other_figures_is_open() -> None:
    found = part_three(f"{NEW}\n{ZEROS}\n{CARRIED}\n{ZEROS}\n{NEW}\n1\n0\n0\n0\n0\n0\n1")
    assert states(of_row(found, "new")) == {("ambiguous", "repeated")}


def test_a_word_in_a_cell_is_text_there_and_nowhere_else() -> None:
    found = read_text(report("2021", applications=counts("granted", "三", 0, 0, 0, 0, 0, 3), layout="pipes"))
    cell = of_row(found, "granted")[0]
    assert (cell.state, cell.reason, cell.value, cell.raw) == ("text", "not_one_number", None, "三")
    assert row(found, "granted") == [None, 0, 0, 0, 0, 0, 3]
    assert found.verdicts.applications == "doubtful"


@pytest.mark.parametrize("printed", ["2.5", "3万元"])
def test_a_count_is_a_whole_number(printed: str) -> None:
    found = read_text(report("2021", applications=counts("granted", printed, 0, 0, 0, 0, 0, 3), layout="pipes"))
    assert (of_row(found, "granted")[0].state, of_row(found, "granted")[0].raw) == ("text", printed)


def test_blank_and_not_applicable_cells() -> None:
    printed = counts("granted", 3, "", "/", "—", "无", "", 3)
    found = of_row(read_text(report("2021", applications=printed, layout="pipes")), "granted")
    assert [cell.state for cell in found] == [
        "number",
        "blank",
        "not_applicable",
        "not_applicable",
        "not_applicable",
        "blank",
        "number",
    ]
    assert [cell.raw for cell in found] == ["3", "", "/", "—", "无", "", "3"]


# ── files that break off ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("layout", ["cells", "rows", "tika"])
def test_the_last_figure_of_a_file_that_breaks_off_is_not_taken(layout: str) -> None:
    text = report("2021", applications=counts("granted", 1, 2, 3, 4, 5, 6, 21), layout=layout)  # type: ignore[arg-type]
    cut = text[: text.index("21", text.index("予以公开")) + 2]
    found = read_text(cut)
    assert row(found, "granted") == [1, 2, 3, 4, 5, 6, None]
    last = of_row(found, "granted")[-1]
    assert (last.state, last.reason, last.raw) == ("ambiguous", "cut_off", "21")
    assert states(of_row(found, "total")) == {("missing", "cut_off")}
    assert states(found.appeals) == {("missing", "grid_not_found")}


def test_a_bound_after_the_last_figure_says_that_it_is_whole() -> None:
    text = report("2021", applications=counts("granted", 1, 2, 3, 4, 5, 6, 21), layout="pipes")
    cut = text[: text.index("21 |", text.index("予以公开")) + 4]
    assert row(read_text(cut), "granted") == [1, 2, 3, 4, 5, 6, 21]


def test_a_row_that_the_end_of_the_file_leaves_short_is_open_as_a_whole() -> None:
    text = report("2021", applications=counts("granted", 1, 2, 3, 4, 5, 6, 21), layout="pipes")
    cut = text[: text.index("21 |", text.index("予以公开"))].rstrip()
    assert states(of_row(read_text(cut), "granted")) == {("ambiguous", "row_incomplete")}


def test_what_may_stand_in_a_row_cut_short_is_not_limited_to_what_is_left() -> None:
    text = report("2021", applications=counts("granted", 3, 1, 0, 0, 0, 0, 4), layout="pipes")
    last = of_row(read_text(text[: text.index("4 |", text.index("予以公开"))].rstrip()), "granted")[-1]
    assert not last.candidates or 4 in last.candidates


@pytest.mark.parametrize("last", ["| 3 | 1 | 0 | 0 | 0 | 0", "| | 3 | 1 | 0 | 0 | 0 | 0", "| | 3 | 1 | 0 | 0 | 0 |"])
def test_a_short_last_row_behind_empty_label_cells_is_not_shifted(last: str) -> None:
    head = (
        f"| {NOTE} | | | 申请人情况 | | | | | | |\n|---|---|---|---|---|---|---|---|---|---|\n"
        "| | | | 自然人 | 法人或其他组织 | | | | | 总计 |\n"
        "| | | | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | |\n"
    )
    found = read_text(f"{TITLE}\n{HEADINGS[2]}\n{head}| {NEW} | {last}")
    assert {cell.state for cell in of_row(found, "new")} == {"ambiguous"}


@pytest.mark.parametrize("gap", ["", " "])
def test_a_file_that_ends_behind_the_decimal_point_has_no_number_there(gap: str) -> None:
    header = "第二十条第（八）项\n信息内容 本年收费金额（单位：万元）"
    found = read_text(f"{TITLE}\n{HEADINGS[1]}\n{header}\n行政事业性收费{gap}9116.")
    assert {cell.value for cell in found.disclosure} == {None}


@pytest.mark.parametrize("layout", ["tika", "tabs"])
def test_a_file_that_ends_before_a_figure_has_no_blank_there(layout: str) -> None:
    figures = counts("granted", 1, 2, 3, 4, 5, 6, 21)
    text = report("2021", applications=figures, layout="tika" if layout == "tika" else "rows")
    text = text if layout == "tika" else text.replace(" ", "\t")
    found = read_text(text[: text.index("21", text.index("予以公开"))])
    assert of_row(found, "granted")[-1].state in ("ambiguous", "missing")


@pytest.mark.parametrize("layout", ["cells", "rows", "pipes", "tika"])
def test_a_file_that_ends_in_the_header_of_grid_four_has_no_blanks(layout: str) -> None:
    text = report("2021", layout=layout)  # type: ignore[arg-type]
    found = read_text(text[: text.index("复议后起诉")])
    assert {cell.state for cell in found.appeals} <= {"missing", "ambiguous"}
    assert found.verdicts.appeals == "doubtful"


def test_a_file_that_ends_in_a_label() -> None:
    text = report("2021")
    found = read_text(text[: text.index("予以公开") + 1])
    assert row(found, "carried_in") == [0] * 7
    assert {cell.reason for cell in of_row(found, "granted")} == {"cut_off"}
    assert {cell.value for cell in of_row(found, "granted")} == {None}


def test_a_file_that_ends_with_its_last_grid_is_whole() -> None:
    text = report("2021", appeals=block("litigation_after", 1, 0, 0, 0, 1))
    found = read_text(text[: text.index(HEADINGS[4])].rstrip())
    assert states(found.appeals) == {("number", None)}
    assert found.verdicts.appeals == "verified"


# ── lines removed ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_a_text_whose_repeated_lines_were_removed_is_refused(form: str) -> None:
    figures = counts("new", 5, 2, 0, 0, 0, 0, 7) | counts("granted", 5, 2, 0, 0, 0, 0, 7)
    text = report(form, applications=figures)
    found = read_text("\n".join(dict.fromkeys(text.split("\n"))))
    assert states(cells(found).values()) == {("ambiguous", "lines_removed")}
    assert found.verdicts.report == "doubtful"


@pytest.mark.parametrize("layout", ["cells", "rows", "pipes", "tika"])
def test_a_whole_report_is_not_taken_for_one_with_lines_removed(layout: str) -> None:
    found = read_text(report("2019", layout=layout))  # type: ignore[arg-type]
    assert states(cells(found).values()) == {("number", None)}


def test_rows_of_a_single_grid_are_no_removed_lines() -> None:
    form = load_forms().get("2021").grid("applications")
    figures = dict.fromkeys(form.slots(), "")
    for key in ("new", "granted", "total"):
        figures |= counts(key, 5, 1, 2, 3, 4, 5, 20)
    lines = lay(applications_rows(form, figures), "rows")
    found = read_text("\n".join([TITLE, HEADINGS[2], *lines, HEADINGS[4], "公开内容还不够丰富。"]))
    assert row(found, "new") == [5, 1, 2, 3, 4, 5, 20]


# ── labels and figures out of step ──────────────────────────────────────────────────────────────────


def test_figures_above_their_labels_are_read_right_or_not_at_all() -> None:
    figures = {
        key: text for name in ("new", "granted", "total") for key, text in counts(name, 5, 1, 0, 0, 0, 0, 6).items()
    }
    lines = []
    for line in report("2021", applications=figures, layout="rows").split("\n"):
        words = line.split(" ")
        digits = [word for word in words if word.isdigit()]
        if len(digits) == 7:
            lines += [" ".join(digits), " ".join(word for word in words if not word.isdigit())]
        else:
            lines.append(line)
    for cell in read_text("\n".join(lines)).applications:
        assert cell.value in (None, int(figures.get((cell.row, cell.column), "0"))), cell.path


def test_a_lost_label_after_a_row_left_blank_shifts_no_figure() -> None:
    figures = {
        key: text for name in ("new", "partly_granted", "total") for key, text in counts(name, *"4000004").items()
    }
    text = report("2021", applications=figures | counts("granted", *[""] * 7))
    lost = text.replace("（二）部分公开（区分处理的，只计这一情形，不计其他情形）\n", "")
    assert row(read_text(lost), "granted") == [None] * 7


# ── money ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("printed", "header", "value", "unit"),
    [
        ("7111.64万元", "采购总金额", 7111.64, "万元"),
        ("251000元", "采购总金额", 25.1, "万元"),
        ("52.15", "采购总金额", 52.15, None),
        ("52.15", "采购总金额（万元）", 52.15, "万元"),
        ("251000", "采购总金额（元）", 25.1, "万元"),
        ("251000元", "采购总金额（万元）", 25.1, "万元"),
    ],
)
def test_money_is_in_wan_whatever_is_printed(printed: str, header: str, value: float, unit: str | None) -> None:
    text = report("2019", disclosure={("20.9/procurement", "amount"): printed}, layout="pipes")
    cell = cells(read_text(text.replace("采购总金额", header)))["disclosure/20.9/procurement/amount"]
    assert (cell.value, cell.unit, cell.state) == (value, unit, "number")


def test_the_header_of_the_form_names_the_unit_of_fees() -> None:
    found = cells(read_text(report("2021", disclosure={("20.8/fees", "fees_charged"): "24252.311082"})))
    cell = found["disclosure/20.8/fees/fees_charged"]
    assert (cell.value, cell.unit) == (24252.311082, "万元")


# ── order, additions, places ────────────────────────────────────────────────────────────────────────


def test_an_added_row_is_kept_outside_the_form() -> None:
    text = report("2021", layout="pipes").replace(
        "第二十条第（五）项", "其他主动公开文件 | 9 | 8 | 7 |\n第二十条第（五）项"
    )
    found = read_text(text)
    added = [cell for cell in found.disclosure if not cell.in_form]
    assert [(cell.row, cell.row_label, cell.column, cell.value) for cell in added] == [
        ("20.1/", "其他主动公开文件", "issued", 9),
        ("20.1/", "其他主动公开文件", "repealed", 8),
        ("20.1/", "其他主动公开文件", "in_force", 7),
    ]
    assert len(found.disclosure) == 10 + 3
    assert found.verdicts.disclosure == "read"


@pytest.mark.parametrize("label", ["规章(县级无此项)", "规章（县级无此项）", "规章"])
def test_labels_are_kept_as_printed(label: str) -> None:
    found = cells(read_text(report("2021").replace("规章\n", f"{label}\n")))
    assert found["disclosure/20.1/rules/issued"].row_label == label


def test_figures_are_kept_as_printed() -> None:
    printed = "２２（其中修订１６件）"
    text = report("2019", disclosure={("20.9/procurement", "purchases"): printed})
    cell = cells(read_text(text))["disclosure/20.9/procurement/purchases"]
    assert (cell.value, cell.raw) == (22, printed)
    assert cells(read_text(text))["applications/granted/total"].row_label == "（一）予以公开"


def test_every_value_has_the_line_it_was_read_from() -> None:
    text = report("2021", applications=counts("granted", 12, 0, 0, 0, 0, 0, 12))
    lines = text.split("\n")
    for cell in cells(read_text(text)).values():
        assert cell.place.line is not None
        assert lines[cell.place.line - 1] == cell.raw


def test_the_cells_stand_in_the_order_of_the_form() -> None:
    found = read_text(report("2021"))
    assert [cell.path for cell in found.applications][:8] == [
        *(f"applications/new/{column}" for column in (
            "natural_person", "enterprise", "research", "public_interest", "legal_service", "other", "total")),
        "applications/carried_in/natural_person",
    ]  # fmt: skip


def test_words_in_the_place_of_figures_leave_no_blank_cells() -> None:
    found = part_three(f"{NEW} 3 0 0 0 0 0 3\n{CARRIED} È È È È È É È\n（一）予以公开 3 0 0 0 0 0 3")
    assert {cell.state for cell in of_row(found, "carried_in")} == {"ambiguous"}


@pytest.mark.parametrize("printed", ["\ufffd", "\ufffd6", "1\ue031"])
def test_signs_of_which_the_font_tells_nothing_are_no_text_and_no_number(printed: str) -> None:
    found = read_text(report(applications=counts("new", printed, 0, 0, 0, 0, 0, 16), layout="pipes"))
    cell = cells(found)["applications/new/natural_person"]
    assert (cell.state, cell.reason, cell.value, cell.raw) == ("ambiguous", "signs_unknown", None, printed)
    assert any("the font does not tell" in finding.message_en for finding in found.findings)


TABS = "\t2\t1\t0\t0\t1\t0\t4"


@pytest.mark.parametrize(
    ("lines", "key"),
    [
        (["（二）部分公开（区分处理的，", f"只计这一情形，不计其他情形）{TABS}"], "partly_granted"),
        (["1.申请人无正当理由逾期不补正、行政", f"机关不再处理其政府信息公开申请{TABS}"], "other.uncorrected"),
        (["2.申请人逾期未按收费通知要求缴纳费", "用、行政机关不再处理其政府", f"信息公开申请{TABS}"], "other.unpaid"),
    ],
)
def test_a_label_wrapped_before_its_tabs_is_one_label(lines: list[str], key: str) -> None:
    rows = [
        f"{NEW}\t9\t1\t0\t0\t1\t0\t11",
        f"{CARRIED}\t0\t0\t0\t0\t0\t0\t0",
        *lines,
        f"3.其他{TABS}",
        f"（七）总计{TABS}",
    ]
    found = part_three("\n".join(rows))
    assert row(found, key) == [2, 1, 0, 0, 1, 0, 4]


@pytest.mark.parametrize("rest", ["只计这一情形", "2.重复申请", "（不计其他情形）"])
def test_a_line_that_is_not_the_rest_of_the_label_above_gives_it_no_figures(rest: str) -> None:
    rows = [
        f"{NEW}\t9\t1\t0\t0\t1\t0\t11",
        f"{CARRIED}\t0\t0\t0\t0\t0\t0\t0",
        "（二）部分公开（区分处理的，",
        f"{rest}{TABS}",
    ]
    found = part_three("\n".join([*rows, f"（七）总计{TABS}"]))
    assert row(found, "partly_granted") == [None] * 7
