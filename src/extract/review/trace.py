"""trace: from a cell of the tables back to the words it was read from."""

import difflib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.document import Block, Line, Place, Table
from extract.errors import ExtractError, Told, WrongUse
from extract.forms.form import GRID_NAMES, GridName, SlotKey, load_forms
from extract.parts.report import Report
from extract.pipeline import read
from extract.tables.dataset import Dataset, load
from extract.tables.manifest import file_sha256
from extract.tables.rows import place_of
from extract.words.sentences import Phrase
from extract.words.vocabulary import CELL_COLUMNS, COLUMN_COLUMNS, ROW_COLUMNS

Record = dict[str, object]

_AROUND = 3
"""Lines shown before and after the one that was read."""
_FAR = 20
"""So many lines before it are searched for the label of a figure that stands on a line of its own."""
_WORD = re.compile(r"[^\W\d_]")
_LONG = 160
"""Characters of a line that are shown; a text whose tags were stripped may be one line in all."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of the text or a row of the table near the cell: its number, and whether it is the one."""

    number: int
    text: str
    here: bool


@dataclass(frozen=True, slots=True)
class Trace:
    """A cell with all that is known of it: its row in the table, its report, its equations, its source.

    ``lines`` is empty where the source was not found or has changed; ``missing`` says so then.
    """

    path: str
    grid: GridName
    report: Record
    cell: Record
    labels: tuple[str, str]
    checks: tuple[Record, ...]
    lines: tuple[SourceLine, ...]
    missing: Phrase | None

    @property
    def place(self) -> Place:
        """Where the cell stands."""
        return place_of(self.cell)


def trace(out: str | Path, report: str, cell: str, raw: str | Path | None = None) -> Trace:
    """Follows a cell such as ``applications/new/natural_person`` back to its source.

    ``report`` is a report_id, the beginning of one, or a path as in ``sources`` or its end.
    ``raw`` is where the files are now; without it, where the last run found them. Raises
    `WrongUse` when report or cell are not to be found, and says what is.
    """
    dataset = load(out)
    grid, row, column = _cell_name(cell)
    source = _source(dataset, report)
    report_id = str(source["report_id"])
    cells = dataset.arrow(grid, report_id).to_pylist()
    names = {_path(grid, record): record for record in cells}
    if cell not in names:
        raise WrongUse(*_no_such_cell(cell, list(names)))
    found = names[cell]
    lines, missing = _source_lines(dataset.path, source, found, None if raw is None else Path(raw))
    form = found["form"] or load_forms().all[0].id
    checks = tuple(_checks(dataset, report_id, grid, str(form), (row, column)))
    return Trace(
        str(source["path"]),
        grid,
        dataset.arrow("reports", report_id).to_pylist()[0],
        found,
        (str(found[f"{ROW_COLUMNS[grid]}_label"]), str(found[f"{COLUMN_COLUMNS[grid]}_label"])),
        checks,
        lines,
        missing,
    )


def _path(grid: GridName, record: Record) -> str:
    return "/".join([grid, *(str(record[key] or "") for key in CELL_COLUMNS[grid])])


def _cell_name(cell: str) -> tuple[GridName, str, str]:
    """Grid, row key and column key of a cell's name."""
    parts = cell.split("/")
    grid = next((name for name in GRID_NAMES if name == parts[0]), None)
    if grid is None or len(parts) != len(CELL_COLUMNS[grid]) + 1:
        raise WrongUse(
            f"“{cell}”不是单元格的名称；名称写成 applications/new/natural_person、appeals/reconsideration/total、"
            "disclosure/20.1/rules/made 的样子",
            f"{cell!r} names no cell; cells are named like applications/new/natural_person, "
            "appeals/reconsideration/total or disclosure/20.1/rules/made",
        )
    return grid, "/".join(parts[1:-1]), parts[-1]


def _no_such_cell(cell: str, names: Sequence[str]) -> Told:
    row = cell.rpartition("/")[0]
    near = [name for name in names if name.rpartition("/")[0] == row]
    near = near or difflib.get_close_matches(cell, names, 3)
    zh, en = (f"；有 {'、'.join(near)}", f"; there is {', '.join(near)}") if near else ("", "")
    return Told(f"报告里没有单元格 {cell}{zh}", f"the report has no cell {cell}{en}")


def _checks(dataset: Dataset, report_id: str, grid: GridName, form: str, key: SlotKey) -> Iterator[Record]:
    """The report's equations that the cell takes part in."""
    own = load_forms().get(form).grid(grid)
    every = (*own.equations(), *own.equations(merged=True))
    with_cell = {(e.check, e.scope) for e in every if key in (*e.left, *e.right)}
    for record in dataset.arrow("checks", report_id).to_pylist():
        if (record["check"], record["scope"]) in with_cell:
            yield record


