"""Drafts -> blocks: headings and their rank, list levels, title page, imprint, footnotes in their place."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from ingest.blocks import Block, BlockKind, Mark, Turn
from ingest.grid import Table, table_blocks
from ingest.pdf_blocks import Draft, draft_blocks
from ingest.pdf_boxes import whole_boxes
from ingest.pdf_contents import ContentsTitle, Entry, with_contents
from ingest.pdf_cut_tables import whole_tables
from ingest.pdf_furniture import Furniture, Page, find_furniture
from ingest.pdf_lines import Line
from ingest.pdf_look import NEAR, QUOTED, Look, measure
from ingest.pdf_notes import Note, Notes, find_notes, part_marks, raise_glued
from ingest.pdf_words import join, soften

LAST_TITLE_PAGE, TITLE_PAGE_CHARS = 8, 1000
"""Pages before the contents list are title pages; one with more text than this is a foreword and is kept."""
PROSE = 100
"""Characters from which a sentence before the contents list is text."""
IMPRINT_BLOCKS, IMPRINT_PAGES = 25, 2
NUMBERED = re.compile(r"(?:[A-Z]\.?)?\d")
CROWN = re.compile(r"©\s*crown copyright", re.IGNORECASE)
ASIDE = re.compile(r"\s?\[(?P<number>\d{1,3})\]|(?P<before><mailto:)(?P<address>[^<>?]+)(?P<after>\?[^<>]*>|>)")
"""Marks in brackets, and link targets that a typesetter printed."""


@dataclass(frozen=True)
class Placed:
    """A block and the index of the page it starts on."""

    block: Block
    page: int


def lay_out(pages: Sequence[Page], labels: Sequence[str]) -> tuple[Block, ...]:
    """Make blocks of a document's pages."""
    first = measure([line for page in pages for line in page.lines])
    furniture = find_furniture(pages, labels, first.leading)
    inner = part_marks(raise_glued(soften(_whole([_inner(page, furniture) for page in pages], first)), first.size))
    elements = with_contents([line for page in inner for line in page.lines])
    plain = {element for element in elements if isinstance(element, Line)}
    look = measure([element for element in elements if isinstance(element, Line)])
    bodies = [Page(tuple(line for line in page.lines if line in plain), page.height) for page in inner]
    notes = find_notes(bodies, look.size, look.leading)
    body = [element for element in elements if element not in notes.taken]
    drafts = draft_blocks(body, look)
    placed = _Finisher(drafts, look, furniture.numbers, notes, bodies).blocks()
    return _in_order(placed, notes, furniture)


def _inner(page: Page, furniture: Furniture) -> Page:
    return Page(tuple(line for line in page.lines if line not in furniture.lines), page.height)


def _whole(pages: Sequence[Page], look: Look) -> list[Page]:
    """Pages with the tables and boxes that go on over them put together on the first."""
    lines = whole_boxes(whole_tables([page.lines for page in pages]), look)
    return [Page(tuple(own), page.height) for own, page in zip(lines, pages, strict=True)]


