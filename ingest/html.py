"""
Read a web page into blocks: what a browser shows of its main part.

Parsed by lxml without network and without limits lifted; scripts, styles, menus, forms and what is hidden are left out.
Footnotes are what a raised link leads to, as GOV.UK, Pandoc and Word's export write them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from lxml import etree

from ingest.blocks import Block, BlockKind, Reading
from ingest.errors import UnreadableFile
from ingest.grid import Cell, cell_of, is_layout, table_blocks
from ingest.styled import as_text, without_contents
from ingest.text import join
from ingest.typed import Words, numbered, seen, tidied

DEEPEST = 120
"""Elements inside one another; pages made by people have under 40."""
_LEFT_OUT = frozenset(
    "head script style template noscript nav svg math iframe object embed audio video canvas map select textarea button input "
    "datalist dialog".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 "
    "h6 header hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DIGITS = re.compile(r"\d{1,4}")
_HEADING = re.compile(r"h[1-6]$")
_NUMBER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z])[.)]?")
"""A number in an element of its own, which a page's layout sets apart from the words after it."""
_CAPITAL = re.compile(r"[A-Z‘“\"']")
_BACK = re.compile(r"[↩↑^\ufe0e\s]+|(?:back|return)(?: to (?:text|reference|top))?", re.IGNORECASE)
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


@dataclass(frozen=True)
class _Look:
    """What the words of an element become."""

    kind: BlockKind = BlockKind.TEXT
    level: int = 0
    marker: str = ""


def read_html(source: str) -> Reading:
    """Read a page; raises UnreadableFile if it is nested or built so that no browser's page is."""
    tree = _parsed(source)
    mains = tree.xpath("//main | //*[@role='main']") or tree.xpath("//article")
    page = _Page(_notes(tree), whole=not mains)
    blocks = _titled(without_contents(as_text(page.read(mains[0] if mains else tree))))
    title = next((b.text for b in blocks if b.marker == "title page"), "") or seen(tree.findtext(".//title") or "")
    return Reading(tuple(blocks), title, warnings=page.warnings(), marked=True)


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

    def __init__(self, notes: Mapping[str, str], whole: bool) -> None:
        self._notes = notes
        self._whole = whole
        self._blocks: list[Block] = []
        self._words = Words()
        self._look = _Look()
        self._open: int | None = None
        """The block of the item or footnote that is being read, for its further paragraphs."""
        self._hidden = self._pictures = 0

    def read(self, root: "etree._Element") -> list[Block]:
        """The blocks of an element."""
        self._inside(root, 0)
        self._flush()
        return self._blocks

    def warnings(self) -> tuple[str, ...]:
        """What was left out, in sentences."""
        said = []
        if self._pictures:
            said.append(f"Pictures were left out ({self._pictures}); words in them are not searched.")
        if self._hidden:
            said.append(f"Hidden text was left out in {self._hidden} {'place' if self._hidden == 1 else 'places'}.")
        return tuple(said)

    def _inside(self, element: "etree._Element", depth: int) -> None:
        """The words and blocks of an element, the element's own look being set."""
        self._words.say(element.text)
        for child in element:
            if self._is_shown(child):
                self._child(child, depth)
            self._words.say(child.tail)

    def _child(self, child: "etree._Element", depth: int) -> None:
        tag = str(child.tag)
        if tag in ("br", "wbr"):
            self._words.say(" " if tag == "br" else "")
        elif tag == "img":
            self._pictures += 1
        elif tag == "a" and self._is_mark(child):
            self._words.note(self._notes[child.get("href", "")[1:]])
        elif tag == "a" and "#" in child.get("href", "") and _BACK.fullmatch(seen("".join(child.itertext()))):
            pass
        elif tag in _BLOCKS or self._is_note(child):
            self._flush()
            self._block(child, tag, depth)
            self._flush()
        else:
            if _NUMBER.fullmatch(self._words.text) and _CAPITAL.match("".join(child.itertext())):
                self._words.say(" ")
            self._inside(child, depth)

    def _block(self, element: "etree._Element", tag: str, depth: int) -> None:
        if self._is_note(element) and self._look.kind is not BlockKind.FOOTNOTE:
            self._as(_Look(BlockKind.FOOTNOTE, 0, self._notes[element.get("id", "")]), element, depth)
        elif _HEADING.match(tag) or element.get("role") == "heading":
            level = int(tag[1]) if _HEADING.match(tag) else _number(element.get("aria-level"), 2)
            self._as(_Look(BlockKind.HEADING, min(max(level, 1), 6)), element, depth)
        elif tag in ("ul", "ol"):
            self._list(element, tag, depth + 1)
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
        if _is_contents(element):
            self._blocks += [Block(BlockKind.FURNITURE, seen("".join(li.itertext())), marker="contents") for li in element]
            return
        number = _number(element.get("start"), 1)
        for child in element:
            if not self._is_shown(child):
                continue
            if child.tag != "li":
                self._child(child, depth)
                continue
            number = _number(child.get("value"), number)
            marker = _marker(number, element.get("type", "1")) if tag == "ol" else "-"
            if self._is_note(child) or self._look.kind is BlockKind.FOOTNOTE:
                self._block(child, "li", depth)
            else:
                self._as(_Look(BlockKind.ITEM, depth, marker), child, depth)
            number += 1

    def _table(self, element: "etree._Element", depth: int) -> None:
        rows = [row for row in element.iter("tr") if next(row.iterancestors("table"), None) is element]
        for caption in element.iterchildren("caption"):
            self._inside(caption, depth)
            self._flush()
        if is_layout([_cells(row) for row in rows]):
            self._open = None
            for cell in (cell for row in rows for cell in _cells(row)):
                self._inside(cell, depth)
                self._flush()
        else:
            self._blocks += table_blocks([[self._cell(cell, _is_title(row)) for cell in _cells(row)] for row in rows])

    def _cell(self, element: "etree._Element", title: bool) -> Cell:
        inner = _Page(self._notes, self._whole)
        own = cell_of(inner.read(element))
        self._hidden += inner._hidden
        self._pictures += inner._pictures
        columns, rows = (_number(element.get(name), 1) for name in ("colspan", "rowspan"))
        return replace(own, columns=columns, rows=rows, title=title)

    def _flush(self) -> None:
        """Close the words gathered so far as a block, or as more of the item or footnote being read."""
        words, self._words = self._words, Words()
        if not words.text.strip():
            return
        look = self._look
        block = words.block(look.kind, look.level, look.marker)
        if look.kind is BlockKind.TEXT:
            self._blocks.append(numbered(block))
        elif self._open is not None and self._open == len(self._blocks) - 1:
            self._blocks[-1] = join(self._blocks[-1], block)
        else:
            self._blocks.append(_typed(block) if look.kind is BlockKind.ITEM and self._open is None else block)
            self._open = len(self._blocks) - 1

    def _is_shown(self, element: "etree._Element") -> bool:
        if not isinstance(element.tag, str) or element.tag in _LEFT_OUT:
            return False
        role = element.get("role", "")
        if role in ("navigation", "search", "menu") or (self._whole and element.tag == "footer" and not element.xpath(".//ol")):
            return False
        hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
        if hidden or _HIDING.search(element.get("style", "")):
            self._hidden += bool(seen("".join(element.itertext())))
            return False
        return True

    def _is_mark(self, link: "etree._Element") -> bool:
        return link.get("href", "")[1:] in self._notes and link.get("href", "").startswith("#")

    def _is_note(self, element: "etree._Element") -> bool:
        return element.get("id", "") in self._notes


