"""show: one reading in the terminal: whose it is, its parts, its grids, and what is doubtful about them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extract.checks import Check, Finding
from extract.document import NOWHERE
from extract.forms.form import Forms
from extract.grid import Grid
from extract.reading import Reading
from extract.review.matrix import Matrix, lines
from extract.words import sentences
from extract.words.sentences import Lang, Phrase, say, where, with_details, word

COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}
_VERDICT_COLOURS = {"verified": "green", "inconsistent": "red", "doubtful": "yellow"}
_NUMERALS = "一二三四五六"
_MANY = 12
"""Of a longer list of findings only so many are printed."""


def show(reading: Reading, forms: Forms, lang: Lang, console: Console) -> None:
    """Prints the report; without colours where ``console`` has none, folded where it is narrow."""
    for part in (_head, _parts, _grids, _figures, _remarks):
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
    between = say((" 至 ", " to "), lang)
    period = between.join(day for day in (report.period_start, report.period_end) if day)
    year = unknown if report.fiscal_year is None else str(report.fiscal_year)
    notice = forms.get(reading.form).notice if reading.form else ""
    facts.add_row(say(("机关", "Authority"), lang), report.authority or unknown)
    facts.add_row(
        say(("年度", "Year"), lang),
        with_details(year, [word(sentences.EVIDENCE, report.year_evidence, lang), period], lang),
    )
    facts.add_row(
        say(("格式", "Form"), lang),
        with_details(reading.form or unknown, [notice, word(sentences.EVIDENCE, reading.form_evidence, lang)], lang),
    )
    facts.add_row(say(("结论", "Verdict"), lang), _verdict(reading.verdicts.report, lang))
    yield facts
    yield from (Text(say(note, lang), style="yellow") for note in reading.notes)


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
        found = with_details(word(sentences.METHODS, section.method, lang), [where([section.place], lang)], lang)
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
        form = forms.get(grid.form or forms.all[0].id).grid(grid.name)
        failed = [check for check in _of_the_form(reading, grid) if check.outcome == "fails"]
        failing = {key for check in failed for key in check.cells}
        yield _inset(Matrix(tuple(lines(grid, form, failing)), lang))
        yield _inset(Text(_account(reading, grid, lang), style="dim"))
        own = [finding for finding in reading.findings if finding.grid == grid.name]
        yield from _sentences(own, lang)


def _of_the_form(reading: Reading, grid: Grid) -> list[Check]:
    """The grid's own equations, without what prose and neighbouring years say."""
    return [check for check in reading.checks if check.grid == grid.name and check.kind in ("stated", "implied")]


def _account(reading: Reading, grid: Grid, lang: Lang) -> str:
    """How many cells are in which state, and how many equations came out how."""
    states = Counter(slot.state for slot in grid.slots if slot.reason != "printed_as_one_row")
    outcomes = Counter(check.outcome for check in _of_the_form(reading, grid))
    cells = [(word(sentences.STATES, state, lang), count) for state, count in states.most_common()]
    names = sentences.OUTCOMES
    equations = [(say(names[key], lang), outcomes[key]) for key in names if outcomes[key]]
    total, count = sum(states.values()), sum(outcomes.values())
    if lang == "zh":
        told = f"{total} 格：" + "，".join(f"{n} 格{name}" for name, n in cells) + "。"
        sums = f"{count} 个等式：" + "，".join(f"{n} 个{name}" for name, n in equations) + "。"
    else:
        told = f"{total} cells: " + ", ".join(f"{n} {name}" for name, n in cells) + "."
        sums = f" {count} equations: " + ", ".join(f"{n} {name}" for name, n in equations) + "."
    return told + sums if equations else told


def _sentences(findings: Sequence[Finding], lang: Lang) -> Iterator[RenderableType]:
    """Findings, worst first; of a long list the first and how many more there are."""
    told = list(finding_lines(findings, lang))
    yield from (_inset(line) for line in told[:_MANY])
    more = len(told) - _MANY
    if more > 0:
        rest = (f"另有 {more} 条，用 --json 可以列全。", f"{more} more; --json lists them all.")
        yield _inset(Text(say(rest, lang), style="dim"))


def _figures(reading: Reading, forms: Forms, lang: Lang) -> Iterator[RenderableType]:
    """What the prose states: first what has a key, then the rest, a line each."""
    del forms
    if not reading.figures:
        return
    yield _title(("文字中的数字", "Figures in the prose"), lang)
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(overflow="fold", style="dim")
    shown = sorted(reading.figures, key=lambda figure: figure.figure is None)[:_MANY]
    for figure in shown:
        table.add_row(
            figure.raw, figure.label, with_details(figure.figure or "", [where([figure.place], lang)], lang).strip()
        )
    yield _inset(table)
    more = len(reading.figures) - len(shown)
    if more > 0:
        rest = (f"另有 {more} 个，用 --json 可以列全。", f"{more} more; --json lists them all.")
        yield _inset(Text(say(rest, lang), style="dim"))


def _remarks(reading: Reading, forms: Forms, lang: Lang) -> Iterator[RenderableType]:
    """Findings that belong to no grid."""
    del forms
    findings = [finding for finding in reading.findings if finding.grid is None]
    if findings:
        yield _title(("另外", "Besides"), lang)
    yield from _sentences(findings, lang)


def finding_lines(findings: Sequence[Finding], lang: Lang) -> Iterator[Table]:
    """Findings as lines: how bad, the sentence, the place; the sentence is folded beside its mark.

    Rows of a grid that share one fate, as where a file breaks off, are said once.
    """
    for _, group in groupby(findings, key=_fate):
        first, *rest = group
        message = first.message_zh if lang == "zh" else first.message_en
        said = [with_details(message, [where([first.place], lang)], lang)]
        if rest:
            zh = f"以下 {len(rest)} 行同此，至{_row(rest[-1])}。"
            said.append(say((zh, f"The same goes for the {len(rest)} rows after it."), lang))
        line = Table.grid(padding=(0, 1))
        line.add_column(no_wrap=True)
        line.add_column(overflow="fold")
        mark = Text(word(sentences.SEVERITIES, first.severity, lang), style=COLOURS.get(first.severity, ""))
        line.add_row(mark, ("" if lang == "zh" else " ").join(said))
        yield line


_ROW = re.compile(r"^(“.+”)一行(?=没有)")


def _fate(finding: Finding) -> tuple[object, ...]:
    """What findings on neighbouring rows must share to be said once: all but the row's name."""
    if _ROW.match(finding.message_zh) is None or finding.place != NOWHERE:
        return (id(finding),)
    return (finding.kind, finding.severity, finding.grid, _ROW.sub("", finding.message_zh))


def _row(finding: Finding) -> str:
    match = _ROW.match(finding.message_zh)
    return match[1] if match else ""
