"""Crafted DOCX: bombs, entities, parts that lie about their size, names that leave the package, trees without end."""

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

from bench.hostile.case import (
    ENCRYPTED,
    EXTRACTED,
    NOT_A_REPORT,
    TOO_LARGE,
    UNREADABLE,
    UNSUPPORTED,
    Case,
    zipped,
)  # fmt: skip
from bench.hostile.texts import good

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "word/document.xml"
_MIB = 2**20


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a DOCX by name."""
    with ZipFile(BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def _document(body: str, before: str = "") -> str:
    return f'<?xml version="1.0"?>{before}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'


def _p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def _tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{_p(text)}</w:tc>"


_REPORT = _p("某县人民政府2023年政府信息公开工作年度报告") + _p("一、总体情况") + _p("二、主动公开政府信息情况")


def _made(body: str, before: str = "", **parts: str | bytes) -> bytes:
    named = {name.replace("__", "/") + ".xml": content for name, content in parts.items()}
    return zipped({_MAIN: _document(_REPORT + body, before), **named})


def cases(secret: str) -> Iterator[Case]:
    """Every crafted package; ``secret`` is the path of a file outside, which none may show."""
    yield from _entities(secret)
    yield from _zips(secret)
    yield from _trees()
    yield from _tables()
    yield from _numbers()


def _entities(secret: str) -> Iterator[Case]:
    """Document type declarations; whatever they declare, none is read."""
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    declared = {
        "billion-laughs": (f'<!DOCTYPE w:document [<!ENTITY l0 "哈">{laughs}]>', "&l9;"),
        "quadratic": (f'<!DOCTYPE w:document [<!ENTITY l0 "{"公开" * 50_000}">]>', "&l0;" * 3_000),
        "external-entity": (f'<!DOCTYPE w:document [<!ENTITY x SYSTEM "file://{secret}">]>', "&x;"),
        "external-dtd": (f'<!DOCTYPE w:document SYSTEM "file://{secret}">', ""),
        "parameter-entity": (f'<!DOCTYPE w:document [<!ENTITY % x SYSTEM "file://{secret}"> %x;]>', ""),
        "network-entity": ('<!DOCTYPE w:document [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>', "&x;"),
        "default-attribute": ('<!DOCTYPE w:document [<!ATTLIST w:t x CDATA "公开">]>', ""),
    }
    for name, (before, text) in declared.items():
        yield Case(f"{name}.docx", lambda before=before, text=text: _made(_p(text), before), (UNREADABLE,))  # type: ignore[misc]
        for part in ("numbering", "styles"):
            body = _p("甲", '<w:pStyle w:val="a"/><w:numPr><w:numId w:val="1"/></w:numPr>')
            xml = f'<?xml version="1.0"?>{before}<w:{part} xmlns:w="{W}"><!-- numPr vanish -->{text}</w:{part}>'
            yield Case(
                f"{name}-in-{part}.docx",
                lambda body=body, xml=xml, part=part: _made(body, "", **{f"word__{part}": xml}),  # type: ignore[misc]
                (UNREADABLE,),
            )
    include = f'<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="file://{secret}" parse="text"/>'
    yield Case("xinclude.docx", lambda: _made(include), (EXTRACTED, NOT_A_REPORT))
    for encoding in ("utf-16", "utf-7", "ebcdic-cp-be", "x-unknown"):
        codec = {"ebcdic-cp-be": "cp500", "x-unknown": "utf-8"}.get(encoding, encoding)
        xml = _document(_REPORT).replace('"1.0"', f'"1.0" encoding="{encoding}"', 1)
        yield Case(
            f"declared-{encoding}.docx",
            lambda xml=xml, codec=codec: zipped({_MAIN: xml.encode(codec, "xmlcharrefreplace")}),  # type: ignore[misc]
            (EXTRACTED, UNREADABLE, UNSUPPORTED),
        )


def _relations(target: str, mode: str = "") -> str:
    return (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" Type="{_OFFICE}/officeDocument" '
        f'Target="{target}"{mode}/></Relationships>'
    )


def _zips(secret: str) -> Iterator[Case]:
    """What the zip itself lies about: sizes, sums, names, entries."""
    bomb = b"<w:p/>" * (30 * _MIB // 6)
    yield Case("bomb-30-MB.docx", lambda: _made("", "", word__media__x=bomb * 6), (EXTRACTED, NOT_A_REPORT, TOO_LARGE))
    yield Case("bomb-300-MB.docx", lambda: _made("", "", word__media__x=bytes(300 * _MIB)), (TOO_LARGE,))
    yield Case("bomb-in-main.docx", lambda: zipped({_MAIN: _document(bomb.decode())}), (TOO_LARGE,))
    yield Case("declared-4-GB.docx", lambda: _with_size(0xFFFFFFFE), (TOO_LARGE,))
    yield Case("declared-too-small.docx", lambda: _with_size(20), (UNREADABLE,))
    yield Case("overlapping.docx", lambda: _overlapping(30_000), (TOO_LARGE,))
    yield Case("overlapping-few.docx", lambda: _overlapping(900), (TOO_LARGE, UNREADABLE, UNSUPPORTED, NOT_A_REPORT))
    yield Case(
        "many-entries.docx",
        lambda: zipped({**parts_of(good("docx")), **dict.fromkeys(map(str, range(20_000)), b"")}),
        (TOO_LARGE,),
    )
    yield Case("password.docx", lambda: _flagged(1), (ENCRYPTED,))
    yield Case("packed-otherwise.docx", lambda: _method(99), (UNREADABLE,))
    yield Case("two-documents.docx", _two_documents, (UNREADABLE,))
    yield from _names(secret)


def _names(secret: str) -> Iterator[Case]:
    """Targets and members whose names lead out of the package."""
    relations = {
        "up": _relations("../../../../../../../.." + secret), "absolute": _relations(secret),
        "url": _relations(f"file://{secret}"), "external": _relations(secret, ' TargetMode="External"'),
        "self": _relations("_rels/.rels"), "empty": _relations(""), "folder": _relations("word/"),
    }  # fmt: skip
    for name, relation in relations.items():
        yield Case(
            f"target-{name}.docx",
            lambda relation=relation: zipped(  # type: ignore[misc]
                {"[Content_Types].xml": "<x/>", "_rels/.rels": relation, "word/x.xml": "<x/>"}
            ),
            (UNREADABLE, UNSUPPORTED),
        )
    for name in (
        "../../../../tmp/gongkai-escaped.xml",
        "/tmp/gongkai-escaped.xml",
        "C:\\escaped.xml",
        "a" * 60_000,
        "\x1b[2J",
    ):
        yield Case(
            f"member-{abs(zlib.crc32(name.encode()))}.docx",
            lambda name=name: zipped({**parts_of(good("docx")), name: b"escaped"}),  # type: ignore[misc]
            (EXTRACTED,),
        )


def _with_size(size: int) -> bytes:
    """A DOCX whose directory declares another size for its main part."""
    data = bytearray(_made(""))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", size)
    data[22:26] = struct.pack("<I", size)
    return bytes(data)


def _flagged(bits: int) -> bytes:
    data = bytearray(_made(""))
    at = data.index(b"PK\x01\x02")
    data[6] |= bits
    data[at + 8] |= bits
    return bytes(data)


def _method(number: int) -> bytes:
    data = bytearray(_made(""))
    at = data.index(b"PK\x01\x02")
    data[8:10] = data[at + 10 : at + 12] = struct.pack("<H", number)
    return bytes(data)


def _two_documents() -> bytes:
    """Two parts of one name: one program shows the first, another the last."""
    first = zipped({_MAIN: _document(_REPORT + _p("甲")), "word/documenu.xml": _document(_REPORT + _p("乙"))})
    return first.replace(b"documenu", b"document")


def _overlapping(count: int) -> bytes:
    """Many entries over the same packed bytes, each a megabyte."""
    data = zlib.compress(bytes(_MIB), 9)[2:-4]
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 0, zlib.crc32(bytes(_MIB)), len(data), _MIB, len(_MAIN), 0)
    entry = struct.pack(
        "<4s6H3I5H2I",
        b"PK\1\2",
        20,
        20,
        0,
        8,
        0,
        0,
        zlib.crc32(bytes(_MIB)),
        len(data),
        _MIB,
        len(_MAIN),
        0,
        0,
        0,
        0,
        0,
        0,
    )
    body = local + _MAIN.encode() + data
    directory = (entry + _MAIN.encode()) * count
    return (
        body
        + directory
        + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count & 0xFFFF, count & 0xFFFF, len(directory), len(body), 0)
    )


def _trees() -> Iterator[Case]:
    """Elements within elements, far deeper than any document."""
    for depth in (200, 2_000, 100_000):
        may = (EXTRACTED, NOT_A_REPORT, UNREADABLE, TOO_LARGE)
        for name, (begin, end) in {
            "runs": ("<w:r>", "</w:r>"), "tables": ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
            "deleted": ("<w:del>", "</w:del>"), "boxes": ("<w:p><w:txbxContent>", "</w:txbxContent></w:p>"),
            "paragraphs": ("<w:p>", "</w:p>"), "controls": ("<w:sdt>", "</w:sdt>"),
        }.items():  # fmt: skip
            yield Case(
                f"deep-{name}-{depth}.docx",
                lambda begin=begin, end=end, depth=depth: _made(begin * depth + _p("0") + end * depth),  # type: ignore[misc]
                may,
            )
    flat = {
        "paragraphs": "<w:p/>" * 1_000_000, "fields": '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 200_000,
        "breaks": "<w:p>" + "<w:r><w:br/></w:r>" * 1_000_000 + "</w:p>", "text": _p("公开" * 4_000_000),
        "attributes": "<w:p " + " ".join(f'a{i}="1"' for i in range(200_000)) + "/>",
        "names": "".join(f"<w:e{i}/>" for i in range(300_000)), "deleted": "<w:del><w:r/></w:del>" * 300_000,
        "hidden": "<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr></w:p>" * 100_000,
    }  # fmt: skip
    for name, body in flat.items():
        yield Case(f"many-{name}.docx", lambda body=body: _made(body), (EXTRACTED, NOT_A_REPORT, UNREADABLE, TOO_LARGE))  # type: ignore[misc]


def _tables() -> Iterator[Case]:
    """Spans and widths that lie; tables of a million cells."""
    may = (EXTRACTED, NOT_A_REPORT, TOO_LARGE, UNREADABLE)
    row = "<w:tr>" + _tc("0") * 7 + "</w:tr>"
    wide = f'<w:tr>{_tc("0", f"""<w:gridSpan w:val="{10**9}"/>""")}{_tc("1")}</w:tr>'
    widest = "<w:tr>" + _tc("0", '<w:gridSpan w:val="999"/>') + _tc("1") + "</w:tr>"
    merged = "<w:tr>" + _tc("1", '<w:vMerge w:val="restart"/>') + _tc("2") + "</w:tr>"
    below = "<w:tr>" + _tc("1", "<w:vMerge/>") + _tc("2") + "</w:tr>"
    tables = {
        "rows": row * 20_000, "span": wide * 3, "spans": widest * 5_000, "merges": merged + below * 20_000,
        "negative": f'<w:tr>{_tc("0", """<w:gridSpan w:val="-5"/>""")}{_tc("1")}</w:tr>',
        "widths": "<w:tblGrid>" + '<w:gridCol w:w="NaN"/>' * 20 + '<w:gridCol w:w="1e999"/>' * 20 + "</w:tblGrid>" + row * 3,
        "columns": "<w:tblGrid>" + '<w:gridCol w:w="1"/>' * 100_000 + "</w:tblGrid>" + row * 200,
        "cells": "<w:tr>" + _tc("0") * 60_000 + "</w:tr>",
    }  # fmt: skip
    for name, inside in tables.items():
        yield Case(f"table-{name}.docx", lambda inside=inside: _made(f"<w:tbl>{inside}</w:tbl>"), may)  # type: ignore[misc]
    small = f"<w:tbl><w:tr>{_tc('规章')}{_tc('0')}</w:tr></w:tbl>"
    yield Case("many-tables.docx", lambda: _made(small * 30_000), may)
    yield Case(
        "tables-in-a-cell.docx",
        lambda: _made(f"<w:tbl><w:tr><w:tc>{small * 10_000}</w:tc>{_tc('1')}</w:tr></w:tbl>"),
        may,
    )


def _numbers() -> Iterator[Case]:
    """Lists and styles that name themselves, and numerals without end."""
    may = (EXTRACTED, NOT_A_REPORT, TOO_LARGE, UNREADABLE)
    level = f'<w:lvl w:ilvl="0"><w:start w:val="{10**30}"/><w:numFmt w:val="{{}}"/><w:lvlText w:val="{"%1" * 500}"/></w:lvl>'
    for style in ("lowerLetter", "upperRoman", "chineseCounting", "decimal"):
        numbering = (
            f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="1">{level.format(style)}</w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
        )
        body = _p("甲", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>') * 2_000
        yield Case(
            f"numbers-{style}.docx",
            lambda body=body, numbering=numbering: _made(body, "", word__numbering=numbering),  # type: ignore[misc]
            may,
        )
    chain = "".join(
        f'<w:style w:styleId="s{i}"><w:basedOn w:val="s{(i + 1) % 3_000}"/><w:pPr><w:numPr/></w:pPr></w:style>'
        for i in range(3_000)
    )
    body = "".join(_p("甲", f'<w:pStyle w:val="s{i}"/>') for i in range(3_000))
    yield Case(
        "styles-in-a-circle.docx",
        lambda: _made(body, "", word__styles=f'<w:styles xmlns:w="{W}">{chain}</w:styles>'),
        may,
    )
