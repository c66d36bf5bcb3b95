"""Grid 四: fifteen figures in one row or block by block, and never in an order that is not told."""

import pytest
from tests.texts import HEADINGS, read_text, report, states

from extract.reading import Reading

VALUES = (1, 2, 0, 1, 4, 0, 3, 0, 0, 3, 5, 0, 0, 0, 5)
RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
DIRECT, AFTER = "未经复议直接起诉", "复议后起诉"
TOP = f"行政复议 行政诉讼\n{DIRECT} {AFTER}\n"
HEADER = TOP + " ".join(RESULTS * 3)
LINE = " ".join(map(str, VALUES))
NONE = (None,) * 15


def reading(grid: str) -> Reading:
    """A report whose part 四 is this text."""
    text = report("2021")
    start, end = text.index(HEADINGS[3]), text.index(HEADINGS[4])
    return read_text(f"{text[:start]}{HEADINGS[3]}\n{grid}\n{text[end:]}")


def values(found: Reading) -> tuple[int | float | None, ...]:
    return tuple(cell.value for cell in found.appeals)


def block(*labels: str, at: int, gap: str = " ") -> str:
    return gap.join([*labels, *RESULTS, *map(str, VALUES[5 * at : 5 * at + 5])])


WIDE = "\n".join(
    "\t".join(map(str, row))
    for row in (["行政复议"] * 5 + ["行政诉讼"] * 10, [*RESULTS, *[DIRECT] * 5, *[AFTER] * 5], RESULTS * 3, VALUES)
)
WHOLE = {
    "one row": f"{HEADER}\n{LINE}",
    "a cell a line": "\n".join(
        ["行政复议", "行政诉讼", *RESULTS, DIRECT, AFTER, *RESULTS, *RESULTS, *map(str, VALUES)]
    ),
    "pipes": f"行政复议 | 行政诉讼 |\n{' | '.join([*RESULTS, DIRECT, AFTER])} |\n{' | '.join(RESULTS * 2)} |\n"
    + " | ".join(map(str, VALUES))
    + " |",
    "labels broken in two": f"{TOP}{'结果 结果 其他 尚未 总计 ' * 3}\n{'维持 纠正 结果 审结 ' * 3}\n{LINE}",
    "labels broken between tabs": (
        f"\t行政复议\t行政诉讼\n\t{DIRECT}\t{AFTER}\n{chr(9)}{'结果/结果/其他/尚未/总计/' * 3}\n\t{'维持/纠正/结果/审结//' * 3}\n\t"
        + "/".join(map(str, VALUES))
    ).replace("/", "\t"),
    "labels of the first block alone broken, beside its 总计": (
        f"|行政复议|||||行政诉讼||||||||||\n|{'结果|结果|其他|尚未|总计|'}{DIRECT}|||||{AFTER}|||||\n"
        f"|维持|纠正|结果|审结||{'结果|结果|其他|尚未|总计|' * 2}\n||||||{'维持|纠正|结果|审结||' * 2}\n"
        f"|{LINE.replace(' ', '|')}|"
    ),
    "three tables, the channel in brackets": "\n".join(
        f"| {label} | | | | |\n| {' | '.join(RESULTS)} |\n| {' | '.join(map(str, VALUES[5 * at : 5 * at + 5]))} |"
        for at, label in enumerate(("行政复议", f"行政诉讼（{DIRECT}）", f"行政诉讼（{AFTER}）"))
    ),
    "all rows in one line of bars, each closed by one more": (
        f"行政复议 | | | | |行政诉讼 {'| ' * 10}| |{' |'.join(RESULTS)} |{DIRECT} | | | | |{AFTER} | | | | | | | | | | | |"
        f"{' |'.join(RESULTS * 2)} | |{' |'.join(map(str, VALUES))} | |\n"
    ),
    "two tables, of five and of ten": (
        f"| 行政复议 | | | | |\n| {' | '.join(RESULTS)} |\n| {' | '.join(map(str, VALUES[:5]))} |\n"
        f"| 行政诉讼 | | | | | | | | | |\n| {DIRECT} | | | | | {AFTER} | | | | |\n| {' | '.join(RESULTS * 2)} |\n"
        f"| {' | '.join(map(str, VALUES[5:]))} |"
    ),
    "labels printed downwards": (
        f"{TOP}结 结 其 尚\n结 结 其 尚 结 结 其 尚\n果 果 他 未\n总计 果 果 他 未 总 果 果 他 未 总\n"
        f"维 纠 结 审\n维 纠 结 审 计 维 纠 结 审 计\n持 正 果 结\n持 正 果 结 持 正 果 结\n{LINE}"
    ),
    "labels broken in cells between bars": (
        f"|行政复议|行政诉讼|\n|结果维|结果纠|其他结|尚未审|总计|{DIRECT}|{AFTER}|\n|持|正|果|结| | | |\n"
        f"| | | | | {'|结果维|结果纠|其他结|尚未审|总计' * 2}|\n| | | | | {'|持|正|果|结| ' * 2}|\n|{LINE.replace(' ', '|')}|"
    ),
    "a row of labels below one of figures": "\n".join(
        "| " + " | ".join(map(str, row)) + " |"
        for row in (
            ["行政复议"] * 5,
            RESULTS,
            VALUES[:5],
            [DIRECT] * 5,
            RESULTS,
            VALUES[5:10],
            [AFTER] * 5,
            RESULTS,
            VALUES[10:],
        )
    ),
    "a data frame with its index": "\n".join(
        ",".join(map(str, row))
        for row in (
            ["", *range(15)],
            [0, *["行政复议"] * 5, *["行政诉讼"] * 10],
            [1, *RESULTS, *[DIRECT] * 5, *[AFTER] * 5],
            [2, *RESULTS * 3],
            [3, *VALUES],
        )
    ),
    "a footnote between": f"{HEADER}\n注:本表统计口径为本机关作为被申请人、被告的案件。\n{LINE}",
    "a sentence before": f"2023年,我单位被申请行政复议4件,均依法办理。\n{HEADER}\n{LINE}",
    "a sentence of labels before": ("2023年,我单位被申请行政复议1件(结果维持),无行政诉讼。\n" + WIDE),
    "a page number between": f"{HEADER}\n- 5 -\n{LINE}",
    "block by block": "\n".join([block("行政复议", at=0), block("行政诉讼", DIRECT, at=1), block(AFTER, at=2)]),
    "blocks in another order": "\n".join(
        [block("行政诉讼", DIRECT, at=1), block(AFTER, at=2), block("行政复议", at=0)]
    ),
    "a row a channel": f"{' '.join(RESULTS)}\n行政复议 1 2 0 1 4\n{DIRECT} 0 3 0 0 3\n{AFTER} 5 0 0 0 5",
    "a figure behind each label": "\n".join(
        line
        for channel, five in (("行政复议", VALUES[:5]), (DIRECT, VALUES[5:10]), (AFTER, VALUES[10:]))
        for line in (channel, *(f"{label} {value}" for label, value in zip(RESULTS, five, strict=True)))
    ),
}


