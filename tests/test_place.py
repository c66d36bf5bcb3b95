"""Placing: a figure has its column only where the bounds say so; nothing is placed by counting on."""

import pytest
from tests.texts import document

from extract.document import Table, TableCell
from extract.flat.align import align
from extract.flat.bounds import lines_to_pieces
from extract.flat.pieces import table_pieces
from extract.flat.place import Placement, place
from extract.forms.form import GridName, load_forms
from extract.forms.labels import labels_of

FORMS = load_forms()
ZEROS = "0 0 0 0 0 0 0"
NEW, CARRIED = "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"
ONE = "第二十条第（一）项\n信息内容 本年制发件数 本年废止件数 现行有效件数\n"


def placed(text: str, form: str = "2021", grid: GridName = "applications") -> Placement:
    labels = labels_of(FORMS, grid)
    alignment = align(lines_to_pieces(document(text).lines, labels.is_prose), labels)
    return place(alignment, FORMS.get(form).grid(grid))


def values(found: Placement) -> dict[str, str]:
    """The figures of every placed row, - for a cell that is known to be empty."""
    return {one.row.key: " ".join(cell.text or "-" if cell else "-" for cell in one.cells) for one in found.placed}


def reasons(found: Placement) -> dict[str, str]:
    """Why each open row is open."""
    return {one.slots[0][0]: one.reason for one in found.open}


def test_as_many_figures_as_columns_are_in_their_places() -> None:
    found = placed(f"{NEW} 1 0 0 0 2 0 3\n{CARRIED} {ZEROS}")
    assert values(found) == {"new": "1 0 0 0 2 0 3", "carried_in": ZEROS}
    assert found.open == ()


@pytest.mark.parametrize(
    ("figures", "reason"),
    [
        ("1 0 0 0 0 1", "row_incomplete"),
        ("1", "row_incomplete"),
        ("", "row_incomplete"),
        ("1 0 0 0 0 0 1 5", "row_overfull"),
        ("1 0 0 0 0 0 1 0 0 0 0 0 0 0", "row_overfull"),
    ],
)
def test_any_other_number_of_figures_leaves_the_row_open(figures: str, reason: str) -> None:
    found = placed(f"{NEW} {figures}\n{CARRIED} {ZEROS}")
    assert values(found) == {"carried_in": ZEROS}
    assert reasons(found) == {"new": reason}


def test_marks_of_one_row_over_two_lines_are_its_cells() -> None:
    assert values(placed(f"{NEW} - - - -\n- - -\n{CARRIED} {ZEROS}"))["new"] == "- - - - - - -"
    assert reasons(placed(f"{NEW} 1 - - -\n- - 1\n{CARRIED} {ZEROS}")) == {"new": "order_unclear"}


def test_glued_figures_leave_the_row_open() -> None:
    found = placed(f"1.本机关不掌握相关政府信息2200003252.没有现成信息需要另行制作0000000（七）总计{ZEROS}")
    assert reasons(found)["unavailable.not_held"] == "bounds_lost"


def test_a_row_printed_twice_counts_once_where_it_says_the_same() -> None:
    assert values(placed(f"{NEW} 1 0 0 0 0 0 1\n{NEW} 1 0 0 0 0 0 1")) == {"new": "1 0 0 0 0 0 1"}
    assert reasons(placed(f"{NEW} 1 0 0 0 0 0 1\n{NEW} 2 0 0 0 0 0 2")) == {"new": "repeated"}


def test_a_row_printed_once_with_zeros_and_once_empty_says_two_things() -> None:
    zeros = f"{NEW} | {' | '.join(ZEROS.split())} |"
    assert reasons(placed(f"{NEW} | | | | | | | |\n{zeros}")) == {"new": "repeated"}
    assert values(placed(f"{zeros}\n{zeros}")) == {"new": ZEROS}
    # a label over fewer cells is no row
    assert values(placed(f"{NEW} | | |\n{zeros}")) == {"new": ZEROS}


def test_figures_between_two_labels_of_one_source_row_are_the_firsts() -> None:
    """They were passed over: the row counted from its last label on."""
    cells = " | ".join(ZEROS.split())
    torn = f"{NEW} | {cells} |\n2.重复申请 | 4 | 0 | 重复申请 | {cells} |"
    assert reasons(placed(torn)) == {"refused.repeated": "repeated"}
    two = placed(f"{NEW} | {cells} | {CARRIED} | {cells} |\n2.重复申请 | {cells} |")
    assert set(values(two)) == {"new", "carried_in", "refused.repeated"}


