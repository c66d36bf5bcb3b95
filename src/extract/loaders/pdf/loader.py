"""PDF loader: ruled tables by their lines, joined over pages, and the text around them as lines.

PDFium is not safe to call from several threads at once: read several files in several processes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.document import MOST_CHARACTERS, Block, Box, Document, Line, Table, TableCell
from extract.errors import NoText, Told, TooLarge, Unreadable, WrongUse
from extract.loaders.pdf.furniture import without_furniture
from extract.loaders.pdf.join import Part, Piece, join_parts
from extract.loaders.pdf.lattice import (
    Spans,
    fields_to_cells,
    merged_to_meshes,
    paths_to_spans,
    spans_to_fields,
    spans_to_merged,
)
from extract.loaders.pdf.open import open_page, open_pdf
from extract.loaders.pdf.position import may_go_on, may_hold_grid, position_table
from extract.loaders.pdf.scan import PageScan, ScannedTable, scan_page
from extract.loaders.pdf.text import Run, chars_to_text
from extract.loaders.pdf.words import PlacedTable
from extract.loaders.pdf.wrapped import fills_cell, may_be_wrapped, padding, wrapped_figure

PAGE_END = 0.75
"""A table that reaches below this part of the page's height may go on on the next."""

GARBLED = 0.2
"""A page with more than this part of its characters without Unicode is named in the notes."""


@dataclass(frozen=True, slots=True)
class Lattice:
    """How the tables of one page were found, to be drawn over it: points from the top left, as text reads."""

    page: int
    width: float
    height: float
    pieces: tuple[Box, ...]
    merged: Spans
    meshes: tuple[Spans, ...]
    cells: tuple[tuple[Box, ...], ...]


@dataclass(frozen=True, slots=True)
class _Joined:
    """A table as joined so far, and the pages (by index) and tables of those pages that it was made of."""

    part: Part
    members: tuple[tuple[int, int], ...]


def load(data: bytes) -> Document:
    """Read a PDF's bytes into a Document of lines and tables in reading order.

    ``notes`` name pages without a text layer, damaged pages and pages whose fonts tell no Unicode.
    Raises Encrypted, NoText, TooLarge, and Unreadable for what is damaged, cut off or no PDF.
    """
    scans, damaged = _scan(data)
    clean = without_furniture(scans)
    silent = tuple(scan for scan in clean if not _speaks(scan))
    if len(silent) == len(clean):
        raise NoText(
            f"PDF 的 {len(clean) + len(damaged)} 页都没有文字层（只有图像或空白）；请先做文字识别（OCR），或另找有文字的版本",
            f"None of the PDF's {len(clean) + len(damaged)} pages has a text layer (images, or blank). "
            "Run OCR over it first, or find the report as text.",
        )
    notes = (*_notes(clean, silent), *map(_damaged, damaged))
    return Document("pdf", tuple(_blocks(clean)), pages=len(clean) + len(damaged), notes=notes)


def lattice(data: bytes, page: int) -> Lattice:
    """The intermediate results of table finding on one page (1-based); errors as for ``load``.

    Raises WrongUse for a page that the document does not have.
    """
    with open_pdf(data) as document:
        if not 1 <= page <= document.pages:
            raise WrongUse(
                f"文件有第 1 至 {document.pages} 页，没有第 {page} 页",
                f"The document has pages 1 to {document.pages}, not {page}.",
            )
        with open_page(document, page - 1) as opened:
            drawing, frame = opened.drawing(), opened.frame
    merged = spans_to_merged(paths_to_spans(drawing.pieces))
    meshes = merged_to_meshes(merged)
    tables = tuple(fields_to_cells(spans_to_fields(mesh)) for mesh in meshes)
    boxes = tuple(tuple(cell.bbox for cell in table.cells) for table in tables)
    return Lattice(page, frame.width, frame.height, drawing.pieces, merged, meshes, boxes)


