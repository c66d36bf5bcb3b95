"""Facsimile: a grid in the form's own shape, merged headers and all, for notebooks and workbooks.

One plan of boxes from which both are drawn, so that they show the same thing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from extract.forms.form import GridForm, GridName, SlotKey
from extract.grid import Number
from extract.words import sentences
from extract.words.sentences import Lang, number, say, word
from extract.words.vocabulary import COLUMN_COLUMNS, ROW_COLUMNS, label_in, row_label

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, slots=True)
class Shown:
    """What a value cell holds, and what there is to say about it: ``fails`` are the equations that fail over it."""

    key: SlotKey
    value: Number | None
    unit: str | None
    raw: str
    state: str
    reason: str | None
    fails: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The number; ``?`` where nobody can say, ``–`` where there is no such cell, nothing where it is blank."""
        if self.value is not None:
            return number(self.value) + (self.unit if self.unit == "万元" else "")
        if self.state == "not_applicable":
            return self.raw.strip() or "/"
        return {"blank": "", "missing": "–"}.get(self.state, "?")

    def remark(self, lang: Lang) -> str:
        """What a person should know of this cell; nothing of one that is simply printed."""
        told = [] if self.state in ("number", "blank") else [word(sentences.STATES, self.state, lang)]
        told += [word(sentences.REASONS, self.reason, lang)] if self.reason else []
        if told and self.raw:
            told.append(say((f"原文“{self.raw}”", f"printed “{self.raw}”"), lang))
        return "\n".join([("；" if lang == "zh" else "; ").join(told), *self.fails]).strip()


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of the drawing, from 0: where it begins, over how many rows and columns, and what stands in it."""

    row: int
    column: int
    rows: int
    columns: int
    kind: Literal["head", "label", "cell"]
    text: str
    shown: Shown | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Facsimile:
    """One grid of one report as the form prints it; a notebook shows it as a table."""

    name: GridName
    form: GridForm
    lang: Lang
    boxes: tuple[Box, ...]

    def __repr__(self) -> str:
        return f"<{self.name}, form {self.form.form}, {self.height} × {self.width}>"

    @property
    def height(self) -> int:
        """Rows of the drawing."""
        return max((box.row + box.rows for box in self.boxes), default=0)

    @property
    def width(self) -> int:
        """Columns of the drawing."""
        return max((box.column + box.columns for box in self.boxes), default=0)

    def frame(self, labels: Lang | None = None) -> "pandas.DataFrame":
        """The values alone: a row for each row of the form, by key or under the form's names."""
        import pandas as pd  # noqa: PLC0415 - slow to import, and only needed here

        shown = [box.shown for box in self.boxes if box.shown is not None and not box.shown.key[0].endswith("/")]
        rows = list(dict.fromkeys(one.key[0] for one in shown))
        columns = list(dict.fromkeys(one.key[1] for one in shown))
        values = {one.key: one.value for one in shown}
        dtype = "Float64" if self.name == "disclosure" else "Int64"
        made = pd.DataFrame(
            {column: pd.Series([values.get((row, column)) for row in rows], rows, dtype=dtype) for column in columns},
        ).rename_axis(index=ROW_COLUMNS[self.name], columns=COLUMN_COLUMNS[self.name])
        if labels is None:
            return made
        named = {row: row_label(found, labels) for row in rows if (found := self.form.row(row))}
        heads = {c.key: label_in(labels, c.label) for row in self.form.rows for c in row.columns}
        return made.rename(index=named, columns=heads)

    def __str__(self) -> str:
        return self.frame(self.lang).to_string(na_rep="")

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        lines = []
        for _, boxes in groupby(sorted(self.boxes, key=lambda box: (box.row, box.column)), lambda box: box.row):
            lines.append("<tr>" + "".join(_html(box, self.lang) for box in boxes) + "</tr>")
        title = escape(say(sentences.GRID_TITLES[self.name], self.lang))
        head = f'<caption style="text-align:left;font-weight:bold">{title}</caption>'
        return f'<table lang="{self.lang}" style="border-collapse:collapse">{head}{"".join(lines)}</table>'


_STYLES = {
    "head": "text-align:center;word-break:keep-all;background:#f2f2f2;color:#222",
    "label": "text-align:left;background:#fafafa;color:#222",
    "cell": "text-align:right",
}


def _html(box: Box, lang: Lang) -> str:
    tag = "td" if box.kind == "cell" else "th"
    style = f"border:1px solid #bbb;padding:2px 6px;font-weight:normal;{_STYLES[box.kind]}"
    title = ""
    if box.shown is not None:
        style += ";" + shade_of(box.shown, "background:#{};color:#{}")
        remark = box.shown.remark(lang)
        title = f' title="{escape(remark)}"' if remark else ""
    spans = f' rowspan="{box.rows}"' * (box.rows > 1) + f' colspan="{box.columns}"' * (box.columns > 1)
    return f'<{tag}{spans} style="{style}"{title}>{escape(box.text)}</{tag}>'


SHADES: Mapping[str, tuple[str, str]] = {
    "fails": ("f8cbad", "9c0006"),
    "open": ("ffeb9c", "7f6000"),
    "deduced": ("ddebf7", "1f4e78"),
}
"""Background and ink of cells that are not simply printed: an equation over it fails, undecided, deduced."""


def shade_key(shown: Shown) -> str | None:
    """Which of `SHADES` a cell gets; none where it is simply printed or blank."""
    if shown.fails:
        return "fails"
    if shown.state in ("text", "ambiguous", "missing"):
        return "open"
    return "deduced" if shown.state == "deduced" else None


def shade_of(shown: Shown, pattern: str) -> str:
    """The cell's shade written into ``pattern``; nothing where it has none."""
    key = shade_key(shown)
    return pattern.format(*SHADES[key]) if key else ""
