"""Figure: a number stated in the prose of a report, with what it counts, its sentence and its place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise, zip_longest
from typing import cast

from extract.clauses import Reader, told_by_year
from extract.document import Place
from extract.figure_forms import FigureForm, FigureForms, Topic, load_figure_forms
from extract.forms import Forms
from extract.labelling import bare, clause_of, label_of, load_lexicon
from extract.meanings import UNKNOWN, load_vocabulary
from extract.passages import Passage, Sentence, passages
from extract.quantity import Qualifier, Quantity, quantities
from extract.report import Report

_REST = 40  # letters after a number that may tell what it counts
_HEADING = 24  # letters of a paragraph that is no more than a heading to the next one
_ITEM = re.compile(r"\(?\d{1,2}[.、)](?!\d)")  # 1. and 2. under one heading are of one matter
_IN_ROW = re.compile(r"(?:、|,|和|及|与|以及|,和)?")
_ITEMS = re.compile(r"[、和及与]|以及")
_PART_TOPICS: dict[int, Topic] = {3: "applications", 4: "appeals"}

@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the prose.

    ``figure`` is the key of `figures.toml`, None for figures without one; ``label`` the words of the clause that name
    it. ``value_max`` is set for a range; ``unit`` is as printed, money said in 万 or 亿 in 万元. ``wide`` says that it may
    count more offices than the grids do, ``loose`` that its wording leaves open whether what was carried in is counted.
    """

    part: int
    figure: str | None
    label: str
    value: int | float
    value_max: int | float | None
    unit: str | None
    qualifier: Qualifier
    raw: str
    sentence: str
    place: Place
    wide: bool = False
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Stated:
    """What the prose states: ``figures`` as printed, and ``nothings``, the sentences that say there was none of a
    figure with a key (未收到政府信息公开申请): value 0, though no number is printed.
    """

    figures: tuple[Figure, ...] = ()
    nothings: tuple[Figure, ...] = ()


def read_figures(report: Report, forms: Forms) -> Stated:
    """Every count, amount and rate in the sentences of a report's parts.

    Grids, headings, years, dates and the numbers of articles, documents and telephones are left out.
    """
    known = load_figure_forms(forms.folder)
    figures: list[Figure] = []
    nothings: list[Figure] = []
    topic: Topic | None = None
    clauses = Reader(load_vocabulary(forms.folder), report.fiscal_year, report.authority)
    part, under_heading = 0, False
    for passage in passages(report, forms):
        first = passage.sentences[0].plain
        if passage.part != part or not (under_heading or _ITEM.match(first)):
            part, topic = passage.part, _PART_TOPICS.get(passage.part)
        for sentence in passage.sentences:
            read = _Reader(sentence, part, known, clauses, year=report.fiscal_year, topic=topic)
            figures += read.figures()
            nothings += read.nothings()
            topic = read.topic_at(len(sentence.plain))
        under_heading = _is_heading(passage)
    return Stated(tuple(figures), tuple(nothings))


def _is_heading(passage: Passage) -> bool:
    return len(passage.sentences) == 1 and len(passage.sentences[0].plain) <= _HEADING


@lru_cache(maxsize=4)
def _topics(known: FigureForms) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name}>{pattern.pattern})" for name, pattern in known.topics))


@dataclass(frozen=True, slots=True)
class _Context:
    """A number among its words: the clause before it, the text before it, the rest of the sentence.

    ``own`` are the words that a 分别 gives it, ('', '') for others.
    """

    quantity: Quantity
    clause: str
    lead: str
    after: str
    own: tuple[str, str] = ("", "")


