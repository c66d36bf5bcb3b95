"""keyed: which number of a sentence is which figure with a key, told by the words of its clause and of what is before."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from extract.prose.clauses import CARRIED_IN, ISSUING, VERBS, Reader
from extract.prose.figure_forms import FREE, FigureForm, FigureForms, Topic
from extract.prose.meanings import firsts
from extract.prose.quantity import Quantity
from extract.prose.years import CHANGED, of_another_time

_AMONG = re.compile("其中|(?<=申请)中[,有]")
_SEMICOLON = re.compile("[;。]")
_STOP = re.compile("[,;:(]")
_DONE = re.compile("(?:[本当全]年度?|年内)?(?:已|均|共|合计)?(?:依法|按期|按时|及时)?(?:办结|答复|办理|办复)(?:完毕)?")
_LISTED = re.compile(r"\d[^,;]*,[^,;\d]*\d[^,;]*,")  # two parts of a whole, after which 办结 is of the whole again
_EACH = re.compile("(?:均为?|各为?|都是)$")
# 行政复议3件，均因行政处罚引起
_OTHERWISE = re.compile("^[^,;。]{0,8},(?:均|都)(?:系|因|由)(?![^,;。]*公开)")
_OTHERS_LATE = re.compile("[^,;]*[,;、][0-9]+[件宗份条][^,;0-9]*(?:延长|延期|逾期|超期)")  # 11件按期答复，1件延期答复
_THAT_IS = re.compile("^[^;]*,即")
_REVIEWING = re.compile("作为(?:行政)?复议机关")
_BRACKET = re.compile(r"\((?!\d{1,2}\)|[一二三四五六七八九十]+\))")
_FROM = re.compile(CHANGED)
_FROM_WHEN = re.compile(",?[由从][^,;由从]{0,8}$")
_ENDED = re.compile("[,;)]")
_ANEW = ";"
_OTHER_APPEALS = "other_appeals"
_OFFICES_LISTED = "general.offices"
_PART_OF = re.compile(r"[,;]?(?:\(|其中|含|包括|包含|由)")
_INFORMATION = re.compile("信息公开|依申请")
_DENIED = frozenset({"informed", "denial"})
# a number of which one of these is said is the one of which the next may be a part
_HAPPENS = frozenset({"receive", "accept", "new", "handle", "answer", "carry", "late", "withdraw", "unfinished"})
_KEYS = ("applications_", "reconsiderations", "litigations", "normative_")
_WAYS = frozenset({"channel", "party"})
_APPEALS = frozenset({"reconsiderations", "litigations"})
_OFFICES = frozenset({"offices", "wide"})
_ON_ITS_OWN = re.compile("收到|受理|办理|接收|接到|行政|其中|新收")
_GOES_ON = re.compile("[、和及与]|以及|,(?:行政)?规范性文件$")


@dataclass(frozen=True, slots=True)
class Context:
    """A number among its words: the clause before it, the text before it, the rest of the sentence.

    ``own`` are the words that a 分别 gives it, ('', '') for others.
    """

    quantity: Quantity
    clause: str
    lead: str
    after: str
    own: tuple[str, str] = ("", "")


def _is_said_again(context: Context, following: Context | None) -> bool:
    """Whether the next number is this one, said in the words that count: 未办结的2件由我局办理，即上年结转2件."""
    same = following is not None and following.quantity.value == context.quantity.value
    return following is not None and same and _THAT_IS.search(following.lead) is not None


@lru_cache(maxsize=4)
def _topics(known: FigureForms) -> re.Pattern[str]:
    # most signs begin no topic, and one look at a sign is quicker than one for each alternative
    signs = "".join(sorted({sign for _, pattern in known.topics for sign in firsts(f"(?:{pattern.pattern})")}))
    return re.compile(
        f"(?=[{signs}])(?:" + "|".join(f"(?P<{name}>{pattern.pattern})" for name, pattern in known.topics) + ")"
    )


class Keys:
    """Tells the figures of one sentence, from left to right."""

    def __init__(self, plain: str, part: int, known: FigureForms, clauses: Reader, topic: Topic | None) -> None:
        self._plain, self._part, self._known, self._clauses = plain, part, known, clauses
        self._topic = topic
        self._before: list[str] = []
        self._issuing: frozenset[str] = frozenset()
        self._held: frozenset[str] = frozenset()
        self._values: dict[str, float] = {}
        self._none: list[tuple[int, str]] = []
        self._numbers = 0
        self._newly = False
        self._outside: list[str] | None = None
        self._speaks = topic not in (None, "other") or known.speaks.search(plain) is not None
        self._topics = [(match.start(), cast(Topic, match.lastgroup)) for match in _topics(known).finditer(plain)]

    def topic_at(self, index: int) -> Topic | None:
        """What the sentence is about at a sign: the last word before it that tells, or the sentence before."""
        return next((topic for start, topic in reversed(self._topics) if start < index), self._topic)

    def of(self, context: Context, following: Context | None) -> list[FigureForm]:
        """The figures that a number is: none, one, or for a zero several (行政复议、行政诉讼均为0件)."""
        unit, at = context.quantity.unit, context.quantity.start
        forms = [form for form in self._known.all if unit is None or unit in form.units]
        if (
            not self._speaks
            or of_another_time(self._plain, at, self._clauses.year)
            or _is_said_again(context, following)
        ):
            return []
        self._mind_brackets(context.lead)
        if ";" in context.lead:
            self._begin_anew(keep=bool(_AMONG.search(context.lead)))
        zero = context.quantity.value == 0
        every = zero or _EACH.search(context.lead) is not None
        means = self._means(context, whole=every)
        beside = self._beside(context, following, means)
        if "information" in means:
            beside -= {_OTHER_APPEALS}
        topics = dict.fromkeys((self.topic_at(at), *self._topic_of_before(at)))
        for topic in topics:
            allowed = [form for form in forms if self._is_under(form, means)]
            found = [form for form in allowed if form.is_said(means, beside, topic)][: 2 if "both" in means else 1]
            if not found and every:
                none = beside | {"denial"} if zero else beside
                found = [form for form in allowed if form.is_said(means, none, topic, denied=True)]
                found = found if zero or len(found) > 1 else []
            again = found and self._values.get(found[0].key) == context.quantity.value
            if found and found[0].key in self._before and "total" not in means and not again:
                break  # a part of what the sentence has said
            if found:
                self._newly = "new" in means or "applications_carried_in" in self._before
                self._values |= {form.key: context.quantity.value for form in found}
                return self._noted(found)
        self._note_other(means, at)
        return []

    def denied(self) -> Iterator[tuple[int, int, FigureForm]]:
        """The figures of which the sentence says without a number that there was none, and where."""
        for start, end, means in self._clauses.denials(self._plain) if self._speaks else ():
            if of_another_time(self._plain, start + 1, self._clauses.year):
                continue
            for form in self._known.all:
                if form.is_said(means, _DENIED, self.topic_at(start + 1), denied=True):
                    self._none.append((start, form.key))
                    yield start, end, form

    def _means(self, context: Context, *, whole: bool) -> frozenset[str]:
        if any(context.own):
            return self._clauses.number(context.clause, "")
        lead = _FROM_WHEN.sub("", context.lead) if _FROM.match(context.after) else context.lead
        stop = _STOP.search(lead) if self._numbers else None
        means = self._clauses.number(lead[stop.start() :] if stop else lead, context.after, whole=whole)
        self._numbers += 1
        if "from_to" in means or (means <= FREE and "compare" in self._held):
            means = (self._held | means) - {"from_to", "compare"}
        if "carry" in means and not means & {"last", "next"} and context.quantity.value == 0:
            means |= {"last"} if CARRIED_IN.match(context.after) else frozenset()
        if _FROM.match(context.after):
            means |= {"compare"}
        self._held = means
        if "documents" in means and not means & VERBS and (_GOES_ON.match(context.lead) or "among" in means):
            means |= self._issuing
        self._issuing = means & ISSUING
        before = _SEMICOLON.split(self._plain[: context.quantity.start])[-1]
        among = _AMONG.search(before)
        listed = among and (means & _OFFICES or not _ON_ITS_OWN.search(context.clause))
        if among and _DONE.fullmatch(context.clause) and _LISTED.search(before, among.end()):
            listed = None
        if _OFFICES_LISTED in self._before and not means & {"total", "carry", "wide", "own"}:
            means |= {"offices"}
        listed = listed and "total" not in means  # 其中…，总计
        return means | {"among"} if listed or _BRACKET.match(context.lead) else means

    def _beside(self, context: Context, following: Context | None, own: frozenset[str]) -> frozenset[str]:
        """What the sentence says round the clause: the figures before it, and what the number after it is a part of."""
        found = {f"before.{one}" if one.startswith(_KEYS) else one for one in self._before}
        behind = not self._clauses.all(context.clause) & VERBS
        if behind and self._newly and self._before and self._before[-1] == "applications_received":
            found.add("general.of_new")
        segment = self._plain[: context.quantity.start].rpartition(";")[2] + context.after.partition(",")[0]
        if self._part == 4 or _INFORMATION.search(segment):
            found.add("informed")
        if following and _PART_OF.match(following.lead):
            means = self._clauses.all(f"{following.lead}{_ENDED.split(following.after, maxsplit=1)[0]}")
            found |= {f"then.{one}" for one in means if "excluded" not in means}
            if "information" in means and "information" not in own:  # 行政诉讼12件，其中涉及政府信息公开的2件
                found.add("part.information")
        if not context.clause and _OTHERS_LATE.match(context.after):
            found.add("beside.late")
        if _REVIEWING.search(segment):
            found.add("reviewing")
        if _OTHERWISE.search(context.after):
            found.add(_OTHER_APPEALS)
        return frozenset(found)

    def _topic_of_before(self, at: int) -> list[Topic]:
        """Applications, where the sentence went on from them to reconsiderations: 收到申请5件、行政复议1件，答复4件."""
        known = [*self._before, *(key for start, key in self._none if start < at)]
        of_applications = any(one.startswith("applications_") for one in known)
        return ["applications"] if of_applications and self.topic_at(at) in (None, "appeals") else []

    def _is_under(self, form: FigureForm, means: frozenset[str]) -> bool:
        """Whether the figure before is one of those that this one may be a part of."""
        if "among" in means and form.among:
            allowed: tuple[str, ...] = form.among
        elif form.under:
            allowed = (form.key, *form.under)
        else:
            return True
        return not self._before or self._before[-1] in (_ANEW, *allowed)

    def _mind_brackets(self, lead: str) -> None:
        """What a bracket lists by offices is over with it: 699件(部门244件、县区455件),上年结转16件."""
        if _BRACKET.match(lead):
            self._outside = list(self._before)
        elif self._outside is not None and ")" in lead:
            if _OFFICES_LISTED not in self._outside:
                self._before = [one for one in self._before if one != _OFFICES_LISTED]
            self._outside = None

    def _begin_anew(self, *, keep: bool) -> None:
        """After a semicolon the figures before stay in mind, not what they were a part of."""
        if not keep:
            self._before = [one for one in self._before if one.startswith(_KEYS)]
        self._before.append(_ANEW)

    def _noted(self, found: list[FigureForm]) -> list[FigureForm]:
        keys = [form.key for form in found]
        if _APPEALS & set(keys) or any(key.startswith("applications_") for key in keys):
            self._before = [one for one in self._before if one != _OTHER_APPEALS]
        self._before += keys
        return found

    def _note_other(self, means: frozenset[str], at: int) -> None:
        """Keeps in mind what a number without a key says of those after it in the sentence."""
        if means & _HAPPENS and not means & _WAYS:
            self._before.append("")
        if "offices" in means:
            self._before.append(_OFFICES_LISTED)
        if {"receive", "applications"} <= means and not means & {"other", "last", "among", *_WAYS}:
            self._before.append("general.applications")
        appeals = means & _APPEALS
        if "among" in means and _APPEALS & {*self._before[-1:]}:  # a part of what has a key
            appeals = frozenset()
        if appeals == _APPEALS and "information" in means:  # their sum
            self._before.append("general.appeals")
            appeals = frozenset()
        if "result" in means and len(appeals) == 1 and _OTHER_APPEALS not in self._before:  # a total may follow
            others = [one for one in self._before if not one.startswith("results.")]
            kept = len(others) == len(self._before)
            self._before = [
                *others,
                *(f"general.{one}" for one in appeals),
                *(f"results.{one}" for one in appeals if kept),
            ]
            appeals = frozenset()
        if "other" in means or appeals:
            self._before.append(_OTHER_APPEALS)
            self._before += [f"general.{one}" for one in appeals]
        if "other" in means:
            self._topics = sorted([*self._topics, (at, "other")])
