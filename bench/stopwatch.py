"""Contestants timed side by side on the same files, and where the time of one reader goes, room by room."""

import gc
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
SECOND, PACK = "second reader", "rows, pack"
ROUNDS, IN_A_ROW = 2, 2
"""Each contestant has so many turns at a file and reads it so often in each; the fastest counts, as the one least
disturbed. In a batch the same reader comes again and again, and finds the processor's caches as it left them."""

ROOMS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "load": (("extract.pipeline", "_load"),),
    "split": (("extract.pipeline", "split"),),
    "fit": (("extract.pipeline", "fit"),),
    "check": (("extract.pipeline", "check"), ("extract.pipeline", "verdict"), ("extract.pipeline", "second_reading")),
    SECOND: (
        ("extract.loaders.docx.second", "tables"),
        ("extract.loaders.pdf.second", "tables"),
    ),
    "prose": (("extract.pipeline", "_prose"),),
    "whose": (("extract.pipeline", "_whose"), ("extract.pipeline", "doubts")),
    "tidy": (("extract.pipeline", "tidy"),),
    "find": (("extract.pipeline", "find"),),
    PACK: (),
}
"""The functions that belong to each room, by the module that calls them."""


def race(
    files: Sequence[T], contestants: Mapping[str, Callable[[T], object]], rounds: int = ROUNDS
) -> dict[str, list[float]]:
    """CPU milliseconds of every contestant for every file.

    All take turns on one file before the next, so that whatever slows the machine slows all of them. CPU
    time is that of this process with all its threads: other programs do not count. What one leaves behind is cleared
    away before the next one's time begins.
    """
    found: dict[str, list[float]] = {name: [] for name in contestants}
    gc.freeze()  # modules and forms: clearing away need not look at them each time
    for file in files:
        fastest = dict.fromkeys(contestants, float("inf"))
        for _ in range(rounds):
            for name, contestant in contestants.items():
                gc.collect()
                fastest[name] = min(fastest[name], *(_timed(contestant, file) for _ in range(IN_A_ROW)))
        for name, spent in fastest.items():
            found[name].append(spent)
    gc.unfreeze()
    return found


def _timed(contestant: Callable[[T], object], file: T) -> float:
    start = time.process_time()
    with suppress(Exception):  # a peer may fail on a file; what it needed until then counts
        contestant(file)
    return 1000 * (time.process_time() - start)


def ratio(found: Mapping[str, list[float]], one: str, other: str) -> float:
    """The median over the files of how much longer ``one`` took than ``other``."""
    return statistics.median(a / b for a, b in zip(found[one], found[other], strict=True))


@dataclass(slots=True)
class Rooms:
    """CPU milliseconds spent in each room; a room's own, without those that it calls."""

    spent: dict[str, float] = field(default_factory=dict)
    _open: list[list[float]] = field(default_factory=list)

    def timed(self, room: str, function: Callable[..., T]) -> Callable[..., T]:
        """The function, which books its time on the room."""

        @wraps(function)
        def inner(*given: object, **named: object) -> T:
            start = time.process_time()
            self._open.append([0.0])
            try:
                return function(*given, **named)
            finally:
                whole = 1000 * (time.process_time() - start)
                self.spent[room] = self.spent.get(room, 0.0) + whole - self._open.pop()[0]
                if self._open:
                    self._open[-1][0] += whole

        return inner

    def shares(self) -> dict[str, float]:
        """The share of each room, in the order of the way."""
        total = sum(self.spent.values()) or 1.0
        return {room: self.spent[room] / total for room in ROOMS if room in self.spent}


@contextmanager
def watched() -> Iterator[Rooms]:
    """Inside the block every room books its time."""
    rooms, before = Rooms(), []
    for room, functions in ROOMS.items():
        for module_name, name in functions:
            module = import_module(module_name)
            before.append((module, name, getattr(module, name)))
            setattr(module, name, rooms.timed(room, getattr(module, name)))
    try:
        yield rooms
    finally:
        for module, name, function in before:
            setattr(module, name, function)


def peak_memory() -> int:
    """The most memory that this process has held, in bytes; 0 where the system does not tell."""
    with suppress(OSError, StopIteration, ValueError):
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))
    return 0