class _Reader:
    """One sentence being read."""

    def __init__(
        self,
        sentence: Sentence,
        part: int,
        known: FigureForms,
        clauses: Reader,
        *,
        year: int | None,
        topic: Topic | None,
    ) -> None:
        self._sentence, self._part, self._known, self._year = sentence, part, known, year
        self._topic = topic
        self._clauses = clauses
        self._before: list[str] = []
        self._topics: list[tuple[int, Topic]] = []
        for match in _topics(known).finditer(sentence.plain):
            self._topics.append((match.start(), cast(Topic, match.lastgroup)))

    def topic_at(self, index: int) -> Topic | None:
        """What the sentence is about at a sign: the last word before it that tells, or the sentence before."""
        before = [topic for start, topic in self._topics if start < index]
        return before[-1] if before else self._topic

    def figures(self) -> Iterator[Figure]:
        """The figures of the sentence, from left to right."""
        plain = self._sentence.plain
        if len(plain) > _LONGEST or not _COUNTING.search(plain):
            return
        contexts = list(self._contexts(quantities(plain, self._known.counting)))
        for context, following in zip_longest(contexts, contexts[1:]):
            form = self._keyed(context, following)
            if form is None and context.quantity.unit is None:
                continue
            yield self._figure(context, form)

    def _contexts(self, every: Sequence[Quantity]) -> Iterator[_Context]:
        """Each number with its words, those without a unit where the clause ends after them; said 分别, with its own."""
        plain = self._sentence.plain
        found: list[_Context] = []
        end = 0
        for one in every:
            lead, after = plain[end : one.start], plain[one.end : one.end + _REST]
            if one.unit is None and not _BARE.match(after):
                continue
            found.append(_Context(one, clause_of(lead), lead, after))
            end = one.end
        yield from _respectively(found)

    def _keyed(self, context: _Context, following: _Context | None) -> FigureForm | None:
        """The figure with a key that a number is, None for others."""
        unit = context.quantity.unit
        forms = [form for form in self._known.all if unit is None or unit in form.units]
        if not forms or self._of_another_year(context):
            return None
        own = any(context.own)
        means = self._clauses.number(context.clause if own else context.lead, "" if own else context.after)
        means |= self._of_a_list(context)
        if ";" in context.lead:
            self._before.append(_ANEW)
        topic, beside = self.topic_at(context.quantity.start), self._beside(context, following)
        for form in forms:
            if form.is_said(means, beside, topic) and self._is_under(form, means):
                self._before.append(form.key)
                return form
        self._note(means, context.quantity.start)
        return None

    def _note(self, means: frozenset[str], at: int) -> None:
        """Keeps in mind what a number without a key says of those after it in the sentence."""
        if means & _HAPPENS:
            self._before.append("")
        if "other" in means or (means & _APPEALS and means & _HAPPENS):
            self._before.append("other_appeals")
        if UNKNOWN in means and "applications" in means:
            self._topics.append((at, "other"))

    def _is_under(self, form: FigureForm, means: frozenset[str]) -> bool:
        """Whether the figure before is one of those that this one may be a part of."""
        allowed = form.among if "among" in means and form.among else form.under
        return not allowed or not self._before or self._before[-1] in (_ANEW, form.key, *allowed)

    def _beside(self, context: _Context, following: _Context | None) -> frozenset[str]:
        """What the sentence says round the clause: the figures before it, and what the number after it is a part of."""
        found = set(self._before)
        if self._part == 4 or _INFORMATION.search(self._sentence.plain[: context.quantity.end]):
            found.add("information")
        if following and _PART_OF.match(following.lead):
            means = self._clauses.all(f"{following.lead}{following.after.partition(')')[0]}")
            found |= {f"then.{one}" for one in means if "excluded" not in means}
        return frozenset(found)

    def _of_a_list(self, context: _Context) -> frozenset[str]:
        """The meaning of 其中 where the clause is one more of the things that a 其中 or a bracket before it lists."""
        before = _SEMICOLON.split(self._sentence.plain[: context.quantity.start])[-1]
        listed = _AMONG in before and not _ON_ITS_OWN.search(context.clause)
        return frozenset({"among"}) if listed or context.lead.startswith("(") else frozenset()

    def _of_another_year(self, context: _Context) -> bool:
        """Whether the last clause that begins with a year names another one than the report's."""
        if self._year is None:
            return False
        said = told_by_year(self._sentence.plain[: context.quantity.start], self._year)
        years = [match[1] for match in _BEGINS_WITH_YEAR.finditer(said)]
        return bool(years) and years[-1] != "本年"

    def _figure(self, context: _Context, form: FigureForm | None) -> Figure:
        sentence, quantity = self._sentence, context.quantity
        before = sentence.plain[: quantity.start]
        return Figure(
            self._part,
            form.key if form else None,
            self._label(context),
            quantity.value, quantity.value_max, quantity.unit, self._qualifier(context),
            sentence.as_printed(quantity.start, quantity.end),
            sentence.printed.strip(),
            sentence.place(quantity.start),
            bool(form and self._known.wide.search(before)),
            bool(form and form.loose & self._clauses.all(context.clause)),
        )  # fmt: skip

    def _qualifier(self, context: _Context) -> Qualifier:
        """How exact the number is meant; 至少 may stand before the verb (至少开展2次)."""
        exact = context.quantity.qualifier == "exact"
        return "over" if exact and self._known.counting.at_least.search(context.clause) else context.quantity.qualifier

    def _label(self, context: _Context) -> str:
        lexicon = load_lexicon(self._known.folder)
        if any(context.own):
            return "".join(bare(words, lexicon) for words in context.own)
        label = label_of(context.lead, context.after, lexicon)
        at = self._sentence.plain.rfind(label, 0, context.quantity.start)
        return "".join(self._sentence.as_printed(at, at + len(label)).split()) if label and at >= 0 else label

    def nothings(self) -> Iterator[Figure]:
        """The sentence's statements that there was none."""
        plain = self._sentence.plain
        if len(plain) > _LONGEST or not _NONE.search(plain):
            return
        for start, end, means in self._clauses.denials(plain):
            topic = self.topic_at(start + 1)
            for form in self._known.all:
                if form.is_said(means, _INFORMED, topic, denied=True):
                    yield Figure(
                        self._part, form.key, form.zh, 0, None, None, "exact",
                        self._sentence.as_printed(start, end), self._sentence.printed.strip(),
                        self._sentence.place(start),
                    )  # fmt: skip


