"""What repeats on a document's pages: running headers, footers and the printed page numbers."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.pdf_lines import Line

MARGIN, OUTER_LINES = 0.15, 3
"""Furniture stands in the outer 15 % of the height, among the three outermost lines."""
BAND = 0.4
"""Where this share of the pages has a header at one height, whatever stands alone there is one."""
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
PAGE_NUMBER = re.compile(
    r"(?:page|p\.)?[\s|–—-]*(\d{1,4}|[ivxlc]{1,7})[\s|–—-]*(?:(?:of|/)\s*\d{1,4})?(?:\s*\|?\s*page)?", re.IGNORECASE
)
EDGE_NUMBERS = (re.compile(r"^\D{0,8}?(\d{1,4})\b"), re.compile(r"\b(\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?\W{0,3}$"))


@dataclass(frozen=True)
class Page:
    """A page's lines in reading order and its height in points."""

    lines: tuple[Line, ...]
    height: float


@dataclass(frozen=True)
class Furniture:
    """`lines` maps each furniture line to its name; `numbers` holds the printed number of every page."""

    lines: dict[Line, str]
    numbers: tuple[int | None, ...]


def find_furniture(pages: Sequence[Page], labels: Sequence[str], leading: float) -> Furniture:
    """Find repeating lines and page numbers; where no page prints a number the PDF's page labels stand in."""
    repeated = _repeated(pages, leading)
    candidates = [_candidates(page, repeated) for page in pages]
    votes = Counter((roman, value - i) for i, found in enumerate(candidates) for _, roman, value in set(found))
    lines = dict(repeated)
    chosen: list[tuple[bool, int] | None] = []
    for i, found in enumerate(candidates):
        trusted = [c for c in found if votes[c[1], c[2] - i] > 1 or (len(pages) < 3 and c[2] == i + 1)]
        best = max(trusted, key=lambda c: votes[c[1], c[2] - i], default=None)
        chosen.append((best[1], best[2]) if best else None)
        lines |= {line: "page number" for line, _, _ in trusted if PAGE_NUMBER.fullmatch(line.text.strip())}
    numbers = _numbers(chosen, labels)
    return Furniture(_in_band(pages, repeated, leading) | _running_titles(pages, numbers, leading) | lines, numbers)


def _in_band(pages: Sequence[Page], repeated: dict[Line, str], leading: float) -> dict[Line, str]:
    """Outermost lines as high and as large as the headers of most pages: the title of a short chapter above its page."""
    heights = {page.lines[0].page: page.height for page in pages if page.lines}
    band = Counter((round(heights[line.page] - line.y), line.size) for line, name in repeated.items() if name == "header")
    (place, count), *_ = band.most_common(1) or [((0, 0.0), 0)]
    if count < BAND * len(pages):
        return {}
    return {
        line: "header"
        for page in pages
        for line, top, rank in _outer(page)
        if top and rank == 0 and line in _set_apart(page, leading) and _is_at(place, page, line)
    }


def _is_at(place: tuple[int, float], page: Page, line: Line) -> bool:
    return abs(page.height - line.y - place[0]) <= 1 and line.size == place[1] and not line.bold


def _running_titles(pages: Sequence[Page], numbers: Sequence[int | None], leading: float) -> dict[Line, str]:
    """Outermost lines with the page's own number across a wide gap ('Chapter 2: Naming    3'), however often."""
    found: dict[Line, str] = {}
    for page, number in zip(pages, numbers, strict=True):
        apart = _set_apart(page, leading)
        for line, top, rank in _outer(page):
            if rank == 0 and line in apart and number and re.search(rf"^{number}\t|\t{number}$", line.text):
                found[line] = "header" if top else "footer"
    return found


def _numbers(chosen: Sequence[tuple[bool, int] | None], labels: Sequence[str]) -> tuple[int | None, ...]:
    """A page without a number counts on from its nearest numbered neighbour, the one before it first."""
    numbers: list[int | None] = []
    for i, own in enumerate(chosen):
        around = sorted((j for j, other in enumerate(chosen) if other), key=lambda j: (j > i, abs(j - i)))
        roman, value = own or (False, 0)
        if own is None and around:
            nearest = chosen[around[0]] or (False, 0)
            roman, value = nearest[0], nearest[1] + i - around[0]
        elif own is None and labels[i].isdecimal():
            value = int(labels[i])
        numbers.append(value if value > 0 and not roman else None)
    return tuple(numbers)


def _outer(page: Page) -> list[tuple[Line, bool, int]]:
    """The outermost lines of a page, with whether they stand at the top and their rank from outside."""
    by_height = sorted((line for line in page.lines), key=lambda line: line.y)
    foot = [(line, False, n) for n, line in enumerate(by_height[:OUTER_LINES]) if line.y < MARGIN * page.height]
    tops = by_height[::-1][:OUTER_LINES]
    return foot + [(line, True, n) for n, line in enumerate(tops) if line.y > (1 - MARGIN) * page.height]


