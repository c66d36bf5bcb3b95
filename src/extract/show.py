"""show: one reading in the terminal: whose it is, its parts, its grids, and what is doubtful about them."""

from collections import Counter
from collections.abc import Iterable, Iterator

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extract import sentences
from extract.checks import Check, Finding
from extract.document import Place
from extract.forms import Forms, GridForm
from extract.grid import Grid
from extract.matrix import Matrix, lines
from extract.pipeline import Reading
from extract.sentences import Lang, Phrase, equation_sentence, row_name, say, where, word

COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}
_VERDICT_COLOURS = {"verified": "green", "inconsistent": "red", "doubtful": "yellow"}
_NUMERALS = "一二三四五六"
_MANY = 12
"""More undecided rows than this are told by their reasons, not one by one."""


def show(reading: Reading, forms: Forms, lang: Lang, console: Console) -> None:
    """Prints the report; without colours where ``console`` has none, folded where it is narrow."""
    for part in (_head, _parts, _grids, _equations, _findings):
        for line in part(reading, forms, lang):
            console.print(line, highlight=False)


def _head(reading: Reading, forms: Forms, lang: Lang) -> Iterator[RenderableType]:
    report, source = reading.report, reading.source
    unknown = say(("未知", "not known"), lang)
    yield Text(report.title or say(("（没有标题）", "(no title)"), lang), style="bold")
    yield Text(f"{source.path} · {source.format} · {source.report_id}", style="dim")
    yield Text()
    facts = Table.grid(padding=(0, 2))
    facts.add_column(no_wrap=True, style="dim")
    facts.add_column(overflow="fold")
    period = "–".join(day for day in (report.period_start, report.period_end) if day)
    year = unknown if report.fiscal_year is None else str(report.fiscal_year)
    notice = forms.get(reading.form).notice if reading.form else ""
    facts.add_row(say(("机关", "Authority"), lang), report.authority or unknown)
    facts.add_row(
        say(("年度", "Year"), lang),
        _with(year, [word(sentences.EVIDENCE, report.year_evidence, lang), period], lang),
    )
    facts.add_row(
        say(("格式", "Form"), lang),
        _with(reading.form or unknown, [notice, word(sentences.EVIDENCE, reading.form_evidence, lang)], lang),
    )
    facts.add_row(say(("结论", "Verdict"), lang), _verdict(reading.verdicts.report, lang))
    yield facts
    yield from (Text(note, style="yellow") for note in reading.notes)


def _with(fact: str, details: Iterable[str], lang: Lang) -> str:
    known = [detail for detail in details if detail]
    if not known:
        return fact
    return f"{fact}（{'，'.join(known)}）" if lang == "zh" else f"{fact} ({', '.join(known)})"


def _verdict(verdict: str, lang: Lang) -> Text:
    return Text(word(sentences.VERDICTS, verdict, lang), style=_VERDICT_COLOURS.get(verdict, ""))


def _title(phrase: Phrase, lang: Lang) -> Text:
    return Text(f"\n{say(phrase, lang)}", style="bold")


def _inset(inner: RenderableType) -> Padding:
    return Padding(inner, (0, 0, 0, 2))


def _parts(reading: Reading, forms: Forms, lang: Lang) -> Iterator[RenderableType]:
    official = forms.get(reading.form or forms.all[-1].id).parts
    yield _title(("六个部分", "The six parts"), lang)
    table = Table.grid(padding=(0, 2))
    table.add_column(overflow="fold")
    table.add_column(overflow="fold", style="dim")
    for section, part in zip(reading.sections, official, strict=True):
        heading = section.heading or f"[{_NUMERALS[part.number - 1]}、{part.headings[0]}]"
        style = "" if section.heading else "yellow"
        found = _with(word(sentences.METHODS, section.method, lang), [where([section.place], lang)], lang)
        table.add_row(Text(heading, style=style), found)
    yield _inset(table)


def _grids(reading: Reading, forms: Forms, lang: Lang) -> Iterator[RenderableType]:
    verdicts = (reading.verdicts.disclosure, reading.verdicts.applications, reading.verdicts.appeals)
    for grid, verdict in zip(reading.grids, verdicts, strict=True):
        title = _title(sentences.GRID_TITLES[grid.name], lang)
        yield title.append("  ").append_text(_verdict(verdict, lang))
        if not grid.found:
            yield _inset(say(("报告中没有这张表。", "The report has no such grid."), lang))
            continue
        form = _form(grid, forms)
        failed = [check for check in reading.checks if check.outcome == "fails" and check.grid == grid.name]
        failing = {key for check in failed for key in check.cells}
        yield _inset(Matrix(tuple(lines(grid, form, failing)), lang))
        yield _inset(Text(_account(reading, grid, lang), style="dim"))
        yield from (_inset(Text(line, style="yellow")) for line in _undecided(grid, form, lang))


