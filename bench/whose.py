"""Whose and when over generated reports of real places: what is right, what is left open, what is wrong.

    python -m bench.whose --seed 1 --reports 2000

A field is right, null (nothing was told), flagged (wrong, and a finding says so) or silent (wrong, and nothing
says so). The truth comes from the generator, whose table of places is another than the reader's.
"""

import argparse
import multiprocessing
import sys
from collections import Counter

from bench.generator.pages import Signed, make_signed
from extract.errors import SourceError
from extract.forms.form import load_forms
from extract.pipeline import read_bytes
from extract.reading import Reading

FIELDS = ("authority", "year", "normal", "code", "id", "level", "government", "province", "city", "county")
_YEAR_FINDINGS = frozenset({"year_disagrees", "year_before_form"})
_PLACE_FINDINGS = frozenset({"place_disagrees", "division_ambiguous"})


def _told(reading: Reading) -> dict[str, object]:
    whose = reading.whose
    return {
        "authority": reading.report.authority, "year": reading.report.fiscal_year, "normal": whose.normal,
        "code": whose.division_code, "id": whose.id and whose.id.partition("/")[0], "level": whose.level,
        "government": whose.government, "province": whose.province, "city": whose.city, "county": whose.county,
    }  # fmt: skip


def _true(signed: Signed) -> dict[str, object]:
    body, place = signed.body, signed.body.place
    return {
        "authority": signed.report.truth.authority, "year": signed.year, "normal": body.normal, "code": place.code,
        "id": place.code, "level": body.level, "government": body.government, "province": place.province,
        "city": place.city or None, "county": place.county or None,
    }  # fmt: skip


def score(signed: Signed) -> tuple[Counter[str], list[str]]:
    """Reads one report and sets each field beside the truth: counts of ``field class``, and what went wrong."""
    found: Counter[str] = Counter()
    try:
        reading = read_bytes(signed.report.data, signed.report.name, load_forms())
    except SourceError as error:
        return Counter({"unread": 1}), [f"seed {signed.report.seed}: {error}"]
    kinds = {finding.kind for finding in reading.findings}
    told, examples = _told(reading), []
    for field, true in _true(signed).items():
        flags = _YEAR_FINDINGS if field == "year" else _PLACE_FINDINGS
        kind = _class(told[field], true, flagged=bool(kinds & flags), open_=reading.whose.id is None)
        found[f"{field} {kind}"] += 1
        if kind in ("silent", "flagged"):
            truth = signed.report.truth
            examples.append(
                f"{kind:8} seed {signed.report.seed} {truth.layout} {','.join(truth.damages)} [{signed.trouble}] "
                f"{signed.report.name}: {field} is {true!r}, read {told[field]!r}; printed {truth.authority}"
            )
    expected = {"folder": "place_disagrees", "period": "year_disagrees"}.get(signed.trouble.partition(" ")[0])
    expected = "year_disagrees" if "year of publication" in signed.trouble else expected
    if expected:
        found["disagreements found" if expected in kinds else "disagreements missed"] += 1
        if expected not in kinds:
            examples.append(f"missed   seed {signed.report.seed} {signed.report.name} [{signed.trouble}] {expected}")
    elif kinds & {"year_disagrees", "place_disagrees", "year_before_form"}:
        found["false alarms"] += 1
        examples.append(f"alarm    seed {signed.report.seed} {signed.report.name} [{signed.trouble}] {kinds}")
    return found, examples


def _class(told: object, true: object, *, flagged: bool, open_: bool) -> str:
    if told == true:
        return "right"
    if told is None or (open_ and flagged):
        return "null"
    return "flagged" if flagged else "silent"


def _one(job: tuple[int, str | None]) -> tuple[Counter[str], list[str]]:
    return score(make_signed(*job))


def main() -> int:
    """The command; exit status 1 where authority or year is silently wrong in more than 1 of 1,000 reports."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--reports", type=int, default=2000, help="how many reports")
    parser.add_argument("--layout", help="one layout only; else all in turn")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--examples", type=int, default=20, help="how many wrong fields to print")
    chosen = parser.parse_args()
    total: Counter[str] = Counter()
    examples: list[str] = []
    with multiprocessing.Pool(chosen.jobs) as pool:
        jobs = ((seed, chosen.layout) for seed in range(chosen.seed, chosen.seed + chosen.reports))
        for found, wrong in pool.imap(_one, jobs, chunksize=10):
            total.update(found)
            examples += wrong
    print(f"{'field':12}   right    null flagged  silent")
    for field in FIELDS:
        counts = [total[f"{field} {kind}"] for kind in ("right", "null", "flagged", "silent")]
        print(f"{field:12}" + "".join(f"{count:8d}" for count in counts))
    rest = ("unread", "disagreements found", "disagreements missed", "false alarms")
    print("; ".join(f"{name}: {total[name]}" for name in rest))
    for example in sorted(examples, reverse=True)[: chosen.examples]:
        print("  " + example)
    worst = max(total["authority silent"], total["year silent"])
    return int(worst > chosen.reports / 1000)


if __name__ == "__main__":
    sys.exit(main())
