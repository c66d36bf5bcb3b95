"""The error tree: what ends the reading of one file, and the status it ends with.

Doubt about a cell is never an error; it is written into the cell. An error here
means that a file could not be read at all, and carries the status that the
``sources`` table gives it.
"""

from typing import ClassVar


class ExtractError(Exception):
    """Root of all errors that this package raises on purpose."""


class WrongUse(ExtractError):
    """The caller asked for something that cannot be done; the message says what to do instead."""


class SourceError(ExtractError):
    """A file could not be read; ``status`` is its row's status in ``sources``.

    ``format`` is what the file's bytes are, where that was told before it failed.
    """

    status: ClassVar[str] = "unreadable"
    format: str | None = None


class Unreadable(SourceError):
    """The bytes are damaged, truncated, or not what their format promises."""

    status = "unreadable"


class Encrypted(SourceError):
    """The file asks for a password."""

    status = "encrypted"


class NoText(SourceError):
    """The file has pages but no text layer (scanned images)."""

    status = "no_text"


class TooLarge(SourceError):
    """The file, or what it would unpack to, is beyond the limits of a report."""

    status = "too_large"


class Unsupported(SourceError):
    """No loader reads this format."""

    status = "unsupported"


class NotAReport(SourceError):
    """The text holds no title and no heading of the form."""

    status = "not_a_report"
