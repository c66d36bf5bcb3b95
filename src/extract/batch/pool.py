"""pool: many files over several processes, where a file that hangs or kills its process costs only itself.

Files travel in portions. A portion that fails is taken apart and its files are read one by
one, so that each has the whole time limit and each death has one culprit.
"""

import gc
import multiprocessing
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType

from pebble import ProcessExpired, ProcessPool

from extract.batch.worker import (
    CRASHED,
    MOST_MEMORY,
    OUT_OF_MEMORY,
    TIMED_OUT,
    Job,
    Outcome,
    broken,
    failed,
    limit_memory,
    read_or_end,
)
from extract.errors import ExtractError, Told
from extract.files.found import Found
from extract.tables.arrow import take_from_system, without_pandas

PORTION_FILES, PORTION_BYTES = 32, 4 * 2**20
_AHEAD = 3
"""Portions waiting per process: enough that none is idle, few enough to keep little in memory."""
_MAX_RESTARTS = 5
_RARELY = 5_000
"""Objects after which a process looks for rings of garbage: reading makes thousands a report and hardly a ring."""


@dataclass(frozen=True, slots=True)
class Portion:
    """Files that go to a process together."""

    files: tuple[Found, ...]
    alone: bool = False


def portions(files: Iterable[Found], total: int, jobs: int) -> Iterator[Portion]:
    """Cuts ``total`` files into portions that are small in number and bytes, and several for each of ``jobs``."""
    most = max(1, min(PORTION_FILES, total // (jobs * 4)))
    some: list[Found] = []
    size = 0
    for file in files:
        if some and (len(some) == most or size + file.size > PORTION_BYTES):
            yield Portion(tuple(some))
            some, size = [], 0
        some.append(file)
        size += file.size
    if some:
        yield Portion(tuple(some))


class Crew:
    """Processes that read portions.

    Yields the files of each portion with their outcome, in the order of finishing. Raises
    `ExtractError` when processes cannot be started at all. With ``kept`` the processes wait for
    more when all is read, until `stop`.
    """

    def __init__(self, jobs: int, timeout: float, job: Job, *, kept: bool = False) -> None:
        self._jobs, self._timeout, self._job, self._kept = jobs, timeout, job, kept
        self._waiting: deque[Portion] = deque()
        self._running: dict[Future[Outcome], Portion] = {}
        self._pool: ProcessPool | None = None
        self._restarts = 0

    def outcomes(self, cut: Iterator[Portion]) -> Generator[tuple[tuple[Found, ...], Outcome]]:
        """Every file's outcome, exactly once. Portions are asked for when processes are free for them."""
        with _main_hidden():
            try:
                while True:
                    self._submit(cut)
                    if not self._running:
                        return
                    done, _ = wait(self._running, return_when=FIRST_COMPLETED)
                    for future in done:
                        # a restart may have taken the rest of `done` back into the queue
                        portion = self._running.pop(future, None)
                        outcome = None if portion is None else self._result(future, portion)
                        if portion is not None and outcome is not None:
                            yield portion.files, outcome
            finally:
                if not self._kept or self._running:
                    self.stop()

    def _submit(self, cut: Iterator[Portion]) -> None:
        while len(self._running) < self._jobs * _AHEAD:
            portion = self._waiting.popleft() if self._waiting else next(cut, None)
            if portion is None:
                return
            try:
                future = self._started().schedule(read_or_end, args=(portion.files, self._job), timeout=self._timeout)
            except RuntimeError:  # the pool broke since we last looked; BrokenProcessPool is one of these
                self._waiting.appendleft(portion)
                self._restart()
            else:
                self._running[future] = portion

    def _result(self, future: "Future[Outcome]", portion: Portion) -> Outcome | None:
        """The outcome; None where the portion goes round once more."""
        try:
            outcome = future.result()
        except BrokenProcessPool:
            self._waiting.appendleft(portion)
            self._restart()
            return None
        except TimeoutError:
            again = not portion.alone
            status, told = TIMED_OUT, _late(self._timeout)
        except ProcessExpired as death:
            again = not portion.alone
            status, told = CRASHED, _ended(death.exitcode)
        except Exception as error:
            again = len(portion.files) > 1
            status, told = CRASHED, broken(error)
        else:
            self._restarts = 0
            return outcome
        if again:
            self._waiting.extendleft(Portion((file,), True) for file in reversed(portion.files))
            return None
        return failed(portion.files[0], status, told)

    def _started(self) -> ProcessPool:
        if self._pool is None:
            context = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
            if sys.platform != "win32":
                context.set_forkserver_preload(["extract.batch.worker"])
            self._pool = ProcessPool(max_workers=self._jobs, context=context, initializer=_begin)
        return self._pool

    def _restart(self) -> None:
        self.stop()
        self._restarts += 1
        if self._restarts > _MAX_RESTARTS:
            raise ExtractError(
                f"读取文件的进程在读出任何内容之前中断了 {self._restarts} 次；请试 --jobs 1，并查看内存或进程数有无限制",
                f"the processes that read the files ended {self._restarts} times before reading anything; "
                "try --jobs 1, and look for a limit on memory or processes",
            )

    def stop(self) -> None:
        """Ends the processes."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            self._pool = None
        # what a broken pool had taken is read by the next one
        self._waiting.extendleft(self._running.values())
        self._running.clear()


def _late(seconds: float) -> Told:
    return Told(
        f"{seconds:g} 秒内没有读完；请打开看看，若确是报告，用 --timeout 多给几秒",
        f"not read within {seconds:g} seconds; look at it, and if it is a report give it more with --timeout",
    )


def _ended(code: int) -> Told:
    if code == OUT_OF_MEMORY:
        return Told(
            f"读取它需要超过 {MOST_MEMORY // 2**20:,} MB 的内存：解开后可能远大于一份报告；请用原来的软件打开，另存一份",
            f"reading it takes more than {MOST_MEMORY // 2**20:,} MB of memory: it may unpack to far more than a "
            "report holds; open it in its own program and save it anew",
        )
    return Told(
        f"读取它的进程两次中断（退出码 {code}）：内存不足，或某个库有缺陷；请用原来的软件打开，另存一份",
        f"the process that read it ended, twice (exit code {code}): out of memory, or a fault in a library; "
        "open the file in its own program and save it anew",
    )


def _begin() -> None:
    """The first thing that a process does: bounds its memory, and sees to it that it does not outlive the run."""
    limit_memory()
    settle_in()
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()


def settle_in() -> None:
    """Makes a process one that reads many files: it keeps little, has no use for pandas, and seldom looks for garbage."""
    take_from_system()
    without_pandas()
    gc.freeze()
    gc.set_threshold(_RARELY)


def _end_with(parent: int) -> None:
    """Waits until whatever started this process is gone: whoever was killed could not stop it."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


@contextmanager
def _main_hidden() -> Iterator[None]:
    """Keeps new processes from running the caller's script again.

    They would, to have what the script defines; a script that calls `extract.run` outside
    ``if __name__ == "__main__"`` would then start processes without end. They need nothing of it.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
