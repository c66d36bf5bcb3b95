"""Folding: what is alike on paper is equal when compared, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.forms.fold import fold, narrow, simplify
from extract.forms.form import GRID_NAMES, load_forms

LABELS = sorted(
    {
        label
        for form in load_forms().all
        for name in GRID_NAMES
        for row in form.grid(name).rows
        for label in (row.label, *row.path, *(column.label for column in row.columns))
    }
)
BLANKS = ("\u00a0", "\u3000", "\t", "\n", " ", "\u2003")
INVISIBLE = ("\u200b", "\u200c", "\u200d", "\u200e", "\u2060", "\ufeff", "\u00ad")


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("第二十条  第(一)项", "第二十条第（一）项"),
        ("本年新\n制作数量", "本年新制作数量"),
        ("商 业 企\n业", "商业企业"),
        ("本年增/减", "本年增减"),
        ("本年收费金额(单位:万元)", "本年收费金额（单位：万元）"),
        ("３．危及“三安全一稳定”", '3.危及"三安全一稳定"'),
        ("現行有效件數", "现行有效件数"),
        ("總計", "总计"),
        ("結果糾正", "结果纠正"),
        ("（七）　总　计", "（七）总计"),
        ("ＡＢＣ", "abc"),
    ],
)
def test_what_is_alike_on_paper_folds_alike(printed: str, label: str) -> None:
    assert fold(printed) == fold(label)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("规范性文件", "行政规范性文件"),
        ("本年制发件数", "本年新制作数量"),
        ("（一）予以公开", "（二）予以公开"),
        ("1.属于国家秘密", "属于国家秘密"),
        ("总计", "合计"),
    ],
)
def test_what_differs_on_paper_folds_differently(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize("label", LABELS)
def test_blanks_and_invisible_signs_do_not_count(label: str) -> None:
    for sign in (*BLANKS, *INVISIBLE):
        assert fold(sign.join(label)) == fold(label), repr(sign)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_folding_goes_sign_by_sign(one: str, other: str) -> None:
    assert fold(one + other) == fold(one) + fold(other)


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("１，２３４（件）", "1,234(件)"),
        ("　０　", " 0 "),
        ("\u00a05\u00a0", " 5 "),
        ("0\u200b", "0"),
        ("一\n二\t三", "一\n二\t三"),
        ("①²½", "①²½"),
        ("“三安全一稳定”、。", "“三安全一稳定”、。"),
    ],
)
def test_narrow_keeps_what_is_no_full_width_form(printed: str, plain: str) -> None:
    assert narrow(printed) == plain


@given(st.text())
def test_narrow_drops_nothing_but_invisible_signs(text: str) -> None:
    assert len(narrow(text)) == len(text) - sum(text.count(sign) for sign in (*INVISIBLE, "\u200f"))
    assert narrow(narrow(text)) == narrow(text)


@given(st.text())
def test_simplify_keeps_the_length(text: str) -> None:
    assert len(simplify(text)) == len(text)


def test_simplify_changes_traditional_characters_alone() -> None:
    assert simplify("减4件，7111.64萬元（無）") == "减4件，7111.64万元（无）"
