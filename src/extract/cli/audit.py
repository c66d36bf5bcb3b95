"""extract audit."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.cli.options import FOLDER, console, lang_option
from extract.errors import WrongUse

if TYPE_CHECKING:
    from extract.review.audit import Estimate
    from extract.words.sentences import Lang


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--n", type=click.IntRange(min=1), default=300, show_default=True, help="How many cells to draw.")
@click.option(
    "--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Another seed draws other cells."
)
@click.option("--out", type=FOLDER, metavar="SHEET", help="The sheet, .xlsx or .csv. [default: DIR-audit.xlsx]")
@click.option("--raw", type=FOLDER, metavar="DIR", help="Where the files are now. [default: where the run found them]")
@click.option("--filled", type=FOLDER, metavar="SHEET", help="A sheet that is filled in: print the error rate.")
@lang_option
def audit(
    *, folder: Path, n: int, seed: int, out: Path | None, raw: Path | None, filled: Path | None, lang: "Lang"
) -> None:
    """Draw cells at random to check by hand, and give the error rate of a filled sheet.

    DIR holds the tables that `extract run` wrote. The sheet shows each cell beside the words that it was
    read from; put y (right), n (wrong) or ? into it. Then --filled SHEET prints the rate of each kind of cell and of
    all, with exact confidence intervals, and a sentence that can be quoted.
    """
    from extract.export import beside  # noqa: PLC0415
    from extract.review import audit_sheet  # noqa: PLC0415

    if filled is not None:
        from extract.tables.rows import extractor_version  # noqa: PLC0415

        found = audit_sheet.read_sheet(folder, filled)
        _tell(found, lang)
        click.echo(audit_sheet.citation(found, extractor_version(), lang))
        return
    path = out or beside(folder, "-audit.xlsx")
    if path.exists():
        raise WrongUse(
            f"{path} 已经存在，里面可能已填了内容；请另给一个 --out",
            f"{path} is there already, and may be filled in; give another --out",
        )
    sample = audit_sheet.write_sheet(folder, path, n, seed, raw=raw, lang=lang)
    total = sum(sample.sizes.values())
    told = {
        "zh": f"从 {total:,} 个单元格中抽取 {len(sample.drawn)} 个，写入 {path}",
        "en": f"{len(sample.drawn)} of {total:,} cells in {path}",
    }
    click.echo(told[lang])


def _tell(found: "Estimate", lang: "Lang") -> None:
    """The strata one below the other."""
    from rich.table import Table  # noqa: PLC0415

    from extract.review.audit_sheet import share_text, stratum_name  # noqa: PLC0415
    from extract.words.sentences import say  # noqa: PLC0415

    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="bold")
    for phrase in (
        ("层", "Stratum"),
        ("单元格", "Cells"),
        ("已核对", "Judged"),
        ("有误", "Wrong"),
        ("错误率", "Error rate"),
    ):
        table.add_column(say(phrase, lang), justify="left" if phrase[1] in ("Stratum", "Error rate") else "right")
    for stratum, (judged, share) in found.strata.items():
        counts = (f"{judged.size:,}", str(judged.judged), str(judged.wrong))
        table.add_row(stratum_name(stratum, lang), *counts, share_text(share, found.level, lang))
    with console() as terminal:
        terminal.print(table)
        terminal.print()
