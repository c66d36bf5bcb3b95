"""The commands as people type them: what they print, what they write, and how they end."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from tests.texts import is_chinese

import extract
from extract import cli
from extract.tables.dataset import load

ROOT = Path(__file__).parents[1]
COMMANDS = ("run", "show", "trace", "findings", "forms")

REPORT = """云岭县人民政府2019年度政府信息公开工作年度报告
本报告所列数据的统计期限自2019年1月1日起至2019年12月31日止。
一、总体情况
本年收到申请 5 件。
二、主动公开政府信息情况
三、收到和处理政府信息公开申请情况
\t申请人情况

\t自然人
\t法人或其他组织
\t总计

\t商业企业
\t科研机构
\t社会公益组织
\t法律服务机构
\t其他

\t一、本年新收政府信息公开申请数量
\t2
\t0
\t0
\t0
\t1
\t2
\t6

四、政府信息公开行政复议、行政诉讼情况
五、存在的主要问题及改进情况
无。
六、其他需要报告的事项
无。
"""


def extract_(*arguments: str | Path, lang: str | None = "en", locale: str = "zh_CN.UTF-8") -> Result:
    """Runs a command in this process, which speaks Chinese where neither ``lang`` nor ``locale`` say otherwise."""
    language = [] if lang is None or arguments[-1] == "--help" else ["--lang", lang]
    return CliRunner().invoke(cli.main, [*map(str, arguments), *language], env={"LC_ALL": locale, "COLUMNS": None})


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A report and a letter."""
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "云岭.txt").write_text(REPORT, encoding="utf-8")
    (folder / "letter.txt").write_text("关于召开会议的通知", encoding="utf-8")
    return folder


@pytest.fixture
def out(raw: Path, tmp_path: Path) -> Path:
    """Their tables."""
    assert extract_("run", raw, "--out", tmp_path / "out", "--jobs", "1").exit_code == 0
    return tmp_path / "out"


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_explains_every_command_and_option(command: str) -> None:
    done = extract_(*command.split(), "--help")
    assert done.exit_code == 0
    assert len(done.stdout.splitlines()) > 5
    if command:
        options = [p for p in cli.main.commands[command].params if isinstance(p, click.Option)]
        assert all(option.help for option in options)
        assert f"  {command} " in extract_("--help").stdout


def test_version() -> None:
    done = CliRunner().invoke(cli.main, ["--version"])
    assert done.stdout == f"extract, version {extract.__version__}\n"


def test_run_accounts_for_every_file(raw: Path, tmp_path: Path) -> None:
    done = extract_("run", raw, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("2 files in ")
    assert "1  extracted" in done.stdout
    assert "1  not an annual report" in done.stdout
    assert load(tmp_path / "out").reports["authority"].tolist() == ["云岭县人民政府"]


def test_run_ends_with_1_and_lists_what_failed(raw: Path, tmp_path: Path) -> None:
    (raw / "broken.pdf").write_bytes(b"%PDF-1.7\n")
    (raw / "empty.txt").touch()
    done = extract_("run", raw, "--out", tmp_path / "out", lang=None)
    assert done.exit_code == 1
    assert "未能读取的文件" in done.stdout
    assert "broken.pdf：损坏或不可读：PDFium 打不开" in done.stdout
    assert "empty.txt：损坏或不可读：文件是空的（0 字节，没有文字）；请重新获取" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["run", "RAW"], "Missing option '--out'"),
        (["run", "--out", "OUT"], "Missing argument 'RAW...'"),
        (["run", "nowhere", "--out", "OUT"], "nowhere: no such file or folder"),
        (["run", "RAW", "--out", "RAW"], "give another --out"),
        (["run", "RAW", "--out", "OUT", "--jobs", "0"], "--jobs takes 1 or more"),
        (["run", "RAW", "--out", "OUT", "--jobs", "many"], "not a valid integer"),
        (["run", "RAW", "--out", "OUT", "--timeout", "-1"], "--timeout takes more than 0"),
        (["run", "RAW", "--out", "OUT", "--patterns", "RAW"], "no form found"),
        (["findings", "RAW"], "has no manifest.json"),
        (["findings", "nowhere"], "no such folder"),
        (["trace", "RAW", "a", "b"], "has no manifest.json"),
        (["show", "RAW/letter.txt", "--patterns", "nowhere"], "no form found"),
        (["show", "RAW/gone.txt"], "gone.txt: no such file"),
        (["show", "RAW"], "a folder; give one file"),
        (["fly"], "No such command 'fly'"),
    ],
)
def test_wrong_use_ends_with_2_and_a_sentence(raw: Path, tmp_path: Path, arguments: list[str], expected: str) -> None:
    names = {"RAW": str(raw), "OUT": str(tmp_path / "out")}
    typed = [name.replace("RAW", names["RAW"]).replace("OUT", names["OUT"]) for name in arguments]
    done = extract_(*typed, lang=None, locale="C.UTF-8")
    assert done.exit_code == 2, done.output
    assert expected in done.stderr
    told = extract_(*typed, lang=None).stderr
    # what click says of options and arguments is English
    assert is_chinese(told.removeprefix("Error: ")) or "Usage:" in told
    assert "Traceback" not in done.output
    assert not (tmp_path / "out").exists()


