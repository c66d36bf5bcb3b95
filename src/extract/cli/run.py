"""extract run."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.cli.options import FOLDER, console, lang_option, patterns_option

if TYPE_CHECKING:
    from extract.runlog import Progress
    from extract.sentences import Lang


@click.command()
@click.argument("raw", nargs=-1, required=True, type=FOLDER, metavar="RAW...")
@click.option("--out", required=True, type=FOLDER, metavar="DIR", help="Where the tables go.")
@click.option("--jobs", type=int, metavar="N", help="Processes. [default: one for each processor]")
@click.option(
    "--timeout",
    type=float,
    default=120,
    show_default=True,
    metavar="S",
    help="Seconds that one file may take.",
)
@patterns_option
@click.option(
    "--manifest",
    type=FOLDER,
    metavar="CSV",
    help="The collector's list: path, authority, division code, year, url, retrieved (路径、机关、区划代码、年度、网址、采集日期).",
)
@click.option("--divisions", type=FOLDER, metavar="CSV", help="Divisions beside the published ones: code, name.")
@lang_option
def run(
    *,
    raw: tuple[Path, ...],
    out: Path,
    jobs: int | None,
    timeout: float,
    patterns: Path | None,
    manifest: Path | None,
    divisions: Path | None,
    lang: "Lang",
) -> None:
    """Read every report under RAW and write the tables into DIR.

    RAW are files and folders. TXT, DOCX and PDF are read; the format is told by the content, not
    by the name. Every file
    has a row in sources.parquet, whatever came of it; hidden files and folders (a dot before
    the name) are passed over. What an earlier run left in DIR is replaced.

    The exit code is 1 when some file is unreadable, encrypted, too_large, timed_out or crashed.
    """
    from extract import batch  # noqa: PLC0415
    from extract.tell import tell_summary  # noqa: PLC0415

    with _progress() as progress:
        summary = batch.run(
            raw,
            out,
            jobs=jobs,
            timeout=timeout,
            patterns=patterns,
            manifest=manifest,
            divisions=divisions,
            progress=progress,
        )
    with console() as terminal:
        tell_summary(summary, lang, terminal)
    sys.exit(summary.exit_code)


@contextmanager
def _progress() -> "Iterator[Progress | None]":
    """A bar on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn  # noqa: PLC0415

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda at: bar.update(task, completed=at.done, total=at.total)
