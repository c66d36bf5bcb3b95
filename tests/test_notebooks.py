"""The notebooks run from a clean clone, and are shipped with what they print."""

import os
import re
from pathlib import Path

import nbclient
import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
# each starts a kernel and plots: one after the other
pytestmark = pytest.mark.xdist_group("notebooks")


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call, no-any-return]


def outputs(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def text_of(notebook: nbformat.NotebookNode) -> str:
    """All that is printed, in words; where an object lies in memory is another in each run."""
    every = [output.get("text", "") + str(output.get("data", {}).get("text/plain", "")) for output in outputs(notebook)]
    return re.sub(r"0x[0-9a-f]+", "0x", "\n".join(every))


def pictures(notebook: nbformat.NotebookNode) -> int:
    return sum("image/png" in output.get("data", {}) for output in outputs(notebook))


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("notebooks") / "tables"


def test_there_are_three() -> None:
    assert [path.stem[:2] for path in NOTEBOOKS] == ["01", "02", "03"]


@pytest.mark.filterwarnings("ignore:.*:DeprecationWarning", "ignore::RuntimeWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_prints_what_it_was_shipped_with(
    path: Path, tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXTRACT_DIR", str(tables))
    monkeypatch.setenv("IPYTHONDIR", str(tables.parent / "ipython"))
    shipped = read(path)
    again = read(path)
    client = nbclient.NotebookClient(again, timeout=240, resources={"metadata": {"path": str(path.parent)}})
    client.execute()
    assert pictures(again) == pictures(shipped)
    assert text_of(again).split() == text_of(shipped).split(), "run: make notebooks, and read what changed"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_shipped_with_its_output_and_nothing_of_a_machine(path: Path) -> None:
    notebook = read(path)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert not [
        output for output in outputs(notebook) if output.output_type == "error" or output.get("name") == "stderr"
    ]
    raw = path.read_text(encoding="utf-8")
    assert os.sep + "home" + os.sep not in raw
    assert str(ROOT.parent) not in raw