def _scan(data: bytes) -> tuple[list[PageScan], list[int]]:
    """All pages taken apart, and the numbers of those that PDFium could not load."""
    scans: list[PageScan] = []
    damaged: list[int] = []
    in_grid = False
    letters = 0
    with open_pdf(data) as document:
        for index in range(document.pages):
            try:
                with open_page(document, index) as page:
                    scan = scan_page(page, index + 1, wants_glyphs=_always if in_grid else may_hold_grid)
                    # A grid without lines may run on to the next page, which need not name it.
                    in_grid = bool(scan.glyphs) and may_go_on("\n".join(line.text for line in scan.lines))
                    scans.append(scan)
                    letters += scan.letters
                    if letters > MOST_CHARACTERS:
                        raise TooLarge(
                            f"PDF 的前 {index + 1} 页已有 {letters:,} 个字，上限为 {MOST_CHARACTERS:,}；"
                            "若是汇编，请拆成一份份报告",
                            f"The PDF's first {index + 1} pages hold {letters:,} characters, over the limit of "
                            f"{MOST_CHARACTERS:,}. Split the volume into its reports.",
                        )
            except Unreadable:
                damaged.append(index + 1)
    if not scans:
        raise Unreadable(
            f"PDF 的 {len(damaged)} 页一页也读不出，文件已损坏；请重新下载",
            f"None of the PDF's {len(damaged)} pages could be loaded; the file is damaged. Download it again.",
        )
    return scans, damaged


def _always(_: str) -> bool:
    return True


def _speaks(scan: PageScan) -> bool:
    return bool(scan.lines) or any(any(cells) for table in scan.tables for cells in table.glyphs)


def _notes(scans: Sequence[PageScan], silent: Sequence[PageScan]) -> Iterator[Told]:
    scanned = [scan.number for scan in silent if scan.drawing.objects]
    if scanned:
        yield Told(
            f"{_pages_zh(scanned)}没有文字（可能是扫描件），未能读出",
            f"{_pages(scanned, 'holds', 'hold')} no text (scanned?)",
        )
    recognised = [scan.number for scan in scans if scan.drawing.invisible]
    if recognised:
        words = "text that a machine recognised in an image; look its figures up there"
        yield Told(
            f"{_pages_zh(recognised)}的文字是机器从图像中识别的，请对照图像核对数字",
            f"{_pages(recognised, 'holds', 'hold')} {words}",
        )
    slanted = [scan.number for scan in scans if scan.slanted]
    if slanted:
        yield Told(
            f"{_pages_zh(slanted)}有斜穿页面的文字，可能是水印，未予读取",
            f"{_pages(slanted, 'has', 'have')} text across the page, a watermark perhaps, which was left out",
        )
    hidden = [scan.number for scan in scans if scan.hidden]
    if hidden:
        yield Told(
            f"{_pages_zh(hidden)}有看不见的文字（如白底白字），未予读取",
            f"{_pages(hidden, 'has', 'have')} text that cannot be seen (white on white, say), which was left out",
        )
    garbled = [scan.number for scan in scans if scan.unmapped > GARBLED * scan.letters]
    if garbled:
        yield Told(
            f"{_pages_zh(garbled)}的字体没有写明所画的是什么字",
            f"{_pages(garbled, 'has', 'have')} fonts that do not tell which characters they draw",
        )


def _pages(numbers: Sequence[int], one: str, many: str) -> str:
    if len(numbers) == 1:
        return f"page {numbers[0]} {one}"
    return f"pages {', '.join(map(str, numbers))} {many}"


def _pages_zh(numbers: Sequence[int]) -> str:
    return f"第 {'、'.join(map(str, numbers))} 页"


def _damaged(number: int) -> Told:
    return Told(f"第 {number} 页已损坏，未能读出", f"page {number} is damaged and was not read")


def _blocks(scans: Sequence[PageScan]) -> Iterator[Block]:
    """Lines and tables page by page from the top down, numbered through the document."""
    joined = _joined_tables(scans)
    placed = position_table(scans)
    line_no = table_no = 0
    for index, scan in enumerate(scans):
        for item in _in_order(index, scan, joined, placed):
            if isinstance(item, Run):
                line_no += 1
                yield Line(item.text, line_no, scan.number, scan.frame.shown(item.bbox))
            else:
                table_no += 1
                yield replace(item, number=table_no)


