"""worker: what one process of a run does: some files in, their rows out, whatever becomes of each."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from extract import arrow
from extract.columns import TABLE_NAMES
from extract.errors import SourceError, TooLarge, Unreadable
from extract.forms import Forms, load_forms
from extract.options import Options
from extract.reading import Reading
from extract.rows import SourceRow, extractor_version, source_of
from extract.walk import Found
from extract.writer import arrow_rows

Reader: TypeAlias = Callable[[bytes, str, Forms, Options], Reading]
"""Bytes, name, forms and options to a reading; raises `SourceError` for a file that cannot be read."""

MAX_BYTES = 50 * 2**20
"""A larger file is no report; it is not even opened."""

DUPLICATE, CRASHED, TIMED_OUT = "duplicate", "crashed", "timed_out"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of some files: a row of ``sources`` each, packed rows of the other tables, seconds each."""

    sources: tuple[SourceRow, ...]
    tables: dict[str, bytes] = field(default_factory=dict)
    seconds: tuple[float, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of packed rows."""
        return sum(map(len, self.tables.values()))


def read_files(files: tuple[Found, ...], patterns: Path | None, read: Reader, options: Options) -> Outcome:
    """Reads the files one by one. No error leaves this function but those of making rows."""
    forms = load_forms(patterns)
    sources: list[SourceRow] = []
    readings: list[Reading] = []
    seconds: list[float] = []
    for file in files:
        start = time.perf_counter()
        source, reading = _read(file, forms, read, options, sources)
        sources.append(source)
        if reading is not None:
            readings.append(reading)
        seconds.append(time.perf_counter() - start)
    tables = {}
    if readings:
        tables = {name: arrow.pack(arrow_rows(name, readings)) for name in TABLE_NAMES if name != "sources"}
    return Outcome(tuple(sources), tables, tuple(seconds))


def failed(file: Found, status: str, message: str) -> Outcome:
    """The outcome of a file whose reader did not come back; its hash is taken here, if it can be."""
    try:
        data = None if file.size > MAX_BYTES else Path(file.path).read_bytes()
    except OSError:
        data = None
    return Outcome((_row(file, status, message, data),))


def _read(
    file: Found, forms: Forms, read: Reader, options: Options, before: list[SourceRow]
) -> tuple[SourceRow, Reading | None]:
    if file.trouble is not None:
        return _row(file, *file.trouble), None
    data = None
    try:
        if file.size > MAX_BYTES:
            raise TooLarge(f"{file.size:,} bytes; the limit is {MAX_BYTES:,}")
        data = Path(file.path).read_bytes()
        if _is_among(data, before):
            return _row(file, DUPLICATE, "", data), None
        reading = read(data, file.name, forms, options)
        return source_of(reading), reading
    except SourceError as error:
        return replace(_row(file, error.status, str(error), data), format=error.format), None
    except Exception as error:
        if data is None and isinstance(error, OSError):
            return _row(file, Unreadable.status, f"the file cannot be opened: {error.strerror}"), None
        # a fault of this program must not stop a batch, nor may it pass for a fault of the file
        return _row(file, CRASHED, f"{type(error).__name__}: {error}", data), None


def _is_among(data: bytes, before: list[SourceRow]) -> bool:
    """Whether the same bytes came before; hashed only where the size is the same, because hashing costs."""
    same_size = {row.sha256 for row in before if row.bytes == len(data)}
    return bool(same_size) and hashlib.sha256(data).hexdigest() in same_size


def _row(file: Found, status: str, message: str, data: bytes | None = None) -> SourceRow:
    digest = None if data is None else hashlib.sha256(data).hexdigest()
    size = file.size if data is None else len(data)
    known = size if data is not None or file.trouble is None else None
    text = message.encode("utf-8", "backslashreplace").decode("utf-8")
    return SourceRow(file.name, digest, known, None, status, None, text or None, extractor_version())
