"""The DOCX loader: the text outside tables, as a reader sees it."""

import io

import docx
import pytest
from tests.loaders.test_docx_made import (
    NAMES,
    TYPES,
    cells,
    document_xml,
    made,
    p,
    r,
    read_cells,
    read_lines,
    tbl,
    tc,
    texts,
    tr,
    zipped,
)

from extract.document import Line, Table
from extract.errors import NoText
from extract.loaders.docx.loader import load


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def box(*content: str) -> str:
    inside = f"<w:txbxContent>{''.join(content)}</w:txbxContent>"
    return f"<w:r><w:pict><v:textbox>{inside}</v:textbox></w:pict></w:r>"


def marked(mark: str) -> str:
    """Properties of a paragraph whose mark carries a revision or is hidden."""
    return f"<w:rPr>{mark}</w:rPr>"


def test_a_document_of_another_producer_in_order() -> None:
    made_by = docx.Document()
    made_by.sections[0].header.paragraphs[0].text = "页眉"
    made_by.sections[0].footer.paragraphs[0].text = "- 3 -"
    made_by.add_paragraph("示例省云岭县人民政府")
    made_by.add_paragraph("2023年政府信息公开\n工作年度报告")
    table = made_by.add_table(2, 3)
    for at, cell in enumerate(table._cells):
        cell.text = str(at)
    table.cell(0, 0).merge(table.cell(0, 1))
    made_by.add_paragraph("")
    made_by.add_paragraph("六、其他需要报告的事项\t无。")
    buffer = io.BytesIO()
    made_by.save(buffer)

    document = load(buffer.getvalue())

    assert [type(block) for block in document.blocks] == [Line, Line, Line, Table, Line, Line]
    assert [(line.number, line.text) for line in document.lines] == [
        (1, "示例省云岭县人民政府"),
        (2, "2023年政府信息公开"),
        (3, "工作年度报告"),
        (4, ""),
        (5, "六、其他需要报告的事项\t无。"),
    ]
    assert cells(document.tables[0]) == [
        ("0\n1", 0, 0, 1, 2),
        ("2", 0, 2, 1, 1),
        ("3", 1, 0, 1, 1),
        ("4", 1, 1, 1, 1),
        ("5", 1, 2, 1, 1),
    ]
    assert (document.pages, document.encoding, document.notes, document.cut) == (None, None, (), False)


def test_runs_split_anywhere() -> None:
    assert read_lines(p("20", "2", "3 年", "政府信", "息公开")) == ["2023 年政府信息公开"]


def test_breaks_tabs_and_hyphens() -> None:
    stops = '<w:tabs><w:tab w:val="left" w:pos="420"/></w:tabs>'
    marks = "<w:r><w:tab/><w:t>1</w:t><w:br/><w:t>2</w:t><w:cr/><w:noBreakHyphen/><w:t>18</w:t></w:r>"
    soft = "<w:r><w:t>公</w:t><w:softHyphen/><w:t>开</w:t><w:ptab/></w:r>"
    assert read_lines(p("规章", marks, soft, properties=stops)) == ["规章\t1", "2", "-18公开\t"]


def test_line_ends_in_the_xml_are_blanks() -> None:
    assert read_lines("<w:p><w:r><w:t>一、\r\n总体&#13;情况</w:t></w:r></w:p>") == ["一、 总体 情况"]


def test_symbols() -> None:
    signs = (
        ("Wingdings", "F0FE"),
        ("Wingdings 2", "F052"),
        ("Symbol", "F032"),
        ("宋体", "4E00"),
        ("X", "F0AA"),
    )
    runs = (f'<w:r><w:sym w:font="{font}" w:char="{char}"/></w:r>' for font, char in signs)
    assert read_lines(p(*runs, '<w:r><w:sym w:char="none"/><w:sym w:char="D800"/></w:r>')) == ["☑☑2一\uf0aa"]


def test_notes_formulas_and_reading_aids() -> None:
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    formula = "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"
    ruby = "<w:r><w:ruby><w:rt><w:r><w:t>gong</w:t></w:r></w:rt><w:rubyBase>公</w:rubyBase></w:ruby></w:r>"
    ruby = ruby.replace("公", r("公"))
    assert read_lines(p("数量", note, formula, ruby)) == ["数量x公"]


def test_wrappers_are_opened_at_every_level() -> None:
    def control(content: str) -> str:
        return f"<w:sdt><w:sdtPr><w:id/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    link = f"<w:hyperlink>{r('政府')}</w:hyperlink>"
    tag = f"<w:smartTag><w:smartTagPr/>{r('信息')}</w:smartTag>"
    body = control(p("一、", link, tag, control(r("公开")))) + control(
        tbl([500, 500], control(tr(control(tc("规章")), tc(control(p(control(r("0"))))))))
    )
    document = load(made(body))
    assert texts(document) == ["一、政府信息公开"]
    assert cells(document.tables[0]) == [("规章", 0, 0, 1, 1), ("0", 0, 1, 1, 1)]


