"""The progress bar of `extract run`: on standard error where that is a terminal, silent elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.runlog import At, Progress
    from extract.sentences import Lang

_STEPS = {
    "scan": ("查找文件", "looking for files"),
    "read": ("读取", "reading"),
    "write": ("写表", "writing tables"),
}
_SHOWN = 4
"""Statuses beside the bar: the line must fit."""


@contextmanager
def bar(lang: "Lang") -> "Iterator[Progress | None]":
    """What a run calls to be seen: step, files done, rate, time left, and how many came to what."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (
        TextColumn("{task.description}"), BarColumn(bar_width=24), MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"), TimeRemainingColumn(), TextColumn("{task.fields[counts]}", style="dim"),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True, speed_estimate_period=120) as progress:
        task = progress.add_task("", total=None, rate="", counts="")
        step = ""

        def show(at: "At") -> None:
            nonlocal step
            if at.step != step:
                step = at.step
                progress.reset(task, total=at.total, description=_STEPS[step][lang == "en"])
            speed = progress.tasks[0].speed
            rate = f"{speed:,.1f}/s" if speed and step == "read" else ""
            counts = _counts(at, lang)
            progress.update(task, completed=at.done, total=at.total, rate=rate, counts=counts)

        yield show


def _counts(at: "At", lang: "Lang") -> str:
    from extract.sentences import STATUSES, word  # noqa: PLC0415

    told = [f"{count} {word(STATUSES, status, lang)}" for status, count in at.counts.items()]
    return " · ".join([*told[:_SHOWN], *(["…"] if len(told) > _SHOWN else [])])
