"""identify(name, …): whose report it is: the division, the organ, its level, and what told them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from extract.forms.fold import fold, simplify
from extract.whose.divisions import Division, Divisions
from extract.whose.organs import Organ, is_department, organ
from extract.whose.whose import NOBODY, Context, Evidence, Whose

_LONGEST = 16  # letters in the longest name of a division
_LEVEL_OF_RANK = ("省", "市", "县")
_LEVELS = {"town": "乡", "park": "园区", "department": "部门"}
_NATIONAL = re.compile(r"^国家(?:税务总局|统计局|金融监督管理总局)(?=.{3,})")
_CORPS = re.compile(
    r"^(?:新疆生产建设兵团)?(?:第[一二三四五六七八九十]+师)?(?=[\u3400-\u9fff]{2,}市)"
)  # 第八师石河子市
_PLACE = re.compile(r"(?![某本我该省市州县旗区盟])[\u3400-\u9fff]{2,}?(?:省|市|州|县|旗|区)")
_ANYWHERE = re.compile(
    r"国家|省级|高新|技术|产业|经济|工业|开发|综合|保税|旅游|度假|风景|示范|试验|实验|农业|科技|新区|新城"
)
_UNKNOWN_PLACE = re.compile(
    r"(?!.{0,6}(?:[社地景园新]区|[发护游假税范验作港集心湖]区))(?:(?![省市州县旗区])[\u3400-\u9fff]){2,6}[县旗区市]"
)
_GOVERNMENT_END = re.compile(r"(?:人民)?政府(?:办公[室厅]|办)?$")
_LEVEL_OF_ENDING = {"省": "省", "县": "县", "旗": "县", "盟": "市", "州": "市", "区": "县"}
_HAN_PART = re.compile(r"[^/\\]*[\u3400-\u9fff][^/\\]*")
_FORMER = re.compile(r"[（(]原[^（）()]*[）)]")
_RELATIVE = re.compile(r"(?:自治)?[省市州盟县区旗]")
_RELATIVE_RANKS = {
    "自治区": (1,),
    "自治州": (2,),
    "自治县": (3,),
    "自治旗": (3,),
    "省": (1,),
    "市": (2, 3),
    "州": (2,),
    "盟": (2,),
    "县": (3,),
    "区": (3,),
    "旗": (3,),
}


@dataclass(frozen=True, slots=True)
class _Parse:
    """One way to part a name: the divisions that its place may be, and the rest; ``bare`` a place without kind."""

    places: tuple[Division, ...]
    rest: str
    bare: bool = False
    nested: bool = False


def _current(found: Iterable[Division], table: Divisions, year: int | None) -> tuple[Division, ...]:
    """One division for each id, under its code of ``year``; those of the year go before those of another."""
    at = table.year(year)
    every = tuple(found)
    now = [one for one in every if one.in_force(at)] or every
    return tuple(dict.fromkeys(table.then(one, year) for one in now))


def _within(parse: _Parse | None, found: tuple[Division, ...]) -> tuple[Division, ...]:
    if parse is None or not parse.places:
        return found
    return tuple(one for one in found if any(above.holds(one) for above in parse.places))


def _parses(name: str, table: Divisions, year: int | None) -> list[_Parse]:
    """Every way to part a name into divisions, each within the one before, and a rest."""
    every = [_Parse((), name)]
    waiting = [every[0]]
    while waiting:
        here = waiting.pop()
        for end in range(2, min(len(here.rest), _LONGEST) + 1):
            word = here.rest[:end]
            for bare, found in ((False, table.named(word)), (True, table.short(word))):
                places = _within(here, _current(found, table, year)) if found else ()
                if bare:  # 钱塘新区 was no 钱塘区 before there was one
                    places = tuple(place for place in places if place.in_force(table.year(year)))
                if places:
                    nested = bool(here.places)
                    waiting.append(_Parse(places, here.rest[end:], bare, nested))
                    every.append(waiting[-1])
    return every


def _fit(parse: _Parse, one: Organ) -> tuple[bool, bool, bool, int]:
    """How well a way to part a name fits: a known organ first, then a place with its kind, then the longest."""
    return one.kind != "other", bool(parse.places), not parse.bare, -len(parse.rest)


def _doubtful(parse: _Parse, one: Organ) -> bool:
    """Whether a place without its kind may only look like one: 太平镇 is not in 太平区, nor 东湖高新区 in 东湖区."""
    if not parse.bare or parse.nested:
        return False
    # 巴州 is 巴音郭楞, not 巴州区
    if one.kind == "government" and parse.rest:
        return all(place.rank == 3 and place.short.endswith("州") for place in parse.places)
    return one.kind == "park" or not (is_department(parse.rest) and all(place.rank < 3 for place in parse.places))


def _best(name: str, context: Context) -> tuple[_Parse, Organ, tuple[Division, ...]]:
    """The best way to part a name, its organ, and places that would be no more than a guess."""
    guessed: tuple[Division, ...] = ()
    ways = [(parse, organ(parse.rest)) for parse in _parses(name, context.table, context.year)]
    for parse, one in sorted(ways, key=lambda way: _fit(*way), reverse=True):
        if not _doubtful(parse, one):
            return parse, one, guessed
        if one.kind != "town":
            guessed = guessed or parse.places
    raise AssertionError("a name with no place in it is a way to part it")


def _path_places(context: Context) -> tuple[Division, ...]:
    """The divisions that folders and file name name, each within the one before; what may be several is left out."""
    chain: list[Division] = []
    for part in _HAN_PART.findall(context.path):
        ways = _parses(fold(part)[:40], context.table, context.year)
        for parse in sorted(ways, key=lambda way: len(way.rest)):
            inside = tuple(one for one in parse.places if not chain or chain[-1].holds(one))
            cities = tuple(one for one in inside if one.rank < 3)
            inside = cities if len(cities) == 1 else inside  # a folder 西安 is the city, not a district of another
            if len(inside) == 1 and not (parse.bare and parse.rest):
                chain.append(inside[0])
                break
    return tuple(chain)


def _told(candidates: tuple[Division, ...], context: Context) -> list[Division]:
    """The candidates that the text names with what they lie in: 南京市鼓楼区, 南京市人民政府."""
    found, text = [], context.text()
    for one in candidates:
        above = context.table.above(one, context.year)
        words = [name + one.name for holder in above for name in (holder.name, holder.short)]
        words += [holder.name + end for holder in above[-1:] for end in ("人民政府", "政府", "委")]
        if any(word in text for word in words):
            found.append(one)
    return found


def _touch(one: Division, other: Division) -> bool:
    """Whether two divisions are the same, or one lies in the other."""
    return one == other or one.holds(other) or other.holds(one)


def _settle(
    candidates: tuple[Division, ...], path: tuple[Division, ...], context: Context
) -> tuple[Division | None, Evidence | None]:
    """The one of several candidates that path, collector or prose point at."""
    if path:
        fitting = tuple(one for one in candidates if _touch(path[-1], one))
        if len(fitting) == 1:
            return fitting[0], "path"
        candidates = fitting or candidates
    known = [one for one in candidates if context.given in (one.code, one.id)]
    if len(known) == 1:
        return known[0], "given"
    told = _told(candidates, context)
    return (told[0], "prose") if len(told) == 1 else (None, None)


def _own_place(name: str) -> bool:
    """Whether a name begins with a place of its own, in the table or not: 示例县财政局, but not 高新区财政局."""
    return bool(_PLACE.match(name)) and not _ANYWHERE.match(name)


def _from_outside(
    relative: str, one: Organ, path: tuple[Division, ...], context: Context
) -> tuple[Division | None, Evidence | None]:
    """The division of a name that has none in it, but perhaps its kind (财政局, 县财政局, 太平镇人民政府)."""
    if one.kind == "other":
        return None, None
    given = context.table.of_code(context.given, context.year) if context.given else None
    for place, evidence in ((path[-1] if path else None, "path"), (given, "given")):
        if place is None or place.rank not in _RELATIVE_RANKS.get(relative, (1, 2, 3)):
            continue
        if one.kind == "town" and context.table.has_counties(place):
            continue
        return place, "path" if evidence == "path" else "given"
    return None, None


def _goes_on(rest: str) -> bool:
    """Whether a county that is not in the table stands behind a place that is: 龙崗区财政局."""
    found = _UNKNOWN_PLACE.match(rest)
    if found is None:
        return False
    organs = rest[found.end() :]
    return organ(organs).kind == "government" or is_department(organs)


def _beyond_the_table(name: str, parse: _Parse, context: Context) -> Whose:
    """The authority in a county that is not in the table: what holds it is known, and no more."""
    whole = _unsettled(name, _Parse((), name), organ(name), (), context)
    if len(parse.places) != 1:
        return whole
    above = {place.rank: place.name for place in (*context.table.above(parse.places[0], context.year), *parse.places)}
    return replace(whole, province=above.get(1), city=above.get(2))


def identify(printed: str | None, context: Context) -> Whose:
    """Whose report it is, from the authority as printed; `NOBODY` where none is.

    A name that is not in the table keeps its own words and has no code; nothing is guessed.
    """
    name = _FORMER.sub("", simplify(re.sub(r"\s+", "", printed or "")))
    if not name:
        return NOBODY
    name = _CORPS.sub("", name)
    national = _NATIONAL.match(name)
    prefix = national[0] if national else ""
    parse, one, guessed = _best(name[len(prefix) :], context)
    path = _path_places(context)
    if parse.places and one.kind != "park" and _goes_on(parse.rest):
        return _beyond_the_table(name, parse, context)
    place: Division | None
    evidence: Evidence | None
    candidates = parse.places or guessed
    near = tuple(one for one in candidates if path and _touch(path[-1], one))
    candidates = near or candidates
    if len(parse.places) == 1:
        place, evidence = parse.places[0], "name"
    elif candidates:
        place, evidence = _settle(candidates, path, context)
    else:
        relative = _RELATIVE.match(name)
        behind = organ(name[relative.end() :]) if relative else one
        if relative and behind.kind in ("government", "department"):
            one, (place, evidence) = behind, _from_outside(relative[0], behind, path, context)
        elif _own_place(name):
            place, evidence = None, None
        else:
            place, evidence = _from_outside("", one, path, context)
    near = (place,) if place else parse.places
    fits = not path or not near or any(_touch(path[-1], other) for other in near)
    elsewhere = None if fits else path[-1].name
    if place is None:
        return replace(_unsettled(name, parse, one, candidates, context), path_division=elsewhere)
    found = _settled(prefix, name, one, place, context, named=not guessed)
    return replace(found, division_evidence=evidence, path_division=elsewhere)


def _settled(prefix: str, name: str, one: Organ, place: Division, context: Context, *, named: bool) -> Whose:
    """The authority in a division of the table; ``named`` is False where only its short name is in a park's."""
    above = {division.rank: division.name for division in (*context.table.above(place, context.year), place)}
    found = Whose(
        normal=place.name, id=place.id, level=_LEVEL_OF_RANK[place.rank - 1], level_evidence="division",
        division_code=place.code, province=above.get(1), city=above.get(2), county=above.get(3),
    )  # fmt: skip
    if one.kind == "government":
        return found
    own = named or one.kind != "park"
    within = [holder.name for holder in context.table.above(place, context.year) if prefix and holder.name in name]
    whole = "".join([prefix, *within, place.name, one.name]) if named else name
    return replace(
        found,
        normal=whole if own else _stem(name),
        id=f"{place.id}/{one.key}" if own else f"-/{fold(_stem(name))}",
        level=_LEVELS.get(one.kind),
        level_evidence=one.words,
        government=place.name if one.kind in ("department", "town") and not prefix else None,
    )


