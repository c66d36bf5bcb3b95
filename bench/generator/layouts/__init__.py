"""How a report is printed into a file: one function a layout, from the document to its text or bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from ..document import Document
from . import glued, lines, pipes, rows

TextLayout = Callable[[Document, Random], str]

TEXT: Mapping[str, TextLayout] = {
    "tika": lines.tika,
    "cells": lines.cells,
    "cells-spaced": lines.cells_spaced,
    "pipes": pipes.pipes,
    "pipes-spans": pipes.pipes_spans,
    "cell-pipes": lines.cell_pipes,
    "cell-pipes-apart": lines.cell_pipes_apart,
    "rows": rows.rows,
    "rows-wrapped": rows.rows_wrapped,
    "glued": glued.glued,
    "blanks-lost": lines.blanks_lost,
    "deduplicated": lines.deduplicated,
    "markdown": pipes.markdown,
}
TEXT_LAYOUTS = tuple(TEXT)
PDF_LAYOUTS = ("pdf-ruled", "pdf-double", "pdf-unruled", "pdf-cut")
FILE_LAYOUTS = ("docx", *PDF_LAYOUTS)
LAYOUTS = (*TEXT_LAYOUTS, *FILE_LAYOUTS)
# Texts that end in the cell that the document ends in, so that a cut shows where it is.
CUT_LAYOUTS = tuple(name for name in TEXT_LAYOUTS if name not in ("rows-wrapped", "deduplicated"))
