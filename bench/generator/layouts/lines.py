"""Layouts that print one cell a line: `tika`, `cells`, `cells-spaced`, `cell-pipes`, `cell-pipes-apart`."""

from __future__ import annotations

from random import Random

from ..document import Document, Note, Paragraph, Row, Table
from .rows import rows


def tika(document: Document, rng: Random) -> str:
    """Each cell a line that begins with a tab, continued ones a lone tab; an empty line ends a row."""
    lines = [""]
    for block in document.blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
            continue
        for row in block.rows:
            if isinstance(row, Note):
                lines.append(row.text)
            else:
                lines += [f"\t{cell.text}" for cell in row.cells]
            lines.append("")
        lines += ["", ""]
    return "\n".join([*lines, *[""] * rng.randint(1, 12)])


def cells(document: Document, rng: Random) -> str:
    """One cell a line; a blank cell is an empty line."""
    return "\n".join([*_cell_lines(document), ""])


def cells_spaced(document: Document, rng: Random) -> str:
    """One cell a line with an empty line after each; a blank cell shows only as one more empty line."""
    indent = rng.choice(("", "", "  "))
    lines: list[str] = []
    for block in document.blocks:
        for text in [block.text] if isinstance(block, Paragraph) else _table_texts(block):
            for line in text.split("\n"):
                lines += [f"{indent}{line}" if isinstance(block, Paragraph) else line, ""]
    return "\n".join(lines)


def _cell_lines(document: Document) -> list[str]:
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
        else:
            lines += _table_texts(block)
    return lines


def _table_texts(table: Table) -> list[str]:
    """The texts of a table in reading order, without continued cells."""
    texts: list[str] = []
    for row in table.rows:
        if isinstance(row, Note):
            texts.append(row.text)
        else:
            texts += [cell.text for cell in row.cells if not cell.continued]
    return texts


def blanks_lost(document: Document, rng: Random) -> str:
    """One cell or one row a line, with every blank cell and every empty line gone."""
    if rng.random() < 0.4:
        return rows(document, rng)
    lines = [line for text in _cell_lines(document) for line in text.split("\n")]
    return "\n".join([*(line for line in lines if line.strip()), ""])


def deduplicated(document: Document, rng: Random) -> str:
    """One cell a line, with every line gone that occurred before."""
    lines = [line for text in _cell_lines(document) for line in text.split("\n")]
    return "\n".join([*dict.fromkeys(line for line in lines if line.strip()), ""])


def cell_pipes(document: Document, rng: Random) -> str:
    """One cell a line, " |" after each; sometimes the columns that a span covers follow as "|||"."""
    spans = rng.random() < 0.3
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
            continue
        for row in block.rows:
            if isinstance(row, Note):
                lines.append(row.text)
                continue
            texts = [cell.text.replace("\n", " ") for cell in row.cells if not cell.continued]
            lines += [f"{text} |" for text in texts]
            covered = _covered(row, block)
            # A single pipe would look like a blank cell.
            if spans and covered > 1:
                lines.append("|" * covered)
    return "\n".join([*lines, ""])


def _covered(row: Row, table: Table) -> int:
    """The grid columns of a row in which no cell begins."""
    return table.width - sum(1 for cell in row.cells if not cell.continued)


def cell_pipes_apart(document: Document, rng: Random) -> str:
    """One cell a line, each followed by a line "|"; a blank cell is that line alone."""
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
            continue
        for row in block.rows:
            if isinstance(row, Note):
                lines.append(row.text)
                continue
            for cell in row.cells:
                if not cell.continued:
                    lines += [cell.text, "|"] if cell.text else ["|"]
    return "\n".join([*lines, ""])
