"""Labels: which printed words name a row, a column or a block, however they are printed."""

import pytest

from extract.forms.fold import fold
from extract.forms.form import GridName, load_forms
from extract.forms.labels import labels_of, likeness

FORMS = load_forms()


def names(text: str, grid: GridName = "applications") -> list[tuple[str, str]]:
    return [(mark.kind, mark.key) for mark in labels_of(FORMS, grid).of(text)]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("1.属于国家秘密", "denied.state_secret"),
        ("1、属于国家秘密", "denied.state_secret"),
        ("1）属于国家秘密", "denied.state_secret"),
        ("（1）属于国家秘密", "denied.state_secret"),
        ("属于国家秘密", "denied.state_secret"),
        ("1 . 属于\n国家秘密", "denied.state_secret"),
        ("3．危及“三安全一稳定”", "denied.security"),
        ('3.危及"三安全一稳定"', "denied.security"),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "partly_granted"),
        ("(二)部分公开(区分处理的,只计这一情形,不计其他情形)", "partly_granted"),
        ("（二）部分公开", "partly_granted"),
        ("四、結轉下年度繼續辦理", "carried_out"),
        ("一、 本年新收政府信息公开申请数量", "new"),
        ("（六）其他处理", "other"),
        ("（一）予以公开 Granted", "granted"),
        ("1.属于国家秘密\nState secrets, classified", "denied.state_secret"),
    ],
)
def test_rows_of_grid_three(text: str, key: str) -> None:
    assert names(text) == [("row", key)]


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ("规章", "row", "20.1/rules"),
        ("规章(县级无此项)", "row", "20.1/rules"),
        ("规章（本级无此项）", "row", "20.1/rules"),
        ("规范性文件", "row", "20.1/normative_documents"),
        ("行政规范性文件", "row", "20.1/normative_documents"),
        ("行政規範性文件", "row", "20.1/normative_documents"),
        ("本年新 制作数量", "column", "made"),
        ("本年制发件数", "column", "issued"),
        ("现行有效件", "column", "in_force"),
        ("本年增／减", "column", "items_change"),
        ("本年收费金额(单位:万元)", "column", "fees_charged"),
        ("第二十条  第(一)项", "block", "20.1"),
        ("第二十条第（九）项", "block", "20.9"),
    ],
)
def test_labels_of_grid_two(text: str, kind: str, key: str) -> None:
    assert names(text, "disclosure") == [(kind, key)]


@pytest.mark.parametrize("text", ["商业 企业", "商业\n企业", "商 业 企\n业"])
def test_a_column_broken_in_any_way(text: str) -> None:
    assert names(text) == [("column", "enterprise")]


def test_concepts_that_differ_have_keys_that_differ() -> None:
    made, issued = names("本年新制作数量", "disclosure"), names("本年制发件数", "disclosure")
    total, in_force = names("对外公开总数量", "disclosure"), names("现行有效件数", "disclosure")
    assert len({*made, *issued, *total, *in_force}) == 4


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "本报告",
        "行政",
        "属于",
        "1.",
        "公开",
        "我局收到的申请均属于国家秘密",
        "其他主动公开文件",
        "7111.64万元",
        "规章 None",
        "规章 4 Rules",
        "规章Rules",
        "Rules",
    ],
)
@pytest.mark.parametrize("grid", ["disclosure", "applications", "appeals"])
def test_other_words_are_no_labels(text: str, grid: GridName) -> None:
    assert names(text, grid) == []


def test_several_labels_in_one_text() -> None:
    text = fold("行政复议行政诉讼结果维持结果纠正其他结果尚未审结总计未经复议直接起诉复议后起诉")
    found = list(labels_of(FORMS, "appeals").inside(text))
    assert "".join(text[one.start : one.end] for one in found) == text
    assert [one.marks[0].key for one in found] == [
        "reconsideration",
        "行政诉讼",
        "upheld",
        "corrected",
        "other",
        "pending",
        "total",
        "litigation_direct",
        "litigation_after",
    ]


@pytest.mark.parametrize(
    ("damaged", "label"),
    [
        ("其他法律行政止公开", "其他法律行政法规禁止公开"),
        ("属于国家秘", "属于国家秘密"),
        ("要求行政机关确认或重新出具", "要求行政机关确认或重新出具已获取信息"),
        ("属于四类过性信息", "属于四类过程性信息"),
    ],
)
def test_a_damaged_label_is_most_like_its_own(damaged: str, label: str) -> None:
    texts = {text for every in labels_of(FORMS, "applications").rows.values() for text in every}
    assert max(texts, key=lambda text: likeness(damaged, text)) == label


def test_likeness_goes_from_nothing_to_one() -> None:
    assert likeness("属于国家秘密", "属于国家秘密") == 1
    assert likeness("", "属于国家秘密") == likeness("属于国家秘密", "") == 0
    assert likeness("会议纪要", "属于国家秘密") == 0
    assert 0 < likeness("属于国家机密", "属于国家秘密") < 1


def test_a_label_that_one_form_alone_prints_tells_that_form() -> None:
    votes = labels_of(FORMS, "disclosure").votes
    assert (votes[fold("本年制发件数")], votes[fold("本年新制作数量")]) == ("2021", "2019")
    assert fold("规章") not in votes
    assert fold("其他处理") not in labels_of(FORMS, "applications").votes
