"""Lost blanks once more, as if the authority had printed a figure and a zero of one row in each other's column.

Where blanks are lost, a zero that was printed after all shifts the figures behind it. One misprint may then look like
another grid that adds up, and turn the columns of every row. So a zero proves no more than a sum of zeros
does: a placement is kept only where it stays the same whichever row's zeros are doubted.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

from extract.solve.balance import Balanced, ColumnEquation, Reading, occurring

_FEWEST_SUMS = 2


def shows_its_totals(readings: Sequence[tuple[Reading, ...]]) -> bool:
    """Whether enough rows end in their sum to tell that the column of totals was printed at all.

    Six figures of which the last happens to be the sum of the others may be the six applicants, and 总计 blank. Two
    of the sums follow from the rest, by the column equations of the totals.
    """
    sums = sum(any(any(reading) for reading in own) for own in readings)
    return sums - 2 >= _FEWEST_SUMS


def doubted(
    found: Balanced, domains: Sequence[tuple[Reading, ...]], equations: Sequence[ColumnEquation]
) -> Balanced | None:
    """``found`` with every reading that a row can have if any one row was misprinted; None where that cannot be told.

    ``domains`` are the readings of the rows of ``found`` first, then those of the rows whose figures are printed whole.
    A misprint is a figure and a zero of one row that stand in each other's column.
    """
    kept = [list(dict.fromkeys(own)) for own in found.readings]
    for row, domain in enumerate(domains):
        meant = _meant(domain)
        if not meant:
            continue
        other = occurring([*domains[:row], tuple(meant), *domains[row + 1 :]], equations)
        if other is None:
            return None
        for at, own in enumerate(other[: len(kept)]):
            printed = [source for reading in own for source in meant[reading]] if at == row else own
            kept[at] += [reading for reading in printed if reading not in kept[at]]
    return replace(found, readings=tuple(map(tuple, kept)))


def _meant(domain: tuple[Reading, ...]) -> dict[Reading, list[Reading]]:
    """What a misprinted row may have been meant to say, with the readings of the print that go with it."""
    plain = {tuple(value or 0 for value in reading) for reading in domain}
    found: dict[Reading, list[Reading]] = {}
    for reading in domain:
        for one, other in permutations(range(len(reading) - 1), 2):
            if reading[one] != 0 or not reading[other]:
                continue
            swapped = [value or 0 for value in reading]
            swapped[one], swapped[other] = swapped[other], swapped[one]
            if tuple(swapped) not in plain:
                found.setdefault(tuple(swapped), []).append(reading)
    return found
