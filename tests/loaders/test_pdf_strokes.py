"""Strokes: where a line lies and how thick it is, however it was drawn; what rules nothing is no line."""

from collections.abc import Sequence

import pytest
from tests.loaders.test_pdf_paper import A4, raw

from extract.document import Box
from extract.loaders.pdf.loader import lattice

LEVEL = (100.0, 400.0, 300.0, 400.0)
UPRIGHT = (100.0, 400.0, 100.0, 500.0)
BOX = (
    (100.0, 400.0, 300.0, 400.0), (300.0, 400.0, 300.0, 500.0),
    (100.0, 500.0, 300.0, 500.0), (100.0, 400.0, 100.0, 500.0),
)  # fmt: skip


def strokes(content: str) -> list[Box]:
    """What may be a line on a page with this content, from the lower left corner; dots are left out."""
    height = A4[1]
    found = lattice(raw(content.encode()), 1).pieces
    boxes = [(x0, height - bottom, x1, height - top) for x0, top, x1, bottom in found]
    return sorted({box for box in boxes if max(box[2] - box[0], box[3] - box[1]) > 5})


def thick(lines: Sequence[Box], thickness: float) -> list[Box]:
    """Lines from point to point in their thickness."""
    half = thickness / 2
    made = [(xa - half, ya, xb + half, yb) if xa == xb else (xa, ya - half, xb, yb + half) for xa, ya, xb, yb in lines]
    return sorted(made)


@pytest.mark.parametrize(
    ("content", "lines", "thickness"),
    [
        ("0.5 w 100 400 m 300 400 l S", [LEVEL], 0.5),
        ("0.5 w 300 400 m 100 400 l S", [LEVEL], 0.5),
        ("0.5 w 100 400 m 300 400 l s", [LEVEL], 0.5),
        ("3 w 100 500 m 100 400 l S", [UPRIGHT], 3),
        ("0.02 w 100 400 m 300 400 l S", [LEVEL], 0.02),
        ("0 w 100 400 m 300 400 l S", [LEVEL], 0),
        ("1 w 100 400 m 300 400.3 l S", [(100, 400, 300, 400.3)], 1),
        ("q 2 0 0 2 0 0 cm 0.5 w 50 200 m 150 200 l S Q", [LEVEL], 1),
        ("q 0.05 0 0 -0.05 0 800 cm 10 w 2000 8000 m 6000 8000 l S Q", [LEVEL], 0.5),
        ("q 4 0 0 1 0 0 cm 0.5 w 25 400 m 75 400 l S Q", [LEVEL], 1),
        ("q 0 1 -1 0 400 0 cm 0.5 w 400 300 m 400 100 l S Q", [LEVEL], 0.5),
        ("q 0 1 -1 0 500 300 cm 0.5 w 100 400 m 200 400 l S Q", [UPRIGHT], 0.5),
        ("0.5 w 100 400 200 100 re S", BOX, 0.5),
        ("0.5 w 300 500 -200 -100 re S", BOX, 0.5),
        ("0.5 w 100 400 m 100 500 l 300 500 l 300 400 l 100 400 l S", BOX, 0.5),
        ("0.5 w 100 400 m 100 500 l 300 500 l 300 400 l s", BOX, 0.5),
        ("q 1 0 0 -1 0 842 cm 2 w 100 342 200 100 re S Q", BOX, 2),
        ("q 0 1 -1 0 500 300 cm 2 w 100 200 100 200 re S Q", BOX, 2),
        ("0.5 w 100 400 m 300 400 l 300 500 l 100 500 m 100 400 l S", [BOX[0], BOX[1], BOX[3]], 0.5),
        ("0.5 w 100 400 m 300 400 l 300 500 m 100 500 l 100 400 l S", [BOX[0], BOX[2], BOX[3]], 0.5),
        ("0.5 w 100 400 m 300 400 l 300 500 l 100 500 l 100 450 l S", [*BOX[:3], (100, 450, 100, 500)], 0.5),
        ("1 w 100 400 200 0.2 re S", [LEVEL, (100, 400.2, 300, 400.2)], 1),
    ],
)  # fmt: skip
def test_stroke_lies_where_it_was_drawn(content: str, lines: Sequence[Box], thickness: float) -> None:
    assert strokes(content) == [pytest.approx(box, abs=0.01) for box in thick(lines, thickness)]


@pytest.mark.parametrize(
    "content",
    [
        "1 w 100 400 m 300 402 l S",
        "1 w 100 400 m 102 500 l S",
        "6 w 100 400 m 300 406 l S",
        "1 w 100 400 m 200 450 l 300 400 l 200 350 l s",
        "1 w 100 400 m 100 400 l S",
        "1 w 100 400 m 300 400 300 500 100 500 c 100 400 m S",
        "100 400 m 300 400 l n",
    ],
)
def test_what_is_slanted_bent_or_not_drawn_is_no_line(content: str) -> None:
    assert strokes(content) == []
