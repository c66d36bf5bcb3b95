"""Column and TableForm: every column of every table, described once, in Chinese and in English.

The schemas, the metadata of the Parquet files and ``docs/data-dictionary.md`` are made
from this module: ``python -m extract.columns`` prints the dictionary.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

ArrowType: TypeAlias = Literal["string", "int32", "int64", "float64", "list<int64>", "list<float64>"]


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
    C("authority", "string", "编制机关，按报告所印；未印为空",
      "Authority as printed in the report; null where none is printed"),
    C("fiscal_year", "int32", "报告年度，不是发布年度",
      "Year reported on, not the year of publication"),
    C("form", "string", "格式：2019 或 2021；表二、三、四中为该表自己的格式；无法判定为空",
      "Form: 2019 or 2021; in the tables of grids 二, 三 and 四 the grid's own; null where nothing tells it"),
)

PLACE = (
    C("page", "int32", "页码，从 1 起；文件格式没有页则为空", "Page from 1; null where the format has none"),
    C("line", "int32", "解码后文本的行号，从 1 起", "Line of the decoded text, from 1"),
    C("table_no", "int32", "文件中第几个表格，从 1 起", "Number of the table in the file, from 1"),
    C("row_no", "int32", "表格中的行，从 1 起", "Row within that table, from 1"),
    C("column_no", "int32", "表格中的列，从 1 起", "Column within that table, from 1"),
    C("bbox", "list<float64>", "页面上的位置 x0, top, x1, bottom，单位 pt，从页面左上角量起",
      "Box on the page: x0, top, x1, bottom in PDF points from the page's top left"),
)

_UNIT = C("unit", "string", "数字的单位，金额一律为万元；单元格和表头都没有印单位则为空",
          "Unit of the value, 万元 for all money; null where neither cell nor header prints one")
_RAW = C("raw", "string", "单元格中所印的原文", "What is printed in the cell")
_DOUBT = (
    C("state", "string",
      "状态：number 印有数字；deduced 由别处推定；blank 空白；not_applicable 为 / 或“无”；"
      "text 不是一个数字；ambiguous 未能判定；missing 没有这个单元格",
      "State: number, printed; deduced, follows from other figures; blank; not_applicable, such as / or 无; "
      "text, not one number; ambiguous, not decided; missing, no such cell"),
    C("reason", "string", "没有数值的原因，如 row_incomplete、cut_off、label_lost、lines_removed",
      "Why there is no value, such as row_incomplete, cut_off, label_lost, lines_removed"),
)
_PROOF = C("proof", "string", "推定值的依据：length、sums、position、prose、panel",
           "How a deduced value was had: length, sums, position, prose, panel")


def _counted(*names: Column) -> tuple[Column, ...]:
    """The columns of a grid of counts: its own keys, then value, state and place."""
    value = C("value", "int64", "数值；状态不是 number、deduced 时为空",
              "The number; null unless the state is number or deduced")
    few = C("candidates", "list<int64>", "可能的取值，仅在为数不多时列出",
            "Possible values, where they are few")
    return (*KEYS, *names, value, _RAW, *_DOUBT, few, _PROOF, *PLACE)


SOURCES = TableForm("sources", "见到的文件，无论结果如何", "file seen, whatever came of it", (
    C("path", "string", "相对于 RAW 的路径；给出几个 RAW 时以该 RAW 的名称开头",
      "Path relative to RAW; with several RAWs it begins with the RAW's own name"),
    C("sha256", "string", "文件内容的 SHA-256；未能读取则为空",
      "SHA-256 of the bytes; null where they were not read"),
    C("bytes", "int64", "文件大小（字节）", "Size in bytes"),
    C("format", "string", "内容的真实格式，不看扩展名；未判定为空",
      "True format by content, not by extension; null where it was not told"),
    C("status", "string",
      "结果：extracted 已提取；duplicate 与另一文件相同；not_a_report 不是年度报告；no_text 扫描件；"
      "encrypted 有密码；unreadable 损坏或不可读；unsupported 格式不支持；too_large 过大；timed_out 超时；"
      "crashed 程序中断",
      "Outcome: extracted, duplicate (same bytes as another), not_a_report, no_text (scanned), encrypted, "
      "unreadable, unsupported, too_large, timed_out, crashed"),
    C("report_id", "string", "报告的键；仅 extracted 有", "Key of the report; null unless extracted"),
    C("message", "string", "对结果的说明", "What there is to say about the outcome"),
    C("extractor", "string", "提取程序的版本", "Version of the extractor"),
))

REPORTS = TableForm("reports", "报告", "report", (
    *KEYS,
    C("title", "string", "标题，按报告所印", "Title as printed"),
    C("year_evidence", "string", "年度的依据", "What told the fiscal year"),
    C("period_start", "string", "统计期限的起始日（年-月-日），按报告所印",
      "First day of the period stated, ISO date"),
    C("period_end", "string", "统计期限的截止日（年-月-日），按报告所印",
      "Last day of the period stated, ISO date"),
    C("form_evidence", "string", "格式的依据：cells 单元格；year 年度", "What told the form: cells or year"),
    C("format", "string", "文件的真实格式", "True format of the file"),
    C("pages", "int32", "页数；格式没有页则为空", "Number of pages; null where the format has none"),
    C("parts_found", "int32", "六个部分中找到标题的个数", "How many of the six headings were found"),
    C("cells", "int32", "格式规定的单元格数，报告自加的行不计",
      "Value cells of the form, without rows the form lacks"),
    C("checks", "int32", "格式的等式数（stated、implied）", "Equations of the form (stated and implied)"),
    C("failed", "int32", "其中不成立的个数", "How many of them fail"),
    C("second_reader", "string", "另一种读法的结果：agrees 一致；differs 不一致；没有另读为空",
      "What a second reader made of it: agrees, differs; null where there was none"),
    C("verdict_disclosure", "string", "表二的结论：read 已读；doubtful 存疑",
      "Verdict on grid 二: read or doubtful"),
    C("verdict_applications", "string", "表三的结论：verified、vacuous、inconsistent、doubtful",
      "Verdict on grid 三: verified, vacuous, inconsistent or doubtful"),
    C("verdict_appeals", "string", "表四的结论：verified、vacuous、inconsistent、doubtful",
      "Verdict on grid 四: verified, vacuous, inconsistent or doubtful"),
    C("verdict", "string", "全篇结论：表三、表四中较差的一个",
      "Verdict on the report: the worse of grids 三 and 四"),
))

SECTIONS = TableForm("sections", "部分，每份报告恒为六行", "part, always six a report", (
    *KEYS,
    C("part", "int32", "第几部分，1 至 6", "Number of the part, 1 to 6"),
    C("key", "string", "部分的键：overview、disclosure、applications、appeals、problems、other",
      "Key of the part: overview, disclosure, applications, appeals, problems, other"),
    C("heading", "string", "标题，按报告所印；缺失为空", "Heading as printed; null when missing"),
    C("method", "string", "标题怎样找到：exact、variant、misnumbered、inferred、missing",
      "How it was found: exact, variant, misnumbered, inferred, missing"),
    C("text", "string", "该部分全文；表格每行一行，单元格以制表符分隔",
      "Text of the part; a table stands one line a row, its cells between tabs"),
    *PLACE,
))

DISCLOSURE = TableForm("disclosure", "表二（主动公开）的单元格", "value cell of grid 二 (disclosure)", (
    *KEYS,
    C("article", "string", "《条例》条项：20.1、20.5、20.6、20.8、20.9",
      "Article: 20.1, 20.5, 20.6, 20.8, 20.9"),
    C("item", "string", "行的键，如 rules；报告自加的行为空，不参与计数",
      "Row key, such as rules; null for a row the form lacks"),
    C("item_label", "string", "行的名称，按报告所印", "Row label as printed"),
    C("measure", "string", "列的键，如 made、issued、decisions",
      "Column key, such as made, issued, decisions"),
    C("measure_label", "string", "列的名称，按报告所印", "Column label as printed"),
    C("value", "float64", "数值，金额以万元计；状态不是 number、deduced 时为空",
      "The number, money in 万元; null unless the state is number or deduced"),
    _UNIT, _RAW, *_DOUBT,
    C("candidates", "list<float64>", "可能的取值，仅在为数不多时列出", "Possible values, where they are few"),
    _PROOF, *PLACE,
))

APPLICATIONS = TableForm("applications", "表三（申请）的单元格", "value cell of grid 三 (requests)", _counted(
    C("outcome", "string", "行的键，如 new、granted、denied.state_secret",
      "Row key: new, granted, denied.state_secret…"),
    C("outcome_label", "string", "行的名称，按报告所印", "Row label as printed"),
    C("applicant", "string", "列的键：natural_person 等六类申请人和 total",
      "Column key: six kinds of applicant, and total"),
    C("applicant_label", "string", "列的名称，按报告所印", "Column label as printed"),
))

APPEALS = TableForm("appeals", "表四（复议、诉讼）的单元格", "value cell of grid 四 (appeals)", _counted(
    C("channel", "string", "途径的键：reconsideration、litigation_direct、litigation_after",
      "Channel: reconsideration, litigation_direct, litigation_after"),
    C("channel_label", "string", "途径的名称，按报告所印", "Label of the channel as printed"),
    C("result", "string", "结果的键：upheld、corrected、other、pending、total",
      "Result: upheld, corrected, other, pending, total"),
    C("result_label", "string", "结果的名称，按报告所印", "Label of the result as printed"),
))

CHECKS = TableForm("checks", "等式，每份报告各有一套", "equation, per report", (
    *KEYS,
    C("check", "string", "等式的名称，如 applications.balance",
      "Name of the equation, such as applications.balance"),
    C("kind", "string", "stated 格式写明；implied 格式隐含；prose 与文字核对；panel 与邻年核对",
      "stated by the form, implied by it, prose against grid, panel against the year before"),
    C("grid", "string", "所属的表：disclosure、applications、appeals",
      "Grid: disclosure, applications, appeals"),
    C("scope", "string", "所在行或列的键", "Key of the row or column it runs along"),
    C("left", "float64", "左边之和，空白按 0 计；有未定单元格则为空",
      "Left side, blanks as 0; null where a cell is undecided"),
    C("right", "float64", "右边之和，同上", "Right side, likewise"),
    C("difference", "float64", "左减右", "left − right"),
    C("outcome", "string", "holds 成立；vacuous 全为零；fails 不成立；open 空白处可使其成立",
      "holds, vacuous (nothing but zeros), fails, open (values in the blanks could make it hold)"),
))

FINDINGS = TableForm("findings", "需要人看的事项", "thing a person should look at", (
    *KEYS,
    C("kind", "string", "事项的种类", "Kind of finding"),
    C("severity", "string", "轻重：error、warning、note", "Severity: error, warning, note"),
    C("grid", "string", "所属的表；不属于表则为空", "Grid; null where it concerns none"),
    C("cell", "string", "所涉行、列或单元格，如 applications/new/total",
      "Row, column or cell: applications/new/total"),
    C("message_zh", "string", "可以引用的一句话（中文）", "A sentence that can be quoted, in Chinese"),
    C("message_en", "string", "可以引用的一句话（英文）", "A sentence that can be quoted, in English"),
    *PLACE,
))
# fmt: on

TABLES = (SOURCES, REPORTS, SECTIONS, DISCLOSURE, APPLICATIONS, APPEALS, CHECKS, FINDINGS)
TABLE_NAMES = tuple(table.name for table in TABLES)

_HEAD = """\
# 数据字典 · Data dictionary

