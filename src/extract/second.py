"""second: what a second, independent reader makes of the grids that are in doubt or do not add up."""

from collections.abc import Sequence

from extract.agree import agree
from extract.agree import overall as both
from extract.checks import Check, verdict
from extract.document import Document
from extract.fit import refit
from extract.forms.form import Forms
from extract.grid import Grid


def second_reading(
    data: bytes, document: Document, grids: tuple[Grid, Grid, Grid], checks: Sequence[Check], forms: Forms
) -> tuple[tuple[Grid, Grid, Grid], str | None]:
    """The grids after a second, independent reader has looked at those that are in doubt or do not add up.

    ``checks`` are the equations over ``grids``, which are given back as they are where nobody looked again. Only
    Word and PDF files have a second reader, and only the pages of those grids are read again.
    """
    if document.format not in ("docx", "pdf"):
        return grids, None
    doubtful = [
        grid
        for grid in grids
        if grid.found and (verdict(grid, checks) in ("doubtful", "inconsistent") or _may_hide_figures(document, grid))
    ]
    if not doubtful:
        return grids, None
    if document.format == "docx":
        from extract.loaders.docx import second as docx_second  # noqa: PLC0415

        tables = docx_second.tables(data)
    else:
        from extract.loaders.pdf import second as pdf_second  # noqa: PLC0415

        pages = {page for grid in doubtful for page in _pages(document, grid)}
        tables = pdf_second.tables(data, pages) if pages else ()
    agreements = {grid.name: agree(grid, refit(grid, tables, forms)) for grid in doubtful}
    seen = [agreements[g.name].grid if g.name in agreements and agreements[g.name].verdict else g for g in grids]
    return (seen[0], seen[1], seen[2]), both(tuple(agreements.values()))


def _pages(document: Document, grid: Grid) -> range:
    """The pages of a grid, from that on which its table begins: its header may end the page before its figures."""
    pages = {slot.place.page for slot in grid.slots if slot.place.page}
    numbers = {slot.place.table_no for slot in grid.slots}
    pages |= {table.page for table in document.tables if table.number in numbers and table.page}
    return range(min(pages), max(pages) + 1) if pages else range(0)


def _may_hide_figures(document: Document, grid: Grid) -> bool:
    """Whether blank cells call for a second look: a figure too wide for its cell leaves it empty."""
    return document.format == "pdf" and any(slot.state == "blank" for slot in grid.slots)
