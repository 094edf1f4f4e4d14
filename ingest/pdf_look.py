"""What is usual in a document: type size, line distance, edges, first-line indents, and what marks a list item."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.markers import BETWEEN, BULLETS, SPACED
from ingest.pdf_lines import Line

BULLET = re.compile(rf"([{BULLETS}{BETWEEN}]|[o{SPACED}](?=\s|$))\s*")
NUMBER = re.compile(
    r"(\d{1,3}(?:\.\d{1,3}){2,}\.?(?=\s)|(?:\d{1,3}\.|[A-Z]\.?)\d{1,3}(?:\.\d{1,3})*\.?(?=\t|\s+[^\sa-z0-9%])"
    r"|\d{1,3}[.)](?=\s|$|[A-Za-z]{2})|\d{1,3}(?=\t\S.{19})|\(\d{1,3}\)|\([A-Za-z]{1,2}\)|\([ivxlc]{1,7}\)"
    r"|[a-z][.)](?=\s)|[ivxlc]{1,7}[.)](?=\s)|[A-Z]\)(?=\s))\s*"
)
"""'1.5' before a small letter is a measure ('1.5 posts'); '10.' may stand tight before a word ('10.agree')."""
SENTENCE_END = re.compile(r"[.!?:;][”’\"')\]]*$")
QUOTED = re.compile(r"[“‘\"'].*[.!…][”’\"'](?:\s*[–—―]\s?\w.*)?$")
"""What somebody said, and perhaps who: no title."""
NEAR = 4.0
"""Two x positions this many points apart are the same indentation."""
REGULAR = 0.7
"""A document with this share of equal line distances sets its paragraphs apart by any greater one."""
FOOT = 0.3
"""Text breaks over to the next page in the lowest part of a page; footnotes may take the rest of it."""
NOTES = 4
"""Footnotes hold at most so many times as many characters as the text above them."""
OFTEN = 5
"""First lines are indented if this many are."""


@dataclass(frozen=True)
class Look:
    """What is usual in a document: body size, distance of lines, left edge of the text, right edge by indentation."""

    size: float
    leading: float
    left: float
    right: float
    bold: bool
    edges: dict[tuple[int, int, int], float]
    indent: float | None = None
    """Where the first lines of paragraphs stand, if they are indented."""
    spaced: float = 1.3
    """A distance of this many lines parts paragraphs."""
    foot: float = 0.0
    """Body text above this height does not end its page."""

    def displayed(self, line: Line) -> bool:
        """Whether a whole line is larger or bolder than the body."""
        return line.size > 1.08 * self.size or (line.bold and not self.bold and line.size > 0.94 * self.size)

    def short(self, line: Line, following: Line) -> bool:
        """Whether the next line's first word would still have fitted on this line."""
        return self._room(line, following) > line.size

    def full(self, line: Line, following: Line) -> bool:
        """Whether the next line's first word would certainly not have fitted on this line."""
        return self._room(line, following) < -0.2 * line.size

    def _room(self, line: Line, following: Line) -> float:
        """How far the next line's first word would have stayed from the right edge."""
        edge = self.edges.get((line.page, line.column, round(line.x / 3)), self.right)
        word = following.text.split(maxsplit=1)[0] if following.text.strip() else ""
        letter = (following.end - following.x) / max(len(following.text), 1)
        return edge - line.end - (len(word) + 1) * max(letter, 0.5 * line.size)

    def opens_paragraph(self, line: Line) -> bool:
        """Whether a line stands at the first-line indent."""
        return self.indent is not None and abs(line.x - self.indent) < 0.3 * NEAR


def measure(lines: Sequence[Line]) -> Look:
    """Find a document's usual sizes and distances, counted by characters; where all its words stand in tables, theirs."""
    sizes: Counter[float] = Counter()
    tables = [line for line in lines if line.table]
    words = tables if tables and all(line.bold or line.table for line in lines) else lines
    for line in words:
        sizes[line.size] += len(line.text) or 1
    size = _body_size(words, sizes)
    body = [line for line in words if abs(line.size - size) < 0.03 * size]
    gaps = Counter(round((a.y - b.y) * 2) / 2 for a, b in pairwise(body) if follows(a, b))
    common = [gap for gap, n in gaps.items() if 0.9 * size < gap < 2.6 * size and n * 4 > max(gaps.values())]
    left = Counter(round(line.x) for line in body if len(line.text) > 30)
    most = max(left.values(), default=0)
    ends = sorted(line.end for line in body) or [0.0]
    bold = sum(len(line.text) for line in body if line.bold) * 2 > sum(len(line.text) for line in body)
    edges: dict[tuple[int, int, int], list[float]] = {}
    for line in body:
        edges.setdefault((line.page, line.column, round(line.x / 3)), []).append(line.end)
    local = {key: max(found) for key, found in edges.items() if len(found) > 3}
    leading = min(common, default=1.2 * size)
    edge = min((x for x, count in left.items() if count > 0.08 * most), default=0)
    regular = sum(n for gap, n in gaps.items() if abs(gap - leading) <= 0.5) > REGULAR * gaps.total()
    indent = _first_indent(body, float(edge), leading)
    low, high = min((line.y for line in body), default=0.0), max((line.y for line in body), default=0.0)
    spaced, foot = 1.2 if regular else 1.3, low + FOOT * (high - low)
    return Look(size, leading, float(edge), ends[len(ends) * 95 // 100], bold, local, indent, spaced, foot)


def _body_size(lines: Sequence[Line], sizes: Counter[float]) -> float:
    """The size of most characters; where that stands below a larger one on page after page it is that of long footnotes."""
    (size, count), (larger, others) = (*sizes.most_common(2), (10.0, 0), (10.0, 0))[:2]
    if larger <= 1.08 * size or others * NOTES < count:
        return size
    small, large = defaultdict[int, list[float]](list), defaultdict[int, list[float]](list)
    for line in lines:
        if line.size in (size, larger):
            (small if line.size == size else large)[line.page].append(line.y)
    both = small.keys() & large.keys()
    below = sum(max(small[page]) < min(large[page]) for page in both)
    return larger if len(both) > 1 and below * 10 >= 9 * len(both) else size


def _first_indent(body: Sequence[Line], left: float, leading: float) -> float | None:
    """Where lines often start that stand in from the lines above and below, have no bullet and go on without a gap."""
    found: Counter[int] = Counter()
    for a, b, c in zip(body, body[1:], body[2:], strict=False):
        close = follows(a, b) and follows(b, c) and b.y - c.y < 1.15 * leading
        outer = abs(a.x - left) < NEAR and abs(c.x - left) < NEAR
        if close and outer and left + 0.6 * b.size < b.x < left + 4 * b.size and not BULLET.match(b.text):
            found[round(b.x)] += 1
    (place, count), *_ = found.most_common(1) or [(0, 0)]
    return float(place) if count >= OFTEN else None


def marked(line: Line) -> re.Match[str] | None:
    """A list marker that opens a line, with the space after it."""
    return BULLET.match(line.text) or NUMBER.match(line.text)


def follows(a: Line, b: Line) -> bool:
    """Whether a line stands below another in the same column."""
    return a.page == b.page and a.column == b.column and a.y > b.y
