"""What a reader sees of a DOCX: revisions accepted, hidden text and field codes out, text boxes in place.

All steps change the tree, so that the rooms after this one can read it flat,
without asking of each text where it stands.
"""

from collections.abc import Callable, Mapping
from typing import Final

from extract.errors import Told
from extract.loaders.docx import tags as w
from extract.loaders.docx.tags import Element

_MAX_DEPTH: Final = 100  # of fields within fields; more are fields that were never closed
_SMALL: Final = dict(zip(map(ord, "0123456789"), "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True))
_BLIPS: Final = (w.BLIP, w.STRICT_BLIP, w.IMAGE_DATA, w.OLE_OBJECT, w.ALT_CHUNK)


def keep_visible(body: Element, hidden_styles: frozenset[str] = frozenset()) -> tuple[Told, ...]:
    """Take everything that is not seen out of the tree; return notes on what is seen and cannot be read.

    ``hidden_styles`` are the paragraph and character styles that hide their text.
    """
    _drop(body, w.FORMER)  # first: what the properties were before a change would pass for what they are
    merged: list[Element] = []
    for element in list(body.iter(*_UNSEEN)):
        mark = _UNSEEN[str(element.tag)](element)
        if mark is not None:
            merged.append(mark)
    if hidden_styles:
        merged += _hide_styles(body, hidden_styles)
    if next(body.iter(w.FIELD_CHAR), None) is not None:
        _drop_field_codes(body)
    for paragraph in merged:
        _merge_into_next(paragraph)
    return _unread(body)


def move_text_boxes_out(body: Element) -> None:
    """Put the content of each text box behind the paragraph that it hangs on.

    From the last box to the first: several boxes of one paragraph keep their order,
    and a box within a box is out before its own content moves.
    """
    for box in reversed(list(body.iter(w.TEXT_BOX))):
        paragraph = next(box.iterancestors(w.P), None)
        if paragraph is not None:
            for block in reversed(box):
                paragraph.addnext(block)


def _drop(body: Element, tags: tuple[str, ...]) -> None:
    for element in list(body.iter(*tags)):
        _remove(element)


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _owner(element: Element, holder: str, owner: str) -> Element | None:
    """The paragraph, row, cell or run whose properties hold the element; None where others do."""
    parent = element.getparent()
    above = None if parent is None or parent.tag != holder else parent.getparent()
    return above if above is not None and above.tag == owner else None


def _marked_paragraph(element: Element) -> Element | None:
    """The paragraph whose mark (the break to the next one) carries the element."""
    parent = element.getparent()
    return None if parent is None or parent.tag != w.R_PR else _owner(parent, w.P_PR, w.P)


def _deleted(element: Element) -> Element | None:
    """Drop a tracked deletion: a row, or runs; a deleted paragraph mark is returned as its paragraph."""
    row = _owner(element, w.TR_PR, w.TR)
    if row is not None:
        _remove(row)
        return None
    parent = element.getparent()
    if parent is not None and parent.tag == w.R_PR:
        return _marked_paragraph(element)
    _remove(element)
    return None


def _deleted_cell(element: Element) -> None:
    cell = _owner(element, w.TC_PR, w.TC)
    if cell is not None:
        _remove(cell)


def _hidden(element: Element) -> Element | None:
    """Drop a hidden run; a hidden paragraph mark is returned as its paragraph."""
    if not w.is_on(element):
        return None
    run = _owner(element, w.R_PR, w.R)
    if run is not None:
        _remove(run)
    return _marked_paragraph(element)


def _hidden_row(element: Element) -> None:
    row = _owner(element, w.TR_PR, w.TR)
    if row is not None and w.is_on(element):
        _remove(row)


def _one_alternative(element: Element) -> None:
    """Keep the first choice that has content, or else the fallback: they print the same thing."""
    kept = next((branch for branch in element if branch.tag == w.CHOICE and len(branch)), None)
    if kept is not None:
        for branch in list(element):
            if branch is not kept:
                element.remove(branch)


def _reading_aid(element: Element) -> None:
    """Drop the pronunciation printed over a word."""
    _remove(element)


def _struck(element: Element) -> None:
    """Strike the digits of a run through: they are no part of a figure beside them."""
    run = _owner(element, w.R_PR, w.R)
    if run is not None and w.is_on(element):
        _rewrite(run, {digit: f"{chr(digit)}\u0336" for digit in range(ord("0"), ord("9") + 1)})


def _small(element: Element) -> None:
    """Make the digits of a run small ones, set higher or lower: a note's number is no part of the figure before it."""
    run = _owner(element, w.R_PR, w.R)
    if run is not None and element.get(w.VAL) in ("superscript", "subscript"):
        _rewrite(run, _SMALL)


def _raised(element: Element) -> None:
    """The same for a run that is raised or lowered beside others of its paragraph."""
    run = _owner(element, w.R_PR, w.R)
    paragraph = None if run is None else run.getparent()
    if run is not None and paragraph is not None and w.whole(element.get(w.VAL), 0):
        level = (other for other in paragraph.iter(w.R) if other.find(f"{w.R_PR}/{w.POSITION}") is None)
        if any(next(other.iter(w.T), None) is not None for other in level):
            _rewrite(run, _SMALL)


def _rewrite(element: Element, signs: Mapping[int, str]) -> None:
    for text in element.iter(w.T, w.MATH_T):
        text.text = (text.text or "").translate(signs)


def _below(element: Element) -> None:
    """Put a stroke before what stands under the line of a fraction."""
    text = next(element.iter(w.MATH_T), None)
    if text is not None:
        text.text = f"/{text.text or ''}"


_UNSEEN: Final[dict[str, Callable[[Element], Element | None]]] = {
    w.DEL: _deleted,
    w.MOVE_FROM: _deleted,
    w.CELL_DEL: _deleted_cell,
    w.VANISH: _hidden,
    w.ROW_HIDDEN: _hidden_row,
    w.ALTERNATE: _one_alternative,
    w.RUBY_TEXT: _reading_aid,
    w.STRIKE: _struck,
    w.DOUBLE_STRIKE: _struck,
    w.VERTICAL_ALIGN: _small,
    w.POSITION: _raised,
    w.MATH_UP: lambda element: _rewrite(element, _SMALL),
    w.MATH_DOWN: lambda element: _rewrite(element, _SMALL),
    w.MATH_BELOW: _below,
}
"""What is done with each kind of element that is not seen as it is written."""


def _hide_styles(body: Element, hidden: frozenset[str]) -> list[Element]:
    """Drop the runs and empty the paragraphs of hidden styles; return those paragraphs."""
    paragraphs: list[Element] = []
    for style in list(body.iter(w.P_STYLE, w.R_STYLE)):
        if style.get(w.VAL) not in hidden:
            continue
        run = _owner(style, w.R_PR, w.R)
        if run is not None and run.find(f"{w.R_PR}/{w.VANISH}") is None:
            _remove(run)
        paragraph = _owner(style, w.P_PR, w.P)
        if paragraph is not None:
            for child in list(paragraph):
                if child.tag != w.P_PR:
                    paragraph.remove(child)
            paragraphs.append(paragraph)
    return paragraphs


def _drop_field_codes(body: Element) -> None:
    """Drop the text between a field's begin and its separator: it belongs to the code, not to the result.

    The code itself is ``w:instrText`` and never read; this is for fields within a
    code. A field that never comes to its separator or end loses nothing.
    """
    doomed: list[Element] = []
    # One entry an open field: what was met of its code, or None once its result has begun.
    fields: list[list[Element] | None] = []
    for element in body.iter(w.FIELD_CHAR, *w.MARKS):
        if element.tag != w.FIELD_CHAR:
            code = next((field for field in reversed(fields) if field is not None), None)
            if code is not None:
                code.append(element)
            continue
        kind = element.get(w.FIELD_CHAR_TYPE)
        if kind == "begin" and len(fields) < _MAX_DEPTH:
            fields.append([])
        elif fields:
            doomed += fields.pop() or ()
            if kind == "separate":
                fields.append(None)
    for element in doomed:
        _remove(element)


def _merge_into_next(paragraph: Element) -> None:
    """Join a paragraph whose mark is gone to the paragraph after it; without one, an empty one goes."""
    after = paragraph.getnext()
    while after is not None and after.tag not in (w.P, w.TBL) and next(after.iter(w.P, w.TBL), None) is None:
        after = after.getnext()  # bookmarks and the like stand between blocks
    if after is not None and after.tag == w.P:
        at = 1 if len(after) and after[0].tag == w.P_PR else 0
        content = [child for child in paragraph if child.tag != w.P_PR]
        for child in reversed(content):
            after.insert(at, child)
        _remove(paragraph)
    elif next(paragraph.iter(*w.MARKS), None) is None:
        _remove(paragraph)


def _unread(body: Element) -> tuple[Told, ...]:
    """Notes on pictures, embedded objects and imported files: they may hold text or a whole grid."""
    pictures = objects = chunks = 0
    for element in body.iter(*_BLIPS):
        if element.tag == w.OLE_OBJECT:
            objects += 1
        elif element.tag == w.ALT_CHUNK:
            chunks += 1
        elif next(element.iterancestors(w.OBJECT), None) is None:  # else the picture of an embedded object
            pictures += 1
    named = (
        (pictures, "张图片", "picture"),
        (objects, "个嵌入的对象", "embedded object"),
        (chunks, "个导入的文件", "imported file"),
    )
    return tuple(
        Told(f"{count} {zh}未读取", f"{count} {en}{'s' * (count > 1)} not read") for count, zh, en in named if count
    )