def test_rows_that_are_not_printed_are_absent() -> None:
    found = placed(f"{NEW} {ZEROS}")
    assert len(found.absent) == 24
    assert found.lost == ()


def test_figures_without_labels_are_lost_rows_and_left_over() -> None:
    partly = "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"
    found = placed(
        f"{partly} {ZEROS}\n（三）不予公开\n{ZEROS}\n{ZEROS}\n（四）无法提供 1.本机关不掌握相关政府信息 {ZEROS}"
    )
    assert [row.key for row in found.lost] == ["denied.state_secret", "denied.law"]
    assert len(found.leftover) == 14
    assert set(values(found)) == {"partly_granted", "unavailable.not_held"}


def test_figures_by_words_that_are_no_label_are_the_row_that_is_due() -> None:
    found = placed(f"{NEW} {ZEROS}\n不明的一行 1 1 1 1 1 1 6\n三、本年度办理结果 （一）予以公开 {ZEROS}")
    assert [row.key for row in found.lost] == ["carried_in"]
    assert len(found.leftover) == 7


def test_empty_cells_that_are_seen_keep_their_places() -> None:
    found = placed(f"{NEW} | 3 | | | | | | 3 |\n{CARRIED} | | | | | | | |")
    assert values(found) == {"new": "3 - - - - - 3", "carried_in": "- - - - - - -"}


def test_empty_cells_beyond_the_columns_are_spans() -> None:
    found = placed(f"{NEW} | 2 | 0 | 0 | 0 | 0 | 0 | 2 | ||\n{CARRIED} | {' | '.join(ZEROS.split())} | ||")
    assert values(found) == {"new": "2 0 0 0 0 0 2", "carried_in": ZEROS}


def test_a_row_that_a_page_break_cuts_in_two_is_joined() -> None:
    found = placed(f"{NEW}\n1\n0\n0\n- 3 -\n0\n0\n0\n1\n{CARRIED}\n" + "0\n" * 7)
    assert values(found) == {"new": "1 0 0 0 0 0 1", "carried_in": ZEROS}


@pytest.mark.parametrize("form", ["2021", "2019"])
def test_other_outcomes_as_one_row(form: str) -> None:
    found = placed(f"2.重复申请 {ZEROS}\n（六）其他处理 1 0 0 0 0 0 1\n（七）总计 1 0 0 0 0 0 1", form)
    assert values(found)["other"] == "1 0 0 0 0 0 1"
    assert found.merged == (form == "2021")
    assert not {"other.uncorrected", "other.unpaid", "other.rest"} & {row.key for row in found.absent}


def test_other_outcomes_in_their_rows_are_not_merged() -> None:
    text = (
        f"（六）其他处理 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请 {ZEROS}\n"
        f"2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请 {ZEROS}\n3.其他 1 0 0 0 0 0 1"
    )
    found = placed(text)
    assert not found.merged
    assert values(found)["other.rest"] == "1 0 0 0 0 0 1"


# ── grid 二 ─────────────────────────────────────────────────────────────────────────────────────────


def test_columns_go_by_the_header_that_is_printed() -> None:
    text = "第二十条第（一）项 |\n信息内容 | 现行有效件数 | 本年制发件数 | 本年废止件数 |\n规章 | 9 | 1 | 2 |\n行政规范性文件 | 8 | 3 | 4 |"
    found = placed(text, grid="disclosure")
    assert values(found) == {"20.1/rules": "1 2 9", "20.1/normative_documents": "3 4 8"}


def test_a_row_that_the_form_does_not_have_stands_beside_it() -> None:
    found = placed(f"{ONE}规章 0 0 0\n其他主动公开文件 7 8 9\n行政规范性文件 1 0 3", grid="disclosure")
    assert values(found) == {"20.1/rules": "0 0 0", "20.1/normative_documents": "1 0 3"}
    assert [(extra.label, extra.block) for extra in found.extra] == [("其他主动公开文件", "20.1")]
    assert [cell.text for cell in found.extra[0].cells if cell] == ["7", "8", "9"]
    assert (found.lost, found.leftover) == ((), ())


