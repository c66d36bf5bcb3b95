"""The documentation site is built, in both languages, without a broken link and without fetching anything."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from extract import Dataset, Reading
from extract.cli import main
from extract.columns import TABLE_NAMES, TABLES

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stdout + built.stderr
    return folder


def test_every_page_is_there_in_both_languages(site: Path) -> None:
    pages = {path.name for path in site.glob("*.html")} - {"404.html", "codebook.html"}  # which is in both languages
    assert {"index.html", "researchers.html", "analysts.html", "journalists.html", "contract.html"} <= pages
    assert {path.name for path in (site / "zh").glob("*.html")} == pages
    assert "信得过的表格" in (site / "zh" / "index.html").read_text(encoding="utf-8")


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        fetched = re.findall(r'<(?:script|img|iframe)[^>]*\bsrc="(https?:[^"]+)"', text)
        fetched += re.findall(r'<link[^>]*rel="(?:stylesheet|preconnect|icon)"[^>]*href="(https?:[^"]+)"', text)
        assert not fetched, page


def test_every_page_is_in_the_navigation() -> None:
    named = set(re.findall(r": ([\w-]+\.md)$", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE))
    there = {path.name for path in (ROOT / "docs").glob("*.md") if not path.name.endswith(".zh.md")}
    assert named == there


def test_the_codebook_knows_every_column() -> None:
    text = (ROOT / "docs" / "codebook.html").read_text(encoding="utf-8")
    lost = [f"{table.name}.{column.name}" for table in TABLES for column in table.columns if column.name not in text]
    assert not lost, "run: extract codebook data/structured --out docs/codebook.html"


@pytest.mark.parametrize("name", ["contract.md", "contract.zh.md"])
def test_the_contract_names_what_is_there(name: str) -> None:
    part = (ROOT / "docs" / name).read_text(encoding="utf-8").split("\n## ")[1]
    commands, reading, run, dataset = part.split("extract.")
    assert set(re.findall(r"`(?:extract )?(\w+)`", commands)) == set(main.commands)
    assert {"source", "checks", "grid"} <= set(named := re.findall(r"`(\w+)", reading))
    assert not [one for one in named if not hasattr(Reading, one)]
    assert run.startswith("run(raw, out)")
    assert {"table", "crosswalk"} <= set(named := re.findall(r"`(\w+)`", dataset))
    assert not [one for one in [*TABLE_NAMES, *named] if not hasattr(Dataset, one)]
