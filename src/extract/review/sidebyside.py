"""sidebyside: the forms known, one column each: what they share is said once, what differs is set out."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from extract.forms.form import ColumnForm, Form, Forms, GridName, RowForm
from extract.words.sentences import GRID_TITLES, Lang, Phrase, say

_Line = tuple[str, tuple[str, ...]]
"""What is compared, and what each form says."""


def show_forms(forms: Forms, lang: Lang, console: Console) -> None:
    """Prints the forms side by side."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="bold")
    table.add_column(overflow="fold", ratio=1)
    for form in forms.all:
        table.add_column(form.id, overflow="fold", ratio=2)
    for name, said in _lines(forms.all, lang):
        if not said:
            table.add_row()
            table.add_row(Text(name, style="bold"))
        elif len(set(said)) == 1 and len(said) > 1:
            same = [Text(say(("同左", "the same"), lang), style="dim")] * (len(said) - 1)
            table.add_row(Text(name, style="dim"), said[0], *same)
        else:
            table.add_row(Text(name, style="dim"), *said)
    console.print(table, highlight=False)


def _lines(forms: Sequence[Form], lang: Lang) -> Iterator[_Line]:
    def line(name: Phrase, *said: str) -> _Line:
        return say(name, lang), said

    yield line(("文件", "Notice"), *(form.notice for form in forms))
    yield line(("年度", "Fiscal years"), *(_years(form, lang) for form in forms))
    yield line(("六个部分", "Parts"))
    for number in range(len(forms[0].parts)):
        parts = [form.parts[number] for form in forms]
        yield line((parts[0].key, parts[0].key), *("\n".join(part.headings) for part in parts))
    yield from _disclosure(forms, lang)
    yield from _matrix(forms, "applications", lang)
    yield from _matrix(forms, "appeals", lang)


def _years(form: Form, lang: Lang) -> str:
    if form.last_year is None:
        return f"{form.first_year} 起" if lang == "zh" else f"from {form.first_year}"
    return f"{form.first_year}–{form.last_year}"


def _head(forms: Sequence[Form], name: GridName, lang: Lang) -> Iterator[_Line]:
    yield say(GRID_TITLES[name], lang), ()
    cells = [len(form.grid(name).slots()) for form in forms]
    yield say(("单元格数", "Value cells"), lang), tuple(str(count) for count in cells)


def _disclosure(forms: Sequence[Form], lang: Lang) -> Iterator[_Line]:
    """Each article's rows and columns; an article that a form lacks is a dash."""
    yield from _head(forms, "disclosure", lang)
    grids = [form.grid("disclosure") for form in forms]
    articles = sorted({row.key.partition("/")[0] for grid in grids for row in grid.rows})
    for article in articles:
        own = [[row for row in grid.rows if row.key.startswith(f"{article}/")] for grid in grids]
        rows = say(("行", "rows"), lang)
        columns = say(("列", "columns"), lang)
        yield f"{article} {rows}", tuple(_listed([_row(row) for row in some]) for some in own)
        yield (
            f"{article} {columns}",
            tuple(_listed(_columns(some[0].columns) if some else []) for some in own),
        )


def _matrix(forms: Sequence[Form], name: GridName, lang: Lang) -> Iterator[_Line]:
    """The columns, the rows that only some forms have, and the equations."""
    yield from _head(forms, name, lang)
    grids = [form.grid(name) for form in forms]
    yield say(("列", "columns"), lang), tuple(_listed(_columns(grid.rows[0].columns)) for grid in grids)
    labels = [[_row(row) for row in grid.rows] for grid in grids]
    shared = set(labels[0]).intersection(*labels[1:])
    common = (f"{len(shared)} 行，各格式相同", f"{len(shared)} rows that all forms have")
    yield say(("行", "rows"), lang), (say(common, lang),) * len(forms)
    different = [[label for label in own if label not in shared] for own in labels]
    if any(different):
        yield say(("不同的行", "rows that differ"), lang), tuple(_listed(own) for own in different)
    yield say(("等式数", "equations"), lang), tuple(str(len(grid.equations())) for grid in grids)
    merged = [[_row(instead.row) for instead in grid.merged] for grid in grids]
    if any(merged):
        yield say(("也印作一行", "also as one row"), lang), tuple(_listed(own) for own in merged)


def _row(row: RowForm) -> str:
    return f"{row.label} ({row.key.rpartition('/')[2]})"


def _columns(columns: Sequence[ColumnForm]) -> list[str]:
    return [f"{column.label} ({column.key})" for column in columns]


def _listed(items: Sequence[str]) -> str:
    return "\n".join(items) or "–"
