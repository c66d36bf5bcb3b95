"""Journal: which files there are, what came of each, and in which part its rows are; on disk, in SQLite.

Every change is one transaction: a run that is killed at any moment leaves a journal that says what is done.
"""

import json
import pickle
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path
from typing import cast

from extract.batch.worker import CRASHED, SAME, TIMED_OUT, Record
from extract.files.found import Found

_SCHEMA = """
create table if not exists files (
  name text primary key, key text, size int, stamp text,
  sha256 text, bytes int, format text, status text, report_id text, message text,
  message_zh text, extractor text,
  part int, fiscal_year int, authority text, patience real, first text, place text);
create table if not exists notes (name text primary key, note blob);
create table if not exists parts (part integer primary key, checksum int, bytes int);
create table if not exists state (name text primary key, value text);
create table if not exists seen (
  name text primary key, key text, size int, stamp text, place text, found blob, todo int) without rowid;
create table if not exists decisions (report_id text primary key, decision blob);
create index if not exists by_part on files (part);
"""
_VERSION = 3
_CHUNK = 500
"""Rows held at a time where what is read is also changed."""

# a file is not looked at again where nothing of it changed and what came of it does not depend on the machine
_UNCHANGED = f"""
update seen set todo = 0 from files f where f.name = seen.name and f.key = seen.key
  and f.size = seen.size and f.stamp = seen.stamp and f.stamp <> ''
  and (f.sha256 is not null or f.status = 'too_large') and f.status <> '{CRASHED}'
  and (f.status <> '{TIMED_OUT}' or f.patience >= :patience)
"""


