"""The zip of a DOCX: its XML parts, taken out within limits and parsed without entities."""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from extract.errors import Encrypted, Told, TooLarge, Unreadable, Unsupported
from extract.loaders.docx.tags import Element

MAX_ENTRIES: Final = 10_000
MAX_TOTAL: Final = 200 * 2**20
"""Bytes that the file itself, or all parts together by their declared sizes, may have."""
MAX_PART: Final = 32 * 2**20
"""Bytes of one XML part; reports have less than one hundredth of it."""
MAX_RATIO: Final = 250
FREE_OF_RATIO: Final = 8 * 2**20
"""Parts up to this size may be packed as tightly as they like: grids of repeated markup are."""

AGAIN: Final = Told(
    "请重新下载，或用 Word、LibreOffice 打开，另存为 .docx",
    "download it again, or open it in Word or LibreOffice and save it as .docx",
)
"""What to do about a damaged file."""

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN: Final = "word/document.xml"
_RELATION: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT: Final = (
    (
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        "http://purl.oclc.org/ooxml/officeDocument/math",
        "http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)
# Whatever the zip and deflate modules throw at damaged bytes.
_DAMAGE: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError,
    NotImplementedError, RuntimeError, LookupError, OverflowError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Package:
    """An opened DOCX; names of parts are compared without case, as the standard has it."""

    archive: zipfile.ZipFile
    parts: Mapping[str, zipfile.ZipInfo]
    main: str

    def read(self, name: str) -> bytes | None:
        """The bytes of a part, None where there is none.

        Raises ``Unreadable`` for damaged bytes, ``Encrypted`` and ``TooLarge``.
        """
        info = self.parts.get(name.lower())
        return None if info is None else _unpack(self.archive, info)

    def related(self, kind: str) -> bytes | None:
        """The part that the main part names as its ``numbering`` or ``styles``; None where there is none."""
        folder, file = posixpath.split(self.main)
        usual = self.read(posixpath.join(folder, f"{kind}.xml"))
        if usual is not None or self.main == _MAIN:
            return usual
        target = _target(self.read(posixpath.join(folder, "_rels", f"{file}.rels")), kind, folder)
        return None if target is None else self.read(target)


def open_package(data: bytes) -> Package:
    """Open the bytes of a DOCX.

    Raises ``Encrypted`` for a file with a password, ``Unsupported`` for the binary
    formats before 2007, ``TooLarge`` for a zip beyond the limits, ``Unreadable`` for
    anything else that is no DOCX.
    """
    if data.startswith(_OLE):
        _refuse_compound(data)
    archive = _opened(data)
    infos = archive.infolist()
    # Some producers write backslashes or a leading slash.
    parts = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in infos}
    if len(parts) < len(infos):
        raise Unreadable(
            "文件内有两个同名的部件，不同软件显示的不是同一个；请用原来的软件打开，另存一份",
            "the zip holds two parts of one name, and programs differ in which they show; save it anew",
        )
    if _MAIN in parts:
        return Package(archive, parts, _MAIN)
    bare = Package(archive, parts, "")
    main = _target(bare.read("_rels/.rels"), "officeDocument", "")
    if main is None or not main.endswith(".xml") or main not in parts:
        raise Unreadable(f"文件内没有 word/document.xml；{AGAIN.zh}", f"the zip holds no word/document.xml; {AGAIN.en}")
    return Package(archive, parts, main)


def _opened(data: bytes) -> zipfile.ZipFile:
    """The zip, where it is of the size of a report, packed and unpacked."""
    if len(data) > MAX_TOTAL:
        raise _too_large(
            f"文件有 {len(data):,} 字节，上限为 {MAX_TOTAL:,}",
            f"the file has {len(data):,} bytes; the limit is {MAX_TOTAL:,}",
        )
    entries = data.count(b"PK\x01\x02")  # before the directory is read, which takes its time
    if entries > MAX_ENTRIES:
        raise _too_large(
            f"文件内有 {entries:,} 个部件，上限为 {MAX_ENTRIES:,}",
            f"the zip has {entries:,} entries; the limit is {MAX_ENTRIES:,}",
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        total = sum(info.file_size for info in archive.infolist())
    except _DAMAGE as error:
        raise Unreadable(
            f"不是 DOCX（zip）文件，或目录不完整；{AGAIN.zh}",
            f"not a zip file, or its directory is cut off ({error}); {AGAIN.en}",
        ) from error
    if total > MAX_TOTAL:
        raise _too_large(
            f"解开后有 {total:,} 字节，上限为 {MAX_TOTAL:,}",
            f"the zip would unpack to {total:,} bytes; the limit is {MAX_TOTAL:,}",
        )
    return archive


def parse(xml: bytes) -> Element:
    """The root of an XML part, with the Strict names of OOXML turned into the usual ones.

    Comments and processing instructions are left out. Raises ``Unreadable`` for XML
    that is not well-formed and for any document type declaration: no producer writes
    one, and entities are declared there.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"文件内的 XML 已损坏；{AGAIN.zh}", f"an XML part is damaged ({error}); {AGAIN.en}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable(
            f"文件内的 XML 声明了文档类型，正常的 DOCX 没有；{AGAIN.zh}",
            f"an XML part declares a document type; OOXML has none; {AGAIN.en}",
        )
    if "purl.oclc.org" not in root.tag:
        return root
    text = etree.tostring(root, encoding="unicode")
    for strict, usual in _STRICT:
        text = text.replace(f'"{strict}"', f'"{usual}"')
    return etree.fromstring(text, parser)


def mentions(xml: bytes, name: str) -> bool:
    """Whether the bytes of a part hold a name, in UTF-8 or UTF-16; cheaper than parsing in vain."""
    return name.encode() in xml or name.encode("utf-16-le")[:-1] in xml


def _refuse_compound(data: bytes) -> None:
    """Say what an OLE compound file is; its directory holds the stream names in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Encrypted(
            "文件有密码；请另存一份不设密码的", "the file asks for a password; save a copy without one and read that"
        )
    if "WordDocument".encode("utf-16-le") in data:
        raise Unsupported(
            "这是 Word 97-2003 或 WPS 的 .doc；请先转换：soffice --headless --convert-to docx 文件",
            "this is the binary .doc of Word 97-2003 or WPS; convert it first: "
            "soffice --headless --convert-to docx FILE",
        )
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "PowerPoint Document", "Contents")):
        raise Unsupported(
            "这是其他软件的文件（OLE 复合文档），不是 Word 文档；请用原来的软件另存为 .docx",
            "this is an OLE compound file of another program, not a Word document; save it there as .docx",
        )
    raise Unreadable(
        f"OLE 复合文档里没有正文，或在目录之前中断；{AGAIN.zh}",
        f"an OLE compound file without a document, or cut off before its directory; {AGAIN.en}",
    )


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    if info.flag_bits & 0x1:
        raise Encrypted(
            "文件有密码；请另存一份不设密码的", "the zip asks for a password; save a copy without one and read that"
        )
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unreadable(
            f"文件内的 {info.filename} 的压缩方式不合 DOCX 的规定；{AGAIN.zh}",
            f"{info.filename} is packed in a way that OOXML does not allow; {AGAIN.en}",
        )
    tight = info.file_size > max(FREE_OF_RATIO, MAX_RATIO * max(info.compress_size, 1))
    if tight or info.file_size > MAX_PART:
        raise _too_large(
            f"文件内的 {info.filename} 解开后有 {info.file_size:,} 字节",
            f"{info.filename} would unpack to {info.file_size:,} bytes",
        )
    try:
        with archive.open(info) as part:
            # zipfile stops at the declared size and then checks the sum, so a lie about it ends here too.
            return part.read(MAX_PART + 1)
    except _DAMAGE as error:
        raise Unreadable(
            f"文件内的 {info.filename} 已损坏；{AGAIN.zh}", f"{info.filename} is damaged ({error}); {AGAIN.en}"
        ) from error


def _too_large(zh: str, en: str) -> TooLarge:
    return TooLarge(
        f"{zh}；报告没有这么大，请用 Word 打开核对，另存一份",
        f"{en}; no report is as large: look at it in Word, and save it anew",
    )


def _target(relations: bytes | None, kind: str, folder: str) -> str | None:
    """The part that a relation of this kind names, from the root of the package."""
    if relations is None:
        return None
    for relation in parse(relations).iter(_RELATION):
        if relation.get("Type", "").endswith(f"/{kind}"):
            path = posixpath.join("/", folder, relation.get("Target", ""))
            return posixpath.normpath(path).lstrip("/").lower()
    return None