class _Finisher:
    """Turns drafts into blocks, knowing the whole document."""

    def __init__(
        self, drafts: list[Draft], look: Look, numbers: Sequence[int | None], notes: Notes, pages: Sequence[Page]
    ) -> None:
        self.drafts, self.look, self.numbers = drafts, look, numbers
        self.noted = notes.numbers if notes.bracketed else set[str]()
        """The notes that '[1]' may call."""
        self.titles = _title_drafts(drafts, look, pages)
        self.headings = [self._is_heading(draft) for draft in drafts]
        self.ranks = _ranks(
            [d.lines[0].size for n, d in enumerate(drafts) if self.headings[n] and n not in self.titles], look.size
        )
        self.levels = _list_levels([None if self.headings[n] else d for n, d in enumerate(drafts)], look)

    def blocks(self) -> list[Placed]:
        placed: list[Placed] = []
        for n, draft in enumerate(self.drafts):
            table = draft.table
            own = self._rows(table, draft) if table else [self._place(n, draft)]
            placed += [item for item in own if item.block.text or table]
        return _with_imprint(placed, len(self.numbers))

    def _rows(self, table: Table, draft: Draft) -> list[Placed]:
        """A block a row, each with its own page's number, all in the place of the first."""
        pages = [own for own, row in zip(table.pages, table.rows, strict=True) if any(cell.text for cell in row)]
        blocks = list(table_blocks(table.rows))
        said = accumulate((bool(block.text.strip()) for block in blocks[:-1]), initial=0)
        own = [self.numbers[pages[min(rows, len(pages) - 1)]] for rows in said]
        page, box = draft.last.page, draft.lines[0].box
        return [Placed(replace(block, page=number, box=box), page) for block, number in zip(blocks, own, strict=True)]

    def _place(self, n: int, draft: Draft) -> Placed:
        if isinstance(draft.entry, Entry):
            return Placed(Block(BlockKind.CONTENTS, draft.entry.title, page=draft.entry.page), draft.entry.first.page)
        if isinstance(draft.entry, ContentsTitle):
            line = draft.entry.line
            return Placed(
                Block(BlockKind.FURNITURE, line.text, marker="contents title", page=self.numbers[line.page]), line.page
            )
        index = draft.lines[0].page
        text, marks, cuts = _readable(draft.text, draft.marks, self.noted)
        turns = tuple(Turn(_moved(turn.offset, cuts), self.numbers[turn.page or 0]) for turn in draft.turns)
        block = Block(BlockKind.TEXT, text, page=self.numbers[index], marks=marks, turns=turns, box=draft.lines[0].box)
        if n in self.titles:
            block = replace(block, kind=BlockKind.FURNITURE, marker="title page", text=f"{draft.marker} {text}".strip())
        elif self.headings[n]:
            block = self._heading(block, draft)
        elif draft.marker:
            block = replace(block, kind=BlockKind.ITEM, marker=draft.marker, level=self.levels[n])
        return Placed(block, index)

    def _heading(self, block: Block, draft: Draft) -> Block:
        cut = len(draft.marker) + 1 if draft.marker else 0
        return replace(
            block,
            kind=BlockKind.HEADING,
            text=f"{draft.marker} {block.text}".strip(),
            level=next(rank for size, rank in self.ranks if draft.lines[0].size >= size),
            marks=tuple(Mark(mark.offset + cut, mark.number) for mark in block.marks),
        )

    def _is_heading(self, draft: Draft) -> bool:
        """Whole lines of larger type, or a short bold line that is no sentence."""
        if not draft.lines or draft.bulleted or not re.search(r"\w", draft.text) or QUOTED.match(draft.text):
            return False
        if not all(self.look.displayed(line) for line in draft.lines):
            return False
        if draft.lines[0].size > 1.08 * self.look.size:
            return len(draft.text) < 300
        return len(draft.text) < 160 and not re.search(r"[.;,]$", draft.text)


def _ranks(sizes: Sequence[float], body: float) -> list[tuple[float, int]]:
    """Smallest size of each rank, the largest first; sizes within 4 % are one rank."""
    ranks: list[tuple[float, int]] = []
    top = 0.0
    for size in sorted(set(sizes), reverse=True):
        if ranks and size > 0.96 * top:
            ranks[-1] = (size, ranks[-1][1])
            continue
        ranks.append((size, len(ranks) + 1))
        top = size
    return [*ranks, (0.0, len(ranks) + 1)]


def _list_levels(drafts: Sequence[Draft | None], look: Look) -> list[int]:
    """
    Nesting of list items by the x of their markers; a number at the left margin is always outermost.

    A list that goes on after a paragraph takes the level its indentation usually has.
    """
    levels, opening = _stacked(drafts, look)
    usual: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for draft, level in zip(drafts, levels, strict=True):
        if draft is not None and level:
            usual[round(draft.lines[0].x / 6)][level] += 1
    shift = 0
    for n, draft in enumerate(drafts):
        if draft is None or not levels[n]:
            continue
        if opening[n]:
            shift = usual[round(draft.lines[0].x / 6)].most_common(1)[0][0] - levels[n]
        levels[n] += shift
    return levels


def _stacked(drafts: Sequence[Draft | None], look: Look) -> tuple[list[int], list[bool]]:
    """Levels counted from the start of each list, and where lists start; numbers right of a margin number are below it."""
    levels, opening = [0] * len(drafts), [False] * len(drafts)
    stack: list[float] = []
    margin: list[float] = []
    for n, draft in enumerate(drafts):
        x = draft.lines[0].x if draft is not None and draft.lines else 0.0
        if draft is None or not draft.marker or (NUMBERED.match(draft.marker) and _outermost(draft, look)):
            stack = []
            levels[n] = int(draft is not None and bool(draft.marker))
            opening[n] = bool(levels[n])
            margin = [x] if levels[n] else []
            continue
        opening[n] = not stack
        if not stack and NUMBERED.match(draft.marker):
            stack = margin
        while stack and x < stack[-1] - NEAR:
            stack = stack[:-1]
        if not stack or x > stack[-1] + NEAR:
            stack = [*stack, x]
        levels[n] = len(stack)
    return levels, opening


def _outermost(draft: Draft, look: Look) -> bool:
    return draft.lines[0].x <= look.left + 6 or look.opens_paragraph(draft.lines[0])


