"""How fast reports are read, beside the floor under any reader and beside other libraries on the same files.

    python -m bench.speed                              some minutes
    python -m bench.speed --sizes 100 1000 10000       how time and memory grow
    python -m bench.speed --only txt docx              some parts alone
    python -m bench.speed --large 300000               one year and one authority of a large dataset

Times are CPU milliseconds a report in one process, medians over the files, from bytes to checked cells. The floor is
what no reader can do without: PDFium's plain text of all pages; a zip opened and its XML parsed. Files are those of
the generator, and of LibreOffice where `soffice` is there. Peers come with `pip install .[bench]`.
"""

import argparse
import statistics
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from shutil import which

from bench import growth
from bench.contestants import DOCX, PDF, Field, File, ours, unzip_and_parse, with_prose
from bench.dress import any_dress, dressed
from bench.generator import make
from bench.large import slices
from bench.office import by_python_docx as written_by_python_docx
from bench.office import convert
from bench.stopwatch import PACK, SECOND, race, ratio, watched

TXT_LAYOUTS = ("tika", "pipes", "cells", "markdown")


# ── files ──────────────────────────────────────────────────────────────────────────────────────────────


def generated(layout: str, seeds: Sequence[int]) -> list[File]:
    """Reports of one layout whose identities hold."""
    reports = [make(seed, layout=layout, damage=(), errors=()) for seed in seeds]
    return [File(report.name, report.data, {}) for report in reports]


def by_office(seeds: Sequence[int]) -> dict[str, list[File]]:
    """The same reports as DOCX and PDF of LibreOffice, by format; none where it is not installed."""
    found: dict[str, list[File]] = {"docx": [], "pdf": []}
    if which("soffice") is None:
        return found
    with tempfile.TemporaryDirectory() as folder:
        sources = []
        for seed, file in zip(seeds, generated("docx", seeds), strict=True):
            sources.append(Path(folder) / f"{seed}.docx")
            sources[-1].write_bytes(dressed(file.data, any_dress(seed, ruled=True)))
        for kind in found:
            out = Path(folder) / kind
            out.mkdir()
            made = convert(sources, kind, out)
            found[kind] = [File(made[s].name, made[s].read_bytes(), {}) for s in sources if s in made]
    return found


# ── the table ──────────────────────────────────────────────────────────────────────────────────────────


def title(text: str) -> None:
    """A heading."""
    print(f"\n{text}\n{'─' * len(text)}", flush=True)


def goal(what: str, value: float, limit: float, *, least: bool = False, unit: str = "×") -> None:
    """One line that a target is set for."""
    met = value >= limit if least else value <= limit
    print(f"  {what:52} {value:8.2f} {unit:2}  target {'≥' if least else '≤'} {limit:g}  {'met' if met else 'NOT MET'}")


def compare(files: Sequence[File], beside: Field) -> None:
    """Ours beside the floors and the peers on the same files, and the share of each room."""
    there = {peer: reader for peer, (module, reader) in beside.peers.items() if find_spec(module) is not None}
    contestants = {"ours": ours, "ours, prose read too": with_prose, **beside.floors, **there}
    race(files[:3], contestants, rounds=1)  # what is made once, such as the forms, is not what a report costs
    found = race(files, contestants)
    for who in ("ours", "ours, prose read too", *beside.floors, *beside.peers):
        print(f"  {who:52} {f'{statistics.median(found[who]):8.2f} ms' if who in found else 'not installed'}")
    for floor in beside.floors:
        goal(f"ours ÷ {floor}", ratio(found, "ours", floor), beside.most)
    if beside.rival in found:
        goal(f"{beside.rival} ÷ ours", ratio(found, beside.rival, "ours"), beside.least, least=True)
    for _ in range(2):  # the first time is for what is made once
        with watched() as rooms:
            readings = [with_prose(file) for file in files]
            rooms.timed(PACK, growth.packed)(readings)
    print("  " + " · ".join(f"{room} {100 * share:.0f} %" for room, share in rooms.shares().items()))


def texts(seeds: Sequence[int]) -> None:
    """TXT beside the floor of the same reports as DOCX."""
    bare, office = generated("docx", seeds), by_office(seeds)["docx"]
    producers = {"the generator's DOCX": bare} | ({"LibreOffice's DOCX": office} if len(office) == len(bare) else {})
    for layout in TXT_LAYOUTS:
        files = [
            File(file.name, file.data, {name: made[at].data for name, made in producers.items()})
            for at, file in enumerate(generated(layout, seeds))
        ]
        title(f"TXT, layout {layout}, beside unzip + lxml parse of the same reports as DOCX: {len(files)} files")
        floors = {f"floor, {name}": partial(_parsed_beside, name) for name in producers}
        compare(files, Field(floors, 2))


def _parsed_beside(name: str, file: File) -> object:
    return unzip_and_parse(file.beside[name])


def words(seeds: Sequence[int]) -> None:
    """DOCX of three producers."""
    bare = generated("docx", seeds)
    alone("DOCX of the generator", bare, DOCX)
    alone("DOCX of python-docx", [File(file.name, written_by_python_docx(file.data), {}) for file in bare], DOCX)
    alone("DOCX of LibreOffice", by_office(seeds)["docx"], DOCX)


