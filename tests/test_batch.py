"""A run over many files: each accounted for, none able to stop the others, and the same bytes every time."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from bench.generator import make
from tests.readings import read_fake
from tests.texts import is_chinese

from extract.batch import deal, pool, worker
from extract.batch.pool import portions
from extract.batch.run import run
from extract.batch.runlog import STATUSES, At, Summary
from extract.batch.worker import Job
from extract.columns import TABLE_NAMES
from extract.errors import ExtractError, WrongUse
from extract.files import fetch
from extract.files.found import Found
from extract.files.walk import walk
from extract.options import Options
from extract.tables.dataset import load

Raw = Callable[..., Path]


@pytest.fixture
def raw(tmp_path: Path) -> Raw:
    """Makes a folder of files from name=content."""

    def make(files: dict[str, str], folder: str = "raw") -> Path:
        for name, content in files.items():
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        return tmp_path / folder

    return make


def fake_run(raw: Path | list[Path], out: Path, jobs: int = 2, timeout: float = 30) -> Summary:
    return run(raw, out, jobs=jobs, timeout=timeout, read=read_fake)


def statuses(out: Path) -> dict[str, str]:
    sources = load(out).sources
    return dict(zip(sources["path"], sources["status"], strict=True))


def digests(out: Path) -> dict[str, str]:
    names = [*(f"{name}.parquet" for name in TABLE_NAMES), "manifest.json"]
    return {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in names}


def test_every_file_has_a_row_whatever_comes_of_it(raw: Raw, tmp_path: Path) -> None:
    folder = raw(
        {
            "2019/云岭县.txt": "2019 云岭县",
            "2023/云岭县.txt": "2023 云岭县",
            "2023/云岭县 (1).txt": "2023 云岭县",
            "bug.txt": "bug",
            "die.txt": "die",
            "encrypted.docx": "encrypted",
            "fraction.txt": "fraction",
            "hang.txt": "hang",
            "letter.txt": "letter",
            "scan.pdf": "scan",
            "damaged.pdf": "damaged",
        }
    )
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    (folder / "huge.pdf").touch()
    os.truncate(folder / "huge.pdf", fetch.MAX_BYTES + 1)
    os.mkfifo(folder / "pipe.txt")
    out = tmp_path / "out"
    summary = fake_run(folder, out, timeout=6)
    assert statuses(out) == {
        "2019/云岭县.txt": "extracted",
        "2023/云岭县 (1).txt": "extracted",
        "2023/云岭县.txt": "duplicate",
        "bug.txt": "crashed",
        "damaged.pdf": "unreadable",
        "die.txt": "crashed",
        "encrypted.docx": "encrypted",
        "fraction.txt": "crashed",
        "gone.txt": "unreadable",
        "hang.txt": "timed_out",
        "huge.pdf": "too_large",
        "letter.txt": "not_a_report",
        "pipe.txt": "unsupported",
        "scan.pdf": "no_text",
    }
    assert set(summary.counts) == set(STATUSES)
    assert summary.exit_code == 1
    assert [failure.path for failure in summary.failing] == [
        "bug.txt", "damaged.pdf", "die.txt", "encrypted.docx", "fraction.txt",
        "gone.txt", "hang.txt", "huge.pdf",
    ]  # fmt: skip


def test_messages_say_what_happened(raw: Raw, tmp_path: Path) -> None:
    content = {"a.txt": "2023", "b.txt": "2023", "bug.txt": "bug", "die.txt": "die", "hang.txt": "hang"}
    out = tmp_path / "out"
    fake_run(raw(content), out, timeout=4.5)
    sources = load(out).sources
    messages: dict[str, str] = dict(zip(sources["path"], sources["message"], strict=True))
    assert messages["b.txt"] == "same bytes as a.txt"
    assert messages["bug.txt"].startswith("this program failed on it (KeyError: 'unexpected'), through no fault of")
    assert messages["die.txt"].startswith("the process that read it ended, twice (exit code -9): out of memory, or")
    assert messages["hang.txt"].startswith("not read within 4.5 seconds; look at it")
    for name, zh, status in zip(sources["path"], sources["message_zh"], sources["status"], strict=True):
        assert status == "extracted" or is_chinese(zh), name
    hashes = load(out).sources["sha256"].tolist()
    assert hashes[-1] == hashlib.sha256(b"hang").hexdigest()


def test_a_death_costs_only_its_own_file(raw: Raw, tmp_path: Path) -> None:
    files = {f"{number:03}.txt": f"2023 {number}" for number in range(100)} | {"050a.txt": "die"}
    out = tmp_path / "out"
    summary = fake_run(raw(files), out)
    assert summary.counts == {"extracted": 100, "crashed": 1}
    assert load(out).reports["report_id"].is_unique


def test_the_same_bytes_however_many_processes(raw: Raw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {f"{number:03}.txt": f"{2019 + number % 5} {number // 2}" for number in range(60)}
    folder = raw(files | {"030a.txt": "die", "letter.txt": "letter"})
    fake_run(folder, tmp_path / "one", jobs=1)
    fake_run(folder, tmp_path / "three", jobs=3)
    monkeypatch.setattr(pool, "PORTION_FILES", 1)
    monkeypatch.setattr(deal, "HEAP", 7)
    monkeypatch.setattr(deal, "HAND", 5)
    fake_run(folder, tmp_path / "single")
    assert digests(tmp_path / "one") == digests(tmp_path / "three") == digests(tmp_path / "single")


def test_duplicates_are_told_by_path_order_and_keep_one_report(raw: Raw, tmp_path: Path) -> None:
    files = {f"{number:02}.txt": "2023 same" if number in (3, 30) else f"2023 {number}" for number in range(40)}
    out = tmp_path / "out"
    fake_run(raw(files), out)
    sources = load(out).sources.set_index("path")
    assert sources.loc["30.txt", "status"] == "duplicate"
    assert sources.loc["30.txt", "message"] == "same bytes as 03.txt"
    assert sources.loc["30.txt", "format"] == "txt"
    assert len(load(out).appeals) == 39 * 15


def test_a_duplicate_of_a_file_that_failed_is_one_all_the_same(raw: Raw, tmp_path: Path) -> None:
    out = tmp_path / "out"
    fake_run(raw({"a.pdf": "damaged", "b.pdf": "damaged"}), out)
    assert statuses(out) == {"a.pdf": "unreadable", "b.pdf": "duplicate"}


def test_a_second_run_leaves_what_a_fresh_one_would(raw: Raw, tmp_path: Path) -> None:
    fake_run(raw({"a.txt": "2023 a", "b.txt": "2023 b"}), tmp_path / "out")
    later = raw({"c.txt": "2019 c"}, "later")
    fake_run(later, tmp_path / "out")
    fake_run(later, tmp_path / "fresh")
    assert digests(tmp_path / "out") == digests(tmp_path / "fresh")
    assert len(list((tmp_path / "out" / "runs").glob("*.json"))) == 2


def test_nothing_of_the_machine_stands_in_the_tables(raw: Raw, tmp_path: Path) -> None:
    summary = fake_run(raw({"a.txt": "2023", "hang": "bug"}), tmp_path / "out")
    for name in [*(f"{name}.parquet" for name in TABLE_NAMES), "manifest.json"]:
        assert str(tmp_path).encode() not in (tmp_path / "out" / name).read_bytes()
    log = json.loads(summary.log.read_text(encoding="utf-8"))
    assert log["raw"] == [str(tmp_path / "raw")]
    assert log["counts"] == {"extracted": 1, "crashed": 1}
    assert [slow["path"] for slow in log["slowest"]]
    assert not (tmp_path / "out" / ".store" / "work").exists()


def test_several_raws_begin_with_their_names(raw: Raw, tmp_path: Path) -> None:
    first = raw({"x.txt": "2023 a"}, "p/one")
    second = raw({"x.txt": "2023 b", "sub/y.txt": "2023 c"}, "p/two")
    fake_run([first, second, second / "x.txt"], tmp_path / "out")
    assert statuses(tmp_path / "out") == {
        "one/x.txt": "extracted",
        "two/sub/y.txt": "extracted",
        "two/x.txt": "extracted",
        "x.txt": "duplicate",
    }


def test_raws_of_one_name_are_told_apart_by_their_folders(raw: Raw, tmp_path: Path) -> None:
    first, second = raw({"x.txt": "2019"}, "p/2019"), raw({"x.txt": "2023"}, "p/2023")
    found = list(walk([first / "x.txt", second / "x.txt"], tmp_path / "out"))
    assert [file.name for file in found] == ["2019/x.txt", "2023/x.txt"]


def test_walking_ends_in_spite_of_loops_and_leaves_out_what_is_hidden(raw: Raw, tmp_path: Path) -> None:
    folder = raw({"z/a.txt": "1", ".hidden": "2", ".git/b.txt": "3", "out/tables.txt": "4"})
    (folder / "z" / "up").symlink_to(folder)
    (folder / "a-link").symlink_to(folder / "z")
    (folder / "itself").symlink_to(folder / "itself")
    other = raw({"c.txt": "5"}, "other")
    (folder / "linked").symlink_to(other)
    (folder / "passwords.txt").symlink_to(other / "c.txt")
    found = sorted(walk([folder], folder / "out"), key=lambda file: file.name)
    assert [file.name for file in found] == ["itself", "linked", "passwords.txt", "z/a.txt"]
    assert [file.trouble is not None for file in found] == [True, True, True, False]
    # what a link leads to is read where it was asked for
    both = sorted(file.name for file in walk([folder, other], folder / "out") if not file.trouble)
    assert [name.split("/", 1)[1] for name in both] == ["c.txt", "linked/c.txt", "passwords.txt", "z/a.txt"]
    assert [file.name for file in walk([folder / "z" / "a.txt"], folder / "out")] == ["a.txt"]


def test_a_name_that_is_no_utf8_still_has_a_row(tmp_path: Path) -> None:
    folder = tmp_path / "raw"
    folder.mkdir()
    name = "云岭.txt".encode("gb18030")
    (Path(os.fsdecode(bytes(folder) + b"/" + name))).write_text("2023")
    fake_run(folder, tmp_path / "out")
    assert statuses(tmp_path / "out") == {r"\xd4\xc6\xc1\xeb.txt": "extracted"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_unreadable(raw: Raw, tmp_path: Path) -> None:
    folder = raw({"a.txt": "2023", "closed/b.txt": "2023"})
    (folder / "a.txt").chmod(0)
    (folder / "closed").chmod(0)
    fake_run(folder, tmp_path / "out")
    assert set(statuses(tmp_path / "out").values()) == {"unreadable"}


def test_a_file_that_vanishes_is_unreadable(tmp_path: Path) -> None:
    outcome = worker.read_files((Found(str(tmp_path / "gone.txt"), "gone.txt", 4),), Job(None, read_fake, Options()))
    assert outcome.records[0].source.status == "unreadable"
    assert outcome.records[0].source.message == (
        "cannot be opened (No such file or directory); check the path and the permissions, and run again"
    )
    assert outcome.records[0].source.message_zh == "打不开（文件不存在），请检查路径和权限后再运行"


def test_an_empty_folder_gives_empty_tables(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    summary = fake_run(tmp_path / "raw", tmp_path / "out")
    assert summary.files == 0
    assert load(tmp_path / "out").reports.empty


def test_wrong_use_is_said_before_anything_is_written(raw: Raw, tmp_path: Path) -> None:
    folder, out = raw({"a.txt": "2023"}), tmp_path / "out"
    for arguments, expected in [
        ((folder / "nowhere", out, 1, 9), "no such file"),
        (([], out, 1, 9), "nothing to read"),
        ((folder, out, 0, 9), "--jobs"),
        ((folder, out, 1, 0), "--timeout"),
        ((folder, folder, 1, 9), "give another --out"),
        ((folder, folder / "a.txt", 1, 9), "is a file"),
        ((folder, folder / "a.txt" / "out", 1, 9), "cannot be written into"),
    ]:
        with pytest.raises(WrongUse, match=expected):
            fake_run(*arguments)  # type: ignore[arg-type]
    with pytest.raises(WrongUse, match="no form found"):
        run(folder, out, patterns=folder, read=read_fake)
    assert not out.exists()


def test_two_runs_into_one_folder_do_not_meet(raw: Raw, tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    folder, out = raw({"a.txt": "2023"}), tmp_path / "out"
    fake_run(folder, out)
    before = digests(out)
    with (out / "runs" / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(WrongUse, match="another run"):
            fake_run(folder, out)
    assert digests(out) == before


def test_a_run_that_breaks_off_leaves_the_old_set_whole(
    raw: Raw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    fake_run(raw({"a.txt": "2023"}), out)
    before = digests(out)

    def stop(at: At) -> None:
        if at.step == "read":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(raw({"b.txt": "2019"}), out, jobs=1, progress=stop, read=read_fake)
    assert digests(out) == before


def test_progress_counts_every_file(raw: Raw, tmp_path: Path) -> None:
    seen: list[At] = []
    folder = raw({f"{number}.txt": f"2023 {number}" for number in range(7)})
    run(folder, tmp_path / "out", jobs=1, progress=seen.append, read=read_fake)
    assert [at for at in seen if at.step == "read"][-1] == At("read", 7, 7, {"extracted": 7})


def test_a_script_without_a_guard_is_not_run_again_in_each_process(raw: Raw, tmp_path: Path) -> None:
    folder = raw({"a.txt": "2023", "b.txt": "2019"})
    script = tmp_path / "script.py"
    script.write_text(
        "from tests.readings import read_fake\n"
        "from extract.batch.run import run\n"
        "print('once')\n"
        f"print(run({str(folder)!r}, {str(tmp_path / 'out')!r}, jobs=2, read=read_fake).counts)\n"
    )
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, str(script)], cwd=root, env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines() == ["once", "{'extracted': 2}"]


def test_processes_that_never_start_end_the_run_with_advice(
    raw: Raw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        def __init__(self, **_: object) -> None: ...
        def schedule(self, *_: object, **__: object) -> None:
            raise RuntimeError("the pool is not active")

        def stop(self) -> None: ...
        def join(self) -> None: ...

    monkeypatch.setattr(pool, "ProcessPool", Broken)
    with pytest.raises(ExtractError, match="try --jobs 1"):
        fake_run(raw({"a.txt": "2023"}), tmp_path / "out")


def test_portions_are_small_and_cover_every_file_once() -> None:
    files = tuple(Found(str(n), str(n), 10 if n % 50 else pool.PORTION_BYTES + 1) for n in range(500))
    cut = list(portions(files, len(files), 2))
    assert [file for portion in cut for file in portion.files] == list(files)
    assert max(len(portion.files) for portion in cut) <= pool.PORTION_FILES
    assert [len(portion.files) for portion in cut][:3] == [1, 32, 17]


def test_a_process_that_reads_holds_nothing_that_only_tables_need(raw: Raw) -> None:
    work = """
import sys
from pathlib import Path
from extract.batch import pool, worker
from extract.files.walk import walk
from extract.options import Options
from extract.panel.neighbours import Neighbours
from extract.pipeline import read_bytes
pool.settle_in()
outcome = worker.read_files(list(walk([sys.argv[1]], Path())), worker.Job(None, read_bytes, Options(), Neighbours()))
import pyarrow
own = pyarrow.mimalloc_memory_pool().max_memory() if "mimalloc" in pyarrow.supported_memory_backends() else 0
print(len(outcome.parts), own < 10_000, {"pandas", "pyarrow.compute", "pyarrow.parquet"} & set(sys.modules))
"""
    folder = raw({"报告.txt": make(1, layout="tika", damage=(), errors=()).data.decode()})
    done = subprocess.run([sys.executable, "-c", work, str(folder)], check=True, capture_output=True, text=True)
    assert done.stdout == "1 True set()\n"