def test_fields_show_their_result() -> None:
    nested = field("begin") + code(" IF ") + field("begin") + code("PAGE") + field("separate") + r("7") + field("end")
    whole = nested + code(' = 1 "a" ') + field("separate") + r("结果") + field("end")
    simple = f'<w:fldSimple w:instr="DATE">{r("2024年")}</w:fldSimple>'
    bare = field("begin") + r("x") + field("end")
    assert read_lines(p("甲", whole, simple, bare, "乙")) == ["甲结果2024年乙"]


def test_a_field_that_never_ends_takes_nothing_away() -> None:
    assert read_lines(p(field("begin"), "一、"), p(field("end"), field("end"), "二、")) == ["", "二、"]
    assert read_lines(p(field("begin"), "一、"), p("二、", *[field("begin")] * 500)) == ["一、", "二、"]


def test_revisions_are_accepted() -> None:
    deleted = f"<w:del>{r('旧')}<w:r><w:delText>旧</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{r('去')}</w:moveFrom><w:moveTo>{r('来')}</w:moveTo>"
    both = f"<w:ins>{r('新')}<w:del>{r('又旧')}</w:del></w:ins>"
    assert read_lines(p("甲", deleted, moved, both)) == ["甲来新"]


def test_former_properties_are_not_read() -> None:
    former = "<w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr>"
    assert read_lines(f"<w:p><w:r>{former}<w:t>见</w:t></w:r></w:p>") == ["见"]
    span = '<w:tcPrChange><w:tcPr><w:gridSpan w:val="2"/></w:tcPr></w:tcPrChange>'
    assert read_cells(tbl([500, 500], tr(tc("规章", span), "0"))) == [("规章", 0, 0, 1, 1), ("0", 0, 1, 1, 1)]


def test_deleted_rows_and_cells() -> None:
    kept = [("规章", 0, 0, 1, 1), ("0", 0, 1, 1, 1)]
    gone = tr("旧", "1", properties="<w:del/>")
    assert read_cells(tbl([500, 500], gone, tr("规章", "0", properties="<w:ins/>"))) == kept
    assert read_cells(tbl([500, 500], tr(tc("规章"), tc("1", "<w:cellDel/>"), tc("0")))) == kept
    assert read_cells(tbl([500, 500], tr("规章", "0"), tr("暗", "1", properties="<w:hidden/>"))) == kept


@pytest.mark.parametrize("mark", ["<w:del/>", "<w:moveFrom/>", "<w:vanish/>"])
def test_a_paragraph_without_its_mark_runs_on(mark: str) -> None:
    between = "<w:bookmarkStart/><w:bookmarkEnd/>"
    first, second = p("二、", properties=marked(mark)), p("主动", properties=marked(mark))
    assert read_lines(first, between, second, p("公开")) == ["二、主动公开"]
    assert read_lines(p("甲"), p(properties=marked(mark)), p("乙")) == ["甲", "乙"]
    assert read_lines(p("甲"), p(properties=marked(mark)), tbl([9], tr("乙"))) == ["甲", "乙"]
    assert read_lines(p("甲", properties=marked(mark)), tbl([9], tr("乙"))) == ["甲", "乙"]
    assert read_lines(p("甲", properties=marked(mark))) == ["甲"]


def test_hidden_text() -> None:
    off = '<w:vanish w:val="0"/>'
    assert read_lines(p(r("暗", "<w:vanish/>"), r("明", off), r("开", "<w:webHidden/>"))) == ["明开"]


def test_hidden_styles() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Top"><w:basedOn w:val="Base"/></w:style>'
        '<w:style w:type="character" w:styleId="Dark"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Light"><w:basedOn w:val="Dark"/>'
        '<w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
    )
    body = p("窗体顶端", properties='<w:pStyle w:val="Top"/>') + p(
        r("暗", '<w:rStyle w:val="Dark"/>'), r("明", '<w:rStyle w:val="Light"/>')
    )
    assert texts(load(made(body, styles=styles))) == ["明"]


def test_text_boxes_follow_their_paragraph_in_order() -> None:
    inner = box(p("内"))
    body = p("甲", box(p("一"), p("二", inner)), box(tbl([500, 500], tr("规章", "0"))), "乙") + p("丙")
    document = load(made(body))
    assert texts(document) == ["甲乙", "一", "二", "内", "丙"]
    assert isinstance(document.blocks[4], Table)


def test_a_text_box_in_a_cell_is_text_of_the_cell() -> None:
    assert read_cells(tbl([500, 500], tr(tc(p("规章", box(p("（县级无此项）")))), "0")))[0][0] == "规章\n（县级无此项）"


