"""What a person sees of a row: its own figures, and not the numeral of the label behind them."""

import io

import docx
import pytest
from bench.generator.labels import APPLICANT_KEYS
from bench.hostile.seen import Values, compare

TEXT = """三、收到和处理政府信息公开申请情况
2.重复申请 6 0 0 0 0 0 6
3.要求提供公开出版物 0 0 0 0 0 0 0
四、政府信息公开行政复议、行政诉讼情况
"""
SIX: Values = {
    ("applications", "refused.repeated", key): (float(figure), figure)
    for key, figure in zip(APPLICANT_KEYS, "6000006", strict=True)
}


def differing(text: str) -> int:
    compared = compare(text.encode(), "txt", "2021", SIX, several=False)
    assert compared.rows == 1
    return len(compared.differing)


@pytest.mark.parametrize("label", ["3.要求", "3.要＊求", ".3要求", "3要求", "3、要", "３．要求", "3*要求", "要求"])
def test_the_numeral_of_a_harmed_label_is_no_figure_of_the_row_before(label: str) -> None:
    assert differing(TEXT.replace("3.要求", label)) == 0


@pytest.mark.parametrize("figures", ["6 0 0 0 0 0 6 3", "6 0 0 0 0 0 5", "0 0 0 0 0 6"])
def test_figures_that_are_not_those_read_are_seen(figures: str) -> None:
    assert differing(TEXT.replace("6 0 0 0 0 0 6", figures)) == 1


def test_a_unit_is_no_label() -> None:
    assert differing(TEXT.replace("0 6\n", "0 6件 3\n")) == 1


def word(row: tuple[str, ...]) -> bytes:
    document, buffer = docx.Document(), io.BytesIO()
    for cell, text in zip(document.add_table(1, len(row)).rows[0].cells, row, strict=True):
        cell.text = text
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("cells", "differ"),
    [
        (("6", "0", "0", "0", "0", "0", "6"), 0),
        (("6", "0", "0", "0", "0", "6", "0"), 1),
        (("6", "0", "0", "0", "0", "0", "", "6"), 0),
        (("6", "0", "0", "", "0", "0", "0", "6"), 0),  # too many lines
        (("6", "0", "0", "6"), 0),  # lines around cells are gone
        (("6", "0", "1", "6"), 1),
    ],
)
def test_a_row_of_a_table_is_seen_behind_its_label(cells: tuple[str, ...], differ: int) -> None:
    row = ("（五）不予处理", "2.重复申请", *cells)
    compared = compare(word(row), "docx", "2021", SIX, several=False)
    assert len(compared.differing) == differ


def test_columns_are_seen_in_the_order_of_the_header() -> None:
    header = "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计\n"
    swapped = "自然人 科研机构 商业企业 社会公益组织 法律服务机构 其他 总计\n"
    read: Values = {
        ("applications", "refused.repeated", key): (float(figure), figure)
        for key, figure in zip(APPLICANT_KEYS, "6100007", strict=True)
    }
    for names, figures, differ in ((header, "6 1 0", 0), (swapped, "6 0 1", 0), (swapped, "6 1 0", 1)):
        text = TEXT.replace("2.重复", f"{names}2.重复").replace("6 0 0 0 0 0 6", f"{figures} 0 0 0 7")
        assert len(compare(text.encode(), "txt", "2021", read, several=False).differing) == differ


def test_a_label_that_nothing_stands_behind_is_no_row() -> None:
    assert compare(word(("信息内容", "2.重复申请")), "docx", "2021", SIX, several=False).rows == 0


def test_the_figures_of_sentences_are_none_of_grid_four() -> None:
    values: Values = {("appeals", "reconsideration", str(at)): (float(at), str(at)) for at in range(5)}
    text = "三、政府信息公开行政复议、行政诉讼情况\n组织业务培训8次\n0 1 2 3 {}\n五、存在的主要问题及改进情况"
    for last, differ in (("4", 0), ("5", 1)):
        compared = compare(text.format(last).encode(), "txt", "2021", values, several=False)
        assert (compared.rows, len(compared.differing)) == (1, differ)
