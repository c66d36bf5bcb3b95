"""similar: parts of reports that were taken over, nearly word for word, from last year or from a neighbour.

Words are those of jieba's dictionary; figures are masked, since a text that only changes its
figures was taken over all the same. Three words in a row make a shingle. MinHash signatures
(A. Broder, On the resemblance and containment of documents, 1997) in bands find the pairs worth
looking at, the shingles themselves then tell the share.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Literal, TypeAlias, cast

import numpy
import rjieba

from extract.forms.fold import narrow, simplify
from extract.tables.dataset import load

Kind: TypeAlias = Literal["own", "neighbour"]
Shingles: TypeAlias = numpy.ndarray[tuple[int], numpy.dtype[numpy.uint64]]
Signatures: TypeAlias = numpy.ndarray[tuple[int, int], numpy.dtype[numpy.uint32]]
Numbers: TypeAlias = numpy.ndarray[tuple[int], numpy.dtype[numpy.int64]]

# its binary module says nothing of its names to a type checker
_MinHash = import_module("rensa").RMinHash

PARTS = (1, 5, 6)
"""The parts that are prose: the others hold little beside their grids, which are alike in all reports."""

_FIGURES = re.compile(r"\d+(?:\.\d+)?")
_WORDS_IN_A_ROW = 3
_FEWEST_SHINGLES = 30
"""A shorter part (无。) is alike in all reports, which tells nothing."""
_BANDS, _ROWS = 25, 5
"""A pair that shares 8 of 10 shingles is missed once in 20,000 pairs, one that shares 3 of 10 is looked at 1 in 17."""
_SEED = 1
_CROWD = 40
"""In larger groups not every pair is compared, only each with the first, with the one before it and
with the one before it of the same authority."""


@dataclass(frozen=True, slots=True)
class PartText:
    """One part of one report, and whose it is; ``whose`` tells authorities apart, ``name`` is for people."""

    report_id: str
    whose: str | None
    name: str | None
    fiscal_year: int | None
    part: int
    text: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """``later`` has ``share`` (0 to 1) of its shingles from ``earlier``; ``own`` where both are of one authority.

    ``copies`` counts the parts of other reports that were found as much alike with ``later``.
    """

    later: PartText
    earlier: PartText
    kind: Kind
    share: float
    copies: int


def similar(out: str | Path, share: float = 0.8, parts: Sequence[int] = PARTS) -> tuple[Likeness, ...]:
    """The parts in the tables under ``out`` that have at least ``share`` from an earlier or another report.

    For each part at most two: the most alike of the same authority's earlier years, and the most
    alike of any other authority's, of the same year or earlier. Most alike first. Raises `WrongUse`
    where ``out`` holds no whole set of tables.
    """
    return likenesses(_texts(out, frozenset(parts)), share)


def likenesses(texts: Iterable[PartText], share: float = 0.8) -> tuple[Likeness, ...]:
    """The same over any texts, which may come one by one; beside them only their shingles are kept."""
    kept: dict[int, list[tuple[PartText, Shingles]]] = {}
    for text in texts:
        shingles = _shingles(text.text)
        if len(shingles) >= _FEWEST_SHINGLES:
            kept.setdefault(text.part, []).append((text, shingles))
    found = [one for part in sorted(kept) for one in _of_one_part(kept[part], share)]
    return tuple(sorted(found, key=lambda one: (-one.share, one.later.report_id, one.later.part)))


def _of_one_part(kept: list[tuple[PartText, Shingles]], share: float) -> Iterator[Likeness]:
    kept.sort(key=lambda one: (one[0].fiscal_year or 0, one[0].whose or "", one[0].report_id))
    alike: dict[int, list[tuple[float, int]]] = {}
    for earlier, later in _candidates([shingles for _, shingles in kept], _owners([text for text, _ in kept])):
        if _comparable(kept[earlier][0], kept[later][0]):
            common = _share(kept[later][1], kept[earlier][1])
            if common >= share:
                alike.setdefault(later, []).append((common, earlier))
    for later, others in alike.items():
        text = kept[later][0]
        own = [one for one in others if text.whose is not None and kept[one[1]][0].whose == text.whose]
        rest = [one for one in others if one not in own]
        for kind, group in (("own", own), ("neighbour", rest)):
            if group:
                # of those that are equally alike the last one before it, in time and in name
                common, earlier = max(group)
                yield Likeness(text, kept[earlier][0], cast(Kind, kind), common, len(others))


def _texts(out: str | Path, parts: frozenset[int]) -> Iterator[PartText]:
    dataset = load(out)
    whose = {row["report_id"]: row["authority_id"] or row["authority"] for row in dataset.arrow("reports").to_pylist()}
    for batch in dataset.batches("sections", ["report_id", "authority", "fiscal_year", "part", "text"]):
        for row in batch.to_pylist():
            if row["part"] in parts:
                key = str(row["report_id"])
                yield PartText(
                    key, cast("str | None", whose.get(row["report_id"])), cast("str | None", row["authority"]),
                    cast("int | None", row["fiscal_year"]), row["part"], str(row["text"]),
                )  # fmt: skip


def _shingles(text: str) -> Shingles:
    """The sorted, different shingles of a part's prose; the rows of tables are left out."""
    prose = "\n".join(line for line in text.split("\n") if "\t" not in line)
    plain = _FIGURES.sub("0", simplify(narrow(prose)))
    words = [word for word in rjieba.cut(plain, False) if word.strip() and (word.isalnum())]
    rows = [" ".join(words[i : i + _WORDS_IN_A_ROW]) for i in range(len(words) - _WORDS_IN_A_ROW + 1)]
    hashed = _MinHash.hash_token_sets([rows])[0]
    return numpy.unique(numpy.array(hashed, dtype=numpy.uint64))


