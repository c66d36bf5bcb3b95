"""datapackage: the tables described for programs, as a Frictionless data package (Data Package v1, Table Schema)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from extract.columns import TABLES, ArrowType, Column
from extract.forms.form import GridName, load_forms
from extract.words.vocabulary import CELL_COLUMNS, terms, worded

NAME = "datapackage.json"
_TYPES: Mapping[ArrowType, str] = {
    "string": "string",
    "int32": "integer",
    "int64": "integer",
    "float64": "number",
    "bool": "boolean",
    "list<int64>": "array",
    "list<float64>": "array",
    "list<string>": "array",
}
_COUNTS: tuple[GridName, ...] = ("applications", "appeals")
PRIMARY_KEYS: Mapping[str, tuple[str, ...]] = {
    "sources": ("path",),
    "reports": ("report_id",),
    "sections": ("report_id", "part"),
    **{grid: ("report_id", *CELL_COLUMNS[grid]) for grid in _COUNTS},
}
"""What tells the rows of a table apart; rows of grid 二 that no form has may share their names."""
_MEDIA = {"parquet": "application/vnd.apache.parquet", "csv": "text/csv"}


@dataclass(frozen=True, slots=True)
class Resource:
    """A table as a file: ``path`` relative to the package, ``hash`` its SHA-256 where it is known."""

    name: str
    path: str
    format: str
    columns: Sequence[Column]
    row_zh: str
    row_en: str
    sha256: str | None = None


def parquet_resources(files: Mapping[str, Mapping[str, object]]) -> tuple[Resource, ...]:
    """The tables of a set, from the entries of its manifest (``file``, ``sha256``)."""
    return tuple(
        Resource(form.name, str(own["file"]), "parquet", form.columns, form.row_zh, form.row_en, str(own["sha256"]))
        for form in TABLES
        if (own := files.get(form.name))
    )


def datapackage(resources: Iterable[Resource], extractor: str) -> str:
    """The descriptor as JSON: for each table its columns with types, descriptions and keys; no clock in it."""
    package = {
        "profile": "data-package",
        "name": "gongkai-extract",
        "title": "政府信息公开工作年度报告 · Annual reports on open government information",
        "version": extractor,
        "resources": [_resource(one) for one in resources],
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _resource(one: Resource) -> dict[str, object]:
    made: dict[str, object] = {
        "name": one.name,
        "profile": "tabular-data-resource",
        "path": one.path,
        "format": one.format,
        "mediatype": _MEDIA[one.format],
        "encoding": "utf-8",
        "description": f"每行一个：{one.row_zh}。 One row per {one.row_en}.",
        "schema": _schema(one),
    }
    if one.sha256 is not None:  # and no count of bytes: frictionless takes none of a Parquet file and calls it wrong
        made["hash"] = f"sha256:{one.sha256}"
    return made


def _schema(one: Resource) -> dict[str, object]:
    names = [column.name for column in one.columns]
    schema: dict[str, object] = {"fields": [_field(one, column) for column in one.columns], "missingValues": [""]}
    if one.name in PRIMARY_KEYS:
        schema["primaryKey"] = list(PRIMARY_KEYS[one.name])
    if one.name != "reports" and "report_id" in names:
        reference = {"resource": "reports", "fields": ["report_id"]}
        schema["foreignKeys"] = [{"fields": ["report_id"], "reference": reference}]
    return schema


def _field(one: Resource, column: Column) -> dict[str, object]:
    """A column; the values that it may hold are listed where no other form could bring new ones."""
    # frictionless has lists of a Parquet file as NumPy arrays, which are no arrays to it
    kind = "any" if one.format == "parquet" and _TYPES[column.type] == "array" else _TYPES[column.type]
    made: dict[str, object] = {
        "name": column.name,
        "type": kind,
        "description": f"{column.zh} · {column.en}",
    }
    if worded(one.name, column.name):
        made["constraints"] = {"enum": [term.key for term in terms(one.name, column.name, load_forms())]}
    return made
