"""wide: one row per report and one column per cell, as researchers put it into a regression."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from extract.columns import KEY_NAMES
from extract.errors import WrongUse
from extract.forms.form import GRID_NAMES, Forms
from extract.words.sentences import Lang
from extract.words.vocabulary import CELL_COLUMNS, cell_label

Values: TypeAlias = Literal["value", "state", "raw", "unit", "reason"]
_Codes: TypeAlias = np.ndarray[tuple[int], np.dtype[np.int64]]

_AXES: Mapping[str, tuple[str, ...]] = {str(grid): names for grid, names in CELL_COLUMNS.items()}


def columns_needed(name: str, values: Values) -> tuple[str, ...]:
    """The columns of a grid's table that `wide` looks at; raises `WrongUse` for any other table."""
    if name not in _AXES:
        raise WrongUse(
            f"{name} 没有宽表；可选 {'、'.join(_AXES)}", f"{name!r} has no wide shape; choose {', '.join(_AXES)}"
        )
    return (*KEY_NAMES, *_AXES[name], values)


def wide(frame: pd.DataFrame, name: str, values: Values = "value") -> pd.DataFrame:
    """Spreads the rows of a grid's table ``name``: a column is row key, two underscores, column key.

    Dots become underscores, and an article gets a letter before it, so that every name is an
    identifier: ``denied_state_secret__total``, ``a20_1_rules__made``. Reports keep their order;
    columns stand in the form's order. Rows that the form does not have are left out.
    """
    reports, ids = pd.factorize(frame["report_id"])
    first = np.zeros(len(ids), dtype=np.int64)
    first[reports[::-1]] = np.arange(len(frame))[::-1]
    # one row a report: its keys are strings again, which sort and join as people expect
    heads = frame[list(KEY_NAMES)].iloc[first].reset_index(drop=True).astype({"report_id": "str", "authority": "str"})
    cells = frame
    if name == "disclosure":
        in_form = frame["item"].notna().to_numpy()
        cells, reports = frame[in_form], reports[in_form]
    codes, names = _cell_codes(cells, _AXES[name])
    order = _form_order(reports, codes, cells["form"])
    spread = np.full((len(heads), len(names)), -1, dtype=np.int64)
    spread[reports, codes] = np.arange(len(cells))
    series = cells[values].array
    table = {names[code]: series.take(spread[:, code], allow_fill=True) for code in order}
    return pd.concat([heads, pd.DataFrame(table, index=heads.index)], axis=1)


def _cell_codes(cells: pd.DataFrame, axes: Sequence[str]) -> tuple[_Codes, list[str]]:
    """For each row the number of its cell, and the cells' names; text is handled once a name, not a row."""
    codes = np.zeros(len(cells), dtype=np.int64)
    names = [""]
    for axis in axes:
        own, keys = pd.factorize(cells[axis])
        codes = codes * max(len(keys), 1) + own
        names = [_joined(name, str(key), last=axis == axes[-1]) for name in names for key in keys]
    used = np.flatnonzero(np.bincount(codes, minlength=len(names)))
    numbers = np.zeros(len(names), dtype=np.int64)
    numbers[used] = np.arange(len(used))
    return numbers[codes], [names[code] for code in used]


def cell_name(row: str, column: str) -> str:
    """The column that a cell has in the wide table, from its row key and its column key.

    >>> cell_name("denied.state_secret", "total"), cell_name("20.1/rules", "made")
    ('denied_state_secret__total', 'a20_1_rules__made')
    """
    name = ""
    for part in row.split("/"):
        name = _joined(name, part, last=False)
    return _joined(name, column, last=True)


def with_labels(made: pd.DataFrame, name: str, forms: Forms, lang: Lang) -> pd.DataFrame:
    """The wide table with the forms' own names for its cells; a name that differs is the latest form's."""
    grids = [form.grid(grid) for form in forms.all for grid in GRID_NAMES if grid == name]
    labels = {
        cell_name(row.key, column.key): cell_label(row, column, lang)
        for grid in grids
        for row in (*grid.rows, *(merged.row for merged in grid.merged))
        for column in row.columns
    }
    return made.rename(columns=labels)


def _joined(name: str, key: str, *, last: bool) -> str:
    part = key.replace(".", "_")
    if not name:
        return f"a{part}" if part[0].isdigit() else part
    return f"{name}__{part}" if last else f"{name}_{part}"


def _form_order(reports: _Codes, codes: _Codes, forms: "pd.Series[str]") -> list[int]:
    """All cells in one order that agrees with every form; what only one form has follows its neighbour.

    Reports of one form with as many cells have the same cells, so that one of each kind tells.
    """
    starts = np.flatnonzero(np.diff(reports, prepend=-1))
    kinds: dict[tuple[str, int], list[int]] = {}
    for form, (start, end) in zip(forms.iloc[starts], pairwise([*starts.tolist(), len(reports)]), strict=True):
        kind = (str(form), end - start)
        if kind not in kinds:
            kinds[kind] = codes[start:end].tolist()
    order: list[int] = []
    for _, own in sorted(kinds.items()):
        at = 0
        for code in own:
            if code in order:
                at = order.index(code) + 1
            else:
                order.insert(at, code)
                at += 1
    return order
