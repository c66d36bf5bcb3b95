"""Mutants: good files of the generator, each changed in one of many ways."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from random import Random

from bench.generator import TEXT_LAYOUTS, Generated, make
from bench.hostile.change_bytes import BYTES, Change
from bench.hostile.change_packages import PACKAGES
from bench.hostile.change_papers import PAPERS
from bench.hostile.change_texts import TEXTS

_SHARES = ("txt", "txt", "docx", "txt", "pdf")
_LAYOUTS: Mapping[str, tuple[str, ...]] = {
    "txt": TEXT_LAYOUTS,
    "docx": ("docx",),
    "pdf": ("pdf-ruled", "pdf-double", "pdf-unruled"),
}
_CHANGES: Mapping[str, Mapping[str, Change]] = {
    "txt": {**BYTES, **TEXTS},
    "docx": {**BYTES, **PACKAGES},
    "pdf": {**BYTES, **PAPERS},
}
_BASES = 60


@dataclass(frozen=True, slots=True)
class Mutant:
    """A mutated file, the name of what was done to it, and the good file that it was."""

    name: str
    data: bytes
    change: str
    good: Generated


def mutant(seed: int, number: int) -> Mutant:
    """One mutant; the same numbers give the same bytes."""
    chance = Random(f"hostile/{seed}/{number}")
    kind = _SHARES[number % len(_SHARES)]
    at = chance.randrange(_BASES)
    good, other = _good(kind, seed, at), _good(kind, seed, (at + chance.randrange(1, _BASES)) % _BASES)
    names = sorted(_CHANGES[kind])
    name = names[number // len(_SHARES) % len(names)]
    data = _CHANGES[kind][name](good.data, other.data, chance)
    return Mutant(f"{number:06}-{name}.{kind}", data, f"{kind} {name}", good)


@cache
def _good(kind: str, seed: int, at: int) -> Generated:
    layouts = _LAYOUTS[kind]
    return make(seed * 10_000 + at, layout=layouts[at % len(layouts)], errors=(), damage=())
