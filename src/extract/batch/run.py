"""run: every report under the given files and folders into one set of tables.

Three steps. Scan: which files are there, and which of them are new or changed. Read: those, in processes
that may fail; whatever is done is kept at once. Write: tables over all files, from what was kept. A run
that is stopped at any moment goes on where it was when it is started again.
"""

import hashlib
import os
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from extract.batch.collect import collect, relate
from extract.batch.fingerprint import patterns_hash
from extract.batch.forecast import Forecast, forecast
from extract.batch.hold import JOURNAL, held, room, store, workbench
from extract.batch.journal import Journal
from extract.batch.kept import Parts
from extract.batch.mirror import cached, mirrored
from extract.batch.plan import Engine, Plan, Raw, planned
from extract.batch.pool import Crew, Portion, portions
from extract.batch.runlog import FAILURES, MOST_FAILING, At, Failure, Progress, Summary, Tally, in_order, write_log
from extract.batch.standing import Standing
from extract.batch.worker import Outcome, Reader
from extract.errors import SourceError, WrongUse
from extract.files.fetch import fetch
from extract.files.found import Found
from extract.files.remote import is_url
from extract.forms.form import load_forms
from extract.panel.across import Across
from extract.panel.coverage import promised
from extract.tables.arrow import giving_back
from extract.tables.manifest import MANIFEST, demand_whole, read_manifest
from extract.tables.writer import DatasetWriter
from extract.whose.divisions import load_divisions


def run(
    raw: Raw | Sequence[Raw],
    out: str | Path,
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
    engine: Engine = "local",
    scheduler: str | None = None,
    progress: Progress | None = None,
    read: Reader | None = None,
    across: Across | None = None,
) -> Summary:
    """Reads every report under ``raw`` and writes the tables into ``out``.

    Afterwards ``out`` is what a run into an empty folder would give, but only what is new or
    changed is read: a file of the same size and time is not even opened, unless ``rehash``; one of the
    same content is not read again, unless ``fresh``. With ``add`` what an earlier run found stays in
    the tables besides. ``raw`` and ``out`` may be URLs that fsspec knows.

    ``jobs`` is the number of processes (default: the processors there are), ``timeout`` the
    seconds a file may take, ``patterns`` a folder to use in place of the package's own,
    ``manifest`` the collector's list of files, ``divisions`` a table of divisions beside the published one,
    ``prose`` whether sentences are read too, ``read`` what reads one file's bytes, ``across`` what
    looks beyond one report (default: the neighbouring years, other editions, and the
    ``corrections.csv`` in ``out``). With ``engine`` dask the processes are the workers of the cluster at
    ``scheduler``. A file that cannot be read has a row in ``sources``
    that says why; it never ends a run. Raises `WrongUse` where ``raw``, ``out`` or a number
    cannot be used, and writes nothing then; `ExtractError` where the disk is full.
    """
    with mirrored(out) as folder:
        plan = planned(
            raw, folder, jobs=jobs, timeout=timeout, patterns=patterns, manifest=manifest, divisions=divisions,
            prose=prose, add=add, rehash=rehash, read=read, across=across, engine=engine, scheduler=scheduler,
        )  # fmt: skip
        with room(plan.out), held(plan.out):
            kept = store(plan.out, fresh=fresh)
            with Journal(kept / JOURNAL) as journal:
                return _Run(plan, journal, Parts(kept / "parts"), progress).go()


def dry_run(
    raw: Raw | Sequence[Raw],
    out: str | Path,
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
    read: Reader | None = None,
) -> Forecast:
    """What `run` would have to do with the same arguments, and how long it would take; nothing is written."""
    plan = planned(
        raw, cached(out), jobs=jobs, timeout=timeout, patterns=patterns, manifest=manifest, divisions=divisions,
        prose=prose, add=add, rehash=rehash, read=read,
    )  # fmt: skip
    return forecast(plan, fresh=fresh)


