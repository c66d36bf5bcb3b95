"""Which tables of a DOCX are tables to a reader: not the boxes and layouts, not the tables within cells."""

from collections.abc import Sequence

from extract.document import Table
from extract.loaders.docx import tags as w
from extract.loaders.docx.lattice import read_table
from extract.loaders.docx.tags import Element


def read_tables(body: Element) -> dict[Element, Table]:
    """The real tables by their elements, in document order.

    Boxes (tables of one column: prose with a frame) and wrappers (tables that only
    lay out other tables) are not among them: their text is to be read as paragraphs,
    and the tables within a wrapper as tables of their own. Elsewhere the text of a
    table within a cell is text of that cell; the tree is changed so.
    """
    _join_neighbours(body)
    elements = list(body.iter(w.TBL))
    nested: dict[Element, list[Element]] = {}
    for element in elements:
        # A paragraph between two rows is of no cell, and would be read as of the one before it.
        for stray in reversed(list(element.iterchildren(w.P))):
            element.addnext(stray)
        for outer in element.iterancestors(w.TBL):
            nested.setdefault(outer, []).append(element)
    tables: dict[Element, Table] = {}
    dissolved: set[Element] = set()
    for element in elements:
        if element in dissolved:
            continue
        inner = nested.get(element, [])
        if inner and _is_wrapper(element, inner):
            continue
        dissolved.update(inner)
        for table in reversed(inner):
            _dissolve(table)
        read = read_table(element, len(tables) + 1)
        if read is not None:
            tables[element] = read
    return tables


def _join_neighbours(body: Element) -> None:
    """Make one table of those with the same columns that follow each other with nothing between, as Word shows them."""
    for table in reversed(list(body.iter(w.TBL))):
        above = table.getprevious()
        if above is not None and above.tag == w.TBL and _columns(above) == _columns(table) != []:
            above.extend([child for child in table if child.tag not in (w.TBL_GRID, w.TBL_PR)])
            above.getparent().remove(table)  # type: ignore[union-attr]


def _columns(table: Element) -> list[str | None]:
    return [column.get(w.WIDTH) for column in table.iterfind(f"{w.TBL_GRID}/{w.GRID_COL}")]


def _is_wrapper(table: Element, inner: Sequence[Element]) -> bool:
    """Whether a table is there only to lay out the tables within it.

    So it is when it has one column, or when a table within has at least as many cells
    as it has beside those that hold tables, which have little other text.
    """
    cells = [cell for cell in table.iter(w.TC) if next(cell.iterancestors(w.TBL)) is table]
    if len({next(cell.iterancestors(w.TR), None) for cell in cells}) == len(cells):
        return True
    holders = [cell for cell in cells if next(cell.iter(w.TBL), None) is not None]
    outermost = [nested for nested in inner if next(nested.iterancestors(w.TBL)) is table]
    held = sum(_weight(nested) for nested in outermost)
    beside = sum(_weight(cell) for cell in holders) - held
    largest = max(sum(1 for _ in nested.iter(w.TC)) for nested in outermost)
    return largest >= len(cells) - len(holders) and beside <= held


def _weight(element: Element) -> int:
    return sum(len((text.text or "").strip()) for text in element.iter(w.T))


def _dissolve(nested: Element) -> None:
    """Put the paragraphs of a table within a cell in its place."""
    for paragraph in list(nested.iter(w.P)):
        nested.addprevious(paragraph)
    parent = nested.getparent()
    if parent is not None:
        parent.remove(nested)
