"""What witnesses settle and what people correct, in the rows of a report."""

from pathlib import Path

import pytest
from tests.readings import BALANCED, reading

from extract.columns import OF_REPORTS
from extract.errors import WrongUse
from extract.forms.form import load_forms
from extract.grid import Number, Proof, Slot
from extract.panel.corrections import Correction, correct, read_corrections
from extract.panel.settle import Record, fill, grid_of, tell_anew
from extract.panel.witnesses import Settled, Witness
from extract.reading import Reading
from extract.tables.rows import reading_rows, records

FORMS = load_forms()
IN = "applications/carried_in/total"
KEY = ("carried_in", "total")


def rows_of(made: Reading) -> dict[str, list[Record]]:
    return {name: records(reading_rows(made, name)) for name in OF_REPORTS}


def undecided(candidates: tuple[Number, ...] = (1, 7)) -> dict[str, list[Record]]:
    """A report in which everything but the total of what was carried in is certain."""
    slot = Slot(KEY, "ambiguous", reason="bounds_lost", candidates=candidates)
    return rows_of(reading(applications={**BALANCED, KEY: slot}))


def settled(value: Number, proof: Proof | None = "panel") -> Settled:
    witnesses = (Witness("aaaaaaaaaaaaaaaa", (value,)), Witness("bbbbbbbbbbbbbbbb", (value,)))
    return Settled(IN, (value,), proof, witnesses)


def cell(rows: dict[str, list[Record]], key: tuple[str, str] = KEY) -> Record:
    return next(row for row in rows["applications"] if (row["outcome"], row["applicant"]) == key)


def after(before: dict[str, list[Record]], *changes: Settled) -> dict[str, list[Record]]:
    return tell_anew(before, fill(before, changes, FORMS), FORMS)


def test_a_grid_is_made_again_from_its_rows() -> None:
    made = reading(applications=BALANCED)
    rows = rows_of(made)
    for grid in made.grids:
        again = grid_of(rows[grid.name], grid.name)
        assert [(slot.key, slot.state, slot.value) for slot in again.slots] == [
            (slot.key, slot.state, slot.value) for slot in grid.slots
        ]


def test_a_settled_cell_is_deduced_and_names_its_witnesses() -> None:
    before = undecided()
    made = after(before, settled(1))
    assert (cell(made)["state"], cell(made)["value"], cell(made)["proof"]) == ("deduced", 1, "panel")
    assert cell(made)["witnesses"] == "aaaaaaaaaaaaaaaa: 1; bbbbbbbbbbbbbbbb: 1"
    assert (cell(made)["candidates"], cell(made)["reason"]) == (None, None)
    assert cell(before)["state"] == "ambiguous"


def test_what_depends_on_a_settled_cell_is_told_anew() -> None:
    before = undecided()
    made = after(before, settled(1))
    assert before["reports"][0]["verdict"] == "doubtful"
    assert made["reports"][0]["verdict_applications"] == "verified"
    assert not [row for row in made["checks"] if row["left"] is None]
    assert not [row for row in made["findings"] if row["kind"] == "undecided"]


def test_a_value_that_breaks_an_equation_is_not_filled_in() -> None:
    before = undecided()
    made = after(before, settled(7))
    assert made == before


def test_a_single_witness_narrows_the_candidates() -> None:
    made = after(undecided(), settled(7, None))
    assert (cell(made)["state"], cell(made)["candidates"]) == ("ambiguous", [7])


# ── corrections ─────────────────────────────────────────────────────────────────────────────────────


def correction(read: Number | str, value: Number, path: str = IN) -> Correction:
    return Correction("a" * 16, path, read, value, "李", "核对原件")


def test_a_correction_is_laid_over_the_cell_and_keeps_what_was_read() -> None:
    before = undecided()
    made, (finding,) = correct(before, [correction("ambiguous", 1)])
    made = tell_anew(before, made, FORMS)
    assert (cell(made)["state"], cell(made)["value"], cell(made)["value_read"]) == ("corrected", 1, None)
    assert (finding.kind, finding.cell) == ("corrected", IN)
    assert made["reports"][0]["verdict_applications"] == "verified"


def test_a_correction_of_a_printed_number_changes_the_equations() -> None:
    before = rows_of(reading(applications={**BALANCED, KEY: 9}))
    assert [row["outcome"] for row in before["checks"] if row["outcome"] == "fails"]
    made, _ = correct(before, [correction(9, 1)])
    made = tell_anew(before, made, FORMS)
    assert (cell(made)["value"], cell(made)["value_read"]) == (1, 9)
    assert not [row for row in made["checks"] if row["outcome"] == "fails"]
    assert not [row for row in made["findings"] if row["kind"] == "arithmetic"]
    assert (made["reports"][0]["failed"], made["reports"][0]["verdict_applications"]) == (0, "verified")


def test_a_correction_that_brings_an_error_in_is_found() -> None:
    before = rows_of(reading(applications=BALANCED))
    made, _ = correct(before, [correction(1, 9)])
    made = tell_anew(before, made, FORMS)
    assert made["reports"][0]["verdict"] == "inconsistent"
    assert [row["cell"] for row in made["findings"] if row["kind"] == "arithmetic"]


@pytest.mark.parametrize(
    "stale",
    [correction(3, 5), correction("blank", 5), correction(1, 2.5), correction(1, 5, "applications/nothing/total")],
)
def test_a_correction_that_no_longer_fits_is_refused_and_said(stale: Correction) -> None:
    before = rows_of(reading(applications=BALANCED))
    made, (finding,) = correct(before, [stale])
    assert made == before
    assert (finding.kind, finding.severity) == ("correction_refused", "warning")
    assert "核对" in finding.message_zh


HEAD = "report,grid,cell,read,value,who,why\n"


def test_corrections_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    assert read_corrections(path) == ()
    path.write_text(
        f'{HEAD}{"AB" * 32},applications,new/total,"1,204",1024,李,扫描件第 3 页\n'
        f"\n{'c' * 16},disclosure,20.9/procurement/amount,blank,12.5,王,正文第 2 段\n",
        encoding="utf-8-sig",
    )
    assert read_corrections(path) == (
        Correction("ab" * 8, "applications/new/total", 1204, 1024, "李", "扫描件第 3 页"),
        Correction("c" * 16, "disclosure/20.9/procurement/amount", "blank", 12.5, "王", "正文第 2 段"),
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("report,cell,value\n", "no column grid, read, who, why"),
        (f"{HEAD}{'a' * 16},applications,new/total,1,viele,李,核对\n", "line 2: the value 'viele' is not a number"),
        (f"{HEAD}{'a' * 16},applications,new/total,1,nan,李,核对\n", "not a number"),
        (f"{HEAD}{'a' * 16},application,new/total,1,2,李,核对\n", "grid is one of disclosure"),
        (f"{HEAD}{'a' * 16},applications,new,1,2,李,核对\n", "cell is ROW/COLUMN"),
        (f"{HEAD}{'a' * 16},applications,new/total,1,2,,核对\n", "who and why have to be given"),
        (f"{HEAD}{'a' * 16},applications,new/total,1,2,李,核对\n" * 2, "corrected twice|is not a number"),
    ],
)
def test_a_file_that_cannot_be_understood_is_refused_with_its_line(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "corrections.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WrongUse, match=words):
        read_corrections(path)


def test_a_file_in_another_encoding_is_refused_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    path.write_bytes(f"{HEAD}{'a' * 16},applications,new/total,1,2,李,核对\n".encode("gb18030"))
    with pytest.raises(WrongUse, match="CSV UTF-8"):
        read_corrections(path)
