"""The recipes run, and pandas, DuckDB and polars give the same answers."""

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from tests.readings import BALANCED, reading
from tests.test_dataset import write

from extract.grid import Slot
from extract.tables.manifest import table_entry

TEXT = (Path(__file__).parents[1] / "docs" / "recipes.md").read_text(encoding="utf-8")
QUESTIONS = [dict(re.findall(r"```python (\w+)\n(.*?)```", part, re.DOTALL)) for part in TEXT.split("\n## ")[1:]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place with data/structured: sums that fail, a cell without value, a report of zeros, an edition not to use."""
    root = tmp_path_factory.mktemp("root")
    doubt = Slot(("", ""), "ambiguous", raw="12", reason="bounds_lost")
    readings = [
        reading("a.txt", form="2019", year=2020, applications=BALANCED | {("granted", "total"): 9}),
        reading("b.txt", year=2022, applications=BALANCED | {("new", "total"): doubt}),
        reading(
            "c.txt", year=2022, authority="另一县人民政府", applications=BALANCED | {("partly_granted", "total"): doubt}
        ),
        reading("d.txt", year=2023, applications={}),
        reading("d-draft.txt", year=2023, applications={}),
    ]
    (root / "data").mkdir()
    prefer(write(root / "data" / "structured", readings), [True, True, True, None, False])
    return root


def prefer(out: Path, which: list[bool | None]) -> None:
    """Says of each report whether it is the edition to use, as a run does."""
    path = out / "reports.parquet"
    table = pq.read_table(path)  # type: ignore[no-untyped-call]
    at = table.column_names.index("preferred")
    pq.write_table(table.set_column(at, table.field("preferred"), [which]), path)  # type: ignore[no-untyped-call]
    manifest = json.loads((out / "manifest.json").read_text())
    manifest["tables"]["reports"] = table_entry(path, len(which))
    (out / "manifest.json").write_text(json.dumps(manifest))


def table(answer: Any) -> list[tuple[object, ...]]:
    """Whatever an engine answers as rows, index included, with None for null."""
    frame = answer if isinstance(answer, pd.DataFrame) else answer.df() if hasattr(answer, "df") else None
    if frame is None:
        frame = pd.DataFrame(answer.to_dicts())
    if frame.index.name:
        frame = frame.reset_index()
    return [
        tuple(None if pd.isna(value) else value for value in row)
        for row in frame.astype(object).itertuples(index=False)
    ]


@pytest.mark.parametrize("number", range(3))
def test_the_three_tools_give_the_same_answer(folder: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    assert list(QUESTIONS[number]) == ["pandas", "duckdb", "polars"]
    monkeypatch.chdir(folder)
    answers = {}
    for tool, code in QUESTIONS[number].items():
        names: dict[str, Any] = {}
        exec(code, names)
        answers[tool] = table(names["answer"])
    assert answers["duckdb"] == answers["polars"]
    assert answers["pandas"] == answers["duckdb"]
    assert len(answers["pandas"]) == (3, 1, 5)[number]
    if number == 0:
        assert answers["pandas"] == [(2020, 1, 1, 4), (2022, 2, 1, 4), (2023, 1, 1, 0)]
    if number == 2:
        assert sorted(rate is None for _, rate in answers["pandas"]) == [False, False, True, True, True]
