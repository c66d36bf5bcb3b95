"""Forms: what the official notices prescribe, read from ``patterns/forms/*.toml``.

A form knows nothing of any report. Source: 国办公开办函〔2019〕60号 and 〔2021〕30号.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

from extract.errors import WrongUse
from extract.forms.fold import fold
from extract.locate import patterns_path

GridName: TypeAlias = Literal["disclosure", "applications", "appeals"]
SlotKey: TypeAlias = tuple[str, str]
"""(row key, column key), such as ``("new", "total")`` or ``("20.1/rules", "made")``."""

GRID_NAMES: tuple[GridName, ...] = ("disclosure", "applications", "appeals")
_NUMERAL = re.compile(r"^\s*[（(]?[一二三四五六七八九十\d]+[）)、.．]+\s*")


@dataclass(frozen=True, slots=True)
class PartForm:
    """One of the six numbered parts; ``headings`` are the official ones, the notice's own first."""

    number: int
    key: str
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ColumnForm:
    """A value column: ``money`` columns hold amounts in 万元, ``signed`` ones may be negative."""

    key: str
    label: str
    path: tuple[str, ...] = ()
    money: bool = False
    signed: bool = False


@dataclass(frozen=True, slots=True)
class RowForm:
    """A row of value cells; ``path`` are its outer labels from the outside inwards."""

    key: str
    label: str
    path: tuple[str, ...]
    columns: tuple[ColumnForm, ...]


@dataclass(frozen=True, slots=True)
class MergedRow:
    """A row that some reports print in place of several rows of the form."""

    row: RowForm
    stands_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """An equation of the form along every row or every column: sum(left) = sum(right)."""

    check: str
    kind: Literal["stated", "implied"]
    along: Literal["row", "column"]
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Equation:
    """An identity for one row or column (``scope``), over slots of one grid."""

    check: str
    kind: Literal["stated", "implied"]
    scope: str
    left: tuple[SlotKey, ...]
    right: tuple[SlotKey, ...]


@dataclass(frozen=True, slots=True, eq=False)
class GridForm:
    """One grid of one form: its rows in order, what may stand for them, and its arithmetic.

    Forms are loaded once and compared by identity, so that they are cheap keys of caches.
    """

    name: GridName
    form: str
    rows: tuple[RowForm, ...]
    merged: tuple[MergedRow, ...]
    identities: tuple[Identity, ...]
    notes: tuple[str, ...]

    def row(self, key: str) -> RowForm | None:
        """The row with this key, merged rows included; None where the form has no such row."""
        return _rows_by_key(self).get(key)

    def slots(self, merged: bool = False) -> tuple[SlotKey, ...]:
        """Every value cell in the form's order; with ``merged``, the merged rows' cells follow their sub-rows'."""
        return _slots(self, merged)

    def equations(self, merged: bool = False) -> tuple[Equation, ...]:
        """The grid's equations; with ``merged``, a merged row takes the place of the rows it stands for."""
        return _equations(self, merged)


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """One official form: the fiscal years it was prescribed for, its parts and its three grids."""

    id: str
    notice: str
    first_year: int
    last_year: int | None
    parts: tuple[PartForm, ...]
    grids: tuple[GridForm, ...]

    def grid(self, name: GridName) -> GridForm:
        """The grid of this name."""
        return self.grids[GRID_NAMES.index(name)]

    def covers(self, year: int) -> bool:
        """Whether the form was prescribed for this fiscal year."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording met in the wild, what it stands for, and how it was printed."""

    of: str
    text: str
    example: str
    seen: str


@dataclass(frozen=True, slots=True, eq=False)
class Forms:
    """All forms known and the wordings met, in the order of their first years.

    ``folder`` is where they were read, None for the package's own patterns.
    """

    all: tuple[Form, ...]
    wordings: tuple[Wording, ...]
    folder: Path | None = None

    def get(self, form_id: str) -> Form:
        """The form of this id; raises `WrongUse` for one that is not known."""
        for form in self.all:
            if form.id == form_id:
                return form
        raise WrongUse(
            f"没有格式 {form_id}；有的是 {'、'.join(form.id for form in self.all)}",
            f"no form {form_id!r}; known are {', '.join(form.id for form in self.all)}",
        )

    def for_year(self, year: int) -> Form | None:
        """The form prescribed for a fiscal year, the latest where several are; None for years before the first."""
        return next((form for form in reversed(self.all) if form.covers(year)), None)

    def titles(self) -> tuple[str, ...]:
        """The wordings of the report's title, folded, longest first."""
        return tuple(sorted((fold(w.text) for w in self.wordings if w.of == "title"), key=len, reverse=True))


def without_numeral(label: str) -> str:
    """The label without its own numbering.

    >>> without_numeral("（一）予以公开"), without_numeral("1.属于国家秘密")
    ('予以公开', '属于国家秘密')
    """
    return _NUMERAL.sub("", label)


