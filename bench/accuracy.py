"""Accuracy over generated reports whose every cell is known: one table, and the counts behind it.

    python -m bench.accuracy --seed 1 --reports 10000

Of all cells of all three grids: right as ``number``, right as ``deduced``, right without a value
(``blank``, ``not_applicable``), refused (``ambiguous``, ``missing``, ``text``), warned (wrong, but a
failing check contains this very cell) and silent (wrong, and nothing names the cell).

Below the table: deduced cells by proof; the authority's errors, found and missed, by what the source leaves of its
cells; and grids 三 and 四 of glued reports that leave no cell blank, those that add up apart from those with one error.
"""

import argparse
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.generator import ERRORS, TEXT_LAYOUTS, Generated, make
from extract.errors import SourceError
from extract.forms.form import load_forms
from extract.options import Options
from extract.pipeline import read_bytes
from extract.reading import Reading

GRIDS_ALONE = Options(prose=False)
"""The prose has a measurement of its own, bench/prose.py."""

CLASSES = ("number", "deduced", "empty", "refused", "warned", "silent")


@dataclass(slots=True)
class Score:
    """What one report, or many, came to; everything counts cells unless it says otherwise."""

    cells: Counter[str] = field(default_factory=Counter)
    proofs: Counter[str] = field(default_factory=Counter)
    wrong_proofs: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    glued: Counter[str] = field(default_factory=Counter)
    reports: int = 0
    untrue_verified: int = 0
    seconds: float = 0.0
    examples: list[str] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        """Adds another score to this one."""
        for mine, theirs in (
            (self.cells, other.cells),
            (self.proofs, other.proofs),
            (self.wrong_proofs, other.wrong_proofs),
            (self.errors, other.errors),
            (self.glued, other.glued),
        ):
            mine.update(theirs)
        self.reports += other.reports
        self.untrue_verified += other.untrue_verified
        self.seconds += other.seconds
        self.examples += other.examples[:2] if len(self.examples) < 200 else []


def score(report: Generated) -> Score:
    """Reads one generated report and sets every cell beside the truth."""
    found = Score(reports=1)
    start = time.perf_counter()
    try:
        reading = read_bytes(report.data, report.name, load_forms(), GRIDS_ALONE)
    except SourceError as error:
        found.seconds = time.perf_counter() - start
        found.cells["refused"] += len(report.truth.cells)
        found.examples.append(f"{_name(report)}: {error.status}: {error}")
        found.errors[f"{_source(report)}: missed"] += len(report.truth.errors)
        return found
    found.seconds = time.perf_counter() - start
    _cells(report, reading, found)
    _errors(report, reading, found)
    _glued(report, reading, found)
    found.examples.sort(key=lambda text: "refused as" in text)
    return found


def _name(report: Generated) -> str:
    truth = report.truth
    return f"seed {report.seed} {truth.form} {truth.layout} {truth.blanks} {','.join(truth.damages)}"


def _cells(report: Generated, reading: Reading, found: Score) -> None:
    truth = report.truth
    failing = {
        f"{check.grid}/{row}/{column}"
        for check in reading.checks
        if check.outcome == "fails"
        for row, column in check.cells
    }
    read = {cell.path: cell for cell in (*reading.disclosure, *reading.applications, *reading.appeals)}
    wrong: set[str] = set()
    for path, true in truth.cells.items():
        cell = read.get(path)
        gone = path in truth.lost_cells
        if cell is None or cell.state in ("ambiguous", "missing", "text"):
            found.cells["refused"] += 1
            if truth.bounds_kept and not gone and path != truth.cut_cell:
                state = f"{cell.state}/{cell.reason}" if cell else "no cell"
                found.examples.append(f"{_name(report)}: {path} is {true.printed!r}, refused as {state}")
            continue
        if cell.proof:
            found.proofs[cell.proof] += 1
        if not gone and _same(true.value, cell.value):
            found.cells[cell.state if cell.state in ("number", "deduced") else "empty"] += 1
            continue
        wrong.add(path)
        kind = "warned" if path in failing else "silent"
        found.cells[kind] += 1
        if cell.proof:
            found.wrong_proofs[cell.proof] += 1
        by = f" by {cell.proof}" if cell.proof else ""
        found.examples.append(
            f"{_name(report)}: {path} {kind}: {true.printed!r} read as {cell.state} {cell.value!r}{by}"
        )
    _verdict(report, reading, wrong, found)


