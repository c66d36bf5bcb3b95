"""Organ: what stands behind the division in an authority's name, its kind and the name it is compared by."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from extract.forms.fold import fold
from extract.locate import patterns_path

Kind: TypeAlias = Literal["government", "town", "park", "department", "other"]

_GOVERNMENT = re.compile(r"(?:人民)?政府(?:办公[室厅]|办)?|(?:行政公|行)署(?:办公室)?")
_OF_GOVERNMENT = "人民政府"  # 人民政府国有资产监督管理委员会, 人民政府东华门街道办事处
_OWN_OFFICE = re.compile(r"[（(][^（）()]*(?:政府办|办公[室厅])[^（）()]*[）)]$")
_BRACKET = re.compile(r"[（(][^（）()]*[）)]")
_TOWN = re.compile(r"(.{1,12}?(?:街道|镇|乡|苏木))(?:街?道?办事处|人民政府|政府|办)?(?:(?:党政|综合|党政综合)?办公室)?")
_PARK_WORDS = (
    r"开发区|园区|产业园|工业园|科技园|新区|高新区|经开区|试验区|实验区|示范区|度假区|保税区|保税港区|综保区|风景区|景区|"
    r"保护区|合作区|自贸区|贸易区|功能区|管理区|港区|集中区|创新区|集聚区|科技城|新城|生态城|知识城|名胜区"
)
_PARK = re.compile(rf"(.{{0,30}}?(?:{_PARK_WORDS}))")
_PARK_OFFICE = re.compile(
    r"(.{0,30}?(?:区|园|城|港|岛|湖|山|基地))(?:党工委)?(?:管理委员会|管委会|管理局|管理处)(?:(?:党政|综合|党政综合)?办公室)?"
)
_DEPARTMENT = re.compile(
    r"(?:局|厅|委|委员会|办|办公室|部|处|署|院|中心|站|队|馆|所|社|会|联|校|大学|学院|公司|集团|室|银行|海关|台)$"
)


@dataclass(frozen=True, slots=True)
class Organ:
    """``name`` in full (发改局 → 发展和改革局, 断桥镇人民政府 → 断桥镇), ``key`` what it is compared by over the years.

    A division's own government has neither; ``words`` are those that told the kind, None where nothing did.
    """

    kind: Kind
    name: str = ""
    key: str = ""
    words: str | None = None


@dataclass(frozen=True, slots=True)
class _Names:
    departments: tuple[str, ...]
    abbreviations: dict[str, str]
    renamed: dict[str, str]


@lru_cache(maxsize=1)
def _names() -> _Names:
    data = tomllib.loads(patterns_path("organs.toml").read_text(encoding="utf-8"))
    return _Names(tuple(str(data["departments"]).split()), dict(data["abbreviations"]), dict(data["renamed"]))


def organ(rest: str) -> Organ:
    """The organ in what a name has behind its division; ``rest`` may be empty, which is the government itself.

    >>> organ("人民政府办公室").kind, organ("断桥镇人民政府").name, organ("发改局").name
    ('government', '断桥镇', '发展和改革局')
    """
    plain = _OWN_OFFICE.sub("", rest)
    bare = fold(plain)
    if not bare or _GOVERNMENT.fullmatch(bare):
        return Organ("government", words=bare or None)
    if bare.startswith(_OF_GOVERNMENT) and plain.startswith(_OF_GOVERNMENT):
        plain, bare = plain.removeprefix(_OF_GOVERNMENT), bare.removeprefix(_OF_GOVERNMENT)
    town = _TOWN.fullmatch(bare)
    if town:
        return Organ("town", town[1], town[1], bare[len(town[1].rstrip("街道镇乡苏木")) :])
    park = _PARK.fullmatch(bare) or _PARK_OFFICE.fullmatch(bare)
    if park and "监督" not in bare:
        word = re.search(rf"(?:{_PARK_WORDS})", bare)
        return Organ("park", park[1], park[1], word[0] if word else bare[len(park[1]) :])
    names = _names()
    name = names.abbreviations.get(bare, plain)
    # 发展和改革局（粮食局） is the 发展改革局 that hangs out a second sign
    key = fold(_BRACKET.sub("", name)) or fold(name)
    key = re.sub("[和与及]|事务(?=[局委厅])", "", fold(names.renamed.get(key, key)))
    key = re.sub("(?<=.)委$", "委员会", re.sub("(?<=.)办$", "办公室", key))
    ending = _DEPARTMENT.search(bare)
    return Organ("department" if ending else "other", name, key, ending[0] if ending else None)


def is_department(rest: str) -> bool:
    """Whether a name goes on with what departments are called (财政局), so that what stands before may be a place."""
    return rest.startswith(_names().departments)
