"""Figures of the prose over generated reports whose every figure is known, and what contradicts the grids.

    python -m bench.prose --seed 1 --reports 2000
    python -m bench.prose --sentences second

The sentences stand in ``bench/sentences`` and were written without a look at ``patterns/figures.toml``. For each figure
with a key: precision and recall; for all figures, how many were read with their value and unit. A share of the reports
states one figure otherwise than its grid: each must be found. A figure that its grid bears out must never be reported.
"""

import argparse
import multiprocessing
import sys
from collections import Counter
from dataclasses import dataclass, field, replace

from bench.generator import LAYOUTS
from bench.generator.make import compose, draw_figures, write_prose
from bench.generator.plan import Wish, choose
from bench.generator.truth import Generated
from bench.sentences.composing import Fact, cells_of, write_sentences
from extract.errors import SourceError
from extract.forms.form import load_forms
from extract.pipeline import read_bytes
from extract.reading import Reading


@dataclass(slots=True)
class Score:
    """What reports came to: per key the figures right, invented and missed; contradictions; false alarms."""

    right: Counter[str] = field(default_factory=Counter)
    invented: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    contradictions: Counter[str] = field(default_factory=Counter)
    reports: int = 0
    alarmed: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        """Adds another score to this one."""
        for name in ("right", "invented", "missed", "contradictions"):
            getattr(self, name).update(getattr(other, name))
        self.reports += other.reports
        self.alarmed += other.alarmed
        self.examples += other.examples


ANY = "(any figure)"


def score(report: Generated, facts: tuple[Fact, ...], altered: Fact | None) -> Score:
    """Reads one report and sets what its prose states beside what it was made to state."""
    found = Score(reports=1)
    where = f"seed {report.seed} {report.truth.layout}"
    try:
        reading = read_bytes(report.data, report.name, load_forms())
    except SourceError as error:
        found.examples.append(f"{where}: {error.status}")
        return found
    _keyed(reading, facts, found, where)
    _all(reading, facts, found, where)
    _contradictions(report, reading, facts, altered, found)
    return found


def _keyed(reading: Reading, facts: tuple[Fact, ...], found: Score, where: str) -> None:
    true = Counter((fact.key, fact.written.value) for fact in facts if fact.key)
    read = Counter((figure.figure, float(figure.value)) for figure in reading.figures if figure.figure)
    for (key, _), count in (true & read).items():
        found.right[str(key)] += count
    for (key, value), count in (read - true).items():
        found.invented[str(key)] += count
        sentence = next(one.sentence for one in reading.figures if one.figure == key and one.value == value)
        found.examples.append(f"{where}: {key} {value:g} invented: {sentence}")
    for (key, value), count in (true - read).items():
        found.missed[str(key)] += count
        sentence = next(fact.sentence for fact in facts if fact.key == key)
        found.examples.append(f"{where}: {key} {value:g} missed: {sentence}")


def _all(reading: Reading, facts: tuple[Fact, ...], found: Score, where: str) -> None:
    true = Counter(f"{fact.written.value:g} {fact.written.unit} {fact.written.qualifier}" for fact in facts)
    read = Counter(f"{figure.value:g} {figure.unit} {figure.qualifier}" for figure in reading.figures)
    found.right[ANY] += (true & read).total()
    missed = true - read
    found.missed[ANY] += missed.total()
    found.examples += [f"{where}: figure missed: {one}" for one in missed]
    found.invented[ANY] += (read - true).total()
    found.examples += [f"{where}: figure invented: {one}" for one in read - true]


