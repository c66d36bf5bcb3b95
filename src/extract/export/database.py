"""write_database: all tables as one SQLite file with keys and indexes, as datasette likes it."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from extract.columns import ArrowType
from extract.export.tables import Choice, ExportTable
from extract.tables.datapackage import PRIMARY_KEYS
from extract.words.sentences import Lang, Phrase
from extract.words.vocabulary import CELL_COLUMNS

_TYPES: dict[ArrowType, str] = {"int32": "INTEGER", "int64": "INTEGER", "float64": "REAL"}
_PRIMARY = {**PRIMARY_KEYS, "words": ("table", "column", "key")}
_INDEXED = (
    ("report_id",),
    ("authority", "fiscal_year"),
    ("fiscal_year",),
    *CELL_COLUMNS.values(),
    ("state",),
    ("verdict",),
    ("status",),
    ("severity", "kind"),
    ("check", "outcome"),
)


def write_database(choice: Choice, path: Path, lang: Lang) -> tuple[Phrase, ...]:
    """Writes the file, with the description of every column in its table ``columns``; rows go in batch by batch.

    Lists are JSON. ``reports`` comes first, since the rows of the others refer to it.
    """
    tables = sorted(choice.tables, key=lambda table: table.name != "reports")
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        for table in tables:
            database.execute(_create(table))
            _fill(database, table)
            for statement in _indexes(table):
                database.execute(statement)
        _describe(database, tables, lang)
        database.execute("ANALYZE")
    return ()


def _quoted(name: str) -> str:
    return f'"{name}"'


def _create(table: ExportTable) -> str:
    lines = [f"{_quoted(field.name)} {_TYPES.get(field.type, 'TEXT')}" for field in table.fields]
    primary = ("report_id",) if table.grid else _PRIMARY.get(table.name)
    if primary:
        lines.append(f"PRIMARY KEY ({', '.join(map(_quoted, primary))})")
    if table.name != "reports" and any(field.name == "report_id" for field in table.fields):
        lines.append("FOREIGN KEY (report_id) REFERENCES reports (report_id)")
    return f"CREATE TABLE {_quoted(table.name)} ({', '.join(lines)})"


def _fill(database: sqlite3.Connection, table: ExportTable) -> None:
    marks = ", ".join("?" * len(table.fields))
    database.execute("BEGIN")
    for batch in table.batches():
        columns = batch.to_pydict()
        rows = zip(*(columns[field.name] for field in table.fields), strict=True)
        database.executemany(f"INSERT INTO {_quoted(table.name)} VALUES ({marks})", rows)
    database.execute("COMMIT")


def _indexes(table: ExportTable) -> Iterator[str]:
    names = {field.name for field in table.fields}
    primary = ("report_id",) if table.grid else _PRIMARY.get(table.name, ())
    for columns in _INDEXED:
        if names.issuperset(columns) and primary[: len(columns)] != columns:
            name = "_".join((table.name, *columns))
            yield f"CREATE INDEX {_quoted(name)} ON {_quoted(table.name)} ({', '.join(map(_quoted, columns))})"


def _describe(database: sqlite3.Connection, tables: list[ExportTable], lang: Lang) -> None:
    """The descriptions as a table, and as the metadata that ``datasette --metadata`` takes, in ``about``."""
    database.execute(
        'CREATE TABLE columns ("table" TEXT, "column" TEXT, zh TEXT, en TEXT, PRIMARY KEY ("table", "column"))'
    )
    described = [(table.name, field.name, field.zh, field.en) for table in tables for field in table.fields]
    database.executemany("INSERT INTO columns VALUES (?, ?, ?, ?)", described)
    about = {
        table.name: {
            "description": table.row_zh if lang == "zh" else table.row_en,
            "columns": {field.name: field.zh if lang == "zh" else field.en for field in table.fields},
        }
        for table in tables
    }
    database.execute("CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT)")
    database.execute("INSERT INTO about VALUES ('datasette', ?)", [json.dumps({"tables": about}, ensure_ascii=False)])
