"""The font that stands for every font a PDF does not embed: all characters one box, all blanks blank.

python -m bench.boxes src/extract/loaders/pdf/boxes.ttf
"""

import io
import sys
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

EM, ASCENT, DESCENT = 1000, 880, -120
BLANKS = (*range(0x21), 0xA0, *range(0x2000, 0x2010), *range(0x2028, 0x2030), 0x3000, 0xFEFF)
EVERY_CHARACTER = range(0x110000)


def box_face() -> bytes:
    """The font as TrueType; every glyph is one em wide, the missing glyph is a box too."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, DESCENT))
    for corner in ((0, ASCENT), (EM, ASCENT), (EM, DESCENT)):
        pen.lineTo(corner)
    pen.closePath()
    box = pen.glyph()
    font = FontBuilder(EM, isTTF=True)
    font.font.recalcTimestamp = False
    font.setupHead(unitsPerEm=EM, created=0, modified=0)
    font.setupGlyphOrder([".notdef", "box", "blank"])
    font.setupCharacterMap({})
    font.font["cmap"].tables = [_one_for_all()]
    font.setupGlyf({".notdef": box, "box": box, "blank": TTGlyphPen(None).glyph()})
    font.setupHorizontalMetrics(dict.fromkeys((".notdef", "box", "blank"), (EM, 0)))
    font.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    font.setupPost(keepGlyphNames=False)
    target = io.BytesIO()
    font.save(target)
    return target.getvalue()


def _one_for_all() -> object:
    """A table of format 13, in which a stretch of characters has one glyph, for all of Unicode."""
    table = CmapSubtable.newSubtable(13)
    table.platformID, table.platEncID, table.language = 3, 10, 0
    table.cmap = dict.fromkeys(EVERY_CHARACTER, "box") | dict.fromkeys(BLANKS, "blank")
    return table


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(box_face())
