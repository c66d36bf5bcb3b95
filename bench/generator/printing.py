"""From a draft to the bytes of a file: layout, line ends, encoding."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .cut import Ending
from .damage import Draft
from .layouts import TEXT, docx, pdf, rows
from .plan import Names, Plan, stream

_CODECS: Mapping[str, str] = {
    "utf_8_sig": "utf-8-sig",
    "utf_16": "utf-16",
    "gb18030": "gb18030",
    "big5": "big5",
}
# The rule under the first row of a table in Markdown.
_RULE = re.compile(r"\n(\|-+)+$")


def encoding_of(damages: Names) -> str:
    """The encoding that a report with these damages is written in."""
    return next((codec for name, codec in _CODECS.items() if name in damages), "utf-8")


def suffix(layout: str) -> str:
    """The extension of a file in a layout."""
    if layout in TEXT:
        return ".txt"
    return ".docx" if layout == "docx" else ".pdf"


def print_draft(plan: Plan, draft: Draft, ending: Ending) -> tuple[bytes, int]:
    """The bytes of the file, and for a text its length in characters (0 for other files)."""
    if plan.layout not in TEXT:
        return _print_file(plan, draft), 0
    rng = stream(plan.seed, "layout")
    layout = rows.rows_detached if "detached_values" in plan.damages else TEXT[plan.layout]
    text = layout(ending.document, rng)
    if plan.cut:
        # What the layout puts after the last cell would show that the cell is whole.
        text = _RULE.sub("", text.rstrip(" |\n")).rstrip(" |\n")
    if "crlf" in plan.damages:
        text = text.replace("\n", "\r\n")
    return _encode(text, draft.encoding), len(text)


def _encode(text: str, encoding: str) -> bytes:
    """`text` in bytes; UTF-16 is little-endian with its mark on every machine."""
    if encoding == "utf-16":
        return b"\xff\xfe" + text.encode("utf-16-le")
    return text.encode(encoding)


def _print_file(plan: Plan, draft: Draft) -> bytes:
    if plan.layout == "docx":
        return docx.docx(draft.document)
    return pdf.pdf(draft.document, plan.layout, stream(plan.seed, "layout"))
