"""The table of figures that the prose states."""

from extract.columns.column import KEYS, PLACE, C, TableForm

# One column, one entry: name and type, then Chinese, then English. Formatting is off so that it stays so.
# fmt: off
FIGURES = TableForm("figures", "文字中陈述的数字", "number stated in prose", (
    *KEYS,
    C("part", "int32", "所在的部分，1 至 6", "Number of the part it stands in, 1 to 6"),
    C("figure", "string", "数字的键，如 applications_received（见 patterns/figures.toml）；没有键的为空",
      "Key of the figure, such as applications_received (see patterns/figures.toml); null for those without one"),
    C("label", "string", "所数的事物，取自数字所在的分句", "What is counted, in the words of its own clause"),
    C("value", "float64", "数值，万、亿已折算；余、约等不计入，见 qualifier；区间为下限",
      "The number, 万 and 亿 multiplied out; 余, 约 and the like are told by qualifier; of a range the lower end"),
    C("value_max", "float64", "区间的上限；不是区间则为空", "Upper end of a range, else null"),
    C("unit", "string", "单位，按文字所印；以万、亿计的金额为万元",
      "Unit as printed; 万元 for money said in 万 or 亿"),
    C("qualifier", "string", "exact 确数；over 以上（余、多、超）；about 约数；range 区间",
      "exact; over (余, 多, 超: that or more); about; range"),
    C("raw", "string", "数字的原文", "The number as printed"),
    C("sentence", "string", "所在的句子，按文字所印", "The sentence it stands in, as printed"),
    *PLACE,
))
# fmt: on
