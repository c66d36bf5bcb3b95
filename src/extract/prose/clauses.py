"""clauses: what the words round a number, or a denial, say of it, as a set of meanings."""

import re
from collections.abc import Container, Iterator, Sequence
from itertools import takewhile

from extract.forms.fold import narrow, simplify
from extract.prose.figure_forms import LEAD
from extract.prose.meanings import UNKNOWN, Vocabulary, Word
from extract.prose.years import told_by_year

NOT = "not"
_NAMES = frozenset({"applications", "documents"})  # what is counted, which may be said on either side of a number
VERBS = frozenset({"receive", "accept", "new", "handle", "answer", "carry", "issue", "repeal", "in_force", "decide"})
ISSUING = frozenset({"issue", "repeal"})
_SILENT = frozenset({"filler", "predicate"})
_NUMBER = Word("filler", "#")
_SCOPE = _SILENT | {
    "these",
    "total",
    "this",
    "wide",
    "own",
    "offices",
    "among",
    "rest",
    "cause",
    "information",
    UNKNOWN,
}
_LEFT_OUT = re.compile(
    r"(?:(?<!未)(?<!未能)在|于)?(?:法定(?:的)?)?\d{1,2}个?工作日(?:之)?内|“[^”]*”(?:等)?(?!申请)|《[^》]*》|\((?!(?:一般|简易|普通)程序)[^()\d]*\)|\(\d{1,2}\)"
    r"|[①-⑳◆●■▪•→=]|^[-*·]"
    r"|(?:公民(?:个人)?|自然人)(?:、|和|及|或者?|与)(?:企业)?法人(?:(?:、|和|以?及|或者?|与)(?:其他|非法人)?(?:社会)?组织)?"
)
_OUTCOME = re.compile("“((?:予以|部分|不予)公开|无法提供|(?:不予|其他)处理|零.{2,4}|[^”]{0,6}结转[^”]{0,10})”")
# 办理甲、乙等行政许可: of every kind, some of which are named
_KINDS_OF = re.compile(
    "(?:(?<=办理|准予|作出|做出|实施|采取|核发|完成)[^,;。:()0-9#]{2,40}?"
    "|(?<![^,;。:])(?:(?!取消|下放|承接|公[开示布]|发布|推送|归集|不予|驳回|审[核查]|清理|梳理|编制|涉及|信息|复议|诉讼|举报)[^,;。:()0-9#]){2,40}?)"
    "等(?=行政(?:许可|处罚|强制))"
)
_STOP = re.compile(r"[,;:。()!?]")
_ANOTHER = re.compile(r"[^,;:。()、!?\d]*(?!\d{4}年|\d+[月日])\d")
_AFTER = re.compile(r"[,;:。()、!?]|\d")
# a statement without a number in it; several denials in one are a statement each
_STATEMENT = re.compile(r"(?:(?:19|20)\d{2}年|[^,;:。()!?\d])+")
_NONE = "未|没有|不收取|免收|无|不存在|不涉及|不曾|零"
_DENIES = re.compile(_NONE)
_JOINED = re.compile(rf"(?:、|(?:同时)?[也亦且并又])(?={_NONE})")
CARRIED_IN = re.compile(
    "[,;、](?:[本当]年度?|全年)?(?:新收|新增|收到|受理|办结|办理|答复)"
)  # 无结转，新收2件: from the year before
_FURTHER = 2  # clauses
_CLAUSE = re.compile("[,;。]")
_DAY = re.compile(r"\d{1,2}[月日]")
_AMOUNT = re.compile(r"\d")
_WHY = re.compile("[因由]")
_TO_NEXT_YEAR = ("carry", "next", "unfinished")
_TO_APPEALS = ("reconsiderations", "litigations")
_APPEALS = re.compile("(?:又|再|并|后|随后)?(?:向|申请|提起|提出|被)")  # 1件申请人不服，向市政府申请行政复议
OUTCOMES = frozenset({"granted", "partly_granted", "denied", "unavailable", "refused"})
_DONE_TO_IT = OUTCOMES | {UNKNOWN, "answer", "handle", "decide"}
PARTS_FOLLOW = re.compile("中(?![心央])")  # 无法提供的9件中，多因年代久远
_NEAR = 60  # letters before a denial that may name what it denies


