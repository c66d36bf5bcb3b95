"""sentences: what the commands say to people, in Chinese or English: states, verdicts, places, equations."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypeAlias

from extract.checks import Check, Outcome
from extract.document import Place
from extract.forms.form import Equation, GridForm, GridName, Identity, RowForm, without_numeral
from extract.grid import Number

Lang: TypeAlias = Literal["zh", "en"]
Phrase: TypeAlias = tuple[str, str]
"""Chinese, English."""

GRID_TITLES: Mapping[GridName, Phrase] = {
    "disclosure": ("表二（主动公开）", "Grid 二 (disclosure)"),
    "applications": ("表三（申请）", "Grid 三 (applications)"),
    "appeals": ("表四（复议、诉讼）", "Grid 四 (appeals)"),
}
VERDICTS: Mapping[str, Phrase] = {
    "read": ("已读出", "read"),
    "verified": ("已验证，等式全部成立", "verified: every equation holds"),
    "vacuous": ("读出的全为零或空白，无从验证", "nothing but zeros or blanks, so nothing is proved"),
    "inconsistent": ("有等式不成立", "some equations fail"),
    "doubtful": ("存疑，有单元格未能判定", "doubtful: some cells are not decided"),
}
METHODS: Mapping[str, Phrase] = {
    "exact": ("标题与格式一致", "heading as in the form"),
    "variant": ("标题措辞不同", "heading worded differently"),
    "misnumbered": ("标题序号不对", "heading numbered wrongly"),
    "inferred": ("没有标题，由内容推定", "no heading; told by what stands there"),
    "missing": ("未找到", "not found"),
}
EVIDENCE: Mapping[str, Phrase] = {
    "title": ("据标题", "from the title"),
    "period": ("据统计期限", "from the period stated"),
    "running_head": ("据页眉", "from the running head"),
    "cells": ("据单元格", "by its cells"),
    "year": ("据年度", "by the year"),
}
REASONS: Mapping[str, Phrase] = {
    "row_incomplete": (
        "数字比列少，看不出缺了哪几列",
        "fewer figures than columns, and nothing tells which are lost",
    ),
    "row_overfull": ("数字比列多", "more figures than columns"),
    "cut_off": ("文件在这里中断", "the file breaks off here"),
    "label_lost": ("行的名称缺失", "the row's label is lost"),
    "lines_removed": ("文件中重复的行已被删去", "repeated lines were removed from the file"),
    "bounds_lost": ("数字连成一串，有几种断法", "the figures run together and can be cut in several ways"),
    "order_unclear": ("看不出数字的先后次序", "the order of the figures cannot be told"),
    "repeated": ("这一行印了不止一次", "the row is printed more than once"),
    "readers_differ": ("两种读法的结果不同", "two readings of it differ"),
    "not_one_number": ("所印的不是一个数字", "what is printed is not one number"),
    "signs_unknown": ("字体没有写明所画的是什么字", "the font does not tell what the signs are"),
    "grid_not_found": ("没有这张表", "there is no such grid"),
    "row_not_found": ("没有这一行", "there is no such row"),
    "printed_as_one_row": ("几行合印为一行", "several rows are printed as one"),
}
STATES: Mapping[str, Phrase] = {
    "number": ("印有数字", "printed"),
    "deduced": ("由推定得出", "deduced"),
    "blank": ("空白", "blank"),
    "not_applicable": ("不适用", "not applicable"),
    "text": ("不是一个数字", "not one number"),
    "ambiguous": ("未能判定", "undecided"),
    "missing": ("不存在", "absent"),
    "corrected": ("由人更正", "corrected by a person"),
}
OUTCOMES: Mapping[Outcome, Phrase] = {
    "holds": ("成立", "hold"),
    "vacuous": ("全为零", "over zeros alone"),
    "fails": ("不成立", "fail"),
    "open": ("未定", "open"),
}
PROOFS: Mapping[str, Phrase] = {
    "length": ("数字个数与列数相同", "as many digits as columns"),
    "sums": ("只有这样等式才成立", "only so do the equations hold"),
    "position": ("据数字在页面上的位置", "by its position on the page"),
    "prose": ("据文字部分所述", "from what the prose states"),
    "panel": ("据邻年的报告", "from the neighbouring year's report"),
}
STATUSES: Mapping[str, Phrase] = {
    "extracted": ("已提取", "extracted"),
    "duplicate": ("与另一文件相同", "same bytes as another file"),
    "not_a_report": ("不是年度报告", "not an annual report"),
    "no_text": ("扫描件，没有文字", "scanned, no text"),
    "unsupported": ("格式不支持", "format not supported"),
    "encrypted": ("有密码", "asks for a password"),
    "unreadable": ("损坏或不可读", "damaged or not readable"),
    "too_large": ("过大", "too large"),
    "timed_out": ("超时", "timed out"),
    "crashed": ("读取时程序中断", "the reader broke down"),
}
COVERED: Mapping[str, Phrase] = {
    "verified": ("已验证", "verified"),
    "vacuous": ("全为零或空白", "zeros and blanks"),
    "inconsistent": ("有等式不成立", "equations fail"),
    "doubtful": ("存疑", "doubtful"),
    "unreadable": ("文件未能读取", "file not readable"),
    "missing": ("缺少", "missing"),
}
LEVELS: Mapping[str, Phrase] = {
    "省": ("省", "province"),
    "市": ("市", "prefecture or city"),
    "县": ("县", "county or district"),
    "乡": ("乡", "township"),
    "园区": ("园区", "park or zone"),
    "部门": ("部门", "department"),
}
"""Levels of authorities, the highest first."""
SEVERITIES: Mapping[str, Phrase] = {
    "error": ("错误", "error"),
    "warning": ("警告", "warning"),
    "note": ("提示", "note"),
}


def say(phrase: Phrase, lang: Lang) -> str:
    """The phrase in one language."""
    return phrase[0] if lang == "zh" else phrase[1]


def word(words: Mapping[str, Phrase], key: str | None, lang: Lang) -> str:
    """The phrase for a key; the key itself where nobody has written one yet, nothing for None."""
    if key is None:
        return ""
    return say(words.get(key, (key, key)), lang)


def with_details(fact: str, details: Iterable[str], lang: Lang) -> str:
    """A fact with details in brackets, before the full stop where it has one; empty details are left out.

    >>> with_details("“总计”一列不平。", ["第 3 行"], "zh"), with_details("2019", ["", "by its cells"], "en")
    ('“总计”一列不平（第 3 行）。', '2019 (by its cells)')
    """
    known = [detail for detail in details if detail]
    if not known:
        return fact
    stop = fact[-1:] if fact.endswith(("。", ".")) else ""
    bare = fact.removesuffix(stop)
    return f"{bare}（{'，'.join(known)}）{stop}" if lang == "zh" else f"{bare} ({', '.join(known)}){stop}"


def number(value: Number | None) -> str:
    """A number as people write it.

    >>> number(25.10), number(-3), number(4.0), number(None)
    ('25.1', '−3', '4', '')
    """
    if value is None:
        return ""
    text = f"{value:.10f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    return text.replace("-", "−")


def where(places: Iterable[Place], lang: Lang) -> str:
    """Where some cells stand, from the first to the last.

    >>> where([Place(page=3, table_no=2, row_no=4), Place(page=4, table_no=2, row_no=28)], "zh")
    '第 3–4 页，表格 2 第 4–28 行'
    >>> where([Place(line=120)], "en")
    'line 120'
    """
    every = list(places)
    pages, lines = _span(place.page for place in every), _span(place.line for place in every)
    tables, rows = _span(place.table_no for place in every), _span(place.row_no for place in every)
    columns = _span(place.column_no for place in every)
    if lang == "zh":
        inner = (f" 第 {rows} 行" if rows else "") + (f"第 {columns} 列" if columns else "")
        parts = (pages and f"第 {pages} 页", lines and f"第 {lines} 行", tables and f"表格 {tables}{inner}")
        return "，".join(part for part in parts if part)
    inner = (f", row {rows}" if rows else "") + (f", column {columns}" if columns else "")
    parts = (pages and f"page {pages}", lines and f"line {lines}", tables and f"table {tables}{inner}")
    return ", ".join(part for part in parts if part)


def _span(numbers: Iterable[int | None]) -> str:
    known = sorted({n for n in numbers if n is not None})
    if not known:
        return ""
    return str(known[0]) if len(known) == 1 else f"{known[0]}–{known[-1]}"


def row_name(row: RowForm) -> str:
    """A row's name where it stands alone: its own label, after what is needed to tell it from others.

    ``一、本年新收…`` is enough by itself; ``总计``, ``其他`` and ``未经复议直接起诉`` are not.
    """
    outer = [label for label in row.path[-1:] if not label.startswith(("三、", "第二十条"))]
    return " ".join([*outer, row.label])


def equation_sentence(check: Check, form: GridForm, lang: Lang) -> str:
    """An equation with both sides, as in ``自然人一列：一 + 二 = 2，（七）总计 + 四 = 0，差 2``.

    For a check that the form does not know, its name and scope stand in place of the sides.
    """
    gap = check.difference
    difference = "" if not gap else f"，差 {number(gap)}" if lang == "zh" else f"; difference {number(gap)}"
    left, right = number(check.left) or "?", number(check.right) or "?"
    identity = next((i for i in form.identities if i.check == check.check), None)
    equation = next((e for e in _equations(form) if (e.check, e.scope) == (check.check, check.scope)), None)
    if identity is None or equation is None:
        return f"{check.check} {check.scope}: {left} ≠ {right}{difference}"
    first, second = (_side(form, identity, side, lang) for side in (equation.left, equation.right))
    scope = _scope(form, identity, check.scope, lang)
    if lang == "zh":
        return f"{scope}：{first} = {left}，{second} = {right}{difference}"
    return f"{scope}: {first} = {left}, {'but ' if gap else ''}{second} = {right}{difference}"


def _equations(form: GridForm) -> tuple[Equation, ...]:
    return (*form.equations(), *form.equations(merged=True))


def _scope(form: GridForm, identity: Identity, scope: str, lang: Lang) -> str:
    if identity.along == "column":
        label = next((c.label for c in form.rows[0].columns if c.key == scope), scope)
        return f"{label}一列" if lang == "zh" else f"Column {label}"
    row = form.row(scope)
    label = scope if row is None else row_name(row)
    return f"“{label}”一行" if lang == "zh" else f"Row {label}"


def _side(form: GridForm, identity: Identity, side: Sequence[tuple[str, str]], lang: Lang) -> str:
    """What is added up on one side, named as briefly as the form allows."""
    if identity.along == "row":
        columns = {column.key: column.label for column in form.rows[0].columns}
        labels = [columns[key] for _, key in side]
    else:
        rows = {row.key: row for row in (*form.rows, *(merged.row for merged in form.merged))}
        labels = list(dict.fromkeys(_short(rows[key]) for key, _ in side))
    if len(labels) <= 4:
        return " + ".join(labels)
    first, last = labels[0], labels[-1]
    return f"{first}至{last}合计" if lang == "zh" else f"{first} to {last} together"


def _short(row: RowForm) -> str:
    """The numeral by which people call a row: ``一``, ``（三）``; （七）总计 whole, as it is no summand."""
    label = row.path[1] if len(row.path) > 1 else row.label
    numeral = label.removesuffix(without_numeral(label)).strip()
    if label.endswith("总计") or not numeral:
        return label
    return numeral.rstrip("、.．")
