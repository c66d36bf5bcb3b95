"""Paper: draws PDF reports of an invented county, ruled in many ways, whose cells are known exactly."""

import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeAlias, cast

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extract.document import Table
from extract.loaders.pdf.loader import load

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))  # type: ignore[no-untyped-call]
FONT = "STSong-Light"
SIZE = 9.0
A4 = (595.0, 842.0)


class Pen(Protocol):
    """What these tests ask of reportlab's canvas, which has no types of its own."""

    def setFont(self, name: str, size: float) -> None: ...
    def setLineWidth(self, width: float) -> None: ...
    def setDash(self, on: float = 0, off: float = 0) -> None: ...
    def setFillColorRGB(self, r: float, g: float, b: float) -> None: ...
    def line(self, xa: float, ya: float, xb: float, yb: float) -> None: ...
    def rect(self, x: float, y: float, width: float, height: float, *, stroke: int, fill: int) -> None: ...
    def drawString(self, x: float, y: float, text: str) -> None: ...
    def drawCentredString(self, x: float, y: float, text: str) -> None: ...
    def drawInlineImage(self, image: object, x: float, y: float, width: float, height: float) -> None: ...
    def rotate(self, degrees: float) -> None: ...
    def translate(self, x: float, y: float) -> None: ...
    def scale(self, x: float, y: float) -> None: ...
    def saveState(self) -> None: ...
    def restoreState(self) -> None: ...
    def beginForm(self, name: str) -> None: ...
    def endForm(self) -> None: ...
    def doForm(self, name: str) -> None: ...
    def setPageRotation(self, degrees: int) -> None: ...
    def showPage(self) -> None: ...
    def save(self) -> None: ...


Rule: TypeAlias = Callable[[Pen, float, float, float, float], None]
Page: TypeAlias = Callable[[Pen], None]


@dataclass(frozen=True, slots=True)
class Box:
    """A cell to be drawn: its text (line breaks as given) and the lattice fields it covers."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    vertical: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to be drawn: lattice lines from the left, and from the top down."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    boxes: tuple[Box, ...]


def single(c: Pen, xa: float, ya: float, xb: float, yb: float) -> None:
    c.setLineWidth(0.5)
    c.line(xa, ya, xb, yb)


def thin_boxes(c: Pen, xa: float, ya: float, xb: float, yb: float) -> None:
    """As Word draws: a filled box half a point thick."""
    c.rect(xa - 0.25, min(ya, yb) - 0.25, xb - xa + 0.5, abs(yb - ya) + 0.5, stroke=0, fill=1)


def double(c: Pen, xa: float, ya: float, xb: float, yb: float) -> None:
    for shift in (-1.0, 1.0):
        if ya == yb:
            c.line(xa, ya + shift, xb, yb + shift)
        else:
            c.line(xa + shift, ya, xb + shift, yb)


def thick_double(c: Pen, xa: float, ya: float, xb: float, yb: float) -> None:
    """Two lines of two points each: the ends of other lines meet only the nearer one."""
    c.setLineWidth(2)
    for shift in (-2.4, 2.4):
        if ya == yb:
            c.line(xa - 3.4, ya + shift, xb + 3.4, yb + shift)
        else:
            c.line(xa + shift, ya + 3.4, xb + shift, yb - 3.4)


def inner_double(c: Pen, xa: float, ya: float, xb: float, yb: float) -> None:
    """As LibreOffice draws wide double borders: upright lines end at the inner one of the level lines."""
    c.setLineWidth(1.5)
    for shift in (-1.5, 1.5):
        if ya == yb:
            c.line(xa - 2.3, ya + shift, xb + 2.3, yb + shift)
        else:
            c.line(xa + shift, max(ya, yb) - 5.3, xb + shift, min(ya, yb) + 5.3)


def hairline(c: Pen, xa: float, ya: float, xb: float, yb: float) -> None:
    """The thinnest line there is, which has no width of its own."""
    c.setLineWidth(0)
    c.line(xa, ya, xb, yb)


def hairline_boxes(c: Pen, xa: float, ya: float, xb: float, yb: float) -> None:
    """A filled box a twentieth of a point thick."""
    c.rect(xa, min(ya, yb), max(xb - xa, 0.05), max(abs(yb - ya), 0.05), stroke=0, fill=1)


def hairline_dashes(c: Pen, xa: float, ya: float, xb: float, yb: float) -> None:
    c.setLineWidth(0.1)
    c.setDash(1.5, 1)
    c.line(xa, ya, xb, yb)
    c.setDash()


def drawn_twice(c: Pen, xa: float, ya: float, xb: float, yb: float) -> None:
    """Neighbours' borders as boxes that lie half over each other, in pieces from crossing to crossing."""
    for shift in (-0.1, 0.15):
        c.rect(xa + shift, min(ya, yb) + shift, xb - xa + 0.3, abs(yb - ya) + 0.3, stroke=0, fill=1)


