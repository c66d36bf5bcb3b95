"""Grid 三 turned: applicants down the side, outcomes along the top."""

import pytest
from tests.texts import COLUMNS, HEADINGS, counts, read_text, report, row

from extract.forms.form import load_forms
from extract.reading import Reading

FORM = load_forms().get("2021").grid("applications")
FIGURES = {
    **counts("new", 8, 0, 0, 2, 0, 0, 10),
    **counts("carried_in", 1, 0, 0, 0, 0, 0, 1),
    **counts("granted", 6, 0, 0, 0, 0, 0, 6),
    **counts("refused.repeated", 0, 0, 0, 2, 0, 0, 2),
    **counts("total", 6, 0, 0, 2, 0, 0, 8),
    **counts("carried_out", 3, 0, 0, 0, 0, 0, 3),
}
RESULTS, DENIED, UNAVAILABLE, REFUSED, OTHER = (
    "三、本年度办理结果",
    "（三）不予公开",
    "（四）无法提供",
    "（五）不予处理",
    "（六）其他处理",
)
BY_KEY = {one.key: one.label for one in FORM.rows}
TOP = ["申请人情况", BY_KEY["new"], BY_KEY["carried_in"], RESULTS, BY_KEY["carried_out"]]
MIDDLE = [BY_KEY["granted"], BY_KEY["partly_granted"], DENIED, UNAVAILABLE, REFUSED, OTHER, BY_KEY["total"]]
LEAVES = [one.label for one in FORM.rows if len(one.path) > 1]
NAMES = [[column.label] for column in FORM.rows[0].columns]
NAMES[1] = ["法人或其他组织", *NAMES[1]]
BODY = [
    [*names, *(FIGURES.get((one.key, key), "0") for one in FORM.rows)]
    for names, key in zip(NAMES, COLUMNS, strict=True)
]


def grid(*lines: list[str]) -> Reading:
    text = report("2021")
    start, end = text.index(HEADINGS[2]), text.index(HEADINGS[3])
    table = "\n".join("\t".join(line) for line in lines)
    return read_text(f"{text[:start]}{HEADINGS[2]}\n{table}\n{text[end:]}")


def test_a_header_with_every_outcome_has_a_column_for_each() -> None:
    found = grid(TOP, MIDDLE, LEAVES, *BODY)
    assert row(found, "new") == [8, 0, 0, 2, 0, 0, 10]
    assert row(found, "refused.repeated") == [0, 0, 0, 2, 0, 0, 2]
    assert row(found, "carried_out") == [3, 0, 0, 0, 0, 0, 3]
    assert found.verdicts.applications == "verified"


def test_applicants_in_another_order_go_by_their_names() -> None:
    assert row(grid(TOP, MIDDLE, LEAVES, *BODY[::-1]), "new") == [8, 0, 0, 2, 0, 0, 10]


def test_fields_that_are_merged_may_be_blank() -> None:
    body = [line if len(line) == 27 else [line[0], "", *line[1:]] for line in BODY]
    assert row(grid(TOP, MIDDLE, LEAVES, *body), "granted") == [6, 0, 0, 0, 0, 0, 6]


LOST = [*BODY[:3], [*BODY[3][:5], *BODY[3][6:]], *BODY[4:]]


@pytest.mark.parametrize(
    "lines",
    [
        [TOP, MIDDLE, LEAVES[:-1], *BODY],
        [TOP, MIDDLE, [LEAVES[1], LEAVES[0], *LEAVES[2:]], *BODY],
        [TOP, [*MIDDLE[:2], MIDDLE[-1], *MIDDLE[2:-1]], LEAVES, *BODY],
        [TOP, [*MIDDLE[:2], MIDDLE[-1]], LEAVES, *BODY],
        [[*TOP, "其中：网络申请"], MIDDLE, LEAVES, *BODY],
        [TOP, MIDDLE, LEAVES, *BODY[:-1]],
        [TOP, MIDDLE, LEAVES, *LOST],
        [TOP, MIDDLE, LEAVES, *([line[0], "", *line[1:]] if len(line) < 27 else line for line in LOST)],
        [TOP, MIDDLE, LEAVES, *BODY, ["其中：学生", *BODY[0][1:]]],
    ],
    ids=[
        "a label",
        "leaves",
        "total first",
        "no outer",
        "more",
        "an applicant",
        "a cell",
        "among blanks",
        "a row more",
    ],
)
def test_a_header_or_a_row_that_is_not_whole_gives_nothing(lines: list[list[str]]) -> None:
    assert {cell.value for cell in grid(*lines).applications} == {None}


@pytest.mark.parametrize(("over", "value"), [(22, 10), (23, None)], ids=["over its own cells", "moved"])
def test_in_a_real_table_every_label_stands_over_its_cells(over: int, value: int | None) -> None:
    def cell(text: str, down: int = 1, across: int = 1) -> str:
        return f"<td rowspan={down} colspan={across}>{text}</td>"

    spans = {RESULTS: over, DENIED: 8, UNAVAILABLE: 3, REFUSED: 5, OTHER: 3}
    top = [cell(TOP[0], 3, 2), *(cell(t, 1 if t in spans else 3, spans.get(t, 1)) for t in TOP[1:])]
    middle = [cell(t, 1 if t in spans else 2, spans.get(t, 1)) for t in MIDDLE]
    body = [
        [*([cell(line[0], across=2)] if len(line) == 26 else [cell(line[0]), cell(line[1])]), *map(cell, line[-25:])]
        for line in BODY
    ]
    rows = [top, middle, [cell(t) for t in LEAVES], *body]
    table = "<table>" + "\n".join(f"<tr>{''.join(line)}</tr>" for line in rows) + "</table>"
    assert row(grid([table]), "new")[-1] == value
