"""Plain text: the encoding is tried strictly and never guessed away; no character is dropped."""

import codecs
import html
import re
from collections.abc import Iterable
from itertools import pairwise

from charset_normalizer import from_bytes

from extract.document import MOST_CHARACTERS, MOST_LINES, Block, Document, Line
from extract.errors import TooLarge, Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# words that reports hold, in both scripts: a strict decoding that yields two of them is no accident
_PROOF = ("公开", "公開", "政府", "信息", "数量", "數量", "年度", "规章", "規章", "行政")
_TRIED = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_SAVE = "open the file in an editor that shows it right and save it as UTF-8"

_DASHES = ("—", "–", "-", "－", "―")
_FEWEST_PAGES = 3
_FEWEST_BETWEEN = 15  # lines from one page's end to the next
_FEWEST_ESCAPED = 20
_ESCAPED = re.compile(r'(?:\\r)?\\n|"\s*[,:]\s*"|"\s*[}\]]+\s*$')  # the end of a line, or of a field, in a record
_REFERENCE = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#[xX][0-9a-fA-F]{1,5});")


def _strictly(data: bytes, encoding: str) -> tuple[str, bool] | None:
    """The text and whether the file breaks off inside its last character; None when a byte does not fit."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        text = decoder.decode(data, final=False)
    except UnicodeDecodeError:
        return None
    pending = decoder.getstate()[0]
    return text, bool(pending)


def _proved(text: str) -> bool:
    return sum(word in text for word in _PROOF) > 1


def decode(data: bytes) -> tuple[str, str, bool]:
    """The text, its encoding, and whether it breaks off inside a character.

    A byte order mark decides; else each encoding is tried strictly and taken when it
    yields words that reports hold; else charset-normalizer chooses among those that fit.
    Raises `Unreadable` when no encoding fits every byte.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            found = _strictly(data, encoding)
            if found is None:
                raise Unreadable(
                    f"文件以 {encoding} 的标记开头，却含有不合该编码的字节；请用能正常显示的编辑器打开，另存为 UTF-8",
                    f"the file begins with the mark of {encoding} but holds bytes that do not fit it; {_SAVE}",
                )
            return found[0], encoding, found[1]
    fits: list[tuple[str, str, bool]] = []
    for encoding in _TRIED:
        found = _strictly(data, encoding)
        if found is None:
            continue
        if _proved(found[0]) or (encoding == "utf-8" and not fits and not data.count(0)):
            return found[0], encoding, found[1]
        fits.append((found[0], encoding, found[1]))
    best = from_bytes(data, cp_isolation=[encoding for _, encoding, _ in fits]).best() if fits else None
    for text, encoding, cut in fits:
        if best is not None and codecs.lookup(best.encoding).name == codecs.lookup(encoding).name:
            return text, encoding, cut
    raise Unreadable(
        f"没有一种编码能解出全部字节（试过 {'、'.join(_TRIED)}）；请用能正常显示的编辑器打开，另存为 UTF-8",
        f"no encoding fits every byte (tried {', '.join(_TRIED)}); {_SAVE}",
    )


def load(data: bytes) -> Document:
    """A text file as a Document of lines, numbered from 1 as an editor numbers them.

    A form feed begins a new page; tables in HTML or as wikis write them are `Table`s; of a record that writes line ends
    as signs the lines are those of its text. Raises `Unreadable` for bytes that no encoding fits,
    `TooLarge` beyond 100,000 lines or a million characters.
    """
    text, encoding, cut = decode(data)
    if len(text) > MOST_CHARACTERS:
        raise TooLarge(
            f"有 {len(text):,} 个字，上限为 {MOST_CHARACTERS:,}，一份报告只有上万字；若是汇编，请拆成一份份报告",
            f"{len(text):,} characters, the limit is {MOST_CHARACTERS:,}; a report has some ten thousand. "
            "Cut the collection into its reports.",
        )
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    count = len(rows) + text.count("\f")
    if count > MOST_LINES:
        raise TooLarge(
            f"有 {count:,} 行，上限为 {MOST_LINES:,}，一份报告只有几千行；是日志或清单吗？若是汇编，请拆成一份份报告",
            f"{count:,} lines, the limit is {MOST_LINES:,}; a report has some thousand. "
            "Is this a log or a list? Cut a collection into its reports.",
        )
    lines = _lines(rows, "\f" in text)
    if text.count("\\n") > max(len(rows), _FEWEST_ESCAPED):
        lines = _of_record(lines)
    lines = _with_page_numbers(lines)
    blocks: tuple[Block, ...] = tuple(lines)
    if "<table" in text or "<TABLE" in text:
        from extract.loaders.marked import marked  # noqa: PLC0415 - few texts have a use for lxml

        blocks = marked(lines)
    if "{|" in text:
        from extract.loaders.wiki import wiki  # noqa: PLC0415 - as few have one for this

        blocks = wiki(blocks)
    if "&" in text:
        blocks = tuple(
            block._replace(text=without_references(block.text)) if isinstance(block, Line) else block
            for block in blocks
        )
    return Document("txt", blocks, lines[-1].page, encoding, (), cut)


def _of_record(lines: Iterable[Line]) -> list[Line]:
    """The lines of a text that stands in a record of a table or in JSON, its line ends written as signs; numbered anew."""
    pieces = ((piece, line.page) for line in lines for piece in _ESCAPED.split(line.text))
    return [
        Line(piece.replace("\\t", "\t").strip('"'), number, page, None, 0)
        for number, (piece, page) in enumerate(pieces, 1)
    ]


def without_references(text: str) -> str:
    """A line with the signs that HTML's references stand for.

    >>> without_references("&nbsp;12&#160;件"), without_references("A&B;")
    ('\\xa012\\xa0件', 'A&B;')
    """
    return _REFERENCE.sub(lambda found: " ".join(html.unescape(found[0]).split("\n")), text)


def _with_page_numbers(lines: list[Line]) -> list[Line]:
    """The lines, those of each page's number joined where it stands on three: — above 2 above —, as readers of pictures leave it.

    Only where all that stands so counts the pages from 1, far apart: else they may be three cells.
    """
    words = [line.text.strip() for line in lines]
    dashes = (at for at, word in enumerate(words[:-2]) if word in _DASHES and words[at + 2] == word)
    found = [at for at in dashes if words[at + 1].isdecimal()]
    counted = [words[at + 1] for at in found] == [str(page) for page in range(1, len(found) + 1)]
    near = any(after - at < _FEWEST_BETWEEN for at, after in pairwise(found))
    if not counted or near or len(found) < _FEWEST_PAGES:
        return lines
    gone = {at + more for at in found for more in (1, 2)}
    for at in found:
        lines[at] = lines[at]._replace(text=" ".join(words[at : at + 3]))
    return [line for at, line in enumerate(lines) if at not in gone]


def _lines(rows: list[str], paged: bool) -> list[Line]:
    if not paged:
        new = tuple.__new__  # half the time of calling Line, and there are hundreds
        return [new(Line, (row, number, None, None, 0)) for number, row in enumerate(rows, 1)]
    lines: list[Line] = []
    page = 1
    for number, row in enumerate(rows, 1):
        for index, piece in enumerate(row.split("\f")):
            page += index > 0
            lines.append(Line(piece, number, page))
    return lines
