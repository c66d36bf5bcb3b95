"""audit: a random sample of real cells to check by hand, and the error rate that follows from what was found.

Cells that make a claim (a value, or that there is none) are drawn from strata: each grid by zeros, other printed
figures, deduced figures and empty cells, since a sample of all cells alike would be nearly all zeros. A
stratum's own rate has its exact binomial interval (Clopper–Pearson); the rate of all cells weighs the strata by
their sizes and has the interval of Korn and Graubard (Survey Methodology 24, 1998): Clopper–Pearson
with the effective size of the sample, which stays honest where few errors or none are found.
"""

import heapq
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from math import sqrt
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from extract.errors import WrongUse
from extract.forms.form import GRID_NAMES, GridName
from extract.tables.dataset import Dataset
from extract.words.vocabulary import CELL_COLUMNS

if TYPE_CHECKING:
    import pandas

Class: TypeAlias = Literal["zero", "figure", "deduced", "empty"]
CLASSES: tuple[Class, ...] = ("zero", "figure", "deduced", "empty")
_LEAST = 5
"""So many cells are drawn from every stratum that has them."""
_Numbers: TypeAlias = np.ndarray[tuple[int], np.dtype[np.uint64]]


@dataclass(frozen=True, slots=True, order=True)
class Stratum:
    """Cells of one grid and one kind."""

    grid: GridName
    kind: Class

    def __str__(self) -> str:
        return f"{self.grid}/{self.kind}"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A cell that was drawn: its report, and its path as ``extract trace`` takes it."""

    stratum: Stratum
    report_id: str
    cell: str


@dataclass(frozen=True, slots=True)
class Sample:
    """The cells drawn, and how many there are in each stratum."""

    drawn: tuple[Drawn, ...]
    sizes: Mapping[Stratum, int]


def draw(dataset: Dataset, n: int, seed: int) -> Sample:
    """Draws ``n`` cells, the same for the same set, ``n`` and ``seed``; all of them where there are fewer.

    Each cell has a number mixed from the seed, its report and its name, and of each stratum those with the least
    are taken: no generator of random numbers whose sequence might change, and one pass over the tables.
    """
    if n < 1:
        raise WrongUse(f"至少抽取一个单元格，不能是 {n} 个", f"a sample has at least one cell, not {n}")
    least: dict[Stratum, list[tuple[int, str, str]]] = {}
    sizes: dict[Stratum, int] = {}
    for grid in GRID_NAMES:
        for frame in _cells(dataset, grid):
            numbers = _mixed(frame, seed)
            for kind in CLASSES:
                mine = np.flatnonzero(frame["kind"] == kind)
                stratum = Stratum(grid, kind)
                sizes[stratum] = sizes.get(stratum, 0) + len(mine)
                near = mine[np.argsort(numbers[mine], kind="stable")[:n]]
                some = [
                    (int(numbers[at]), str(frame["report_id"].iloc[at]), str(frame["cell"].iloc[at])) for at in near
                ]
                least[stratum] = heapq.nsmallest(n, [*least.get(stratum, []), *some])
    sizes = {stratum: size for stratum, size in sizes.items() if size}
    if not sizes:
        raise WrongUse(f"{dataset.path} 里没有可核对的单元格", f"{dataset.path} has no cell to check")
    shares = allocate(sizes, n)
    drawn = [Drawn(s, report_id, cell) for s in sizes for _, report_id, cell in least[s][: shares[s]]]
    return Sample(tuple(sorted(drawn, key=lambda one: (one.report_id, one.stratum, one.cell))), sizes)


def _cells(dataset: Dataset, grid: GridName) -> Iterator["pandas.DataFrame"]:
    """The cells of a grid that make a claim, a bit at a time: ``report_id``, ``cell``, ``kind``."""
    import pandas as pd  # noqa: PLC0415 - slow to import

    from extract.tables.frames import to_pandas  # noqa: PLC0415 - brings pandas

    keys = CELL_COLUMNS[grid]
    for batch in dataset.batches(grid, ["report_id", "state", "value", *keys]):
        frame = to_pandas(iter([batch]), batch.num_rows)
        kind = np.select(
            [
                frame["state"].eq("deduced"),
                frame["state"].eq("number") & frame["value"].eq(0),
                frame["state"].eq("number"),
                frame["state"].isin(["blank", "not_applicable"]),
            ],
            ["deduced", "zero", "figure", "empty"],
            "",
        )
        cell = pd.Series(grid, frame.index)
        for key in keys:
            cell = cell + "/" + frame[key].fillna("").astype(str)
        frame = frame.assign(kind=kind, cell=cell)
        own = frame["kind"].ne("") & (frame["item"].notna() if grid == "disclosure" else True)
        yield frame.loc[own, ["report_id", "cell", "kind"]].reset_index(drop=True)


def _mixed(frame: "pandas.DataFrame", seed: int) -> _Numbers:
    """For each row a number that the seed, the report and the cell settle and nothing else."""
    reports, ids = frame["report_id"].factorize()
    cells, names = frame["cell"].factorize()
    first = np.array([int(str(one), 16) for one in ids], dtype=np.uint64)
    second = np.array([zlib.crc32(str(one).encode()) for one in names], dtype=np.uint64)
    if not len(frame):
        return np.zeros(0, dtype=np.uint64)
    return _split_mix(first[reports] ^ _split_mix(second[cells] ^ _split_mix(np.array([seed], dtype=np.uint64))[0]))


def _split_mix(numbers: _Numbers) -> _Numbers:
    """The finalizer of SplitMix64 (Steele, Lea and Flood 2014)."""
    with np.errstate(over="ignore"):
        mixed = numbers + np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return mixed ^ (mixed >> np.uint64(31))


def allocate(sizes: Mapping[Stratum, int], n: int) -> dict[Stratum, int]:
    """How many cells to draw from each stratum: by the roots of their sizes, and a few of each.

    >>> zeros, figures = Stratum("applications", "zero"), Stratum("applications", "figure")
    >>> allocate({zeros: 90_000, figures: 10_000}, 100) == {zeros: 75, figures: 25}
    True
    """
    shares = {stratum: min(size, _LEAST) for stratum, size in sizes.items()}
    while sum(shares.values()) > n:  # fewer cells than strata want: the largest strata keep theirs
        shares[min((s for s in shares if shares[s]), key=lambda s: (-shares[s], sizes[s]))] -= 1
    while sum(shares.values()) < min(n, sum(sizes.values())):
        room = [stratum for stratum, size in sizes.items() if shares[stratum] < size]
        shares[min(room, key=lambda s: ((shares[s] + 0.5) / sqrt(sizes[s]), s))] += 1
    return shares


# ── what was found ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found in one stratum: how many cells it has, were judged, and were wrong."""

    size: int
    judged: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """The error rate: of each stratum, and of all cells; None where a stratum has no judged cell."""

    strata: Mapping[Stratum, tuple[Judged, Share | None]]
    overall: Share | None
    level: float

    @property
    def judged(self) -> int:
        """Cells judged."""
        return sum(judged.judged for judged, _ in self.strata.values())

    @property
    def wrong(self) -> int:
        """Cells found wrong."""
        return sum(judged.wrong for judged, _ in self.strata.values())

    @property
    def size(self) -> int:
        """Cells that make a claim, in the whole set."""
        return sum(judged.size for judged, _ in self.strata.values())


