"""What the commands share: options, and the console that they print to."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

if TYPE_CHECKING:
    from rich.console import Console

    from extract.sentences import Lang

_PIPED_WIDTH = 400
"""Where nobody watches, nothing is folded: a sentence stays on one line, to be found and quoted."""


def _language(ctx: click.Context, param: click.Parameter, value: str | None) -> "Lang":
    """The language asked for; else that of the locale, where anything but Chinese is English."""
    del ctx, param
    if value is None:
        names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
        value = "zh" if next((name for name in names if name), "").lower().startswith("zh") else "en"
    return cast("Lang", value)


lang_option = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    callback=_language,
    help="Language of what is printed. [default: by the locale]",
)
FOLDER = click.Path(path_type=Path)
patterns_option = click.option(
    "--patterns", type=FOLDER, metavar="DIR", help="Forms and wordings in place of the built-in ones."
)


@contextmanager
def console() -> "Iterator[Console]":
    """A console on standard output; into a pipe it is wide, plain and without trailing blanks."""
    from rich.console import Console  # noqa: PLC0415

    seen = Console()
    if seen.is_terminal:
        yield seen
        return
    wide = Console(width=int(os.environ.get("COLUMNS") or _PIPED_WIDTH), color_system=None)
    with wide.capture() as printed:
        yield wide
    lines = [line.rstrip() for line in printed.get().split("\n")]
    click.echo("\n".join(lines), nl=False)