@lru_cache(maxsize=32)
def _rows_by_key(grid: GridForm) -> dict[str, RowForm]:
    every = [*grid.rows, *(merged.row for merged in grid.merged)]
    return {row.key: row for row in reversed(every)}


@lru_cache(maxsize=32)
def _slots(grid: GridForm, merged: bool) -> tuple[SlotKey, ...]:
    slots: list[SlotKey] = []
    for row in grid.rows:
        slots += [(row.key, column.key) for column in row.columns]
        for instead in grid.merged if merged else ():
            if row.key == instead.stands_for[-1]:
                slots += [(instead.row.key, column.key) for column in instead.row.columns]
    return tuple(slots)


@lru_cache(maxsize=32)
def _equations(grid: GridForm, merged: bool) -> tuple[Equation, ...]:
    replaced = {key for instead in grid.merged for key in instead.stands_for} if merged else set()
    rows = [row for row in grid.rows if row.key not in replaced]
    if merged:
        rows += [instead.row for instead in grid.merged]
    present = [row.key for row in rows]
    found: list[Equation] = []
    for identity in grid.identities:
        if identity.along == "row":
            found += [
                Equation(
                    identity.check,
                    identity.kind,
                    row.key,
                    tuple((row.key, column) for column in identity.left),
                    tuple((row.key, column) for column in identity.right),
                )
                for row in rows
            ]
        else:
            left = [key for key in identity.left if key not in replaced]
            if len(left) < len(identity.left):
                left += [instead.row.key for instead in grid.merged]
            found += [
                Equation(
                    identity.check,
                    identity.kind,
                    column.key,
                    tuple((key, column.key) for key in left if key in present),
                    tuple((key, column.key) for key in identity.right),
                )
                for column in grid.rows[0].columns
            ]
    return tuple(found)


def _columns(entries: list[dict[str, Any]]) -> tuple[ColumnForm, ...]:
    return tuple(
        ColumnForm(c["key"], c["label"], tuple(c.get("path", ())), c.get("money", False), c.get("signed", False))
        for c in entries
    )


def _rows(entries: list[dict[str, Any]], columns: tuple[ColumnForm, ...]) -> tuple[RowForm, ...]:
    return tuple(RowForm(r["key"], r["label"], tuple(r.get("path", ())), columns) for r in entries)


def _disclosure_rows(blocks: list[dict[str, Any]]) -> Iterator[RowForm]:
    for block in blocks:
        columns = _columns(block["columns"])
        for row in block["rows"]:
            yield RowForm(f"{block['article']}/{row['key']}", row["label"], (block["label"],), columns)


def _grid(name: GridName, form_id: str, data: dict[str, Any]) -> GridForm:
    if name == "disclosure":
        return GridForm(name, form_id, tuple(_disclosure_rows(data["blocks"])), (), (), ("信息内容",))
    columns = _columns(data["columns"])
    merged = tuple(
        MergedRow(_rows([m["row"]], columns)[0], tuple(m["stands_for"])) for m in data.get("merged_rows", ())
    )
    identities = tuple(
        Identity(i["check"], i["kind"], i["along"], tuple(i["left"]), tuple(i["right"]))
        for i in data.get("identities", ())
    )
    return GridForm(name, form_id, _rows(data["rows"], columns), merged, identities, tuple(data.get("notes", ())))


def _form(path: Path) -> Form:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        parts = tuple(PartForm(p["number"], p["key"], (p["heading"], *p.get("also", ()))) for p in data["parts"])
        grids = tuple(_grid(name, data["id"], data[name]) for name in GRID_NAMES)
        return Form(data["id"], data["notice"], data["first_year"], data.get("last_year"), parts, grids)
    except KeyError as lost:
        raise WrongUse(
            f"{path}：缺少键 {lost}；格式文件的内容见 docs/adding-a-form.zh.md",
            f"{path}: the key {lost} is missing; docs/adding-a-form.md says what a form file holds",
        ) from lost


@lru_cache(maxsize=4)
def load_forms(folder: Path | None = None) -> Forms:
    """Every form and wording under ``folder`` (default: the package's own ``patterns/``).

    Raises `WrongUse` when the folder holds no form, or a form file lacks a key.
    """
    base = folder or patterns_path()
    files = sorted((base / "forms").glob("*.toml"))
    if not files:
        raise WrongUse(
            f"{base}：没有找到格式；模式文件夹里应有 forms/*.toml 和 wordings.toml",
            f"{base}: no form found; a folder of patterns has forms/*.toml and wordings.toml",
        )
    wordings = tomllib.loads((base / "wordings.toml").read_text(encoding="utf-8"))["wordings"]
    forms = sorted((_form(path) for path in files), key=lambda form: form.first_year)
    return Forms(tuple(forms), tuple(Wording(w["of"], w["text"], w["example"], w["seen"]) for w in wordings), folder)
