"""Which of several tables is a report's grid: its own wins over another year's, and what is passed over is named."""

import re

import pytest
from bench.generator import make
from bench.generator.labels import APPLICANT_KEYS
from bench.hostile.packages import parts_of
from tests.loaders.test_docx_made import p, tbl, tc, tr, zipped
from tests.loaders.test_pdf_paper import Box, Pen, Sheet, applications, draw_sheet, paper, sheet_of, text_at

from extract.forms.form import load_forms
from extract.pipeline import read_bytes
from extract.reading import Reading
from extract.rivals import is_of_another

FORMS = load_forms()
OWN, OTHER = (make(seed, layout="docx", errors=(), damage=()) for seed in (3, 4))
YEAR = OWN.truth.fiscal_year
PARTS = parts_of(OWN.data)
MAIN = PARTS["word/document.xml"].decode()
THREE, FOUR = "结转下年度", "复议后起诉"
TWO = "行政事业性收费"


def grid_of(main: str, word: str) -> str:
    tables: list[str] = re.findall("<w:tbl>.*?</w:tbl>", main, re.DOTALL)
    return next(table for table in tables if word in table)


FOREIGN = grid_of(parts_of(OTHER.data)["word/document.xml"].decode(), THREE)


def read_main(main: str) -> Reading:
    return read_bytes(zipped({**PARTS, "word/document.xml": main}), "示例.docx", FORMS)


def at_end(*blocks: str) -> Reading:
    end = MAIN.rindex("<w:p>")
    return read_main(MAIN[:end] + "".join(blocks) + MAIN[end:])


def before(word: str, *blocks: str) -> Reading:
    table = grid_of(MAIN, word)
    return read_main(MAIN.replace(table, "".join(blocks) + table))


def passed(reading: Reading) -> list[str | None]:
    return [finding.grid for finding in reading.findings if finding.kind == "second_grid"]


def right(reading: Reading) -> bool:
    said = {cell.path: cell.value for cell in reading.applications + reading.appeals + reading.disclosure}
    return all(said[path] == cell.value for path, cell in OWN.truth.cells.items() if path in said)


@pytest.mark.parametrize("title", [f"附件：{YEAR - 1}年度申请办理情况", f"（{YEAR - 1}年）", "附表1：所属单位办理情况"])
def test_an_annex_of_another_year_or_office_is_passed_over_and_named(title: str) -> None:
    reading = at_end(p(title), FOREIGN)
    assert reading.verdicts.applications == "verified"
    assert right(reading)
    assert passed(reading) == ["applications"]


@pytest.mark.parametrize("title", [f"{YEAR}年度申请办理情况", "附件：见下表", f"附件：{YEAR}年与{YEAR - 1}年", "其他"])
def test_a_second_grid_that_may_be_this_years_is_compared(title: str) -> None:
    reading = at_end(p(title), FOREIGN)
    assert {cell.reason for cell in reading.applications if cell.state == "ambiguous"} == {"repeated"}
    assert passed(reading) == []


def test_last_years_grid_does_not_stand_in_for_this_years() -> None:
    """Where this year's grid was a picture, the annex was read in its place."""
    without = MAIN.replace(grid_of(MAIN, THREE), "")
    end = without.rindex("<w:p>")
    reading = read_main(without[:end] + p(f"附：{YEAR - 1}年申请办理情况") + FOREIGN + without[end:])
    assert {cell.state for cell in reading.applications} == {"missing"}
    assert passed(reading) == ["applications"]


def test_of_two_grids_in_its_part_the_one_of_another_year_is_passed_over() -> None:
    reading = before(THREE, p(f"{YEAR - 1}年度收到和处理申请情况"), FOREIGN, p(f"{YEAR}年度收到和处理申请情况"))
    assert right(reading)
    assert passed(reading) == ["applications"]
    assert {cell.reason for cell in before(THREE, FOREIGN).applications} >= {"repeated"}


def rows(*texts: str) -> str:
    width = len(texts[0].split())
    return tbl([900] * width, *(tr(*map(tc, text.split())) for text in texts))


@pytest.mark.parametrize(
    ("word", "summary"),
    [
        (TWO, rows("类别 上年 本年", "行政许可 6621 7", "行政处罚 88 31")),
        (
            THREE,
            rows("单位 本年新收政府信息公开申请数量 予以公开 结转下年度继续办理 总计", "甲科 6 2 1 9", "乙科 4 4 0 8"),
        ),
        (FOUR, rows("年份 行政复议 行政诉讼 结果纠正", "前年 6 2 1", "去年 7 3 0")),
    ],
)
def test_a_summary_in_the_forms_words_is_no_part_of_the_grid_beside_it(word: str, summary: str) -> None:
    reading = before(word, summary, p(""))
    assert right(reading)
    assert reading.verdicts.report == read_main(MAIN).verdicts.report
    assert len(passed(reading)) == 1


def test_a_table_with_a_row_that_the_grid_lacks_belongs_to_it() -> None:
    """A grid cut in two: its last two rows stand in a table of their own, without a header."""
    table = grid_of(MAIN, THREE)
    at = table.rindex("<w:tr>", 0, table.rindex("<w:tr>"))
    last = table[:at].rindex("</w:tr>") + len("</w:tr>")
    head = table[: table.index("<w:tr>")]
    cut = table[:last] + "</w:tbl>" + p("（续）") + head + table[at:]
    assert right(read_main(MAIN.replace(table, cut)))


