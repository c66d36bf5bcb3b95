"""mirror: tables whose place is a URL. They are made in a folder on this machine and copied when they are whole."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extract.files.remote import file_system, is_url, opened
from extract.panel.corrections import FILE as CORRECTIONS
from extract.tables.manifest import MANIFEST


@contextmanager
def mirrored(out: str | Path) -> Iterator[Path]:
    """The folder to write into for ``out``. For a URL it is a cache that stays, so that the next run goes on there.

    What is there under the URL is replaced when all went well: its manifest goes first and comes last.
    """
    url, folder = str(out), cached(out)
    if not is_url(url):
        yield folder
        return
    folder.mkdir(parents=True, exist_ok=True)
    _fetch(url.rstrip("/"), CORRECTIONS, folder)
    yield folder
    _upload(folder, url.rstrip("/"))


def cached(out: str | Path) -> Path:
    """The folder on this machine where the tables for ``out`` are made: itself, unless it is a URL."""
    if not is_url(str(out)):
        return Path(out)
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return caches / "gongkai-extract" / hashlib.sha256(str(out).rstrip("/").encode()).hexdigest()[:16]


def _fetch(url: str, name: str, folder: Path) -> None:
    """Brings a file from there if there is one; else there is none here either."""
    system, root = file_system(url)
    (folder / name).unlink(missing_ok=True)
    if system.exists(f"{root}/{name}"):
        with opened(f"{url}/{name}") as file:
            (folder / name).write_bytes(file.read())


def _upload(folder: Path, url: str) -> None:
    system, root = file_system(url)
    manifest = f"{root}/{MANIFEST}"
    system.makedirs(f"{root}/runs", exist_ok=True)
    for log in sorted((folder / "runs").glob("*.json")):
        if not system.exists(f"{root}/runs/{log.name}"):
            system.put_file(str(log), f"{root}/runs/{log.name}")
    if system.exists(manifest):
        with opened(f"{url}/{MANIFEST}") as file:
            if file.read() == (folder / MANIFEST).read_bytes():
                return
        system.rm_file(manifest)
    for table in sorted(folder.glob("*.parquet")):
        system.put_file(str(table), f"{root}/{table.name}")
    system.put_file(str(folder / MANIFEST), manifest)
