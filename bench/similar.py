"""Parts nearly alike, found among many: ``python -m bench.similar --reports 100000``.

Texts are made of words drawn at random beside sentences that all reports share, as real ones do
("坚持以习近平新时代中国特色社会主义思想为指导"). A known number of parts are copied from an earlier
year or from a neighbour, with figures and some words changed; everything else is unrelated.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from extract.review.similar import Likeness, PartText, likenesses

_YEARS = range(2019, 2025)
_SHARED = (
    "坚持以习近平新时代中国特色社会主义思想为指导，深入贯彻落实党中央、国务院关于政务公开工作的决策部署。",
    "根据《中华人民共和国政府信息公开条例》要求，编制本年度报告。",
    "健全政府信息公开审查制度，严格执行先审查、后公开和一事一审原则。",
    "虽然取得了一定成效，但与人民群众的期待相比还有差距。",
    "下一步，将进一步提高认识，加强学习培训，提升工作人员业务水平。",
)
_SIGNS = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严"


@dataclass(frozen=True, slots=True)
class Planted:
    """What was copied: the later report and part, and the earlier one."""

    later: str
    earlier: str
    part: int


def _word(random: Random, words: list[str]) -> str:
    # frequent words are frequent, as in any language
    return words[min(int(random.paretovariate(0.6)) - 1, len(words) - 1)]


def _text(random: Random, words: list[str], sentences: int) -> str:
    lines = []
    for _ in range(sentences):
        if random.random() < 0.15:
            lines.append(random.choice(_SHARED))
        else:
            said = "".join(_word(random, words) for _ in range(random.randint(12, 30)))
            lines.append(f"{said}{random.randint(1, 9999)}件。")
    return "\n".join(lines)


def _copied(random: Random, text: str, words: list[str]) -> str:
    """The text with other figures and one word in forty another one."""
    changed = [str(random.randint(1, 9999)) if sign.isdigit() and random.random() < 0.5 else sign for sign in text]
    for _ in range(len(changed) // 80):
        changed[random.randrange(len(changed))] = _word(random, words)
    return "".join(changed)


def texts(seed: int, reports: int, planted: int) -> tuple[Iterator[PartText], tuple[Planted, ...]]:
    """The parts of ``reports`` reports, one by one, and which of them were copied from which."""
    random = Random(seed)
    places = -(-reports // len(_YEARS))
    copies: dict[int, int] = {}
    used: set[int] = set()
    while len(copies) < min(planted, reports // 4):
        earlier, later = sorted(random.sample(range(reports), 2))
        if random.random() < 0.5 and earlier + places < reports:
            later = earlier + places  # the same place, a year later
        if not used & {earlier, later}:
            used |= {earlier, later}
            copies[later] = earlier
    kept = set(copies.values())
    made = tuple(Planted(f"{later:016x}", f"{earlier:016x}", 5) for later, earlier in copies.items())
    return _texts(seed, reports, places, copies, kept), made


def _texts(seed: int, reports: int, places: int, copies: dict[int, int], kept: set[int]) -> Iterator[PartText]:
    random = Random(seed + 1)
    words = ["".join(random.sample(_SIGNS, random.choice((1, 2, 2, 2, 3)))) for _ in range(20000)]
    originals: dict[int, str] = {}
    for number in range(reports):
        year, place = _YEARS[number // places], f"{number % places:06}"
        overview = _text(random, words, 30)
        problems = _text(random, words, 12)
        if number in copies:
            problems = _copied(random, originals[copies[number]], words)
        if number in kept:
            originals[number] = problems
        for part, text in ((1, overview), (5, problems), (6, "无。")):
            yield PartText(f"{number:016x}", place, f"第{place}号县", year, part, text)


def score(found: tuple[Likeness, ...], planted: tuple[Planted, ...]) -> tuple[int, int]:
    """How many of the planted copies were found, and how many findings are none."""
    pairs = {(one.later.report_id, one.earlier.report_id, one.later.part) for one in found}
    known = {(one.later, one.earlier, one.part) for one in planted}
    return len(known & pairs), len(pairs - known)


def main() -> None:
    """Prints the time, the memory and the score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--planted", type=int, default=200)
    options = parser.parse_args()
    made, planted = texts(options.seed, options.reports, options.planted)
    start = time.perf_counter()
    found = likenesses(made)
    seconds = time.perf_counter() - start
    right, wrong = score(found, planted)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{options.reports:,} reports in {seconds:.0f} s (making the texts included), at most {memory:,.0f} MB")
    print(f"planted {len(planted)}, found {right}, false {wrong}")


if __name__ == "__main__":
    main()
