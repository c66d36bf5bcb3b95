"""Relation: what two reports of one authority for consecutive years say of each other, from ``patterns/panel.toml``."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias, cast

from extract.errors import WrongUse
from extract.forms.form import Forms, GridName, SlotKey, load_forms
from extract.locate import patterns_path

When: TypeAlias = Literal["before", "now"]


class Term(NamedTuple):
    """A cell of one of the two reports."""

    when: When
    grid: GridName
    key: SlotKey

    @property
    def path(self) -> str:
        """The cell's name as ``extract trace`` takes it."""
        return f"{self.grid}/{self.key[0]}/{self.key[1]}"


@dataclass(frozen=True, slots=True)
class Relation:
    """sum(left) = sum(right) for one row or column (``scope``) of a grid; ``signed`` where a blank may be negative."""

    check: str
    grid: GridName
    scope: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    signed: bool
    zh: str
    en: str


@lru_cache(maxsize=4)
def load_relations(folder: Path | None = None) -> tuple[Relation, ...]:
    """Every relation of ``panel.toml`` for every row or column that some form has cells for, each once.

    Raises `WrongUse` where the file names cells that no form has.
    """
    path = (folder or patterns_path()) / "panel.toml"
    forms = load_forms(folder)
    found: list[Relation] = []
    for entry in tomllib.loads(path.read_text(encoding="utf-8"))["relations"]:
        made = tuple(_relations(cast("dict[str, object]", entry), forms))
        if not made:
            raise WrongUse(
                f"{path}：{entry['check']} 提到的单元格，哪一版格式都没有",
                f"{path}: {entry['check']} names cells that no form has",
            )
        found += made
    return tuple(found)


def _relations(entry: dict[str, object], forms: Forms) -> list[Relation]:
    grid, along = cast(GridName, entry["grid"]), entry["along"]
    keys = dict.fromkeys(key for form in forms.all for key in form.grid(grid).slots())
    signed = {
        (row.key, column.key) for form in forms.all for row in form.grid(grid).rows for column in row.columns
        if column.signed
    }  # fmt: skip
    found: list[Relation] = []
    for scope in dict.fromkeys(key[1] if along == "column" else key[0] for key in keys):
        sides = [
            [(when, (name, scope) if along == "column" else (scope, name)) for when, name in _named(entry[side])]
            for side in ("left", "right")
        ]
        if all(key in keys for side in sides for _, key in side):
            left, right = (tuple(Term(when, grid, key) for when, key in side) for side in sides)
            any_signed = any(key in signed for side in sides for _, key in side)
            found.append(
                Relation(str(entry["check"]), grid, scope, left, right, any_signed, str(entry["zh"]), str(entry["en"]))
            )
    return found


def _named(side: object) -> list[tuple[When, str]]:
    """Terms such as ``before:carried_out``."""
    parts = [str(term).partition(":") for term in cast("list[str]", side)]
    return [(cast(When, when), name) for when, _, name in parts]
