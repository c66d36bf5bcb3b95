"""A run that is killed again and again, and its tables beside those of a run that nobody disturbed.

    python -m bench.kills --files 5000 --moments 20 --worker-kills 10

The run is killed with SIGKILL at moments spread over all that it does: while it looks for files, keeps what was
read (in the middle of a transaction, between a part and its entry), relates, writes and renames. Each time it is
started again; then workers are killed under it, then it may finish. At last the same is read anew on a Dask cluster of
two workers on this machine, one of which is killed again and again (``--no-dask`` leaves that out). Every table has
to be the same, byte for byte.
"""

import argparse
import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import psutil

from bench.generator import make
from bench.overnight import varied
from extract.batch import deal, pool
from extract.batch import run as batch
from extract.batch.journal import Journal
from extract.batch.kept import Parts
from extract.batch.runlog import At
from extract.batch.standing import Standing
from extract.panel import neighbours
from extract.tables import writer

STAGES = {"scan": 3, "read": 7, "relate": 2, "write": 4, "rename": 4}
"""How the moments are spread: of twenty, so many in each stage."""


# ── the run that is killed ─────────────────────────────────────────────────────────────────────────────


class Doom:
    """Counts what a run does, and kills it when it does ``stage`` for the ``number``-th time.

    The stage ``worker`` kills the workers instead, every ``number``-th time that something was kept.
    """

    def __init__(self, stage: str, number: int) -> None:
        self._stage, self._number = stage, number
        self.counts: Counter[str] = Counter()

    def tick(self, stage: str) -> None:
        """Something of this stage happens."""
        self.counts[stage] += 1
        if stage == self._stage and self.counts[stage] == self._number:
            os.kill(os.getpid(), signal.SIGKILL)
        if stage == "read" and self._stage == "worker" and self.counts[stage] % self._number == 0:
            for child in psutil.Process().children(recursive=True)[-1:]:
                child.kill()

    def hook(self, owner: object, name: str, stage: str, kinds: tuple[str, ...] = ()) -> None:
        """Ticks before and after each call of a function; with ``kinds`` only where the last argument ends so."""
        real: Callable[..., object] = getattr(owner, name)

        def doomed(*arguments: object, **named: object) -> object:
            meant = not kinds or str(arguments[-1]).endswith(kinds)
            self.tick(stage if meant else "other")
            result = real(*arguments, **named)
            self.tick(stage if meant else "other")
            return result

        setattr(owner, name, doomed)


HOOKS: tuple[tuple[object, str, str], ...] = (
    (Journal, "_see", "scan"),
    (Parts, "write", "read"),
    (Journal, "keep", "read"),
    (Journal, "_keep", "read"),
    (Standing, "settle", "relate"),
    (Standing, "decide", "relate"),
    (neighbours.Neighbours, "relate", "relate"),
    (deal.Dealer, "take", "write"),
    (writer.DatasetWriter, "add", "write"),
    (Journal, "set", "write"),
)


def small_steps() -> None:
    """Makes few files have many moments; the row groups show in the bytes of the tables."""
    pool.PORTION_FILES = 8
    deal.HEAP = deal.HAND = 100
    writer.ROW_GROUPS.update(dict.fromkeys(writer.ROW_GROUPS, 2000))


def child(raw: str, out: str, doomed: str, number: int) -> None:
    """Runs in small steps until the moment has come."""
    doom = Doom(doomed, number)
    small_steps()
    for owner, name, stage in HOOKS:
        doom.hook(owner, name, stage)
    doom.hook(os, "replace", "rename", (".parquet", "manifest.json"))
    batch.run(raw, out, jobs=2)
    print(json.dumps(doom.counts))


