"""What one printed cell says: a number, that nothing applies, nothing at all, or words.

The signs and units are data (``patterns/values.toml``).
"""

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from extract.forms.fold import KEPT, fold, narrow, simplify
from extract.locate import patterns_path

ValueKind: TypeAlias = Literal["number", "blank", "not_applicable", "text"]


class Value(NamedTuple):
    """What a cell holds.

    ``number`` is set for kind ``number`` alone: an `int` where no decimals are printed,
    else a `float`; money with a printed unit is in 万元. ``unit`` is the unit as it
    applies to ``number`` (``万元`` for all money), None where none is printed.
    """

    kind: ValueKind
    number: int | float | None = None
    unit: str | None = None


_LONGEST = 1_000  # signs: a longer cell is prose, and Python makes no number of some thousand digits

BLANK = Value("blank")
TEXT = Value("text")


@dataclass(frozen=True, slots=True)
class _Signs:
    minus: frozenset[str]
    not_applicable: frozenset[str]
    money: dict[str, Decimal]
    figure: re.Pattern[str]


@lru_cache(maxsize=1)
def _signs() -> _Signs:
    data = tomllib.loads(patterns_path("values.toml").read_text(encoding="utf-8"))
    money = {unit: Decimal(str(factor)) for unit, factor in data["money_units"].items()}
    minus, plus = data["minus"], data["plus"]
    units = sorted([*money, *data["count_units"]], key=len, reverse=True)

    def one_of(words: list[str]) -> str:
        return "|".join(re.escape(narrow(word)) for word in sorted(words, key=len, reverse=True))

    # a note must hold a letter: "22(其中修订16件)" is 22, "22(16)" is not one number
    figure = re.compile(
        rf"(?P<sign>{one_of(minus + plus)})?\s*"
        r"(?P<digits>[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|(?:0|[1-9]\d*)(?:\.\d+)?)\s*"
        rf"(?P<unit>{one_of(units)})?\s*"
        r"(?:\((?![一二三四五六七八九十]\))[^()]*[^\W\d_][^()]*\))?"
    )
    return _Signs(
        frozenset(narrow(word) for word in minus),
        frozenset(narrow(word) for word in data["not_applicable"]),
        money,
        figure,
    )


def read_value(text: str) -> Value:
    """What the printed ``text`` of one cell says.

    >>> read_value("减4").number, read_value("1,234").number, read_value("　0 ").number
    (-4, 1234, 0)
    >>> read_value("251000元")
    Value(kind='number', number=25.1, unit='万元')
    >>> read_value("22（其中修订 16 件）").number, read_value("无").kind, read_value("007").kind
    (22, 'not_applicable', 'text')
    """
    return _value(text) if len(text) <= KEPT else _tell(text)


def _tell(text: str) -> Value:
    plain = simplify(narrow(text).strip())
    if len(plain) > _LONGEST:
        return TEXT
    if plain.isdecimal() and plain.isascii() and (plain == "0" or plain[0] != "0"):
        return Value("number", int(plain))
    if not plain:
        return BLANK
    signs = _signs()
    if plain in signs.not_applicable:
        return Value("not_applicable")
    match = signs.figure.fullmatch(plain)
    if match is None:
        return TEXT
    return _number(match, signs)


_value = lru_cache(maxsize=8192)(_tell)


def _number(match: re.Match[str], signs: _Signs) -> Value:
    amount = Decimal(match["digits"].replace(",", ""))
    if match["sign"] in signs.minus:
        amount = -amount
    unit = match["unit"]
    if unit in signs.money:
        return Value("number", float(amount * signs.money[unit]), "万元")
    if amount == amount.to_integral_value() and "." not in match["digits"]:
        return Value("number", int(amount), unit)
    return Value("number", float(amount), unit)


_MONEY_IN_WORDS = re.compile(r"亿元|千元|万元|元|亿|万")


def money_factor(label: str) -> Decimal | None:
    """The factor to 万元 of the unit that a header such as ``本年收费金额（单位：万元）`` names, else None.

    >>> money_factor("本年收费金额（单位：元）"), money_factor("本年收费金额")
    (Decimal('0.0001'), None)
    """
    match = _MONEY_IN_WORDS.search(fold(label))
    return _signs().money[match[0]] if match else None
