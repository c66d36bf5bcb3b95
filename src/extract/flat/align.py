"""align(pieces, labels): which pieces are labels of the form, and which figures stand by which label.

The first of two steps: nothing is placed in a column here, and nothing is dropped; what stands by no label is kept.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from extract.document import NOWHERE, Place
from extract.flat.pieces import BARE_NUMERAL, CELL_KINDS, Piece, Pieces, is_rest, rows_of
from extract.flat.tag import Tags, over_cells, tag, wrapped
from extract.flat.unstack import unstacked
from extract.forms.fold import KEPT, fold
from extract.forms.labels import LEADING, Labels, Mark

_WORDS = 4  # letters behind a label that are more than its ending


@dataclass(frozen=True, slots=True)
class Band:
    """The cells that stand by one label.

    ``key`` is the row's, None where the words by the figures are no label of the form;
    ``block`` is the article whose header stands above (grid 二). ``broken`` bands have no cells
    because something other than a label or a figure came in between, or holds their figures.
    """

    key: str | None
    label: str
    cells: tuple[Piece, ...]
    block: str = ""
    place: Place = NOWHERE
    broken: bool = False


@dataclass(frozen=True, slots=True)
class HeaderColumn:
    """A column's label where it is printed; ``block`` as in `Band`.

    ``whole`` labels fill their piece: only they tell the order of the columns, since a broken
    header's words are put together from several lines.
    """

    key: str
    block: str
    piece: Piece
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Alignment:
    """The bands of a region in order, its column labels in order, and what tells the form.

    ``votes`` counts for each form id the printed labels that this form alone has.
    ``channels`` (grid 四) are the block labels in the order printed.
    """

    source: Pieces
    bands: tuple[Band, ...]
    header: tuple[HeaderColumn, ...]
    channels: tuple[str, ...]
    votes: tuple[tuple[str, int], ...]

    @property
    def found(self) -> bool:
        """Whether any label of the grid is there."""
        return bool(self.header or self.channels or any(band.key for band in self.bands))


def align(source: Pieces, labels: Labels) -> Alignment:
    """The labels of the grid found in ``source`` and the figures by each of them."""
    source = unstacked(source, labels)
    tags = tag(source.pieces, labels)
    if source.structured:
        bands, header = _by_rows(source.pieces, tags, labels)
    else:
        bands, header = _by_stream(source.pieces, tags, labels)
    channels = tuple(mark.key for marks in tags.marks for found in marks for mark in found if mark.kind == "row")
    return Alignment(source, tuple(bands), tuple(header), channels, _votes(source.pieces, tags, labels))


def _votes(pieces: tuple[Piece, ...], tags: Tags, labels: Labels) -> tuple[tuple[str, int], ...]:
    votes: Counter[str] = Counter()
    for piece, marks in zip(pieces, tags.marks, strict=True):
        if not marks:
            continue
        own, whole = _votes_of(piece.text, labels)
        keys = () if whole else [mark.key for found in marks for mark in found if mark.kind == "row"]
        for vote in (*own, *(labels.votes[text] for key in keys for text in labels.rows[key] if text in labels.votes)):
            votes[vote] += 1
    return tuple(sorted(votes.items()))


def _votes_of(text: str, labels: Labels) -> tuple[tuple[str, ...], bool]:
    """The forms that words vote for, and whether they are one label and nothing else."""
    return _known_votes(text, labels) if len(text) <= KEPT else _count_votes(text, labels)


def _count_votes(text: str, labels: Labels) -> tuple[tuple[str, ...], bool]:
    folded = fold(text)
    vote = labels.votes.get(folded) or labels.votes.get(LEADING.sub("", folded))
    if vote:
        return (vote,), True
    return tuple(labels.votes[word] for word in labels.long.findall(folded) if word in labels.votes), False


_known_votes = lru_cache(maxsize=4096)(_count_votes)


def _is_numbered(text: str) -> bool:
    return LEADING.match(fold(text)) is not None


# ── figures by rows ─────────────────────────────────────────────────────────────────────────────────


def _values_in(row: tuple[Piece, ...]) -> int:
    return sum(piece.kind in CELL_KINDS for piece in row)


def _row_marks(pieces: tuple[Piece, ...], row: range, tags: Tags, *, after_rows: bool) -> Iterator[tuple[int, Mark]]:
    """The marks of one source row; 总计 and 其他 name a row where they have a number, or cells and no rival."""
    every = [(i, found) for i in row for found in tags.marks[i]]
    if all(len(found) == 1 for _, found in every):
        yield from ((index, found[0]) for index, found in every)
        return
    # Markdown repeats a label in every field that it spans
    named = {mark.key for _, found in every for mark in found if mark.kind == "column"}
    wanted = "row" if after_rows and len(named) == 1 and _values_in(pieces[row.start : row.stop]) > 2 else "column"
    for index, found in every:
        kind = "row" if _is_numbered(pieces[index].text) else wanted
        yield index, next((mark for mark in found if mark.kind == kind), found[0])


def _by_rows(pieces: tuple[Piece, ...], tags: Tags, labels: Labels) -> tuple[list[Band], list[HeaderColumn]]:
    bands: list[Band] = []
    header: list[HeaderColumn] = []
    block = ""
    taken = 0
    for start, end in rows_of(pieces):
        if start < taken:
            continue
        row = range(start, end)
        labelled = any(tags.marks[start:end])
        marks = (
            list(_row_marks(pieces, row, tags, after_rows=bool(bands))) if labelled else over_cells(pieces, row, labels)
        )
        block = next((mark.key for _, mark in marks if mark.kind == "block"), block)
        columns = [(i, mark.key) for i, mark in marks if mark.kind == "column"]
        figures = [i for i in row if pieces[i].kind == "figure"]
        if len(columns) > 1 or (columns and not figures):
            header += [HeaderColumn(key, block, pieces[i]) for i, key in columns]
            continue
        label = next((i for i, mark in reversed(marks) if mark.kind == "row"), None)
        if label is not None:
            named = [(i, mark.key) for i, mark in marks if mark.kind == "row"]
            key = next(key for i, key in named if i == label)
            for (at, owner), (after, _) in pairwise(named):
                between = pieces[tags.ends[at] + 1 : after]
                if any(piece.kind == "figure" for piece in between):
                    bands.append(Band(owner, pieces[at].text, between, block, pieces[at].place))
            last, taken = wrapped(pieces, tags, label, end)
            values = pieces[last + 1 : taken]
            bands.append(Band(key, pieces[label].text, values, block, pieces[label].place))
        elif figures or any(is_rest(pieces[i]) for i in row):
            words = [pieces[i] for i in row if pieces[i].kind == "text" and figures and i < figures[0]]
            text = "".join(word.text for word in words)
            first = row[0] + len(words)
            bands.append(Band(None, text, pieces[first:end], block, (words or pieces[start:end])[0].place))
        elif not marks and all(pieces[i].kind == "empty" for i in row):
            bands.append(Band(None, "", pieces[start:end], block, pieces[start].place))
    return bands, header


# ── figures by reading order ────────────────────────────────────────────────────────────────────────


def _by_stream(pieces: tuple[Piece, ...], tags: Tags, labels: Labels) -> tuple[list[Band], list[HeaderColumn]]:
    walk = _Walk(pieces, tags, labels)
    for index, piece in enumerate(pieces):
        if piece.kind == "text":
            walk.text(index, piece)
        elif piece.kind == "break":
            walk.close(broken=True)
        else:
            walk.figure(piece)
    walk.close()
    return walk.bands, walk.header


class _Walk:
    """Reads pieces in order and keeps what the last label was."""

    def __init__(self, pieces: tuple[Piece, ...], tags: Tags, labels: Labels) -> None:
        self.pieces, self.tags, self.labels = pieces, tags, labels
        self.bands: list[Band] = []
        self.header: list[HeaderColumn] = []
        self.cells: list[Piece] = []
        self.key: str | None = None
        self.words = ""
        self.place = NOWHERE
        self.block = ""
        self.open_until = -1
        self.last_kind = self.last_row = ""
        self.signs = self.unsure = False
        keys = {found[0].key for marks in tags.marks for found in marks if len(found) == 1}
        self.split_rows = {key.split(".")[0] for key in keys if "." in key}

    def close(self, *, broken: bool = False) -> None:
        """Ends the band that is open, if it has a label or cells."""
        if self.key is not None or self.cells:
            lost = (broken or self.unsure) and not self.cells
            self.bands.append(Band(self.key, self.words, tuple(self.cells), self.block, self.place, lost))
        self.key, self.words, self.cells, self.unsure = None, "", [], self.signs

    def figure(self, piece: Piece) -> None:
        """Takes a piece that fills a cell."""
        self.signs = False
        self.cells.append(piece)

    def text(self, index: int, piece: Piece) -> None:
        """Takes a piece of words: each label in it ends the band before."""
        self.signs = self.labels.leave_signs(piece.text)
        self.unsure |= self.signs
        for found in self.tags.marks[index]:
            self._mark(self._choose(found, index), index, piece)
        behind = self._behind(piece) if self.block and self.key and self.tags.marks[index] else ""
        if len(behind) >= _WORDS and self.tags.ends[index] == index:
            # blank cells vanish: what follows belongs to a row that the form does not have
            self.close()
            self.words, self.place, self.last_kind = behind, piece.place, ""
            return
        if self.key is not None and not self.tags.marks[index] and self._is_cell(piece):
            self.cells.append(piece)
            return
        if BARE_NUMERAL.fullmatch(piece.text) and index > self.open_until:
            self.close()  # what follows is no longer the row's
            self.words, self.place, self.last_kind = piece.text, piece.place, ""
            return
        if self.tags.known[index] or index <= self.open_until:
            return
        if self.key is not None and self._goes_on(piece):
            return
        # what stands in the place of a row's figures and is none leaves its cells not empty
        self.close(broken=piece.place.line is not None and piece.place.line == self.place.line)
        self.words, self.place, self.last_kind = piece.text, piece.place, ""

    def _is_cell(self, piece: Piece) -> bool:
        """Whether words fill a cell: "05", "12 34" or "0②" is no number, and no words either."""
        return self.signs and not LEADING.sub("", fold(piece.text))

    def _behind(self, piece: Piece) -> str:
        """What follows the last label in a piece of words."""
        text = fold(self.labels.without_remarks(piece.text))
        return text[max((found.end for found in self.labels.inside(text)), default=len(text)) :]

    def _goes_on(self, piece: Piece) -> bool:
        """Whether words after a row's label are the rest of it, or of a remark in brackets by it."""
        remark = self.words.count("(") + self.words.count("（") > self.words.count(")") + self.words.count("）")
        if remark and not self.cells:
            self.words += piece.text
            return True
        return self.labels.continues(self.key or "", fold(piece.text))

    def _choose(self, found: tuple[Mark, ...], index: int) -> Mark:
        if len(found) == 1:
            mark = found[0]
            # （六）其他处理 heads its own rows where they are printed
            if mark.kind == "row" and mark.key in self.split_rows:
                return Mark("group", mark.key)
            return mark
        rows = [mark for mark in found if mark.kind == "row"]
        by_figures = index + 1 < len(self.pieces) and self.pieces[index + 1].kind in CELL_KINDS
        after_rows = any(band.key for band in self.bands) or self.key is not None
        # a row has its number before it, or stands where the form has it; a column's label has neither
        numbered = _is_numbered(self.pieces[index].text)
        due = any(self.labels.before(mark.key, self.last_row) for mark in rows)
        if rows and numbered and (after_rows or by_figures):
            return rows[0]
        if rows and after_rows and self.last_kind != "column" and (by_figures or due):
            return rows[0]
        return next((mark for mark in found if mark.kind == "column"), found[0])

    def _mark(self, mark: Mark, index: int, piece: Piece) -> None:
        if mark.kind == "group" and index <= self.open_until:
            return
        self.close()
        self.last_kind = mark.kind
        if mark.kind == "row":
            self.key, self.words, self.place = mark.key, piece.text, piece.place
            self.last_row = mark.key
            self.open_until = self.tags.ends[index]
        elif mark.kind == "column":
            whole = bool(self.labels.of(piece.text))
            self.header.append(HeaderColumn(mark.key, self.block, piece, whole))
        elif mark.kind == "block":
            self.block = mark.key
