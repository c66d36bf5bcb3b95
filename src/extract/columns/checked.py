"""The tables of equations and of findings."""

from extract.columns.column import KEYS, PLACE, C, TableForm

# One column, one entry: name and type, then Chinese, then English. Formatting is off so that it stays so.
# fmt: off
CHECKS = TableForm("checks", "等式，每份报告各有一套", "equation, per report", (
    *KEYS,
    C("check", "string", "等式的名称，如 applications.balance",
      "Name of the equation, such as applications.balance"),
    C("kind", "string", "stated 格式写明；implied 格式隐含；prose 与文字核对；panel 与邻年核对",
      "stated by the form, implied by it, prose against grid, panel against the year before"),
    C("grid", "string", "所属的表：disclosure、applications、appeals",
      "Grid: disclosure, applications, appeals"),
    C("scope", "string", "所在行或列的键", "Key of the row or column it runs along"),
    C("left", "float64", "左边之和，空白按 0 计；有未定单元格则为空；prose 为文字所述",
      "Left side, blanks as 0; null where a cell is undecided; what the prose states, for prose"),
    C("right", "float64", "右边之和，同上", "Right side, likewise"),
    C("difference", "float64", "左减右", "left − right"),
    C("outcome", "string", "holds 成立；vacuous 全为零；fails 不成立；open 空白处可使其成立，或文字所指范围更宽",
      "holds, vacuous (nothing but zeros), fails, open (values in the blanks could make it hold; or the prose "
      "speaks of something wider than the grid)"),
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
