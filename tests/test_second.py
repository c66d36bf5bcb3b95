"""The second reader: when it is asked, when it agrees, and what becomes of cells that it reads otherwise."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from bench.generator import make
from tests.loaders.test_docx_made import SHARED
from tests.loaders.test_pdf_paper import Pen, Sheet, appeals, applications, cut, draw_sheet, paper, sheet_of, text_at
from tests.texts import COLUMNS, RESULTS, cells, outcomes, states

from extract.document import Table
from extract.forms.form import load_forms
from extract.loaders.docx import second as docx_second
from extract.loaders.pdf import second as pdf_second
from extract.pipeline import read, read_bytes
from extract.reading import Reading

OFFICE = Path(__file__).parent / "fixtures" / "office"
MODULES = {"docx": docx_second, "pdf": pdf_second}
KINDS = tuple(MODULES)
CELL = "applications/new/other"
"""It holds 3; its column does not balance."""

Change = Callable[[tuple[Table, ...]], tuple[Table, ...]]


def data(kind: str) -> bytes:
    return (OFFICE / f"yunling-2019.{kind}").read_bytes()


def reading(kind: str) -> Reading:
    return read_bytes(data(kind), f"云岭县.{kind}", load_forms())


def answer(monkeypatch: pytest.MonkeyPatch, kind: str, change: Change) -> list[object]:
    """Lets the second reader answer with changed tables; gives the list of its calls."""
    true = MODULES[kind].tables
    calls: list[object] = []

    def tables(*given: object) -> tuple[Table, ...]:
        calls.append(given[1:])
        return change(true(*given))

    monkeypatch.setattr(MODULES[kind], "tables", tables)
    return calls


def misread(before: str, after: str) -> Change:
    """Every value cell of this text in the rows of the first outcome is read otherwise."""

    def changed(tables: tuple[Table, ...]) -> tuple[Table, ...]:
        return tuple(
            replace(
                table,
                cells=tuple(
                    cell._replace(text=after) if cell.text.strip() == before and table.columns == 10 else cell
                    for cell in table.cells
                ),
            )
            for table in tables
        )

    return changed


@pytest.mark.parametrize("kind", KINDS)
def test_it_agrees_on_the_mistakes_of_the_authority(kind: str) -> None:
    found = reading(kind)
    assert found.second_reader == "agrees"
    assert states(cells(found).values()) == {("number", None)}
    assert found.verdicts.applications == "inconsistent"


@pytest.mark.parametrize("layout", ["docx", "pdf-ruled"])
@pytest.mark.parametrize("error", ["total_off_by_one", "totals_zero", "wrong_column", "carried_out_wrong"])
def test_it_agrees_on_every_kind_of_mistake(layout: str, error: str) -> None:
    report = make(11, layout=layout, errors=error, damage=(), blanks="none")
    found = read_bytes(report.data, report.name, load_forms())
    assert report.truth.failing_checks
    assert found.second_reader == "agrees"
    assert {f"{check}:{scope}" for check, scope in outcomes(found, "fails")} == set(report.truth.failing_checks)


@pytest.mark.parametrize("kind", KINDS)
def test_cells_that_it_reads_otherwise_are_in_doubt_with_both_figures(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, kind, misread("3", "8"))
    true = cells(read_bytes(data("txt"), "云岭县.txt", load_forms()))
    found = reading(kind)
    assert found.second_reader == "differs"
    for key, cell in cells(found).items():
        if key == CELL:
            assert (cell.value, cell.state, cell.reason) == (None, "ambiguous", "readers_differ")
            assert sorted(cell.candidates) == [3, 8]
            assert cell.raw.strip() == "3"
            assert cell.place.table_no
        else:
            assert (cell.value, cell.state) == (true[key].value, true[key].state), key


@pytest.mark.parametrize("kind", KINDS)
def test_a_grid_in_which_the_readers_differ_is_doubtful(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, kind, misread("3", "8"))
    found = reading(kind)
    assert (found.verdicts.applications, found.verdicts.report) == ("doubtful", "doubtful")
    told = [finding for finding in found.findings if finding.cell and finding.cell.startswith("applications/new")]
    assert told, "a person is told which cell to look at"
    # over a cell in doubt no equation is said to fail
    assert ("applications.balance", "other") not in outcomes(found, "fails")
    assert ("applications.balance", "natural_person") in outcomes(found, "fails")


@pytest.mark.parametrize("kind", KINDS)
def test_where_it_finds_nothing_it_says_nothing(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = reading(kind)
    answer(monkeypatch, kind, lambda tables: ())
    found = reading(kind)
    assert found.second_reader is None
    assert (found.applications, found.checks, found.verdicts) == (plain.applications, plain.checks, plain.verdicts)


@pytest.mark.parametrize("kind", KINDS)
def test_where_it_finds_other_tables_it_says_nothing(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, kind, lambda tables: tuple(table for table in tables if table.columns < 5))
    assert reading(kind).second_reader is None


@pytest.mark.parametrize("kind", KINDS)
def test_what_it_cannot_open_it_leaves_alone(kind: str) -> None:
    half = data(kind)[: len(data(kind)) // 2]
    assert (docx_second.tables(half) if kind == "docx" else pdf_second.tables(half, {1})) == ()


@pytest.mark.parametrize("layout", ["docx", "pdf-ruled"])
def test_it_is_not_asked_where_everything_adds_up(layout: str, monkeypatch: pytest.MonkeyPatch) -> None:
    report = make(11, layout=layout, errors=(), damage=(), blanks="none", scale="busy")
    calls = answer(monkeypatch, layout[: 4 if layout == "docx" else 3], lambda tables: tables)
    found = read_bytes(report.data, report.name, load_forms())
    assert (found.verdicts.report, found.second_reader, calls) == ("verified", None, [])


def test_only_the_pages_of_the_grid_in_question_are_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = answer(monkeypatch, "pdf", lambda tables: tables)
    found = reading("pdf")
    assert calls == [({cell.place.page for cell in found.applications},)]


def test_it_joins_a_grid_whose_header_ends_the_page_before() -> None:
    """The total of 行政复议 is printed 6 where its cells add up to 5: the authority's mistake, both readers say."""
    upper, lower = cut(appeals(["3", "1", "0", "1", "6", *["0"] * 10]), 3)
    xs = tuple(75 + 29.0 * i for i in range(16))

    def first(c: Pen) -> None:
        text_at(c, 80, 60, "示例县2023年政府信息公开工作年度报告")
        text_at(c, 80, 690, "四、政府信息公开行政复议、行政诉讼情况")
        draw_sheet(c, Sheet(xs, (700, 725, 750, 790), upper))

    def second(c: Pen) -> None:
        draw_sheet(c, Sheet(xs, (60, 85), lower))
        text_at(c, 80, 120, "五、存在的主要问题及改进情况")

    data = paper(first, second)
    (table,) = pdf_second.tables(data, {1, 2})
    assert (table.page, table.rows, table.columns) == (1, 4, 15)
    found = read_bytes(data, "示例县.pdf", load_forms())
    assert {cell.place.page for cell in found.appeals} == {2}
    assert found.second_reader == "agrees"
    assert [check.outcome for check in found.checks if check.scope == "reconsideration"] == ["fails"]


