"""Lines -> drafts of blocks: where a block starts, what marks a list item, how lines are joined."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from ingest.blocks import Mark, Turn
from ingest.grid import Table
from ingest.markers import BULLETS, refers
from ingest.pdf_contents import ContentsTitle, Element, Entry
from ingest.pdf_furniture import roman_value
from ingest.pdf_lines import Line
from ingest.pdf_look import BULLET, NEAR, SENTENCE_END, Look, follows, marked
from ingest.pdf_words import join

NUMBERED = re.compile(r"\d{1,3}[.)]")
BRACKETED = re.compile(r"\((?:\d{1,3}|[A-Za-z]{1,2}|[ivxlc]{1,7})\)")
BOXES = "☐☑☒□❑❏"
LEADS, TOLD = re.compile(r"—$"), re.compile(r"(?:—|[;,] (?:and|or|but))$")
"""End the words, and the item, after which an Act sets '(a)' on a line of its own."""
ROMAN = re.compile(r"[ivxlc]+")
ENDING = 40
"""Characters that hold a sentence's last sign and all quotes and brackets after it."""


@dataclass
class Draft:
    """A block that may still grow."""

    lines: list[Line]
    marker: str = ""
    text: str = ""
    marks: list[Mark] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    """Where the lines of a further page begin; pages by index."""
    entry: Entry | ContentsTitle | None = None

    @property
    def last(self) -> Line:
        """The line read last."""
        return self.lines[-1]

    @property
    def ending(self) -> str:
        """The end of the text: what looks for a sentence's end need not read all that grew before it."""
        return self.text[-ENDING:]

    @property
    def table(self) -> Table | None:
        """The table that stands here in place of words."""
        return self.lines[0].table if self.lines else None

    @property
    def words_x(self) -> float | None:
        """Where the words of a list item start, as its first or its second line shows."""
        if self.marker and len(self.lines) > 1 and self.lines[1].page == self.lines[0].page:
            return self.lines[1].x
        return self.lines[0].words_x if self.marker else None

    @property
    def bulleted(self) -> bool:
        """Whether the marker is a bullet rather than a number or letter."""
        return bool(BULLET.fullmatch(self.marker))

    def add(self, line: Line) -> None:
        """Join a line to the text; its marks move along."""
        if line.note:
            self.marks.append(Mark(len(self.text.rstrip("\u00ad")), line.note))
        self.text, start = join(self.text, line.text)
        self.marks += [Mark(start + mark.offset, mark.number) for mark in line.marks]
        if self.lines and line.page != self.last.page:
            self.turns.append(Turn(start, line.page))
        self.lines.append(line)


def draft_blocks(elements: Sequence[Element], look: Look) -> list[Draft]:
    """Cut lines into blocks, in reading order; `counted` is the last number that stood at each indentation."""
    drafts: list[Draft] = []
    counted: dict[int, str] = {}
    elements = [part for element in elements for part in _ticked(element)]
    for element, after in zip_longest(elements, elements[1:]):
        if isinstance(element, Entry | ContentsTitle):
            drafts.append(Draft([], entry=element))
            continue
        current = drafts[-1] if drafts and drafts[-1].entry is None else None
        if current is not None and _says_who(current, element, after):
            current.add(element)
            continue
        marker, words = ("", element) if current is not None and _refers(current, element, look) else _marked(element)
        place = round(element.x / NEAR)
        counts_on = bool(marker) and _next_to(counted.get(place, ""), marker)
        if current is not None and not counts_on and not _starts(current, element, marker, look):
            current.add(element)
            continue
        draft = Draft([], marker)
        draft.add(words)
        drafts.append(draft)
        if NUMBERED.fullmatch(marker):
            counted[place] = marker
    return drafts


def _ticked(element: Element) -> list[Element]:
    """A line of several boxes to tick as a line each."""
    if not isinstance(element, Line) or element.text[:1] not in tuple(BOXES):
        return [element]
    starts = [match.start() for match in re.finditer(f"[{BOXES}]", element.text)]
    return [
        replace(
            element,
            text=element.text[start:end].rstrip(),
            marks=tuple(replace(m, offset=m.offset - start) for m in element.marks if start < m.offset <= end),
        )
        for start, end in zip_longest(starts, starts[1:], fillvalue=len(element.text))
    ]


def _marked(line: Line) -> tuple[str, Line]:
    """Split a list marker off a line; x of the remaining line stays the marker's."""
    match = marked(line)
    if match is None:
        return "", line
    cut = match.end()
    marks = tuple(Mark(max(mark.offset - cut, 0), mark.number) for mark in line.marks)
    return match[1], replace(line, text=line.text[cut:], marks=marks)


def _says_who(draft: Draft, line: Line, after: Element | None) -> bool:
    """Whether a line names after a dash who said the words above it; with another such line below it lists something."""
    said = draft.text[:1] in tuple("“‘\"'") and re.search(r"[.!…][”’\"']$", draft.ending)
    again = isinstance(after, Line) and after.text[:1] == line.text[:1]
    return bool(said and re.match(r"[–—―]\s?\w", line.text) and not SENTENCE_END.search(line.text) and not again)


def _refers(draft: Draft, line: Line, look: Look) -> bool:
    """Whether a number that opens a line belongs to the words at the end of the text line before it."""
    text = line.text[:1].isdigit() and not look.displayed(draft.last) and line.box == draft.last.box
    return text and refers(draft.text)


