"""The corpus on disk: crafted files, mutants, names and links that mean harm, and what lies outside of it."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from bench.hostile import packages, papers, texts
from bench.hostile.case import EXTRACTED, UNREADABLE
from bench.hostile.mutations import Mutant, mutant

CANARY = "绝密甲乙丙丁"
"""Words of the file outside; no table may hold them."""

_NAMES = (
    "-rf.txt", "$(touch escaped).txt", "`touch escaped`.txt", "=1+1.txt", "a\nb.txt", "a\tb.txt", "\x1b[2J\x1b]0;x\x07.txt",
    "\u202etxt.exe", "a" * 251 + ".txt", "CON.txt", "...txt", "a;b&c|d.txt", "'; DROP TABLE sources; --.txt",
    "<script>alert(1)</script>.txt".replace("/", "\u2215"), "%s%n.txt", "{0}.txt", "[red].txt", "\u200b.txt", "e\u0301.txt", "\xe9.txt",
)  # fmt: skip
_BYTE_NAMES = (b"\xff\xfe.txt", b"\xb9\xab\xbf\xaa.txt", b"\xed\xa0\x80.txt")


@dataclass(frozen=True, slots=True)
class Corpus:
    """What stands where: statuses each crafted path may have, and the mutants by their path."""

    raw: Path
    may: dict[str, tuple[str, ...]]
    mutants: dict[str, Mutant]


def write_corpus(root: Path, seed: int, mutations: int) -> Corpus:
    """Writes everything under ``root``: RAW in ``root/raw``, the file outside in ``root/outside``."""
    raw, outside = root / "raw", root / "outside"
    for folder in (outside, raw / "crafted", raw / "mutants", raw / "names", raw / "links"):
        folder.mkdir(parents=True)
    secret = outside / "secret.txt"
    secret.write_bytes(texts.good("tika").replace("总体情况".encode(), f"总体情况\n{CANARY}".encode(), 1))
    may: dict[str, tuple[str, ...]] = {}
    for case in chain(texts.cases(), packages.cases(str(secret)), papers.cases()):
        (raw / "crafted" / case.name).write_bytes(case.make())
        may[f"crafted/{case.name}"] = case.may
    may.update(_write_names(raw / "names"))
    may.update(_write_links(raw / "links", outside))
    mutants = {}
    for one in (mutant(seed, number) for number in range(mutations)):
        (raw / "mutants" / one.name).write_bytes(one.data)
        mutants[f"mutants/{one.name}"] = one
    return Corpus(raw, may, mutants)


def _write_names(folder: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    for at, name in enumerate((*map(os.fsencode, _NAMES), *_BYTE_NAMES)):
        with contextlib.suppress(OSError):
            Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(texts.good("tika", 100 + at))
            if not name.startswith(b"."):
                yield f"names/{name.decode('utf-8', 'backslashreplace')}", (EXTRACTED,)


def _write_links(folder: Path, outside: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    links = {
        "out.txt": outside / "secret.txt", "out": outside, "loop": folder, "itself.txt": folder / "itself.txt",
        "nowhere.txt": folder / "none.txt", "device.txt": Path("/dev/zero"), "process.txt": Path("/proc/self/environ"),
    }  # fmt: skip
    for name, target in links.items():
        (folder / name).symlink_to(target)
        if name != "loop":
            yield f"links/{name}", (UNREADABLE, "unsupported")
    with contextlib.suppress(OSError):
        os.mkfifo(folder / "pipe.txt")
        yield "links/pipe.txt", (UNREADABLE, "unsupported")
