"""parts: the rows of some reports as one file that never changes. Its name is a number, its checksum is kept elsewhere."""

import json
import os
import zlib
from collections.abc import Mapping
from pathlib import Path

from extract.tables import arrow
from extract.tables.arrow import ArrowTable


def pack_part(tables: Mapping[str, ArrowTable]) -> bytes:
    """Tables as bytes: a line that says how long each is, then each as a compressed Arrow stream."""
    packed = {name: arrow.pack(table) for name, table in tables.items()}
    head = json.dumps({name: len(one) for name, one in packed.items()})
    return b"".join((head.encode(), b"\n", *packed.values()))


def parted(packed: bytes) -> dict[str, bytes]:
    """The tables that `pack_part` packed, each still as `arrow.pack` made it."""
    end = packed.index(b"\n") + 1
    tables = {}
    for name, length in json.loads(packed[:end]).items():
        tables[name] = packed[end : end + length]
        end += length
    return tables


class Parts:
    """The part files in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def _path(self, number: int) -> Path:
        # a folder with a million files is slow on some systems
        return self.folder / f"{number // 1000:03}" / f"{number:06}.part"

    def write(self, number: int, packed: bytes) -> int:
        """Writes a part, whole or not at all; returns its checksum."""
        path = self._path(number)
        path.parent.mkdir(exist_ok=True)
        draft = path.with_suffix(".draft")
        try:
            draft.write_bytes(packed)
            os.replace(draft, path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        return zlib.crc32(packed)

    def read(self, number: int, checksum: int) -> dict[str, bytes] | None:
        """The tables of a part, still packed; None where it is gone or is not what was written."""
        try:
            packed = self._path(number).read_bytes()
        except FileNotFoundError:
            return None
        return parted(packed) if zlib.crc32(packed) == checksum else None

    def drop(self, number: int) -> None:
        """Forgets a part."""
        self._path(number).unlink(missing_ok=True)
