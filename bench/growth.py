"""How a run grows: time and memory by the number of files, two workers beside one, and what a start costs.

Every measurement runs in a process of its own, which tells what it needed:

    python -m bench.growth run RAW OUT JOBS      extract.run as it is
    python -m bench.growth cells RAW OUT JOBS    one process that reads and packs all files; OUT stays empty
    python -m bench.growth prose RAW OUT JOBS    the same, prose and all
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.stopwatch import peak_memory
from extract import run
from extract.batch import pool
from extract.batch.runlog import At
from extract.columns import OF_REPORTS
from extract.errors import SourceError
from extract.forms.form import load_forms
from extract.options import Options
from extract.pipeline import read
from extract.reading import Reading
from extract.tables import arrow
from extract.tables.writer import arrow_rows

HEAVY = ("jieba", "pandas", "pdfplumber", "docx")
"""Libraries that a plain read has no use for; docx is python-docx, the second reader of Word files."""

_TEXTS = ("tika", "pipes", "cells", "rows", "glued", "markdown")
_EMPTY = "import click\n@click.group(help='Nothing.')\ndef main(): pass\nmain()"
_IMPORTED = "import sys, extract; extract.read(sys.argv[1], options=extract.Options(prose=False)); print(*sys.modules)"


@dataclass(frozen=True, slots=True)
class Grown:
    """What some files needed: seconds by the clock, and the most memory held by the process, in MB.

    Of a run also how long its processes were busy, in seconds of a processor: the ``workers``, and the parent
    ``meanwhile`` and ``alone``, before and after them.
    """

    files: int
    seconds: float
    megabytes: float
    workers: float = 0.0
    meanwhile: float = 0.0
    alone: float = 0.0


def gain(one: Grown, two: Grown) -> float:
    """How many times as fast two workers are as one on two cores that do nothing else, by how long each was busy.

    One worker leaves a core to the parent; two of them share both cores with it. Before and after, the parent is
    alone.
    """
    return (one.workers + one.alone) / ((two.workers + two.meanwhile) / 2 + two.alone)


def write_files(folder: Path, count: int, seed: int = 1) -> None:
    """A mix as collections have it: 90 % TXT, 8 % DOCX, 2 % PDF, in folders of a thousand."""
    from bench.generator import make  # noqa: PLC0415 - what writes files is no part of what a run holds in memory

    for number in range(count):
        report = make(seed + number, layout=_layout(number))
        part = folder / f"{number // 1000:03}"
        part.mkdir(parents=True, exist_ok=True)
        (part / f"{number}{Path(report.name).suffix}").write_bytes(report.data)


def _layout(number: int) -> str:
    place = number % 50
    return "pdf-ruled" if place == 49 else "docx" if place % 12 == 5 else _TEXTS[number % len(_TEXTS)]


def packed(readings: Sequence[Reading]) -> int:
    """The bytes of all tables' rows, packed as a worker sends them."""
    return sum(len(arrow.pack(arrow_rows(name, readings))) for name in OF_REPORTS)


def as_worker(raw: Path, options: Options) -> int:
    """Reads and packs every file as a worker does, and counts them."""
    files = sorted(path for path in raw.rglob("*") if path.is_file())
    pool.settle_in()  # as every process of a run begins
    forms, readings = load_forms(), []
    for number, path in enumerate(files, 1):
        try:
            readings.append(read(path, forms, options))
        except SourceError:
            continue
        if number % pool.PORTION_FILES == 0:
            packed(readings)
            readings = []
    packed(readings)
    return len(files)


def apart(what: str, raw: Path, jobs: int = 1) -> Grown:
    """The same in a process of its own, which has held nothing else."""
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "bench.growth", what, str(raw), out, str(jobs)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Grown(**json.loads(done.stdout.splitlines()[-1]))


def help_beside_empty(times: int = 7) -> tuple[float, float]:
    """Milliseconds of ``extract --help``, and of a command of click that has nothing to say."""

    def spent(*arguments: str) -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
        return 1000 * (time.perf_counter() - start)

    turns = [(spent("-m", "extract", "--help"), spent("-c", _EMPTY, "--help")) for _ in range(times)]
    return statistics.median(own for own, _ in turns), statistics.median(empty for _, empty in turns)


def imported(path: Path) -> tuple[str, ...]:
    """Which of the heavy libraries reading one file brings in."""
    done = subprocess.run(
        [sys.executable, "-c", _IMPORTED, str(path)], check=True, capture_output=True, text=True
    )  # fmt: skip
    modules = set(done.stdout.split())
    return tuple(name for name in HEAVY if name in modules)


def as_run(raw: Path, out: Path, jobs: int) -> dict[str, float]:
    """Runs as the command does, and tells how long the processes were busy, as `Grown` has it."""
    arrow.without_pandas()
    start = time.process_time()
    busy = {"workers": 0.0, "meanwhile": 0.0}
    began: list[float] = []

    def watch(at: At) -> None:
        if at.step == "read":
            began.append(time.process_time())
            if at.done == at.total:  # the workers are still there
                children = psutil.Process().children(recursive=True)
                busy["workers"] = sum(sum(child.cpu_times()[:2]) for child in children)
                busy["meanwhile"] = time.process_time() - began[0]

    files = run(raw, out, jobs=jobs, progress=watch).files
    return {"files": files, **busy, "alone": time.process_time() - start - busy["meanwhile"]}


def main(arguments: Sequence[str]) -> None:
    """One measurement in this process; prints it as JSON."""
    what, raw, out, jobs = arguments
    work: dict[str, Callable[[], dict[str, float]]] = {
        "run": lambda: as_run(Path(raw), Path(out), int(jobs)),
        "cells": lambda: {"files": as_worker(Path(raw), Options(prose=False))},
        "prose": lambda: {"files": as_worker(Path(raw), Options())},
    }
    start = time.perf_counter()
    told = work[what]()
    print(json.dumps({"seconds": time.perf_counter() - start, "megabytes": peak_memory() / 1e6, **told}))


if __name__ == "__main__":
    main(sys.argv[1:])
