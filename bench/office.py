"""Reports written by LibreOffice, a producer that shares no code with the reader, and how well they are read.

    python -m bench.office REPORT.txt --out DIR       one text as DOCX and PDF; says how the readings compare
    python -m bench.office --seed 1 --reports 500     generated reports by every producer, one table

The text has the layout ``tika``: each cell a line that begins with a tab. The grids are laid on the merged
cells of the official form of 2019 or 2021, dressed with borders, margins and shading, and converted by
``soffice --headless``. python-docx and reportlab are the other producers. Nothing here needs the network.
"""



from bench.generator import TrueCell
from bench.generator.document import Block, Document, Paragraph
from bench.generator.grids import appeals_table, applications_table, disclosure_table

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_BORDERS = (
    ("single", 4), ("single", 2), ("single", 18), ("double", 4), ("double", 12), ("dotted", 4), ("dashed", 4),
    ("dotDash", 6), ("thick", 24), ("triple", 4), ("thinThickSmallGap", 12), ("none", 0),
)  # fmt: skip
_BATCH = 25
_SECONDS_A_BATCH = 300


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
    for line in [*text.splitlines(), "end"]:
        if line.startswith("\t"):
            if not rows or rows[-1] == []:
                rows.append([]) if not rows else None
            rows[-1].append(line[1:])
        elif not line.strip():
            # an empty line ends a row
            if rows and rows[-1]:
                rows.append([])
        elif rows and rows[-1]:
            # a line break inside a cell gives a line without a tab
            rows[-1][-1] += f"\n{line}"
        else:
            if rows:
                blocks.append(_filled(forms.pop(0), [row for row in rows if row]))
                rows = []
            if line != "end":
                blocks.append(Paragraph(line, "prose" if blocks else "title"))
    return Document(tuple(blocks))
