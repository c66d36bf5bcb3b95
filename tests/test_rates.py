"""Rates: their formulas name cells that exist, and nothing is made of a blank or of nothing received."""

from pathlib import Path

import pandas as pd
import pytest
from tests.readings import BALANCED, Values, reading
from tests.test_dataset import write

from extract.errors import WrongUse
from extract.forms.form import GRID_NAMES, load_forms
from extract.grid import Slot
from extract.tables.dataset import load
from extract.tables.rates import load_rates

ASKED: Values = {
    ("new", "total"): 18, ("carried_in", "total"): 2, ("granted", "total"): 5, ("partly_granted", "total"): 1,
    ("denied.law", "total"): 2, ("denied.process", "total"): 1, ("refused.repeated", "total"): 4,
    ("unavailable.not_held", "total"): 3, ("total", "total"): 16, ("carried_out", "total"): 4,
}  # fmt: skip
APPEALS: Values = {
    ("reconsideration", "upheld"): 1, ("reconsideration", "corrected"): 2, ("reconsideration", "pending"): 1,
    ("reconsideration", "total"): 4, ("litigation_after", "other"): 1, ("litigation_after", "total"): 1,
}  # fmt: skip


def rates(tmp_path: Path, applications: Values, appeals: Values, form: str = "2021") -> pd.DataFrame:
    one = reading(form=form, year=2023 if form == "2021" else 2020, applications=applications, appeals=appeals)
    return load(write(tmp_path / "out", [one])).rates().set_index("rate")


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_every_cell_of_a_formula_is_in_the_form(form: str) -> None:
    for rate in load_rates():
        for cell in rate.cells:
            grid, _, rest = cell.partition("/")
            row, _, column = rest.rpartition("/")
            own = load_forms().get(form).grid(next(name for name in GRID_NAMES if name == grid))
            assert (row, column) in own.slots()
        assert rate.zh
        assert rate.en


def test_denials_refusals_and_the_rest_are_complete() -> None:
    named = {cell.split("/")[1] for rate in load_rates() for cell in rate.numerator}
    for form in load_forms().all:
        rows = {row.key for row in form.grid("applications").rows}
        assert {row for row in rows if row.partition(".")[0] in ("denied", "unavailable", "refused")} <= named


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_shares_are_what_the_formula_says(tmp_path: Path, form: str) -> None:
    found = rates(tmp_path, ASKED, APPEALS, form)["value"]
    assert found["disclosure_rate"] == pytest.approx(6 / 16)
    assert found["full_disclosure_rate"] == pytest.approx(5 / 16)
    assert found["denial_rate"] == pytest.approx(3 / 16)
    assert found["unavailable_rate"] == pytest.approx(3 / 16)
    assert found["refusal_rate"] == pytest.approx(4 / 16)
    assert found["carried_out_rate"] == pytest.approx(4 / 20)
    assert found["reconsideration_rate"] == pytest.approx(4 / 16)
    assert found["litigation_rate"] == pytest.approx(1 / 16)
    assert found["correction_rate"] == pytest.approx(2 / 4)
    assert found["reconsideration_correction_rate"] == pytest.approx(2 / 3)
    assert found["litigation_correction_rate"] == 0


def test_nothing_received_gives_null_and_not_zero(tmp_path: Path) -> None:
    found = rates(tmp_path, {}, {})
    assert found["value"].isna().all()
    assert set(found["reason"]) == {"nothing_to_divide_by"}
    assert set(found["denominator"]) == {0}


def test_a_cell_without_value_gives_null_and_says_which(tmp_path: Path) -> None:
    blank: Values = {**ASKED, ("denied.law", "total"): Slot(("", ""), "blank")}
    doubt: Values = {
        **APPEALS,
        ("reconsideration", "total"): Slot(("", ""), "ambiguous", raw="12", reason="bounds_lost"),
    }
    found = rates(tmp_path, blank, doubt)
    assert found["reason"]["denial_rate"] == "no_value: applications/denied.law/total blank"
    assert found["reason"]["reconsideration_rate"] == "no_value: appeals/reconsideration/total ambiguous"
    assert pd.isna(found["value"]["denial_rate"])
    assert found["value"]["disclosure_rate"] == pytest.approx(6 / 16)
    assert found["value"].notna().equals(found["reason"].isna())


def test_one_row_per_report_where_asked(tmp_path: Path) -> None:
    readings = [reading("a.txt", year=2022, applications=ASKED), reading("b.txt", applications=BALANCED)]
    ds = load(write(tmp_path / "out", readings))
    wide = ds.rates(wide=True)
    assert wide["fiscal_year"].tolist() == [2022, 2023]
    assert wide["disclosure_rate"].tolist() == [6 / 16, 1.0]
    assert wide.columns.tolist()[4:] == [rate.key for rate in load_rates()]
    assert len(ds.rates(years=2022)) == len(load_rates())
    assert ds.rates(years=1999).empty
    (tmp_path / "rates.toml").write_text("[[rates]]\nkey = 'x'\n", encoding="utf-8")
    with pytest.raises(WrongUse, match="cannot be read as rates"):
        load_rates(tmp_path)
