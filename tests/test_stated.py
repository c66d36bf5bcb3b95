"""Whole reports and the figures of their prose, beside goldens that were made by reading them.

A golden names each figure by its line: the sentence has to be a piece of that line. The goldens of real reports
hold figures and what they count, no sentence; their texts stand outside the project.
"""

import csv
import os
from functools import cache
from pathlib import Path

import pytest

from extract.forms.form import load_forms
from extract.options import Options
from extract.pipeline import read, read_bytes
from extract.reading import Reading

HERE = Path(__file__).parent / "figures"
SHARED = Path(os.environ.get("GONGKAI_SHARED", Path(__file__).parents[2] / "shared"))
INVENTED = ("qingxi-2020.txt", "chengjiang-2022.txt")
REAL = ("guanling-2019.txt", "hongze-2023.pdf")
FIELDS = ("page", "line", "figure", "label", "value", "value_max", "unit", "qualifier", "raw")


def path_of(name: str) -> Path:
    if name in INVENTED:
        return HERE / name
    path = SHARED / "reports" / name
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    return path


@cache
def reading(name: str) -> Reading:
    return read(path_of(name))


def told(one: Reading) -> list[dict[str, str]]:
    rows = []
    for figure in one.figures:
        cells = [figure.place.page, figure.place.line, figure.figure, figure.label, figure.value, figure.value_max]
        cells += [figure.unit, figure.qualifier, figure.raw]
        rows.append({name: "" if cell is None else str(cell) for name, cell in zip(FIELDS, cells, strict=True)})
    return rows


@pytest.mark.parametrize("name", [*INVENTED, *REAL])
def test_every_figure_of_a_report_and_no_other(name: str) -> None:
    path = path_of(name)
    with (HERE / f"{path.stem}.csv").open(encoding="utf-8", newline="") as file:
        golden = list(csv.DictReader(file))
    assert told(reading(name)) == golden


@pytest.mark.parametrize("name", [*INVENTED, "guanling-2019.txt"])
def test_each_sentence_stands_in_its_line(name: str) -> None:
    lines = path_of(name).read_text(encoding="utf-8").split("\n")
    for figure in reading(name).figures:
        assert figure.place.line
        around = "".join(lines[max(0, figure.place.line - 4) : figure.place.line + 3])
        assert figure.sentence in around
        assert figure.raw in figure.sentence


@pytest.mark.parametrize(("name", "stated", "answered"), [("qingxi-2020.txt", 7, 0), ("guanling-2019.txt", 5, 0)])
def test_the_prose_says_they_were_answered_and_the_grid_says_none(name: str, stated: int, answered: int) -> None:
    one = reading(name)
    failing = [check for check in one.checks if check.kind == "prose" and check.outcome == "fails"]
    assert [(c.check, c.grid, c.scope, c.left, c.right) for c in failing] == [
        ("prose.applications_answered", "applications", "total", stated, answered)
    ]
    (finding,) = [finding for finding in one.findings if finding.kind == "prose"]
    sentence = next(f.sentence for f in one.figures if f.figure == "applications_answered")
    for message in (finding.message_zh, finding.message_en):
        assert f"{stated}件" in message
        assert sentence in message
    assert finding.cell == "applications/total/total"
    assert finding.place.line == next(f.place.line for f in one.figures if f.figure == "applications_answered")


@pytest.mark.parametrize("name", ["chengjiang-2022.txt", "hongze-2023.pdf"])
def test_what_the_whole_region_received_is_what_the_grid_holds(name: str) -> None:
    (check,) = [check for check in reading(name).checks if check.kind == "prose"]
    assert (check.check, check.outcome) == ("prose.applications_received", "holds")


@pytest.mark.parametrize("name", [*INVENTED, *REAL])
def test_without_the_prose_a_reading_is_the_same_but_for_what_it_says(name: str) -> None:
    one = reading(name)
    bare = read_bytes(path_of(name).read_bytes(), str(path_of(name)), load_forms(), Options(prose=False))
    assert bare.figures == ()
    assert not [check for check in bare.checks if check.kind == "prose"]
    assert bare.verdicts == one.verdicts
    assert (bare.applications, bare.appeals, bare.disclosure) == (one.applications, one.appeals, one.disclosure)
