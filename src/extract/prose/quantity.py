"""quantities(text): the counts, amounts and rates that a sentence prints, as numbers with their units."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal, TypeAlias

from extract.prose.figure_forms import Counting

Qualifier: TypeAlias = Literal["exact", "over", "about", "range"]

_DIGITS = {
    sign: value
    for value, signs in enumerate(["零", "一壹", "二贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"])
    for sign in signs
}
_DIGITS |= {"〇": 0, "两": 2}
_SCALES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10_000, "亿": 100_000_000}
_LONGEST = 24  # signs; what is longer counts nothing, and no column holds it
_PLAIN = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![\d,])|[0-9]+)(?:\.[0-9]+)?"
# 1 136 with a blank for each thousand, and 2 4 with one between all digits; other digits that blanks part are none, nor
# are those after 分别, which may be two numbers
_PARTED = r"(?<!分别)(?<!分别[为是有达])(?:[1-9][0-9]{0,2}(?: [0-9]{3})+(?![\d ])|[1-9](?: [0-9])+(?![\d ]))"
_SIGNS_BETWEEN = str.maketrans("", "", ", ")
_SPELLED = re.compile(f"[{''.join(_DIGITS)}{''.join(_SCALES)}]")
_WORDS = f"[{''.join(_DIGITS)}{''.join(_SCALES)}]+"
_NAME = re.compile(r"“[^”]{1,16}”|‘[^’]{1,16}’|《[^》]{1,60}》|\"[^\"]{1,16}\"")
# 一个, 一次 before a noun are articles: 一 counts only where the clause ends after it
_AN_ARTICLE = re.compile(r"(?:每[^,。;]{0,8}|[统同任另唯逐进再有这那哪某其之专单上下前后])$")
_CLOSED = re.compile(
    r"$|[,。;、)!?:]|(?<=[,;、中][一].)(?:被|已|尚|仍|未|正在|结转|转|为|经|复议|因|系|属|由|予以|不予|部分|公开(?=[,;。、]))"
)
_LONGEST, _GREATEST = (
    15,
    10**15,
)  # signs, and value: what is longer or greater is no figure, and no table holds it exactly
_MONEY = "元"
_PER = "百分之"
_THE_SAME = ("以上", "如上", "网上", "线上")  # 以上6件: the six that were said
_MINUS = tuple(f"{word}{sign}" for word in "长降少升" for sign in "-−")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure in a text: where it stands, its value, its unit, and how exact it is meant.

    ``value_max`` is set for a range. Money said in 万 or 亿 is in 万元, other money in 元; any other
    number said in 万 or 亿 is multiplied out. ``unit`` is None where no unit that is known follows.
    """

    start: int
    end: int
    value: int | float
    value_max: int | float | None
    unit: str | None
    qualifier: Qualifier


@dataclass(frozen=True, slots=True)
class _Atom:
    """One number of a match: its value, the unit after it, whether 余 or 多 says that it is more."""

    value: Decimal
    unit: str | None
    more: bool
    factor: Decimal


@lru_cache(maxsize=4)
def _pattern(counting: Counting) -> re.Pattern[str]:
    units = "|".join(map(re.escape, counting.units))

    def atom(at: int) -> str:
        number = rf"(?P<number{at}>(?:{_PARTED})(?={units})|{_PLAIN}|{_WORDS})(?P<more{at}>[余多])?"
        return number + rf"(?P<scale{at}>[十百千]?[万亿]|[百千])?(?P<rest{at}>[余多])?(?P<unit{at}>{units})?"

    # no ordinal, no end of a longer number, no part of a document's or a telephone's number
    # (most signs begin no number, and one look at a sign is quicker than these)
    guard = rf"(?=[\d{''.join(_DIGITS)}{''.join(_SCALES)}])(?<![第\d./〔A-Za-z{''.join(_DIGITS)}十百千])(?<!\d[ ,])(?<!\d[-—–])"
    return re.compile(
        rf"{guard}(?P<first>{atom(1)})(?:[-—–~～至到]{{1,2}}(?:{_PER})?{atom(2)})?(?P<bound>以上|左右|上下)?"
    )


def quantities(text: str, counting: Counting) -> tuple[Quantity, ...]:
    """The numbers of a narrowed, simplified text without blanks, from left to right, those without a unit too.

    Ordinals, numbers inside a name in quotation marks and those of set phrases are left out.
    """
    found = list(_found(text, counting))
    if not found:
        return ()
    names = [match.span() for match in (*_NAME.finditer(text), *counting.phrases.finditer(text))]
    return tuple(one for one in found if not any(start <= one.start < end for start, end in names))


