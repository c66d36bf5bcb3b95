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
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from multiprocessing.pool import Pool
from pathlib import Path

import docx as python_docx
import pypdfium2
from lxml import etree

from bench.accuracy import Score, score, table
from bench.dress import Dress, W, any_dress, dressed, from_tika, text_of
from bench.generator import Generated, make
from bench.generator.layouts.docx import docx
from extract.forms.form import GRID_NAMES, load_forms
from extract.pipeline import read
from extract.reading import Reading

BATCH = 20
_SECONDS_A_BATCH = 300


# ── LibreOffice ────────────────────────────────────────────────────────────────────────────────────────


def convert(files: Sequence[Path], kind: str, out: Path) -> dict[Path, Path]:
    """The files as ``docx`` or ``pdf`` by LibreOffice, many in one call; what it could not convert is left out."""
    program = shutil.which("soffice")
    if program is None:
        raise SystemExit("soffice is not installed (Debian: apt-get install libreoffice-writer fonts-noto-cjk)")
    with tempfile.TemporaryDirectory() as profile:
        # a profile of its own: two calls at once would hand their files to one office
        command = [program, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--convert-to", kind]
        command += ["--outdir", str(out), *map(str, files)]
        with suppress(subprocess.TimeoutExpired):  # what was written until then counts
            subprocess.run(command, check=False, capture_output=True, timeout=_SECONDS_A_BATCH)
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
            target.add_paragraph(text_of(block))
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
                text = "\n".join(text_of(p) for p in cell.findall(f"{W}p"))
                (cells[number][column].merge(last) if across > 1 else last).text = text
            column += across


def _harm(report: Generated, pdf: Path) -> str:
    """What LibreOffice did to the figures: " lost", " broken" over two lines of a narrow cell, or nothing.

    It can drop a whole table whose merged header ends a page. Such files are scored apart.
    """
    document = pypdfium2.PdfDocument(pdf)  # type: ignore[no-untyped-call]
    found = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()  # type: ignore[no-untyped-call]
    printed = [cell.printed for cell in report.truth.cells.values()]
    if sum(map(str.isdigit, found)) < sum(sign.isdigit() for text in printed for sign in text):
        return " lost"
    wanted, whole = (Counter(re.findall(r"\d+", text)) for text in ("\t".join(printed), found))
    return " broken" if wanted - whole else ""


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
    reports = [_generated(seed, "docx") for seed in seeds]
    scores: list[tuple[str, Score]] = []
    with tempfile.TemporaryDirectory() as folder:
        for ruled, kind in ((True, "docx"), (True, "pdf"), (False, "pdf")):
            work = Path(folder) / f"{kind}-{ruled}"
            (work / "out").mkdir(parents=True)
            files = {work / f"{report.seed}.docx": report for report in reports}
            for file, report in files.items():
                file.write_bytes(dressed(report.data, any_dress(report.seed, ruled=ruled)))
            made = convert(list(files), kind, work / "out")
            name = f"libreoffice {kind}{'' if ruled else '-unruled'}"
            for file, report in files.items():
                harm = " lost" if file not in made else _harm(report, made[file]) if kind == "pdf" else ""
                if harm == " lost":
                    scores.append((name + harm, Score(reports=1)))
                else:
                    scores.append(_score(report, name + harm, made[file].read_bytes(), keep))
    return scores


def _by_libraries(seeds: Sequence[int], keep: Path | None) -> list[tuple[str, Score]]:
    scores = []
    for seed in seeds:
        report = _generated(seed, "docx")
        scores.append(_score(report, "python-docx docx", by_python_docx(report.data), keep))
        for layout in (("pdf-ruled", "pdf-double", "pdf-cut")[seed % 3], "pdf-unruled"):
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
            print(f"{sum(one.reports for one in found.values())} files", file=sys.stderr, flush=True)
    return found


def main() -> int:
    """The command; exit status 1 when readings differ or a cell is silently wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", type=Path, nargs="?", help="a report as text in the layout tika")
    parser.add_argument("--out", type=Path, default=Path(), help="where its DOCX and PDF go")
    parser.add_argument("--top", type=int, default=1440, help="its top margin, which says where pages cut rows")
    parser.add_argument("--font", help="its font, which decides how large the PDF is")
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--reports", type=int, default=40, help="how many reports")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="a folder for the files with cells that are not right")
    parser.add_argument("--examples", type=int, default=20)
    chosen = parser.parse_args()
    if chosen.text:
        fonts = {"font": chosen.font, "latin": chosen.font} if chosen.font else {}
        dress = Dress(headers=True, shaded=True, margins=(1440, chosen.top), **fonts)
        return _one_text(chosen.text, chosen.out, dress)
    found = run(chosen.seed, chosen.reports, chosen.jobs, chosen.keep)
    print(table(found))
    for example in [text for one in found.values() for text in one.examples][: chosen.examples]:
        print("  " + example)
    return int(any(one.cells["silent"] for one in found.values()))


if __name__ == "__main__":
    sys.exit(main())
