"""Ordinal numbers as Word prints them before a numbered paragraph."""

from collections.abc import Callable, Mapping
from typing import Final

_DIGITS: Final = "〇一二三四五六七八九"
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_FULL_WIDTH: Final = str.maketrans("0123456789", "０１２３４５６７８９")


def numeral(number: int, style: str) -> str | None:
    """A number in a ``w:numFmt`` style, ``""`` for styles that print none, None for one not known.

    A number beyond the signs of its style is printed in decimal digits, as Word does.

    >>> numeral(12, "chineseCounting"), numeral(3, "decimalEnclosedCircle"), numeral(2, "ordinalText")
    ('十二', '③', None)
    """
    write = _STYLES.get(style)
    if write is None:
        return None
    return write(number) if 0 <= number < 10_000 else str(number)


def _counting(number: int, digits: str = _DIGITS, units: str = "十百千", bare_ten: bool = True) -> str:
    """一, 十, 十一, 二十, 一百零五: counting up to 9999; legal numerals say 壹拾 for a bare ten."""
    if number == 0:
        return digits[0]
    text = ""
    gap = False
    for power in range(3, -1, -1):
        digit = number // 10**power % 10
        if digit == 0:
            gap = bool(text)
            continue
        text += "零" if gap else ""
        gap = False
        text += digits[digit] + (units[power - 1] if power else "")
    return text[1:] if bare_ten and 10 <= number < 20 else text


def _legal(number: int) -> str:
    return _counting(number, "零壹贰叁肆伍陆柒捌玖", "拾佰仟", bare_ten=False)


def _legal_traditional(number: int) -> str:
    return _counting(number, "零壹貳參肆伍陸柒捌玖", "拾佰仟", bare_ten=False)


def _digital(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _series(signs: str) -> Callable[[int], str]:
    """Signs that stand for 1, 2, 3 …"""
    return lambda number: signs[number - 1] if 1 <= number <= len(signs) else str(number)


def _block(first: str, count: int) -> Callable[[int], str]:
    """A run of Unicode signs, the first of which stands for 1."""
    return _series("".join(chr(ord(first) + step) for step in range(count)))


def _letters(number: int) -> str:
    """a … z, then aa, bb …"""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number else "0"


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


_STYLES: Final[Mapping[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": _block("①", 20),
    "decimalEnclosedCircleChinese": _block("①", 20),
    "decimalEnclosedParen": _block("⑴", 20),
    "decimalEnclosedFullstop": _block("⒈", 20),
    "ideographEnclosedCircle": _block("㊀", 10),
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal_traditional,
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "taiwaneseDigital": _digital,
    "ideographTraditional": _series(_STEMS),
    "ideographZodiac": _series(_BRANCHES),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "bullet": lambda _: "",
    "none": lambda _: "",
}
