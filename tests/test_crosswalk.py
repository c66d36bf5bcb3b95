"""The two forms beside each other: every cell is accounted for, and nothing is compared that may not be."""

from collections import Counter
from pathlib import Path

import pytest
from tests.readings import BALANCED, Values, reading
from tests.test_dataset import write

from extract.errors import WrongUse
from extract.forms.form import GRID_NAMES, load_forms
from extract.grid import Slot
from extract.tables import codebook
from extract.tables.crosswalk import load_crosswalk
from extract.tables.dataset import Dataset, load

ROOT = Path(__file__).parents[1]
SPLIT: Values = BALANCED | {
    ("other.uncorrected", "total"): 2, ("other.unpaid", "total"): 3, ("other.rest", "total"): 5,
    ("other.uncorrected", "other"): Slot(("", ""), "blank"), ("other.rest", "other"): 4,
}  # fmt: skip


@pytest.fixture
def ds(tmp_path: Path) -> Dataset:
    old = reading("a/2019.txt", form="2019", year=2019, applications=BALANCED | {("other", "total"): 7})
    merged = Slot(("", ""), "missing", reason="printed_as_one_row")
    one_row: Values = {(f"other.{part}", "total"): merged for part in ("uncorrected", "unpaid", "rest")}
    one_row = {**BALANCED, **one_row, ("other", "total"): 6}
    new = [
        reading("b/2022.txt", year=2022, applications=SPLIT),
        reading("c/2023.txt", applications=one_row, merged=True),
    ]
    return load(write(tmp_path / "out", [old, *new]))


def test_every_cell_of_both_forms_stands_in_one_entry() -> None:
    crosswalk = load_crosswalk()
    for form_id, side in ((crosswalk.old, "old"), (crosswalk.new, "new")):
        for grid in GRID_NAMES:
            found = Counter(key for link in crosswalk.links if link.grid == grid for key in getattr(link, side))
            assert set(found) == set(load_forms().get(form_id).grid(grid).slots())
            assert set(found.values()) == {1}


def test_made_is_never_beside_issued(ds: Dataset) -> None:
    table = ds.crosswalk()
    made = table[table["column"] == "made"]
    assert made["comparable"].tolist() == ["no", "no"]
    assert made["beside"].tolist() == ["20.1/rules/issued", "20.1/normative_documents/issued"]
    assert made["why_zh"].str.contains("概念不同").all()
    for level in ("yes", "partly"):
        comparable = ds.comparable("disclosure", level)
        assert not set(comparable["column"]) & {"made", "issued", "in_force", "published_total", "repealed"}
    assert sorted(ds.comparable("disclosure")["row"].unique()) == [
        "20.5/licences", "20.6/coercive_measures", "20.6/penalties",
    ]  # fmt: skip
    assert ds.comparable("disclosure", "yes").empty
    with pytest.raises(WrongUse, match="never given"):
        ds.comparable("disclosure", "no")


def test_what_the_new_form_parts_is_summed(ds: Dataset) -> None:
    cells = ds.comparable("applications")
    other = cells[(cells["row"] == "other") & (cells["column"] == "total")]
    assert other["fiscal_year"].tolist() == [2019, 2022, 2023]
    assert other["value"].tolist() == [7, 10, 6]
    assert set(other["comparable"]) == {"partly"}
    blank = cells[(cells["row"] == "other") & (cells["column"] == "other")].set_index("fiscal_year")["value"]
    assert blank.isna().to_dict() == {2019: False, 2022: True, 2023: False}  # a sum over a blank is no sum
    assert len(cells) == 3 * 23 * 7
    assert len(ds.comparable("applications", "yes")) == 3 * 22 * 7
    assert cells["report_id"].tolist() == sorted(cells["report_id"], key=ds.reports["report_id"].tolist().index)
    assert len(ds.comparable("appeals", years=2022)) == 15
    assert cells["value"].dtype == "Int64"


def test_a_crosswalk_that_names_no_cell_is_refused(tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    for form in (ROOT / "patterns" / "forms").glob("*.toml"):
        (tmp_path / "forms" / form.name).write_bytes(form.read_bytes())
    (tmp_path / "wordings.toml").write_text("wordings = []\n", encoding="utf-8")
    text = (ROOT / "patterns" / "crosswalk.toml").read_text(encoding="utf-8")
    (tmp_path / "crosswalk.toml").write_text(text.replace("20.1/rules/made", "20.1/rules/mad"), encoding="utf-8")
    with pytest.raises(WrongUse, match=r"no cell disclosure/20\.1/rules/mad"):
        load_crosswalk(tmp_path)


@pytest.mark.parametrize(
    ("name", "made"), [("rates.md", codebook.rates_markdown), ("crosswalk.md", codebook.crosswalk_markdown)]
)
def test_the_documents_are_current(name: str, made: "object") -> None:
    assert callable(made)
    told = f"run: python -m extract.tables.codebook {name.removesuffix('.md')} > docs/{name}"
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == made(), told


def test_the_codebook_counts_what_the_tables_hold(ds: Dataset) -> None:
    page = codebook.codebook(ds)
    assert '<h2 id="applications">' in page
    assert "<code>granted</code><td>（一）予以公开<td>(1) Granted<td class=n>21" in page
    assert "<code>partly_granted</code>" in page
    for table in ds.tables:
        for column in ds.table(table, columns=None).columns:
            assert f"<code>{column}</code>" in page, (table, column)