def _source(dataset: Dataset, report: str) -> Record:
    """The row of ``sources`` that ``report`` means; of a duplicate, the file it is a duplicate of."""
    sources = dataset.arrow("sources").to_pylist()
    matches = [s for s in sources if s["path"] == report]
    if not matches:
        matches = [s for s in sources if str(s["report_id"] or "").startswith(report.lower())]
    if not matches:
        matches = [s for s in sources if str(s["path"]).endswith(f"/{report.removeprefix('./')}")]
    if not matches:
        paths = [str(s["path"]) for s in sources]
        near = [path for path in paths if report in path][:3] or difflib.get_close_matches(report, paths, 3)
        hint = f"; did you mean {', '.join(near)}?" if near else "; `sources` lists what there is"
        hint_zh = f"；是不是 {'、'.join(near)}？" if near else "；`sources` 里列有全部文件"
        raise WrongUse(f"{dataset.path} 里没有报告 {report}{hint_zh}", f"no report {report!r} in {dataset.path}{hint}")
    if len(matches) > 1:
        some = ", ".join(f"{s['path']} ({s['report_id'] or s['status']})" for s in matches[:5])
        raise WrongUse(
            f"{report} 可能是 {len(matches)} 个文件中的任一个：{some}；请写得更全一些",
            f"{report!r} may be any of {len(matches)} files: {some}; give more of it",
        )
    source = matches[0]
    if source["status"] == "duplicate":
        source = next(s for s in sources if s["sha256"] == source["sha256"] and s["status"] != "duplicate")
    if source["status"] != "extracted":
        raise WrongUse(
            f"{source['path']} 没有读出来（{source['status']}）：{source['message_zh']}",
            f"{source['path']} was not read ({source['status']}): {source['message']}",
        )
    return source


# ── the source ──────────────────────────────────────────────────────────────────────────────────────


def _source_lines(
    out: Path, source: Record, cell: Record, raw: Path | None
) -> tuple[tuple[SourceLine, ...], Phrase | None]:
    """The lines round the cell, and else why there are none."""
    report = source_report(out, source, raw)
    if not isinstance(report, Report):
        return (), report
    lines = lines_of(report, cell)
    return lines, None if lines else ("原文中没有这个单元格。", "The cell has no place in the text.")


def lines_of(report: Report, cell: Record) -> tuple[SourceLine, ...]:
    """The lines of a report round one of its cells, given as its row of the grid's table."""
    return tuple(_near(report, place_of(cell), str(cell["raw"])))


def source_report(out: Path, source: Record, raw: Path | None) -> Report | Phrase:
    """The report behind a row of ``sources``, read again from its file; else why it cannot be."""
    path = str(source["path"])
    name = path.rpartition("/")[2]
    changed = None
    for file in _candidates(out, path, raw):
        if not file.is_file():
            continue
        if file_sha256(file) != source["sha256"]:
            changed = (f"{file} 在提取之后有改动。", f"{file} has changed since it was read.")
            continue
        try:
            return read(file).report
        except ExtractError as error:
            return (f"{file} 无法再次读取：{error}", f"{file} could not be read again: {error}")
    lost = (
        f"未找到 {name}；用 --raw DIR 指明文件所在。",
        f"{name} was not found; --raw DIR says where the files are.",
    )
    return changed or lost


def _candidates(out: Path, path: str, raw: Path | None) -> Iterator[Path]:
    """Where the file may be: ``path`` begins inside RAW, or with its name or the names above it."""
    for root in _roots(out) if raw is None else [raw]:
        if root.name == path.rpartition("/")[2]:
            yield root
        for base in (root, *root.absolute().parents):
            yield base / path


def _roots(out: Path) -> list[Path]:
    """The RAWs of the last run, from its log."""
    for log in sorted((out / "runs").glob("*.json"), reverse=True):
        try:
            return [Path(raw) for raw in json.loads(log.read_text(encoding="utf-8"))["raw"]]
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return []


def _near(report: Report, place: Place, raw: str) -> Iterator[SourceLine]:
    """The lines round a place, or the rows of a table with the cell in brackets."""
    blocks: list[Block] = [*report.preamble, *(b for section in report.sections for b in section.blocks)]
    if place.table_no is not None and place.row_no is not None:
        for table in blocks:
            if isinstance(table, Table) and table.number == place.table_no:
                yield from _table_rows(table, place.row_no, place.column_no)
    elif place.line is not None:
        lines = [b for b in blocks if isinstance(b, Line)]
        first, last = _first(lines, place.line), place.line + _AROUND
        near = [line for line in lines if first <= line.number <= last]
        # several lines have one number where a heading was cut from its text
        printed = any(raw in line.text for line in near if line.number == place.line)
        for line in near:
            here = line.number == place.line and (raw in line.text or not printed)
            yield SourceLine(line.number, _excerpt(line.text, raw if here else ""), here)


def _first(lines: Sequence[Line], at: int) -> int:
    """Where to begin: with figures a line each, at the words before them, which say what row they are in."""
    words = [line.number for line in lines if at - _FAR <= line.number <= at and _WORD.search(line.text)]
    return min(at - _AROUND, max(words, default=at))


def _excerpt(text: str, raw: str) -> str:
    """A long line cut to what stands round ``raw``, or to its beginning."""
    if len(text) <= _LONG:
        return text
    start = max(0, text.find(raw) - _LONG // 2) if raw else 0
    end = start + _LONG
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def _table_rows(table: Table, row_no: int, column_no: int | None) -> Iterator[SourceLine]:
    for number in range(max(1, row_no - _AROUND), min(table.rows, row_no + 1) + 1):
        texts = []
        for cell in sorted(table.cells, key=lambda cell: cell.column):
            if cell.row < number <= cell.row + cell.row_span:
                text = " ".join(cell.text.split())
                here = number == row_no and cell.column + 1 == column_no
                texts.append(f"[{text}]" if here else text)
        yield SourceLine(number, " │ ".join(texts), number == row_no)
