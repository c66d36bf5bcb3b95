"""around: a number among its words, and what the text round its clause says of it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from extract.prose.quantity import Quantity
from extract.prose.said import OTHER_APPEALS

DONE = re.compile("(?:[本当全]年度?|年内)?(?:已|均|共|合计)?(?:依法|按期|按时|及时)?(?:办结|答复|办理|办复)(?:完毕)?")
# 行政复议3件，均因行政处罚引起
_OTHERWISE = re.compile(
    "^[^,;。]{0,16}[,(](?:(?:均|都)(?:系|因|由)(?![^,;。]*公开)|(?:均|都)?(?:非|无|不属于?)(?:涉及?)?(?:政府|政务)?信息公开|(?:均|都)?(?:不涉|未涉|与[^,;。]*无关))"
)
_ANSWERED_LATER = re.compile("[^;。]*[,、](?:实际|当年|已|均|共)*(?:作出答复|答复|办结|办复)([0-9]+)[件份宗]")
_OTHERS_LATE = re.compile("[^,;]*[,;、][0-9]+[件宗份条][^,;0-9]*(?:延长|延期|逾期|超期)")  # 11件按期答复，1件延期答复
_THAT_IS = re.compile("^[^;]*,即")
# 共9件：上年结转2件，本年新收7件，其中8件办结
_ALSO_NEW = re.compile("[^;。]*[,、](?:[本当]年)?新[收增接受][^;。0-9]*([0-9]+)(?![0-9])[^;。0-9]*[1-9]")
_FOR_A_LICENCE = re.compile(
    "行政许可|行政审批|(?:许可|审批|政务服务)事项|一件事|一次办|一网通办|告知承诺|便民服务中心|政务服务局?窗口|(?:政务|办事)(?:服务)?(?:中心|大厅)"
)
# 在抽查中，10件申请答复合格9件: of those that were looked at
_CHECKED = re.compile("抽查|抽取|抽检|评查|(?:第三方|专项|年度|政务公开)评估|测评|考核|暗访|回访|问卷|案例")
# 上级转来9件，自行收到3件
_ITSELF = re.compile("(?:自行|直接)[收受接][^,;0-9]{0,20}$")
_FORWARDED = re.compile("转[来办交]|交办")
_REVIEWING = re.compile("作为(?:行政)?复议机[关构]|审理[^,;]{0,6}复议")
_ENDED = re.compile("[,;)]")
_PART_OF = re.compile(
    r"[,;]?(?:[(:]|其中|中(?![心央])|含|包括|包含|由(?![上去往]年[^,;0-9]{0,6}的)|(?:经[^,;]{1,6},)?(?:其中)?仅?属于)"
)
_INCLUDING = re.compile(
    r"[,;]?\(?(?:其中)?(?:已)?(?:含|包[含括])|[,;]?其中(?!予以|全部|同意)"
)  # 予以公开9件（含部分公开2件）
_WITH_PARTLY = re.compile(r"\((?:含|包含|包括)部分公开[^()]*\)$")
_OF_INFORMATION = re.compile(
    "[^,;。]{0,6},(?:其中)?(?:涉及?)?(?:政府|政务)?信息公开(?:类|的|案件)*(?:有|为|共)?$"
)  # 行政复议9件，信息公开类1件
_CARRIED_TOO = re.compile(
    r"\((?:其中|已)?(?:含|包括|包含|连同)(?:[上去往]年[^()0-9]*|结转)\)"
)  # 收到（含上年结转）申请9件
_INCLUDED = re.compile("在内")  # 包括上年2件在内，共办理9件: a part of the number after it
_INFORMATION = re.compile("信息公开|依申请")
_PUBLISHED = re.compile("(?<!信息)(?<!申请)公开(?!条例)|公示|发布|公布|归集|上传|报送|推送|公告")
DECISIONS = frozenset({"licences", "penalties", "coercive_measures"})
_MADE = re.compile("作出|发放|颁发|做出|下达|办理|实施|核发|采取|准予|查处")
_COLLECTED = re.compile("收录|入库|文件库|汇编")  # 收录规范性文件99件，新增3件
_COME = frozenset({"receive", "accept", "new"})
CASES = ("件", "件次", "宗", "起", "例")
SEMICOLON = re.compile("[;。]")
HEADS = ("人次", "人", "位", "名")


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


def is_said_again(context: Context, following: Context | None) -> bool:
    """Whether the next number says it in what counts: 未办结的2件由我局办理，即上年结转2件; 有9人次、12件."""
    if following is None:
        return False
    same = following.quantity.value == context.quantity.value
    return (context.quantity.unit in HEADS and following.lead == context.lead) or (
        same and _THAT_IS.search(following.lead) is not None
    )


def is_for_a_licence(plain: str, context: Context) -> bool:
    """Whether what is plainly called 申请 follows on licences in its sentence: 许可事项46项，受理申请90件."""
    before = SEMICOLON.split(plain[: context.quantity.start])[-1]
    said = _FOR_A_LICENCE.search(before)
    return said is not None and not _INFORMATION.search(before + context.after.partition(",")[0])


def told_round(
    plain: str, context: Context, following: Context | None, own: frozenset[str],
    meanings: Callable[[str], frozenset[str]], *, of_appeals: bool,
) -> set[str]:  # fmt: skip
    """What the sentence says round a number's clause, as `says` and `unless` of figures.toml name it.

    ``own`` is what its clause says, ``meanings`` tells those of a text; ``of_appeals``: in the part on appeals.
    """
    before = plain[: context.quantity.start].rpartition(";")[2]
    segment = before + context.after.partition(",")[0]
    cases = context.quantity.unit in CASES and not _PUBLISHED.search(segment)
    decided, collected = own & DECISIONS, "new" in own and "issue" not in own and _COLLECTED.search(segment)
    signs = {
        "informed": of_appeals or _INFORMATION.search(segment),
        "in.cases": decided and cases,
        "published": (decided and not cases and not _MADE.search(segment)) or collected,
        "apart": (_FORWARDED.search(before) and _ITSELF.search(before[-30:]))
        or (not own & _COME and _CHECKED.search(segment)),
        "beside.late": not context.clause and _OTHERS_LATE.match(context.after),
        "reviewing": _REVIEWING.search(segment),
        "then.fewer": own & {"handle", "answer"} == {"handle"} and _is_more_than_answered(context, following),
        "then.partly_granted": _WITH_PARTLY.search(context.lead),
        OTHER_APPEALS: _OTHERWISE.search(context.after),
    }
    found = {name for name, holds in signs.items() if holds}
    if _CARRIED_TOO.match(context.after) or _CARRIED_TOO.search(context.lead):
        found |= {"then.last", "then.carry"}
    return found | (_told_by_next(context, following, own, meanings) if following else set())


def _told_by_next(
    context: Context, following: Context, own: frozenset[str], meanings: Callable[[str], frozenset[str]]
) -> set[str]:
    """What the next number says, where it is of a part."""
    found: set[str] = set()
    if _PART_OF.match(following.lead) and not _INCLUDED.match(following.after):
        means = meanings(f"{following.lead}{_ENDED.split(following.after, maxsplit=1)[0]}")
        means -= frozenset() if _INCLUDING.match(following.lead) else {"partly_granted"}
        found |= {f"then.{one}" for one in means if "excluded" not in means}
        if "information" in means and "information" not in own:  # 行政诉讼12件，其中涉及政府信息公开的2件
            found.add("part.information")
        new = _ALSO_NEW.match(context.after) if {"then.last", "then.carry"} <= found else None
        if new and int(new[1]) + following.quantity.value == context.quantity.value:
            found.add("then.new")
    if "information" not in own and _OF_INFORMATION.match(following.lead):
        found.add("part.information")
    return found


def _is_more_than_answered(context: Context, following: Context | None) -> bool:
    """Whether less is answered, as the next number or one further on says: 处理9件，撤回2件，实际答复7件."""
    one, done = context.quantity, _ANSWERED_LATER.match(context.after)
    if following and DONE.search(following.clause):
        other = following.quantity
        return one.unit == other.unit and one.value > other.value
    return done is not None and one.value > int(done[1])
