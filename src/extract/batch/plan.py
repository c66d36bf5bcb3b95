"""Plan: what a run is asked to do, made sure of before anything is written."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from extract.batch.fingerprint import fingerprint
from extract.batch.worker import Job, Reader
from extract.errors import WrongUse
from extract.files.collected import Matching, read_collected
from extract.files.found import Found
from extract.files.remote import is_url
from extract.files.walk import demand, walk
from extract.forms.form import load_forms
from extract.options import Options
from extract.panel.across import Across
from extract.panel.corrections import FILE as CORRECTIONS
from extract.panel.corrections import read_corrections
from extract.panel.neighbours import Neighbours
from extract.pipeline import read_bytes
from extract.whose.divisions import load_divisions

Raw: TypeAlias = str | Path
"""A file, a folder or a URL."""
Engine: TypeAlias = Literal["local", "dask"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be read, where to, with how much, and how."""

    raw: tuple[Raw, ...]
    out: Path
    job: Job
    jobs: int
    timeout: float
    add: bool
    rehash: bool
    engine: Engine
    scheduler: str | None
    matching: Matching

    def demand(self) -> None:
        """Raises `WrongUse` where this cannot be done."""
        if not self.raw:
            raise WrongUse(
                "没有要读取的：请至少给出一个文件或文件夹", "nothing to read: give at least one file or folder"
            )
        demand(self.raw)
        if self.out.exists() and not self.out.is_dir():
            raise WrongUse(f"{self.out} 是文件；--out 要的是文件夹", f"{self.out} is a file; --out takes a folder")
        for path in self.raw:
            if not is_url(str(path)) and self.out.exists() and os.path.exists(path) and self.out.samefile(path):
                raise WrongUse(
                    f"{self.out} 既要读取又要写入；请另给一个 --out",
                    f"{self.out} is both what to read and where to write; give another --out",
                )
        if self.jobs < 1:
            raise WrongUse(
                f"{self.jobs} 个进程读不了任何文件：--jobs 至少为 1",
                f"{self.jobs} processes cannot read anything: --jobs takes 1 or more",
            )
        if self.timeout <= 0:
            raise WrongUse(
                f"{self.timeout:g} 秒读不完任何文件：--timeout 须大于 0",
                f"no file can be read in {self.timeout:g} seconds: --timeout takes more than 0",
            )
        if (self.engine == "dask") != (self.scheduler is not None):
            raise WrongUse(
                "--engine dask 须与 --scheduler 地址一起使用",
                "--engine dask needs --scheduler ADDRESS, and --scheduler needs --engine dask",
            )
        load_forms(self.job.patterns)
        load_divisions(self.job.options.divisions)

    @property
    def key(self) -> str:
        """What decides, beside a file's bytes and name, what comes of it."""
        return fingerprint(self.job)

    @property
    def version(self) -> str:
        """What decides, beside what was kept of each file, what the tables hold."""
        return self.key + ("" if self.job.across is None else self.job.across.key)

    def found(self) -> Iterator[tuple[Found, str]]:
        """Every file with its key; what is given of a file is part of it."""
        key = self.key
        for file in self.matching.mark(walk(self.raw, self.out)):
            if file.given is None:
                yield file, key
            else:
                given = repr(file.given).encode("utf-8", "surrogatepass")
                yield file, key + hashlib.sha256(given).hexdigest()[:16]


def planned(
    raw: Raw | Sequence[Raw],
    out: str | Path,
    *,
    jobs: int | None,
    timeout: float,
    patterns: str | Path | None,
    manifest: str | Path | None,
    divisions: str | Path | None,
    prose: bool,
    add: bool,
    rehash: bool,
    read: Reader | None,
    across: Across | None = None,
    engine: Engine = "local",
    scheduler: str | None = None,
) -> Plan:
    """The plan that these arguments of `extract.run` make; raises `WrongUse` where it cannot be done."""
    folder = None if patterns is None else Path(patterns)
    beyond = across or Neighbours(folder, read_corrections(Path(out) / CORRECTIONS))
    options = Options(prose=prose, divisions=None if divisions is None else Path(divisions))
    plan = Plan(
        (raw,) if isinstance(raw, str | Path) else tuple(raw),
        Path(out),
        Job(folder, read or read_bytes, options, beyond),
        processors() if jobs is None else jobs,
        timeout,
        add,
        rehash,
        engine,
        scheduler,
        Matching(None if manifest is None else read_collected(Path(manifest))),
    )
    plan.demand()
    return plan


def processors() -> int:
    """The processors this process may use, which in a container are fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
