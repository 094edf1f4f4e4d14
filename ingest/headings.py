"""Tell headings from running text: by the layout, by the contents list, and by their shape."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import zip_longest

from ingest.actors import last_actor, whole_actor
from ingest.blocks import Block, BlockKind


class Rank(IntEnum):
    """How far up a heading stands."""

    CHAPTER = 1
    PART = 2
    """'Section 3: ...' inside a chapter."""
    TOPIC = 3
    """A heading of the contents list."""
    PANEL = 4
    """A heading that the contents list does not hold."""
    ROW = 5
    """A row of a panel ('Lead practitioners should:'), or a lettered step."""


_CHAPTER = re.compile(r"(chapter|appendix|annex|part)\s+(\d+|[A-Z])\b|schedule\s+\d+\b|(?-i:EXPLANATORY NOTE)$", re.IGNORECASE)
_PART = re.compile(r"section\s+\d+\s*:", re.IGNORECASE)
_FIGURE = re.compile(r"(?P<kind>flow ?chart|figure|table)\s+(?P<number>\d+)\s*:", re.IGNORECASE)
_QUESTION = re.compile(r"Question\s+(?P<number>\d+)\s*:\s*")
_MODAL = r"(should|must|may|will|can)"
_ROW = re.compile(rf"(?P<actor>[^.:;]{{2,90}}?) {_MODAL}( make sure (they|it))?:$", re.IGNORECASE)
_ACTOR_ROW = re.compile(r"(?:the )?(?P<actor>[^.:;]{2,60}):$", re.IGNORECASE)
_NOT_A_TITLE = re.compile(
    r"^(It|This|These|They|In|For|Please|If|On|Select|Link|Thank)\b"
    r"|\b(was|were)\b|\bwe\b(?!.*\?$)"
    r"|\b[A-Z]{1,2}\d\w? \d[A-Z]{2}$|\w\w: |@|^\[|^\(|[.;,!][”’\"')\]]*$|[.;!?] \w|[.!…][”’\"'] [-–—]"
)
"""Openings, past tenses, postcodes, addresses, sentence ends and who said one, that no title has."""
VERB = re.compile(rf"\b({_MODAL}|includes?|is|are|has|have|need|needs|need to|means|said|follows|covers?)\b", re.IGNORECASE)
_ASKING = re.compile(r"^(?:if|where|when|whether)\b|\b(?:who|whom|what|why|how|which|that)\b", re.IGNORECASE)
"""What a verb in a title stands under ('What staff must do')."""
_STEP = re.compile(r"(\d{1,2}|[a-z])\.$")
_NUMBERED_TITLE = re.compile(r"(?P<step>\d{1,2}|[a-z])[.)]\s+(?=\S)")
_NUMBERED_LINE = re.compile(r"(?P<number>\d{1,2})[.)]?\s+(?=[A-Z‘“\"'])")
TITLE_WORDS = 20
COLON_WORDS = 8
OFTEN = 3
"""A title that comes this often ('Proposed changes', 'Expectations') is a label within the heading above it."""


def is_statement(title: str) -> bool:
    """Whether words that stand as a title say something, as 'You must ring 999 if a child is in danger' does."""
    return bool(_verb(title))


def is_order(title: str) -> bool:
    """Whether words that stand as a title say what must or should be done."""
    return _verb(title) in ("must", "should")


def _verb(title: str) -> str:
    match = VERB.search(title)
    told = match is not None and not title.endswith(("?", ":")) and not _ASKING.search(title[: match.start()])
    return match[0].lower() if match is not None and told else ""


@dataclass(frozen=True)
class Heading:
    """A heading found in a stream of blocks."""

    title: str
    rank: Rank
    page: int | None = None
    """The page that the contents list gives for it."""
    opens: bool = False
    """Its own words open the paragraph below it ('The police should:')."""


class Contents:
    """The contents list; each entry is used once, for the first heading that bears its words."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._pages: dict[str, list[int | None]] = {}
        for block in blocks:
            if block.kind is BlockKind.CONTENTS:
                self._pages.setdefault(plain(block.text), []).append(block.page)
        entries = [b.text for b in blocks if b.kind is BlockKind.CONTENTS]
        numbered = sum(bool(_NUMBERED_LINE.match(entry)) for entry in entries)
        self.has_chapters = 1 < numbered < len(entries)
        """Some entries have a number and stand above those without: '2. Referral'."""

    def __bool__(self) -> bool:
        return bool(self._pages)

    def holds(self, title: str) -> bool:
        """Whether an entry with these words is still unused."""
        return bool(self._pages.get(plain(title)))

    def take(self, title: str) -> int | None:
        """Use up the entry; its page, or None if there is none."""
        pages = self._pages.get(plain(title))
        return pages.pop(0) if pages else None


