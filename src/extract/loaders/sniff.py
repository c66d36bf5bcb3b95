"""Sniffing: what a file is, told by its bytes, because extensions lie."""

import io
import re
import struct
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import Final

_SAMPLE: Final = 64 * 1024
"""How far into a file a text is looked at."""
_PDF_LEAD: Final = 1024
"""A PDF may begin after so many bytes of something else."""
_MOST_ENTRIES: Final = 10_000

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_LOCAL_HEADER: Final = re.compile(rb"PK\x03\x04.{22}(..)..", re.S)
# The first that is in the zip decides.
_PARTS: Final = (("ofd.xml", "ofd"), ("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx"))
_FOLDERS: Final = (("word/", "docx"), ("xl/", "xlsx"))

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A Word document may hold a workbook, so its own stream is asked for first. An OOXML file with a
# password is called docx: the DOCX loader says so. WPS Writer saves .wps files in the form of .doc;
# the last stream is that of Microsoft Works.
_STREAMS: Final = (
    ("EncryptedPackage", "docx"), ("WordDocument", "doc"),
    ("Workbook", "xls"), ("Book", "xls"), ("MatOST", "wps"),
)  # fmt: skip
_FIRST_SECTOR: Final = ((b"\xec\xa5", "doc"), (b"\x09\x08", "xls"))

_IMAGES: Final = re.compile(
    rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8[79]a|II\*\0|MM\0\*|RIFF....WEBP|\0\0\0\x0cjP  "
    rb"|....ftyp(?:heic|heix|mif1|avif)"
    rb"|BM.{12}[\x0c\x28\x34\x38\x40\x6c\x7c]\0\0\0",
    re.S,
)
_PDF: Final = re.compile(rb"%PDF-\d")

# Atomic groups, lest many comments and no page behind them be tried in every division.
_LEAD: Final = r"(?:<\?xml[^>]*+>\s*+)?+(?:(?><!--.*?-->)\s*+)*+<"
_PAGE: Final = re.compile(_LEAD + r"(?:!doctype\s+html|(?:html|head|meta|body|title)[\s>/])", re.I | re.S)
_FRAGMENT: Final = re.compile(
    _LEAD + r"(?:script|style|link|base|table|tbody|div|span|p|center|font|h[1-6]|ul|ol|br|img|a|form)[\s>/]",
    re.I | re.S,
)
_WEB_ARCHIVE: Final = re.compile(r"(?:From|MIME-Version|Date|Subject):.{0,2000}multipart/related", re.I | re.S)
_PLAIN_NAMES: Final = (".txt", ".md", ".markdown", ".csv", ".tsv")

_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
# Control characters that no text uses; tab, line ends, form feed, end-of-file and escape may occur.
_CONTROL: Final = bytes(sorted({*range(0x20), 0x7F} - {*range(0x09, 0x0E), 0x1A, 0x1B}))
_MOST_CONTROLS: Final = 0.02
# What Chinese text consists of: Latin, punctuation, figures in circles, CJK signs and characters.
_USUAL: Final = re.compile(
    "[\t-\r\x1a\x1b -~\xa0-\xff\u2000-\u206f\u2190-\u25ff\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]"
)


def sniff(data: bytes, name: str = "") -> str:
    """Tell the true format of a file.

    Goes in: the bytes, and the file's name. Comes out: ``pdf``, ``docx``, ``doc``,
    ``html``, ``mhtml``, ``rtf``, ``xls``, ``xlsx``, ``zip``, ``ofd``, ``wps``, ``image``,
    ``txt``, ``empty`` or ``unknown``. Never raises.

    The bytes decide. The name is looked at only where a text begins with a tag that
    begins no page: named ``.txt``, ``.md`` or ``.csv`` it is text, otherwise HTML.

    >>> sniff(b"%PDF-1.7 ...", "report.docx"), sniff("总体情况".encode("gb18030"), "report.doc")
    ('pdf', 'txt')
    """
    kind = _magic_kind(data)
    if kind is not None:
        return kind
    encoding, lead = _encoding(data)
    opening = data[lead:_SAMPLE].decode(encoding, "replace").lstrip("\ufeff \t\r\n\f\v\u3000")
    if not opening:
        return "empty" if len(data) <= _SAMPLE else "unknown"
    if opening.startswith("{\\rtf"):
        return "rtf"
    if _PAGE.match(opening):
        return "html"
    return "pdf" if _is_pdf(data) else _text_kind(data, opening, name)