def dask_child(raw: str, out: str, worker_kills: int) -> None:
    """Runs on a cluster of two workers, and kills one of them whenever some more files were read."""
    cluster_of = import_module("distributed").LocalCluster
    small_steps()
    killed: list[int] = []
    total = sum(path.is_file() for path in Path(raw).rglob("*"))
    with cluster_of(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:

        def kill_one(at: At) -> None:
            due = total * (len(killed) + 1) // (worker_kills + 1)
            if at.step == "read" and at.done >= due and len(killed) < worker_kills:
                process = list(cluster.workers.values())[len(killed) % 2].process
                if process is not None and process.pid is not None:
                    psutil.Process(process.pid).kill()
                    killed.append(process.pid)

        batch.run(raw, out, engine="dask", scheduler=cluster.scheduler_address, progress=kill_one)
    print(json.dumps({"killed": len(killed)}))


# ── what kills it ──────────────────────────────────────────────────────────────────────────────────────


def collection(folder: Path, files: int) -> Path:
    """A folder of reports, copies of them, duplicates, and files that are none."""
    folder.mkdir(parents=True)
    bases = [make(seed, layout="cells" if seed % 2 else "tika", damage=()) for seed in range(min(60, files))]
    for number in range(files):
        base = bases[number % len(bases)]
        data = varied(base.data, base.name, number // len(bases) // 2)
        if number % 50 == 7:
            data = b"\0\1\2 no report" + str(number).encode()
        path = folder / f"{number % 7}" / f"{number:05}-{base.name}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    return folder


def digests(out: Path) -> dict[str, str]:
    """The hash of each table and of the manifest."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted([*out.glob("*.parquet"), out / "manifest.json"])
    }


def start(raw: Path, out: Path, stage: str = "never", number: int = 1) -> tuple[int, dict[str, int]]:
    """Starts a run that is doomed; its exit code, and what it counted if it lived to tell."""
    command = [sys.executable, "-m", "bench.kills", "--child", str(raw), str(out), stage, str(number)]
    # Python complains of semaphores that a killed process left
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
    return done.returncode, json.loads(done.stdout) if done.returncode == 0 else {}


def moments(counts: dict[str, int], wanted: int) -> Iterator[tuple[str, int]]:
    """Stage and number of each moment, in the order of the stages; what was read stays read, so that it adds up."""
    for stage, share in STAGES.items():
        many = max(1, round(share * wanted / 20))
        for index in range(many):
            if stage == "read":
                yield stage, max(1, counts[stage] // (many + 1) + index)
            else:
                yield stage, 1 + counts[stage] * index // many + index % 2


def kill(folder: Path, files: int, wanted: int, worker_kills: int) -> dict[str, int]:
    """Kills a run at ``wanted`` moments, then workers under it; returns how often in each stage.

    Raises `SystemExit` where a table differs from that of the undisturbed run.
    """
    raw = collection(folder / "raw", files)
    code, counts = start(raw, folder / "whole")
    if code:
        raise SystemExit(f"the undisturbed run ended with {code}")
    killed: Counter[str] = Counter()
    for stage, number in moments(counts, wanted):
        code, _ = start(raw, folder / "killed", stage, number)
        killed[stage] += code == -signal.SIGKILL
    every = max(1, counts["read"] // max(1, worker_kills))
    (folder / "killed" / ".store" / "journal.sqlite").unlink(missing_ok=True)
    if start(raw, folder / "killed", "worker", every)[0]:
        raise SystemExit("the run whose workers were killed did not finish")
    # a file whose second reader was killed too is called crashed; the next run tries it again
    if start(raw, folder / "killed")[0]:
        raise SystemExit("the last run did not finish")
    if digests(folder / "whole") != digests(folder / "killed"):
        raise SystemExit("the tables differ")
    return dict(killed)


def kill_on_dask(folder: Path, worker_kills: int) -> int:
    """As `kill`, on a cluster, after it over the same files; returns how many workers were killed."""
    command = [sys.executable, "-m", "bench.kills", "--dask-child", str(folder / "raw"), str(folder / "dask")]
    done = subprocess.run([*command, str(worker_kills)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"the run on Dask ended with {done.returncode}: {done.stderr[-2000:]}")
    # a file that is in the hands of two workers when they are killed is called crashed
    if start(folder / "raw", folder / "dask")[0] or digests(folder / "whole") != digests(folder / "dask"):
        raise SystemExit("the tables of the run on Dask differ")
    return int(json.loads(done.stdout.splitlines()[-1])["killed"])


def main() -> None:
    """Kills, compares, tells."""
    parser = argparse.ArgumentParser(prog="python -m bench.kills", description=__doc__)
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--moments", type=int, default=20)
    parser.add_argument("--worker-kills", type=int, default=10)
    parser.add_argument("--no-dask", action="store_true", help="leave the cluster out")
    parser.add_argument("--dask-child", nargs=3, metavar=("RAW", "OUT", "KILLS"))
    parser.add_argument("--child", nargs=4, metavar=("RAW", "OUT", "STAGE", "NUMBER"))
    options = parser.parse_args()
    if options.child:
        raw, out, stage, number = options.child
        child(raw, out, stage, int(number))
        return
    if options.dask_child:
        raw, out, kills = options.dask_child
        dask_child(raw, out, int(kills))
        return
    with tempfile.TemporaryDirectory() as folder:
        clock = time.monotonic()
        killed = kill(Path(folder), options.files, options.moments, options.worker_kills)
        print(
            f"{options.files:,} files, killed {sum(killed.values())} times {killed}, and then every now and then a "
            f"worker: the tables are the same, byte for byte ({time.monotonic() - clock:,.0f} s)",
            flush=True,
        )
        if not options.no_dask:
            clock = time.monotonic()
            workers = kill_on_dask(Path(folder), options.worker_kills)
            print(
                f"on a Dask cluster of two workers, {workers} of them killed: the same bytes "
                f"({time.monotonic() - clock:,.0f} s)"
            )


if __name__ == "__main__":
    main()