@pytest.mark.parametrize("grid", WHOLE.values(), ids=WHOLE)
def test_fifteen_figures_in_their_places(grid: str) -> None:
    found = reading(grid)
    assert values(found) == VALUES
    assert states(found.appeals) == {("number", None)}
    assert found.verdicts.appeals == "verified"


OPEN = {
    "a figure too few": (f"{HEADER}\n{LINE[:-2]}", "row_incomplete"),
    "a figure too many": (f"{HEADER}\n{LINE} 0", "row_overfull"),
    "one figure": (f"{HEADER}\n1", "row_incomplete"),
    "channels in another order": (
        f"行政诉讼 行政复议\n{AFTER} {DIRECT}\n{' '.join(RESULTS * 3)}\n{LINE}",
        "order_unclear",
    ),
    "totals first": (f"{TOP}{' '.join((RESULTS[4], *RESULTS[:4]) * 3)}\n{LINE}", "order_unclear"),
    "column by column": (
        f"行政复议\n{DIRECT}\n{AFTER}\n"
        + "\n".join(f"{label}\n" + "\n".join(map(str, VALUES[at::5])) for at, label in enumerate(RESULTS)),
        "order_unclear",
    ),
}


@pytest.mark.parametrize(("grid", "reason"), OPEN.values(), ids=OPEN)
def test_an_order_that_is_not_told_leaves_the_grid_open(grid: str, reason: str) -> None:
    found = reading(grid)
    assert values(found) == NONE
    assert states(found.appeals) == {("ambiguous", reason)}
    assert found.verdicts.appeals == found.verdicts.report == "doubtful"


