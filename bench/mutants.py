"""Mutants: one digit of a flattened grid changed, dropped, doubled or swapped; is every wrong cell warned of?

    python -m bench.mutants --seed 1 --mutants 100000

A mutant is read like any report and set beside the truth of the unharmed one. A cell that has
another value than the truth is *warned* when a failing check contains it, else *silent*. Grid 二 has no
arithmetic, so the mutants touch parts 三 and 四 alone.
"""

import argparse
import multiprocessing
import random
import sys
from collections import Counter
from collections.abc import Iterator

from bench.generator import Generated, make
from extract.errors import SourceError
from extract.forms import load_forms
from extract.options import Options
from extract.pipeline import read_bytes
from extract.reading import Reading

LAYOUTS = ("glued", "tika", "cells", "pipes", "rows", "markdown", "cell-pipes", "rows-wrapped", "blanks-lost")
KINDS = ("change", "drop", "double", "swap")
_EACH = 20

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


def judge(original: Generated, reading: Reading) -> Counter[str]:
    """Of the cells of grids 三 and 四: right, empty, warned and silent."""
    found: Counter[str] = Counter()
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
                found["silent with blanks" if original.truth.blanks != "none" else "silent without blanks"] += 1
                found[f"silent in {cell.grid}"] += 1
                found[f"silent as {cell.state} by {cell.proof}" if cell.proof else f"silent as {cell.state}"] += 1
    return found


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
            one = judge(original, read_bytes(mutant.encode(), original.name, load_forms(), GRIDS_ALONE))
        except SourceError:
            found["unread"] += 1
            continue
        found.update(one)
        if one["silent"]:
            examples.append(
                f"seed {seed} number {number} turn {turn}: {layout} {kind} {original.truth.blanks}: {dict(one)}"
            )
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
    print(f"{'layout':14} mutants      cells    right    empty  warned  silent")
    for layout in (*LAYOUTS, "all"):
        one = sum(totals.values(), Counter()) if layout == "all" else totals.get(layout, Counter())
        cells = one["right"] + one["empty"] + one["warned"] + one["silent"]
        share = 100 / max(cells, 1)
        print(
            f"{layout:14} {one['mutants']:7d} {cells:10d}  {one['right'] * share:6.2f}%  {one['empty'] * share:6.2f}%"
            f" {one['warned']:7d} {one['silent']:7d}"
        )
    print({key: count for key, count in sum(totals.values(), Counter()).items() if key.startswith("silent ")})
    for example in examples[: chosen.examples]:
        print("  " + example)
    return 0


if __name__ == "__main__":
    sys.exit(main())
