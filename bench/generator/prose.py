"""The prose of a report: sentences of our own that state figures consistent with the grids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from . import labels
from .document import Block, Paragraph
from .equations import appeal_key, application_key
from .figures import Figures

_RECEIVED = (
    "{year}年，共收到政府信息公开申请{new}件，上年结转{carried}件，办结{answered}件，结转下年度继续办理{onwards}件。",
    "全年新收政府信息公开申请{new}件，上年结转申请{carried}件；已答复{answered}件，结转下一年度办理{onwards}件。",
    "（二）依申请公开。{year}年度共受理政府信息公开申请{new}件，答复{answered}件。",
    "依申请公开方面，本年度收到政府信息公开申请{new}件，均按照规定的程序登记、审核。",
)
_RECEIVED_KEYS = (
    ("new", "carried", "answered", "onwards"),
    ("new", "carried", "answered", "onwards"),
    ("new", "answered"),
    ("new",),
)
_NONE_RECEIVED = "（二）依申请公开。本年度未收到政府信息公开申请。"
_APPEALS = (
    "因政府信息公开工作被申请行政复议{reviews}件，被提起行政诉讼{suits}件。",
    "全年发生涉及政府信息公开的行政复议案件{reviews}件、行政诉讼案件{suits}件。",
)
_NO_APPEALS = "未发生因政府信息公开引起的行政复议和行政诉讼。"
_ISSUED = "全年制发行政规范性文件{issued}件，均在规定时限内公布。"
_OVERVIEW = (
    "（一）主动公开。围绕群众关心的办事、收费、救助等事项，通过门户网站发布信息{items}条，其中解读材料{some}篇。",
    "一年来，{authority}坚持公开为常态、不公开为例外，完善公开目录，全年更新栏目{some}个、发布信息{items}条。",
    "（三）政府信息管理。健全发布前审核制度，对历史文件逐件核对有效性，及时更新目录。",
    "（四）平台建设。整合网站与新媒体账号，栏目设置更加清楚，检索更加方便。",
    "（五）监督保障。组织业务培训{few}次，将公开工作纳入年度考核，结果向社会公布。",
)
_FILLER = ("该部分以表格形式报告，表格如下：", "本年度有关情况见下表。", "具体情况如下：")
_PROBLEMS = (
    "{year}年工作取得一定成效，但仍存在不足：一是解读形式比较单一，二是部分栏目更新不够及时。",
    "存在的主要问题：公开内容与群众需要还有差距，工作人员的业务能力有待提高。",
)
_IMPROVE = (
    "下一步将从{few}个方面改进：加强培训，规范答复文书，丰富图解、问答等形式。",
    "{next}年，将继续细化公开目录，完善申请办理流程，提高答复质量。",
)
_OTHER = ("无其他需要报告的事项。", "无。", "本年度未收取信息处理费，没有其他需要报告的事项。")
_FIGURE_NAMES = {
    "new": "applications_received",
    "carried": "applications_carried_in",
    "answered": "applications_answered",
    "onwards": "applications_carried_out",
}


@dataclass(frozen=True, slots=True)
class Prose:
    """The paragraphs of a report around its grids, and the figures that they state."""

    title: str
    preface: tuple[str, ...]
    headings: tuple[str, ...]
    texts: tuple[tuple[str, ...], ...]
    figures: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom and what a report is about."""

    authority: str
    year: int
    form: str


def write(rng: Random, subject: Subject, figures: Figures) -> Prose:
    """The prose of one report; the figures stated are those before any error is injected."""
    stated: dict[str, int] = {}
    spaced = rng.random() < 0.2
    overview = _overview(rng, subject, figures, stated)
    long = rng.random() < 0.15
    names = [labels.PARTS_LONG.get(i, name) if long else name for i, name in enumerate(labels.PARTS)]
    texts = (
        overview,
        _filler(rng),
        _filler(rng),
        (),
        (_fill(rng, rng.choice(_PROBLEMS), subject), _fill(rng, rng.choice(_IMPROVE), subject)),
        (rng.choice(_OTHER),),
    )
    return Prose(
        title=_title(rng, subject),
        preface=_preface(rng, subject, spaced),
        headings=tuple(f"{number}、{name}" for number, name in zip(labels.NUMERALS, names, strict=True)),
        texts=texts,
        figures=stated,
    )


