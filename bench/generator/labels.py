"""The official wording of both forms: parts, grids, rows and columns, with the keys of their cells.

Everything here is data, typed from the notices 国办公开办函〔2019〕60号 and 国办公开办函〔2021〕30号.
"""

from __future__ import annotations

from dataclasses import dataclass

FORMS = ("2019", "2021")

PARTS = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)
# Longer headings that the notices use as well, by the place of the part.
PARTS_LONG = {
    3: "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
    4: "政府信息公开工作存在的主要问题及改进情况",
}
NUMERALS = ("一", "二", "三", "四", "五", "六")

CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
APPLICANT_HEAD = "申请人情况"
LEGAL_HEAD = "法人或其他组织"
TOTAL_LABEL = "总计"
CONTENT_LABEL = "信息内容"
RESULTS_LABEL = "三、本年度办理结果"

APPLICANTS = (
    ("natural_person", "自然人"),
    ("enterprise", "商业企业"),
    ("research", "科研机构"),
    ("public_interest", "社会公益组织"),
    ("legal_service", "法律服务机构"),
    ("other", "其他"),
    ("total", TOTAL_LABEL),
)
APPLICANT_KEYS = tuple(key for key, _ in APPLICANTS)
PARTY_KEYS = APPLICANT_KEYS[:-1]
LEGAL_KEYS = APPLICANT_KEYS[1:-1]

