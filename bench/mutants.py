"""Mutants: one digit of a flattened grid changed, dropped, doubled or swapped; is every wrong cell warned of?

    python -m bench.mutants --seed 1 --mutants 100000

A mutant is read like any report and set beside the truth of the unharmed one. A cell that has
another value than the truth is *warned* when a failing check contains it, else *silent*. Grid 二 has no
arithmetic, so the mutants touch parts 三 and 四 alone.

No reader can warn of a mutant that an authority may have printed itself. Whether it may have is asked of the
generator, which shares nothing with the reader: printed again with the figures that were read, the report must be
the mutant, sign for sign, and by the generator's own arithmetic no equation with a silent cell may fail. Such cells
are *possible*: their equations all ``hold``, or blanks, or cells refused without a candidate, leave one ``open``. Any
other is *unexplained*, and makes the exit status 1.
"""

import argparse
import multiprocessing
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice, product

from bench.generator import Generated, make, make_again
from bench.generator.equations import equations, outcome
from extract.cells import Cell
from extract.errors import SourceError
from extract.forms.form import load_forms
from extract.options import Options
from extract.pipeline import read_bytes
from extract.reading import Reading

LAYOUTS = ("glued", "tika", "cells", "pipes", "rows", "markdown", "cell-pipes", "rows-wrapped", "blanks-lost")
KINDS = ("change", "drop", "double", "swap")
_EACH = 20
_MOST_FILLINGS = 400

GRIDS_ALONE = Options(prose=False)


def region(text: str) -> tuple[int, int]:
    """Where parts 三 and 四 stand in the text, from heading to heading."""
    start = text.rfind("处理政府信息公开申请情况")
    end = text.rfind("五、")
    return start, end if end > start else len(text)


def mutate(text: str, kind: str, chance: random.Random) -> str | None:
    """``text`` with one digit of its grids harmed, None where it has none to harm."""
    start, end = region(text)
    places = [i for i in range(start, end) if "0" <= text[i] <= "9"]
    if not places:
        return None
    at = chance.choice(places)
    if kind == "change":
        return text[:at] + chance.choice([d for d in "0123456789" if d != text[at]]) + text[at + 1 :]
    if kind == "drop":
        return text[:at] + text[at + 1 :]
    if kind == "double":
        return text[:at] + text[at] + text[at:]
    pairs = [i for i in places if i + 1 < end and "0" <= text[i + 1] <= "9" and text[i] != text[i + 1]]
    if not pairs:
        return None
    at = chance.choice(pairs)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def judge(original: Generated, mutant: str, reading: Reading) -> Counter[str]:
    """Of the cells of grids 三 and 四: right, empty, warned and silent, and why those may be."""
    found: Counter[str] = Counter()
    silent: list[Cell] = []
    failing = {
        f"{check.grid}/{row}/{column}"
        for check in reading.checks
        if check.outcome == "fails"
        for row, column in check.cells
    }
    truth = original.truth.cells
    for cell in (*reading.applications, *reading.appeals):
        true = truth.get(cell.path)
        if true is None:
            continue
        if cell.value is None:
            found["right" if true.value is None else "empty"] += 1
        elif cell.value == true.value:
            found["right"] += 1
        else:
            found["warned" if cell.path in failing else "silent"] += 1
            if cell.path not in failing:
                silent.append(cell)
    if silent:
        why = explained(original, mutant, reading, [cell.path for cell in silent])
        for cell in silent:
            proof = f"by {cell.proof} " if cell.proof else ""
            found[f"silent {cell.grid} {cell.state} {proof}{why}"] += 1
            found["unexplained"] += why.startswith("unexplained")
    return found


