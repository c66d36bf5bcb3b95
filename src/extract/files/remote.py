"""remote: files by path or by URL. URLs go through fsspec, which is imported when the first one comes."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import IO, TYPE_CHECKING, Protocol, cast

from extract.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Mapping


class FileSystem(Protocol):
    """What is used of ``fsspec.AbstractFileSystem``."""

    def find(self, path: str, *, detail: bool) -> "Mapping[str, Mapping[str, object]]": ...  # noqa: D102
    def exists(self, path: str) -> bool: ...  # noqa: D102
    def isdir(self, path: str) -> bool: ...  # noqa: D102
    def open(self, path: str, mode: str) -> IO[bytes]: ...  # noqa: D102
    def put_file(self, lpath: str, rpath: str) -> None: ...  # noqa: D102
    def makedirs(self, path: str, exist_ok: bool) -> None: ...  # noqa: D102
    def rm_file(self, path: str) -> None: ...  # noqa: D102
    def unstrip_protocol(self, name: str) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Remote:
    """A file on a remote file system: its URL, its path relative to where was looked, its size and stamp."""

    url: str
    name: str
    size: int
    stamp: str


# what changes with the content, in the words of the file systems that there are
_STAMPS = (
    "ETag",
    "etag",
    "md5Hash",
    "content_md5",
    "mtime",
    "LastModified",
    "last_modified",
    "updated",
    "modified",
    "created",
)


def is_url(path: str) -> bool:
    """Whether ``path`` is a URL such as ``s3://bucket/reports`` rather than a path."""
    return "://" in path


def file_system(url: str) -> tuple[FileSystem, str]:
    """The file system of a URL and the path on it; raises `WrongUse` where the libraries for it are missing."""
    try:
        made = import_module("fsspec.core").url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise WrongUse(
            f"{url}：打不开；读取网址需要 fsspec 和相应的库（s3fs、gcsfs 等）",
            f"{url}: {error}; URLs need fsspec and the library of their own kind (s3fs, gcsfs …)",
        ) from error
    return cast("tuple[FileSystem, str]", made)


def listed(url: str) -> Iterator[Remote]:
    """The files at and under ``url``; raises `WrongUse` where there is nothing."""
    system, root = file_system(url)
    if not system.exists(root):
        raise WrongUse(f"{url}：没有这个文件或文件夹", f"{url}: no such file or folder")
    folder = system.isdir(root)
    for path, entry in sorted(system.find(root, detail=True).items()):
        name = path[len(root) :].strip("/") if folder else path.rpartition("/")[2]
        stamp = next((str(entry[key]) for key in _STAMPS if entry.get(key)), "")
        yield Remote(system.unstrip_protocol(path), name, int(cast(int, entry["size"] or 0)), stamp)


def opened(path: str) -> IO[bytes]:
    """The file at a path or URL, open for reading."""
    if not is_url(path):
        return open(path, "rb")
    system, inner = file_system(path)
    return system.open(inner, "rb")
