"""stub"""
from collections.abc import Sequence
from dataclasses import dataclass
import re
from extract.document import Box, Table
from extract.loaders.pdf_scan import PageScan

_GRID = re.compile(r"自\s*然\s*人|信\s*息\s*内\s*容|结\s*果\s*维|尚\s*未\s*审\s*结")

@dataclass(frozen=True, slots=True)
class PlacedTable:
    table: Table
    bands: tuple[tuple[int, float, float], ...]
    def covers(self, page: int, box: Box) -> bool:
        return False

def may_hold_grid(text: str) -> bool:
    return _GRID.search(text) is not None

def position_tables(scans: Sequence[PageScan]) -> tuple[PlacedTable, ...]:
    return ()
