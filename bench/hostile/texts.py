"""Crafted texts: far too long, far too deep, figures beyond all bounds, signs that no report holds."""

import random
from collections.abc import Iterator

from bench.generator import make
from bench.hostile.case import (
    ENCRYPTED,
    EXTRACTED,
    NOT_A_REPORT,
    REFUSED,
    TOO_LARGE,
    UNREADABLE,
    UNSUPPORTED,
    Case,
)  # fmt: skip

_MILLION = 1_000_000
_MIB = 2**20
_HEADINGS = "一、总体情况\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n"
_ROW = "一、本年新收政府信息公开申请数量"
EXTENSIONS = ("txt", "docx", "pdf", "doc", "html", "rtf", "xls", "png", "zip", "ofd", "csv", "", "TXT", "docm", "md")


def good(layout: str, seed: int = 3) -> bytes:
    """A good report in a layout of the generator."""
    return make(seed, layout=layout, errors=(), damage=(), blanks="none").data


def _in_a_report(old: str, new: str, layout: str = "tika", count: int = 1) -> bytes:
    text = good(layout).decode()
    assert old in text, old
    return text.replace(old, new, count).encode()


def _first_row(figure: str) -> bytes:
    """A report with a figure in the place of the first one of grid 三."""
    text = good("tika").decode()
    at = text.index(_ROW) + len(_ROW)
    while not text[at].isdigit():
        at += 1
    end = at
    while text[end].isdigit():
        end += 1
    return (text[:at] + figure + text[end:]).encode()


def cases() -> Iterator[Case]:
    """Every crafted text."""
    yield from _long()
    yield from _figures()
    yield from _signs()
    yield from _random()


