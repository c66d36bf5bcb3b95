"""deal: rows in the order in which reports were read, into the order of the tables, with little memory.

Reports are dealt onto heaps by their rank, as cards are: a heap is a file with the rows of
some hundred reports that follow each other in the tables. When all are dealt, each heap fits into memory
and is put in order there.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from extract.columns import OF_REPORTS, TABLES
from extract.tables import arrow
from extract.tables.arrow import ArrowTable

HEAP = 250
"""Reports on a heap."""
HAND = 1000
"""Reports that are held until they are dealt."""

_FORMS = tuple(table for table in TABLES if table.name in OF_REPORTS)
_HEAD = 8


class _Part(NamedTuple):
    """The packed tables of some reports, of which ``wanted`` are wanted, or all."""

    tables: Mapping[str, bytes]
    wanted: Sequence[str] | None

    def table(self, name: str) -> ArrowTable:
        table = arrow.unpack(self.tables[name])
        return table if self.wanted is None else arrow.in_order(table, self.wanted)


class Dealer:
    """Deals the rows of reports onto heaps in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir()
        self._hand: list[_Part] = []
        self._ranks: dict[str, int] = {}

    def take(self, tables: Mapping[str, bytes], report_ids: Sequence[str], ranks: Sequence[int]) -> None:
        """Takes the rows of the reports that are named, each with its rank, and leaves all others.

        The tables stay packed until they are dealt, one after the other: unpacked they take seven times the memory.
        """
        whole = arrow.unpack(tables["reports"]).num_rows == len(report_ids)
        self._hand.append(_Part(tables, None if whole else report_ids))
        self._ranks.update(zip(report_ids, ranks, strict=True))
        if len(self._ranks) >= HAND:
            self._deal()

    def heaps(self, count: int) -> Iterator[tuple[int, int, dict[str, ArrowTable]]]:
        """The rows of all ``count`` reports, heap by heap, with the first rank in it and the one after the last.

        Within a heap they are in no order yet.
        """
        self._deal()
        for number in range(-(-count // HEAP)):
            yield number * HEAP, min(count, (number + 1) * HEAP), self._gathered(number)

    def _deal(self) -> None:
        if not self._hand:
            return
        report_ids = sorted(self._ranks, key=self._ranks.__getitem__)
        heaps = [self._ranks[report_id] // HEAP for report_id in report_ids]
        starts = [at for at, heap in enumerate(heaps) if at == 0 or heap != heaps[at - 1]]
        for index, form in enumerate(_FORMS):
            tables = (part.table(form.name) for part in self._hand)
            for start, packed in zip(starts, arrow.dealt(tables, report_ids, starts), strict=True):
                self._append(heaps[start], index, packed)
        self._hand.clear()
        self._ranks.clear()

    def _path(self, heap: int) -> Path:
        return self._folder / f"{heap:06}.heap"

    def _append(self, heap: int, index: int, packed: bytes) -> None:
        if packed:
            with self._path(heap).open("ab") as file:
                file.write((len(packed) * len(_FORMS) + index).to_bytes(_HEAD, "little") + packed)

    def _gathered(self, heap: int) -> dict[str, ArrowTable]:
        found: list[list[ArrowTable]] = [[] for _ in _FORMS]
        with self._path(heap).open("rb") as file:
            while head := file.read(_HEAD):
                length, index = divmod(int.from_bytes(head, "little"), len(_FORMS))
                found[index].append(arrow.from_message(_FORMS[index], file.read(length)))
        self._path(heap).unlink()
        none = [arrow.from_message(form, b"") for form in _FORMS]
        return {form.name: arrow.concat([none[at], *found[at]]) for at, form in enumerate(_FORMS)}
