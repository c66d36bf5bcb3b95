"""Files made to do harm: each ends with its status, in time, in bounded memory, with the rows of others unharmed.

`python -m bench.hostile` tries all of them and thousands of mutations; here are those that take no time.
"""

import re
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from bench.generator import make
from bench.hostile import packages, papers, texts
from bench.hostile.case import Case
from tests.loaders.test_docx_made import document_xml, made, p, tbl, tc, tr, zipped
from tests.texts import document, is_chinese, report

from extract import load, run
from extract.batch.worker import MOST_MEMORY
from extract.columns import OF_REPORTS
from extract.document import MOST_LINES
from extract.errors import SourceError, TooLarge, Unreadable
from extract.forms.fold import KEPT, _folded, fold, narrow
from extract.forms.form import load_forms
from extract.forms.values import read_value
from extract.loaders import txt
from extract.loaders.docx import loader as docx
from extract.loaders.pdf import loader as pdf
from extract.loaders.pdf import second as pdf_second
from extract.parts.split import split
from extract.pipeline import read_bytes
from extract.reading import Reading
from extract.tables.writer import arrow_rows

FORMS = load_forms()
SECRET = "/etc/hostname"
BIG = ("bomb", "deep-", "many-", "table-", "numbers-", "million", "50-MB", "60-MB", "4096-KB", "declared-4", "styles-in",
       "overlapping", "256-KB", "just-below", "tables-in", "markup", "comments", "quadratic", "figure-note")  # fmt: skip
PAPERS = (
    "tree-of-itself", "tree-of-two", "parents-in", "contents-of", "length-of", "reference-to", "glyph-of", "table-before",
    "object-stream", "filter-of", "font-of", "minus-pages", "box-", "matrix-", "header-alone", "no-end", "table-beyond",
    "table-at-zero", "minus-table", "two-in-one", "zip-behind", "unknown-lock", "lock-of", "codes-without",
    "million-declared", "pages-without-end",
)  # fmt: skip


def small() -> Iterator[Case]:
    """The crafted files that are made and read in an instant."""
    for case in chain(texts.cases(), packages.cases(SECRET)):
        if not case.name.startswith(BIG) and not any(word in case.name for word in BIG):
            yield case
    yield from (case for case in papers.cases() if case.name.startswith(PAPERS))


CASES = {case.name: case for case in small()}


def outcome(data: bytes, name: str) -> Reading | SourceError:
    try:
        return read_bytes(data, name, FORMS)
    except SourceError as error:
        return error


def status(data: bytes, name: str) -> tuple[str, Reading | None]:
    found = outcome(data, name)
    if isinstance(found, Reading):
        return "extracted", found
    assert is_chinese(found.message_zh), found.message_zh
    return found.status, None


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_file_ends_with_its_status(name: str) -> None:
    found, reading = status(CASES[name].make(), name)
    assert found in CASES[name].may
    if reading is not None:
        for table in OF_REPORTS:
            assert arrow_rows(table, [reading]).num_rows >= 0
        written = Path(SECRET).read_text(encoding="utf-8").strip() if Path(SECRET).is_file() else ""
        assert not written or written not in "".join(section.text for section in reading.sections)


# ── each fault that was found, by the smallest document that shows it ──────────────────────────────────


@pytest.mark.parametrize("figure", ["9" * 20, "9" * 400, "9" * 5_000, "1" + "0" * 12 + "1"])
def test_a_figure_beyond_all_bounds_is_no_number(figure: str) -> None:
    """It was an error of making rows, which took the files read with it down."""
    reading = read_bytes(report().replace("规章\t0", f"规章\t{figure}", 1).encode(), "a.txt", FORMS)
    assert [cell.value for cell in reading.disclosure if cell.raw == figure] in ([], [None])
    assert arrow_rows("disclosure", [reading]).num_rows == len(reading.disclosure)


def test_a_number_of_thousands_of_digits_is_text() -> None:
    assert read_value("9" * 5_000).kind == "text"
    assert read_value("1" + ",000" * 2_000).kind == "text"
    assert read_value("123456").number == 123456


@pytest.mark.parametrize("number", ["9" * 400, "੮੮", "੮八", "9" * 5_000])
def test_a_number_in_prose_that_no_column_holds_is_none(number: str) -> None:
    """Digits of another script ended the reading with a KeyError."""
    reading = read_bytes(
        report().replace("总体情况\n", f"总体情况\n全年收到政府信息公开申请{number}件。\n", 1).encode(), "a.txt", FORMS
    )
    assert arrow_rows("figures", [reading]).num_rows == len(reading.figures)


def test_a_sentence_without_end_is_no_sentence() -> None:
    """Each of its figures carried all of it into the tables: a text of 256 KB took more than 1 GB."""
    sentence = "本年收到政府信息公开申请3件，"
    counts = []
    for times in (20, 400):
        text = report().replace("总体情况\n", f"总体情况\n{sentence * times}\n", 1)
        counts.append(len(read_bytes(text.encode(), "a.txt", FORMS).figures))
    assert counts[0] >= 20 > counts[1]


def test_headings_without_end_are_compared_in_time() -> None:
    """All pairs of 15,000 headings were: 60 s and more."""
    lines = ("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况")
    found = split(document("\n".join(lines * 5_000)), FORMS)
    assert found.parts_found == 3


def test_a_line_without_end_is_read_in_time() -> None:
    """The whole line was compared for every figure in it."""
    text = "三、收到和处理政府信息公开申请情况\n" + "１ 2 3 4 5 6 7 " * 4_000
    assert status(text.encode(), "a.txt")[0] in ("extracted", "not_a_report")
    assert narrow(text) != text


