"""Every key of the forms has its words, in both languages and in the forms' order."""

from itertools import pairwise
from pathlib import Path

import pytest

from extract.errors import WrongUse
from extract.forms.form import GRID_NAMES, load_forms
from extract.words.vocabulary import COLUMN_COLUMNS, ROW_COLUMNS, label_in, load_english, terms

FORMS = load_forms()


def labels() -> set[str]:
    """Every label that a form prints."""
    found = {part.headings[0] for form in FORMS.all for part in form.parts}
    for form in FORMS.all:
        for grid in form.grids:
            rows = (*grid.rows, *(merged.row for merged in grid.merged))
            found |= {*grid.notes}
            for row in rows:
                found |= {row.label, *row.path}
                found |= {label for column in row.columns for label in (column.label, *column.path)}
    return found


def test_every_label_has_an_english_one_and_no_other_has() -> None:
    english = load_english()
    assert set(english) == labels()
    assert all(text.isascii() and text.strip() == text for text in english.values())


def test_a_label_without_translation_stands_as_printed(tmp_path: Path) -> None:
    assert label_in("en", "另一项") == "另一项"
    assert load_english(tmp_path) == {}
    own = tmp_path / "own"
    own.mkdir()
    (own / "english.toml").write_text('[labels]\n"自然人" = 3\n', encoding="utf-8")
    with pytest.raises(WrongUse, match=r"english\.toml"):
        load_english(own)


@pytest.mark.parametrize("grid", GRID_NAMES)
def test_rows_and_columns_stand_in_the_order_of_every_form(grid: str) -> None:
    for form in FORMS.all:
        own = next(one for one in form.grids if one.name == grid)
        order = [term.key for term in terms(grid, ROW_COLUMNS[own.name], FORMS)]
        rows = [order.index(row.key.rpartition("/")[2]) for row in own.rows]
        assert all(first < second for first, second in pairwise(rows))
        columns = [term.key for term in terms(grid, COLUMN_COLUMNS[own.name], FORMS)]
        for row in own.rows:
            places = [columns.index(column.key) for column in row.columns]
            assert all(first < second for first, second in pairwise(places))


def test_words_tell_keys_apart() -> None:
    for grid, column in [*ROW_COLUMNS.items(), *COLUMN_COLUMNS.items(), ("disclosure", "article")]:
        found = terms(grid, column, FORMS)
        assert found
        assert len({term.zh for term in found}) == len(found) == len({term.key for term in found})
        assert len({term.en for term in found}) == len(found)


def test_a_column_of_free_text_has_no_terms() -> None:
    assert terms("reports", "title", FORMS) == ()
    assert terms("applications", "raw", FORMS) == ()
