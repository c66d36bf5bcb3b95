"""Cluster: the same portions as on one machine, read by the workers of a Dask cluster.

Each thread of a Dask worker has a crew of one process of its own: what hangs or kills its process is
told there, as on one machine, and costs the worker nothing. A worker that dies itself is Dask's to
replace; its portions are read by others.
"""

import multiprocessing
import threading
import uuid
from collections import deque
from collections.abc import Callable, Collection, Generator, Iterator, Mapping
from importlib import import_module
from typing import Protocol, cast

from extract.batch.fingerprint import fingerprint
from extract.batch.pool import Crew, Portion
from extract.batch.worker import CRASHED, Job, Outcome, failed
from extract.errors import Told, WrongUse
from extract.files.found import Found

_AHEAD = 2
"""Portions waiting per thread of the cluster."""
_PATIENCE = 60
"""Seconds to wait for a first worker."""

Outcomes = list[tuple[tuple[Found, ...], Outcome]]

_ENDED = Told(
    "读取它的几个 worker 都中断了；请在本机单独读它，看是什么原因",
    "the workers that read it ended; read it alone on this machine to see why",
)


class _Future(Protocol):
    def result(self) -> object: ...


class _Client(Protocol):
    def submit(self, function: Callable[..., object], *args: object, pure: bool) -> _Future: ...
    def run(self, function: Callable[..., object], *args: object) -> Mapping[str, object]: ...
    def nthreads(self) -> Mapping[str, int]: ...
    def wait_for_workers(self, n_workers: int, timeout: float) -> None: ...
    def cancel(self, futures: Collection[_Future]) -> None: ...
    def close(self) -> None: ...


class Cluster:
    """The Dask cluster whose scheduler is at an address.

    Raises `WrongUse` where there is none, where it has no workers, or where they would read
    otherwise than this machine, because another version of something is installed there.
    """

    def __init__(self, scheduler: str, timeout: float, job: Job) -> None:
        try:
            self._dask = import_module("distributed")
        except ImportError as error:
            raise WrongUse(
                '--engine dask 需要 Dask：pip install "gongkai-extract[dask]"',
                '--engine dask needs Dask: pip install "gongkai-extract[dask]"',
            ) from error
        try:
            self._client = cast(_Client, self._dask.Client(scheduler, timeout=_PATIENCE))
            self._client.wait_for_workers(1, timeout=_PATIENCE)
        except (OSError, TimeoutError, ValueError) as error:
            raise WrongUse(
                f"{scheduler} 没有可用的 Dask 集群（{type(error).__name__}）",
                f"no Dask cluster with workers at {scheduler}: {error}",
            ) from error
        self._timeout, self._job, self._token = timeout, job, uuid.uuid4().hex
        self._demand_same()
        self.size = max(1, sum(self._client.nthreads().values()))

    def _demand_same(self) -> None:
        own = fingerprint(self._job)
        for worker, other in self._client.run(fingerprint, self._job).items():
            if other != own:
                self._client.close()
                raise WrongUse(
                    f"Dask 的 worker {worker} 读出的结果会与本机不同；请在两边安装同样版本的 Python、本程序和所需的库",
                    f"the Dask worker {worker} would read otherwise than this machine: "
                    "install the same versions of Python, this package and what it needs on both",
                )

    def outcomes(self, cut: Iterator[Portion]) -> Generator[tuple[tuple[Found, ...], Outcome]]:
        """Every file's outcome, exactly once, in the order of finishing."""
        waiting: deque[Portion] = deque()
        running: dict[_Future, Portion] = {}
        try:
            while True:
                while len(running) < self.size * _AHEAD:
                    portion = waiting.popleft() if waiting else next(cut, None)
                    if portion is None:
                        break
                    arguments = (portion, self._timeout, self._job, self._token)
                    running[self._client.submit(read_portion, *arguments, pure=False)] = portion
                if not running:
                    return
                for future in self._dask.wait(list(running), return_when="FIRST_COMPLETED").done:
                    portion = running.pop(future)
                    try:
                        yield from cast(Outcomes, future.result())
                    except self._dask.KilledWorker:
                        # the scheduler gave up, since several workers died under it
                        if portion.alone:
                            yield portion.files, failed(portion.files[0], CRASHED, _ENDED)
                        else:
                            waiting.extend(Portion((file,), True) for file in portion.files)
        finally:
            self._client.cancel(list(running))
            self._client.close()


_crews = threading.local()


def read_portion(portion: Portion, timeout: float, job: Job, token: str) -> Outcomes:
    """What a thread of a Dask worker does. ``token`` tells one run from the next."""
    kept = cast("tuple[str, Crew] | None", getattr(_crews, "kept", None))
    if kept is None or kept[0] != token:
        if kept is not None:
            kept[1].stop()
        # daemons may have no children, lest these are left alone; ours end with their parent
        multiprocessing.current_process().daemon = False
        kept = (token, Crew(1, timeout, job, kept=True))
        _crews.kept = kept
    return list(kept[1].outcomes(iter([portion])))
