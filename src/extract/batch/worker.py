"""worker: what one process of a run does: some files in, their rows out, whatever becomes of each."""

import hashlib
import os
import pickle
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from extract.batch.kept import pack_part
from extract.columns import OF_REPORTS
from extract.errors import SourceError, Told
from extract.files.fetch import MAX_BYTES, fetch
from extract.files.found import Found
from extract.forms.form import Forms, load_forms
from extract.options import Options
from extract.panel.across import Across
from extract.records import Records
from extract.tables.rows import SourceRow, extractor_version, source_of
from extract.tables.writer import arrow_rows

Reader: TypeAlias = Callable[[bytes, str, Forms, Options], Records]
"""Bytes, name, forms and options to a reading; raises `SourceError` for a file that cannot be read."""

SAME, CRASHED, TIMED_OUT = "same", "crashed", "timed_out"
"""`SAME` stands in no table: the bytes are those whose outcome is kept already."""

OUT_OF_MEMORY = 77
"""The exit code of a process that found no more memory."""

MOST_MEMORY = 2**30
"""Bytes that one process may hold; reading a report takes a fifth of it."""


@dataclass(frozen=True, slots=True)
class Job:
    """How the files of a run are read; it goes to every process."""

    patterns: Path | None
    read: Reader
    options: Options
    across: Across | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """What came of one file: its row of ``sources`` and, of a report, where its rows are and what orders them.

    ``part`` counts the parts of the outcome; ``note`` is pickled and compressed.
    """

    source: SourceRow
    seconds: float = 0.0
    part: int | None = None
    fiscal_year: int | None = None
    authority: str | None = None
    note: bytes | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of some files: a record each, and packed rows. No part holds a report twice."""

    records: tuple[Record, ...]
    parts: tuple[bytes, ...] = ()


def limit_memory() -> None:
    """Keeps this process below `MOST_MEMORY`, where the system has such limits: a bomb ends its reader alone."""
    try:
        import resource  # noqa: PLC0415 - not everywhere
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = MOST_MEMORY if hard == resource.RLIM_INFINITY else min(MOST_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def read_or_end(files: Sequence[Found], job: Job) -> Outcome:
    """As `read_files`, in a process of its own, which ends where the memory does not suffice."""
    try:
        return read_files(files, job)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def read_files(files: Sequence[Found], job: Job) -> Outcome:
    """Reads the files one by one. No error leaves this function but those of making rows, and `MemoryError`."""
    forms = load_forms(job.patterns)
    records: list[Record] = []
    parts: list[dict[str, Records]] = []
    for file in files:
        start = time.perf_counter()
        source, reading = _read(file, forms, job)
        record = Record(source)
        if reading is not None:
            record = _record(source, reading, _place(parts, reading), job.across)
        records.append(replace(record, seconds=time.perf_counter() - start))
    return Outcome(tuple(records), tuple(map(_packed, parts)))


def failed(file: Found, status: str, told: Told) -> Outcome:
    """The outcome of a file whose reader did not come back; its hash is taken here, if it can be."""
    try:
        data = None if file.size > MAX_BYTES else fetch(file)
    except SourceError:
        data = None
    return Outcome((Record(_row(file, status, told, data)),))


def broken(error: Exception) -> Told:
    """What is said of a file at which this program itself failed."""
    own = f"{type(error).__name__}: {error}"
    return Told(
        f"本程序读取时出错（{own}），不是文件的问题；请连同文件一起报告",
        f"this program failed on it ({own}), through no fault of the file; please report that, with the file",
    )


def _place(parts: list[dict[str, Records]], reading: Records) -> int:
    """Puts the reading into the first part that has none with the same bytes; the part's number."""
    for number, part in enumerate(parts):
        if reading.source.report_id not in part:
            part[reading.source.report_id] = reading
            return number
    parts.append({reading.source.report_id: reading})
    return len(parts) - 1


def _packed(part: dict[str, Records]) -> bytes:
    readings = list(part.values())
    return pack_part({name: arrow_rows(name, readings) for name in OF_REPORTS})


def _record(source: SourceRow, reading: Records, part: int, across: Across | None) -> Record:
    note = None if across is None else across.note(reading)
    packed = None if note is None else zlib.compress(pickle.dumps(note, protocol=5), 1)
    return Record(source, 0.0, part, reading.report.fiscal_year, reading.whose.id, packed)


def _read(file: Found, forms: Forms, job: Job) -> tuple[SourceRow, Records | None]:
    if file.trouble is not None:
        return _row(file, *file.trouble), None
    data = None
    try:
        data = fetch(file)
        if file.known is not None and hashlib.sha256(data).hexdigest() == file.known:
            return _row(file, SAME, Told("", ""), data), None
        options = job.options if file.given is None else replace(job.options, given=file.given)
        reading = job.read(data, file.name, forms, options)
        return source_of(reading), reading
    except SourceError as error:
        return replace(_row(file, error.status, error.told, data), format=error.format), None
    except MemoryError:
        raise  # this process has lost its footing: the next files would fail with it
    except Exception as error:
        # a fault of this program must not stop a batch, nor may it pass for a fault of the file
        return _row(file, CRASHED, broken(error), data), None


def _row(file: Found, status: str, told: Told, data: bytes | None = None) -> SourceRow:
    digest = None if data is None else hashlib.sha256(data).hexdigest()
    size = file.size if data is None else len(data)
    known = size if data is not None or file.trouble is None else None
    zh, en = (text.encode("utf-8", "backslashreplace").decode("utf-8") or None for text in told)
    return SourceRow(file.name, digest, known, None, status, None, en, zh, extractor_version())
