"""The pipeline: what becomes of a file, and that the same bytes always say the same."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.texts import COLUMNS, HEADINGS, TITLE, cells, counts, read_text, report, row

import extract
from extract.errors import (
    ExtractError,
    NotAReport,
    SourceError,
    TooLarge,
    Unreadable,
    Unsupported,
)
from extract.forms.form import GRID_NAMES, load_forms
from extract.pipeline import read, read_bytes
from extract.reading import Reading

FORMS = load_forms()
PROSE = "本机关依法公开政府信息，全年收到申请零件。"
FIGURES = counts("new", 3, 0, 0, 0, 0, 0, 3) | counts("granted", 3, 0, 0, 0, 0, 0, 3) | counts("total", *"3000003")


def archive(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return buffer.getvalue()


# ── a whole report ──────────────────────────────────────────────────────────────────────────────────


def test_a_reading_has_all_that_the_report_says() -> None:
    data = report("2021", applications=FIGURES).encode()
    found = read_bytes(data, "报告.txt", FORMS)
    assert (found.form, found.form_evidence, found.pages) == ("2021", "cells", None)
    assert (found.source.path, found.source.bytes, found.source.format) == ("报告.txt", len(data), "txt")
    assert found.source.sha256 == hashlib.sha256(data).hexdigest()
    assert found.source.report_id == found.source.sha256[:16]
    assert [section.part for section in found.sections] == [1, 2, 3, 4, 5, 6]
    assert [len(found.cells(grid)) for grid in GRID_NAMES] == [10, 175, 15]
    assert found.cells("applications") == found.applications
    assert (len(found.checks), found.findings, found.second_reader, found.notes) == (42, (), None, ())
    assert found.verdicts.report == "verified"


@pytest.mark.parametrize("layout", ["cells", "rows", "pipes", "tika"])
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_a_report_says_the_same_in_every_layout(form: str, layout: str) -> None:
    found = read_text(report(form, applications=FIGURES, layout=layout))  # type: ignore[arg-type]
    for key in ("new", "granted", "total"):
        assert row(found, key) == [3, 0, 0, 0, 0, 0, 3]
    assert {cell.state for cell in cells(found).values()} == {"number"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_a_report_says_the_same_in_every_encoding(encoding: str) -> None:
    text = report("2021", applications=FIGURES)
    found = read_bytes(text.encode(encoding), "报告.txt", FORMS)
    assert cells(found) == cells(read_text(text))


@pytest.mark.parametrize("name", ["报告.txt", "报告.doc", "报告.pdf", "报告"])
def test_the_bytes_tell_the_format_and_not_the_name(name: str) -> None:
    assert read_bytes(report("2021").encode(), name, FORMS).source.format == "txt"


def test_the_same_bytes_say_the_same() -> None:
    data = report("2019", applications=FIGURES).encode()
    assert read_bytes(data, "报告.txt", FORMS) == read_bytes(data, "报告.txt", FORMS)


def test_the_body_may_name_another_year() -> None:
    found = read_text(report("2021", prose="2022年，本机关依法公开政府信息。"))
    assert found.report.fiscal_year == 2023


# ── what is extracted, and what is no report ────────────────────────────────────────────────────────

EXTRACTED = {
    "prose alone": f"{TITLE}\n{HEADINGS[0]}\n{PROSE}\n{HEADINGS[4]}\n公开内容还不够丰富。",
    "a title and one part": f"{TITLE}\n{HEADINGS[0]}\n{PROSE}",
    "parts without a title": f"{HEADINGS[0]}\n{PROSE}\n{HEADINGS[1]}\n主动公开情况见附件。",
    "a last page": f"四、结转下年度继续办理 0 0 0 0 0 0 0\n{HEADINGS[4]}\n公开内容还不够丰富。",
    "headings alone": "\n".join([TITLE, *HEADINGS]),
}


@pytest.mark.parametrize("text", EXTRACTED.values(), ids=EXTRACTED)
def test_a_part_of_a_report_is_extracted(text: str) -> None:
    found = read_text(text)
    assert found.verdicts.report == "doubtful"
    for cell in cells(found).values():
        assert cell.state in ("number", "missing", "ambiguous")
        assert cell.state == "number" or cell.reason


def test_a_page_of_prose_has_every_cell_missing() -> None:
    found = read_text(EXTRACTED["prose alone"])
    assert {(cell.state, cell.reason) for cell in cells(found).values()} == {("missing", "grid_not_found")}
    assert found.sections[0].text == PROSE
    assert (found.form, found.form_evidence) == ("2021", "year")
    assert found.checks == ()


def test_a_form_left_empty_is_a_report_of_blanks() -> None:
    blank = {grid: dict.fromkeys(FORMS.get("2021").grid(grid).slots(), "") for grid in GRID_NAMES}
    found = read_text(report("2021", **blank, title="政府信息公开工作年度报告", layout="pipes"))  # type: ignore[arg-type]
    assert {(cell.state, cell.reason) for cell in cells(found).values()} == {("blank", None)}
    assert {check.outcome for check in found.checks} == {"vacuous"}
    assert (found.verdicts.disclosure, found.verdicts.report) == ("read", "vacuous")
    assert (found.report.authority, found.report.fiscal_year) == (None, None)


def test_two_reports_in_one_file_are_the_first_of_them() -> None:
    other = counts("new", *"9000009") | counts("granted", *"9000009") | counts("total", *"9000009")
    second = report("2019", title=TITLE.replace("2023", "2020"), applications=other)
    found = read_text(report("2021", applications=FIGURES) + second)
    assert (found.report.fiscal_year, found.form) == (2023, "2021")
    assert row(found, "new") == [3, 0, 0, 0, 0, 0, 3]
    assert "second_report" in {finding.kind for finding in found.findings}


NO_REPORT = {
    "words of a header": "自然人\n法人或其他组织\n总计",
    "a list of titles": "\n".join(TITLE.replace("2023", str(year)) for year in range(2015, 2024)),
    "a list of links": "首页 > 年报\n"
    + "\n".join(f"{year}年政府信息公开工作年度报告 {year + 1}-01-20" for year in range(2015, 2024))
    + "\n版权所有",
    "a title": TITLE,
    "a letter": "会议纪要\n今天开会，研究了有关事项。",
    "a work report": "示例县2023年政府工作报告\n一、2022年工作回顾\n成绩显著。\n二、2023年工作安排\n再接再厉。",
    "a notice": "关于做好2023年政府信息公开工作年度报告编制工作的通知\n各单位：\n一、总体要求\n认真编制。\n二、时间\n一月底前。",
    "a notice that names the parts": "关于做好年度报告编制工作的通知\n内容包括：一、总体情况，二、主动公开政府信息情况。",
    "English": "Annual report\n1. General\nNothing to report.",
}


@pytest.mark.parametrize("text", NO_REPORT.values(), ids=NO_REPORT)
def test_other_texts_are_no_report(text: str) -> None:
    with pytest.raises(NotAReport) as raised:
        read_text(text)
    assert raised.value.status == "not_a_report"


@pytest.mark.parametrize(
    ("signed", "authority"),
    [
        ("青禾县财政局\n二〇二四年一月十六日", "青禾县财政局"),
        ("青禾县财政局\n2024年1月16日", "青禾县财政局"),
        ("县财政局\n2024年1月16日", None),  # of which county, it does not say
        ("青禾县财政局", None),
        ("青禾县二中全体师生\n2024年1月16日", None),
    ],
)
def test_who_signs_a_report_that_names_nobody_is_its_authority(signed: str, authority: str | None) -> None:
    """Though the place be in no table of divisions."""
    found = read_text(f"{report(title='2023年政府信息公开工作年度报告')}\n{signed}\n").report
    assert (found.authority, found.authority_evidence) == (authority, "prose" if authority else None)


# ── files that cannot be read ───────────────────────────────────────────────────────────────────────

UNREADABLE: dict[str, tuple[bytes, type[SourceError]]] = {
    "empty": (b"", Unreadable),
    "blanks": (b" \r\n\t\n", Unreadable),
    "damaged text": (report("2021").encode()[:99] + b"\xff\xff" + report("2021").encode()[99:], Unreadable),
    "damaged Word file": (archive("[Content_Types].xml", "word/document.xml"), Unreadable),
    "damaged PDF": (b"%PDF-1.7\n1 0 obj\n<<", Unreadable),
    "web page": (b"<!DOCTYPE html><html><body>2023</body></html>", Unsupported),
    "rich text": (b"{\\rtf1\\ansi 2023}", Unsupported),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(99), Unsupported),
    "archive": (archive("2023.txt"), Unsupported),
    "spreadsheet": (archive("[Content_Types].xml", "xl/workbook.xml"), Unsupported),
    "noise": (bytes(range(256)) * 4, Unsupported),
    "far too long": (TITLE.encode() + b"\n" * 200_001, TooLarge),
}


@pytest.mark.parametrize(("data", "error"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_read_says_why(data: bytes, error: type[SourceError]) -> None:
    with pytest.raises(error) as raised:
        read_bytes(data, "报告.txt", FORMS)
    assert raised.value.status == error.status
    assert len(str(raised.value)) > 20


def test_a_file_of_blanks_is_not_said_to_have_no_bytes() -> None:
    with pytest.raises(Unreadable) as raised:
        read_bytes(b" \r\n\t\n", "报告.txt", FORMS)
    assert "0 bytes" not in str(raised.value)


def test_read_names_the_file_in_its_errors(tmp_path: Path) -> None:
    path = tmp_path / "会议纪要.txt"
    path.write_text("会议纪要\n今天开会。", encoding="utf-8")
    with pytest.raises(NotAReport) as raised:
        read(path)
    assert "会议纪要.txt" in "".join([str(raised.value), *raised.value.__notes__])


@pytest.mark.parametrize("make", [lambda folder: folder / "none.txt", lambda folder: folder])
def test_a_path_that_cannot_be_opened(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    with pytest.raises(Unreadable, match="cannot be opened"):
        read(make(tmp_path))


# ── the public face ─────────────────────────────────────────────────────────────────────────────────


def test_read_takes_a_path_or_its_text(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    path.write_text(report("2021", applications=FIGURES), encoding="utf-8")
    found: Reading = extract.read(path)
    assert found == extract.read(str(path))
    assert found.source.path == str(path)
    assert isinstance(found, extract.Reading)


def test_a_file_that_ends_inside_a_character_says_so() -> None:
    text = report("2021")
    found = read_bytes(text[: text.index("予以公开") + 2].encode()[:-1], "报告.txt", FORMS)
    assert len(found.notes) == 1
    assert "loader_note" in {finding.kind for finding in found.findings}


def test_every_error_has_one_root() -> None:
    for error in (SourceError, NotAReport, Unreadable, Unsupported, TooLarge, extract.WrongUse):
        assert issubclass(error, ExtractError)


def test_the_columns_of_a_reading_are_those_of_the_form() -> None:
    found = read_text(report("2021"))
    assert [cell.column for cell in found.applications[:7]] == list(COLUMNS)


def test_a_name_that_several_places_bear_is_the_authority_all_the_same() -> None:
    text = report("2021", title="2023年政府信息公开工作年度报告")
    found = read_text(text, "鼓楼区人民政府2023年政府信息公开工作年度报告.txt")
    assert (found.report.authority, found.whose.division_code) == ("鼓楼区人民政府", None)
    assert len(found.whose.candidates) > 1
