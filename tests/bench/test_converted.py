"""Texts that scripts make of Word files and PDFs hold no silent error, whatever became of their bounds."""

import pytest
from bench.accuracy import score
from bench.converted import TOOLS, converted
from bench.generator import make

IN_PYTHON = [name for name, tool in TOOLS.items() if not tool.program]


def test_some_tools_need_nothing_installed() -> None:
    assert len(IN_PYTHON) >= 5


@pytest.mark.parametrize("name", IN_PYTHON)
@pytest.mark.parametrize(("seed", "blanks"), [(1, "none"), (6, "none"), (8, "zeros"), (117, "legal")])
def test_no_cell_is_silently_wrong(name: str, seed: int, blanks: str) -> None:
    report = make(seed, layout=TOOLS[name].layout, blanks=blanks)
    found = score(converted(report, TOOLS[name]))
    assert found.cells["silent"] == found.cells["warned"] == 0, found.examples
    if blanks == "none":
        assert found.cells["refused"] < 0.1 * len(report.truth.cells)