class Journal:
    """The journal at ``path``. Use as a context manager; only one process may have it open."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.db = self._opened()

    def _opened(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, isolation_level=None)
        try:
            # exclusive before anything else: no shared memory is needed then, which network disks lack
            db.execute("pragma locking_mode = exclusive")
            db.execute("pragma journal_mode = wal")
            db.execute("pragma synchronous = normal")
            version = int(db.execute("pragma user_version").fetchone()[0])
            if version not in (0, _VERSION):
                raise sqlite3.DatabaseError("made by another version")
            db.executescript(_SCHEMA)
            db.execute(f"pragma user_version = {_VERSION}")
        except sqlite3.OperationalError:
            db.close()
            raise
        except sqlite3.DatabaseError:
            # it only spares work: what cannot be read is made anew
            db.close()
            for suffix in ("", "-wal", "-shm"):
                self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
            return self._opened()
        return db

    def __enter__(self) -> "Journal":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file."""
        with suppress(sqlite3.Error):
            self.db.close()

    def scan(self, found: Iterable[tuple[Found, str]], patience: float, *, rehash: bool, add: bool) -> Iterator[int]:
        """Takes what was found, each file with the key of how it is read; yields how many there are so far.

        Afterwards `todo` names what has to be read, and files that are gone are forgotten unless ``add``.
        """
        self.db.execute("begin")
        self.db.execute("delete from seen")
        for number, (file, key) in enumerate(found, 1):
            self._see(file, key)
            if number % 1000 == 0:
                yield number
        if not rehash:
            self.db.execute(_UNCHANGED, {"patience": patience})
        if not add:
            gone = self.db.execute("delete from files where name not in (select name from seen)").rowcount
            if gone:
                self._set("dirty", True)
        self.db.execute("delete from notes where name not in (select name from files)")
        self.db.execute("commit")

    def _see(self, file: Found, key: str) -> None:
        name, number = file.name, 1
        row = [key, file.size, file.stamp, _place(file), pickle.dumps(file, protocol=5)]
        while True:
            try:
                self.db.execute("insert into seen values (?, ?, ?, ?, ?, ?, 1)", (name, *row))
                return
            except sqlite3.IntegrityError:
                # two names that are the same as text, such as one with bytes that are no text
                number += 1
                name = f"{file.name} ({number})"
                row[-1] = pickle.dumps(file._replace(name=name), protocol=5)

    def counts(self) -> tuple[int, int]:
        """How many files were found by the last scan, and how many of them have to be read."""
        row = self.db.execute("select count(*), coalesce(sum(todo), 0) from seen").fetchone()
        return int(row[0]), int(row[1])

    def clashes(self) -> list[tuple[Found, str, str]]:
        """Files that have to be read though one of their name is kept from another place; its hash and place."""
        rows = self.db.execute(
            "select s.found, f.sha256, f.place from seen s join files f using (name) "
            "where s.todo and s.place <> f.place and f.sha256 is not null order by s.name"
        )
        return [(pickle.loads(found), sha256, place) for found, sha256, place in rows]

    def names(self) -> Iterator[str]:
        """The names that were found by the last scan."""
        for row in self.db.execute("select name from seen"):
            yield row[0]

    def todo(self) -> Iterator[Found]:
        """The files that have to be read, by name; those whose bytes may be the same know their hash."""
        after = ""
        while True:
            rows = self.db.execute(
                "select s.name, s.found, f.sha256 from seen s left join files f on f.name = s.name and f.key = s.key "
                f"and f.status not in ('{CRASHED}', '{TIMED_OUT}') where s.todo and s.name > ? order by s.name limit ?",
                (after, _CHUNK),
            ).fetchall()
            if not rows:
                return
            for name, packed, known in rows:
                after = name
                file: Found = pickle.loads(packed)
                yield file if known is None else file._replace(known=known)

    def next_part(self) -> int:
        """A number that no part has."""
        return int(self.db.execute("select coalesce(max(part), 0) + 1 from parts").fetchone()[0])

    def keep(self, records: Iterable[Record], parts: Mapping[int, tuple[int, int]], patience: float) -> None:
        """Keeps what came of some files, with number, checksum and size of the parts that their rows are in.

        The ``part`` of a record is a place in the order of ``parts``.
        """
        numbers = list(parts)
        self.db.execute("begin")
        self.db.executemany("insert into parts values (?, ?, ?)", [(n, *parts[n]) for n in numbers])
        for record in records:
            part = None if record.part is None else numbers[record.part]
            self._keep(record, part, patience)
        self.db.execute("commit")

    def _keep(self, record: Record, part: int | None, patience: float) -> None:
        row = record.source
        key, size, stamp, place = self.db.execute(
            "select key, size, stamp, place from seen where name = ?", (row.path,)
        ).fetchone()
        if row.status == SAME:
            self.db.execute(
                "update files set size = ?, stamp = ?, place = ? where name = ?", (size, stamp, place, row.path)
            )
        else:
            told = (key, *astuple(row)[1:])
            before = self.db.execute(
                "select key, sha256, bytes, format, status, report_id, message, message_zh, extractor from files "
                "where name = ?",
                (row.path,),
            ).fetchone()
            if part is not None or before != told:
                self._set("dirty", True)
            self.db.execute(
                f"insert or replace into files values ({', '.join('?' * 18)})",
                (
                    row.path,
                    key,
                    size,
                    stamp,
                    *told[1:],
                    part,
                    record.fiscal_year,
                    record.authority,
                    patience,
                    None,
                    place,
                ),
            )
            self.db.execute("delete from notes where name = ?", (row.path,))
            if record.note is not None:
                self.db.execute("insert into notes values (?, ?)", (row.path, record.note))
        self.db.execute("update seen set todo = 0 where name = ?", (row.path,))

    def lose(self, parts: Iterable[int]) -> None:
        """Forgets files whose part is damaged, so that they are read again."""
        self.db.execute("begin")
        for part in parts:
            self.db.execute("update seen set todo = 1 where name in (select name from files where part = ?)", (part,))
            self.db.execute("delete from files where part = ?", (part,))
            self.db.execute("delete from parts where part = ?", (part,))
        self._set("dirty", True)
        self.db.execute("commit")

    def bytes(self) -> int:
        """How much disk is taken, with the parts."""
        parts = self.db.execute("select coalesce(sum(bytes), 0) from parts").fetchone()[0]
        return int(parts) + sum(path.stat().st_size for path in self._path.parent.glob(f"{self._path.name}*"))

    def state(self, name: str) -> object:
        """What was kept under this name; None where nothing was."""
        row = self.db.execute("select value from state where name = ?", (name,)).fetchone()
        return None if row is None else cast(object, json.loads(row[0]))

    def set(self, **values: object) -> None:
        """Keeps values that JSON can hold, all or none."""
        self.db.execute("begin")
        for name, value in values.items():
            self._set(name, value)
        self.db.execute("commit")

    def _set(self, name: str, value: object) -> None:
        self.db.execute("insert or replace into state values (?, ?)", (name, json.dumps(value, ensure_ascii=False)))

    def unused(self) -> list[int]:
        """Forgets the parts that no file needs any more; returns their numbers."""
        rows = self.db.execute(
            "delete from parts where part not in (select part from files where part is not null) returning part"
        ).fetchall()
        return [int(row[0]) for row in rows]


def _place(file: Found) -> str:
    """Where a file lies, as text that a database can hold."""
    return file.path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
