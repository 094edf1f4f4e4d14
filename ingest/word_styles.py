"""What Word's styles and numbering say of a paragraph: heading, list item, title; and the number that Word shows."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml import etree

from ingest.word_lists import LEVELS, Lists
from ingest.word_parts import is_merged, said_by, value

Element: TypeAlias = etree._Element
_BITS, _FIRST_ROW = re.compile(r"[0-9A-Fa-f]{1,4}$"), 0x20
_HEADING = re.compile(r"heading (\d)$")


@dataclass(frozen=True)
class Look:
    """How a paragraph stands: a heading's rank (0 for none), an item's marker and nesting, or the name of furniture."""

    heading: int = 0
    marker: str = ""
    level: int = 0
    furniture: str = ""


@dataclass(frozen=True)
class Face:
    """What a paragraph's style says of its words."""

    bold: bool
    hidden: bool


class Styles:
    """The styles and lists of one file; it counts, so ask for each paragraph once and in order."""

    def __init__(self, document: WordDocument) -> None:
        self._styles = {s.get(qn("w:styleId"), ""): s for s in document.styles.element.iterchildren(qn("w:style"))}
        self._lists = Lists(document)

    def look(self, paragraph: Element) -> Look:
        """How a paragraph stands."""
        own, chain = paragraph.find(qn("w:pPr")), self._of(paragraph)
        sources = [p for p in (own, *(style.find(qn("w:pPr")) for style in chain)) if p is not None]
        names = [_name(style) for style in chain]
        marker, level = self._marker(sources, names)
        if furniture := _furniture(names):
            return Look(furniture=furniture)
        heading = _heading(names, sources)
        return Look(heading, marker, 0 if heading else level)

    def face(self, paragraph: Element) -> Face:
        """What a paragraph's style says of its words."""
        chain = self._of(paragraph)
        return Face(bool(_styled(chain, "w:b")), bool(_styled(chain, "w:vanish")))

    def is_bold(self, run: Element, face: Face) -> bool:
        """Whether a run is set in bold in a paragraph of this face."""
        own = self._own(run, "w:b")
        return face.bold if own is None else own

    def is_hidden(self, run: Element, face: Face) -> bool:
        """Whether a run is hidden text in a paragraph of this face."""
        own = self._own(run, "w:vanish")
        return face.hidden if own is None else own

    def is_headed(self, table: Element) -> bool:
        """Whether a table's style sets its first row apart, and the table uses that."""
        own = table.find(qn("w:tblPr"))
        look = own.find(qn("w:tblLook")) if own is not None else None
        if own is None or look is None:
            return False
        bits = look.get(qn("w:val"), "0")
        first = look.get(qn("w:firstRow"), "1" if _BITS.match(bits) and int(bits, 16) & _FIRST_ROW else "0")
        parts = (part for style in self._chain(said_by(own, "w:tblStyle")) for part in style.iterchildren(qn("w:tblStylePr")))
        return first in ("1", "true", "on") and any(part.get(qn("w:type")) == "firstRow" for part in parts)

    def is_gone(self, paragraph: Element) -> bool:
        """Whether nothing of a paragraph without words is left, not even its number: its end is deleted or hidden too."""
        mark = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
        return is_merged(paragraph) or bool(_switch(mark, "w:vanish")) or self.face(paragraph).hidden

    def _own(self, run: Element, name: str) -> bool | None:
        """What a run, or its own style, says."""
        properties = run.find(qn("w:rPr"))
        own = _switch(properties, name)
        if own is not None or properties is None:
            return own
        return _styled(self._chain(said_by(properties, "w:rStyle")), name)

    def _of(self, paragraph: Element) -> list[Element]:
        """The styles of a paragraph, its own first."""
        own = paragraph.find(qn("w:pPr"))
        return list(self._chain(said_by(own, "w:pStyle") if own is not None else ""))

    def _chain(self, style: str) -> Iterator[Element]:
        """A style and those it is based on; styles based on one another end it."""
        passed: set[str] = set()
        while style in self._styles and style not in passed:
            passed.add(style)
            yield self._styles[style]
            based = self._styles[style].find(qn("w:basedOn"))
            style = based.get(qn("w:val"), "") if based is not None else ""

    def _marker(self, sources: list[Element], names: list[str]) -> tuple[str, int]:
        number = next(
            (n for p in sources if (n := p.find(qn("w:numPr"))) is not None and n.find(qn("w:numId")) is not None), None
        )
        if number is not None:
            own = value(number, "w:numId", 0)
            levels = [v for p in sources if (n := p.find(qn("w:numPr"))) is not None and (v := value(n, "w:ilvl", -1)) >= 0]
            level = min(levels[0] if levels else 0, LEVELS - 1)
            return self._lists.next(own, level), level + 1
        listed = any(name.startswith(("list bullet", "list number")) for name in names[:1])
        return ("-", 1) if listed else ("", 0)


def _styled(chain: Iterable[Element], name: str) -> bool | None:
    """What the first of these styles that knows a switch says."""
    return next((said for style in chain if (said := _switch(style.find(qn("w:rPr")), name)) is not None), None)


def _heading(names: list[str], sources: list[Element]) -> int:
    for name in names:
        if match := _HEADING.match(name):
            return max(1, int(match[1]))
    outlined = next((value(p, "w:outlineLvl", LEVELS) for p in sources if p.find(qn("w:outlineLvl")) is not None), LEVELS)
    return outlined + 1 if 0 <= outlined < LEVELS else 0


def _furniture(names: list[str]) -> str:
    if any(name in ("title", "subtitle") for name in names):
        return "title page"
    return "contents" if any(re.match(r"toc( \d|$| heading)", name) for name in names[:1]) else ""


def _name(style: Element) -> str:
    return said_by(style, "w:name").lower()


def _switch(properties: Element | None, name: str) -> bool | None:
    found = properties.find(qn(name)) if properties is not None else None
    return None if found is None else found.get(qn("w:val"), "1") not in ("0", "false", "off", "none")