def _magic_kind(data: bytes) -> str | None:
    """The kind that the very first bytes tell; None for texts and whatever begins otherwise."""
    if data.startswith(_ZIP):
        return _zip_kind(data)
    if data.startswith(_OLE):
        return _compound_kind(data)
    if _IMAGES.match(data):
        return "image"
    return "pdf" if _PDF.match(data) else None


def _text_kind(data: bytes, opening: str, name: str) -> str:
    """The kind of what is no container, no picture, no PDF and no plain web page."""
    if not _is_text(data):
        return "unknown"
    if _FRAGMENT.match(opening):
        return "txt" if name.lower().endswith(_PLAIN_NAMES) else "html"
    # Web pages saved as one file and Word's XML of 2003 are text to the eye of a program only.
    if _WEB_ARCHIVE.match(opening):
        return "mhtml"
    return "unknown" if opening.startswith("<?xml") else "txt"


def _is_pdf(data: bytes) -> bool:
    """Whether a PDF begins here; behind other bytes only if there is a PDF's inside, not just its name."""
    header = _PDF.search(data, 0, _PDF_LEAD + 8)
    if header is None:
        return False
    before = data[: header.start()].strip(b"\xef\xbb\xbf\x00 \t\r\n\f")
    return not before or any(word in data for word in (b" obj", b"startxref", b"%%EOF"))


def _zip_kind(data: bytes) -> str:
    names = [name.replace("\\", "/").lstrip("/").lower() for name in _zip_names(data)]
    for part, kind in _PARTS:
        if part in names:
            return kind
    if "[content_types].xml" in names:
        for folder, kind in _FOLDERS:
            if any(name.startswith(folder) for name in names):
                return kind
    return "zip"


def _zip_names(data: bytes) -> list[str]:
    """The names in the directory; where it is cut off or damaged, those before the parts themselves."""
    if data.count(b"PK\x01\x02") <= _MOST_ENTRIES:
        try:
            return zipfile.ZipFile(io.BytesIO(data)).namelist()
        except (zipfile.BadZipFile, struct.error, OSError, EOFError, ValueError, LookupError, RuntimeError):
            pass
    return list(islice(_local_names(data), _MOST_ENTRIES))


def _local_names(data: bytes) -> Iterator[str]:
    for header in _LOCAL_HEADER.finditer(data):
        size = int.from_bytes(header[1], "little")
        yield data[header.end() : header.end() + size].decode("latin-1")


def _compound_kind(data: bytes) -> str:
    """The kind of an OLE compound file, by the streams in its directory."""
    for stream, kind in _STREAMS:
        if _has_stream(data, stream):
            return kind
    # The directory of a truncated file may be lost; the main stream usually comes first.
    return next((kind for magic, kind in _FIRST_SECTOR if data.startswith(magic, 512)), "unknown")


def _has_stream(data: bytes, name: str) -> bool:
    """Whether a directory entry has the name: 128 bytes, aligned, 64 for the name and then its length."""
    entry = (name + "\0").encode("utf-16-le")
    at = data.find(entry)
    while at >= 0:
        if at % 128 == 0 and data[at + 64 : at + 66] == len(entry).to_bytes(2, "little"):
            return True
        at = data.find(entry, at + 1)
    return False


def _encoding(data: bytes) -> tuple[str, int]:
    """A codec that shows the markup at the start of a file, and the length of its byte order mark."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding, len(bom)
    sample = data[:_SAMPLE]
    if b"\0" in sample:
        return max(("utf-16-le", "utf-16-be"), key=lambda codec: _usual_share(sample, codec)), 0
    return "latin-1", 0  # markup is ASCII, whatever stands between


def _is_text(data: bytes) -> bool:
    """Whether the bytes are text: hardly any control characters and no NUL, or UTF-16 of usual characters."""
    sample = data[:_SAMPLE]
    if b"\0" not in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        controls = len(sample) - len(sample.translate(None, _CONTROL))
        if controls <= _MOST_CONTROLS * len(sample):
            return True
    least = 0.6 if data.startswith((b"\xff\xfe", b"\xfe\xff")) else 0.9
    return any(_usual_share(sample, codec) >= least for codec in ("utf-16-le", "utf-16-be"))


def _usual_share(sample: bytes, codec: str) -> float:
    """How much of a sample read as UTF-16 is made of characters that Chinese text uses."""
    text = sample[: len(sample) // 2 * 2].decode(codec, "replace")
    return len(_USUAL.findall(text)) / len(text) if text else 0.0
