"""layout: the rows of one grid of one report laid out as the boxes of a facsimile."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TypeAlias, cast

from extract.checks import Check
from extract.forms.form import ColumnForm, Forms, GridForm, GridName, RowForm, SlotKey
from extract.grid import Number
from extract.tables.facsimile import Box, Facsimile, Shown
from extract.words.sentences import Lang, equation_sentence
from extract.words.vocabulary import COLUMN_COLUMNS, ROW_COLUMNS, label_in

Record: TypeAlias = Mapping[str, object]
_Path: TypeAlias = tuple[str, ...]


def facsimile(name: GridName, cells: Sequence[Record], checks: Sequence[Record], forms: Forms, lang: Lang) -> Facsimile:
    """One grid of one report, from its rows of the grid's table and of ``checks``."""
    form = forms.get(str((cells[0]["form"] if cells else None) or forms.all[0].id)).grid(name)
    fails = _fails(form, [check for check in checks if check["grid"] == name and check["outcome"] == "fails"], lang)
    shown = {one.key: one for one in (_shown(name, cell, fails) for cell in cells)}
    rows = [row for row in _rows(form, shown) if any((row.key, c.key) in shown for c in row.columns)]
    if name == "disclosure":
        return Facsimile(name, form, lang, tuple(_blocks(rows, shown, cells, lang)))
    if name == "appeals":
        return Facsimile(name, form, lang, tuple(_one_row(rows, shown, lang)))
    return Facsimile(name, form, lang, tuple(_matrix(form, rows, shown, lang)))


def _fails(form: GridForm, failed: Sequence[Record], lang: Lang) -> dict[SlotKey, tuple[str, ...]]:
    """For each cell the equations over it that fail, as sentences."""
    fails: dict[SlotKey, tuple[str, ...]] = {}
    told = {}
    for record in failed:
        left, right = (cast("float", record[side] or 0) for side in ("left", "right"))
        check = Check(
            str(record["check"]), "implied", form.name, str(record["scope"]), _whole(left), _whole(right), "fails"
        )
        told[check.check, check.scope] = equation_sentence(check, form, lang)
    for merged in (False, True):
        for equation in form.equations(merged):
            sentence = told.get((equation.check, equation.scope))
            for key in (*equation.left, *equation.right) if sentence else ():
                if sentence and sentence not in fails.get(key, ()):
                    fails[key] = (*fails.get(key, ()), sentence)
    return fails


def _whole(value: float) -> Number:
    return int(value) if float(value).is_integer() else value


def _shown(name: GridName, cell: Record, fails: Mapping[SlotKey, tuple[str, ...]]) -> Shown:
    row = f"{cell['article']}/{cell['item'] or ''}" if name == "disclosure" else str(cell[ROW_COLUMNS[name]])
    key = (row, str(cell[COLUMN_COLUMNS[name]]))
    value = cast("Number | None", cell["value"])
    return Shown(
        key,
        _whole(value) if isinstance(value, float) else value,
        cast("str | None", cell.get("unit")),
        str(cell["raw"] or ""),
        str(cell["state"]),
        cast("str | None", cell["reason"]),
        fails.get(key, ()),
    )


def _rows(form: GridForm, shown: Mapping[SlotKey, Shown]) -> Iterator[RowForm]:
    """The form's rows; where several were printed as one, that one."""
    for row in form.rows:
        joined = any(one.reason == "printed_as_one_row" for key, one in shown.items() if key[0] == row.key)
        if not joined:
            yield row
        for instead in form.merged:
            if instead.stands_for[-1] == row.key:
                yield instead.row


def _brackets(paths: Sequence[_Path], depth: int) -> Iterator[tuple[int, int, int, int, str]]:
    """Labels by their outer labels: (first, how many, level, levels, label); the innermost takes the levels left."""
    for level in range(depth):
        at = 0
        prefixes = [path[: level + 1] for path in paths]
        for prefix, group in groupby(prefixes):
            count = len(list(group))
            if len(prefix) == level + 1:
                last = all(len(path) == level + 1 for path in paths[at : at + count])
                yield at, count, level, depth - level if last else 1, prefix[-1]
            at += count