def _starts(draft: Draft, line: Line, marker: str, look: Look) -> bool:
    """Whether a line starts a new block."""
    last = draft.last
    if line.table or last.table or line.box != last.box:
        return True
    if draft.marker and not draft.text:
        return False
    gap = last.y - line.y if follows(last, line) else None
    wide = gap is not None and gap > look.spaced * look.leading * max(1.0, line.size / look.size)
    if wide or abs(line.size - last.size) > 0.06 * look.size:
        return True
    if marker and _opens_item(draft, line, marker, look):
        return True
    if look.displayed(line) != look.displayed(last):
        return _changes_weight(draft, line, look)
    if gap is None:
        return not _continues(draft, line, look)
    return _moves(draft, line, look)


def _hangs(draft: Draft, line: Line, look: Look) -> bool:
    """Whether a line stands under the words of a list item, to the right of its marker."""
    if draft.words_x is None or line.x <= max(look.left, draft.lines[0].x) + NEAR:
        return False
    return abs(draft.words_x - line.x) < 0.5 * NEAR


def _opens_item(draft: Draft, line: Line, marker: str, look: Look) -> bool:
    """Whether a marker at a line's start is one, and not a number or dash that happens to be wrapped there."""
    if marker in BULLETS:
        return True
    settled = bool(SENTENCE_END.search(draft.ending)) or look.short(draft.last, line)
    alike = bool(draft.marker) and abs(draft.lines[0].x - line.x) < NEAR
    indented = abs(draft.last.x - line.x) > NEAR
    hanging = len(draft.lines) > 1 and alike and indented
    told = bool(BRACKETED.fullmatch(marker) and (TOLD if draft.marker else LEADS).search(draft.ending))
    return settled or told or hanging or (alike and _next_to(draft.marker, marker)) or (indented and not _wraps(draft, line))


def _next_to(before: str, after: str) -> bool:
    """Whether one marker counts on from another ('2.' after '1.', 'b)' after 'a)', '–' after '–')."""
    if not before:
        return False
    if before == after:
        return bool(BULLET.fullmatch(after))
    one, two = re.findall(r"\d+", before), re.findall(r"\d+", after)
    if one and two:
        return int(two[-1]) == int(one[-1]) + 1
    letters = re.sub(r"\W", "", before), re.sub(r"\W", "", after)
    if all(map(ROMAN.fullmatch, letters)) and roman_value(letters[1]) == roman_value(letters[0]) + 1:
        return True
    return len(letters[0]) == len(letters[1]) == 1 and ord(letters[1]) == ord(letters[0]) + 1


def _wraps(draft: Draft, line: Line) -> bool:
    return bool(draft.marker) and line.x > draft.lines[0].x and len(draft.lines) == 1


def _changes_weight(draft: Draft, line: Line, look: Look) -> bool:
    """A change of weight between lines starts a block, unless a bold phrase merely fills a line of a sentence."""
    last = draft.last
    outdented = bool(draft.marker) and line.x < draft.lines[0].x - NEAR and not line.text[:1].islower()
    if look.short(last, line) or outdented:
        return True
    if _hangs(draft, line, look) and not look.displayed(line):
        return False
    if look.displayed(last) and not all(look.displayed(earlier) for earlier in draft.lines):
        return False
    if SENTENCE_END.search(draft.ending):
        return True
    return not (line.text[:1].islower() or look.displayed(line))


def _continues(draft: Draft, line: Line, look: Look) -> bool:
    """Whether a line at the top of a page or column carries on the block before it."""
    if _hangs(draft, line, look):
        return True
    if look.displayed(line):
        settled = SENTENCE_END.search(draft.ending) or look.short(draft.last, line)
        return not settled and abs(draft.last.x - line.x) < NEAR
    if look.opens_paragraph(line) and not draft.marker:
        return False
    same_place = abs(draft.last.x - line.x) < NEAR or (len(draft.lines) == 1 and _wraps(draft, line))
    if SENTENCE_END.search(draft.ending):
        return same_place and not draft.text.endswith(":") and _runs_full(draft, line, look)
    return line.text[:1].islower() or (same_place and not look.short(draft.last, line))


def _runs_full(draft: Draft, line: Line, look: Look) -> bool:
    """Whether a sentence ended at the page's last line without its paragraph: the line is as full as any."""
    title = not SENTENCE_END.search(line.text) and line.end < look.left + 0.7 * (look.right - look.left)
    return len(draft.lines) > 1 and look.full(draft.last, line) and draft.last.y < look.foot and not title


def _moves(draft: Draft, line: Line, look: Look) -> bool:
    """Whether indentation or a short line before it, without any gap, shows a new block."""
    last, indent = draft.last, 0.8 * look.size
    settled = bool(SENTENCE_END.search(draft.ending))
    short = look.short(last, line)
    if draft.marker and line.x < draft.lines[0].x - NEAR:
        return settled or short or not look.opens_paragraph(draft.lines[0])
    if look.opens_paragraph(line) and not look.displayed(line) and not _hangs(draft, line, look):
        return True
    if look.displayed(line) and line.size <= 1.08 * look.size and line.text[:1].isupper():
        return short
    if len(draft.lines) > 1 and line.x > last.x + indent:
        return settled or short
    if len(draft.lines) > 1 and draft.marker and line.x < last.x - NEAR:
        return settled or short
    return short and settled and not look.displayed(line)
