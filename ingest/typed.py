"""Numbers and bullets that a writer typed at the start of a line, and words as a reader sees them."""

import re
from dataclasses import dataclass, replace

from ingest.blocks import Block, BlockKind, Mark
from ingest.markers import BETWEEN, BULLETS, SPACED

SPACES = re.compile(r"\s+")
UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\uffff]"
)
"""Control characters, soft hyphens, marks of zero width and of direction: nothing that a reader reads."""
_MARKER = re.compile(
    r"(?P<marker>\d{1,3}[.)]|\(\d{1,2}\)|\d{1,2}(?:\.\d{1,3}){1,3}\.?(?=\s+[A-Z\"'‘“(])|\(?[a-z]\)|[a-z]\.(?!\s+[a-z]\.)|\([ivx]{1,5}\)|[ivx]{1,5}\))\s+(?=\S)"
    rf"|(?P<bullet>[o{BULLETS}{BETWEEN}{SPACED}])\s+(?=\S)"
)
_DOTTED = re.compile(r"\d+(?:\.\d+)+\.$")


@dataclass
class Words:
    """Words being gathered: white space runs together, footnote marks keep their place."""

    text: str = ""
    marks: tuple[Mark, ...] = ()

    def say(self, text: str | None) -> None:
        """Add words."""
        seen = SPACES.sub(" ", UNSEEN.sub("", text or ""))
        self.text += seen.lstrip() if not self.text or self.text.endswith(" ") else seen

    def note(self, number: str) -> None:
        """Add a footnote mark."""
        self.marks = (*self.marks, Mark(len(self.text), number))

    def block(self, kind: BlockKind, level: int = 0, marker: str = "") -> Block:
        """What was gathered, as a block."""
        text = self.text.rstrip()
        return Block(kind, text, level, marker, None, tuple(replace(m, offset=min(m.offset, len(text))) for m in self.marks))


def seen(text: str) -> str:
    """A short text, a title or a cell, as a reader sees it."""
    words = Words()
    words.say(text)
    return words.text.strip()


def numbered(block: Block, level: int = 1) -> Block:
    """A block of text that opens with a typed number, letter or bullet as the item it is; others as they are."""
    match = _MARKER.match(block.text)
    if match is None:
        return block
    marker = "-" if match["bullet"] else tidied(match["marker"])
    marks = tuple(replace(m, offset=max(0, m.offset - match.end())) for m in block.marks)
    return replace(
        block, kind=BlockKind.ITEM, text=block.text[match.end() :], marker=marker, level=max(level, block.level), marks=marks
    )


def tidied(marker: str) -> str:
    """A number as it is compared: '1.2.' is '1.2'."""
    return marker[:-1] if _DOTTED.match(marker) else marker
