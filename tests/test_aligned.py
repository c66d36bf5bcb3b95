"""Grids as text in columns: a blank cell is one where every figure begins right below its header's label."""

from unicodedata import east_asian_width

import pytest
from tests.texts import HEADINGS, applications_rows, read_text, report, row

from extract.forms.form import load_forms
from extract.reading import Reading

FORM = load_forms().get("2021").grid("applications")
FIGURES = {
    ("new", "natural_person"): "3", ("new", "enterprise"): "14", ("new", "total"): "17",
    ("granted", "natural_person"): "3", ("granted", "total"): "3",
    ("denied.law", "enterprise"): "13", ("denied.law", "total"): "13",
    ("total", "natural_person"): "3", ("total", "enterprise"): "13", ("total", "total"): "16",
    ("carried_out", "enterprise"): "1", ("carried_out", "total"): "1",
}  # fmt: skip
STARTS = [45, 51, 58, 65, 74, 83, 88]
NAMES = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]


def width(text: str, wide: int) -> int:
    return sum(wide if east_asian_width(sign) in "WF" else 1 for sign in text)


def line(cells: list[tuple[int, str]], wide: int) -> str:
    """The cells at their columns, a Chinese sign counted as ``wide``."""
    text = ""
    for start, cell in cells:
        text += " " * (start * wide - width(text, wide)) + cell
    return text


def grid(wide: int = 1, *, names: list[str] = NAMES, moved: int = -1, full: bool = False) -> str:
    """Grid 三 in columns, its zeros blank but in 自然人 and 总计, unless ``full``; in row ``moved`` 总计 is moved by one."""
    outer = [(45, names[0]), (51, "法人或其他组织"), (88, names[-1])]
    lines = [line(outer, wide), line(list(zip(STARTS[1:-1], names[1:-1], strict=True)), wide)]
    for number, (labels, figures) in enumerate(applications_rows(FORM, FIGURES)[3:]):
        starts = [*STARTS[:-1], 89] if number == moved else STARTS
        filled = [full or figure != "0" or start in (45, 88, 89) for start, figure in zip(starts, figures, strict=True)]
        cells = [cell for cell, there in zip(zip(starts, figures, strict=True), filled, strict=True) if there]
        lines.append(line([(0, labels[-1][:40]), *cells], wide))
    return "\n".join(lines)


def reading(text: str) -> Reading:
    whole = report("2021")
    start, end = whole.index(HEADINGS[2]), whole.index(HEADINGS[3])
    return read_text(f"{whole[:start]}{HEADINGS[2]}\n\n{text}\n\n{whole[end:]}")


@pytest.mark.parametrize("wide", [1, 2])
def test_figures_below_the_beginning_of_their_label(wide: int) -> None:
    found = reading(grid(wide))
    assert row(found, "new") == [3, 14, None, None, None, None, 17]
    assert row(found, "denied.law") == [0, 13, None, None, None, None, 13]
    assert {cell.state for cell in found.applications} == {"number", "blank"}
    assert found.verdicts.applications == "verified"


def test_a_figure_beside_its_column_leaves_all_to_the_arithmetic() -> None:
    assert "blank" not in {cell.state for cell in reading(grid(moved=3)).applications}


def test_a_row_pushed_along_by_a_column_leaves_all_to_the_arithmetic() -> None:
    lines = grid().split("\n")
    at = next(index for index, text in enumerate(lines) if text.startswith("（一）"))
    lines[at] = lines[at][:80].rstrip().ljust(83) + "3"
    assert "blank" not in {cell.state for cell in reading("\n".join(lines)).applications}


def test_another_last_column_is_not_taken_for_the_total() -> None:
    turned = [NAMES[-1], *NAMES[1:-1], NAMES[0]]
    assert "blank" not in {cell.state for cell in reading(grid(names=turned)).applications}


def test_a_grid_without_blank_cells_needs_no_columns() -> None:
    found = reading(grid(full=True))
    assert row(found, "new") == [3, 14, 0, 0, 0, 0, 17]
    assert found.grids[1].layout == "rows"
