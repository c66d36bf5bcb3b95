"""From a cell of the tables back to the words it was read from."""

import json
from pathlib import Path

import pytest
from tests.readings import read_fake

from extract.batch.run import run
from extract.errors import WrongUse
from extract.review.trace import trace

REPORT = """云岭县人民政府2019年度政府信息公开工作年度报告
一、总体情况
本年收到申请 5 件。
二、主动公开政府信息情况
三、收到和处理政府信息公开申请情况
申请人情况
自然人
法人或其他组织
总计
商业企业
科研机构
社会公益组织
法律服务机构
其他
一、本年新收政府信息公开申请数量
2
0
0
0
1
2
5
"""


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """Two reports that the real reader reads, one of them twice, and a letter."""
    folder = tmp_path / "raw"
    (folder / "县").mkdir(parents=True)
    (folder / "县" / "云岭.txt").write_text(REPORT, encoding="utf-8")
    (folder / "县" / "青石.txt").write_text(REPORT.replace("云岭", "青石"), encoding="utf-8")
    (folder / "县" / "重复.txt").write_text(REPORT, encoding="utf-8")
    (folder / "letter.txt").write_text("关于召开会议的通知", encoding="utf-8")
    return folder


@pytest.fixture
def out(raw: Path, tmp_path: Path) -> Path:
    """The tables of these files."""
    run(raw, tmp_path / "out", jobs=1)
    return tmp_path / "out"


def test_a_cell_leads_to_its_line(out: Path) -> None:
    found = trace(out, "县/云岭.txt", "applications/new/natural_person")
    assert (found.cell["value"], found.cell["state"], found.place.line) == (2, "number", 16)
    assert found.labels[1] == "自然人"
    assert [line.text for line in found.lines if line.here] == ["2"]
    assert [line.number for line in found.lines] == [13, 14, 15, 16, 17, 18, 19]
    assert found.report["authority"] == "云岭县人民政府"
    assert found.missing is None


def test_figures_a_line_each_are_shown_from_their_label_on(out: Path) -> None:
    found = trace(out, "县/云岭.txt", "applications/new/total")
    assert (found.lines[0].text, [line.text for line in found.lines if line.here]) == (
        "一、本年新收政府信息公开申请数量", ["5"],
    )  # fmt: skip


def test_a_cell_names_the_equations_it_is_in(out: Path) -> None:
    found = trace(out, "县/云岭.txt", "applications/other/total")
    scopes = {(check["check"], check["scope"]) for check in found.checks}
    assert scopes == {
        ("applications.row_sum", "other"),
        ("applications.outcome_sum", "total"),
    }


def test_a_report_may_be_named_in_several_ways(out: Path) -> None:
    report_id = str(trace(out, "县/云岭.txt", "applications/new/total").cell["report_id"])
    for name in (report_id, report_id[:6], report_id.upper(), "云岭.txt", "县/重复.txt"):
        assert trace(out, name, "applications/new/total").path == "县/云岭.txt"


def test_what_cannot_be_found_is_refused_with_a_hint(out: Path, tmp_path: Path) -> None:
    for report, cell, expected in [
        ("云岭", "applications/new/total", "did you mean 县/云岭.txt"),
        ("青", "applications/new/total", "did you mean 县/青石.txt"),
        ("zzz", "applications/new/total", "`sources` lists"),
        ("", "applications/new/total", "may be any of 4 files"),
        ("letter.txt", "applications/new/total", "was not read \\(not_a_report\\)"),
        ("云岭.txt", "applications/new/totel", "there is applications/new/natural_person"),
        ("云岭.txt", "applications/newest/total", "there is applications/new/total"),
        ("云岭.txt", "applications/new", "names no cell"),
        ("云岭.txt", "disclosure/20.1/rules", "names no cell"),
        ("云岭.txt", "figures/a/b", "names no cell"),
    ]:
        with pytest.raises(WrongUse, match=expected):
            trace(out, report, cell)
    with pytest.raises(WrongUse, match="no such folder"):
        trace(tmp_path / "nowhere", "a", "applications/new/total")


def test_the_source_may_have_moved_or_changed_or_gone(out: Path, raw: Path, tmp_path: Path) -> None:
    moved = raw.rename(tmp_path / "elsewhere")
    cell = "applications/new/natural_person"
    gone = trace(out, "云岭.txt", cell)
    assert gone.lines == ()
    assert gone.missing is not None
    assert "--raw DIR" in gone.missing[1]
    for there in (moved, moved / "县" / "云岭.txt"):
        assert trace(out, "云岭.txt", cell, there).lines
    (moved / "县" / "云岭.txt").write_text(REPORT + "\n")
    changed = trace(out, "云岭.txt", cell, moved)
    assert changed.missing is not None
    assert "has changed" in changed.missing[1]


def test_a_log_that_is_broken_is_passed_over(out: Path) -> None:
    (out / "runs" / "99990101T000000Z.json").write_text(json.dumps(["no log"]))
    assert trace(out, "云岭.txt", "applications/new/total").lines


def test_a_long_line_is_cut_to_what_stands_round_the_figure(tmp_path: Path) -> None:
    raw, filler = tmp_path / "raw", "各项工作有序推进。" * 60
    raw.mkdir()
    (raw / "a.txt").write_text(REPORT.replace("\n2\n0", f"\n{filler}\n2\n0", 1), encoding="utf-8")
    run(raw, tmp_path / "out", jobs=1)
    lines = trace(tmp_path / "out", "a.txt", "applications/carried_in/total", raw).lines
    assert all(len(line.text) < 170 for line in lines)


def test_a_cell_without_a_place_says_so(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text("2023 fake", encoding="utf-8")
    run(raw, tmp_path / "out", jobs=1, read=read_fake)
    found = trace(tmp_path / "out", "a.txt", "applications/new/total")
    assert found.lines == ()
    assert found.missing is not None
    assert "could not be read again" in found.missing[1]
