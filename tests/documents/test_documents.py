"""Each invented document is read as its golden says, cell by cell, and as this table says of the whole."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.documents.compare import COLUMNS, TEXTS, difference, golden, table
from tests.texts import outcomes

from extract.forms.form import load_forms
from extract.pipeline import read

LOST = "doubtful"


@dataclass(frozen=True)
class Whole:
    authority: str | None
    year: int | None
    form: str
    verdict: str
    failing: tuple[str, ...] = ()


def balance(*columns: str) -> tuple[str, ...]:
    return tuple(f"applications.balance:{column}" for column in columns)


def outcome_sum(*columns: str) -> tuple[str, ...]:
    return tuple(f"applications.outcome_sum:{column}" for column in columns)


WHOLE = {
    "appeals_by_block": Whole("示例县自然资源局", 2024, "2021", "verified"),
    "blanks_lost": Whole("示例县民政局", 2022, "2021", LOST),
    "blocks_permuted": Whole("示例县公安局", 2020, "2019", "verified"),
    "cell_pipes": Whole("示例县统计局", 2021, "2021", LOST),
    "cell_pipes_apart": Whole("示例县审计局", 2020, "2019", LOST),
    "cells": Whole("示例县清溪镇", 2023, "2021", LOST),
    "cells_blank_lines": Whole("白石镇人民政府", 2022, "2021", LOST),
    "empty_form": Whole(None, None, "2021", "vacuous"),
    "glued_2019": Whole("示例综合实验区管委会", 2019, "2019", "verified"),
    "glued_2021": Whole("示例综合实验区管委会", 2021, "2021", "verified"),
    "glued_errors": Whole("示例综合实验区管委会", 2020, "2019", "inconsistent", outcome_sum("natural_person", "total")),
    "glued_spaced": Whole("示例综合实验区管委会", 2022, "2021", "verified"),
    "labels_damaged": Whole("示例县住房和城乡建设局", 2023, "2021", "verified"),
    "lines_removed": Whole("云岭乡", 2019, "2019", LOST),
    "markdown": Whole("示例市水务局", 2024, "2021", "verified"),
    "merged_other": Whole("示例县教育局", 2022, "2021", "verified"),
    "numbering_lost": Whole("示例某局", 2020, "2019", LOST),
    "pipes": Whole("示例市青云区某局", 2024, "2021", LOST),
    "pipes_spans": Whole(None, None, "2019", LOST),
    "rows_last_page": Whole(None, 2020, "2019", LOST),
    "rows_wrapped": Whole("示例区人民政府", 2023, "2021", "verified"),
    "tika": Whole(
        "示例自治县人民政府",
        2019,
        "2019",
        "inconsistent",
        (
            *balance("natural_person", "enterprise", "legal_service", "total"),
            *outcome_sum("natural_person", "enterprise", "total"),
        ),
    ),
    "totals_blank": Whole("示例县林业局", 2023, "2021", "vacuous"),
    "traditional": Whole("示例縣人民政府", 2023, "2021", "verified"),
    "two_reports": Whole("示例县商务局", 2022, "2021", "verified"),
    "values": Whole("示例市人民政府办公室", 2019, "2019", LOST),
    "zeros_blank": Whole("示例县水利局", 2023, "2021", "verified"),
}


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.stem)
def test_every_cell_is_as_the_golden_says(text: Path) -> None:
    found = difference(text)
    assert not found, f"\n{found}"


@pytest.mark.parametrize("name", WHOLE)
def test_the_whole_is_as_the_table_says(name: str) -> None:
    reading = read(golden(TEXTS[0]).with_name(f"{name}.txt"), load_forms())
    failing = {f"{check}:{scope}" for check, scope in outcomes(reading, "fails")}
    assert Whole(
        reading.report.authority, reading.report.fiscal_year, reading.form or "", reading.verdicts.report
    ) == Whole(WHOLE[name].authority, WHOLE[name].year, WHOLE[name].form, WHOLE[name].verdict)
    assert failing == set(WHOLE[name].failing)


def test_every_document_is_in_the_table_and_has_a_golden_of_its_own() -> None:
    assert {text.stem for text in TEXTS} == set(WHOLE)
    assert {path.stem for path in TEXTS[0].parent.glob("*.csv")} == set(WHOLE)


def test_a_missing_golden_is_written_and_fails(tmp_path: Path) -> None:
    text = tmp_path / "tika.txt"
    text.write_bytes(TEXTS[0].with_name("tika.txt").read_bytes())
    assert "tika.csv was missing" in difference(text)
    assert golden(text).read_text(encoding="utf-8") == table(read(text, load_forms()))
    assert difference(text) == ""


def test_a_golden_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    text = tmp_path / "tika.txt"
    text.write_bytes(TEXTS[0].with_name("tika.txt").read_bytes())
    golden(text).write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    assert "+disclosure,20.1/rules,made,number,0,,," in difference(text)
    assert golden(text).read_text(encoding="utf-8") == ",".join(COLUMNS) + "\n"
