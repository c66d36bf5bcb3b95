"""Document: what every loader makes of a file, and all that later rooms know of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from extract.errors import Told

Box: TypeAlias = tuple[float, float, float, float]
"""x0, top, x1, bottom in PDF points, measured from the page's top left corner."""

MOST_LINES = 100_000
"""Lines and cells that a document may have; a report has some thousand."""
MOST_CHARACTERS = 1_000_000
"""Characters that a document may have; a report has some ten thousand, a long one a hundred thousand."""


_NEW = tuple.__new__  # a third of the time of calling the class, where there are hundreds a report


class Place(NamedTuple):
    """Where something stands in the source; every part is 1-based, and None where the format has none."""

    page: int | None = None
    line: int | None = None
    table_no: int | None = None
    row_no: int | None = None
    column_no: int | None = None
    bbox: Box | None = None


NOWHERE = Place()


class Line(NamedTuple):
    """One line of text as decoded, without its line end.

    ``number`` counts in the decoded text (TXT), in the paragraphs and their line
    breaks (DOCX), or in the lines of the page-by-page text (PDF). ``start`` is the
    offset of the first character within that line when the line was cut in two.
    """

    text: str
    number: int
    page: int | None = None
    bbox: Box | None = None
    start: int = 0

    @property
    def place(self) -> Place:
        """The line's place, to be carried by what is read from it."""
        return _NEW(Place, (self.page, self.number, None, None, None, self.bbox))


class TableCell(NamedTuple):
    """One cell of a real table: its text (line breaks as ``\\n``) and the lattice it covers.

    ``row`` and ``column`` are 0-based positions of the cell's first lattice field;
    merged cells cover ``row_span`` × ``column_span`` fields and appear once.
    """

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    page: int | None = None
    bbox: Box | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A real table: cells in row-major order on a lattice of ``rows`` × ``columns`` fields.

    ``number`` counts the tables of the document from 1. ``ruled`` is False where no
    lines were drawn and the columns were told by position alone.
    """

    cells: tuple[TableCell, ...]
    rows: int
    columns: int
    number: int
    page: int | None = None
    ruled: bool = True

    def by_row(self) -> Iterator[tuple[TableCell, ...]]:
        """The cells that begin in each lattice row, left to right; one tuple a row, perhaps empty."""
        rows: list[list[TableCell]] = [[] for _ in range(self.rows)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        for row in rows:
            yield tuple(sorted(row, key=_COLUMN))


_COLUMN = itemgetter(2)  # TableCell.column

Block: TypeAlias = Line | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A file's text and tables in reading order.

    ``pages`` is the number of pages where the format has pages. ``notes`` are
    sentences about what the loader met and could not read, such as pages
    without a text layer. ``cut`` is True when the file breaks off inside a character
    or a structure.
    """

    format: str
    blocks: tuple[Block, ...]
    pages: int | None = None
    encoding: str | None = None
    notes: tuple[Told, ...] = ()
    cut: bool = False

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines outside tables."""
        return tuple(block for block in self.blocks if isinstance(block, Line))

    @property
    def tables(self) -> tuple[Table, ...]:
        """The real tables."""
        return tuple(block for block in self.blocks if isinstance(block, Table))