def _same(true: float | None, read: float | None) -> bool:
    if true is None or read is None:
        return true is read
    return abs(true - read) < 1e-9 * max(1.0, abs(true))


def _verdict(report: Generated, reading: Reading, wrong: set[str], found: Score) -> None:
    if reading.verdicts.report != "verified":
        return
    failing = report.truth.failing_checks
    if failing or any(not path.startswith("disclosure") for path in wrong):
        found.untrue_verified += 1
        found.examples.append(f"{_name(report)}: verified, and is not: {failing}")


def _errors(report: Generated, reading: Reading, found: Score) -> None:
    failing = {f"{check.check}:{check.scope}" for check in reading.checks if check.outcome == "fails"}
    false = failing - set(report.truth.failing_checks)
    found.errors["false alarms"] += len(false)
    if false:
        found.examples.append(f"{_name(report)}: false alarm {sorted(false)}")
    for error in report.truth.errors:
        named = [check for check in error.checks if check in report.truth.failing_checks]
        if not named:
            what = "hidden by blanks"
        elif failing.issuperset(named):
            what = "found"
        else:
            what = "found in part" if failing.intersection(named) else "missed"
            wanted = sorted(set(named) - failing)
            found.examples.append(f"{_name(report)}: {_source(report)}: {what} {error.kind} {wanted}")
        found.errors[f"{_source(report)}: {what}"] += 1


def _source(report: Generated) -> str:
    """What the source leaves of its cells, as far as it bears on errors."""
    truth = report.truth
    if truth.bounds_kept:
        return "bounds kept"
    if truth.layout == "deduplicated":
        return "lines removed"
    return "glued, no blanks" if truth.layout == "glued" and truth.blanks == "none" else "blanks lost"


def _glued(report: Generated, reading: Reading, found: Score) -> None:
    """The cells of grids 三 and 四 of a glued report without blanks, or of the one with the error: all, had, wrong."""
    truth = report.truth
    numbers = {path: cell for path, cell in truth.cells.items() if not path.startswith("disclosure")}
    if truth.layout != "glued" or len(truth.errors) > 1 or any(cell.kind != "number" for cell in numbers.values()):
        return
    kind = "one error" if truth.errors else "adds up"
    harmed = {cell.split("/")[0] for error in truth.errors for cell in error.cells} or {"applications", "appeals"}
    found.glued.update(f"{kind}: {grid} reports" for grid in harmed)
    for cell in (*reading.applications, *reading.appeals):
        if cell.path not in numbers or cell.grid not in harmed:
            continue
        grid = f"{kind}: {cell.grid}"
        found.glued[f"{grid} cells"] += 1
        if cell.value is not None:
            right = _same(numbers[cell.path].value, cell.value)
            found.glued[f"{grid} {'had' if right else 'wrong'}"] += 1


