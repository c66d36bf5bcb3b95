"""tag(pieces, labels): the labels that begin in each piece of words, whole, broken or damaged."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from extract.flat.pieces import CELL_KINDS, Piece
from extract.forms.fold import fold
from extract.forms.labels import LEADING, SHORT, Labels, Mark, likeness

_ALIKE = 0.62  # below this a damaged label is called lost rather than guessed
_A_PART = "其中"  # a row that is a part of another, whatever its words are like
_SHORTEST_KERNEL = 6  # letters
_MOST_SHARED = 0.7
_LEAST_LEFT = 0.25  # of a label's letters
_CLEARLY = 0.08  # and the next best label must be this much less alike


@dataclass(frozen=True, slots=True)
class Tags:
    """For each piece the labels that begin in it, whether its words are explained, and where its label ends."""

    marks: list[list[tuple[Mark, ...]]]
    known: list[bool]
    ends: list[int]


def tag(pieces: tuple[Piece, ...], labels: Labels) -> Tags:
    """The labels of the grid in ``pieces``: first those that a piece is, then broken ones, then damaged ones."""
    size = len(pieces)
    tags = Tags([[] for _ in range(size)], [False] * size, list(range(size)))
    run: list[int] = []
    for index, piece in enumerate(pieces):
        if piece.kind != "text":
            continue
        marks = labels.of(piece.text)
        if marks:
            tags.marks[index] = [marks]
            tags.known[index] = True
            # an outer label may stand amid the lines of a wrapped one, so it does not end the run
            if marks[0].kind != "group" and run:
                _tag_run(pieces, run, tags, labels)
                run = []
        elif labels.is_noise(fold(piece.text)):
            tags.known[index] = True
        else:
            run.append(index)
    if run:
        _tag_run(pieces, run, tags, labels)
    _tag_begun(pieces, tags, labels)
    _tag_alike(pieces, tags, labels)
    return tags


def _tag_begun(pieces: tuple[Piece, ...], tags: Tags, labels: Labels) -> None:
    """Wrapped labels whose lines other words stand between: told by a beginning that only one of them has."""
    have = {mark.key for marks in tags.marks for found in marks for mark in found if mark.kind == "row"}
    for index, piece in enumerate(pieces):
        if piece.kind != "text" or tags.known[index]:
            continue
        begun = _begun(pieces, tags, index, labels)
        if len(begun) == 1 and not begun & have:
            key = begun.pop()
            tags.marks[index].append((Mark("row", key),))
            tags.known[index] = True
            tags.ends[index] = _end_of_damaged(pieces, tags, index, labels.rows[key])


def _begun(pieces: tuple[Piece, ...], tags: Tags, index: int, labels: Labels) -> set[str]:
    """The rows whose label begins with a piece, and, where that is too short to tell, goes on with words that follow."""
    folded = fold(pieces[index].text)
    text = LEADING.sub("", folded)
    if len(text) >= SHORT:
        return labels.begin(text)
    for after in _words_behind(pieces, tags, index) if len(text) > 1 else ():
        more = fold(pieces[after].text)
        begun = labels.begin(folded + more) if text != folded else labels.begin(text + more)
        if begun and len(text + more) >= SHORT:
            return begun
    return set()


def _words_behind(pieces: tuple[Piece, ...], tags: Tags, index: int) -> Iterator[int]:
    """The next words behind a piece, before a label or another number; letters of an outer label may stand ahead of them."""
    for after in range(index + 1, len(pieces)):
        numbered = fold(pieces[after].text)[:1].isdecimal() and pieces[after].kind == "text"
        if tags.marks[after] or numbered or not _reads_on(pieces, index, after):
            return
        if pieces[after].kind == "text":
            yield after
            if not tags.known[after]:
                return


def _end_of_damaged(pieces: tuple[Piece, ...], tags: Tags, index: int, texts: tuple[str, ...]) -> int:
    """The last line of a label that begins as it should, with letters lost further on; else the piece itself."""
    end = next((i for i in range(index + 1, len(pieces)) if pieces[i].kind != "text" or tags.marks[i]), len(pieces)) - 1
    text = LEADING.sub("", fold("".join(piece.text for piece in pieces[index : end + 1])))
    return end if any(likeness(text, label) >= _ALIKE for label in texts) else index


def _tag_run(pieces: tuple[Piece, ...], run: list[int], tags: Tags, labels: Labels) -> None:
    """Labels that are broken over several pieces, or stand several in one piece."""
    texts = [fold(labels.without_remarks(pieces[index].text)) for index in run]
    joined = "".join(texts)
    owner = [index for index, text in zip(run, texts, strict=True) for _ in text]
    whole = labels.whole.get(LEADING.sub("", joined))
    if whole and len(run) <= 8:
        tags.marks[run[0]].append(whole)
        tags.ends[run[0]] = run[-1]
        for index in run:
            tags.known[index] = True
        return
    covered: Counter[int] = Counter()
    for found in labels.inside(joined):
        first, last = owner[found.start], owner[found.end - 1]
        if first != last and not _reads_on(pieces, first, last):
            continue
        tags.marks[first].append(found.marks)
        tags.ends[first] = max(tags.ends[first], last)
        covered.update(owner[found.start : found.end])
    for index, text in zip(run, texts, strict=True):
        # numerals and brackets may remain beside a label; a sentence around one may not
        if covered[index] and len(text) - covered[index] <= max(3, covered[index] // 2):
            tags.known[index] = True
        elif covered[index]:
            tags.known[index] = bool(tags.marks[index])


def _reads_on(pieces: tuple[Piece, ...], first: int, last: int) -> bool:
    """Whether a label may run from one piece to another: at most one row's figures between them."""
    return sum(piece.kind in CELL_KINDS for piece in pieces[first : last + 1]) <= 15