def _stem(name: str) -> str:
    """A name without its government's or its committee's words: 示例县人民政府 is 示例县, 平潭综合实验区管委会 平潭综合实验区."""
    whole = organ(name)
    return whole.name if whole.kind in ("park", "town") else _GOVERNMENT_END.sub("", name) or name


def _unsettled(name: str, parse: _Parse, one: Organ, candidates: tuple[Division, ...], context: Context) -> Whose:
    """The authority of a division that is not in the table, or of one of several."""
    stem = _stem(name)
    government = _GOVERNMENT_END.search(name) if one.kind != "town" else None
    ending = "" if stem.endswith("行政区") else stem[-1]
    level, words = _LEVELS.get(one.kind), one.words
    if one.kind == "government" or (one.kind == "other" and (government or _PLACE.fullmatch(name))):
        ranks = {place.rank for place in parse.places}
        level = _LEVEL_OF_RANK[ranks.pop() - 1] if len(ranks) == 1 else _LEVEL_OF_ENDING.get(ending)
        words = "division" if parse.places else stem[-1]
    common = [
        {division.name for division in (*context.table.above(place, context.year), place) if division.rank == rank}
        for place in candidates
        for rank in (1, 2)
    ]
    provinces, cities = set().union(*common[::2]), common[1::2]
    city = set().union(*cities) if all(cities) else set()
    # a name that is nowhere in the table tells an authority all the same; one of several places does not
    own = not candidates or bool(one.kind == "park" and not parse.places)
    return Whose(
        normal=stem,
        id=f"-/{fold(stem)}" if own and _own_place(name) else None,
        level=level,
        level_evidence=words if level else None,
        candidates=tuple(place.code for place in candidates),
        province=provinces.pop() if len(provinces) == 1 and parse.places else None,
        city=city.pop() if len(city) == 1 and parse.places else None,
    )