def test_show_prints_the_report(raw: Path) -> None:
    done = extract_("show", raw / "云岭.txt", lang=None)
    assert done.exit_code == 0
    assert done.stdout.startswith("云岭县人民政府2019年度政府信息公开工作年度报告\n")
    assert "“一、本年新收政府信息公开申请数量”一行六类申请人之和为 5，总计为 6" in done.stdout
    assert not [line for line in done.stdout.splitlines() if line != line.rstrip()]
    assert "\x1b" not in done.stdout


def test_show_speaks_english_where_the_locale_is_not_chinese(raw: Path) -> None:
    for locale, expected in [("C.UTF-8", "Verdict"), ("zh_TW.UTF-8", "结论"), ("en_US.UTF-8", "Verdict")]:
        environment = {"LC_ALL": "", "LC_MESSAGES": "", "LANG": locale}
        done = CliRunner().invoke(cli.main, ["show", str(raw / "云岭.txt")], env=environment)
        assert expected in done.stdout


def test_show_json_is_for_programs(raw: Path) -> None:
    done = extract_("show", raw / "云岭.txt", "--json")
    made = json.loads(done.stdout)
    assert made["report"]["authority"] == "云岭县人民政府"
    assert len(made["sections"]) == 6
    new = [cell["value"] for cell in made["applications"] if cell["outcome"] == "new"]
    assert new == [2, 0, 0, 0, 1, 2, 6]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("letter.txt", "关于召开会议的通知".encode(), "[not_a_report]"),
        ("empty.txt", b"", "[unreadable]"),
        ("a.bin", bytes(range(256)) * 9, "[unsupported]"),
    ],
)
def test_show_says_what_is_wrong_with_a_file(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    (tmp_path / name).write_bytes(content)
    done = extract_("show", tmp_path / name)
    assert done.exit_code == 1
    assert done.stderr.startswith(f"Error: {expected} {tmp_path / name}: ")
    assert done.stdout == ""
    _, head, told = extract_("show", tmp_path / name, lang="zh").stderr.partition(f"{expected} {tmp_path / name}：")
    assert head
    assert is_chinese(told)


def test_trace_leads_back_to_the_line(out: Path) -> None:
    done = extract_("trace", out, "云岭.txt", "applications/new/total")
    assert done.exit_code == 0, done.output
    assert "6 (printed)" in done.stdout
    assert ">    26 │ → 6" in done.stdout
    assert "= 5, but 总计 = 6; difference −1 (fails)" in done.stdout
    chinese = extract_("trace", out, "云岭.txt", "applications/new/total", lang="zh").stdout
    assert "6（印有数字）" in chinese
    assert "自然人至其他合计 = 5，总计 = 6，差 −1（不成立）" in chinese


def test_trace_of_a_cell_without_a_value_says_why(out: Path) -> None:
    done = extract_("trace", out, "云岭.txt", "appeals/reconsideration/total", lang="zh")
    assert done.exit_code == 0
    assert "不存在" in done.stdout
    assert "原文中没有这个单元格。" in done.stdout


def test_findings_come_worst_first_and_may_be_chosen(raw: Path, tmp_path: Path) -> None:
    good = REPORT.replace("\t6\n", "\t5\n").replace("云岭", "青石").replace("2019", "2020")
    (raw / "a.txt").write_text(good, encoding="utf-8")
    out = tmp_path / "out"
    extract_("run", raw, "--out", out)
    text = extract_("findings", out, lang="zh").stdout
    assert text.index("云岭县人民政府 2019") < text.index("青石县人民政府 2020")
    assert text.index("错误") < text.index("警告")
    assert "六类申请人之和为 5，总计为 6，相差 -1" in text.replace("−", "-")
    assert "青石" not in extract_("findings", out, "--authority", "云岭").stdout
    assert "云岭" not in extract_("findings", out, "--year", "2020").stdout
    only = extract_("findings", out, "--kind", "arithmetic").stdout
    assert only.endswith("1 report: 1 error, 0 warnings, 0 notes.\n")
    nothing = extract_("findings", out, "--year", "1999", lang="zh")
    assert (nothing.exit_code, nothing.stdout) == (0, "没有需要人看的事项。\n")
    wrong = extract_("findings", out, "--kind", "grammar")
    assert (wrong.exit_code, "there are arithmetic" in wrong.stderr) == (2, True)


def test_forms_stand_side_by_side() -> None:
    done = extract_("forms", lang="zh")
    assert done.exit_code == 0
    for expected in (
        "国办公开办函〔2021〕30号",
        "items_change",
        "issued",
        "（六）其他处理 (other)",
        "2021 起",
    ):
        assert expected in done.stdout
    assert "22 rows that all forms have" in extract_("forms").stdout


def test_a_new_form_is_one_file_and_no_code(tmp_path: Path) -> None:
    patterns = tmp_path / "patterns"
    (patterns / "forms").mkdir(parents=True)
    for path in (ROOT / "patterns").rglob("*.toml"):
        (patterns / path.relative_to(ROOT / "patterns")).write_bytes(path.read_bytes())
    text = (patterns / "forms" / "2021.toml").read_text(encoding="utf-8")
    text = text.replace('id = "2021"', 'id = "2031"').replace("first_year = 2021", "first_year = 2031")
    (patterns / "forms" / "2031.toml").write_text(text, encoding="utf-8")
    done = extract_("forms", "--patterns", patterns)
    assert "from 2031" in done.stdout


def test_python_m_extract_is_the_same() -> None:
    done = subprocess.run([sys.executable, "-m", "extract", "--help"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Usage: extract [OPTIONS]")


def test_help_and_the_package_import_nothing_heavy() -> None:
    code = (
        "import sys, extract, extract.cli\n"
        "heavy = {'pandas', 'pyarrow', 'numpy', 'pdfplumber', 'pypdfium2', 'docx', 'lxml', 'jieba', 'rich',"
        " 'pebble', 'extract.forms.form'}\n"
        "print(heavy & set(sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_the_public_face_has_every_name_it_promises() -> None:
    for name in extract.__all__:
        assert getattr(extract, name) is not None
    assert set(extract.__all__) <= set(dir(extract))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = extract.nothing


def test_a_terminal_gets_colour_and_a_bar(raw: Path, tmp_path: Path) -> None:
    """In a real terminal, since that is where the bar is drawn."""
    shown = _in_terminal("show", raw / "云岭.txt")
    assert "\x1b[1m云岭县人民政府2019年度" in shown
    ran = _in_terminal("run", raw, "--out", tmp_path / "out", "--jobs", "1")
    assert "2 files in" in ran


def _in_terminal(*arguments: str | Path) -> str:
    master, slave = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80", "LC_ALL": "C.UTF-8", "NO_COLOR": ""}
    command = [sys.executable, "-m", "extract", *map(str, arguments)]
    process = subprocess.Popen(command, stdout=slave, stderr=slave, stdin=slave, env=environment)
    os.close(slave)
    printed = b""
    while True:
        try:
            some = os.read(master, 65536)
        except OSError:
            break
        if not some:
            break
        printed += some
    os.close(master)
    assert process.wait() == 0
    return printed.decode()
