"""The sample's places with its own table of divisions: every report has one, namesakes told apart by their folders."""

from pathlib import Path

from extract import load, run

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"


def test_every_report_has_its_place(tmp_path: Path) -> None:
    summary = run(RAW / "示例省" / "丙原市", tmp_path / "one", divisions=RAW / "divisions.csv", jobs=1)
    assert summary.counts["extracted"] > 2
    reports = load(tmp_path / "one").reports
    assert reports["division_code"].str.startswith("9903").all()
    assert set(reports["province"]) == {"示例省"}
    assert set(reports["city"]) == {"丙原市"}
    assert (reports["authority_id"].str[:6] == reports["division_code"]).all()
