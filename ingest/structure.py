"""From blocks to an outline: which words belong to which citable paragraph, under which headings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.model import Kind, PageSource, Part, Span
from ingest.blocks import Block, BlockKind, Mark
from ingest.drafts import Draft, tidy
from ingest.headings import Heading, HeadingFinder, Rank, figure, is_statement, question
from ingest.markers import number as numbered
from ingest.markers import opening, with_first
from ingest.naming import SECOND, Names, section_slug, slug
from ingest.numbering import Numbering
from ingest.tables import Row, rows

_STATEMENTS = (("learn that", "T"), ("learn how to", "H"), ("can consistently", "O"))
_TERM = re.compile(r"(?P<term>[A-Z‘'][^.;:]{1,70}?)\s+[-–]\s?(?=\S)")
_READ = (BlockKind.TEXT, BlockKind.ITEM, BlockKind.HEADING, BlockKind.TABLE)
"""What stands in reading order."""


_VERSION = re.compile(r"(?:version|issue|revision|edition|draft|date)\b", re.IGNORECASE)
"""Opens the title of a column whose numbers are no paragraphs'."""


@dataclass
class Node:
    """An open heading on the way down to the current paragraph."""

    title: str
    rank: Rank
    name: str
    page: int | None
    page_source: PageSource | None
    block: Block
    index: int
    """Of the block that it is."""
    above: "Node | None"
    count: int = 0
    filled: bool = False
    """It has words of its own."""
    used: bool = False
    """Anything stands under it."""
    group: bool = False
    """It was found to head a group of panels."""

    @property
    def path(self) -> tuple[str, ...]:
        """Its title under those of the headings above it."""
        return (*(self.above.path if self.above else ()), self.title)

    def looks_as(self, block: Block) -> bool:
        """Whether the layout shows another heading as large as this one, or larger."""
        return BlockKind.HEADING is block.kind is self.block.kind and 0 < block.level <= self.block.level


@dataclass(frozen=True)
class HeadingLine:
    """A heading as found, for the outline and for the account of what was read."""

    name: str
    title: str
    path: tuple[str, ...]
    rank: Rank
    page: int | None
    spans: tuple[Span, ...]


@dataclass
class Outline:
    """What structure makes of a file: drafts in reading order, footnotes last; headings; the rest by name."""

    drafts: list[Draft] = field(default_factory=list)
    footnotes: list[Draft] = field(default_factory=list)
    headings: list[HeadingLine] = field(default_factory=list)
    contents: list[Block] = field(default_factory=list)
    furniture: list[Block] = field(default_factory=list)


def outline(blocks: Sequence[Block], marked: bool = False) -> Outline:
    """Find the paragraphs of a document in its mended blocks; `marked` as in `Reading`."""
    return _Builder(blocks, marked).build()


