"""The progress bar of `extract run`: on standard error where that is a terminal, silent elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.batch.runlog import At, Progress
    from extract.words.sentences import Lang

_STEPS = {
    "scan": ("查找文件", "looking for files"),
    "read": ("读取", "reading"),
    "write": ("写表", "writing tables"),
}


@contextmanager
def bar(lang: "Lang") -> "Iterator[Progress | None]":
    """What a run calls to be seen: step, files done, rate, time left, and how many came to what."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console, Group  # noqa: PLC0415
    from rich.live import Live  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    columns = (
        TextColumn("{task.description}"), BarColumn(bar_width=24), MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"), TimeRemainingColumn(),
    )  # fmt: skip
    console, counts = Console(stderr=True), Text(style="dim")
    progress = Progress(*columns, console=console, speed_estimate_period=120)
    # the statuses have lines of their own: beside the bar they would push out what stands before them
    with Live(Group(progress, counts), console=console, transient=True):
        task = progress.add_task("", total=None, rate="")
        step = ""

        def show(at: "At") -> None:
            nonlocal step
            if at.step != step:
                step = at.step
                progress.reset(task, total=at.total, description=_STEPS[step][lang == "en"])
            speed = progress.tasks[0].speed
            rate = f"{speed:,.1f}/s" if speed and step == "read" else ""
            counts.plain = _counts(at, lang)
            progress.update(task, completed=at.done, total=at.total, rate=rate)

        yield show


def _counts(at: "At", lang: "Lang") -> str:
    from extract.words.sentences import STATUSES, word  # noqa: PLC0415

    return " · ".join(f"{count} {word(STATUSES, status, lang)}" for status, count in at.counts.items())
