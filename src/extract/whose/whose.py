"""Whose: whose a report is, and what may tell it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from extract.whose.divisions import Divisions

Evidence: TypeAlias = Literal["name", "path", "prose", "given"]


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose report it is; every part None where it is not known.

    ``normal`` is the name with the division's full name and without 人民政府; ``id`` stays the same over years
    and renamings. ``government`` is the division above a department or a town. ``division_evidence`` says what
    told the division: its ``name``, the ``path``, the ``prose``, or what was ``given``; ``candidates`` are the
    codes of the divisions that it may be where that is not settled. ``path_division`` is the name of a division
    that the path gives and that is another.
    """

    normal: str | None = None
    id: str | None = None
    level: str | None = None
    level_evidence: str | None = None
    government: str | None = None
    division_code: str | None = None
    division_evidence: Evidence | None = None
    candidates: tuple[str, ...] = ()
    path_division: str | None = None
    province: str | None = None
    city: str | None = None
    county: str | None = None


NOBODY = Whose()


@dataclass(frozen=True, slots=True)
class Context:
    """What may tell a division beside its name: the year's table, the path, a code the collector gave, the text.

    ``text`` is called only where the name alone is not enough.
    """

    table: Divisions
    year: int | None = None
    path: str = ""
    given: str | None = None
    text: Callable[[], str] = str
