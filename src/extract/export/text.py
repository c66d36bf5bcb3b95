"""write_csv_files: a CSV file a table, with the mark by which Excel knows UTF-8."""

import codecs
from pathlib import Path

from extract.columns import Column
from extract.export.tables import Choice
from extract.tables.datapackage import NAME, Resource, datapackage
from extract.tables.parquet import write_csv
from extract.words.sentences import Phrase

EXCEL_ROWS = 1_048_576
"""What a sheet of Excel holds, the header included."""


def write_csv_files(choice: Choice, folder: Path) -> tuple[Phrase, ...]:
    """Writes every table into ``folder``, batch by batch, and the package that describes them; says which of them Excel would cut off."""
    for table in choice.tables:
        with (folder / f"{table.name}.csv").open("wb") as file:
            file.write(codecs.BOM_UTF8)
            write_csv(table.batches(), [field.name for field in table.fields], file)
    columns = {t.name: [Column(f.name, f.type, f.zh, f.en) for f in t.fields] for t in choice.tables}
    resources = [Resource(t.name, f"{t.name}.csv", "csv", columns[t.name], t.row_zh, t.row_en) for t in choice.tables]
    (folder / NAME).write_text(datapackage(resources, choice.dataset.extractor), encoding="utf-8")
    return tuple(
        (
            f"{table.name}.csv 有 {table.rows:,} 行，Excel 只显示前 {EXCEL_ROWS - 1:,} 行；请用 --year、--authority 缩小范围",
            f"{table.name}.csv has {table.rows:,} rows, of which Excel shows {EXCEL_ROWS - 1:,}; "
            "--year and --authority take fewer",
        )
        for table in choice.tables
        if table.rows >= EXCEL_ROWS
    )
