"""The plan of the house: how long, how named, how typed. What imports what is checked by import-linter."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import extract
from extract import errors

ROOT = Path(__file__).resolve().parents[1]
MODULES = tuple(path for room in ("src/extract", "bench") for path in sorted((ROOT / room).rglob("*.py")))
SOURCES = tuple(path for path in MODULES if "src" in path.relative_to(ROOT).parts)

MODULE_LINES, FUNCTION_LINES = 300, 40
NOT_A_NAME = re.compile(r"(.*_)?(utils?|helpers?|common|base|managers?|misc|tools|stuff)(_.*)?")
KEEPS_WHAT_IT_LOOKED_UP = ("Labels",)
# from a document to findings: no disk, no clock, no log (what reads the patterns finds them through `locate`)
PURE_ROOMS = ("forms", "parts", "whose", "flat", "solve", "prose")
PURE_FILES = ("agree", "cells", "checks", "document", "findings", "fit", "grid", "records", "slots")
OUTSIDE = (
    "datetime",
    "io",
    "logging",
    "os",
    "pathlib",
    "random",
    "shutil",
    "subprocess",
    "sys",
    "tempfile",
    "time",
)

SENTENCES = (
    "Told",
    *(name for name, one in vars(errors).items() if isinstance(one, type) and issubclass(one, errors.ExtractError)),
)

Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = Function | ast.ClassDef


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def public(body: list[ast.stmt], within: str = "") -> Iterator[tuple[str, Definition]]:
    """Public functions, classes and methods, with the name of their class before them."""
    for node in body:
        if isinstance(node, Definition) and not node.name.startswith("_"):
            yield f"{within}{node.name}", node
            # the methods of a Protocol are another library's, which says what they do
            if isinstance(node, ast.ClassDef) and "Protocol" not in map(ast.unparse, node.bases):
                yield from public(node.body, f"{node.name}.")


def dataclasses(path: Path) -> Iterator[tuple[ast.ClassDef, str]]:
    """The public dataclasses of a module, each with its decorator as written."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            written = [ast.unparse(decorator) for decorator in node.decorator_list]
            yield from ((node, text) for text in written if text.startswith("dataclass"))


def length(function: Function) -> int:
    """Lines from ``def`` to the end without the docstring."""
    last = function.end_lineno or function.lineno
    first = function.body[0]
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    told = (first.end_lineno or 0) - first.lineno + 1 if is_text and ast.get_docstring(function) else 0
    return last - function.lineno + 1 - told


def excused() -> dict[str, str]:
    """Modules that may be longer, with the reason that docs/decisions.md gives."""
    text = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| `((?:src|bench)/[^`]+\.py)` \| (.*\S) \|$", text, re.MULTILINE))


def test_a_module_stays_short_or_its_reason_is_written_down() -> None:
    lines = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    long = {name for name, count in lines.items() if count > MODULE_LINES}
    assert long == set(excused()), "the table of long modules in docs/decisions.md is not what the code is"


def test_a_function_stays_short() -> None:
    long = [
        f"{name_of(path)}:{function.lineno} {function.name}: {length(function)} lines"
        for path in MODULES
        for function in functions(path)
        if length(function) > FUNCTION_LINES
    ]
    assert not long


def test_a_file_is_named_for_its_type_or_its_step() -> None:
    every = [path for room in ("src", "bench", "tests") for path in (ROOT / room).rglob("*.py")]
    names = {name_of(path): path.stem if path.stem != "__init__" else path.parent.name for path in every}
    assert not [path for path, stem in names.items() if NOT_A_NAME.fullmatch(stem.removeprefix("test_"))]


def test_public_records_are_typed() -> None:
    loose = [
        f"{name_of(path)}: {node.name}.{ast.unparse(field)}"
        for path in MODULES
        for node, _ in dataclasses(path)
        for field in node.body
        if isinstance(field, ast.AnnAssign)
        and any(isinstance(word, ast.Name) and word.id == "Any" for word in ast.walk(field.annotation))
    ]
    assert not loose


def test_public_records_cannot_be_changed() -> None:
    changeable = [
        f"{name_of(path)}: {node.name}"
        for path in SOURCES
        for node, written in dataclasses(path)
        if not {"frozen=True", "slots=True"} <= set(re.findall(r"\w+=True", written))
        and node.name not in KEEPS_WHAT_IT_LOOKED_UP
    ]
    assert not changeable


def test_everything_public_says_what_it_is() -> None:
    silent = [name_of(path) for path in MODULES if not ast.get_docstring(tree(path))]
    silent += [
        f"{name_of(path)}: {name}"
        for path in MODULES
        for name, node in public(tree(path).body)
        if not ast.get_docstring(node) and not _says_what_its_parent_says(node)
    ]
    assert not silent


def _says_what_its_parent_says(node: Definition) -> bool:
    """Overloads, and methods that a library demands under this name."""
    decorators = {ast.unparse(decorator) for decorator in node.decorator_list}
    return bool(decorators & {"overload", "override"}) or node.name == "invoke"


def pure() -> list[Path]:
    """Modules that no file may be opened in but a pattern file."""
    inside = [path for path in SOURCES if path.parent.name in PURE_ROOMS or path.stem in PURE_FILES]
    return [path for path in inside if "from extract.locate import" not in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", pure(), ids=name_of)
def test_between_document_and_findings_nothing_reaches_outside(path: Path) -> None:
    reached = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            reached |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            reached.add((node.module or "").split(".")[0])
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("open", "print"):
            reached.add(node.func.id)
    assert not reached & {*OUTSIDE, "open", "print"}


def test_the_public_face_keeps_its_promises() -> None:
    imported = next(node for node in tree(ROOT / "src/extract/__init__.py").body if isinstance(node, ast.If))
    typed = {alias.name for node in imported.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert set(extract.__all__) == typed
    for name in extract.__all__:
        assert getattr(extract, name).__doc__, name
        assert getattr(extract, name) is getattr(extract, name)
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = extract.no_such_name


def test_what_installs_the_project_names_no_registry() -> None:
    for name in ("Makefile", ".ci/run", "constraints.txt", "pyproject.toml"):
        assert "://" not in (ROOT / name).read_text(encoding="utf-8"), name


def test_every_dependency_has_its_version() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    wanted = set(re.findall(r'^    "([A-Za-z0-9._-]+)>=', text, re.MULTILINE))
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.split("==")[0] for line in lines if not line.startswith("#")}
    assert wanted <= pinned
    assert all(re.fullmatch(r"[a-z0-9-]+==[0-9][\w.]*|#.*", line) for line in lines)


def calls(path: Path) -> Iterator[tuple[str, list[ast.expr]]]:
    """Every sentence to people that a module makes, wherever that is raised or kept."""
    made = (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))
    for call in made:
        # one with a star was made elsewhere
        if ast.unparse(call.func) in SENTENCES and not isinstance(call.args[0], ast.Starred):
            yield f"{name_of(path)}:{call.lineno}", call.args


def test_what_is_said_to_people_is_said_in_chinese_and_then_in_english() -> None:
    found = [call for path in SOURCES for call in calls(path)]
    assert len(found) > 120
    for place, (zh, en) in found:
        first, second = ast.unparse(zh), ast.unparse(en)
        if (first, second) != ("''", "''"):
            assert re.search(r"[\u4e00-\u9fff]|\bzh\b", first), place
            assert not re.search(r"[，。；：]|\bzh\b", second), place
