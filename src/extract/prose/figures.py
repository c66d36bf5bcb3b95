"""Figure: a number stated in the prose of a report, with what it counts, its sentence and its place."""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from extract.document import Place
from extract.forms.form import Forms
from extract.parts.report import Report
from extract.prose.around import HEADS, Context
from extract.prose.clauses import Reader
from extract.prose.figure_forms import FigureForm, FigureForms, Topic, load_figure_forms
from extract.prose.keyed import Keys
from extract.prose.labelling import bare, clause_of, label_of, load_lexicon
from extract.prose.meanings import load_vocabulary
from extract.prose.passages import Passage, Sentence, passages
from extract.prose.quantity import Qualifier, Quantity, in_digits, quantities

_REST = 40  # letters after a number that may tell what it counts
_HEADING = 24  # letters of a paragraph that is no more than a heading to the next one
_ITEM = re.compile(r"\(?\d{1,2}[.、)](?!\d)|[-*·①-⑳◆●■▪•]")  # 1. and 2. under one heading are of one matter
_IN_ROW = re.compile(r"(?:、|,|和|及|与|以及|,和)?")
_ITEMS = re.compile(r"[、和及与]|以及")
_SAME_AGAIN = re.compile("[、,共计]{0,2}|(?:共|先后|累计)?提出(?:政府)?(?:信息公开)?申请(?:共计?)?")
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
        stated: list[Figure] = []
        denied: list[Figure] = []
        for sentence in passage.sentences:
            read = _Reader(sentence, part, known, clauses, topic, earlier={one.figure for one in stated})
            stated += read.figures
            denied += read.nothings
            topic = read.topic
        whole = {one.figure: one.value for one in stated if one.wide}
        figures += [replace(one, figure=None) if _is_part(one, whole) else one for one in stated]
        nothings += [one for one in denied if not _is_part(one, whole)]
        under_heading = _is_heading(passage)
    return Stated(tuple(figures), tuple(nothings))


def _is_part(figure: Figure, whole: Mapping[str | None, int | float]) -> bool:
    """Whether a figure is of one office, where its paragraph states the same of the whole region: 全县49件，本级10件."""
    return figure.figure in whole and not figure.wide and figure.value < whole[figure.figure]


def _is_heading(passage: Passage) -> bool:
    return len(passage.sentences) == 1 and len(passage.sentences[0].plain) <= _HEADING


