"""Damage to the surface of the text: values, title, furniture, invisible characters, script."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

from ..document import Block, Cell, Document, Paragraph, Table, with_text
from ..truth import NOT_APPLICABLE, TrueCell
from .draft import Draft
from .script import to_traditional

_DASHES = ("/", "—", "-", "无", "－", "不适用")
_WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
_ZERO_WIDTH = ("\u200b", "\ufeff", "\u200c", "\u2060", "\u00ad")
_BOOKMARK = "[bookmark: _GoBack]"
_BEFORE = (
    "当前位置：首页 > 政府信息公开 > 政府信息公开年报",
    "索 引 号 | 99{number:04d}-{next}-{number:05d} | 主题分类 | 政务公开",
    "名称：{title}",
    "发布机构：{authority}",
    "发文日期：{next}年1月{day}日",
    "来源：{authority}办公室 时间：{next}-01-{day:02d} 浏览次数：{number}",
    "字号：[大] [中] [小]",
    "打印 | 收藏",
)
_AFTER = (
    "扫一扫在手机打开当前页",
    "【打印本页】 【关闭窗口】",
    "上一篇：{authority}{last}年政府信息公开工作年度报告",
    "下一篇：没有了",
    "分享到：",
    "版权所有：{authority} 网站标识码：99{number:08d}",
    "相关附件：1. 年度报告.docx 2. 图解.jpg",
)


def dash_cells(cells: Mapping[str, TrueCell], rng: Random) -> dict[str, TrueCell]:
    """`cells` with the zeros of one grid printed as a sign for 不适用."""
    grid = rng.choice(("disclosure", "disclosure", "appeals", "applications"))
    sign = rng.choice(_DASHES)
    share = rng.choice((0.5, 1.0))
    return {
        key: TrueCell(None, sign, NOT_APPLICABLE)
        if cell.value == 0 and key.startswith(grid) and rng.random() < share
        else cell
        for key, cell in cells.items()
    }


def widen_digits(cells: Mapping[str, TrueCell], rng: Random) -> dict[str, TrueCell]:
    """`cells` with full-width digits, in all cells or in about a third of them."""
    share = rng.choice((0.3, 1.0))
    return {
        key: replace(cell, printed=cell.printed.translate(_WIDE_DIGITS))
        if cell.printed and rng.random() < share
        else cell
        for key, cell in cells.items()
    }


def pad_values(draft: Draft, rng: Random) -> Draft:
    """NBSP, U+3000 or blanks around values; blank cells too where their place is shown by something else."""
    signs = ("\u3000", " ") if draft.encoding == "big5" else ("\u00a0", "\u3000", " ")
    pads = ("", *rng.sample(signs, rng.randint(1, len(signs))))
    bounded = draft.layout.startswith(("tika", "pipes", "cell-pipes", "markdown", "docx"))

    def padded(cell: Cell, table: Table) -> Cell:
        if not cell.key or not (cell.text or bounded):
            return cell
        return with_text(cell, rng.choice(pads) * rng.choice((1, 1, 2)) + cell.text + rng.choice(pads))

    return replace(draft, document=draft.document.map_cells(padded))


def break_title(draft: Draft, rng: Random) -> Draft:
    """The title over two lines: after the authority, or inside the phrase."""
    after = rng.choice((draft.authority, draft.authority, "政府信息公开", "政府信息公开工作"))
    return _map_title(draft, lambda text: text.replace(after, f"{after}\n", 1))


def double_year(draft: Draft, rng: Random) -> Draft:
    """A title with 年度 before and after the phrase."""
    return _map_title(draft, lambda text: re.sub(r"(\d{4})年度?", r"\g<1>年度", text, count=1))


def vary_title(draft: Draft, rng: Random) -> Draft:
    """Another wording of the title: without 工作, 政务 for 政府, blanks round the year, a typo."""
    old, new = rng.choice(
        (
            ("政府信息公开工作年度报告", "政府信息公开年度报告"),
            ("政府信息公开工作年度报告", "政务信息公开年度报告"),
            ("工作年度报告", "工作告年度报"),
        )
    )
    if rng.random() < 0.3:
        return _map_title(draft, lambda text: re.sub(r"(\d{4})年", r" \g<1> 年", text, count=1))
    return _map_title(draft, lambda text: text.replace(old, new))


def _map_title(draft: Draft, change: Callable[[str], str]) -> Draft:
    def changed(paragraph: Paragraph) -> Paragraph:
        return replace(paragraph, text=change(paragraph.text)) if paragraph.role == "title" else paragraph

    return replace(draft, document=draft.document.map_paragraphs(changed))


def _title(draft: Draft) -> str:
    blocks = draft.document.blocks
    return next(b.text for b in blocks if isinstance(b, Paragraph) and b.role == "title").replace("\n", "")


def furnish_before(draft: Draft, rng: Random) -> Draft:
    """Page furniture before the title: breadcrumbs, index number, publisher."""
    furniture = _furniture(draft, rng, _BEFORE)
    return replace(draft, document=Document((*furniture, *draft.document.blocks)))


def furnish_after(draft: Draft, rng: Random) -> Draft:
    """Page furniture after the end: share buttons, the report before and after this one."""
    furniture = _furniture(draft, rng, _AFTER)
    return replace(draft, document=Document((*draft.document.blocks, *furniture)))


def _furniture(draft: Draft, rng: Random, templates: tuple[str, ...]) -> tuple[Block, ...]:
    title = _title(draft)
    found = re.search(r"\d{4}", title)
    year = int(found.group()) if found else 2020
    chosen = [text for text in templates if rng.random() < 0.5] or [templates[0]]
    return tuple(
        Paragraph(
            text.format(
                title=title,
                authority=draft.authority,
                next=year + 1,
                last=year - 1,
                number=rng.randint(1, 9_999),
                day=rng.randint(5, 28),
            ),
            "furniture",
        )
        for text in chosen
    )


def leave_bookmark(draft: Draft, rng: Random) -> Draft:
    """A bookmark of a converter before a heading, a paragraph, a label or a figure."""
    return _touch(draft, rng, 1, lambda text: _BOOKMARK + text)


def leave_zero_width(draft: Draft, rng: Random) -> Draft:
    """Zero-width characters inside headings, paragraphs and labels."""
    sign = rng.choice(_ZERO_WIDTH)

    def change(text: str) -> str:
        at = rng.randint(0, len(text))
        return text[:at] + sign + text[at:]

    return _touch(draft, rng, rng.choice((3, 40)), change, values=False)


def _touch(draft: Draft, rng: Random, count: int, change: Callable[[str], str], values: bool = True) -> Draft:
    """`change` made to `count` texts that are neither title nor empty, counted from top to bottom."""
    total = 0

    def tally(text: str) -> str:
        nonlocal total
        total += 1
        return text

    _map_touchable(draft, tally, values)
    chosen = set(rng.sample(range(total), min(count, total)))
    place = -1

    def touched(text: str) -> str:
        nonlocal place
        place += 1
        return change(text) if place in chosen else text

    return replace(draft, document=_map_touchable(draft, touched, values))


def _map_touchable(draft: Draft, change: Callable[[str], str], values: bool) -> Document:
    def paragraph(item: Paragraph) -> Paragraph:
        if item.role in ("title", "furniture"):
            return item
        return replace(item, text=change(item.text))

    def cell(item: Cell, table: Table) -> Cell:
        if not item.text.strip() or (item.key and not values):
            return item
        return with_text(item, change(item.text))

    return draft.document.map_paragraphs(paragraph).map_cells(cell)


def write_traditional(draft: Draft, rng: Random) -> Draft:
    """The whole report in Traditional script."""
    cells = {
        key: replace(cell, printed=to_traditional(cell.printed)) if cell.printed else cell
        for key, cell in draft.cells.items()
    }
    extra = tuple(replace(row, label=to_traditional(row.label)) for row in draft.extra_rows)
    return replace(
        draft,
        document=draft.document.map_text(to_traditional),
        cells=cells,
        authority=to_traditional(draft.authority),
        extra_rows=extra,
    )
