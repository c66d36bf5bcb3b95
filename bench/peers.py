"""Peers beside this reader on the same generated files: share of cells right, wrong and lost, and time a report.

    python -m bench.peers --reports 20 --office

A peer gives tables as rows of texts; which outcome a row holds is then told by its label, which column a figure
belongs to by its order. That much any script would do with its tables. Peers that are not installed are left out:
pdfplumber and python-docx come with this project, PyMuPDF, camelot and docx2python do not.
"""

import argparse
import importlib.util
import io
import statistics
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TypeAlias

from rapidfuzz import fuzz

from bench.accuracy import score
from bench.dress import any_dress, dressed
from bench.generator import Generated, Truth, make
from bench.generator.amounts import disclosure_key
from bench.generator.equations import appeal_key, application_key
from bench.generator.labels import APPLICANT_KEYS, CHANNEL_KEYS, RESULT_KEYS, blocks_of, rows_of
from bench.office import convert

Tables: TypeAlias = Sequence[Sequence[Sequence[str | None]]]
"""Rows of texts; None is a field that a merged cell covers."""
LAYOUTS = ("docx", "pdf-ruled", "pdf-double", "pdf-cut", "pdf-unruled")
_ALIKE = 88
_APPEALS = 15


# ── what each peer gives ───────────────────────────────────────────────────────────────────────────────


def by_pdfplumber(data: bytes) -> Tables:
    """pdfplumber with its own settings."""
    pdfplumber = import_module("pdfplumber")
    with pdfplumber.open(io.BytesIO(data)) as document:
        return [found for page in document.pages for found in page.extract_tables()]


def by_pymupdf(data: bytes) -> Tables:
    """PyMuPDF with its own settings."""
    pymupdf = import_module("pymupdf")
    with pymupdf.open(stream=data, filetype="pdf") as document:
        return [found.extract() for page in document for found in page.find_tables().tables]


def _by_camelot(data: bytes, flavor: str) -> Tables:
    camelot = import_module("camelot")
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        found = camelot.read_pdf(file.name, pages="all", flavor=flavor)
        return [one.df.to_numpy().tolist() for one in found]


def by_camelot(data: bytes) -> Tables:
    """camelot along ruling lines."""
    return _by_camelot(data, "lattice")


def by_camelot_stream(data: bytes) -> Tables:
    """camelot by gaps between words."""
    return _by_camelot(data, "stream")


def by_python_docx(data: bytes) -> Tables:
    """python-docx; what a merged cell covers to its right is left out."""
    document = import_module("docx").Document(io.BytesIO(data))
    return [[_once(row.cells) for row in one.rows] for one in document.tables]


def _once(cells: Iterable[object]) -> list[str | None]:
    found: dict[int, str | None] = {}
    for cell in cells:
        found[id(cell._tc)] = cell.text  # type: ignore[attr-defined]
    return list(found.values())


def by_docx2python(data: bytes) -> Tables:
    """docx2python, merged cells left as they are."""
    with import_module("docx2python").docx2python(io.BytesIO(data), duplicate_merged_cells=False) as document:
        return [[["\n".join(cell) for cell in row] for row in one] for one in document.body if len(one) > 1]


PEERS: Mapping[str, tuple[str, str, Callable[[bytes], Tables]]] = {
    "python-docx": ("docx", "docx", by_python_docx),
    "docx2python": ("docx", "docx2python", by_docx2python),
    "pdfplumber": ("pdf", "pdfplumber", by_pdfplumber),
    "PyMuPDF": ("pdf", "pymupdf", by_pymupdf),
    "camelot lattice": ("pdf", "camelot", by_camelot),
    "camelot stream": ("pdf", "camelot", by_camelot_stream),
}


# ── from tables to cells ───────────────────────────────────────────────────────────────────────────────


def cells_of(tables: Tables, truth: Truth) -> dict[str, str]:
    """The cells of the form by path, told by the label of a row and the order of its figures."""
    outcomes = {_bare(row.path[-1]): row.key for row in rows_of(truth.form, truth.single_other_row)}
    found: dict[str, str] = {}
    article = 0
    for row in (row for one in tables for row in one):
        texts = [_bare(text or "") for text in row]
        article = _article(texts, truth.form, article)
        columns = len(APPLICANT_KEYS)
        if len(row) == _APPEALS and all(_is_value(text) for text in texts):
            keys = [appeal_key(channel, result) for channel in CHANNEL_KEYS for result in RESULT_KEYS]
            found.update(zip(keys, texts, strict=True))
        elif len(row) > columns and (outcome := _nearest(_label(texts), outcomes)) is not None:
            keys = [application_key(outcome, column) for column in APPLICANT_KEYS]
            found.update(zip(keys, texts[-columns:], strict=True))
        else:
            found |= _disclosure(row, texts, truth.form, article)
    return found


