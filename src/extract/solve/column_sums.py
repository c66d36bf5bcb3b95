"""ColumnSums: the column equations of grid 三 over its rows, and those that do without （七）总计."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from extract.flat.place import PlacedRow, Placement
from extract.forms.form import GridForm
from extract.solve.balance import ColumnEquation, Reading

_Terms = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ColumnSums:
    """The column equations whose every row is placed or has readings.

    ``beyond`` are those of columns that have two: the one taken from the other, so that the row that stands in
    both, （七）总计, is gone. What they say is true though that row be wrong.
    """

    equations: tuple[ColumnEquation, ...]
    beyond: tuple[ColumnEquation, ...]


def column_sums(placement: Placement, form: GridForm, keys: list[str]) -> ColumnSums:
    """The equations over the placed rows and the rows ``keys``, which have readings."""
    placed = {row.row.key: row for row in placement.placed}
    columns = [column.key for column in form.rows[0].columns]
    by_column: dict[int, list[_Terms]] = {}
    found: list[ColumnEquation] = []
    for equation in form.equations(placement.merged):
        if equation.scope not in columns or any(key[1] != equation.scope for key in equation.left):
            continue
        column = columns.index(equation.scope)
        signs = {**{key: 1 for key, _ in equation.left}, **{key: -1 for key, _ in equation.right}}
        by_column.setdefault(column, []).append(signs)
        found += _over(f"{equation.check}:{equation.scope}", column, signs, placed, keys)
    beyond: list[ColumnEquation] = []
    for column, both in by_column.items():
        if len(both) == 2:
            beyond += _over(f"{columns[column]} beyond its total", column, _difference(*both), placed, keys)
    return ColumnSums(tuple(found), tuple(beyond))


def _difference(one: _Terms, other: _Terms) -> _Terms:
    left = Counter(one)
    left.subtract(other)
    return {key: sign for key, sign in left.items() if sign}


def _over(
    name: str, column: int, signs: _Terms, placed: Mapping[str, PlacedRow], keys: list[str]
) -> Iterable[ColumnEquation]:
    """The equation with these signs, where every row of it is placed or among ``keys``."""
    constant = 0
    terms: list[tuple[int, int]] = []
    for key, sign in signs.items():
        if key in keys:
            terms.append((keys.index(key), sign))
            continue
        value = placed_value(placed.get(key), column)
        if value is None:
            return
        constant += sign * value
    yield ColumnEquation(name, column, tuple(terms), constant)


def placed_value(row: PlacedRow | None, column: int) -> int | None:
    """The count in a placed row's column, 0 for a blank; None where there is no whole count."""
    if row is None:
        return None
    piece = row.cells[column]
    if piece is None or piece.value.kind in ("blank", "not_applicable"):
        return 0
    number = piece.value.number
    return number if isinstance(number, int) else None


def printed_rows(placement: Placement) -> dict[str, Reading]:
    """The placed rows of whole counts, by key; blanks as 0."""
    found: dict[str, Reading] = {}
    for row in placement.placed:
        values = tuple(placed_value(row, column) for column in range(len(row.row.columns)))
        if None not in values:
            found[row.row.key] = values
    return found