class _Reader:
    """One sentence being read: ``figures`` and ``nothings`` are what it states, ``topic`` what it is about in the end."""

    def __init__(
        self, sentence: Sentence, part: int, known: FigureForms, clauses: Reader, topic: Topic | None,
        *, earlier: Container[str | None],
    ) -> None:  # fmt: skip
        self._sentence, self._part, self._known, self._clauses = sentence, part, known, clauses
        self.figures: list[Figure] = []
        self.nothings: list[Figure] = []
        plain = sentence.plain
        every = quantities(plain, known.counting) if len(plain) <= _LONGEST and _COUNTING.search(plain) else ()
        self._plain = in_digits(plain, every)
        self._keys = keys = Keys(self._plain, part, known, clauses, topic, earlier=earlier)
        if len(plain) <= _LONGEST and _NONE.search(plain):
            self.nothings += [self._nothing(form, start, end) for start, end, form in keys.denied()]
        if every:
            contexts = list(self._contexts(every))
            for context, following in zip_longest(contexts, contexts[1:]):
                self._read(context, keys.of(context, following))
        some = {one.figure for one in self.figures if one.value}  # 法人3件，无其他组织
        self.nothings = [one for one in self.nothings if one.figure not in some]
        self.topic = keys.topic_at(len(plain))

    def _read(self, context: Context, forms: Sequence[FigureForm]) -> None:
        """Keeps a number, once for each figure that it is (行政复议、行政诉讼均为0件)."""
        if key := self._keys.said.of_parts():
            self.figures = [replace(one, figure=None) if one.figure == key else one for one in self.figures]
        if forms or context.quantity.unit is not None:
            self.figures += [self._figure(context, form) for form in (forms or (None,))]

    def _nothing(self, form: FigureForm, start: int, end: int) -> Figure:
        return Figure(
            self._part, form.key, form.zh, 0, None, None, "exact",
            self._sentence.as_printed(start, end), self._sentence.printed.strip(), self._sentence.place(start),
        )  # fmt: skip

    def _contexts(self, every: Sequence[Quantity]) -> Iterator[Context]:
        """Each number with its words, those without a unit where the clause ends after them; said 分别, with its own."""
        plain = self._plain
        found: list[Context] = []
        end = 0
        for one in every:
            lead, after = plain[end : one.start], plain[one.end : one.end + _REST]
            if one.unit is None and (not _BARE.match(after) or _NUMERAL.search(plain[: one.end + 1])):
                continue
            if found and _SAME_AGAIN.fullmatch(lead) and found[-1].quantity.unit in HEADS and one.unit not in HEADS:
                lead = found[-1].lead  # 申请公开信息的有9人次、12件
            found.append(Context(one, clause_of(lead), lead, after))
            if one.unit != _DAYS or not after.startswith("内"):  # 未在20个工作日内答复2件
                end = one.end
        yield from _respectively(found)

    def _figure(self, context: Context, form: FigureForm | None) -> Figure:
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
            bool(form and form.loose and form.loose & self._clauses.all(context.clause)),
        )  # fmt: skip

    def _qualifier(self, context: Context) -> Qualifier:
        """How exact the number is meant; 至少 may stand before the verb (至少开展2次)."""
        exact = context.quantity.qualifier == "exact"
        return "over" if exact and self._known.counting.at_least.search(context.clause) else context.quantity.qualifier

    def _label(self, context: Context) -> str:
        lexicon = load_lexicon(self._known.folder)
        if any(context.own):
            return "".join(bare(words, lexicon) for words in context.own)
        label = label_of(context.lead.rpartition(f"{_DAYS}内")[2], context.after, lexicon)
        at = self._sentence.plain.rfind(label, 0, context.quantity.start)
        return "".join(self._sentence.as_printed(at, at + len(label)).split()) if label and at >= 0 else label


# letters: a longer run without an end is no sentence, and each of its figures would carry it into the tables
_LONGEST = 2_000
_COUNTING = re.compile(r"[\d〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]")
_NONE = re.compile("[未无零]|没有|不收取|免收|不存在|不涉及|不曾")
_NUMERAL = re.compile(r"\(\d{1,2}\)$")  # of an item, not of a count
_BARE = re.compile(r"$|[,;。)]|\((?!\d)|、(?![\d月])")
_DAYS = "个工作日"


def _respectively(found: Sequence[Context]) -> Iterator[Context]:
    """The numbers with their words; of numbers in a row after 分别 each gets its own of the words before."""
    index = 0
    while index < len(found):
        row = [found[index]]
        for one, after in pairwise(found[index:]):
            if not _IN_ROW.fullmatch(after.lead) or one.quantity.unit is None:
                break
            row.append(after)
        head, said, tail = row[0].lead.partition("分别")
        named = _ITEMS.split(clause_of(head))
        if len(named) > 1 and row[len(named) :] and row[len(named)].lead == ",":  # 分别为9件、8件，1件结转
            row = row[: len(named)]
        index += len(row)
        if len(row) == 1 or not said:
            yield from row
            continue
        items = named[-len(row) :]
        # more numbers than words: which is whose cannot be told
        told = len(items) == len(row)
        for item, one in zip(items, row, strict=False):
            yield replace(one, clause=clause_of(f"{item}{tail}") if told else "", own=(item, clause_of(tail)))
        yield from (replace(one, clause="", lead="") for one in row[len(items) :])
