"""The loader of text files: every encoding that reports come in, and never a character dropped."""

import codecs
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.document import Document
from extract.errors import TooLarge, Unreadable
from extract.loaders import txt

REPORT = "示例县人民政府2023年政府信息公开工作年度报告\n一、总体情况\n2023年，全县共收到申请12件。\n规章\n0\n"
TRADITIONAL = "示例縣人民政府2023年政府信息公開工作年度報告\n一、總體情況\n全縣共收到申請12件。\n規章\n0\n"
ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
MARKED = {
    "utf-8-sig": codecs.BOM_UTF8 + REPORT.encode(),
    "utf-16 little": codecs.BOM_UTF16_LE + REPORT.encode("utf-16-le"),
    "utf-16 big": codecs.BOM_UTF16_BE + REPORT.encode("utf-16-be"),
    "utf-32": codecs.BOM_UTF32_LE + REPORT.encode("utf-32-le"),
}


def text(document: Document) -> str:
    return "\n".join(line.text for line in document.lines)


@pytest.mark.parametrize("encoding", [*ENCODINGS, "gbk", "gb2312"])
def test_encodings_without_a_mark(encoding: str) -> None:
    found = txt.load(REPORT.encode(encoding))
    assert (text(found), found.cut, found.format) == (REPORT, False, "txt")


@pytest.mark.parametrize("data", MARKED.values(), ids=MARKED)
def test_a_byte_order_mark_decides_and_is_no_character(data: bytes) -> None:
    assert text(txt.load(data)) == REPORT


@pytest.mark.parametrize("encoding", ["big5", "big5hkscs", "gb18030", "utf-8"])
def test_traditional_script(encoding: str) -> None:
    assert text(txt.load(TRADITIONAL.encode(encoding))) == TRADITIONAL


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_file_that_ends_inside_a_character(encoding: str) -> None:
    whole = REPORT[: REPORT.index("规章") + 2]
    found = txt.load(whole.encode(encoding)[:-1])
    assert found.cut
    assert text(found) == whole[:-1]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_file_that_ends_between_characters_is_not_cut(encoding: str) -> None:
    whole = REPORT[: REPORT.index("规章") + 1]
    found = txt.load(whole.encode(encoding))
    assert not found.cut
    assert text(found) == whole


