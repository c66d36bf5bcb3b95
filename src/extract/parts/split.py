"""split(document, forms): the six parts of a report, and what its first lines say of whose it is."""

from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from extract.document import NOWHERE, Block, Document, Line, Place, Table
from extract.forms.fold import fold
from extract.forms.form import GRID_NAMES, Form, Forms, without_numeral
from extract.parts.headings import SHORTEST, Candidate, candidates
from extract.parts.phrase import is_title
from extract.parts.report import Method, Report, Section
from extract.parts.title import front_matter

_FEW = 4  # letters between two headings of a list of contents
_MOST_HEADINGS = 600  # in a file; a volume of a hundred reports has so many, and comparing them all takes time


def split(document: Document, forms: Forms) -> Report:
    """The report in ``document``: six sections always, missing ones empty.

    When the numbering begins again after it was far advanced, a second report stands in the
    same file; it is left out and its place kept in ``second``.
    """
    blocks = document.blocks
    every = [
        candidate
        for index, block in enumerate(blocks)
        if isinstance(block, Line) and len(block.text) >= SHORTEST
        for candidate in candidates(index, block, forms)
    ]
    every = _without_contents(every[:_MOST_HEADINGS], blocks)
    second = _second_report(every, blocks, forms)
    if second is not None:
        blocks = blocks[:second]
        every = [c for c in every if c.block < second]
        place: Place | None = _place(document.blocks[second])
    else:
        place = None
    starts = _with_inferred(_best_chain(every), blocks, forms)
    preamble, sections = _cut(blocks, starts, forms.all[0])
    sections = _with_grids_behind(sections, forms)
    front = front_matter(preamble if starts else blocks[:60], blocks, forms, sections[0].blocks)
    return Report(
        front.title, front.authority, front.fiscal_year, front.year_evidence,
        front.period_start, front.period_end, sections, preamble, place,
        front.years, front.authority_evidence,
    )  # fmt: skip


def _place(block: Block) -> Place:
    return block.place if isinstance(block, Line) else Place(page=block.page, table_no=block.number)


def _between(blocks: tuple[Block, ...], left: Candidate, right: Candidate) -> int:
    """How many letters stand between two headings; a table counts as many."""
    if left.block == right.block:
        line = blocks[left.block]
        return len(fold(line.text[left.end : right.start])) if isinstance(line, Line) else 0
    count = 0
    for index in range(left.block, right.block + 1):
        block = blocks[index]
        if isinstance(block, Table):
            return 1000
        text = block.text
        if index == left.block:
            text = text[left.end :]
        if index == right.block:
            text = block.text[: right.start]
        count += len(fold(text))
        if count > _FEW:
            break
    return count


def _without_contents(every: list[Candidate], blocks: tuple[Block, ...]) -> list[Candidate]:
    """The candidates without those of a list of contents: four or more in a row with nothing between them.

    They stay where nothing later could be the heading, as in a form left empty.
    """
    kept: list[Candidate] = []
    run: list[Candidate] = []
    for candidate in [*every, None]:
        if candidate and run and candidate.part > run[-1].part and _between(blocks, run[-1], candidate) <= _FEW:
            run.append(candidate)
            continue
        later = [] if candidate is None else every[every.index(candidate) :]
        listed = len(run) >= 4 and (later or len({c.block for c in run}) == 1)
        if not listed or (later and not {c.part for c in run} & {c.part for c in later}):
            kept += run
        run = [candidate] if candidate else []
    return kept


def _best_chain(every: list[Candidate]) -> list[Candidate]:
    """The candidates, parts rising, with the greatest sum of scores; of equals the one that begins first."""
    best: list[tuple[int, list[Candidate]]] = []
    for candidate in every:
        before = max(
            ((score, chain) for score, chain in best if chain[-1].part < candidate.part),
            key=lambda item: item[0],
            default=(0, []),
        )
        best.append((before[0] + candidate.score, [*before[1], candidate]))
    return max(best, key=lambda item: item[0])[1] if best else []


def _second_report(every: list[Candidate], blocks: tuple[Block, ...], forms: Forms) -> int | None:
    """The block where a second report begins, or None.

    A second one shows by three sure headings again, rising from part 一 or 二, after a sure
    heading of part 三 or later.
    """
    sure = [c for c in every if c.score >= 9]
    for index, first in enumerate(sure):
        seen = {c.part for c in sure[:index]}
        if first.part > 2 or first.part not in seen or max(seen) < 3:
            continue
        again = _best_chain(sure[index:])
        if len(again) < 3 or again[0] is not first:
            continue
        floor = max(c.block for c in sure[:index])
        for block in range(first.block, floor, -1):
            line = blocks[block]
            if isinstance(line, Line) and is_title(line.text, forms):
                return block
        return first.block
    return None


