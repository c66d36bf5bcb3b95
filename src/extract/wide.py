"""wide: one row per report and one column per cell, as researchers put it into a regression."""

from typing import Literal

import pandas as pd

from extract.errors import WrongUse

Values = Literal["value", "state", "raw", "unit"]

_KEYS = ["report_id", "authority", "fiscal_year", "form"]
_AXES = {
    "disclosure": (("article", "item"), "measure"),
    "applications": (("outcome",), "applicant"),
    "appeals": (("channel",), "result"),
}


def wide(frame: pd.DataFrame, name: str, values: Values = "value") -> pd.DataFrame:
    """Spreads the rows of a grid's table ``name``: a column is row key, two underscores, column key.

    Dots become underscores, and an article gets a letter before it, so that every name is an
    identifier: ``denied_state_secret__total``, ``a20_1_rules__made``. Reports keep their order;
    columns stand in the form's order. Raises `WrongUse` for a table that is not a grid's.
    """
    if name not in _AXES:
        raise WrongUse(f"{name!r} has no wide shape; choose {', '.join(_AXES)}")
    row_keys, column_key = _AXES[name]
    cells = frame[frame["item"].notna()] if name == "disclosure" else frame
    rows = cells[row_keys[0]].astype("object")
    if name == "disclosure":
        rows = "a" + rows + "_" + cells["item"].astype("object")
    keys = (rows + "__" + cells[column_key].astype("object")).str.replace(".", "_", regex=False)
    spread = cells.assign(_cell=keys).pivot(index="report_id", columns="_cell", values=values)
    heads = frame[_KEYS].drop_duplicates("report_id")
    table = spread[_form_order(cells, keys)].reindex(heads["report_id"]).reset_index(drop=True)
    return pd.concat([heads.reset_index(drop=True), table.rename_axis(columns=None)], axis=1)


def _form_order(cells: pd.DataFrame, keys: "pd.Series[str]") -> list[str]:
    """All cells in one order that agrees with every form; what only one form has follows its neighbour.

    Reports of one form with as many cells have the same cells, so that one of each kind tells.
    """
    sizes = keys.groupby(cells["report_id"]).transform("size")
    order: list[str] = []
    for _, own in keys.groupby([cells["form"].astype("object").fillna(""), sizes], sort=True):
        at = 0
        for key in own.drop_duplicates():
            if key in order:
                at = order.index(key) + 1
            else:
                order.insert(at, key)
                at += 1
    return order
