"""The names of WordprocessingML that the DOCX loader knows, and how one mark of a run is written as text."""

from typing import Final, TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

BODY: Final = _W + "body"
P: Final = _W + "p"
P_PR: Final = _W + "pPr"
R: Final = _W + "r"
R_PR: Final = _W + "rPr"
T: Final = _W + "t"
MATH_T: Final = _MATH + "t"
BR: Final = _W + "br"
CR: Final = _W + "cr"
TAB: Final = _W + "tab"
P_TAB: Final = _W + "ptab"
NO_BREAK_HYPHEN: Final = _W + "noBreakHyphen"
SYM: Final = _W + "sym"

TBL: Final = _W + "tbl"
TBL_PR: Final = _W + "tblPr"
TBL_GRID: Final = _W + "tblGrid"
GRID_COL: Final = _W + "gridCol"
TR: Final = _W + "tr"
TR_PR: Final = _W + "trPr"
TC: Final = _W + "tc"
TC_PR: Final = _W + "tcPr"
TC_W: Final = _W + "tcW"
GRID_SPAN: Final = _W + "gridSpan"
GRID_BEFORE: Final = _W + "gridBefore"
GRID_AFTER: Final = _W + "gridAfter"
V_MERGE: Final = _W + "vMerge"
H_MERGE: Final = _W + "hMerge"

DEL: Final = _W + "del"
MOVE_FROM: Final = _W + "moveFrom"
CELL_DEL: Final = _W + "cellDel"
VANISH: Final = _W + "vanish"
ROW_HIDDEN: Final = _W + "hidden"
STRIKE: Final = _W + "strike"
DOUBLE_STRIKE: Final = _W + "dstrike"
VERTICAL_ALIGN: Final = _W + "vertAlign"
POSITION: Final = _W + "position"
MATH_UP: Final = _MATH + "sup"
MATH_DOWN: Final = _MATH + "sub"
MATH_BELOW: Final = _MATH + "den"
RUBY_TEXT: Final = _W + "rt"
FIELD_CHAR: Final = _W + "fldChar"
FIELD_CHAR_TYPE: Final = _W + "fldCharType"
TEXT_BOX: Final = _W + "txbxContent"
ALTERNATE: Final = _MC + "AlternateContent"
CHOICE: Final = _MC + "Choice"

P_STYLE: Final = _W + "pStyle"
R_STYLE: Final = _W + "rStyle"
STYLE: Final = _W + "style"
STYLE_ID: Final = _W + "styleId"
BASED_ON: Final = _W + "basedOn"
NUM_PR: Final = _W + "numPr"
NUM_ID: Final = _W + "numId"
I_LVL: Final = _W + "ilvl"
NUM: Final = _W + "num"
ABSTRACT_NUM: Final = _W + "abstractNum"
ABSTRACT_NUM_ID: Final = _W + "abstractNumId"
NUM_STYLE_LINK: Final = _W + "numStyleLink"
LVL: Final = _W + "lvl"
LVL_OVERRIDE: Final = _W + "lvlOverride"
START_OVERRIDE: Final = _W + "startOverride"
START: Final = _W + "start"
NUM_FMT: Final = _W + "numFmt"
SUFFIX: Final = _W + "suff"
LVL_TEXT: Final = _W + "lvlText"
LVL_RESTART: Final = _W + "lvlRestart"
IS_LEGAL: Final = _W + "isLgl"

VAL: Final = _W + "val"
WIDTH: Final = _W + "w"
TYPE: Final = _W + "type"
CHAR: Final = _W + "char"
FONT: Final = _W + "font"

BLIP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
STRICT_BLIP: Final = "{http://purl.oclc.org/ooxml/drawingml/main}blip"
IMAGE_DATA: Final = "{urn:schemas-microsoft-com:vml}imagedata"
OLE_OBJECT: Final = "{urn:schemas-microsoft-com:office:office}OLEObject"
OBJECT: Final = _W + "object"
ALT_CHUNK: Final = _W + "altChunk"

FORMER: Final = tuple(
    f"{_W}{name}Change" for name in ("rPr", "pPr", "tcPr", "trPr", "tblPr", "tblPrEx", "tblGrid", "sectPr", "numbering")
)
"""Elements that keep the properties from before a tracked change."""

MARKS: Final = (T, MATH_T, BR, CR, TAB, P_TAB, NO_BREAK_HYPHEN, SYM)
"""Everything in a run that prints something; field codes, deleted text and note references are not here."""

_LARGEST: Final = 2**31 - 1
_OFF: Final = frozenset({"0", "false", "off", "none"})

_WINGDINGS: Final = dict(zip(range(0x81, 0x8B), "①②③④⑤⑥⑦⑧⑨⑩", strict=True)) | {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "□", 0xA8: "□",
    0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2: Final = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□"}
# Below 0x40 the Symbol font keeps ASCII but for six signs; what it draws further on is Greek and arithmetic.
_SYMBOL: Final = {code: chr(code) for code in range(0x20, 0x40)} | {
    0x22: "∀", 0x24: "∃", 0x27: "∋", 0x2A: "∗", 0x2D: "−",
    0xA3: "≤", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠",
}  # fmt: skip
_PICTURE_FONTS: Final = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}


def is_on(toggle: Element) -> bool:
    """Whether an on/off property is on: present without a value, or with any value but 0, false, off."""
    return toggle.get(VAL, "1").lower() not in _OFF


def is_run_tab(tab: Element) -> bool:
    """Whether ``w:tab`` is a tab in a run; the same name stands for a tab stop in paragraph properties."""
    parent = tab.getparent()
    return parent is not None and parent.tag == R


def whole(text: str | None, default: int) -> int:
    """A count as written in an attribute, of 32 bits as in Word; the default where it is absent or no number."""
    try:
        number = int(text) if text is not None else default
    except ValueError:
        return default
    return min(max(number, -_LARGEST), _LARGEST)


def plain(text: str | None) -> str:
    """The text of ``w:t``: a line end in the XML is a blank to Word, a break that is seen is ``w:br``."""
    if not text:
        return ""
    return text.replace("\n", " ").replace("\r", " ") if "\n" in text or "\r" in text else text


def text_of(mark: Element) -> str:
    """What one of ``MARKS`` prints; a line break is ``\\n`` and nothing else is."""
    tag = mark.tag
    if tag in (T, MATH_T):
        return plain(mark.text)
    if tag in (BR, CR):
        return "\n"
    if tag == TAB:
        return "\t" if is_run_tab(mark) else ""
    if tag == P_TAB:
        return "\t"
    if tag == NO_BREAK_HYPHEN:
        return "-"
    return _symbol(mark) if tag == SYM else ""


def _symbol(mark: Element) -> str:
    """The sign that ``w:sym`` draws; one of an unknown font stays the private character it is."""
    try:
        code = int(mark.get(CHAR, ""), 16)
    except ValueError:
        return ""
    signs = _PICTURE_FONTS.get(mark.get(FONT, "").lower(), {})
    low = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    if low in signs:
        return signs[low]
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0x110000 else ""