def _contradictions(
    report: Generated, reading: Reading, facts: tuple[Fact, ...], altered: Fact | None, found: Score
) -> None:
    failing = {
        (check.check.removeprefix("prose."), check.left)
        for check in reading.checks
        if check.kind == "prose" and check.outcome == "fails"
    }
    cells = {cell.path: cell for cell in (*reading.disclosure, *reading.applications, *reading.appeals)}
    if altered is not None and altered.key is not None:
        own = cells_of(altered.key, report.truth.form)[0]
        printed = [report.truth.cells[path].value for path in own if path in report.truth.cells]
        if None in printed or any(path not in cells or cells[path].value is None for path in own):
            found.contradictions["the grid has no figure there"] += 1
        elif sum(value or 0 for value in printed) == altered.written.value:
            found.contradictions["undone by an error of the grid"] += 1
        elif (altered.key, altered.written.value) in failing:
            found.contradictions["found"] += 1
        elif any(check.left == altered.written.value and check.outcome == "open" for check in reading.checks):
            found.contradictions["a blank could mend it"] += 1
        else:
            found.contradictions["not found"] += 1
            found.examples.append(f"seed {report.seed}: contradiction not found: {altered}")
    false = [one for one in failing if not _contradicts(report, *one, facts)]
    found.alarmed += bool(false)
    found.examples += [f"seed {report.seed} {report.truth.layout}: false alarm {one}" for one in false]


def _contradicts(report: Generated, key: str, value: float | None, facts: tuple[Fact, ...]) -> bool:
    """Whether the report states this figure of its own office and its grid, as printed, holds something else."""
    own = [fact for fact in facts if fact.key == key and fact.written.value == value and not fact.wide]
    if not own and value != 0:
        return False
    for cells in cells_of(key, report.truth.form)[:1]:
        printed = [report.truth.cells[path].value or 0 for path in cells if path in report.truth.cells]
        if sum(printed) == value:
            return False
    return True


def _one(job: tuple[int, str]) -> Score:
    seed, file = job
    plan = choose(seed, Wish(layout=LAYOUTS[seed % len(LAYOUTS)]))
    # the generator's small table of traditional characters leaves some of these sentences' that Big5 has not
    plan = replace(plan, damages=tuple(name for name in plan.damages if name != "big5"))
    figures = draw_figures(plan)
    prose, facts, altered = write_sentences(plan, figures, write_prose(plan, figures), file)
    return score(compose(plan, figures, prose), facts, altered)


def table(found: Score) -> str:
    """Precision and recall of every key, the contradictions, the false alarms."""
    lines = [f"{'figure':32} {'stated':>8} {'precision':>10} {'recall':>8}"]
    for key in sorted({*found.right, *found.missed, *found.invented}):
        right, invented, missed = found.right[key], found.invented[key], found.missed[key]
        precision, recall = right / max(right + invented, 1), right / max(right + missed, 1)
        lines.append(f"{key:32} {right + missed:8d} {100 * precision:9.2f}% {100 * recall:7.2f}%")
    share = 100 * found.alarmed / max(found.reports, 1)
    lines += ["", f"contradictions: {dict(found.contradictions)}"]
    lines.append(f"reports with a false alarm: {found.alarmed} of {found.reports} ({share:.2f}%)")
    return "\n".join(lines)


def run(seed: int, reports: int, file: str, jobs: int) -> Score:
    """The score of ``reports`` seeds from ``seed``, with the sentences of one file, in all layouts in turn."""
    found = Score()
    with multiprocessing.Pool(jobs) as pool:
        for one in pool.imap(_one, ((number, file) for number in range(seed, seed + reports)), chunksize=10):
            found.add(one)
    return found


def main() -> int:
    """The command; exit status 1 when a contradiction was not found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--reports", type=int, default=2000, help="how many reports")
    parser.add_argument("--sentences", default="first", help="the file of sentences, first or second")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--examples", type=int, default=20, help="how many figures read wrongly to print")
    chosen = parser.parse_args()
    found = run(chosen.seed, chosen.reports, chosen.sentences, chosen.jobs)
    print(table(found))
    for example in dict.fromkeys(found.examples[: chosen.examples]):
        print("  " + example)
    return int(found.contradictions["not found"] > 0)


if __name__ == "__main__":
    sys.exit(main())
