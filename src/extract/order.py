"""ColumnOrder: in which order a grid prints its columns, and on which side spans leave empty cells."""

from collections.abc import Mapping, Sequence

from extract.align import HeaderColumn
from extract.forms import RowForm
from extract.pieces import Piece


class ColumnOrder:
    """What the header of one grid says of its columns; asked once for all rows of a block.

    ``side`` is where spans leave empty cells: ``ahead``, ``behind``, None where nothing tells.
    """

    def __init__(self, header: Sequence[HeaderColumn], side: str | None) -> None:
        self.side = side
        self._header = header
        self._known: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {}

    @property
    def told(self) -> bool:
        """Whether the header told some row another order than the form's."""
        return any(printed != keys for (_, keys), printed in self._known.items())

    def in_form(self, cells: tuple[Piece | None, ...], row: RowForm) -> tuple[Piece | None, ...]:
        """The cells of a row, which stand as printed, in the form's order."""
        keys = tuple(column.key for column in row.columns)
        block = row.key.split("/")[0] if "/" in row.key else ""
        if (block, keys) not in self._known:
            self._known[block, keys] = _printed(keys, block, row, self._header)
        printed = self._known[block, keys]
        return cells if printed == keys else tuple(cells[printed.index(key)] for key in keys)


def total_leads(header: Sequence[HeaderColumn], rows: Sequence[RowForm]) -> bool:
    """Whether a header prints a row's last column before its first, as 总计 before 自然人.

    It is asked of labels that fill their pieces, or stand in one: of a broken label some lines are higher.
    """
    columns = rows[0].columns
    first, last = (next((h for h in header if h.key == columns[at].key), None) for at in (0, -1))
    if len(columns) < 3 or not first or not last or not columns[1].path:
        return False
    alike = (first.whole and last.whole) or first.piece is last.piece
    return alike and header.index(last) < header.index(first)


def _printed(keys: tuple[str, ...], block: str, row: RowForm, header: Sequence[HeaderColumn]) -> tuple[str, ...]:
    """The row's column keys in the order the header prints them; the form's own where the header says nothing else.

    A header that is printed again is asked by itself, and where two say different things neither is believed.
    """
    once: dict[str, HeaderColumn] = {}
    told: set[tuple[str, ...] | None] = set()
    for column in (column for column in header if column.block == block and column.key in keys):
        if column.key in once:
            told.add(_one_header(keys, row, once))
            once = {}
        once[column.key] = column
    told.add(_one_header(keys, row, once))
    orders = [order for order in told if order]
    return orders[0] if len(orders) == 1 else keys


def _one_header(keys: tuple[str, ...], row: RowForm, header: Mapping[str, HeaderColumn]) -> tuple[str, ...] | None:
    """The order that one header prints, None where it does not tell.

    Labels that stand partly in one line and partly alone are no order: a label of two lines is
    printed higher than its neighbours.
    """
    printed = {key: column.piece for key, column in header.items() if column.whole}
    # the header of two lines prints 总计 before the five columns under 法人或其他组织
    inner = [column.key for column in row.columns if column.path]
    two_lines = (keys[0], keys[-1], *inner)
    if len(printed) == len(keys) and len({_line(p) for p in printed.values()}) == 1 and tuple(printed) != two_lines:
        return tuple(printed)
    told = [key for key in printed if not inner or key in inner]
    if sorted(told) != sorted(inner or keys) or len({_line(printed[key]) for key in told}) not in (1, len(told)):
        return None
    return (keys[0], *told, keys[-1]) if inner else tuple(told)


def _line(piece: Piece) -> int | None:
    """The source row of a piece, or its line where the source has no rows."""
    return piece.row if piece.row >= 0 else piece.place.line
