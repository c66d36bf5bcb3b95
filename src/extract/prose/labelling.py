"""label_of(lead, after): what a figure counts, in the words of its own clause."""

import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import cast

from extract.locate import patterns_path

_BRACKETS = re.compile(r"\([^()]*\)")
_LISTED = re.compile(r"(?:“[^”]*”[、和及]?)+等")
_NAMES = re.compile(r"“[^”]*”|《[^》]*》")
_NAME = "\ue000"  # stands for a name in quotation marks while words are cut
_DATE = re.compile(r"\d+|[年月日度底]")
_CLAUSE = re.compile(r"[,;:。(!?)]")
_JOINT = re.compile(r"^(?:以及|[、和及与并])+|^\(?[一二三四五六七八九十\d]+(?:\)|是|、)")
_END = re.compile(r"[,;:。()!?、#\d“”]")
_ATTRIBUTE = "的"
_BOUNDS = ("等", "、", _ATTRIBUTE)
_FAR = 24  # letters after a number that may name it


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words and what they are (v verb, t time or place, d adverb, p preposition, n noun), and what cuts by them."""

    kinds: dict[str, str]
    cut: Callable[[str], Sequence[str]]


@lru_cache(maxsize=2)
def load_lexicon(folder: Path | None = None) -> Lexicon:
    """The project's own words (``patterns/lexicon.txt``), in jieba.

    jieba's own dictionary stays out: it takes half a second and 60 MB, and this never asks for a word outside
    the vocabulary of reports. Nothing is written to jieba's cache.
    """
    path = folder / "lexicon.txt" if folder and (folder / "lexicon.txt").is_file() else patterns_path("lexicon.txt")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's own source has escapes that newer Pythons warn of
        tokenizer = import_module("jieba").Tokenizer()
    with path.open("rb") as file:
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(file)
    tokenizer.initialized = True
    lines = (line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    kinds = {word: kind for word, _, kind in lines}
    return Lexicon(kinds, lambda text: cast("list[str]", tokenizer.lcut(text, HMM=False)))


def clause_of(lead: str) -> str:
    """The clause that a text ends in, without brackets and without the fillers before a number.

    >>> clause_of("(二)依申请公开。全年收到申请(含结转)共计")
    '全年收到申请'
    """
    bare = _FILLERS.sub("", _BRACKETS.sub("", lead))
    if bare.endswith("、"):
        return ""  # the list goes on with a number, and what stands before belongs to the number before
    clause = _CLAUSE.split(bare)[-1]
    return _JOINT.sub("", clause)


_FILLERS = re.compile(
    r"(?:共计|合计|总计|累计|共有|总共|一共|共|为|是|达到|达|(?<![尚还])有|约|近|超过|超|逾|:|了|仅|只|均|分别|至少|将近|多达)+$"
)


def label_of(lead: str, after: str, lexicon: Lexicon) -> str:
    """The words that name a figure: verb and object before the number, or what follows it.

    ``lead`` is the narrowed text before the number, from the figure before it or the sentence's beginning on;
    ``after`` the rest of the sentence. '' where neither has a word.
    """
    clause = _LISTED.sub("", clause_of(lead))
    names = _NAMES.findall(clause)
    words = list(lexicon.cut(_NAMES.sub(_NAME, clause))) if clause else []
    label = "".join(_named(_without_manner(words, lexicon), lexicon))
    for name in names[len(names) - label.count(_NAME) :]:
        label = label.replace(_NAME, name, 1)
    if after.startswith(_ATTRIBUTE):
        return _noun(_END.split(after[1:], maxsplit=1)[0][:_FAR], lexicon) or label
    open_end = not label or words[-1] == _ATTRIBUTE or lexicon.kinds.get(words[-1]) == "v"
    if not open_end:
        return label
    rest = _END.split(after, maxsplit=1)[0][:_FAR]
    return label + _noun(rest, lexicon) or rest


def bare(text: str, lexicon: Lexicon) -> str:
    """``text`` without words of time, place and manner at both ends."""
    return "".join(_without_manner(list(lexicon.cut(text)), lexicon))


def _without_manner(words: list[str], lexicon: Lexicon) -> list[str]:
    """The words without those of time, place and manner at both ends."""
    while words and (lexicon.kinds.get(words[0]) in ("t", "d") or _DATE.fullmatch(words[0])):
        words = words[1:]
    while words and lexicon.kinds.get(words[-1]) in ("t", "d", "p"):
        words = words[:-1]
    return words


def _named(words: list[str], lexicon: Lexicon) -> list[str]:
    """Verb and object, an attribute between them left out; where no verb governs, the noun."""
    kinds = [lexicon.kinds.get(word, "") for word in words]
    verbs = [index for index, kind in enumerate(kinds) if kind == "v"]
    of = _last(words, _ATTRIBUTE)
    governing = [index for index in verbs if index > of or of == len(words) - 1]
    if governing:
        first = governing[-1]
        while earlier := [
            i for i in governing if i < first and all(kind in ("v", "d", "t") for kind in kinds[i:first])
        ]:
            first = earlier[0]
        if all(kind == "v" for kind in kinds[first:]):  # alone it says little: what it is done to stands before it
            while first > 0 and kinds[first - 1] in ("", "n") and words[first - 1] not in _BOUNDS:
                first -= 1
        return words[first:]
    if verbs and of < len(words) - 1:
        return [words[verbs[0]], *words[of + 1 :]]
    etc = _last(words, "等")
    begin = etc + 1 if 0 <= etc < len(words) - 1 else 0
    aside = [index for index in range(begin, len(words)) if kinds[index] in ("t", "d", "p")]
    return words[aside[-1] + 1 if aside else begin :]


def _last(words: list[str], word: str) -> int:
    return max((index for index, one in enumerate(words) if one == word), default=-1)


def _noun(text: str, lexicon: Lexicon) -> str:
    """The noun that a text begins with: up to the next verb or adverb."""
    found: list[str] = []
    for word in lexicon.cut(text) if text else ():
        if lexicon.kinds.get(word) in ("v", "d", "t", "p") and not (word == "和" and found):
            break
        found.append(word)
    return "".join(found).strip(_ATTRIBUTE)
