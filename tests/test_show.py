"""What a person sees of one report."""

from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console
from tests.readings import BALANCED, reading

from extract.checks import Finding
from extract.document import Place
from extract.forms.form import load_forms
from extract.grid import ExtraRow, Slot
from extract.reading import Reading
from extract.review.show import show
from extract.words.sentences import Lang, equation_sentence


def shown(one: Reading, lang: Lang = "zh", width: int = 100, colour: bool = False) -> str:
    console = Console(width=width, force_terminal=colour, color_system="standard" if colour else None)
    with console.capture() as captured:
        show(one, load_forms(), lang, console)
    return captured.get()


def row(text: str, label: str) -> list[str]:
    """The figures of the line that begins with a label."""
    line = next(line for line in text.splitlines() if line.strip().startswith(label))
    return line.strip().removeprefix(label).split()


def test_the_head_says_whose_report_it_is() -> None:
    text = shown(reading())
    assert text.startswith("示例省云岭县人民政府2023年政府信息公开工作年度报告\n")
    assert "2023（据标题，2023-01-01 至 2023-12-31）" in text
    assert "2021（国办公开办函〔2021〕30号，据单元格）" in text
    assert "已验证，等式全部成立" in text


def test_what_is_not_known_is_said_to_be_unknown() -> None:
    one = reading(year=None, authority=None)
    one = replace(one, form=None, form_evidence=None, report=replace(one.report, title=None, year_evidence=None))
    text = shown(one, "en")
    assert "(no title)" in text
    assert text.count("not known") == 3


def test_every_row_of_the_grid_stands_in_its_place() -> None:
    text = shown(reading(appeals={("litigation_after", "upheld"): 2}))
    assert row(text, "一、本年新收政府信息公开申请数量") == ["3", "1", "0", "0", "0", "0", "4"]
    assert row(text, "（七）总计") == ["3", "1", "0", "0", "0", "0", "4"]
    assert row(text, "复议后起诉") == ["2", "0", "0", "0", "0"]
    for form in load_forms().all:
        text = shown(reading(form=form.id, year=form.first_year), width=140)
        for grid in form.grids:
            for one in grid.rows:
                assert one.key in text, one.key


def test_groups_are_named_once() -> None:
    text = shown(reading())
    starts = [line.strip() for line in text.splitlines()]
    for group in ("三、本年度办理结果", "（三）不予公开", "（六）其他处理", "第二十条第（六）项", "行政诉讼"):
        assert sum(line.startswith(group) for line in starts) == 1, group


def test_merged_rows_take_the_place_of_their_sub_rows() -> None:
    merged: dict[tuple[str, str], Slot | int] = {
        (row, column.key): Slot((row, column.key), "missing", reason="printed_as_one_row")
        for row in ("other.uncorrected", "other.unpaid", "other.rest")
        for column in load_forms().get("2021").grid("applications").rows[0].columns
    }
    text = shown(reading(applications={**BALANCED, **merged}, merged=True))
    assert row(text, "（六）其他处理") == ["0"] * 7
    assert "逾期不补正" not in text


def test_doubt_is_shown_as_doubt() -> None:
    cells = {
        ("new", "natural_person"): Slot(("", ""), "blank"),
        ("new", "enterprise"): Slot(("", ""), "not_applicable", raw="/"),
        ("new", "research"): Slot(("", ""), "ambiguous", reason="row_incomplete"),
        ("new", "public_interest"): Slot(("", ""), "text", raw="若干"),
        ("new", "legal_service"): Slot(("", ""), "missing", reason="row_not_found"),
        ("new", "other"): Slot(("", ""), "deduced", 12, proof="sums"),
    }
    text = shown(reading(applications=cells))
    assert row(text, "一、本年新收政府信息公开申请数量") == ["/", "?", "?", "–", "12", "0"]
    assert "存疑，有单元格未能判定" in text
    assert "169 格印有数字，1 格空白，1 格不适用" in text


def test_cells_of_failing_equations_are_coloured() -> None:
    text = shown(reading(applications=BALANCED | {("carried_out", "natural_person"): 5}), colour=True)
    coloured = {line.strip().split()[0] for line in text.splitlines() if "\x1b[1;31m" in line}
    # the column 自然人 does not balance, and the row does not add up
    assert {"一、本年新收政府信息公开申请数量", "四、结转下年度继续办理"} < coloured
    assert "1.属于国家秘密" not in coloured
    assert "\x1b" not in shown(reading())