def _long() -> Iterator[Case]:
    """Lines without end, in every way that a step may take time over."""
    huge = {
        "million-lines.txt": lambda: b"0\n" * _MILLION,
        "million-headings.txt": lambda: _HEADINGS.encode() * (_MILLION // 3),
        "line-of-50-MB.txt": lambda: "政府信息公开".encode() * (50_000_000 // 18),
        "line-of-50-MB-of-digits.txt": lambda: b"7" * 50_000_000,
        "line-of-50-MB-of-blanks.txt": lambda: "一、总体情况".encode() + b" " * 50_000_000,
        "line-of-60-MB.txt": lambda: b"0" * 60_000_000,
        "just-below-the-limit.txt": lambda: "规章 0 0 0\n".encode() * 199_000,
    }
    yield from (
        Case(name, make_it, (TOO_LARGE,)) for name, make_it in huge.items() if name != "just-below-the-limit.txt"
    )
    yield Case("just-below-the-limit.txt", huge["just-below-the-limit.txt"], (TOO_LARGE, EXTRACTED, NOT_A_REPORT))
    repeated = {
        "headings": _HEADINGS, "rows": f"{_ROW} 1 2 3 4 5 6 21\n", "rows-tika": f"\t{_ROW}\n\t1\n\t2\n\n",
        "figures": "1 2 3 4 5 6 7\n", "glued": "0123456789" * 7 + "\n", "pipes": "|" * 60 + "\n", "tabs": "\t\n",
        "parens": "（" * 60 + "\n", "years": "2023 年 1 月 1 日至 2023 年 12 月 31 日\n", "form-feeds": "\f",
        "labels": "结果维持 结果纠正 其他结果 尚未审结 总计 ", "titles": "2023年政府信息公开工作年度报告\n",
        "numerals": "一、二、三、四、五、六、", "grid": "自然人 商业企业 科研机构 总计\n", "letters": "结\n果\n维\n持\n",
        "prose": "本年收到政府信息公开申请 3 件，", "disclosure": "规章 | 0 | 0 | 0 |\n", "rules": "|---|---|---|\n",
    }  # fmt: skip
    for name, unit in repeated.items():
        for size in (_MIB // 4, 4 * _MIB):
            data = unit.encode()
            yield Case(
                f"repeated-{name}-{size // 1024}-KB.txt",
                lambda data=data, size=size: _HEADINGS.encode() + data * (size // len(data)),  # type: ignore[misc]
                (EXTRACTED, NOT_A_REPORT, TOO_LARGE),
            )
            yield Case(
                f"repeated-{name}-in-a-line-{size // 1024}-KB.txt",
                lambda data=data, size=size: (  # type: ignore[misc]
                    _HEADINGS.encode() + data.replace(b"\n", b" ") * (size // len(data))
                ),
                (EXTRACTED, NOT_A_REPORT, TOO_LARGE),
            )


def _figures() -> Iterator[Case]:
    """Figures that no column of a table holds, and digits that are none of ours."""
    for name, figure in (
        ("20-digits", "9" * 20), ("400-digits", "9" * 400), ("5000-digits", "9" * 5_000), ("million-digits", "9" * _MILLION),
        ("decimals", "0." + "3" * 400), ("exponent", "1e999"), ("grouped", "1" + ",000" * 200), ("minus", "-" * 400 + "3"),
        ("arabic", "٣"), ("superscript", "3²"), ("circled", "③"), ("word", "三百"), ("nan", "NaN"), ("infinity", "∞"),
        ("note", "3（" + "其中" * 4_000 + "）"), ("deep-note", "3" + "（" * 2_000 + "内" + "）" * 2_000),
        ("overridden", "\u202e321\u202c"), ("combining", "3\u0336"), ("zero-width", "3\u200b4\u2060"),
        ("money", "9" * 400 + "万元"), ("money-decimals", "9" * 40 + ".5元"),
    ):  # fmt: skip
        yield Case(f"figure-{name}.txt", lambda figure=figure: _first_row(figure), (EXTRACTED, TOO_LARGE))  # type: ignore[misc]
        yield Case(
            f"figure-{name}-in-grid-2.txt",
            lambda figure=figure: _in_a_report("规章\n\t", f"规章\n\t{figure}"),  # type: ignore[misc]
            (EXTRACTED, TOO_LARGE),
        )
    for year in ("99999", "0000", "9" * 5_000, "２０２３"):
        yield Case(
            f"year-{year[:6]}-{len(year)}.txt",
            lambda year=year: _in_a_report("2019", year, count=99),  # type: ignore[misc]
            (EXTRACTED,),
        )


def _signs() -> Iterator[Case]:
    """Encodings that break off, contradict themselves or hide what they hold."""
    text = good("tika")
    plain = text.decode()
    made = {
        "nul-between.txt": (b"\0".join(bytes([byte]) for byte in text), REFUSED),
        "nul-at-end.txt": (text + b"\0", (EXTRACTED, *REFUSED)),
        "lone-surrogate.txt": (plain.encode("utf-16") + b"\x00\xd8", (EXTRACTED, UNREADABLE)),
        "utf-16-odd.txt": (plain.encode("utf-16")[:-1], (EXTRACTED, UNREADABLE)),
        "utf-32.txt": (plain.encode("utf-32"), (EXTRACTED, UNSUPPORTED)),
        "utf-7.txt": (plain.encode("utf-7"), REFUSED),
        "mark-alone.txt": (b"\xff\xfe", REFUSED),
        "two-marks.txt": (b"\xef\xbb\xbf" * 3 + text, (EXTRACTED, UNREADABLE)),
        "wrong-mark.txt": (b"\xff\xfe" + text, REFUSED),
        "mark-of-utf-8-on-gb18030.txt": (b"\xef\xbb\xbf" + plain.encode("gb18030"), REFUSED),
        "half-gb18030-half-utf-8.txt": (plain[:900].encode("gb18030") + plain[900:].encode(), REFUSED),
        "escapes.txt": (plain.replace("\n", "\x1b[2J\x1b]0;title\x07\n").encode(), (EXTRACTED, NOT_A_REPORT, UNSUPPORTED)),
        "unpaired-ends.txt": (text.replace(b"\n", b"\r"), (EXTRACTED,)),
        "line-separators.txt": (plain.replace("\n", "\u2028").encode(), (EXTRACTED, NOT_A_REPORT)),
        "markup.txt": (b"<table>" * 100_000 + text, (EXTRACTED, UNSUPPORTED)),
        "comments.txt": (b"<!--" * 100_000 + text, (EXTRACTED, UNSUPPORTED, NOT_A_REPORT)),
        "rich-text.docx": (b"{\\rtf1" + b"{" * 100_000, (UNSUPPORTED,)),
        "web-page.pdf": (b"<!DOCTYPE html><html>" + text, (UNSUPPORTED,)),
        "xml-laughs.txt": (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ccc">]><a>&b;</a>', REFUSED),
        "compound.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(1).randbytes(8_000), REFUSED),
        "compound-of-nothing.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", REFUSED),
        "locked.docx": (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
            + "EncryptedPackage\0".encode("utf-16-le").ljust(64, b"\0") + b"\x22\0" + bytes(62), (ENCRYPTED,),
        ),
        "picture.docx": (b"\x89PNG\r\n\x1a\n" + bytes(900), (UNSUPPORTED,)),
        "empty.txt": (b"", (UNREADABLE,)),
    }  # fmt: skip
    yield from (Case(name, lambda data=data: data, may) for name, (data, may) in made.items())  # type: ignore[misc]


def _random() -> Iterator[Case]:
    """Random bytes, and random bytes behind every magic number, under every extension."""
    chance = random.Random("random bytes")
    heads = (
        b"",
        b"PK\x03\x04",
        b"%PDF-1.7\n",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"{\\rtf1",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
    )
    for extension in EXTENSIONS:
        for at, head in enumerate(heads):
            data = head + chance.randbytes(chance.choice((1, 60, 5_000, 200_000)))
            name = f"random-{at}.{extension}" if extension else f"random-{at}"
            yield Case(name, lambda data=data: data, (*REFUSED, ENCRYPTED))  # type: ignore[misc]
