"""matrix: a grid in the terminal in its own shape, whatever width the terminal has."""

from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extract.forms.form import GridForm, RowForm, SlotKey
from extract.grid import Grid, Slot
from extract.words.sentences import Lang, number, say

_NARROW = 64
"""Below this many columns a row is a sentence of its figures, because a matrix would be cut to pieces."""
_WIDE = 134
"""From this many columns on there is room for the keys that `trace` and the tables use."""
_LABELS = 42
"""The most that labels take; longer ones are folded."""
_STEP = 2
"""How far each level of labels is set in."""


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
        names, each = self._widths(width)
        with_keys = width >= _WIDE
        bounds = [at for at, line in enumerate(self.lines) if line.heads and not line.figures]
        for start, end in zip(bounds, [*bounds[1:], len(self.lines)], strict=True):
            head, *rows = self.lines[start:end]
            table = Table(box=None, padding=(0, 1, 0, 0), show_edge=False, header_style="dim")
            table.add_column(head.label, width=names, overflow="fold")
            for label in head.heads:
                table.add_column(label, justify="right", width=each, overflow="fold")
            if with_keys:
                table.add_column(no_wrap=True, style="dim")
            for line in rows:
                name = Text(line.label, style="" if line.figures else "dim")
                figures = line.figures or [""] * len(head.heads)
                table.add_row(Padding(name, (0, 0, 0, _STEP * line.depth)), *figures, *[line.key] * with_keys)
            yield table

    def _widths(self, width: int) -> tuple[int, int]:
        """The widths of the labels and of each column of figures, the same for all blocks of a grid.

        A column is as wide as the labels leave room for, and as its longest figure demands.
        """
        count = max(len(line.heads) for line in self.lines)
        figures = max((text.cell_len for line in self.lines for text in line.figures), default=0)
        longest = max(_STEP * line.depth + cell_len(line.label) for line in self.lines)
        fair = (width - 1 - min(_LABELS, longest)) // count - 1
        each = max(figures, 4, min(8 if count > 5 else 16, fair))
        return min(_LABELS, longest, width - 1 - count * (each + 1)), each

    def _sentences(self) -> Iterator[Padding]:
        for line in self.lines:
            if line.label:
                name = Text(line.label, style="" if line.figures else "dim")
                yield Padding(name, (0, 0, 0, _STEP * line.depth))
            if line.figures:
                yield Padding(self._sentence(line), (0, 0, 0, _STEP * line.depth + _STEP))

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
