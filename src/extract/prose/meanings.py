"""meanings: a clause cut into the words of ``patterns/meanings.toml``, and what they say together."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from extract.errors import WrongUse
from extract.locate import patterns_path

UNKNOWN = "unknown"
_PART = re.compile(r"\{([a-z_]+)\}")


class Word(NamedTuple):
    """A stretch of a clause and its meaning, `UNKNOWN` where the vocabulary has no word for it."""

    means: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The words, by the sign they begin with."""

    words: Mapping[str, Sequence[tuple[re.Pattern[str], str]]]
    meanings: frozenset[str]

    def cut(self, clause: str) -> Iterator[Word]:
        """The words of a clause from left to right, each the longest that begins where the one before ends."""
        at = unknown = 0
        while at < len(clause):
            end, means = at, ""
            for pattern, meaning in self.words.get(clause[at], ()):
                match = pattern.match(clause, at)
                if match and match.end() > end:
                    end, means = match.end(), meaning
            if end == at:
                at += 1
                continue
            if unknown < at:
                yield Word(UNKNOWN, clause[unknown:at])
            yield Word(means, clause[at:end])
            at = unknown = end
        if unknown < at:
            yield Word(UNKNOWN, clause[unknown:at])


@lru_cache(maxsize=4)
def load_vocabulary(folder: Path | None = None) -> Vocabulary:
    """The words of ``meanings.toml`` under ``folder`` (default, and where it has none: the package's own).

    Raises `WrongUse` where a word does not begin with a plain sign.
    """
    path = folder / "meanings.toml" if folder and (folder / "meanings.toml").is_file() else None
    data = tomllib.loads((path or patterns_path("meanings.toml")).read_text(encoding="utf-8"))
    words: dict[str, list[tuple[re.Pattern[str], str]]] = defaultdict(list)
    for meaning, patterns in data["means"].items():
        for pattern in patterns:
            filled = _PART.sub(lambda match: data["parts"][match[1]], pattern)
            compiled = re.compile(filled)
            for sign in firsts(filled):
                words[sign].append((compiled, meaning))
    return Vocabulary(dict(words), frozenset(data["means"]))


def firsts(pattern: str) -> frozenset[str]:
    """The signs with which what a pattern finds may begin.

    >>> sorted(firsts("(?:政府|政务)?信息")), sorted(firsts("[我本]县?")), sorted(firsts("\\\\d{1,2}月"))[:2]
    (['信', '政'], ['我', '本'], ['0', '1'])
    """
    if pattern.startswith("(?:"):
        inside, rest = _group(pattern)
        signs = frozenset(sign for one in _alternatives(inside) for sign in firsts(one))
        return signs | firsts(rest[1:]) if rest.startswith("?") else signs
    if pattern.startswith("["):
        inside, _, rest = pattern[1:].partition("]")
        return frozenset(inside) | firsts(rest[1:]) if rest.startswith("?") else frozenset(inside)
    if pattern.startswith("\\d"):
        return frozenset("0123456789")
    if not pattern or not (pattern[0].isalnum() or pattern[0] == "、"):
        raise WrongUse(
            f"meanings.toml：词须以确定的字开头：{pattern}",
            f"meanings.toml: a word has to begin with a sign of its own: {pattern!r}",
        )
    optional = pattern[1:].startswith("?")
    return frozenset(pattern[0]) | (firsts(pattern[2:]) if optional else frozenset())


def _group(pattern: str) -> tuple[str, str]:
    """What stands in the bracket that a pattern begins with, and what follows it."""
    depth = 0
    for index, sign in enumerate(pattern):
        depth += (sign == "(") - (sign == ")")
        if not depth:
            return pattern[3:index], pattern[index + 1 :]
    raise WrongUse(f"meanings.toml：括号没有配对：{pattern}", f"meanings.toml: a bracket is not closed: {pattern!r}")


def _alternatives(inside: str) -> list[str]:
    """The parts between the bars of a group, those of inner groups left whole."""
    parts, depth = [""], 0
    for sign in inside:
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return parts
