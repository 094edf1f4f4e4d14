"""Which numbers at the start of a line number the document's paragraphs, and which only a list."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.blocks import Block, BlockKind
from ingest.markers import Number, opening

_CHAPTER = re.compile(r"chapter\s+(\d+)", re.IGNORECASE)
_ASIDE = (BlockKind.FOOTNOTE, BlockKind.FURNITURE, BlockKind.CONTENTS)
SHARE = 0.9
"""A document is numbered if at least this share of its numbered lines form one run 1, 2, 3 ..."""
ENOUGH = 15
"""Shorter runs are lists."""
FEW = 4
"""So many are enough where headings are set apart: numbers that name their chapter, or a run that goes on over a heading."""
SPARSE = 4
"""Of numbers with a chapter one in so many at least counts on from the one before; times, prices and dates only rise."""
GAP = 3
"""The run goes on over numbers that the reader missed, if fewer than this in a row."""
LONG = 80
"""Running text of so many characters beside a number's paragraph speaks against paragraphs numbered section by section."""

Numbered = Mapping[int, Number]
"""The numbers that open blocks, by the blocks' indexes."""


@dataclass(frozen=True)
class Scheme:
    """
    How paragraphs are numbered 1, 2, 3 ...: the numbers in one writing, and where they start again.

    `chapters`: after 'Chapter 2'. `parts`: under any heading; the index of each first number and of that heading.
    """

    numbers: Numbered = field(default_factory=dict)
    run: int = 0
    chapters: bool = False
    parts: Mapping[int, int] = field(default_factory=dict)


class Numbering:
    """
    Follows the run of paragraph numbers through a document.

    Four schemes: one run through the whole document ('167'), a run that starts again in each chapter ('1.58' by chapter
    and paragraph) or under other headings ('part-2/3'), and numbers that carry their chapter themselves ('1.58', 'A1').
    """

    def __init__(self, plain: Scheme, carried: Numbered, items: Mapping[int, Block]) -> None:
        self._plain, self._carried, self._items = plain, carried, items
        self._expected, self._chapter, self._part = 1, "intro", 0
        self._list = 0
        self._level = self._list_level = 0
        self.seen: set[str] = set()

    @classmethod
    def of(cls, blocks: Sequence[Block], marked: bool = False) -> "Numbering":
        """Decide the scheme from all the numbered lines of a document; `marked` as in `Reading`."""
        opened = {i: found for i, block in enumerate(blocks) if (found := opening(block))}
        headed = marked or any(block.kind is BlockKind.HEADING for block in blocks)
        by_style: dict[str, dict[int, Number]] = {}
        for i, (number, _) in opened.items():
            by_style.setdefault(number.style, {})[i] = number
        styles = [own for own in by_style.values() if len(own) >= FEW]
        carried = [_carried(own, headed) for own in styles if next(iter(own.values())).carries]
        schemes = [_scheme(blocks, own, headed) for own in styles if not next(iter(own.values())).carries]
        plain = max(schemes, key=lambda scheme: scheme.run, default=Scheme())
        chosen = {i: number for numbers in carried for i, number in numbers.items()}
        return cls(plain, chosen, {i: item for i, (_, item) in opened.items()})

    def __bool__(self) -> bool:
        return bool(self._plain.run or self._carried)

    def number(self, index: int, chapter: str) -> str:
        """The paragraph number that opens the block of this index, or ''."""
        if index in self._carried:
            return self._carried[index].shown
        if index not in self._plain.numbers or not self._plain.run:
            return ""
        return self._in_run(index, self._plain.numbers[index].key[0], chapter)

    def _in_run(self, index: int, number: int, chapter: str) -> str:
        opened = _CHAPTER.match(chapter)
        if self._plain.chapters and opened and opened[1] != self._chapter and number == 1:
            self._chapter, self._expected = opened[1], 1
        if index in self._plain.parts:
            self._part, self._expected = self._plain.parts[index], 1
        level = self._items[index].level
        in_list = number == self._list + 1 > 1 and level == self._list_level > self._level
        if number == self._expected and not in_list:
            self._list, self._level = 0, level
            return str(number)
        if number in (1, self._list + 1):
            self._list, self._list_level = number, level
            return ""
        if self._expected < number < self._expected + GAP:
            return str(number)
        misnumbered = self.name(str(number)) in self.seen and abs(number - self._expected) <= 3
        return str(number) if misnumbered else ""

    def item(self, index: int) -> Block:
        """The block of this index without the number that opens it."""
        return self._items[index]

    @property
    def part(self) -> int | None:
        """The index of the heading under which the numbers started again, if they do so under headings."""
        return self._part if self._plain.parts else None

    def accept(self, number: str) -> None:
        """Count a paragraph as read."""
        if number.isdigit() and int(number) >= self._expected:
            self._expected = int(number) + 1
        self.seen.add(self.name(number))

    def name(self, number: str) -> str:
        """The number as it stands in an id: '167', '1.58', 'A.1' or 'intro.12'."""
        return f"{self._chapter}.{number}" if number.isdigit() and self._plain.chapters else number


def _carried(numbers: Numbered, headed: bool) -> Numbered:
    """
    The numbers with a chapter that number paragraphs: those that rise through the document.

    What falls out of the order is a reference or a measure at a line's start, unless it is a run of its own, as in an annex.
    """
    chain = _rising(numbers)
    few = headed and _steps(chain) >= FEW - 1 and len(chain) >= SHARE * len(numbers)
    counted = _steps(chain) * SPARSE >= len(chain)
    if not counted or (len(chain) < ENOUGH and not few):
        return {}
    rest = {i: number for i, number in numbers.items() if i not in chain}
    again = _rising(rest)
    return {**chain, **again} if _steps(again) >= FEW - 1 else chain


