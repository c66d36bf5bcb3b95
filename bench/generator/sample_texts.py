"""The files of the sample collection that are not reports."""

from __future__ import annotations

NOTICE = """关于召开全市政务公开工作会议的通知

各县（区）人民政府，市直各部门：
经研究，定于3月15日召开全市政务公开工作会议，现将有关事项通知如下：
一、会议时间
3月15日（星期三）上午9时，会期半天。
二、会议地点
市政务服务中心三楼会议室。
三、参会人员
各县（区）分管负责同志，市直各部门办公室负责人。
四、有关要求
请于3月10日前报送参会名单，联系电话：0999-2000001。

丁山市人民政府办公室
"""

# The codes begin with 99, which no division has.
DIVISIONS = """code,name,level,province,city,county
990000,示例省,province,示例省,,
990100,甲河市,city,示例省,甲河市,
990121,子丑县,county,示例省,甲河市,子丑县
990122,寅卯县,county,示例省,甲河市,寅卯县
990200,乙川市,city,示例省,乙川市,
990202,申酉区,county,示例省,乙川市,申酉区
990300,丙原市,city,示例省,丙原市,
990302,辰巳区,county,示例省,丙原市,辰巳区
990303,申酉区,county,示例省,丙原市,申酉区
990400,丁山市,city,示例省,丁山市,
990421,午未县,county,示例省,丁山市,午未县
990422,戌亥自治县,county,示例省,丁山市,戌亥自治县
"""

README = """# 示例文集 · Sample collection

## 中文

本目录中的一切都是虚构的：示例省及其市、县、机关并不存在，报告中的文字和数字由
`bench/generator` 按固定的种子生成，不取自任何真实报告，也不能用于任何结论。
行政区划代码（`divisions.csv`）以 99 开头，同样是虚构的。

- `示例省/市/县/`：{count} 份政府信息公开工作年度报告，两种格式（2019、2021），TXT、DOCX、PDF 都有，版式各不相同。
- 十个机关有几年的报告，上一年结转数与下一年接收数相符；其中一个缺一年。
- 三份报告的数字自相矛盾，一份报告没有单元格边界（数字连在一起），一份报告的重复行已被删去。
- 另有一份不是报告（会议通知），一份无法读取（字节已损坏，不合任何编码）。

重新生成：`python -m bench.generator.collection data/raw`

## English

Everything in this folder is invented: 示例省, its cities, counties and authorities do not exist, and
the words and figures of the reports come from `bench/generator` with fixed seeds. Nothing is taken
from a real report, and nothing can be concluded from it. The division codes (`divisions.csv`) begin
with 99 and are invented too.

- `示例省/city/county/`: {count} annual open-government reports of both forms (2019, 2021) in many layouts,
  as TXT, DOCX and PDF.
- Ten authorities have several years; what one year carries over is what the next one takes in. One lacks a year.
- Three reports contradict themselves, one has lost all bounds between cells, one has lost its repeated lines.
- One file is not a report (a notice of a meeting), and one cannot be read (its bytes are damaged, so that
  no encoding fits).

To write it again: `python -m bench.generator.collection data/raw`
"""
