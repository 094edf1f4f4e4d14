"""
Read the scanned copy of Working Together 2015: recognised text without layout, mended where no guess is needed.

- A page turn is a space before the page's first line; paragraphs run on across it.
- Bullets were read as 'e', '¢', 'o', '|' or lost: words in lower case after a closed part are an item.
- Footnote marks were read as quotes and signs: a page's notes go to the page's signs in order.
- Numbers that were read apart from their paragraphs go, in order, to the paragraphs that follow.
- Two-column panels were read across both columns: the row labels in ROWS are pulled out again.
Wrong letters ('Itis', '19809') stay as they are.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise

from corpus.model import Span
from ingest.blocks import Block, BlockKind, Mark, Reading

ROWS = (  # of two labels that begin alike the longer comes first
    "Purpose:",
    "Action to be taken:",
    "Strategy discussion attendees:",
    "Strategy discussion tasks:",
    "Social workers with their managers should:",
    "Social workers should:",
    "The police should:",
    "The Conference Chair:",
    "Health professionals should:",
    "All involved professionals should:",
    "LSCBs should:",
    "Local authority children’s social care should:",
)
BOXES = ("Children have said that they need", "Section 10", "Multi-agency working")
LONGEST_HEADING = 90
TWIN_LIKENESS = 0.8

SIGNS = "’'\"”®™?*%°"
MARK = re.compile(rf"(?<=[.,:;])[{SIGNS}]+(?=\s|$)")
NOTE = re.compile(rf"(?:[{SIGNS}]{{1,3}}\d?|\d{{1,2}})\s+(?=[A-Z])")
CLOSED = re.compile(rf"[.:;?!][{SIGNS}]*(?: and| or| and/or)?$")
BULLET = re.compile(r"[e¢o•|]\s+\|?\s*(?=\S)")
NUMBER = re.compile(r"(\d{1,2}\.)\s+(?=\S)")
DEBRIS = re.compile(r"(?::{2,}\S*|[.,)](?:\s[.,)])*)(?=\s|$)")
CAPTION = re.compile(r"Flow chart \d+:|Assessment Framework$")


@dataclass(frozen=True)
class Line:
    """What is left to place of a line; its range may hold more than `text` shows (a bullet, a number)."""

    start: int
    end: int
    text: str
    page: int
    gap: bool  # an empty line or a page turn stands before it
    notes: tuple[str, ...] = ()  # marks that were read as a line of their own, above their words

    def until(self, end: int) -> "Line":
        """The part before `end`."""
        return replace(self, end=self.start + end, text=self.text[:end])

    def after(self, start: int) -> "Line":
        """The part from `start`, without the column rule that may stand there."""
        rest = self.text[start:].lstrip(" |")
        return replace(self, start=self.end - len(rest), text=rest)


@dataclass(frozen=True)
class Draft:
    """A block while its lines are still being gathered."""

    kind: BlockKind
    lines: tuple[Line, ...]
    marker: str = ""
    level: int = 0
    bare: bool = False  # an item whose bullet was lost: only there does ';' at a line's end end the item

    @property
    def text(self) -> str:
        """The words so far, footnote marks still in them."""
        return " ".join(line.text for line in self.lines if line.text)

    @property
    def start(self) -> int:
        """Where its own words begin; a number that was read apart from them does not count."""
        return next((line.start for line in self.lines if line.text), self.lines[0].start)


def read_scan(source: str) -> Reading:
    """Return the scan's blocks in reading order; every letter and digit lies in the spans of one block."""
    body, notes = _without_notes(_lines(source))
    body, labels = _without_labels(body)
    body, furniture = _without_furniture(body, notes)
    folded = _folded(_read_once(body), labels)
    drafts = [*_numbered(map(_headed, folded)), *notes, *furniture]
    waiting = [note for note in notes if not any(note.marker in line.notes for line in body)]
    printed = {draft.lines[0].page: int(draft.text) for draft in furniture if draft.marker == "page number"}
    blocks = tuple(_block(draft, waiting, printed) for draft in sorted(drafts, key=lambda draft: draft.start))
    return Reading(blocks, pages=source.count("\n ") + 1, warnings=tuple(_warnings(waiting, labels, folded)))


def _lines(source: str) -> Iterator[Line]:
    page, gap = 0, True
    for match in re.finditer(r"^( ?)[^\S\n]*(\S.*)?", source, re.MULTILINE):
        text = (match[2] or "").rstrip()
        if text:
            page += len(match[1])
            yield Line(match.start(2), match.start(2) + len(text), text, page, gap or bool(match[1]))
        gap = not text


