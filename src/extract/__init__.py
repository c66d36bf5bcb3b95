"""gongkai-extract: 政府信息公开工作年度报告 as tidy tables.

`read` reads one report, `run` a folder of them, `load` opens the tables that a run wrote.
Names are imported when they are first used, so that ``import extract`` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.batch.run import run
    from extract.batch.runlog import At, Failure, Summary
    from extract.cells import Cell
    from extract.checks import Check, Finding
    from extract.document import Place
    from extract.errors import (
        Encrypted,
        ExtractError,
        NotAReport,
        NoText,
        SourceError,
        TooLarge,
        Unreadable,
        Unsupported,
        WrongUse,
    )
    from extract.forms.form import Form, Forms, load_forms
    from extract.grid import Grid, Slot
    from extract.options import Given, Options
    from extract.parts.report import Report, Section
    from extract.pipeline import read
    from extract.reading import Reading
    from extract.records import Source, Verdicts
    from extract.tables.dataset import Dataset, load

__all__ = [
    "At",
    "Cell",
    "Check",
    "Dataset",
    "Encrypted",
    "ExtractError",
    "Failure",
    "Finding",
    "Form",
    "Forms",
    "Given",
    "Grid",
    "NoText",
    "NotAReport",
    "Options",
    "Place",
    "Reading",
    "Report",
    "Section",
    "Slot",
    "Source",
    "SourceError",
    "Summary",
    "TooLarge",
    "Unreadable",
    "Unsupported",
    "Verdicts",
    "WrongUse",
    "load",
    "load_forms",
    "read",
    "run",
]

_ROOMS = {
    "batch.run": ("run",),
    "cells": ("Cell",),
    "checks": ("Check", "Finding"),
    "tables.dataset": ("Dataset", "load"),
    "document": ("Place",),
    "errors": (
        "Encrypted",
        "ExtractError",
        "NoText",
        "NotAReport",
        "SourceError",
        "TooLarge",
        "Unreadable",
        "Unsupported",
        "WrongUse",
    ),
    "forms.form": ("Form", "Forms", "load_forms"),
    "grid": ("Grid", "Slot"),
    "options": ("Given", "Options"),
    "pipeline": ("read",),
    "reading": ("Reading",),
    "records": ("Source", "Verdicts"),
    "parts.report": ("Report", "Section"),
    "batch.runlog": ("At", "Failure", "Summary"),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> object:
    """Imports a public name from its room; ``__version__`` is the installed version."""
    if name == "__version__":
        return import_module("extract.tables.rows").extractor_version()
    if name not in _ROOM_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"extract.{_ROOM_OF[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
