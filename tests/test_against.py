"""A report beside an earlier one, row under row."""

import json
from pathlib import Path

from click.testing import CliRunner
from rich.console import Console
from tests.readings import BALANCED, reading
from tests.test_dataset import write

from extract.checks import Finding
from extract.cli import main
from extract.document import Place
from extract.forms.form import load_forms
from extract.reading import Reading
from extract.review.against import against
from extract.tables.crosswalk import load_crosswalk
from extract.words.sentences import Lang

ROOT = Path(__file__).parents[1]


def beside(later: Reading, earlier: Reading, lang: Lang = "zh") -> list[str]:
    console = Console(width=140, color_system=None)
    with console.capture() as captured:
        against(later, earlier, (load_forms(), load_crosswalk()), lang, console)
    return [line.strip() for line in captured.get().splitlines()]


def after(lines: list[str], label: str) -> str:
    """The line below the one that begins with a label."""
    return lines[next(at for at, line in enumerate(lines) if line.startswith(label)) + 1]


def test_the_earlier_row_stands_below_the_later() -> None:
    earlier = reading("2022.txt", year=2022, applications=BALANCED | {("new", "total"): 40, ("new", "other"): 36})
    lines = beside(reading(applications=BALANCED), earlier)
    assert lines[0].startswith("示例省云岭县人民政府 2023")
    assert lines[1].startswith("示例省云岭县人民政府 2022")
    assert after(lines, "一、本年新收").split() == ["2022", "3", "1", "0", "0", "0", "36", "40"]
    assert after(lines, "行政规范性文件").split() == ["2022", "0", "0", "0"]
    assert sum(line.startswith("2022") for line in lines) == 25 + 3 + 6
    assert not any("概念不同" in line or "名称不同" in line for line in lines)


def test_cells_that_may_not_be_compared_do_not_stand_beside_each_other() -> None:
    old = reading("2020.txt", form="2019", year=2020, authority="别处", disclosure={("20.1/rules", "made"): 77})
    lines = beside(reading(), old)
    assert not any("77" in line for line in lines)
    assert not after(lines, "规章").startswith("2020")
    assert after(lines, "行政许可").startswith("2020")
    assert not after(lines, "1.申请人无正当理由").startswith("2020")
    assert after(lines, "（七）总计").startswith("2020")
    assert any("概念不同" in line for line in lines)
    assert "两份报告的机关名称不同。" in lines
    back = beside(old, reading(), "en")
    assert not after(back, "（六）其他处理").startswith("2023")
    assert not after(back, "规范性文件").startswith("2023")
    assert after(back, "（七）总计").startswith("2023")


def test_the_command_reads_both_files() -> None:
    files = sorted((ROOT / "data" / "raw").rglob("*乙川市人民政府202[12]*.txt"))
    if len(files) < 2:
        files = sorted((ROOT / "data" / "raw").rglob("*自然资源局202*.txt"))[:2]
    told = CliRunner().invoke(main, ["show", str(files[1]), "--against", str(files[0]), "--lang", "zh"])
    assert told.exit_code == 0
    assert "表三（申请）" in told.output
    lost = CliRunner().invoke(main, ["show", str(files[1]), "--against", str(files[0].with_name("nowhere.txt"))])
    assert lost.exit_code != 0


def test_findings_as_json_are_the_rows_of_the_table(tmp_path: Path) -> None:
    found = Finding("arithmetic", "error", "applications", "applications/new", "不平。", "It fails.", Place(line=3))
    note = Finding("extra_row", "note", "disclosure", None, "多一行。", "One more row.")
    out = write(tmp_path / "out", [reading(findings=(note, found))])
    told = CliRunner().invoke(main, ["findings", str(out), "--json"])
    rows = [json.loads(line) for line in told.output.splitlines()]
    assert [row["severity"] for row in rows] == ["error", "note"]
    assert (rows[0]["cell"], rows[0]["line"], rows[0]["message_zh"]) == ("applications/new", 3, "不平。")
    assert rows[0]["path"] == "云岭县2023.txt"


def test_the_codebook_is_written_beside_the_tables(tmp_path: Path) -> None:
    out = write(tmp_path / "out", [reading()])
    told = CliRunner().invoke(main, ["codebook", str(out)])
    assert told.output.strip() == str(tmp_path / "out-codebook.html")
    assert "编码手册" in (tmp_path / "out-codebook.html").read_text(encoding="utf-8")
