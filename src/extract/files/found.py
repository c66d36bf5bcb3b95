"""Found: a file that is to be read, before anything of it was read."""

from typing import NamedTuple

from extract.errors import Told
from extract.options import Given


class Found(NamedTuple):
    """A file to be read.

    ``path`` is how it is opened (a path, or a URL that fsspec knows), ``name`` its path as the
    tables have it. ``stamp`` changes whenever the content may have (the time of its last change);
    empty where nothing tells. ``member`` is where in the archive at ``path`` the file begins.
    ``trouble`` is a status and a sentence where it is plain already that it cannot be read.
    ``given`` is what its collector says of it. ``known`` is the hash of the content whose outcome
    is kept already: those bytes need not be read again. A tuple, since there may be a million of them.
    """

    path: str
    name: str
    size: int = 0
    stamp: str = ""
    member: int | None = None
    trouble: tuple[str, Told] | None = None
    given: Given | None = None
    known: str | None = None