class Reader:
    """Reads clauses with one vocabulary, by one report's year, and with its authority's name for 本机关."""

    def __init__(self, vocabulary: Vocabulary, year: int | None, authority: str | None) -> None:
        self._vocabulary, self.year = vocabulary, year
        self._authority = simplify(narrow(authority)) if authority else None

    def number(self, lead: str, after: str, *, whole: bool = False) -> frozenset[str]:
        """What is said of the number between two texts; ``whole``: of all things listed before it (复议、诉讼均为0件).

        The clause before it counts and, where that has no verb, what follows up to the next stop: 5件已答复. A verb before
        the number governs it, and what follows may only name what is counted: 收到5件申请, 收到申请5件均已答复. Where
        neither says anything, the clause before them does: 收到的申请，共计5件.
        """
        pieces = _STOP.split(self._told(lead))
        clause = pieces.pop()
        if clause.endswith("、"):  # the list goes on with a number, and what stands before belongs to the one before
            clause, pieces = "", []
        words = self._cut(clause) if whole else self._last_statement(clause)
        told = self._told(after)
        rest = _up_to_next_year(self._cut(_AFTER.split(told, maxsplit=1)[0]))
        if _ANOTHER.match(told):  # 9件申请已办结8件: what became of them is said of the next number
            rest = list(takewhile(lambda word: word.means != "answer", rest))
        if not _content(words) and (not _content(rest) or _WHY.match(after)):
            rest = self._later(after) or rest
        elif _content(words) == {"late"} and (later := self._later(after)):  # 延期1件，结转下年
            words, rest = [], later
        for _ in range(_FURTHER):
            if _content(words) or _content(rest) or not pieces:
                break
            further = list(takewhile(lambda word: word.means != "compare", self._cut(pieces.pop())))
            if NOT not in _content(further):
                words = [*further, *words]
        verbs = _content(words) - _NAMES - {"last"}
        if PARTS_FOLLOW.match(after):
            rest = []
        elif _content(words):
            rest = _up_to_predicate(rest)
        if verbs and _content(words) & _NAMES:
            rest = []
        elif "carry" in verbs and (target := _up_to_year(rest)):  # 结转2件至下年
            rest = target
        elif verbs:
            rest = _up_to_name(rest) if _content(rest) & _NAMES else _up_to_content(rest)
        return _said([*words, _NUMBER, *(word for word in rest if word.means not in ("among", "rest"))])

    def outcome(self, after: str) -> frozenset[str]:
        """What became of one application, where it stands after what that asks for: 1件要求公开甲，予以公开."""
        said = self._later(after, OUTCOMES)
        return _said(said) | {"apiece"} if said else frozenset()

    def all(self, text: str) -> frozenset[str]:
        """Every meaning in a text."""
        return frozenset(one for word in self._cut(self._told(text)) for one in word.means.split())

    def denials(self, sentence: str) -> Iterator[tuple[int, int, frozenset[str]]]:
        """Where a sentence without a number denies something, and what: 未收到申请, 行政复议、行政诉讼均无."""
        for statement in _STATEMENT.finditer(sentence):
            counted = statement.start() > 0 and sentence[statement.start() - 1].isdecimal()
            end = statement.start() - 1
            for text in _joined(statement[0]) if _DENIES.search(statement[0]) and not counted else ():
                start = sentence.index(text, end + 1)
                end = start + len(text)
                first = start == statement.start()
                means = self._denied(text, sentence[max(0, start - _NEAR) : start] if first else "")
                if means and "carry" in means and not means & {"next", "last"} and CARRIED_IN.match(sentence, end):
                    means |= {"last"}
                if means is not None:
                    yield start, end, means

    def _denied(self, text: str, lead: str) -> frozenset[str] | None:
        words = self._cut(self._told(text))
        at = next((index for index, word in enumerate(words) if word.means == NOT), None)
        if at is None:
            return None
        before, after = words[:at], words[at + 1 :]
        if all(word.means in _SCOPE - {UNKNOWN} for word in (*before, *after)):  # 行政诉讼方面，本年没有
            before = [*self._cut(self._told(_STOP.split(lead.rstrip(",:"))[-1])), *before]
        if _content(before) & VERBS - {"carry"} and _content(after):
            before = []
        denied = frozenset(UNKNOWN if one == LEAD else one for one in _said(after))
        return (_said(before) | denied) - {NOT}

    def _later(self, after: str, of: Container[str] = ()) -> list[Word]:
        """What the clauses after a number's own say, where its own says no more than why: 2件因情况复杂，结转至下年."""
        own, *later = _CLAUSE.split(_DAY.sub("", self._told(after)).rstrip("。"))[: _FURTHER + 1]
        for clause in () if _AMOUNT.search(own) else takewhile(lambda one: not _AMOUNT.search(one), later):
            words = self._cut(clause)
            telling = of or (_TO_APPEALS if _APPEALS.match(clause) else _TO_NEXT_YEAR)
            said = [word for word in words if word.means in telling]
            if said or _content(words) & {*VERBS, NOT}:
                return said if NOT not in _content(words) else []
        return []

    def _last_statement(self, clause: str) -> list[Word]:
        """The words of a clause, of several statements between 、 those of the last, where each has a verb of its own."""
        first, _, last = clause.rpartition("、")
        words = self._cut(last)
        return words if _content(words) & VERBS and _content(self._cut(first)) & VERBS else self._cut(clause)

    def _cut(self, text: str) -> list[Word]:
        return list(self._vocabulary.cut(text))

    def _told(self, text: str) -> str:
        text = _OUTCOME.sub(r"\1", text)
        own = text.replace(self._authority, "本机关") if self._authority else text
        told = told_by_year(_LEFT_OUT.sub("", own), self.year)
        return _KINDS_OF.sub("", told) if "等行政" in told else told