def _notes(tree: "etree._Element") -> dict[str, str]:
    """The number of each footnote by its element's id: what raised links with a number lead to."""
    found: dict[str, str] = {}
    ids = {element.get("id") for element in tree.iter() if element.get("id")}
    for link in tree.iter("a"):
        target, words = link.get("href", ""), "".join(link.itertext())
        number = _DIGITS.search(words)
        raised = link.getparent() is not None and link.getparent().tag == "sup"
        raised = (
            raised or link.find("sup") is not None or "noteref" in link.get("role", "") or "footnote" in link.get("rel", "")
        )
        if raised and number and target.startswith("#") and target[1:] in ids and len(words.strip()) < 20:
            found.setdefault(target[1:], str(int(number[0])))
    doubled = len(set(found.values())) < len(found)
    return {name: str(n) for n, name in enumerate(found, 1)} if doubled else found


def _titled(blocks: list[Block]) -> list[Block]:
    """The only heading of the first rank, where it opens the page, is the page's title."""
    first = [i for i, b in enumerate(blocks) if b.kind is BlockKind.HEADING and b.level == 1]
    if len(first) != 1 or not any(b.kind is BlockKind.HEADING and b.level > 1 for b in blocks):
        return blocks
    place = first[0]
    if any(b.kind is BlockKind.HEADING for b in blocks[:place]):
        return blocks
    return [
        replace(b, kind=BlockKind.FURNITURE, marker="title page", level=0) if i == place else b for i, b in enumerate(blocks)
    ]


def _typed(block: Block) -> Block:
    """An item under the number that its words open with, where a list shows none of its own."""
    text = numbered(replace(block, kind=BlockKind.TEXT, marker=""), block.level)
    return text if text.kind is BlockKind.ITEM and text.marker != "-" else block


def _is_contents(element: "etree._Element") -> bool:
    """Whether every item of a list is nothing but a link into the page itself."""
    items = list(element.iterchildren("li"))
    links = [li.find("a") for li in items]
    return len(items) > 2 and all(
        a is not None and a.get("href", "").startswith("#") and seen("".join(li.itertext())) == seen("".join(a.itertext()))
        for li, a in zip(items, links, strict=True)
    )


def _cells(row: "etree._Element") -> "list[etree._Element]":
    return [cell for cell in row if cell.tag in ("td", "th")]


def _is_title(row: "etree._Element") -> bool:
    above = row.getparent()
    return all(cell.tag == "th" for cell in _cells(row)) or (above is not None and above.tag == "thead")


def _marker(number: int, kind: str) -> str:
    match kind:
        case "a" | "A" if 0 < number <= 26:
            return f"{chr(96 + number)}."
        case "i" | "I" if 0 < number < 40:
            return f"{roman(number)}."
        case _:
            return tidied(f"{number}.")


def roman(number: int) -> str:
    """A number up to 39 in small Roman numerals."""
    written = ""
    for value, letters in _ROMAN:
        while number >= value:
            written, number = written + letters, number - value
    return written


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else otherwise