def _strewn(c: Pen, ends: tuple[float, float, float, float], piece: float, gap: float) -> None:
    xa, ya, xb, yb = ends
    length = max(abs(xb - xa), abs(yb - ya))
    at = 0.0
    while at < length:
        long = min(piece, length - at)
        if ya == yb:
            c.rect(xa + at, ya - 0.4, long, 0.8, stroke=0, fill=1)
        else:
            c.rect(xa - 0.4, max(ya, yb) - at - long, 0.8, long, stroke=0, fill=1)
        at += piece + gap


def dotted(c: Pen, xa: float, ya: float, xb: float, yb: float) -> None:
    _strewn(c, (xa, ya, xb, yb), 0.8, 1.6)


def dashed(c: Pen, xa: float, ya: float, xb: float, yb: float) -> None:
    _strewn(c, (xa, ya, xb, yb), 4.0, 3.0)


def double_dashed(c: Pen, xa: float, ya: float, xb: float, yb: float) -> None:
    for shift in (-1.0, 1.0):
        if ya == yb:
            dashed(c, xa, ya + shift, xb, yb + shift)
        else:
            dashed(c, xa + shift, ya, xb + shift, yb)


def dash_pattern(c: Pen, xa: float, ya: float, xb: float, yb: float) -> None:
    c.setDash(3, 2)
    c.line(xa, ya, xb, yb)
    c.setDash()


def unruled(c: Pen, xa: float, ya: float, xb: float, yb: float) -> None:
    """No line at all."""


def draw_sheet(
    c: Pen,
    sheet: Sheet,
    rule: Rule = single,
    *,
    top: bool = True,
    bottom: bool = True,
    height: float = A4[1],
    font: str = FONT,
) -> None:
    """Draw a table's rules cell by cell, as producers do, then its texts; the outer edges may stay open."""
    last = len(sheet.ys) - 1
    for box in sheet.boxes:
        x0, x1 = sheet.xs[box.column], sheet.xs[box.column + box.column_span]
        y0, y1 = height - sheet.ys[box.row], height - sheet.ys[box.row + box.row_span]
        rule(c, x0, y0, x0, y1)
        if box.column + box.column_span == len(sheet.xs) - 1:
            rule(c, x1, y0, x1, y1)
        if box.row or top:
            rule(c, x0, y0, x1, y0)
        if box.row + box.row_span == last and bottom:
            rule(c, x0, y1, x1, y1)
    c.setFont(font, SIZE)
    for box in sheet.boxes:
        draw_text(c, sheet, box, height)


def draw_text(c: Pen, sheet: Sheet, box: Box, height: float) -> None:
    x0, x1 = sheet.xs[box.column], sheet.xs[box.column + box.column_span]
    y0, y1 = sheet.ys[box.row], sheet.ys[box.row + box.row_span]
    lines = list(box.text) if box.vertical else box.text.split("\n")
    y = (y0 + y1) / 2 - len(lines) * SIZE * 0.6 + SIZE * 0.95
    for line in lines:
        if len(line) > 8:
            c.drawString(x0 + 3, height - y, line)
        else:
            c.drawCentredString((x0 + x1) / 2, height - y, line)
        y += SIZE * 1.2


