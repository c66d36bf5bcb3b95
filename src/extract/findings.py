"""find(reading's parts): what a person should look at, each as a sentence in Chinese and in English."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from extract.checks import Check, Finding
from extract.document import NOWHERE, Place
from extract.errors import Told
from extract.forms.form import Forms, GridForm, GridName
from extract.grid import CERTAIN, Grid, Number, Reason, Slot
from extract.parts.report import Report

_PART = "一二三四五六"
_GRID = {
    "disclosure": ("第二部分表格", "the grid of part 二"),
    "applications": ("第三部分表格", "the grid of part 三"),
    "appeals": ("第四部分表格", "the grid of part 四"),
}
_WHY: dict[Reason, tuple[str, str]] = {
    "row_incomplete": ("数字少于应有的列数，无从判断缺的是哪一格", "has fewer figures than columns, with no mark of which are lost"),
    "row_overfull": ("数字多于应有的列数", "has more figures than columns"),
    "cut_off": ("文件在此处中断", "is where the file breaks off"),
    "label_lost": ("行的标签已丢失", "has lost its label"),
    "lines_removed": ("重复的行已被删去，表格无法还原", "stands in a text whose repeated lines were removed; it cannot be recovered"),
    "bounds_lost": ("数字连在一起，切分方式不止一种", "has figures run together that can be cut in more than one way"),
    "order_unclear": ("标签与数字的先后次序不清", "has labels and figures in an unclear order"),
    "repeated": ("同一行出现两次而数字不同", "is printed twice with different figures"),
    "readers_differ": ("两种独立读法结果不同", "is read differently by two independent readers"),
    "not_one_number": ("内容不是一个数字", "holds something that is not one number"),
    "signs_unknown": ("字体没有写明所画的是什么字", "has signs of which the font does not tell what they are"),
    "row_not_found": ("文中没有找到这一行", "was not found in the source"),
}  # fmt: skip


def find(
    report: Report,
    grids: Sequence[Grid],
    checks: Sequence[Check],
    forms: Forms,
    notes: Sequence[Told] = (),
) -> tuple[Finding, ...]:
    """The findings of one report, errors of the figures first.

    ``notes`` are the loader's own remarks on what it could not read.
    """
    found = [*arithmetic(grids, checks, forms)]
    for grid in grids:
        found += [*negative(grid, forms), *undecided(grid, forms)]
        found += [
            Finding(
                "extra_row", "note", grid.name, None,
                f"{_GRID[grid.name][0]}有表式之外的一行“{extra.label}”，未计入任何核对。",
                f"{_capital(_GRID[grid.name][1])} has a row that the form does not have, “{extra.label}”; "
                "it is outside every check.",
                extra.slots[0].place if extra.slots else NOWHERE,
            )
            for extra in grid.extra
        ]  # fmt: skip
        found += [_passed(grid.name, place) for place in grid.passed]
    found += _structure(report, grids)
    found += [Finding("loader_note", "warning", None, None, f"{note.zh}。", f"{_capital(note.en)}.") for note in notes]
    return worst_first(found)


def _passed(name: GridName, place: Place) -> Finding:
    zh, en = _GRID[name]
    return Finding(
        "second_grid", "warning", name, None,
        f"文中第 {place.table_no} 个表格也有{zh}的标签，但属于别的年度或另作他用，未予读取；请对照原文。",
        f"Table {place.table_no} of the file has labels of {en} too, but is of another year or another use; "
        "it was not read. Look it up.",
        place,
    )  # fmt: skip


def worst_first(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, errors first, then warnings, then notes; within one severity in their order."""
    rank = {"error": 0, "warning": 1, "note": 2}
    return tuple(sorted(found, key=lambda finding: rank[finding.severity]))


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


# ── equations ───────────────────────────────────────────────────────────────────────────────────────


def arithmetic(grids: Sequence[Grid], checks: Sequence[Check], forms: Forms) -> Iterator[Finding]:
    """The equations of the form that fail, a sentence each."""
    by_name = {grid.name: grid for grid in grids}
    for check in checks:
        if check.outcome != "fails" or check.kind not in ("stated", "implied"):
            continue
        grid = by_name[check.grid]
        form = forms.get(grid.form or forms.all[0].id).grid(grid.name)
        label = _scope_label(check, form)
        zh, en = _sentence(check, label)
        along_row = check.check in _ALONG_ROWS
        cell = f"{check.grid}/{check.scope}" if along_row else f"{check.grid}//{check.scope}"
        place = next((s.place for s in grid.slots if s.key in check.cells and s.place is not NOWHERE), NOWHERE)
        yield Finding("arithmetic", "error", check.grid, cell, zh, en, place)


_ALONG_ROWS = ("applications.row_sum", "appeals.block_sum")


def _scope_label(check: Check, form: GridForm) -> str:
    row = form.row(check.scope) if check.check in _ALONG_ROWS else None
    if row is not None:
        return row.label
    return next((column.label for column in form.rows[0].columns if column.key == check.scope), check.scope)


