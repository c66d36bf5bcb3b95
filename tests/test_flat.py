"""Flattened grids: which layout a text has, and the pieces that its bounds leave."""

import pytest
from tests.texts import document, read_text, report
from tests.texts import row as row_of

from extract.flat.bounds import lines_to_pieces
from extract.flat.pieces import Pieces
from extract.forms.form import GridName, load_forms
from extract.forms.labels import labels_of

Shape = list[tuple[str, str]]


def pieces(text: str, grid: GridName = "disclosure") -> Pieces:
    return lines_to_pieces(document(text).lines, labels_of(load_forms(), grid).is_prose)


def shape(found: Pieces) -> Shape:
    """Each piece by the first letter of its kind and its text."""
    return [(piece.kind[0], piece.text) for piece in found.pieces]


def rows(found: Pieces) -> list[list[str]]:
    """The texts of each source row."""
    kept: dict[int, list[str]] = {}
    for piece in found.pieces:
        kept.setdefault(piece.row, []).append(piece.text)
    return list(kept.values())


# layout, structured, bounded
LAYOUTS = {
    "tika": ("\t规章\n\t0\n\t\n\t3\n\n\t行政许可\n\t12\n\n", "tika", True, True),
    "cells": ("规章\n0\n0\n3\n行政许可\n12", "cells", False, False),
    "cells apart": ("规章\n\n0\n\n0\n\n3\n\n行政许可\n\n12\n", "cells", False, False),
    "rows": ("规章 0 0 3\n行政规范性文件 1 0 3\n行政许可 12", "rows", False, False),
    "pipes": ("规章 | 0 | | 3 |\n行政规范性文件 | 1 | 0 | 3 |\n行政许可 | 12 |", "pipes", True, True),
    "cell-pipes": ("规章 |\n0 |\n|\n3 |\n行政许可 |\n12 |", "cell-pipes", False, True),
    "cell-pipes apart": ("规章\n|\n0\n|\n|\n3\n|\n行政许可\n|\n12\n|", "cell-pipes", False, True),
    "markdown": ("| 规章 | 0 | | 3 |\n|---|---|---|---|\n| 行政许可 | 12 | | |", "markdown", True, True),
    "tabs": ("规章\t0\t\t3\n行政规范性文件\t1\t0\t3\n行政许可\t12", "tabbed", True, True),
    "glued": ("规章003行政规范性文件693665第二十条第(五)项行政许可2293 第二十条", "glued", False, False),
    "nothing": ("\n \n\u3000\n", "none", False, False),
}


@pytest.mark.parametrize(("text", "layout", "structured", "bounded"), LAYOUTS.values(), ids=LAYOUTS)
def test_the_layout_and_what_it_shows(text: str, layout: str, structured: bool, bounded: bool) -> None:
    found = pieces(text)
    assert (found.layout, found.structured, found.bounded) == (layout, structured, bounded)


@pytest.mark.parametrize("layout", ["tika", "cells", "rows", "pipes"])
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_the_layout_of_whole_grids(form: str, layout: str) -> None:
    text = report(form, layout=layout)  # type: ignore[arg-type]
    region = text[text.index("（本列数据") : text.index("四、政府信息公开")]
    found = pieces(region, "applications")
    assert found.layout == layout
    assert sum(piece.kind == "figure" for piece in found.pieces) == (161 if form == "2019" else 175)


# ── bounds ──────────────────────────────────────────────────────────────────────────────────────────


def test_tika_keeps_rows_and_empty_cells_and_the_breaks_inside_a_cell() -> None:
    found = pieces("\t规章\n\t0\n\t\n\t3\n\n\t信息内容\n\t本年新\n制作数量\n\t \n\n")
    assert rows(found) == [["规章", "0", "", "3"], ["信息内容", "本年新\n制作数量", ""]]
    assert [piece.kind for piece in found.pieces] == ["text", "figure", "empty", "figure", "text", "text", "empty"]


def test_pipes_keep_rows_and_empty_cells() -> None:
    found = pieces("规章 | 0 || 3 |\n行政规范性文件 | 1 | 0 | 3 |\n行政许可 | 12 |")
    assert rows(found) == [["规章", "0", "", "3"], ["行政规范性文件", "1", "0", "3"], ["行政许可", "12"]]


