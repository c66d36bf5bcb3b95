"""audit_sheet: the sheet that a person fills in, and what it says once it is filled."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path

from rich.cells import cell_len

from extract.errors import WrongUse, unopened
from extract.forms.form import GridName
from extract.grid import Number
from extract.parts.report import Report
from extract.review.audit import CLASSES, Drawn, Estimate, Judged, Sample, Share, Stratum, current, draw, estimate
from extract.review.trace import Record, lines_of, source_report
from extract.tables.dataset import Dataset, load
from extract.tables.rows import place_of
from extract.words import sentences
from extract.words.sentences import Lang, Phrase, number, say, where, word
from extract.words.vocabulary import COLUMN_COLUMNS, ROW_COLUMNS, in_words, terms

_HEADS: Mapping[str, Phrase] = {
    "no": ("序号", "No."),
    "authority": ("机关", "Authority"),
    "year": ("年度", "Year"),
    "file": ("文件", "File"),
    "place": ("位置", "Place"),
    "row": ("行", "Row"),
    "column": ("列", "Column"),
    "words": ("原文（[ ] 为读取处）", "Words it was read from ([ ] or > marks the place)"),
    "read": ("读出的数值（“空”为没有数值）", "Value read (“empty”: none)"),
    "right": ("对不对：y 对，n 错，? 无法判断", "Right? y, n, or ? where nobody can say"),
    "truth": ("若错，应为", "If wrong, what it should be"),
    "note": ("备注", "Note"),
    "report_id": ("report_id", "report_id"),
    "cell": ("cell", "cell"),
    "stratum": ("stratum", "stratum"),
}
_COLUMNS = tuple(_HEADS)
_WIDTHS = (6, 24, 7, 34, 20, 30, 16, 60, 14, 14, 14, 24, 18, 34, 22)
_YES = ("y", "yes", "1", "true", "对", "是", "√", "✓")
_NO = ("n", "no", "0", "false", "错", "否", "×", "✗", "x")
_UNDECIDED = ("?", "？", "无法判断", "不明")
_LONG = 600
"""Characters of words beyond which only the line itself is shown."""


def write_sheet(
    out: str | Path, path: Path, n: int = 300, seed: int = 1, *, raw: Path | None = None, lang: Lang = "zh"
) -> Sample:
    """Draws a sample and writes the sheet to fill in: xlsx, or csv by the path's ending.

    Beside each cell stand the words it was read from, where the files are still there (``raw``: where). Raises
    `WrongUse` for another ending, and where xlsxwriter is missing.
    """
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise WrongUse(
            f"{path}：待填的表须以 .xlsx 或 .csv 结尾", f"{path}: a sheet to fill in ends with .xlsx or .csv"
        )
    dataset = load(out)
    sample = draw(dataset, n, seed)
    rows = [[say(phrase, lang) for phrase in _HEADS.values()], *_rows(dataset, sample, raw, lang)]
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix.lower() == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
    else:
        _write_xlsx(path, rows)
    return sample


def _rows(dataset: Dataset, sample: Sample, raw: Path | None, lang: Lang) -> Iterator[list[str]]:
    cells = current(dataset, sample.drawn)
    ids = {one.report_id for one in sample.drawn}
    sources = {str(row["report_id"]): row for row in dataset.arrow("sources", where={"report_id": ids}).to_pylist()}
    behind: tuple[str, Report | Phrase] = ("", ("", ""))
    for at, one in enumerate(sample.drawn, 1):
        cell, source = cells[one], sources[one.report_id]
        if behind[0] != one.report_id:  # the sample is in the order of reports: one file is held at a time
            behind = (one.report_id, source_report(dataset.path, source, raw))
        year = "" if cell["fiscal_year"] is None else str(cell["fiscal_year"])
        row, column = (_term(dataset, one, cell, names, lang) for names in (ROW_COLUMNS, COLUMN_COLUMNS))
        place = where([place_of(cell)], lang)
        yield [
            str(at), str(cell["authority"] or ""), year, str(source["path"]), place, row, column,
            _words(behind[1], cell, lang), _read(cell, lang), "", "", "", one.report_id, one.cell, str(one.stratum),
        ]  # fmt: skip


def _term(dataset: Dataset, one: Drawn, cell: Record, names: Mapping[GridName, str], lang: Lang) -> str:
    """The form's own name of the cell's row or column."""
    column = names[one.stratum.grid]
    known = in_words(terms(one.stratum.grid, column, dataset.forms), lang)
    return known.get(str(cell[column]), str(cell[column]))


def _words(report: Report | Phrase, cell: Record, lang: Lang) -> str:
    if not isinstance(report, Report):
        return f"{cell['raw']}\n{say(report, lang)}"
    lines = lines_of(report, cell)
    if sum(len(line.text) for line in lines) > _LONG:  # a text without line ends: its neighbours would hide the place
        lines = tuple(line for line in lines if line.here)
    return "\n".join(("> " if line.here else "  ") + line.text for line in lines)[: 2 * _LONG] or str(cell["raw"])


def _read(cell: Record, lang: Lang) -> str:
    value = cell["value"]
    if isinstance(value, int | float):
        plain: Number = int(value) if float(value).is_integer() else value
        unit = f" {cell['unit']}" if cell.get("unit") else ""
        return number(plain) + unit
    return say(("空", "empty"), lang)


def _write_xlsx(path: Path, rows: Sequence[Sequence[str]]) -> None:
    try:
        xlsxwriter = import_module("xlsxwriter")
    except ImportError:
        raise WrongUse(
            "写 xlsx 需要 xlsxwriter：python -m pip install xlsxwriter；或把文件名改为以 .csv 结尾",
            "xlsx needs xlsxwriter: python -m pip install xlsxwriter, or give a path ending in .csv",
        ) from None
    with xlsxwriter.Workbook(str(path)) as book:
        head = book.add_format(
            {"bold": True, "bg_color": "#D9E2F3", "border": 1, "text_wrap": True, "valign": "vcenter"}
        )
        plain = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "border_color": "#D9D9D9"})
        fill = book.add_format(
            {"bg_color": "#FFF2CC", "valign": "top", "align": "center", "border": 1, "border_color": "#BFBFBF"}
        )
        read = book.add_format(
            {"bold": True, "valign": "top", "align": "right", "border": 1, "border_color": "#D9D9D9"}
        )
        styles = {"right": fill, "truth": fill, "note": fill, "read": read}
        sheet = book.add_worksheet("audit")
        for at, (name, width) in enumerate(zip(_COLUMNS, _WIDTHS, strict=True)):
            sheet.set_column(at, at, width, None, {"hidden": name in ("report_id", "cell", "stratum")})
            sheet.write_string(0, at, rows[0][at], head)
            for row, values in enumerate(rows[1:], 1):
                sheet.write_string(row, at, values[at], styles.get(name, plain))
        words = _COLUMNS.index("words")
        for row, values in enumerate(rows[1:], 1):  # a row's height is not told by its text in every program
            lines = sum(1 + cell_len(line) // (_WIDTHS[words] - 6) for line in values[words].split("\n"))
            sheet.set_row(row, min(15 * max(lines, 2), 300))
        sheet.set_row(0, 48)
        right = _COLUMNS.index("right")
        sheet.data_validation(1, right, len(rows) - 1, right, {"validate": "list", "source": ["y", "n", "?"]})
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)


# ── the filled sheet ────────────────────────────────────────────────────────────────────────────────


def read_sheet(out: str | Path, path: Path, level: float = 0.95) -> Estimate:
    """The error rate that a filled sheet gives for the set that it was drawn from.

    Cells marked ``?`` or not at all are not judged. Raises `WrongUse` where the sheet is not one of ours, is of
    another set, says a thing that is none of the three, or is not filled in at all.
    """
    found: dict[Stratum, list[bool]] = {}
    drawn: list[Drawn] = []
    for line, row in enumerate(_filled(path), 2):
        one = Drawn(_stratum(row["stratum"], path), row["report_id"], row["cell"])
        drawn.append(one)
        judged = _judged(row["right"], path, line)
        if judged is not None:
            found.setdefault(one.stratum, []).append(judged)
    if not found:
        raise WrongUse(
            f"{path}：还没有核对任何单元格；请在“{_HEADS['right'][0]}”一列填 y、n 或 ?",
            f"{path}: no cell is judged yet; put y, n or ? into the column “{_HEADS['right'][0]}”",
        )
    dataset = load(out)
    current(dataset, drawn)
    sizes = draw(dataset, 1, 0).sizes
    wrong = {s: Judged(size, len(found.get(s, ())), found.get(s, []).count(False)) for s, size in sizes.items()}
    return estimate(wrong, level)


def _stratum(text: str, path: Path) -> Stratum:
    for grid in ROW_COLUMNS:
        for kind in CLASSES:
            if text == f"{grid}/{kind}":
                return Stratum(grid, kind)
    raise WrongUse(
        f"{path}：“{text}”不是层的名称；表的最后几列不能改动",
        f"{path}: {text!r} is no stratum; the last columns of the sheet must stay as they were",
    )


def _judged(text: str, path: Path, line: int) -> bool | None:
    """True for right, False for wrong, None for what is not judged."""
    said = text.strip().lower().removesuffix(".0")
    if said in _YES:
        return True
    if said in _NO:
        return False
    if not said or said in _UNDECIDED:
        return None
    raise WrongUse(
        f"{path} 第 {line} 行：“{text}”既不是 y（正确）、n（错误），也不是 ?",
        f"{path}, row {line}: {text!r} is neither y (right) nor n (wrong) nor ?",
    )


def _filled(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a sheet, whatever program saved it."""
    try:
        rows = _xlsx_rows(path) if path.suffix.lower() == ".xlsx" else _csv_rows(path)
    except OSError as error:
        raise WrongUse(f"{path}：{unopened(error).zh}", f"{path}: {error.strerror}") from error
    heads = {say(phrase, lang): name for name, phrase in _HEADS.items() for lang in ("zh", "en")}
    names = [heads.get(head, "") for head in (rows[0] if rows else [])]
    if not {"right", "report_id", "cell", "stratum"} <= set(names):
        raise WrongUse(
            f"{path} 不是 `extract audit` 写的表：首行不能改动",
            f"{path} is no sheet of `extract audit`: its first row has to stay as it was",
        )
    for row in rows[1:]:
        if any(row):
            yield dict(zip(names, row, strict=False))


