"""FigureForm: what figures of the prose have a key of their own, how they are worded and which cells they answer to.

Read from ``patterns/figures.toml``, which a researcher can read and edit.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeAlias, cast

from extract.errors import WrongUse
from extract.forms import GRID_NAMES, GridName, SlotKey
from extract.locate import patterns_path

Topic: TypeAlias = Literal["applications", "appeals", "documents", "fees", "other"]


@dataclass(frozen=True, slots=True, eq=False)
class Counting:
    """How quantities are written: units, longest first, words for more than and about, phrases that count nothing.

    ``at_least`` are the words for more than that may stand before the verb too.
    """

    units: tuple[str, ...]
    over: tuple[str, ...]
    about: tuple[str, ...]
    phrases: re.Pattern[str]
    at_least: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class CellSum:
    """Cells of one grid whose sum a figure states; ``form`` where only one form has them, ``loose`` where only
    a loose wording may mean them.
    """

    grid: GridName
    cells: tuple[SlotKey, ...]
    form: str | None
    loose: bool


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with one figure in 〔〕, and whether the figure has the key under which it stands."""

    text: str
    positive: bool


@dataclass(frozen=True, slots=True, eq=False)
class FigureForm:
    """A figure with a key.

    ``pattern`` is searched in the clause before the number, ``#`` for the number, and what follows it; ``unless``
    must not be found there. ``topics`` are those of which the sentence may speak, () for any. ``none`` finds a
    sentence that says there was none. ``equals`` are the sums that the figure may be;
    those marked loose only where ``loose`` is found in the clause.
    """

    key: str
    zh: str
    en: str
    topics: tuple[Topic, ...]
    units: tuple[str, ...]
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    none: re.Pattern[str] | None
    equals: tuple[CellSum, ...]
    loose: re.Pattern[str] | None
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True, eq=False)
class FigureForms:
    """Every figure with a key, in the order in which they are tried, and how topics, scopes and numbers are told.

    ``folder`` is where the patterns were asked for, None for the package's own.
    """

    all: tuple[FigureForm, ...]
    counting: Counting
    topics: tuple[tuple[Topic, re.Pattern[str]], ...]
    wide: re.Pattern[str]
    compared: re.Pattern[str]
    folder: Path | None = None

    def get(self, key: str) -> FigureForm:
        """The figure of this key; raises `WrongUse` for one that is not known."""
        for form in self.all:
            if form.key == key:
                return form
        raise WrongUse(f"no figure {key!r}; known are {', '.join(form.key for form in self.all)}")


class _Words(dict[str, str]):
    """The words of the file, for ``{word}`` in its patterns; they may hold one another."""

    def fill(self, pattern: str) -> str:
        while True:
            filled = re.sub(r"\{([a-z_]+)\}", lambda match: f"(?:{self[match[1]]})", pattern)
            if filled == pattern:
                return pattern
            pattern = filled

    def one_of(self, patterns: list[str]) -> re.Pattern[str]:
        return re.compile("|".join(self.fill(pattern) for pattern in patterns))


def _sum(entry: dict[str, Any]) -> CellSum:
    if entry["grid"] not in GRID_NAMES:
        raise WrongUse(f"figures.toml names a grid that is not there: {entry['grid']!r}")
    cells = tuple((str(row), str(column)) for row, column in entry["cells"])
    return CellSum(cast(GridName, entry["grid"]), cells, entry.get("form"), entry.get("loose", False))


def _figure(entry: dict[str, Any], words: _Words, units: dict[str, list[str]]) -> FigureForm:
    return FigureForm(
        entry["key"], entry["zh"], entry["en"],
        tuple(entry.get("topics", ())),
        tuple(unit for name in entry["units"] for unit in units[name]),
        words.one_of(entry["patterns"]),
        words.one_of(entry["unless"]) if entry.get("unless") else None,
        words.one_of(entry["none"]) if entry.get("none") else None,
        tuple(_sum(cells) for cells in entry.get("equals", ())),
        words.one_of(entry["loose"]) if entry.get("loose") else None,
        (*(Example(text, True) for text in entry["examples"]), *(Example(text, False) for text in entry["others"])),
    )  # fmt: skip


@lru_cache(maxsize=4)
def load_figure_forms(folder: Path | None = None) -> FigureForms:
    """The figures of ``figures.toml`` under ``folder`` (default, and where it has none: the package's own).

    Raises `WrongUse` when the file lacks a key.
    """
    own = patterns_path("figures.toml")
    path = folder / "figures.toml" if folder and (folder / "figures.toml").is_file() else own
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        words = _Words(data["words"])
        units = data["units"]
        every = sorted({unit for group in units.values() for unit in group}, key=lambda unit: (-len(unit), unit))
        counting = Counting(
            tuple(every),
            tuple(data["over"]),
            tuple(data["about"]),
            words.one_of(data["phrases"]),
            words.one_of(data["at_least"]),
        )
        topics = tuple((cast(Topic, name), words.one_of(patterns)) for name, patterns in data["topics"].items())
        figures = tuple(_figure(entry, words, units) for entry in data["figures"])
        return FigureForms(
            figures, counting, topics, words.one_of(data["wide"]), words.one_of(data["compared"]), folder
        )
    except KeyError as lost:
        raise WrongUse(f"{path}: the key {lost} is missing") from lost