def test_it_drops_a_header_repeated_on_the_next_page() -> None:
    upper, lower = cut(applications(), 14)
    header = tuple(box for box in applications() if box.row < 3)
    again = header + tuple(replace(box, row=box.row + 3) for box in lower)
    data = paper(lambda c: draw_sheet(c, sheet_of(upper, top=350)), lambda c: draw_sheet(c, sheet_of(again)))
    (table,) = pdf_second.tables(data, {1, 2})
    assert (table.rows, table.columns) == (26, 10)
    assert sum(cell.text == "自然人" for cell in table.cells) == 1


# ── real files, where they are ──────────────────────────────────────────────────────────────────────


@cache
def real(name: str) -> Reading:
    path = SHARED / "reports" / name
    if not path.is_file():
        pytest.skip(f"{name} is not here")
    return read(path, load_forms())


def test_every_cell_of_a_real_pdf_is_as_a_person_read_it() -> None:
    found = cells(real("hongze-2023.pdf"))
    expected = json.loads((SHARED / "expected.json").read_text(encoding="utf-8"))["reports"]["reports/hongze-2023.pdf"]
    wanted = {f"disclosure/{key}": cell["value"] for key, cell in expected["disclosure"].items()}
    for row, values in expected["applications"].items():
        wanted |= {f"applications/{row}/{key}": value for key, value in zip(COLUMNS, values, strict=True)}
    channels = ("reconsideration", "litigation_direct", "litigation_after")
    keys = [f"appeals/{channel}/{result}" for channel in channels for result in RESULTS]
    wanted |= dict(zip(keys, expected["appeals"], strict=True))
    assert {key: found[key].value for key in wanted} == wanted
    assert {found[key].state for key in wanted} == {"number"}


def test_a_real_pdf_with_one_row_for_other_outcomes_has_182_cells() -> None:
    found = real("hongze-2023.pdf")
    assert len(found.applications) == 182
    gone = [cell for cell in found.applications if cell.row.startswith("other.")]
    assert {cell.state for cell in gone} == {"missing"}
    assert found.verdicts.applications == "verified"


def test_a_real_pdf_fails_where_its_authority_left_the_totals_empty_and_both_readers_say_so() -> None:
    found = real("hongze-2023.pdf")
    assert outcomes(found, "fails") == {
        ("appeals.block_sum", "reconsideration"),
        ("appeals.block_sum", "litigation_after"),
    }
    assert found.second_reader == "agrees"


def test_the_cells_of_a_real_pdf_have_their_page_and_box() -> None:
    for cell in cells(real("hongze-2023.pdf")).values():
        if cell.state == "number":
            assert cell.place.page, cell.path
            assert cell.place.bbox, cell.path
            x0, top, x1, bottom = cell.place.bbox
            assert x0 < x1, cell.path
            assert top < bottom, cell.path


def test_a_blank_form_is_blank_in_every_cell() -> None:
    found = real("blank-form-2021.docx")
    assert len(cells(found)) == 10 + 175 + 15
    assert states(cells(found).values()) == {("blank", None)}
    assert outcomes(found, "fails") == set()