CHANNELS = (
    ("reconsideration", "行政复议"),
    ("litigation_direct", "未经复议直接起诉"),
    ("litigation_after", "复议后起诉"),
)
CHANNEL_KEYS = tuple(key for key, _ in CHANNELS)
LITIGATION_HEAD = "行政诉讼"
RESULTS = (
    ("upheld", "结果维持"),
    ("corrected", "结果纠正"),
    ("other", "其他结果"),
    ("pending", "尚未审结"),
    ("total", TOTAL_LABEL),
)
RESULT_KEYS = tuple(key for key, _ in RESULTS)


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """A row of grid 三: its key and its labels from the outer cell inwards."""

    key: str
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A block of grid 二: its article, its title, its value columns and its rows as (key, label)."""

    article: str
    title: str
    measures: tuple[tuple[str, str], ...]
    items: tuple[tuple[str, str], ...]


_GRANTED = (
    ("granted", "（一）予以公开"),
    ("partly_granted", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
)
_GROUPS = (
    (
        "（三）不予公开",
        (
            ("denied.state_secret", "1.属于国家秘密"),
            ("denied.law", "2.其他法律行政法规禁止公开"),
            ("denied.security", "3.危及“三安全一稳定”"),
            ("denied.third_party", "4.保护第三方合法权益"),
            ("denied.internal", "5.属于三类内部事务信息"),
            ("denied.process", "6.属于四类过程性信息"),
            ("denied.enforcement_file", "7.属于行政执法案卷"),
            ("denied.inquiry", "8.属于行政查询事项"),
        ),
    ),
    (
        "（四）无法提供",
        (
            ("unavailable.not_held", "1.本机关不掌握相关政府信息"),
            ("unavailable.needs_creation", "2.没有现成信息需要另行制作"),
            ("unavailable.unclear", "3.补正后申请内容仍不明确"),
        ),
    ),
    (
        "（五）不予处理",
        (
            ("refused.petition", "1.信访举报投诉类申请"),
            ("refused.repeated", "2.重复申请"),
            ("refused.publication", "3.要求提供公开出版物"),
            ("refused.excessive", "4.无正当理由大量反复申请"),
            ("refused.confirmation", "5.要求行政机关确认或重新出具已获取信息"),
        ),
    ),
)
_OTHER_LABEL = "（六）其他处理"
_OTHER_ROWS = (
    ("other.uncorrected", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
    ("other.unpaid", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
    ("other.rest", "3.其他"),
)


def outcome_rows(form: str, single_other: bool = False) -> tuple[OutcomeRow, ...]:
    """The rows of grid 三 of a form, top to bottom; `single_other` prints （六） as one row in form 2021."""
    rows = [
        OutcomeRow("new", ("一、本年新收政府信息公开申请数量",)),
        OutcomeRow("carried_in", ("二、上年结转政府信息公开申请数量",)),
    ]
    rows += [OutcomeRow(key, (RESULTS_LABEL, label)) for key, label in _GRANTED]
    for group, members in _GROUPS:
        rows += [OutcomeRow(key, (RESULTS_LABEL, group, label)) for key, label in members]
    if form == "2019" or single_other:
        rows.append(OutcomeRow("other", (RESULTS_LABEL, _OTHER_LABEL)))
    else:
        rows += [OutcomeRow(key, (RESULTS_LABEL, _OTHER_LABEL, label)) for key, label in _OTHER_ROWS]
    rows.append(OutcomeRow("total", (RESULTS_LABEL, "（七）总计")))
    rows.append(OutcomeRow("carried_out", ("四、结转下年度继续办理",)))
    return tuple(rows)


ROWS_2019 = outcome_rows("2019")
ROWS_2021 = outcome_rows("2021")
ROWS_2021_SINGLE = outcome_rows("2021", single_other=True)
# Rows that are not results: what comes in, the sum of the results, what goes on.
FRAME_KEYS = ("new", "carried_in", "total", "carried_out")


def rows_of(form: str, single_other: bool) -> tuple[OutcomeRow, ...]:
    """The prepared rows of grid 三 for a form."""
    if form == "2019":
        return ROWS_2019
    return ROWS_2021_SINGLE if single_other else ROWS_2021


_STOCK = (("items_prior_year", "上一年项目数量"), ("items_change", "本年增/减"))
_STOCK_DECISIONS = (*_STOCK, ("decisions", "处理决定数量"))
_DECISIONS = (("decisions", "本年处理决定数量"),)

BLOCKS_2019 = (
    Block(
        "20.1",
        "第二十条第（一）项",
        (("made", "本年新制作数量"), ("published", "本年新公开数量"), ("published_total", "对外公开总数量")),
        (("rules", "规章"), ("normative_documents", "规范性文件")),
    ),
    Block(
        "20.5",
        "第二十条第（五）项",
        _STOCK_DECISIONS,
        (("licences", "行政许可"), ("other_services", "其他对外管理服务事项")),
    ),
    Block(
        "20.6",
        "第二十条第（六）项",
        _STOCK_DECISIONS,
        (("penalties", "行政处罚"), ("coercive_measures", "行政强制")),
    ),
    Block("20.8", "第二十条第（八）项", _STOCK, (("fees", "行政事业性收费"),)),
    Block(
        "20.9",
        "第二十条第（九）项",
        (("purchases", "采购项目数量"), ("amount", "采购总金额")),
        (("procurement", "政府集中采购"),),
    ),
)
BLOCKS_2021 = (
    Block(
        "20.1",
        "第二十条第（一）项",
        (("issued", "本年制发件数"), ("repealed", "本年废止件数"), ("in_force", "现行有效件数")),
        (("rules", "规章"), ("normative_documents", "行政规范性文件")),
    ),
    Block("20.5", "第二十条第（五）项", _DECISIONS, (("licences", "行政许可"),)),
    Block(
        "20.6",
        "第二十条第（六）项",
        _DECISIONS,
        (("penalties", "行政处罚"), ("coercive_measures", "行政强制")),
    ),
    Block(
        "20.8",
        "第二十条第（八）项",
        (("fees_charged", "本年收费金额（单位：万元）"),),
        (("fees", "行政事业性收费"),),
    ),
)


def blocks_of(form: str) -> tuple[Block, ...]:
    """The blocks of grid 二 of a form, in the official order."""
    return BLOCKS_2019 if form == "2019" else BLOCKS_2021
