"""The cover of a workbook: what was extracted, what does not add up, what the colours mean, where things are."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from rich.cells import cell_len

from extract.export.styles import WHOLE, Styles
from extract.export.tables import Choice, ExportTable
from extract.words import sentences
from extract.words.sentences import Lang, Phrase, say, word
from extract.words.vocabulary import in_words, terms

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_WIDTHS = (44, 10, 100)
_MESSAGE_WIDTH = sum(_WIDTHS[1:]) - 5
_MANY = 200
"""So many findings stand on the cover; all of them have a sheet of their own."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What a cover tells: the set, the sheets of tables, the sheets of reports, and what was left out."""

    choice: Choice
    tables: tuple[tuple[str, ExportTable], ...]
    sheets: Mapping[str, str]
    remarks: tuple[Phrase, ...]
    lang: Lang

    def say(self, zh: str, en: str) -> str:
        """One of two languages."""
        return say((zh, en), self.lang)

    def rows(self, table: str, *columns: str, **where: str) -> list[dict[str, object]]:
        """Some columns of a table's chosen reports."""
        ids = self.choice.report_ids
        only = {name: [value] for name, value in where.items()} | ({} if ids is None else {"report_id": list(ids)})
        return self.choice.dataset.arrow(table, columns=list(columns), where=only).to_pylist()


def write_cover(sheet: "Worksheet", cover: Cover, styles: Styles) -> None:
    """Writes the cover from top to bottom."""
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_row(0, 26)
    title = cover.say(
        "政府信息公开工作年度报告：提取结果", "Annual reports on open government information: what was read"
    )
    sheet.write_string(0, 0, title, styles.title)
    version = cover.choice.dataset.extractor
    note = cover.say(
        f"由 gongkai-extract {version} 提取。数字即报告所印，未作任何修正；不能确定的单元格没有数值，并注明原因。",
        f"Read by gongkai-extract {version}. A figure is what the report prints, never repaired; "
        "a cell that could not be decided has no value and says why.",
    )
    sheet.write_string(1, 0, note, styles.of(font_color="#595959"))
    row = 3
    for part in (_counts, _remarks, _colours, _findings, _contents):
        row = part(sheet, cover, styles, row) + 1


def _heading(sheet: "Worksheet", styles: Styles, row: int, text: str) -> int:
    sheet.write_string(row, 0, text, styles.section)
    sheet.write_blank(row, 1, None, styles.section)
    sheet.write_blank(row, 2, None, styles.section)
    return row + 1


def _counts(sheet: "Worksheet", cover: Cover, styles: Styles, row: int) -> int:
    """Files by what became of them, reports by verdict and by year."""
    row = _heading(sheet, styles, row, cover.say("提取了什么", "What was read"))
    for title, lines in _tallies(cover):
        sheet.write_string(row, 0, title, styles.of(bold=True))
        sheet.write_number(row, 1, sum(lines.values()), styles.of(bold=True, num_format=WHOLE))
        row += 1
        for name, count in lines.items():
            shade = _SHADES.get(name[0])
            sheet.write_string(row, 0, name[1], styles.shade(shade, indent=1))
            sheet.write_number(row, 1, count, styles.of(num_format=WHOLE))
            row += 1
    return row


_SHADES = {"inconsistent": "fails", "doubtful": "open", "unreadable": "fails", "crashed": "fails", "encrypted": "fails"}


def _tallies(cover: Cover) -> Iterator[tuple[str, dict[tuple[str, str], int]]]:
    sources = Counter(str(row["status"]) for row in cover.rows("sources", "status"))
    yield cover.say("文件", "Files"), _ordered(cover, "sources", "status", sources)
    reports = cover.rows("reports", "verdict", "fiscal_year")
    verdicts = Counter(str(row["verdict"]) for row in reports)
    yield cover.say("报告，按结论", "Reports by verdict"), _ordered(cover, "reports", "verdict", verdicts)
    years = Counter(row["fiscal_year"] for row in reports)
    unknown = cover.say("年度不明", "year not known")
    known = sorted(years, key=lambda year: (year is None, year))
    lines = {("", unknown if year is None else str(year)): years[year] for year in known}
    yield cover.say("报告，按年度", "Reports by fiscal year"), lines


