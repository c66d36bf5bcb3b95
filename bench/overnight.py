"""A province overnight: one run over very many generated reports, and a second one with nothing new.

    python -m bench.overnight --reports 100000 --jobs 2 --keep /big/disk

90 % are texts, 8 % DOCX, 2 % PDF. ``--distinct`` reports of each kind are generated; all others are copies in which a
line, a part or a comment with a number of their own makes other bytes. Prints throughput, peak memory of
the parent and of the largest process beneath it, the size of what was written and kept, and the time a file
of a second run over the same files.
"""

import argparse
import io
import json
import multiprocessing
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.generator import TEXT_LAYOUTS, make

_PDFS = ("pdf-ruled", "pdf-double", "pdf-unruled", "pdf-cut")
_KINDS = (("txt", 0.90, TEXT_LAYOUTS), ("docx", 0.08, ("docx",)), ("pdf", 0.02, _PDFS))
_FOLDER = 500
"""Files in a folder."""


@dataclass(frozen=True, slots=True)
class _Copies:
    """One report to be generated, and how many files are made of it."""

    folder: Path
    seed: int
    layout: str
    count: int


def varied(data: bytes, name: str, number: int) -> bytes:
    """The same report in other bytes; number 0 is the report as it is."""
    if number == 0:
        return data
    if name.endswith(".pdf"):
        return data + b"\n%% copy %d\n" % number
    if name.endswith(".docx"):
        copy = io.BytesIO(data)
        with zipfile.ZipFile(copy, "a") as package:
            package.writestr("docProps/copy.xml", f"<copy>{number}</copy>")
        return copy.getvalue()
    for encoding in ("utf-8", "gb18030", "utf-16", "big5"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return f"{text}\n（第 {number} 份）\n".encode(encoding)
    return data


def _write(copies: _Copies) -> int:
    report = make(copies.seed, layout=copies.layout)
    stem, _, suffix = report.name.rpartition(".")
    for number in range(copies.count):
        folder = copies.folder / f"{(copies.seed * 7919 + number * 104729) % 997:03}"
        folder.mkdir(exist_ok=True)
        path = folder / f"{stem}-{copies.seed}-{number}.{suffix}"
        path.write_bytes(varied(report.data, report.name, number))
    return copies.count


def _plan(folder: Path, reports: int, distinct: int) -> Iterator[_Copies]:
    seed = 1
    for _, share, layouts in _KINDS:
        wanted = round(reports * share)
        different = min(distinct, wanted)
        for index in range(different):
            count = wanted // different + (index < wanted % different)
            yield _Copies(folder, seed, layouts[index % len(layouts)], count)
            seed += 1


def generate(folder: Path, reports: int, distinct: int, jobs: int) -> None:
    """Writes the reports under ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    with multiprocessing.Pool(jobs) as pool:
        for _ in pool.imap_unordered(_write, _plan(folder, reports, distinct), chunksize=4):
            pass


def watched(command: list[str]) -> tuple[float, int, int]:
    """Runs a command; its seconds, and the largest memory of itself and of one process beneath it, in bytes."""
    start = time.monotonic()
    process = psutil.Popen(command, stdout=subprocess.DEVNULL)
    own = beneath = 0
    while process.poll() is None:
        try:
            own = max(own, process.memory_info().rss)
            for child in process.children(recursive=True):
                beneath = max(beneath, child.memory_info().rss)
        except psutil.Error:
            pass
        time.sleep(0.25)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{command} ended with {process.returncode}")
    return time.monotonic() - start, own, beneath


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _show(reports: int, raw: Path, out: Path, jobs: int) -> None:
    command = [sys.executable, "-m", "extract", "run", str(raw), "--out", str(out), "--jobs", str(jobs)]
    seconds, own, beneath = watched(command)
    mega = 1 << 20
    tables = sum(path.stat().st_size for path in out.glob("*.parquet"))
    kept = _size(out / ".store")
    log = json.loads(max((out / "runs").glob("*.json")).read_text(encoding="utf-8"))
    print(
        f"{reports:,} files of {_size(raw) / mega:,.0f} MB in {seconds:,.0f} s: {reports / seconds:,.1f} files a second"
    )
    print(f"statuses: {log['counts']}; seconds by step: {log.get('steps')}")
    print(f"memory: parent {own / mega:,.0f} MB, largest process beneath it {beneath / mega:,.0f} MB")
    print(f"tables {tables / mega:,.0f} MB, kept for the next run {kept / mega:,.0f} MB")
    seconds, own, _ = watched(command)
    print(f"second run: {seconds:.2f} s, {seconds / reports * 1e6:.0f} µs a file, parent {own / mega:,.0f} MB")


def main() -> None:
    """Generates, runs, prints."""
    parser = argparse.ArgumentParser(prog="python -m bench.overnight", description=__doc__)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--distinct", type=int, default=1000, help="different reports of each kind")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="work here, and leave the files there")
    options = parser.parse_args()
    folder = options.keep or Path(tempfile.mkdtemp())
    try:
        if not (folder / "raw").exists():
            generate(folder / "raw", options.reports, options.distinct, options.jobs)
        _show(options.reports, folder / "raw", folder / "out", options.jobs)
    finally:
        if options.keep is None:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
