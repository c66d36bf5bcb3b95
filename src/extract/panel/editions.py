"""Edition: several reports of one authority for one year: which to use, and where they differ."""

import json
import re
import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, cast

from extract.checks import Finding, Verdict
from extract.grid import Number

_CORRECTED = re.compile("更正|修订|修正|更新版|勘误|订正")
_VERDICTS: tuple[Verdict, ...] = ("verified", "vacuous", "inconsistent", "doubtful")
_FORMATS = ("docx", "txt", "pdf")
_SHOWN = 5
_BESIDE_THE_FIRST = 5


class Edition(NamedTuple):
    """One report as an edition of its authority's report for a year.

    ``figures`` is how many figures it is certain of, ``packed`` these figures by the path of their
    cell, compressed: most reports have one edition, whose figures nobody asks for.
    """

    report_id: str
    name: str
    title: str | None
    fiscal_year: int | None
    form: str | None
    format: str
    verdict: Verdict
    figures: int
    packed: bytes

    @property
    def values(self) -> Mapping[str, Number]:
        """The figures by the path of their cell."""
        return _unpacked(self.packed)

    @property
    def corrected(self) -> bool:
        """Whether its title or its file's name says that it replaces another."""
        return bool(_CORRECTED.search(f"{self.title or ''} {self.name.rsplit('/', 1)[-1]}"))


def pack(values: Mapping[str, Number]) -> bytes:
    """Figures by the path of their cell, as an `Edition` keeps them."""
    return zlib.compress(json.dumps(values, separators=(",", ":")).encode(), 1)


@lru_cache(maxsize=64)  # the preferred one of several editions is asked for by each
def _unpacked(packed: bytes) -> Mapping[str, Number]:
    return cast("Mapping[str, Number]", json.loads(zlib.decompress(packed)))


def rank(edition: Edition) -> tuple[object, ...]:
    """The order in which editions are preferred, the best first.

    One that is read without doubt goes before one that is not; then one that says it corrects
    another, the better verdict, more figures, DOCX before TXT before PDF, and the name.
    """
    format_rank = _FORMATS.index(edition.format) if edition.format in _FORMATS else len(_FORMATS)
    return (
        edition.verdict == "doubtful", not edition.corrected, _VERDICTS.index(edition.verdict),
        -edition.figures, format_rank, edition.name,
    )  # fmt: skip


_REASONS = ("doubt", "corrected", "verdict", "figures", "format", "name")
"""What each place of `rank` is about: the first in which two editions differ is why one is preferred."""


def compare(edition: Edition, ranked: Sequence[Edition]) -> tuple[str, tuple[Finding, ...]]:
    """Why ``edition`` is preferred or not among those of its year, best first, and where they differ.

    The reason is ``only`` for a single one, else what it won or lost by. Each is set beside the preferred one, and
    the preferred one beside the next few: each beside each would grow with the square of what a collection holds twice.
    """
    if len(ranked) == 1:
        return "only", ()
    others = ranked[1 : 1 + _BESIDE_THE_FIRST] if edition is ranked[0] else ranked[:1]
    first, second = rank(edition), rank(others[0])
    reason = next((name for name, a, b in zip(_REASONS, first, second, strict=True) if a != b), "name")
    return reason, tuple(finding for one in others for finding in _differences(edition, one))


def _differences(edition: Edition, other: Edition) -> tuple[Finding, ...]:
    if edition.packed == other.packed:
        return ()
    own, others = edition.values, other.values
    apart = [path for path in own if path in others and own[path] != others[path]]
    if not apart:
        return ()
    shown = "；".join(f"{path} {own[path]:g} / {others[path]:g}" for path in apart[:_SHOWN])
    more_zh, more_en = ("等", " …") if len(apart) > _SHOWN else ("", "")
    return (
        Finding(
            "editions", "warning", None, apart[0],
            f"同一机关同一年度还有一份报告（{other.name}），有 {len(apart)} 个数字与它不同：{shown}{more_zh}。",
            f"Another report of the same authority and year ({other.name}) has {len(apart)} other "
            f"figure{'s' if len(apart) > 1 else ''}: {shown}{more_en}.",
        ),
    )  # fmt: skip
