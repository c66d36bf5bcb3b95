"""keyed: which number of a sentence is which figure with a key, told by the words of its clause and of what is before."""

import re
from collections.abc import Container, Iterator
from functools import lru_cache
from typing import cast

from extract.prose.around import (
    CASES,
    DECISIONS,
    DONE,
    HEADS,
    SEMICOLON,
    Context,
    is_for_a_licence,
    is_said_again,
    told_round,
)
from extract.prose.clauses import CARRIED_IN, ISSUING, PARTS_FOLLOW, VERBS, Reader
from extract.prose.figure_forms import FREE, LEAD, FigureForm, FigureForms, Topic
from extract.prose.meanings import UNKNOWN, firsts
from extract.prose.said import ANEW, BRACKET, OFFICES_LISTED, OTHER_APPEALS, Said
from extract.prose.years import CHANGED, of_another_time

_AMONG = re.compile("其中|(?:(?<=申请)|(?<=[0-9]件))中[,有]")
_STOP = re.compile("[,;:(]")
_LISTED = re.compile(
    r"\d[^,;、]*[,、][^,;、\d]*\d[^,;]*,"
)  # two parts of a whole, after which 办结 is of the whole again
_EACH = re.compile("(?:均为?|各为?|都是)$")
_SHARE = re.compile(r"的(?:[0-9.]+%|百分之)")
_OF_ALL = re.compile(
    "(?:政府信息公开)?(?:申请)?,?(?:约)?占(?:全年|全部|本年|年度|总)[^,;。0-9]{0,10}(?:总数|总量|申请量?|总件数|件数)的"
)
_WHEN = frozenset({"last", "next", "period"})
_WITHIN = re.compile("[^,;#0-9]{0,10}申请[中里]")  # 在9件申请中，答复8件
_OF_WHICH = re.compile("的[^,;0-9]{1,8}中,")  # 办理申请9件的工作量中，
_GOES_INTO = re.compile("(?:答复|办结|完成|结转|转)[^,;0-9]*[1-9]")  # 共办理9件，其中答复8件
_MORE = re.compile("(?:还|另外?|又)(?:收到|接收|受理)")  # 收到9件，还收到信函2件: the first are not all
# 上年结转2件，已全部办结；新收9件，答复8件: of what is new alone; and the other way round
_ALL_DONE = re.compile("(?:政府信息公开)?(?:申请)?,?(?:已|均|全部|都)+(?:依法|按期|按时|予以)*(?:办结|答复|办理完)")
_CARRIED_IN_DONE = re.compile(
    "[^;。0-9]*[,;](?:对)?[上去往]年[^,;。0-9]*结转[^,;。0-9]*[0-9]+件[^;。0-9]{0,12}(?:已|均|全部|都)+(?:依法|按期|按时|予以)*(?:办结|答复|办理完)"
)
_PARTS_OF_IT = re.compile("[,(]?其中")  # 涉及征地9件，其中网上申请5件
_DEALT_WITH = re.compile("办|答复|结案")
# 1件要求公开甲，予以公开；1件要求公开乙，不予公开
_ASKS = re.compile("(?:申请)?(?:均?为)?(?:要求|申请)(?:公开|获取)[^,;。0-9]*,")
_EACH_ASKS = re.compile(rf"(\d{{1,9}})[件份条宗]{_ASKS.pattern}")
_FROM = re.compile(CHANGED)
_FROM_WHEN = re.compile(",?[由从][^,;由从]{0,8}$")
_DENIED = frozenset({"informed", "denial"})
_OFFICES = frozenset({"offices", "wide"})
_ON_ITS_OWN = re.compile("收到|受理|办理|接收|接到|行政|其中|新收")
_GOES_ON = re.compile("[、和及与]|以及|,(?:行政)?规范性文件$")
_ATTRIBUTES = re.compile(
    "公[开文]属性[^。;]*(?:主动|不予)公开[^,、;。0-9]{0,6}[0-9]"
    "|主动公开[^。;]*[,、]依申请公开(?:信息|文件|公文|类|的)*[0-9]+[条篇]"
)  # 主动公开9件、依申请公开2件: what documents are marked
_DOING = ISSUING | {"decide", "handle", "answer", "publish"}
_DONE_TO = DECISIONS | {"documents"}
_OTHERS = frozenset({"enterprise", "organisation", "party"})
_OUTCOMES = re.compile("(?:部分公开|不予公开|无法提供|不予处理)[^,;0-9]{0,6}[0-9]")  # said of applications alone
# 答复的申请中，有1件: not one that was answered, but something of one
_PART_OF_DONE = re.compile("(?:答复|办结|办理|处理)的[^,;:0-9]{0,12}中,?(?:共|尚|仍)?有?$")
# 新收9件，结转2件，办结10件，结转下年1件: the first are from the year before
_ALSO_CARRIED_OUT = re.compile("[,、][^;。]*(?:结转|转)[^,;。0-9]{0,3}下(?:一)?年")