由 `python -m extract.columns` 生成，请勿手改。 Generated by `python -m extract.columns`; do not edit.

每张表是 `DIR/<表名>.parquet` 一个文件；各列的中英文说明也写在文件的元数据里。
Each table is one file `DIR/<table>.parquet`; these descriptions stand in its metadata too.

`sources` 列出 RAW 下的每个文件；隐藏文件和文件夹（名称以点开头）不看。
`sources` lists every file under RAW; hidden files and folders (a dot before the name) are passed over.

`extract.load(DIR).wide("applications")` 每份报告一行、每个单元格一列，
列名是行键、两个下划线、列键，点改为下划线：
`new__natural_person`、`denied_state_secret__total`、`reconsideration__upheld`；
`disclosure` 的列名以 `a` 和条项开头：`a20_1_rules__made`。
One row per report and one column per cell; a column is named row key, two underscores, column key, with dots
as underscores; in `disclosure` it begins with `a` and the article.
"""


def dictionary() -> str:
    """The data dictionary as Markdown, in Chinese and English."""
    parts = [_HEAD]
    for table in TABLES:
        parts.append(f"\n## `{table.name}`\n\n每行一个：{table.row_zh}。 One row per {table.row_en}.\n")
        parts.append("\n| 列 column | 类型 type | 说明 | description |\n|---|---|---|---|\n")
        parts += [f"| `{c.name}` | {c.type} | {c.zh} | {c.en} |\n" for c in table.columns]
    return "".join(parts)


if __name__ == "__main__":
    print(dictionary(), end="")
