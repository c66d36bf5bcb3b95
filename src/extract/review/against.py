"""against: one report beside an earlier one, row under row, as far as their forms may be compared."""

from collections.abc import Iterator, Mapping

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from extract.forms.form import Forms, GridName, SlotKey
from extract.grid import Grid, Slot
from extract.reading import Reading
from extract.review.matrix import Line, Matrix, figure, lines
from extract.tables.crosswalk import Crosswalk, Link
from extract.words.sentences import GRID_TITLES, Lang, say


def against(later: Reading, earlier: Reading, forms: tuple[Forms, Crosswalk], lang: Lang, console: Console) -> None:
    """Prints every row of ``later`` with the same row of ``earlier`` below it, dimmed where nothing changed.

    Where the two have different forms, only the cells are set beside each other that the crosswalk
    lets be compared; why others are not is said below the grid.
    """
    for one in (later, earlier):
        console.print(Text(_who(one, lang), style="bold" if one is later else "dim"), highlight=False)
    if later.report.authority != earlier.report.authority:
        odd = ("两份报告的机关名称不同。", "The two reports name different authorities.")
        console.print(Text(say(odd, lang), style="yellow"), highlight=False)
    for new, old in zip(later.grids, earlier.grids, strict=True):
        console.print(Text(f"\n{say(GRID_TITLES[new.name], lang)}", style="bold"), highlight=False)
        if not (new.found and old.found):
            lost = ("其中一份报告没有这张表。", "One of the reports has no such grid.")
            console.print(Padding(say(lost, lang), (0, 0, 0, 2)), highlight=False)
            continue
        links = _links(new, old, forms[1])
        drawn = tuple(_beside(later, (new, old), links, forms[0], _year(earlier, lang)))
        console.print(Padding(Matrix(drawn, lang), (0, 0, 0, 2)), highlight=False)
        for why in dict.fromkeys(link.zh if lang == "zh" else link.en for link in links.values() if _is_doubtful(link)):
            console.print(Padding(Text(why, style="dim"), (0, 0, 0, 2)), highlight=False)


def _who(reading: Reading, lang: Lang) -> str:
    unknown = say(("机关未知", "authority not known"), lang)
    return f"{reading.report.authority or unknown} {_year(reading, lang)} · {reading.source.path}"


def _year(reading: Reading, lang: Lang) -> str:
    return str(reading.report.fiscal_year or say(("年度未知", "year not known"), lang))


def _links(new: Grid, old: Grid, crosswalk: Crosswalk) -> Mapping[SlotKey, Link]:
    """For each cell of the later grid what stands beside it; nothing where both have one form."""
    if new.form == old.form:
        return {}
    own = [link for link in crosswalk.links if link.grid == new.name]
    return {key: link for link in own for key in (link.new if new.form == crosswalk.new else link.old)}


def _is_doubtful(link: Link) -> bool:
    """Whether there is something to say: cells of both forms that are not simply the same."""
    return link.comparable != "yes" and bool(link.old) and bool(link.new)


def _beside(
    later: Reading, grids: tuple[Grid, Grid], links: Mapping[SlotKey, Link], forms: Forms, year: str
) -> Iterator[Line]:
    """The later grid's lines, each row followed by the earlier one's."""
    new, old = grids
    form = forms.get(new.form or forms.all[0].id).grid(new.name)
    failing = {key for c in later.checks if c.outcome == "fails" and c.grid == new.name for key in c.cells}
    mine, theirs = ({slot.key: slot for slot in grid.slots} for grid in grids)
    for line in lines(new, form, failing):
        yield line
        row = form.row(line.key)
        if not line.figures or row is None:
            continue
        keys = [(row.key, column.key) for column in row.columns]
        before = [_earlier(key, theirs, links, new.name, new.form == old.form) for key in keys]
        if any(before):
            figures = tuple(_dimmed(slot, mine.get(key)) for key, slot in zip(keys, before, strict=True))
            yield Line(year, line.depth + 1, "", line.heads, figures)


def _earlier(
    key: SlotKey, theirs: Mapping[SlotKey, Slot], links: Mapping[SlotKey, Link], name: GridName, same: bool
) -> Slot | None:
    """The earlier report's cell beside one of the later's; none where the two may not be compared."""
    if same:
        return theirs.get(key)
    link = links.get(key)
    if link is None or link.grid != name or link.comparable == "no" or len(link.old) != 1 or len(link.new) != 1:
        return None
    return theirs.get(key)


def _dimmed(before: Slot | None, now: Slot | None) -> Text:
    """The earlier figure: dim where the later one is the same."""
    text = figure(before, set())
    same = before is not None and now is not None and (before.value, before.state) == (now.value, now.state)
    text.stylize("dim" if same else "italic cyan")
    return text
