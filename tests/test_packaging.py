"""The package where it is used: from a checkout, from an editable install, and from a wheel."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest

from extract.locate import patterns_path

ROOT = Path(__file__).resolve().parents[1]
PATTERNS = {path.relative_to(ROOT).as_posix() for path in (ROOT / "patterns").rglob("*.toml")}
TELL_WHERE = "import extract, extract.locate; print(extract.__file__); print(extract.locate.patterns_path())"
# where the tests run in several processes, one of them builds and installs the wheel
pytestmark = pytest.mark.xdist_group("packaging")


def python(*arguments: str, path: Path | None = None, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Runs Python away from the checkout, with ``path`` before everything that is installed."""
    env = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "GONGKAI_SHARED")}
    env |= {"PYTHONUTF8": "1"} | ({"PYTHONPATH": str(path)} if path else {})
    done = subprocess.run(
        [sys.executable, *arguments], cwd=Path(sys.executable).anchor, env=env,
        capture_output=True, text=True, encoding="utf-8", timeout=240, check=False,
    )  # fmt: skip
    assert not check or done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source archive as an index would have it."""
    out = tmp_path_factory.mktemp("dist")
    python("-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT))
    (found,) = out.glob("gongkai_extract-*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the installed wheel and nothing else."""
    target = tmp_path_factory.mktemp("site")
    python("-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target), str(wheel))
    return target


def test_the_wheel_holds_the_package_and_the_patterns(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"extract/{name}" for name in PATTERNS} <= names
    code = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src").rglob("*.py")}
    assert code <= names
    rest = {name for name in names if not name.startswith("extract/") and ".dist-info/" not in name}
    assert not rest
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert "extract/py.typed" in names, "the package says that it is typed: src/extract/py.typed is missing"


def test_an_installed_wheel_finds_its_patterns(installed: Path) -> None:
    told = python("-c", TELL_WHERE, path=installed).stdout.splitlines()
    assert [Path(line) for line in told] == [
        installed / "extract/__init__.py",
        installed / "extract/patterns",
    ]


def test_an_installed_wheel_does_the_work(installed: Path, tmp_path: Path) -> None:
    assert "〔2021〕30号" in python("-m", "extract", "forms", path=installed).stdout
    raw = tmp_path / "raw"
    raw.mkdir()
    report = next((ROOT / "data/raw").rglob("*子丑县人民政府2019*.txt"))
    shutil.copy(report, raw)
    python("-m", "extract", "run", str(raw), "--out", str(tmp_path / "out"), path=installed)
    code = "import sys, extract; print(len(extract.load(sys.argv[1]).applications))"
    assert python("-c", code, str(tmp_path / "out"), path=installed).stdout.split() == ["161"]


def test_the_command_is_installed(installed: Path) -> None:
    lines = "\n".join(path.read_text("utf-8") for path in installed.glob("*.dist-info/entry_points.txt"))
    assert "extract = extract.cli:main" in lines
    assert python("-m", "extract", "--version", path=installed).stdout.startswith("extract, version ")


def test_a_checkout_finds_its_patterns(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "patterns", tmp_path / "patterns")
    told = python("-c", TELL_WHERE, path=tmp_path / "src").stdout.splitlines()
    assert [Path(line) for line in told] == [tmp_path / "src/extract/__init__.py", tmp_path / "patterns"]
    assert "〔2019〕60号" in python("-m", "extract", "forms", path=tmp_path / "src").stdout


def test_an_editable_install_finds_its_patterns() -> None:
    origin = json.loads(distribution("gongkai-extract").read_text("direct_url.json") or "{}")
    if not origin.get("dir_info", {}).get("editable"):
        pytest.skip("this environment holds no editable install")
    told = python("-c", TELL_WHERE).stdout.splitlines()
    assert [Path(line) for line in told] == [ROOT / "src/extract/__init__.py", ROOT / "patterns"]
    assert patterns_path() == ROOT / "patterns"


def test_without_patterns_the_command_says_what_to_do(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    done = python("-m", "extract", "forms", path=tmp_path / "src", check=False)
    assert done.returncode == 2
    assert str(tmp_path / "patterns") in done.stderr
    assert "reinstall" in done.stderr
    assert "Traceback" not in done.stderr
