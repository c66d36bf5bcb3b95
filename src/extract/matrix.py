"""matrix: a grid in the terminal in its own shape, whatever width the terminal has."""

from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extract.forms import GridForm, RowForm, SlotKey
from extract.grid import Grid, Slot
from extract.sentences import Lang, number, say

_NARROW = 64
"""Below this many columns a row is a sentence of its figures, because a matrix would be cut to pieces."""
_WIDE = 110
"""From this many columns on there is room for the keys that `trace` and the tables use."""
_STEP = "　"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a grid: heads over columns (``heads`` alone), a group's name, or a row with its figures."""

    label: str
    depth: int = 0
    key: str = ""
    heads: tuple[str, ...] = ()
    figures: tuple[Text, ...] = ()


def lines(grid: Grid, form: GridForm, failing: set[SlotKey]) -> Iterator[Line]:
    """The grid from top to bottom; ``failing`` are the cells of equations that fail.

    Heads come again where the columns change, a group's name where the group begins.
    """
    slots = {slot.key: slot for slot in grid.slots}
    above: tuple[str, ...] = ()
    blocks = grid.name == "disclosure"
    for row in _rows(grid, form):
        if row.path != above or not above:
            if blocks or not above:
                yield Line(row.path[0] if blocks else "", heads=tuple(column.label for column in row.columns))
            new = enumerate(row.path) if not blocks else ()
            yield from (Line(label, depth) for depth, label in new if depth >= _shared(row.path, above))
        above = row.path or ("",)
        figures = tuple(figure(slots.get((row.key, column.key)), failing) for column in row.columns)
        heads = tuple(column.label for column in row.columns)
        yield Line(row.label, 1 if blocks else len(row.path), row.key, heads, figures)
        if blocks:
            yield from _extra(grid, form, row, heads)


def _rows(grid: Grid, form: GridForm) -> list[RowForm]:
    """The rows that the grid has, in its order, without those that are printed as one row."""
    rows = (form.row(key) for key in dict.fromkeys(slot.key[0] for slot in grid.slots))
    joined = {slot.key[0] for slot in grid.slots if slot.reason == "printed_as_one_row"}
    return [row for row in rows if row is not None and row.key not in joined]


def _extra(grid: Grid, form: GridForm, row: RowForm, heads: tuple[str, ...]) -> Iterator[Line]:
    """After the last row of a block: the rows that the authority added to it."""
    block = row.key.partition("/")[0]
    if row.key != [other.key for other in form.rows if other.path == row.path][-1]:
        return
    for extra in grid.extra:
        if extra.block == block:
            figures = tuple(figure(slot, set()) for slot in extra.slots)
            yield Line(f"{extra.label} *", 1, f"{block}/", heads, figures)


def _shared(path: tuple[str, ...], other: tuple[str, ...]) -> int:
    """How many labels two paths share from the outside."""
    count = 0
    for first, second in zip(path, other, strict=False):
        if first != second:
            break
        count += 1
    return count


def figure(slot: Slot | None, failing: set[SlotKey]) -> Text:
    """A cell: its number; ``?`` where nobody can say, ``–`` where there is no cell, nothing where blank."""
    if slot is None or slot.state == "blank":
        return Text()
    if slot.value is not None:
        unit = slot.unit if slot.unit == "万元" else ""
        style = "bold red" if slot.key in failing else "cyan" if slot.state == "deduced" else ""
        return Text(number(slot.value) + (unit or ""), style=style)
    if slot.state == "not_applicable":
        return Text(slot.raw.strip() or "/", style="dim")
    return Text("–" if slot.state == "missing" else "?", style="yellow")


@dataclass(frozen=True, slots=True)
class Matrix:
    """The lines of a grid, set as the width allows."""

    lines: tuple[Line, ...]
    lang: Lang

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """What rich asks for."""
        if options.max_width < _NARROW:
            yield from self._sentences()
        else:
            yield from self._tables(options.max_width)

    def _tables(self, width: int) -> Iterator[Table]:
        """One table for each stretch of rows under the same heads."""
        start = 0
        bounds = [at for at, line in enumerate(self.lines) if line.heads and not line.figures]
        for start, end in zip(bounds, [*bounds[1:], len(self.lines)], strict=True):
            heads = self.lines[start].heads
            each = 8 if len(heads) > 5 else 10
            room = width - (each + 1) * len(heads) - 1
            table = Table(box=None, padding=(0, 1, 0, 0), show_edge=False, header_style="dim")
            table.add_column(self.lines[start].label, width=min(room, 44), overflow="fold")
            for head in heads:
                table.add_column(head, justify="right", width=each, overflow="fold")
            if width >= _WIDE:
                table.add_column(overflow="fold", style="dim")
            for line in self.lines[start + 1 : end]:
                label = Text(_STEP * line.depth + line.label, style="" if line.figures else "dim")
                key = [line.key] if width >= _WIDE else []
                table.add_row(label, *(line.figures or [""] * len(heads)), *key)
            yield table

    def _sentences(self) -> Iterator[Text | Padding]:
        for line in self.lines:
            if line.figures:
                yield Text(_STEP * line.depth + line.label)
                yield Padding(self._sentence(line), (0, 0, 0, 2 * line.depth + 2))
            elif line.label:
                yield Text(_STEP * line.depth + line.label, style="dim")

    def _sentence(self, line: Line) -> Text:
        """The figures other than 0 by the names of their columns, then how many are 0 or blank."""
        pairs = list(zip(line.heads, line.figures, strict=False))
        told = [Text(f"{head} ").append_text(text) for head, text in pairs if text.plain not in ("", "0")]
        for sign, phrase in (("0", ("为 0", "zero")), ("", ("空白", "blank"))):
            count = sum(text.plain == sign for _, text in pairs)
            if count:
                every = ("均", "all ") if count == len(pairs) else (f"{count} 格", f"{count} ")
                told.append(Text(say(every, self.lang) + say(phrase, self.lang), style="dim"))
        return Text(" · ").join(told)
