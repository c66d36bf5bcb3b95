"""walk: the files under RAW, each with the name that the tables give it. Reads folders and lists archives."""

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from extract.errors import SourceError, Told, Unreadable, Unsupported, WrongUse, unopened
from extract.files.archive import is_archive, members
from extract.files.found import Found
from extract.files.remote import is_url, listed

_LEADS_OUT = (
    Unreadable.status,
    Told(
        "链接指向待读文件夹之外，未予跟随；请把它指向的文件或文件夹另列为一个 RAW",
        "a link that leads out of the folders to be read, and is not followed; give what it leads to as a RAW of its own",
    ),
)
_NO_FILE = Told(
    "不是普通文件（管道、设备之类），不读；请从 RAW 中移走",
    "not a regular file but a pipe, a device or the like, and not read; take it out of RAW",
)


def walk(raw: Sequence[str | Path], out: Path) -> Iterator[Found]:
    """Every file under the files, folders and URLs of ``raw``, in no order to rely on, but always in the same.

    Hidden files and folders (a dot before the name) and ``out`` itself are passed over. Links
    are followed where they lead to something under ``raw``, each folder is entered once. A zip archive is a folder. With several RAWs every
    name begins with the RAW's own name. Raises `WrongUse` for a RAW that does not exist.
    """
    different = tuple(dict.fromkeys(_absolute(path) for path in raw))
    homes = tuple(os.path.realpath(path) for path in different if not is_url(path))
    for path, prefix in zip(different, _prefixes(different), strict=True):
        for file in _under(path, prefix, out, homes):
            if file.trouble is None and is_archive(file.name):
                yield from _archive(file)
            else:
                yield file


def demand(raw: Sequence[str | Path]) -> None:
    """Raises `WrongUse` for a path that does not exist; a URL is asked when its turn comes."""
    for path in raw:
        if not is_url(str(path)) and not os.path.lexists(path):
            raise WrongUse(f"{path}：没有这个文件或文件夹", f"{path}: no such file or folder")


def _absolute(path: str | Path) -> str:
    return str(path).rstrip("/") if is_url(str(path)) else os.path.abspath(path)


def _prefixes(raw: tuple[str, ...]) -> tuple[str, ...]:
    """What names begin with: nothing for one RAW, else its own name, with parents where two are alike."""
    if len(raw) == 1:
        return ("",)
    every = [tuple(part for part in path.split("/") if part) for path in raw]
    for depth in range(1, max(map(len, every)) + 1):
        names = tuple("/".join(_text(part) for part in parts[-depth:]) for parts in every)
        if len(set(names)) == len(names):
            return names
    raise AssertionError("different absolute paths differ when written out")


def _under(path: str, prefix: str, out: Path, homes: tuple[str, ...]) -> Iterator[Found]:
    if is_url(path):
        for file in listed(path):
            if not any(part.startswith(".") for part in file.name.split("/")):
                yield Found(file.url, f"{prefix}/{file.name}" if prefix else file.name, file.size, file.stamp)
    elif os.path.isdir(path):
        yield from _folder(path, prefix, out, homes)
    else:
        yield _found(path, prefix or _text(os.path.basename(path)))


def _folder(root: str, prefix: str, out: Path, homes: tuple[str, ...]) -> Iterator[Found]:
    """The files of a folder; linked folders come last, so that a file has its real path where it has one.

    A link that leads out of all ``homes`` is not followed, and has a row that says so.
    """
    skip = _identity(out)
    entered: set[tuple[int, int]] = set() if skip is None else {skip}
    waiting, linked = [(root, prefix)], list[tuple[str, str]]()
    while waiting or linked:
        folder, name = waiting.pop() if waiting else linked.pop(0)
        try:
            status = os.stat(folder)
            if (status.st_dev, status.st_ino) in entered:
                continue
            entered.add((status.st_dev, status.st_ino))
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            yield Found(folder, name or ".", trouble=(Unreadable.status, unopened(error)))
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            inner = f"{name}/{_text(entry.name)}" if name else _text(entry.name)
            if entry.is_symlink() and not _leads_home(entry.path, homes):
                yield Found(entry.path, inner, trouble=_LEADS_OUT)
            elif entry.is_dir(follow_symlinks=False):
                waiting.append((entry.path, inner))
            elif entry.is_symlink() and os.path.isdir(entry.path):
                linked.append((entry.path, inner))
            else:
                yield _found(entry.path, inner)


def _leads_home(link: str, homes: tuple[str, ...]) -> bool:
    target = os.path.realpath(link)
    return any(target == home or target.startswith(os.path.join(home, "")) for home in homes)


def _found(path: str, name: str) -> Found:
    try:
        status = os.stat(path)
    except OSError as error:
        return Found(path, name, trouble=(Unreadable.status, unopened(error)))
    if not stat.S_ISREG(status.st_mode):
        # a pipe would keep the reader waiting for ever
        return Found(path, name, trouble=(Unsupported.status, _NO_FILE))
    return Found(path, name, status.st_size, str(status.st_mtime_ns))


def _archive(file: Found) -> Iterator[Found]:
    """The files of an archive under its own name; the archive itself where it holds none that can be listed."""
    empty = True
    try:
        for member in members(file.path, file.size):
            empty = False
            name, stamp = f"{file.name}/{member.name}", f"{file.stamp}/{member.stamp}" if file.stamp else ""
            yield Found(file.path, name, member.size, stamp, member.offset, member.trouble)
    except SourceError as error:
        yield Found(file.path, file.name, file.size, file.stamp, trouble=(error.status, error.told))
        return
    except OSError as error:
        yield Found(file.path, file.name, file.size, file.stamp, trouble=(Unreadable.status, unopened(error)))
        return
    if empty:
        yield file


def _identity(folder: str | Path) -> tuple[int, int] | None:
    try:
        status = os.stat(folder)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _text(name: str) -> str:
    r"""A name as text; bytes that are not UTF-8, as in archives from old Windows, are written ``\xb9``."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