def paper(*pages: Page, size: tuple[float, float] = A4, **options: object) -> bytes:
    """The bytes of a PDF with the given pages; always the same for the same pages."""
    out = io.BytesIO()
    c = cast(Pen, Canvas(out, pagesize=size, invariant=1, **options))  # type: ignore[no-untyped-call]
    for page in pages:
        page(c)
        c.showPage()
    c.save()
    return out.getvalue()


def raw(content: bytes) -> bytes:
    """A PDF with one page of the given content stream, through a page whose own content is replaced."""
    data = paper(lambda c: None, pageCompression=0)
    stream = re.search(rb"/Length \d+\s*>>\s*stream\r?\n.*?endstream", data, re.S)
    assert stream is not None
    new = b"/Length %d\n>>\nstream\n%s\nendstream" % (len(content) + 1, content)
    return data[: stream.start()] + new + data[stream.end() :]


def text_at(c: Pen, x: float, y: float, text: str, size: float = 12) -> None:
    """Write a line whose baseline is ``y`` points from the top of an upright page."""
    c.setFont(FONT, size)
    c.drawString(x, A4[1] - y, text)


APPLICANTS = ("自然人", "商业\n企业", "科研\n机构", "社会\n公益\n组织", "法律\n服务\n机构", "其他", "总计")

_LEAVES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("（一）予以公开", ()),
    ("（二）部分公开（区分处理的，只计这一情形，\n不计其他情形）", ()),
    (
        "（三）不予公开",
        (
            "1.属于国家秘密",
            "2.其他法律行政法规禁止公开",
            "3.危及“三安全一稳定”",
            "4.保护第三方合法权益",
            "5.属于三类内部事务信息",
            "6.属于四类过程性信息",
            "7.属于行政执法案卷",
            "8.属于行政查询事项",
        ),
    ),
    (
        "（四）无法提供",
        ("1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确"),
    ),
    (
        "（五）不予处理",
        (
            "1.信访举报投诉类申请",
            "2.重复申请",
            "3.要求提供公开出版物",
            "4.无正当理由大量反复申请",
            "5.要求行政机关确认或重新\n出具已获取信息",
        ),
    ),
    ("（六）其他处理", ()),
    ("（七）总计", ()),
)

FIRST_VALUE_ROW = 3
VALUE_ROWS = 23


def values(row: int) -> tuple[str, ...]:
    """The seven figures of a row of grid 三, all different enough to tell rows and columns apart."""
    return tuple(str(row * 10 + column if (row + column) % 3 else 0) for column in range(7))


def applications() -> tuple[Box, ...]:
    """Grid 三 of the form of 2019: three header rows, 23 rows of seven figures, three columns of labels."""
    boxes = [
        Box("（本列数据的勾稽关系为：第一项加第二项之和，\n等于第三项加第四项之和）", 0, 0, 3, 3),
        Box("申请人情况", 0, 3, 1, 7),
        Box(APPLICANTS[0], 1, 3, 2, 1),
        Box("法人或其他组织", 1, 4, 1, 5),
        Box(APPLICANTS[6], 1, 9, 2, 1),
        *(Box(name, 2, 4 + i) for i, name in enumerate(APPLICANTS[1:6])),
        Box("一、本年新收政府信息公开申请数量", 3, 0, 1, 3),
        Box("二、上年结转政府信息公开申请数量", 4, 0, 1, 3),
        Box("三、本年度办理结果", 5, 0, 20, 1, vertical=True),
    ]
    row = 5
    for name, leaves in _LEAVES:
        if not leaves:
            boxes.append(Box(name, row, 1, 1, 2))
        else:
            boxes.append(Box(name, row, 1, len(leaves), 1))
        boxes.extend(Box(leaf, row + i, 2) for i, leaf in enumerate(leaves))
        row += max(1, len(leaves))
    boxes.append(Box("四、结转下年度继续办理", row, 0, 1, 3))
    boxes.extend(
        Box(value, FIRST_VALUE_ROW + i, 3 + column) for i in range(VALUE_ROWS) for column, value in enumerate(values(i))
    )
    return tuple(sorted(boxes, key=lambda box: (box.row, box.column)))


