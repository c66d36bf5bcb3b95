"""Hostile files: every one must end with its status, in time and memory, and no mutated one be verified wrongly.

    python -m bench.hostile --seed 1 --mutations 5000

Prints the files tried, the statuses, the share of mutants still read, and every escape: what raised anything but a
`SourceError`, hung, took too much memory, opened a file or a socket, showed what lies outside of RAW, left
something outside of DIR, or is `verified` with a row that a person sees otherwise. Exit status 1 when there is one.
"""

import argparse
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.util import get_temp_dir
from pathlib import Path
from typing import cast

from bench.hostile import measured, seen
from bench.hostile.corpus import CANARY, Corpus, write_corpus
from extract import load, run
from extract.batch.worker import MOST_MEMORY
from extract.columns import TABLE_NAMES

_CERTAIN = ("number", "deduced", "blank", "not_applicable")
_GRIDS = (("disclosure", "item", "measure"), ("applications", "outcome", "applicant"), ("appeals", "channel", "result"))


@dataclass(frozen=True, slots=True)
class Note:
    """What reading one file took."""

    seconds: float
    megabytes: float
    raised: str
    opened: tuple[str, ...]


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mutations", type=int, default=5_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--timeout", type=float, default=60, help="seconds that one file may take")
    parser.add_argument("--keep", type=Path, help="write the corpus and the tables here and leave them")
    chosen = parser.parse_args()
    get_temp_dir()  # removed at the very end, when a folder made in ours would be gone
    with tempfile.TemporaryDirectory(prefix="hostile-") as made:
        root = (chosen.keep or Path(made)).absolute()
        corpus = write_corpus(root, chosen.seed, chosen.mutations)
        notes = root / "notes"
        notes.mkdir()
        os.environ[measured.NOTES] = str(notes)
        (root / "temporary").mkdir()
        os.environ["TMPDIR"] = tempfile.tempdir = str(root / "temporary")
        before = _around(root)
        summary = run(corpus.raw, root / "out", jobs=chosen.jobs, timeout=chosen.timeout, read=measured.read)
        escapes = list(_escapes(corpus, root, chosen.timeout))
        escapes += [f"{path} was left outside of DIR" for path in sorted(_around(root) - before)]
        print(f"{summary.files} files in {summary.seconds:.0f} s: {dict(summary.counts)}")
        _tell_costs(_notes(notes))
        escapes += _tell_mutants(corpus, root / "out")
    print(f"escapes: {len(escapes)}")
    for escape in escapes:
        print(f"  {escape}")
    return int(bool(escapes))


def _around(root: Path) -> set[str]:
    """What lies where a file could be left: beside DIR, here, and among temporary files, but for the pool's own."""
    folders = (root, Path.cwd(), root / "temporary", root / "outside")
    left = {str(path) for folder in folders for path in folder.iterdir() if not path.name.startswith("pymp-")}
    return (left | {str(path) for path in Path("/tmp").glob("*escaped*")}) - {str(root / "out")}


def _notes(folder: Path) -> dict[str, Note]:
    """What the readers noted, by file; for a file read twice the last."""
    found = {}
    for path in sorted(folder.iterdir()):
        for line in path.read_text(encoding="utf-8").splitlines():
            note = json.loads(line)
            if "seconds" in note:
                opened = tuple(note["opened"])
                found[note["name"]] = Note(note["seconds"], note["grew"], note.get("raised", ""), opened)
    return found


