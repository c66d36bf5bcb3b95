"""Values: what one printed cell says, and that nothing is read into it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.forms.values import money_factor, read_value

WIDE = str.maketrans("0123456789,.-()", "０１２３４５６７８９，．－（）")


@pytest.mark.parametrize(
    ("printed", "number", "unit"),
    [
        ("0", 0, None),
        ("７", 7, None),
        ("11398889", 11398889, None),
        ("1,234", 1234, None),
        ("１，２３４", 1234, None),
        ("1,234,567", 1234567, None),
        ("24252.311082", 24252.311082, None),
        ("5.0", 5.0, None),
        # negatives
        ("-4", -4, None),
        ("－４", -4, None),
        ("−18", -18, None),
        ("–4", -4, None),
        ("减4", -4, None),
        ("減4", -4, None),
        ("减少4", -4, None),
        ("负4", -4, None),
        ("- 4", -4, None),
        ("减0", 0, None),
        ("增4", 4, None),
        ("增加 4", 4, None),
        ("+4", 4, None),
        # units of counts
        ("5件", 5, "件"),
        ("5 件", 5, "件"),
        ("31项", 31, "项"),
        ("减4件", -4, "件"),
        # notes
        ("22（其中修订 16 件）", 22, None),
        ("22（其中修订１６件）", 22, None),
        ("5件（含）", 5, "件"),
        # money is in 万元 whatever unit is printed
        ("7111.64万元", 7111.64, "万元"),
        ("7111.64 万元", 7111.64, "万元"),
        ("7111.64萬元", 7111.64, "万元"),
        ("251000元", 25.1, "万元"),
        ("575394432.52元", 57539.443252, "万元"),
        ("53802895.90元", 5380.28959, "万元"),
        ("1,000,000元", 100.0, "万元"),
        ("0.25亿元", 2500.0, "万元"),
        ("3億元", 30000.0, "万元"),
        ("36千元", 3.6, "万元"),
        ("0元", 0.0, "万元"),
        ("-3.5万元", -3.5, "万元"),
        # blanks of every kind around a figure
        ("\u3000 0\u00a0", 0, None),
        ("0\u200b", 0, None),
        ("\ufeff12", 12, None),
        ("\n3\n", 3, None),
    ],
)
def test_numbers(printed: str, number: float, unit: str | None) -> None:
    value = read_value(printed)
    assert (value.kind, value.number, value.unit) == ("number", number, unit)
    assert type(value.number) is type(number)


@pytest.mark.parametrize("printed", ["", " ", "\u3000", "\u00a0\u00a0", "\n", "\t", "\ufeff", "\u200b"])
def test_blanks(printed: str) -> None:
    assert read_value(printed).kind == "blank"


@pytest.mark.parametrize(
    "printed",
    ["/", "／", "\\", "-", "－", "--", "—", "——", "–", "无", "無", "不适用", "不適用", "无此项", "N/A", " / "],
)
def test_marks_that_nothing_applies(printed: str) -> None:
    value = read_value(printed)
    assert (value.kind, value.number, value.unit) == ("not_applicable", None, None)


@pytest.mark.parametrize(
    "printed",
    [
        # no single number, or one that nobody writes so
        "007",
        "00",
        "00.5",
        ".5",
        "5.",
        "1.2.3",
        "12,34",
        "1,2345",
        ",123",
        "0,123",
        "0 0 0",
        "1 2",
        "1\n2",
        "3-5",
        "3~5",
        "1e5",
        "1_000",
        "0x1",
        # a number that is not said to be exact, or not of this cell
        "约5",
        "5余件",
        "100%",
        "22(16)",
        "(4)",
        "2023年",
        # numerals that are words or signs
        "五",
        "十二",
        "零",
        "〇",
        "①",
        "²",
        "½",
        "٣",
        # words
        "件",
        "万元",
        "无数据",
        "详见附件",
        "合计",
        "/件",
        "-件",
    ],
)
def test_anything_else_is_text(printed: str) -> None:
    value = read_value(printed)
    assert (value.kind, value.number, value.unit) == ("text", None, None)


@given(st.integers(min_value=0, max_value=10**9))
def test_every_way_to_write_a_count_gives_the_count(count: int) -> None:
    for printed in (str(count), f"{count:,}", str(count).translate(WIDE), f"　{count} ", f"{count}件", f"+{count}"):
        assert read_value(printed).number == count, printed
    for sign in ("-", "－", "−", "减", "减少", "负", "負"):
        assert read_value(f"{sign}{count}").number == -count, sign


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.sampled_from(["元", "万元", "亿元", "千元"]))
def test_money_is_exact(amount: Decimal, unit: str) -> None:
    factor = {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10000), "千元": Decimal("0.1")}[unit]
    value = read_value(f"{amount}{unit}")
    assert (value.number, value.unit) == (float(amount * factor), "万元")


@given(st.text())
def test_a_number_is_never_read_from_what_holds_no_digit(text: str) -> None:
    if not any(sign.isdigit() for sign in text):
        assert read_value(text).number is None


@given(st.text(alphabet="0123456789 ,.", min_size=2, max_size=12))
def test_the_digits_of_a_number_are_the_digits_printed(text: str) -> None:
    value = read_value(text)
    if value.number is not None:
        kept = f"{Decimal(str(value.number)):f}".replace(".", "").strip("0")
        assert kept == "".join(sign for sign in text if sign.isdigit()).strip("0")


@pytest.mark.parametrize(
    ("label", "factor"),
    [
        ("本年收费金额（单位：万元）", Decimal(1)),
        ("采购总金额（元）", Decimal("0.0001")),
        ("采购总金额(单位:亿元)", Decimal(10000)),
        ("采購總金額（萬元）", Decimal(1)),
        ("采购总金额", None),
        ("处理决定数量", None),
    ],
)
def test_the_unit_that_a_header_names(label: str, factor: Decimal | None) -> None:
    assert money_factor(label) == factor
