"""manifest: the file that is written last and proves, without reading gigabytes, that a set of tables is whole.

Beside the SHA-256 of each table it holds the table's size and the SHA-256 of its Parquet footer. The footer lists
every row group with its place, size and bounds, and stands at the file's very end: a table that is half
written, cut off or of another run has another. What a footer cannot see, a page that went bad on the disk,
is told by the checksum that each page carries (see `parquet.read_parquet`).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict, cast

from extract.errors import WrongUse

MANIFEST = "manifest.json"
_TAIL = 8
"""A Parquet file ends with the length of its footer in four bytes, and ``PAR1``."""


class TableEntry(TypedDict):
    """What the manifest says of one table."""

    file: str
    rows: int
    bytes: int
    sha256: str
    footer_sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What ``manifest.json`` says: the extractor's version, the hash of the patterns, and each table."""

    extractor: str
    patterns: str
    tables: Mapping[str, TableEntry]


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def footer_sha256(path: Path) -> str:
    """The SHA-256 of a Parquet file's footer, with its length and the closing mark; of all of a file that has none."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _TAIL))
        length = int.from_bytes(file.read(4), "little") + _TAIL
        file.seek(max(0, size - length))
        return hashlib.sha256(file.read()).hexdigest()


def table_entry(path: Path, rows: int) -> TableEntry:
    """The entry of a table that is closed."""
    return {
        "file": path.name,
        "rows": rows,
        "bytes": path.stat().st_size,
        "sha256": file_sha256(path),
        "footer_sha256": footer_sha256(path),
    }


def read_manifest(folder: Path) -> Manifest:
    """The manifest in ``folder``; raises `WrongUse` where there is none, or none that can be read."""
    if not folder.is_dir():
        raise WrongUse(
            f"{folder}：没有这个文件夹；请给出 `extract run --out` 写入的文件夹",
            f"{folder}: no such folder; give the folder that `extract run --out` wrote",
        )
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise WrongUse(
            f"{folder} 里没有 {MANIFEST}：它不是 `extract run` 写的，或者运行没有结束；"
            f"执行 `extract run RAW --out {folder}` 可以补全",
            f"{folder} has no {MANIFEST}: it was not written by `extract run`, or a run broke off before "
            f"its end; `extract run RAW --out {folder}` makes it whole",
        ) from None
    try:
        manifest = json.loads(text)
        if isinstance(manifest["tables"], dict) and manifest["extractor"]:
            tables = cast("dict[str, TableEntry]", manifest["tables"])
            return Manifest(str(manifest["extractor"]), str(manifest.get("patterns", "")), tables)
    except (ValueError, KeyError, TypeError):
        pass
    raise WrongUse(
        f"{folder / MANIFEST} 读不出来；请重新执行 `extract run`",
        f"{folder / MANIFEST} cannot be read as a manifest; run `extract run` again",
    )


def demand_whole(folder: Path, manifest: Manifest, *, every_byte: bool = False) -> None:
    """Raises `WrongUse` where a table is not the one that the manifest names.

    Sizes and footers are compared, or with ``every_byte`` the hash of everything; a manifest
    of a version that knew no footers is always compared by the hash of everything.
    """
    for name, entry in manifest.tables.items():
        path = folder / f"{name}.parquet"
        if not path.is_file():
            raise WrongUse(
                f"缺少 {path}，而 {MANIFEST} 里列有它；请重新执行 `extract run`",
                f"{path} is missing, though {MANIFEST} names it; run `extract run` again",
            )
        if not _is_the_one(path, entry, every_byte):
            raise WrongUse(
                f"{path} 不是 {MANIFEST} 所列的那张表：运行中断了、还在写，或者文件被改过；请重新执行 `extract run`",
                f"{path} is not the table that {MANIFEST} names: a run broke off or is still writing, "
                "or the file was changed; run `extract run` again",
            )


def _is_the_one(path: Path, entry: TableEntry, every_byte: bool) -> bool:
    if every_byte or "footer_sha256" not in entry:
        return file_sha256(path) == entry["sha256"]
    return path.stat().st_size == entry["bytes"] and footer_sha256(path) == entry["footer_sha256"]
