"""runlog: what a run says of itself: how far it is, what it came to, and the log that it leaves in ``runs``."""

import json
import platform
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, TypeAlias

from extract.batch.worker import SAME, Record
from extract.errors import WrongUse
from extract.tables.rows import extractor_version

Step: TypeAlias = Literal["scan", "read", "write"]

STATUSES = (
    "extracted", "duplicate", "not_a_report", "no_text", "unsupported",
    "encrypted", "unreadable", "too_large", "timed_out", "crashed",
)  # fmt: skip
FAILURES = ("unreadable", "encrypted", "too_large", "timed_out", "crashed")
"""The statuses that make a run end with exit code 1."""

MOST_FAILING = 1000
_SLOWEST = 20


@dataclass(frozen=True, slots=True)
class At:
    """How far a run is: its step, files done in it and in all (None while that is not known), statuses so far."""

    step: Step
    done: int
    total: int | None
    counts: Mapping[str, int] = field(default_factory=dict)


Progress: TypeAlias = Callable[[At], None]
"""Called whenever a run got on."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, and why, in English and in Chinese."""

    path: str
    status: str
    message: str
    message_zh: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: how many files came to which status, which failed, and where everything stands.

    ``read`` counts the files that were read this time, the others were known. ``failing``
    names the first thousand by path, ``unsupported`` counts extensions. ``store`` is
    what was kept for the next run, of ``store_bytes``; it may be deleted. ``rows_without_file`` are the paths of the
    collector's list that no file was found for, ``files_without_row`` counts the files that it does not list, and
    ``without_row`` names the first of them.
    """

    out: Path
    counts: Mapping[str, int]
    failing: tuple[Failure, ...]
    seconds: float
    manifest: Path
    log: Path
    read: int
    unsupported: Mapping[str, int]
    store: Path
    store_bytes: int
    rows_without_file: tuple[str, ...] = ()
    files_without_row: int = 0
    without_row: tuple[str, ...] = ()

    @property
    def files(self) -> int:
        """How many files were seen."""
        return sum(self.counts.values())

    @property
    def failed(self) -> int:
        """How many files could not be read."""
        return sum(self.counts.get(status, 0) for status in FAILURES)

    @property
    def exit_code(self) -> int:
        """0 when every file was accounted for without a failure, else 1."""
        return 1 if self.failed else 0


class Tally:
    """Counts while files are read."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._total, self._progress = total, progress
        self._counts: Counter[str] = Counter()
        self._slow: list[tuple[float, str]] = []
        self.done = 0

    def add(self, records: Iterable[Record]) -> None:
        """Counts what came of some files."""
        for record in records:
            self.done += 1
            self._counts[record.source.status] += 1
            self._slow.append((record.seconds, record.source.path))
        self._slow = sorted(self._slow, reverse=True)[:_SLOWEST]
        if self._progress is not None:
            counts = in_order({status: count for status, count in self._counts.items() if status != SAME})
            self._progress(At("read", self.done, self._total, counts))

    def slowest(self) -> list[dict[str, object]]:
        """The files that took longest, for the log."""
        return [{"path": name, "seconds": round(taken, 4)} for taken, name in self._slow]


def in_order(counts: Mapping[str, int]) -> dict[str, int]:
    """Every status that occurred, the good ones first."""
    return {status: counts[status] for status in STATUSES if counts.get(status)}


def write_log(out: Path, started: datetime, content: Mapping[str, object]) -> Path:
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
    raise WrongUse(
        f"{out / 'runs'} 里同一秒已有一千份运行记录；请稍后再运行",
        f"{out / 'runs'} holds a thousand logs of one second",
    )
