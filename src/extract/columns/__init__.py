"""Every column of every table, described once, in Chinese and in English.

The schemas, the metadata of the Parquet files and ``docs/data-dictionary.md`` are made
from this package: ``python -m extract.columns`` prints the dictionary.
"""

from extract.columns.checked import CHECKS, FINDINGS
from extract.columns.column import KEY_NAMES, KEYS, PLACE, ArrowType, Column, TableForm
from extract.columns.coverage import COVERAGE
from extract.columns.grids import APPEALS, APPLICATIONS, DISCLOSURE, SECTIONS
from extract.columns.reports import REPORTS, SOURCES
from extract.columns.stated import FIGURES

__all__ = ["KEYS", "KEY_NAMES", "OF_REPORTS", "PLACE", "TABLES", "TABLE_NAMES", "ArrowType", "Column", "TableForm"]

TABLES = (SOURCES, REPORTS, SECTIONS, DISCLOSURE, APPLICATIONS, APPEALS, FIGURES, CHECKS, FINDINGS, COVERAGE)
TABLE_NAMES = tuple(table.name for table in TABLES)
OF_REPORTS = tuple(name for name in TABLE_NAMES if name not in ("sources", "coverage"))
"""The tables whose rows come from one report each; the others are over all files."""
