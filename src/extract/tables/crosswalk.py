"""Crosswalk: which cells of two forms may be compared, and why; data in ``patterns/crosswalk.toml``."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeAlias, cast

import pandas as pd

from extract.columns import KEY_NAMES
from extract.errors import WrongUse
from extract.forms.form import Form, Forms, GridForm, GridName, SlotKey, load_forms
from extract.locate import patterns_path
from extract.words.vocabulary import COLUMN_COLUMNS, ROW_COLUMNS

Comparable: TypeAlias = Literal["yes", "partly", "no"]
LEVELS: tuple[Comparable, ...] = ("yes", "partly", "no")


@dataclass(frozen=True, slots=True)
class Link:
    """Cells of the old form beside cells of the new one: their sums are compared, or must not be.

    One of the two is empty where the other form has nothing of the kind. ``key`` names what is
    compared: the old form's cell, which for all but sums is also the new one's.
    """

    grid: GridName
    old: tuple[SlotKey, ...]
    new: tuple[SlotKey, ...]
    comparable: Comparable
    zh: str
    en: str

    @property
    def key(self) -> SlotKey:
        """What the comparison is called."""
        return (self.old or self.new)[0]


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """Every cell of two forms, in one link each."""

    old: str
    new: str
    links: tuple[Link, ...]


@lru_cache(maxsize=4)
def load_crosswalk(folder: Path | None = None) -> Crosswalk:
    """The crosswalk under ``folder`` (default: the package's own ``patterns/``); raises `WrongUse` where it is wrong."""
    path = (folder or patterns_path()) / "crosswalk.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        forms = load_forms() if folder is None else load_forms(folder)
        pair = forms.get(data["old"]), forms.get(data["new"])
        links = [link for entry in data["cells"] for link in _links(entry, *pair)]
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        raise WrongUse(
            f"{path} 不能当作对照表来读：{error}", f"{path} cannot be read as a crosswalk: {error}"
        ) from error
    return Crosswalk(data["old"], data["new"], tuple(links))


def _links(entry: Mapping[str, object], old: Form, new: Form) -> Iterator[Link]:
    """The links of one entry: one for each cell, of sums one for each column."""
    grid = cast(GridName, entry["grid"])
    comparable, zh, en = cast(Comparable, entry["comparable"]), str(entry["zh"]), str(entry["en"])
    if comparable not in LEVELS:
        raise WrongUse(
            f"对照表：{comparable} 不是 {'、'.join(LEVELS)} 之一",
            f"crosswalk: {comparable!r} is none of {', '.join(LEVELS)}",
        )
    for name in cast("list[str]", entry.get("same", [])):
        for key in _cells(old.grid(grid), name):
            yield Link(grid, (key,), (key,), comparable, zh, en)
    first = [_cells(old.grid(grid), name) for name in cast("list[str]", entry.get("old", []))]
    second = [_cells(new.grid(grid), name) for name in cast("list[str]", entry.get("new", []))]
    if comparable == "no":
        if first or second:
            yield Link(
                grid,
                tuple(k for keys in first for k in keys),
                tuple(k for keys in second for k in keys),
                comparable,
                zh,
                en,
            )
        return
    for column in range(max((len(keys) for keys in (*first, *second)), default=0)):
        here, there = (tuple(keys[column] for keys in side) for side in (first, second))
        yield Link(grid, here, there, comparable, zh, en)


def _cells(grid: GridForm, name: str) -> tuple[SlotKey, ...]:
    """The cells that ``row/column`` or ``row/*`` means."""
    row_key, _, column_key = name.rpartition("/")
    row = grid.row(row_key)
    found = () if row is None else tuple((row_key, c.key) for c in row.columns if column_key in ("*", c.key))
    if not found:
        raise WrongUse(
            f"对照表：{grid.form} 格式没有单元格 {grid.name}/{name}",
            f"crosswalk: form {grid.form} has no cell {grid.name}/{name}",
        )
    return found


def table(crosswalk: Crosswalk) -> pd.DataFrame:
    """The crosswalk as a frame: a row for each cell of either form, with what it may be compared with and why."""
    rows = [
        (form, link.grid, *key, link.comparable, _named(others), link.zh, link.en)
        for link in crosswalk.links
        for form, own, others in ((crosswalk.old, link.old, link.new), (crosswalk.new, link.new, link.old))
        for key in own
    ]
    names = ["form", "grid", "row", "column", "comparable", "beside", "why_zh", "why_en"]
    made = pd.DataFrame(rows, columns=names)
    made["comparable"] = pd.Categorical(made["comparable"], LEVELS, ordered=True)
    return made


def _named(keys: tuple[SlotKey, ...]) -> str | None:
    return " + ".join("/".join(key) for key in keys) or None


def comparable(
    cells: pd.DataFrame, grid: GridName, crosswalk: Crosswalk, forms: Forms, at_least: Comparable = "partly"
) -> pd.DataFrame:
    """The cells of a grid's table that may be compared across the forms, under one key each.

    ``cells`` has the keys, the grid's own key columns and ``value``. Where several cells of one form stand beside one
    of the other, their sum is given, null where any of them is; a report that prints them as one row
    gives that row. Reports of no known form are left out. ``comparable``, ``why_zh`` and ``why_en`` say how far
    each comparison goes. Raises `WrongUse` where ``at_least`` is not ``yes`` or ``partly``.
    """
    if at_least not in LEVELS[:2]:
        raise WrongUse(
            f"at_least 须为 yes 或 partly，不能是 {at_least!r}：不可比的单元格从不给出",
            f"at_least is yes or partly, not {at_least!r}: cells that may not be compared are never given",
        )
    enough = LEVELS[: LEVELS.index(at_least) + 1]
    wanted = [link for link in crosswalk.links if link.grid == grid and link.comparable in enough]
    index = {
        (form, *key): at
        for at, link in enumerate(wanted)
        for form, own in ((crosswalk.old, link.old), (crosswalk.new, link.new))
        for key in (*own, *_printed_as_one(forms.get(form).grid(grid), own))
    }
    rows = (
        cells["article"].astype(str) + "/" + cells["item"].astype(str)
        if grid == "disclosure"
        else cells[ROW_COLUMNS[grid]]
    )
    columns = cells[COLUMN_COLUMNS[grid]]
    at = [
        index.get(key, -1) for key in zip(cells["form"].astype(str), rows.astype(str), columns.astype(str), strict=True)
    ]
    mine = cells[[*KEY_NAMES, "value"]].assign(link=at, row=rows.astype(str)).query("link >= 0")
    parts = {
        (form, at): len(own)
        for at, link in enumerate(wanted)
        for form, own in ((crosswalk.old, link.old), (crosswalk.new, link.new))
    }
    merged = {row for form in forms.all for instead in form.grid(grid).merged for row in [instead.row.key]}
    need = pd.Series([parts[form, link] for form, link in zip(mine["form"], mine["link"], strict=True)], mine.index)
    whole = mine[(need == 1) | mine["row"].isin(merged)]
    split = mine.drop(whole.index)
    split = split[~_pairs(split).isin(_pairs(whole))]
    summed = split.groupby([*KEY_NAMES, "link"], observed=True, sort=False, dropna=False)["value"]
    sums = summed.agg(lambda values: values.sum(skipna=False)).reset_index()
    made = pd.concat([whole.drop(columns="row"), sums.astype({"value": cells["value"].dtype})], ignore_index=True)
    return _described(made, wanted, grid)


def _pairs(rows: pd.DataFrame) -> "pd.Series[str]":
    return rows["report_id"].astype(str) + "/" + rows["link"].astype(str)


def _printed_as_one(grid: GridForm, own: tuple[SlotKey, ...]) -> Iterator[SlotKey]:
    """The cell of a merged row that stands for exactly these cells."""
    rows = {row for row, _ in own}
    for instead in grid.merged:
        if rows == set(instead.stands_for):
            yield instead.row.key, own[0][1]


def _described(made: pd.DataFrame, links: list[Link], grid: GridName) -> pd.DataFrame:
    """In the order of reports and of links, with the names and reasons of the links."""
    order = pd.Index(made["report_id"].unique())
    made = made.iloc[
        pd.Series(order.get_indexer(made["report_id"])).mul(len(links) + 1).add(made["link"]).argsort(kind="stable")
    ]
    own = [links[at] for at in made["link"]]
    return made.assign(
        row=[link.key[0] for link in own],
        column=[link.key[1] for link in own],
        comparable=pd.Categorical([link.comparable for link in own], LEVELS, ordered=True),
        why_zh=[link.zh for link in own],
        why_en=[link.en for link in own],
    )[[*KEY_NAMES, "row", "column", "value", "comparable", "why_zh", "why_en"]].reset_index(drop=True)
