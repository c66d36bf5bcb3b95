"""run: every report under the given files and folders into one set of tables.

Three steps. Scan: which files are there, and which of them are new or changed. Read: those, in processes
that may fail; whatever is done is kept at once. Write: tables over all files, from what was kept. A run
that is stopped at any moment goes on where it was when it is started again.
"""

import hashlib
import os
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from extract import pipeline
from extract.across import Across
from extract.collect import collect, relate
from extract.collected import Matching, read_collected
from extract.corrections import FILE as CORRECTIONS
from extract.corrections import read_corrections
from extract.divisions import load_divisions
from extract.errors import WrongUse
from extract.fingerprint import fingerprint, patterns_hash
from extract.forms import load_forms
from extract.found import Found
from extract.hold import held, store, workbench
from extract.journal import Journal
from extract.manifest import MANIFEST, demand_whole, read_manifest
from extract.neighbours import Neighbours
from extract.options import Options
from extract.parts import Parts
from extract.pool import PORTION_FILES, Crew, portions
from extract.remote import is_url
from extract.runlog import FAILURES, MOST_FAILING, At, Failure, Progress, Summary, Tally, in_order, write_log
from extract.standing import Standing
from extract.walk import demand, walk
from extract.worker import Job, Reader
from extract.writer import DatasetWriter

Raw = str | Path
"""A file, a folder or a URL."""


@dataclass(frozen=True, slots=True)
class _Work:
    """What is to be done, and how."""

    raw: tuple[Raw, ...]
    out: Path
    jobs: int
    timeout: float
    job: Job
    add: bool
    rehash: bool
    progress: Progress | None
    matching: Matching

    def tell(self, at: At) -> None:
        if self.progress is not None:
            self.progress(at)


def run(
    raw: Raw | Sequence[Raw],
    out: Raw,
    *,
    jobs: int | None = None,
    timeout: float = 120,
    patterns: str | Path | None = None,
    manifest: str | Path | None = None,
    divisions: str | Path | None = None,
    prose: bool = True,
    add: bool = False,
    fresh: bool = False,
    rehash: bool = False,
    progress: Progress | None = None,
    read: Reader | None = None,
    across: Across | None = None,
) -> Summary:
    """Reads every report under ``raw`` and writes the tables into ``out``.

    Afterwards ``out`` is what a run into an empty folder would give, but only what is new or
    changed is read: a file of the same size and time is not even opened, unless ``rehash``; one of the
    same content is not read again, unless ``fresh``. With ``add`` what an earlier run found stays in
    the tables besides.

    ``jobs`` is the number of processes (default: the processors there are), ``timeout`` the
    seconds a file may take, ``patterns`` a folder to use in place of the package's own,
    ``manifest`` the collector's list of files, ``divisions`` a table of divisions beside the published one,
    ``prose`` whether sentences are read too, ``read`` what reads one file's bytes, ``across`` what
    looks beyond one report (default: the neighbouring years, other editions, and the ``corrections.csv`` in ``out``). A file that cannot be read has a row in ``sources``
    that says why; it never ends a run. Raises `WrongUse` where ``raw``, ``out`` or a number
    cannot be used, and writes nothing then.
    """
    started, clock = datetime.now(UTC), time.monotonic()
    folder = None if patterns is None else Path(patterns)
    beyond = across or Neighbours(folder, read_corrections(Path(out) / CORRECTIONS))
    options = Options(prose=prose, divisions=None if divisions is None else Path(divisions))
    job = Job(folder, read or pipeline.read_bytes, options, beyond)
    load_divisions(options.divisions)
    matching = Matching(None if manifest is None else read_collected(Path(manifest)))
    paths = (raw,) if isinstance(raw, str | Path) else tuple(raw)
    work = _Work(
        paths, Path(out), _processors() if jobs is None else jobs, timeout, job, add, rehash, progress, matching
    )
    _demand(work)
    load_forms(folder)
    with held(work.out):
        kept = store(work.out, fresh=fresh)
        with Journal(kept / "journal.sqlite") as journal:
            tally = _do(work, journal, Parts(kept / "parts"))
            return _summary(work, journal, kept, tally, started=started, seconds=time.monotonic() - clock)


