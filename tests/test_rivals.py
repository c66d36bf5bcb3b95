"""Which of several tables is a report's grid: its own wins over another year's, and what is passed over is named."""

import re

import pytest
from bench.generator import make
from bench.hostile.packages import parts_of
from tests.loaders.test_docx_made import p, tbl, tc, tr, zipped

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


def test_sentences_over_a_table_are_no_title_of_it() -> None:
    assert not is_of_another([f"与{YEAR - 1}年相比，申请有所增加。"], YEAR)
    assert not is_of_another([f"{YEAR - 1}年"], None)


@pytest.mark.parametrize("line", [f"{YEAR + 1}年1月12日", f"青禾县公报 {YEAR + 1}年第2期", f"青禾县{YEAR + 1}年印"])
def test_dates_and_running_heads_are_no_title_of_a_table(line: str) -> None:
    assert not is_of_another([line], YEAR)