def _form(grid: Grid, forms: Forms) -> GridForm:
    return forms.get(grid.form or forms.all[0].id).grid(grid.name)


def _account(reading: Reading, grid: Grid, lang: Lang) -> str:
    """How many cells are in which state, and how many equations came out how."""
    states = Counter(slot.state for slot in grid.slots if slot.reason != "printed_as_one_row")
    cells = "，".join(
        f"{word(sentences.STATES, state, lang)} {count}" for state, count in states.most_common()
    )
    outcomes: Counter[str] = Counter(check.outcome for check in reading.checks if check.grid == grid.name)
    names = {
        "holds": ("成立", "hold"), "vacuous": ("全为零", "over zeros alone"),
        "fails": ("不成立", "fail"), "open": ("未定", "open"),
    }  # fmt: skip
    equations = "，".join(f"{word(names, key, lang)} {outcomes[key]}" for key in names if outcomes[key])
    total = sum(states.values())
    told = [f"{total} 格：{cells}" if lang == "zh" else f"{total} cells: {cells}"]
    if equations:
        count = sum(outcomes.values())
        told.append(f"{count} 个等式：{equations}" if lang == "zh" else f"{count} equations: {equations}")
    return "。".join(told) + "。" if lang == "zh" else ". ".join(told).replace("，", ", ") + "."


def _undecided(grid: Grid, form: GridForm, lang: Lang) -> Iterator[str]:
    """Why cells have no value: row by row, or by reason where that would be a long list."""
    rows: dict[tuple[str, str, str], int] = {}
    for slot in grid.slots:
        if not slot.certain and slot.reason != "printed_as_one_row":
            cell = (slot.key[0], slot.reason or slot.state, " ".join(slot.raw.split()))
            rows[cell] = rows.get(cell, 0) + 1
    if len(rows) > _MANY:
        reasons: Counter[str] = Counter()
        for (_, reason, _), count in rows.items():
            reasons[reason] += count
        rows = {("", reason, ""): count for reason, count in reasons.items()}
    for (key, reason, raw), count in rows.items():
        row = form.row(key)
        name = "" if row is None else f"“{row_name(row)}”" if lang == "zh" else f"{row_name(row)}, "
        why = word({**sentences.STATES, **sentences.REASONS}, reason, lang)
        if lang == "zh":
            yield f"? {name}{count} 格：{why}" + (f"；所印为“{raw}”" if raw else "")
        else:
            yield f"? {name}{count} cell{'s' * (count > 1)}: {why}" + (f'; printed: "{raw}"' if raw else "")


def _equations(reading: Reading, forms: Forms, lang: Lang) -> Iterator[RenderableType]:
    failing = [check for check in reading.checks if check.outcome == "fails"]
    if failing:
        yield _title(("不成立的等式", "Equations that fail"), lang)
    for check in failing:
        grid = next(grid for grid in reading.grids if grid.name == check.grid)
        sentence = equation_sentence(check, _form(grid, forms), lang)
        yield _inset(Text(_with(sentence, [where(_places(grid, check), lang)], lang)))


def _places(grid: Grid, check: Check) -> list[Place]:
    """The places of the first and the last cell of an equation, without what tells cells of a row apart."""
    places = [slot.place for slot in grid.slots if slot.key in check.cells]
    return [Place(place.page, place.line, place.table_no, place.row_no) for place in places]


def _findings(reading: Reading, forms: Forms, lang: Lang) -> Iterator[RenderableType]:
    del forms
    if reading.findings:
        yield _title(("需要人看的事项", "What a person should look at"), lang)
    for finding in sorted(reading.findings, key=severity_rank):
        message, place = _message(finding, lang), where([finding.place], lang)
        yield _inset(finding_line(finding.severity, message, place, lang))


def _message(finding: Finding, lang: Lang) -> str:
    return finding.message_zh if lang == "zh" else finding.message_en


def severity_rank(finding: Finding) -> int:
    """0 for the worst."""
    return list(COLOURS).index(finding.severity)


def finding_line(severity: str, message: str, place: str, lang: Lang) -> Table:
    """One finding: how bad, the sentence, the place; the sentence is folded beside its mark."""
    line = Table.grid(padding=(0, 1))
    line.add_column(no_wrap=True)
    line.add_column(overflow="fold")
    mark = Text(word(sentences.SEVERITIES, severity, lang), style=COLOURS.get(severity, ""))
    line.add_row(mark, _with(message, [place], lang))
    return line
