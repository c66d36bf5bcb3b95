"""The data dictionary says what the code says, in both languages."""

import re
from pathlib import Path

import pytest
from tests.readings import reading

from extract.columns import KEYS, OF_REPORTS, PLACE, TABLES, Column
from extract.columns.dictionary import dictionary
from extract.tables.rows import _MAKERS, rows

ROOT = Path(__file__).parents[1]
COLUMNS = [pytest.param(column, id=f"{table.name}.{column.name}") for table in TABLES for column in table.columns]


_FORMS = {table.name: table for table in TABLES}


def test_the_file_is_current() -> None:
    written = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert written == dictionary(), "run: python -m extract.columns > docs/data-dictionary.md"


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_is_described_twice(column: Column) -> None:
    assert re.search("[\u4e00-\u9fff]", column.zh)
    assert re.search("[a-zA-Z]{2}", column.en)
    assert "|" not in column.zh + column.en


def test_every_table_of_reports_begins_with_the_keys() -> None:
    for table in OF_REPORTS:
        assert _FORMS[table].columns[:4] == KEYS, table
    placed = {table.name for table in TABLES if table.columns[-6:] == PLACE}
    assert placed == {"sections", "disclosure", "applications", "appeals", "figures", "findings"}


def test_rows_make_the_columns_that_are_described_and_no_others() -> None:
    for name in OF_REPORTS:
        described = [column.name for column in _FORMS[name].columns]
        assert set(_MAKERS[name]([reading()])) == set(described)
        assert list(rows(name, [reading()])) == described
