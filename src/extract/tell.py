"""tell: what the commands `run`, `trace` and `findings` print."""

from collections.abc import Iterator, Sequence
from typing import cast

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extract import sentences
from extract.batch import Summary
from extract.checks import Check
from extract.forms import load_forms
from extract.grid import Number
from extract.sentences import Lang, equation_sentence, number, say, where, word
from extract.show import finding_line
from extract.trace import Trace, place_of
from extract.worklist import Filed


def tell_summary(summary: Summary, lang: Lang, console: Console) -> None:
    """How many files came to what, which could not be read and why, and where the tables are."""
    seconds = f"{summary.seconds:.1f}"
    head = (f"{summary.files} 个文件，用时 {seconds} 秒", f"{summary.files} files in {seconds} seconds")
    _print(console, Text(say(head, lang), style="bold"))
    counts = Table.grid(padding=(0, 2))
    counts.add_column(justify="right")
    counts.add_column()
    for status, count in summary.counts.items():
        counts.add_row(str(count), word(sentences.STATUSES, status, lang))
    _print(console, _inset(counts))
    if summary.failing:
        _print(console, Text(say(("\n未能读取的文件", "\nFiles that could not be read"), lang), style="bold"))
    for failure in summary.failing:
        status = word(sentences.STATUSES, failure.status, lang)
        _print(console, _inset(Text(f"{failure.path}: {status}: {failure.message}")))
    where_to = (
        f"\n表格在 {summary.out}，运行记录 {summary.log}",
        f"\nTables in {summary.out}, log in {summary.log}",
    )
    _print(console, Text(say(where_to, lang)))


def tell_trace(trace: Trace, lang: Lang, console: Console) -> None:
    """A cell: whose it is, what it holds and why, the lines it was read from, the equations it is in."""
    cell, report = trace.cell, trace.report
    title = " ".join(str(part) for part in (report["authority"], report["fiscal_year"]) if part)
    _print(console, Text(title or str(report["title"] or trace.path), style="bold"))
    _print(console, Text(f"{trace.path} · {cell['report_id']}", style="dim"))
    facts = Table.grid(padding=(0, 2))
    facts.add_column(no_wrap=True, style="dim")
    facts.add_column(overflow="fold")
    for name, fact in _facts(trace, lang):
        facts.add_row(name, fact)
    _print(console, Padding(facts, (1, 0, 1, 0)))
    for line in trace.lines:
        mark = ">" if line.here else " "
        margin = f"{mark} {line.number:>5} │ " if line.number is not None else f"{mark} "
        text = line.text.replace("\t", "→ ")
        _print(console, Text(margin + text, style="bold" if line.here else "dim"))
    if trace.missing:
        _print(console, Text(trace.missing, style="yellow"))
    if trace.checks:
        head = ("\n这个单元格所在的等式", "\nEquations that the cell is in")
        _print(console, Text(say(head, lang), style="bold"))
    for sentence in _equations(trace, lang):
        _print(console, _inset(Text(sentence)))


def _facts(trace: Trace, lang: Lang) -> Iterator[tuple[str, str]]:
    cell = trace.cell
    yield say(("单元格", "Cell"), lang), f"{trace.labels[0]} · {trace.labels[1]}"
    value = cast("Number | None", cell["value"])
    state = word(sentences.STATES, str(cell["state"]), lang)
    unit = f" {cell['unit']}" if cell.get("unit") else ""
    yield (
        say(("数值", "Value"), lang),
        f"{number(value)}{unit} ({state})" if value is not None else f"({state})",
    )
    yield say(("原文", "Printed"), lang), f"“{cell['raw']}”"
    if cell["reason"]:
        yield say(("原因", "Why"), lang), word(sentences.REASONS, str(cell["reason"]), lang)
    if cell["candidates"]:
        candidates = cast("list[Number]", cell["candidates"])
        yield say(("可能", "Perhaps"), lang), " / ".join(number(value) for value in candidates)
    if cell["proof"]:
        yield say(("依据", "Proof"), lang), word(sentences.PROOFS, str(cell["proof"]), lang)
    place = where([trace.place], lang)
    if place:
        yield say(("位置", "Place"), lang), place


def _equations(trace: Trace, lang: Lang) -> Iterator[str]:
    forms = load_forms()
    form = forms.get(str(trace.cell["form"] or forms.all[0].id)).grid(trace.grid)
    for record in trace.checks:
        check = Check(
            str(record["check"]), "implied", trace.grid, str(record["scope"]),
            _plain(record["left"]), _plain(record["right"]), "open",
        )  # fmt: skip
        outcome = {str(key): phrase for key, phrase in sentences.OUTCOMES.items()}[str(record["outcome"])]
        yield f"{equation_sentence(check, form, lang)} — {say(outcome, lang)}"


def _plain(side: object) -> Number | None:
    """A side of an equation as counts are written: the tables hold sides as floats."""
    if side is None:
        return None
    value = cast(float, side)
    return int(value) if value.is_integer() else value


def tell_findings(filed: Sequence[Filed], lang: Lang, console: Console) -> None:
    """Every finding under its file, and how many there are."""
    totals = [sum(file.weight[at] for file in filed) for at in range(3)]
    for file in filed:
        whose = " ".join(str(part) for part in (file.authority, file.fiscal_year) if part)
        _print(
            console, Text.assemble((whose or file.path, "bold"), (f"  {file.path} · {file.report_id}", "dim"))
        )
        for finding in file.findings:
            message = str(finding["message_zh" if lang == "zh" else "message_en"])
            place = where([place_of(finding)], lang)
            _print(console, _inset(finding_line(str(finding["severity"]), message, place, lang)))
        _print(console, Text())
    names = list(sentences.SEVERITIES.values())
    if lang == "zh":
        counted = "，".join(f"{total} 条{name[0]}" for total, name in zip(totals, names, strict=True))
        _print(console, Text(f"{len(filed)} 份报告：{counted}。" if filed else "没有需要人看的事项。"))
    else:
        counted = ", ".join(f"{total} {name[1]}s" for total, name in zip(totals, names, strict=True))
        _print(
            console,
            Text(f"{len(filed)} reports: {counted}." if filed else "Nothing that a person should look at."),
        )


def _inset(inner: RenderableType) -> Padding:
    return Padding(inner, (0, 0, 0, 2))


def _print(console: Console, what: RenderableType) -> None:
    console.print(what, highlight=False)
