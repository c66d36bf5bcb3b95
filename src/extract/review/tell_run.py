"""tell_run: what the command `run` prints, before and after."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extract.words import sentences
from extract.words.sentences import Lang, say, word

if TYPE_CHECKING:
    from extract.batch.forecast import Forecast
    from extract.batch.runlog import Summary

_LISTED = 50
"""Failures that are printed; `sources` has them all."""
_SHOWN = 20
"""So many names are listed; the rest is counted."""
_MEGA = 1 << 20


def tell_summary(summary: "Summary", lang: Lang, console: Console) -> None:
    """How many files came to what, which could not be read and why, and where the tables are."""
    seconds = f"{summary.seconds:.1f}"
    head = (f"{summary.files} 个文件，用时 {seconds} 秒", f"{_counted(summary.files)} in {seconds} s")
    known = summary.files - summary.read
    if known > 0:
        kept = (f"；其中 {known} 个未变，沿用上次的结果", f"; {known} of them as before, not read again")
        head = (head[0] + kept[0], head[1] + kept[1])
    _print(console, Text(say(head, lang), style="bold"))
    counts = Table.grid(padding=(0, 2))
    counts.add_column(justify="right")
    counts.add_column()
    for status, count in summary.counts.items():
        extensions = f" ({_extensions(summary.unsupported)})" if status == "unsupported" else ""
        counts.add_row(str(count), word(sentences.STATUSES, status, lang) + extensions)
    _print(console, _inset(counts))
    _tell_failing(summary, lang, console)
    _tell_unmatched(summary, lang, console)
    where_to = (
        f"\n表格在 {summary.out}，运行记录 {summary.log}",
        f"\nTables in {summary.out}, log in {summary.log}",
    )
    _print(console, Text(say(where_to, lang)))
    size = f"{summary.store_bytes / _MEGA:,.1f} MB"
    kept = (
        f"供下次运行沿用：{summary.store}（{size}，可随时删除）",
        f"Kept for the next run: {summary.store} ({size}; may be deleted)",
    )
    _print(console, Text(say(kept, lang), style="dim"))


def _tell_failing(summary: "Summary", lang: Lang, console: Console) -> None:
    if summary.failing:
        _print(console, Text(say(("\n未能读取的文件", "\nFiles that could not be read"), lang), style="bold"))
    for failure in summary.failing[:_LISTED]:
        status = word(sentences.STATUSES, failure.status, lang)
        told = (
            f"{failure.path}：{status}：{failure.message_zh}",
            f"{failure.path}: {status}: {failure.message}",
        )
        _print(console, _inset(Text(say(told, lang))))
    more = summary.failed - min(_LISTED, len(summary.failing))
    if more:
        where = summary.out / "sources.parquet"
        rest = (f"……另有 {more} 个，见 {where}", f"… and {more} more: see {where}")
        _print(console, _inset(Text(say(rest, lang))))


def _tell_unmatched(summary: "Summary", lang: Lang, console: Console) -> None:
    """What stands in the collector's list alone, and what is there without a row in it."""
    rows, files = summary.rows_without_file, summary.files_without_row
    for count, names, words in (
        (len(rows), rows, ("清单中没有对应文件的行：{}", "Rows of the list that no file was found for: {}")),
        (files, summary.without_row, ("清单中没有列出的文件：{}", "Files that the list does not have: {}")),
    ):
        if count:
            _print(console, Text("\n" + say(words, lang).format(count), style="bold"))
        for name in names[:_SHOWN]:
            _print(console, _inset(Text(name)))
        if count > _SHOWN:
            _print(console, _inset(Text("…")))


def tell_forecast(forecast: "Forecast", lang: Lang, console: Console) -> None:
    """Files by extension, what they turned out to be, and how long a run would take."""
    head = (
        f"{forecast.files} 个文件，其中 {forecast.to_read} 个需要读取；没有写入任何内容",
        f"{_counted(forecast.files)}, {forecast.to_read} to be read; nothing was written",
    )
    _print(console, Text(say(head, lang), style="bold"))
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in (
        ("扩展名", "extension"),
        ("文件", "files"),
        ("需读取", "to read"),
        ("秒/个", "s each"),
        ("抽样结果", "sample"),
    ):
        table.add_column(say(name, lang), justify="left" if name[1] in ("extension", "sample") else "right")
    for kind in forecast.kinds:
        each = "" if kind.seconds is None else f"{kind.seconds:.3f}"
        table.add_row(kind.extension or "–", str(kind.files), str(kind.to_read), each, _sample(kind.sample, lang))
    _print(console, _inset(table))
    hours, minutes = divmod(round(forecast.seconds / 60), 60)
    span = (
        (f"{hours} 小时 {minutes} 分", f"{hours} h {minutes} min")
        if hours or minutes
        else ("不到一分钟", "less than a minute")
    )
    about = (f"用 {forecast.jobs} 个进程大约需要 {span[0]}", f"About {span[1]} with {forecast.jobs} processes")
    _print(console, Text(say(about, lang)))


def _sample(sample: Mapping[str, int], lang: Lang) -> str:
    return ", ".join(f"{count} {word(sentences.STATUSES, status, lang)}" for status, count in sample.items())


def _extensions(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {extension or '–'}" for extension, count in counts.items())


def _counted(count: int) -> str:
    return f"{count} file" if count == 1 else f"{count} files"


def _inset(inner: Text | Table) -> Padding:
    return Padding(inner, (0, 0, 0, 2))


def _print(console: Console, what: Text | Padding) -> None:
    console.print(what, highlight=False)
