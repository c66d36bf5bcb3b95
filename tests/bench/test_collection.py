"""The sample collection is whole, invented and consistent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bench.generator.__main__ import main
from bench.generator.collection import NOTICE_PATH, SAMPLES, UNREADABLE_PATH, sample_reports, write_sample
from bench.generator.labels import APPLICANT_KEYS
from bench.generator.truth import Truth


def truths() -> list[Truth]:
    return [report.truth for _, report in sample_reports()]


def test_it_is_written_twice_the_same(tmp_path: Path) -> None:
    first = write_sample(tmp_path / "a")
    second = write_sample(tmp_path / "b")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert len(first) == len(SAMPLES) + 4


def test_it_has_both_forms_and_many_layouts() -> None:
    assert {truth.form for truth in truths()} == {"2019", "2021"}
    assert {"tika", "cells", "pipes", "cell-pipes", "rows", "markdown", "glued"} <= {t.layout for t in truths()}


def test_what_a_year_carries_over_comes_in_the_next() -> None:
    found = truths()
    pairs = [(found[i - 1], found[i]) for i, sample in enumerate(SAMPLES) if sample.follows]
    assert len(pairs) >= 20
    some = 0
    for before, after in pairs:
        assert after.fiscal_year == before.fiscal_year + 1
        assert after.authority == before.authority
        out = [before.cells[f"applications/carried_out/{column}"].value for column in APPLICANT_KEYS]
        assert out == [after.cells[f"applications/carried_in/{column}"].value for column in APPLICANT_KEYS]
        some += any(out)
    assert some >= 15


def test_stocks_follow_from_year_to_year() -> None:
    found = truths()
    for row in ("20.5/licences", "20.6/penalties", "20.8/fees"):
        prior, change = (found[0].cells[f"disclosure/{row}/{m}"].value for m in ("items_prior_year", "items_change"))
        assert prior is not None
        assert change is not None
        assert found[1].cells[f"disclosure/{row}/items_prior_year"].value == prior + change
    for item in ("rules", "normative_documents"):
        key = f"disclosure/20.1/{item}"
        issued, repealed, stock, last = (
            found[3].cells[f"{key}/issued"].value,
            found[3].cells[f"{key}/repealed"].value,
            found[3].cells[f"{key}/in_force"].value,
            found[2].cells[f"{key}/in_force"].value,
        )
        assert None not in (issued, repealed, stock, last)
        assert stock == (last or 0) + (issued or 0) - (repealed or 0)


def test_three_reports_contradict_themselves() -> None:
    assert [bool(truth.failing_checks) for truth in truths()].count(True) == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "big5"])
def test_one_file_is_no_text(tmp_path: Path, encoding: str) -> None:
    write_sample(tmp_path)
    assert "通知" in (tmp_path / NOTICE_PATH).read_text(encoding="utf-8")
    with pytest.raises(UnicodeDecodeError):
        (tmp_path / UNREADABLE_PATH).read_bytes().decode(encoding)


def test_the_command_writes_reports_with_their_truth(tmp_path: Path) -> None:
    main(["--seed", "7", "--count", "2", "--layout", "tika", "--no-errors", "--out", str(tmp_path)])
    reports = sorted(tmp_path.glob("*.txt"))
    assert len(reports) == 2
    truth = json.loads(Path(f"{reports[0]}.truth.json").read_text(encoding="utf-8"))
    assert truth["layout"] == "tika"
    assert truth["cells"]["applications/new/total"]["kind"] == "number"