def _tag_alike(pieces: tuple[Piece, ...], tags: Tags, labels: Labels) -> None:
    """Damaged labels: words by figures that are like one row's label not found elsewhere, and like no other."""
    have = {mark.key for marks in tags.marks for found in marks for mark in found if mark.kind == "row"}
    lost = [(key, text) for key, texts in labels.rows.items() if key not in have for text in texts]
    for index, piece in enumerate(pieces):
        if not lost:
            return
        if piece.kind != "text" or tags.known[index] or len(piece.text) > 60:
            continue
        last = index
        text = LEADING.sub("", fold(piece.text))
        if text.startswith(_A_PART):
            continue
        best = _most_alike(text, lost)
        if best is None and pieces[index + 1 : index + 2] and pieces[index + 1].kind in CELL_KINDS:
            best = _kernel(text, lost, labels)
        while best is None and last + 1 < len(pieces) and last - index < 2:
            last += 1
            if pieces[last].kind != "text" or tags.known[last]:
                break
            text += fold(pieces[last].text)
            best = _most_alike(text, lost)
        if best is None or last + 1 >= len(pieces) or pieces[last + 1].kind not in CELL_KINDS:
            continue
        tags.marks[index].append((Mark("row", best),))
        tags.known[index : last + 1] = [True] * (last + 1 - index)
        tags.ends[index] = last
        lost = [entry for entry in lost if entry[0] != best]


def _most_alike(text: str, lost: list[tuple[str, str]]) -> str | None:
    if len(text) < 3:
        return None
    scores = sorted(((likeness(text, label), key) for key, label in lost), reverse=True)
    if scores[0][0] < _ALIKE:
        return None
    rival = next((score for score, key in scores[1:] if key != scores[0][1]), 0.0)
    return scores[0][1] if scores[0][0] - rival >= _CLEARLY else None


def _kernel(text: str, lost: list[tuple[str, str]], labels: Labels) -> str | None:
    """The row whose label a text shortens, or shares the most of with it, if that is so of no other row's label."""
    if len(text) < _SHORTEST_KERNEL:
        return None
    shortened = {key for key, texts in labels.rows.items() if any(_is_within(text, label) for label in texts)}
    shared = {key: _shared(text, label) for key, label in lost}
    cores = {key for key, core in shared.items() if len(core) >= _SHORTEST_KERNEL and _owners(core, labels) == {key}}
    found = shortened or cores
    return next(iter(found)) if len(found) == 1 and found <= shared.keys() else None


def _is_within(text: str, label: str) -> bool:
    """Whether a text is a label with letters left out."""
    letters = iter(label)
    return len(text) >= _LEAST_LEFT * len(label) and all(letter in letters for letter in text)


def _shared(text: str, label: str) -> str:
    """The longest run of letters of both, if it is most of each; else nothing."""
    found = SequenceMatcher(None, text, label, autojunk=False).find_longest_match()
    return text[found.a : found.a + found.size] if found.size >= _MOST_SHARED * max(len(text), len(label)) else ""


def _owners(core: str, labels: Labels) -> set[str]:
    return {key for key, texts in labels.rows.items() if any(core in label for label in texts)}


def wrapped(pieces: tuple[Piece, ...], tags: Tags, label: int, end: int) -> tuple[int, int]:
    """The last piece of a row's label and the end of its row: of a later one, where the label wraps into it.

    ``end`` is that of the row in which the label begins. It wraps where that row holds nothing behind it, and the next
    hold the rest of its words, or of a remark in brackets, then cells and no other label.
    """
    last = tags.ends[label] if tags.ends[label] != label else _end_of_remark(pieces, tags, label, end)
    if last < end:
        return last, end
    words = all(piece.kind == "text" for piece in pieces[label : last + 1]) and not any(
        tags.marks[label + 1 : last + 1]
    )
    after = next((i for i in range(last + 1, len(pieces)) if pieces[i].row != pieces[last].row), len(pieces))
    cells = [piece for piece in pieces[last + 1 : after] if piece.kind in CELL_KINDS]
    return (last, after) if words and cells and not any(tags.marks[last:after]) else (label, end)


def _end_of_remark(pieces: tuple[Piece, ...], tags: Tags, label: int, end: int) -> int:
    """The piece that closes a bracket which the last piece of a row leaves open; else the label itself."""
    rest = pieces[end].text if label == end - 1 and end < len(pieces) and not tags.marks[end] else ""
    opened = re.search(r"[(（][^)）]*$", pieces[label].text)
    return end if opened and re.fullmatch(r"[^(（]*[)）]", rest) else label


def over_cells(pieces: tuple[Piece, ...], row: range, labels: Labels) -> list[tuple[int, Mark]]:
    """The label of a row or a block that a reader of pages cut into several cells: 第二十条第 | （一）项, （七） | 总 | 计."""
    words = [i for i in row if pieces[i].kind == "text"]
    if len(words) < 2 or words != list(range(words[0], words[-1] + 1)):
        return []
    found = labels.of("".join(pieces[i].text for i in words))
    return [(words[-1], mark) for mark in found if mark.kind in ("row", "block")][:1]
