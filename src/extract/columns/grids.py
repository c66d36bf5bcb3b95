"""The tables of parts and of the cells of the three grids."""

from extract.columns.column import KEYS, PLACE, C, Column, TableForm

# One column, one entry: name and type, then Chinese, then English. Formatting is off so that it stays so.
# fmt: off
_UNIT = C("unit", "string", "数字的单位，金额一律为万元；单元格和表头都没有印单位则为空",
          "Unit of the value, 万元 for all money; null where neither cell nor header prints one")
_RAW = C("raw", "string", "单元格中所印的原文", "What is printed in the cell")
_DOUBT = (
    C("state", "string",
      "状态：number 印有数字；deduced 由别处推定；blank 空白；not_applicable 为 / 或“无”；"
      "text 不是一个数字；ambiguous 未能判定；missing 没有这个单元格；corrected 由人更正",
      "State: number, printed; deduced, follows from other figures; blank; not_applicable, such as / or 无; "
      "text, not one number; ambiguous, not decided; missing, no such cell; corrected, by a person"),
    C("reason", "string", "没有数值的原因，如 row_incomplete、cut_off、label_lost、lines_removed",
      "Why there is no value, such as row_incomplete, cut_off, label_lost, lines_removed"),
)
_PROOF = C("proof", "string", "推定值的依据：length、sums、position、prose、panel",
           "How a deduced value was had: length, sums, position, prose, panel")

_WITNESSES = C("witnesses", "string", "据邻年报告或文字推定、缩小可能取值时的依据：报告的键或 prose，及其所说的数（几个都有可能时用 / 隔开）",
               "What spoke for a value that was settled or narrowed from outside the grid: a report_id or prose, "
               "and the value it says (several that it leaves open parted by /)")

_READ = C("value_read", "float64", "状态为 corrected 时，更正之前读出的数值",
          "In state corrected, the value that was read before")


def _counted(*names: Column) -> tuple[Column, ...]:
    """The columns of a grid of counts: its own keys, then value, state and place."""
    value = C("value", "int64", "数值；状态不是 number、deduced、corrected 时为空",
              "The number; null unless the state is number, deduced or corrected")
    few = C("candidates", "list<int64>", "可能的取值，仅在为数不多时列出",
            "Possible values, where they are few")
    return (*KEYS, *names, value, _RAW, *_DOUBT, few, _PROOF, _WITNESSES, _READ, *PLACE)

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
    _PROOF, _WITNESSES, _READ, *PLACE,
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
# fmt: on
