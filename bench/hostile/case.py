"""Case: one crafted file, how it is made, and the statuses that it may end with."""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Case:
    """A file by its name; ``make`` gives its bytes, ``may`` the statuses that are right for it."""

    name: str
    make: Callable[[], bytes]
    may: tuple[str, ...]


EXTRACTED, NOT_A_REPORT, NO_TEXT = "extracted", "not_a_report", "no_text"
UNREADABLE, UNSUPPORTED, ENCRYPTED, TOO_LARGE = "unreadable", "unsupported", "encrypted", "too_large"
CRASHED = "crashed"
"""For files that PDFium follows until the memory ends; their reader dies, and nobody else's."""
REFUSED = (NOT_A_REPORT, NO_TEXT, UNREADABLE, UNSUPPORTED, TOO_LARGE)
"""What a file may end with of which it only matters that it does no harm."""


def zipped(parts: Mapping[str, str | bytes], level: int = 9) -> bytes:
    """A zip of the parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
