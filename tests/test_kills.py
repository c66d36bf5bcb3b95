"""Runs that are killed: whatever moment it is, the tables in the end are those of a run that nobody disturbed."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from tests.readings import read_fake

from bench import kills
from extract.batch.hold import STORE
from extract.batch.run import run
from extract.batch.runlog import At, Summary
from extract.errors import WrongUse
from extract.tables.dataset import load

ROOT = Path(__file__).parents[1]


def fake_run(raw: Path, out: Path) -> Summary:
    return run(raw, out, jobs=1, read=read_fake)


def digests(out: Path) -> dict[str, str]:
    return kills.digests(out)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number:02}.txt").write_text(f"{2019 + number % 5} {number}")
    return folder


def script(tmp_path: Path, code: str) -> "subprocess.Popen[str]":
    path = tmp_path / "script.py"
    path.write_text(f"from tests.readings import read_fake\nfrom extract.batch.run import run\n{code}\n")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    return subprocess.Popen(
        [sys.executable, str(path)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_killed_at_twenty_moments_and_robbed_of_workers_it_ends_with_the_same_bytes(tmp_path: Path) -> None:
    killed = kills.kill(tmp_path, files=96, wanted=20, worker_kills=3)
    assert sum(killed.values()) >= 18
    assert set(killed) == set(kills.STAGES)
    assert all(killed.values())


def test_no_process_outlives_a_run_that_is_killed(raw: Path, tmp_path: Path) -> None:
    (raw / "hang.txt").write_text("hang")
    process = script(tmp_path, f"run({str(raw)!r}, {str(tmp_path / 'out')!r}, jobs=2, read=read_fake)")
    deadline = time.monotonic() + 60
    children: list[psutil.Process] = []
    while len(children) < 4 and time.monotonic() < deadline:  # what forks, what counts semaphores, two that read
        time.sleep(0.2)
        children = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.communicate()
    assert len(children) >= 4
    _, alive = psutil.wait_procs(children, timeout=30)
    assert not alive


def test_ctrl_c_keeps_what_was_read(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    read_before: list[int] = []

    def stop(at: At) -> None:
        if at.step == "read" and at.done >= 20:
            read_before.append(at.done)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(raw, out, jobs=1, progress=stop, read=read_fake)
    with pytest.raises(WrongUse, match=r"no manifest\.json"):
        load(out)
    assert fake_run(raw, out).read == 40 - read_before[0]
    fake_run(raw, tmp_path / "fresh")
    assert digests(out) == digests(tmp_path / "fresh")


@pytest.mark.skipif(sys.platform == "win32", reason="no signals there")
def test_sigterm_ends_the_command_with_a_sentence(raw: Path, tmp_path: Path) -> None:
    (raw / "hang.txt").write_text("hang")
    code = (
        "import extract.batch.plan\nextract.batch.plan.read_bytes = read_fake\n"
        "from extract.cli import main\n"
        f"main(['run', {str(raw)!r}, '--out', {str(tmp_path / 'out')!r}, '--jobs', '1'])"
    )
    process = script(tmp_path, code)
    journal = tmp_path / "out" / STORE / "parts" / "000"
    deadline = time.monotonic() + 60
    while not (journal.exists() and list(journal.glob("*.part"))) and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(signal.SIGTERM)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "the same command goes on" in told


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits there")
@pytest.mark.parametrize("limit", [9_000, 60_000, 120_000])
def test_a_full_disk_is_said_and_running_again_finishes(raw: Path, tmp_path: Path, limit: int) -> None:
    out = tmp_path / "out"
    code = (
        "import resource, sys\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))\n"
        "from extract.errors import ExtractError\n"
        "try:\n"
        f"    run({str(raw)!r}, {str(out)!r}, jobs=1, read=read_fake)\n"
        "except ExtractError as error:\n"
        "    sys.exit(f'said: {error}')\n"
    )
    process = script(tmp_path, code)
    _, told = process.communicate(timeout=60)
    assert "said: no room left to write in" in told
    assert process.returncode == 1
    with pytest.raises(WrongUse):
        load(out)
    fake_run(raw, out)
    fake_run(raw, tmp_path / "fresh")
    assert digests(out) == digests(tmp_path / "fresh")


def test_a_part_that_went_bad_on_the_disk_is_read_again(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    fake_run(raw, out)
    before = digests(out)
    bad = sorted((out / STORE / "parts").rglob("*.part"))[:2]
    bad[0].write_bytes(bad[0].read_bytes()[:-1] + b"X")
    bad[1].unlink()
    (out / "reports.parquet").unlink()
    assert fake_run(raw, out).read > 0
    assert digests(out) == before


def test_a_journal_that_is_no_journal_is_made_anew(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    fake_run(raw, out)
    before = digests(out)
    (out / STORE / "journal.sqlite").write_bytes(b"no database, whatever its name says" * 100)
    assert fake_run(raw, out).read == 40
    assert digests(out) == before


def test_a_table_that_was_changed_is_written_again_without_reading(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    fake_run(raw, out)
    before = digests(out)
    (out / "appeals.parquet").write_bytes(b"PAR1")
    assert fake_run(raw, out).read == 0
    assert digests(out) == before


def test_the_log_tells_the_time_of_each_step(raw: Path, tmp_path: Path) -> None:
    log = json.loads(fake_run(raw, tmp_path / "out").log.read_text(encoding="utf-8"))
    assert set(log["steps"]) == {"scan", "read", "write"}
