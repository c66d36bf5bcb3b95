"""extract trace and extract findings: what is asked of the tables."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.cli.options import FOLDER, console, lang_option

if TYPE_CHECKING:
    from extract.words.sentences import Lang


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("report")
@click.argument("cell")
@click.option("--raw", type=FOLDER, metavar="DIR", help="Where the files are now. [default: where the run found them]")
@lang_option
def trace(folder: Path, report: str, cell: str, raw: Path | None, lang: "Lang") -> None:
    """Follow a cell back to the words it was read from.

    DIR holds the tables that `extract run` wrote.
    REPORT is a report_id or its beginning, or a path as in sources. CELL is for example
    applications/new/natural_person, appeals/reconsideration/total or disclosure/20.1/rules/made.
    """
    from extract.review import trace as tracing  # noqa: PLC0415
    from extract.review.tell import tell_trace  # noqa: PLC0415

    found = tracing.trace(folder, report, cell, raw)
    with console() as terminal:
        tell_trace(found, lang, terminal)


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
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
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, with every column, for programs.")
@lang_option
def findings(
    *,
    folder: Path,
    authority: str | None,
    years: tuple[int, ...],
    kinds: tuple[str, ...],
    as_json: bool,
    lang: "Lang",
) -> None:
    """List what does not add up and what is undecided, worst first.

    DIR holds the tables that `extract run` wrote.
    """
    from extract.review.tell import tell_findings  # noqa: PLC0415
    from extract.review.worklist import json_lines, worklist  # noqa: PLC0415

    filed = worklist(folder, authority, years, kinds)
    if as_json:
        for line in json_lines(filed):
            click.echo(line)
        return
    with console() as terminal:
        tell_findings(filed, lang, terminal)


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option(
    "--share",
    type=click.FloatRange(0.5, 1),
    default=0.8,
    show_default=True,
    metavar="S",
    help="How much of the later part must stand in the earlier one.",
)
@click.option(
    "--part",
    "parts",
    type=click.IntRange(1, 6),
    multiple=True,
    metavar="N",
    help="Only this part; may be repeated. [default: 1, 5, 6]",
)
@click.option("--csv", "path", type=FOLDER, metavar="FILE", help="Write all pairs there, for a spreadsheet.")
@click.option("--top", type=click.IntRange(1), default=30, show_default=True, metavar="N", help="Print so many.")
@lang_option
def similar(
    *, folder: Path, share: float, parts: tuple[int, ...], path: Path | None, top: int, lang: "Lang"
) -> None:  # fmt: skip
    """List parts taken over, nearly word for word, from last year or from a neighbour.

    DIR holds the tables that `extract run` wrote. Figures do not count: a text in which only the figures
    were changed was taken over all the same. Parts of a few words (无。) are not compared.
    """
    from extract.review import similar as likeness  # noqa: PLC0415
    from extract.review.tell import tell_similar  # noqa: PLC0415

    found = likeness.similar(folder, share, parts or likeness.PARTS)
    if path is not None:
        likeness.write_csv(found, path)
    with console() as terminal:
        tell_similar(found, top, lang, terminal)


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--authority", metavar="TEXT", help="Only authorities whose name has this in it.")
@click.option("--level", "levels", multiple=True, metavar="LEVEL", help="Only this level, such as 县; may be repeated.")
@click.option("--gaps", is_flag=True, help="Only those with a year that is missing, unreadable or doubtful.")
@click.option("--top", type=click.IntRange(1), default=60, show_default=True, metavar="N", help="Print so many.")
@click.option("--picture", type=FOLDER, metavar="FILE", help="Draw them all into a PNG, SVG or PDF file.")
@lang_option
def coverage(
    *,
    folder: Path,
    authority: str | None,
    levels: tuple[str, ...],
    gaps: bool,
    top: int,
    picture: Path | None,
    lang: "Lang",
) -> None:
    """Show which authorities and years there are, and which are missing between others.

    DIR holds the tables that `extract run` wrote; the same stands in coverage.parquet. A file that could
    not be read counts for the authority and year that its name gives.
    """
    from extract.review import chart  # noqa: PLC0415
    from extract.words.sentences import say  # noqa: PLC0415

    rows = chart.matrix(folder, authority, levels, gaps=gaps)
    if picture is not None:
        chart.draw_matrix(rows, picture, lang)
    with console() as terminal:
        chart.tell_matrix(rows, top, lang, terminal)
    if picture is not None:
        click.echo(say((f"图在 {picture}", f"Picture in {picture}"), lang))
