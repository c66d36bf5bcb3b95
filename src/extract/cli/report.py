"""extract show and extract forms: what needs no tables."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.cli.options import FOLDER, console, lang_option, patterns_option
from extract.errors import SourceError, WrongUse

if TYPE_CHECKING:
    from extract.forms.form import Forms
    from extract.reading import Reading
    from extract.words.sentences import Lang


@click.command()
@click.argument("file", type=FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Everything that was read, for programs.")
@click.option("--against", "earlier", type=FOLDER, metavar="FILE", help="Another year's report, to set row under row.")
@patterns_option
@lang_option
def show(*, file: Path, as_json: bool, earlier: Path | None, patterns: Path | None, lang: "Lang") -> None:
    """Show one report: parts, grids, findings.

    A figure in red stands in an equation that fails, one in cyan was deduced; ? is a cell that
    could not be decided, – one that the source does not have. Blank cells are blank.
    """
    from extract.forms.form import load_forms  # noqa: PLC0415

    forms = load_forms(patterns)
    reading = _read(file, forms, lang)
    if as_json:
        from extract.tables.rows import reading_json  # noqa: PLC0415

        click.echo(reading_json(reading))
        return
    if earlier is not None:
        from extract.review.against import against  # noqa: PLC0415
        from extract.tables.crosswalk import load_crosswalk  # noqa: PLC0415

        before = _read(earlier, forms, lang)
        with console() as terminal:
            against(reading, before, (forms, load_crosswalk()), lang, terminal)
        return
    from extract.review import show as drawing  # noqa: PLC0415

    with console() as terminal:
        drawing.show(reading, forms, lang, terminal)


def _read(file: Path, forms: "Forms", lang: "Lang") -> "Reading":
    """The reading of one file; its failure as a sentence."""
    from extract.pipeline import read  # noqa: PLC0415
    from extract.words.sentences import say  # noqa: PLC0415

    if not file.is_file():
        if file.is_dir():
            raise WrongUse(
                f"{file}：是文件夹；请给出一个文件，或用 `extract run` 读取",
                f"{file}: a folder; give one file, or read it with `extract run`",
            )
        raise WrongUse(f"{file}：没有这个文件", f"{file}: no such file")
    try:
        return read(file, forms)
    except SourceError as error:
        told = say(error.told, lang)
        named = told if str(file) in told else say((f"{file}：{told}", f"{file}: {told}"), lang)
        raise click.ClickException(f"[{error.status}] {named}") from error


@click.command()
@patterns_option
@lang_option
def forms(patterns: Path | None, lang: "Lang") -> None:
    """Show the official forms side by side.

    Parts, columns and rows with their keys; rows that all forms have are only counted.
    """
    from extract.forms.form import load_forms  # noqa: PLC0415
    from extract.review.sidebyside import show_forms  # noqa: PLC0415

    with console() as terminal:
        show_forms(load_forms(patterns), lang, terminal)
