"""Sniffing: what a file is, whatever its name says."""

import random
import struct

import pytest
from tests.loaders.test_docx_made import document_xml, made, p, shared_report, zipped

from extract.loaders.sniff import sniff

TEXT = "示例省云岭县人民政府\n2023年政府信息公开工作年度报告\n一、总体情况\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
KINDS = frozenset(
    (
        "pdf",
        "docx",
        "doc",
        "html",
        "rtf",
        "xls",
        "xlsx",
        "zip",
        "ofd",
        "wps",
        "image",
        "txt",
        "empty",
        "unknown",
    )
)
PAGE = "<html><head><title>年度报告</title></head><body><p>一、总体情况</p></body></html>"


def compound(*streams: str) -> bytes:
    entries = (
        (name + "\0").encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(name) + 2) + bytes(62)
        for name in ("Root Entry", *streams)
    )
    return OLE + b"".join(entries)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        ("\ufeff \n".encode("utf-16"), "empty"),
        (b" " * 100_000, "unknown"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "pdf"),
        (b"\xef\xbb\xbf\r\n%PDF-1.4", "pdf"),
        (b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 900 + b"%PDF-1.4\n1 0 obj\n\x00\x01", "pdf"),
        (b"\x01\x02" * 600 + b"%PDF-1.4\n1 0 obj\n\x00", "unknown"),
        ("文件头为%PDF-1.4。".encode(), "txt"),
        (b"{\\rtf1\\ansi\\ansicpg936", "rtf"),
        (b"\xef\xbb\xbf\n{\\rtf1", "rtf"),
        (b"\x89PNG\r\n\x1a\n\x00", "image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image"),
        (b"GIF89a\x01\x00", "image"),
        (b"II*\x00\x08\x00", "image"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image"),
        (b"BM\x36\x00\x0c\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00", "image"),
        (b"BM \xe5\x85\xac\xe5\xbc\x80", "txt"),
    ],
)
def test_the_first_bytes(data: bytes, kind: str) -> None:
    assert sniff(data, "report.docx") == kind


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        (("[Content_Types].xml", "word/document.xml"), "docx"),
        (("word\\Document.xml",), "docx"),
        (("[Content_Types].xml", "word/document2.xml"), "docx"),
        (("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (("[Content_Types].xml", "xl/workbook.bin"), "xlsx"),
        (("[Content_Types].xml", "ppt/presentation.xml"), "zip"),
        (("OFD.xml", "Doc_0/Document.xml"), "ofd"),
        (("报告.docx", "word/readme.txt"), "zip"),
        ((), "zip"),
    ],
)
def test_zips(parts: tuple[str, ...], kind: str) -> None:
    data = zipped(dict.fromkeys(parts, "<x/>"))
    assert sniff(data, "report.doc") == kind
    if parts:
        assert sniff(data[:-10], "report.doc") == kind, "the directory is cut off"


def test_a_zip_of_a_docx_is_a_zip() -> None:
    assert sniff(zipped({"报告.docx": made(p("甲"))})) == "zip"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (compound("WordDocument"), "doc"),
        (compound("Workbook", "WordDocument"), "doc"),
        (compound("Workbook"), "xls"),
        (compound("Book"), "xls"),
        (compound("EncryptionInfo", "EncryptedPackage"), "docx"),
        (compound("MatOST"), "wps"),
        (compound("PowerPoint Document"), "unknown"),
        (OLE + "NotebookWorkbook".encode("utf-16-le"), "unknown"),
        (OLE + b"\xec\xa5\xc1\x00", "doc"),
        (OLE + b"\x09\x08\x10\x00", "xls"),
        (OLE, "unknown"),
    ],
)
def test_compound_files(data: bytes, kind: str) -> None:
    assert sniff(data, "report.docx") == kind


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "opening",
    [
        PAGE,
        "\r\n\t <!DOCTYPE html>" + PAGE,
        '<!doctype HTML PUBLIC "-//W3C//DTD XHTML 1.0//EN">',
        '<?xml version="1.0"?>\n<!-- 保存自 --><!-- 2 -->\n' + PAGE,
        '<meta charset="gbk"><p>一</p>',
        "<HEAD\n></HEAD>",
    ],
)
def test_web_pages(opening: str, codec: str) -> None:
    assert sniff((opening + TEXT).encode(codec), "report.doc") == "html"
    assert sniff((opening + TEXT).encode(codec), "report.txt") == "html"


def test_a_tag_that_begins_no_page_is_told_by_the_name() -> None:
    fragment = ("<p>一、总体情况</p><table><tr><td>0</td></tr></table>" + TEXT).encode()
    assert sniff(fragment, "report.doc") == sniff(fragment, "") == "html"
    assert {sniff(fragment, f"report.{kind}") for kind in ("txt", "MD", "csv")} == {"txt"}
    assert sniff(b"<?xml version='1.0'?><div>" + TEXT.encode()) == "html"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "big5", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["report.txt", "report.md", "report.csv", "report.docx", "report"])
def test_text_in_every_encoding(codec: str, name: str) -> None:
    text = "規範性文件\n總計 0 1 2\n" if codec == "big5" else TEXT
    assert sniff(text.encode(codec), name) == "txt"
    assert sniff(text.encode(codec)[:-1], name) == "txt", "cut inside a character"


def test_utf_16_without_a_blank_or_a_line_end() -> None:
    assert sniff("公开信息政府报告".encode("utf-16-le")) == "txt"


@pytest.mark.parametrize(
    "text",
    ["<示例> 一、总体情况", "总体情况\f\x1a", "\x1b[1m一、", "# 一、总体情况", "| 规章 | 0 |", "0 0 0"],
)
def test_odd_texts(text: str) -> None:
    assert sniff(text.encode(), "report.txt") == "txt"


@pytest.mark.parametrize(
    "data",
    [
        document_xml("").encode(),
        b"\x00" * 5000,
        b"abc\x00\x01\x02" * 50,
        b"\x01\x02\x03 text",
        TEXT.encode() + b"\x00\xff" * 200,
        b"\xff\xfe" + random.Random(1).randbytes(4000),
        random.Random(2).randbytes(4000),
        random.Random(3).randbytes(4001).replace(b"\x00", b""),
    ],
)
def test_what_no_loader_reads(data: bytes) -> None:
    assert sniff(data, "report.txt") == "unknown"


def test_nothing_raises_and_nothing_lingers() -> None:
    chance = random.Random(7)
    starts = (b"PK\x03\x04", b"PK\x05\x06", OLE, b"%PDF-1.4", b"\xff\xfe", b"<!--", b"", made(p("甲")))
    for _ in range(300):
        start = chance.choice(starts)
        data = bytearray(start + chance.randbytes(chance.randrange(300)))
        if data:
            data[chance.randrange(len(data))] ^= 0xFF
        assert sniff(bytes(data), "x") in KINDS
    assert sniff(b"<!-- -->" * 8000 + b"<") == "txt"  # a pattern that goes back at each comment would not end here
    assert sniff(b"PK\x03\x04" * 100_000) == "zip"


def test_the_shared_reports() -> None:
    for name, kind in (
        ("blank-form-2021.docx", "docx"),
        ("hongze-2023.pdf", "pdf"),
        ("guanling-2019.txt", "txt"),
    ):
        assert sniff(shared_report(name), "report") == kind


def test_a_web_page_saved_as_one_file() -> None:
    assert sniff(b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n<html>", "report.doc") == "mhtml"