@lru_cache(maxsize=4)
def _anchors(forms: Forms) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """For each part with a grid the folded labels that no sentence begins with."""
    found: list[tuple[int, tuple[str, ...]]] = []
    for number, name in enumerate(GRID_NAMES, 2):
        words: set[str] = set()
        for form in forms.all:
            grid = form.grid(name)
            if name == "disclosure":
                words |= {fold(label) for row in grid.rows for label in row.path}
            elif name == "applications":
                words |= {fold(grid.notes[0]), fold(grid.notes[1])}
                words |= {fold(without_numeral(row.label)) for row in grid.rows if not row.path}
                words |= {fold(row.label) for row in grid.rows if row.path}
            else:
                words |= {fold(row.label) for row in grid.rows[1:]} | {fold(grid.rows[0].columns[0].label)}
        found.append((number, tuple(sorted(words))))
    return tuple(found)


def _opens_grid(block: Block, words: tuple[str, ...]) -> bool:
    if isinstance(block, Table):
        return any(_begins(cell.text, words) for cell in block.cells[:40])
    return _begins(block.text, words)


def _begins(text: str, words: tuple[str, ...]) -> bool:
    head = text.strip()
    if not head or "。" in head[:60]:
        return False
    bare = head.lstrip("|#* \t(（")[:60]
    return fold(without_numeral(bare)).startswith(words) or fold(bare).startswith(words)


def _with_inferred(chain: list[Candidate], blocks: tuple[Block, ...], forms: Forms) -> list[Candidate]:
    """The chain, and for each part whose heading is missing the place where its grid begins."""
    starts = list(chain)
    have = {c.part for c in chain}
    for part, words in _anchors(forms):
        if part in have:
            continue
        low = max((c.block for c in starts if c.part < part), default=-1)
        high = min((c.block for c in starts if c.part > part), default=len(blocks))
        for index in range(low + 1, high):
            if _opens_grid(blocks[index], words):
                starts.append(Candidate(index, 0, 0, part, "inferred", 0))
                break
        starts.sort(key=lambda c: (c.block, c.start))
    return starts


def _cut(
    blocks: tuple[Block, ...], starts: list[Candidate], form: Form
) -> tuple[tuple[Block, ...], tuple[Section, ...]]:
    """The blocks before the first start, and the six sections."""
    bounds = [*starts, Candidate(len(blocks), 0, 0, 7, "missing", 0)]
    preamble = _slice(blocks, 0, 0, bounds[0].block, bounds[0].start)
    found: dict[int, Section] = {}
    for here, after in pairwise(bounds):
        key = form.parts[here.part - 1].key
        heading, place = _heading(blocks[here.block], here)
        inside = _slice(blocks, here.block, here.end, after.block, after.start)
        found[here.part] = Section(here.part, key, heading, here.method, inside, place)
    missing: Method = "missing"
    sections = tuple(found.get(p.number) or Section(p.number, p.key, None, missing) for p in form.parts)
    return preamble, sections


def _with_grids_behind(sections: tuple[Section, ...], forms: Forms) -> tuple[Section, ...]:
    """The sections, grids that stand behind the last one back in their parts: some programs write tables after the text.

    Two or three of them have to be there, in their order, and not one in its own part.
    """
    last = next((section for section in reversed(sections) if section.blocks), sections[-1])
    starts: list[tuple[int, int]] = []
    for part, words in _anchors(forms):
        if last.part <= part or any(_opens_grid(block, words) for block in sections[part - 1].blocks):
            return sections
        rows = [i for i, block in enumerate(last.blocks) if isinstance(block, Line) and _opens_grid(block, words)]
        if len(rows) > 1:
            starts.append((_with_header(last.blocks, rows[0]), part))
    if len(starts) < 2 or starts != sorted(starts):
        return sections
    moved = {last.part: replace(last, blocks=last.blocks[: starts[0][0]])}
    for (start, part), (end, _) in pairwise([*starts, (len(last.blocks), 0)]):
        own = sections[part - 1]
        moved[part] = replace(own, blocks=(*own.blocks, *last.blocks[start:end]))
    return tuple(moved.get(section.part, section) for section in sections)


def _with_header(blocks: tuple[Block, ...], first: int) -> int:
    """Where a grid begins whose first label stands in block ``first``: 行政复议 and 行政诉讼 may stand above it."""
    above = blocks[first - 1] if first else None
    told = isinstance(above, Line) and fold(above.text).startswith(("行政复议", "行政诉讼"))
    return _with_header(blocks, first - 1) if told else first


def _heading(block: Block, start: Candidate) -> tuple[str | None, Place]:
    if isinstance(block, Line):
        return block.text[start.start : start.end].strip() or None, block.place
    return None, NOWHERE


def _slice(blocks: tuple[Block, ...], first: int, start: int, last: int, end: int) -> tuple[Block, ...]:
    """The blocks from offset ``start`` of block ``first`` up to offset ``end`` of block ``last``."""
    if first == last:
        return _part(blocks[first], start, end) if first < len(blocks) else ()
    closing = _part(blocks[last], 0, end) if last < len(blocks) else ()
    return (*_part(blocks[first], start, None), *blocks[first + 1 : last], *closing)


def _part(block: Block, low: int, high: int | None) -> tuple[Block, ...]:
    """A block from one offset to another, None for its end; a table only where its end is not cut off."""
    if isinstance(block, Table):
        return (block,) if high is None else ()
    size = len(block.text)
    if low == 0 and high in (None, size):
        return (block,) if high is None or high else ()
    text = block.text[low:high]
    return (block._replace(text=text, start=block.start + low),) if text else ()
