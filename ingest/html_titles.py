"""A page's title, and the lines around it that are no paragraphs of the document."""

import re
from dataclasses import replace

from lxml import etree

from ingest.blocks import Block, BlockKind

_DATED = re.compile(
    r"(?:(?:first |last )?(?:published|updated|reviewed|modified)(?: on)?:? (?:\d{1,2} )?[a-z]{3,9} \d{4}(?:, |\.?$)){1,2}",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"© ?(?:crown )?copyright\b|this (?:publication|document) is (?:licensed under|available at)\b"
    r"|where we have identified any third.party copyright",
    re.IGNORECASE,
)
_LINE = 6
"""Words of a line above the title, as 'Statutory guidance' is."""


def titled(blocks: list[Block]) -> list[Block]:
    """The only heading of the first rank, where it opens the page, is the page's title."""
    first = [i for i, b in enumerate(blocks) if b.kind is BlockKind.HEADING and b.level == 1]
    if len(first) != 1 or _title(blocks) is not None or not any(b.kind is BlockKind.HEADING and b.level > 1 for b in blocks):
        return blocks
    place = first[0]
    if any(b.kind is BlockKind.HEADING for b in blocks[:place]):
        return blocks
    return [_aside(b) if i == place else b for i, b in enumerate(blocks)]


def fronted(blocks: list[Block]) -> list[Block]:
    """The blocks with the kind of document above its title, its dates and its rights below as furniture."""
    title = _title(blocks)
    if title is None:
        title = next((i for i, b in enumerate(blocks) if b.kind is BlockKind.HEADING and b.level == 1), -1)
    end = next((i for i, b in enumerate(blocks) if b.kind is BlockKind.HEADING and i > title), len(blocks))
    return [_aside(b) if i < end and _is_front(b, i < title) else b for i, b in enumerate(blocks)]


def is_title_line(element: "etree._Element") -> bool:
    """Whether a paragraph is styled as the document's title, as Word and Google Docs do."""
    return element.tag == "p" and bool({"title", "Title", "MsoTitle"} & set(element.get("class", "").split()))


def _title(blocks: list[Block]) -> int | None:
    return next((i for i, b in enumerate(blocks) if b.marker == "title page"), None)


def _is_front(block: Block, above: bool) -> bool:
    if block.kind is not BlockKind.TEXT:
        return False
    line = above and len(block.text.split()) <= _LINE and block.text[-1] not in ".:;,"
    return line or bool(_DATED.fullmatch(block.text) or _RIGHTS.match(block.text))


def _aside(block: Block) -> Block:
    return replace(block, kind=BlockKind.FURNITURE, marker="title page", level=0)