@pytest.mark.parametrize("bad", [b"\xff", b"\x80\xff", b"\xff\xff\xff"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("at", [0, 4, 90])
def test_a_byte_that_fits_no_encoding_is_refused(encoding: str, bad: bytes, at: int) -> None:
    data = REPORT.encode(encoding)
    with pytest.raises(Unreadable, match="no encoding fits every byte"):
        txt.load(data[:at] + bad + data[at:])


def test_bytes_that_do_not_fit_the_mark_are_refused() -> None:
    with pytest.raises(Unreadable, match="mark of utf-8"):
        txt.load(codecs.BOM_UTF8 + REPORT.encode("gb18030"))
    with pytest.raises(Unreadable, match="mark of utf-16"):
        txt.load(codecs.BOM_UTF16_LE + b"\x00\xd8\x00\x00")


@given(st.text(st.characters(exclude_characters="\r\f", exclude_categories=["Cs"])))
@pytest.mark.parametrize("encoding", [*ENCODINGS, "utf-8-sig", "utf-16"])
def test_every_character_of_a_report_comes_back(encoding: str, more: str) -> None:
    assert text(txt.load((REPORT + more).encode(encoding))) == REPORT + more


@given(st.text(st.characters(exclude_characters="\r\f\0", exclude_categories=["Cs"])))
def test_every_character_of_any_utf_8_text_comes_back(more: str) -> None:
    if not more.startswith("\ufeff"):  # which is a byte order mark there
        assert text(txt.load(more.encode())) == more


@given(st.binary(max_size=200))
def test_any_bytes_are_read_whole_or_refused(data: bytes) -> None:
    try:
        decoded, encoding, cut = txt.decode(data)
    except Unreadable:
        return
    again = decoded.encode(encoding)
    if not cut and encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        assert again == data
    # the first bytes of a character may be pending, and nothing else
    assert len(data) - len(again) <= 4 or not cut


# ── lines and pages ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end: str) -> None:
    found = txt.load(REPORT.replace("\n", end).encode())
    assert text(found) == REPORT
    assert [line.number for line in found.lines] == [1, 2, 3, 4, 5, 6]


def test_mixed_line_ends_are_numbered_as_an_editor_numbers_them() -> None:
    found = txt.load("政府\r\n信息\r公开\n\n年度".encode())
    assert [(line.number, line.text) for line in found.lines] == list(
        enumerate(["政府", "信息", "公开", "", "年度"], 1)
    )


def test_other_separators_end_no_line() -> None:
    found = txt.load("政府\u2028信息\u0085公开\v年度".encode())
    assert len(found.lines) == 1


def test_a_form_feed_begins_a_page_and_no_line() -> None:
    found = txt.load("政府\n信息\f公开\n年度\f\n规章".encode())
    assert found.pages == 3
    assert [(line.text, line.number, line.page) for line in found.lines] == [
        ("政府", 1, 1),
        ("信息", 2, 1),
        ("公开", 2, 2),
        ("年度", 3, 2),
        ("", 3, 3),
        ("规章", 4, 3),
    ]


def test_a_text_without_form_feeds_has_no_pages() -> None:
    found = txt.load(REPORT.encode())
    assert found.pages is None
    assert {line.page for line in found.lines} == {None}


def test_blanks_and_invisible_signs_are_kept() -> None:
    kept = "政府信息\t\u00a00\u3000\n\u200b公开\u00ad \n\ufeff年度"
    assert text(txt.load(kept.encode())) == kept


@pytest.mark.parametrize(("rows", "word"), [(200_001, "lines"), (1, "characters")])
def test_what_is_far_too_long_is_refused(rows: int, word: str) -> None:
    data = b"\n" * rows if word == "lines" else b"0" * 20_000_001
    with pytest.raises(TooLarge, match=word):
        txt.load(data)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_no_prefix_of_a_report_is_read_as_another_text(encoding: str) -> None:
    data = REPORT.encode(encoding)
    least = len("示例县人民政府2023年政府信息公开".encode(encoding))
    for end in itertools.chain(range(least, len(data), 3), [len(data)]):
        assert REPORT.startswith(text(txt.load(data[:end])))


def paged(*numbers: int, apart: int = 20) -> list[str]:
    """The lines of a text in which these numbers stand each between two dashes, on three lines."""
    pages = [[*["规章"] * apart, "—", str(number), "—"] for number in numbers]
    return [line.text for line in txt.load("\n".join(itertools.chain(*pages)).encode()).lines]


def test_page_numbers_between_dashes_on_three_lines_are_one() -> None:
    assert [line for line in paged(1, 2, 3) if line != "规章"] == ["— 1 —", "— 2 —", "— 3 —"]


@pytest.mark.parametrize(("numbers", "apart"), [((1, 2), 20), ((2, 3, 4), 20), ((1, 2, 3, 5), 20), ((1, 2, 3), 2)])
def test_what_counts_no_pages_between_dashes_stays(numbers: tuple[int, ...], apart: int) -> None:
    assert paged(*numbers, apart=apart).count("—") == 2 * len(numbers)


def test_line_ends_that_a_record_writes_as_signs_are_line_ends() -> None:
    """Crawlers keep a page's text in a field of a table or of JSON."""
    text = [f"第{number}行\t{number}" for number in range(30)]
    inside = "\\n".join(text).replace("\t", "\\t")
    record = f'"id","title","content"\r\n"7","示例县政府信息公开工作年度报告","{inside}"\r\n'
    whole = f'{{"id": 7, "title": "示例县政府信息公开工作年度报告", "content": "{inside}"}}'
    for data in (record, whole):
        lines = txt.load(data.encode()).lines
        assert [line.text for line in lines if line.text.startswith("第")] == text
        assert "示例县政府信息公开工作年度报告" in [line.text for line in lines]
        assert [line.number for line in lines] == list(range(1, len(lines) + 1))


def test_a_text_that_mentions_line_ends_keeps_its_lines() -> None:
    assert [line.text for line in txt.load("公开\\n政府\n信息".encode()).lines] == ["公开\\n政府", "信息"]
