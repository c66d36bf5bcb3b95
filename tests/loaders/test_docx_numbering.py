"""The DOCX loader: numbers that Word prints and the text does not hold."""

import pytest
from tests.loaders.test_docx_made import cells, made, p, tbl, tc, texts, tr

from extract.loaders.docx.loader import load
from extract.loaders.docx.numerals import numeral


def level(at: int, form: str, text: str, more: str = "") -> str:
    content = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{at}">{content}</w:lvl>'


def abstract(name: int, *content: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{"".join(content)}</w:abstractNum>'


def num(name: int, of: int, *overrides: str) -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{of}"/>{"".join(overrides)}</w:num>'


def item(text: str, name: int | None = None, at: int | None = None, style: str = "") -> str:
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if name is not None or at is not None:
        own_level = "" if at is None else f'<w:ilvl w:val="{at}"/>'
        own_list = "" if name is None else f'<w:numId w:val="{name}"/>'
        properties += f"<w:numPr>{own_level}{own_list}</w:numPr>"
    return p(text, properties=properties)


def printed(body: str, numbering: str, styles: str = "") -> list[str]:
    return texts(load(made(body, numbering, styles)))


PARTS = abstract(
    1, level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）"), level(2, "decimal", "%3.")
)


def test_headings_get_their_numeral_back() -> None:
    body = item("总体情况", 1) + p("无。") + item("主动公开政府信息情况", 1, 0) + item("制度", 1, 1) + item("收到", 1)
    assert printed(body, PARTS + num(1, 1)) == [
        "一、总体情况",
        "无。",
        "二、主动公开政府信息情况",
        "（一）制度",
        "三、收到",
    ]


def test_labels_in_cells_are_numbered_too() -> None:
    table = tbl([900, 900], tr(tc(item("属于国家秘密", 1, 2)), "0"), tr(tc(item("重复申请", 1, 2)), "0"))
    document = load(made(table, PARTS + num(1, 1)))
    assert [cell[0] for cell in cells(document.tables[0])] == ["1. 属于国家秘密", "0", "2. 重复申请", "0"]


def test_deeper_levels_begin_anew_unless_told_otherwise() -> None:
    body = item("甲", 1) + item("乙", 1, 1) + item("丙", 1, 1) + item("丁", 1) + item("戊", 1, 1)
    assert printed(body, PARTS + num(1, 1))[-1] == "（一）戊"
    never = abstract(1, level(0, "decimal", "%1"), level(1, "decimal", "%1.%2", '<w:lvlRestart w:val="0"/>'))
    assert printed(body, never + num(1, 1)) == ["1 甲", "1.1 乙", "1.2 丙", "2 丁", "2.3 戊"]
    # A level above that has not begun counts as begun with its first number.
    assert printed(item("甲", 1, 1), never + num(1, 1)) == ["1.1 甲"]


def test_lists_of_one_form_count_on_and_an_override_begins_anew() -> None:
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    other = f'<w:lvlOverride w:ilvl="0">{level(0, "decimal", "%1)")}</w:lvlOverride><w:lvlOverride w:ilvl="x"/>'
    numbering = PARTS + num(1, 1) + num(2, 1) + num(3, 1, restart) + num(4, 1, other)
    body = item("甲", 1) + item("乙", 2) + item("丙", 3) + item("丁", 3) + item("戊", 4)
    assert printed(body, numbering) == ["一、甲", "二、乙", "一、丙", "二、丁", "3) 戊"]


def test_how_a_number_is_set_off() -> None:
    forms = (
        level(0, "decimal", "%1", '<w:suff w:val="nothing"/>'),
        level(1, "decimal", "%2", '<w:suff w:val="space"/>'),
        level(2, "decimal", "（%3）"),
        level(3, "bullet", "\uf0b7"),
        level(4, "none", "附："),
        level(5, "upperRoman", "%1.%6", "<w:isLgl/>"),
    )
    body = "".join(item("甲", 1, at) for at in range(6))
    assert printed(body, abstract(1, *forms) + num(1, 1)) == [
        "1甲",
        "1 甲",
        "（1）甲",
        "甲",
        "附：甲",
        "1.1 甲",
    ]


def test_styles_number_paragraphs() -> None:
    def style(name: str, properties: str, base: str = "") -> str:
        based = f'<w:basedOn w:val="{base}"/>' if base else ""
        return f'<w:style w:type="paragraph" w:styleId="{name}">{based}<w:pPr>{properties}</w:pPr></w:style>'

    styles = (
        style("Part", '<w:numPr><w:numId w:val="1"/></w:numPr>')
        + style("Point", "", base="Part")
        + style("Ring", "<w:keepNext/>", base="Ring")
    )
    numbering = abstract(
        1, level(0, "chineseCounting", "%1、"), level(1, "decimal", "%2．", '<w:pStyle w:val="Point"/>')
    ) + num(1, 1)
    body = (
        item("总体", style="Part")
        + item("要点", style="Point")
        + item("深", at=0, style="Point")
        + item("无号", 0, style="Part")
        + item("圈", style="Ring")
    )
    assert printed(body, numbering, styles) == ["一、总体", "1．要点", "二、深", "无号", "圈"]


def test_a_list_that_names_a_numbering_style() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="Parts"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    link = abstract(2, '<w:numStyleLink w:val="Parts"/>')
    assert printed(item("甲", 2), PARTS + link + num(1, 1) + num(2, 2), styles) == ["一、甲"]
    assert printed(item("甲", 2), link + num(2, 2)) == ["甲"]


def test_deleted_paragraphs_are_not_counted() -> None:
    gone = "<w:rPr><w:del/></w:rPr>"
    deleted = item("", 1).replace("</w:numPr>", f"</w:numPr>{gone}")
    assert printed(item("甲", 1) + deleted + item("乙", 1), PARTS + num(1, 1)) == ["一、甲", "二、乙"]


def test_what_is_not_known_is_left_out_and_noted() -> None:
    odd = abstract(1, level(0, "ordinalText", "%1.")) + num(1, 1)
    document = load(made(item("甲", 1) + item("乙", 9) + item("丙", 1, 40), odd))
    assert texts(document) == ["甲", "乙", "丙"]
    assert [note.en for note in document.notes] == ["1 automatic paragraph numbers of an unknown form left out"]


@pytest.mark.parametrize(
    ("style", "number", "text"),
    [
        ("chineseCounting", 0, "〇"),
        ("chineseCounting", 10, "十"),
        ("chineseCountingThousand", 12, "十二"),
        ("japaneseCounting", 20, "二十"),
        ("taiwaneseCountingThousand", 105, "一百零五"),
        ("chineseCounting", 110, "一百一十"),
        ("chineseCountingThousand", 2003, "二千零三"),
        ("chineseCountingThousand", 1010, "一千零一十"),
        ("chineseCounting", 10000, "10000"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographLegalTraditional", 3, "參"),
        ("ideographDigital", 20, "二〇"),
        ("ideographTraditional", 3, "丙"),
        ("ideographTraditional", 11, "11"),
        ("ideographZodiac", 12, "亥"),
        ("decimal", 7, "7"),
        ("decimalZero", 7, "07"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalEnclosedCircleChinese", 20, "⑳"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("decimalEnclosedFullstop", 3, "⒊"),
        ("ideographEnclosedCircle", 2, "㊁"),
        ("lowerLetter", 28, "bb"),
        ("upperLetter", 0, "0"),
        ("lowerRoman", 1994, "mcmxciv"),
        ("upperRoman", 4, "IV"),
        ("none", 4, ""),
        ("cardinalText", 4, None),
    ],
)
def test_numerals(style: str, number: int, text: str | None) -> None:
    assert numeral(number, style) == text
