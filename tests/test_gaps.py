"""Texts taken from a page block by block: labels, header and figures out of their order. Nothing there is blank, or in its place, by default."""

from tests.texts import block, cells, counts, outcomes, read_text, report, row, states

FIGURES = counts("new", 9, 2, 0, 0, 0, 0, 11) | counts("granted", 8, 1, 0, 0, 0, 0, 9)
TEXT = report("2021", applications=FIGURES, appeals=block("reconsideration", 1, 0, 0, 0, 1))


def moved(text: str, what: str, behind: str) -> str:
    """The text with a line moved behind another."""
    lines = text.split("\n")
    lines.remove(what)
    lines.insert(lines.index(behind) + 1, what)
    return "\n".join(lines)


def without(text: str, key: str, zeros: int) -> str:
    """The text without so many zeros behind a label."""
    lines = text.split("\n")
    at = lines.index(key)
    assert lines[at + 1 : at + 1 + zeros] == ["0"] * zeros
    return "\n".join([*lines[: at + 1], *lines[at + 1 + zeros :]])


def test_the_text_as_it_is_printed_is_read() -> None:
    reading = read_text(TEXT)
    assert {cell.state for cell in reading.applications} == {"number"}


DOUBTS = {("ambiguous", "order_unclear"), ("ambiguous", "row_overfull")}


def of_row(text: str, key: str) -> set[tuple[str, str | None]]:
    return states(cell for cell in read_text(text).applications if cell.row == key)


def test_a_label_behind_rows_that_the_form_has_after_it_left_its_figures_elsewhere() -> None:
    """Its figures came to the row above, and it was called blank."""
    text = TEXT.replace("2.重复申请\n", "").replace("四、政府信息公开行政", "2.重复申请\n四、政府信息公开行政", 2)
    assert of_row(text, "refused.repeated") == {("ambiguous", "order_unclear")}
    assert of_row(text, "refused.petition") <= DOUBTS


def test_a_label_between_another_and_its_figures_does_not_take_them() -> None:
    text = moved(TEXT, "2.重复申请", "四、结转下年度继续办理")
    for key in ("refused.repeated", "refused.petition", "carried_out"):
        assert of_row(text, key) <= DOUBTS


def test_no_row_is_blank_beside_one_with_figures_too_many() -> None:
    text = without(TEXT, "2.重复申请", 7).replace("1.属于国家秘密\n", "1.属于国家秘密\n" + "0\n" * 7)
    assert of_row(text, "refused.repeated") == {("ambiguous", "row_incomplete")}


def test_figures_that_came_together_from_two_rows_are_not_one() -> None:
    """Three figures of one row and four of the next by one label were read as that row's seven."""
    lines = without(TEXT, "2.重复申请", 7).split("\n")
    at = lines.index("3.要求提供公开出版物")
    lines[at + 1 : at + 8] = ["2", "1", "3", "1", "1", "1", "1"]
    assert set(row(read_text("\n".join(lines)), "refused.publication")) == {None}


def test_rows_under_a_torn_header_are_not_told_by_their_order() -> None:
    """A header's word behind the first row: where rows lack figures, any row's figures may be another's."""
    text = without(TEXT, "2.重复申请", 7)
    assert row(read_text(text), "granted")[0] == 8
    torn = moved(text, "科研机构", "一、本年新收政府信息公开申请数量")
    found = [cell for cell in read_text(torn).applications if cell.row in ("granted", "refused.repeated")]
    assert states(found) == {("ambiguous", "order_unclear")}


def test_a_word_of_one_block_under_the_next_is_a_torn_header() -> None:
    text = report("2021").replace("规章\n0\n", "规章\n17\n").replace("现行有效件数\n", "")
    torn = text.replace("本年收费金额（单位：万元）", "现行有效件数\n本年收费金额（单位：万元）")
    lossy = torn.replace("行政规范性文件\n0\n0\n0\n", "行政规范性文件\n0\n0\n")
    found = [cell for cell in read_text(lossy).disclosure if cell.row == "20.1/rules" or "rules" in cell.path]
    assert states(found) == {("ambiguous", "order_unclear")}


def test_a_figure_behind_the_next_heading_may_be_the_last_row_s() -> None:
    text = report("2021")
    bare = text.replace("行政事业性收费\n0\n", "行政事业性收费\n")
    heading = "三、收到和处理政府信息公开申请情况\n"
    strayed = bare.replace(heading, heading + "具体情况如下：\n2117.19\n")
    assert cells(read_text(bare))["disclosure/20.8/fees/fees_charged"].state == "blank"
    assert cells(read_text(strayed))["disclosure/20.8/fees/fees_charged"].state == "ambiguous"


def test_figures_among_the_sentences_behind_it_may_be_those_of_grid_four() -> None:
    """LibreOffice printed a heading over the table: its row of figures stood below the heading, and 15 cells were blank."""
    lines = TEXT.split("\n")
    last = max(at for at, line in enumerate(lines) if line == "总计")
    bare = [*lines[: last + 1], *lines[last + 16 :]]
    assert {cell.state for cell in read_text("\n".join(bare)).appeals} == {"blank"}
    at = bare.index("五、存在的主要问题及改进情况") + 1
    strayed = [*bare[:at], "1 0 0 0 1 0 0 0 0 0 0 0 0 0 0", *bare[at:]]
    reading = read_text("\n".join(strayed))
    assert {cell.state for cell in reading.appeals} == {"ambiguous"}
    assert reading.verdicts.report == "doubtful"


def test_the_ends_of_broken_figures_in_a_line_below_are_no_run_of_digits() -> None:
    """573 over 43: taken for one run, no cut kept the row's sum, and the equation was said to fail."""
    figures = counts("new", 57343, 6104, 1842, 664, 8522, 6405, 80880)
    text = report("2021", applications=figures, layout="rows")
    broken = text.replace("57343 6104 1842 664 8522 6405 80880", "573 610 184 664 852 640 808\n43 4 2 2 05 80")
    reading = read_text(broken)
    assert of_row(broken, "new") == {("ambiguous", "order_unclear")}
    assert ("applications.row_sum", "new") not in outcomes(reading, "fails")


def test_no_row_is_blank_where_another_holds_figures_that_add_up_to_nothing() -> None:
    """pdftotext gave one row the figures of three: the others, further down, were called blank."""
    text = without(TEXT, "4.无正当理由大量反复申请", 7)
    lines = text.split("\n")
    at = lines.index("1.属于国家秘密")
    lines[at + 1 : at + 8] = ["1", "1", "1", "1", "1", "1"]
    assert of_row("\n".join(lines), "refused.excessive") == {("ambiguous", "row_incomplete")}