def _in_order(
    index: int, scan: PageScan, joined: Sequence[_Joined], placed: Sequence[PlacedTable]
) -> list[Run | Table]:
    """What begins on one page, by its upper edge; one-column tables are given as the lines in them."""
    items: list[tuple[float, Run | Table]] = []
    for run in scan.lines:
        if not any(table.covers(index, run.bbox) for table in placed):
            items.append((run.bbox[1], run))
    for table in placed:
        if table.bands[0][0] == index:
            items.append((table.bands[0][1], table.table))
    for chain in joined:
        if chain.part.columns == 1:
            tables = [scan.tables[table] for page, table in chain.members if page == index]
            items.extend((run.bbox[1], run) for table in tables for run in table.lines)
        elif chain.members[0][0] == index:
            items.append((scan.tables[chain.members[0][1]].cells.ys[0], _table(chain.part)))
    return [item for _, item in sorted(items, key=lambda pair: pair[0])]


def _table(part: Part) -> Table:
    pieces = sorted(part.pieces, key=lambda piece: (piece.row, piece.column))
    cells = tuple(TableCell(p.text, p.row, p.column, p.row_span, p.column_span, p.page, p.bbox) for p in pieces)
    return Table(cells, part.rows, part.columns, number=0, page=min(p.page for p in pieces))


def _joined_tables(scans: Sequence[PageScan]) -> list[_Joined]:
    """The tables of all pages, those cut by a page's end put together again."""
    out: list[_Joined] = []
    for index, scan in enumerate(scans):
        first = _edge_table(scan, last=False)
        for number, table in enumerate(scan.tables):
            fresh = _Joined(_part(table, scan), ((index, number),))
            before = _cut_at_end(out, scans, index) if number == first else None
            whole = join_parts(out[before].part, fresh.part) if before is not None else None
            if before is None or whole is None:
                out.append(fresh)
            else:
                out[before] = _Joined(whole, (*out[before].members, *fresh.members))
    return out


def _cut_at_end(joined: Sequence[_Joined], scans: Sequence[PageScan], index: int) -> int | None:
    """The table that ends the page before, by its place in ``joined``."""
    if index == 0 or scans[index - 1].number != scans[index].number - 1:
        return None
    last = _edge_table(scans[index - 1], last=True)
    return next((i for i, chain in enumerate(joined) if chain.members[-1] == (index - 1, last)), None)


def _edge_table(scan: PageScan, *, last: bool) -> int | None:
    """The page's first or last table, if no line stands between it and the page's end."""
    if not scan.tables:
        return None
    middles = [(line.bbox[1] + line.bbox[3]) / 2 for line in scan.lines]
    boxes = [table.cells.bbox for table in scan.tables]
    if last:
        index = max(range(len(boxes)), key=lambda i: boxes[i][3])
        return None if any(middle > boxes[index][3] for middle in middles) else index
    index = min(range(len(boxes)), key=lambda i: boxes[i][1])
    return None if any(middle < boxes[index][1] for middle in middles) else index


def _part(table: ScannedTable, scan: PageScan) -> Part:
    shown, number = scan.frame.shown, scan.number
    texts = [chars_to_text(glyphs) if glyphs else "" for glyphs in table.glyphs]
    wrapped = [index for index, text in enumerate(texts) if "\n" in text and may_be_wrapped(text)]
    rows = len(table.cells.ys) - 1
    full: set[int] = set()
    if wrapped or table.cells.ys[-1] > PAGE_END * scan.frame.height:
        boxes = [cell.bbox for cell in table.cells.cells]
        spare = padding(tuple(zip(boxes, table.glyphs, strict=True)))
        for index in wrapped:
            texts[index] = wrapped_figure(table.glyphs[index], boxes[index], spare) or texts[index]
        last = [
            i for i, cell in enumerate(table.cells.cells) if cell.row + cell.row_span == rows and texts[i].isdecimal()
        ]
        full = {index for index in last if fills_cell(table.glyphs[index], boxes[index], spare)}
    pieces = [
        Piece(text, *cell[:4], number, shown(cell.bbox), *cell[5:], full=index in full)
        for index, (cell, text) in enumerate(zip(table.cells.cells, texts, strict=True))
    ]
    return Part(table.cells.xs, len(table.cells.ys) - 1, tuple(pieces))
