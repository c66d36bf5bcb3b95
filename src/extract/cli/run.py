"""extract run."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from extract.cli.bar import bar
from extract.cli.options import FOLDER, console, lang_option, patterns_option

if TYPE_CHECKING:
    from extract.words.sentences import Lang

_STOPPED = 130
"""What shells give a program that was stopped with Ctrl-C."""


@click.command()
@click.argument("raw", nargs=-1, required=True, type=str, metavar="RAW...")
@click.option("--out", required=True, type=str, metavar="DIR", help="Where the tables go.")
@click.option("--jobs", type=int, metavar="N", help="Processes. [default: one for each processor]")
@click.option(
    "--timeout", type=float, default=120, show_default=True, metavar="S", help="Seconds that one file may take."
)
@click.option("--dry-run", is_flag=True, help="Only tell what there is and how long it would take.")
@click.option("--add", is_flag=True, help="Keep what is in DIR besides, though it is not under RAW.")
@click.option("--fresh", is_flag=True, help="Read everything anew.")
@click.option("--rehash", is_flag=True, help="Open files whose size and time are unchanged, too.")
@click.option("--no-prose", is_flag=True, help="Leave out the figures that stand in sentences.")
@click.option(
    "--engine", type=click.Choice(["local", "dask"]), default="local", show_default=True, help="Who reads the files."
)
@click.option("--scheduler", metavar="ADDRESS", help="The Dask cluster to read on, such as tcp://10.0.0.1:8786.")
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
    raw: tuple[str, ...],
    out: str,
    jobs: int | None,
    timeout: float,
    dry_run: bool,
    add: bool,
    fresh: bool,
    rehash: bool,
    no_prose: bool,
    engine: Literal["local", "dask"],
    scheduler: str | None,
    patterns: Path | None,
    manifest: Path | None,
    divisions: Path | None,
    lang: "Lang",
) -> None:
    """Read every report under RAW and write the tables into DIR.

    RAW are files, folders, zip archives and URLs such as s3://bucket/reports. TXT, DOCX and PDF
    are read; the format is told by the content, not by the name. Every file has a row in
    sources.parquet, whatever came of it; hidden files and folders (a dot before the name) are passed over.

    Afterwards DIR is what a run into an empty folder would give, but only files that are new or
    changed are read. A run that was stopped goes on where it was: give the same command again. What
    is kept for that is in DIR/.store, which may be deleted.

    The exit code is 1 when some file is unreadable, encrypted, too_large, timed_out or crashed.
    """
    from extract.batch import run as batch  # noqa: PLC0415
    from extract.review.tell_run import tell_forecast, tell_summary  # noqa: PLC0415
    from extract.tables.arrow import without_pandas  # noqa: PLC0415

    if dry_run:
        told = batch.dry_run(
            raw, out, jobs=jobs, timeout=timeout, patterns=patterns, manifest=manifest, divisions=divisions,
            prose=not no_prose, add=add, fresh=fresh, rehash=rehash,
        )  # fmt: skip
        with console() as terminal:
            tell_forecast(told, lang, terminal)
        return
    without_pandas()
    with _stoppable(out, lang), bar(lang) as progress:
        summary = batch.run(
            raw, out, jobs=jobs, timeout=timeout, patterns=patterns, manifest=manifest, divisions=divisions, prose=not no_prose, add=add, fresh=fresh,
            rehash=rehash, engine=engine, scheduler=scheduler, progress=progress,
        )  # fmt: skip
    with console() as terminal:
        tell_summary(summary, lang, terminal)
    sys.exit(summary.exit_code)


@contextmanager
def _stoppable(out: str, lang: "Lang") -> Iterator[None]:
    """Ends the program with a sentence on Ctrl-C, and on what ends a job on a cluster or shuts a machine down."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        stopped = (
            f"已停止；已读取的都保留着，执行同一条命令就会继续。{out} 里的表格没有改动",
            f"stopped; what was read is kept, and the same command goes on. Tables in {out} are as they were",
        )
        click.echo(stopped[lang == "en"], err=True)
        sys.exit(_STOPPED)
