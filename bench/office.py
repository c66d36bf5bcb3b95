"""Reports written by LibreOffice, a producer that shares no code with the reader, and how well they are read.

    python -m bench.office REPORT.txt --out DIR       one text as DOCX and PDF, and how the readings compare
    python -m bench.office --seed 1 --reports 500     generated reports by every producer, one table

The text has the layout ``tika``: each cell a line that begins with a tab. Its grids are laid on the merged
cells of the official form, dressed with borders, margins and shading, and converted by ``soffice --headless``.
The other producers are python-docx and reportlab.
"""

import argparse
import io
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from multiprocessing.pool import Pool
from pathlib import Path
from random import Random

import docx as python_docx
import pypdfium2
from lxml import etree

from bench.accuracy import Score, score, table
from bench.generator import Generated, TrueCell, make
from bench.generator.document import Block, Cell, Document, Paragraph, Row, Table
from bench.generator.grids import appeals_table, applications_table, disclosure_table
from bench.generator.layouts.docx import docx
from extract.forms import GRID_NAMES, load_forms
from extract.pipeline import Reading, read

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BATCH = 20
_SECONDS_A_BATCH = 300
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
# kind and thickness in eighths of a point
_BORDERS = (
    ("single", 4), ("single", 2), ("single", 18), ("double", 4), ("double", 12), ("dotted", 4), ("dashed", 4),
    ("dotDash", 6), ("thick", 24), ("triple", 4), ("thinThickSmallGap", 12), ("inset", 6),
)  # fmt: skip


# ── one text as Word source ────────────────────────────────────────────────────────────────────────────


class _AnyCell(dict[str, TrueCell]):
    """Values for a form that is wanted for its merged cells only."""

    def __missing__(self, key: str) -> TrueCell:
        return TrueCell(0, "0")


def from_tika(text: str, form: str) -> Document:
    """The document that a text of the layout tika was made of, its grids on the merged cells of the form.

    Raises ValueError where the cells of a grid are not those of the form.
    """
    empty = _AnyCell()
    forms = [disclosure_table(form, empty), applications_table(form, False, empty), appeals_table(empty)]
    blocks: list[Block] = []
    rows: list[list[str]] = []
    for part in re.split(r"\n{2,}", text.replace("\r\n", "\n").strip("\n")):
        before, _, cells = f"\n{part}".partition("\n\t")
        paragraphs = [line for line in before.split("\n") if line.strip()]
        if paragraphs and rows:
            blocks.append(_filled(forms.pop(0), rows))
            rows = []
        for line in paragraphs:
            blocks.append(Paragraph(line, "prose" if blocks else "title"))
        if cells or not paragraphs:
            rows.append(cells.split("\n\t"))
    if rows:
        blocks.append(_filled(forms.pop(0), rows))
    return Document(tuple(blocks))


def _filled(form: Table, rows: Sequence[Sequence[str]]) -> Table:
    """The form's table with these texts in its cells; continued cells have none."""
    shapes = [row for row in form.rows if isinstance(row, Row)]
    if [len(row.cells) for row in shapes] != [len(row) for row in rows]:
        raise ValueError(f"{form.grid}: rows of {[len(row) for row in rows]} cells are not those of the form")
    return replace(
        form,
        rows=tuple(
            Row(tuple(_with(cell, text) for cell, text in zip(shape.cells, row, strict=True)), shape.part)
            for shape, row in zip(shapes, rows, strict=True)
        ),
    )


def _with(cell: Cell, text: str) -> Cell:
    return cell if cell.continued else replace(cell, text=text)


# ── dress ──────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Dress:
    """How the Word file is to look; lengths in twentieths of a point."""

    border: tuple[str, int] = ("single", 4)
    margins: tuple[int, int] = (1440, 1440)
    landscape: bool = False
    shaded: bool = False
    headers: bool = False
    wide_labels: bool = False
    row_height: int = 0
    size: int = 21
    own_borders: bool = False
    upright: bool = False

    @property
    def name(self) -> str:
        """Its borders, for the table of scores."""
        return "unruled" if self.border[0] == "none" else self.border[0]


