"""
Read a web page into blocks: what a browser shows of its main part.

Parsed by lxml without network and without limits lifted. What is shown is decided in html_shown, what is a footnote in
html_notes, how lists are numbered in html_lists, what stands around the title in html_titles.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from ingest.blocks import Block, BlockKind, Reading
from ingest.errors import UnreadableFile
from ingest.grid import Cell, cell_of, is_layout, table_blocks
from ingest.html_lists import after, depth_of, is_contents, marker_of, numbering, parted, typed
from ingest.html_notes import BACK, BLOCKS, LABEL, Notes, find_notes, said, target_of
from ingest.html_shown import LOOKS, Shown, main_part
from ingest.html_titles import fronted, is_title_line, titled
from ingest.styled import as_text, without_contents
from ingest.text import join
from ingest.typed import Words, numbered, seen

DEEPEST = 120
"""Elements inside one another; pages made by people have under 40."""
_SET_APART = re.compile(r"display\s*:\s*(?:block|flex|grid|table)", re.IGNORECASE)
_HEADING = re.compile(r"h[1-6]$")
_NUMBER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z])[.)]?")
"""A number in an element of its own, which a page's layout sets apart from the words after it."""
_CAPITAL = re.compile(r"[A-Z‘“\"']")
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


_PARTED = (BlockKind.TEXT, BlockKind.ITEM)


@dataclass(frozen=True)
class _Look:
    """What the words of an element become."""

    kind: BlockKind = BlockKind.TEXT
    level: int = 0
    marker: str = ""


def read_html(source: str) -> Reading:
    """Read a page; raises UnreadableFile if it is nested or built so that no browser's page is."""
    tree = _parsed(source)
    main, beside = main_part(tree, Shown(tree))
    page = _Page(find_notes(tree), Shown(tree))
    blocks = titled(without_contents(as_text(_tied(page.read(main)))))
    title = next((b.text for b in blocks if b.marker == "title page"), "") or seen(tree.findtext(".//title") or "")
    return Reading(tuple(fronted(blocks)), title, warnings=tuple(page.warnings(beside)), marked=True)


def _tied(blocks: list[Block]) -> list[Block]:
    """The blocks without the marks of notes that were not read."""
    notes = {b.marker for b in blocks if b.kind is BlockKind.FOOTNOTE}
    return [replace(b, marks=tuple(m for m in b.marks if m.number in notes)) for b in blocks]


def _parsed(source: str) -> "etree._Element":
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        tree = etree.fromstring(source.encode("utf-8", "replace"), parser)
    except etree.LxmlError as error:
        raise UnreadableFile("The page cannot be read as HTML: open it in a browser and save it anew.") from error
    if any(e.level_name == "FATAL" for e in parser.error_log) or (tree is not None and _depth(tree) > DEEPEST):
        raise UnreadableFile("The page is larger or more nested than a browser's page is: save its text and add that.")
    if tree is None:
        raise UnreadableFile("The page is empty: save it anew from a browser.")
    return tree


def _depth(tree: "etree._Element") -> int:
    depth = deepest = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


