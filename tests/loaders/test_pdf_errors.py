"""What cannot be read ends with the right error; what can be read in part says what is missing."""

import warnings
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from tests.loaders.test_pdf_paper import Pen, applications, draw_sheet, known, paper, read, sheet_of, text_at

from extract.errors import Encrypted, NoText, SourceError, TooLarge, Unreadable, WrongUse
from extract.loaders.pdf import drawing as pdf_drawing
from extract.loaders.pdf import open as pdf_open
from extract.loaders.pdf import page as pdf_page
from extract.loaders.pdf.loader import lattice, load


def scan(c: Pen) -> None:
    c.drawInlineImage(Image.new("L", (40, 60), 200), 50, 50, 400, 600)


def written(c: Pen) -> None:
    text_at(c, 90, 100, "青禾县人民政府")


def encrypted(user: str) -> bytes:
    key = StandardEncryption(user, ownerPassword="owner", strength=128)  # type: ignore[no-untyped-call]
    return paper(written, encrypt=key)


def test_password_is_asked_for() -> None:
    with pytest.raises(Encrypted, match="password"):
        load(encrypted("secret"))


def test_protection_without_a_password_to_open_is_read() -> None:
    assert [line.text for line in load(encrypted("")).lines] == ["青禾县人民政府"]


@pytest.mark.parametrize("data", [b"", b"\0" * 500, "青禾县".encode(), b"PK\x03\x04" + b"x" * 2000])
def test_what_is_no_pdf(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"no %PDF- header"):
        load(data)


def test_header_alone_is_no_document() -> None:
    with pytest.raises(Unreadable, match="Download it again"):
        load(b"%PDF-1.7\n" + bytes(range(256)) * 4)


REPORT = paper(lambda c: draw_sheet(c, sheet_of(applications())), written, pageCompression=0)


@pytest.mark.parametrize("part", [0.05, 0.2, 0.4, 0.6, 0.8, 0.95])
def test_truncated_files_are_refused(part: float) -> None:
    """PDFium would rebuild what is left, and lose text without a word."""
    with pytest.raises(Unreadable):
        load(REPORT[: int(len(REPORT) * part)])


def test_junk_before_and_after_the_file_is_borne() -> None:
    assert read(load(b"\r\n\r\n" + REPORT + b"\n<!-- served by -->\n").tables[0]) == known(applications())


@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_random_bytes_end_with_a_named_error(data: bytes) -> None:
    for head in (b"", b"%PDF-1.4\n"):
        with pytest.raises(SourceError):
            load(head + data)


@given(st.integers(0, len(REPORT) - 1), st.binary(min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_damage_anywhere_is_read_or_refused_but_nothing_else(at: int, junk: bytes) -> None:
    with suppress(SourceError):
        load(REPORT[:at] + junk + REPORT[at + len(junk) :])


def test_images_alone_are_no_text() -> None:
    with pytest.raises(NoText, match="2 pages"):
        load(paper(scan, scan))


def test_page_numbers_on_images_are_no_text_either() -> None:
    def numbered(c: Pen) -> None:
        scan(c)
        text_at(c, 290, 810, "- 1 -")

    with pytest.raises(NoText):
        load(paper(numbered))


def test_blank_pages_are_no_text() -> None:
    with pytest.raises(NoText):
        load(paper(lambda c: None))


def test_scanned_pages_among_others_are_named() -> None:
    document = load(paper(written, scan, scan, written, lambda c: None))
    assert document.notes == (("第 2、3 页没有文字（可能是扫描件），未能读出", "pages 2, 3 hold no text (scanned?)"),)
    assert document.pages == 5
    assert [line.page for line in document.lines] == [1, 4]
    assert [note.en for note in load(paper(written, scan)).notes] == ["page 2 holds no text (scanned?)"]


def test_damaged_page_is_named() -> None:
    data = paper(written, written, pageCompression=0)
    broken = data.replace(b"/Type /Page\n", b"/Type /Pagf\n", 1)
    assert broken != data
    with suppress(SourceError):
        document = load(broken)
        assert len(document.lines) == 2 or any("page 1" in note.en for note in document.notes)


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_open, "MAX_PAGES", 2)
    assert load(paper(written, written)).pages == 2
    with pytest.raises(TooLarge, match="3 pages"):
        load(paper(written, written, written))


def test_too_many_objects_counting_forms_as_often_as_they_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    def page(c: Pen) -> None:
        written(c)
        c.beginForm("ten")
        for i in range(10):
            c.line(10, 10 + i, 90, 10 + i)
        c.endForm()
        for _ in range(5):
            c.doForm("ten")

    data = paper(page)
    assert load(data).lines
    monkeypatch.setattr(pdf_drawing, "MAX_OBJECTS", 50)
    with pytest.raises(TooLarge):
        load(data)


def test_too_many_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_page, "MAX_CHARACTERS", 5)
    with pytest.raises(TooLarge):
        load(paper(written))


def test_lattice_of_a_page_that_is_not_there() -> None:
    for page in (0, 2, -1):
        with pytest.raises(WrongUse, match="pages 1 to 1"):
            lattice(paper(written), page)


def test_same_bytes_same_document_and_nothing_left_open() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        documents = {load(REPORT) for _ in range(20)}
    assert len(documents) == 1