def test_blocks_in_another_order() -> None:
    text = (
        "第二十条第（八）项 |\n信息内容 | 本年收费金额（单位：万元） |\n行政事业性收费 | 12.5 |\n"
        "第二十条第（一）项 |\n信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n规章 | 0 | 0 | 0 |\n"
    )
    assert values(placed(text, grid="disclosure")) == {"20.1/rules": "0 0 0", "20.8/fees": "12.5"}


# ── real tables ─────────────────────────────────────────────────────────────────────────────────────


def test_a_figure_in_a_spanned_cell_has_its_column_by_the_lattice() -> None:
    header = ["信息内容", "采购项目数量", "采购总金额"]
    cells = [TableCell("第二十条第（九）项", 0, 0, 1, 4)]
    for row, texts in ((1, header), (2, ["政府集中采购", "5", "40.15"])):
        cells += [TableCell(texts[0], row, 0), TableCell(texts[1], row, 1), TableCell(texts[2], row, 2, 1, 2)]
    labels = labels_of(FORMS, "disclosure")
    alignment = align(table_pieces([Table(tuple(cells), 3, 4, 1)]), labels)
    found = place(alignment, FORMS.get("2019").grid("disclosure"))
    assert values(found) == {"20.9/procurement": "5 40.15"}


def test_a_line_of_figures_above_its_label_is_put_in_step() -> None:
    found = placed(f"{NEW}\n1 0 0 0 0 0 1\n{ZEROS}\n{CARRIED}\n三、本年度办理结果 （一）予以公开 1 0 0 0 0 0 1")
    assert values(found) == {"new": "1 0 0 0 0 0 1", "carried_in": ZEROS, "granted": "1 0 0 0 0 0 1"}


def test_figures_a_line_each_are_put_in_step_by_whole_rows() -> None:
    figures = "\n".join([*"1000001", *"0200002"])
    found = placed(f"{NEW}\n{figures}\n{CARRIED}\n三、本年度办理结果\n（一）予以公开\n" + "\n".join("1200003"))
    assert values(found) == {"new": "1 0 0 0 0 0 1", "carried_in": "0 2 0 0 0 0 2", "granted": "1 2 0 0 0 0 3"}


def test_rows_that_do_not_follow_each_other_are_not_put_in_step() -> None:
    found = placed(f"{NEW}\n1 0 0 0 0 0 1\n{ZEROS}\n（一）予以公开")
    assert values(found) == {}
    assert reasons(found)["new"] == "row_overfull"


def test_spans_lean_to_the_side_that_another_row_shows() -> None:
    unclear = f"{CARRIED} | | | 5 | | | | | | |"
    assert reasons(placed(f"{NEW} | 1 | 2 | 3 | 4 | 5 | 6 | 21 |\n{unclear}")) == {"carried_in": "row_overfull"}
    ahead = placed(f"{NEW} | 1 | 0 | 0 | 0 | 0 | 0 | 1 | | |\n{unclear}")
    assert values(ahead)["carried_in"] == "- - 5 - - - -"
    behind = placed(f"{NEW} | | | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n{unclear}")
    assert values(behind)["carried_in"] == "5 - - - - - -"


def test_a_row_with_blanks_on_both_sides_has_its_first_and_last_figure_at_its_ends() -> None:
    """What a converter that runs a table's lines together leaves: the bars that end a row, and those of the next one's spans."""
    found = placed(
        f"{NEW} | | |7 |2 |0 |1 |0 |0 |10 | |{CARRIED} | | |1 |0 |0 |0 | | |1 | |（一）予以公开 | | |3 |0 |0 |0 |3 | |"
    )
    assert values(found) == {"new": "7 2 0 1 0 0 10", "carried_in": "1 0 0 0 - - 1"}
    assert reasons(found) == {"granted": "row_overfull"}
    assert reasons(placed(f"{NEW} | | |2 |0 |1 |0 |0 |10 | |{CARRIED} |" + "0 |" * 7)) == {"new": "row_overfull"}


