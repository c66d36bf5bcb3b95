"""fingerprint: one hash over everything but the file that decides what comes of it."""

import hashlib
import platform
from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from extract.batch.worker import Job
from extract.locate import patterns_path
from extract.tables.rows import extractor_version

# what a reading goes through on its way; another version of one of these may read otherwise
_LIBRARIES = (
    "charset-normalizer",
    "jieba",
    "lxml",
    "numpy",
    "pdfplumber",
    "pyarrow",
    "pypdfium2",
    "python-docx",
    "regex",
)


def patterns_hash(folder: Path | None) -> str:
    """One hash over all pattern files, so that a set of tables says what it was read with."""
    base = folder or patterns_path()
    return _hash_of(base, sorted(path for path in base.rglob("*") if path.suffix in (".toml", ".csv", ".txt")))


@lru_cache(maxsize=1)
def _code_hash() -> str:
    """One hash over the package itself: between two releases its version tells nothing."""
    base = Path(__file__).parents[1]
    return _hash_of(base, sorted(base.rglob("*.py")))


def _hash_of(base: Path, paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.relative_to(base).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def fingerprint(job: Job) -> str:
    """16 hex digits that differ where the same bytes under the same name might be read otherwise."""
    across = "" if job.across is None else f"{type(job.across).__module__}.{type(job.across).__qualname__}"
    divisions = job.options.divisions
    told = (
        extractor_version(), _code_hash(), patterns_hash(job.patterns), str(job.options.prose),
        "" if divisions is None else hashlib.sha256(divisions.read_bytes()).hexdigest(),
        f"{job.read.__module__}.{job.read.__qualname__}", across, platform.python_version(),
        *(f"{name} {version(name)}" for name in _LIBRARIES),
    )  # fmt: skip
    return hashlib.sha256("\0".join(told).encode()).hexdigest()[:16]