def _ordered(cover: Cover, table: str, column: str, counts: Counter[str]) -> dict[tuple[str, str], int]:
    """The counts in the order of the column's words, under those words."""
    words = in_words(terms(table, column, cover.choice.dataset.forms), cover.lang)
    keys = [*(key for key in words if counts[key]), *(key for key in counts if key not in words)]
    return {(key, words.get(key, key)): counts[key] for key in keys}


def _remarks(sheet: "Worksheet", cover: Cover, styles: Styles, row: int) -> int:
    if not cover.remarks:
        return row - 1
    row = _heading(sheet, styles, row, cover.say("请注意", "Please note"))
    for remark in cover.remarks:
        sheet.write_string(row, 0, say(remark, cover.lang), styles.of(font_color="#9C0006"))
        row += 1
    return row


def _colours(sheet: "Worksheet", cover: Cover, styles: Styles, row: int) -> int:
    row = _heading(sheet, styles, row, cover.say("颜色", "Colours"))
    for key, phrase in _COLOURS.items():
        sheet.write_string(row, 0, say(phrase[0], cover.lang), styles.shade(key))
        sheet.write_string(row, 1, say(phrase[1], cover.lang), styles.of(indent=1))
        row += 1
    return row


_COLOURS: Mapping[str, tuple[Phrase, Phrase]] = {
    "fails": (
        ("等式不成立", "does not add up"),
        ("数字照报告所印，但所在的一个等式两边不等", "printed like this, but an equation that the figure is in fails"),
    ),
    "open": (
        ("未能判定", "undecided"),
        (
            "单元格没有数值（报告页上印“?”），批注里写明原因",
            "the cell has no value (the report's sheet has ? there); its comment says why",
        ),
    ),
    "deduced": (
        ("推定", "deduced"),
        (
            "原文的分界丢失，数值由等式等推定",
            "the bounds were lost in the source; the value follows from the equations",
        ),
    ),
}


def _findings(sheet: "Worksheet", cover: Cover, styles: Styles, row: int) -> int:
    """What does not add up, with a way to the report's sheet."""
    row = _heading(sheet, styles, row, cover.say("不平之处", "What does not add up"))
    message = "message_zh" if cover.lang == "zh" else "message_en"
    found = cover.rows("findings", "report_id", "authority", "fiscal_year", message, severity="error")
    for one in found[:_MANY]:
        who = " ".join(str(part) for part in (one["authority"], one["fiscal_year"]) if part)
        sheet_of = cover.sheets.get(str(one["report_id"]))
        who = who or str(one["report_id"])
        if sheet_of:
            sheet.write_url(row, 0, f"internal:'{sheet_of}'!A1", styles.link, string=who)
        else:
            sheet.write_string(row, 0, who, styles.text)
        told = str(one[message])
        sheet.set_row(row, 15 * ceil(cell_len(told) / _MESSAGE_WIDTH))  # Excel fits no row to joined cells
        sheet.merge_range(row, 1, row, 2, told, styles.of(text_wrap=True, valign="top", indent=1))
        row += 1
    if len(found) > _MANY:
        more = cover.say(f"另有 {len(found) - _MANY:,} 条", f"{len(found) - _MANY:,} more")
        sheet.write_string(row, 0, more, styles.dim)
        row += 1
    if not found:
        nothing = cover.say("没有等式不成立。", "No equation fails.")
        sheet.write_string(row, 0, nothing, styles.text)
        row += 1
    return row


def _contents(sheet: "Worksheet", cover: Cover, styles: Styles, row: int) -> int:
    row = _heading(sheet, styles, row, cover.say("工作表", "Sheets"))
    for name, table in cover.tables:
        sheet.write_url(row, 0, f"internal:'{name}'!A1", styles.link, string=name)
        sheet.write_number(row, 1, table.rows, styles.of(num_format=WHOLE, valign="top"))
        each = cover.say(f"每行一个：{table.row_zh}", f"one row per {table.row_en}")
        sheet.write_string(row, 2, f"{each} · {table.name}", styles.dim)
        row += 1
    reports = cover.choice.dataset.arrow("reports", columns=["report_id", "verdict"]).to_pylist()
    verdicts = {str(report["report_id"]): str(report["verdict"]) for report in reports}
    for report_id, name in cover.sheets.items():
        sheet.write_url(row, 0, f"internal:'{name}'!A1", styles.link, string=name)
        told = word(sentences.VERDICTS, verdicts[report_id], cover.lang)
        sheet.write_string(row, 2, told, styles.shade(_SHADES.get(verdicts[report_id]), indent=1))
        row += 1
    return row
