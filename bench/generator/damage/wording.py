"""Damage to labels and headings: other wordings, lost characters, lost numerals, line breaks."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from .. import labels
from ..document import Block, Cell, Document, Paragraph, Row, Table, is_label, with_text
from ..truth import TrueCell
from .draft import Draft

_BREAKS = {
    "本年新制作数量": (("本年新", "制作数量"),),
    "本年新公开数量": (("本年新", "公开数量"),),
    "对外公开总数量": (("对外公开", "总数量"),),
    "商业企业": (("商业", "企业"), ("商", "业企", "业")),
    "科研机构": (("科研", "机构"),),
    "社会公益组织": (("社会公益", "组织"), ("社会", "公益", "组织")),
    "法律服务机构": (("法律服务", "机构"), ("法律", "服务", "机构")),
    "（三）不予公开": (("（三）", "不予公开"),),
    "结果维持": (("结果", "维持"),),
    "结果纠正": (("结果", "纠正"),),
    "其他结果": (("其他", "结果"),),
    "尚未审结": (("尚未", "审结"),),
}
_VARIANTS = {
    "行政规范性文件": ("规范性文件",),
    "现行有效件数": ("现行有效件",),
    "规章": ("规章(县级无此项)", "规章（本级无此项）"),
    "第二十条第（一）项": ("第二十条  第(一)项", "第二十条第一项"),
    "法人或其他组织": ("法人或者其他组织",),
    "（一）予以公开": ("（一）予以公开的",),
}
_NUMBERING = re.compile(r"^(\d)\.")
_FULL_TO_HALF = str.maketrans("（），：", "(),:")
_HEADING_TYPOS = (
    ("行政复议、行政诉讼", "行政法复议、行政诉讼"),
    ("行政复议、行政诉讼", "行政复议行政诉讼"),
    ("总体情况", "总休情况"),
    ("主动公开政府信息情况", "主动公开政府信息情"),
    ("收到和处理政府信息公开申请情况", "收到和处理政府信息公开申情况"),
    ("存在的主要问题及改进情况", "存在的主要问题和改进情况"),
    ("其他需要报告的事项", "其它需要报告的事项"),
)
_LONG_LABEL = 9
# What a truncated label keeps at least.
_SHORTEST = 7


def _map_labels(draft: Draft, change: Callable[[str], str]) -> Draft:
    """The draft with `change` made to the text of every label cell."""

    def changed(cell: Cell, table: Table) -> Cell:
        return with_text(cell, change(cell.text)) if is_label(cell) else cell

    return replace(draft, document=draft.document.map_cells(changed))


def break_labels(draft: Draft, rng: Random) -> Draft:
    """Some labels broken by a line break or a blank: 商业 企业."""
    joint = rng.choice(("\n", "\n", " "))
    share = rng.choice((0.3, 1.0))
    chosen = {label: joint.join(rng.choice(parts)) for label, parts in _BREAKS.items() if rng.random() < share}
    return _map_labels(draft, lambda text: chosen.get(text, text))


def vary_labels(draft: Draft, rng: Random) -> Draft:
    """Some labels in another wording that authorities use."""
    chosen = {label: rng.choice(words) for label, words in _VARIANTS.items() if rng.random() < 0.6}
    return _map_labels(draft, lambda text: chosen.get(text, text))


def vary_enumeration(draft: Draft, rng: Random) -> Draft:
    """Another sign after the number of a label: 1、 for 1."""
    sign = rng.choice(("、", "．", ". ", "）"))
    return _map_labels(draft, lambda text: _NUMBERING.sub(rf"\g<1>{sign}", text))


def lose_numbering(draft: Draft, rng: Random) -> Draft:
    """The numbers before the labels of grid 三 gone."""
    return _map_labels(draft, lambda text: _NUMBERING.sub("", text))


def halve_brackets(draft: Draft, rng: Random) -> Draft:
    """Half-width brackets, commas and colons in the labels, sometimes everywhere."""
    if rng.random() < 0.5:
        document = draft.document.map_text(lambda text: text.translate(_FULL_TO_HALF))
        cells = {key: _halve_printed(cell) for key, cell in draft.cells.items()}
        return replace(draft, document=document, cells=cells)
    return _map_labels(draft, lambda text: text.translate(_FULL_TO_HALF))


def _halve_printed(cell: TrueCell) -> TrueCell:
    return replace(cell, printed=cell.printed.translate(_FULL_TO_HALF)) if "（" in cell.printed else cell


def lose_characters(draft: Draft, rng: Random) -> Draft:
    """One or two characters gone inside one to four labels of the grids."""
    return _harm_some(draft, rng, _LONG_LABEL - 1, lambda text: _without_some(text, rng))


def truncate_labels(draft: Draft, rng: Random) -> Draft:
    """One to four long labels without their end."""
    return _harm_some(draft, rng, _LONG_LABEL, lambda text: text[: rng.randint(_SHORTEST, len(text) - 1)])


def _without_some(text: str, rng: Random) -> str:
    """`text` without one or two characters after its numeral."""
    lost = rng.choice((1, 1, 2))
    at = rng.randint(3, len(text) - lost)
    return text[:at] + text[at + lost :]


def _harm_some(draft: Draft, rng: Random, shortest: int, harm: Callable[[str], str]) -> Draft:
    """`harm` done to one to four labels of at least `shortest` characters, each wherever it is printed."""
    found = sorted(
        {
            cell.text
            for row in _label_rows(draft.document)
            for cell in row
            if is_label(cell) and len(cell.text) >= shortest and _may_be_harmed(cell.text)
        }
    )
    chosen = {text: harm(text) for text in rng.sample(found, min(len(found), rng.randint(1, 4)))}
    return _map_labels(draft, lambda text: chosen.get(text, text))


def _may_be_harmed(text: str) -> bool:
    """Not the note in the corner, which is no label, nor a label with a unit, which belongs to a value."""
    return text != labels.CORNER and "万元" not in text


def _label_rows(document: Document) -> list[tuple[Cell, ...]]:
    return [
        row.cells for block in document.blocks if isinstance(block, Table) for row in block.rows if isinstance(row, Row)
    ]


def _map_headings(draft: Draft, change: Callable[[str], str]) -> Draft:
    def changed(paragraph: Paragraph) -> Paragraph:
        if paragraph.role != "heading":
            return paragraph
        return replace(paragraph, text=change(paragraph.text))

    return replace(draft, document=draft.document.map_paragraphs(changed))


def add_heading_words(draft: Draft, rng: Random) -> Draft:
    """行政机关 added to the headings of parts 二 and 三."""
    return _map_headings(draft, lambda text: re.sub(r"^([二三])、", r"\g<1>、行政机关", text))


def lose_heading_numerals(draft: Draft, rng: Random) -> Draft:
    """The numeral of one or two headings gone, with or without its comma."""
    chosen = rng.sample(labels.NUMERALS, rng.randint(1, 2))
    rest = rng.choice(("、", ""))

    def change(text: str) -> str:
        return rest + text[2:] if text[0] in chosen else text

    return _map_headings(draft, change)


def misspell_headings(draft: Draft, rng: Random) -> Draft:
    """A typo in one or two headings."""
    typos = rng.sample(_HEADING_TYPOS, rng.randint(1, 2))

    def change(text: str) -> str:
        for right, wrong in typos:
            if right in text:
                return text.replace(right, wrong)
        return text

    return _map_headings(draft, change)


def join_headings(draft: Draft, rng: Random) -> Draft:
    """Headings in one line with the text that follows."""
    sign = rng.choice(("", " ", "：", "。"))
    share = rng.choice((0.4, 1.0))
    blocks: list[Block] = []
    for block in draft.document.blocks:
        if _can_join(blocks, block) and rng.random() < share:
            blocks[-1] = Paragraph(sign.join(_texts((blocks[-1], block))), "heading")
        else:
            blocks.append(block)
    return replace(draft, document=Document(tuple(blocks)))


def _can_join(before: Sequence[Block], block: Block) -> bool:
    return bool(before) and _role(before[-1]) == "heading" and _role(block) == "prose"


def _role(block: Block) -> str:
    return block.role if isinstance(block, Paragraph) else "table"


def _texts(blocks: Sequence[Block]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Paragraph)]
