"""How the items of a page's lists are numbered, nested and parted."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from lxml import etree

from ingest.blocks import Block, BlockKind
from ingest.html_notes import said
from ingest.html_shown import LOOKS
from ingest.markers import number, refers
from ingest.typed import numbered, tidied

_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?\b((?:lower|upper)-(?:alpha|latin|roman)|decimal)", re.IGNORECASE)
_TYPES = {
    f"{case}-{kind}": sign
    for kind, signs in (("alpha", "aA"), ("latin", "aA"), ("roman", "iI"))
    for case, sign in zip(("lower", "upper"), signs, strict=True)
}
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LEVEL = re.compile(r"\blst-kix_\w+-(\d)\b")
"""The class in which Google Docs says how deep a list stands, which it does not nest."""


def depth_of(listed: "etree._Element", depth: int) -> int:
    """How deep a list stands that is nested so deep."""
    level = _LEVEL.search(listed.get("class", ""))
    return max(depth, int(level[1]) + 1) if level else depth


def numbering(listed: "etree._Element", item: "etree._Element") -> str:
    """How a list's items are counted, as 'type' writes it: by the style, or else the type, of the item or the list."""
    for element in (item, listed):
        if style := _LIST_STYLE.search(element.get("style", "")[:LOOKS]):
            return _TYPES.get(style[1].lower(), "1")
        if element.get("type"):
            return str(element.get("type"))
    return "1"


def marker_of(count: int, kind: str) -> str:
    """The marker of an item, counted as a list's 'type' says."""
    match kind:
        case "a" | "A" if 0 < count <= 26:
            return f"{chr(ord(kind) + count - 1)}."
        case "i" | "I" if 0 < count < 40:
            return f"{roman(count) if kind == 'i' else roman(count).upper()}."
        case _:
            return tidied(f"{count}.")


def roman(number: int) -> str:
    """A number up to 39 in small Roman numerals."""
    written = ""
    for value, letters in _ROMAN:
        while number >= value:
            written, number = written + letters, number - value
    return written


def typed(block: Block) -> Block:
    """An item under the number that its words open with, where a list shows none of its own."""
    text = numbered(replace(block, kind=BlockKind.TEXT, marker=""), block.level)
    return text if text.kind is BlockKind.ITEM and text.marker != "-" else block


def after(item: Block, block: Block) -> Block:
    """Words of an item after its own list: they have no number; after that of a numbered paragraph they are its text."""
    own = number(item.marker)
    return replace(block, marker="", level=0 if own and own.carries else block.level)


def is_contents(element: "etree._Element") -> bool:
    """Whether every item of a list is nothing but a link into the page itself."""
    items = list(element.iterchildren("li"))
    links = [li.find("a") for li in items]
    return len(items) > 2 and all(
        a is not None and a.get("href", "").startswith("#") and said(li) == said(a) for li, a in zip(items, links, strict=True)
    )


def parted(block: Block, breaks: list[int]) -> Iterator[Block]:
    """A block's lines that open with a typed number or bullet as items of their own; `breaks`: where its lines start."""
    starts = [place for place in breaks if _opens_item(block.text, place)]
    for start, end in pairwise([0, *starts, len(block.text)]):
        text, last = block.text[start:end].rstrip(), end == len(block.text)
        own = (m for m in block.marks if start <= m.offset and (m.offset < end or last))
        yield replace(block, text=text, marks=tuple(replace(m, offset=min(m.offset - start, len(text))) for m in own))


def _opens_item(text: str, place: int) -> bool:
    line = numbered(Block(BlockKind.TEXT, text[place:]))
    return place > 0 and line.kind is BlockKind.ITEM and not refers(text[:place].rstrip())
