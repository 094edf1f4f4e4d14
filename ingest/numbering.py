"""Which numbers at the start of a line number the document's paragraphs, and which only a list."""

import re
from collections.abc import Sequence

from ingest.blocks import Block, BlockKind

_PLAIN = re.compile(r"(\d{1,3})\.$")
_DOTTED = re.compile(r"\d{1,2}(?:\.\d{1,3}){1,2}$")
_CHAPTER = re.compile(r"chapter\s+(\d+)", re.IGNORECASE)
SHARE = 0.9
"""A document is numbered if at least this share of its numbered lines form one run 1, 2, 3 ..."""
ENOUGH = 15
"""Shorter runs are lists."""
FEW = 4
"""So many are enough where a format marks headings: numbers with a dot, or a run that goes on over a heading."""
GAP = 3
"""The run goes on over numbers that the reader missed, if fewer than this in a row."""


class Numbering:
    """
    Follows the run of paragraph numbers through a document.

    Three schemes: one run through the whole document ('167'), a run that starts again in each chapter
    ('1.58' by chapter and paragraph), and numbers that carry their chapter themselves ('1.58').
    """

    def __init__(self, plain: bool, dotted: bool, restarts: bool) -> None:
        self._plain, self._dotted, self._restarts = plain, dotted, restarts
        self._expected, self._chapter = 1, "intro"
        self._list = 0
        self.seen: set[str] = set()

    @classmethod
    def of(cls, blocks: Sequence[Block], marked: bool = False) -> "Numbering":
        """Decide the scheme from all the numbered lines of a document; `marked` as in `Reading`."""
        blocks = _without_led_lists(blocks) if marked else blocks
        numbers = [b for b in blocks if b.kind is BlockKind.ITEM and b.level <= 2 and _PLAIN.match(b.marker)]
        dotted = sum(b.kind is BlockKind.ITEM and bool(_DOTTED.match(b.marker)) for b in blocks)
        run, restarts = _longest_run(blocks)
        enough = FEW if marked and _goes_on_over_headings(blocks) else ENOUGH
        plain = run >= enough and run >= SHARE * len(numbers)
        return cls(plain, dotted >= (FEW if marked else ENOUGH), plain and restarts)

    def __bool__(self) -> bool:
        return self._plain or self._dotted

    def number(self, block: Block, chapter: str) -> str:
        """The paragraph number that opens this block, or ''."""
        if block.kind is not BlockKind.ITEM:
            return ""
        if self._dotted and _DOTTED.match(block.marker):
            return block.marker
        match = _PLAIN.match(block.marker)
        if not self._plain or not match:
            return ""
        return self._in_run(int(match[1]), chapter)

    def _in_run(self, number: int, chapter: str) -> str:
        opened = _CHAPTER.match(chapter)
        if self._restarts and opened and opened[1] != self._chapter and number == 1:
            self._chapter, self._expected = opened[1], 1
        if number == self._expected:
            self._list = 0
            return str(number)
        if number in (1, self._list + 1):
            self._list = number
            return ""
        if self._expected < number < self._expected + GAP:
            return str(number)
        misnumbered = self.name(str(number)) in self.seen and abs(number - self._expected) <= 3
        return str(number) if misnumbered else ""

    def accept(self, number: str) -> None:
        """Count a paragraph as read."""
        if not _DOTTED.match(number) and int(number) >= self._expected:
            self._expected = int(number) + 1
        self.seen.add(self.name(number))

    def name(self, number: str) -> str:
        """The number as it stands in an id: '167', '1.58' or 'intro.12'."""
        if _DOTTED.match(number) or not self._restarts:
            return number
        return f"{self._chapter}.{number}"


def _without_led_lists(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without the items in small letters below a line that ends in a colon: a list, though its numbers go on."""
    kept, led = list[Block](), False
    for block in blocks:
        led = block.kind is BlockKind.ITEM and led and block.text[:1].islower()
        if not led:
            kept.append(block)
            led = block.text.endswith(":")
    return kept


def _goes_on_over_headings(blocks: Sequence[Block]) -> bool:
    """Whether numbers go on after a heading, not from 1."""
    numbers, headed = [0], False
    for block in blocks:
        match = _PLAIN.match(block.marker) if block.kind is BlockKind.ITEM else None
        if match is not None:
            if headed and int(match[1]) == numbers[-1] + 1 > 1:
                return True
            numbers.append(int(match[1]))
        headed = block.kind is BlockKind.HEADING or (headed and match is None)
    return False


def _longest_run(blocks: Sequence[Block]) -> tuple[int, bool]:
    """How many numbered lines continue a run 1, 2, 3 ..., and whether the run starts again after a chapter title."""
    expected, run, restarts, chapter_open = 1, 0, False, False
    for block in blocks:
        if block.kind in (BlockKind.TEXT, BlockKind.HEADING) and _CHAPTER.match(block.text):
            chapter_open = True
        match = _PLAIN.match(block.marker) if block.kind is BlockKind.ITEM else None
        if match is None:
            continue
        number = int(match[1])
        if number == 1 and expected > 2 and chapter_open:
            restarts, expected = True, 1
        if expected <= number < expected + GAP:
            expected, run = number + 1, run + 1
        chapter_open = False
    return run, restarts
