"""Options: what a reading may be told beside the bytes of its file."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Given:
    """What the collector of a file knows of it already; None for what he does not."""

    authority: str | None = None
    division_code: str | None = None
    fiscal_year: int | None = None
    url: str | None = None
    retrieved: str | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """How to read: ``prose`` whether the sentences are read too, ``given`` what is known of the file.

    ``divisions`` is a table of divisions of one's own that stands beside the published one.
    """

    prose: bool = True
    given: Given | None = None
    divisions: Path | None = None
