"""extract export and extract codebook: the tables for other programs, and described."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from extract.cli.options import FOLDER, lang_option

if TYPE_CHECKING:
    from extract.export import Format
    from extract.words.sentences import Lang


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--to", required=True, type=click.Choice(["xlsx", "csv", "dta", "sqlite"]), help="The format.")
@click.option(
    "--out", type=FOLDER, metavar="PATH", help="The file, or for csv and dta the folder. [default: beside DIR]"
)
@click.option("--authority", metavar="TEXT", help="Only authorities whose name has this in it.")
@click.option(
    "--year", "years", type=int, multiple=True, metavar="YEAR", help="Only this fiscal year; may be repeated."
)
@click.option(
    "--sheets",
    type=click.IntRange(min=0),
    default=100,
    show_default=True,
    metavar="N",
    help="How many reports get a sheet of their own in a workbook, those with most to look at first.",
)
@lang_option
def export(
    *,
    folder: Path,
    to: str,
    out: Path | None,
    authority: str | None,
    years: tuple[int, ...],
    sheets: int,
    lang: "Lang",
) -> None:
    """Write the tables in another format: Excel, CSV, Stata or SQLite.

    DIR holds the tables that `extract run` wrote. Besides these there is a table for each grid with one
    row per report, and one with the meaning of every key. --lang is the language of labels.
    """
    from extract.export import export as write  # noqa: PLC0415
    from extract.words.sentences import say  # noqa: PLC0415

    made = write(folder, cast("Format", to), out, lang=lang, years=years, authority=authority, sheets=sheets)
    click.echo(str(made.path))
    for remark in made.remarks:
        click.echo(say(remark, lang), err=True)


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--out", type=FOLDER, metavar="FILE", help="The HTML page. [default: DIR-codebook.html]")
def codebook(folder: Path, out: Path | None) -> None:
    """Describe every column of the tables on one page, in Chinese and English, with its values counted.

    DIR holds the tables that `extract run` wrote.
    """
    from extract.export import beside  # noqa: PLC0415
    from extract.tables.codebook import codebook as page  # noqa: PLC0415
    from extract.tables.dataset import load  # noqa: PLC0415

    path = out or beside(folder, "-codebook.html")
    path.write_text(page(load(folder)), encoding="utf-8")
    click.echo(str(path))
