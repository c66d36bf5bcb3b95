"""The layout `glued`: all tags stripped, and nothing put in their place."""

from __future__ import annotations

from random import Random

from ..document import Document, Note, Paragraph, Table, TableRow


def glued(document: Document, rng: Random) -> str:
    """Everything in one line without bounds; stray spaces stand at some cell bounds.

    How many spaces there are differs between reports, and between the labels and the figures of one.
    """
    after_labels = rng.choice((0.0, 0.02, 0.5, 0.95))
    spaced_rows = rng.choice((0.0, 0.05, 0.15))
    parts: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            text = block.text.replace("\n", "")
            parts.append(f"{text}\n" if block.role in ("furniture", "title") else text)
            if block.role == "heading" and rng.random() < 0.2:
                parts.append(" ")
        else:
            parts += _table_parts(block, rng, after_labels, spaced_rows)
    return "".join([*parts, "\n"])


def _table_parts(table: Table, rng: Random, after_labels: float, spaced_rows: float) -> list[str]:
    parts: list[str] = []
    for row in table.rows:
        parts += _row_parts(row, rng, after_labels, 0.6 if rng.random() < spaced_rows else 0.0)
    return parts


def _row_parts(row: TableRow, rng: Random, after_labels: float, after_values: float) -> list[str]:
    if isinstance(row, Note):
        return [row.text]
    parts: list[str] = []
    for cell in row.cells:
        if cell.continued:
            continue
        chance = after_values if cell.key else after_labels
        text = cell.text.replace("\n", "")
        parts.append(f"{text} " if chance and rng.random() < chance else text)
    return parts
