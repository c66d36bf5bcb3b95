"""The same work on a Dask cluster of two workers: the same tables, also where a worker is killed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from bench.kills import digests
from tests.readings import read_fake

from extract.batch.run import run
from extract.errors import WrongUse

ROOT = Path(__file__).parents[1]

# in a process of its own: what Dask leaves behind must not trouble other tests
SCRIPT = """
import json, sys
import dask, psutil
from distributed import LocalCluster
from tests.readings import read_fake
from extract.batch.run import run

def main():
    raw, out = sys.argv[1:]
    dask.config.set({"distributed.comm.timeouts.connect": "60s"})
    killed = []
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        def kill(at):
            if at.step == "read" and at.done >= 30 and not killed:
                killed.append(next(iter(cluster.workers.values())).process.pid)
                psutil.Process(killed[0]).kill()
        summary = run(raw, out, engine="dask", scheduler=cluster.scheduler_address, timeout=6, read=read_fake, progress=kill)
    print(json.dumps({"read": summary.read, "killed": len(killed), "counts": dict(summary.counts)}))

if __name__ == "__main__":
    main()
"""


def test_a_cluster_gives_the_same_bytes_though_a_worker_is_killed(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for number in range(120):
        (raw / f"{number:03}.txt").write_text(f"{2019 + number // 2 % 5} {number // 2}")
    for name in ("die", "hang", "letter", "bug"):
        (raw / f"050-{name}.txt").write_text(name)
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    done = subprocess.run(
        [sys.executable, str(script), str(raw), str(tmp_path / "dask")],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["killed"] == 1
    assert told["read"] == 124
    assert told["counts"] == {"extracted": 60, "duplicate": 60, "not_a_report": 1, "timed_out": 1, "crashed": 2}
    run(raw, tmp_path / "local", jobs=1, timeout=6, read=read_fake)
    assert digests(tmp_path / "dask") == digests(tmp_path / "local")


def test_an_engine_and_its_address_go_together(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="--scheduler"):
        run(tmp_path, tmp_path / "out", engine="dask")
    with pytest.raises(WrongUse, match="--engine dask"):
        run(tmp_path, tmp_path / "out", scheduler="tcp://127.0.0.1:1")