class _Builder:
    def __init__(self, blocks: Sequence[Block], marked: bool) -> None:
        self._blocks = blocks
        self._finder = HeadingFinder(blocks, marked)
        self._numbering = Numbering.of(blocks, marked)
        self._out = Outline()
        self._names = Names()
        self._path: list[Node] = []
        self._outside: list[Node] = []
        """The headings of the words around the box that is being read."""
        self._box = 0
        self._current: Draft | None = None
        self._awaiting = False
        self._table: list[Block] = []
        self._counted: dict[str, str] = {}
        """The place of each row of a table that shows a number of its own."""
        self._head_marks: tuple[Mark, ...] = ()
        self._bare: list[Node] = []
        """The last headings, if nothing stands under them and they stand under the same one."""

    def build(self) -> Outline:
        for index, block in enumerate(self._blocks):
            if block.kind is not BlockKind.TABLE and self._table:
                self._close_table()
            if block.kind in _READ:
                self._turn(block.box)
            self._place(index, block)
        if self._table:
            self._close_table()
        for node in self._path[-1:]:
            self._leave(node)
        self._close_row()
        self._count_rows()
        self._out.drafts = tidy(self._out.drafts, [h.name for h in self._out.headings])
        return self._out

    def _place(self, index: int, block: Block) -> None:
        if block.kind is BlockKind.CONTENTS:
            self._out.contents.append(block)
        elif block.kind is BlockKind.FURNITURE:
            self._out.furniture.append(block)
        elif block.kind is BlockKind.FOOTNOTE:
            self._footnote(block)
        elif block.kind is BlockKind.TABLE:
            self._table.append(block)
        elif caption := figure(block.text):
            self._figure(block, caption)
        elif asked := question(block):
            self._open(f"Q{asked['number']}", Kind.QUESTION, block, number=asked["number"])
            self._awaiting = True
        elif number := self._numbering.number(index, self._in_chapter()):
            self._numbered(self._numbering.item(index), number)
        elif heading := self._finder.find(index, self._awaiting, self._in_numbered()):
            self._head(index, block, heading)
        else:
            self._running(block)

    def _turn(self, box: int) -> None:
        """Go on in or out of a box beside other words: a heading in it with words of its own is not theirs."""
        last = self._path[-1] if self._path else None
        if box != self._box and self._box and self._outside and last and last.used and last.block.box == self._box:
            self._path, self._current = list(self._outside), None
        if box and not self._box:
            self._outside = list(self._path)
        self._box = box

    def _in_numbered(self) -> bool:
        return self._current is not None and self._current.kind is Kind.NUMBERED

    def _in_chapter(self) -> str:
        return next((n.title for n in self._path if n.rank is Rank.CHAPTER), "")

    # headings

    def _head(self, index: int, block: Block, heading: Heading) -> None:
        self._current, self._awaiting = None, False
        self._head_marks = block.marks
        self._climb(heading, block)
        chapter = next((n.name for n in self._path if n.rank is Rank.CHAPTER), "")
        name = self._names.claim(self._heading_name(heading, chapter))
        page = block.page if block.page is not None else heading.page
        source = PageSource.PRINTED if block.page is not None else PageSource.CONTENTS
        above = self._path[-1] if self._path else None
        node = Node(heading.title, heading.rank, name, page, source if page else None, block, index, above)
        self._path.append(node)
        path = tuple(n.title for n in self._path)
        self._out.headings.append(HeadingLine(name, heading.title, path, heading.rank, page, block.spans))
        if heading.opens:
            self._open(name, Kind.PANEL, block, title=heading.title)
            node.filled = True

    def _climb(self, heading: Heading, block: Block) -> None:
        """
        Leave the headings that the new one does not stand under.

        A panel heading with nothing below it but the next one heads a group of panels, unless the two look the same;
        there is one group at a time, and the next heading that looks as its own ends it.
        """
        above = self._path[-1] if self._path else None
        panels = above is not None and above.rank is heading.rank is Rank.PANEL and not above.used
        if above is not None and panels and not any(n.group for n in self._path) and not above.looks_as(block):
            above.rank, above.group = Rank.TOPIC, True
        while self._path and (self._path[-1].rank >= heading.rank or (self._path[-1].group and self._path[-1].looks_as(block))):
            self._path.pop()
        if above is not None and not any(n is above for n in self._path):
            self._leave(above)

    def _leave(self, node: Node) -> None:
        """Keep a heading with nothing under it, with those before it under the same heading."""
        if node.used:
            return
        if self._bare and self._bare[-1].above is not node.above:
            self._close_row()
        self._bare.append(node)

    def _close_row(self) -> None:
        """
        A row of headings with nothing under them as a list: the boxes of a chart, the names of contacts.

        A title page's lines are none, nor is a contents list, whose titles come again. One alone is kept if it is a sentence.
        """
        row, self._bare = self._bare, []
        again = sum(self._finder.comes_again(n.title) for n in row)
        alone = len(row) == 1 and is_statement(row[0].title)
        if (len(row) < 2 and not alone) or 2 * again > len(row) or not (row[0].above or self._out.drafts):
            return
        node = row[0].above or row[0]
        node.count, node.used = node.count + 1, True
        kind = BlockKind.TEXT if alone else BlockKind.ITEM
        parts = [_part(replace(n.block, kind=kind, level=1, marker="-")) for n in row]
        draft = Draft(f"{node.name}/{node.count}", Kind.BLOCK, node.path, node.name, str(node.count), parts=parts)
        draft.page, draft.page_source = row[0].page, row[0].page_source
        self._out.drafts.append(draft)

    def _heading_name(self, heading: Heading, chapter: str) -> str:
        if heading.rank <= Rank.TOPIC or not self._path:
            return section_slug(heading.title, chapter)
        return f"{self._path[-1].name}/{slug(heading.title)}"

    # paragraphs

    def _numbered(self, block: Block, number: str) -> None:
        while self._path and self._path[-1].rank >= Rank.PANEL and self._path[-1].filled:
            self._path.pop()
        self._numbering.accept(number)
        part = self._part()
        own = f"{part.name}/{number}" if part else self._numbering.name(number)
        name = self._names.claim(own, second=SECOND)
        title = part.title if part else ""
        self._open(name, Kind.NUMBERED, with_first(replace(block, kind=BlockKind.TEXT)), number=number, title=title)

    def _part(self) -> Node | None:
        """The heading under which the numbers last started again, if they do so under headings."""
        if self._numbering.part is None or not self._path:
            return None
        return next((node for node in self._path if node.index == self._numbering.part), self._path[0])

    def _running(self, block: Block) -> None:
        if self._statement(block) or self._glossary(block):
            return
        if self._current is None or _starts_anew(block, self._current):
            self._open_block(block)
        else:
            self._current.parts.append(_part(block))
        if block.kind is BlockKind.ITEM or block.text.startswith("["):
            self._awaiting = False

    def _open_block(self, block: Block) -> None:
        node = self._path[-1] if self._path else None
        if node is None:
            self._open(self._names.claim("start/1"), Kind.BLOCK, block)
            return
        node.filled = True
        if node.rank >= Rank.PANEL and self._numbering:
            self._open(node.name, Kind.PANEL, block, title=node.title)
            return
        if len(self._path) > 1 and "definitions" in self._path[-2].title.lower():
            self._open(node.name, Kind.ENTRY, block, title=node.title)
            return
        node.count += 1
        printed = opening(block)
        number = str(node.count) if printed is None or printed[0].shown == str(node.count) else ""
        self._open(f"{node.name}/{node.count}", Kind.BLOCK, block, number=number)

    def _statement(self, block: Block) -> bool:
        """A standard's outcome, 'learn that' or 'learn how to' statement (DESIGN: lcpp-2026/S3.T12)."""
        standard = next((n for n in self._path if re.fullmatch(r"S\d+", n.name)), None)
        letter = next((c for words, c in _STATEMENTS if words in self._path[-1].title), "") if self._path else ""
        if standard is None or not letter or block.kind is not BlockKind.ITEM or block.level > 1:
            return False
        node = self._path[-1]
        node.count, node.filled = node.count + 1, True
        name = f"{standard.name}.{letter}{node.count}"
        self._open(name, Kind.STATEMENT, replace(block, kind=BlockKind.TEXT), number=f"{letter}{node.count}")
        return True

    def _glossary(self, block: Block) -> bool:
        if not self._path or "glossary" not in self._path[-1].title.lower() or block.kind is not BlockKind.TEXT:
            return False
        match = _TERM.match(block.text)
        if match is None:
            return False
        name = self._names.claim(f"{self._path[-1].name}/{slug(re.sub(r' *[(].*', '', match['term']))}")
        self._open(name, Kind.ENTRY, block, title=match["term"])
        return True

    def _figure(self, block: Block, caption: re.Match[str]) -> None:
        self._finder.contents.take(block.text)
        name = self._names.claim(f"{slug(caption['kind'])}-{caption['number']}")
        self._open(name, Kind.FIGURE, block, number=caption["number"], title=block.text)

    def _open(self, name: str, kind: Kind, block: Block, number: str = "", title: str = "") -> Draft:
        self._close_row()
        if self._head_marks and self._head_marks is not block.marks:
            block = replace(block, marks=(*self._head_marks, *block.marks))
        self._head_marks = ()
        node = self._path[-1] if self._path else None
        heading = tuple(n.title for n in self._path if not (n.rank is Rank.ROW and n.name == name))
        draft = Draft(name, kind, heading, node.name if node else "", number, title, [_part(block)])
        if block.page is not None:
            draft.page, draft.page_source = block.page, PageSource.PRINTED
        elif paged := next((n for n in reversed(self._path) if n.page is not None), None):
            draft.page, draft.page_source = paged.page, paged.page_source
        for above in self._path:
            above.used = True
        self._out.drafts.append(draft)
        self._current = draft
        return draft

    def _close_table(self) -> None:
        for row in rows(self._table):
            self._table_row(row)
        self._table = []
        self._current = None

    def _table_row(self, row: Row) -> None:
        node = self._path[-1] if self._path else None
        if node is None:
            name = self._names.claim("start/1")
            number = name.rpartition("-")[2] if "-" in name else "1"
        else:
            node.count, node.filled = node.count + 1, True
            name, number = f"{node.name}/{node.count}", str(node.count)
        printed = numbered(row.parts[0].text)
        if printed and printed.carries and not _VERSION.match(row.parts[0].marker):
            self._counted[name], number = number, printed.shown
        draft = self._open(name, Kind.TABLE, row.block, number=number)
        draft.parts = list(row.parts)

    def _count_rows(self) -> None:
        """Give the rows that show the number of a paragraph, as those of a table of versions do, their own count."""
        used = {d.number for d in self._out.drafts if d.kind is Kind.NUMBERED}
        for draft in self._out.drafts:
            if draft.kind is Kind.TABLE and draft.number in used:
                draft.number = self._counted.get(draft.name, draft.number)

    def _footnote(self, block: Block) -> None:
        name = f"fn-{block.marker}"
        last = self._out.footnotes[-1] if self._out.footnotes else None
        if last is not None and last.name == name:
            last.parts.append(_part(block, marker="-"))
            return
        number = block.marker.partition("-")[0]
        heading = tuple(n.title for n in self._path)
        section = self._path[-1].name if self._path else ""
        source = PageSource.PRINTED if block.page is not None else None
        draft = Draft(name, Kind.FOOTNOTE, heading, section, number, page=block.page, page_source=source)
        draft.parts.append(_part(block, marker=""))
        self._out.footnotes.append(draft)


def _part(block: Block, marker: str | None = None) -> Part:
    notes = tuple(dict.fromkeys(m.number for m in block.marks))
    own = block.marker if marker is None else marker
    own = "-" if own in ("•", "–") else own
    level = block.level if block.kind in (BlockKind.ITEM, BlockKind.FOOTNOTE) else 0
    return Part(block.text, own if level else "", level, notes, block.spans, block.page)


def _starts_anew(block: Block, current: Draft) -> bool:
    """Whether running text opens a paragraph of its own rather than going on with the current one."""
    own = (Kind.BLOCK, Kind.TABLE, Kind.STATEMENT, Kind.FIGURE)
    return block.kind is not BlockKind.ITEM and current.kind in own
