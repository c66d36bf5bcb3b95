"""The DOCX loader: files that are damaged, locked, hostile or something else."""

import io
import random
import struct
import zipfile

import pytest
from tests.loaders.test_docx_made import document_xml, made, p, tbl, tc, texts, tr, zipped

from extract.errors import Encrypted, SourceError, TooLarge, Unreadable, Unsupported
from extract.loaders.docx import package as docx_package
from extract.loaders.docx.loader import load

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
GOOD = made(
    p("总体情况", properties='<w:pStyle w:val="1"/><w:numPr><w:numId w:val="1"/></w:numPr>')
    + tbl(
        [900, 12, 900],
        tr(tc("规章", '<w:vMerge w:val="restart"/>'), "", "0"),
        tr(tc("", "<w:vMerge/>"), "", "7"),
    )
    + p("<w:del><w:r><w:t>旧</w:t></w:r></w:del>", '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'),
    numbering='<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:lvlText w:val="%1、"/></w:lvl>'
    "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
    styles='<w:style w:styleId="1"><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>',
)


def compound(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + bytes(100)


def test_compound_files() -> None:
    with pytest.raises(Encrypted, match="password"):
        load(compound("EncryptedPackage"))
    with pytest.raises(Unsupported, match="--convert-to docx"):
        load(compound("WordDocument"))
    with pytest.raises(Unsupported, match="another program"):
        load(compound("Workbook"))
    with pytest.raises(Unreadable):
        load(OLE)


@pytest.mark.parametrize("data", [b"", b"PK", b"<html>", b"PK\x05\x06" + bytes(18), GOOD[:-30], GOOD[:200]])
def test_what_is_no_zip_or_an_empty_one(data: bytes) -> None:
    with pytest.raises(Unreadable):
        load(data)


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/workbook.xml": "<x/>"},
        {"word/document.xml": "<x/>"},
        {"word/document.xml": document_xml("")[:-5]},
        {"word/document.xml": b"\xff\xfe\x00"},
        {"_rels/.rels": '<r xmlns="x"/>'},
    ],
)
def test_zips_without_a_document(parts: dict[str, str | bytes]) -> None:
    with pytest.raises(Unreadable):
        load(zipped(parts))


def test_an_encrypted_entry_and_an_unknown_packing() -> None:
    for offset, value, error in ((8, 1, Encrypted), (10, 12, Unreadable)):
        data = bytearray(made(p("甲")))
        directory = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
        struct.pack_into("<H", data, directory + offset, value)
        with pytest.raises(error):
            load(bytes(data))


ENTITIES = "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 10 if at else "哈" * 100}">' for at in range(12))


@pytest.mark.parametrize(
    ("declared", "used"),
    [
        ("<!DOCTYPE x>", ""),
        (f"<!DOCTYPE x [{ENTITIES}]>", "<w:p><w:r><w:t>&e11;</w:t></w:r></w:p>"),
        (f"<!DOCTYPE x [{ENTITIES}]>", '<w:p w:val="&e11;"/>'),
        ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>', "<w:p><w:r><w:t>&e;</w:t></w:r></w:p>"),
        ("", "<w:p><w:r><w:t>&e;</w:t></w:r></w:p>"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_no_document_type_and_no_entities(declared: str, used: str, encoding: str) -> None:
    xml = document_xml(used).replace('"UTF-8"?>', f'"{encoding}"?>{declared}')
    with pytest.raises(Unreadable):
        load(zipped({"word/document.xml": xml.encode(encoding)}))


def test_deep_and_monstrous_xml_is_refused() -> None:
    deep = "<w:sdt>" * 5000 + "</w:sdt>" * 5000
    with pytest.raises(Unreadable):
        load(made(deep))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:  # not packed, so that the ratio is no reason
        archive.writestr("word/document.xml", document_xml(p("哈" * 4_000_000)))
    with pytest.raises(Unreadable, match="XML"):
        load(buffer.getvalue())


def test_zip_bombs() -> None:
    blank = b" " * (9 * 2**20)
    with pytest.raises(TooLarge, match=r"document\.xml would unpack"):
        load(zipped({"word/document.xml": blank}))
    with pytest.raises(TooLarge, match="entries"):
        load(b"PK\x03\x04" + b"PK\x01\x02" * 10_001)
    many = bytearray(zipped({"word/document.xml": document_xml(""), "word/media/a.png": b"x"}))
    struct.pack_into("<L", many, many.index(b"PK\x01\x02", many.index(b"PK\x01\x02") + 1) + 24, 2**31)
    with pytest.raises(TooLarge, match="zip would unpack"):
        load(bytes(many))


def test_a_zip_that_lies_about_its_sizes() -> None:
    data = bytearray(zipped({"word/document.xml": document_xml(p("甲" * 10_000))}))
    struct.pack_into("<L", data, data.index(b"PK\x01\x02") + 24, 100)
    with pytest.raises(Unreadable):
        load(bytes(data))


def test_a_file_beyond_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_package, "MAX_TOTAL", 100)
    with pytest.raises(TooLarge, match="the file has"):
        load(GOOD)


def test_only_the_parts_that_are_needed_are_unpacked() -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/header1.xml"] = b"<broken"
    parts["word/media/image1.png"] = bytes(100 * 2**20)
    assert texts(load(zipped(parts)))[0] == "0、总体情况"


def damaged(data: bytes, chance: random.Random) -> bytes:
    if chance.random() < 0.2:
        return data[: chance.randrange(len(data))]
    broken = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        broken[chance.randrange(len(broken))] = chance.randrange(256)
    return bytes(broken)


@pytest.mark.parametrize("part", ["", "word/document.xml", "word/numbering.xml", "word/styles.xml"])
def test_damage_is_reported_as_an_error_of_the_file(part: str) -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chance = random.Random(f"damage in {part}")
    survived = 0
    for _ in range(300):
        data = zipped(parts | {part: damaged(parts[part], chance)}) if part else damaged(GOOD, chance)
        try:
            load(data)
        except SourceError:
            continue
        survived += 1
    assert survived < 300


def test_a_slash_before_the_name_does_no_harm() -> None:
    assert texts(load(zipped({"/word/document.xml": document_xml(p("甲"))}))) == ["甲"]