def any_dress(seed: int, *, ruled: bool = True) -> Dress:
    """A dress by chance; margins of every size let the pages cut every row once."""
    rng = Random(f"{seed}/dress/{ruled}")
    return Dress(
        border=rng.choice(_BORDERS) if ruled else ("none", 0),
        margins=(rng.randrange(500, 1900), rng.randrange(500, 4500)),
        landscape=rng.random() < 0.25,
        shaded=rng.random() < 0.4,
        headers=rng.random() < 0.5,
        wide_labels=rng.random() < 0.5,
        row_height=rng.choice((0, 0, 300, 480, 620)),
        size=rng.choice((15, 18, 21, 24)),
        own_borders=rng.random() < 0.3,
        upright=rng.random() < 0.2,
    )


def dressed(data: bytes, dress: Dress) -> bytes:
    """The Word file of the generator with another look."""
    source = zipfile.ZipFile(io.BytesIO(data))
    parts = {name: source.read(name) for name in source.namelist()}
    root = etree.fromstring(parts["word/document.xml"])
    width = _set_page(root, dress)
    for grid in root.iter(f"{W}tbl"):
        _dress_table(grid, dress, width)
    for run in root.iter(f"{W}r"):
        run.insert(0, _run_properties(dress))
    parts["word/document.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _element(tag: str, **attributes: object) -> etree._Element:
    return etree.Element(f"{W}{tag}", {f"{W}{name.rstrip('_')}": str(value) for name, value in attributes.items()})


def _run_properties(dress: Dress) -> etree._Element:
    made = _element("rPr")
    made.append(_element("rFonts", ascii="Liberation Serif", hAnsi="Liberation Serif", eastAsia="Noto Serif CJK SC"))
    made.append(_element("sz", val=dress.size))
    return made


def _set_page(root: etree._Element, dress: Dress) -> int:
    """Sets the page; gives the width of its text."""
    wide, high = (16838, 11906) if dress.landscape else (11906, 16838)
    section = next(root.iter(f"{W}sectPr"))
    section.clear()
    size = _element("pgSz", w=wide, h=high)
    if dress.landscape:
        size.set(f"{W}orient", "landscape")
    section.append(size)
    side, top = dress.margins
    section.append(_element("pgMar", left=side, right=side, top=min(top, high // 3), bottom=1200, header=600, footer=600))
    return wide - 2 * side


def _dress_table(grid: etree._Element, dress: Dress, width: int) -> None:
    kind, thickness = dress.border
    borders = next(grid.iter(f"{W}tblBorders"))
    borders[:] = [_element(side, val=kind, sz=thickness, space=0, color="000000") for side in _SIDES]
    columns = list(grid.iter(f"{W}gridCol"))
    # label columns of the official form are wider than those of figures
    shares = [2.2 if dress.wide_labels and 4 < len(columns) < 12 and i < 3 else 1.0 for i in range(len(columns))]
    widths = [int(width * share / sum(shares)) for share in shares]
    for column, wide in zip(columns, widths, strict=True):
        column.set(f"{W}w", str(wide))
    next(grid.iter(f"{W}tblW")).set(f"{W}w", str(sum(widths)))
    for number, row in enumerate(grid.findall(f"{W}tr")):
        header = number < (3 if len(columns) > 4 else 0)
        _dress_row(row, dress, header=header)


def _dress_row(row: etree._Element, dress: Dress, *, header: bool) -> None:
    properties = _element("trPr")
    if dress.row_height:
        properties.append(_element("trHeight", val=dress.row_height))
    if header and dress.headers:
        properties.append(_element("tblHeader"))
    if len(properties):
        row.insert(0, properties)
    kind, thickness = dress.border
    for cell in row.findall(f"{W}tc"):
        inner = cell.find(f"{W}tcPr")
        if inner is None:
            inner = _element("tcPr")
            cell.insert(0, inner)
        if dress.own_borders:
            own = _element("tcBorders")
            own.extend(_element(side, val=kind, sz=thickness, space=0, color="auto") for side in _SIDES[:4])
            inner.append(own)
        if dress.shaded and (header or cell is row[0]):
            inner.append(_element("shd", val="clear", color="auto", fill="D9E2F3"))
        if dress.upright and "".join(cell.itertext()).startswith("三、"):
            inner.append(_element("textDirection", val="tbRlV"))
        inner.append(_element("vAlign", val="center"))


# ── LibreOffice ────────────────────────────────────────────────────────────────────────────────────────


def convert(files: Sequence[Path], kind: str, out: Path) -> dict[Path, Path]:
    """The files as ``docx`` or ``pdf`` by LibreOffice, many in one call; what it could not convert is left out."""
    program = shutil.which("soffice")
    if program is None:
        raise SystemExit("soffice is not installed (Debian: apt-get install libreoffice-writer fonts-noto-cjk)")
    with tempfile.TemporaryDirectory() as profile:
        # a profile of its own: two calls at once would hand their files to one office
        command = [program, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--convert-to", kind]
        try:
            subprocess.run(
                [*command, "--outdir", str(out), *map(str, files)],
                check=False, capture_output=True, timeout=_SECONDS_A_BATCH,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            pass  # what was written until then counts
    made = {file: out / f"{file.stem}.{kind}" for file in files}
    return {file: result for file, result in made.items() if result.is_file()}


def write_both(text: Path, form: str, dress: Dress, out: Path) -> dict[str, Path]:
    """A text of the layout tika as DOCX and PDF of LibreOffice in the folder ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{text.stem}.docx"
        source.write_bytes(dressed(docx(from_tika(text.read_text(encoding="utf-8-sig"), form)), dress))
        made = {kind: convert([source], kind, out) for kind in ("docx", "pdf")}
    return {kind: files[source] for kind, files in made.items()}


def compare(first: Reading, second: Reading) -> list[str]:
    """Where two readings of one report differ in a cell or a finding; places and the text round a figure apart."""
    said = []
    for name in GRID_NAMES:
        for one, other in zip(first.cells(name), second.cells(name), strict=True):
            if (one.path, one.state, one.value, one.unit) != (other.path, other.state, other.value, other.unit):
                said.append(f"{one.path}: {one.state} {one.value}, and {other.state} {other.value}")
    findings = [{(f.kind, f.cell, f.message_zh) for f in reading.findings} for reading in (first, second)]
    return said + [f"finding {kind} {cell}: {text}" for kind, cell, text in sorted(findings[0] ^ findings[1], key=str)]


def _one_text(text: Path, out: Path, dress: Dress) -> int:
    first = read(text, load_forms())
    wrong = 0
    for kind, file in write_both(text, first.form or "2019", dress, out).items():
        second = read(file, load_forms())
        said = compare(first, second)
        cells = sum(len(first.cells(name)) for name in GRID_NAMES)
        print(
            f"{kind}: {cells} cells, {len(second.findings)} findings, {second.pages} pages, {file.stat().st_size} bytes, "
            f"second reader: {second.second_reader}; differences: {len(said)}"
        )
        print("".join(f"  {line}\n" for line in said), end="")
        wrong += len(said)
    return int(wrong > 0)


# ── many reports ───────────────────────────────────────────────────────────────────────────────────────


def by_python_docx(data: bytes) -> bytes:
    """The Word file of the generator written once more by python-docx, merged cells and all."""
    target = python_docx.Document()
    body = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))[0]
    for block in body:
        if block.tag == f"{W}p":
            target.add_paragraph("".join(block.itertext()))
        elif block.tag == f"{W}tbl":
            _table_by_python_docx(target, block)
    result = io.BytesIO()
    target.save(result)
    return result.getvalue()


def _table_by_python_docx(target: "python_docx.document.Document", grid: etree._Element) -> None:
    rows = grid.findall(f"{W}tr")
    made = target.add_table(len(rows), len(list(grid.iter(f"{W}gridCol"))), style="Table Grid")
    cells = [[made.cell(r, c) for c in range(len(made.columns))] for r in range(len(rows))]
    starts: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(rows):
        column = 0
        for cell in row.findall(f"{W}tc"):
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            across = 1 if span is None else int(span.get(f"{W}val", "1"))
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            last = cells[number][column + across - 1]
            if merge is not None and merge.get(f"{W}val") is None:
                top, left = starts[column]
                cells[top][left].merge(last)
            else:
                starts[column] = (number, column)
                text = "\n".join("".join(p.itertext()) for p in cell.findall(f"{W}p"))
                (cells[number][column].merge(last) if across > 1 else last).text = text
            column += across


def _lost(source: bytes, pdf: Path) -> bool:
    """Whether LibreOffice left figures out of the PDF: it can drop a table whose merged header ends a page."""
    xml = zipfile.ZipFile(io.BytesIO(source)).read("word/document.xml").decode()
    wanted = sum(sign.isdigit() for sign in re.sub(r"<[^>]*>", "", xml))
    document = pypdfium2.PdfDocument(pdf)
    found = sum(sign.isdigit() for page in document for sign in page.get_textpage().get_text_range())
    document.close()
    return found < wanted


def _generated(seed: int, layout: str) -> Generated:
    return make(seed, layout=layout, damage=())


def _score(report: Generated, name: str, data: bytes, keep: Path | None) -> tuple[str, Score]:
    """The score of a report as this file holds it; files with a wrong cell are kept."""
    suffix = ".pdf" if "pdf" in name.split()[1] else ".docx"
    truth = replace(report.truth, layout=name, bounds_kept=True)
    found = score(replace(report, name=f"{report.seed}{suffix}", data=data, truth=truth))
    if keep is not None and (found.cells["silent"] or found.cells["warned"] or found.cells["refused"]):
        keep.mkdir(parents=True, exist_ok=True)
        (keep / f"{name.replace(' ', '-')}-{report.seed}{suffix}").write_bytes(data)
    return name, found


def _by_libreoffice(seeds: Sequence[int], keep: Path | None) -> list[tuple[str, Score]]:
    reports = {seed: _generated(seed, "docx") for seed in seeds}
    scores: list[tuple[str, Score]] = []
    with tempfile.TemporaryDirectory() as folder:
        for ruled, kind in ((True, "docx"), (True, "pdf"), (False, "docx"), (False, "pdf")):
            work = Path(folder) / f"{kind}-{ruled}"
            work.mkdir()
            files = {work / f"{seed}.docx": report for seed, report in reports.items()}
            for file, report in files.items():
                file.write_bytes(dressed(report.data, any_dress(report.seed, ruled=ruled)))
            (work / "out").mkdir()
            made = convert(list(files), kind, work / "out")
            name = f"libreoffice {kind}{'' if ruled else '-unruled'}"
            for file, report in files.items():
                if file not in made or (kind == "pdf" and _lost(file.read_bytes(), made[file])):
                    scores.append((f"{name} lost by it", Score(reports=1)))
                else:
                    scores.append(_score(report, name, made[file].read_bytes(), keep))
    return scores


def _by_libraries(seeds: Sequence[int], keep: Path | None) -> list[tuple[str, Score]]:
    scores = []
    for seed in seeds:
        report = _generated(seed, "docx")
        scores.append(_score(report, "python-docx docx", by_python_docx(report.data), keep))
        for layout in ("pdf-ruled", "pdf-double", "pdf-cut", "pdf-unruled"):
            drawn = _generated(seed, layout)
            scores.append(_score(drawn, f"reportlab {layout}", drawn.data, keep))
    return scores


def _batch(job: tuple[Sequence[int], Path | None]) -> list[tuple[str, Score]]:
    return _by_libreoffice(*job) + _by_libraries(*job)


def run(seed: int, reports: int, jobs: int, keep: Path | None) -> dict[str, Score]:
    """The scores by producer and format."""
    every = range(seed, seed + reports)
    work = [(every[start : start + BATCH], keep) for start in range(0, reports, BATCH)]
    found: dict[str, Score] = {}
    with Pool(jobs) as pool:
        for scores in pool.imap_unordered(_batch, work):
            for name, one in scores:
                found.setdefault(name, Score()).add(one)
    return found


def main() -> int:
    """The command; exit status 1 when readings differ or a cell is silently wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", type=Path, nargs="?", help="a report as text in the layout tika")
    parser.add_argument("--out", type=Path, default=Path(), help="where its DOCX and PDF go")
    parser.add_argument("--top", type=int, default=1440, help="its top margin, which says where pages cut rows")
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--reports", type=int, default=40, help="how many reports")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="a folder for the files with cells that are not right")
    parser.add_argument("--examples", type=int, default=20)
    chosen = parser.parse_args()
    if chosen.text:
        return _one_text(chosen.text, chosen.out, Dress(headers=True, shaded=True, margins=(1440, chosen.top)))
    found = run(chosen.seed, chosen.reports, chosen.jobs, chosen.keep)
    print(table(found))
    for example in [text for one in found.values() for text in one.examples][: chosen.examples]:
        print("  " + example)
    return int(any(one.cells["silent"] for one in found.values()))


if __name__ == "__main__":
    sys.exit(main())