def _joined(statement: str) -> list[str]:
    """The denials of a statement that are joined by 也 and its like; 上年也没有 is one."""
    first, *others = _JOINED.split(statement)
    return [first, *others] if _DENIES.search(first) else [statement]


def _content(words: Sequence[Word]) -> frozenset[str]:
    return frozenset(one for word in words for one in word.means.split()) - _SCOPE


def _said(words: Sequence[Word]) -> frozenset[str]:
    """The meanings of words. What is not understood before the first of content is `LEAD`, unless a 因 governs it; before
    申请 it is what is applied for (低保申请).
    """
    said: set[str] = set()
    lead = True
    for index, word in enumerate(words):
        lead = lead and word.means in _SCOPE and word.means != "cause"
        if word.means != UNKNOWN:
            said.update(word.means.split())
        elif index and words[index - 1].text == "通过":  # 通过甲乙收到2件: by that way alone
            said.add("channel")
        else:
            noun = next((one for one in words[index + 1 :] if one is _NUMBER or one.means not in _SILENT), None)
            of_it = noun is not None and noun.text.startswith("申请")
            said.add("other" if of_it else LEAD if lead else UNKNOWN)
    return frozenset(said) - _SILENT


def _up_to_content(words: Sequence[Word]) -> list[Word]:
    return list(takewhile(lambda word: word.means in _SCOPE, words))


def _up_to_year(words: Sequence[Word]) -> list[Word]:
    """The words up to the next year, where nothing else of content comes before it."""
    silent = _up_to_content(words)
    return list(words[: len(silent) + 1]) if words[len(silent) :][:1] and words[len(silent)].means == "next" else []


def _up_to_next_year(words: list[Word]) -> list[Word]:
    """The words without what will be done in the next year: 2件延期至下年答复 are not answered."""
    carried = next((index for index, word in enumerate(words) if word.means == "carry"), len(words))
    return next((words[: at + 1] for at in range(carried, len(words)) if words[at].means == "next"), words)


def _up_to_name(words: Sequence[Word]) -> list[Word]:
    """The words up to the first that is not understood after the one that names what is counted."""
    name = next(index for index, word in enumerate(words) if word.means in _NAMES)
    return [*words[:name], *takewhile(lambda word: word.means not in _DONE_TO_IT, words[name:])]


def _up_to_predicate(words: Sequence[Word]) -> list[Word]:
    """The words before the first that begins a statement of its own: 均已答复."""
    return list(takewhile(lambda word: word.means != "predicate", words))