def _without_notes(lines: Iterable[Line]) -> tuple[list[Line], list[Draft]]:
    """Part the body from the footnotes: from the first note sign of a page to its end all is notes."""
    body: list[Line] = []
    notes: list[Draft] = []
    for line in lines:
        sign = NOTE.match(line.text) if line.gap else None
        if sign:
            first = replace(line, text=line.text[sign.end() :])
            notes.append(Draft(BlockKind.FOOTNOTE, (first,), str(len(notes) + 1)))
        elif notes and notes[-1].lines[0].page == line.page:
            notes[-1] = replace(notes[-1], lines=(*notes[-1].lines, line))
        else:
            body.append(line)
    return body, notes


def _without_labels(body: list[Line]) -> tuple[list[Line], list[Draft]]:
    """Undo the weaving of panels: take the pieces of row labels off the lines they stand on."""
    lines = list(body)
    labels: list[Draft] = []
    for index in range(len(lines)):
        places = next(filter(None, (_label_places(lines, index, label) for label in ROWS)), [])
        if places:
            *pieces, last = (lines[at].until(length) for at, length in places)
            last = replace(last, text=f"{last.text.removesuffix(':')}:")
            labels.append(Draft(BlockKind.TEXT, (*pieces, last)))
        for at, length in places:
            lines[at] = lines[at].after(length)
    return [line for line in lines if line.text], labels


def _label_places(lines: list[Line], index: int, label: str) -> list[tuple[int, int]]:
    """
    Return line and length of each piece of a label that begins at `index`, or nothing.

    Its words begin lines, with at most one other line between two of them; it may break off in debris.
    """
    words = label.split()
    places: list[tuple[int, int]] = []
    for at in range(index, len(lines)):
        runs = (" ".join(words[:count]) for count in range(len(words), 0, -1))
        run = next((run for run in runs if f"{lines[at].text} ".startswith(f"{run} ")), "")
        if run:
            places.append((at, len(run)))
            words = words[len(run.split()) :]
        if not words or not places or at - places[-1][0] > 1:
            break
    following = lines[places[-1][0] + 1 :][:1] if places else []
    return places if not words or any(DEBRIS.match(line.text) for line in following) else []


def _without_furniture(body: list[Line], notes: list[Draft]) -> tuple[list[Line], list[Draft]]:
    """Part the body from page numbers and smudges; numerals alone are marks if the page has such notes."""
    on_page = {(note.lines[0].page, note.marker) for note in notes}
    kept: list[Line] = []
    furniture: list[Draft] = []
    for line in body:
        numbers = tuple(line.text.split(", ")) if re.fullmatch(r"\d{1,3}(, \d{1,3})*", line.text) else ()
        if numbers and all((line.page, number) in on_page for number in numbers):
            kept.append(replace(line, text="", notes=numbers))
        elif len(numbers) == 1 and line.gap:
            furniture.append(Draft(BlockKind.FURNITURE, (line,), "page number"))
        elif smudge := DEBRIS.match(line.text):
            furniture.append(Draft(BlockKind.FURNITURE, (line.until(smudge.end()),), "scanning debris"))
            kept.append(line.after(smudge.end()))
        else:
            kept.append(line)
    return [line for line in kept if line.text or line.notes], furniture


def _read_once(body: list[Line]) -> list[Line]:
    """Show a line that was read twice once, each word from the reading that has it whole."""
    lines = list(body)
    for at, (above, below) in enumerate(pairwise(body)):
        if SequenceMatcher(None, above.text, below.text).ratio() > TWIN_LIKENESS:
            ours, theirs, whole = above.text.split(), below.text.split(), list[str]()
            for _, a, b, c, d in SequenceMatcher(None, ours, theirs).get_opcodes():
                whole += sorted([ours[a:b], theirs[c:d]], key=lambda words: (len(words), -len("".join(words))))[0]
            lines[at : at + 2] = [replace(above, text=" ".join(whole)), replace(below, text="")]
    return lines


def _folded(body: list[Line], labels: list[Draft]) -> list[Draft]:
    """Gather lines into paragraphs and items, each row label before the words it was woven into."""
    drafts: list[Draft] = []
    held: list[Line] = []
    stream: list[Line | Draft] = [*body, *labels]
    for item in sorted(stream, key=lambda item: item.start):
        if isinstance(item, Draft):
            drafts.append(item)
        elif item.notes:
            held.append(item)
        elif drafts and (not item.text or _goes_on(drafts[-1], item)):
            drafts[-1] = replace(drafts[-1], lines=(*drafts[-1].lines, *held, item))
            held = []
        else:
            drafts.append(_begun(held, item))
            held = []
    return [*drafts, *(Draft(BlockKind.TEXT, (line,)) for line in held)]


