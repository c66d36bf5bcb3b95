"""Aligning: which figures stand by which label, without a guess where no label stands."""

import pytest
from tests.texts import document

from extract.document import Table, TableCell
from extract.flat.align import Alignment, align
from extract.flat.bounds import lines_to_pieces
from extract.flat.pieces import table_pieces
from extract.forms.form import GridName, load_forms
from extract.forms.labels import labels_of

FORMS = load_forms()
ZEROS = "0 0 0 0 0 0 0"
NEW, CARRIED = "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"
Bands = list[tuple[str | None, str]]


def aligned(text: str, grid: GridName = "applications") -> Alignment:
    labels = labels_of(FORMS, grid)
    return align(lines_to_pieces(document(text).lines, labels.is_prose), labels)


def bands(found: Alignment) -> Bands:
    """Each band's row and figures."""
    return [(band.key, " ".join(cell.text for cell in band.cells)) for band in found.bands]


def test_figures_stand_by_the_label_before_them() -> None:
    assert bands(aligned(f"{NEW} 1 0 0 0 0 0 1\n{CARRIED} {ZEROS}")) == [
        ("new", "1 0 0 0 0 0 1"),
        ("carried_in", ZEROS),
    ]


def test_too_few_and_too_many_figures_are_kept_as_they_are() -> None:
    assert bands(aligned(f"{NEW} 1 0 1\n{CARRIED} 0 0 0 0 0 0 0 9")) == [
        ("new", "1 0 1"),
        ("carried_in", "0 0 0 0 0 0 0 9"),
    ]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (f"（二）部分公开（区分处理的，只计这一\n{ZEROS}\n情形，不计其他情形）", "partly_granted"),
        (f"2.没有现成信息需要\n{ZEROS}\n另行制作", "unavailable.needs_creation"),
        (f"5.要求行政机关确认或重新出\n具已获取信息\n{ZEROS}", "refused.confirmation"),
        (f"（四）无\n法提供\n1.本机关不掌握相关政府信息\n{ZEROS}", "unavailable.not_held"),
        (f"三\n、\n本\n年\n度\n办\n理\n结\n果\n（一）予以公开\n{ZEROS}", "granted"),
        (f"2.其他法律行政止公开 {ZEROS}", "denied.law"),
        # narrow cells, wrapped after the second letter, beside outer labels that are wrapped as well
        (f"（三） 2.其他 {ZEROS}\n不予公 法律行\n开 政法规\n禁止公\n开", "denied.law"),
        (f"2.其他\n法律行\n政止公\n开\n{ZEROS}", "denied.law"),
        (f"其他法 {ZEROS}\n律行政\n法规禁\n止公开", "denied.law"),
        (f"3.要求 {ZEROS}\n提供公\n开出版\n物", "refused.publication"),
        (f"要求提 {ZEROS}\n供公开\n出版物", "refused.publication"),
        (f"（六）其他\n处理\n3.其他 {ZEROS}", "other.rest"),
        (
            f"（六）其他\n处理\n1.申请人无正当理由逾期不补\n正、行政机关不再处理其政府\n信息公开申请\n{ZEROS}",
            "other.uncorrected",
        ),
        (f"3.其他 {ZEROS}", "other.rest"),
        (f"2.其他 {ZEROS}", "other.rest"),
        (f"4、保护第三方合法权益 {ZEROS}", "denied.third_party"),
        (f"属于行政查询事项 {ZEROS}", "denied.inquiry"),
        (f"8.行政查询事项信息 {ZEROS}", "denied.inquiry"),
        (f"6.属于过程性信息 {ZEROS}", "denied.process"),
        (f"1.无正当理由逾期不补正、不再处理 {ZEROS}", "other.uncorrected"),
    ],
)
def test_labels_that_are_wrapped_broken_or_damaged(text: str, key: str) -> None:
    assert bands(aligned(f"{text}\n（七）总计 {ZEROS}")) == [(key, ZEROS), ("total", ZEROS)]


