"""What two witnesses settle, in quantity: ``python -m bench.witnesses --seed 1 --years 200000 --jobs 2``.

Each draw is one authority's year with grid 二 glued to a single line, so that its counts of 规章 and 规范性文件 cannot
be cut apart, read as a run reads it; the years before and after are told as certain. Authorities break what they
say: in a stated share of the draws a stock does not follow from the year before, a figure of the glued year
is misprinted where its neighbours have the true one, or the prose says another figure. Counted are the cells that are
settled, by proof, right (what is printed) and wrong, those narrowed, and those that stay undecided.
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
from collections import Counter
from collections.abc import Mapping
from functools import partial
from random import Random

from bench.generator.figures import Figures
from bench.generator.make import compose, draw_figures
from bench.generator.plan import Plan, stream
from bench.generator.truth import TrueCell
from extract.forms.form import load_forms
from extract.panel.editions import Edition, pack
from extract.panel.neighbours import Neighbours
from extract.panel.panel import Decision, Yearly
from extract.panel.witnesses import Known
from extract.pipeline import read_bytes

_YEAR = 2022
_ROWS = ("disclosure/20.1/rules", "disclosure/20.1/normative_documents")
_COLUMNS = ("issued", "repealed", "in_force")
_SENTENCES = (
    "全年制发行政规范性文件{issued}件，废止{repealed}件，现行有效{in_force}件。",
    "本年度制定规范性文件{issued}件，清理后废止规范性文件{repealed}件，现行有效的规范性文件{in_force}件。",
    "截至年底，现行有效的行政规范性文件共{in_force}件。",
    "以机关名义印发行政规范性文件{issued}件，均已公开。",
    "年内废止行政规范性文件{repealed}件，现行有效行政规范性文件{in_force}件。",
    "",
)
_PARTS_LEFT_OUT = re.compile("三、收到和处理.*?(?=五、存在的)", re.DOTALL)

Flow = dict[str, int]
"""What a row says in one year: issued, repealed, in_force."""


def _misprinted(rng: Random, value: int) -> int:
    """Another figure in place of ``value``, as authorities print one."""
    digits = str(value)
    place = rng.randrange(len(digits))
    twice = int(digits[: place + 1] + digits[place:])
    dropped = int(digits[:place] + digits[place + 1 :] or "0")
    near = max(0, value + rng.choice((-100, -90, -10, -9, -2, -1, 1, 2, 9, 10, 90, 100)))
    return rng.choice([one for one in (twice, dropped, near, near, value * 10) if one != value] or [value + 1])


def _flow(rng: Random, stock: int) -> Flow:
    issued = int(10 ** rng.uniform(0, 2.3)) - rng.randint(0, 1)
    repealed = min(stock + issued, rng.choice((0, 0, int(10 ** rng.uniform(0, 2.3)))))
    return {"issued": issued, "repealed": repealed, "in_force": stock + issued - repealed}


def _three_years(rng: Random, breaking: float) -> tuple[Flow, Flow, Flow]:
    """The row in the year before, the glued year as it is printed, and the year after."""
    before = _flow(rng, int(10 ** rng.uniform(0, 3)))
    stock = _misprinted(rng, before["in_force"]) if rng.random() < breaking else before["in_force"]
    now = _flow(rng, stock)
    stock = _misprinted(rng, now["in_force"]) if rng.random() < breaking else now["in_force"]
    after = _flow(rng, stock)
    if rng.random() < breaking / 5:
        column = rng.choice(_COLUMNS)
        now = now | {column: _misprinted(rng, now[column])}
    return before, now, after


def _neighbour(year: int, rows: Mapping[str, Flow]) -> Yearly:
    values = {f"{row}/{column}": rows[row][column] for row in _ROWS for column in _COLUMNS}
    edition = Edition(str(year), f"{year}.txt", None, year, "2021", "txt", "verified", len(values), pack(values))
    return Yearly(edition, {path: Known("number", value) for path, value in values.items()}, {})


def glued(rng: Random, seed: int, rows: Mapping[str, Flow], said: Flow) -> bytes:
    """The report of the glued year without parts 三 and 四, its prose saying ``said`` of 规范性文件."""
    plan = Plan(seed, "2021", "glued", "none", (), (), "medium", f"示例省第{seed}县人民政府", _YEAR, cut=False)
    drawn = draw_figures(plan)
    printed = {
        f"{row}/{column}": TrueCell(value, str(value)) for row, flow in rows.items() for column, value in flow.items()
    }
    text = compose(plan, Figures(drawn.counts, {**drawn.disclosure, **printed})).data.decode()
    head, heading, rest = _PARTS_LEFT_OUT.sub("", text).partition("一、总体情况")
    return f"{head}{heading}{rng.choice(_SENTENCES).format(**said)}{rest}".encode()


def draw(seed: int, breaking: float) -> Counter[str]:
    """One glued year, counted."""
    rng = stream(seed, "witnesses")
    years = {row: _three_years(rng, breaking) for row in _ROWS}
    before, now, after = ({row: flows[at] for row, flows in years.items()} for at in range(3))
    said = dict(now[_ROWS[1]])
    if rng.random() < breaking / 2:
        column = rng.choice(_COLUMNS)
        said[column] = rng.choice((_misprinted(rng, said[column]), before[_ROWS[1]][column]))
    across = Neighbours()
    note = across.note(read_bytes(glued(rng, seed, now, said), f"{_YEAR}.txt", load_forms()))
    assert isinstance(note, Yearly)
    around = [_neighbour(_YEAR - 1, before), _neighbour(_YEAR + 1, after)]
    missing = rng.choice((0, 1, None, None, None))
    heard = [one for at, one in enumerate(around) if at != missing]
    decision = across.relate([note, *heard])[note.edition.report_id]
    assert isinstance(decision, Decision)
    return _counted(seed, note, decision, now)


def _counted(seed: int, note: Yearly, decision: Decision, now: Mapping[str, Flow]) -> Counter[str]:
    found = Counter(years=1)
    settled = {one.path: one for one in decision.settled}
    for row in _ROWS:
        for column in _COLUMNS:
            path, true = f"{row}/{column}", now[row][column]
            cell, one = note.cells[path], settled.get(f"{row}/{column}")
            if cell.state != "ambiguous":
                found[f"not undecided, {'right' if cell.value == true else 'WRONG'}"] += 1
            elif one is None:
                found["undecided"] += 1
            elif one.proof is None:
                found[f"narrowed, truth {'kept' if true in one.values else 'lost'}"] += 1
            elif one.values == (true,):
                found[f"{one.proof} right"] += 1
            else:
                found[f"{one.proof} WRONG"] += 1
                print(f"seed {seed}: {path} is {true} in {cell.run!r}, taken for {one.values}: {one.witnesses}")
    return found


def main() -> None:
    """Prints the counts."""
    parser = argparse.ArgumentParser(prog="python -m bench.witnesses", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--years", type=int, default=10_000, help="glued years to draw")
    parser.add_argument("--breaking", type=float, default=0.2, help="share of the pairs of years that do not fit")
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    found: Counter[str] = Counter()
    with multiprocessing.Pool(options.jobs) as pool:
        seeds = range(options.seed, options.seed + options.years)
        for one in pool.imap_unordered(partial(draw, breaking=options.breaking), seeds, chunksize=100):
            found.update(one)
    for name in sorted(found):
        print(f"{found[name]:>9,}  {name}")


if __name__ == "__main__":
    main()
