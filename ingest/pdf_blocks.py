"""Lines -> drafts of blocks: where a block starts, what marks a list item, how lines are joined."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.blocks import Mark
from ingest.pdf_contents import ContentsTitle, Element, Entry
from ingest.pdf_lines import Line

BULLET = re.compile(r"([•●▪■◦○‣⁃∙·➢➤✓❖□]|(?:o|–|—|-|−)(?=\s|$))\s*")
NUMBER = re.compile(
    r"(\d{1,3}(?:\.\d{1,3})+\.?(?=\s)|\d{1,3}[.)](?=\s|$)|\d{1,3}(?=\t\S.{19})|[A-Z]\.?\d{1,3}(?:\.\d{1,3})*\.?(?=\s)"
    r"|\(\d{1,3}\)|\([A-Za-z]{1,2}\)|\([ivxlc]{1,7}\)|[a-z][.)](?=\s)|[ivxlc]{1,7}[.)](?=\s)|[A-Z]\)(?=\s))\s*"
)
SENTENCE_END = re.compile(r"[.!?:;][”’\"')\]]*$")
SUSPENDED = re.compile(r"(?:and|or|to)\b")
NEAR = 4.0
"""Two x positions this many points apart are the same indentation."""


@dataclass(frozen=True)
class Look:
    """What is usual in a document: body size, distance of lines, left edge of the text, right edge by indentation."""

    size: float
    leading: float
    left: float
    right: float
    bold: bool
    edges: dict[tuple[int, int], float]

    def displayed(self, line: Line) -> bool:
        """Whether a whole line is larger or bolder than the body."""
        return line.size > 1.08 * self.size or (line.bold and not self.bold and line.size > 0.94 * self.size)

    def short(self, line: Line, following: Line) -> bool:
        """Whether the next line's first word would still have fitted on this line."""
        edge = self.edges.get((line.page, round(line.x / 3)), self.right)
        word = following.text.split(maxsplit=1)[0] if following.text.strip() else ""
        letter = (following.end - following.x) / max(len(following.text), 1)
        return edge - line.end > (len(word) + 1) * max(letter, 0.5 * line.size) + line.size


@dataclass
class Draft:
    """A block that may still grow; `text_x` is where its words start after the marker."""

    lines: list[Line]
    marker: str = ""
    text: str = ""
    marks: list[Mark] = field(default_factory=list)
    entry: Entry | ContentsTitle | None = None

    @property
    def last(self) -> Line:
        """The line read last."""
        return self.lines[-1]

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
        self.lines.append(line)


def measure(lines: Sequence[Line]) -> Look:
    """Find a document's usual sizes and distances, counted by characters."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    size = max(sizes, key=lambda s: sizes[s], default=10.0)
    body = [line for line in lines if abs(line.size - size) < 0.06 * size]
    gaps = Counter(round((a.y - b.y) * 2) / 2 for a, b in pairwise(body) if _follows(a, b))
    common = [gap for gap, n in gaps.items() if 0.9 * size < gap < 2.6 * size and n * 4 > max(gaps.values())]
    left = Counter(round(line.x) for line in body if len(line.text) > 30).most_common(1)
    ends = sorted(line.end for line in body) or [0.0]
    bold = sum(len(line.text) for line in body if line.bold) * 2 > sum(len(line.text) for line in body)
    edges: dict[tuple[int, int], list[float]] = {}
    for line in body:
        edges.setdefault((line.page, round(line.x / 3)), []).append(line.end)
    local = {key: max(found) for key, found in edges.items() if len(found) > 3}
    leading = min(common, default=1.2 * size)
    return Look(size, leading, left[0][0] if left else 0.0, ends[len(ends) * 95 // 100], bold, local)


def _follows(a: Line, b: Line) -> bool:
    return a.page == b.page and a.column == b.column and a.y > b.y


def draft_blocks(elements: Sequence[Element], look: Look) -> list[Draft]:
    """Cut lines into blocks, in reading order."""
    drafts: list[Draft] = []
    for element in elements:
        if isinstance(element, Entry | ContentsTitle):
            drafts.append(Draft([], entry=element))
            continue
        current = drafts[-1] if drafts and drafts[-1].entry is None else None
        marker, words = _marked(element)
        if current is not None and not _starts(current, element, marker, look):
            current.add(element)
            continue
        draft = Draft([], marker)
        draft.add(words)
        drafts.append(draft)
    return drafts


def _marked(line: Line) -> tuple[str, Line]:
    """Split a list marker off a line; x of the remaining line stays the marker's."""
    match = BULLET.match(line.text) or NUMBER.match(line.text)
    if match is None:
        return "", line
    cut = match.end()
    marks = tuple(Mark(max(mark.offset - cut, 0), mark.number) for mark in line.marks)
    rest = Line(
        line.page, line.column, line.x, line.end, line.y, line.size, line.bold, line.text[cut:], marks, line.note
    )
    return match[1], rest


