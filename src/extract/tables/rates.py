"""Rate: shares that analysts ask for, from the cells that ``patterns/rates.toml`` names."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from extract.columns import KEY_NAMES
from extract.errors import WrongUse
from extract.locate import patterns_path
from extract.tables.wide import cell_name


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate: the sum of some cells over the sum of others, cells as ``applications/granted/total``."""

    key: str
    zh: str
    en: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        """Every cell that the rate looks at, once."""
        return tuple(dict.fromkeys((*self.numerator, *self.denominator)))


@lru_cache(maxsize=4)
def load_rates(folder: Path | None = None) -> tuple[Rate, ...]:
    """The rates under ``folder`` (default: the package's own ``patterns/``); raises `WrongUse` where they are wrong."""
    path = (folder or patterns_path()) / "rates.toml"
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["rates"]
        return tuple(Rate(e["key"], e["zh"], e["en"], tuple(e["numerator"]), tuple(e["denominator"])) for e in entries)
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        raise WrongUse(f"{path} 不能当作比率的定义来读：{error}", f"{path} cannot be read as rates: {error}") from error


def rates(wide: Mapping[str, tuple[pd.DataFrame, pd.DataFrame]], which: tuple[Rate, ...]) -> pd.DataFrame:
    """Every rate of every report, one row each: ``numerator``, ``denominator``, ``value`` (a share), ``reason``.

    ``wide`` has, for each grid, the wide tables of values and of states. The value is null, and ``reason`` says why,
    where the denominator is 0 (``nothing_to_divide_by``) or a cell has no value (``no_value:`` and
    the cell with its state). A share above 1 is possible, where the printed figures do not add up.
    """
    heads = wide["applications"][0][list(KEY_NAMES)].reset_index(drop=True)
    made = [_one(heads, wide, rate) for rate in which]
    whole = pd.concat(made, ignore_index=True)
    whole["rate"] = pd.Categorical(whole["rate"], [rate.key for rate in which], ordered=True)
    order = np.argsort(np.tile(np.arange(len(heads)), len(which)), kind="stable")
    return whole.iloc[order].reset_index(drop=True)


def _one(heads: pd.DataFrame, wide: Mapping[str, tuple[pd.DataFrame, pd.DataFrame]], rate: Rate) -> pd.DataFrame:
    values, states = ({cell: _column(wide, cell, at, heads) for cell in rate.cells} for at in (0, 1))
    top = sum((values[cell] for cell in rate.numerator[1:]), values[rate.numerator[0]])
    below = sum((values[cell] for cell in rate.denominator[1:]), values[rate.denominator[0]])
    reason = pd.Series(pd.NA, heads.index, dtype="string")
    for cell in reversed(rate.cells):
        lost = values[cell].isna()
        told = f"no_value: {cell} " + states[cell].astype("string").fillna("missing")
        reason = reason.mask(lost, told)
    empty = reason.isna() & (below == 0).fillna(False)
    reason = reason.mask(empty, "nothing_to_divide_by")
    share = (top.astype("Float64") / below.astype("Float64").mask(empty)).mask(reason.notna())
    return heads.assign(rate=rate.key, numerator=top, denominator=below, value=share, reason=reason)


def _column(
    wide: Mapping[str, tuple[pd.DataFrame, pd.DataFrame]], cell: str, at: int, heads: pd.DataFrame
) -> pd.Series:
    """One cell's column, in the order of ``heads``; nulls where no report has the cell."""
    grid, _, rest = cell.partition("/")
    row, _, column = rest.rpartition("/")
    frame, name = wide[grid][at], cell_name(row, column)
    dtype = pd.StringDtype() if at else pd.Int64Dtype()
    found = pd.Series(pd.NA, heads.index, dtype=dtype)
    if name in frame:
        found = frame.set_index("report_id")[name].reindex(heads["report_id"]).set_axis(heads.index).astype(dtype)
    return found


def spread(made: pd.DataFrame) -> pd.DataFrame:
    """The rates with a row for each report and a column for each rate."""
    keys = made[list(KEY_NAMES)].drop_duplicates("report_id").reset_index(drop=True)
    values = made.pivot(index="report_id", columns="rate", values="value").reindex(keys["report_id"])
    values.columns = pd.Index([str(name) for name in values.columns])
    return pd.concat([keys, values.reset_index(drop=True)], axis=1)