def _repeated(pages: Sequence[Page], leading: float) -> dict[Line, str]:
    """Lines whose words (digits aside) stand at the same height on several pages."""
    places: defaultdict[tuple[str, bool], list[tuple[Line, float, bool]]] = defaultdict(list)
    for page in pages:
        apart = _set_apart(page, leading)
        for line, top, _ in _outer(page):
            worded = not line.note and re.search(r"[^\W\d]|\d\D+\d", line.text)
            if worded and not PAGE_NUMBER.fullmatch(line.text.strip()):
                height = page.height - line.y if top else line.y
                places[re.sub(r"\d+", "#", line.text.casefold()), top].append((line, height, line in apart))
    found: dict[Line, str] = {}
    for (_, top), entries in places.items():
        for line, height, is_apart in entries:
            alike = sum(abs(other - height) < 4 and _same(like, line) for like, other, _ in entries)
            enough = (3 if len(pages) > 4 else 2) if is_apart else max(3, len(pages) * 3 // 5)
            if alike >= enough:
                found[line] = "header" if top else "footer"
    return _from_outside(pages, _without_last_words(pages, _above_text(pages, found, leading), leading))


def _without_last_words(pages: Sequence[Page], found: dict[Line, str], leading: float) -> dict[Line, str]:
    """Without the lines that go on, in lower case and as large, from one that is no furniture: the last words of a note."""
    last_words: set[Line] = set()
    for page in pages:
        downwards = sorted(page.lines, key=lambda line: (line.column, -line.y))
        last_words |= {
            line
            for above, line in pairwise(downwards)
            if found.get(line) == "footer" and above not in found and _goes_on(above, line, leading)
        }
    return {line: name for line, name in found.items() if line not in last_words}


def _goes_on(above: Line, line: Line, leading: float) -> bool:
    alike = (above.column, above.size) == (line.column, line.size)
    return alike and above.y - line.y <= leading and line.text[:1].islower() and above.text[-1:] not in ".!?:"


def _above_text(pages: Sequence[Page], found: dict[Line, str], leading: float) -> dict[Line, str]:
    """Without the titles that open the text of some pages: as many pages without one begin as high, and not as a header."""
    bearing = {line.page for line, name in found.items() if name == "header"}
    heights = {page.lines[0].page: page.height for page in pages if page.lines}
    tops: list[tuple[Line, bool]] = []
    for page in pages:
        words = [line for line in page.lines if not PAGE_NUMBER.fullmatch(line.text.strip())]
        top = max(words, key=lambda line: line.y, default=None)
        if top is not None and top.page not in bearing:
            tops.append((top, top in _set_apart(page, leading)))

    def opens_text(line: Line) -> bool:
        place, higher = heights[line.page] - line.y, 0
        for top, apart in tops:
            own = heights[top.page] - top.y
            header = apart and abs(place - own) <= 1 and top.size == line.size
            higher += own <= place + 1 and not header
        return higher >= len(bearing)

    return {line: name for line, name in found.items() if name == "footer" or not opens_text(line)}


def _from_outside(pages: Sequence[Page], found: dict[Line, str]) -> dict[Line, str]:
    """Keep what stands at the very edge: a line inside of a heading ('This section covers:') belongs to the text."""
    kept: dict[Line, str] = {}
    for page in pages:
        open_edges = {True, False}
        for line, top, _ in _outer(page):
            if line in found and top in open_edges:
                kept[line] = found[line]
            elif not PAGE_NUMBER.fullmatch(line.text.strip()):
                open_edges -= {top}
    return kept


def _same(one: Line, other: Line) -> bool:
    """Whether the numbers of two lines with the same words say nothing else: each is the same or runs with the page."""
    before, after, pages = _digits(one), _digits(other), other.page - one.page
    return len(before) == len(after) and all(b - a in (0, pages) for a, b in zip(before, after, strict=True))


def _digits(line: Line) -> list[int]:
    return [int(digits[:9]) for digits in re.findall(r"\d+", line.text)]


def _set_apart(page: Page, leading: float) -> set[Line]:
    """The outer lines that a gap wider than a line separates from the text."""
    by_height = sorted(page.lines, key=lambda line: line.y)
    apart: set[Line] = set()
    for stack in (by_height, by_height[::-1]):
        for n in range(min(OUTER_LINES, len(stack) - 1)):
            if abs(stack[n + 1].y - stack[n].y) > 1.4 * leading:
                apart |= set(stack[: n + 1])
    return apart


def _candidates(page: Page, repeated: dict[Line, str]) -> list[tuple[Line, bool, int]]:
    """Numbers in the margins that may be the page's: (line, whether it is roman, value)."""
    found: list[tuple[Line, bool, int]] = []
    for line, _, _ in _outer(page):
        text = line.text.strip()
        alone = PAGE_NUMBER.fullmatch(text)
        if alone and not _has_words_beside(line, page, repeated):
            digits = alone[1].casefold()
            found.append((line, not digits.isdecimal(), int(digits) if digits.isdecimal() else roman_value(digits)))
        elif line in repeated:
            found += [(line, False, int(match[1])) for edge in EDGE_NUMBERS if (match := edge.search(text))]
    return found


def _has_words_beside(number: Line, page: Page, repeated: dict[Line, str]) -> bool:
    """Whether a number in the margin numbers the text beside it; only a header or footer stands beside a page number."""
    beside = (line for line in page.lines if abs(line.y - number.y) < 0.5 * max(line.size, number.size))
    return any(line is not number and line not in repeated and line.column == number.column for line in beside)


def roman_value(numeral: str) -> int:
    """Return the value of a small roman numeral ('xiv' is 14)."""
    values = [ROMAN[letter] for letter in numeral]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))
