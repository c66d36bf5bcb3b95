"""The Frictionless package beside the tables: valid, and true of the rows."""

import hashlib
import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.readings import BALANCED, reading
from tests.test_dataset import write

from extract.columns import TABLES
from extract.export import export
from extract.grid import ExtraRow, Slot
from extract.tables.datapackage import datapackage, parquet_resources

pytestmark = pytest.mark.filterwarnings("ignore")  # frictionless brings older libraries along


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    doubt = Slot(("new", "total"), "ambiguous", raw="1,2", reason="row_incomplete", candidates=(1, 12))
    extra = ExtraRow("20.1", "其他主动公开文件", (Slot(("20.1/", "issued"), "number", 7, None, "7"),))
    odd = reading("a.txt", form="2019", year=2019, applications=BALANCED | {("new", "total"): doubt}, extra=(extra,))
    return write(
        tmp_path_factory.mktemp("set") / "out", [odd, reading("b.txt"), reading("c.txt", year=None, authority=None)]
    )


def test_the_package_names_every_table_as_it_is(out: Path) -> None:
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    resources = {resource["name"]: resource for resource in package["resources"]}
    assert list(resources) == [table.name for table in TABLES]
    for name, resource in resources.items():
        data = (out / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        schema = pq.read_schema(out / resource["path"])  # type: ignore[no-untyped-call]
        assert [field["name"] for field in resource["schema"]["fields"]] == schema.names, name


def test_frictionless_takes_it(out: Path) -> None:
    frictionless: Any = import_module("frictionless")
    descriptor = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    errors = list(frictionless.Package.metadata_validate(descriptor))
    assert errors == []


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_the_schema_is_true_of_the_rows(out: Path, tmp_path: Path, ending: str) -> None:
    frictionless: Any = import_module("frictionless")
    folder = out if ending == "parquet" else export(out, "csv", tmp_path / "csv").path
    report = frictionless.Package(str(folder / "datapackage.json")).validate()
    assert report.flatten(["title", "type", "note"]) == []
    assert {task.name for task in report.tasks} >= {table.name for table in TABLES}


def test_frictionless_would_see_a_wrong_row(out: Path, tmp_path: Path) -> None:
    frictionless: Any = import_module("frictionless")
    folder = export(out, "csv", tmp_path / "csv").path
    cells = folder / "applications.csv"
    lines = cells.read_text(encoding="utf-8-sig").splitlines()
    fields = lines[1].split(",")
    lines[1] = ",".join(["0000000000000000", *fields[1:]])
    assert '"number"' in lines[2]
    lines[2] = lines[2].replace('"number"', '"printed"')
    cells.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    kinds = {kind for (kind,) in frictionless.Package(str(folder / "datapackage.json")).validate().flatten(["type"])}
    assert kinds == {"foreign-key", "constraint-error"}


def test_what_is_not_there_is_not_described() -> None:
    entry = {"file": "reports.parquet", "sha256": "0" * 64}
    made = json.loads(datapackage(parquet_resources({"reports": entry}), "1.0"))
    assert [resource["name"] for resource in made["resources"]] == ["reports"]
