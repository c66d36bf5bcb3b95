"""Standing: which of identical files counts, and in which order all that the journal holds stands in the tables."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from extract.batch.journal import Journal
from extract.panel.coverage import Seen
from extract.tables.rows import SourceRow

_FIRSTS = """
update files set first = g.first from (
  select name, first_value(name) over (partition by sha256 order by status <> 'extracted', name) as first
  from files where sha256 in (select sha256 from files where sha256 is not null group by sha256 having count(*) > 1)
) g where g.name = files.name and g.first <> g.name
"""
_ORDER = "fiscal_year is null, fiscal_year, authority is null, authority, name"
_IN_TABLES = "status = 'extracted' and first is null"


class Standing:
    """What the tables are made of, read from a journal in which every file has its outcome."""

    def __init__(self, journal: Journal) -> None:
        self._db = journal.db

    def settle(self) -> None:
        """Names for identical files the one that counts: the first by name that is a report, else the first."""
        self._db.execute("begin")
        self._db.execute("update files set first = null where first is not null")
        self._db.execute(_FIRSTS)
        self._db.execute("commit")

    def notes(self) -> Iterator[tuple[str | None, str, bytes]]:
        """Authority, report_id and note of every report that has one: by authority, year and path."""
        # in order first, then read: what is sorted while it is read stays in memory, notes and all
        self._db.execute("drop table if exists temp.grouped")
        self._db.execute(
            f"create temp table grouped as select authority, report_id, name from files where {_IN_TABLES} "
            "order by authority is null, authority, fiscal_year is null, fiscal_year, name"
        )
        yield from self._db.execute(
            "select g.authority, g.report_id, n.note from temp.grouped g cross join notes n using (name) order by g.rowid"
        )

    def decide(self, decisions: Iterable[tuple[str, bytes]]) -> None:
        """Keeps these decisions, by report_id, in place of all that there were."""
        self._db.execute("begin")
        self._db.execute("delete from decisions")
        for report_id, decision in decisions:
            self._db.execute("insert or replace into decisions values (?, ?)", (report_id, decision))
        self._db.execute("commit")

    def decisions(self, report_ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """What was decided about these reports."""
        for report_id in report_ids:
            row = self._db.execute("select decision from decisions where report_id = ?", (report_id,)).fetchone()
            if row is not None:
                yield report_id, row[0]

    def see(self, seen: Iterable[Seen]) -> None:
        """Keeps what `coverage` is made of, for `seen`."""
        names = ", ".join(Seen._fields)
        self._db.execute(f"create temp table if not exists seen_reports ({names})")
        self._db.executemany(f"insert into seen_reports values ({', '.join('?' * len(Seen._fields))})", seen)

    def seen(self) -> Iterator[Seen]:
        """All that was kept, those of one authority together; it is kept no longer."""
        self.see(())
        self._db.execute("create temp table seen_in_order as select * from seen_reports order by authority_id")
        self._db.execute("drop table seen_reports")
        for row in self._db.execute("select * from seen_in_order order by rowid"):
            yield Seen(*row)
        self._db.execute("drop table seen_in_order")

    def rank(self) -> int:
        """Fixes the order of the reports in the tables; returns how many there are."""
        self._db.execute("drop table if exists temp.ranked")
        self._db.execute(
            "create temp table ranked as select row_number() over "
            f"(order by {_ORDER}) - 1 as rank, part, report_id from files where {_IN_TABLES}"
        )
        self._db.execute("create index temp.ranked_by_part on ranked (part, rank)")
        self._db.execute("create index temp.ranked_by_rank on ranked (rank)")
        return int(self._db.execute("select count(*) from temp.ranked").fetchone()[0])

    def parts(self) -> Iterator[tuple[int, int, list[str], list[int]]]:
        """Number and checksum of each part that is needed, the report_ids needed of it, and their ranks."""
        after = -1
        while True:
            row = self._db.execute(
                "select part, checksum from parts where part > ? order by part limit 1", (after,)
            ).fetchone()
            if row is None:
                return
            after = row[0]
            wanted = self._db.execute(
                "select report_id, rank from temp.ranked where part = ? order by rank", (after,)
            ).fetchall()
            if wanted:
                yield after, row[1], [one[0] for one in wanted], [one[1] for one in wanted]

    def ranked(self, start: int, end: int) -> list[str]:
        """The report_ids of the ranks from ``start`` to before ``end``."""
        rows = self._db.execute(
            "select report_id from temp.ranked where rank >= ? and rank < ? order by rank", (start, end)
        )
        return [row[0] for row in rows]

    def sources(self) -> Iterator[SourceRow]:
        """The rows of ``sources``, by path."""
        rows = self._db.execute(
            "select f.name, f.sha256, f.bytes, coalesce(f.format, g.format), f.status, f.report_id, f.message, "
            "f.message_zh, f.extractor, g.name, g.format from files f left join files g on g.name = f.first order by f.name"
        )
        for name, sha256, size, kind, status, report_id, en, zh, extractor, first, first_kind in rows:
            if first is None:
                yield SourceRow(name, sha256, size, kind, status, report_id, en, zh, extractor)
            else:
                told = (f"same bytes as {first}", f"与 {first} 内容相同")
                yield SourceRow(name, sha256, size, first_kind, "duplicate", None, *told, extractor)

    def statuses(self) -> dict[str, int]:
        """How many files came to which status."""
        rows = self._db.execute(
            "select case when first is null then status else 'duplicate' end as final, count(*) from files group by final"
        )
        return {str(row[0]): int(row[1]) for row in rows}

    def failing(self, statuses: Sequence[str], most: int) -> list[tuple[str, str, str, str]]:
        """Path, status and message, in English and in Chinese, of the files of these statuses, the first ``most`` by path."""
        rows = self._db.execute(
            f"select name, status, message, message_zh from files where first is null and status in ({', '.join('?' * len(statuses))}) "
            "order by name limit ?",
            (*statuses, most),
        )
        return [(row[0], row[1], row[2] or "", row[3] or "") for row in rows]

    def extensions(self, status: str) -> dict[str, int]:
        """How many files of a status have which extension, the most frequent first."""
        rows = self._db.execute("select name from files where first is null and status = ?", (status,))
        counts = Counter(os.path.splitext(row[0])[1].lower() for row in rows)
        return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))
