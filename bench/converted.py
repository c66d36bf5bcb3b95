"""Texts that common tools make of Word files and PDFs, read and set beside the truth: what collectors' TXT files are.

    python -m bench.converted --seed 1 --reports 100

Needs what is to be measured: Debian's poppler-utils with poppler-data, pandoc, w3m, lynx and docx2txt. A tool that is not
there is left out. The files are the generator's, half of them with cells left blank, which most of these tools lose.
"""

import argparse
import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

import docx
import pdfplumber
import pypdfium2
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import html

from bench.accuracy import CLASSES, Score, score
from bench.generator import BLANKS, Generated, make

Convert: TypeAlias = Callable[[bytes], str]


@dataclass(frozen=True, slots=True)
class Tool:
    """What makes text of a file of one layout; ``program`` is what has to be installed, "" for a Python package."""

    layout: str
    convert: Convert
    program: str = ""


def _run(*command: str, data: bytes, suffix: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"report{suffix}")
        path.write_bytes(data)
        words = [str(path) if word == "FILE" else word for word in command]
        return subprocess.run(words, capture_output=True, check=True, timeout=60).stdout.decode("utf-8", "replace")


def _of_pdf(*command: str) -> Tool:
    return Tool("pdf-ruled", lambda data: _run(*command, data=data, suffix=".pdf"), command[0])


def _of_docx(*command: str) -> Tool:
    return Tool("docx", lambda data: _run(*command, data=data, suffix=".docx"), command[0])


def _page(data: bytes) -> str:
    """A web page of the file, with ruled tables."""
    body = _run("pandoc", "FILE", "-t", "html", data=data, suffix=".docx").replace("<table>", '<table border="1">')
    return f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'


def _of_page(*command: str) -> Tool:
    return Tool("docx", lambda data: _run(*command, data=_page(data).encode(), suffix=".html"), command[0])


def _words_of_page(separator: str) -> Tool:
    def convert(data: bytes) -> str:
        texts = [text.strip() for text in map(str, html.document_fromstring(_page(data)).itertext())]
        return separator.join(text for text in texts if text)

    return Tool("docx", convert, "pandoc")


def _row_by_row(separator: str) -> Tool:
    """What a short script makes with python-docx: a merged cell stands in each of its fields."""

    def convert(data: bytes) -> str:
        document = docx.Document(io.BytesIO(data))
        lines: list[str] = []
        for block in document.iter_inner_content():
            if isinstance(block, Paragraph):
                lines.append(block.text)
            elif isinstance(block, Table):
                lines += [separator.join(cell.text.replace("\n", "") for cell in row.cells) for row in block.rows]
        return "\n".join(lines)

    return Tool("docx", convert)


def _pdfplumber(data: bytes) -> str:
    with pdfplumber.open(io.BytesIO(data)) as pages:
        return "\n".join(page.extract_text() or "" for page in pages.pages)


def _pypdfium2(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)  # type: ignore[no-untyped-call]
    return "\n".join(page.get_textpage().get_text_range() for page in document)


TOOLS: Mapping[str, Tool] = {
    "pdftotext": _of_pdf("pdftotext", "FILE", "-"),
    "pdftotext -layout": _of_pdf("pdftotext", "-layout", "FILE", "-"),
    "pdftotext -raw": _of_pdf("pdftotext", "-raw", "FILE", "-"),
    "pdfplumber": Tool("pdf-ruled", _pdfplumber),
    "pypdfium2": Tool("pdf-ruled", _pypdfium2),
    "pandoc plain": _of_docx("pandoc", "FILE", "-t", "plain"),
    "pandoc markdown": _of_docx("pandoc", "FILE", "-t", "markdown"),
    "pandoc gfm": _of_docx("pandoc", "FILE", "-t", "gfm"),
    "pandoc rst": _of_docx("pandoc", "FILE", "-t", "rst"),
    "docx2txt": _of_docx("docx2txt", "FILE", "-"),
    "python-docx, tabs": _row_by_row("\t"),
    "python-docx, bars": _row_by_row(" | "),
    "python-docx, blanks": _row_by_row(" "),
    "w3m, 200 columns": _of_page("w3m", "-dump", "-cols", "200", "-O", "UTF-8", "FILE"),
    "w3m, 80 columns": _of_page("w3m", "-dump", "-cols", "80", "-O", "UTF-8", "FILE"),
    "lynx": _of_page("lynx", "-dump", "-width=200", "-display_charset=utf-8", "FILE"),
    "page, a text a line": _words_of_page("\n"),
    "page, glued": _words_of_page(""),
}


def converted(report: Generated, tool: Tool) -> Generated:
    """The report as the text that the tool makes of it."""
    name = f"{Path(report.name).stem}.txt"
    return replace(report, name=name, data=tool.convert(report.data).encode())


def measure(seed: int, reports: int) -> dict[tuple[str, bool], Score]:
    """The scores by tool and by whether cells were left blank."""
    present = {n: tool for n, tool in TOOLS.items() if not tool.program or shutil.which(tool.program)}
    found: dict[tuple[str, bool], Score] = {}
    for number in range(seed, seed + reports):
        blanks = BLANKS[number // 2 % len(BLANKS)] if number % 2 else "none"
        made = {layout: make(number, layout=layout, blanks=blanks) for layout in ("docx", "pdf-ruled")}
        for name, tool in present.items():
            one = score(converted(made[tool.layout], tool))
            found.setdefault((name, blanks != "none"), Score()).add(one)
    return found


def main() -> int:
    """The command; exit status 1 when a cell is wrong and nothing names it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reports", type=int, default=100)
    parser.add_argument("--examples", type=int, default=10, help="how many wrong cells to print")
    chosen = parser.parse_args()
    found = measure(chosen.seed, chosen.reports)
    print(f"{'tool':22} blanks  reports    cells      had  refused  warned  silent")
    for (name, blank), one in sorted(found.items()):
        cells = sum(one.cells.values()) or 1
        had = sum(one.cells[kind] for kind in CLASSES[:3])
        print(
            f"{name:22} {'some' if blank else 'none':7} {one.reports:6d} {cells:8d}  {100 * had / cells:6.2f}%  "
            f"{100 * one.cells['refused'] / cells:6.2f}% {one.cells['warned']:7d} {one.cells['silent']:7d}"
        )
    wrong = [text for one in found.values() for text in one.examples if " silent: " in text or " warned: " in text]
    print("\n".join(wrong[: chosen.examples]))
    return int(any(one.cells["silent"] for one in found.values()))


if __name__ == "__main__":
    sys.exit(main())
