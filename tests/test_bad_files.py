"""Files that are no readable report: the status of each, and a sentence that says what to do."""

import io
import os
import pickle
import re
import struct
from pathlib import Path

import pytest
from bench.generator import make
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from tests.loaders.test_docx_made import TYPES, document_xml, made, p, zipped
from tests.loaders.test_pdf_paper import Pen, paper, text_at
from tests.texts import is_chinese, report

from extract import load, run
from extract.errors import Encrypted, NotAReport, NoText, SourceError, Unreadable, Unsupported
from extract.forms.form import load_forms
from extract.pipeline import read, read_bytes

DOCX = make(3, layout="docx", damage=(), errors=()).data
PDF = make(3, layout="pdf-ruled", damage=(), errors=()).data
TEXT = report().encode()
PAGE = "<html><head><title>年度报告</title></head><body><p>一、总体情况</p></body></html>".encode()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def compound(*streams: str) -> bytes:
    """The start of an OLE file with these streams: what binary .doc and encrypted .docx begin with."""
    return OLE + b"".join(
        (name + "\0").encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(name) + 2) + bytes(62)
        for name in ("Root Entry", *streams)
    )


def picture() -> bytes:
    made_of = io.BytesIO()
    Image.new("L", (40, 60), 200).save(made_of, "PNG")
    return made_of.getvalue()


def scanned_pdf() -> bytes:
    def page(c: Pen) -> None:
        c.drawInlineImage(Image.new("L", (40, 60), 200), 50, 50, 400, 600)

    return paper(page, page)


def scanned_docx() -> bytes:
    drawing = "<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>"
    return zipped(
        {"[Content_Types].xml": TYPES, "word/document.xml": document_xml(drawing), "word/media/1.png": picture()}
    )


def encrypted_pdf() -> bytes:
    key = StandardEncryption("secret", ownerPassword="owner", strength=128)  # type: ignore[no-untyped-call]
    return paper(lambda c: text_at(c, 90, 100, "示例县人民政府"), encrypt=key)


