"""Position: grids printed without ruling lines, read by where the form's own column headers stand.

A grid is emitted only when its header is found whole and every figure stands clearly under one
column; otherwise its text stays lines, and nothing is guessed.
"""

import re
from collections.abc import Sequence

from extract.forms.fold import simplify
from extract.loaders.pdf.appeals import read_appeals
from extract.loaders.pdf.applications import read_applications
from extract.loaders.pdf.disclosure import read_disclosure
from extract.loaders.pdf.scan import PageScan
from extract.loaders.pdf.words import PlacedTable, scan_to_rows

LABEL_LINE = 24
"""Characters that a line of nothing but labels has at most."""

_MAY_HOLD = re.compile(
    r"自\s*然\s*人|信\s*息\s*内\s*容|结\s*果\s*维|尚\s*未\s*审\s*结|尚未\s|勾稽|申请人情况|[一二]、[本上]年(?:新收|结转)"
)


_FIGURES = re.compile(r"(?:^|\s)\d+(?:\s+\d+)+$", re.MULTILINE)


def may_hold_grid(text: str) -> bool:
    """Whether text outside ruled tables names a grid's columns."""
    return _MAY_HOLD.search(simplify(text)) is not None


def may_go_on(text: str) -> bool:
    """Whether a page in the middle of a grid, which need not name its columns, holds rows of figures, or labels alone."""
    lines = text.split("\n")
    labels = sum(len(line) <= LABEL_LINE for line in lines)
    return may_hold_grid(text) or len(_FIGURES.findall(text)) > 1 or labels > max(10, 0.8 * len(lines))


def position_table(scans: Sequence[PageScan]) -> tuple[PlacedTable, ...]:
    """The grids without lines in the pages' text outside ruled tables, in reading order."""
    rows = [row for index, scan in enumerate(scans) if scan.glyphs for row in scan_to_rows(scan, index)]
    if not rows:
        return ()
    found = (*read_disclosure(rows, scans), *read_applications(rows, scans), *read_appeals(rows, scans))
    return tuple(sorted(found, key=lambda placed: placed.bands[0]))