def _disclosure(row: Sequence[str | None], texts: Sequence[str], form: str, article: int) -> dict[str, str]:
    block = blocks_of(form)[article]
    item = _nearest(texts[0] if texts else "", {_bare(label): key for key, label in block.items})
    # fields that a merged cell covers are None, or empty where the peer does not tell
    values = [text for text, raw in zip(texts[1:], row[1:], strict=True) if raw is not None]
    if item is None or len(values) < len(block.measures):
        return {}
    keys = [disclosure_key(block.article, item, measure) for measure, _ in block.measures]
    return dict(zip(keys, values[: len(keys)], strict=True))


def _article(texts: Sequence[str], form: str, before: int) -> int:
    """The block of grid 二 that a row belongs to, by the last title above it."""
    titles = [_bare(block.title) for block in blocks_of(form)]
    return next((titles.index(text) for text in texts if text in titles), before)


def _label(texts: Sequence[str]) -> str:
    """The innermost label of a row of grid 三: the last text before its figures."""
    labels = [text for text in texts[: -len(APPLICANT_KEYS)] if text and not _is_value(text)]
    return labels[-1] if labels else ""


def _nearest(label: str, known: Mapping[str, str]) -> str | None:
    if not label:
        return None
    best = max(known, key=lambda text: fuzz.ratio(text, label))
    return known[best] if fuzz.ratio(best, label) >= _ALIKE else None


def _bare(text: str) -> str:
    return "".join(text.split())


def _is_value(text: str) -> bool:
    return all(sign.isdigit() or sign in ".-/—" for sign in text)


# ── the measurement ────────────────────────────────────────────────────────────────────────────────────


def judge(found: Mapping[str, str], truth: Truth) -> Counter[str]:
    """How many cells are right, wrong and lost; what is printed counts, blanks round it apart."""
    told: Counter[str] = Counter()
    for path, true in truth.cells.items():
        text = found.get(path)
        told["lost" if text is None else "right" if text == _bare(true.printed) else "wrong"] += 1
    return told


def _files(reports: int, seed: int, office: bool) -> Iterable[tuple[str, Generated]]:
    for layout in LAYOUTS:
        for number in range(seed, seed + reports):
            yield layout, make(number, layout=layout, damage=())
    if office:
        yield from _by_office(reports, seed)


def _by_office(reports: int, seed: int) -> Iterable[tuple[str, Generated]]:
    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for number in range(seed, seed + reports):
            report = make(number, layout="docx", damage=())
            file = Path(folder) / f"{number}.docx"
            file.write_bytes(dressed(report.data, any_dress(number)))
            files[file] = report
        out = Path(folder) / "out"
        out.mkdir()
        for kind in ("docx", "pdf"):
            for file, made in convert(list(files), kind, out).items():
                one = files[file]
                yield f"{kind} of LibreOffice", Generated(one.seed, made.name, made.read_bytes(), one.truth)


def measure(files: Iterable[tuple[str, Generated]]) -> dict[tuple[str, str], tuple[Counter[str], list[float]]]:
    """By kind of file and reader: what became of the cells, and the seconds of each report."""
    found: dict[tuple[str, str], tuple[Counter[str], list[float]]] = {}
    there = {name: peer for name, peer in PEERS.items() if importlib.util.find_spec(peer[1]) is not None}
    for kind, report in files:
        own = score(report)
        refused, wrong = own.cells["refused"], own.cells["warned"] + own.cells["silent"]
        right = len(report.truth.cells) - refused - wrong
        _add(found, (kind, "this reader"), Counter(right=right, wrong=wrong, lost=refused), own.seconds)
        for name, (suffix, _, peer) in there.items():
            if kind.startswith(suffix):
                start = time.perf_counter()
                try:
                    cells = cells_of(peer(report.data), report.truth)
                except Exception as error:
                    print(f"{name}: {type(error).__name__}: {error}", file=sys.stderr)
                    cells = {}
                spent = time.perf_counter() - start
                _add(found, (kind, name), judge(cells, report.truth), spent)
    return found


def _add(
    found: dict[tuple[str, str], tuple[Counter[str], list[float]]],
    key: tuple[str, str],
    cells: Counter[str],
    seconds: float,
) -> None:
    told, spent = found.setdefault(key, (Counter(), []))
    told.update(cells)
    spent.append(seconds)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--reports", type=int, default=20, help="how many reports of each kind")
    parser.add_argument("--office", action="store_true", help="files of LibreOffice as well")
    chosen = parser.parse_args()
    warnings.simplefilter("ignore")
    found = measure(_files(chosen.reports, chosen.seed, chosen.office))
    print(f"{'files':20} {'reader':16} reports     right     wrong      lost  ms a report")
    for (kind, name), (told, spent) in found.items():
        shares = "  ".join(f"{100 * told[what] / told.total():7.2f}%" for what in ("right", "wrong", "lost"))
        print(f"{kind:20} {name:16} {len(spent):7d}  {shares}  {1000 * statistics.median(spent):11.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