BAD = {
    "zero bytes.txt": (b"", Unreadable, "fetch it again"),
    "zero bytes.docx": (b"", Unreadable, "fetch it again"),
    "zero bytes.pdf": (b"", Unreadable, "fetch it again"),
    "blanks.txt": (b" \r\n\t", Unreadable, "fetch it again"),
    "password.pdf": (encrypted_pdf(), Encrypted, "Save a copy without"),
    "password.docx": (compound("EncryptionInfo", "EncryptedPackage"), Encrypted, "save a copy without"),
    "half.pdf": (PDF[: len(PDF) // 2], Unreadable, "Download it again"),
    "last bytes gone.pdf": (PDF[:-300], Unreadable, "Download it again"),
    "header alone.pdf": (b"%PDF-1.7\n", Unreadable, "Download it again"),
    "half.docx": (DOCX[: len(DOCX) // 2], Unreadable, "download it again"),
    "last bytes gone.docx": (DOCX[:-10], Unreadable, "download it again"),
    "no document.docx": (zipped({"[Content_Types].xml": TYPES, "word/x.xml": "<x/>"}), Unreadable, "save it as .docx"),
    "broken xml.docx": (zipped({"word/document.xml": "<w:document"}), Unreadable, "download it again"),
    "scan.pdf": (scanned_pdf(), NoText, "OCR"),
    "scan.docx": (scanned_docx(), NoText, "OCR"),
    "picture.png": (picture(), Unsupported, "character recognition"),
    "picture.pdf": (picture(), Unsupported, "character recognition"),
    "web page.docx": (PAGE, Unsupported, "save it as .docx"),
    "web page.doc": (PAGE, Unsupported, "save it as .docx"),
    "web page.pdf": (PAGE, Unsupported, "save it as .docx"),
    "web archive.doc": (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html>", Unsupported, "open it in Word"),
    "old Word.doc": (compound("WordDocument"), Unsupported, "--convert-to docx"),
    "old Word.docx": (compound("WordDocument"), Unsupported, "--convert-to docx"),
    "rich text.doc": (b"{\\rtf1\\ansi\\ansicpg936 abc}", Unsupported, "save it as .docx"),
    "spreadsheet.docx": (zipped({"xl/workbook.xml": "<x/>"}), Unsupported, "spreadsheet"),
    "OFD.pdf": (zipped({"OFD.xml": "<x/>"}), Unsupported, "print it to PDF"),
    "archive.docx": (zipped({"年度报告.docx": DOCX}), Unsupported, "unpack it"),
    "bytes.docx": (bytes(range(256)) * 8, Unsupported, "TXT, DOCX or PDF"),
    "notice.docx": (made(p("关于召开政务公开工作会议的通知")), NotAReport, "notice"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_ends_with_its_status_and_what_to_do(name: str) -> None:
    data, kind, advice = BAD[name]
    with pytest.raises(SourceError) as caught:
        read_bytes(data, name, load_forms())
    assert type(caught.value) is kind
    assert caught.value.status == kind.status
    assert advice in str(caught.value)
    # a sentence, not the words of a library
    assert len(str(caught.value).split()) >= 5
    assert is_chinese(caught.value.message_zh), caught.value.message_zh
    assert pickle.loads(pickle.dumps(caught.value)).told == caught.value.told


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        ("report.pdf", DOCX, "docx"),
        ("report.doc", DOCX, "docx"),
        ("report.txt", DOCX, "docx"),
        ("report.docx", PDF, "pdf"),
        ("report.txt", PDF, "pdf"),
        ("report.docx", TEXT, "txt"),
        ("report.pdf", TEXT, "txt"),
    ],
)
def test_an_extension_that_lies_changes_nothing(name: str, data: bytes, form: str) -> None:
    true = read_bytes(data, f"report.{form}", load_forms())
    found = read_bytes(data, name, load_forms())
    assert found.source.format == form
    assert (found.disclosure, found.applications, found.appeals) == (
        true.disclosure,
        true.applications,
        true.appeals,
    )


@pytest.mark.parametrize(
    "cells", [made(p("")), zipped({"[Content_Types].xml": TYPES, "word/document.xml": document_xml("")})]
)
def test_an_empty_document_is_not_a_report(cells: bytes) -> None:
    with pytest.raises(NotAReport):
        read_bytes(cells, "empty.docx", load_forms())


def test_no_report_says_what_of_the_file_could_not_be_read() -> None:
    """Pages whose fonts do not tell their characters hold nothing that looks like a report."""

    def page(c: Pen) -> None:
        for row in range(4):
            text_at(c, 80, 80 + 20 * row, "\u0001\u0004\u0005\u0006\u0007\u0008", 10)

    with pytest.raises(NotAReport) as caught:
        read_bytes(paper(page), "a.pdf", load_forms())
    assert "第 1 页的字体没有写明所画的是什么字" in caught.value.message_zh
    assert "Page 1 has fonts that do not tell" in str(caught.value)


def test_the_error_names_the_file(tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(PDF[:500])
    with pytest.raises(Unreadable) as caught:
        read(file)
    assert caught.value.__notes__ == [f"while reading {file}"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="check the path") as caught:
        read(tmp_path / "none.pdf")
    assert caught.value.message_zh == f"{tmp_path / 'none.pdf'}：打不开（文件不存在），请检查路径和权限后再运行"


def test_every_row_of_sources_that_says_something_says_it_in_both_languages(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for name, (data, _, _) in BAD.items():
        (raw / name).write_bytes(data)
    (raw / "damaged.zip").write_bytes(zipped({"a.txt": "甲"})[:-5])
    (raw / "link.txt").symlink_to(tmp_path)
    (raw / "report.txt").write_bytes(TEXT)
    (raw / "same.txt").write_bytes(TEXT)
    os.mkfifo(raw / "pipe.txt")
    run(raw, tmp_path / "out", jobs=1)
    rows = load(tmp_path / "out").arrow("sources").to_pylist()
    assert len(rows) == len(BAD) + 5
    for row in rows:
        if row["status"] == "extracted":
            assert (row["message"], row["message_zh"]) == (None, None)
            continue
        assert re.fullmatch("[ -~]{20,}", str(row["message"])) or row["status"] == "duplicate", row
        assert is_chinese(str(row["message_zh"])), row
