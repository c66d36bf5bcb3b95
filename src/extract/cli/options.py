"""What the commands share: options, and the console that they print to."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

if TYPE_CHECKING:
    from rich.console import Console

    from extract.words.sentences import Lang

_PIPED_WIDTH = 400
"""Where nobody watches, nothing is folded: a sentence stays on one line, to be found and quoted."""
_LANG = "extract.lang"


def _language(ctx: click.Context, param: click.Parameter, value: str | None) -> "Lang":
    """The language asked for; else that of the locale, where anything but Chinese is English."""
    del param
    ctx.meta[_LANG] = value or _of_the_locale()
    return spoken(ctx)


def _of_the_locale() -> "Lang":
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "zh" if next((name for name in names if name), "").lower().startswith("zh") else "en"


def spoken(ctx: click.Context) -> "Lang":
    """The language in which a command speaks, or the program where no command has begun."""
    return cast("Lang", ctx.meta.get(_LANG) or _of_the_locale())


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
