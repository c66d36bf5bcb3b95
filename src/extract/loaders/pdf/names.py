"""The names that the forms give to headers, columns and rows, for pages of which only words are known.

They come from ``patterns/``: a new form is one more file there.
"""

import re
from functools import cache

from extract.forms.fold import simplify
from extract.forms.form import GridName, load_forms


@cache
def header_names() -> frozenset[str]:
    """Every name in a header of any form, as ``as_named`` writes it."""
    grids = [grid for form in load_forms().all for grid in form.grids]
    columns = [column for grid in grids for row in grid.rows for column in row.columns]
    names = {name for column in columns for name in (column.label, *column.path)}
    names |= {note for grid in grids for note in grid.notes}
    for grid in grids:
        if grid.name == "appeals":  # its rows stand in the header too
            names |= {name for row in grid.rows for name in (row.label, *row.path)}
    return frozenset(map(as_named, names))


def as_named(text: str) -> str:
    """A printed name with its usual variants made one: 其它 is 其他, 合计 is 总计, 行政許可 is 行政许可."""
    return simplify("".join(text.split())).replace("它", "他").replace("合计", "总计")


@cache
def column_patterns(grid: GridName) -> tuple[tuple[str, ...], ...]:
    """For each form with columns of its own, a pattern for each column's name, from the left."""
    rows = (form.grid(grid).rows[0] for form in load_forms().all)
    return tuple(dict.fromkeys(tuple(_pattern(column.label) for column in row.columns) for row in rows))


def _pattern(name: str) -> str:
    return re.escape(name).replace("其他", "其[他它]").replace("总计", "[总合]计")


@cache
def disclosure_rows() -> frozenset[str]:
    """The rows' names in grid 二 of any form."""
    return frozenset(as_named(row.label) for form in load_forms().all for row in form.grid("disclosure").rows)


@cache
def disclosure_measures() -> frozenset[str]:
    """How the columns' names in grid 二 of any form begin: with two characters."""
    rows = (row for form in load_forms().all for row in form.grid("disclosure").rows)
    return frozenset(column.label[:2] for row in rows for column in row.columns)
