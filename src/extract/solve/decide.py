"""Decision: what is known of an open cell; and the steps that the solvers of all three grids share."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.flat.pieces import Piece
from extract.flat.place import OpenRow, Placement
from extract.forms.fold import narrow
from extract.forms.form import SlotKey
from extract.grid import Number, Proof
from extract.solve.balance import Reading

MOST_CANDIDATES = 40
_REMARK = re.compile(r"\([^()]*[^\W\d_][^()]*\)")


@dataclass(frozen=True, slots=True)
class Decision:
    """What is known of one open cell: a number or a proved blank with its proof, or its candidates."""

    key: SlotKey
    value: Number | None = None
    unit: str | None = None
    blank: bool = False
    proof: Proof | None = None
    candidates: tuple[Number, ...] = ()


@dataclass(frozen=True, slots=True)
class Solved:
    """A decision for every open cell, and the equations that no reading of the open cells satisfies.

    ``failing`` are (check, scope) pairs.
    """

    decisions: tuple[Decision, ...] = ()
    failing: tuple[tuple[str, str], ...] = ()


def leaves_no_blank(placement: Placement) -> bool:
    """Whether every row of a glued grid has at least as many digits as columns."""
    return all(len(_run(row.pieces).replace(",", "")) >= len(row.columns) for row in placement.open)


def run_together(row: OpenRow, *, full: bool) -> bool:
    """Whether the row's figures may stand together: in a glued text blanks between them are no bounds for sure."""
    return row.reason == "bounds_lost" or (full and row.reason in ("row_incomplete", "row_overfull"))


def blanks(pieces: Sequence[Piece]) -> set[int]:
    """The places in the run of the pieces' digits where a blank is left."""
    ends: set[int] = set()
    for piece in pieces[:-1]:
        ends.add(max(ends, default=0) + len(digits([piece])))
    return ends


def at_blanks(pieces: Sequence[Piece], readings: list[Reading]) -> list[Reading]:
    """The readings whose bounds include every blank that is left.

    A blank in a glued text is evidence of a bound. It narrows the readings that keep the sums;
    it never makes up for a sum, and a sum never makes up for it.
    """
    ends = blanks(pieces)

    def bounds(reading: Reading) -> set[int]:
        found: set[int] = set()
        for value in reading[:-1]:
            found.add(max(found, default=0) + len(str(value)))
        return found

    return [reading for reading in readings if ends <= bounds(reading)] if ends else readings


def digits(pieces: Sequence[Piece]) -> str:
    """The pieces' figures run together, without blanks and remarks in brackets; none where commas stand among them.

    A comma there parts thousands or cells, and ``519,519,519`` is one figure or three.
    """
    run = _run(pieces)
    return "" if "," in run else run


def _run(pieces: Sequence[Piece]) -> str:
    return _REMARK.sub("", narrow("".join(piece.text for piece in pieces))).replace(" ", "")


def could_stand(row: OpenRow, at: int) -> tuple[Number, ...]:
    """The figures that may stand in column ``at`` when some of the row's cells are gone."""
    missing = len(row.columns) - len(row.pieces)
    near = row.pieces[max(0, at - missing) : at + 1]
    return tuple(sorted({p.value.number for p in near if p.value.number is not None}))


def agreed(key: SlotKey, values: list[int | None], proof: Proof) -> Decision:
    """The decision for a cell over the values that its readings give it: known only where all are one."""
    different = set(values)
    if len(different) == 1:
        value = different.pop()
        return Decision(key, value, blank=value is None, proof=None if value is None else proof)
    possible = sorted(value for value in different if value is not None)
    return Decision(key, candidates=tuple(possible) if len(possible) <= MOST_CANDIDATES else ())


def all_counts(pieces: Sequence[Piece]) -> bool:
    """Whether all are separated counts that nothing stands against."""
    return all(
        p.kind == "figure" and isinstance(p.value.number, int) and p.value.number >= 0 and not p.touches for p in pieces
    )


def numbers(pieces: Sequence[Piece]) -> list[int]:
    """The counts of the pieces, in order."""
    return [int(p.value.number) for p in pieces if p.value.number is not None]
