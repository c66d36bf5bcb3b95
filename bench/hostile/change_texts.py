"""Changes of texts: lines and signs dropped, doubled, swapped, taken from another report; digits changed."""

from collections.abc import Callable, Mapping, Sequence
from random import Random

from bench.hostile.change_bytes import Change


def _of_text(change: Callable[[list[str], list[str], Random], Sequence[str]], ends: bool = True) -> Change:
    """A change of the lines of a text, or of its characters."""

    def changed(data: bytes, other: bytes, chance: Random) -> bytes:
        mine, theirs = data.decode(), other.decode()
        parts = (mine.splitlines(True), theirs.splitlines(True)) if ends else (list(mine), list(theirs))
        return "".join(change(*parts, chance)).encode()

    return changed


def _drop_part(parts: list[str], other: list[str], chance: Random) -> Sequence[str]:
    del other
    start = chance.randrange(len(parts))
    return parts[:start] + parts[start + chance.choice((1, 1, 3, 9)) :]


def _double_part(parts: list[str], other: list[str], chance: Random) -> Sequence[str]:
    del other
    start = chance.randrange(len(parts))
    end = start + chance.choice((1, 1, 8, 40))
    return parts[:end] + parts[start:]


def _swap_parts(parts: list[str], other: list[str], chance: Random) -> Sequence[str]:
    del other
    for _ in range(chance.choice((1, 1, 4))):
        at = chance.randrange(len(parts) - 1)
        parts[at], parts[at + 1] = parts[at + 1], parts[at]
    return parts


def _parts_of_other(parts: list[str], other: list[str], chance: Random) -> Sequence[str]:
    at = chance.randrange(len(parts))
    count = chance.choice((1, 1, 8, 40))
    return parts[:at] + other[at : at + count] + parts[at + count :]


def _digit(parts: list[str], other: list[str], chance: Random) -> Sequence[str]:
    del other
    digits = [at for at, sign in enumerate(parts) if sign.isdigit()]
    for at in chance.sample(digits, min(len(digits), chance.choice((1, 2, 6)))):
        parts[at] = chance.choice("0123456789")
    return parts


TEXTS: Mapping[str, Change] = {
    "line-dropped": _of_text(_drop_part), "line-doubled": _of_text(_double_part), "lines-swapped": _of_text(_swap_parts),
    "lines-of-other": _of_text(_parts_of_other), "sign-dropped": _of_text(_drop_part, False),
    "sign-doubled": _of_text(_double_part, False), "signs-swapped": _of_text(_swap_parts, False),
    "digit": _of_text(_digit, False), "signs-of-other": _of_text(_parts_of_other, False),
}  # fmt: skip