def _number(value: Number | None) -> str:
    return "?" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _sentence(check: Check, label: str) -> tuple[str, str]:
    left, right = _number(check.left), _number(check.right)
    apart = (f"，相差 {_number(check.difference)}", f", a difference of {_number(check.difference)}")
    if check.difference is None:
        apart = (
            "（其中有未定的单元格，但无论如何取值都不能相等）",
            " (some cells are undecided, but no reading of them makes it hold)",
        )
    if check.check == "applications.balance":
        return (
            f"“{label}”一列不平：第一项加第二项为 {left}，第三项总计加第四项为 {right}{apart[0]}。",
            f"Column {label} does not balance: items 一 and 二 come to {left}, the total of 三 and item 四 to {right}"
            f"{apart[1]}.",
        )
    if check.check == "applications.outcome_sum":
        return (
            f"“{label}”一列各项办理结果之和为 {left}，（七）总计为 {right}{apart[0]}。",
            f"In column {label} the outcomes add up to {left}, while （七）总计 says {right}{apart[1]}.",
        )
    if check.check == "applications.row_sum":
        return (
            f"“{label}”一行六类申请人之和为 {left}，总计为 {right}{apart[0]}。",
            f"In row {label} the six kinds of applicants add up to {left}, while 总计 says {right}{apart[1]}.",
        )
    return (
        f"“{label}”四种结果之和为 {left}，总计为 {right}{apart[0]}。",
        f"Under {label} the four results add up to {left}, while 总计 says {right}{apart[1]}.",
    )


def negative(grid: Grid, forms: Forms) -> Iterator[Finding]:
    """Figures below zero where the form counts, a sentence each; what it counts up or down may be such."""
    below = [slot for slot in grid.slots if slot.value is not None and slot.value < 0]
    form = forms.get(grid.form or forms.all[0].id).grid(grid.name) if below else None
    for slot in below:
        row = form.row(slot.key[0]) if form else None
        column = next((column for column in row.columns if column.key == slot.key[1]), None) if row else None
        if row is None or column is None or column.signed:
            continue
        yield Finding(
            "negative", "warning", grid.name, f"{grid.name}/{row.key}/{column.key}",
            f"“{row.label}”一行的“{column.label}”为负数：{_number(slot.value)}。",
            f"Row {row.label}, {column.label}, is below zero: {_number(slot.value)}.",
            slot.place,
        )  # fmt: skip


# ── cells without a value ───────────────────────────────────────────────────────────────────────────


def undecided(grid: Grid, forms: Forms) -> Iterator[Finding]:
    """What has no value in a grid, a sentence for each row."""
    doubtful = [s for s in grid.slots if s.state not in CERTAIN and s.reason != "printed_as_one_row"]
    if not doubtful:
        return
    if not grid.found:
        zh, en = _GRID[grid.name]
        yield Finding("grid_missing", "warning", grid.name, None, f"没有找到{zh}。", f"{_capital(en)} was not found.")
        return
    if len(doubtful) == len(grid.slots) and len({s.reason for s in doubtful}) == 1:
        yield _whole_grid(grid.name, doubtful[0])
        return
    form = forms.get(grid.form or forms.all[0].id).grid(grid.name)
    for (row_key, reason), group in groupby(doubtful, key=lambda slot: (slot.key[0], slot.reason)):
        slots = list(group)
        row = form.row(row_key)
        label = row.label if row else row_key
        why = _WHY.get(reason or "row_not_found", ("", ""))
        columns = {column.key: column.label for column in row.columns} if row else {}
        where_zh = where_en = ""
        if row and len(slots) < len(row.columns):
            names = "、".join(columns.get(slot.key[1], slot.key[1]) for slot in slots)
            where_zh, where_en = f"的“{names}”", f" ({names})"
        printed = next((slot.raw for slot in slots if slot.raw), "")
        shown_zh, shown_en = (f"（原文：{printed}）", f" (printed: {printed})") if printed else ("", "")
        kind = "cut_off" if reason == "cut_off" else "undecided"
        cell = (
            f"{grid.name}/{row_key}" if not where_zh or len(slots) > 1 else f"{grid.name}/{row_key}/{slots[0].key[1]}"
        )
        yield Finding(
            kind, "warning", grid.name, cell,
            f"“{label}”一行{where_zh}没有取值：{why[0]}{shown_zh}。",
            f"Row {label}{where_en} has no value: it {why[1]}{shown_en}.",
            next((slot.place for slot in slots if slot.place is not NOWHERE), NOWHERE),
        )  # fmt: skip


def _whole_grid(name: GridName, slot: Slot) -> Finding:
    zh, en = _GRID[name]
    why = _WHY.get(slot.reason or "row_not_found", ("", ""))
    return Finding(
        slot.reason or "undecided", "warning", name, None, f"{zh}：{why[0]}。", f"{_capital(en)} {why[1]}.", slot.place
    )


# ── parts ───────────────────────────────────────────────────────────────────────────────────────────


def _structure(report: Report, grids: Sequence[Grid]) -> Iterator[Finding]:
    if report.second is not None:
        yield Finding(
            "second_report", "warning", None, None,
            f"同一文件中还有第二份报告{_at_zh(report.second)}，未读取；请拆成两个文件。",
            f"A second report stands in the same file{_at_en(report.second)}; it was not read. Split the file in two.",
            report.second,
        )  # fmt: skip
    for section in report.sections:
        numeral = _PART[section.part - 1]
        if section.method == "missing":
            yield Finding(
                "part_missing", "note", None, None,
                f"没有找到第{numeral}部分的标题。", f"No heading of part {numeral} was found.",
            )  # fmt: skip
        elif section.method == "misnumbered":
            yield Finding(
                "heading_misnumbered", "note", None, None,
                f"第{numeral}部分的标题印作“{section.heading}”，序号有误或缺失。",
                f"The heading of part {numeral} is printed “{section.heading}”, its number wrong or lost.",
                section.place,
            )  # fmt: skip


def _at_zh(place: Place) -> str:
    return f"（第 {place.line} 行起）" if place.line else f"（第 {place.page} 页起）" if place.page else ""


def _at_en(place: Place) -> str:
    return f", from line {place.line}" if place.line else f", from page {place.page}" if place.page else ""
