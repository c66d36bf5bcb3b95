"""Running again: only what is new or changed is read, and the tables are those of a run into an empty folder."""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import cast

import pytest
from bench.kills import digests
from tests.readings import read_fake

from extract.batch import forecast
from extract.batch.fingerprint import fingerprint
from extract.batch.hold import STORE
from extract.batch.journal import Journal
from extract.batch.run import dry_run, run
from extract.batch.runlog import Summary
from extract.batch.worker import Job, Record
from extract.errors import WrongUse
from extract.files.found import Found
from extract.forms.form import Forms
from extract.options import Options
from extract.reading import Reading
from extract.tables.arrow import ArrowTable
from extract.tables.dataset import load
from extract.tables.rows import SourceRow

Put = Callable[[str, str], Path]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Writes a file under raw, each with a time of its own."""
    clock = iter(range(1_000_000_000, 2_000_000_000, 10))

    def write(name: str, content: str) -> Path:
        path = tmp_path / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
        moment = next(clock)
        os.utime(path, (moment, moment))
        return path

    for number in range(12):
        write(f"{number:02}.txt", f"{2019 + number % 5} {number}")
    return write


@pytest.fixture
def again(tmp_path: Path) -> Callable[..., Summary]:
    def go(**named: object) -> Summary:
        named.setdefault("read", read_fake)
        return run(tmp_path / "raw", tmp_path / "out", jobs=1, **named)  # type: ignore[arg-type]

    return go


def same_as_fresh(tmp_path: Path) -> bool:
    run(tmp_path / "raw", tmp_path / "fresh", jobs=1, read=read_fake, fresh=True)
    return digests(tmp_path / "out") == digests(tmp_path / "fresh")


def paths(out: Path) -> dict[str, str]:
    sources = load(out).sources
    return dict(zip(sources["path"], sources["status"], strict=True))


def test_nothing_new_reads_nothing_and_writes_nothing(put: Put, again: Callable[..., Summary], tmp_path: Path) -> None:
    assert again().read == 12
    table = tmp_path / "out" / "appeals.parquet"
    before = table.stat().st_mtime_ns
    second = again()
    assert (second.read, second.counts) == (0, {"extracted": 12})
    assert table.stat().st_mtime_ns == before


def test_only_what_changed_is_read(put: Put, again: Callable[..., Summary], tmp_path: Path) -> None:
    again()
    put("03.txt", "2022 other")
    put("new/a.txt", "2020 new")
    (tmp_path / "raw" / "05.txt").unlink()
    assert again().read == 2
    assert "05.txt" not in paths(tmp_path / "out")
    assert same_as_fresh(tmp_path)


def test_the_same_bytes_at_another_time_are_not_read_again(
    put: Put, again: Callable[..., Summary], tmp_path: Path
) -> None:
    again()
    put("03.txt", "2022 3")
    before = (tmp_path / "out" / "appeals.parquet").stat().st_mtime_ns
    assert again(read=_must_not_read_3).counts == {"extracted": 12}
    assert again(read=_must_not_read_3).read == 0
    assert (tmp_path / "out" / "appeals.parquet").stat().st_mtime_ns != before  # another reader, so all anew once


def _must_not_read_3(data: bytes, name: str, forms: Forms, options: Options) -> Reading:
    return read_fake(data, name, forms, options)


def test_rehash_sees_what_size_and_time_hide(put: Put, again: Callable[..., Summary], tmp_path: Path) -> None:
    again()
    path = tmp_path / "raw" / "03.txt"
    times = path.stat()
    path.write_text("2020 3")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert again().read == 0
    assert not same_as_fresh(tmp_path)
    again(rehash=True)
    assert same_as_fresh(tmp_path)


def test_fresh_reads_everything(put: Put, again: Callable[..., Summary]) -> None:
    again()
    assert again(fresh=True).read == 12


def test_another_reader_or_other_options_read_everything(put: Put, again: Callable[..., Summary]) -> None:
    again()
    assert again(prose=False).read == 12
    assert again(prose=False, read=_must_not_read_3).read == 12
    assert fingerprint(Job(None, read_fake, Options())) != fingerprint(Job(None, read_fake, Options(prose=False)))


def test_when_the_first_of_two_goes_the_second_is_the_report(
    put: Put, again: Callable[..., Summary], tmp_path: Path
) -> None:
    put("0-first.txt", "2021 3")
    put("03.txt", "2021 3")
    again()
    assert paths(tmp_path / "out")["03.txt"] == "duplicate"
    (tmp_path / "raw" / "0-first.txt").unlink()
    assert again().read == 0
    assert paths(tmp_path / "out")["03.txt"] == "extracted"
    assert same_as_fresh(tmp_path)


def test_add_keeps_what_is_not_there_any_more(put: Put, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(tmp_path / "raw", out, jobs=1, read=read_fake)
    more = tmp_path / "more"
    more.mkdir()
    (more / "b.txt").write_text("2020 b")
    assert run(more, out, jobs=1, read=read_fake, add=True).counts == {"extracted": 13}
    assert len(load(out).reports) == 13
    assert run(more, out, jobs=1, read=read_fake).counts == {"extracted": 1}


def test_add_never_puts_one_file_in_the_place_of_another(put: Put, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(tmp_path / "raw", out, jobs=1, read=read_fake)
    more = tmp_path / "more"
    more.mkdir()
    (more / "03.txt").write_text("2020 another")
    with pytest.raises(WrongUse, match="with other content, from"):
        run(more, out, jobs=1, read=read_fake, add=True)
    (more / "03.txt").write_bytes((tmp_path / "raw" / "03.txt").read_bytes())
    assert run(more, out, jobs=1, read=read_fake, add=True).counts == {"extracted": 12}


def test_a_file_that_timed_out_is_tried_again_with_more_time(tmp_path: Path) -> None:
    found = Found(str(tmp_path / "slow.txt"), "slow.txt", 9, "1")
    row = SourceRow(
        "slow.txt", "0" * 64, 9, None, "timed_out", None, "not read within 5 seconds", "5 秒内没有读完", "1"
    )
    with Journal(tmp_path / "journal.sqlite") as journal:

        def to_read(patience: float) -> int:
            for _ in journal.scan([(found, "key")], patience, rehash=False, add=False):
                pass
            return journal.counts()[1]

        assert to_read(5) == 1
        journal.keep([Record(row)], {}, 5)
        assert [to_read(5), to_read(4), to_read(6)] == [0, 0, 1]


def test_a_file_that_may_be_read_now_is_read(put: Put, again: Callable[..., Summary], tmp_path: Path) -> None:
    link = tmp_path / "raw" / "link.txt"
    link.symlink_to(tmp_path / "raw" / ".later.txt")
    assert again().counts["unreadable"] == 1
    (tmp_path / "raw" / ".later.txt").write_text("2023 later")
    assert again().counts == {"extracted": 13}


def test_the_store_may_be_deleted(put: Put, again: Callable[..., Summary], tmp_path: Path) -> None:
    first = again()
    assert first.store == tmp_path / "out" / STORE
    assert first.store_bytes > 0
    before = digests(tmp_path / "out")
    for path in sorted(first.store.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert again().read == 12
    assert digests(tmp_path / "out") == before


def test_parts_that_nobody_needs_are_dropped(put: Put, again: Callable[..., Summary], tmp_path: Path) -> None:
    again()
    for number in range(12):
        put(f"{number:02}.txt", f"2023 anew {number}")
    again()
    kept = sum(path.stat().st_size for path in (tmp_path / "out" / STORE / "parts").rglob("*.part"))
    assert kept < again().store_bytes < 2 * kept + 300_000


def test_unsupported_files_are_counted_by_extension(put: Put, tmp_path: Path) -> None:
    for name in ("a.jpg", "b.JPG", "c.xyz"):
        (tmp_path / "raw" / name).write_bytes(b"\0\1\2\3" + name.encode())
    summary = run(tmp_path / "raw", tmp_path / "out", jobs=1)
    assert summary.unsupported[".jpg"] == 2
    assert summary.unsupported[".xyz"] == 1


def test_a_dry_run_tells_and_writes_nothing(
    put: Put, again: Callable[..., Summary], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forecast, "SAMPLED", 5)
    (tmp_path / "raw" / "scan.pdf").write_text("scan")
    told = dry_run(tmp_path / "raw", tmp_path / "out", jobs=1, read=read_fake)
    assert not (tmp_path / "out").exists()
    assert (told.files, told.to_read) == (13, 13)
    text, pdf = told.kinds
    assert (text.extension, text.files, text.sample) == (".txt", 12, {"extracted": 5})
    assert (pdf.extension, pdf.files, pdf.sample) == (".pdf", 1, {"no_text": 1})
    assert told.seconds > 0
    again()
    before = sorted((path, path.stat().st_mtime_ns) for path in (tmp_path / "out").rglob("*"))
    put("new.txt", "2020 new")
    assert dry_run(tmp_path / "raw", tmp_path / "out", jobs=1, read=read_fake).to_read == 1
    assert sorted((path, path.stat().st_mtime_ns) for path in (tmp_path / "out").rglob("*")) == before


class Double:
    """Counts the reports of each authority, and writes the count where the title stood."""

    key = "double"

    def note(self, reading: Reading) -> object:
        return reading.source.report_id, reading.report.fiscal_year

    def relate(self, group: Sequence[object]) -> Mapping[str, object]:
        notes = cast("Sequence[tuple[str, int]]", group)
        years = [year for _, year in notes]
        assert years == sorted(years)
        return {report_id: len(notes) for report_id, _ in notes}

    def apply(self, tables: Mapping[str, ArrowTable], decisions: Mapping[str, object]) -> Mapping[str, ArrowTable]:
        ids = [str(row["report_id"]) for row in tables["reports"].to_pylist()]
        assert set(ids) == set(decisions)
        return {**tables, "findings": tables["findings"].slice(0, 0)}


def test_what_looks_beyond_one_report_sees_all_of_an_authority(put: Put, again: Callable[..., Summary]) -> None:
    assert again(across=Double()).counts == {"extracted": 12}


def test_tables_are_ordered_by_year_and_authority(put: Put, again: Callable[..., Summary], tmp_path: Path) -> None:
    again()
    years = load(tmp_path / "out").reports["fiscal_year"].tolist()
    assert years == sorted(years)
    assert load(tmp_path / "out").appeals["fiscal_year"].tolist() == [year for year in years for _ in range(15)]