def _starts(draft: Draft, line: Line, marker: str, look: Look) -> bool:
    """Whether a line starts a new block."""
    last = draft.last
    if draft.marker and not draft.text:
        return False
    gap = last.y - line.y if _follows(last, line) else None
    wide = gap is not None and gap > 1.3 * look.leading * max(1.0, line.size / look.size)
    if wide or abs(line.size - last.size) > 0.06 * look.size:
        return True
    if marker and _opens_item(draft, line, marker, look):
        return True
    if look.displayed(line) != look.displayed(last):
        return _changes_weight(draft, line, look)
    if gap is None:
        return not _continues(draft, line, look)
    return _moves(draft, line, look)


def _opens_item(draft: Draft, line: Line, marker: str, look: Look) -> bool:
    """Whether a marker at a line's start is one, and not a number or dash that happens to be wrapped there."""
    if marker in "•●▪■◦○‣⁃∙➢➤✓❖□":
        return True
    settled = bool(SENTENCE_END.search(draft.text)) or look.short(draft.last, line)
    alike = bool(draft.marker) and abs(draft.lines[0].x - line.x) < NEAR
    indented = abs(draft.last.x - line.x) > NEAR
    hanging = len(draft.lines) > 1 and alike and indented
    return settled or hanging or (alike and _next_to(draft.marker, marker)) or (indented and not _wraps(draft, line))


def _next_to(before: str, after: str) -> bool:
    """Whether one marker counts on from another ('2.' after '1.', 'b)' after 'a)', '–' after '–')."""
    if before == after:
        return bool(BULLET.fullmatch(after))
    one, two = re.findall(r"\d+", before), re.findall(r"\d+", after)
    if one and two:
        return int(two[-1]) == int(one[-1]) + 1
    letters = re.sub(r"\W", "", before), re.sub(r"\W", "", after)
    return len(letters[0]) == len(letters[1]) == 1 and ord(letters[1]) == ord(letters[0]) + 1


def _wraps(draft: Draft, line: Line) -> bool:
    return bool(draft.marker) and line.x > draft.lines[0].x and len(draft.lines) == 1


def _changes_weight(draft: Draft, line: Line, look: Look) -> bool:
    """A change of weight between lines starts a block, unless a bold phrase merely fills a line of a sentence."""
    last = draft.last
    if look.short(last, line):
        return True
    if look.displayed(last) and not all(look.displayed(earlier) for earlier in draft.lines):
        return False
    if SENTENCE_END.search(draft.text):
        return True
    return not (line.text[:1].islower() or look.displayed(line))


def _continues(draft: Draft, line: Line, look: Look) -> bool:
    """Whether a line at the top of a page or column carries on the block before it."""
    if SENTENCE_END.search(draft.text):
        return False
    if look.displayed(line):
        return not look.short(draft.last, line) and abs(draft.last.x - line.x) < NEAR
    same_place = abs(draft.last.x - line.x) < NEAR or (len(draft.lines) == 1 and _wraps(draft, line))
    return line.text[:1].islower() or (same_place and not look.short(draft.last, line))


def _moves(draft: Draft, line: Line, look: Look) -> bool:
    """Whether indentation or a short line before it, without any gap, shows a new block."""
    last, indent = draft.last, 0.8 * look.size
    settled = bool(SENTENCE_END.search(draft.text))
    short = look.short(last, line)
    if draft.marker and line.x < draft.lines[0].x - NEAR:
        return True
    if len(draft.lines) > 1 and line.x > last.x + indent:
        return settled or short
    if len(draft.lines) > 1 and draft.marker and line.x < last.x - NEAR:
        return settled or short
    return short and settled and not look.displayed(line)


def join(text: str, more: str) -> tuple[str, int]:
    """Join two lines; return the text and where the second starts. A hyphen at a line's end stays."""
    if not text:
        return more, 0
    if text.endswith("\u00ad"):
        return text[:-1] + more, len(text) - 1
    broken = re.search(r"\w-$", text) and not SUSPENDED.match(more)
    if broken or re.search(r"\S/$", text) or _inside_link(text, more):
        return text + more, len(text)
    return f"{text} {more}", len(text) + 1


def _inside_link(text: str, more: str) -> bool:
    ending, opening = (
        text.rsplit(maxsplit=1)[-1] if text.strip() else "",
        more.split(maxsplit=1)[0] if more.strip() else "",
    )
    return bool(re.match(r"(?:https?://|www\.)", ending)) and bool(
        re.search(r"[/_=&?%]", opening) or ending[-1] in "_=&?%"
    )
