"""The tables of files and of reports."""

from extract.columns.column import KEYS, C, TableForm

# One column, one entry: name and type, then Chinese, then English. Formatting is off so that it stays so.
# fmt: off
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
    C("message", "string", "对结果的说明和该怎么办（英文）", "What there is to say about the outcome, and what to do"),
    C("message_zh", "string", "对结果的说明和该怎么办（中文）", "The same in Chinese"),
    C("extractor", "string", "提取程序的版本", "Version of the extractor"),
))

REPORTS = TableForm("reports", "报告", "report", (
    *KEYS,
    C("title", "string", "标题，按报告所印", "Title as printed"),
    C("authority_evidence", "string", "机关名称的出处：title 标题；issuer 发布机构栏；prose 落款或联系方式；path 文件名",
      "Where the authority stands: title, issuer (the page's own table), prose (signature, whom to ask), path"),
    C("authority_normal", "string", "机关的规范名称：行政区划用全称，“人民政府”“办公室”归入政府本身；同一机关各年写法不同时仍相同",
      "The authority's name with its division in full and without 人民政府 or its office"),
    C("authority_id", "string",
      "机关的键，各年不变，改名、改代码后仍相同：区划的键，或“区划的键/机构”；区划不在表中时为“-/名称”；分不清是哪一个时为空",
      "Key of the authority, the same over years and renamings: the division's key, or that and the organ after a "
      "slash; “-/” and the name where the division is not in the table; null where it may be one of several"),
    C("level", "string", "层级：省、市、县、乡、部门、园区", "Level: 省, 市, 县, 乡, 部门 (department), 园区 (park)"),
    C("level_evidence", "string", "层级的依据：division 为区划表，其余为名称中的字",
      "What told the level: division, the table of divisions; else words of the name"),
    C("government", "string", "部门、乡镇所属政府的规范名称", "Government that a department or a town belongs to"),
    C("division_code", "string", "行政区划代码（GB/T 2260），以报告年度年末为准；部门、乡镇、园区为其所在区划",
      "Code of the division (GB/T 2260) at the end of the fiscal year; of a department, town or park the division "
      "that it is in"),
    C("division_evidence", "string", "区划的依据：name 名称；path 文件夹或文件名；prose 正文；given 采集清单",
      "What told the division: its name, the path, the prose, or what the collector gave"),
    C("division_candidates", "list<string>", "不能确定是哪一个区划时，可能的代码",
      "Codes of the divisions that it may be where that is not settled"),
    C("province", "string", "省、自治区、直辖市", "Province"),
    C("city", "string", "地级市、州、盟、地区；直辖市的区县和省直辖的县市为空",
      "City (市, 州, 盟, 地区); null in the four municipalities and for counties directly under a province"),
    C("county", "string", "县、区、旗、县级市", "County (县, 区, 旗, 县级市)"),
    C("year_evidence", "string",
      "年度的依据：title 标题；period 统计期限；running_head 页眉；path 文件名。标题先于统计期限，统计期限先于页眉和文件名；"
      "标题与其余二者都不同、或写的是发布年份时，以统计期限为准",
      "What told the fiscal year: title, period, running_head, path, in this order; the period goes before a title that "
      "the file's name contradicts too, or that says the year of publication"),
    C("year_title", "int32", "标题中的年份", "Year in the title"),
    C("year_period", "int32", "统计期限的年份", "Year of the period stated"),
    C("year_path", "int32", "文件名或文件夹名中的年份", "Year in the name of the file, or of its folder"),
    C("year_body", "int32", "第一部分句首所写的年份；不止一个时为空",
      "Year that the sentences of part 一 open with; null for several"),
    C("issued", "string", "发布或落款的年月（年-月）", "Year and month of issue, as printed: 2024-01"),
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
    C("prose_failed", "int32", "文字中的数字与表格矛盾的个数（prose）；不影响结论",
      "How many stated figures contradict the grids (prose); they never change a verdict"),
    C("second_reader", "string", "另一种读法的结果：agrees 一致；differs 不一致；没有另读为空",
      "What a second reader made of it: agrees, differs; null where there was none"),
    C("verdict_disclosure", "string", "表二的结论：read 已读；doubtful 存疑",
      "Verdict on grid 二: read or doubtful"),
    C("verdict_applications", "string", "表三的结论：verified、vacuous、inconsistent、doubtful",
      "Verdict on grid 三: verified, vacuous, inconsistent or doubtful"),
    C("verdict_appeals", "string", "表四的结论：verified、vacuous、inconsistent、doubtful",
      "Verdict on grid 四: verified, vacuous, inconsistent or doubtful"),
    C("given_authority", "string", "采集清单所列的机关", "Authority that the collector's list gives"),
    C("given_division_code", "string", "采集清单所列的区划代码", "Division code that the collector's list gives"),
    C("given_fiscal_year", "int32", "采集清单所列的年度", "Year that the collector's list gives"),
    C("url", "string", "采集清单所列的网址", "Address that the collector's list gives"),
    C("retrieved", "string", "采集清单所列的采集日期", "When it was retrieved, as the collector's list has it"),
    C("verdict", "string", "全篇结论：表三、表四中较差的一个",
      "Verdict on the report: the worse of grids 三 and 四"),
    C("panel_failed", "int32", "与邻年报告对照的等式中不成立的个数；未与别的报告对照则为空",
      "Relations to the years around that fail; null where no other report was looked at"),
    C("preferred", "bool", "同一机关同一年度有几份报告时，是否选用这一份",
      "Whether this is the report to use, where an authority has several for one year"),
    C("preferred_reason", "string",
      "选用或不选用的依据：only 仅此一份；doubt 有无存疑；corrected 更正版；verdict 结论；figures 数字多少；format 格式；name 文件名",
      "What decided it: only (there is no other), doubt, corrected (its title or name says so), verdict, figures "
      "(how many), format, name"),
))
# fmt: on
