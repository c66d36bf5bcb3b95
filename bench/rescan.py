"""What a second run costs where nothing is new: the time a file, and the memory of the parent in both runs.

    python -m bench.rescan --files 100000

The files are tiny and their reader does nothing, so that only what a run does around the reading is seen.
"""

import argparse
import resource
import tempfile
import time
from importlib import import_module
from pathlib import Path

from extract.batch.run import run
from extract.batch.worker import Reader
from extract.errors import NotAReport
from extract.forms.form import Forms
from extract.options import Options
from extract.reading import Reading


def read_nothing(data: bytes, name: str, forms: Forms, options: Options) -> Reading:
    """A reader that finds no report in anything."""
    del data, name, forms, options
    raise NotAReport("不是报告", "no report")


def _reader() -> Reader:
    """The reader by the name under which the processes of a run find it; as a script this module has another."""
    reader: Reader = import_module("bench.rescan").read_nothing
    return reader


def main() -> None:
    """Writes the files, runs twice, prints."""
    parser = argparse.ArgumentParser(prog="python -m bench.rescan", description=__doc__)
    parser.add_argument("--files", type=int, default=100_000)
    files = parser.parse_args().files
    with tempfile.TemporaryDirectory() as scratch:
        raw = Path(scratch) / "raw"
        for number in range(files):
            folder = raw / f"{number // 500:04}"
            if number % 500 == 0:
                folder.mkdir(parents=True)
            (folder / f"某某县人民政府2023年政府信息公开工作年度报告{number:07}.txt").write_text(f"{number}")
        for word in ("first", "second"):
            start, own = time.perf_counter(), time.process_time()
            summary = run(raw, Path(scratch) / "out", jobs=2, read=_reader())
            seconds, own = time.perf_counter() - start, time.process_time() - own
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"{word} run: {summary.files:,} files, {summary.read:,} read, {seconds:.2f} s, "
                f"{seconds / files * 1e6:.0f} µs a file ({own / files * 1e6:.0f} µs of the parent's processor), "
                f"parent at most {peak:.0f} MB"
            )


if __name__ == "__main__":
    main()