def test_money_has_its_unit_and_extra_rows_are_marked() -> None:
    money = Slot(("", ""), "number", 7111.64, "万元", "7111.64万元")
    extra = ExtraRow("20.1", "其他主动公开文件", (Slot(("20.1/", "made"), "number", 7, None, "7"),))
    one = reading(form="2019", year=2019, disclosure={("20.9/procurement", "amount"): money}, extra=(extra,))
    text = shown(one)
    assert row(text, "政府集中采购") == ["0", "7111.64万元"]
    assert row(text, "其他主动公开文件 *") == ["7"]


def test_findings_stand_below_their_grid_with_their_place() -> None:
    sum_fails = Finding(
        "arithmetic", "error", "appeals", "appeals/reconsideration",
        "“行政复议”四种结果之和为 3，总计为 2，相差 1。", "Under 行政复议 the results add up to 3, not 2.",
        Place(page=4, table_no=3, row_no=4),
    )  # fmt: skip
    other = Finding("part_missing", "note", None, None, "没有找到第五部分的标题。", "No heading of part 五.")
    text = shown(reading(findings=(sum_fails, other)))
    assert "错误 “行政复议”四种结果之和为 3，总计为 2，相差 1（第 4 页，表格 3 第 4 行）。" in text
    assert text.index("表四") < text.index("错误") < text.index("另外") < text.index("提示")
    assert "(page 4, table 3, row 4)." in shown(reading(findings=(sum_fails,)), "en")


def test_rows_that_share_a_fate_are_told_once() -> None:
    findings = tuple(
        Finding(
            "cut_off", "warning", "applications", f"applications/{n}",
            f"“第{n}行”一行没有取值：文件在此处中断。", f"Row {n} has no value: the file breaks off.",
        )
        for n in range(20)
    )  # fmt: skip
    text = shown(reading(findings=findings))
    assert "“第0行”一行没有取值：文件在此处中断。以下 19 行同此，至“第19行”。" in text
    assert text.count("中断") == 1
    different = tuple(finding._replace(place=Place(line=n)) for n, finding in enumerate(findings, 1))
    text = shown(reading(findings=different))
    assert text.count("中断") == 12
    assert "另有 8 条，用 --json 可以列全。" in text


def test_a_grid_that_is_not_there_is_not_drawn() -> None:
    one = reading()
    one = replace(one, grids=(one.grids[0], one.grids[1], replace(one.grids[2], found=False)))
    text = shown(one)
    assert "报告中没有这张表。" in text
    assert "结果维持" not in text


@pytest.mark.parametrize("width", [30, 40, 63, 64, 80, 100, 134, 200])
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_nothing_is_wider_than_the_terminal(width: int, form: str) -> None:
    text = shown(reading(form=form, year=2020, applications={("new", "total"): 123456}), width=width)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    assert "123456" in text


def test_a_narrow_terminal_gets_sentences() -> None:
    text = shown(reading(), width=60)
    assert "自然人 3 · 商业企业 1 · 总计 4 · 4 格为 0" in text
    assert "均为 0" in text
    assert "natural" not in shown(reading(), "en", width=44)


def test_an_equation_is_a_sentence_with_both_sides() -> None:
    one = reading(form="2019", year=2019, applications={("new", "natural_person"): 2})
    form = load_forms().get("2019").grid("applications")
    said = {
        (check.check, check.scope): equation_sentence(check, form, "zh")
        for check in one.checks
        if check.outcome == "fails"
    }
    assert said == {
        ("applications.balance", "natural_person"): "自然人一列：一 + 二 = 2，（七）总计 + 四 = 0，差 2",
        ("applications.row_sum", "new"): (
            "“一、本年新收政府信息公开申请数量”一行：自然人至其他合计 = 2，总计 = 0，差 2"
        ),
    }
    unknown = one.checks[0]._replace(check="prose.reconsiderations", scope="total")
    assert equation_sentence(unknown, form, "en").startswith("prose.reconsiderations total: ")
