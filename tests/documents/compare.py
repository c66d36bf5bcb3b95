"""Invented reports and what they say: each ``<name>.txt`` beside a golden ``<name>.csv``.

``python -m tests.documents.compare`` prints what is read differently from the goldens. A golden that is
missing is written, to be read by a person beside its text; one that is there is never overwritten.
"""

import csv
import io
import sys
from difflib import unified_diff
from pathlib import Path

from extract.cells import Cell
from extract.forms.form import GRID_NAMES, load_forms
from extract.pipeline import read
from extract.reading import Reading

FOLDER = Path(__file__).parent
TEXTS = tuple(sorted(FOLDER.glob("*.txt")))
COLUMNS = ("grid", "row", "column", "state", "value", "reason", "proof", "candidates")


def _number(value: int | float) -> str:
    return str(int(value)) if float(value).is_integer() else str(value)


def _line(cell: Cell) -> tuple[str, ...]:
    return (
        cell.grid,
        cell.row,
        cell.column,
        cell.state,
        "" if cell.value is None else _number(cell.value),
        cell.reason or "",
        cell.proof or "",
        " ".join(map(_number, cell.candidates)),
    )


def table(reading: Reading) -> str:
    """Every cell of a reading as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_line(cell) for name in GRID_NAMES for cell in reading.cells(name))
    return out.getvalue()


def golden(text: Path) -> Path:
    """The golden of a text."""
    return text.with_suffix(".csv")


def difference(text: Path) -> str:
    """How the reading of a text differs from its golden; empty where it does not.

    A golden that is missing is written, and that it was is the difference.
    """
    found = table(read(text, load_forms()))
    kept = golden(text)
    if not kept.exists():
        kept.write_text(found, encoding="utf-8", newline="\n")
        return f"{kept.name} was missing and has been written: read it beside {text.name} before keeping it\n"
    expected = kept.read_text(encoding="utf-8")
    return "".join(unified_diff(expected.splitlines(True), found.splitlines(True), kept.name, "read now", n=0))


def main() -> int:
    """Prints the differences of all texts; 1 where there are any."""
    differences = [difference(text) for text in TEXTS]
    print("".join(differences), end="")
    return int(any(differences))


if __name__ == "__main__":
    sys.exit(main())