def test_a_header_printed_twice_is_no_order_of_its_own() -> None:
    # one print shows a word alone here and the other there: put together they would be an order nobody printed
    first = "自然人 总计 商业企业科研机构 社会公益组织 法律服务机构 其他"
    again = first.replace("商业企业科研机构", "商业企业 科研机构")
    found = values(placed(f"{first} {NEW} 1 2 3 0 0 0 6 {again} {CARRIED} 0 3 0 0 0 0 3"))
    assert (found["new"], found["carried_in"]) == ("1 2 3 0 0 0 6", "0 3 0 0 0 0 3")


@pytest.mark.parametrize("row", ["00 |\n |\n |\n |\n |\n |\n0 |\n||", "289 |\n05 |\n5 |\n4 |\n |\n |\n348 |\n||"])
def test_digits_that_are_no_number_keep_their_cell(row: str) -> None:
    text = f"自然人 |\n总计 |\n{CARRIED} |\n" + "0 |\n" * 7 + f"||\n{NEW} |\n{row}"
    assert reasons(placed(text))["new"] == "bounds_lost"


def test_a_header_in_another_order_shifts_no_figure() -> None:
    columns = ["总计", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    text = " | ".join(columns) + f" |\n{NEW} | 6 | 1 | 2 | 3 | 0 | 0 | 0 |\n{CARRIED} |" + " 0 |" * 7
    assert values(placed(text)).get("new", "1 2 3 0 0 0 6") == "1 2 3 0 0 0 6"


def test_a_span_is_no_line_of_figures() -> None:
    text = "规范性文件 |\n0 |\n0 |\n0 |\n第二十条第（五）项 |\n|||\n行政许可 |\n5 |\n1 |\n4 |\n其他对外管理"
    found = values(placed(text, "2019", "disclosure"))
    assert found["20.5/licences"] == "5 1 4"
    assert "20.5/other_services" not in found


@pytest.mark.parametrize(
    "figures", ["———————", "12件0件0件0件0件0件12件", "12条0条0条0条0条0条12条", "47000472021年1月25日"]
)
def test_a_row_that_shows_signs_is_not_blank(figures: str) -> None:
    found = placed(f"{NEW}{figures}{CARRIED}0000000")
    assert reasons(found)["new"] in {"order_unclear", "row_incomplete", "bounds_lost"}
    open_rows = {one.slots[0][0]: one for one in found.open}
    assert open_rows["new"].pieces or open_rows["new"].reason == "order_unclear"


def test_a_header_with_the_total_first_tells_no_column() -> None:
    header = "总计 自然人 法人或其他组织\n商业企业 科研机构 社会公益组织 法律服务机构 其他\n"
    found = placed(f"{header}{NEW} 1 0 0 0 0 0 1\n{CARRIED} {ZEROS}")
    assert reasons(found) == {"new": "order_unclear", "carried_in": "order_unclear"}


def test_a_sign_in_a_cell_is_not_the_rest_of_a_label() -> None:
    # of cells closed by pipes the last two are what a span covers
    row = "0② |\n0 |\n0 |\n0 |\n0 |\n0 |\n0 |\n||\n"
    found = placed(f"{NEW} |\n{row}{CARRIED} |\n{row.replace('②', '')}")
    assert values(found) == {"new": "0② 0 0 0 0 0 0", "carried_in": ZEROS}


def test_no_figure_goes_on_from_a_zero() -> None:
    zeros = ZEROS.replace(" ", "\t")
    found = placed(f"{NEW}\t{zeros}\n2\n{CARRIED}\t1\t0\t0\t0\t0\t0\t1")
    assert set(values(found)) == {"new", "carried_in"}
    torn = placed(f"{CARRIED}\t1\t0\t0\t0\t0\t0\t1\n2\n{NEW}\t{zeros}")
    assert set(values(torn)) == {"new"}


def test_columns_in_another_order_are_not_read_by_the_forms() -> None:
    names = "自然人法人或其他组织总计科研机构商业企业社会公益组织法律服务机构其他"
    assert reasons(placed(f"{names}{NEW}1020003{CARRIED}0000000")) == {
        "new": "order_unclear",
        "carried_in": "order_unclear",
    }
    wrapped = f"自然人 总计\n科研 商业 社会公 法律服\n机构 企业 益组织 务机构 其他\n{NEW} 1 0 2 0 0 0 3"
    assert reasons(placed(wrapped))["new"] == "order_unclear"
    assert values(placed(wrapped.replace("科研 商业", "商业 科研").replace("机构 企业", "企业 机构")))
