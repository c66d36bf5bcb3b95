"""Names of the forms as the PDF loader asks for them."""

import re

import pytest

from extract.loaders.pdf.names import as_named, column_patterns, disclosure_measures, disclosure_rows, header_names

HEADERS = (
    *("申请人情况", "自然人", "法人或其它组织", "合计", "行政复议", "未经复议直接起诉", "尚未审结", "信息内容"),
    *("本年制发件数", "对外公开总数量", "本年增/减", "采购总金额"),
)


@pytest.mark.parametrize("name", HEADERS)
def test_names_of_headers_of_every_form(name: str) -> None:
    assert as_named(name) in header_names()


def test_rows_are_no_headers() -> None:
    assert not {"行政许可", "规章", "（一）予以公开", "三、本年度办理结果"} & header_names()


def test_forms_with_the_same_columns_are_asked_for_once() -> None:
    (applicants,) = column_patterns("applications")
    (outcomes,) = column_patterns("appeals")
    assert [len(applicants), len(outcomes)] == [7, 5]
    assert re.fullmatch(applicants[-1], "合计")
    assert re.fullmatch(outcomes[2], "其它结果")


def test_rows_and_measures_of_grid_two() -> None:
    assert {"规章", "规范性文件", "行政规范性文件", "政府集中采购"} <= disclosure_rows()
    assert {"本年", "上一", "采购"} <= disclosure_measures()