def _one(job: tuple[int, dict[str, object]]) -> tuple[str, Score]:
    seed, options = job
    if "layouts" in options:
        layouts = options["layouts"]
        options = {key: value for key, value in options.items() if key != "layouts"}
        options["layout"] = layouts[seed % len(layouts)]  # type: ignore[index,arg-type]
    if options.get("errors") == "one":
        options = {**options, "errors": ERRORS[seed // 7 % len(ERRORS)]}
    report = make(seed, **options)  # type: ignore[arg-type]
    truth = report.truth
    return f"{truth.layout:17} {truth.form}  {truth.blanks}", score(report)


def run(seed: int, reports: int, options: dict[str, object], jobs: int) -> dict[str, Score]:
    """Scores by layout, form and blanks over ``reports`` seeds from ``seed``."""
    found: dict[str, Score] = {}
    work = ((number, options) for number in range(seed, seed + reports))
    results: Iterator[tuple[str, Score]]
    with multiprocessing.Pool(jobs) as pool:
        results = pool.imap(_one, work, chunksize=20)
        for key, one in results:
            found.setdefault(key, Score()).add(one)
    return found


def table(found: dict[str, Score]) -> str:
    """The scores as one table, percent of cells, wrong ones as counts."""
    total = Score()
    lines = [
        f"{'layout':17} form  blanks     reports      cells   number  deduced    empty  refused  warned  silent   ms"
    ]
    for key in sorted(found):
        total.add(found[key])
        lines.append(_row(key, found[key]))
    lines.append(_row("all", total))
    lines.append("")
    lines.append(f"deduced by proof: {dict(total.proofs)}; wrong: {dict(total.wrong_proofs)}")
    lines.append("injected errors:")
    lines += [f"  {count:6d} {what}" for what, count in sorted(total.errors.items())]
    lines += _glued_lines(total.glued)
    lines.append(f"verified verdicts that are not true: {total.untrue_verified}")
    return "\n".join(lines)


def _glued_lines(glued: Counter[str]) -> list[str]:
    found: list[str] = []
    for kind in ("adds up", "one error"):
        for grid in ("applications", "appeals"):
            cells, had = glued[f"{kind}: {grid} cells"], glued[f"{kind}: {grid} had"]
            found.append(
                f"glued, no blanks, {kind}: {glued[f'{kind}: {grid} reports']} reports, {grid}: "
                f"{had} of {cells} cells had ({100 * had / max(cells, 1):.3f} %), {glued[f'{kind}: {grid} wrong']} wrong"
            )
    return found


def _row(key: str, one: Score) -> str:
    cells = sum(one.cells.values()) or 1
    share = "  ".join(f"{100 * one.cells[name] / cells:6.2f}%" for name in CLASSES[:4])
    counts = f"{one.cells['warned']:7d} {one.cells['silent']:7d}"
    return f"{key:33} {one.reports:8d} {cells:10d}  {share} {counts} {1000 * one.seconds / max(one.reports, 1):6.1f}"


def main() -> int:
    """The command; exit status 1 when a cell is silently wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--reports", type=int, default=1000, help="how many reports")
    parser.add_argument("--layout", help="one layout only")
    parser.add_argument("--text", action="store_true", help="the text layouts only, in turn")
    parser.add_argument("--form", help="one form only")
    parser.add_argument("--blanks", help="one kind of blanks only")
    parser.add_argument(
        "--errors",
        choices=("some", "none", "one"),
        default="some",
        help="the authority's: in a quarter, none, one in each",
    )
    parser.add_argument("--no-damage", action="store_true", help="no damage")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--examples", type=int, default=20, help="how many wrong or needlessly refused cells to print")
    chosen = parser.parse_args()
    options: dict[str, object] = {
        name: value
        for name, value in (("layout", chosen.layout), ("form", chosen.form), ("blanks", chosen.blanks))
        if value is not None
    }
    if chosen.text:
        options["layouts"] = TEXT_LAYOUTS
    if chosen.errors != "some":
        options["errors"] = () if chosen.errors == "none" else "one"
    if chosen.no_damage:
        options["damage"] = ()
    found = run(chosen.seed, chosen.reports, options, chosen.jobs)
    print(table(found))
    examples = [example for one in found.values() for example in one.examples]
    examples.sort(key=lambda text: ("refused as" in text, "missed" in text or "in part" in text, " silent" not in text))
    for example in examples[: chosen.examples]:
        print("  " + example)
    return int(any(one.cells["silent"] for one in found.values()))


if __name__ == "__main__":
    sys.exit(main())
