"""Unfold lists that a layout set as running text: '1. This covers: - the duties - a framework 2. This replaces ...'."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ingest.blocks import Block, BlockKind, Mark, Turn
from ingest.flow import RUNNING
from ingest.markers import refers
from ingest.pdf_look import BULLET

_NUMBER = re.compile(r"(\d{1,3})\.$")
_INLINE_BULLET = re.compile(r"(?<=:) - (?=\S)|(?<=\w) - (?=[a-z])")
_INLINE_LETTER = re.compile(r"^.{3,60}?(?= a\. [A-Z])")
_ENUMERATED = re.compile(r"(?P<marker>\d{1,3}[.)]|\(?[a-z]\)|[a-z]\.)\s+(?=\S)")


def unfold(blocks: Iterable[Block]) -> Iterator[Block]:
    """Give every list item and numbered paragraph a block of its own."""
    for block in blocks:
        if block.kind not in RUNNING:
            yield block
            continue
        for numbered in _numbers(_enumerated(_bulleted(block))):
            for lettered in _letters(numbered):
                yield from _bullets(lettered)


def _bulleted(block: Block) -> Block:
    """All kinds of bullets say the same."""
    return replace(block, marker="-") if BULLET.fullmatch(block.marker) else block


def _enumerated(block: Block) -> Block:
    """A bullet before a number or letter is decoration; the number is the marker."""
    match = _ENUMERATED.match(block.text) if block.kind is BlockKind.ITEM and block.marker == "-" else None
    if match is None:
        return block
    return replace(_tail(block, match.end()), marker=match["marker"])


def _numbers(block: Block) -> Iterator[Block]:
    """Split before each inline number that is the next after the block's own."""
    own = _NUMBER.match(block.marker) if block.kind is BlockKind.ITEM else None
    while own is not None:
        following = int(own[1]) + 1
        matches = re.finditer(rf"(?<=\S) {following}\. (?=[A-Z])", block.text)
        match = next((m for m in matches if not refers(block.text[: m.start()])), None)
        if match is None:
            break
        yield _head(block, match.start())
        block = replace(_tail(block, match.end()), marker=f"{following}.")
        own = _NUMBER.match(block.marker)
    yield block


def _letters(block: Block) -> Iterator[Block]:
    """Split a numbered title from its first lettered step ('2. Preparation a. Initial meeting')."""
    match = _INLINE_LETTER.match(block.text) if _NUMBER.match(block.marker) else None
    if match is None:
        yield block
        return
    yield _head(block, match.end())
    yield replace(_tail(block, match.end() + len(" a. ")), marker="a.")


def _bullets(block: Block) -> Iterator[Block]:
    """Split an inline list whose lead-in ends with a colon."""
    if ": - " not in block.text:
        yield block
        return
    lead = block.text.index(": - ") + 1
    cuts = [m.span() for m in _INLINE_BULLET.finditer(block.text) if m.start() >= lead]
    yield _head(block, cuts[0][0])
    ends = [start for start, _ in cuts[1:]] + [len(block.text)]
    for (_, start), end in zip(cuts, ends, strict=True):
        item = _head(_tail(block, start), end - start)
        yield replace(item, kind=BlockKind.ITEM, marker="-", level=max(1, block.level))


def _head(block: Block, end: int) -> Block:
    marks = tuple(m for m in block.marks if m.offset <= end)
    return replace(block, text=block.text[:end].rstrip(), marks=marks, turns=tuple(t for t in block.turns if t.offset < end))


def _tail(block: Block, start: int) -> Block:
    text = block.text[start:].lstrip()
    first = len(block.text) - len(text)
    marks = tuple(Mark(m.offset - start, m.number) for m in block.marks if m.offset > start)
    turns = tuple(Turn(t.offset - first, t.page) for t in block.turns if t.offset > first)
    return replace(block, text=text, marks=marks, page=block.page_at(first), turns=turns)