class _Page:
    """One page; blocks are gathered in reading order."""

    def __init__(self, notes: Notes, shown: Shown) -> None:
        self._notes = notes
        self._shown = shown
        self._blocks: list[Block] = []
        self._words = Words()
        self._breaks: list[int] = []
        """Where the lines of the words start."""
        self._look = _Look()
        self._open: int | None = None
        """The block of the item or footnote that is being read, for its further paragraphs."""
        self._pictures = 0
        self._rank = 1
        """The rank of the last heading."""

    def read(self, root: "etree._Element") -> list[Block]:
        """The blocks of an element."""
        self._inside(root, 0)
        self._flush()
        return self._blocks

    def warnings(self, beside: int) -> Iterator[str]:
        """What was left out, in sentences; `beside`: words beside the main part."""
        if self._pictures:
            yield f"Pictures were left out ({self._pictures}); words in them are not searched."
        yield from self._shown.warnings()
        if beside:
            yield f"About {beside:,} words beside the main part of the page were left out."

    def _inside(self, element: "etree._Element", depth: int) -> None:
        """The words and blocks of an element, the element's own look being set."""
        self._words.say(element.text)
        for child in element:
            if self._shown.has(child):
                self._child(child, depth)
            self._words.say(child.tail)

    def _child(self, child: "etree._Element", depth: int) -> None:
        tag = str(child.tag)
        if tag in ("br", "wbr"):
            self._words.say(" " if tag == "br" else "")
            self._breaks.append(len(self._words.text))
        elif tag == "img":
            self._pictures += 1
        elif tag == "a" and (note := self._notes.marks.get(target_of(child))) is not None:
            if note:
                self._words.note(note)
        elif self._is_aside(child, tag):
            pass
        elif tag in BLOCKS or _SET_APART.search(child.get("style", "")[:LOOKS]):
            self._flush()
            if title := self._shown.title(child):
                self._blocks.append(Block(BlockKind.HEADING, title, min(self._rank + 1, 6)))
            self._block(child, tag, depth)
            self._flush()
        else:
            if _NUMBER.fullmatch(self._words.text) and _CAPITAL.match("".join(child.itertext())):
                self._words.say(" ")
            self._inside(child, depth)

    def _block(self, element: "etree._Element", tag: str, depth: int) -> None:
        if (note := self._notes.bodies.get(element)) is not None:
            if note:
                self._as(_Look(BlockKind.FOOTNOTE, 0, note), element, depth)
        elif _HEADING.match(tag) or element.get("role") == "heading":
            level = int(tag[1]) if _HEADING.match(tag) else _number(element.get("aria-level"), 2)
            self._rank = min(max(level, 1), 6)
            self._as(_Look(BlockKind.HEADING, self._rank), element, depth)
        elif is_title_line(element) and all(b.kind is BlockKind.FURNITURE for b in self._blocks):
            self._as(_Look(BlockKind.FURNITURE, 0, "title page"), element, depth)
        elif tag in ("ul", "ol"):
            self._list(element, tag, depth_of(element, depth + 1))
        elif tag == "dd":
            self._as(_Look(BlockKind.ITEM, depth + 1, "-"), element, depth)
        elif tag == "table":
            self._table(element, depth)
        else:
            self._inside(element, depth)

    def _as(self, look: _Look, element: "etree._Element", depth: int) -> None:
        before = self._look, self._open
        self._look, self._open = look, None
        self._inside(element, depth)
        self._flush()
        self._look, self._open = before[0], None if before[0].kind is BlockKind.TEXT else before[1]

    def _list(self, element: "etree._Element", tag: str, depth: int) -> None:
        if is_contents(element):
            self._blocks += [Block(BlockKind.FURNITURE, said(li), marker="contents") for li in element]
            return
        count = _number(element.get("start"), 1)
        self._say(element.text)
        for child in element:
            if not self._shown.has(child):
                self._say(child.tail)
                continue
            if child.tag != "li":
                self._child(child, depth)
                self._say(child.tail)
                continue
            count = _number(child.get("value"), count)
            marker = marker_of(count, numbering(element, child)) if tag == "ol" else "-"
            if child in self._notes.bodies:
                self._block(child, "li", depth)
            elif self._look.kind is BlockKind.FOOTNOTE:
                self._as(replace(self._look, level=depth), child, depth)
            else:
                self._as(_Look(BlockKind.ITEM, depth, marker), child, depth)
            count += 1
            self._say(child.tail)

    def _say(self, words: str | None) -> None:
        """Words that stand loose between the items of a list, as a block."""
        self._words.say(words)
        self._flush()

    def _table(self, element: "etree._Element", depth: int) -> None:
        rows = [row for row in element.iter("tr") if next(row.iterancestors("table"), None) is element and self._shown.has(row)]
        for caption in element.iterchildren("caption"):
            self._inside(caption, depth)
            self._flush()
        if is_layout([_cells(row) for row in rows]):
            self._open = None
            for cell in (cell for row in rows for cell in _cells(row)):
                self._inside(cell, depth)
                self._flush()
        else:
            self._blocks += table_blocks([[self._cell(cell, self._is_title(row)) for cell in _cells(row)] for row in rows])

    def _is_title(self, row: "etree._Element") -> bool:
        above = row.getparent()
        marked = all(cell.tag == "th" for cell in _cells(row)) or (above is not None and above.tag == "thead")
        return marked or all(self._shown.is_bold(cell) for cell in _cells(row))

    def _cell(self, element: "etree._Element", title: bool) -> Cell:
        inner = _Page(self._notes, self._shown)
        own = cell_of(inner.read(element))
        self._pictures += inner._pictures
        columns, rows = (_number(element.get(name), 1) for name in ("colspan", "rowspan"))
        return replace(own, columns=columns, rows=rows, title=title)

    def _flush(self) -> None:
        """Close the words gathered so far as a block, or as more of the item or footnote being read."""
        words, self._words = self._words, Words()
        breaks, self._breaks = self._breaks, []
        if not words.text.strip():
            return
        look = self._look
        first, *lines = parted(words.block(look.kind, look.level, look.marker), breaks if look.kind in _PARTED else [])
        if look.kind is BlockKind.TEXT:
            self._blocks.append(numbered(first))
        elif self._open is not None and self._open == len(self._blocks) - 1:
            self._blocks[-1] = join(self._blocks[-1], first)
        else:
            if look.kind is BlockKind.ITEM:
                first = typed(first) if self._open is None else after(self._blocks[self._open], first)
            self._blocks.append(first)
            self._open = len(self._blocks) - 1
        self._blocks += [numbered(replace(line, kind=BlockKind.TEXT, marker=""), look.level + 1) for line in lines]

    def _is_aside(self, element: "etree._Element", tag: str) -> bool:
        """Whether it is a link that only leads about the page, or the number that a note opens with."""
        opens = self._look.kind is BlockKind.FOOTNOTE and self._open is None and not self._words.text
        if opens and (tag == "sup" or target_of(element)):
            return bool(LABEL.fullmatch(said(element)))
        return tag == "a" and "#" in element.get("href", "") and bool(BACK.fullmatch(said(element)))


def _cells(row: "etree._Element") -> "list[etree._Element]":
    return [cell for cell in row if cell.tag in ("td", "th")]


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else otherwise