def test_a_row_whose_first_cell_is_blank_is_not_shifted_among_other_blanks() -> None:
    line = " |".join(["", "", *map(str, VALUES[1:])])
    found = reading(
        f"{WHOLE['all rows in one line of bars, each closed by one more'].rsplit('|1 |2', 1)[0]}{line} | |\n"
    )
    assert values(found) == NONE


def test_figures_that_stand_in_another_order_are_never_shifted() -> None:
    found = reading(OPEN["column by column"][0])
    assert not {cell.value for cell in found.appeals} - {None}


def test_blank_cells_that_are_seen() -> None:
    grid = WHOLE["pipes"].rsplit("\n", 1)[0] + "\n1 | | | | 1 | | | | | | | | | | |"
    found = reading(grid)
    assert values(found) == (1, None, None, None, 1, *(None,) * 10)
    assert {cell.state for cell in found.appeals} == {"number", "blank"}


@pytest.mark.parametrize("sign", ["无", "/", "—"])
def test_marks_that_nothing_applies(sign: str) -> None:
    found = reading(f"{HEADER}\n{' '.join([sign] * 15)}")
    assert states(found.appeals) == {("not_applicable", None)}
    assert found.verdicts.appeals == "vacuous"


def test_a_total_that_does_not_add_up_is_a_finding_and_stays() -> None:
    found = reading(f"{HEADER}\n{LINE[:8]}9{LINE[9:]}")
    assert values(found)[:5] == (1, 2, 0, 1, 9)
    assert [(c.scope, c.left, c.right) for c in found.checks if c.outcome == "fails"] == [("reconsideration", 4, 9)]
    assert found.verdicts.appeals == "inconsistent"


def test_prose_in_place_of_the_grid() -> None:
    found = reading("本年度未发生行政复议、行政诉讼案件。")
    assert states(found.appeals) == {("missing", "grid_not_found")}


def test_figures_without_any_label_are_checked_or_doubted() -> None:
    found = reading("1 2 0 1 9 0 0 0 0 0 0 0 0 0 0")
    assert found.verdicts.appeals in ("inconsistent", "doubtful")


def test_a_word_in_a_cell_is_text_there_and_nowhere_else() -> None:
    grid = WHOLE["pipes"].rsplit("\n", 1)[0] + "\n一 | 0 | 0 | 0 | 1 |" + " 0 |" * 10
    assert [cell.state for cell in reading(grid).appeals] == ["text", *["number"] * 14]


def test_figures_cut_short_behind_a_span_are_not_shifted() -> None:
    labels = ["行政复议", "行政诉讼", *RESULTS, DIRECT, AFTER, *RESULTS, *RESULTS]
    lines = [*(f"{label} |" for label in labels), "|||||", *(f"{value} |" for value in VALUES[:13]), "0"]
    text = report("2021")
    found = read_text(f"{text[: text.index(HEADINGS[3])]}{HEADINGS[3]}\n" + "\n".join(lines))
    for cell, value in zip(found.appeals, VALUES, strict=True):
        assert cell.state == "ambiguous" or cell.value == value, cell.path


@pytest.mark.parametrize("grid", ["pipes", "markdown"])
def test_a_header_without_figures_where_empty_cells_are_seen_has_no_blanks(grid: str) -> None:
    header = WHOLE["pipes"].rsplit("\n", 1)[0]
    if grid == "markdown":
        rows = [f"| {line.rstrip(' |')}" + " |" * 8 for line in header.split("\n")]
        header = "\n".join([rows[0], "|" + "---|" * 15, *rows[1:]])
    assert {cell.state for cell in reading(header).appeals} <= {"missing", "ambiguous"}


def test_digits_that_are_no_number_keep_their_cell() -> None:
    cells = " |\n".join(["00", *map(str, VALUES[1:3]), "", *map(str, VALUES[4:])])
    found = reading(f"{HEADER.replace(' ', ' |' + chr(10))} |\n{cells} |")
    assert states(found.appeals[:1]) == {("text", "not_one_number")}
    assert values(found)[1:] == (*VALUES[1:3], None, *VALUES[4:])


