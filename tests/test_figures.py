"""Figures of the prose: the numbers, what they count, and the keys that figures.toml gives them."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.document import Line, Table, TableCell
from extract.forms.form import load_forms
from extract.parts.report import Report, Section
from extract.prose.figure_forms import Example, FigureForm, load_figure_forms
from extract.prose.figures import Figure, Stated, read_figures

KNOWN = load_figure_forms()
PARTS = ("overview", "disclosure", "applications", "appeals", "problems", "other")


def stated(*lines: str, part: int = 1, year: int | None = 2023) -> Stated:
    """What the lines of one part state."""
    blocks = tuple(Line(text, number) for number, text in enumerate(lines, 1))
    return read_figures(_report({part: blocks}, year), load_forms())


def _report(blocks: dict[int, tuple[Line | Table, ...]], year: int | None = 2023) -> Report:
    sections = tuple(
        Section(part, key, f"{part}、", "exact", blocks.get(part, ())) for part, key in enumerate(PARTS, 1)
    )
    return Report(None, None, year, None, None, None, sections)


def told(figure: Figure) -> tuple[object, ...]:
    return (figure.label, figure.value, figure.unit)


# ── the examples of figures.toml, in both directions ────────────────────────────────────────────────

EXAMPLES = [
    pytest.param(form.key, example, id=f"{form.key} {example.text}") for form in KNOWN.all for example in form.examples
]


@pytest.mark.parametrize(("key", "example"), EXAMPLES)
def test_each_example_has_its_key_or_has_not(key: str, example: Example) -> None:
    text, positive = example.text, example.positive
    marked = re.search("〔(.*?)〕", text)
    assert marked, "an example marks its figure with 〔〕"
    plain = text.replace("〔", "").replace("〕", "")
    start = marked.start()
    found = list(stated(plain, year=2019 if "2019" in plain else 2023).figures)
    own = [one for one in found if one.raw.replace(" ", "") == marked[1] and _at(plain, one, found) == start]
    assert len(own) == 1, f"no figure {marked[1]} was found"
    assert (own[0].figure == key) is positive, own[0].figure


def _at(plain: str, figure: Figure, found: list[Figure]) -> int:
    """Where a figure stands in the text: figures come from left to right."""
    at = 0
    for one in found:
        at = plain.index(one.raw, at)
        if one is figure:
            return at
        at += len(one.raw)
    return -1


@pytest.mark.parametrize("form", KNOWN.all, ids=lambda form: form.key)
def test_each_key_has_examples_of_both_kinds(form: FigureForm) -> None:
    kinds = {example.positive for example in form.examples}
    assert kinds == {True, False}


def test_the_keys_that_people_rely_on() -> None:
    assert {form.key for form in KNOWN.all} >= {
        "applications_received", "applications_carried_in", "applications_answered", "applications_carried_out",
        "reconsiderations", "litigations", "normative_documents_issued",
    }  # fmt: skip


def test_every_cell_that_a_figure_answers_to_is_a_cell_of_a_form() -> None:
    forms = load_forms()
    for form in KNOWN.all:
        for cells in form.equals:
            of = [one for one in forms.all if cells.form in (None, one.id)]
            assert of
            for one in of:
                assert set(cells.cells) <= set(one.grid(cells.grid).slots()), form.key


# ── what is no figure ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "2019年1月1日起至2019年12月31日止。",
        "根据国办发〔2019〕60号文件和《条例》第三十三条、第20条，制定方案。",
        "第二十条第（一）项、第（五）项所列事项。",
        "联系电话：0999-2001234，邮编999300。",
        "深入贯彻党的十九大和十九届二中、三中、四中全会精神。",
        "严守“三安全一稳定”，落实“两个维护”，做到“一网通办”。",
        "一是强化考核。二是进一步加强培训，设立一个窗口。",
        "公布《土地整治规划（2016～2020年）》。",
        "2019-2020年，分3.0版和1 36条。",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert stated(text).figures == ()


def test_headings_preface_and_grids_are_not_read() -> None:
    report = replace(
        _report(
            {
                2: (Line("\t规范性文件", 1), Line("\t3件", 2), Line("政府集中采购 | 99 | 7111.64万元 |", 3)),
                3: (Line("1.属于国家秘密 5件", 4), Table((TableCell("5件", 0, 0), TableCell("6件", 0, 1)), 1, 2, 1)),
            }
        ),
        preamble=(Line("本报告由6个部分组成，共收到申请5件。", 0),),
    )
    assert read_figures(report, load_forms()).figures == ()


def test_rows_between_commas_are_no_sentences() -> None:
    row = "三、本年度办理结果,（一）予以公开,,1,2,1,0,0,0,4"
    sentence = "本年度，我局收到政府信息公开申请4件，予以公开1件，部分公开2件，无法提供1件。"
    lines = (Line(row, 1), Line("", 2), Line(sentence, 3))
    assert [figure.value for figure in read_figures(_report({3: lines}), load_forms()).figures] == [4, 1, 2, 1]


def test_prose_beside_a_grid_is_read() -> None:
    text = "本年度共收到申请5件，办结4件。第二十条第（一）项信息内容 规章 0件"
    assert [one.figure for one in stated(text, part=3).figures] == ["applications_received", "applications_answered"]


# ── what a figure says ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年公开建议提案办理信息125条。", ("公开建议提案办理信息", 125, "条")),
        ("举办培训1期。", ("举办培训", 1, "期")),
        ("对全县70余名政务公开工作骨干开展培训。", ("政务公开工作骨干", 70, "名")),
        ("举办了3期业务培训，", ("举办业务培训", 3, "期")),
        ("其中需要解读的２０个文件已全部解读。", ("需要解读的文件", 20, "个")),
        ("公開政府信息１，２３４條。", ("公開政府信息", 1234, "条")),
        ("总阅读量达1.2万次。", ("总阅读量", 12_000, "次")),
        ("财政拨款支出3,500.5万元。", ("财政拨款支出", 3500.5, "万元")),
        ("实现解读率百分之九十八。", ("解读率", 98, "%")),
        ("制作“明白卡”“进行时”等专题十五个。", ("制作专题", 15, "个")),
    ],
)
def test_label_value_and_unit(text: str, expected: tuple[object, ...]) -> None:
    (figure,) = stated(text).figures
    assert told(figure) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("培训70余名干部。", ("over", 70, None)),
        ("开展检查不少于2次。", ("over", 2, None)),
        ("发布稿件近300篇。", ("about", 300, None)),
        ("从3-5个方面改进。", ("range", 3, 5)),
        ("整改三至五项。", ("range", 3, 5)),
        ("占比20%至30%。", ("range", 20, 30)),
        ("网上8件。", ("exact", 8, None)),
        ("编印手册壹拾贰件。", ("exact", 12, None)),
        ("收到意见12条。", ("exact", 12, None)),
    ],
)
def test_how_exact_a_figure_is_meant(text: str, expected: tuple[object, ...]) -> None:
    (figure,) = stated(text).figures
    assert (figure.qualifier, figure.value, figure.value_max) == expected


def test_numbers_said_respectively_go_to_their_words() -> None:
    figures = stated("政务微博、政务微信全年分别发稿116条、490条。").figures
    assert [told(one) for one in figures] == [("政务微博发稿", 116, "条"), ("政务微信发稿", 490, "条")]
    figures = stated("行政复议和行政诉讼分别为3件、2件。").figures
    assert [one.figure for one in figures] == ["reconsiderations", "litigations"]
    # more numbers than words: which is whose cannot be told
    figures = stated("行政复议案件分别为3件、2件。").figures
    assert [one.figure for one in figures] == [None, None]


def test_what_was_received_and_dealt_with_is_both() -> None:
    figures = stated("收到并办理政府信息公开申请33件，其中网络申请24件。").figures
    assert [(one.figure, one.value) for one in figures[:2]] == [
        ("applications_received", 33),
        ("applications_answered", 33),
    ]
    assert all(one.loose for one in figures[:2])


def test_numerals_of_items_are_no_counts() -> None:
    figures = stated("(1)本年新收：24件；(2)上年结转：0件；(3)办理结果：23件。").figures
    keys = ["applications_received", "applications_carried_in", "applications_answered"]
    assert [one.figure for one in figures] == keys


def test_tens_and_hundreds_that_nobody_counted_are_no_figures() -> None:
    assert stated("收到政府信息公开申请数十件，答复几百件。").figures == ()


def test_numbers_of_a_list_need_no_unit() -> None:
    figures = stated("政府信息公开申请办理结果为公开2、部分公开1、不予公开1。", "1、收到政府信息公开申请3件。").figures
    assert [(one.figure, one.value) for one in figures] == [
        ("applications_granted", 2),
        ("applications_partly_granted", 1),
        ("applications_denied", 1),
        ("applications_received", 3),
    ]


def test_items_after_bullets_are_of_one_matter() -> None:
    figures = stated("-收到政府信息公开申请：9件", "-办结：8件").figures
    assert [one.figure for one in figures] == ["applications_received", "applications_answered"]


def test_places_and_sentences_of_wrapped_lines() -> None:
    lines = (
        "（二）依申请公开。2023年度全县共收到政府信息公开申请",
        "１２ 件，上年结转0件，均按照规定的程序登记审核后答复申请",
        "人。下一步加强培训，全年再举办业务培训2期。",
    )
    figures = stated(*lines).figures
    assert [(one.place.line, one.raw, one.figure) for one in figures] == [
        (2, "１２ 件", "applications_received"),
        (2, "0件", "applications_carried_in"),
        (3, "2期", None),
    ]
    assert (
        figures[0].sentence
        == "2023年度全县共收到政府信息公开申请１２ 件，上年结转0件，均按照规定的程序登记审核后答复申请人。"
    )


def test_digits_that_a_line_end_parts_are_one_number_and_those_that_a_blank_parts_are_none() -> None:
    (figure,) = stated("我县全年通过门户网站主动公开政府信息条目1", "36条，均已归档。").figures
    assert (figure.value, figure.place.line) == (136, 1)
    assert stated("我县全年通过门户网站主动公开政府信息条目1 36条，均已归档。").figures == ()


def test_digits_that_blanks_part_as_they_are_printed_are_one_number() -> None:
    for text, value in [("1 136条", 1136), ("2 4 条", 24), ("2 317 508条", 2317508)]:
        assert [one.value for one in stated(f"全年主动公开政府信息{text}。").figures] == [value]
    assert stated("行政复议、行政诉讼分别为1 2件。").figures == ()
    assert [one.value for one in stated("全年主动公开政府信息1 1367条，12 34条，发布8条。").figures] == [8]


def test_a_number_goes_on_in_the_next_line_however_short_the_lines_are() -> None:
    (figure,) = stated("收到政府信息公开申请12", "6件，均已答复。").figures
    assert (figure.figure, figure.value) == ("applications_received", 126)


def test_a_shaded_box_is_prose() -> None:
    box = Table((TableCell("全年举办培训3期。", 0, 0, page=2),), 1, 1, 4, 2)
    (figure,) = read_figures(_report({1: (box,)}), load_forms()).figures
    assert (figure.value, figure.place.page, figure.place.table_no) == (3, 2, 4)


@given(
    st.text(
        alphabet="0１٣〇一二十百万亿.,，-至余约第共申请收到办结政府信息公开行政复议分别其中件条%元。；（）“”《》\n\t\u200b年上下的",
        max_size=80,
    )
)
def test_no_text_is_too_odd(text: str) -> None:
    for figure in stated(*text.split("\n")).figures:
        assert abs(figure.value) < 1e15
        assert figure.raw in figure.sentence
        assert figure.value_max is None or figure.value_max > figure.value


def test_a_number_that_no_table_could_hold_is_none() -> None:
    assert stated(f"收到意见{'9' * 400}条，整改{'九' * 40}项，{'亿' * 12}余件。").figures == ()


# ── topics, years, scopes ───────────────────────────────────────────────────────────────────────────


def test_the_same_words_of_another_matter_have_no_key() -> None:
    figures = stated("收到县长信箱来信164件，办结149件。收到政府信息公开申请5件，办结4件。").figures
    assert [one.figure for one in figures] == [None, None, "applications_received", "applications_answered"]


def test_a_heading_on_its_own_line_tells_the_topic() -> None:
    for heading in ("（二）依申请公开情况", "（二）答复情况"):
        figures = stated(heading, "全年办结12件。").figures
        assert [one.figure for one in figures] == ["applications_answered"]


def test_that_one_office_had_none_is_not_said_of_the_whole_region() -> None:
    said = stated("县甲局、县乙局等单位均未收到依申请公开。全县共收到依申请公开23件。")
    assert [(one.figure, one.value) for one in said.figures] == [("applications_received", 23)]
    assert said.nothings == ()


def test_what_there_was_some_of_is_not_denied_in_the_same_sentence() -> None:
    said = stated("信息公开申请中，自然人申请12件、法人申请2件，无其他组织申请。")
    assert [one.figure for one in said.figures] == ["applications_from_persons", "applications_from_organisations"]
    assert said.nothings == ()


def test_years_are_told_from_the_report_s_own() -> None:
    text = "2022年结转政府信息公开申请3件，2023年办结9件，结转2024年办理1件。"
    keys = [one.figure for one in stated(text).figures]
    assert keys == ["applications_carried_in", "applications_answered", "applications_carried_out"]
    assert [one.figure for one in stated("2021年收到政府信息公开申请8件。", year=2022).figures] == [None]
    # a heading that its sentence was glued to
    assert [one.figure for one in stated("总体情况2021年，收到政府信息公开申请8件。", year=2022).figures] == [None]


def test_figures_of_more_offices_are_marked() -> None:
    (wide,) = stated("全市各级行政机关共收到政府信息公开申请90件。").figures
    (own,) = stated("本机关共收到政府信息公开申请90件。").figures
    assert (wide.wide, own.wide) == (True, False)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("本年度未收到政府信息公开申请。", {"applications_received"}),
        ("无行政诉讼案件、行政复议案件。", {"litigations", "reconsiderations"}),
        ("未发生因政府信息公开引起的行政复议和行政诉讼。", {"litigations", "reconsiderations"}),
        ("未收到要求提供公开出版物的申请。", set()),
        ("依申请公开情况为“零申请”，行政诉讼情况为“零发生”。", {"applications_received", "litigations"}),
        ("未收到书面或网络形式的政府信息公开申请。", {"applications_received"}),
        ("无行政复议和行政诉讼案例。", {"reconsiderations", "litigations"}),
        ("不曾收到有关政府信息公开的书面申请。", {"applications_received"}),
        ("未收到公众要求公开政府信息的书面申请。", {"applications_received"}),
        ("未收到行政复议申请，未收到行政诉讼应诉通知。", {"reconsiderations", "litigations"}),
        ("全年没有人申请公开政府信息。", {"applications_received"}),
        ("我校及所属单位未接到信息公开申请。", {"applications_received"}),
        ("未收取申请人任何费用。", set()),
        ("未向申请人收取任何费用。", set()),
        ("未对政府信息公开申请人收费。", {"information_fees"}),
        ("信息公开处理费没有发生。", {"information_fees"}),
        ("申请人均表示满意，没有向复议机关或法院寻求救济。", {"reconsiderations", "litigations"}),
        ("本院未收到申请公开信息的函件。", {"applications_received"}),
        ("没有收到政府信息公开申请，上年也无结转件。", {"applications_received", "applications_carried_in"}),
        ("无行政诉讼败诉案件。", set()),
        ("未发生行政复议被纠错的情况。", set()),
        ("没有因违法被撤销的行政复议案件。", set()),
        ("未作出行政许可和行政强制决定。", {"licences", "coercive_measures"}),
        ("本年度依申请提供政府信息未收取检索、复制等费用。", {"information_fees"}),
        ("没有网上申请和来信申请。", {"applications_online", "applications_by_letter"}),
        ("未因政府信息公开发生行政复议案件，亦无上年结转事项。", {"reconsiderations"}),
        (
            "未收到政府信息公开申请，未发生行政诉讼，亦无上年结转事项。",
            {"applications_received", "litigations", "applications_carried_in"},
        ),
        ("未收到关于政府信息公开的申请，无人提起行政诉讼。", {"applications_received", "litigations"}),
        ("全年行政复议、行政诉讼保持零纪录。", {"reconsiderations", "litigations"}),
        ("本镇无废止规范性文件。", {"normative_documents_repealed"}),
        ("申请均予以公开，无部分公开或不予公开情况。", {"applications_partly_granted", "applications_denied"}),
    ],
)
def test_that_there_was_none_is_told_without_a_number(text: str, keys: set[str]) -> None:
    said = stated(text)
    assert {one.figure for one in said.nothings} == keys
    assert said.figures == ()