def in_digits(text: str, every: Sequence[Quantity]) -> str:
    """The text with the words of its counts as digits, sign for sign, so that what looks for digits finds them.

    The digits say that there is a number, not which.
    """
    for one in every:
        if one.unit is not None and not text[one.start : one.end].isascii():
            words = _SPELLED.sub("1", text[one.start : one.end])
            text = f"{text[: one.start]}{words}{text[one.end :]}"
    return text


def _found(text: str, counting: Counting) -> Iterator[Quantity]:
    for match in _pattern(counting).finditer(text):
        first, second = _atom(match, 1), _atom(match, 2)
        if first is None:
            continue
        start, sign, over, about = _before(match, text, counting)
        if text.startswith(_PER, start):
            first, second = _in_percent(first), second and _in_percent(second)
        if second and second.unit and first.unit in (None, second.unit):
            low = first.value if first.unit else first.value * second.factor
            if low < second.value:
                end = match.end("unit2" if match["unit2"] else "number2")
                yield Quantity(start, end, _plain(low), _plain(second.value), second.unit, "range")
                continue
        if not _counts(match, text, first, told=over or about):
            continue
        bound = match["bound"] if second is None else None
        qualifier: Qualifier = (
            "over" if first.more or over or bound == "以上" else "about" if about or bound else "exact"
        )
        yield Quantity(start, match.end("first"), _plain(sign * first.value), None, first.unit, qualifier)


def _before(match: re.Match[str], text: str, counting: Counting) -> tuple[int, int, bool, bool]:
    """Where a figure begins with what stands before its number: 百分之, a minus, a word for more than or about."""
    start, sign = match.start(), 1
    if text[:start].endswith(_PER):
        start -= len(_PER)
    elif text[max(0, start - 2) : start].endswith(_MINUS):
        start, sign = start - 1, -1
    head = text[max(0, start - 4) : start]
    for words, over in ((counting.over, True), (counting.about, False)):
        if head.endswith(words) and not head.endswith(_THE_SAME):
            word = next(word for word in words if head.endswith(word))
            return start - len(word), sign, over, not over
    return start, sign, False, False


def _in_percent(atom: _Atom) -> _Atom:
    return replace(atom, unit="%") if atom.unit is None else atom


def _counts(match: re.Match[str], text: str, first: _Atom, *, told: bool) -> bool:
    """Whether the number of a match counts something, and is no article and no part of a word."""
    number = match["number1"]
    if _is_plain(number):
        return True
    if first.unit is None or first.unit == "分" or (number[0] in "百千万亿" and not (told or first.more)):
        return False
    if number[0] in _SCALES and text[: match.start()].endswith(("数", "几")):  # 数十件
        return False
    if number != "一":
        return not (told and text[match.start() - 1] == "上" and number[0] not in "百千万亿")
    return bool(_CLOSED.match(text, match.end("first"))) and not _AN_ARTICLE.search(text[: match.start()])


def _is_plain(number: str) -> bool:
    return number[0].isdecimal() and number[0].isascii()


def _atom(match: re.Match[str], at: int) -> _Atom | None:
    number = match[f"number{at}"]
    if number is None or len(number) > _LONGEST:
        return None
    value = Decimal(number.translate(_SIGNS_BETWEEN)) if _is_plain(number) else in_words(number)
    if value is None or len(number) > _LONGEST:
        return None
    factor = Decimal(1)
    for sign in match[f"scale{at}"] or "":
        factor *= _SCALES[sign]
    unit = match[f"unit{at}"]
    if unit == _MONEY and (factor >= _SCALES["万"] or number[-1] in "万亿"):
        factor /= _SCALES["万"]
        unit = "万元"
    if value * factor >= _GREATEST:
        return None
    return _Atom(value * factor, unit, bool(match[f"more{at}"] or match[f"rest{at}"]), factor)


def in_words(text: str) -> Decimal | None:
    """The value of a number in Chinese words; None where the words are none.

    >>> [int(in_words(text)) for text in ("十二", "两", "三百零五", "一千二百", "五万三千", "二〇一九")]
    [12, 2, 305, 1200, 53000, 2019]
    >>> in_words("百十千")
    """
    if all(sign in _DIGITS for sign in text):
        return Decimal("".join(str(_DIGITS[sign]) for sign in text)) if len(text) != 2 or "〇" in text else None
    total = section = 0
    digit: int | None = None
    smallest = 10**9
    for sign in text:
        if sign in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[sign]
            continue
        scale = _SCALES[sign]
        if scale >= _SCALES["万"]:
            total, section, smallest = (total + section + (digit or 0) or 1) * scale, 0, 10**9
        elif scale >= smallest:
            return None
        else:
            section, smallest = section + (1 if digit is None else digit) * scale, scale
        digit = None
    return Decimal(total + section + (digit or 0))


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
