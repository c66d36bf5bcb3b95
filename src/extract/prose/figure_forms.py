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
from extract.forms.form import GRID_NAMES, GridName, SlotKey
from extract.locate import patterns_path

LEAD = "lead"
"""The meaning of words that are not understood before the first that says something: who it was, or where."""
FREE = frozenset({"total", "information", "this", "wide", "own", "apiece"})
"""Meanings that a clause may have besides whatever it says."""

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

    ``about`` is the meaning of what it counts, which the clause or else the text before it names, None where ``says``
    holds it. A clause says the figure where it has all the meanings of one set of ``says`` and none besides but those of
    ``also``, or of ``denied`` where it says that there was none. ``named``: with one of these the clause may begin with
    words that are not understood. ``unless``: meanings of which the text round it may have none. ``under`` and ``among``: the figures, one of which has to be the last before it in the
    sentence, if any is, always or where it is said to be a part. ``equals`` are the sums that the figure may be; those
    marked loose only where the clause has a meaning of ``loose``.
    """

    key: str
    zh: str
    en: str
    about: str | None
    units: tuple[str, ...]
    says: tuple[frozenset[str], ...]
    also: frozenset[str]
    denied: frozenset[str]
    alone: frozenset[str]
    unless: frozenset[str]
    named: frozenset[str]
    under: tuple[str, ...]
    among: tuple[str, ...]
    equals: tuple[CellSum, ...]
    loose: frozenset[str]
    examples: tuple[Example, ...]

    def is_said(
        self, means: frozenset[str], beside: frozenset[str], topic: Topic | None, *, denied: bool = False
    ) -> bool:
        """Whether a clause with these meanings says this figure; ``beside`` are those of the text round it."""
        named = self.about is None or self.about in means
        alone = topic is None and bool(means & self.alone)
        inherited = self.about == topic or alone
        if not named and (not inherited or (LEAD in means and not means & self.named)):
            return False
        if beside & self.unless:
            return False
        spare = self.also | FREE | {self.about or ""} | (self.denied if denied else frozenset())
        if means & self.named:
            spare |= {LEAD}
        every = means | beside
        return any(says <= every and means - says <= spare and (says or named) for says in self.says)


@dataclass(frozen=True, slots=True, eq=False)
class FigureForms:
    """Every figure with a key, in the order in which they are tried, and how topics, scopes and numbers are told.

    ``speaks`` finds what a sentence with a keyed figure holds where the one before it is about none.
    ``folder`` is where the patterns were asked for, None for the package's own.
    """

    all: tuple[FigureForm, ...]
    counting: Counting
    topics: tuple[tuple[Topic, re.Pattern[str]], ...]
    wide: re.Pattern[str]
    speaks: re.Pattern[str]
    folder: Path | None = None

    def get(self, key: str) -> FigureForm:
        """The figure of this key; raises `WrongUse` for one that is not known."""
        for form in self.all:
            if form.key == key:
                return form
        raise WrongUse(
            f"没有数字 {key}；有的是 {'、'.join(form.key for form in self.all)}",
            f"no figure {key!r}; known are {', '.join(form.key for form in self.all)}",
        )


def _one_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


def _sum(entry: dict[str, Any]) -> CellSum:
    if entry["grid"] not in GRID_NAMES:
        raise WrongUse(
            f"figures.toml 提到不存在的表格：{entry['grid']}",
            f"figures.toml names a grid that is not there: {entry['grid']!r}",
        )
    cells = tuple((str(row), str(column)) for row, column in entry["cells"])
    return CellSum(cast(GridName, entry["grid"]), cells, entry.get("form"), entry.get("loose", False))


def _figure(entry: dict[str, Any], units: dict[str, list[str]]) -> FigureForm:
    about = entry.get("about")
    return FigureForm(
        entry["key"], entry["zh"], entry["en"], about,
        tuple(unit for name in entry["units"] for unit in units[name]),
        tuple(frozenset(says.split()) for says in entry["says"]),
        frozenset(entry.get("also", ())),
        frozenset(entry.get("denied", ())),
        frozenset(entry.get("alone", ())),
        frozenset(entry.get("unless", ())),
        frozenset(entry.get("named", [about or ""])),
        tuple(entry.get("under", ())),
        tuple(entry.get("among", ())),
        tuple(_sum(cells) for cells in entry.get("equals", ())),
        frozenset(entry.get("loose", ())),
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
        units = data["units"]
        every = sorted({unit for group in units.values() for unit in group}, key=lambda unit: (-len(unit), unit))
        counting = Counting(
            tuple(every),
            tuple(data["over"]),
            tuple(data["about"]),
            _one_of(data["phrases"]),
            _one_of(data["at_least"]),
        )
        topics = tuple((cast(Topic, name), _one_of(patterns)) for name, patterns in data["topics"].items())
        figures = tuple(_figure(entry, units) for entry in data["figures"])
        return FigureForms(figures, counting, topics, _one_of(data["wide"]), _one_of(data["speaks"]), folder)
    except KeyError as lost:
        raise WrongUse(f"{path}：缺少键 {lost}", f"{path}: the key {lost} is missing") from lost
