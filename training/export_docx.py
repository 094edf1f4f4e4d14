"""A paper as Word: real styles, British English, titled, page numbers, header rows that repeat, links, alternative texts."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from training.export_styles import LANGUAGE, blank, numbered_list
from training.export_zip import settled
from training.pack_papers import Block, Look, Paper, Table

AUTHOR = "Chapter & Verse"
WIDTHS = (1.6, 1.9, 6.0, 7.5)
"""Centimetres of the plan's columns."""
STYLES = {
    Look.HEADING1: "Heading 1",
    Look.HEADING2: "Heading 2",
    Look.TEXT: "Body Text",
    Look.NOTICE: "Notice",
    Look.ITEM: "List Bullet",
    Look.CHOICE: "Choice",
    Look.NUMBERED: "List Number",
    Look.QUOTE: "Guidance",
    Look.QUOTE_ITEM: "Guidance Item",
    Look.CITATION: "Citation",
    Look.WRITE_HERE: "Write Here",
}


def document(paper: Paper, reader: str, made: datetime) -> bytes:
    """The .docx file; `reader` is the address links start with, `made` what its properties say (the library's own date)."""
    own = blank(paper.title)
    own.add_paragraph(paper.title, "Title")
    own.add_paragraph(paper.subtitle, "Subtitle")
    breaking, lists = False, _Numbers(own)
    for block, following in zip(paper.blocks, [*paper.blocks[1:], None], strict=True):
        if isinstance(block, Table):
            _table(own, block)
        elif block.look is Look.PAGE:
            breaking = True
        else:
            paragraph = _paragraph(own, block, reader)
            paragraph.paragraph_format.page_break_before = True if breaking else None
            paragraph.paragraph_format.keep_with_next = True if _opens(block, following) else None
            breaking = False
            lists.count(block, paragraph)
    properties = own.core_properties
    properties.title, properties.author, properties.subject = paper.title, AUTHOR, paper.subtitle
    properties.language, properties.last_modified_by = LANGUAGE, AUTHOR
    properties.comments, properties.keywords, properties.revision = "", "", 1
    properties.created = properties.modified = made
    file = BytesIO()
    own.save(file)
    return settled(file.getvalue())


def _opens(block: Block, following: Block | Table | None) -> bool:
    """Whether a paragraph stays on the page of the next: words before a list, a choice before another or its answer."""
    after = following.look if isinstance(following, Block) else None
    return block.look is Look.CHOICE or (block.look is Look.TEXT and after in (Look.ITEM, Look.CHOICE))


class _Numbers:
    """Starts a numbered list anew after each heading."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._current: Callable[[Any], None] | None = None

    def count(self, block: Block, paragraph: Any) -> None:
        """Number a paragraph, if it is one of a list."""
        if block.look in (Look.HEADING1, Look.HEADING2):
            self._current = None
        elif block.look is Look.NUMBERED:
            self._current = self._current or numbered_list(self._document)
            self._current(paragraph)


def _paragraph(document: Any, block: Block, reader: str) -> Any:
    own = document.add_paragraph(style=STYLES[block.look])
    if block.label:
        _link(own, block.label, f"{reader}{block.href}")
        own.add_run(f"{': ' if block.look is Look.ITEM else ', '}{block.words}")
    else:
        own.add_run(block.words)
    return own


def _link(paragraph: Any, words: str, address: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    link.set(qn("w:history"), "1")
    run = paragraph.add_run(words, "Hyperlink")
    link.append(run._r)
    paragraph._p.append(link)


def _table(document: Any, table: Table) -> None:
    document.add_paragraph(table.caption, "Caption")
    own = document.add_table(len(table.rows), len(table.rows[0]), "Plan")
    own.autofit = False
    _describe(own, table)
    for number, row in enumerate(table.rows):
        _keep(own.rows[number], header=number == 0)
        for place, words in enumerate(row):
            cell = own.cell(number, place)
            cell.width = Cm(WIDTHS[place])
            cell.paragraphs[0].style = document.styles["Table Text"]
            cell.paragraphs[0].add_run(words)
            cell.paragraphs[0].paragraph_format.keep_with_next = number < len(table.rows) - 1
    for place, width in enumerate(WIDTHS[: len(table.rows[0])]):
        own.columns[place].width = Cm(width)
    document.add_paragraph(style="Body Text").paragraph_format.space_after = Cm(0)


def _describe(own: Any, table: Table) -> None:
    """The table's title and description for those who cannot see it, and that its first row is its header."""
    properties = own._tbl.tblPr
    for tag, words in (("w:tblCaption", table.caption), ("w:tblDescription", table.about)):
        element = OxmlElement(tag)
        element.set(qn("w:val"), words)
        properties.append(element)
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        properties.remove(look)
        look.attrib.clear()
    else:
        look = OxmlElement("w:tblLook")
    for name, value in (("val", "0460"), ("firstRow", "1"), ("lastRow", "1"), ("firstColumn", "0"), ("lastColumn", "0")):
        look.set(qn(f"w:{name}"), value)
    look.set(qn("w:noHBand"), "0")
    look.set(qn("w:noVBand"), "1")
    properties.insert(len(properties) - 2, look)


def _keep(row: Any, header: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if header:
        properties.append(OxmlElement("w:tblHeader"))