def test_paragraphs_and_cells_without_end_are_no_report() -> None:
    with pytest.raises(TooLarge, match="Cut a collection"):
        docx.load(made("<w:p/>" * (MOST_LINES + 1)))
    with pytest.raises(TooLarge, match="limits are"):
        docx.load(made(tbl([900], "<w:tr>" + "<w:tc/>" * (MOST_LINES + 1) + "</w:tr>")))
    with pytest.raises(TooLarge, match="Cut a collection"):
        txt.load("年\n".encode() * (MOST_LINES + 1))
    with pytest.raises(TooLarge, match="Cut a collection"):
        txt.load("年\f".encode() * (MOST_LINES + 1))


def test_numbers_of_a_list_are_bounded() -> None:
    level = f'<w:lvl w:ilvl="0"><w:start w:val="{10**40}"/><w:lvlText w:val="{"%1" * 300}"/></w:lvl>'
    numbering = f'<w:abstractNum w:abstractNumId="1">{level}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    found = docx.load(made(p("甲", properties='<w:numPr><w:numId w:val="1"/></w:numPr>'), numbering=numbering))
    assert [line.text for line in found.lines] == ["甲"]
    assert [note.en for note in found.notes] == ["1 automatic paragraph numbers of an unknown form left out"]


def test_a_circle_of_styles_is_walked_in_time() -> None:
    """Each of 1,000 styles was followed through all others."""
    count = 1_000
    chain_of = "".join(
        f'<w:style w:styleId="s{i}"><w:basedOn w:val="s{(i + 1) % count}"/><w:rPr><w:b/></w:rPr></w:style><!-- vanish -->'
        for i in range(count)
    )
    body = "".join(p("甲", properties=f'<w:pStyle w:val="s{i}"/>') for i in range(count))
    assert len(docx.load(made(body, styles=chain_of)).lines) == count


def test_two_parts_of_one_name_are_refused() -> None:
    """Word shows one of them, another program the other, and nobody knows which is meant."""
    two = zipped({"word/document.xml": document_xml(p("甲")), "word/documenu.xml": document_xml(p("乙"))})
    with pytest.raises(Unreadable, match="two parts of one name"):
        docx.load(two.replace(b"documenu", b"document"))
    assert docx.load(made(tbl([900, 900], tr(tc("甲"), tc("1"))))).tables


def test_a_path_without_end_is_a_drawing() -> None:
    path = b"0 0 m " + b"9 9 l 0 0 l " * 500_000 + b"S"
    with pytest.raises(TooLarge, match="it is a plan or a drawing"):
        pdf.load(papers.page(papers.stream(path)))


def test_two_pdfs_in_one_file_are_refused() -> None:
    """PDFium read one of them, pdfplumber the other, and the reading was verified."""
    first, second = texts.good("pdf-ruled", 3), texts.good("pdf-ruled", 4)
    with pytest.raises(Unreadable, match="Two PDFs stand one behind the other"):
        pdf.load(first + second)


def test_a_grid_printed_twice_in_one_report_is_compared() -> None:
    """The copy under another heading was passed over: the reading was verified, and a person saw two figures."""
    data, other = make(3, layout="docx", errors=(), damage=()), make(4, layout="docx", errors=(), damage=())
    parts = packages.parts_of(data.data)
    grid = _grid_of(packages.parts_of(other.data)["word/document.xml"].decode())
    main = parts["word/document.xml"].decode()
    at = main.rindex("<w:p>")
    copied = zipped({**parts, "word/document.xml": main[:at] + grid + main[at:]})
    assert read_bytes(data.data, "a.docx", FORMS).verdicts.applications == "verified"
    reading = read_bytes(copied, "a.docx", FORMS)
    assert reading.verdicts.applications == "doubtful"
    assert {cell.reason for cell in reading.applications if cell.state == "ambiguous"} == {"repeated"}
    again = zipped({**parts, "word/document.xml": main[:at] + _grid_of(main) + main[at:]})
    assert read_bytes(again, "a.docx", FORMS).verdicts.applications == "verified"


def _grid_of(main: str) -> str:
    tables: list[str] = re.findall("<w:tbl>.*?</w:tbl>", main, re.DOTALL)
    return next(table for table in tables if "结转下年度" in table)


def test_long_texts_are_not_kept_for_the_next_report() -> None:
    """They filled the memory of a process that reads many files."""
    fold("公" * (KEPT + 1))
    before = _folded.cache_info().currsize
    fold("开" * (KEPT + 1))
    assert _folded.cache_info().currsize == before


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is bounded on Linux alone")
def test_a_bomb_ends_its_own_reader_alone(tmp_path: Path) -> None:
    bomb = next(case for case in papers.cases() if case.name == "unpacks-twice-to-1-GB.pdf")
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "bomb.pdf").write_bytes(bomb.make())
    for seed in range(3):
        (raw / f"{seed}.txt").write_bytes(texts.good("tika", seed))
    summary = run(raw, tmp_path / "out", jobs=1)
    assert summary.counts == {"extracted": 3, "crashed": 1}
    (message,) = (failure.message for failure in summary.failing)
    assert "save it anew" in message
    assert load(tmp_path / "out").sources["status"].tolist().count("extracted") == 3
    assert MOST_MEMORY < 2**31


def test_the_second_reader_keeps_to_itself_what_it_finds_odd(caplog: pytest.LogCaptureFixture) -> None:
    """Bytes of a damaged file came to stand in the terminal."""
    odd = papers.page(papers.stream(b"BT /F (x) Tf (7) Tj ET (a) 1 2 3 re"))
    pdf_second.tables(odd, [1])
    assert not caplog.records