def plain(title: str) -> str:
    """A title without case, punctuation and spacing, for comparison."""
    return "".join(c for c in title.casefold() if c.isalnum())


class HeadingFinder:
    """
    Classifies blocks, in order; `question` is true while a consultation question awaits its options.

    Where a format marks headings (`marked`) and this file has some, nothing else is one.
    """

    def __init__(self, blocks: Sequence[Block], marked: bool = False) -> None:
        self._told = marked and any(b.kind is BlockKind.HEADING for b in blocks)
        self._blocks = blocks
        self.contents = Contents(blocks)
        self._chapters = any(_is_chapter(b) and b.text.lower().startswith("chapter") for b in blocks)
        self._ranks = _layout_ranks(blocks)
        self._top = self._top_level(blocks)
        self._uses = Counter(plain(b.text) for b in blocks if b.kind in (BlockKind.TEXT, BlockKind.HEADING))

    def comes_again(self, title: str) -> bool:
        """Whether a title stands in the document more than once, as in a contents list."""
        return self._uses[plain(title)] > 1

    def find(self, index: int, question: bool = False, numbered: bool = False) -> Heading | None:
        """The heading that block `index` is, if it is one."""
        block = self._blocks[index]
        if block.kind not in (BlockKind.TEXT, BlockKind.HEADING, BlockKind.ITEM) or figure(block.text):
            return None
        if block.kind is BlockKind.ITEM:
            return self._numbered_chapter(index) or (None if self._told else self._step(index))
        title = block.text.rstrip(": ")
        if self.contents.holds(title):
            return Heading(title, self._contents_rank(title, block), self.contents.take(title))
        actor = row_actor(block.text)
        if block.kind is BlockKind.HEADING and not actor:
            return self._numbered_title(title) or Heading(title, self._layout_rank(block))
        if chapter := self._numbered_chapter(index):
            return chapter
        if question or not (actor if self._told else self._shaped(index)):
            return None
        if actor:
            return None if numbered else Heading(title, Rank.ROW, opens=True)
        return Heading(title, self._label_rank(block.text))

    def _numbered_title(self, title: str) -> Heading | None:
        """A step that the layout sets as a heading; below the headings of the contents list its number is no name."""
        match = _NUMBERED_TITLE.match(title) if self.contents else None
        if match is None:
            return None
        words = title[match.end() :]
        if self.contents.holds(words):
            return Heading(words, self._contents_rank(words), self.contents.take(words))
        return Heading(words, Rank.PANEL if match["step"].isdigit() else Rank.ROW)

    def _numbered_chapter(self, index: int) -> Heading | None:
        """A line in body type above the paragraphs that carry its number: '2. Core groups' above '2.1'."""
        block, after = self._blocks[index], self._neighbour(index, 1)
        title = f"{block.marker} {block.text}" if block.kind is BlockKind.ITEM else block.text
        match = _NUMBERED_LINE.match(title)
        if match is None or after is None or after.marker.rstrip(".") != f"{match['number']}.1":
            return None
        words = title[match.end() :]
        if len(words.split()) > TITLE_WORDS or _NOT_A_TITLE.search(words):
            return None
        return Heading(title, self._contents_rank(title), self.contents.take(title))

    def _label_rank(self, text: str) -> Rank:
        words = len(text.split())
        if text.startswith("Where "):
            return Rank.PANEL
        label = words == 1 or (text.endswith(":") and words <= COLON_WORDS) or self._uses[plain(text)] >= OFTEN
        return Rank.ROW if label else Rank.PANEL

    def _contents_rank(self, title: str, block: Block | None = None) -> Rank:
        if _CHAPTER.match(title):
            return Rank.CHAPTER
        if _PART.match(title):
            return Rank.PART if self._chapters else Rank.CHAPTER
        if block is not None and block.kind is BlockKind.HEADING and block.level == self._top:
            return Rank.CHAPTER
        return Rank.CHAPTER if self.contents.has_chapters and _NUMBERED_LINE.match(title) else Rank.TOPIC

    def _top_level(self, blocks: Sequence[Block]) -> int:
        """The level of the largest headings of the contents list, if smaller ones of it are more and none is numbered; or 0."""
        held = [b for b in blocks if b.kind is BlockKind.HEADING and self.contents.holds(b.text.rstrip(": "))]
        levels = Counter(b.level for b in held if b.level)
        numbered = self.contents.has_chapters or any(_CHAPTER.match(b.text) or _PART.match(b.text) for b in held)
        top = min(levels, default=0)
        return top if not numbered and len(levels) > 1 and 2 <= levels[top] < levels.total() / 2 else 0

    def _layout_rank(self, block: Block) -> Rank:
        if _CHAPTER.match(block.text):
            return Rank.CHAPTER
        if _PART.match(block.text):
            return Rank.PART if self._chapters else Rank.CHAPTER
        if self.contents:
            return self._label_rank(block.text)
        rank = self._ranks.get(block.level, Rank.PANEL)
        return max(rank, Rank.PANEL) if self._uses[plain(block.text)] >= OFTEN else rank

    def _shaped(self, index: int) -> bool:
        """Whether a text block has the shape of a title."""
        text = self._blocks[index].text
        if row_actor(text):
            return True
        after = self._blocks[index + 1] if index + 1 < len(self._blocks) else None
        if after is None or not (text[:1].isupper() or text[:1] in "'‘“"):
            return False
        if text.endswith(":"):
            return self._colon_title(text[:-1], after)
        return len(text.split()) <= TITLE_WORDS and not _NOT_A_TITLE.search(text)

    def _colon_title(self, text: str, after: Block) -> bool:
        if _NOT_A_TITLE.search(text):
            return False
        if after.kind is BlockKind.ITEM:
            return len(text.split()) <= 2 and not VERB.search(text)
        named = len(text.split()) <= COLON_WORDS and not VERB.search(text)
        return named or text.startswith("Where ")

    def _step(self, index: int) -> Heading | None:
        """A numbered or lettered step that stands as a heading above running text ('2. Preparation')."""
        block = self._blocks[index]
        if not _STEP.match(block.marker) or block.text[:1].islower():
            return None
        if len(block.text.split()) > TITLE_WORDS or _NOT_A_TITLE.search(block.text):
            return None
        before, after = self._neighbour(index, -1), self._neighbour(index, 1)
        digit = block.marker[0].isdigit()
        if before is not None and before.kind is BlockKind.ITEM and before.marker[:1].isdigit() == digit:
            return None
        lettered = after is not None and (after.marker == "a." or _is_lettered_title(after))
        deeper = digit and lettered and after is not None and after.kind in (BlockKind.ITEM, BlockKind.HEADING)
        text_after = after is not None and after.kind is BlockKind.TEXT and re.search(r"[.:]$", after.text)
        if not (deeper or text_after):
            return None
        return Heading(block.text, Rank.PANEL if digit else Rank.ROW)

    def _neighbour(self, index: int, step: int) -> Block | None:
        index += step
        aside = (BlockKind.FOOTNOTE, BlockKind.FURNITURE)
        while 0 <= index < len(self._blocks) and self._blocks[index].kind in aside:
            index += step
        return self._blocks[index] if 0 <= index < len(self._blocks) else None


