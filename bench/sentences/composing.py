"""Prose with known figures: sentences of the TOML files, filled with what the grids of a report hold."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from random import Random

from bench.generator.equations import appeal_key, application_key
from bench.generator.figures import Figures
from bench.generator.labels import APPLICANT_KEYS, CHANNEL_KEYS
from bench.generator.plan import Plan, stream
from bench.generator.prose import Prose
from bench.sentences.numerals import Written, write_any, write_exact

_SLOT = re.compile(r"\{([^}|]+)\|([^}]+)\}")
_CHANCES = {"applications": 1.0, "appeals": 0.7, "documents": 0.6, "decisions": 0.4, "fees": 0.4}
_CONTRADICTS = 0.2
_PARTIES = APPLICANT_KEYS[1:-1]


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence with places for figures: where it may stand and what it is about."""

    text: str
    kind: str
    part: int

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of its figures."""
        return tuple(name for name, _ in _SLOT.findall(self.text) if name[0].isalpha())


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure that a report states: its key or None; ``wide`` where it counts more than the grids."""

    key: str | None
    written: Written
    wide: bool = False
    sentence: str = ""


@lru_cache(maxsize=4)
def load_templates(name: str) -> tuple[Template, ...]:
    """The sentences of one file."""
    data = tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))
    return tuple(Template(one["text"], one["kind"], one.get("part", 1)) for one in data["sentences"])


def cells_of(key: str, form: str) -> tuple[tuple[str, ...], ...]:
    """The sums of cells that a figure may be, the plain one first; () for figures of no cell."""

    def total(*rows: str) -> tuple[str, ...]:
        return tuple(application_key(row, "total") for row in rows)

    def rows(prefix: str, *names: str) -> tuple[str, ...]:
        return total(*(f"{prefix}.{name}" for name in names))

    documents = "disclosure/20.1/normative_documents/"
    every: dict[str, tuple[tuple[str, ...], ...]] = {
        "applications_received": (total("new"), total("new", "carried_in"), total("total")),
        "applications_carried_in": (total("carried_in"),),
        "applications_with_carried_in": (total("new", "carried_in"),),
        "applications_answered": (total("total"),),
        "applications_carried_out": (total("carried_out"),),
        "applications_from_persons": ((application_key("new", "natural_person"),),),
        "applications_from_organisations": (tuple(application_key("new", party) for party in _PARTIES),),
        "applications_granted": (total("granted"),),
        "applications_partly_granted": (total("partly_granted"),),
        "applications_denied": (
            rows("denied", "state_secret", "law", "security", "third_party", "internal", "process", "enforcement_file", "inquiry"),
        ),
        "applications_unavailable": (rows("unavailable", "not_held", "needs_creation", "unclear"),),
        "applications_refused": (rows("refused", "petition", "repeated", "publication", "excessive", "confirmation"),),
        "reconsiderations": ((appeal_key(CHANNEL_KEYS[0], "total"),),),
        "litigations": (tuple(appeal_key(channel, "total") for channel in CHANNEL_KEYS[1:]),),
        "normative_documents_issued": ((f"{documents}{'issued' if form == '2021' else 'made'}",),),
        "licences": (("disclosure/20.5/licences/decisions",),),
        "penalties": (("disclosure/20.6/penalties/decisions",),),
        "coercive_measures": (("disclosure/20.6/coercive_measures/decisions",),),
    }  # fmt: skip
    if form == "2021":
        every["normative_documents_repealed"] = ((f"{documents}repealed",),)
        every["normative_documents_in_force"] = ((f"{documents}in_force",),)
    return every.get(key, ())