# ── a row of the grid in another table ──────────────────────────────────────────────────────────────

PUBLICATION = "3.要求提供公开出版物"
FIGURES = [OWN.truth.cells[f"applications/refused.publication/{key}"].printed for key in APPLICANT_KEYS]


def a_row(label: str, *figures: str) -> str:
    return tbl([900] * (1 + len(figures)), tr(tc(label), *map(tc, figures)))


@pytest.mark.parametrize("figures", [["8", "0", "0", "0", "0", "0", "8"], [""] * 7, ["8", "0", "0", "", "8"]])
def test_a_row_of_the_grid_in_another_table_is_compared(figures: list[str]) -> None:
    """One label alone in a table was taken for none of the grid's, and an empty copy for no copy."""
    reading = before(TWO, a_row(PUBLICATION, *figures), p(""))
    doubtful = {cell.path.rpartition("/")[0]: cell.reason for cell in reading.applications if cell.state == "ambiguous"}
    assert doubtful == {"applications/refused.publication": "repeated"}
    assert reading.verdicts.applications == "doubtful"


def test_the_same_row_in_another_table_changes_nothing() -> None:
    reading = before(TWO, a_row(PUBLICATION, *FIGURES), p(""))
    assert reading.verdicts.applications == "verified"
    assert right(reading)


@pytest.mark.parametrize(
    "other",
    [
        a_row(PUBLICATION, "8", "9", "7"),
        a_row("要求提供公开出版物的申请", *"8000008"),
        a_row("其他", *"8000008"),
        p(f"{YEAR - 1}年度办理情况") + a_row(PUBLICATION, *"8000008"),
    ],
)
def test_a_few_years_side_by_side_and_other_rows_are_no_copy(other: str) -> None:
    reading = before(TWO, other, p(""))
    assert reading.verdicts.applications == "verified"
    assert right(reading)


def test_a_table_of_a_few_years_with_rows_of_two_grids_is_no_copy() -> None:
    """It was: two of its labels were enough, and all of grid 四 was refused."""
    rows = [["项目", f"{YEAR - 2}年", f"{YEAR - 1}年", f"{YEAR}年", "同比增减"],
            ["本年新收政府信息公开申请数量", "14", "19", "34", "+15"], ["（一）予以公开", "8", "7", "9", "+2"],
            ["行政复议", "2", "3", "1", "-2"], ["行政诉讼", "0", "1", "1", "+0"]]  # fmt: skip
    reading = before(TWO, p("近三年办理情况对比"), tbl([900] * 5, *(tr(*map(tc, row)) for row in rows)), p(""))
    assert reading.verdicts.report == "verified"
    assert right(reading)


def test_a_grid_drawn_over_a_page_of_sentences_is_compared() -> None:
    """Of a page's rows that lie over another's sentences one label alone is whole."""
    text = "全年收到申请4件，上年结转1件，办结5件，结转下年度继续办理0件。"

    def page(c: Pen) -> None:
        text_at(c, 80, 60, "示例省青禾县人民政府2019年政府信息公开工作年度报告", 10)
        text_at(c, 80, 80, "一、总体情况", 10)
        text_at(c, 80, 104, text, 10)
        draw_sheet(c, Sheet((80, 220, *(260.0 + 40 * i for i in range(7))), (90, 112, 134), drawn))
        text_at(c, 80, 160, "三、收到和处理政府信息公开申请情况", 10)
        draw_sheet(c, sheet_of(applications(), top=170))

    drawn = tuple(
        Box(cell, row, column)
        for row, cells in enumerate((("1.属于国家秘密", *"4000004"), ("2.其他法律行政法规禁止公开", *"0000000")))
        for column, cell in enumerate(cells)
    )
    reading = read_bytes(paper(page), "示例.pdf", FORMS)
    reasons = {cell.path.rpartition("/")[0]: cell.reason for cell in reading.applications if cell.state == "ambiguous"}
    assert reasons["applications/denied.law"] == "repeated"


@pytest.mark.parametrize(
    ("line", "doubtful"),
    [
        (f"{PUBLICATION} 8 0 0 8", True),
        (f"（五）不予 {PUBLICATION} 8 8", True),
        (f"{PUBLICATION} {' '.join(FIGURES)}", False),
        (f"{PUBLICATION} 8", False),
        (f"全年共办理其他各类事项，其中{PUBLICATION} 8 8", False),
        ("其他 8 8", False),
    ],
)
def test_a_row_of_the_grid_in_a_line_is_compared(line: str, doubtful: bool) -> None:
    """Where one page is drawn over another without ruling lines, its rows are lines among the sentences."""
    reading = at_end(p(line))
    assert (reading.verdicts.applications == "doubtful") == doubtful
    reasons = {cell.path.rpartition("/")[0]: cell.reason for cell in reading.applications if cell.state == "ambiguous"}
    assert reasons == ({"applications/refused.publication": "repeated"} if doubtful else {})


def test_sentences_over_a_table_are_no_title_of_it() -> None:
    assert not is_of_another([f"与{YEAR - 1}年相比，申请有所增加。"], YEAR)
    assert not is_of_another([f"{YEAR - 1}年"], None)


@pytest.mark.parametrize("line", [f"{YEAR + 1}年1月12日", f"青禾县公报 {YEAR + 1}年第2期", f"青禾县{YEAR + 1}年印"])
def test_dates_and_running_heads_are_no_title_of_a_table(line: str) -> None:
    assert not is_of_another([line], YEAR)