def _do(work: _Work, journal: Journal, parts: Parts) -> Tally:
    key = fingerprint(work.job)
    found = ((file, _key(key, file)) for file in work.matching.mark(walk(work.raw, work.out)))
    for number in journal.scan(found, work.timeout, rehash=work.rehash, add=work.add):
        work.tell(At("scan", number, None))
    tally = Tally(journal.counts()[1], work.progress)
    _read(work, journal, parts, tally)
    version = _version(work, key)
    if journal.state("dirty") is not False or journal.state("version") != version or not _whole(work.out):
        # a part that went bad on the disk is read again
        while damaged := _write(work, journal, parts):
            journal.lose(damaged)
            _read(work, journal, parts, tally)
        journal.set(dirty=False, version=version)
        for number in journal.unused():
            parts.drop(number)
    return tally


def _key(key: str, file: Found) -> str:
    """What decides, beside the bytes and the name, what comes of this file."""
    if file.given is None:
        return key
    return key + hashlib.sha256(repr(file.given).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _version(work: _Work, key: str) -> str:
    """What decides, beside what was kept of each file, what the tables hold."""
    return key + ("" if work.job.across is None else work.job.across.key)


def _whole(out: Path) -> bool:
    try:
        demand_whole(out, read_manifest(out))
    except WrongUse:
        return False
    return True


def _read(work: _Work, journal: Journal, parts: Parts, tally: Tally) -> None:
    total = journal.counts()[1]
    most = max(1, min(PORTION_FILES, total // (work.jobs * 4)))
    crew = Crew(work.jobs, work.timeout, work.job)
    number = journal.next_part()
    with closing(crew.outcomes(portions(journal.todo(), most))) as outcomes:
        for _, outcome in outcomes:
            written = {}
            for packed in outcome.parts:
                written[number] = (parts.write(number, packed), len(packed))
                number += 1
            journal.keep(outcome.records, written, work.timeout)
            tally.add(outcome.records)


def _write(work: _Work, journal: Journal, parts: Parts) -> list[int]:
    """Writes the tables and puts them in place; returns the parts that are damaged, and writes nothing then."""
    standing = Standing(journal)
    standing.settle()
    across = work.job.across
    if across is not None:
        relate(standing, across)
    with workbench(parts.folder.parent) as bench, DatasetWriter(work.out, bench) as writer:
        damaged = collect(
            standing,
            parts,
            writer,
            work=bench,
            across=across,
            told=lambda done, total: work.tell(At("write", done, total)),
        )
        if not damaged:
            writer.publish(patterns_hash(work.job.patterns))
    return damaged


def _summary(work: _Work, journal: Journal, kept: Path, tally: Tally, *, started: datetime, seconds: float) -> Summary:
    standing = Standing(journal)
    counts = in_order(standing.statuses())
    failing = tuple(Failure(*row) for row in standing.failing(FAILURES, MOST_FAILING))
    settings = {
        "raw": [str(path) if is_url(str(path)) else os.path.abspath(path) for path in work.raw],
        "jobs": work.jobs,
        "timeout": work.timeout,
    }
    matching, unmatched = work.matching, work.matching.without_file()
    told = {
        "seconds": round(seconds, 3),
        "counts": counts,
        "read": tally.done,
        "failing": [{"path": f.path, "status": f.status, "message": f.message} for f in failing],
        "slowest": tally.slowest(),
        "manifest": {"rows_without_file": unmatched, "files_without_row": matching.files_without_row},
    }
    log = write_log(work.out, started, {**settings, **told})
    return Summary(
        work.out, counts, failing, seconds, work.out / MANIFEST, log,
        tally.done, standing.extensions("unsupported"), kept, journal.bytes(),
        unmatched, matching.files_without_row, tuple(matching.without_row),
    )  # fmt: skip


def _demand(work: _Work) -> None:
    if not work.raw:
        raise WrongUse("nothing to read: give at least one file or folder")
    demand(work.raw)
    if work.out.exists() and not work.out.is_dir():
        raise WrongUse(f"{work.out} is a file; --out takes a folder")
    for path in work.raw:
        if not is_url(str(path)) and work.out.exists() and os.path.exists(path) and work.out.samefile(path):
            raise WrongUse(f"{work.out} is both what to read and where to write; give another --out")
    if work.jobs < 1:
        raise WrongUse(f"{work.jobs} processes cannot read anything: --jobs takes 1 or more")
    if work.timeout <= 0:
        raise WrongUse(f"no file can be read in {work.timeout:g} seconds: --timeout takes more than 0")


def _processors() -> int:
    """The processors this process may use, which in a container are fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