def _title(rng: Random, subject: Subject) -> str:
    word = rng.choice(("年", "年", "年度"))
    return f"{subject.authority}{subject.year}{word}政府信息公开工作年度报告"


def _filler(rng: Random) -> tuple[str, ...]:
    return (rng.choice(_FILLER),) if rng.random() < 0.15 else ()


def _fill(rng: Random, template: str, subject: Subject) -> str:
    return template.format(
        authority=subject.authority,
        year=subject.year,
        next=subject.year + 1,
        items=rng.randint(30, 5_000),
        some=rng.randint(10, 60),
        few=rng.randint(2, 6),
    )


def _preface(rng: Random, subject: Subject, spaced: bool) -> tuple[str, ...]:
    year = subject.year
    lines = [
        rng.choice(
            (
                f"根据《中华人民共和国政府信息公开条例》的规定，{subject.authority}编制本报告。",
                f"现将{subject.authority}{year}年政府信息公开工作情况报告如下。",
            )
        )
    ]
    if rng.random() < 0.5:
        lines.append(f"本报告由{'、'.join(labels.PARTS)}六个部分组成。")
    period = f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
    if spaced:
        period = f"本报告所列数据的统计期限自 {year} 年 1 月 1 日起至 {year} 年 12 月 31 日止。"
    lines.append(period)
    phone = f"0999-{rng.randint(2_000_000, 8_999_999)}"
    post = f"99{rng.randint(0, 9999):04d}"
    lines.append(f"如对本报告有疑问，请与{subject.authority}联系（邮编：{post}；电话：{phone}）。")
    return tuple(lines)


def _overview(rng: Random, subject: Subject, figures: Figures, stated: dict[str, int]) -> tuple[str, ...]:
    first = _fill(rng, _OVERVIEW[rng.randrange(2)], subject)
    lines = [first, _applications_sentence(rng, subject, figures, stated)]
    if rng.random() < 0.7:
        lines.append(_appeals_sentence(rng, figures, stated))
    issued = figures.disclosure.get("disclosure/20.1/normative_documents/issued")
    if issued is not None and issued.value and rng.random() < 0.4:
        stated["normative_documents_issued"] = int(issued.value)
        lines.append(_ISSUED.format(issued=issued.value))
    lines += [_fill(rng, text, subject) for text in _OVERVIEW[2:] if rng.random() < 0.6]
    return tuple(lines)


def _applications_sentence(rng: Random, subject: Subject, figures: Figures, stated: dict[str, int]) -> str:
    values = {
        name: figures.counts[application_key(row, "total")]
        for name, row in zip(("new", "carried", "answered", "onwards"), labels.FRAME_KEYS, strict=True)
    }
    if not any(values.values()) and rng.random() < 0.6:
        return _NONE_RECEIVED
    place = rng.randrange(len(_RECEIVED))
    for name in _RECEIVED_KEYS[place]:
        stated[_FIGURE_NAMES[name]] = values[name]
    return _RECEIVED[place].format(year=subject.year, **values)


def _appeals_sentence(rng: Random, figures: Figures, stated: dict[str, int]) -> str:
    reviews, direct, after = (figures.counts[appeal_key(c, "total")] for c in labels.CHANNEL_KEYS)
    if not (reviews or direct or after) and rng.random() < 0.6:
        return _NO_APPEALS
    stated["reconsiderations"] = reviews
    stated["litigations"] = direct + after
    return rng.choice(_APPEALS).format(reviews=reviews, suits=direct + after)


def paragraphs(prose: Prose, tables: Mapping[int, Block]) -> tuple[Block, ...]:
    """The report's blocks: title, preface, and each part with its heading, text and grid (by place)."""
    blocks: list[Block] = [Paragraph(prose.title, "title")]
    blocks += [Paragraph(line, "prose") for line in prose.preface]
    for place, heading in enumerate(prose.headings):
        blocks.append(Paragraph(heading, "heading"))
        blocks += [Paragraph(line, "prose") for line in prose.texts[place]]
        if place in tables:
            blocks.append(tables[place])
    return tuple(blocks)
