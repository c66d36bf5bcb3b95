"""chart: the matrix of authorities and years, for the terminal and as a picture."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from rich.console import Console
from rich.table import Table
from rich.text import Text

from extract.errors import WrongUse
from extract.panel.coverage import STATES
from extract.tables.dataset import load
from extract.words.sentences import COVERED, Lang, say, word

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import Patch

# state → sign and style in the terminal, colour in the picture, and its name
_LOOKS: Mapping[str, tuple[str, str, str]] = {
    "verified": ("●", "green", "#2a7f62"),
    "vacuous": ("○", "dim", "#b9cfc4"),
    "inconsistent": ("▲", "red", "#c8553d"),
    "doubtful": ("?", "yellow", "#e9b44c"),
    "unreadable": ("✗", "magenta", "#6b4e8f"),
    "missing": ("·", "bold red", "#ffffff"),
}
_BEYOND = "#eeeeee"
_PICTURES = (".png", ".svg", ".pdf")
_INCHES_A_ROW, _MOST_ROWS = 0.24, 400


class Row(NamedTuple):
    """An authority's name and its states by year."""

    name: str
    states: Mapping[int, str]


def matrix(
    out: str | Path, authority: str | None = None, levels: Sequence[str] = (), *, gaps: bool = False
) -> tuple[Row, ...]:
    """The authorities in the tables under ``out``, by division and name; of two names alike, with the city before.

    ``authority`` is any part of the name, ``levels`` leaves out all others where it names any, ``gaps``
    keeps those alone that lack a year, or have one that is unreadable or doubtful. Raises `WrongUse`
    where ``out`` holds no whole set of tables.
    """
    records = load(out).arrow("coverage").to_pylist()
    found: list[tuple[str, str, Row]] = []
    for key, group in groupby(records, key=lambda record: record["authority_id"]):
        every = list(group)
        name, level = str(every[0]["authority"] or key), every[0]["level"]
        states = {cast(int, one["fiscal_year"]): str(one["state"]) for one in every}
        if (authority and authority not in name) or (levels and level not in levels):
            continue
        if gaps and not {"missing", "unreadable", "doubtful"} & set(states.values()):
            continue
        above = str(every[0]["city"] or every[0]["province"] or "")
        found.append((str(every[0]["division_code"] or "~"), above, Row(name, states)))
    alike = Counter(row.name for _, _, row in found)
    ordered = sorted(found, key=lambda one: (one[0], one[2].name))
    return tuple(Row(above + row.name, row.states) if alike[row.name] > 1 else row for _, above, row in ordered)


def _years(rows: Sequence[Row]) -> list[int]:
    every = [year for _, states in rows for year in states]
    return list(range(min(every), max(every) + 1)) if every else []


def tell_matrix(rows: Sequence[Row], top: int, lang: Lang, console: Console) -> None:
    """At most ``top`` authorities, a column for each year, and how many there are of each state."""
    years = _years(rows)
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("")
    for year in years:
        table.add_column(str(year), justify="center")
    for name, states in rows[:top]:
        table.add_row(name, *(_sign(states.get(year)) for year in years))
    if rows:
        console.print(table, highlight=False)
    counts = Counter(state for _, states in rows for state in states.values())
    legend = Text("\n")
    for state in STATES:
        legend.append(_sign(state)).append(f" {word(COVERED, state, lang)} {counts[state]}   ")
    console.print(legend, highlight=False)
    more = len(rows) - top
    told = (
        f"{len(rows)} 个机关，{sum(counts.values())} 个机关年度"
        + (f"，另有 {more} 个机关未列出" if more > 0 else "")
        + "。",
        f"{len(rows)} authorities, {sum(counts.values())} years of authorities"
        + (f"; {more} more authorities are not shown" if more > 0 else "")
        + ".",
    )
    console.print(say(told, lang), highlight=False)


