"""archive: a zip archive as a folder. What is inside is listed, and one member's bytes are had at a time."""

import weakref
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from extract.errors import Encrypted, SourceError, TooLarge, Unreadable, Unsupported
from extract.remote import opened

_OOXML = "[content_types].xml"
_UTF8, _LOCKED = 0x800, 0x1
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, LookupError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its name as text, its size once unpacked, where it begins, and what is wrong with it."""

    name: str
    size: int
    offset: int
    stamp: str
    trouble: tuple[str, str] | None = None


def is_archive(name: str) -> bool:
    """Whether a file of this name is opened as an archive."""
    return name.lower().endswith(".zip")


def members(path: str, size: int) -> Iterator[Member]:
    """The files in the archive at ``path``, which is ``size`` bytes long; hidden ones are passed over.

    Yields nothing for what is no archive of files: an empty one, or a document that is a zip
    inside. Raises a `SourceError` for an archive that is damaged or made to burst.
    """
    try:
        with opened(path) as file, zipfile.ZipFile(file) as archive:
            inside = [info for info in archive.infolist() if not info.is_dir()]
    except _BROKEN as error:
        raise Unreadable(f"the archive is damaged: {error}") from error
    if any(info.filename.lower() == _OOXML for info in inside):
        return
    if sum(info.compress_size for info in inside) > size:
        raise TooLarge("the files in the archive overlap: together they are larger than the archive itself")
    for info in inside:
        name = _name(info)
        parts = name.split("/")
        if not any(part.startswith(".") and part != ".." for part in parts):
            yield Member(name, info.file_size, info.header_offset, f"{info.CRC:08x}", _trouble(info, name))


def member_bytes(path: str, stamp: str, offset: int, limit: int) -> bytes:
    """The bytes of the member that begins at ``offset``; ``stamp`` tells one state of the archive from the next.

    Raises a `SourceError` where they cannot be had, or are more than ``limit``.
    """
    try:
        archive, by_offset = _directory(path, stamp)
        info = by_offset.get(offset)
        if info is None:
            raise Unreadable("the archive changed while it was read; run again")
        with archive.open(info) as file:
            data = file.read(limit + 1)
    except SourceError:
        raise
    except _BROKEN as error:
        raise Unreadable(f"damaged inside its archive: {error}") from error
    if len(data) > limit:
        raise TooLarge(f"it unpacks to more than {limit:,} bytes")
    return data


@lru_cache(maxsize=2)
def _directory(path: str, stamp: str) -> tuple[zipfile.ZipFile, dict[int, zipfile.ZipInfo]]:
    """An archive kept open, for its directory may be long and its files come one after the other."""
    del stamp
    file = opened(path)
    archive = zipfile.ZipFile(file)
    weakref.finalize(archive, file.close)  # a ZipFile leaves open what it was given
    return archive, {info.header_offset: info for info in archive.infolist()}


def _trouble(info: zipfile.ZipInfo, name: str) -> tuple[str, str] | None:
    if info.flag_bits & _LOCKED:
        return Encrypted.status, "the archive asks for a password; unpack it and give the folder"
    if is_archive(name):
        return Unsupported.status, "an archive inside an archive: unpack it and give the folder"
    return None


def _name(info: zipfile.ZipInfo) -> str:
    """The name as text: archives made on Chinese Windows hold GBK, and say it is something else."""
    name = info.filename
    if not info.flag_bits & _UTF8:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            raw = None
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding) if raw is not None else name
                break
            except UnicodeDecodeError:
                continue
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return text.replace("\\", "/").strip("/")
