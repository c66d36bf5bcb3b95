"""tell: what the commands `trace` and `findings` print."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extract.checks import Check
from extract.forms.form import load_forms
from extract.grid import Number
from extract.review.show import finding_lines
from extract.review.trace import Trace
from extract.review.worklist import SEVERITIES, Filed
from extract.words import sentences
from extract.words.sentences import Lang, Phrase, equation_sentence, number, say, where, with_details, word

if TYPE_CHECKING:
    from extract.review.similar import Likeness, PartText

_SHOWN = 20
"""So many names are listed; the rest is counted."""


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
        text = line.text.replace("\t", "→ ")
        _print(console, Text(f"{mark} {line.number:>5} │ {text}", style="bold" if line.here else "dim"))
    if trace.missing:
        _print(console, Text(say(trace.missing, lang), style="yellow"))
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
    told = state if value is None else with_details(f"{number(value)}{unit}", [state], lang)
    yield say(("数值", "Value"), lang), told
    yield say(("原文", "Printed"), lang), f"“{cell['raw']}”"
    if cell["reason"]:
        yield say(("原因", "Why"), lang), word(sentences.REASONS, str(cell["reason"]), lang)
    if cell["candidates"]:
        candidates = cast("list[Number]", cell["candidates"])
        yield say(("可能", "Perhaps"), lang), " / ".join(number(value) for value in candidates)
    if cell["proof"]:
        yield say(("依据", "Proof"), lang), word(sentences.PROOFS, str(cell["proof"]), lang)
    if cell["witnesses"]:
        yield say(("佐证", "Witnesses"), lang), str(cell["witnesses"])
    if cell["state"] == "corrected":
        read = cast("Number | None", cell["value_read"])
        yield say(("更正前", "Read as"), lang), number(read) or say(("没有数值", "no value"), lang)
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
        outcome = word(_CAME_OUT, str(record["outcome"]), lang)
        yield with_details(equation_sentence(check, form, lang), [outcome], lang)


_CAME_OUT: Mapping[str, Phrase] = {
    "holds": ("成立", "holds"),
    "vacuous": ("全为零，成立", "holds over zeros alone"),
    "fails": ("不成立", "fails"),
    "open": ("未定", "open"),
}


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
        title = Text(whose, style="bold").append("  " if whose else "")
        _print(console, title.append(f"{file.path} · {file.report_id}", style="dim"))
        for line in finding_lines(file.findings, lang):
            _print(console, _inset(line))
        _print(console, Text())
    if not filed:
        nothing = ("没有需要人看的事项。", "There is nothing that a person should look at.")
        _print(console, Text(say(nothing, lang)))
        return
    names = [word(sentences.SEVERITIES, severity, lang) for severity in SEVERITIES]
    counts = list(zip(totals, names, strict=True))
    if lang == "zh":
        told = f"{len(filed)} 份报告：" + "，".join(f"{total} 条{name}" for total, name in counts)
        _print(console, Text(f"{told}。"))
    else:
        told = f"{_counted(len(filed), 'report')}: " + ", ".join(_counted(*count) for count in counts)
        _print(console, Text(f"{told}."))


def tell_similar(found: Sequence["Likeness"], top: int, lang: Lang, console: Console) -> None:
    """The pairs, most alike first, at most ``top`` of them, and how many there are."""
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right")
    for _ in range(4):
        table.add_column(overflow="fold")
    for one in found[:top]:
        kind = {"own": ("与自己往年", "its own, of"), "neighbour": ("与他处", "another's:")}[one.kind]
        part = say((f"第{one.later.part}部分", f"part {one.later.part}"), lang)
        table.add_row(f"{one.share:.0%}", _whose(one.later), part, say(kind, lang), _whose(one.earlier))
    if found:
        _print(console, table)
    reports = len({one.later.report_id for one in found})
    more = (
        f"（列出前 {top} 条）" if len(found) > top else "",
        f" (the first {top} are shown)" if len(found) > top else "",
    )
    told = (
        f"{reports} 份报告中有 {len(found)} 处与其他报告几乎逐字相同{more[0]}。",
        f"{_counted(len(found), 'pair')} of parts nearly word for word alike, in {_counted(reports, 'report')}{more[1]}.",
    )
    _print(console, Text(say(told, lang)))


def _whose(text: "PartText") -> str:
    return " ".join(str(part) for part in (text.name, text.fiscal_year) if part) or text.report_id


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _inset(inner: RenderableType) -> Padding:
    return Padding(inner, (0, 0, 0, 2))


def _print(console: Console, what: RenderableType) -> None:
    console.print(what, highlight=False)
