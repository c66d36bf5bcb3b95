"""The error tree: what ends the reading of one file, and the status it ends with.

Doubt about a cell is never an error; it is written into the cell. An error here
means that a file could not be read at all, and carries the status that the
``sources`` table gives it.
"""

from typing import ClassVar, NamedTuple

_OF_THE_SYSTEM = {
    "FileNotFoundError": "文件不存在",
    "PermissionError": "没有读取权限",
    "IsADirectoryError": "是文件夹",
    "NotADirectoryError": "路径中有一段不是文件夹",
    "TimeoutError": "等待超时",
}


class Told(NamedTuple):
    """One sentence to people, in Chinese and in English, without its full stop."""

    zh: str
    en: str


class ExtractError(Exception):
    """Root of all errors that this package raises on purpose.

    Made of one sentence in Chinese and in English, which says what is wrong and what to do about it; as text the
    error is the English one.
    """

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh, en)  # both, or the error could not be sent from one process to another
        self.told = Told(zh, en)

    def __str__(self) -> str:
        return self.told.en

    @property
    def message_zh(self) -> str:
        """The sentence in Chinese."""
        return self.told.zh


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


def unopened(error: Exception) -> Told:
    """That the system does not give a file, and why; the system's own words are English."""
    number = error.errno if isinstance(error, OSError) else None
    code = f"系统错误 {number}" if number else type(error).__name__
    own = (error.strerror if isinstance(error, OSError) else None) or f"{type(error).__name__}: {error}"
    return Told(
        f"打不开（{_OF_THE_SYSTEM.get(type(error).__name__, code)}），请检查路径和权限后再运行",
        f"cannot be opened ({own}); check the path and the permissions, and run again",
    )
