"""A seeded generator of 政府信息公开工作年度报告 whose every cell is known.

`make(seed)` gives a report file and its truth. It shares nothing with the reader that it measures: labels,
arithmetic and layouts are written here a second time, from the official forms.
"""

from __future__ import annotations

from .blanks import BLANKS
from .damage import DAMAGES
from .errors import ERRORS
from .figures import SCALES
from .labels import FORMS
from .layouts import FILE_LAYOUTS, LAYOUTS, TEXT_LAYOUTS
from .make import make, make_again
from .truth import ExtraRow, Generated, InjectedError, TrueCell, Truth

__all__ = [
    "BLANKS",
    "DAMAGES",
    "ERRORS",
    "FILE_LAYOUTS",
    "FORMS",
    "LAYOUTS",
    "SCALES",
    "TEXT_LAYOUTS",
    "ExtraRow",
    "Generated",
    "InjectedError",
    "TrueCell",
    "Truth",
    "make",
    "make_again",
]
