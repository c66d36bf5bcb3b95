"""walk: the files under RAW, each with the name that the tables give it. Reads folders, never files."""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.errors import Unreadable, Unsupported, WrongUse


@dataclass(frozen=True, slots=True)
class Found:
    """A file to be read.

    ``name`` is its path as the tables have it, ``trouble`` a status and a message where it is
    plain already that it cannot be read.
    """

    path: str
    name: str
    size: int = 0
    trouble: tuple[str, str] | None = None


def walk(raw: Sequence[Path], out: Path) -> tuple[Found, ...]:
    """Every file under the files and folders of ``raw``, sorted by name.

    Hidden files and folders (a dot before the name) and ``out`` itself are passed over. Links
    are followed, each folder is entered once. With several RAWs every name begins with the
    RAW's own name. Raises `WrongUse` for a RAW that does not exist.
    """
    for path in raw:
        if not os.path.lexists(path):
            raise WrongUse(f"{path}: no such file or folder")
    different = tuple(dict.fromkeys(Path(os.path.abspath(path)) for path in raw))
    found: list[Found] = []
    for path, prefix in zip(different, _prefixes(different), strict=True):
        if path.is_dir():
            found += _folder(path, prefix, out)
        else:
            found.append(_found(str(path), prefix or _text(path.name)))
    return tuple(sorted(found, key=lambda file: file.name))


def _prefixes(raw: tuple[Path, ...]) -> tuple[str, ...]:
    """What names begin with: nothing for one RAW, else its own name, with parents where two are alike."""
    if len(raw) == 1:
        return ("",)
    for depth in range(1, max(len(path.parts) for path in raw) + 1):
        names = tuple("/".join(_text(part) for part in path.parts[-depth:]) for path in raw)
        if len(set(names)) == len(names):
            return names
    raise AssertionError("different absolute paths differ when written out")


def _folder(root: Path, prefix: str, out: Path) -> Iterator[Found]:
    """The files of a folder; linked folders come last, so that a file has its real path where it has one."""
    skip = _identity(out)
    entered: set[tuple[int, int]] = set() if skip is None else {skip}
    waiting, linked = [(str(root), prefix)], list[tuple[str, str]]()
    while waiting or linked:
        folder, name = waiting.pop() if waiting else linked.pop(0)
        identity = _identity(Path(folder))
        if identity is None or identity in entered:
            continue
        entered.add(identity)
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            trouble = (Unreadable.status, f"the folder cannot be listed: {error.strerror}")
            yield Found(folder, name or ".", trouble=trouble)
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            inner = f"{name}/{_text(entry.name)}" if name else _text(entry.name)
            if entry.is_dir(follow_symlinks=False):
                waiting.append((entry.path, inner))
            elif os.path.isdir(entry.path):
                linked.append((entry.path, inner))
            else:
                yield _found(entry.path, inner)


def _found(path: str, name: str) -> Found:
    try:
        status = os.stat(path)
    except OSError as error:
        return Found(path, name, trouble=(Unreadable.status, f"the file cannot be reached: {error.strerror}"))
    if not stat.S_ISREG(status.st_mode):
        # a pipe would keep the reader waiting for ever
        return Found(path, name, trouble=(Unsupported.status, "not a regular file"))
    return Found(path, name, status.st_size)


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = os.stat(folder)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _text(name: str) -> str:
    r"""A name as text; bytes that are not UTF-8, as in archives from old Windows, are written ``\xb9``."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