def _escapes(corpus: Corpus, root: Path, timeout: float) -> Iterator[str]:
    """Files without a row, with a wrong status, that raised, hung, grew or reached out."""
    dataset = load(root / "out")
    sources = {str(row["path"]): row for row in dataset.arrow("sources").to_pylist()}
    for path in sorted({*corpus.may, *corpus.mutants} - set(sources)):
        yield f"{path}: no row in sources"
    for path, row in sources.items():
        status = str(row["status"])
        told = f"{path}: {status}: {row['message']}"
        may = corpus.may.get(path)
        if may is not None and status not in (*may, "duplicate"):
            yield f"{told} (not one of {', '.join(may)})"
        elif may is None and status in ("timed_out", "crashed"):
            yield told
        if status != "extracted" and not (row["message"] and row["message_zh"]):
            yield f"{path}: {status} without a message in both languages"
    for name, note in _notes(root / "notes").items():
        if note.seconds > timeout or note.megabytes > MOST_MEMORY / 2**20:
            yield f"{name}: {note.seconds:.1f} s, {note.megabytes:.0f} MB"
        yield from (f"{name}: {opened}" for opened in note.opened)
    for table in TABLE_NAMES:
        if CANARY in str(dataset.arrow(table).to_pylist()):
            yield f"{table}: holds what lies outside of RAW"


def _tell_costs(notes: dict[str, Note]) -> None:
    if not notes:
        return
    slow = sorted(notes.items(), key=lambda item: -item[1].seconds)[:5]
    large = sorted(notes.items(), key=lambda item: -item[1].megabytes)[:5]
    print("slowest: " + ", ".join(f"{name} {note.seconds:.1f} s" for name, note in slow))
    print("most memory: " + ", ".join(f"{name} {note.megabytes:.0f} MB" for name, note in large))


def _tell_mutants(corpus: Corpus, out: Path) -> list[str]:
    """A line a format; returns the verified mutants that a person sees otherwise."""
    dataset = load(out)
    sources = {str(row["path"]): row for row in dataset.arrow("sources").to_pylist()}
    reports = {str(row["report_id"]): row for row in dataset.arrow("reports").to_pylist()}
    values = _values(out, {key for key, row in reports.items() if row["verdict"] == "verified"})
    findings = dataset.arrow("findings").to_pylist()
    volumes = {str(finding["report_id"]) for finding in findings if finding["kind"] == "second_report"}
    counts: dict[str, Counter[str]] = {}
    escapes = []
    for path, one in corpus.mutants.items():
        source = sources[path]
        count = counts.setdefault(one.change.split()[0], Counter())
        count["tried"] += 1
        count[str(source["status"])] += 1
        report = reports.get(str(source["report_id"]))
        if report is None or report["verdict"] != "verified":
            continue
        count["verified"] += 1
        key = str(source["report_id"])
        compared = seen.compare(
            one.data, str(source["format"]), str(report["form"]), values[key], several=key in volumes
        )
        count["rows compared"] += compared.rows
        count["verified unseen"] += compared.rows == 0
        # the verdict speaks of grids 三 and 四, which have equations
        escapes += [
            f"{path} ({one.good.truth.layout}): verified, {text}"
            for text in compared.differing
            if not text.startswith("disclosure")
        ]
        count["rows with a torn copy"] += len(compared.torn)
        count["rows of grid 二 seen otherwise"] += sum(text.startswith("disclosure") for text in compared.differing)
    for kind, count in sorted(counts.items()):
        share = 100 * count["extracted"] / count["tried"]
        print(f"{kind:5} mutants: {share:.1f} % still read; {dict(count)}")
    return escapes


def _values(out: Path, wanted: set[str]) -> dict[str, dict[tuple[str, str, str], tuple[float | None, str]]]:
    """The decided cells of the wanted reports."""
    dataset = load(out)
    found: dict[str, dict[tuple[str, str, str], tuple[float | None, str]]] = {key: {} for key in wanted}
    for grid, row_name, column_name in _GRIDS:
        for cell in dataset.arrow(grid).to_pylist():
            key = str(cell["report_id"])
            if key in wanted and cell["state"] in _CERTAIN and cell[row_name]:
                row = f"{cell['article']}/{cell['item']}" if grid == "disclosure" else str(cell[row_name])
                value = cast("float | None", cell["value"])
                found[key][grid, row, str(cell[column_name])] = (value, str(cell["raw"] or ""))
    return found


if __name__ == "__main__":
    sys.exit(main())
