"""How a number is written in a sentence: digits, wide digits, blanks, commas, Chinese words, 万, 余, 约."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
_WORDS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Written:
    """A number as it stands in the text with its unit, and what that says."""

    text: str
    value: float
    unit: str
    qualifier: str = "exact"
    value_max: float | None = None


def write_exact(rng: Random, value: int, unit: str) -> Written:
    """A count that says exactly ``value``."""
    drawn = rng.random()
    if drawn < 0.08:
        text = str(value).translate(_WIDE)
    elif drawn < 0.16:
        text = f" {value} "
    elif drawn < 0.24 and 2 <= value <= 99:
        text = in_words(value, two="两" if value == 2 else "二")
    elif drawn < 0.5 and value >= 1000:
        text = f"{value:,}"
    else:
        text = str(value)
    return Written(f"{text}{unit}", value, unit)


def write_any(rng: Random, value: float, unit: str) -> Written:
    """Any other figure: it may be rounded, or said to be more or about."""
    base = unit.removeprefix("万") if unit != "万元" else unit
    factor = 10_000 if base != unit else 1
    number = int(value) if float(value).is_integer() else value
    drawn = rng.random()
    if unit == "%" or isinstance(number, float) or drawn < 0.6 or number < 10:
        return Written(f"{number}{unit}", number * factor, base)
    if drawn < 0.72:
        number -= number % 10
        more = f"{number}余{unit}" if unit[0] == "万" or rng.random() < 0.7 else f"{number}多{unit}"
        return Written(more, number * factor, base, "over")
    if drawn < 0.8:
        return Written(f"{rng.choice(('约', '近'))}{number}{unit}", number * factor, base, "about")
    if drawn < 0.84 and number < 90:
        return Written(f"{number}-{number + 5}{unit}", number * factor, base, "range", (number + 5) * factor)
    exact = write_exact(rng, int(number), unit)
    return Written(exact.text, number * factor, base)


def in_words(value: int, two: str = "二") -> str:
    """A number below 100 in Chinese words."""
    tens, ones = divmod(value, 10)
    if not tens:
        return two if ones == 2 else _WORDS[ones]
    return ("" if tens == 1 else _WORDS[tens]) + "十" + (_WORDS[ones] if ones else "")
