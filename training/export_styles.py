"""A Word document without words: page, styles, language, header and numbered footer."""

from collections.abc import Callable
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

LANGUAGE = "en-GB"
FONT = "Arial"
BLUE, GREEN, GREY = RGBColor(0x14, 0x41, 0x7A), RGBColor(0x0F, 0x6E, 0x5C), RGBColor(0x4B, 0x57, 0x60)
BORDER = '<w:pBdr %s><w:%s w:val="single" w:sz="%d" w:space="%d" w:color="%s"/></w:pBdr>'


def blank(title: str) -> Any:
    """An A4 document with the styles papers are written in."""
    own = Document()
    _page(own)
    _language(own)
    _styles(own)
    _table_style(own)
    _foot(own, title)
    return own


def numbered_list(document: Any) -> Callable[[Any], None]:
    """A list that starts at 1; what comes back puts a paragraph of style 'List Number' into it."""
    numbering = document.part.numbering_part.element
    held = document.styles["List Number"].element.pPr.numPr.numId.val
    abstract = numbering.num_having_numId(held).abstractNumId.val
    own = numbering.add_num(abstract)
    own.add_lvlOverride(ilvl=0).add_startOverride(1)

    def number(paragraph: Any) -> None:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = own.numId

    return number


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.0)
    section.top_margin, section.bottom_margin = Cm(2.0), Cm(2.0)


def _language(document: Any) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    language.set(qn("w:val"), LANGUAGE)
    language.set(qn("w:eastAsia"), LANGUAGE)
    for found in document.settings.element.findall(qn("w:themeFontLang")):
        found.set(qn("w:val"), LANGUAGE)


def _styles(document: Any) -> None:
    own = document.styles
    for name in ("Normal", "Body Text", "Title", "Subtitle", "Heading 1", "Heading 2", "Caption", "List Bullet", "List Number"):
        _font(own[name], FONT)
    _set(own["Normal"], size=11, after=6)
    _set(own["Body Text"], size=11, after=8)
    _set(own["Title"], size=24, bold=True, colour=BLUE, after=4)
    _set(own["Subtitle"], size=13, colour=GREY, after=14, italic=False)
    _set(own["Heading 1"], size=17, bold=True, colour=BLUE, before=20, after=8)
    _set(own["Heading 2"], size=13, bold=True, colour=BLUE, before=14, after=6)
    _set(own["Caption"], size=11, bold=True, colour=RGBColor(0x0B, 0x0C, 0x0C), after=4)
    own["Caption"].paragraph_format.keep_with_next = True
    _set(own["List Bullet"], size=11, after=4)
    _set(own["List Number"], size=11, after=4)
    own["List Number"].paragraph_format.keep_with_next = False
    _new(own, "Notice", size=11, bold=True, colour=GREEN, after=8)
    choice = _new(own, "Choice", size=11, after=3)
    choice.paragraph_format.left_indent = Cm(0.6)
    guidance = _new(own, "Guidance", size=11.5, after=3)
    guidance.paragraph_format.left_indent = Cm(0.6)
    guidance.paragraph_format.keep_with_next = True
    _border(guidance, "left", 24, 8, "14417A")
    item = _new(own, "Guidance Item", size=11.5, after=3, base="List Bullet")
    item.paragraph_format.left_indent, item.paragraph_format.first_line_indent = Cm(1.4), Cm(-0.5)
    item.paragraph_format.keep_with_next = True
    _border(item, "left", 24, 17, "14417A")
    cited = _new(own, "Citation", size=9.5, colour=GREY, after=10)
    cited.paragraph_format.left_indent = Cm(0.6)
    write = _new(own, "Write Here", size=11, before=14, after=6)
    _border(write, "bottom", 6, 1, "5B6770")
    _between(write)
    _new(own, "Table Text", size=10.5, after=2, before=2)
    link = own.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = BLUE, True
    _strip_title_rule(own["Title"])
    for spacing in own["Subtitle"].element.rPr.findall(qn("w:spacing")):
        own["Subtitle"].element.rPr.remove(spacing)


def _new(styles: Any, name: str, base: str = "Normal", **look: Any) -> Any:
    own = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    own.base_style = styles[base]
    own.quick_style = True
    _set(own, **look)
    return own


def _set(
    style: Any,
    size: float,
    after: float = 0,
    before: float = 0,
    bold: bool = False,
    italic: bool = False,
    colour: RGBColor | None = None,
) -> None:
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
    if colour is not None:
        style.font.color.rgb = colour
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = 1.1


def _font(style: Any, name: str) -> None:
    """Set a font by name in place of the theme's."""
    style.font.name = name
    fonts = style.element.rPr.rFonts
    for key in list(fonts.attrib):
        if "heme" in key:
            del fonts.attrib[key]
    for part in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{part}"), name)


def _border(style: Any, side: str, width: int, space: int, colour: str) -> None:
    properties = style.element.get_or_add_pPr()
    border = parse_xml(BORDER % (nsdecls("w"), side, width, space, colour))
    properties.insert_element_before(
        border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl"
    )


def _between(style: Any) -> None:
    """Have the rule drawn under each of several such paragraphs, not under the last alone."""
    border = style.element.pPr.find(qn("w:pBdr"))
    between = OxmlElement("w:between")
    for key, value in border.find(qn("w:bottom")).attrib.items():
        between.set(key, value)
    border.append(between)


def _strip_title_rule(style: Any) -> None:
    for found in style.element.pPr.findall(qn("w:pBdr")):
        style.element.pPr.remove(found)


def _table_style(document: Any) -> None:
    """A table with ruled rows, a dark header row and a bold last row."""
    own = document.styles.add_style("Plan", WD_STYLE_TYPE.TABLE)
    own.base_style = document.styles["Normal Table"]
    rule = '<w:%s w:val="single" w:sz="4" w:space="0" w:color="9AA5AE"/>'
    rules = "".join(rule % side for side in ("top", "bottom", "insideH"))
    own.element.append(
        parse_xml(
            f'<w:tblPr {nsdecls("w")}><w:tblBorders>{rules}</w:tblBorders><w:tblCellMar><w:left w:w="100" w:type="dxa"/>'
            '<w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        )
    )
    own.element.append(
        parse_xml(
            f'<w:tblStylePr {nsdecls("w")} w:type="firstRow"><w:rPr><w:b/><w:color w:val="FFFFFF"/></w:rPr>'
            '<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="14417A"/></w:tcPr></w:tblStylePr>'
        )
    )
    own.element.append(parse_xml(f'<w:tblStylePr {nsdecls("w")} w:type="lastRow"><w:rPr><w:b/></w:rPr></w:tblStylePr>'))


def _foot(document: Any, title: str) -> None:
    footer = document.sections[0].footer
    paragraph = footer.paragraphs[0]
    for tabs in document.styles["Footer"].element.pPr.findall(qn("w:tabs")):
        document.styles["Footer"].element.pPr.remove(tabs)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(17.0), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    _font(document.styles["Footer"], FONT)
    document.styles["Footer"].font.size = Pt(9)
    document.styles["Footer"].font.color.rgb = GREY
    paragraph.add_run(f"{title}\tPage ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Any, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)
