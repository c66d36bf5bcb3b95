"""Changes inside a PDF: of its unpacked streams, their operators, and its pages, in a file that is right again."""

import io
import re
from collections.abc import Callable, Mapping, Sequence
from random import Random

import pikepdf

from bench.hostile.change_bytes import BYTES, Change


def _of_stream(change: Change) -> Change:
    """A change of one unpacked stream, in a PDF that is right again."""

    def changed(data: bytes, other: bytes, chance: Random) -> bytes:
        with pikepdf.open(io.BytesIO(data)) as mine, pikepdf.open(io.BytesIO(other)) as theirs:
            streams, offered = _streams(mine), _streams(theirs)
            if streams and offered:
                stream = chance.choice(streams)
                stream.write(change(stream.read_bytes(), chance.choice(offered).read_bytes(), chance))
            return _saved(mine)

    return changed


def _streams(document: pikepdf.Pdf) -> list[pikepdf.Stream]:
    found = []
    for item in document.objects:
        if isinstance(item, pikepdf.Stream):
            try:
                if item.read_bytes():
                    found.append(item)
            except pikepdf.PdfError:
                continue
    return found


def _saved(document: pikepdf.Pdf) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer, static_id=True, deterministic_id=False)
    return buffer.getvalue()


def _of_operators(change: Callable[[list[bytes], list[bytes], Random], Sequence[bytes]]) -> Change:
    """A change of the lines of a content stream, which are its operators more or less."""
    return _of_stream(lambda data, other, chance: b"\n".join(change(data.split(b"\n"), other.split(b"\n"), chance)))


def _drop_line(lines: list[bytes], other: list[bytes], chance: Random) -> Sequence[bytes]:
    del other
    at = chance.randrange(len(lines))
    return lines[:at] + lines[at + chance.choice((1, 1, 5, 30)) :]


def _double_line(lines: list[bytes], other: list[bytes], chance: Random) -> Sequence[bytes]:
    del other
    at = chance.randrange(len(lines))
    end = at + chance.choice((1, 5, 30))
    return lines[:end] + lines[at:]


def _lines_of_other(lines: list[bytes], other: list[bytes], chance: Random) -> Sequence[bytes]:
    at = chance.randrange(len(lines))
    count = chance.choice((1, 5, 30))
    return lines[:at] + other[at : at + count] + lines[at + count :]


def _number(lines: list[bytes], other: list[bytes], chance: Random) -> Sequence[bytes]:
    del other
    at = chance.randrange(len(lines))
    lines[at] = re.sub(rb"\d", lambda _: b"%d" % chance.randrange(10), lines[at], count=chance.choice((1, 3)))
    return lines


def _page_change(data: bytes, other: bytes, chance: Random) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as mine, pikepdf.open(io.BytesIO(other)) as theirs:
        at = chance.randrange(len(mine.pages))
        what = chance.choice(("drop", "double", "turn", "other", "reverse"))
        if what == "drop" and len(mine.pages) > 1:
            del mine.pages[at]
        elif what == "double":
            mine.pages.insert(at, mine.pages[at])
        elif what == "turn":
            mine.pages[at].rotate(chance.choice((90, 180, 270)), relative=True)
        elif what == "other":
            mine.pages.insert(at, theirs.pages[chance.randrange(len(theirs.pages))])
        else:
            mine.pages.reverse()
        return _saved(mine)


PAPERS: Mapping[str, Change] = {
    **{f"stream-{name}": _of_stream(change) for name, change in BYTES.items()},
    "operator-dropped": _of_operators(_drop_line), "operator-doubled": _of_operators(_double_line),
    "operators-of-other": _of_operators(_lines_of_other), "number": _of_operators(_number), "pages": _page_change,
}  # fmt: skip