@lru_cache(maxsize=4)
def _topics(known: FigureForms) -> re.Pattern[str]:
    # most signs begin no topic, and one look at a sign is quicker than one for each alternative
    signs = "".join(sorted({sign for _, pattern in known.topics for sign in firsts(f"(?:{pattern.pattern})")}))
    return re.compile(
        f"(?=[{signs}])(?:" + "|".join(f"(?P<{name}>{pattern.pattern})" for name, pattern in known.topics) + ")"
    )


class Keys:
    """Tells the figures of one sentence, from left to right."""

    def __init__(
        self, plain: str, part: int, known: FigureForms, clauses: Reader, topic: Topic | None,
        *, earlier: Container[str | None] = (),
    ) -> None:  # fmt: skip
        self._earlier = earlier  # what the paragraph has said before
        self._plain, self._part, self._known, self._clauses = plain, part, known, clauses
        self._topic = topic or ("applications" if _OUTCOMES.search(plain) else None)
        self.said = Said()
        self._doing: frozenset[str] = frozenset()
        self._held: frozenset[str] = frozenset()
        self._none: list[tuple[int, str]] = []
        self._numbers = 0
        self._unkeyed = False  # whether the last number was one of cases without a key,
        self._of_another = False  # and this one is a part of such
        self._heads = False
        self._speaks = topic not in (None, "other") or known.speaks.search(plain) is not None
        self._speaks = self._speaks and not _ATTRIBUTES.search(plain)
        self._topics = [(match.start(), cast(Topic, match.lastgroup)) for match in _topics(known).finditer(plain)]

    def topic_at(self, index: int) -> Topic | None:
        """What the sentence is about at a sign: the last word before it that tells, or the sentence before."""
        return next((topic for start, topic in reversed(self._topics) if start < index), self._topic)

    def of(self, context: Context, following: Context | None) -> list[FigureForm]:
        """The figures that a number is: none, one, or for a zero several (行政复议、行政诉讼均为0件)."""
        unit, at = context.quantity.unit, context.quantity.start
        if not self._speaks or is_said_again(context, following):
            return []
        forms = [form for form in self._known.all if unit is None or unit in form.units]
        if of_another_time(self._plain, at, self._clauses.year):
            self._hold_series(context)
            return []
        self.said.begin(context.lead, keep=bool(_AMONG.search(context.lead)))
        zero = context.quantity.value == 0
        every = zero or _EACH.search(context.lead) is not None
        means = self._means(context, whole=every)
        if "citizen" in means and following and self._clauses.all(following.clause) & _OTHERS:
            means |= {"among"}  # 公民提出9件，企业提出2件
        beside = self._beside(context, following, means)
        if "information" in means:
            beside -= {OTHER_APPEALS}
        if self._is_part_of_another(context):
            forms = [form for form in forms if not form.under]
        for topic in dict.fromkeys((self.topic_at(at), *self._topic_of_before(at))):
            found = [form for form in forms if form.is_said(means, beside, topic) and self._is_under(form, means)]
            found = found[: 2 if "both" in means else 1]
            if not found and every:
                none = beside | {"denial"} if zero and not self._may_be_carried_in(context, means) else beside
                found = [form for form in forms if form.is_said(means, none, topic, denied=True)]
                found = [form for form in found if self._is_under(form, means)]
                found = found if zero or len(found) > 1 else []
            if found and self._is_part(found[0], context, means):
                self.said.note_beside(found[0].key, context.quantity.value, means)
                break
            if found:
                self._note([form.key for form in found], context, means)
                return found
        self._unkeyed = unit in CASES and "compare" not in means
        self.said.note_other(means)
        if "other" in means and "documents" not in means:
            self._topics = sorted([*self._topics, (at, "other")])
        return []

    def _note(self, keys: list[str], context: Context, means: frozenset[str]) -> None:
        if keys[0] == "applications_carried_in":
            self.said.settled = _ALL_DONE.match(context.after) is not None
        self.said.note(keys, context.quantity.value, means, more=_MORE.search(context.lead) is not None)

    def _is_part_of_another(self, context: Context) -> bool:
        """Whether a number is a part of cases without a key: 涉及征地9件，其中网上申请5件、信函申请4件."""
        goes_on = self._of_another and _GOES_ON.match(context.lead)
        self._of_another = bool(goes_on or (self._unkeyed and _PARTS_OF_IT.match(context.lead)))
        self._unkeyed = False
        return self._of_another

    def _is_part(self, form: FigureForm, context: Context, means: frozenset[str]) -> bool:
        """Whether a number is a part of the figure that the sentence has said already."""
        again = "apiece" not in means and self.said.again(form.key, context.quantity.value)
        return form.key in self.said.before and "total" not in means and not again

    def _may_be_carried_in(self, context: Context, means: frozenset[str]) -> bool:
        """Whether 结转0件 stands where what was carried in may: 新收9件，结转0件."""
        return "carry" in means and self.said.of_new() and not _DEALT_WITH.search(context.lead)

    def denied(self) -> Iterator[tuple[int, int, FigureForm]]:
        """The figures of which the sentence says without a number that there was none, and where."""
        for start, end, means in self._clauses.denials(self._plain) if self._speaks else ():
            if of_another_time(self._plain, start + 1, self._clauses.year):
                continue
            topics = dict.fromkeys((self.topic_at(start + 1), *self._topic_of_before(start)))
            for form in self._known.all:
                if any(form.is_said(means, _DENIED, topic, denied=True) for topic in topics):
                    self._none.append((start, form.key))
                    yield start, end, form

    def _means(self, context: Context, *, whole: bool) -> frozenset[str]:
        if any(context.own):
            return self._clauses.number(context.clause, "")
        lead = _FROM_WHEN.sub("", context.lead) if _FROM.match(context.after) else context.lead
        if self._numbers and PARTS_FOLLOW.match(lead):  # 9件中网上提交的5件
            lead = f"其{lead}"
        stop = _STOP.search(lead) if self._numbers and not self._heads else None
        self._heads = context.quantity.unit in HEADS  # 3名群众申请公开信息，共计5件
        lead = lead[stop.start() :] if stop else lead
        means = self._clauses.outcome(context.after) if self._is_apiece(context) else frozenset()
        means = means or self._clauses.number(lead, context.after, whole=whole)
        self._numbers += 1
        changed, means = "from_to" in means, means - {"from_to"}
        if means <= FREE and (changed or self._held & {"compare", "period"}):
            means = (self._held | means) - {"compare", "period"}
        if "carry" in means and not means & {"last", "next"}:
            none = context.quantity.value == 0 and CARRIED_IN.match(context.after) is not None
            none = none or self.said.makes_up(context.quantity.value)
            means |= {"last"} if none or _ALSO_CARRIED_OUT.match(context.after) else frozenset()
        if "applications" in means and is_for_a_licence(self._plain, context):
            means |= {"other"}
        if _FROM.match(context.after):
            means |= {"compare"}
        if _OF_ALL.match(context.after):
            means |= {"among"}
        if _SHARE.match(context.after) and not means & {"reconsiderations", "litigations"}:  # 占申请总数40件的5%
            means -= {"rate"}
        goes_back = not means & VERBS or "applications_received" in self._earlier
        of_done = means & {"answer", "handle"} and _PART_OF_DONE.search(context.lead)
        if (goes_back and _WITHIN.match(context.after)) or of_done or _OF_WHICH.match(context.after):
            means |= {"within"}
        held, self._held = self._held, means
        return self._in_list(context, means, held)

    def _is_apiece(self, context: Context) -> bool:
        """Whether a number is one of those of a sentence that tells of all applications what each asks for."""
        if not _ASKS.match(context.after):
            return False
        every = sum(int(one) for one in _EACH_ASKS.findall(self._plain))
        return self.said.is_all(every)

    def _in_list(self, context: Context, means: frozenset[str], held: frozenset[str]) -> frozenset[str]:
        """The meanings of a number with what the list that it stands in says of it: a verb, that it is a part."""
        goes_on = _GOES_ON.match(context.lead) or (means & {"documents"} and "among" in means)
        if goes_on and LEAD in means and UNKNOWN in held and "applications" in means & held:
            means |= {UNKNOWN}  # 收到甲提出的申请5件、乙提出的申请6件
        if means & _DONE_TO and not means & VERBS and goes_on:
            means |= self._doing
        self._doing = means & _DOING or (self._doing if "其中" in context.lead else frozenset())
        before = SEMICOLON.split(self._plain[: context.quantity.start])[-1]
        head, colon, _ = before.rpartition(":")
        if colon and "结转" in head and not means & VERBS:  # 上年结转：自然人2件，总计2件
            means |= self._clauses.all(head)
        among = _AMONG.search(before)
        alike = LEAD in means & held  # 其中甲局收到5件，乙局收到6件
        listed = among and (alike or means & _OFFICES or not _ON_ITS_OWN.search(context.clause))
        if among and DONE.fullmatch(context.clause) and _LISTED.search(before, among.end()):
            listed = None
        if OFFICES_LISTED in self.said.before and not means & {"total", "carry", "wide", "own"}:
            means |= {"offices"}
        listed = listed and "total" not in means  # 其中…，总计
        return means | {"among"} if listed or BRACKET.match(context.lead) else means

    def _hold_series(self, context: Context) -> None:
        """Keeps what a number of another year counts, for this year's after it: 申请量2022年9件，2023年12件."""
        before, when = re.split("(?:^|[,:])(?=[^,:]*$)", context.lead)
        lead = before if self._clauses.all(when) <= FREE | _WHEN else context.lead
        means = self._clauses.number(lead, context.after) - _WHEN
        self._held = (means if means - FREE else self._held) | {"period"}

    def _beside(self, context: Context, following: Context | None, own: frozenset[str]) -> frozenset[str]:
        """What the sentence says round the clause: the figures before it, and what the number after it is a part of."""
        found = self.said.beside()
        if self.said.of_new(context.quantity.value) and (
            self.said.settled or _CARRIED_IN_DONE.match(context.after) or not self._clauses.all(context.clause) & VERBS
        ):  # it stands alone, or what was carried in is told aside
            found.add("general.of_new")
        if self.said.is_sum(context.quantity.value) and _GOES_INTO.search(self._plain, context.quantity.end):
            found.add("general.sum")
        found |= told_round(self._plain, context, following, own, self._clauses.all, of_appeals=self._part == 4)
        return frozenset(found)

    def _topic_of_before(self, at: int) -> list[Topic]:
        """Applications, where the sentence went on from them to reconsiderations: 收到申请5件、行政复议1件，答复4件."""
        known = [*self.said.before, *(key for start, key in self._none if start < at)]
        of_applications = any(one.startswith("applications_") for one in known)
        return ["applications"] if of_applications and self.topic_at(at) in (None, "appeals") else []

    def _is_under(self, form: FigureForm, means: frozenset[str]) -> bool:
        """Whether the figure before is one of those that this one may be a part of."""
        total = "total" in means and self.said.before[-1:] == [OTHER_APPEALS]
        if form.under and ("rest" in means or total):  # of the whole, not of the figure before
            return True
        if "among" in means and form.among:
            allowed: tuple[str, ...] = form.among
        elif form.under:
            allowed = (form.key, *form.under)
        else:
            return True
        return not self.said.before or self.said.before[-1] in (ANEW, *allowed)