def explained(original: Generated, mutant: str, reading: Reading, silent: list[str]) -> str:
    """Why nothing can be said against the silent cells: ``holds`` or ``open``; else what can be said.

    Cells that were refused are filled with their true figures or any of their candidates.
    """
    truth = original.truth
    sure: dict[str, int | None] = {}
    doubtful: dict[str, tuple[int | None, ...]] = {}
    refused: dict[str, None] = {}
    for cell in (*reading.applications, *reading.appeals):
        true = truth.cells.get(cell.path)
        if true is None:
            continue
        if cell.state in ("number", "deduced", "blank"):
            sure[cell.path] = _count(cell.value)
        else:
            doubtful[cell.path] = tuple(dict.fromkeys((_count(true.value), *map(_count, cell.candidates))))
            refused |= {} if cell.candidates else {cell.path: None}
    worst = "unexplained: not what was printed"
    for chosen in islice(product(*doubtful.values()), _MOST_FILLINGS):
        values = {**sure, **dict(zip(doubtful, chosen, strict=True))}
        if make_again(original.seed, values, truth.layout).decode(truth.encoding) != mutant:
            continue
        known = {**values, **refused}
        found = _outcomes(truth.form, single_other=truth.single_other_row, values=known, cells=set(silent))
        if "fails" not in found:
            return "open" if "open" in found else "holds"
        worst = "unexplained: an equation fails"
    return worst


def _count(value: float | None) -> int | None:
    return None if value is None else int(value)


def _outcomes(form: str, *, single_other: bool, values: Mapping[str, int | None], cells: set[str]) -> set[str]:
    """What the equations with one of the cells come to."""
    return {
        outcome(equation, values)
        for equation in equations(form, single_other)
        if cells.intersection((*equation.left, *equation.right))
    }


def _mutants(job: tuple[int, int]) -> tuple[str, Counter[str], list[str]]:
    seed, number = job
    chance = random.Random(f"mutants/{seed}/{number}")
    layout = LAYOUTS[number % len(LAYOUTS)]
    original = make(seed * 100_000 + number, layout=layout, errors=(), damage=())
    text = original.data.decode("utf-8")
    found: Counter[str] = Counter()
    examples: list[str] = []
    for turn in range(_EACH):
        kind = KINDS[turn % len(KINDS)]
        mutant = mutate(text, kind, chance)
        if mutant is None:
            continue
        found["mutants"] += 1
        try:
            reading = read_bytes(mutant.encode(), original.name, load_forms(), GRIDS_ALONE)
            one = judge(original, mutant, reading)
        except SourceError:
            found["unread"] += 1
            continue
        found.update({key: count for key, count in one.items() if not key.startswith("silent ")})
        if one["silent"]:
            blanks = "no blanks" if original.truth.blanks == "none" else "blanks"
            found.update({f"{key}, {blanks}": count for key, count in one.items() if key.startswith("silent ")})
            text_of = f"seed {seed} number {number} turn {turn}: {layout} {kind} {original.truth.blanks}: {dict(one)}"
            examples.append(text_of)
    return layout, found, examples


def main() -> int:
    """The command; prints one line a layout."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mutants", type=int, default=100_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--examples", type=int, default=10)
    chosen = parser.parse_args()
    totals: dict[str, Counter[str]] = {}
    examples: list[str] = []
    jobs = ((chosen.seed, number) for number in range(chosen.mutants // _EACH))
    results: Iterator[tuple[str, Counter[str], list[str]]]
    with multiprocessing.Pool(chosen.jobs) as pool:
        results = pool.imap(_mutants, jobs, chunksize=10)
        for layout, found, some in results:
            totals.setdefault(layout, Counter()).update(found)
            examples += some
    print(f"{'layout':14} mutants      cells    right    empty  warned  silent  unexplained")
    whole = sum(totals.values(), Counter())
    for layout in (*LAYOUTS, "all"):
        one = whole if layout == "all" else totals.get(layout, Counter())
        cells = one["right"] + one["empty"] + one["warned"] + one["silent"]
        share = 100 / max(cells, 1)
        print(
            f"{layout:14} {one['mutants']:7d} {cells:10d}  {one['right'] * share:6.2f}%  {one['empty'] * share:6.2f}%"
            f" {one['warned']:7d} {one['silent']:7d} {one['unexplained']:12d}"
        )
    for key, count in sorted(whole.items()):
        if key.startswith("silent "):
            print(f"  {count:6d} {key}")
    examples.sort(key=lambda text: "unexplained: " not in text)
    for example in examples[: chosen.examples]:
        print("  " + example)
    return int(whole["unexplained"] > 0)


if __name__ == "__main__":
    sys.exit(main())
