"""The READMEs and the pages of the site tell the truth: their commands are run, their Python is run, and both print what stands there.

`python -m tests.test_readme` writes the output anew; a line … stands for what is left out.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from extract import load_forms, read, run
from extract.cli import main

ROOT = Path(__file__).resolve().parents[1]
READMES = {"README.md": "C.UTF-8", "README.zh.md": "zh_CN.UTF-8"}
PAGES = READMES | {
    f"docs/{page}{ending}": locale
    for page in ("index", "researchers", "analysts", "journalists")
    for ending, locale in ((".md", "C.UTF-8"), (".zh.md", "zh_CN.UTF-8"))
}
"""What prints something, and the language that it is written in; the pages of the site start from the sample's tables."""
LEFT_OUT = "…"
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LOG = re.compile(r"\d{8}T\d{6}Z(-\d+)?")
_SECONDS = re.compile(r"\b\d+\.\d( ?)(s\b|秒)")
_SIZE = re.compile(r"\b\d+\.\d MB\b")


@dataclass(frozen=True, slots=True)
class Example:
    """A command or some Python, what it is said to print, and where that stands in the file."""

    kind: str
    code: str
    printed: str
    start: int
    end: int

    @property
    def whole(self) -> bool:
        """Whether all that it prints stands there."""
        return LEFT_OUT not in (line.strip() for line in self.printed.splitlines())


def examples(text: str) -> Iterator[Example]:
    """Every command of a ``console`` block, and every ``python`` block with the ``text`` block behind it."""
    python: re.Match[str] | None = None
    for block in _BLOCK.finditer(text):
        if block[1] == "console":
            for part in re.finditer(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block[2], re.MULTILINE):
                base = block.start(2)
                yield Example("console", part[1], part[2], base + part.start(2), base + part.end(2))
        elif block[1] == "text" and python is not None:
            yield Example("python", python[2], block[2], block.start(2), block.end(2))
        python = block if block[1] == "python" else None


def printed_by(example: Example, cwd: Path, locale: str) -> str:
    """What an example really prints, without what differs from run to run."""
    if example.kind == "console":
        command, *arguments = shlex.split(example.code)
        assert command == "extract", f"a console block holds commands of the project: {example.code}"
        call = [sys.executable, "-m", "extract", *arguments]
    else:
        call = [sys.executable, "-c", example.code]
    env = os.environ | {
        "LC_ALL": locale,
        "COLUMNS": "110",
        "PYTHONUTF8": "1",
        "PYTHONPATH": str(ROOT / "src"),
    }
    done = subprocess.run(
        call, cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return settled(done.stdout)


def settled(text: str) -> str:
    lines = _SIZE.sub("1.5 MB", _SECONDS.sub(r"2.0\1\2", _LOG.sub("20260101T000000Z", text))).splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines)


def parts(printed: str) -> list[str]:
    """What stands between the lines that say that something is left out."""
    found = [""]
    for line in settled(printed).splitlines(keepends=True):
        if line.strip() == LEFT_OUT:
            found.append("")
        else:
            found[-1] += line
    return [part for part in found if part]


def fresh_clone(folder: Path) -> Path:
    """A folder that looks like a fresh clone to the examples."""
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    return folder


def clone_with_tables(folder: Path) -> Path:
    """The same after the first command of the README."""
    clone = fresh_clone(folder)
    run(clone / "data" / "raw", clone / "data" / "structured", divisions=clone / "data" / "raw" / "divisions.csv")
    return clone


@pytest.fixture(scope="module")
def with_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clone_with_tables(tmp_path_factory.mktemp("clone"))


