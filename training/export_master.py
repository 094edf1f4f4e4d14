"""The slide master: page, theme, text styles and four layouts, so that slides hold words and the master their looks."""

from typing import Any

from pptx import Presentation
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches

LANGUAGE = "en-GB"
FONT = "Arial"
WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
LEFT, WIDE = Inches(0.65), Inches(12.03)
COLOURS = {
    "dk1": "0B0C0C",
    "lt1": "FFFFFF",
    "dk2": "14417A",
    "lt2": "F3F6F9",
    "accent1": "14417A",
    "accent2": "0F6E5C",
    "accent3": "6B3FA0",
    "accent4": "B35A00",
    "accent5": "5B6770",
    "accent6": "942514",
    "hlink": "14417A",
    "folHlink": "4C2C92",
}
LAYOUTS = {"title": "Title Slide", "section": "Section Header", "content": "Title and Content", "table": "Title Only"}
LEVELS = ("text", "item", "citation", "notice", "choice")
"""What a paragraph of each level is, the first level first."""
_LEVEL = """<a:lvl{n}pPr xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" marL="{left}" indent="{indent}"
 algn="l" defTabSz="457200" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc>
<a:spcBef><a:spcPts val="0"/></a:spcBef><a:spcAft><a:spcPts val="{after}"/></a:spcAft>{bullet}
<a:defRPr lang="en-GB" sz="{size}" b="{bold}" kern="1200"><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>
<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr></a:lvl{n}pPr>"""
_NONE, _DOT = "<a:buNone/>", '<a:buFont typeface="Arial"/><a:buChar char="&#8226;"/>'
_STYLES = {
    "text": (0, 0, 600, _NONE, 2200, 0, "tx1"),
    "item": (304800, -228600, 600, _DOT, 2200, 0, "tx1"),
    "citation": (0, 0, 1600, _NONE, 1400, 0, "accent5"),
    "notice": (0, 0, 1400, _NONE, 1800, 1, "accent2"),
    "choice": (304800, 0, 500, _NONE, 1800, 0, "tx1"),
}
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def blank() -> Any:
    """A presentation without slides, its master made ready."""
    own = Presentation()
    own.slide_width, own.slide_height = WIDTH, HEIGHT
    _theme(own)
    _master(own.slide_master)
    for layout in list(own.slide_layouts):
        if layout.name not in LAYOUTS.values():
            own.slide_layouts.remove(layout)
    for layout in own.slide_layouts:
        _layout(layout)
    return own


def _theme(presentation: Any) -> None:
    part = presentation.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = parse_xml(part.blob)
    theme.set("name", "Chapter and Verse")
    for name, value in COLOURS.items():
        colour = theme.find(f".//{{{_A}}}clrScheme/{{{_A}}}{name}")
        for child in list(colour):
            colour.remove(child)
        colour.append(parse_xml(f'<a:srgbClr xmlns:a="{_A}" val="{value}"/>'))
    for font in theme.findall(f".//{{{_A}}}fontScheme//{{{_A}}}latin"):
        font.set("typeface", FONT)
    part._blob = serialize_part_xml(theme)


def _master(master: Any) -> None:
    styles = master._element.find(qn("p:txStyles"))
    title = styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    title.set("algn", "l")
    own = title.find(qn("a:defRPr"))
    own.set("sz", "2800")
    own.set("b", "1")
    own.set("lang", LANGUAGE)
    own.find(qn("a:solidFill")).find(qn("a:schemeClr")).set("val", "tx2")
    body = styles.find(qn("p:bodyStyle"))
    for number, level in enumerate(LEVELS, 1):
        left, indent, after, bullet, size, bold, colour = _STYLES[level]
        made = _LEVEL.format(
            n=number, left=left, indent=indent, after=after, bullet=bullet, size=size, bold=bold, colour=colour
        )
        body.replace(body.find(qn(f"a:lvl{number}pPr")), parse_xml(made))
    for placeholder in list(master.placeholders):
        _place(placeholder)
    _bar(master)


