"""Readings made by hand, of authorities that do not exist: what the tests of the later rooms start from."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace

from extract.cells import tidy
from extract.checks import Check, Finding, Verdict
from extract.document import Line, Place
from extract.errors import Encrypted, NotAReport, NoText, Told, Unreadable
from extract.forms.form import GRID_NAMES, Equation, Forms, GridName, SlotKey, load_forms
from extract.grid import CERTAIN, ExtraRow, Grid, Slot
from extract.options import Options
from extract.parts.report import Report, Section
from extract.reading import Reading
from extract.records import Source, Verdicts

Values = Mapping[SlotKey, Slot | int | float]

AUTHORITY = "示例省云岭县人民政府"
BALANCED: dict[SlotKey, int] = {
    ("new", "natural_person"): 3,
    ("new", "enterprise"): 1,
    ("new", "total"): 4,
    ("carried_in", "natural_person"): 1,
    ("carried_in", "total"): 1,
    ("granted", "natural_person"): 3,
    ("granted", "enterprise"): 1,
    ("granted", "total"): 4,
    ("total", "natural_person"): 3,
    ("total", "enterprise"): 1,
    ("total", "total"): 4,
    ("carried_out", "natural_person"): 1,
    ("carried_out", "total"): 1,
}
"""A small grid 三 in which every equation holds."""


def grid(name: GridName, form: str, values: Values, *, merged: bool = False, found: bool = True) -> Grid:
    """A grid of zeros but for ``values``; each cell with a place of its own."""
    rows: list[str] = []
    slots = []
    for key in load_forms().get(form).grid(name).slots(merged):
        if key[0] not in rows:
            rows.append(key[0])
        given = values.get(key, 0)
        place = Place(line=20 + 3 * len(rows), table_no=GRID_NAMES.index(name) + 1, row_no=len(rows) + 2)
        if isinstance(given, Slot):
            slots.append(given._replace(key=key, place=place))
        else:
            slots.append(Slot(key, "number", given, None, str(given), place=place))
    return Grid(name, form, "cells", found, "table", tuple(slots), merged)


def _sum(slots: Mapping[SlotKey, Slot], keys: tuple[SlotKey, ...]) -> int | float | None:
    if any(slots[key].state not in CERTAIN for key in keys):
        return None
    return sum(slots[key].value or 0 for key in keys)


def _check(grid: Grid, equation: Equation) -> Check:
    slots = {slot.key: slot for slot in grid.slots}
    left, right = _sum(slots, equation.left), _sum(slots, equation.right)
    outcome = "open" if left is None or right is None else "holds" if left == right else "fails"
    if outcome == "holds" and left == 0:
        outcome = "vacuous"
    return Check(
        equation.check, equation.kind, grid.name, equation.scope, left, right,
        outcome, (*equation.left, *equation.right),  # type: ignore[arg-type]
    )  # fmt: skip


def _verdict(grid: Grid, checks: tuple[Check, ...]) -> Verdict:
    if any(slot.state not in CERTAIN for slot in grid.slots):
        return "doubtful"
    own = {check.outcome for check in checks if check.grid == grid.name}
    return "inconsistent" if "fails" in own else "verified" if "holds" in own else "vacuous"


def reading(
    name: str = "云岭县2023.txt",
    *,
    form: str = "2021",
    year: int | None = 2023,
    authority: str | None = AUTHORITY,
    applications: Values = BALANCED,
    appeals: Values | None = None,
    disclosure: Values | None = None,
    merged: bool = False,
    extra: tuple[ExtraRow, ...] = (),
    findings: tuple[Finding, ...] = (),
    data: bytes | None = None,
    notes: tuple[Told, ...] = (),
) -> Reading:
    """A reading with the given cells; all other cells hold 0."""
    forms = load_forms()
    raw = name.encode() if data is None else data
    grids = (
        replace(grid("disclosure", form, disclosure or {}), extra=extra),
        grid("applications", form, applications, merged=merged),
        grid("appeals", form, appeals or {}),
    )
    checks = tuple(_check(g, e) for g in grids for e in forms.get(form).grid(g.name).equations(g.merged))
    sections = tuple(
        Section(
            part.number,
            part.key,
            f"{part.number}、{part.headings[0]}" if part.number != 5 else None,
            "exact" if part.number != 5 else "missing",
            (Line(f"第{part.number}部分的文字。", 10 * part.number + 1),),
            Place(line=10 * part.number),
        )
        for part in forms.get(form).parts
    )
    title = f"{authority or ''}{year or ''}年政府信息公开工作年度报告"
    start, end = (None if year is None else f"{year}-{day}" for day in ("01-01", "12-31"))
    three, four = _verdict(grids[1], checks), _verdict(grids[2], checks)
    order = ("doubtful", "inconsistent", "verified", "vacuous")
    return Reading(
        Source(name, hashlib.sha256(raw).hexdigest(), len(raw), "txt"),
        Report(title, authority, year, "title", start, end, sections),
        form,
        "cells",
        None,
        grids,
        tidy(grids[0], forms),
        tidy(grids[1], forms),
        tidy(grids[2], forms),
        checks,
        findings,
        Verdicts("read", three, four, min(three, four, key=order.index)),
        None,
        notes,
    )


def _die(_: bytes) -> None:
    import os  # noqa: PLC0415
    import signal  # noqa: PLC0415

    os.kill(os.getpid(), signal.SIGKILL)


def _hang(_: bytes) -> None:
    import time  # noqa: PLC0415

    time.sleep(60)


def _raise(error: Exception) -> Callable[[bytes], None]:
    def fail(_: bytes) -> None:
        raise error

    return fail


_FATES: dict[str, Callable[[bytes], None]] = {
    "die": _die,
    "hang": _hang,
    "bug": _raise(KeyError("unexpected")),
    "encrypted": _raise(Encrypted("文件有密码", "the file asks for a password; save a copy without one")),
    "scan": _raise(NoText("3 页都没有文字层", "3 pages, none with a text layer")),
    "letter": _raise(NotAReport("没有标题", "no title and no heading of the form")),
    "damaged": _raise(Unreadable("文件在 12 字节处中断", "the file ends after 12 bytes of its header")),
}


def read_fake(data: bytes, name: str, forms: Forms, options: Options) -> Reading:
    """Stands in for the real reader: the first word of a file decides what becomes of it."""
    first = data.split()[0].decode() if data.split() else ""
    if first in _FATES:
        _FATES[first](data)
    if first == "fraction":
        odd = Slot(("new", "total"), "number", 2.5, None, "2.5")
        return reading(name, data=data, applications={("new", "total"): odd})
    year = int(first) if first.isdecimal() else 2023
    return reading(name, form="2019" if year < 2021 else "2021", year=year, data=data)