def sheet_of(boxes: Iterable[Box], *, left: float = 70, top: float = 90, pitch: float = 23) -> Sheet:
    """Grid 三 or a part of it on a page, rows of equal height."""
    taken = tuple(boxes)
    xs = (left, left + 26, left + 100, *(left + 240 + 32 * i for i in range(8)))
    tall = {box.row for box in taken if box.text.count("\n") > 1 and box.row_span == 1}
    ys = [top]
    for row in range(max(box.row + box.row_span for box in taken)):
        ys.append(ys[-1] + (40 if row in tall else pitch))
    return Sheet(xs, tuple(ys), taken)


def cut(boxes: Sequence[Box], row: int) -> tuple[tuple[Box, ...], tuple[Box, ...]]:
    """The table cut by a page's end above a row; a cell cut in two has its text where there is more room."""
    upper, lower = [], []
    for b in boxes:
        above, below = max(0, min(b.row_span, row - b.row)), max(0, min(b.row_span, b.row + b.row_span - row))
        if above:
            upper.append(replace(b, row_span=above, text=b.text if above >= below else ""))
        if below:
            text = b.text if below > above else ""
            lower.append(replace(b, row=max(0, b.row - row), row_span=below, text=text))
    return tuple(upper), tuple(sorted(lower, key=lambda box: (box.row, box.column)))


def disclosure() -> tuple[Box, ...]:
    """Two blocks of grid 二 of the form of 2021 on one lattice of four columns."""
    return (
        Box("第二十条第（一）项", 0, 0, 1, 4),
        Box("信息内容", 1, 0),
        Box("本年制发件数", 1, 1),
        Box("本年废止件数", 1, 2),
        Box("现行有效件数", 1, 3),
        Box("规章", 2, 0),
        *(Box(value, 2, 1 + i) for i, value in enumerate(("0", "0", "0"))),
        Box("行政规范性文件", 3, 0),
        *(Box(value, 3, 1 + i) for i, value in enumerate(("4", "1", "37"))),
        Box("第二十条第（五）项", 4, 0, 1, 4),
        Box("信息内容", 5, 0),
        Box("本年处理决定数量", 5, 1, 1, 3),
        Box("行政许可", 6, 0),
        Box("18254", 6, 1, 1, 3),
    )


def appeals(figures: Sequence[str]) -> tuple[Box, ...]:
    """Grid 四 with its three blocks of five columns and one row of figures."""
    names = ("结果\n维持", "结果\n纠正", "其他\n结果", "尚未\n审结", "总计")
    return (
        Box("行政复议", 0, 0, 2, 5),
        Box("行政诉讼", 0, 5, 1, 10),
        Box("未经复议直接起诉", 1, 5, 1, 5),
        Box("复议后起诉", 1, 10, 1, 5),
        *(Box(names[i % 5], 2, i) for i in range(15)),
        *(Box(figure, 3, i) for i, figure in enumerate(figures)),
    )


Spanned: TypeAlias = tuple[str, int, int, int, int]


def known(boxes: Iterable[Box]) -> set[Spanned]:
    """What the loader must answer for these boxes: text, row, column, and how many of each."""
    texts = (("\n".join(box.text) if box.vertical else box.text, box) for box in boxes)
    return {(text, b.row, b.column, b.row_span, b.column_span) for text, b in texts}


def read(table: Table) -> set[Spanned]:
    """What the loader answered."""
    return {(c.text, c.row, c.column, c.row_span, c.column_span) for c in table.cells}


def test_paper_is_the_same_every_time() -> None:
    def page(c: Pen) -> None:
        text_at(c, 90, 100, "青禾县人民政府")

    assert paper(page) == paper(page)
    assert [line.text for line in load(paper(page)).lines] == ["青禾县人民政府"]
