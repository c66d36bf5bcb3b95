"""Which authorities and years there are."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image
from tests.texts import report

import extract
from extract.cli import main
from extract.errors import WrongUse
from extract.forms.form import load_forms
from extract.panel.coverage import STATES, Seen, cover, promised
from extract.review import chart
from extract.tables.rows import SourceRow
from extract.whose.divisions import load_divisions

FORMS, DIVISIONS = load_forms(), load_divisions()


def seen(year: int, state: str = "verified", *, whose: str = "520424", preferred: bool = True) -> Seen:
    read = state != "unreadable"
    key = f"{whose}-{year}-{state}" if read else None
    return Seen(
        whose,
        "示例县",
        "县",
        "520424",
        None,
        None,
        None,
        year,
        state,
        preferred and read,
        key,
        None if read else "a.pdf",
    )


def states(*every: Seen) -> dict[int, str]:
    return {row.fiscal_year: row.state for row in cover(every)}


def test_a_year_between_others_is_missing() -> None:
    assert states(seen(2019), seen(2022, "doubtful")) == {
        2019: "verified", 2020: "missing", 2021: "missing", 2022: "doubtful",
    }  # fmt: skip


def test_years_before_the_first_and_after_the_last_are_not() -> None:
    assert states(seen(2021)) == {2021: "verified"}


def test_of_several_editions_the_preferred_one_counts() -> None:
    (row,) = cover([seen(2021, "doubtful", preferred=False), seen(2021, "inconsistent"), seen(2021, "unreadable")])
    assert (row.state, row.editions, row.report_id, row.path) == ("inconsistent", 2, "520424-2021-inconsistent", None)


def test_a_file_that_could_not_be_read_fills_a_gap() -> None:
    rows = list(cover([seen(2019), seen(2020, "unreadable"), seen(2021)]))
    assert [(row.state, row.path) for row in rows] == [("verified", None), ("unreadable", "a.pdf"), ("verified", None)]


def test_authorities_are_kept_apart() -> None:
    rows = list(cover([seen(2019, whose="a"), seen(2021, whose="a"), seen(2024, whose="b")]))
    assert [(row.authority_id, row.fiscal_year) for row in rows] == [("a", 2019), ("a", 2020), ("a", 2021), ("b", 2024)]


def source(path: str, status: str = "no_text") -> SourceRow:
    return SourceRow(path, None, 1, "pdf", status, None, None, None, "0")


def test_the_name_of_a_file_tells_what_it_would_have_been() -> None:
    found = promised(source("贵州省/安顺市/关岭县人民政府2021年政府信息公开工作年度报告.pdf"), FORMS, DIVISIONS)
    assert found is not None
    assert (found.authority, found.division_code, found.fiscal_year) == ("关岭布依族苗族自治县", "520424", 2021)
    assert (found.state, found.report_id) == ("unreadable", None)


@pytest.mark.parametrize(
    "lost",
    [
        source("贵州省/安顺市/关岭县人民政府2021年政府信息公开工作年度报告.pdf", "not_a_report"),
        source("贵州省/安顺市/关岭县人民政府政府信息公开工作年度报告.pdf"),
        source("扫描件/0001.pdf"),
    ],
    ids=["no report", "no year", "nobody"],
)
def test_a_name_that_tells_too_little_tells_nothing(lost: SourceRow) -> None:
    assert promised(lost, FORMS, DIVISIONS) is None


# ── a collection with known gaps ────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("coverage")
    raw = folder / "raw"
    raw.mkdir()
    for name, years in (("示例县财政局", (2019, 2021, 2022)), ("示例县民政局", (2021, 2022))):
        for year in years:
            text = report(title=f"{name}{year}年政府信息公开工作年度报告")
            (raw / f"{name}{year}年政府信息公开工作年度报告.txt").write_text(text, encoding="utf-8")
    (raw / "示例县民政局2020年政府信息公开工作年度报告.pdf").write_bytes(b"%PDF-1.4 broken")
    extract.run(raw, folder / "out", jobs=1)
    return folder / "out"


def test_the_table_has_every_year_of_every_authority(tables: Path) -> None:
    frame = extract.load(tables).frame("coverage")
    found = {(row["authority"], row["fiscal_year"]): row["state"] for row in frame.to_dict("records")}
    assert found == {
        ("示例县财政局", 2019): "vacuous", ("示例县财政局", 2020): "missing",
        ("示例县财政局", 2021): "vacuous", ("示例县财政局", 2022): "vacuous",
        ("示例县民政局", 2020): "unreadable",
        ("示例县民政局", 2021): "vacuous", ("示例县民政局", 2022): "vacuous",
    }  # fmt: skip


def printed(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["coverage", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_command_prints_a_matrix(tables: Path) -> None:
    lines = printed(str(tables), "--lang", "zh").splitlines()
    assert lines[0].split() == ["2019", "2020", "2021", "2022"]
    assert [line.split() for line in lines if line.startswith("示例县")] == [
        ["示例县民政局", "✗", "○", "○"], ["示例县财政局", "○", "·", "○", "○"],
    ]  # fmt: skip
    assert "2 个机关，7 个机关年度。" in lines


def test_authorities_can_be_chosen(tables: Path) -> None:
    assert "示例县民政局" not in printed(str(tables), "--authority", "财政")
    assert "0 authorities" in printed(str(tables), "--level", "省", "--lang", "en")
    assert "1 more" in printed(str(tables), "--top", "1", "--lang", "en")
    assert "2 authorities" in printed(str(tables), "--gaps", "--lang", "en")


def test_the_picture_shows_every_cell(tables: Path, tmp_path: Path) -> None:
    path = tmp_path / "coverage.png"
    printed(str(tables), "--picture", str(path), "--lang", "zh")
    with Image.open(path) as image:
        colours = {colour for _, colour in image.convert("RGB").getcolors(1 << 24) or ()}
    assert {(0xB9, 0xCF, 0xC4), (0x6B, 0x4E, 0x8F), (0xEE, 0xEE, 0xEE)} <= colours


def test_what_is_no_picture_or_too_much_for_one_is_refused(tmp_path: Path) -> None:
    rows = [chart.Row(str(number), {2020: "verified"}) for number in range(401)]
    for some, name, words in (
        (rows, "a.png", "too many"), ([], "a.png", "nothing to draw"), (rows[:9], "a.foo", "ends with .png"),
    ):  # fmt: skip
        with pytest.raises(WrongUse, match=words):
            chart.draw_matrix(some, tmp_path / name, "en")


def test_every_state_has_a_look() -> None:
    assert set(chart._LOOKS) == set(STATES)