def _title_drafts(drafts: Sequence[Draft], look: Look, pages: Sequence[Page]) -> set[int]:
    """Drafts on the title page: all before the contents list, or a first page with nothing but large type."""
    contents = next((n for n, draft in enumerate(drafts) if draft.entry), None)
    before = range(contents or 0)
    if contents is not None:
        entry = drafts[contents].entry
        page = entry.first.page if isinstance(entry, Entry) else entry.line.page if entry else 0
        chars = Counter[int]()
        for n in before:
            chars[drafts[n].lines[0].page] += len(drafts[n].text)
        full = {index for index, count in chars.items() if count > TITLE_PAGE_CHARS}
        kept = {n for n in before if drafts[n].table or drafts[n].lines[0].page in full or _is_prose(drafts[n])}
        return set(before) - kept if page <= LAST_TITLE_PAGE else set()
    cover = [n for n, draft in enumerate(drafts) if draft.lines[0].page == 0]
    large = all(line.size > 1.08 * look.size for n in cover for line in drafts[n].lines)
    return set(cover) if large and len(pages) > 1 and len(drafts) > len(cover) else set()


def _is_prose(draft: Draft) -> bool:
    """Whether a draft is a sentence over several lines, which no cover page is made of."""
    return len(draft.lines) > 1 and len(draft.text) > PROSE and draft.text.endswith(".")


def _with_imprint(placed: list[Placed], pages: int) -> list[Placed]:
    """Name the imprint: from '© Crown copyright' to the end, or to the end of its page at a document's start."""
    starts = [n for n, item in enumerate(placed) if CROWN.match(item.block.text)]
    if not starts:
        return placed
    start, end = starts[-1], len(placed)
    if end - start > IMPRINT_BLOCKS or placed[start].page < pages - 1 - IMPRINT_PAGES:
        end = next((n for n in range(start, end) if placed[n].page != placed[start].page), end)
    titles = " ".join(item.block.text for item in placed if item.block.marker == "title page")
    while start and placed[start - 1].block.text in titles and placed[start - 1].block.marker != "title page":
        start -= 1
    imprint = [n for n in range(start, end) if placed[n].block.marker != "title page"]
    for n in imprint:
        block = placed[n].block
        text = block.text if block.kind is not BlockKind.ITEM else f"{block.marker} {block.text}"
        block = replace(block, kind=BlockKind.FURNITURE, marker="imprint", level=0, text=text)
        placed[n] = Placed(block, placed[n].page)
    return placed


def _readable(text: str, marks: Sequence[Mark], noted: set[str]) -> tuple[str, tuple[Mark, ...], list[tuple[int, int]]]:
    """Tabs become spaces, '[12]' a mark where there is a footnote 12, '<mailto:a@b>' its address, said once; what was cut."""
    text = text.replace("\t", " ").rstrip("\u00ad")
    asides = [m for m in ASIDE.finditer(text) if m["number"] is None or m["number"] in noted]
    cuts = [span for m in asides for span in _cuts(m, text)]
    found = [*marks, *(Mark(m.start(), m["number"]) for m in asides if m["number"])]
    for start, end in reversed(cuts):
        text = text[:start] + text[end:]
    moved = [Mark(min(_moved(mark.offset, cuts), len(text)), mark.number) for mark in found]
    return text.strip(), tuple(sorted(moved, key=lambda mark: mark.offset)), cuts


def _cuts(aside: re.Match[str], text: str) -> list[tuple[int, int]]:
    """What goes of a mark, or of a printed link target: all of it, or all but the address where no words stand for that."""
    before = text[: aside.start()]
    if aside["number"] or before.rstrip().lower().endswith(aside["address"].lower()) or (before and not before[-1].isspace()):
        return [aside.span()]
    return [aside.span("before"), aside.span("after")]


def _moved(offset: int, cuts: Sequence[tuple[int, int]]) -> int:
    """Where an offset is once the spans `cuts` are gone."""
    return offset - sum(end - start for start, end in cuts if end <= offset)


def _in_order(placed: Sequence[Placed], notes: Notes, furniture: Furniture) -> tuple[Block, ...]:
    """Set furniture and footnotes of a page behind the last block that starts on it, or stands before one that does."""
    pages = list(accumulate((item.page for item in reversed(placed)), min))[::-1]
    behind: list[tuple[int, int, Block]] = [(page, 0, item.block) for page, item in zip(pages, placed, strict=True)]
    behind += [(note.page, 1, _note_block(note, furniture.numbers)) for note in notes.found]
    for line, name in furniture.lines.items():
        page = furniture.numbers[line.page]
        behind.append((line.page, 2, Block(BlockKind.FURNITURE, line.text.replace("\t", " "), marker=name, page=page)))
    return tuple(block for _, _, block in sorted(behind, key=lambda entry: entry[:2]))


def _note_block(note: Note, numbers: Sequence[int | None]) -> Block:
    text = ""
    for line in note.lines:
        text, _ = join(text, line.text)
    text = text.replace("\t", " ").rstrip("\u00ad")
    return Block(BlockKind.FOOTNOTE, text, marker=note.number, page=numbers[note.page])