def test_alternative_content_is_read_once() -> None:
    def either(*branches: str) -> str:
        return f"<w:r><mc:AlternateContent>{''.join(branches)}</mc:AlternateContent></w:r>"

    choice = f'<mc:Choice Requires="wps">{box(p("盒"))}</mc:Choice>'
    fallback = f"<mc:Fallback>{box(p('盒'))}</mc:Fallback>"
    assert read_lines(p("甲", either(choice, fallback))) == ["甲", "盒"]
    assert read_lines(p("甲", either('<mc:Choice Requires="x"/>', fallback))) == ["甲", "盒"]
    assert read_lines(p("甲", either(choice))) == ["甲", "盒"]


def test_pictures_objects_and_imported_files_are_noted() -> None:
    picture = '<w:r><w:drawing><a:blip r:embed="x" xmlns:r="r"/></w:drawing></w:r>'
    preview = "<w:r><w:object><v:imagedata/><o:OLEObject/></w:object></w:r>"
    document = load(made(p("一、总体情况", picture, picture, preview) + "<w:altChunk/>"))
    assert document.notes == (
        ("2 张图片未读取", "2 pictures not read"),
        ("1 个嵌入的对象未读取", "1 embedded object not read"),
        ("1 个导入的文件未读取", "1 imported file not read"),
    )
    with pytest.raises(NoText, match="1 picture not read"):
        load(made(p(picture) + p()))


def test_an_empty_document_has_no_text_and_no_fault() -> None:
    assert load(made("")).blocks == ()
    assert load(made(p())).blocks == (Line("", 1),)


def test_a_grid_pasted_as_paragraphs_stays_lines() -> None:
    assert read_lines(*(p(text) for text in ("规章", "0", "0", "0"))) == ["规章", "0", "0", "0"]


def test_strict_names_and_the_macro_format() -> None:
    body = p("一、", "<m:oMath><m:r><m:t>3</m:t></m:r></m:oMath>") + tbl([500, 500], tr("规章", "0"))
    xml = (
        document_xml(body)
        .replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        .replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/math",
            "http://purl.oclc.org/ooxml/officeDocument/math",
        )
    )
    macro: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "word/vbaProject.bin": b"\xd0\xcf",
        "word/document.xml": xml,
    }
    document = load(zipped(macro))
    assert texts(document) == ["一、3"]
    assert cells(document.tables[0]) == [("规章", 0, 0, 1, 1), ("0", 0, 1, 1, 1)]


def test_utf_16_and_other_names_of_the_main_part() -> None:
    xml = document_xml(p("一、总体情况", properties='<w:numPr><w:numId w:val="1"/></w:numPr>'))
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    link = '<Relationship Id="a" Type="http://x/{}" Target="{}"/>'
    numbering = (
        f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="5"/>'
        '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    parts: dict[str, str | bytes] = {
        "_rels/.rels": relations.format(link.format("officeDocument", "/word/document2.xml")),
        "word\\Document2.xml": xml.replace("UTF-8", "UTF-16").encode("utf-16"),
        "word/_rels/document2.xml.rels": relations.format(link.format("numbering", "lists/n.xml")),
        "word/lists/n.xml": numbering,
    }
    assert texts(load(zipped(parts))) == ["5、一、总体情况"]


@pytest.mark.parametrize(
    ("paragraph", "text"),
    [
        (p(r("15"), r("1", '<w:vertAlign w:val="superscript"/>')), "15¹"),
        (p(r("15"), r("[1]", '<w:vertAlign w:val="subscript"/>')), "15[¹]"),
        (p(r("15", '<w:vertAlign w:val="baseline"/>'), r("1")), "151"),
        (p(r("15"), r("1", '<w:position w:val="8"/>')), "15¹"),
        (p(r("15", '<w:position w:val="8"/>'), r("1", '<w:position w:val="8"/>')), "151"),
        (p(r("12", "<w:strike/>"), r("15")), "1\u03362\u033615"),
        (p(r("12", "<w:dstrike/>"), r("15")), "1\u03362\u033615"),
        (p(r("12", '<w:strike w:val="0"/>'), r("15")), "1215"),
        (p("<m:oMath><m:f><m:num><m:t>1</m:t></m:num><m:den><m:t>2</m:t></m:den></m:f></m:oMath>"), "1/2"),
        (p("<m:oMath><m:sSup><m:e><m:t>1</m:t></m:e><m:sup><m:t>2</m:t></m:sup></m:sSup></m:oMath>"), "1²"),
    ],
)
def test_digits_that_are_no_part_of_the_figure_beside_them(paragraph: str, text: str) -> None:
    assert read_lines(paragraph) == [text]
