"""narrow: what the prose says of cells that the grid leaves undecided."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extract.grid import Grid, Number
from extract.prose.figure_forms import FigureForms
from extract.prose.figures import Figure


def said_of_cells(figures: Sequence[Figure], known: FigureForms, form: str | None) -> dict[str, Number]:
    """What the sentences say that single cells hold, by path (``applications/new/total``).

    Only figures that are exact, count neither more offices than the report's own nor perhaps what was carried
    in, and that the prose states in one way alone: a witness who says two things is none. ``form`` is the report's.
    """
    said: dict[str, Number] = {}
    for key in {figure.figure for figure in figures if figure.figure is not None}:
        own = [figure for figure in figures if figure.figure == key]
        plain = all(one.qualifier == "exact" and not one.wide and not one.loose for one in own)
        sums = [cells for cells in known.get(key).equals if cells.form in (None, form) and not cells.loose]
        if plain and len({one.value for one in own}) == 1 and len(sums) == 1 and len(sums[0].cells) == 1:
            row, column = sums[0].cells[0]
            said[f"{sums[0].grid}/{row}/{column}"] = own[0].value
    return said


def narrow(grid: Grid, said: Mapping[str, Number]) -> Grid:
    """The grid with the candidates of its ambiguous cells narrowed to what the prose says of them.

    The cells stay ambiguous: one witness decides nothing. Where no candidate is what the prose says, all stay.
    """
    slots = tuple(
        slot._replace(candidates=(value,))
        if slot.state == "ambiguous"
        and (value := said.get(f"{grid.name}/{slot.key[0]}/{slot.key[1]}")) is not None
        and value in slot.candidates
        else slot
        for slot in grid.slots
    )
    return grid if slots == grid.slots else replace(grid, slots=slots)
