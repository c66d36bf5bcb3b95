"""The table of authorities and years."""

from extract.columns.column import C, TableForm

# One column, one entry: name and type, then Chinese, then English. Formatting is off so that it stays so.
# fmt: off
COVERAGE = TableForm("coverage", "机关和年度，包括首尾两年之间缺少的年度", "authority and year, gaps between years included", (
    C("authority_id", "string", "编制机关的键，历年不变", "Key of the authority, the same over the years"),
    C("authority", "string", "编制机关的规范名称，按其最后一份报告", "Its normal name, by its last report"),
    C("level", "string", "编制机关的级别", "Level of the authority"),
    C("division_code", "string", "行政区划代码", "Code of its division"),
    C("province", "string", "省级区划", "Province"),
    C("city", "string", "地级区划", "City"),
    C("county", "string", "县级区划", "County"),
    C("fiscal_year", "int32", "报告年度", "Year reported on"),
    C("state", "string",
      "选用的报告的结论：verified、vacuous、inconsistent、doubtful；unreadable 只有未能读取的文件（据文件名）；missing 缺少",
      "Verdict on the report to use: verified, vacuous, inconsistent, doubtful; unreadable where there are only files "
      "that could not be read (by their names); missing where there is none"),
    C("editions", "int32", "该年度读出的报告份数", "How many reports of that year were read"),
    C("report_id", "string", "选用的报告的键", "Key of the report to use"),
    C("path", "string", "未能读取的文件；几个文件取第一个", "The file that could not be read, the first of several"),
))
# fmt: on
