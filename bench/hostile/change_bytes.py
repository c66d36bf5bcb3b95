"""Changes of the bytes of any file: flips, cuts, blocks dropped, doubled, moved, replaced, two files spliced."""

from collections.abc import Callable, Mapping
from random import Random
from typing import TypeAlias

Change: TypeAlias = Callable[[bytes, bytes, Random], bytes]
"""A file, another good file of its format, and chance, to the changed file."""

_BLOCK = 4_000


def _block(data: bytes, chance: Random) -> tuple[int, int]:
    start = chance.randrange(max(len(data), 1))
    return start, min(len(data), start + chance.randrange(1, _BLOCK))


def _flip(data: bytes, other: bytes, chance: Random) -> bytes:
    del other
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out)


def _cut_end(data: bytes, other: bytes, chance: Random) -> bytes:
    del other
    return data[: chance.randrange(len(data))]


def _cut_start(data: bytes, other: bytes, chance: Random) -> bytes:
    del other
    return data[chance.randrange(len(data)) :]


def _drop(data: bytes, other: bytes, chance: Random) -> bytes:
    del other
    start, end = _block(data, chance)
    return data[:start] + data[end:]


def _double(data: bytes, other: bytes, chance: Random) -> bytes:
    del other
    start, end = _block(data, chance)
    return data[:end] + data[start:]


def _move(data: bytes, other: bytes, chance: Random) -> bytes:
    start, end = _block(data, chance)
    rest = data[:start] + data[end:]
    to = chance.randrange(len(rest) + 1)
    return rest[:to] + data[start:end] + rest[to:]


def _splice(data: bytes, other: bytes, chance: Random) -> bytes:
    share = chance.random()
    return data[: int(len(data) * share)] + other[int(len(other) * share) :]


def _block_of_other(data: bytes, other: bytes, chance: Random) -> bytes:
    start, end = _block(data, chance)
    return data[:start] + other[start:end] + data[end:]


def _random_block(data: bytes, other: bytes, chance: Random) -> bytes:
    del other
    start, end = _block(data, chance)
    return data[:start] + chance.randbytes(end - start) + data[end:]


def _zero_block(data: bytes, other: bytes, chance: Random) -> bytes:
    del other
    start, end = _block(data, chance)
    return data[:start] + bytes(end - start) + data[end:]


def _both(data: bytes, other: bytes, chance: Random) -> bytes:
    del chance
    return data + other


BYTES: Mapping[str, Change] = {
    "flip": _flip, "cut-end": _cut_end, "cut-start": _cut_start, "drop": _drop, "double": _double, "move": _move,
    "splice": _splice, "block-of-other": _block_of_other, "random-block": _random_block, "zero-block": _zero_block,
    "both": _both,
}  # fmt: skip
