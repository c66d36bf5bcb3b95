"""witnesses: what stands outside the undecided cells of a report and says what they hold.

Figures that stand in one run, their bounds lost, are undecided together: known is in which ways they can be cut
apart. Each witness (the report of a neighbouring year, or the prose) leaves some of these ways. Authorities break
the relations between their years often, so a single witness never settles a figure.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple, TypeAlias

from extract.grid import Number, Proof, State

CellPath: TypeAlias = str
"""A cell's name as ``extract trace`` takes it: ``applications/new/total``."""
Way: TypeAlias = tuple[Number, ...]
"""What the cells of a run hold if it is cut apart in one certain way."""

PROSE = "prose"
_MOST_WAYS = 2_000  # more are never ruled out but for one, and the parent goes through them
_NOT_FAR = 100


class Known(NamedTuple):
    """What one report says in one cell; ``run`` are the figures it shares with others, their bounds lost."""

    state: State
    value: Number | None
    candidates: tuple[Number, ...] = ()
    run: str = ""


class Witness(NamedTuple):
    """What leaves a cell only these ``values``: ``source`` is another report's id, or ``prose``."""

    source: str
    values: tuple[Number, ...]


class Said(NamedTuple):
    """The ways that one witness leaves of a run, those that it would leave but for a slip in it, and the cells of the
    run of which it speaks itself."""

    ways: frozenset[Way]
    near: frozenset[Way]
    of: frozenset[CellPath]

    def also(self, other: "Said") -> "Said":
        """What is said where ``other`` is said as well, by the same witness."""
        return Said(self.ways & other.ways, self.near & other.near, self.of | other.of)


class Settled(NamedTuple):
    """A cell that two independent witnesses leave one value (``proof``), or whose candidates are narrowed (None)."""

    path: CellPath
    values: tuple[Number, ...]
    proof: Proof | None
    witnesses: tuple[Witness, ...]


class Run(NamedTuple):
    """Cells that are undecided together, by path, and the ways that the report itself leaves them."""

    paths: tuple[CellPath, ...]
    ways: tuple[Way, ...]

    def values(self, path: CellPath, ways: Sequence[Way]) -> tuple[Number, ...]:
        """What ``ways`` leave the cell, in order, each once."""
        place = self.paths.index(path)
        return tuple(sorted({way[place] for way in ways}))


def runs(cells: Mapping[CellPath, Known], prose: Mapping[CellPath, Number]) -> Iterator[Run]:
    """The undecided cells of a report, those that share their figures together; ``cells`` are in the order of the form."""
    for _, of_row in groupby(cells, key=lambda path: path.rsplit("/", 1)[0]):
        row = list(of_row)
        undecided = [path for path in row if cells[path].state == "ambiguous"]
        for run in dict.fromkeys(cells[path].run for path in undecided):
            sharing = tuple(path for path in row if run and cells[path].run == run)
            # the prose has narrowed the candidates of what it states, and may not be heard twice
            free = [None if path in prose else _may_be(cells[path]) for path in sharing]
            ways = tuple(_ways(run, free)) if sharing else ()
            if 0 < len(ways) <= _MOST_WAYS:
                yield Run(sharing, ways)
                continue
            for path in undecided:
                if cells[path].run == run and cells[path].candidates:
                    yield Run((path,), tuple((value,) for value in cells[path].candidates))


def _may_be(cell: Known) -> tuple[Number, ...] | None:
    return cell.candidates or None if cell.value is None else (cell.value,)


def _ways(run: str, cells: Sequence[tuple[Number, ...] | None]) -> list[Way]:
    """Each way to cut ``run`` into a figure for each cell, none of them over a space; too many give too many."""
    ends: dict[int, list[Way]] = {0: [()]}
    for may_be in cells:
        further: dict[int, list[Way]] = {}
        for end, ways in ends.items():
            for value, after in _figures(run, end):
                if may_be is None or value in may_be:
                    further.setdefault(after, []).extend((*way, value) for way in ways)
        if sum(map(len, further.values())) > _MOST_WAYS:
            return []
        ends = further
    return ends.get(len(run), [])


def _figures(run: str, start: int) -> Iterator[tuple[int, int]]:
    """The figures that can begin at ``start``, each with the place behind it and behind the spaces after it."""
    digits = run[start:].split(" ", 1)[0]
    if not digits.isdecimal() or not digits.isascii():
        return
    for length in range(1, len(digits) + 1):
        if length == 1 or digits[0] != "0":
            after = start + length
            yield int(digits[:length]), after + len(run[after:]) - len(run[after:].lstrip(" "))


def is_slip(value: Number, other: Number) -> bool:
    """Whether somebody who means one of two figures may print the other: a digit more, less, or another, or not far off.

    >>> is_slip(214, 2214), is_slip(82, 7048), is_slip(105, 106)
    (True, False, True)
    """
    if abs(value - other) <= _NOT_FAR:
        return True
    longer, shorter = sorted((f"{value:g}", f"{other:g}"), key=len, reverse=True)
    if len(longer) == len(shorter):
        return sum(a != b for a, b in zip(longer, shorter, strict=True)) == 1
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


def judge(run: Run, cells: Mapping[CellPath, Known], said: Mapping[str, Said]) -> Iterator[Settled]:
    """What the witnesses settle or narrow of a run; ``said`` is what each says, by its source.

    Where some way is left that all of them allow, a cell is settled that two of them, each alone, leave one value;
    not where another value stands in a way that one slip in each of them would explain.
    """
    left = tuple(way for way in run.ways if all(way in one.ways for one in said.values()))
    near = tuple(way for way in run.ways if all(way in one.near for one in said.values()))
    if not left:
        return
    for path in run.paths:
        cell, values, free = cells[path], run.values(path, left), run.values(path, run.ways)
        if cell.state != "ambiguous":
            continue
        told = {source: run.values(path, tuple(one.ways)) for source, one in said.items()}
        speaking = tuple(Witness(one, told[one]) for one in told if path in said[one].of or told[one] != free)
        alone = [witness.source for witness in speaking if witness.values == values and len(values) == 1]
        if len(alone) > 1 and run.values(path, near) == values:
            yield Settled(path, values, "prose" if PROSE in alone else "panel", speaking)
        elif set(values) < set(cell.candidates):
            yield Settled(path, tuple(value for value in cell.candidates if value in values), None, speaking)
