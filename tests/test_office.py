"""One invented report in three files: as text, and as LibreOffice wrote it into Word and PDF.

Its authority states what it received and leaves the results 0. The files are made by
``python -m bench.office yunling-2019.txt --out . --font "Droid Sans Fallback"``, a font whose PDFs stay small
(Debian: fonts-droid-fallback).
"""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from bench.dress import Dress, any_dress, dressed, from_tika
from bench.generator.layouts.docx import docx as docx_layout
from bench.office import compare
from bench.picture import draw
from tests.texts import cells, outcomes, states

from extract.document import Table
from extract.forms.form import load_forms
from extract.loaders.docx import loader as docx
from extract.loaders.pdf import loader as pdf
from extract.pipeline import read, read_bytes
from extract.reading import Reading

FOLDER = Path(__file__).parent / "fixtures" / "office"
KINDS = ("txt", "docx", "pdf")
FILES = ("docx", "pdf")
COLUMNS = {"natural_person": 4, "public_interest": 1, "other": 3, "total": 8}


def path(kind: str) -> Path:
    return FOLDER / f"yunling-2019.{kind}"


@cache
def reading(kind: str) -> Reading:
    return read(path(kind), load_forms())


def tables(kind: str) -> tuple[Table, ...]:
    return (docx.load if kind == "docx" else pdf.load)(path(kind).read_bytes()).tables


@pytest.mark.parametrize("kind", KINDS)
def test_every_cell_is_a_number(kind: str) -> None:
    found = cells(reading(kind))
    assert len(found) == 22 + 161 + 15
    assert states(found.values()) == {("number", None)}
    amount = found["disclosure/20.9/procurement/amount"]
    assert (amount.value, amount.unit) == (4832.57, "万元")
    assert found["disclosure/20.5/licences/items_change"].value == -3
    assert found["applications/new/total"].value == 8


@pytest.mark.parametrize("kind", FILES)
def test_the_cells_are_those_of_the_text(kind: str) -> None:
    wanted, found = cells(reading("txt")), cells(reading(kind))
    assert list(found) == list(wanted)
    for key, cell in wanted.items():
        assert (found[key].value, found[key].state, found[key].unit) == (cell.value, cell.state, cell.unit), key


@pytest.mark.parametrize("kind", KINDS)
def test_four_columns_do_not_balance_and_nothing_else_is_wrong(kind: str) -> None:
    failing = [check for check in reading(kind).checks if check.outcome == "fails"]
    assert {(check.check, check.scope) for check in failing} == {("applications.balance", key) for key in COLUMNS}
    assert {check.scope: (check.left, check.right) for check in failing} == {k: (n, 0) for k, n in COLUMNS.items()}
    assert outcomes(reading(kind), "open") == set()


@pytest.mark.parametrize("kind", FILES)
def test_the_findings_are_those_of_the_text(kind: str) -> None:
    def said(of: str) -> list[tuple[str, str, str | None, str | None, str, str]]:
        return [(f.kind, f.severity, f.grid, f.cell, f.message_zh, f.message_en) for f in reading(of).findings]

    assert len(said("txt")) == 4
    assert said(kind) == said("txt")


@pytest.mark.parametrize("kind", KINDS)
def test_whose_report_it_is_and_what_comes_of_it(kind: str) -> None:
    found = reading(kind)
    assert (found.report.authority, found.report.fiscal_year, found.form) == ("示例省云岭县人民政府", 2019, "2019")
    assert (found.verdicts.applications, found.verdicts.report) == ("inconsistent", "inconsistent")
    assert [section.method for section in found.sections] == ["exact"] * 6
    assert found.second_reader == (None if kind == "txt" else "agrees")


@pytest.mark.parametrize("kind", FILES)
def test_the_grids_are_real_tables_with_the_merged_cells_of_the_form(kind: str) -> None:
    three = next(table for table in tables(kind) if table.columns == 10)
    spans = {cell.text.replace("\n", ""): (cell.row_span, cell.column_span) for cell in three.cells}
    assert spans["申请人情况"] == (1, 7)
    assert spans["法人或其他组织"] == (1, 5)
    assert spans["三、本年度办理结果"] == (20, 1)
    assert spans["（三）不予公开"] == (8, 1)
    assert spans["四、结转下年度继续办理"] == (1, 3)


@pytest.mark.parametrize("kind", FILES)
def test_every_cell_has_its_place_in_the_table(kind: str) -> None:
    for cell in cells(reading(kind)).values():
        assert cell.place.table_no, cell.path
        assert cell.place.row_no, cell.path
        assert cell.place.column_no, cell.path
        assert (cell.place.page is None, cell.place.bbox is None) == (
            (True, True) if kind == "docx" else (False, False)
        )


def test_the_pages_of_the_pdf_break_the_grids() -> None:
    found = reading("pdf")
    assert found.pages == 3
    assert {cell.place.page for cell in found.applications} == {1, 2, 3}
    assert {cell.place.table_no for cell in found.applications} == {2}


@pytest.mark.parametrize("kind", KINDS)
def test_the_files_are_small(kind: str) -> None:
    assert path(kind).stat().st_size < 60_000


# ── what the files are made with ────────────────────────────────────────────────────────────────────


def source(dress: Dress) -> bytes:
    """The Word file that LibreOffice is given, which python can make alone."""
    return dressed(docx_layout(from_tika(path("txt").read_text(encoding="utf-8"), "2019")), dress)


@pytest.mark.parametrize("seed", range(4))
def test_a_text_laid_on_the_form_keeps_its_cells_in_any_dress(seed: int) -> None:
    found = read_bytes(source(any_dress(seed)), "source.docx", load_forms())
    assert compare(reading("txt"), found) == []


def test_a_text_of_another_form_is_refused() -> None:
    with pytest.raises(ValueError, match="are not those of the form"):
        from_tika(path("txt").read_text(encoding="utf-8"), "2021")


def test_a_difference_is_told() -> None:
    text = path("txt").read_text(encoding="utf-8").replace("4832.57", "4832.58")
    found = read_bytes(text.encode(), "other.txt", load_forms())
    assert compare(reading("txt"), found) == ["disclosure/20.9/procurement/amount: number 4832.57, and number 4832.58"]


def test_the_picture_shows_the_lattice() -> None:
    picture = draw(path("pdf").read_bytes(), 2, 1.0)
    assert picture.size == (596, 842)
    red, green, blue = (np.asarray(picture)[:, :, channel] for channel in range(3))
    assert np.sum((blue > 150) & (red < 100) & (green < 120)) > 1000, "level lines"
    assert np.sum((red > 150) & (blue < 100) & (green < 100)) > 1000, "upright lines"
