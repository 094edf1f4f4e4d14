"""What opens a list item or a numbered paragraph: the bullets, and numbers in all their writings."""

import re
from dataclasses import dataclass, replace

from ingest.blocks import Block, BlockKind

BULLETS = "•●▪■◦○‣⁃∙◾◼◆◇♦➢➤►▶▸▹✓✔✗✘❖□☐☑☒❑❏\uf0b7\uf0a7\uf0a8\uf0d8\uf0fc\uf0fe\uf06c\uf06e\uf06f\uf071\uf076\uf0e0"
"""Signs that are bullets wherever they open a line; the last twelve are Symbol's and Wingdings' own."""
BETWEEN = "·→⇒⇨➔»›"
"""Signs that are bullets unless a line was broken at them."""
SPACED = "–—−*-"
"""Signs that are bullets only where a space follows."""
_REFERRING = re.compile(
    r"(?:\b(?:sections?|paragraphs?|paras?|chapters?|parts?|clauses?|articles?|regulations?|schedules?|annex|appendix|tables?"
    r"|figures?|pages?|see|of|the|in|at|by|from|with|within|than|least)|\d (?:to|and|or|[-–]))$",
    re.IGNORECASE,
)
"""Words after which a number is a reference or a measure."""
_ASIDE = re.compile(r"(?P<dash>[–—−-])\s+[a-z][^.:;]*\s(?P=dash)\s+[a-z]")
_ENDED = re.compile(r"[.:;?!]\W*$")
_LAST = 40
"""Characters that hold the last two words of a text."""
_NUMBER = re.compile(
    r"(?P<word>para(?:graph|\.)?|section|clause|§|[(\[])?\s*"
    r"(?P<shown>(?:(?P<letter>[A-Z])\.?(?=\d))?(?P<digits>\d{1,3}(?:\.\d{1,3}){0,2}))(?P<end>[.)\]]?)",
    re.IGNORECASE,
)
_OPENING = re.compile(rf"(?P<marker>{_NUMBER.pattern})(?:\s+(?=[A-Z\"'‘“(])|[—–-](?=\(1\)))", re.IGNORECASE)
"""Before a capital letter, or as regulations have it: '2.—(1)'."""
_FIRST = re.compile(r"(?P<marker>\((?:1|a|i)\))\s+(?=\S)")
_CLOSING = {"(": ")", "[": "]"}


@dataclass(frozen=True)
class Number:
    """A paragraph's number: how it is written, as a reader cites it ('12', '1.2', 'A.1'), and its place in the order."""

    style: str
    shown: str
    key: tuple[int, ...]

    @property
    def carries(self) -> bool:
        """Whether it names its chapter itself, as '1.2' and 'A1' do."""
        return len(self.key) > 1

    def follows(self, other: "Number") -> bool:
        """Whether it is the next number after another: '1.3', '2.1' or '1.2.1' after '1.2'."""
        up = len(self.key)
        if up > len(other.key):
            return self.key == (*other.key, 1)
        steps = [above + (place == up - 1) for place, above in enumerate(other.key[:up])]
        return self.key == tuple(steps) or (self.key[-1] == 1 and 0 < self.key[0] - other.key[0] <= 1)


def refers(text: str) -> bool:
    """Whether a number after this text is a reference or a measure; of a long text only the end is looked at."""
    return bool(_REFERRING.search(text[-_LAST:]))


def goes_on(before: Block, line: str) -> bool:
    """
    Whether a wrapped line that opens as an item does goes on the sentence before it.

    '... the rules of section / 3. apply', '... do not / - this matters most - ask the parents'
    """
    if line[:1].isdigit():
        return refers(before.text)
    return before.marker != "-" and not _ENDED.search(before.text) and bool(_ASIDE.match(line))


def number(marker: str) -> Number | None:
    """The number that a marker is, if it is one."""
    match = _NUMBER.fullmatch(marker)
    return _number(match) if match else None


def _number(match: re.Match[str]) -> Number | None:
    word, end, letter = (match["word"] or "").lower(), match["end"], match["letter"]
    if _CLOSING.get(word, end) != end or (end == "]" and word != "[") or (letter and not letter.isupper()):
        return None
    digits = tuple(map(int, match["digits"].split(".")))
    key = (ord(letter) - ord("A") + 1, *digits) if letter else digits
    own = "A" if letter else "#"
    return Number(f"{word}{own}.#" if len(key) > 1 else f"{word}{own}{end}", match["shown"], key)


def opening(block: Block) -> tuple[Number, Block] | None:
    """The number that opens a block, in whatever writing, and the block as the item under it."""
    if block.kind is BlockKind.ITEM:
        own = number(block.marker)
        return (own, block) if own else None
    match = _OPENING.match(block.text) if block.kind is BlockKind.TEXT else None
    own = _number(match) if match else None
    if match is None or own is None or block.text[match.end()].islower():
        return None
    return own, _item(block, match)


def with_first(block: Block) -> Block:
    """A numbered paragraph whose words open with its first item ('(1) The police ...') as that item, for '(2)' to go on."""
    match = _FIRST.match(block.text)
    return _item(block, match) if match else block


def _item(block: Block, opened: re.Match[str]) -> Block:
    """A block as the item whose marker was matched at its start."""
    cut = opened.end()
    marks = tuple(replace(m, offset=max(0, m.offset - cut)) for m in block.marks)
    turns = tuple(replace(t, offset=max(0, t.offset - cut)) for t in block.turns)
    text, marker = block.text[cut:], opened["marker"]
    return replace(block, kind=BlockKind.ITEM, marker=marker, level=1, text=text, marks=marks, turns=turns)
