"""Reports by people who had not seen the reader, each beside what they read in it: nothing wrong, and no less than before.

``blind/<name>.json`` holds the figures that a person sees; null is a blank cell, words are as printed. The pins in
``blind/scores.toml`` count the cells that come out so; they may rise and never silently fall.
"""

import json
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from extract.cells import Cell
from extract.forms.form import GRID_NAMES, load_forms
from extract.pipeline import read

FOLDER = Path(__file__).parent / "blind"
NO_TITLE = ("q19",)  # a page in one line
PINS: dict[str, int] = tomllib.loads((FOLDER / "scores.toml").read_text(encoding="utf-8"))["right"]
COLUMNS = ("natural_person", "enterprise", "research", "public_interest", "legal_service", "other", "total")
CHANNELS = ("reconsideration", "litigation_direct", "litigation_after")
RESULTS = ("upheld", "corrected", "other", "pending", "total")


def truth(name: str) -> dict[str, Any]:
    """What a person read, by the path of the cell."""
    told = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    rows = told.get("applications") or {}
    found = {
        f"applications/{row}/{column}": value for row in rows for column, value in zip(COLUMNS, rows[row], strict=True)
    }
    keys = [f"appeals/{channel}/{result}" for channel in CHANNELS for result in RESULTS]
    found |= dict(zip(keys, told.get("appeals") or (), strict=False))
    for key, value in (told.get("disclosure") or {}).items():
        number, printed = (value.get("value"), value.get("raw")) if isinstance(value, dict) else (value, None)
        found[f"disclosure/{key}"] = number if number is not None else printed or None
    return found


def kind(cell: Cell, true: float | str | None) -> str:
    """``right``, ``refused``, or ``wrong``: a figure that is not there, or none where one is."""
    if cell.state in ("number", "deduced"):
        return "right" if cell.value == pytest.approx(true) and not isinstance(true, str) else "wrong"
    if cell.state in ("blank", "not_applicable"):
        return "wrong" if isinstance(true, (int, float)) else "right"
    return "refused"


def _report(name: str) -> Path:
    return next(path for path in FOLDER.glob(f"{name}.*") if path.suffix != ".json")


@pytest.mark.parametrize("name", sorted(PINS))
def test_nothing_is_wrong_and_no_less_is_right(name: str) -> None:
    reading = read(_report(name), load_forms())
    cells = {cell.path: cell for grid in GRID_NAMES for cell in reading.cells(grid)}
    named = {
        f"{check.grid}/{row}/{column}"
        for check in reading.checks
        if check.outcome == "fails"
        for row, column in check.cells
    }
    told = {path: kind(cells[path], true) for path, true in truth(name).items() if path in cells}
    wrong = [path for path, one in told.items() if one == "wrong" and path not in named]
    assert not wrong
    assert Counter(told.values())["right"] >= PINS[name]


@pytest.mark.parametrize("name", sorted(PINS))
def test_whose_and_when_are_those_that_a_person_read_or_none(name: str) -> None:
    told = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    report = read(_report(name), load_forms()).report
    found, true = report.authority, told.get("authority")
    completed = report.authority_evidence == "issuer" and found is not None and found == f"{true}人民政府办公室"
    assert found in (true, None) or completed
    assert report.fiscal_year in (told.get("fiscal_year"), None)
    if name.startswith(("p", "q")) and name not in NO_TITLE:
        assert (found, report.fiscal_year) == (true, told["fiscal_year"])


def test_every_report_is_pinned() -> None:
    assert sorted(PINS) == sorted(path.stem for path in FOLDER.glob("*.json"))
