"""The commands. Each calls one public function and prints what it returns; heavy imports are made there."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from extract.errors import ExtractError, SourceError

if TYPE_CHECKING:
    from rich.console import Console

    from extract.batch import Progress
    from extract.sentences import Lang

_STOPPED = 130
"""What shells give a program that was stopped with Ctrl-C."""
_PIPED_WIDTH = 400
"""Where nobody watches, nothing is folded: a sentence stays on one line, to be found and quoted."""


class _Refused(click.ClickException):
    """Wrong use, or a disk that is full or may not be written to."""

    exit_code = 2


class _Commands(click.Group):
    """Turns errors into a sentence and an exit code."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except ExtractError as error:
            raise _Refused(str(error)) from error
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            raise _Refused(f"{error.filename or ctx.info_name}: {error.strerror}") from error
        except KeyboardInterrupt:
            click.echo("stopped; what was there before is unchanged", err=True)
            sys.exit(_STOPPED)


def _language(ctx: click.Context, param: click.Parameter, value: str | None) -> "Lang":
    """The language asked for; else that of the locale, where anything but Chinese is English."""
    del ctx, param
    if value is None:
        names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
        value = "zh" if next((name for name in names if name), "").lower().startswith("zh") else "en"
    return cast("Lang", value)


_lang = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    callback=_language,
    help="Language of what is printed. [default: by the locale]",
)
_folder = click.Path(path_type=Path)
_patterns = click.option(
    "--patterns", type=_folder, metavar="DIR", help="Forms and wordings in place of the built-in ones."
)


@contextmanager
def _console() -> "Iterator[Console]":
    """A console on standard output; into a pipe it is wide, plain and without trailing blanks."""
    from rich.console import Console  # noqa: PLC0415

    console = Console()
    if console.is_terminal:
        yield console
        return
    wide = Console(width=int(os.environ.get("COLUMNS") or _PIPED_WIDTH), color_system=None)
    with wide.capture() as printed:
        yield wide
    lines = [line.rstrip() for line in printed.get().split("\n")]
    click.echo("\n".join(lines), nl=False)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gongkai-extract", prog_name="extract")
def main() -> None:
    """政府信息公开工作年度报告 → tidy tables, each figure with its place, its state and its proof.

    \b
    extract run reports/ --out tables/     every report under a folder → Parquet tables
    extract show report.pdf                one report in the terminal
    extract findings tables/               what does not add up, worst first
    extract trace tables/ REPORT CELL      from a figure back to the words it was read from
    extract forms                          the official forms, side by side

    Exit codes: 0 done; 1 done, but some file could not be read; 2 wrong use.
    """


@main.command()
@click.argument("raw", nargs=-1, required=True, type=_folder, metavar="RAW...")
@click.option("--out", required=True, type=_folder, metavar="DIR", help="Where the tables go.")
@click.option("--jobs", type=int, metavar="N", help="Processes. [default: one for each processor]")
@click.option(
    "--timeout",
    type=float,
    default=120,
    show_default=True,
    metavar="S",
    help="Seconds that one file may take.",
)
@_patterns
@_lang
def run(
    *, raw: tuple[Path, ...], out: Path, jobs: int | None, timeout: float, patterns: Path | None, lang: "Lang"
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
        summary = batch.run(raw, out, jobs=jobs, timeout=timeout, patterns=patterns, progress=progress)
    with _console() as console:
        tell_summary(summary, lang, console)
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
        yield lambda done, total: bar.update(task, completed=done, total=total)


@main.command()
@click.argument("file", type=_folder)
@click.option("--json", "as_json", is_flag=True, help="Everything that was read, for programs.")
@_patterns
@_lang
def show(file: Path, as_json: bool, patterns: Path | None, lang: "Lang") -> None:
    """Show one report: parts, grids, findings.

    A figure in red stands in an equation that fails, one in cyan was deduced; ? is a cell that
    could not be decided, – one that the source does not have. Blank cells are blank.
    """
    from extract.forms import load_forms  # noqa: PLC0415
    from extract.pipeline import read  # noqa: PLC0415

    forms = load_forms(patterns)
    try:
        reading = read(file, forms)
    except SourceError as error:
        message = str(error) if str(file) in str(error) else f"{file}: {error}"
        raise click.ClickException(f"[{error.status}] {message}") from error
    if as_json:
        from extract.rows import reading_json  # noqa: PLC0415

        click.echo(reading_json(reading))
        return
    from extract import show as terminal  # noqa: PLC0415

    with _console() as console:
        terminal.show(reading, forms, lang, console)


@main.command()
@click.argument("folder", metavar="DIR", type=_folder)
@click.argument("report")
@click.argument("cell")
@click.option("--raw", type=_folder, metavar="DIR", help="Where the files are now. [default: where the run found them]")
@_lang
def trace(folder: Path, report: str, cell: str, raw: Path | None, lang: "Lang") -> None:
    """Follow a cell back to the words it was read from.

    DIR holds the tables that `extract run` wrote.
    REPORT is a report_id or its beginning, or a path as in sources. CELL is for example
    applications/new/natural_person, appeals/reconsideration/total or disclosure/20.1/rules/made.
    """
    from extract import trace as tracing  # noqa: PLC0415
    from extract.tell import tell_trace  # noqa: PLC0415

    found = tracing.trace(folder, report, cell, raw)
    with _console() as console:
        tell_trace(found, lang, console)


@main.command()
@click.argument("folder", metavar="DIR", type=_folder)
@click.option("--authority", metavar="TEXT", help="Only authorities whose name has this in it.")
@click.option(
    "--year", "years", type=int, multiple=True, metavar="YEAR", help="Only this fiscal year; may be repeated."
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    metavar="KIND",
    help="Only this kind, such as arithmetic; may be repeated.",
)
@_lang
def findings(folder: Path, authority: str | None, years: tuple[int, ...], kinds: tuple[str, ...], lang: "Lang") -> None:
    """List what does not add up and what is undecided, worst first.

    DIR holds the tables that `extract run` wrote.
    """
    from extract.tell import tell_findings  # noqa: PLC0415
    from extract.worklist import worklist  # noqa: PLC0415

    filed = worklist(folder, authority, years, kinds)
    with _console() as console:
        tell_findings(filed, lang, console)


@main.command()
@_patterns
@_lang
def forms(patterns: Path | None, lang: "Lang") -> None:
    """Show the official forms side by side.

    Parts, columns and rows with their keys; rows that all forms have are only counted.
    """
    from extract.forms import load_forms  # noqa: PLC0415
    from extract.sidebyside import show_forms  # noqa: PLC0415

    with _console() as console:
        show_forms(load_forms(patterns), lang, console)
