"""
Footnotes: the smaller lines at a page's foot, put together note by note, over page breaks too.

Also notes in body type where their mark says so, and notes gathered under 'Notes' at the end.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile

from ingest.blocks import Mark
from ingest.pdf_furniture import Page
from ingest.pdf_lines import Line

SMALLER = 0.97
FAR = 20
"""Marks count on; one that is so many numbers ahead is another thing."""
MOST_LINES = 16
"""Notes in body type are looked for among so many lines at a page's foot."""
NUMBER = re.compile(r"(?:\[(\d{1,3})\]|(\d{1,3})[.)]?(?=\s))\s*(?=\S)")
GLUED = re.compile(r"(\d{1,3})(?=[A-Z‘“][\w’']*\s)")
BRACKETED = re.compile(r"\[(\d{1,3})\]")
TITLE = re.compile(r"(?:foot|end)?notes|notes and references|references", re.IGNORECASE)
BACK = re.compile(r"\s*[↩↑^]\ufe0e?\s*$")
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
    bracketed: bool = True
    """Whether '[1]' may be a note's number or call it."""

    @property
    def numbers(self) -> set[str]:
        """The numbers of all notes read so far."""
        return {note.number for note in self.found}

    @property
    def last(self) -> int:
        """The number of the note read last, 0 before the first."""
        return int(self.found[-1].number) if self.found else 0

    def number(self, line: Line) -> tuple[str, int]:
        """The number that opens a line and where the words after it begin."""
        if line.note:
            return line.note, 0
        match = NUMBER.match(line.text)
        if match is None or (match[1] and not self.bracketed):
            return "", 0
        return match[1] or match[2], match.end()

    def marks(self, page: Page) -> set[str]:
        """The numbers of a page's footnote marks, raised or in brackets."""
        return _raised(page) | (_bracketed(page) if self.bracketed else set())


def find_notes(pages: Sequence[Page], size: float, leading: float) -> Notes:
    """
    Read the footnotes of pages from which furniture and contents are already taken out.

    Where 1 is called both ways, raised marks call the notes and '[1]' stands for a source in a list of references.
    """
    both = any("1" in _raised(page) for page in pages) and any("1" in _bracketed(page) for page in pages)
    notes = Notes(bracketed=not both)
    marked = set().union(*(notes.marks(page) for page in pages))
    ends = _endnotes(pages, size, marked, bracketed=notes.bracketed)
    for index, page in enumerate(pages):
        body = tuple(line for line in page.lines if line not in ends.taken)
        _read_page(notes, index, Page(body, page.height), size, leading, marked)
    return Notes(notes.found + ends.found, notes.taken | ends.taken, notes.bracketed)


def part_marks(pages: Sequence[Page]) -> list[Page]:
    """Part marks that stand side by side without a comma: after mark 4, '56' is 5 and 6."""
    last = 0
    parted: list[Page] = []
    for page in pages:
        lines: list[Line] = []
        for line in page.lines:
            marks: list[Mark] = []
            for mark in line.marks:
                numbers = _parted(mark.number, last)
                last = max(last, int(numbers[-1])) if int(numbers[-1]) <= last + FAR else last
                marks += [Mark(mark.offset, number) for number in numbers]
            lines.append(replace(line, marks=tuple(marks)) if len(marks) > len(line.marks) else line)
        parted.append(Page(tuple(lines), page.height))
    return parted


def raise_glued(pages: Sequence[Page], size: float) -> list[Page]:
    """
    Notes and marks whose digits are the font's own superior figures, as large as the words that they touch: '3See section 5'.

    A note counts on from the one before, and its number stands right after a word of the same page's text.
    """
    last, raised = 0, []
    for page in pages:
        lines = list(page.lines)
        for place, note in enumerate(lines):
            number = GLUED.match(note.text)
            if not number or note.size >= SMALLER * size or int(number[1]) != last + 1:
                continue
            mark = re.compile(rf"(?<=[^\W\d_A-Z]|[.,;:!?)\]’”]){number[1]}(?=[\s.,;:)]|$)")
            bearing = next((n for n, line in enumerate(lines) if line.size >= SMALLER * size and mark.search(line.text)), None)
            if bearing is not None:
                lines[bearing] = _marked(lines[bearing], mark, number[1])
                lines[place] = replace(note, text=note.text[number.end() :], note=number[1])
                last += 1
        raised.append(Page(tuple(lines), page.height))
    return raised


def _marked(line: Line, pattern: re.Pattern[str], number: str) -> Line:
    """A line with the digits that a pattern finds in it as a mark."""
    before, *after = pattern.split(line.text, maxsplit=1)
    cut = [m if m.offset <= len(before) else Mark(m.offset - len(number), m.number) for m in line.marks]
    marks = sorted([*cut, Mark(len(before), number)], key=lambda mark: mark.offset)
    return replace(line, text="".join([before, *after]), marks=tuple(marks))


