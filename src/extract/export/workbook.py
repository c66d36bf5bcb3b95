"""write_workbook: an Excel workbook that can be read at once: cover, reports in the form's shape, tables."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extract.errors import WrongUse
from extract.export.cover import Cover, write_cover
from extract.export.sheets import Marks, reports_to_show, sheet_name, write_report, write_table
from extract.export.styles import Styles
from extract.export.tables import Choice, ExportTable
from extract.export.text import EXCEL_ROWS
from extract.forms.form import GRID_NAMES, SlotKey
from extract.tables.facsimile import Facsimile
from extract.tables.layout import facsimile
from extract.words.sentences import VERDICTS, Lang, Phrase, say, word

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

_FIRST = ("reports", "findings", "wide_disclosure", "wide_applications", "wide_appeals")
"""The tables that most readers want, before the long ones."""
_TITLES: Mapping[str, Phrase] = {
    "sources": ("文件", "Files"),
    "reports": ("报告", "Reports"),
    "sections": ("各部分文字", "Parts"),
    "disclosure": ("表二明细", "Grid 二 long"),
    "applications": ("表三明细", "Grid 三 long"),
    "appeals": ("表四明细", "Grid 四 long"),
    "figures": ("文字中的数字", "Figures of the prose"),
    "checks": ("等式", "Equations"),
    "findings": ("需要看的事项", "Findings"),
    "coverage": ("机关与年度", "Coverage"),
    "wide_disclosure": ("表二", "Grid 二"),
    "wide_applications": ("表三", "Grid 三"),
    "wide_appeals": ("表四", "Grid 四"),
    "words": ("取值含义", "Words"),
}


@dataclass(frozen=True, slots=True)
class _Planned:
    """A report that gets a sheet."""

    report_id: str
    sheet: str
    heading: str
    below: str
    verdicts: tuple[str, ...]


def write_workbook(choice: Choice, path: Path, lang: Lang, sheets: int) -> tuple[Phrase, ...]:
    """Writes the workbook row by row; tables that a sheet cannot hold are left out, and the cover says so.

    Raises `WrongUse` where xlsxwriter is not installed.
    """
    try:
        import xlsxwriter  # noqa: PLC0415 - comes with the extra `export`
    except ImportError:
        raise WrongUse(
            "写 xlsx 需要 xlsxwriter：python -m pip install xlsxwriter",
            "xlsx needs xlsxwriter: python -m pip install xlsxwriter",
        ) from None
    fitting = [table for table in choice.tables if table.rows < EXCEL_ROWS]
    fitting.sort(key=lambda table: _FIRST.index(table.name) if table.name in _FIRST else len(_FIRST))
    taken: set[str] = {"封面", "cover"}
    names = {table.name: sheet_name(say(_TITLES.get(table.name, (table.name,) * 2), lang), taken) for table in fitting}
    planned = list(_planned(choice, sheets, lang, taken))
    marks = Marks(_failing(choice), lang)
    options = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        styles = Styles(book)
        front = book.add_worksheet(say(("封面", "Cover"), lang))
        of_tables = {name: book.add_worksheet(sheet) for name, sheet in names.items() if name in _FIRST}
        _write_reports(book, choice, planned, styles, lang)
        of_tables |= {name: book.add_worksheet(sheet) for name, sheet in names.items() if name not in _FIRST}
        cut = {table.name: write_table(of_tables[table.name], table, styles, marks) for table in fitting}
        remarks = tuple(_remarks(choice, cut, len(planned)))
        shown = {one.report_id: one.sheet for one in planned}
        write_cover(front, Cover(choice, tuple((names[t.name], t) for t in fitting), shown, remarks, lang), styles)
    return remarks


def _planned(choice: Choice, sheets: int, lang: Lang, taken: set[str]) -> Iterator[_Planned]:
    """The reports that get a sheet, and its name."""
    columns = ["report_id", "authority", "fiscal_year", "title", *(f"verdict_{name}" for name in GRID_NAMES)]
    where = {} if choice.report_ids is None else {"report_id": choice.report_ids}
    reports = {
        str(r["report_id"]): r for r in choice.dataset.arrow("reports", columns=columns, where=where).to_pylist()
    }
    weights: dict[str, Counter[str]] = {}
    for finding in choice.dataset.arrow("findings", columns=["report_id", "severity"], where=where).to_pylist():
        weights.setdefault(str(finding["report_id"]), Counter())[str(finding["severity"])] += 1
    ranks = {one: (count["error"], count["warning"], count["note"]) for one, count in weights.items()}
    paths = {
        str(source["report_id"]): str(source["path"])
        for source in choice.dataset.arrow("sources", columns=["report_id", "path"], where=where).to_pylist()
    }
    for report_id in reports_to_show(ranks, list(reports), sheets):
        report = reports[report_id]
        year = "" if report["fiscal_year"] is None else f" {report['fiscal_year']}"
        who = str(report["authority"] or say(("机关未知", "authority not known"), lang))
        verdicts = tuple(word(VERDICTS, str(report[f"verdict_{name}"]), lang) for name in GRID_NAMES)
        below = f"{paths.get(report_id, '')} · {report_id}"
        yield _Planned(report_id, sheet_name(who[-26:] + year, taken), who + year, below, verdicts)


def _write_reports(book: "Workbook", choice: Choice, planned: list[_Planned], styles: Styles, lang: Lang) -> None:
    wanted = {one.report_id for one in planned}
    tables = {
        name: _by_report(choice.dataset.arrow(name, where={"report_id": wanted}).to_pylist() if wanted else [])
        for name in (*GRID_NAMES, "checks")
    }
    for one in planned:
        drawn: list[Facsimile] = [
            facsimile(
                name,
                tables[name].get(one.report_id, []),
                tables["checks"].get(one.report_id, []),
                choice.dataset.forms,
                lang,
            )
            for name in GRID_NAMES
        ]
        grids = list(zip(drawn, one.verdicts, strict=True))
        write_report(book.add_worksheet(one.sheet), (one.heading, one.below), grids, styles, lang)


def _by_report(rows: list[dict[str, object]]) -> dict[str, list[dict[str, object]]]:
    groups: dict[str, list[dict[str, object]]] = {}
    for row in rows:
        groups.setdefault(str(row["report_id"]), []).append(row)
    return groups


def _failing(choice: Choice) -> dict[str, frozenset[tuple[str, SlotKey]]]:
    """The cells of failing equations, report by report."""
    names = ["report_id", "form", "grid", "check", "scope"]
    found: dict[str, set[tuple[str, SlotKey]]] = {}
    forms = choice.dataset.forms
    for check in choice.dataset.arrow("checks", columns=names, where={"outcome": ["fails"]}).to_pylist():
        grid = next((name for name in GRID_NAMES if name == check["grid"]), None)
        if grid is None or check["form"] is None:
            continue
        form = forms.get(str(check["form"])).grid(grid)
        for equation in (*form.equations(), *form.equations(merged=True)):
            if (equation.check, equation.scope) == (check["check"], check["scope"]):
                own = found.setdefault(str(check["report_id"]), set())
                own.update((grid, key) for key in (*equation.left, *equation.right))
    return {report_id: frozenset(keys) for report_id, keys in found.items()}


def _remarks(choice: Choice, cut: Mapping[str, int], shown: int) -> Iterator[Phrase]:
    """What is not in the workbook, and where it is."""
    for table in choice.tables:
        if table.name not in cut:
            yield (
                f"“{table.name}”有 {table.rows:,} 行，一张工作表放不下（{EXCEL_ROWS - 1:,} 行），未导出；"
                "请用 --year、--authority 缩小范围，或导出 csv、sqlite",
                f"{table.name} has {table.rows:,} rows, more than a sheet holds ({EXCEL_ROWS - 1:,}), and was left out; "
                "take fewer with --year and --authority, or export csv or sqlite",
            )
        elif cut[table.name]:
            yield (
                f"“{table.name}”有 {cut[table.name]} 段文字超过一个单元格的上限（32,767 字），已截断；全文在 Parquet 中",
                f"{cut[table.name]} texts of {table.name} are longer than a cell holds (32,767 characters) and were cut; "
                "the Parquet file has them whole",
            )
    reports = _rows(choice, "reports")
    if shown < reports:
        yield (
            f"{reports:,} 份报告中，问题最多的 {shown} 份各有一张工作表；--sheets N 可以更改",
            f"Of {reports:,} reports the {shown} with most to look at have a sheet each; --sheets N changes that",
        )


def _rows(choice: Choice, name: str) -> int:
    found: list[ExportTable] = [table for table in choice.tables if table.name == name]
    return found[0].rows if found else 0
