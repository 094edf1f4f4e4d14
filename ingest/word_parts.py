"""The parts of Word's XML: paragraphs and those that run on, rows, cells, what only wraps them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeAlias

from docx.oxml.ns import qn
from lxml import etree

from ingest.grid import Cell

Element: TypeAlias = etree._Element
WRAPPED = {
    qn(f"w:{name}")
    for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "hyperlink", "fldSimple", "dir", "bdo")
}


def parts_of(element: Element) -> Iterator[Element]:
    """The paragraphs and tables of a body, a cell or a box."""
    for child in element:
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag in WRAPPED:
            yield from parts_of(child)


def joined(parts: Iterable[Element]) -> Iterator[list[Element]]:
    """Each table; each paragraph together with those before it that run on into it."""
    before = list[Element]()
    for part in parts:
        if part.tag == qn("w:tbl") and before:
            yield before
            before = []
        before.append(part)
        if part.tag == qn("w:tbl") or not (is_merged(part) or _is_drop_cap(part)):
            yield before
            before = []
    if before:
        yield before


def is_merged(paragraph: Element) -> bool:
    """Whether a paragraph's end is deleted or moved away, so that its words go on in the next one."""
    mark = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
    return mark is not None and any(mark.find(qn(name)) is not None for name in ("w:del", "w:moveFrom"))


def _is_drop_cap(paragraph: Element) -> bool:
    """Whether a paragraph is the large first letter of the next one."""
    frame = paragraph.find(f"{qn('w:pPr')}/{qn('w:framePr')}")
    return frame is not None and frame.get(qn("w:dropCap"), "none") != "none"


def is_alone(paragraph: Element) -> bool:
    """Whether a paragraph stands in a cell without words, so that its number is all that the cell says."""
    cell = paragraph.getparent()
    return cell is not None and cell.tag == qn("w:tc") and not any((t.text or "").strip() for t in cell.iter(qn("w:t")))


def is_prompt(run: Element) -> bool:
    """Whether a run says only what is to be filled in here."""
    field = next(run.iterancestors(qn("w:sdt")), None)
    return field is not None and field.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None


def rows_of(table: Element) -> Iterator[Element]:
    """The rows of a table."""
    for child in table:
        if child.tag == qn("w:tr"):
            yield child
        elif child.tag in WRAPPED:
            yield from rows_of(child)


def cells_of(row: Element) -> Iterator[Element]:
    """The cells of a row."""
    for child in row:
        if child.tag == qn("w:tc"):
            yield child
        elif child.tag in WRAPPED:
            yield from cells_of(child)


def merged_down(cells: list[list[Cell]], rows: list[Element]) -> list[list[Cell]]:
    """The cells with what is merged downwards said in each row."""
    above: dict[int, Cell] = {}
    found: list[list[Cell]] = []
    for line, row in zip(cells, rows, strict=True):
        place, own = 0, list[Cell]()
        for cell, element in zip(line, cells_of(row), strict=True):
            merge = element.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            goes_on = merge is not None and merge.get(qn("w:val"), "continue") == "continue"
            own.append(_said_again(above[place], cell) if goes_on and place in above and not cell.text else cell)
            above[place] = own[-1]
            place += cell.columns
        found.append(own)
    return found


def _said_again(above: Cell, cell: Cell) -> Cell:
    return replace(cell, text=above.text, title=above.title, marks=above.marks)


def said_by(element: Element, child: str) -> str:
    """The value of a child; '' if there is none."""
    found = element.find(qn(child))
    return str(found.get(qn("w:val"), "")) if found is not None else ""


def value(element: Element, child: str, otherwise: int) -> int:
    """The value of a child as a whole number."""
    return whole(said_by(element, child), otherwise)


def whole(text: str | None, otherwise: int) -> int:
    """A whole number as Word writes it."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else otherwise