@pytest.mark.parametrize("name", PAGES)
def test_the_examples_print_what_is_said(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if name in READMES:
        cwd = fresh_clone(tmp_path)
    else:  # a copy of its own, since commands write into it
        cwd = shutil.copytree(request.getfixturevalue("with_tables"), tmp_path / "clone")
    found = list(examples((ROOT / name).read_text(encoding="utf-8")))
    assert found
    for example in found:
        real = printed_by(example, cwd, PAGES[name])
        advice = f"{name} is out of date, `python -m tests.test_readme` writes it anew:\n{example.code}"
        if example.whole:
            assert settled(example.printed) == real, advice
            continue
        at = 0
        for part in parts(example.printed):
            assert part in real[at:], f"{advice}\nprints\n{real}"
            at = real.index(part, at) + len(part)


@pytest.mark.parametrize("name", READMES)
def test_what_is_named_exists(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^\s*make (\w+)", text, re.MULTILINE))
    assert {"run", "test"} <= targets
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if not link.startswith(("#", "http"))]
    assert links
    assert not [link for link in links if not (ROOT / link).exists()]


DOCUMENTS = sorted(path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("README*.md"), *ROOT.glob("docs/*.md")])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_that_are_not_run_are_commands(name: str) -> None:
    """Those of ``sh`` blocks, which name places that are not there: command and options exist, and so do modules."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    lines = [line for block in _BLOCK.finditer((ROOT / name).read_text(encoding="utf-8")) for line in told(block)]
    for command, *arguments in (
        shlex.split(line, comments=True) for line in lines if not line.startswith("git clone …")
    ):
        if command.endswith("extract"):
            found = main.commands[arguments[0]]
            with found.make_context(arguments[0], arguments[1:], resilient_parsing=True) as context:
                assert not context.args, f"{name}: {command} {' '.join(arguments)}"
        elif command == "make":
            assert re.search(rf"^{arguments[0]}:", makefile, re.MULTILINE), f"{name}: make {arguments[0]}"
        elif command == "python" and arguments[0] == "-m" and arguments[1] != "pip":
            module = ROOT / arguments[1].replace(".", "/")
            assert module.with_suffix(".py").exists() or module.is_dir(), f"{name}: {arguments[1]}"


def told(block: re.Match[str]) -> list[str]:
    """The commands of a block that is for people, not for the tests."""
    return [line for line in block[2].splitlines() if line.strip()] if block[1] == "sh" else []


@pytest.mark.parametrize("name", [name for name in PAGES if not name.endswith(".zh.md")])
def test_both_languages_say_the_same(name: str) -> None:
    one, other = (
        [
            (example.kind, re.sub(r"_(en|zh)\b|--lang \w+", "", example.code))
            for example in examples((ROOT / page).read_text(encoding="utf-8"))
        ]
        for page in (name, name.replace(".md", ".zh.md"))
    )
    assert [kind for kind, _ in one] == [kind for kind, _ in other]
    assert [code for kind, code in one if kind == "console"] == [code for kind, code in other if kind == "console"]


def test_a_new_form_is_one_file(tmp_path: Path) -> None:
    """What docs/adding-a-form.md promises: a row that no form had before is read, checked and counted."""
    patterns = tmp_path / "patterns"
    shutil.copytree(ROOT / "patterns", patterns)
    before = patterns / "forms" / "2021.toml"
    text = before.read_text(encoding="utf-8")
    before.write_text(text.replace("first_year = 2021", "first_year = 2021\nlast_year = 2025"), encoding="utf-8")
    row = '{ key = "transferred", label = "（七）移送其他机关办理", path = ["三、本年度办理结果"] },\n'
    text = text.replace('id = "2021"', 'id = "2026"').replace("first_year = 2021", "first_year = 2026")
    text = text.replace('{ key = "total", label = "（七）总计"', row + '{ key = "total", label = "（八）总计"')
    text = text.replace('"other.rest",\n]\nright', '"other.rest", "transferred",\n]\nright')
    (patterns / "forms" / "2026.toml").write_text(text, encoding="utf-8")
    assert [form.id for form in load_forms(patterns).all] == ["2019", "2021", "2026"]

    report = next((ROOT / "data" / "raw").rglob("*申酉区人民政府2023*.txt")).read_text(encoding="utf-8")
    head, tail = report.replace("2023年", "2026年").split("\t（七）总计\n", 1)
    cells = "\t\n" * 6
    report = f"{head}\t（七）移送其他机关办理\n\t{cells}\t\n\n\t\n\t（八）总计\n{tail}"
    (tmp_path / "report.txt").write_text(report, encoding="utf-8")
    reading = read(tmp_path / "report.txt", load_forms(patterns))
    assert (reading.form, reading.form_evidence) == ("2026", "cells")
    assert len(reading.applications) == 175 + 7
    assert reading.verdicts.applications == "verified"


def renewed(example: Example, real: str) -> str | None:
    """What an example prints now, with as much left out as before; None where its ends are not found."""
    if example.whole:
        return real
    lines, kept, at = real.splitlines(), list[str](), 0
    for part in parts(example.printed):
        first, *_, last = [line[:10] for line in (part + part).splitlines()]
        begin = next((i for i in range(at, len(lines)) if lines[i].startswith(first)), None)
        end = next((i for i in range(begin or 0, len(lines)) if lines[i].startswith(last)), None)
        if begin is None or end is None:
            return None
        kept += [LEFT_OUT] * (begin > at) + lines[begin : end + 1]
        at = end + 1
    return "".join(f"{line}\n" for line in [*kept, *[LEFT_OUT] * (at < len(lines))])


def rewrite(name: str, cwd: Path) -> None:
    """Puts what the examples really print, in ``cwd``, in place of what stands there."""
    path = ROOT / name
    text = path.read_text(encoding="utf-8")
    found = [(example, printed_by(example, cwd, PAGES[name])) for example in examples(text)]
    for example, real in reversed(found):
        new = renewed(example, real)
        if new is None:
            print(f"{name}: to be edited by hand: {example.code}\n{real}")
        else:
            text = text[: example.start] + new + text[example.end :]
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        tables = clone_with_tables(Path(folder))
        for page in PAGES:
            with tempfile.TemporaryDirectory() as fresh:
                own = Path(fresh) / "clone"
                rewrite(page, fresh_clone(own) if page in READMES else shutil.copytree(tables, own))
