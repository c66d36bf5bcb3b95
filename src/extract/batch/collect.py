"""collect: from what was read of each file to tables over all of them: what is related, in order, and written."""

import pickle
import shutil
import zlib
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby, islice
from pathlib import Path

from extract.batch.deal import Dealer
from extract.batch.kept import Parts
from extract.batch.standing import Standing
from extract.panel.across import Across
from extract.panel.coverage import Seen, cover, seen_in
from extract.tables import arrow
from extract.tables.arrow import ArrowTable
from extract.tables.rows import SourceRow
from extract.tables.writer import DatasetWriter, arrow_records, arrow_sources

Told = Callable[[int, int], None]
"""Called with the number of reports done and of all."""

Promises = Callable[[SourceRow], Seen | None]
"""What a file that could not be read would have been."""

_SOURCES = 10_000
"""Rows of ``sources`` and of ``coverage`` made at a time."""


def relate(standing: Standing, across: Across) -> None:
    """Lets ``across`` decide about every report from the notes of its authority."""
    standing.decide(_decisions(standing, across))


def _decisions(standing: Standing, across: Across) -> Iterator[tuple[str, bytes]]:
    groups = groupby(enumerate(standing.notes()), lambda one: (one[1][0], one[0] if one[1][0] is None else 0))
    for _, group in groups:
        notes = [pickle.loads(zlib.decompress(note)) for _, (_, _, note) in group]
        for report_id, decision in across.relate(notes).items():
            yield report_id, pickle.dumps(decision, protocol=5)


def collect(
    standing: Standing,
    parts: Parts,
    writer: DatasetWriter,
    *,
    work: Path,
    across: Across | None,
    promises: Promises,
    told: Told,
    rest: Callable[[], None],
) -> list[int]:
    """Writes every table by way of ``writer``. Returns the parts that are damaged; then the tables are not whole.

    ``rest`` is called where little is held, to give memory back.
    """
    rest()
    folder = work / "heaps"
    shutil.rmtree(folder, ignore_errors=True)
    count, dealer = standing.rank(), Dealer(folder)
    damaged: list[int] = []
    dealt = 0
    for number, checksum, report_ids, ranks in standing.parts():
        tables = parts.read(number, checksum)
        if tables is None:
            damaged.append(number)
        elif not damaged:
            dealer.take(tables, report_ids, ranks)
        dealt += len(report_ids)
        told(dealt, 2 * count)
    if not damaged:
        _collect_reports(standing, dealer, writer, count=count, across=across, told=told, rest=rest)
        _collect_files(standing, writer, promises)
    return damaged


def _collect_reports(
    standing: Standing,
    dealer: Dealer,
    writer: DatasetWriter,
    *,
    count: int,
    across: Across | None,
    told: Told,
    rest: Callable[[], None],
) -> None:
    """Writes the rows of all reports, heap by heap, with what was decided about them."""
    for start, end, heap in dealer.heaps(count):
        report_ids = standing.ranked(start, end)
        rows: Mapping[str, ArrowTable] = {name: arrow.in_order(heap.pop(name), report_ids) for name in tuple(heap)}
        if across is not None:
            decided = {report_id: pickle.loads(one) for report_id, one in standing.decisions(report_ids)}
            rows = across.apply(rows, decided)
        for name, table in rows.items():
            writer.add(name, table)
        standing.see(seen for report in rows["reports"].to_pylist() if (seen := seen_in(report)) is not None)
        del rows
        rest()
        told(count + end, 2 * count)


def _collect_files(standing: Standing, writer: DatasetWriter, promises: Promises) -> None:
    """Writes what is over all files: `sources` and `coverage`."""
    sources = standing.sources()
    while some := list(islice(sources, _SOURCES)):
        writer.add("sources", arrow_sources(some))
        standing.see(seen for source in some if (seen := promises(source)) is not None)
    covered = cover(standing.seen())
    while few := list(islice(covered, _SOURCES)):
        writer.add("coverage", arrow_records("coverage", few))