class _Values:
    """What the figures with a key are in one report."""

    def __init__(self, rng: Random, figures: Figures, form: str) -> None:
        self._cells: dict[str, float | None] = {**figures.counts}
        self._cells |= {key: cell.value for key, cell in figures.disclosure.items()}
        self._form = form
        received = int(self.sums("applications_received")[0] or 0)
        online = rng.randint(0, received)
        letters = rng.randint(0, received - online)
        self._own = {
            "applications_online": online,
            "applications_by_letter": letters,
            "applications_in_person": received - online - letters,
            "information_fees": 0 if rng.random() < 0.8 else rng.randint(1, 900),
        }

    def sums(self, key: str) -> tuple[float | None, ...]:
        found = []
        for cells in cells_of(key, self._form):
            values = [self._cells.get(cell) for cell in cells]
            found.append(None if None in values else sum(value or 0 for value in values))
        return tuple(found)

    def get(self, key: str) -> int | None:
        if key in self._own:
            return self._own[key]
        sums = self.sums(key)
        return None if not sums or sums[0] is None or sums[0] % 1 else int(sums[0])


def write_sentences(
    plan: Plan, figures: Figures, prose: Prose, file: str
) -> tuple[Prose, tuple[Fact, ...], Fact | None]:
    """The prose of a report with sentences of ``file`` in it, the figures they state, and the one that is
    altered so that it contradicts the grids, where one is.
    """
    rng = stream(plan.seed, f"sentences/{file}")
    values = _Values(rng, figures, plan.form)
    chosen = [
        one
        for one in _choose(rng, load_templates(file))
        if all(values.get(k.removesuffix("+")) is not None for k in one.keys)
    ]
    wrong = _wrong_key(rng, chosen, values) if rng.random() < _CONTRADICTS else None
    facts: list[Fact] = []
    altered: Fact | None = None
    texts: dict[int, list[str]] = {}
    for template in chosen:
        text, own = _fill(rng, template, plan, values, wrong)
        facts += own
        altered = altered or next((fact for fact in own if wrong is not None and fact.key == wrong[0]), None)
        lines = texts.setdefault(template.part, [])
        if lines and rng.random() < 0.3 and "\n" not in text and not text.startswith("（"):
            lines[-1] += text
        else:
            lines += text.split("\n")
    parts = [(), *prose.texts[1:4], ("解读形式还比较单一。",), ("无。",)]
    for part, lines in texts.items():
        parts[part - 1] = tuple(lines)
    return replace(prose, texts=tuple(parts)), tuple(facts), altered


def _choose(rng: Random, templates: Sequence[Template]) -> list[Template]:
    found = [
        rng.choice([one for one in templates if one.kind == kind])
        for kind, chance in _CHANCES.items()
        if rng.random() < chance
    ]
    others = [one for one in templates if one.kind == "other"]
    found += rng.sample(others, min(len(others), rng.randint(1, 6)))
    rng.shuffle(found)
    return found


def _wrong_key(rng: Random, chosen: Sequence[Template], values: _Values) -> tuple[str, int] | None:
    """A figure that a cell answers to, and a value for it that none of its sums is."""
    keys = [key for one in chosen for key in one.keys if values.sums(key)]
    if not keys:
        return None
    key = rng.choice(keys)
    sums = values.sums(key)
    value = int(sums[0] or 0)
    while value in sums:
        value = max(0, value + rng.choice((-3, -2, -1, 1, 2, 3, 5, 9)))
    return key, value


def _fill(
    rng: Random, template: Template, plan: Plan, values: _Values, wrong: tuple[str, int] | None
) -> tuple[str, list[Fact]]:
    facts: list[Fact] = []

    def slot(match: re.Match[str]) -> str:
        name, unit = match[1], match[2]
        wide, key = name.endswith("+"), name.removesuffix("+")
        if name[0].isalpha():
            value = values.get(key) or 0
            if wide:
                value += rng.randint(0, 50)
            elif wrong is not None and key == wrong[0]:
                value = wrong[1]
            facts.append(Fact(key, write_exact(rng, value, unit), wide, template.text))
        else:
            low, high = (float(end) for end in name.split("-"))
            number = float(round(rng.uniform(low, high), 0 if low.is_integer() and high.is_integer() else 1))
            facts.append(Fact(None, write_any(rng, number, unit), False, template.text))
        return facts[-1].written.text

    text = _SLOT.sub(slot, template.text)
    names: Mapping[str, object] = {
        "authority": plan.authority, "year": plan.year, "last": plan.year - 1, "next": plan.year + 1,
    }  # fmt: skip
    return text.format(**names), facts
