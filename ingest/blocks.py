"""What every reader makes of a file: blocks in reading order, before anyone knows what they mean."""

from dataclasses import dataclass, field
from enum import StrEnum

from corpus.model import Span


class BlockKind(StrEnum):
    """What a block looks like on the page."""

    TEXT = "text"
    ITEM = "item"
    """A line with a list marker or a number: 'marker' holds it ('-', '1.', '2)', '(a)', 'i.')."""
    HEADING = "heading"
    """Known to be a heading from the layout (size, weight, Markdown '#'); others are found by shape later."""
    FOOTNOTE = "footnote"
    """'marker' holds the number."""
    CONTENTS = "contents"
    """One entry of the contents list; 'page' is the page it points to."""
    TABLE = "table"
    """One row of a table; cells are separated by tabs."""
    FURNITURE = "furniture"
    """Page furniture; 'marker' names it ('title page', 'page number', 'imprint', ...)."""


@dataclass(frozen=True)
class Mark:
    """A footnote mark that stood at `offset` in a block's text."""

    offset: int
    number: str


@dataclass(frozen=True)
class Turn:
    """The printed page that begins at `offset` in a block's text; None if its number is not known."""

    offset: int
    page: int | None


@dataclass(frozen=True)
class Block:
    """
    A run of words with one look.

    `text` has footnote marks, emphasis signs and link targets taken out; `marks` says where the marks stood.
    `level`: for a heading its rank (1 = largest, 0 = unknown), for an item its nesting (1 = outermost).
    `page`: the printed page it starts on, if the file says so; `turns`: the pages it goes on to.
    `spans`: where it stands in a text source. `box`: the number of the box beside other words that it stands in, or 0.
    """

    kind: BlockKind
    text: str
    level: int = 0
    marker: str = ""
    page: int | None = None
    marks: tuple[Mark, ...] = ()
    links: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    turns: tuple[Turn, ...] = ()
    box: int = 0

    def page_at(self, offset: int) -> int | None:
        """The printed page on which the word at `offset` stands."""
        turned = [turn.page for turn in self.turns if turn.offset <= offset]
        return turned[-1] if turned else self.page


@dataclass(frozen=True)
class Reading:
    """
    A file as its reader understood it; `warnings` are sentences for whoever adds the file.

    `marked`: the format itself says what is a heading and where paragraphs end, as Word and HTML do.
    """

    blocks: tuple[Block, ...]
    title: str = ""
    pages: int = 0
    warnings: tuple[str, ...] = field(default=())
    marked: bool = False