def test_a_row_of_pipes_that_runs_on_over_lines_is_one_row() -> None:
    text = "信息内容 | 上一年项目数量\n| 本年增/减\n| 处理决定数量\n|\n行政许可 | 1 | 2 | 3 |\n行政处罚 | 4 | 5 | 6 |"
    assert rows(pieces(text))[0] == ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"]


def test_two_pipes_in_a_row_are_an_empty_cell_where_cells_stand_in_lines() -> None:
    assert shape(pieces("规章 |\n0 |\n|\n3 |\n行政许可 |\n12 |")) == [
        ("t", "规章"),
        ("f", "0"),
        ("e", ""),
        ("f", "3"),
        ("t", "行政许可"),
        ("f", "12"),
    ]


def test_a_cell_over_several_lines_ends_at_its_pipe() -> None:
    found = pieces("信息内容\n|\n本年新\n制作数量\n|\n0\n|\n规章\n|\n0\n|")
    assert [piece.text for piece in found.pieces] == ["信息内容", "本年新\n制作数量", "0", "规章", "0"]


def test_the_rules_of_markdown_are_no_row() -> None:
    found = pieces("| 规章 | 0 | 1 | 3 |\n|---|:---:|---|---|\n\n| 行政许可 | 12 | | |\n|---|---|---|---|")
    assert rows(found) == [["规章", "0", "1", "3"], ["行政许可", "12", "", ""]]


@pytest.mark.parametrize(
    ("text", "ends_open"),
    [
        ("规章\n0\n0\n3", True),
        ("规章 |\n0 |\n0 |\n3", True),
        ("规章 |\n0 |\n0 |\n3 |", False),
        ("规章 | 0 | 0 | 3 |\n行政许可 | 12 |", False),
        ("规章 | 0 | 0 | 3 |\n行政许可 | 12", True),
        ("\t规章\n\t0\n\t0\n\t3", True),
    ],
)
def test_whether_a_bound_closes_the_last_piece(text: str, ends_open: bool) -> None:
    assert pieces(text).open_end == ends_open


# ── words and figures in one line ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("行政许可 39 -18 81", [("t", "行政许可"), ("f", "39"), ("f", "-18"), ("f", "81")]),
        ("行政许可 39 减4 —", [("t", "行政许可"), ("f", "39"), ("f", "减4"), ("f", "—")]),
        ("政府集中采购 128 7111.64 万元", [("t", "政府集中采购"), ("f", "128"), ("f", "7111.64 万元")]),
        ("政府集中采购 128 251000元", [("t", "政府集中采购"), ("f", "128"), ("f", "251000元")]),
        ("规章 22(其中修订 16 件) 0", [("t", "规章"), ("f", "22(其中修订 16 件)"), ("f", "0")]),
        ("1.属于国家秘密 0 2", [("t", "1.属于国家秘密"), ("f", "0"), ("f", "2")]),
        ("2023年1月5日", [("t", "2023年1月5日")]),
    ],
)
def test_figures_are_told_from_labels(line: str, expected: Shape) -> None:
    assert shape(pieces(line)) == expected


def test_the_numbers_of_labels_stay_with_the_labels() -> None:
    text = "1.本机关不掌握相关政府信息2200003252.没有现成信息需要另行制作00000003.补正后申请内容仍不明确5000005"
    found = [piece.text for piece in pieces(text, "applications").pieces]
    assert found == [
        "1.本机关不掌握相关政府信息",
        "220000325",
        "2.没有现成信息需要另行制作",
        "0000000",
        "3.补正后申请内容仍不明确",
        "5000005",
    ]


def test_figures_that_letters_touch_have_no_certain_bounds() -> None:
    glued = pieces("行政处罚2648-18538行政强制1262629行政许可12")
    assert [(piece.text, piece.touches) for piece in glued.pieces if piece.kind == "figure"] == [
        ("2648-18538", True),
        ("1262629", True),
        ("12", True),
    ]
    assert not any(piece.touches for piece in pieces("行政处罚 2648 -18 538").pieces)


