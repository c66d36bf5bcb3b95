"""The commands. Each calls one public function and prints what it returns; heavy imports are made there."""

import errno
import sys

import click

from extract.cli.audit import audit
from extract.cli.export import codebook, export
from extract.cli.options import spoken
from extract.cli.report import forms, show
from extract.cli.run import run
from extract.cli.tables import coverage, findings, similar, trace
from extract.errors import ExtractError

_STOPPED = 130
"""What shells give a program that was stopped with Ctrl-C."""


class _Refused(click.ClickException):
    """Wrong use, or a disk that is full or may not be written to."""

    exit_code = 2


class _Commands(click.Group):
    """Turns errors into a sentence and an exit code."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except ExtractError as error:
            raise _Refused(error.told.zh if spoken(ctx) == "zh" else error.told.en) from error
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            raise _Refused(f"{error.filename or ctx.info_name}: {error.strerror}") from error
        except KeyboardInterrupt:
            stopped = ("已停止；原有的内容没有改动", "stopped; what was there before is unchanged")
            click.echo(stopped[spoken(ctx) == "en"], err=True)
            sys.exit(_STOPPED)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gongkai-extract", prog_name="extract")
def main() -> None:
    """政府信息公开工作年度报告 → tidy tables, each figure with its place, its state and its proof.

    \b
    extract run reports/ --out tables/     every report under a folder → Parquet tables
    extract show report.pdf                one report in the terminal
    extract findings tables/               what does not add up, worst first
    extract trace tables/ REPORT CELL      from a figure back to the words it was read from
    extract coverage tables/               which authorities and years are there, and which are not
    extract similar tables/                parts nearly alike, of other years and other places
    extract export tables/ --to xlsx       the tables for Excel, Stata, SQLite or as CSV
    extract codebook tables/               every column described, its values counted
    extract audit tables/                  a random sample to check by hand, and its error rate
    extract forms                          the official forms, side by side

    Exit codes: 0 done; 1 done, but some file could not be read; 2 wrong use.
    """


for _command in (run, show, trace, findings, coverage, similar, export, codebook, audit, forms):
    main.add_command(_command)
