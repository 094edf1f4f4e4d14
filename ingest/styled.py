"""Where a writer's styles mislead: paragraphs styled as headings, as many a house style numbers them; a contents list typed."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.blocks import Block, BlockKind
from ingest.headings import VERB, plain
from ingest.typed import numbered

LONGEST = 160
"""Characters of a title."""
SENTENCE = 8
"""More words than this that end as a sentence does are one, whatever their verb."""
_CLOSED = re.compile(r"[.,;:]$|[;,] (?:and|or)$")

_CONTENTS = re.compile(r"(?:table of )?contents(?: page)?:?$", re.IGNORECASE)
_PAGE = re.compile(r"[\s.…]*\d{1,3}$")


def as_text(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with the headings that are text as paragraphs; with them what is numbered in a rank mostly used for text."""
    headings = [b for b in blocks if b.kind is BlockKind.HEADING]
    every, texts = Counter(b.level for b in headings), Counter(b.level for b in headings if is_text(b.text))
    return [_paragraph(b, 2 * texts[b.level] > every[b.level]) if b.kind is BlockKind.HEADING else b for b in blocks]


def is_text(title: str) -> bool:
    """Whether words are longer than a title or end as a sentence does."""
    said = len(title.split()) > SENTENCE or (bool(VERB.search(title)) and not title.endswith(":"))
    return len(title) > LONGEST or (said and bool(_CLOSED.search(title)))


def _paragraph(heading: Block, mostly: bool) -> Block:
    block = numbered(replace(heading, kind=BlockKind.TEXT, level=0))
    return block if is_text(heading.text) or (mostly and block.kind is BlockKind.ITEM) else heading


def without_contents(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with a line 'Contents', and the lines below it that come again as headings, as furniture."""
    titles = {plain(b.text) for b in blocks if b.kind is BlockKind.HEADING}
    found, listed = list[Block](), False
    for block in blocks:
        listed = _is_contents(block) or (listed and _is_entry(block, titles))
        found.append(replace(block, kind=BlockKind.FURNITURE, marker="contents", level=0) if listed else block)
    return found


def _is_contents(block: Block) -> bool:
    return block.kind in (BlockKind.TEXT, BlockKind.HEADING) and bool(_CONTENTS.match(block.text))


def _is_entry(block: Block, titles: set[str]) -> bool:
    if block.kind is BlockKind.FURNITURE:
        return True
    whole = f"{block.marker} {block.text}" if block.kind is BlockKind.ITEM else block.text
    said = {plain(_PAGE.sub("", words)) for words in (whole, block.text)} | {plain(whole)}
    return block.kind in (BlockKind.TEXT, BlockKind.ITEM) and bool(said & titles)