def _begun(held: list[Line], line: Line) -> Draft:
    sign = (NUMBER.match(line.text) if line.gap else None) or BULLET.match(line.text)
    if sign:
        marker = sign[1] if sign.re is NUMBER else "-"
        return Draft(BlockKind.ITEM, (*held, replace(line, text=line.text[sign.end() :])), marker, level=1)
    if line.text[0].islower():
        return Draft(BlockKind.ITEM, (*held, line), "-", level=1, bare=True)
    return Draft(BlockKind.TEXT, (*held, line))


def _goes_on(draft: Draft, line: Line) -> bool:
    """Whether a line carries the draft on rather than beginning the next one."""
    if BULLET.match(line.text) or (line.gap and re.match(r"\d{1,2}\.(\s|$)", line.text)):
        return False
    if not line.gap:
        return not _ended_by_choice(draft, line)
    closed = CLOSED.search(draft.text) or CAPTION.match(draft.text)
    return not closed and (not line.text[0].isupper() or len(draft.text) > LONGEST_HEADING)


def _ended_by_choice(draft: Draft, line: Line) -> bool:
    """Whether the line above stopped because its words were at an end, not because it was full."""
    above = draft.lines[-1]
    if above.text.endswith((";", "; and", "; or")):
        return draft.bare
    had_room = above.end - above.start + 1 + len(line.text.split()[0]) <= len(line.text)
    anew = CLOSED.search(above.text) and line.text[0].isupper() and had_room
    return bool(anew) or above.text.endswith(":")


def _headed(draft: Draft) -> Draft:
    """Make a heading of a short text that does not end like a sentence."""
    sentence = CLOSED.search(draft.text) and not draft.text.endswith("?")
    shaped = not sentence and not CAPTION.match(draft.text) and len(draft.text) <= LONGEST_HEADING
    level = 1 if re.match(r"Introduction$|Chapter \d+:", draft.text) else 3 if draft.text in BOXES else 2
    heading = draft.kind is BlockKind.TEXT and shaped
    return replace(draft, kind=BlockKind.HEADING, level=level) if heading else draft


def _numbered(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Give numbers that stand alone, in order, to the next paragraphs without one."""
    lone: list[Draft] = []
    for draft in drafts:
        if draft.kind is BlockKind.TEXT and re.fullmatch(r"\d{1,2}\.", draft.text):
            lone.append(draft)
        elif lone and draft.kind is BlockKind.TEXT:
            number = lone.pop(0)
            lines = (*(replace(line, text="") for line in number.lines), *draft.lines)
            yield replace(draft, kind=BlockKind.ITEM, marker=number.text, level=1, lines=lines)
        else:
            yield draft
    yield from lone


def _block(draft: Draft, waiting: list[Draft], printed: dict[int, int]) -> Block:
    """Join a draft's lines; a mark takes its notes from those `waiting` on its page."""
    text, marks = "", list[Mark]()
    for line in draft.lines:
        text += " " if text and line.text and not re.search(r"[a-z]-$", text) else ""
        done = 0
        for sign in MARK.finditer("" if draft.kind is BlockKind.FOOTNOTE else line.text):
            numbers = _taken(waiting, line.page, len(sign[0]))
            text += line.text[done : sign.start() if numbers else sign.end()]
            marks += [Mark(len(text), number) for number in numbers]
            done = sign.end()
        text += line.text[done:]
    marks += [Mark(len(text), number) for line in draft.lines for number in line.notes]
    spans = tuple(Span(line.start, line.end) for line in draft.lines)
    page = printed.get(draft.lines[0].page)
    return Block(draft.kind, text, draft.level, draft.marker, page, tuple(marks), spans=spans)


def _taken(waiting: list[Draft], page: int, signs: int) -> list[str]:
    """Take the page's next notes for a run of signs: the scan shows at most one for each digit of a mark."""
    taken: list[str] = []
    for note in [note for note in waiting if note.lines[0].page == page]:
        if len("".join(taken)) < signs:
            taken.append(note.marker)
            waiting.remove(note)
    return taken


def _warnings(waiting: list[Draft], labels: list[Draft], folded: list[Draft]) -> Iterator[str]:
    yield from (f"Footnote {note.marker} has no mark in the text." for note in waiting)
    yield from (f"Row label read only in part: {label.text!r}." for label in labels if label.text not in ROWS)
    if folded and not CLOSED.search(folded[-1].text):
        yield f"The text breaks off: {folded[-1].text[-30:]!r}."