def _matrix(form: GridForm, rows: Sequence[RowForm], shown: Mapping[SlotKey, Shown], lang: Lang) -> Iterator[Box]:
    """Grid 三: labels at the left and over the columns, the form's note in the corner."""
    columns = form.rows[0].columns
    heads = [_path(column, lang) for column in columns]
    labels = [_path(row, lang) for row in rows]
    down, right = max(map(len, heads)), max(map(len, labels), default=1)
    note = label_in(lang, form.notes[0]) if form.notes else ""
    yield Box(0, 0, down, right, "head", (f"（{note}）" if lang == "zh" else f"({note})") if note else "")
    for first, count, level, levels, label in _brackets(heads, down):
        yield Box(level, right + first, levels, count, "head", label)
    for first, count, level, levels, label in _brackets(labels, right):
        yield Box(down + first, level, count, levels, "label", label)
    for at, row in enumerate(rows):
        yield from _figures(row, columns, shown, down + at, right)


def _path(one: RowForm | ColumnForm, lang: Lang) -> _Path:
    return tuple(label_in(lang, label) for label in (*one.path, one.label))


def _figures(
    row: RowForm, columns: Sequence[ColumnForm], shown: Mapping[SlotKey, Shown], at: int, left: int
) -> Iterator[Box]:
    for number_, column in enumerate(columns):
        one = shown.get((row.key, column.key))
        yield Box(at, left + number_, 1, 1, "cell", one.text if one else "", one)


def _one_row(rows: Sequence[RowForm], shown: Mapping[SlotKey, Shown], lang: Lang) -> Iterator[Box]:
    """Grid 四: everything is a header over one row of figures."""
    every = [(row, column) for row in rows for column in row.columns]
    heads = [(*_path(row, lang), label_in(lang, column.label)) for row, column in every]
    down = max(map(len, heads), default=0)
    for first, count, level, levels, label in _brackets(heads, down):
        yield Box(level, first, levels, count, "head", label)
    for at, (row, column) in enumerate(every):
        one = shown.get((row.key, column.key))
        yield Box(down, at, 1, 1, "cell", one.text if one else "", one)


def _blocks(
    rows: Sequence[RowForm], shown: Mapping[SlotKey, Shown], cells: Sequence[Record], lang: Lang
) -> Iterator[Box]:
    """Grid 二: a block for each article, with columns of its own; then the rows that the authority added to it."""
    width = 1 + max((len(row.columns) for row in rows), default=0)
    at = 0
    for path, group in groupby(rows, lambda row: row.path):
        own = list(group)
        columns = own[0].columns
        yield Box(at, 0, 1, width, "head", label_in(lang, path[0]))
        yield Box(at + 1, 0, 1, 1, "head", label_in(lang, "信息内容"))
        for place, column in enumerate(columns, 1):
            yield Box(at + 1, place, 1, 1, "head", label_in(lang, column.label))
        at += 2
        block = own[0].key.partition("/")[0]
        added = dict.fromkeys(str(c["item_label"]) for c in cells if c["article"] == block and c["item"] is None)
        extra = [RowForm(f"{block}/", label, path, columns) for label in added]
        for row in own:
            yield Box(at, 0, 1, 1, "label", label_in(lang, row.label))
            yield from _figures(row, columns, shown, at, 1)
            at += 1
        for row in extra:
            mine = {
                one.key: one
                for c in cells
                if c["article"] == block and c["item"] is None and c["item_label"] == row.label
                for one in [_shown("disclosure", c, {})]
            }
            yield Box(at, 0, 1, 1, "label", f"{row.label} *")
            yield from _figures(row, columns, mine, at, 1)
            at += 1
