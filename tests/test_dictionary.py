"""The data dictionary says what the code says, in both languages."""

import re
from pathlib import Path

import pytest
from tests.readings import reading

from extract.columns import KEYS, PLACE, TABLES, Column
from extract.columns.dictionary import dictionary
from extract.rows import _MAKERS, rows

ROOT = Path(__file__).parents[1]
COLUMNS = [pytest.param(column, id=f"{table.name}.{column.name}") for table in TABLES for column in table.columns]


def test_the_file_is_current() -> None:
    written = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert written == dictionary(), "run: python -m extract.columns > docs/data-dictionary.md"


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_is_described_twice(column: Column) -> None:
    assert re.search("[\u4e00-\u9fff]", column.zh)
    assert re.search("[a-zA-Z]{2}", column.en)
    assert "|" not in column.zh + column.en


def test_every_table_but_sources_begins_with_the_keys() -> None:
    for table in TABLES[1:]:
        assert table.columns[:4] == KEYS, table.name
    placed = {table.name for table in TABLES if table.columns[-6:] == PLACE}
    assert placed == {"sections", "disclosure", "applications", "appeals", "figures", "findings"}


def test_rows_make_the_columns_that_are_described_and_no_others() -> None:
    for table in TABLES[1:]:
        described = {column.name for column in table.columns}
        assert set(_MAKERS[table.name]([reading()])) == described
        assert list(rows(table.name, [reading()])) == [column.name for column in table.columns]