def _csv_rows(path: Path) -> list[list[str]]:
    """A CSV file in UTF-8, or in GB18030 as Excel saves it on a Chinese system."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="strict")
    return list(csv.reader(io.StringIO(text, newline="")))


def _xlsx_rows(path: Path) -> list[list[str]]:
    try:
        openpyxl = import_module("openpyxl")
    except ImportError:
        raise WrongUse(
            "读填好的 xlsx 需要 openpyxl：python -m pip install openpyxl；或把表存成 csv",
            "a filled xlsx needs openpyxl: python -m pip install openpyxl, or save the sheet as csv",
        ) from None
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    rows = [
        ["" if value is None else str(value) for value in row] for row in book.worksheets[0].iter_rows(values_only=True)
    ]
    book.close()
    return rows


# ── words ───────────────────────────────────────────────────────────────────────────────────────────

_KINDS: Mapping[str, Phrase] = {
    "zero": ("印为 0", "printed zeros"),
    "figure": ("印有非零数字", "other printed figures"),
    "deduced": ("推定", "deduced figures"),
    "empty": ("空白或不适用", "blank or not applicable"),
}
_GRIDS: Mapping[str, Phrase] = {str(name): phrase for name, phrase in sentences.GRID_TITLES.items()}


def stratum_name(stratum: Stratum, lang: Lang) -> str:
    """A stratum in words."""
    return f"{word(_GRIDS, stratum.grid, lang)}：{word(_KINDS, stratum.kind, lang)}" if lang == "zh" else (
        f"{word(_GRIDS, stratum.grid, lang)}: {word(_KINDS, stratum.kind, lang)}"
    )  # fmt: skip


def share_text(share: Share | None, level: float, lang: Lang) -> str:
    """A share with its interval, as ``0.42 % (95 % CI 0.05–1.51 %)``."""
    if share is None:
        return say(("未抽查，无从估计", "not judged, so not known"), lang)
    value, low, high = (f"{100 * one:.2f}" for one in (share.value, share.low, share.high))
    name = say(("置信区间", "CI"), lang)
    return f"{value} % ({100 * level:g} % {name} {low}–{high} %)"


def citation(found: Estimate, version: str, lang: Lang) -> str:
    """A sentence that can be quoted; it says so where the rate of all cells cannot be estimated."""
    if found.overall is None:
        return say(
            (
                "有的层没有抽查，全体错误率无从估计。",
                "Some strata were not judged, so the rate of all cells is not known.",
            ),
            lang,
        )
    rate = share_text(found.overall, found.level, lang)
    zh = (
        f"从 {found.size:,} 个单元格中分层随机抽取 {found.judged} 个与原文核对，{found.wrong} 个有误；"
        f"按层加权，错误率为 {rate}（Korn–Graubard 精确区间；gongkai-extract {version}）。"
    )
    en = (
        f"Of {found.size:,} cells, {found.judged} drawn at random by strata were compared with the documents and "
        f"{found.wrong} found wrong: a weighted error rate of {rate}, Korn–Graubard exact interval (gongkai-extract {version})."
    )
    return say((zh, en), lang)
