"""merge: the outcomes of a run, in whatever order they come, into tables in the order of the files."""

import pickle
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from extract.arrow import unpack, without_reports
from extract.rows import SourceRow
from extract.worker import CRASHED, DUPLICATE, TIMED_OUT, Outcome
from extract.writer import DatasetWriter, arrow_sources

HELD = 64 * 2**20
"""Bytes of rows that may wait in memory for their turn."""


@dataclass(frozen=True, slots=True)
class _First:
    """The first path with certain bytes, and what the file turned out to be."""

    path: str
    format: str | None
    read: bool


class Merger:
    """Takes outcomes in any order and writes their rows in the files' order.

    An outcome that comes before its turn is kept; beyond `HELD` bytes it is kept on disk, in
    ``work``, so that one slow file does not fill the memory with all that came after it.
    """

    def __init__(self, writer: DatasetWriter, work: Path) -> None:
        self._writer, self._work = writer, work
        self._next = 0
        self._early: dict[int, Outcome | Path] = {}
        self._held = 0
        self._firsts: dict[bytes, _First] = {}

    def add(self, start: int, outcome: Outcome) -> Iterator[tuple[SourceRow, ...]]:
        """Takes the outcome of the files from ``start``; yields the ``sources`` rows that it settles."""
        if start != self._next:
            self._keep(start, outcome)
            return
        yield self._write(outcome)
        while self._next in self._early:
            yield self._write(self._kept(self._next))

    def _keep(self, start: int, outcome: Outcome) -> None:
        if self._held + outcome.size <= HELD:
            self._early[start] = outcome
            self._held += outcome.size
            return
        path = self._work / f"{start}.part"
        path.write_bytes(pickle.dumps(outcome))
        self._early[start] = path

    def _kept(self, start: int) -> Outcome:
        early = self._early.pop(start)
        if isinstance(early, Outcome):
            self._held -= early.size
            return early
        outcome: Outcome = pickle.loads(early.read_bytes())
        early.unlink()
        return outcome

    def _write(self, outcome: Outcome) -> tuple[SourceRow, ...]:
        sources = tuple(self._settled(row) for row in outcome.sources)
        dropped = {
            before.report_id
            for before, after in zip(outcome.sources, sources, strict=True)
            if before.report_id is not None and after.report_id is None
        }
        for name, packed in outcome.tables.items():
            self._writer.add(name, without_reports(unpack(packed), dropped))
        self._writer.add("sources", arrow_sources(sources))
        self._next += len(sources)
        return sources

    def _settled(self, row: SourceRow) -> SourceRow:
        """The row, or a duplicate's row where a file before it has the same bytes."""
        if row.sha256 is None:
            return row
        digest = bytes.fromhex(row.sha256)
        first = self._firsts.get(digest)
        # a file that hung or killed its process may still be read under another name
        if first is None or not (first.read or row.status == DUPLICATE):
            self._firsts[digest] = _First(row.path, row.format, row.status not in (TIMED_OUT, CRASHED))
            return row
        return replace(
            row,
            status=DUPLICATE,
            format=first.format,
            report_id=None,
            message=f"same bytes as {first.path}",
        )