def papers(seeds: Sequence[int]) -> None:
    """PDF of two producers."""
    for layout in ("pdf-ruled", "pdf-double", "pdf-cut"):
        alone(f"PDF of reportlab, {layout}", generated(layout, seeds), PDF)
    alone("PDF of LibreOffice", by_office(seeds)["pdf"], PDF)


def alone(name: str, files: Sequence[File], beside: Field) -> None:
    """The files that the first reader reads alone, and apart from them those that call the second."""
    if not files:
        title(f"{name}: not installed")
        return
    costs: dict[bool, list[tuple[File, float]]] = {True: [], False: []}
    for file in files:
        with watched() as rooms:
            ours(file)
        costs[SECOND in rooms.spent].append((file, rooms.spent.get(SECOND, 0.0)))
    first = [file for file, _ in costs[False]]
    title(f"{name}: {len(first)} files whose identities hold")
    if first:
        compare(first, beside)
    if costs[True]:
        share = 100 * len(costs[True]) / len(files)
        cost = statistics.median(cost for _, cost in costs[True])
        print(
            f"  apart: {len(costs[True])} files call the second reader ({share:.0f} %), which takes {cost:.1f} ms of each"
        )


# ── whole runs ─────────────────────────────────────────────────────────────────────────────────────────


def start() -> None:
    """What the command costs before it does anything, and what a plain read brings in."""
    title("Start")
    own, empty = growth.help_beside_empty()
    print(f"  {'extract --help':52} {own:8.0f} ms\n  {'an empty help of click':52} {empty:8.0f} ms")
    goal("extract --help ÷ empty help", own / empty, 1.5)
    with tempfile.TemporaryDirectory() as folder:
        for layout in ("tika", "docx", "pdf-ruled"):
            file = generated(layout, [1])[0]
            path = Path(folder) / file.name
            path.write_bytes(file.data)
            heavy = growth.imported(path)
            met = "NOT MET" if heavy else "met"
            print(f"  {f'a plain read of {path.suffix} imports':52} {', '.join(heavy) or 'nothing heavy'}  {met}")


def grow(sizes: Sequence[int]) -> None:
    """Time and memory by the number of files; two workers beside one at the largest size up to a thousand."""
    with tempfile.TemporaryDirectory() as folder:
        raws = {size: Path(folder) / str(size) for size in sizes}
        title("Growth: 90 % TXT, 8 % DOCX, 2 % PDF; a run on two workers, and one worker by itself")
        print(f"  {'files':>8} {'seconds':>9} {'files/s':>9} {'parent MB':>10} {'worker MB':>10} {'with prose':>10}")
        memory = []
        for size, raw in raws.items():
            growth.write_files(raw, size)
            whole, cells, prose = growth.apart("run", raw, 2), growth.apart("cells", raw), growth.apart("prose", raw)
            memory.append((whole.megabytes, cells.megabytes, prose.megabytes))
            print(
                f"  {size:8d} {whole.seconds:9.1f} {size / whole.seconds:9.0f} {whole.megabytes:10.0f} "
                f"{cells.megabytes:10.0f} {prose.megabytes:10.0f}"
            )
        goal("most memory of a worker without prose", max(one[1] for one in memory), 200, unit="MB")
        goal("most memory of a worker with prose", max(one[2] for one in memory), 280, unit="MB")
        for at, who in enumerate(("parent", "worker", "worker with prose")):
            goal(
                f"memory of a {who}, last ÷ first size but one",
                memory[-1][at] / memory[-2 if len(memory) > 1 else -1][at],
                1.1,
            )
        middle = max((size for size in sizes if size <= 1000), default=sizes[0])
        pairs = [(growth.apart("run", raws[middle], 1), growth.apart("run", raws[middle], 2)) for _ in range(3)]
        faster = statistics.median(one.seconds / two.seconds for one, two in pairs)
        print(f"  {f'two workers ÷ one, {middle} files, by the clock':52} {faster:8.2f} ×")
        gained = statistics.median(growth.gain(one, two) for one, two in pairs)
        goal("two workers ÷ one, two free cores, by busy time", gained, 1.85, least=True)
        last = pairs[-1][1]
        each = [1000 * spent / middle for spent in (last.workers, last.meanwhile, last.alone)]
        print(f"  busy, ms a file: workers {each[0]:.2f}, parent meanwhile {each[1]:.2f}, parent alone {each[2]:.2f}")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--reports", type=int, default=20, help="how many files of each kind")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000], help="numbers of files of whole runs")
    parser.add_argument("--only", nargs="+", choices=("txt", "docx", "pdf", "start", "growth"), help="some parts alone")
    parser.add_argument("--large", type=int, help="synthesise a dataset of so many reports and load parts of it")
    chosen = parser.parse_args()
    if chosen.large:
        slices(chosen.large)
        return
    seeds = range(chosen.seed, chosen.seed + chosen.reports)
    parts: Mapping[str, Callable[[], None]] = {
        "txt": lambda: texts(seeds),
        "docx": lambda: words(seeds),
        "pdf": lambda: papers(seeds),
        "start": start,
        "growth": lambda: grow(chosen.sizes),
    }
    for name in chosen.only or parts:
        parts[name]()


if __name__ == "__main__":
    main()