def _sign(state: str | None) -> Text:
    return Text("") if state is None else Text(_LOOKS[state][0], _LOOKS[state][1])


def draw_matrix(rows: Sequence[Row], path: Path, lang: Lang) -> None:
    """The same as a picture (PNG, SVG or PDF by the name of ``path``).

    Raises `WrongUse` where matplotlib is not installed, the name is none of a picture or there are too many rows
    to be told apart.
    """
    if not rows:
        raise WrongUse("没有可画的：一个机关也没有剩下", "there is nothing to draw: no authority is left")
    if len(rows) > _MOST_ROWS:
        raise WrongUse(
            f"{len(rows)} 个机关太多，一张图画不下（至多 {_MOST_ROWS} 个）；请用 --authority、--level 或 --gaps 选取",
            f"{len(rows)} authorities are too many for one picture (at most {_MOST_ROWS}); "
            "choose some with --authority, --level or --gaps",
        )
    try:
        import zhplot  # noqa: F401, PLC0415 - brings a font with Chinese glyphs
        from matplotlib.figure import Figure  # noqa: PLC0415
    except ImportError as error:
        raise WrongUse(
            f"画图需要 {error.name}：pip install 'gongkai-extract[plot]'",
            f"a picture needs {error.name}: pip install 'gongkai-extract[plot]'",
        ) from error
    if path.suffix.lower() not in _PICTURES:
        raise WrongUse(
            f"{path}：图的文件名须以 {'、'.join(_PICTURES)} 结尾",
            f"{path}: a picture's name ends with {', '.join(_PICTURES)}",
        )
    years = _years(rows)
    figure = Figure(figsize=(3.6 + 0.55 * len(years), 1.6 + _INCHES_A_ROW * len(rows)), layout="constrained")
    axes = figure.add_subplot()
    _draw_cells(axes, rows, years)
    counts = Counter(state for _, states in rows for state in states.values())
    have = sum(counts[state] for state in STATES[:4])
    title = (
        f"{len(rows)} 个机关 {years[0]}–{years[-1]} 年度：读出 {have} 份，缺 {counts['missing']} 份",
        f"{len(rows)} authorities, {years[0]}–{years[-1]}: {have} reports read, {counts['missing']} missing",
    )
    axes.set_title(say(title, lang), fontsize=10, loc="left", pad=14)
    figure.legend(handles=_legend(counts, lang), loc="outside lower center", ncols=3, fontsize=8, frameon=False)
    figure.savefig(path, dpi=160)


def _draw_cells(axes: "Axes", rows: Sequence[Row], years: Sequence[int]) -> None:
    from matplotlib.colors import ListedColormap  # noqa: PLC0415

    order: list[str | None] = [*STATES, None]
    cells = [[order.index(states.get(year)) for year in years] for _, states in rows]
    colours = ListedColormap([*(_LOOKS[state][2] for state in STATES), _BEYOND])
    axes.pcolormesh(cells, cmap=colours, vmin=-0.5, vmax=len(STATES) + 0.5, edgecolors="white", linewidth=1.5)
    for y, (_, states) in enumerate(rows):
        for x, year in enumerate(years):
            if states.get(year) == "missing":
                axes.text(x + 0.5, y + 0.5, "×", ha="center", va="center", color="#c8553d", fontsize=9)
    axes.set_xticks([x + 0.5 for x in range(len(years))], [str(year) for year in years])
    axes.set_yticks([y + 0.5 for y in range(len(rows))], [name for name, _ in rows], fontsize=8)
    axes.xaxis.tick_top()
    axes.invert_yaxis()
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _legend(counts: Mapping[str, int], lang: Lang) -> "list[Patch]":
    from matplotlib.patches import Patch  # noqa: PLC0415

    return [
        Patch(facecolor=_LOOKS[state][2], edgecolor="#999999", label=f"{word(COVERED, state, lang)} {counts[state]}")
        for state in STATES
        if counts[state]
    ]
