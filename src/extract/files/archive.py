"""archive: a zip archive as a folder. What is inside is listed, and one member's bytes are had at a time."""

import weakref
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from extract.errors import Encrypted, SourceError, Told, TooLarge, Unreadable, Unsupported
from extract.files.remote import opened

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
    trouble: tuple[str, Told] | None = None


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
        raise Unreadable(
            "压缩包已损坏，打不开；请重新下载，或解压后给出文件夹",
            f"the archive is damaged: {error}; download it again, or unpack it and give the folder",
        ) from error
    if any(info.filename.lower() == _OOXML for info in inside):
        return
    if sum(info.compress_size for info in inside) > size:
        raise TooLarge(
            "压缩包里的文件相互重叠，加起来比压缩包本身还大，未予读取；请重新获取",
            "the files in the archive overlap: together they are larger than the archive itself; fetch it anew",
        )
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
            raise Unreadable("读取期间压缩包有改动，请再运行一次", "the archive changed while it was read; run again")
        with archive.open(info) as file:
            data = file.read(limit + 1)
    except SourceError:
        raise
    except _BROKEN as error:
        raise Unreadable(
            "它在压缩包里已损坏，解不开；请重新下载压缩包",
            f"damaged inside its archive: {error}; download the archive again",
        ) from error
    if len(data) > limit:
        raise TooLarge(
            f"解压后超过 {limit:,} 字节；报告没有这么大，请核对压缩包的内容",
            f"it unpacks to more than {limit:,} bytes, and no report is as large; look at what the archive holds",
        )
    return data


@lru_cache(maxsize=2)
def _directory(path: str, stamp: str) -> tuple[zipfile.ZipFile, dict[int, zipfile.ZipInfo]]:
    """An archive kept open, for its directory may be long and its files come one after the other."""
    del stamp
    file = opened(path)
    archive = zipfile.ZipFile(file)
    weakref.finalize(archive, file.close)  # a ZipFile leaves open what it was given
    return archive, {info.header_offset: info for info in archive.infolist()}


def _trouble(info: zipfile.ZipInfo, name: str) -> tuple[str, Told] | None:
    if info.flag_bits & _LOCKED:
        return Encrypted.status, Told(
            "压缩包有密码；请解压后给出文件夹", "the archive asks for a password; unpack it and give the folder"
        )
    if is_archive(name):
        return Unsupported.status, Told(
            "压缩包里又有压缩包；请解压后给出文件夹", "an archive inside an archive: unpack it and give the folder"
        )
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