def _owners(texts: list[PartText]) -> Numbers:
    """A number for each authority; texts of unknown authorities have each their own."""
    numbers: dict[str, int] = {}
    return numpy.array([numbers.setdefault(text.whose or text.report_id, len(numbers)) for text in texts])


def _candidates(shingled: list[Shingles], owners: Numbers) -> Iterator[tuple[int, int]]:
    """Pairs (earlier, later) whose signatures are equal in at least one band."""
    if len(shingled) < 2:
        return
    offsets = numpy.concatenate([[0], numpy.cumsum([len(one) for one in shingled])]).astype(numpy.uint64)
    made = _MinHash.digest_matrix_from_flat_token_hashes(numpy.concatenate(shingled), offsets, _BANDS * _ROWS, _SEED)
    signatures = numpy.array(made.to_rows(), dtype=numpy.uint32)
    found = [_pairs(signatures[:, at : at + _ROWS], owners) for at in range(0, _BANDS * _ROWS, _ROWS)]
    for pair in numpy.unique(numpy.concatenate(found)):
        yield int(pair) >> 32, int(pair) & 0xFFFFFFFF


def _pairs(band: Signatures, owners: Numbers) -> Numbers:
    """Pairs of equal rows, each as earlier * 2**32 + later."""
    order = numpy.lexsort((numpy.arange(len(band)), *band.T))
    ordered = band[order]
    starts = numpy.flatnonzero(numpy.concatenate([[True], (ordered[1:] != ordered[:-1]).any(axis=1)]))
    ends = numpy.concatenate([starts[1:], [len(order)]])
    found: list[Numbers] = []
    for start, end in zip(starts[ends - starts > 1], ends[ends - starts > 1], strict=True):
        group = order[start:end].astype(numpy.int64)
        if len(group) <= _CROWD:
            first, second = numpy.triu_indices(len(group), 1)
            found.append((group[first] << 32) | group[second])
        else:
            by_owner = group[numpy.lexsort((group, owners[group]))]
            same = owners[by_owner[:-1]] == owners[by_owner[1:]]
            found.append((group[:-1] << 32) | group[1:])
            found.append((group[0] << 32) | group[1:])
            found.append((by_owner[:-1][same] << 32) | by_owner[1:][same])
    return numpy.concatenate(found) if found else numpy.empty(0, dtype=numpy.int64)


def _comparable(earlier: PartText, later: PartText) -> bool:
    """Not two editions of one report; those are told apart elsewhere."""
    return earlier.whose is None or (earlier.whose, earlier.fiscal_year) != (later.whose, later.fiscal_year)


def _share(later: Shingles, earlier: Shingles) -> float:
    return len(numpy.intersect1d(later, earlier, assume_unique=True)) / len(later)


_HEADINGS = (
    "share", "kind", "part", "copies", "report_id", "authority", "fiscal_year",
    "earlier_report_id", "earlier_authority", "earlier_fiscal_year",
)  # fmt: skip


def write_csv(found: Sequence[Likeness], path: Path) -> None:
    """One row a pair; with a byte order mark, so that a spreadsheet shows Chinese."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADINGS)
        for one in found:
            later, earlier = one.later, one.earlier
            writer.writerow([
                round(one.share, 4), one.kind, later.part, one.copies, later.report_id, later.name, later.fiscal_year,
                earlier.report_id, earlier.name, earlier.fiscal_year,
            ])  # fmt: skip
