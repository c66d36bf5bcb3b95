"""Texts of reports made by hand, of authorities that do not exist: the tests of the core rooms begin here."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Literal, TypeAlias

from extract.cells import Cell
from extract.document import Document, Line
from extract.forms.form import GRID_NAMES, Form, GridForm, RowForm, SlotKey, load_forms
from extract.pipeline import read_bytes
from extract.reading import Reading

Printed: TypeAlias = Mapping[SlotKey, str]
"""What is printed in the cells that differ from 0; ``""`` is a blank."""
Layout: TypeAlias = Literal["cells", "rows", "pipes", "tika"]

TITLE = "示例县人民政府2023年政府信息公开工作年度报告"
HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
COLUMNS = ("natural_person", "enterprise", "research", "public_interest", "legal_service", "other", "total")
RESULTS = ("upheld", "corrected", "other", "pending", "total")
_CHINESE = re.compile("[\u4e00-\u9fff].*[\u4e00-\u9fff]", re.DOTALL)
_COMMAND = re.compile("`[^`]*`")
_ENGLISH = re.compile(r"[A-Za-z]{2,}(?:,? [A-Za-z]{2,}){2,}")


def is_chinese(told: str) -> bool:
    """Whether a sentence to people is Chinese, with no English sentence in it; names and commands may be."""
    return _CHINESE.search(told) is not None and _ENGLISH.search(_COMMAND.sub("", told)) is None


def document(text: str) -> Document:
    """The text as the loader of text files would give it."""
    return Document("txt", tuple(Line(row, number) for number, row in enumerate(text.split("\n"), 1)))


def read_text(text: str, name: str = "示例.txt") -> Reading:
    """The reading of a text file with this content."""
    return read_bytes(text.encode(), name, load_forms())


def cells(reading: Reading) -> dict[str, Cell]:
    """The cells of all grids by their path."""
    return {cell.path: cell for name in GRID_NAMES for cell in reading.cells(name)}


def row(reading: Reading, key: str) -> list[int | float | None]:
    """The values of one row of grid 三 in the form's order."""
    return [cell.value for cell in reading.applications if cell.row == key]


def states(found: Iterable[Cell]) -> set[tuple[str, str | None]]:
    """The states that occur, each with its reason."""
    return {(cell.state, cell.reason) for cell in found}


def outcomes(reading: Reading, outcome: str) -> set[tuple[str, str]]:
    """The equations of the form with this outcome, by name and scope."""
    of_the_form = [check for check in reading.checks if check.kind in ("stated", "implied")]
    return {(check.check, check.scope) for check in of_the_form if check.outcome == outcome}


def counts(key: str, *values: int | str) -> dict[SlotKey, str]:
    """One row of grid 三."""
    return {(key, column): str(value) for column, value in zip(COLUMNS, values, strict=True)}


def block(key: str, *values: int | str) -> dict[SlotKey, str]:
    """One block of grid 四."""
    return {(key, column): str(value) for column, value in zip(RESULTS, values, strict=True)}


# ── rows of a grid: each a list of labels and a list of figures ───────────────────────────────────────

TextRow: TypeAlias = tuple[list[str], list[str]]


def _printed(form: RowForm, figures: Printed) -> list[str]:
    return [figures.get((form.key, column.key), "0") for column in form.columns]


def disclosure_rows(form: GridForm, figures: Printed) -> list[TextRow]:
    """Grid 二, block by block."""
    found: list[TextRow] = []
    for title, rows in groupby(form.rows, lambda item: item.path[0]):
        every = list(rows)
        found.append(([title], []))
        found.append((["信息内容", *(column.label for column in every[0].columns)], []))
        found += [([item.label], _printed(item, figures)) for item in every]
    return found


def applications_rows(form: GridForm, figures: Printed, *, merged: bool = False) -> list[TextRow]:
    """Grid 三 with its header of three lines; ``merged`` prints （六）其他处理 as one row."""
    found: list[TextRow] = [
        ([NOTE, "申请人情况"], []),
        (["自然人", "法人或其他组织", "总计"], []),
        (["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"], []),
    ]
    above: tuple[str, ...] = ()
    for item in _shown(form, merged):
        outer = [label for label in item.path if label not in above]
        found.append(([*outer, item.label], _printed(item, figures)))
        above = item.path
    return found


def _shown(form: GridForm, merged: bool) -> list[RowForm]:
    instead = {entry.stands_for[0]: entry.row for entry in form.merged} if merged else {}
    gone = {key for entry in form.merged for key in entry.stands_for} if merged else set()
    return [instead.get(item.key, item) for item in form.rows if item.key not in gone or item.key in instead]


def appeals_rows(form: GridForm, figures: Printed) -> list[TextRow]:
    """Grid 四: a header of three lines and one row of fifteen figures."""
    results = [column.label for column in form.rows[0].columns]
    values = [printed for item in form.rows for printed in _printed(item, figures)]
    header = [["行政复议", "行政诉讼"], [*results, "未经复议直接起诉", "复议后起诉"], [*results, *results]]
    return [*((line, []) for line in header), ([], values)]


def lay(rows: Sequence[TextRow], layout: Layout = "cells") -> list[str]:
    """The rows as lines of text."""
    every = [[*labels, *figures] for labels, figures in rows]
    if layout == "cells":
        return [text for texts in every for text in texts if text]
    if layout == "rows":
        return [" ".join(text for text in texts if text) for texts in every]
    if layout == "pipes":
        return [" | ".join([*texts, ""]).rstrip(" ") for texts in every]
    return [line for texts in every for line in (*(f"\t{text}" for text in texts), "")]


def report(
    form_id: str = "2021",
    *,
    title: str = TITLE,
    disclosure: Printed | None = None,
    applications: Printed | None = None,
    appeals: Printed | None = None,
    merged: bool = False,
    layout: Layout = "cells",
    prose: str = "本机关依法公开政府信息。",
) -> str:
    """A whole report; cells not given hold 0."""
    form: Form = load_forms().get(form_id)
    grids = (
        disclosure_rows(form.grid("disclosure"), disclosure or {}),
        applications_rows(form.grid("applications"), applications or {}, merged=merged),
        appeals_rows(form.grid("appeals"), appeals or {}),
    )
    lines = [title, HEADINGS[0], prose]
    for heading, grid in zip(HEADINGS[1:4], grids, strict=True):
        lines += [heading, *lay(grid, layout)]
    return "\n".join([*lines, HEADINGS[4], "公开内容还不够丰富。", HEADINGS[5], "无。", ""])
