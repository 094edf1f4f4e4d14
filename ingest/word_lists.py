"""The numbers that Word shows beside paragraphs: they do not stand in the text and are counted here as Word counts them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml import etree

from ingest.typed import seen, tidied
from ingest.word_parts import said_by, value, whole

Element: TypeAlias = etree._Element
LEVELS = 9
LONGEST_MARKER = 30
_PLACE = re.compile(r"%(\d)")
_PLAIN = re.compile(r"\d{1,3}$")
_NUMERALS = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
LARGEST = 3999


@dataclass(frozen=True)
class Level:
    """
    One level of a list: what numbers look like, the words around them, the first one.

    `restart`: it starts again below a level of an index smaller than this. `legal`: all its numbers are decimal.
    """

    kind: str = "none"
    text: str = ""
    start: int = 1
    restart: int = LEVELS
    legal: bool = False


class Lists:
    """Counts the paragraphs of each list, as Word does where it shows their numbers."""

    def __init__(self, document: WordDocument) -> None:
        root = _numbering(document)
        self._levels: dict[int, list[Level]] = {}
        self._lists: dict[int, str] = {}
        self._restarts: dict[int, dict[int, int]] = {}
        self._counts: dict[str, list[int | None]] = {}
        kept = {a.get(qn("w:abstractNumId"), ""): a for a in root.iterchildren(qn("w:abstractNum"))} if root is not None else {}
        styled = {name: own for own, abstract in kept.items() if (name := said_by(abstract, "w:styleLink"))}
        for number in root.iterchildren(qn("w:num")) if root is not None else ():
            own, name = whole(number.get(qn("w:numId")), 0), said_by(number, "w:abstractNumId")
            if name in kept:
                name = styled.get(said_by(kept[name], "w:numStyleLink"), name)
            self._lists[own] = name
            self._levels[own] = [Level()] * LEVELS
            if name in kept:
                _put_levels(self._levels[own], kept[name])
            for changed in number.iterchildren(qn("w:lvlOverride")):
                _put_levels(self._levels[own], changed)
            self._restarts[own] = dict(_restarts(number))

    def next(self, own: int, level: int) -> str:
        """The marker of the next paragraph of a list at a level; '' for none, '-' for a bullet."""
        levels = self._levels.get(own)
        if levels is None:
            return ""
        counts = self._counts.setdefault(self._lists[own], [None] * LEVELS)
        for place, start in self._restarts.pop(own, {}).items():
            counts[place] = start - 1
        for above in range(level):
            counts[above] = levels[above].start if counts[above] is None else counts[above]
        before = counts[level]
        counts[level] = levels[level].start if before is None else before + 1
        for below in range(level + 1, LEVELS):
            counts[below] = None if level < levels[below].restart else counts[below]
        return _written(levels, level, counts)


def _numbering(document: WordDocument) -> Element | None:
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/numbering") and not relation.is_external:
            root: Element = relation.target_part.element
            return root
    return None


def _put_levels(levels: list[Level], definition: Element) -> None:
    """Put the levels that a list, or a change to one, defines in their places."""
    for level in definition.iterchildren(qn("w:lvl")):
        place = whole(level.get(qn("w:ilvl")), LEVELS)
        if 0 <= place < LEVELS:
            kind, text = (said_by(level, name) for name in ("w:numFmt", "w:lvlText"))
            legal = level.find(qn("w:isLgl")) is not None and said_by(level, "w:isLgl") not in ("0", "false", "off")
            restart = value(level, "w:lvlRestart", LEVELS)
            levels[place] = Level(kind or "decimal", text, value(level, "w:start", 1), restart, legal)


def _restarts(number: Element) -> Iterator[tuple[int, int]]:
    """The levels at which a list starts again, and with which number: where it says so, or has a level of its own."""
    for changed in number.iterchildren(qn("w:lvlOverride")):
        place, own = whole(changed.get(qn("w:ilvl")), 0), changed.find(qn("w:lvl"))
        start = value(own, "w:start", 1) if own is not None else 1
        if place < LEVELS and (own is not None or changed.find(qn("w:startOverride")) is not None):
            yield place, value(changed, "w:startOverride", start)


def _written(levels: list[Level], level: int, counts: list[int | None]) -> str:
    own = levels[level]
    if own.kind == "none" or not own.text.strip():
        return ""
    if own.kind == "bullet":
        return "-"

    def put(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        kind = "decimal" if own.legal else levels[place].kind
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
