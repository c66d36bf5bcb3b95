"""What is found under RAW: archives as folders, URLs, names of every kind, and what is wrong with a file."""

import os
import struct
import zipfile
from pathlib import Path

import pytest
from bench.kills import digests
from tests.readings import read_fake

from extract.batch.run import run
from extract.errors import SourceError, Unreadable, Unsupported, WrongUse
from extract.files import fetch as fetching
from extract.files.archive import members
from extract.files.fetch import fetch
from extract.files.found import Found
from extract.files.walk import walk
from extract.forms.form import Forms
from extract.options import Options
from extract.reading import Reading
from extract.tables.dataset import load


def statuses(out: Path) -> dict[str, str]:
    sources = load(out).sources
    return dict(zip(sources["path"], sources["status"], strict=True))


def archive(path: Path, files: dict[str, bytes]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return path


def as_windows_writes(path: Path, name: str, data: bytes) -> Path:
    """An archive whose name is GBK, with nothing that says so."""
    raw = name.encode("gbk")
    placeholder = "x" * len(raw)
    archive(path, {placeholder: data})
    path.write_bytes(path.read_bytes().replace(placeholder.encode(), raw))
    return path


def locked(path: Path, name: str) -> Path:
    """An archive that says of its file that it asks for a password."""
    data = bytearray(archive(path, {name: b"2023"}).read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", data, data.index(mark) + at, 1)
    path.write_bytes(data)
    return path


def test_an_archive_is_read_as_a_folder(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    inner = archive(tmp_path / "inner.zip", {"b.txt": b"2023 b"}).read_bytes()
    archive(
        raw / "2023.zip",
        {
            "云岭县/a.txt": b"2023 a",
            "c.txt": b"2020 c",
            "dir/": b"",
            ".hidden": b"2023 h",
            "__MACOSX/._c.txt": b"2023 m",
            "../out.txt": b"2021 out",
            "inner.zip": inner,
        },
    )
    as_windows_writes(raw / "gbk.ZIP", "示例省\\云岭县年度报告.txt", b"2019 gbk")
    locked(raw / "locked.zip", "secret.txt")
    archive(raw / "empty.zip", {})
    archive(raw / "really.zip", {"[Content_Types].xml": b"x", "word/document.xml": b"y"})
    (raw / "broken.zip").write_bytes((raw / "2023.zip").read_bytes()[:-40])
    (raw / "plain.txt").write_text("2020 c")
    run(raw, tmp_path / "out", jobs=1, read=read_by_content)
    assert statuses(tmp_path / "out") == {
        "2023.zip/../out.txt": "extracted",
        "2023.zip/c.txt": "extracted",
        "2023.zip/inner.zip": "unsupported",
        "2023.zip/云岭县/a.txt": "extracted",
        "broken.zip": "unreadable",
        "empty.zip": "unsupported",
        "gbk.ZIP/示例省/云岭县年度报告.txt": "extracted",
        "locked.zip/secret.txt": "encrypted",
        "plain.txt": "duplicate",
        "really.zip": "extracted",
    }
    assert run(raw, tmp_path / "out", jobs=1, read=read_by_content).read <= 3  # what has no hash is tried again
    (raw / "2023.zip").unlink()
    run(raw, tmp_path / "out", jobs=1, read=read_by_content)
    assert statuses(tmp_path / "out")["plain.txt"] == "extracted"


def read_by_content(data: bytes, name: str, forms: Forms, options: Options) -> Reading:
    """As the fake reader, but of zips only documents are reports."""
    if data.startswith(b"PK\x05\x06"):
        raise Unsupported("压缩包", "an archive")
    return read_fake(b"2023 docx" if data.startswith(b"PK") else data, name, forms, options)


def test_bombs_are_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MAX_BYTES", 100_000)
    bomb = archive(tmp_path / "raw" / "bomb.zip", {"huge.txt": b"0" * 1_000_000})
    (file,) = walk([tmp_path / "raw"], tmp_path / "out")
    with pytest.raises(SourceError, match="1,000,000 bytes") as told:
        fetch(file)
    assert told.value.status == "too_large"
    data = bomb.read_bytes()
    lying = data.replace(struct.pack("<I", 1_000_000), struct.pack("<I", 1000))
    bomb.write_bytes(lying)
    (file,) = walk([tmp_path / "raw"], tmp_path / "out")
    with pytest.raises(SourceError):
        fetch(file)
    overlapping = archive(tmp_path / "overlap.zip", {"a.txt": os.urandom(1000)})
    with pytest.raises(SourceError, match="overlap"):
        list(members(str(overlapping), 900))


def test_a_file_that_changes_while_it_is_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("2023 first half")
    real = os.fstat

    def growing(number: int) -> os.stat_result:
        result = real(number)
        with path.open("a") as file:
            file.write("more")
        return result

    monkeypatch.setattr(os, "fstat", growing)
    with pytest.raises(Unreadable, match="changed while it was read"):
        fetch(Found(str(path), "a.txt", 15))


def test_names_of_every_kind_have_a_row_each(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    names = ["a b.txt", "tab\t.txt", "line\n.txt", "'quote\".txt", "%2e.txt", "𠮷.txt", "x" * 240 + ".txt", "-rf.txt"]
    for number, name in enumerate(names):
        (raw / name).write_text(f"2023 {number}")
    Path(os.fsdecode(bytes(raw) + b"/\xb9.txt")).write_text("2023 bytes")
    (raw / r"\xb9.txt").write_text("2023 text")
    deep = raw
    for _ in range(14):
        deep = deep / ("d" * 200)
        deep.mkdir()
    summary = run(raw, tmp_path / "out", jobs=1, read=read_fake)
    assert summary.counts == {"extracted": 10}
    found = statuses(tmp_path / "out")
    assert set(names) < set(found)
    assert {r"\xb9.txt", r"\xb9.txt (2)"} < set(found)


def test_paths_beyond_all_length_have_a_row(tmp_path: Path) -> None:
    folder = os.open(tmp_path, os.O_RDONLY)
    for name in ("raw", *["d" * 250] * 17):
        os.mkdir(name, dir_fd=folder)
        inner = os.open(name, os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = inner
    os.close(os.open("a.txt", os.O_CREAT | os.O_WRONLY, dir_fd=folder))
    os.close(folder)
    (file,) = walk([tmp_path / "raw"], tmp_path / "out")
    assert file.trouble is not None
    assert file.trouble[0] == "unreadable"
    assert "too long" in file.trouble[1].en


def test_urls_are_read_through_fsspec(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    archive(raw / "sub" / "z.zip", {"a.txt": b"2019 a"})
    (raw / "b.txt").write_text("2020 b")
    (raw / ".hidden.txt").write_text("2020 h")
    run(f"file://{raw}", out, jobs=1, read=read_fake)
    assert statuses(out) == {"b.txt": "extracted", "sub/z.zip/a.txt": "extracted"}
    run(raw, tmp_path / "local", jobs=1, read=read_fake)
    assert digests(out) == digests(tmp_path / "local")
    assert run(f"file://{raw}", out, jobs=1, read=read_fake).read == 0
    with pytest.raises(WrongUse, match="no such file"):
        run(f"file://{raw}/nowhere", out, jobs=1, read=read_fake)


def test_files_in_memory_are_found_too(tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec")
    memory = fsspec.filesystem("memory")
    memory.pipe_file("/found/x/a.txt", b"2023 a")
    try:
        (file,) = walk(["memory://found"], tmp_path)
        assert (file.name, file.size, fetch(file)) == ("x/a.txt", 6, b"2023 a")
    finally:
        memory.rm("/found", recursive=True)
    with pytest.raises(WrongUse, match="nosuch"):
        list(walk(["nosuch://x"], tmp_path))


def test_tables_may_lie_under_a_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fsspec = pytest.importorskip("fsspec")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text("2023 a")
    url = "memory://bucket/tables"
    memory = fsspec.filesystem("memory")
    try:
        assert run(raw, url, jobs=1, read=read_fake).read == 1
        assert run(raw, url, jobs=1, read=read_fake).read == 0
        down = tmp_path / "down"
        memory.get(url, str(down), recursive=True)
        assert len(load(down).reports) == 1
        (raw / "b.txt").write_text("2022 b")
        run(raw, url, jobs=1, read=read_fake)
        memory.get("memory://bucket/tables/manifest.json", str(down / "manifest.json"))
        with pytest.raises(WrongUse):
            load(down)
    finally:
        memory.rm("/bucket", recursive=True)
