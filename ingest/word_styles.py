"""What Word's styles and numbering say of a paragraph: heading, list item, title; and the number that Word shows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml import etree

from ingest.typed import seen, tidied

Element: TypeAlias = etree._Element
LEVELS = 9
LONGEST_MARKER = 30
_HEADING = re.compile(r"heading (\d)$")
_PLACE = re.compile(r"%(\d)")
_PLAIN = re.compile(r"\d{1,3}$")
_NUMERALS = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
LARGEST = 3999


@dataclass(frozen=True)
class Look:
    """How a paragraph stands: a heading's rank (0 for none), an item's marker and nesting, or the name of furniture."""

    heading: int = 0
    marker: str = ""
    level: int = 0
    furniture: str = ""
    bold: bool = False


@dataclass(frozen=True)
class _Level:
    """One level of a list: what numbers look like, the words around them, the first one."""

    kind: str
    text: str
    start: int


class Styles:
    """The styles and lists of one file; it counts, so ask for each paragraph once and in order."""

    def __init__(self, document: WordDocument) -> None:
        self._styles = {s.get(qn("w:styleId"), ""): s for s in document.styles.element.iterchildren(qn("w:style"))}
        self._lists = _Lists(_numbering(document))

    def look(self, paragraph: Element) -> Look:
        """How a paragraph stands."""
        own = paragraph.find(qn("w:pPr"))
        named = own.find(qn("w:pStyle")) if own is not None else None
        chain = list(self._chain(named.get(qn("w:val"), "") if named is not None else ""))
        sources = [p for p in (own, *(style.find(qn("w:pPr")) for style in chain)) if p is not None]
        names = [_name(style) for style in chain]
        bold = next((b for style in chain if (b := _switch(style.find(qn("w:rPr")), "w:b")) is not None), False)
        marker, level = self._marker(sources, names)
        if furniture := _furniture(names):
            return Look(furniture=furniture)
        heading = _heading(names, sources)
        return Look(heading, marker, 0 if heading else level, bold=bold)

    def is_bold(self, run: Element, paragraph: bool) -> bool:
        """Whether a run is set in bold; `paragraph` says whether its paragraph's style is."""
        own = _switch(run.find(qn("w:rPr")), "w:b")
        return paragraph if own is None else own

    def is_hidden(self, run: Element) -> bool:
        """Whether a run is hidden text."""
        return bool(_switch(run.find(qn("w:rPr")), "w:vanish"))

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
            own = _value(number, "w:numId", 0)
            levels = [v for p in sources if (n := p.find(qn("w:numPr"))) is not None and (v := _value(n, "w:ilvl", -1)) >= 0]
            level = min(levels[0] if levels else 0, LEVELS - 1)
            return self._lists.next(own, level), level + 1
        listed = any(name.startswith(("list bullet", "list number")) for name in names[:1])
        return ("-", 1) if listed else ("", 0)


class _Lists:
    """Counts the paragraphs of each list, as Word does where it shows their numbers."""

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[str, list[_Level]] = {}
        self._lists: dict[int, str] = {}
        self._restarts: dict[int, dict[int, int]] = {}
        self._counts: dict[str, list[int | None]] = {}
        for abstract in root.iterchildren(qn("w:abstractNum")) if root is not None else ():
            self._levels[abstract.get(qn("w:abstractNumId"), "")] = _levels(abstract)
        for number in root.iterchildren(qn("w:num")) if root is not None else ():
            own = _int(number.get(qn("w:numId")), 0)
            target = number.find(qn("w:abstractNumId"))
            self._lists[own] = target.get(qn("w:val"), "") if target is not None else ""
            self._restarts[own] = {
                _int(o.get(qn("w:ilvl")), 0): _value(o, "w:startOverride", 1)
                for o in number.iterchildren(qn("w:lvlOverride"))
                if o.find(qn("w:startOverride")) is not None
            }

    def next(self, own: int, level: int) -> str:
        """The marker of the next paragraph of a list at a level; '' for none, '-' for a bullet."""
        name = self._lists.get(own, "")
        levels = self._levels.get(name, [])
        if level >= len(levels):
            return ""
        counts = self._counts.setdefault(name, [None] * LEVELS)
        for place, start in self._restarts.pop(own, {}).items():
            if place < LEVELS:
                counts[place] = start - 1
        for above in range(level):
            counts[above] = levels[above].start if counts[above] is None else counts[above]
        before = counts[level]
        counts[level] = levels[level].start if before is None else before + 1
        counts[level + 1 :] = [None] * (LEVELS - level - 1)
        return _written(levels, level, counts)


def _written(levels: list[_Level], level: int, counts: list[int | None]) -> str:
    own = levels[level]
    if own.kind == "none" or not own.text.strip():
        return ""
    if own.kind == "bullet":
        return "-"

    def put(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        kind = levels[place].kind if place < len(levels) else "decimal"
        return number_as(counts[place] or 0, kind) if 0 <= place < LEVELS else ""

    marker = tidied(seen(_PLACE.sub(put, own.text))[:LONGEST_MARKER].strip())
    return f"{marker}." if _PLAIN.match(marker) else marker


def number_as(number: int, kind: str) -> str:
    """A number as a list shows it: decimal, letters or Roman numerals."""
    number = max(0, min(number, LARGEST))
    if kind in ("lowerLetter", "upperLetter") and number:
        letter = chr(97 + (number - 1) % 26) * (1 + (number - 1) // 26)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("lowerRoman", "upperRoman"):
        written = ""
        for value, letters in _NUMERALS:
            written, number = written + letters * (number // value), number % value
        return written.upper() if kind == "upperRoman" else written
    return str(number)


def _levels(abstract: Element) -> list[_Level]:
    found = [_Level("none", "", 1)] * LEVELS
    for level in abstract.iterchildren(qn("w:lvl")):
        place = _int(level.get(qn("w:ilvl")), LEVELS)
        if 0 <= place < LEVELS:
            kind, text = (_text(level, name) for name in ("w:numFmt", "w:lvlText"))
            found[place] = _Level(kind or "decimal", text, _value(level, "w:start", 1))
    return found


def _numbering(document: WordDocument) -> Element | None:
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/numbering") and not relation.is_external:
            root: Element = relation.target_part.element
            return root
    return None


def _heading(names: list[str], sources: list[Element]) -> int:
    for name in names:
        if match := _HEADING.match(name):
            return max(1, int(match[1]))
    outlined = next((_value(p, "w:outlineLvl", LEVELS) for p in sources if p.find(qn("w:outlineLvl")) is not None), LEVELS)
    return outlined + 1 if 0 <= outlined < LEVELS else 0


def _furniture(names: list[str]) -> str:
    if any(name in ("title", "subtitle") for name in names):
        return "title page"
    return "contents" if any(re.match(r"toc( \d|$| heading)", name) for name in names[:1]) else ""


def _name(style: Element) -> str:
    return _text(style, "w:name").lower()


def _text(element: Element, child: str) -> str:
    found = element.find(qn(child))
    return str(found.get(qn("w:val"), "")) if found is not None else ""


def _switch(properties: Element | None, name: str) -> bool | None:
    found = properties.find(qn(name)) if properties is not None else None
    return None if found is None else found.get(qn("w:val"), "1") not in ("0", "false", "off", "none")


def _value(element: Element, child: str, otherwise: int) -> int:
    return _int(_text(element, child), otherwise)


def _int(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else otherwise
