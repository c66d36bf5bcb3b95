"""Figures of single passages beside the labels that somebody else gave them.

    python -m bench.labelled fourth

The passages stand in ``bench/sentences``. Whoever wrote them knew the keys and had not seen the reader. For each key
that a file of passages labels (of the earlier ones those of the contract, from the tenth on all): precision and
recall, a denial counting as the value 0; and how many passages hold a keyed figure that is not there, which is what may
become a false alarm.
"""

import argparse
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast

from extract.document import Line
from extract.forms.form import load_forms
from extract.parts.report import Report, Section
from extract.prose.figures import Stated, read_figures

ANY = "(any of these)"
_YEAR = re.compile(r"(?<!\d)(?<![自较比])(20\d\d)年(?!度?(?:的)?(?:结转|遗留)|至20)")
_NEXT = re.compile(r"(转(?:[^，。；,;年]{0,6}[入至到为])?|期[至到])(20\d\d)年")
_LAST = re.compile(r"(20\d\d)年度?(?:的)?(?:结转|遗留)")
_START = 4


class Beside(NamedTuple):
    """One passage: what is right, what is stated and was missed, what was read and is not stated."""

    text: str
    right: Counter[tuple[str, float]]
    missed: Counter[tuple[str, float]]
    invented: Counter[tuple[str, float]]


def year_of(text: str) -> int | None:
    """The year that a passage reports on: it begins with it, names it most often, or carries over from or to it."""
    text = re.sub(r"(?<=\d) +(?=年)", "", text)
    if said := re.search(r"今年[(（](20\d\d)年", text):
        return int(said[1])
    later, earlier = [year for _, year in _NEXT.findall(text)], _LAST.findall(text)
    years = _YEAR.findall(_NEXT.sub(r"\1", text))
    if years:
        return int(
            years[0] if text.find(years[0]) <= _START else max(Counter(years).items(), key=lambda one: one[::-1])[0]
        )
    return int(earlier[0]) + 1 if earlier else int(later[0]) - 1 if later else None


def read_passage(text: str, year: int | None = None) -> Stated:
    """The figures of a passage that stands in part 一 of a report, of a year that it tells unless it is given."""
    lines = tuple(Line(line, number) for number, line in enumerate(text.split("\n"), 1))
    sections = tuple(Section(part, "", f"{part}、", "exact", lines if part == 1 else ()) for part in range(1, 7))
    return read_figures(Report(None, None, year or year_of(text), None, None, None, sections), load_forms())


def load_passages(name: str) -> list[dict[str, Any]]:
    """The passages of one file, each with its ``text`` and what it ``states``."""
    data = tomllib.loads((Path(__file__).parent / "sentences" / f"{name}.toml").read_text(encoding="utf-8"))
    return cast("list[dict[str, Any]]", data["passages"])


def labelled(passages: Sequence[Mapping[str, Any]]) -> dict[str, None]:
    """The keys that passages have labels of, in the order in which they are met."""
    return dict.fromkeys(one.split()[0] for passage in passages for one in passage["states"])


def beside(passage: Mapping[str, Any], keys: Container[str | None]) -> Beside:
    """A passage as it is read beside its labels of these keys, a figure that is said twice counting once."""
    stated = read_passage(passage["text"], passage.get("year"))
    true = Counter({(key, float(value)) for one in passage["states"] for key, value in [one.split()]})
    every = [one for one in (*stated.figures, *stated.nothings) if one.figure in keys]
    read = Counter({(str(one.figure), float(one.value)) for one in every})
    return Beside(passage["text"], true & read, true - read, read - true)


def table(every: Sequence[Beside]) -> str:
    """Precision and recall of each key, and the passages with a figure that is not stated."""
    lines = [f"{'figure':32} {'stated':>8} {'precision':>10} {'recall':>8}"]
    keys = sorted({key for one in every for counts in one[1:] for key, _ in counts})
    for key in (*keys, ANY):
        right, missed, invented = (
            sum(count for counts in kind for (name, _), count in counts.items() if key in (name, ANY))
            for kind in zip(*((one.right, one.missed, one.invented) for one in every), strict=True)
        )
        precision, recall = right / max(right + invented, 1), right / max(right + missed, 1)
        lines.append(f"{key:32} {right + missed:8d} {100 * precision:9.2f}% {100 * recall:7.2f}%")
    false = sum(bool(one.invented) for one in every)
    lines.append(f"passages with a figure that is not stated: {false} of {len(every)}")
    return "\n".join(lines)


def main() -> int:
    """The command; exit status 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", nargs="?", default="fourth", help="the file of passages, fourth to twelfth")
    parser.add_argument("--examples", type=int, default=0, help="how many passages read otherwise to print")
    chosen = parser.parse_args()
    passages = load_passages(chosen.sentences)
    every = [beside(one, labelled(passages)) for one in passages]
    print(table(every))
    for one in [one for one in every if one.missed or one.invented][: chosen.examples]:
        print(f"{one.text}\n    missed {dict(one.missed)}, invented {dict(one.invented)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
