"""Layouts that print a row in a line with pipes: `pipes`, `pipes-spans`, `markdown`."""

from __future__ import annotations

from random import Random

from ..document import Cell, Document, Note, Paragraph, Row, Table, is_values


def _joined(texts: list[str]) -> str:
    """Cells with " |" after each; a blank cell is the pipe alone."""
    return " ".join(f"{text} |" if text else "|" for text in texts)


def _shown(row: Row) -> list[str]:
    return [cell.text.replace("\n", " ") for cell in row.cells if not cell.continued]


def pipes(document: Document, rng: Random) -> str:
    """A row in a line, cells that continue one from above missing."""
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
            continue
        lines += [row.text if isinstance(row, Note) else _joined(_shown(row)) for row in block.rows]
    return "\n".join([*lines, ""])


def pipes_spans(document: Document, rng: Random) -> str:
    """As `pipes`, with a pipe for every grid column in which no cell begins at the end of the row.

    Now and then these pipes are missing, and the header cells of a block end in a line break.
    """
    broken_headers = rng.random() < 0.4
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
            continue
        for row in block.rows:
            if isinstance(row, Note):
                lines.append(row.text)
                continue
            texts = _shown(row)
            covered = block.width - len(texts)
            header = block.grid == "disclosure" and len(texts) > 1 and not is_values(row)
            if header and broken_headers:
                lines.append(texts[0] + " | " + "\n| ".join([*texts[1:], ""]).rstrip(" "))
            elif covered and rng.random() >= 0.04:
                lines.append(f"{_joined(texts)} {'|' * covered}")
            else:
                lines.append(_joined(texts))
    return "\n".join([*lines, ""])


def markdown(document: Document, rng: Random) -> str:
    """Tables with |---| rules, each grid cut into several small tables; line breaks print as <br> or blank.

    A cell that continues another is empty, or shows the label again.
    """
    repeated = rng.random() < 0.4
    breaks = rng.choice(("<br>", " ", ""))
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            prefix = "## " if block.role == "heading" else "# " if block.role == "title" else ""
            lines += [f"{prefix}{block.text}", ""]
        else:
            lines += _markdown_table(block, rng, repeated, breaks)
    return "\n".join(lines)


def _markdown_table(table: Table, rng: Random, repeated: bool, breaks: str) -> list[str]:
    lines: list[str] = []
    left = 0
    above = [""] * table.width
    for row in table.rows:
        if isinstance(row, Note):
            lines += ["", row.text]
            left = 0
            continue
        above = _grid_texts(row, above, repeated)
        cells = [text.replace("\n", breaks).replace("|", "/") for text in above]
        if left == 0:
            left = rng.randint(4, 12)
            lines += ["", f"| {' | '.join(cells)} |", "|" + "---|" * table.width]
        else:
            lines.append(f"| {' | '.join(cells)} |")
        left -= 1
        if not repeated:
            above = [""] * table.width
    return [*lines, ""]


def _grid_texts(row: Row, above: list[str], repeated: bool) -> list[str]:
    """The texts of a row by grid column; spans show their label again where labels are repeated."""
    texts: list[str] = []
    for cell in row.cells:
        texts += _span_texts(cell, above[len(texts) : len(texts) + cell.across], repeated)
    return texts


def _span_texts(cell: Cell, above: list[str], repeated: bool) -> list[str]:
    if cell.continued:
        return above
    rest = cell.text if repeated and not cell.key else ""
    return [cell.text, *[rest] * (cell.across - 1)]
