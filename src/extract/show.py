"""show: one reading in the terminal: whose it is, its parts, its grids, and what is doubtful about them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extract import sentences
from extract.checks import Finding
from extract.forms import Forms
from extract.grid import Grid
from extract.matrix import Matrix, lines
from extract.pipeline import Reading
from extract.sentences import Lang, Phrase, say, where, word

COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}
_VERDICT_COLOURS = {"verified": "green", "inconsistent": "red", "doubtful": "yellow"}
_NUMERALS = "一二三四五六"
_MANY = 12
"""Of a longer list of findings only so many are printed."""


def show(reading: Reading, forms: Forms, lang: Lang, console: Console) -> None:
    """Prints the report; without colours where ``console`` has none, folded where it is narrow."""
    for part in (_head, _parts, _grids, _remarks):
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
        form = forms.get(grid.form or forms.all[0].id).grid(grid.name)
        failed = [check for check in reading.checks if check.outcome == "fails" and check.grid == grid.name]
        failing = {key for check in failed for key in check.cells}
        yield _inset(Matrix(tuple(lines(grid, form, failing)), lang))
        yield _inset(Text(_account(reading, grid, lang), style="dim"))
        own = [finding for finding in reading.findings if finding.grid == grid.name]
        yield from _sentences(own, lang)


def _account(reading: Reading, grid: Grid, lang: Lang) -> str:
    """How many cells are in which state, and how many equations came out how."""
    states = Counter(slot.state for slot in grid.slots if slot.reason != "printed_as_one_row")
    outcomes = Counter(check.outcome for check in reading.checks if check.grid == grid.name)
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
    for finding in findings[:_MANY]:
        message, place = _message(finding, lang), where([finding.place], lang)
        yield _inset(finding_line(finding.severity, message, place, lang))
    more = len(findings) - _MANY
    if more > 0:
        rest = (f"另有 {more} 条，用 --json 可以列全。", f"{more} more; --json lists them all.")
        yield _inset(Text(say(rest, lang), style="dim"))


def _remarks(reading: Reading, forms: Forms, lang: Lang) -> Iterator[RenderableType]:
    """Findings that belong to no grid."""
    del forms
    findings = [finding for finding in reading.findings if finding.grid is None]
    if findings:
        yield _title(("另外", "Besides"), lang)
    yield from _sentences(findings, lang)


def _message(finding: Finding, lang: Lang) -> str:
    return finding.message_zh if lang == "zh" else finding.message_en


def finding_line(severity: str, message: str, place: str, lang: Lang) -> Table:
    """One finding: how bad, the sentence, the place; the sentence is folded beside its mark."""
    line = Table.grid(padding=(0, 1))
    line.add_column(no_wrap=True)
    line.add_column(overflow="fold")
    mark = Text(word(sentences.SEVERITIES, severity, lang), style=COLOURS.get(severity, ""))
    line.add_row(mark, _with(message, [place], lang))
    return line