def _parted(digits: str, last: int) -> list[str]:
    """The numbers after `last` that the digits spell, if as one number they are far from it."""
    counted, rest = last, digits
    while rest and rest.startswith(str(counted + 1)):
        counted += 1
        rest = rest[len(str(counted)) :]
    spelt = not rest and counted > last + 1 and int(digits) > last + FAR
    return [str(number) for number in range(last + 1, counted + 1)] if spelt else [digits]


def _raised(page: Page) -> set[str]:
    return {mark.number for line in page.lines for mark in line.marks}


def _bracketed(page: Page) -> set[str]:
    return {number for line in page.lines for number in BRACKETED.findall(line.text[1:])}


def _endnotes(pages: Sequence[Page], size: float, marked: set[str], *, bracketed: bool) -> Notes:
    """The notes below the heading 'Notes': 1, 2, 3 ... to the next heading, if the text bears most of their marks."""
    lines = [line for page in pages for line in page.lines]
    for n, line in enumerate(lines[:-1]):
        notes = Notes(bracketed=bracketed)
        if not TITLE.fullmatch(line.text.strip(" :")) or notes.number(lines[n + 1])[0] != "1":
            continue
        for below in takewhile(lambda other: other.size <= 1.08 * size, lines[n + 1 :]):
            _read_endnote(notes, below)
        if len({note.number for note in notes.found} & marked) * 2 > max(len(marked), len(notes.found)):
            return notes
    return Notes()


def _read_endnote(notes: Notes, line: Line) -> None:
    number, rest = notes.number(line)
    opens = number == str(notes.last + 1)
    words = replace(line, text=BACK.sub("", line.text[rest if opens else 0 :]), marks=(), note="")
    if opens:
        notes.found.append(Note(number, line.page, [words]))
    else:
        notes.found[-1].lines.append(words)
    notes.taken.add(line)


def _read_page(notes: Notes, index: int, page: Page, size: float, leading: float, marked: set[str]) -> None:
    """Read the notes at a page's foot, and those set small below the paragraph that bears their mark."""
    region = _region(page, size) or _region_in_body_type(page, size, leading, notes)
    fresh = False
    for line in page.lines:
        foot = line in region
        if line.table or (not foot and line.size >= SMALLER * size):
            fresh = False
            continue
        number, rest = notes.number(line)
        opens = bool(number) and _plausible(int(number), line, notes, marked, first=not fresh)
        if opens and (foot or number in marked):
            notes.found.append(Note(number, index, [_without(line, rest)]))
            fresh = True
        elif fresh or (foot and line is region[0] and _runs_on(notes, index, page, region, leading)):
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
            if line.size >= SMALLER * size or line.table:
                break
            low.add(line)
    region = [line for line in page.lines if line in low]
    return region if bigger or any(line.note for line in region) else []


def _region_in_body_type(page: Page, size: float, leading: float, notes: Notes) -> list[Line]:
    """The last lines from the first note on, where notes are as large as the text: the page bears their marks."""
    marks = notes.marks(page)
    for above, line in pairwise(page.lines[-MOST_LINES:]):
        number, rest = notes.number(line)
        bare = bool(line.note) or line.text[:rest].strip(" []").isdecimal()
        follows = bool(number) and bare and notes.last < int(number) <= notes.last + 3 and number in marks
        apart = above.column == line.column and above.y - line.y > 1.1 * leading
        if follows and apart and line.size >= SMALLER * size:
            return list(page.lines[page.lines.index(line) :])
    return []


def _plausible(number: int, line: Line, notes: Notes, marked: set[str], *, first: bool) -> bool:
    """Whether a number opens a new note rather than a line of the note before ('12 March')."""
    if line.note:
        return True
    if marked and str(number) not in marked:
        return False
    follows = notes.last < number <= notes.last + (5 if first else 3)
    late = notes.last - 3 <= number < notes.last and str(number) in marked and str(number) not in notes.numbers
    return follows or late or (first and (number == 1 or not notes.found))


def _runs_on(notes: Notes, index: int, page: Page, region: list[Line], leading: float) -> bool:
    """Whether unnumbered lines at the foot continue the last note of the page before."""
    if not notes.found or not index - 1 <= notes.found[-1].page < index:
        return False
    above = [line.y for line in page.lines if line not in region and line.column == region[0].column]
    gap = min(above) - region[0].y if above else leading * 9
    started = any(notes.number(line)[0] == str(notes.last + 1) for line in region)
    unended = not ENDED.search(notes.found[-1].lines[-1].text) or region[0].text[:1].islower()
    return gap > 1.1 * leading and (started or unended)


def _without(line: Line, start: int) -> Line:
    return replace(line, text=line.text[start:], marks=(), note="")
