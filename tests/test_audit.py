"""The audit: a sample that can be drawn again, and a rate that is what was found."""

import csv
import random
import shutil
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.readings import BALANCED, reading
from tests.test_dataset import write

from extract.batch.run import run
from extract.cli import main
from extract.errors import WrongUse
from extract.grid import Slot
from extract.review import audit_sheet
from extract.review.audit import Judged, Stratum, allocate, draw, estimate, exact
from extract.review.audit_sheet import read_sheet, write_sheet
from extract.tables.dataset import Dataset, load

ROOT = Path(__file__).parents[1]
openpyxl: Any = import_module("openpyxl")
FIGURE, ZERO = Stratum("applications", "figure"), Stratum("applications", "zero")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty reports, with all kinds of cells."""
    blank, doubt = Slot(("", ""), "blank"), Slot(("", ""), "ambiguous", raw="12", reason="bounds_lost")
    deduced = Slot(("", ""), "deduced", 3, None, "3")
    cells = BALANCED | {("new", "total"): deduced, ("denied.law", "total"): blank, ("other.rest", "other"): doubt}
    return write(tmp_path_factory.mktemp("set") / "out", [reading(f"{at}.txt", applications=cells) for at in range(20)])


@pytest.fixture
def ds(out: Path) -> Dataset:
    return load(out)


def test_strata_hold_every_cell_that_makes_a_claim(ds: Dataset) -> None:
    sizes = draw(ds, 50, 1).sizes
    assert sum(sizes.values()) == 20 * (175 - 1 + 15 + 10)  # one cell of each report is ambiguous
    assert sizes[Stratum("applications", "deduced")] == 20
    assert sizes[Stratum("applications", "empty")] == 20
    assert sizes[FIGURE] == 20 * (len(BALANCED) - 1)
    assert Stratum("disclosure", "figure") not in sizes


def test_a_sample_is_settled_by_its_seed_and_no_cell_comes_twice(ds: Dataset) -> None:
    first, again, other = draw(ds, 50, 1), draw(ds, 50, 1), draw(ds, 50, 2)
    assert first == again
    assert len(set(first.drawn)) == 50
    assert first.drawn != other.drawn
    assert min(Counter(one.stratum for one in first.drawn).values()) == 5
    assert {one.stratum for one in first.drawn} == set(first.sizes)
    assert len(draw(ds, 10**6, 1).drawn) == sum(first.sizes.values())
    assert len(draw(ds, 3, 1).drawn) == 3


def test_every_cell_of_a_stratum_is_as_likely(ds: Dataset) -> None:
    drawn = Counter(
        one for seed in range(300) for one in draw(ds, 30, seed).drawn if one.stratum.kind == "deduced"
    )  # fmt: skip
    assert len(drawn) == 20
    share = sum(drawn.values()) / 20
    assert max(abs(count - share) for count in drawn.values()) < 5 * (share * 0.75) ** 0.5


def test_shares_of_strata_are_never_more_than_there_is() -> None:
    sizes = {FIGURE: 3, ZERO: 10_000}
    assert allocate(sizes, 100) == {FIGURE: 3, ZERO: 97}
    assert sum(allocate(sizes, 10**9).values()) == 10_003
    assert allocate({FIGURE: 1, ZERO: 1}, 1) in ({FIGURE: 1, ZERO: 0}, {FIGURE: 0, ZERO: 1})


def fill(sheet: Path, wrong: Callable[[dict[str, str]], str]) -> None:
    """Fills a sheet in: ``wrong`` says what to put for a row."""
    if sheet.suffix == ".csv":
        rows = list(csv.reader(sheet.read_text(encoding="utf-8-sig").splitlines(keepends=True)))
        for row in rows[1:]:
            row[9] = wrong(dict(zip(audit_sheet._COLUMNS, row, strict=True)))
        with sheet.open("w", encoding="gb18030", newline="") as file:
            csv.writer(file).writerows(rows)
        return
    book = openpyxl.load_workbook(sheet)
    for row in book["audit"].iter_rows(min_row=2):
        values = [str(cell.value) for cell in row]
        row[9].value = wrong(dict(zip(audit_sheet._COLUMNS, values, strict=True)))
    book.save(sheet)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_sheet_filled_with_known_errors_gives_back_their_rate(out: Path, tmp_path: Path, ending: str) -> None:
    sheet = tmp_path / f"sheet.{ending}"
    sample = write_sheet(out, sheet, 120, 7, lang="en")
    false = {one for at, one in enumerate(sample.drawn) if at % 4 == 0 and one.stratum.kind == "figure"}
    unclear = [one for one in sample.drawn if one not in false][:2]

    def judge(row: dict[str, str]) -> str:
        one = next(d for d in sample.drawn if (d.report_id, d.cell) == (row["report_id"], row["cell"]))
        return "?" if one in unclear else "N" if one in false else "对"

    fill(sheet, judge)
    found = read_sheet(out, sheet)
    judged = Counter(one.stratum for one in sample.drawn if one not in unclear)
    wrong = Counter(one.stratum for one in false)
    whole = sum(sample.sizes.values())
    rate = sum(size / whole * wrong[s] / judged[s] for s, size in sample.sizes.items())
    assert (found.judged, found.wrong, found.size) == (118, len(false), whole)
    assert found.overall is not None
    assert found.overall.value == pytest.approx(rate)
    assert found.overall.low < rate < found.overall.high
    for stratum, (of, share) in found.strata.items():
        assert (of.judged, of.wrong) == (judged[stratum], wrong[stratum])
        assert share == exact(wrong[stratum], judged[stratum])


def test_intervals_are_those_of_the_books() -> None:
    stats: Any = import_module("scipy.stats")
    for wrong, judged in ((0, 300), (3, 300), (17, 40), (40, 40)):
        theirs = stats.binomtest(wrong, judged).proportion_ci(0.95, "exact")
        share = exact(wrong, judged)
        assert (share.low, share.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)
    alone = estimate({ZERO: Judged(1000, 300, 3)}).overall
    assert alone is not None
    assert (alone.low, alone.high) == pytest.approx((exact(3, 300).low, exact(3, 300).high), rel=0.01)
    none = estimate({ZERO: Judged(90_000, 150, 0), FIGURE: Judged(10_000, 150, 0)}).overall
    assert none is not None
    assert (none.value, none.low) == (0, 0)
    assert exact(0, 300).high < none.high < exact(0, 150).high  # the strata are not drawn in proportion


def test_the_interval_covers_the_truth() -> None:
    chance = random.Random(5)
    sizes, shares, n = {ZERO: 90_000, FIGURE: 10_000}, {ZERO: 0.01, FIGURE: 0.06}, {ZERO: 200, FIGURE: 100}
    truth = 0.9 * 0.01 + 0.1 * 0.06
    covered = 0
    for _ in range(400):
        found = estimate(
            {s: Judged(sizes[s], n[s], sum(chance.random() < shares[s] for _ in range(n[s]))) for s in sizes}
        )
        assert found.overall is not None
        covered += found.overall.low <= truth <= found.overall.high
    assert covered >= 0.95 * 400


def test_a_stratum_that_nobody_judged_leaves_the_whole_unknown(out: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    write_sheet(out, sheet, 60, 1)
    fill(sheet, lambda row: "" if row["stratum"] == "appeals/zero" else "y")
    found = read_sheet(out, sheet)
    assert found.overall is None
    assert found.strata[Stratum("appeals", "zero")][1] is None
    assert "无从估计" in audit_sheet.citation(found, "1", "zh")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda text: text, "no cell is judged yet"),
        (lambda text: text.replace("stratum", "layer"), "no sheet of `extract audit`"),
        (lambda text: text.replace("/zero", "/nought"), "is no stratum"),
        (lambda text: text.replace("applications/new/", "applications/news/"), "another set"),
    ],
)
def test_a_sheet_that_cannot_be_counted_is_refused(
    out: Path, tmp_path: Path, spoil: Callable[[str], str], told: str
) -> None:
    sheet = tmp_path / "sheet.csv"
    write_sheet(out, sheet, 60, 1)
    if told == "another set":
        fill(sheet, lambda row: "y")
        sheet.write_text(sheet.read_text(encoding="gb18030"), encoding="utf-8-sig")
    sheet.write_text(spoil(sheet.read_text(encoding="utf-8-sig")), encoding="utf-8")
    with pytest.raises(WrongUse, match=told):
        read_sheet(out, sheet)


def test_a_word_that_is_no_judgement_is_refused(out: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    write_sheet(out, sheet, 60, 1)
    fill(sheet, lambda row: "maybe" if row["no"] == "3" else "y")
    with pytest.raises(WrongUse, match="row 4: 'maybe' is neither"):
        read_sheet(out, sheet)


def test_the_words_stand_beside_the_cell(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for path in sorted((ROOT / "data" / "raw").rglob("*.txt"))[:3]:
        shutil.copy(path, raw / path.name)
    run([raw], tmp_path / "out", jobs=1)
    sheet = tmp_path / "sheet.csv"
    sample = write_sheet(tmp_path / "out", sheet, 40, 1, raw=raw)
    rows = list(csv.DictReader(sheet.read_text(encoding="utf-8-sig").splitlines(keepends=True)))
    assert len(rows) == len(sample.drawn) == 40
    figures = [row for row in rows if row["stratum"].endswith("figure")]
    words = next(key for key in rows[0] if key.startswith("原文"))
    read = next(key for key in rows[0] if key.startswith("读出"))
    assert figures
    lost = [row for row in figures if row[read].split(" ")[0].lstrip("−") not in row[words]]
    assert not [(row[read], row[words]) for row in lost]
    assert all("> " in row[words] for row in figures)


def test_the_command_says_a_sentence_that_can_be_quoted(out: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.xlsx"
    drawn = CliRunner().invoke(main, ["audit", str(out), "--n", "50", "--out", str(sheet), "--lang", "en"])
    assert (drawn.exit_code, drawn.output) == (0, f"50 of 3,980 cells in {sheet}\n")
    again = CliRunner().invoke(main, ["audit", str(out), "--out", str(sheet)])
    assert again.exit_code == 2
    fill(sheet, lambda row: "n" if row["no"] == "1" else "y")
    told = CliRunner().invoke(main, ["audit", str(out), "--filled", str(sheet), "--lang", "en"])
    assert told.exit_code == 0
    assert (
        "Of 3,980 cells, 50 drawn at random by strata were compared with the documents and 1 found wrong" in told.output
    )
    assert "other printed figures" in told.output
