"""What neighbouring years settle: ``python -m bench.panel --seed 1 --authorities 1000``.

Each authority has four years of the form of 2021, some of them glued, so that grid 二 cannot be cut, and a quarter
of them with an error in their own grids. In a stated
share of the pairs of years the authority itself breaks the relation between them, as real ones do often. Counted
are the cells that two witnesses settle, right and wrong, and those whose candidates one witness narrows.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from bench.generator.errors import choose_errors
from bench.generator.figures import Figures
from bench.generator.make import compose, draw_figures
from bench.generator.panel import draw_next
from bench.generator.plan import Plan, stream
from bench.generator.truth import Generated, TrueCell
from extract.columns import OF_REPORTS
from extract.forms.form import load_forms
from extract.panel.neighbours import Neighbours
from extract.panel.panel import Decision
from extract.panel.settle import Record, fill, path_of, tell_anew
from extract.pipeline import read_bytes
from extract.tables.rows import reading_rows, records

_YEARS = range(2021, 2025)
_STOCKS = ("disclosure/20.1/rules/in_force", "disclosure/20.1/normative_documents/in_force")


def _broken(rng: Random, figures: Figures) -> Figures:
    """The same figures with a stock that does not follow from the year before."""
    key = rng.choice(_STOCKS)
    stock = int(figures.disclosure[key].value or 0)
    value = max(0, stock + rng.choice((-10, -2, -1, 1, 2, 9, 10, 90)))
    return replace(figures, disclosure={**figures.disclosure, key: TrueCell(value, str(value))})


def authority(seed: int, breaking: float) -> Iterator[Generated]:
    """The reports of one authority, year by year."""
    rng = Random(seed)
    scale = rng.choice(("quiet", "medium", "medium", "busy"))
    name = f"示例省第{seed}县人民政府"
    before: Figures | None = None
    for year in _YEARS:
        layout = rng.choice(("tika", "cells", "glued", "glued"))
        plan = Plan(seed * 10 + year % 10, "2021", layout, "none", choose_errors(rng), (), scale, name, year, cut=False)
        if before is None:
            before = draw_figures(plan)
        else:
            before = draw_next(stream(plan.seed, "figures"), plan.form, plan.scale, before)
            before = _broken(rng, before) if rng.random() < breaking else before
        yield compose(plan, before)


def settled(reports: tuple[Generated, ...]) -> Iterator[tuple[Generated, list[Record]]]:
    """The cells of each report after its neighbours were heard."""
    forms, across = load_forms(), Neighbours()
    readings = [read_bytes(one.data, f"{one.truth.fiscal_year}.txt", forms) for one in reports]
    decided = across.relate([across.note(reading) for reading in readings])
    for report, reading in zip(reports, readings, strict=True):
        rows = {name: records(reading_rows(reading, name)) for name in OF_REPORTS}
        decision = decided[reading.source.report_id]
        assert isinstance(decision, Decision)
        after = tell_anew(rows, fill(rows, decision.settled, forms), forms)
        yield report, [row | {"path": path_of(row, "disclosure")} for row in after["disclosure"]]
        yield report, [row | {"path": path_of(row, "applications")} for row in after["applications"]]


def measure(seed: int, authorities: int, breaking: float) -> Counter[str]:
    """Counts of what was settled and narrowed."""
    found: Counter[str] = Counter()
    for number in range(seed, seed + authorities):
        for report, cells in settled(tuple(authority(number, breaking))):
            for cell in cells:
                _count(found, report, cell, number)
    return found


def _count(found: Counter[str], report: Generated, cell: Record, number: int) -> None:
    truth = report.truth.cells.get(str(cell["path"]))
    if truth is None or not cell["witnesses"]:
        return
    if cell["state"] == "deduced":
        right = cell["value"] == truth.value
        found[f"{cell['proof']} {'right' if right else 'WRONG'}"] += 1
        if not right:
            print(f"seed {number}, {report.truth.fiscal_year}: {cell['path']} is {truth.value}, read {cell['value']}")
    else:
        candidates = cell["candidates"]
        assert isinstance(candidates, list)
        found["narrowed, truth kept" if truth.value in candidates else "narrowed, truth lost"] += 1


def main() -> None:
    """Prints the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--authorities", type=int, default=1000)
    parser.add_argument("--breaking", type=float, default=0.3, help="share of the pairs of years that do not fit")
    options = parser.parse_args()
    found = measure(options.seed, options.authorities, options.breaking)
    for name in sorted(found):
        print(f"{found[name]:>8}  {name}")


if __name__ == "__main__":
    main()