def test_words_that_are_no_label_keep_their_figures_to_themselves() -> None:
    found = bands(aligned(f"{NEW} {ZEROS}\n另行说明的申请 1 1 1 1 1 1 6\n{CARRIED} {ZEROS}"))
    assert found == [("new", ZEROS), (None, "1 1 1 1 1 1 6"), ("carried_in", ZEROS)]


@pytest.mark.parametrize(
    "words",
    [
        "其中：网上新收政府信息公开申请数量",  # a part of a row
        "申请人逾期不再处理",  # of two rows' labels
        "政府信息公开申请",
        "新收数量",
    ],
)
def test_words_shorter_than_two_labels_or_of_a_part_are_no_label(words: str) -> None:
    found = bands(aligned(f"{words} 1 1 1 1 1 1 6\n{CARRIED} {ZEROS}"))
    assert found == [(None, "1 1 1 1 1 1 6"), ("carried_in", ZEROS)]


def test_a_sentence_ends_what_stands_before_it() -> None:
    found = bands(aligned(f"{NEW}\n2023年,我单位收到的申请较往年有所增加。\n5 0 0 0 0 0 5"))
    assert ("new", "5 0 0 0 0 0 5") not in found


def test_no_figure_is_dropped() -> None:
    text = f"1 2 3\n{NEW} 4 5\n不明的一行 6\n{CARRIED} 7 8 9"
    kept = " ".join(figures for _, figures in bands(aligned(text)))
    assert kept == "1 2 3 4 5 6 7 8 9"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("总计", []),
        (f"2.重复申请 {ZEROS}\n（七）总计 {ZEROS}", [("refused.repeated", ZEROS), ("total", ZEROS)]),
        (f"（七）总计 {ZEROS}\n四、结转下年度继续办理 {ZEROS}", [("total", ZEROS), ("carried_out", ZEROS)]),
        (f"自然人 总计\n{NEW} {ZEROS}", [("new", ZEROS)]),
        (f"商业企业\n其他\n{NEW}\n{ZEROS}", [("new", ZEROS)]),
        (f"2.重复申请 {ZEROS}\n3.其他 {ZEROS}", [("refused.repeated", ZEROS), ("other.rest", ZEROS)]),
    ],
)
def test_total_and_other_name_a_row_or_a_column(text: str, expected: Bands) -> None:
    assert bands(aligned(text)) == expected


def test_other_outcomes_head_their_rows_where_these_are_printed() -> None:
    text = (
        f"（六）其他处理 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请 {ZEROS}\n"
        f"2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请 {ZEROS}\n3.其他 {ZEROS}"
    )
    assert [key for key, _ in bands(aligned(text))] == ["other.uncorrected", "other.unpaid", "other.rest"]
    assert bands(aligned(f"（六）其他处理 {ZEROS}\n（七）总计 {ZEROS}"))[0] == ("other", ZEROS)


# ── grid 二 ─────────────────────────────────────────────────────────────────────────────────────────


def test_blocks_and_their_columns() -> None:
    text = (
        "第二十条第（八）项\n信息内容 上一年项目数量 本年增/减\n行政事业性收费 3 -1\n"
        "第二十条第（一）项\n信息内容 本年新制作数量 本年新公开数量 对外公开总数量\n规章 0 1 2\n其他主动公开文件 7 8 9"
    )
    found = aligned(text, "disclosure")
    assert [(band.key, band.block) for band in found.bands] == [
        ("20.8/fees", "20.8"),
        ("20.1/rules", "20.1"),
        (None, "20.1"),
    ]
    assert [(column.key, column.block) for column in found.header] == [
        ("items_prior_year", "20.8"),
        ("items_change", "20.8"),
        ("made", "20.1"),
        ("published", "20.1"),
        ("published_total", "20.1"),
    ]