def row_actor(text: str) -> str:
    """The actor whose duties a panel row lists ('The police should:'), or ''."""
    if match := _ROW.match(text):
        actor = match["actor"]
        return "" if len(actor.split()) > 10 or re.search(r"\bthat\b", actor) else last_actor(actor)
    match = _ACTOR_ROW.match(text)
    return whole_actor(match["actor"]) if match else ""


def figure(text: str) -> re.Match[str] | None:
    """Whether words are the caption of a chart or figure."""
    return _FIGURE.match(text)


def question(block: Block) -> re.Match[str] | None:
    """Whether a block opens a consultation question; a title over the answers to one asks nothing."""
    title = block.kind is BlockKind.HEADING and not re.search(r"[?:.]\W*$", block.text)
    return None if title else _QUESTION.match(block.text)


def _is_lettered_title(block: Block) -> bool:
    match = _NUMBERED_TITLE.match(block.text)
    return block.kind is BlockKind.HEADING and match is not None and match["step"] == "a"


def _is_chapter(block: Block) -> bool:
    return block.kind in (BlockKind.TEXT, BlockKind.HEADING, BlockKind.CONTENTS) and bool(_CHAPTER.match(block.text))


def _layout_ranks(blocks: Sequence[Block]) -> dict[int, Rank]:
    """The rank of each heading level of the layout, where there is no contents list to say."""
    levels = sorted({b.level for b in blocks if b.kind is BlockKind.HEADING})
    if len(levels) == 1:
        return {levels[0]: Rank.TOPIC}
    ranks = [Rank.CHAPTER, Rank.TOPIC] if len(levels) < 4 else [Rank.CHAPTER, Rank.PART, Rank.TOPIC]
    return dict(zip_longest(levels, ranks, fillvalue=Rank.PANEL))
