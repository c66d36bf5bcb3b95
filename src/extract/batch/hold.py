"""hold: one run at a time in a folder of tables, and the hidden place in it for what is not finished."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from extract.errors import ExtractError, WrongUse

JOURNAL = "journal.sqlite"
STORE = ".store"
"""Holds what a run keeps for the next one; it may be deleted whenever no run is going on."""


@contextmanager
def held(out: Path) -> Iterator[None]:
    """Keeps all other runs out of ``out``, which is made if it is not there.

    Raises `WrongUse` when ``out`` cannot be written into, or another run is writing there.
    """
    try:
        (out / "runs").mkdir(parents=True, exist_ok=True)
        lock = (out / "runs" / ".lock").open("a")
    except OSError as error:
        raise WrongUse(
            f"{out} 无法写入；请另给一个 --out", f"{out} cannot be written into: {error.strerror}; choose another --out"
        ) from error
    with lock:
        _lock(lock, out)
        yield


def store(out: Path, *, fresh: bool) -> Path:
    """The folder for parts and journal; empty where ``fresh``. What earlier versions left is cleared away."""
    for left in out.glob(".work-*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = out / STORE
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(exist_ok=True)
    return folder


_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def room(out: Path) -> Iterator[None]:
    """Says in a sentence that there is no room left; raises `ExtractError` then."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        full = isinstance(error, OSError) and error.errno in _FULL
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if not full and code not in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            raise
        raise ExtractError(
            f"{out} 已没有空间可写；已读取的都保留着，腾出空间后执行同一条命令，就从停下的地方继续",
            f"no room left to write in {out}: {getattr(error, 'strerror', None) or error}. "
            "What was read is kept: make room, and the same command goes on where it stopped",
        ) from error


@contextmanager
def workbench(folder: Path) -> Iterator[Path]:
    """An empty folder for tables under construction; it is gone afterwards, come what may."""
    work = folder / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _lock(lock: TextIO, out: Path) -> None:
    """Locks the file until it is closed; where the system has no such locks, hopes for the best."""
    try:
        import fcntl  # noqa: PLC0415 - not everywhere
    except ImportError:
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise WrongUse(
            f"另一次运行正在写 {out}；请等它结束，或另给一个 --out",
            f"another run is writing into {out}; wait for it, or give another --out",
        ) from None