@pytest.mark.parametrize("odd", ["13*", "4①", "3\n1"])
def test_a_cell_that_is_no_number_is_a_cell_all_the_same(odd: str) -> None:
    # with the empty cells that a span leaves before them the fourteen others would make fifteen
    figures = [*map(str, VALUES)]
    figures[3] = odd
    labels = ["行政复议", "行政诉讼", *RESULTS, DIRECT, AFTER, *RESULTS, *RESULTS]
    closed = [f"{text} |\n" for text in (*labels, *figures)]
    found = reading("".join([*closed[: len(labels)], "|||||\n", *closed[len(labels) :]]))
    assert all(cell.value in (None, value) for cell, value in zip(found.appeals, VALUES, strict=True))


def test_a_grid_whose_figures_are_among_words_is_not_blank() -> None:
    found = reading(TOP.replace("\n", "") + "".join(RESULTS * 3) + "".join(f"{value}条" for value in VALUES))
    assert {cell.state for cell in found.appeals} == {"ambiguous"}


@pytest.mark.parametrize(
    "header",
    [
        "行政复议行政诉讼" + "".join(RESULTS) + AFTER + DIRECT + "".join(RESULTS * 2),
        "行政复议行政诉讼" + "".join(("总计", *RESULTS[:4])) + DIRECT + AFTER + "".join(RESULTS * 2),
        "行政复议行政诉讼" + "".join(RESULTS) + DIRECT + AFTER + "".join((RESULTS[1], RESULTS[0], *RESULTS[2:]) * 2),
    ],
)
def test_glued_blocks_and_results_in_another_order_are_not_read_by_the_forms(header: str) -> None:
    found = reading(header + "".join(map(str, VALUES)))
    assert states(found.appeals) == {("ambiguous", "order_unclear")}


def test_letters_printed_downwards_tell_their_order_line_by_line() -> None:
    found = reading(WHOLE["labels printed downwards"].replace("维 纠 结 审", "纠 维 结 审").replace("持 正", "正 持"))
    assert values(found) == NONE


def test_a_figure_that_is_wrapped_in_its_cell_shifts_no_other() -> None:
    """w3m prints 30 of a narrow cell a line below its row: read on, 总计 of 行政复议 took the next block's figure."""
    assert values(reading(f"{HEADER}\n5 0 12 13 0 0 2 0 2 0 0 0 0 0\n30")) == NONE
    assert values(reading(f"{HEADER}\n5 0 12 13 30 0 0 2 0 2 0 0 0\n0 0"))[:5] == (5, 0, 12, 13, 30)


def test_a_block_whose_label_is_broken_over_two_lines_is_told_by_all_three() -> None:
    labels = "结 结 其 尚\n果 果 他 未 总\n维 纠 结 审 计\n持 正 果 结"
    blocks = [("行政复议", VALUES[:5]), ("行政诉讼\n未经复议直\n接起诉", VALUES[5:10]), ("复议后起诉", VALUES[10:])]
    grid = "\n".join(f"{name}\n{labels}\n{' '.join(map(str, figures))}" for name, figures in blocks)
    assert values(reading(grid)) == VALUES
    # with a label less nothing says which two blocks are there
    assert values(reading(grid.replace("复议后起诉\n", ""))) == NONE


def test_broken_labels_in_another_order_between_tabs_are_no_order_of_the_form() -> None:
    grid = WHOLE["labels broken between tabs"]
    assert values(reading(grid)) == VALUES
    assert values(reading(grid.replace("维持\t纠正", "纠正\t维持"))) == NONE


def test_a_broken_header_beside_sums_that_fail_tells_no_order() -> None:
    grid = WHOLE["labels of the first block alone broken, beside its 总计"]
    assert values(reading(grid)) == VALUES
    assert values(reading(grid.replace("|1|2|0|1|4|", "|1|2|0|1|5|"))) == NONE
    ahead = grid.replace("结果|结果|其他|尚未|总计|", "总计|结果|结果|其他|尚未|", 1)
    assert values(reading(ahead.replace("|1|2|0|1|4|", "|4|1|2|0|1|"))) == NONE


def test_fifteen_marks_are_the_same_in_any_order() -> None:
    grid = f"类别 {' '.join(RESULTS)}\n行政复议 - - - - -\n行政诉讼 {DIRECT}\n{AFTER}\n" + "-\n-\n" * 5
    assert {cell.state for cell in reading(grid).appeals} == {"not_applicable"}
    assert "not_applicable" not in {cell.state for cell in reading(grid.removesuffix("-\n")).appeals}
    assert "number" not in {cell.state for cell in reading(grid.replace("-\n-", "0\n0")).appeals}