def exact(wrong: float, judged: float, level: float = 0.95) -> Share:
    """A share with its Clopper–Pearson interval; counts need not be whole, as effective ones are not.

    Raises `WrongUse` where scipy is not installed.
    """
    try:
        special = import_module("scipy.special")  # comes with the extra `audit`
    except ImportError:
        raise WrongUse(
            "计算置信区间需要 scipy：python -m pip install scipy",
            "the interval needs scipy: python -m pip install scipy",
        ) from None
    tail = (1 - level) / 2
    low = float(special.betaincinv(wrong, judged - wrong + 1, tail)) if wrong > 0 else 0.0
    high = float(special.betaincinv(wrong + 1, judged - wrong, 1 - tail)) if wrong < judged else 1.0
    return Share(wrong / judged, low, high)


def estimate(found: Mapping[Stratum, Judged], level: float = 0.95) -> Estimate:
    """The error rate of each stratum and of all cells, from what was found in the sample."""
    strata = {s: (one, exact(one.wrong, one.judged, level) if one.judged else None) for s, one in found.items()}
    every = [one for one in found.values() if one.size]
    if not every or any(not one.judged for one in every):
        return Estimate(strata, None, level)
    whole = sum(one.size for one in every)
    weights = [one.size / whole for one in every]
    rate = sum(weight * one.wrong / one.judged for weight, one in zip(weights, every, strict=True))
    size = _effective_size(every, weights, rate)
    return Estimate(strata, exact(rate * size, size, level), level)


def _effective_size(every: Sequence[Judged], weights: Sequence[float], rate: float) -> float:
    """How large a simple random sample would tell as much; never larger than the sample."""
    judged = sum(one.judged for one in every)
    kish = 1 / sum(weight**2 / one.judged for weight, one in zip(weights, every, strict=True))
    variance = 0.0
    for weight, one in zip(weights, every, strict=True):
        share = one.wrong / one.judged
        variance += weight**2 * share * (1 - share) / max(one.judged - 1, 1)
    if variance == 0:
        return min(kish, judged)
    return min(rate * (1 - rate) / variance, judged)


def current(dataset: Dataset, drawn: Sequence[Drawn]) -> dict[Drawn, dict[str, object]]:
    """The rows of the grids' tables for the cells drawn; raises `WrongUse` where the set has changed since."""
    found: dict[tuple[str, str], dict[str, object]] = {}
    for grid in GRID_NAMES:
        ids = {one.report_id for one in drawn if one.stratum.grid == grid}
        for row in dataset.arrow(grid, where={"report_id": ids}).to_pylist() if ids else ():
            keys = [str(row[key] or "") for key in CELL_COLUMNS[grid]]
            found[str(row["report_id"]), "/".join([grid, *keys])] = row
    lost = [one for one in drawn if (one.report_id, one.cell) not in found]
    if lost:
        raise WrongUse(
            f"{dataset.path} 里没有报告 {lost[0].report_id} 的单元格 {lost[0].cell}：这张表出自另一批表格",
            f"{dataset.path} has no cell {lost[0].cell} of report {lost[0].report_id}: the sheet is of another set",
        )
    return {one: found[one.report_id, one.cell] for one in drawn}