def _place(own: Any) -> None:
    """Put a placeholder of the master, or one that inherits nothing, where it belongs; the date goes."""
    places = {
        PP_PLACEHOLDER.TITLE: (LEFT, Inches(0.4), WIDE, Inches(1.0)),
        PP_PLACEHOLDER.BODY: (LEFT, Inches(1.6), WIDE, Inches(5.1)),
        PP_PLACEHOLDER.FOOTER: (LEFT, Inches(6.93), Inches(10.5), Inches(0.4)),
        PP_PLACEHOLDER.SLIDE_NUMBER: (Inches(11.68), Inches(6.93), Inches(1.0), Inches(0.4)),
    }
    kind = own.placeholder_format.type
    if kind not in places:
        own._element.getparent().remove(own._element)
        return
    own.left, own.top, own.width, own.height = places[kind]
    frame = own.text_frame._txBody.find(qn("a:bodyPr"))
    anchor = {PP_PLACEHOLDER.TITLE: "b", PP_PLACEHOLDER.BODY: "t"}.get(kind, "ctr")
    frame.set("anchor", anchor)
    for child in list(frame):
        frame.remove(child)
    if kind in (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER):
        style = own.text_frame._txBody.find(qn("a:lstStyle"))
        for child in list(style):
            style.remove(child)
        style.append(_small("l" if kind is PP_PLACEHOLDER.FOOTER else "r"))


def _small(align: str) -> Any:
    """How footer and number look; some programs ask the layout and not the master."""
    return parse_xml(
        f'<a:lvl1pPr xmlns:a="{_A}" algn="{align}"><a:defRPr lang="{LANGUAGE}" sz="1200"><a:solidFill>'
        '<a:schemeClr val="accent5"/></a:solidFill><a:latin typeface="+mn-lt"/></a:defRPr></a:lvl1pPr>'
    )


def _bar(master: Any) -> None:
    """A band of colour at the left edge; it says nothing, so it is marked as decoration."""
    shape = master.shapes._spTree
    own = _rectangle(master, 0, 0, Inches(0.25), HEIGHT)
    shape.remove(own._element)
    shape.insert(2, own._element)


def _rectangle(master: Any, left: int, top: int, width: int, height: int) -> Any:
    from pptx.shapes.autoshape import Shape

    tree = master.shapes._spTree
    number = max((int(i) for i in tree.xpath(".//p:cNvPr/@id")), default=1) + 1
    element = tree.add_autoshape(number, "Band of colour", "rect", Emu(left), Emu(top), Emu(width), Emu(height))
    element.nvSpPr.cNvPr.set("descr", "")
    own = Shape(element, master.shapes)
    own.fill.solid()
    own.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
    own.line.fill.background()
    return own


def _layout(layout: Any) -> None:
    name = next(key for key, value in LAYOUTS.items() if value == layout.name)
    for own in list(layout.placeholders):
        kind = own.placeholder_format.type
        if kind is PP_PLACEHOLDER.DATE:
            own._element.getparent().remove(own._element)
        elif name in ("title", "section") and own.placeholder_format.idx in (0, 1):
            _opening(own, name)
        else:
            _inherit(own)


def _opening(own: Any, name: str) -> None:
    """Title and text of a title or section slide: larger, in the middle, left-aligned."""
    title = own.placeholder_format.idx == 0
    own.left, own.width = Inches(1.0), Inches(11.3)
    own.top, own.height = (Inches(1.9), Inches(2.0)) if title else (Inches(4.05), Inches(1.9))
    body = own.text_frame._txBody
    body.find(qn("a:bodyPr")).set("anchor", "b" if title else "t")
    for child in list(body.find(qn("a:bodyPr"))):
        body.find(qn("a:bodyPr")).remove(child)
    style = body.find(qn("a:lstStyle"))
    for child in list(style):
        style.remove(child)
    size = {"title": 4000, "section": 3200}[name] if title else 2200
    colour, bold = ("tx2", 1) if title else ("accent5", 0)
    style.append(
        parse_xml(
            f'<a:lvl1pPr xmlns:a="{_A}" marL="0" indent="0" algn="l"><a:buNone/><a:defRPr lang="{LANGUAGE}" sz="{size}" '
            f'b="{bold}" cap="none"><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill></a:defRPr></a:lvl1pPr>'
        )
    )


def _inherit(own: Any) -> None:
    """Have a layout's placeholder stand where the master's stands, and look like it."""
    properties = own._element.spPr
    for child in list(properties):
        properties.remove(child)
    style = own._element.txBody.find(qn("a:lstStyle"))
    for child in list(style):
        style.remove(child)
    kind = own.placeholder_format.type
    if kind in (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER):
        style.append(_small("l" if kind is PP_PLACEHOLDER.FOOTER else "r"))