@dataclass(frozen=True, slots=True)
class _Run:
    """A run under way."""

    plan: Plan
    journal: Journal
    parts: Parts
    progress: Progress | None
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    clock: float = field(default_factory=time.monotonic)

    def go(self) -> Summary:
        steps = {"scan": self._scan()}
        tally = Tally(self.journal.counts()[1], self.progress)
        steps["read"] = self._read(tally)
        steps["write"] = self._write(tally)
        return self._summary(tally, steps)

    def _tell(self, at: At) -> None:
        if self.progress is not None:
            self.progress(at)

    def _scan(self) -> float:
        start = time.monotonic()
        plan = self.plan
        for number in self.journal.scan(plan.found(), plan.timeout, rehash=plan.rehash, add=plan.add):
            self._tell(At("scan", number, None))
        if plan.add:
            self._demand_no_clash()
        return time.monotonic() - start

    def _demand_no_clash(self) -> None:
        """No file that is kept may be lost to another one that happens to have its name."""
        for file, sha256, place in self.journal.clashes():
            try:
                same = hashlib.sha256(fetch(file)).hexdigest() == sha256
            except SourceError:
                same = False
            if not same:
                raise WrongUse(
                    f"{self.plan.out} 里已有 {file.name}，来自 {place}，内容不同；请同时给出两个文件夹，或它们的上级文件夹，"
                    "使名称有别",
                    f"{file.name} is in {self.plan.out} already, with other content, from {place}: "
                    "give both folders, or one above both, so that their names differ",
                )

    def _read(self, tally: Tally) -> float:
        start = time.monotonic()
        number = self.journal.next_part()
        with closing(self._outcomes(self.journal.counts()[1])) as outcomes:
            for _, outcome in outcomes:
                written = {}
                for packed in outcome.parts:
                    written[number] = (self.parts.write(number, packed), len(packed))
                    number += 1
                self.journal.keep(outcome.records, written, self.plan.timeout)
                tally.add(outcome.records)
        return time.monotonic() - start

    def _outcomes(self, total: int) -> Generator[tuple[tuple[Found, ...], Outcome]]:
        plan = self.plan
        if plan.engine == "local":
            return Crew(plan.jobs, plan.timeout, plan.job).outcomes(self._portions(total, plan.jobs))
        from extract.batch.cluster import Cluster  # noqa: PLC0415 - dask is not always there

        cluster = Cluster(plan.scheduler or "", plan.timeout, plan.job)
        return cluster.outcomes(self._portions(total, cluster.size))

    def _portions(self, total: int, jobs: int) -> Iterator[Portion]:
        return portions(self.journal.todo(), total, jobs)

    def _write(self, tally: Tally) -> float:
        """Writes the tables, unless those that are there are whole and nothing is new."""
        start = time.monotonic()
        journal, version = self.journal, self.plan.version
        current = journal.state("dirty") is False and journal.state("version") == version
        if not (current and _whole(self.plan.out)):
            # a part that went bad on the disk is read again
            while damaged := self._publish():
                journal.lose(damaged)
                self._read(tally)
            journal.set(dirty=False, version=version)
            for number in journal.unused():
                self.parts.drop(number)
        return time.monotonic() - start

    def _publish(self) -> list[int]:
        """Puts new tables in place; or returns the parts that are damaged, and writes nothing then."""
        standing = Standing(self.journal)
        standing.settle()
        across = self.plan.job.across
        forms, divisions = load_forms(self.plan.job.patterns), load_divisions(self.plan.job.options.divisions)
        if across is not None:
            relate(standing, across)
        with (
            giving_back() as give_back,
            workbench(self.parts.folder.parent) as work,
            DatasetWriter(self.plan.out, work) as writer,
        ):
            damaged = collect(
                standing,
                self.parts,
                writer,
                work=work,
                across=across,
                promises=lambda source: promised(source, forms, divisions),
                told=lambda done, total: self._tell(At("write", done, total)),
                rest=give_back,
            )
            if not damaged:
                writer.publish(patterns_hash(self.plan.job.patterns))
        return damaged

    def _summary(self, tally: Tally, steps: dict[str, float]) -> Summary:
        plan, standing = self.plan, Standing(self.journal)
        matching, unmatched = plan.matching, plan.matching.without_file()
        seconds = time.monotonic() - self.clock
        counts = in_order(standing.statuses())
        failing = tuple(Failure(*row) for row in standing.failing(FAILURES, MOST_FAILING))
        told = {
            "raw": [str(path) if is_url(str(path)) else os.path.abspath(path) for path in plan.raw],
            "jobs": plan.jobs,
            "timeout": plan.timeout,
            "seconds": round(seconds, 3),
            "steps": {step: round(taken, 3) for step, taken in steps.items()},
            "read": tally.done,
            "counts": counts,
            "failing": [asdict(failure) for failure in failing],
            "slowest": tally.slowest(),
            "manifest": {"rows_without_file": unmatched, "files_without_row": matching.files_without_row},
        }
        return Summary(
            plan.out, counts, failing, seconds, plan.out / MANIFEST, write_log(plan.out, self.started, told),
            tally.done, standing.extensions("unsupported"), self.parts.folder.parent, self.journal.bytes(),
            unmatched, matching.files_without_row, tuple(matching.without_row),
        )  # fmt: skip


def _whole(out: Path) -> bool:
    try:
        demand_whole(out, read_manifest(out))
    except WrongUse:
        return False
    return True
