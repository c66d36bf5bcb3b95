"""forecast: what a run would have to do, and how long that takes, without writing anything."""

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from extract.batch.hold import JOURNAL, STORE
from extract.batch.journal import Journal
from extract.batch.plan import Plan
from extract.batch.pool import Crew, portions
from extract.batch.runlog import in_order
from extract.files.found import Found

SAMPLED = 20
"""Files of each extension that are read, to tell what they are and how long they take."""
_WRITING = 0.0007
"""Seconds that a report's rows take to be ordered and written (measured on one core)."""


@dataclass(frozen=True, slots=True)
class Kind:
    """The files of one extension: how many, how many to be read, and what a sample of those came to.

    ``seconds`` is what one of the sample took on average; None where none had to be read.
    """

    extension: str
    files: int
    to_read: int
    sample: Mapping[str, int]
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """All files by extension, and the seconds that a run with ``jobs`` processes takes."""

    kinds: tuple[Kind, ...]
    jobs: int
    seconds: float

    @property
    def files(self) -> int:
        """How many files there are."""
        return sum(kind.files for kind in self.kinds)

    @property
    def to_read(self) -> int:
        """How many of them are new or changed."""
        return sum(kind.to_read for kind in self.kinds)


def forecast(plan: Plan, *, fresh: bool) -> Forecast:
    """Looks at every name, reads a few files of each extension, and writes nothing into the folder of the tables."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / JOURNAL
        if not fresh:
            for path in (plan.out / STORE).glob(f"{JOURNAL}*"):
                shutil.copy(path, copy.with_name(path.name))
        with Journal(copy) as journal:
            for _ in journal.scan(plan.found(), plan.timeout, rehash=plan.rehash, add=plan.add):
                pass
            files = Counter(map(_extension, journal.names()))
            to_read = Counter(_extension(file.name) for file in journal.todo())
            sample, seconds, taken = _sampled(plan, journal, to_read)
    kinds = tuple(
        Kind(one, count, to_read[one], in_order(sample.get(one, {})), seconds[one] / taken[one] if taken[one] else None)
        for one, count in sorted(files.items(), key=lambda item: (-item[1], item[0]))
    )
    reading = sum((kind.seconds or 0) * kind.to_read for kind in kinds) / plan.jobs
    return Forecast(kinds, plan.jobs, reading + _WRITING * sum(files.values()))


def _sampled(
    plan: Plan, journal: Journal, to_read: Counter[str]
) -> tuple[dict[str, Counter[str]], Counter[str], Counter[str]]:
    """By extension: statuses, seconds, and how many files were read."""
    statuses: dict[str, Counter[str]] = {}
    seconds: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    with closing(
        Crew(plan.jobs, plan.timeout, plan.job).outcomes(portions(_spread(journal, to_read), SAMPLED, plan.jobs))
    ) as outcomes:
        for _, outcome in outcomes:
            for record in outcome.records:
                one = _extension(record.source.path)
                statuses.setdefault(one, Counter())[record.source.status] += 1
                seconds[one] += record.seconds  # type: ignore[assignment]
                taken[one] += 1
    return statuses, seconds, taken


def _spread(journal: Journal, to_read: Counter[str]) -> Iterator[Found]:
    """`SAMPLED` files of each extension, evenly over all of them."""
    seen: Counter[str] = Counter()
    for file in journal.todo():
        one = _extension(file.name)
        step = max(1, to_read[one] // SAMPLED)
        if seen[one] % step == 0 and seen[one] // step < SAMPLED:
            yield file
        seen[one] += 1


def _extension(name: str) -> str:
    return os.path.splitext(name)[1].lower()
