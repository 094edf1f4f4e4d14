"""Footnotes: the smaller lines at a page's foot, put together note by note, over page breaks too."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.pdf_furniture import Page
from ingest.pdf_lines import Line

SMALLER = 0.94
NUMBER = re.compile(r"(?:\[(\d{1,3})\]|(\d{1,3})[.)]?(?=\s))\s*(?=\S)")
ENDED = re.compile(r"[.!?)\]”’\"'/]\s*$")


@dataclass
class Note:
    """A footnote: its number, the page (index) it starts on and its lines, the number taken off."""

    number: str
    page: int
    lines: list[Line]


@dataclass
class Notes:
    """All footnotes of a document in order; `taken` are the lines they are made of."""

    found: list[Note] = field(default_factory=list)
    taken: set[Line] = field(default_factory=set)

    @property
    def last(self) -> int:
        """The number of the note read last, 0 before the first."""
        return int(self.found[-1].number) if self.found else 0


def find_notes(pages: Sequence[Page], size: float, leading: float) -> Notes:
    """Read the footnotes of pages from which furniture and contents are already taken out."""
    marked = {mark.number for page in pages for line in page.lines for mark in line.marks}
    notes = Notes()
    for index, page in enumerate(pages):
        _read_page(notes, index, page, size, leading, marked)
    return notes


def _read_page(notes: Notes, index: int, page: Page, size: float, leading: float, marked: set[str]) -> None:
    region = _region(page, size)
    fresh = False
    for n, line in enumerate(region):
        number, rest = _number(line)
        if number and _plausible(int(number), line, notes, marked, first=not fresh):
            notes.found.append(Note(number, index, [_without(line, rest)]))
            fresh = True
        elif fresh or (n == 0 and _runs_on(notes, index, page, region, leading)):
            notes.found[-1].lines.append(line)
            fresh = True
        else:
            continue
        notes.taken.add(line)


def _region(page: Page, size: float) -> list[Line]:
    """The smaller lines below the last line of body size, in each column of the page."""
    low: set[Line] = set()
    bigger = any(line.size >= SMALLER * size for line in page.lines)
    for column in {line.column for line in page.lines}:
        upwards = sorted((line for line in page.lines if line.column == column), key=lambda line: line.y)
        for line in upwards:
            if line.size >= SMALLER * size:
                break
            low.add(line)
    region = [line for line in page.lines if line in low]
    return region if bigger or any(line.note for line in region) else []


def _number(line: Line) -> tuple[str, int]:
    """The number that opens a line and where the words after it begin."""
    if line.note:
        return line.note, 0
    match = NUMBER.match(line.text)
    return ((match[1] or match[2]), match.end()) if match else ("", 0)


def _plausible(number: int, line: Line, notes: Notes, marked: set[str], *, first: bool) -> bool:
    """Whether a number opens a new note rather than a line of the note before ('12 March')."""
    if line.note:
        return True
    if marked and str(number) not in marked:
        return False
    follows = notes.last < number <= notes.last + (5 if first else 3)
    return follows or (first and (number == 1 or not notes.found))


def _runs_on(notes: Notes, index: int, page: Page, region: list[Line], leading: float) -> bool:
    """Whether unnumbered lines at the foot continue the last note of the page before."""
    if not notes.found or not index - 1 <= notes.found[-1].page < index:
        return False
    above = [line.y for line in page.lines if line not in region and line.column == region[0].column]
    gap = min(above) - region[0].y if above else leading * 9
    started = any(_number(line)[0] == str(notes.last + 1) for line in region)
    unended = not ENDED.search(notes.found[-1].lines[-1].text) or region[0].text[:1].islower()
    return gap > 1.1 * leading and (started or unended)


def _without(line: Line, start: int) -> Line:
    return Line(line.page, line.column, line.x, line.end, line.y, line.size, line.bold, line.text[start:])