# 上年结转 is no date
_BEGINS_WITH_YEAR = re.compile(
    r"(?:^|[,;:。)])(?:在|截至|截止|自|从|至)?(本年|上年|下年|(?:19|20)\d{2}年)"
    r"(?!度?的?[^,;。]{0,6}(?:结转|转入|遗留|未办结|延续|接转|转接))"
)
_AMONG = "其中"
_SEMICOLON = re.compile("[;。]")
_ANEW = ";"
_PART_OF = re.compile(r"[,;]?(?:\(|其中|含|包括|包含)")
_INFORMATION = re.compile("信息公开|依申请")
_INFORMED = frozenset({"information"})
# a number of which one of these is said is the one of which the next may be a part
_HAPPENS = frozenset({"receive", "accept", "new", "handle", "answer", "carry", "late", "withdraw", "unfinished"})
_APPEALS = frozenset({"reconsiderations", "litigations"})
_ON_ITS_OWN = re.compile("收到|受理|办理|接收|接到|行政|其中")
# letters: a longer run without an end is no sentence, and each of its figures would carry it into the tables
_LONGEST = 2_000
_COUNTING = re.compile(r"[\d一二两三四五六七八九十百千万亿]")
_NONE = re.compile("未|没有|无|不存在")
_BARE = re.compile(r"$|[,;。)]")


def _respectively(found: Sequence[_Context]) -> Iterator[_Context]:
    """The numbers with their words; of numbers in a row after 分别 each gets its own of the words before."""
    index = 0
    while index < len(found):
        row = [found[index]]
        for one, after in pairwise(found[index:]):
            if not _IN_ROW.fullmatch(after.lead) or one.quantity.unit is None:
                break
            row.append(after)
        index += len(row)
        head, said, tail = row[0].lead.partition("分别")
        if len(row) == 1 or not said:
            yield from row
            continue
        items = _ITEMS.split(clause_of(head))[-len(row) :]
        for item, one in zip(items, row, strict=False):
            yield replace(one, clause=clause_of(f"{item}{tail}"), own=(item, clause_of(tail)))
        # more numbers than words: which is whose cannot be told
        yield from (replace(one, clause="", lead="") for one in row[len(items) :])