def test_words_glued_behind_a_label_take_the_figures_that_follow() -> None:
    text = "第二十条第（一）项信息内容 本年新制作数量 本年新公开数量 对外公开总数量规章规范性文件其他主动公开文件 7 8 9"
    found = aligned(text, "disclosure").bands
    assert [(band.key, band.label, len(band.cells)) for band in found][-2:] == [
        ("20.1/normative_documents", found[-2].label, 0),
        (None, "其他主动公开文件", 3),
    ]


@pytest.mark.parametrize(
    ("header", "form"),
    [("本年制发件数 本年废止件数 现行有效件数", "2021"), ("本年新制作数量 本年新公开数量 对外公开总数量", "2019")],
)
def test_labels_of_one_form_alone_count_for_it(header: str, form: str) -> None:
    votes = dict(aligned(f"第二十条第（一）项\n信息内容 {header}\n规章 0 0 0", "disclosure").votes)
    assert set(votes) == {form}


def test_a_wrapped_label_ends_with_its_row() -> None:
    narrow = "（六） 1.申请 {}\n其他处 人无正\n理 当理由\n逾期不\n补正、\n行政机\n关不再\n处理其\n政府信\n息公开\n申请"
    text = f"{narrow.format('3 0 0 0 0 1 4')}\n3.其他 1 0 0 0 0 0 1\n（七）总计 4 0 0 0 0 1 5"
    assert bands(aligned(text)) == [
        ("other.uncorrected", "3 0 0 0 0 1 4"),
        ("other.rest", "1 0 0 0 0 0 1"),
        ("total", "4 0 0 0 0 1 5"),
    ]


def test_the_end_of_a_label_is_not_the_beginning_of_the_next() -> None:
    """申请 ends one label and begins the next: the figures behind it are not the next row's."""
    damaged = "1.申清\n入无正\n当埋由\n逾朝不\n补止\n申请\n3 0 0 0 0 0 3"
    found = bands(aligned(f"{damaged}\n2.申请\n人逾期\n未按收\n费通知\n1 0 0 0 0 0 1\n（七）总计 {ZEROS}"))
    assert ("other.unpaid", "3 0 0 0 0 0 3") not in found
    assert ("other.unpaid", "1 0 0 0 0 0 1") in found


def test_markdown_breaks_lines_in_cells_and_cuts_labels_into_several() -> None:
    text = (
        f"|（三）<br>不予公<br>开|1.属于<br>国家秘<br>密|{ZEROS.replace(' ', '|')}|\n|---|---|---|---|---|---|---|---|---|\n"
        f"|（七）|总<br/>|计|{ZEROS.replace(' ', '|')}|"
    )
    assert bands(aligned(text)) == [("denied.state_secret", ZEROS), ("total", ZEROS)]


def test_labels_of_both_forms_count_for_none() -> None:
    assert aligned(f"{NEW} {ZEROS}\n（六）其他处理 {ZEROS}").votes == ()


# ── real tables ─────────────────────────────────────────────────────────────────────────────────────


def test_a_real_table() -> None:
    texts = [["一、本年新收政府信息公开\n申请数量", *"2000002"], [CARRIED, *[""] * 7], ["合计说明", *"1111116"]]
    table = Table(
        tuple(TableCell(text, row, column) for row, line in enumerate(texts) for column, text in enumerate(line)),
        3,
        8,
        1,
    )
    found = align(table_pieces([table]), labels_of(FORMS, "applications"))
    assert bands(found) == [("new", "2 0 0 0 0 0 2"), ("carried_in", " " * 6), (None, "1 1 1 1 1 1 6")]
    assert [cell.place.column_no for cell in found.bands[0].cells] == [2, 3, 4, 5, 6, 7, 8]


@pytest.mark.parametrize("text", ["", "会议纪要", "1 2 3", "本次会议研究了以下事项,决定如下,请遵照执行。"])
def test_a_text_without_labels_is_no_grid(text: str) -> None:
    assert not aligned(text).found
