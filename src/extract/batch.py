"""run: every report under the given files and folders into one set of tables."""

import hashlib
import json
import os
import platform
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO, TypeAlias

from extract import pipeline
from extract.errors import WrongUse
from extract.forms import load_forms
from extract.locate import patterns_path
from extract.merge import Merger
from extract.options import Options
from extract.pool import Crew
from extract.rows import SourceRow, extractor_version
from extract.walk import Found, walk
from extract.worker import Outcome, Reader
from extract.writer import DatasetWriter

Progress: TypeAlias = Callable[[int, int], None]
"""Called with the number of files done and of all files."""

STATUSES = (
    "extracted", "duplicate", "not_a_report", "no_text", "unsupported",
    "encrypted", "unreadable", "too_large", "timed_out", "crashed",
)  # fmt: skip
FAILURES = ("unreadable", "encrypted", "too_large", "timed_out", "crashed")
"""The statuses that make a run end with exit code 1."""

_SLOWEST = 20


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, and why."""

    path: str
    status: str
    message: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: how many files came to which status, which failed, and where everything stands."""

    out: Path
    counts: Mapping[str, int]
    failing: tuple[Failure, ...]
    seconds: float
    manifest: Path
    log: Path

    @property
    def files(self) -> int:
        """How many files were seen."""
        return sum(self.counts.values())

    @property
    def exit_code(self) -> int:
        """0 when every file was accounted for without a failure, else 1."""
        return 1 if self.failing else 0


def run(
    raw: str | Path | Sequence[str | Path],
    out: str | Path,
    *,
    jobs: int | None = None,
    timeout: float = 120,
    patterns: str | Path | None = None,
    progress: Progress | None = None,
    read: Reader | None = None,
) -> Summary:
    """Reads every report under ``raw`` and writes the tables into ``out``, replacing what a run left there.

    ``jobs`` is the number of processes (default: the processors there are), ``timeout`` the
    seconds a file may take, ``patterns`` a folder to use in place of the package's own,
    ``read`` what reads one file's bytes. A file that cannot be read has a row in ``sources``
    that says why; it never ends a run. Raises `WrongUse` where ``raw``, ``out`` or a number
    cannot be used, and writes nothing then.
    """
    started, clock = datetime.now(UTC), time.monotonic()
    paths = [Path(path) for path in ([raw] if isinstance(raw, str | Path) else raw)]
    workers = _processors() if jobs is None else jobs
    folder = None if patterns is None else Path(patterns)
    target = Path(out)
    _demand(paths, target, workers, timeout)
    load_forms(folder)
    files = walk(paths, target)
    with _work_folder(target) as work, DatasetWriter(target, work) as writer:
        log = _Log(files)
        crew = Crew(workers, timeout, folder, read or pipeline.read_bytes, Options())
        _read_all(files, crew, Merger(writer, work), log, progress)
        manifest = writer.publish(_patterns_hash(folder))
    seconds = time.monotonic() - clock
    settings = {"raw": [os.path.abspath(path) for path in paths], "jobs": workers, "timeout": timeout}
    path = _write_log(target, started, {**settings, "seconds": round(seconds, 3), **log.content()})
    return Summary(target, log.counts(), tuple(log.failing), seconds, manifest, path)


def _read_all(files: tuple[Found, ...], crew: Crew, merger: Merger, log: "_Log", progress: Progress | None) -> None:
    with closing(crew.outcomes(files)) as outcomes:
        for start, outcome in outcomes:
            log.time(start, outcome)
            for rows in merger.add(start, outcome):
                log.count(rows)
            if progress is not None:
                progress(log.done, len(files))