# ── what is no part of a grid ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "number", ["- 3 -", "— 3 —", "-3-", "第 4 页 共 9 页", "第4页", "4/9", "P. 3", "Page 9 - 年报"]
)
def test_page_numbers_stand_aside(number: str) -> None:
    found = pieces(f"规章\n0\n{number}\n0\n3\n行政许可\n12")
    assert [piece.text for piece in found.pieces if piece.kind == "figure"] == ["0", "0", "3", "12"]
    assert len(found.aside) == 1


@pytest.mark.parametrize("value", ["-3", "3", "/", "—", "12.5"])
def test_a_value_is_no_page_number(value: str) -> None:
    found = pieces(f"行政许可\n5\n{value}\n4\n行政处罚\n1\n1\n1")
    assert value in [piece.text for piece in found.pieces]
    assert found.aside == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "该部分以表格形式报告。表格如下:",
        "2020 年,我单位对形成的政府信息实现了依法、有序公开,",
        "编写说明:可先适当综述,要注意数据间的逻辑关系,不得遗漏。",
        "注:本表统计口径为本机关作为被申请人、被告的案件。",
    ],
)
def test_sentences_stand_aside_and_break_what_stands_around_them(sentence: str) -> None:
    found = pieces(f"规章\n0\n0\n3\n{sentence}\n行政许可\n12")
    assert [piece.text for piece in found.aside] == [sentence]
    assert "break" in [piece.kind for piece in found.pieces]


@pytest.mark.parametrize("grid", ["applications", "appeals"])
def test_no_label_of_a_form_is_a_sentence(grid: GridName) -> None:
    is_prose = labels_of(load_forms(), grid).is_prose
    for form in load_forms().all:
        for row in form.grid(grid).rows:
            for label in (row.label, *row.path, *(column.label for column in row.columns)):
                assert not is_prose(label), label


def test_a_bookmark_is_no_word() -> None:
    assert shape(pieces("[bookmark: _GoBack]规章\n[bookmark: _GoBack]0\n0\n3"))[:2] == [("t", "规章"), ("f", "0")]


def test_every_piece_has_its_line() -> None:
    found = pieces("规章\n0\n\n0\n3")
    assert [piece.place.line for piece in found.pieces] == [1, 2, 4, 5]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("规章 | 0 | | 3 |\n行政规范性文件 | 1 | 0 | 3 |\n行政许可 | 12 |", [1, 2, 3, 4]),
        ("规章\t0\t\t3\n行政规范性文件\t1\t0\t3\n行政许可\t12", [1, 2, 3, 4]),
        ("规章 0 0 3\n行政规范性文件 1 0 3", [None] * 4),
    ],
)
def test_a_piece_has_its_column_where_the_text_has_columns(text: str, columns: list[int | None]) -> None:
    first = [piece for piece in pieces(text).pieces if piece.place.line == 1]
    assert [piece.place.column_no for piece in first] == columns


def test_a_rule_under_a_table_is_no_cell() -> None:
    found = pieces("---------- ---\n规章 0 -- 3\n行政许可 12\n---------- --- ---")
    assert shape(found) == [("t", "规章"), ("f", "0"), ("f", "--"), ("f", "3"), ("t", "行政许可"), ("f", "12")]


def test_a_zero_that_a_reader_of_pictures_took_for_a_letter_keeps_its_cell() -> None:
    text = "\n".join(
        [
            "长桥乡人民政府2023年政府信息公开工作年度报告",
            "三、收到和处理政府信息公开申请情况",
            "一、本年新收政府信息公开申请数量",
            *"30O0003",
            "二、上年结转政府信息公开申请数量",
            *"200000o",
            "三、本年度办理结果",
            "（一）予以公开",
            *"5000005",
        ]
    )
    found = {(cell.row, cell.column): cell for cell in read_text(text).applications}
    assert row_of(read_text(text), "new") == [3, 0, None, 0, 0, 0, 3]
    assert row_of(read_text(text), "carried_in") == [2, 0, 0, 0, 0, 0, None]
    assert {found["new", "research"].state, found["carried_in", "total"].state} == {"text"}