def _rising(numbers: Numbered) -> dict[int, Number]:
    """The longest series of ever higher numbers; of two that are equal the later."""
    keys: list[tuple[int, ...]] = []
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for i, number in numbers.items():
        place = bisect_left(keys, number.key)
        before[i] = ends[place - 1] if place else None
        keys[place : place + 1], ends[place : place + 1] = [number.key], [i]
    series: list[int] = []
    last = ends[-1] if ends else None
    while last is not None:
        series.append(last)
        last = before[last]
    return {i: numbers[i] for i in reversed(series)}


def _steps(numbers: Numbered) -> int:
    return sum(two.follows(one) for one, two in pairwise(numbers.values()))


def _scheme(blocks: Sequence[Block], numbers: Numbered, headed: bool) -> Scheme:
    """How the numbers of one writing number the paragraphs; without a run if they only number lists."""
    outermost = {i: number for i, number in numbers.items() if blocks[i].level <= 1}
    for own in (numbers, outermost):
        run, chapters = _longest_run(blocks, own)
        few = (headed and _goes_on_over_headings(blocks, own)) or _holds_the_text(blocks, own)
        enough = FEW if few else ENOUGH
        if run >= enough and run >= SHARE * sum(blocks[i].level <= 2 for i in own) and not _led(blocks, own):
            return Scheme(own, run, chapters)
    return _in_parts(blocks, outermost) if headed else Scheme()


def _goes_on_over_headings(blocks: Sequence[Block], numbers: Numbered) -> bool:
    """Whether numbers go on after a heading, not from 1."""
    last, headed = 0, False
    for i, block in enumerate(blocks):
        if i in numbers:
            number = numbers[i].key[0]
            if headed and number == last + 1 > 1:
                return True
            last = number
        headed = block.kind is BlockKind.HEADING or (headed and i not in numbers)
    return False


def _holds_the_text(blocks: Sequence[Block], numbers: Numbered) -> bool:
    """Whether the numbers open paragraphs rather than short points, and hardly any running text stands outside of these."""
    inside = sum(len(blocks[i].text) > LONG for i in numbers)
    return inside * 2 > len(numbers) and _unnumbered(blocks, numbers) * SPARSE <= inside


def _unnumbered(blocks: Sequence[Block], numbers: Numbered) -> int:
    """How many paragraphs of running text bear no number."""
    return sum(block.kind is BlockKind.TEXT and len(block.text) > LONG for i, block in enumerate(blocks) if i not in numbers)


def _led(blocks: Sequence[Block], numbers: Numbered) -> bool:
    """Whether most numbers stand below a colon, one after the other, as items of lists do."""
    led, listed, before = 0, False, ""
    for i, block in enumerate(blocks):
        if block.kind not in _ASIDE:
            listed = i in numbers and (listed or before.endswith(":"))
            led, before = led + listed, block.text
    return led * 2 > len(numbers)


def _longest_run(blocks: Sequence[Block], numbers: Numbered) -> tuple[int, bool]:
    """How many numbered lines continue a run 1, 2, 3 ..., and whether the run starts again after a chapter title."""
    expected, run, restarts, chapter_open = 1, 0, False, False
    for i, block in enumerate(blocks):
        if block.kind in (BlockKind.TEXT, BlockKind.HEADING) and _CHAPTER.match(block.text):
            chapter_open = True
        if i not in numbers:
            continue
        number = numbers[i].key[0]
        if number == 1 and expected > 2 and chapter_open:
            restarts, expected = True, 1
        if expected <= number < expected + GAP:
            expected, run = number + 1, run + 1
        chapter_open = False
    return run, restarts


def _in_parts(blocks: Sequence[Block], numbers: Numbered) -> Scheme:
    """Numbers that start again under headings, where most paragraphs are numbered and most first ones follow their heading."""
    starts = list(_starts(blocks, numbers))
    parts = {first: headings for first, headings, _ in starts}
    expected, run = 1, 0
    for i, number in numbers.items():
        expected = 1 if i in parts else expected
        if expected <= number.key[0] < expected + GAP:
            expected, run = number.key[0] + 1, run + 1
    unnumbered = _unnumbered(blocks, numbers)
    direct = sum(directly for _, _, directly in starts)
    if len(starts) < 2 or run < 2 * FEW or run < SHARE * len(numbers) or unnumbered > run or direct * 2 < len(starts):
        return Scheme()
    level = min(blocks[heading].level for headings in list(parts.values())[1:] for heading in headings)
    named = {
        first: min(headings, key=lambda heading: (blocks[heading].level < level, blocks[heading].level))
        for first, headings in parts.items()
    }
    return Scheme(numbers, run, parts=named)


def _starts(blocks: Sequence[Block], numbers: Numbered) -> Iterator[tuple[int, list[int], bool]]:
    """Each number 1 after a heading and not after a colon; the headings since the number before; if it follows directly."""
    headings: list[int] = []
    before: Block | None = None
    for i, block in enumerate(blocks):
        if i in numbers:
            opened = before is not None and not before.text.endswith(":")
            if numbers[i].key[0] == 1 and headings and opened:
                yield i, headings, before is not None and before.kind is BlockKind.HEADING
            headings = []
        if block.kind is BlockKind.HEADING:
            headings = [*headings, i]
        if block.kind not in _ASIDE:
            before = block