def _demand(paths: list[Path], out: Path, jobs: int, timeout: float) -> None:
    if not paths:
        raise WrongUse("nothing to read: give at least one file or folder")
    if out.exists() and not out.is_dir():
        raise WrongUse(f"{out} is a file; --out takes a folder")
    if any(path.exists() and out.exists() and path.samefile(out) for path in paths):
        raise WrongUse(f"{out} is both what to read and where to write; give another --out")
    if jobs < 1:
        raise WrongUse(f"{jobs} processes cannot read anything: --jobs takes 1 or more")
    if timeout <= 0:
        raise WrongUse(f"no file can be read in {timeout:g} seconds: --timeout takes more than 0")


def _processors() -> int:
    """The processors this process may use, which in a container are fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _work_folder(out: Path) -> Iterator[Path]:
    """A hidden folder inside ``out`` for what is not finished; it is gone afterwards, come what may.

    What a killed run left behind goes too. Raises `WrongUse` when ``out`` cannot be written
    into, or another run is writing there.
    """
    with _lock_file(out) as lock:
        _hold(lock, out)
        for left in out.glob(".work-*"):
            shutil.rmtree(left, ignore_errors=True)
        work = Path(tempfile.mkdtemp(prefix=".work-", dir=out))
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)


def _lock_file(out: Path) -> TextIO:
    try:
        (out / "runs").mkdir(parents=True, exist_ok=True)
        return (out / "runs" / ".lock").open("a")
    except OSError as error:
        raise WrongUse(f"{out} cannot be written into: {error.strerror}; choose another --out") from error


def _hold(lock: TextIO, out: Path) -> None:
    """Locks the file until it is closed; where the system has no such locks, hopes for the best."""
    try:
        import fcntl  # noqa: PLC0415 - not everywhere
    except ImportError:
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise WrongUse(f"another run is writing into {out}; wait for it, or give another --out") from None


def _patterns_hash(folder: Path | None) -> str:
    """One hash over all pattern files, so that a set of tables says what it was read with."""
    base = folder or patterns_path()
    digest = hashlib.sha256()
    for path in sorted([*base.rglob("*.toml"), *base.rglob("*.csv")]):
        digest.update(path.relative_to(base).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


class _Log:
    """Counts as a run goes on; the only place where time is kept."""

    def __init__(self, files: tuple[Found, ...]) -> None:
        self._files = files
        self._counts: Counter[str] = Counter()
        self._slow: list[tuple[float, str]] = []
        self.failing: list[Failure] = []
        self.done = 0

    def time(self, start: int, outcome: Outcome) -> None:
        self.done += len(outcome.sources)
        self._slow += [(taken, self._files[start + i].name) for i, taken in enumerate(outcome.seconds)]
        self._slow = sorted(self._slow, reverse=True)[:_SLOWEST]

    def count(self, rows: tuple[SourceRow, ...]) -> None:
        for row in rows:
            self._counts[row.status] += 1
            if row.status in FAILURES:
                self.failing.append(Failure(row.path, row.status, row.message or ""))

    def counts(self) -> dict[str, int]:
        """Every status that occurred, the good ones first."""
        return {status: self._counts[status] for status in STATUSES if self._counts[status]}

    def content(self) -> dict[str, object]:
        return {
            "counts": self.counts(),
            "failing": [{"path": f.path, "status": f.status, "message": f.message} for f in self.failing],
            "slowest": [{"path": name, "seconds": round(taken, 4)} for taken, name in self._slow],
        }


def _write_log(out: Path, started: datetime, content: dict[str, object]) -> Path:
    """Writes the log of a run under its starting time; a second run in one second gets a number."""
    stamp = started.strftime("%Y%m%dT%H%M%SZ")
    head = {
        "started": started.isoformat(timespec="seconds"),
        "extractor": extractor_version(),
        "python": platform.python_version(),
        "platform": platform.platform(),
    }
    text = json.dumps({**head, **content}, ensure_ascii=False, indent=2) + "\n"
    for number in range(1, 1000):
        path = out / "runs" / (f"{stamp}.json" if number == 1 else f"{stamp}-{number}.json")
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
        except FileExistsError:
            continue
        return path
    raise WrongUse(f"{out / 'runs'} holds a thousand logs of one second")
