"""Column and TableForm: what a column is called, how it is typed, what it holds; and the columns of every table."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

ArrowType: TypeAlias = Literal[
    "string", "int32", "int64", "float64", "bool", "list<int64>", "list<float64>", "list<string>"
]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its Arrow type and what it holds."""

    name: str
    type: ArrowType
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class TableForm:
    """A table: one row per ``row_zh``/``row_en``, and its columns in order."""

    name: str
    row_zh: str
    row_en: str
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """The column of this name; raises `KeyError` where the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


C = Column

# One column, one entry: name and type, then Chinese, then English. Formatting is off so that it stays so.
# fmt: off
KEYS = (
    C("report_id", "string", "报告的键：文件 SHA-256 的前 16 位十六进制数字",
      "Key of the report: the first 16 hex digits of the file's SHA-256"),
    C("authority", "string", "编制机关，按报告所印；标题未印则取落款、文件名，都没有为空",
      "Authority as printed: title, signature or the file's name; null where none is"),
    C("fiscal_year", "int32", "报告年度，不是发布年度",
      "Year reported on, not the year of publication"),
    C("form", "string", "格式：2019 或 2021；表二、三、四中为该表自己的格式；无法判定为空",
      "Form: 2019 or 2021; in the tables of grids 二, 三 and 四 the grid's own; null where nothing tells it"),
)
KEY_NAMES = tuple(column.name for column in KEYS)

PLACE = (
    C("page", "int32", "页码，从 1 起；文件格式没有页则为空", "Page from 1; null where the format has none"),
    C("line", "int32", "解码后文本的行号，从 1 起", "Line of the decoded text, from 1"),
    C("table_no", "int32", "文件中第几个表格，从 1 起", "Number of the table in the file, from 1"),
    C("row_no", "int32", "表格中的行，从 1 起", "Row within that table, from 1"),
    C("column_no", "int32", "表格中的列，从 1 起", "Column within that table, from 1"),
    C("bbox", "list<float64>", "页面上的位置 x0, top, x1, bottom，单位 pt，从页面左上角量起",
      "Box on the page: x0, top, x1, bottom in PDF points from the page's top left"),
)
# fmt: on
