"""Crafted PDFs: trees and tables that lead back into themselves, a million objects, streams that unpack without end."""

import zlib
from collections.abc import Iterator, Sequence

from bench.hostile.case import (
    CRASHED,
    ENCRYPTED,
    EXTRACTED,
    NO_TEXT,
    NOT_A_REPORT,
    TOO_LARGE,
    UNREADABLE,
    UNSUPPORTED,
    Case,
)  # fmt: skip
from bench.hostile.texts import good

_ANY = (EXTRACTED, NOT_A_REPORT, NO_TEXT, UNREADABLE, TOO_LARGE)
_MIB = 2**20
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def stream(data: bytes, filters: bytes = b"", extra: bytes = b"") -> bytes:
    """A stream object's inside."""
    named = b"/Filter" + filters if filters else b""
    return b"<<%s%s/Length %d>>stream\n%s\nendstream" % (extra, named, len(data), data)


def paper(objects: Sequence[bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF of numbered objects with a right table of them."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, inside in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, inside)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def page(content: bytes, resources: bytes = b"/Font<</F 5 0 R>>", box: bytes = b"0 0 595 842", *more: bytes) -> bytes:
    """A PDF of one page with this content stream (an object's inside)."""
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Resources<<%s>>/Contents 4 0 R>>" % (box, resources)
    return paper([_CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", leaf, content, _FONT, *more])


_CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"


def cases() -> Iterator[Case]:
    """Every crafted PDF."""
    yield from _loops()
    yield from _many()
    yield from _streams()
    yield from _boxes()
    yield from _damaged()


def _loops() -> Iterator[Case]:
    shown = stream(b"BT /F 12 Tf 90 700 Td (0) Tj ET")
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>"
    forms = b"/XObject<</X 6 0 R>>"
    form = stream(b"/X Do /X Do /X Do", b"", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<%s>>" % forms)
    wide = [
        stream(
            b"/X Do " * 9, b"", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (n + 1)
        )
        for n in range(6, 30)
    ]
    last = stream(b"0 0 m 9 9 l S " * 9, b"", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    glyph = b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/CharProcs<</a 4 0 R>>/Encoding<</Differences[48/a]>>/FirstChar 48/LastChar 48/Widths[9]/Resources<</Font<</F 5 0 R>>>>>>"
    made = {
        "tree-of-itself": paper([_CATALOG, b"<</Type/Pages/Kids[2 0 R]/Count 9>>"]),
        "tree-of-two": paper([_CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 9>>", b"<</Type/Pages/Kids[2 0 R]/Count 9>>"]),
        "parents-in-a-circle": paper([_CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1/Parent 2 0 R>>", leaf.replace(b"/MediaBox[0 0 595 842]", b""), shown, _FONT]),
        "contents-of-itself": paper([_CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", leaf, b"[4 0 R 4 0 R]", _FONT]),
        "length-of-itself": paper([_CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", leaf, b"<</Length 4 0 R>>stream\nBT ET\nendstream", _FONT]),
        "reference-to-itself": paper([b"1 0 R", b"2 0 R", b"3 0 R"]),
        "form-in-itself": page(stream(b"/X Do"), forms, b"0 0 595 842", form),
        "forms-of-nine-times-nine": page(stream(b"/X Do"), forms, b"0 0 595 842", *wide, last),
        "glyph-of-itself": paper([_CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", leaf, shown, glyph]),
        "table-before-itself": _previous(page(shown)),
        "object-stream-of-itself": paper([_CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", leaf, shown, _FONT, stream(b"6 0 <<>>", b"", b"/Type/ObjStm/N 1/First 4/Extends 6 0 R")]),
        "filter-of-itself": page(b"<</Length 3/Filter 4 0 R>>stream\nabc\nendstream"),
        "font-of-itself": paper([_CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", leaf, shown, b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding 5 0 R/DescendantFonts[5 0 R]/ToUnicode 5 0 R>>"]),
    }  # fmt: skip
    for name, data in made.items():
        may = (*_ANY, CRASHED) if name in ("form-in-itself", "forms-of-nine-times-nine") else _ANY
        yield Case(f"{name}.pdf", lambda data=data: data, may)  # type: ignore[misc]


def _previous(data: bytes) -> bytes:
    start = data.rindex(b"xref\n0")
    return data.replace(b"trailer<<", b"trailer<</Prev %d" % start)


def _many() -> Iterator[Case]:
    def pages(count: int, declared: int) -> bytes:
        kids = b" ".join(b"3 0 R" for _ in range(count))
        leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>/Contents 4 0 R>>"
        return paper([_CATALOG, b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, declared), leaf, stream(b"")])

    made = {
        "million-objects": lambda: paper([_CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/MediaBox[0 0 9 9]>>", *[b"<<>>"] * 1_000_000]),
        "million-declared-pages": lambda: pages(1, 1_000_000),
        "pages-without-end": lambda: pages(1, 2**31 - 1),
        "minus-pages": lambda: pages(1, -5),
        "3000-pages": lambda: pages(3_000, 3_000),
        "1900-pages": lambda: pages(1_900, 1_900),
        "deep-array": lambda: page(stream(b"[" * 500_000)),
        "deep-array-in-an-object": lambda: paper([_CATALOG, b"[" * 500_000 + b"]" * 500_000]),
        "deep-dictionary": lambda: paper([_CATALOG, b"<</A" * 200_000 + b" 1" + b">>" * 200_000]),
        "deep-tree": lambda: paper([_CATALOG, *[b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (n + 1) for n in range(2, 5_000)], b"<</Type/Page/MediaBox[0 0 9 9]>>"]),
        "million-saves": lambda: page(stream(b"q " * 1_000_000)),
        "million-lines": lambda: page(stream(b"0 0 m 9 9 l S " * 1_000_000)),
        "lines-in-one-path": lambda: page(stream(b"0 0 m " + b"9 9 l 0 0 l " * 1_000_000 + b"S")),
        "rectangles": lambda: page(stream(b"".join(b"%d %d 300 0.5 re f " % (n % 500, n // 250) for n in range(150_000)))),
        "crossing-lines": lambda: page(stream(b"".join(b"0 %d m 595 %d l S %d 0 m %d 842 l S " % (n, n, n, n) for n in range(0, 590)))),
        "close-crossing-lines": lambda: page(stream(b"".join(b"0 %.1f m 595 %.1f l S %.1f 0 m %.1f 842 l S " % ((n / 4,) * 4) for n in range(0, 2360)))),
        "million-characters": lambda: page(stream(b"BT /F 1 Tf 9 9 Td (" + b"0" * 1_200_000 + b") Tj ET")),
        "900000-characters": lambda: page(stream(b"BT /F 1 Tf 9 9 Td (" + b"0 " * 450_000 + b") Tj ET")),
        "characters-everywhere": lambda: page(stream(b"BT /F 9 Tf " + b"".join(b"1 0 0 1 %d %d Tm (7) Tj " % (n * 37 % 590, n * 91 % 840) for n in range(60_000)) + b"ET")),
        "pictures": lambda: page(stream(b"BI /W 1 /H 1 /BPC 8 /CS /G ID 0 EI " * 100_000)),
        "one-point": lambda: page(stream(b"BT /F 9 Tf " + b"1 0 0 1 90 90 Tm (7) Tj " * 60_000 + b"ET")),
    }  # fmt: skip
    yield from (Case(f"{name}.pdf", make_it, _ANY) for name, make_it in made.items())


def _streams() -> Iterator[Case]:
    def packed(size: int, unit: bytes = b"q Q ") -> bytes:
        deflate = zlib.compressobj(9)
        out = b"".join(deflate.compress(unit * (_MIB // len(unit))) for _ in range(size))
        return out + deflate.flush()

    made = {
        "unpacks-to-100-MB": lambda: page(stream(packed(100), b"/FlateDecode")),
        "unpacks-to-1-GB": lambda: page(stream(packed(1024, b" "), b"/FlateDecode")),
        "unpacks-twice-to-1-GB": lambda: page(stream(zlib.compress(packed(1024, b" "), 9), b"[/FlateDecode/FlateDecode]")),
        "many-filters": lambda: page(stream(zlib.compress(b"BT ET"), b"[" + b"/FlateDecode" * 20_000 + b"]")),
        "run-lengths": lambda: page(stream(b"\x81 " * 500_000 + b"\x80", b"/RunLengthDecode")),
        "table-unpacks-to-1-GB": lambda: _table_bomb(packed(1024, b"\0")),
        "codes-without-end": lambda: page(stream(b"BT /F 9 Tf <3030> Tj ET"), b"/Font<</F 6 0 R>>", b"0 0 595 842", b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[5 0 R]/ToUnicode 7 0 R>>", stream(b"1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <00000000> <FFFFFFFF> <0030> endbfrange")),
        "huge-picture": lambda: page(stream(b"/X Do"), b"/XObject<</X 6 0 R>>", b"0 0 595 842", stream(b"", b"/FlateDecode", b"/Type/XObject/Subtype/Image/Width 2000000000/Height 2000000000/ColorSpace/DeviceRGB/BitsPerComponent 8")),
    }  # fmt: skip
    for name, make_it in made.items():
        yield Case(f"{name}.pdf", make_it, (*_ANY, CRASHED) if "1-GB" in name else _ANY)


def _table_bomb(packed: bytes) -> bytes:
    body = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    inside = stream(packed, b"/FlateDecode", b"/Type/XRef/Size 50000000/W[8 8 8]/Root 1 0 R")
    return body + b"9 0 obj" + inside + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(body)


def _boxes() -> Iterator[Case]:
    text = stream(b"BT /F 12 Tf 90 700 Td (0) Tj ET 0 0 m 595 0 l S 0 9 m 595 9 l S 5 0 m 5 9 l S")
    for box in (b"0 0 0 0", b"0 0 1e38 1e38", b"0 0 -5 -5", b"nan nan inf inf", b"0 0 1e-9 1e-9", b"5", b""):
        yield Case(f"box-{box.decode().replace(' ', '_') or 'none'}.pdf", lambda box=box: page(text, box=box), _ANY)  # type: ignore[misc]
    for name, matrix in (("huge", b"1e38 0 0 1e38 0 0"), ("none", b"0 0 0 0 0 0"), ("minus", b"-1 0 0 -1 0 0")):
        inside = b"%s cm BT /F 12 Tf %s Tm (0) Tj ET 0 0 m 595 0 l S 0 9 m 595 9 l S" % (matrix, matrix)
        yield Case(f"matrix-{name}.pdf", lambda inside=inside: page(stream(inside)), _ANY)  # type: ignore[misc]


def _damaged() -> Iterator[Case]:
    whole = good("pdf-ruled")
    made = {
        "header-alone": b"%PDF-1.7\n", "no-end": whole[: len(whole) * 9 // 10], "table-beyond-the-end": _xref_at(whole, 10**12),
        "table-at-zero": _xref_at(whole, 0), "minus-table": _xref_at(whole, -7), "two-in-one": whole + whole,
        "zip-behind": whole + good("docx"), "unknown-lock": paper([_CATALOG, b"<</Type/Pages/Kids[]/Count 0>>"], b"/Root 1 0 R/Encrypt<</Filter/Standard/V 9/R 9>>"),
        "lock-of-itself": paper([_CATALOG, b"<</Type/Pages/Kids[]/Count 0>>", b"3 0 R"], b"/Root 1 0 R/Encrypt 3 0 R"),
    }  # fmt: skip
    may = (*_ANY, ENCRYPTED, UNSUPPORTED)
    yield from (Case(f"{name}.pdf", lambda data=data: data, may) for name, data in made.items())  # type: ignore[misc]


def _xref_at(data: bytes, place: int) -> bytes:
    at = data.rindex(b"startxref")
    return data[:at] + b"startxref\n%d\n%%%%EOF\n" % place
