"""Characters become text by their boxes."""

from tests.loaders.test_pdf_paper import Pen, paper

from extract.loaders.pdf.frame import Frame
from extract.loaders.pdf.furniture import without_furniture
from extract.loaders.pdf.loader import load
from extract.loaders.pdf.page import Glyph
from extract.loaders.pdf.text import Run, chars_to_text, runs_to_lines, text_to_runs


def row(text: str, x: float, y: float, size: float = 10, pitch: float = 10) -> list[Glyph]:
    return [Glyph(char, x + i * pitch, y, x + i * pitch + size, y + size, False) for i, char in enumerate(text)]


def test_rows_from_the_top_whatever_order_they_were_drawn_in() -> None:
    assert chars_to_text(row("维持", 0, 12) + row("结果", 0, 0)) == "结果\n维持"


def test_latin_figures_a_little_lower_stay_in_their_row() -> None:
    glyphs = [*row("共", 0, 0), Glyph("7", 12, 2.5, 17, 12, False), *row("件", 18, 0)]
    assert chars_to_text(glyphs) == "共7件"


def test_one_character_a_line_reads_downwards() -> None:
    glyphs = [glyph for i, char in enumerate("三、本年度") for glyph in row(char, 5, 12 * i)]
    assert chars_to_text(glyphs) == "三\n、\n本\n年\n度"


def test_two_columns_of_vertical_writing_read_from_the_right() -> None:
    right = [glyph for i, char in enumerate("三本年度") for glyph in row(char, 20, 12 * i)]
    left = [glyph for i, char in enumerate("办理结果") for glyph in row(char, 5, 12 * i)]
    assert chars_to_text(right + left) == "三本年度\n办理结果"


def test_two_characters_a_line_are_not_vertical_writing() -> None:
    glyphs = [glyph for i, pair in enumerate(("三、", "本年", "度办", "理结")) for glyph in row(pair, 0, 12 * i)]
    assert chars_to_text(glyphs) == "三、\n本年\n度办\n理结"


def test_words_below_each_other_are_lines_of_a_label() -> None:
    """The last line came in two words, because PDFium saw a gap in it."""
    lines = ((135, 725, "2.申请人"), (135, 740, "逾期未按"), (135, 755, "收费通"), (167, 755, "知"))
    glyphs = [Glyph(text, x, y, x + 10 * len(text), y + 10, True) for x, y, text in lines]
    assert chars_to_text(glyphs).split("\n")[:2] == ["2.申请人", "逾期未按"]


def test_type_printed_twice_to_look_bold_is_read_once() -> None:
    assert chars_to_text(row("总计", 0, 0) + row("总计", 0.4, 0)) == "总计"
    assert chars_to_text(row("11", 0, 0, 5, 5)) == "11"


def test_gaps_and_spaces() -> None:
    assert chars_to_text(row("总计", 0, 0, pitch=25)) == "总 计"
    assert chars_to_text(row("总 计", 0, 0)) == "总 计"
    spaced = Glyph("申", 14, 0, 24, 10, True)
    assert chars_to_text([*row("复", 0, 0), spaced]) == "复 申"
    assert chars_to_text([*row("复", 0, 0), spaced._replace(x0=10.2, x1=20.2)]) == "复申"


def test_blank_cell_of_spaces_is_empty() -> None:
    assert chars_to_text(row("\u3000\u00a0 ", 0, 0)) == ""
    assert chars_to_text(row("\u00a0", 0, 0)) == ""


def test_runs_carry_the_box_of_their_visible_characters() -> None:
    text = "\u3000\u3000青禾县\r\n - 1 -"
    runs = text_to_runs(text, lambda i: (float(i), 0, i + 1.0, 10))
    assert runs == [Run("青禾县", (2, 0, 5, 10)), Run("- 1 -", (8, 0, 13, 10))]


def test_runs_are_cut_where_other_marks_stand() -> None:
    runs = text_to_runs("甲乙丙丁", lambda i: (float(i), 0, i + 1.0, 10), b"\0\1\0\0")
    assert [run.text for run in runs] == ["甲", "丙丁"]


def test_lines_side_by_side_are_one_line() -> None:
    runs = [Run("右", (60, 1, 70, 11)), Run("左", (0, 0, 10, 10)), Run("下", (0, 20, 10, 30))]
    assert [line.text for line in runs_to_lines(runs)] == ["左 右", "下"]
    assert runs_to_lines(runs)[0].bbox == (0, 0, 70, 11)


def test_frames_turn_boxes_both_ways() -> None:
    stored = (110.0, 220.0, 150.0, 260.0)
    expected = {
        0: (100.0, 340.0, 140.0, 380.0),
        90: (200.0, 100.0, 240.0, 140.0),
        180: (250.0, 200.0, 290.0, 240.0),
        270: (340.0, 250.0, 380.0, 290.0),
    }
    for turn, box in expected.items():
        for view, shown in expected.items():
            frame = Frame(10, 20, 400, 600, turn, view)
            assert frame.place(*stored) == box
            assert frame.shown(box) == shown
    assert Frame(10, 20, 400, 600, 90).height == 390


def test_no_pages_have_no_furniture() -> None:
    assert without_furniture([]) == ()


def test_hyphen_at_a_line_end_is_kept_and_ends_the_line() -> None:
    def page(c: Pen) -> None:
        c.setFont("Helvetica", 12)
        c.drawString(90, 700, "see http://www.qinghe-")
        c.drawString(90, 680, "county.gov.cn")

    assert [line.text for line in load(paper(page)).lines] == ["see http://www.qinghe-", "county.gov.cn"]


def test_figures_printed_over_each_other_are_two() -> None:
    """Of two pages printed on one, 11 and 0 were read as 110, and all sums held, ten times as great."""
    eleven = Glyph("11", 511.6, 483, 524.8, 493.3, True)
    zero = Glyph("0", 513.7, 483, 522.7, 493.3, True)
    assert chars_to_text([eleven, zero]) == "11 0"
    assert (
        chars_to_text([Glyph("2", 318.5, 483, 327.5, 493.3, True), Glyph("0", 318.5, 483, 327.5, 493.3, True)]) == "2 0"
    )
    # boxes wider than their signs, each beginning where the one before it ends
    assert chars_to_text(row("110", 0, 0, pitch=4)) == "110"
    assert chars_to_text([eleven, Glyph("0", 519.9, 483, 528.9, 493.3, False)]) == "110"
