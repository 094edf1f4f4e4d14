"""
Read a plain text edition (UTF-8, light Markdown) into blocks.

The publisher's text editions mark lists with '-' or numbers, footnotes with superscript digits or '^{5,6}',
links as '[words](target)', headings sometimes with '#', and separate blocks with blank lines.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from corpus.model import Span
from ingest.blocks import Block, BlockKind, Mark, Reading, Turn
from ingest.headings import VERB, plain
from ingest.markers import BETWEEN, BULLETS, SPACED
from ingest.tags import TAG

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

_INLINE = re.compile(
    r"\^\{(?P<braced>[\d,\s]+)\}"
    r"|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
    r"|\[(?P<label>(?:[^\[\]\\]|\\.)*)\]\((?P<target>(?:[^()\\]|\\.|\([^()]*\))*)\)"
    r"|<(?P<address>https?://[^>\s]+)>"
    r"|<(?:mailto:)?(?P<mail>[\w.+-]{1,64}@[\w.-]{1,255})(?:\?[^<>\s]*)?>"
    rf"|(?P<tag>(?i:{TAG}))"
    r"|\\(?P<escaped>.)"
    r"|(?P<emphasis>\*+)"
    r"|(?P<space>\s+)"
)
_BULLET = re.compile(
    rf"(?P<indent>\s*)[{BULLETS}{BETWEEN}{SPACED}]\s+"
    r"(?:(?P<marker>\d{1,3}[.)]|\(?[a-z]\)|[a-z]\.|[ivx]+[.)])\s+)?"
)
_NUMBER = re.compile(
    r"(?P<indent>\s*)(?P<marker>\d{1,3}[.)]|[a-z]\.|\(?[a-z]\)|\([ivx]+\)|[A-Z]\.\d+|\d+(?:\.\d+){1,3})\s+(?=\S)"
)
_FOOTNOTE = re.compile(r"\s*(?P<marker>[⁰¹²³⁴⁵⁶⁷⁸⁹]+)\s+")
_HEADING = re.compile(r"(?P<hashes>#{1,6})\s+")
_CONTENTS_TITLE = re.compile(r"[#*\s]*(table of )?contents[*\s]*$", re.IGNORECASE)
_CONTENTS_ENTRY = re.compile(r"(?P<title>.*?\S)(?:\t|\s*\.{3,}\s*)(?P<page>\d{1,3})$")
_SECOND = re.compile(r"[a-z\d)][.?!] [A-Z]")
_PAGE = re.compile(r"\s*page \d{1,3}(?: of \d{1,3})?$", re.IGNORECASE)
_IMPRINT = re.compile(r"© ?Crown copyright", re.IGNORECASE)
_LICENCE = re.compile(
    r"© ?Crown copyright(?: \d{4})?\.?$|This publication is (?:licensed under|available at)"
    r"|Where we have identified any third.party",
    re.IGNORECASE,
)
"""Lines of a copyright notice, which stands on the second page or at the top as well."""
_IMPRINT_LENGTH = 2000
"""Characters of a closing copyright page; what follows a notice and is longer is text."""


@dataclass(frozen=True)
class Line:
    """A non-blank line and where it stands; `opens` says that a blank line stands before it."""

    text: str
    start: int
    opens: bool

    @property
    def span(self) -> Span:
        """The line without its line end."""
        return Span(self.start, self.start + len(self.text))


@dataclass
class Cleaned:
    """Words of a line, and what was taken out of them."""

    text: str = ""
    marks: list[Mark] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


def read_text(source: str) -> Reading:
    """Read a text edition; `source` is the decoded file, spans count its characters."""
    lines = list(_lines(source))
    start, end = _contents_zone(lines)
    opening = _opening(lines[:start])
    blocks = [
        *_furniture(lines[:opening], "title page"),
        *_body(lines[opening:start]),
        *_contents(lines[start:end]),
        *_body(lines[end:]),
    ]
    return Reading(tuple(_name_imprint(_listed(blocks))))


def clean(raw: str) -> Cleaned:
    """Take footnote marks, emphasis, tags, escapes and link targets out of a line of source."""
    result = Cleaned()
    last = 0
    for match in _INLINE.finditer(raw):
        result.text += raw[last : match.start()]
        _take(match, result)
        last = match.end()
    result.text += raw[last:]
    return result


def _take(match: re.Match[str], result: Cleaned) -> None:
    kind = match.lastgroup if match["label"] is None else "label"
    if kind in ("braced", "raised"):
        numbers = match[kind].translate(SUPERSCRIPTS).split(",")
        result.marks += [Mark(len(result.text), n.strip()) for n in numbers]
    elif kind == "label":
        inner = clean(match["label"])
        result.marks += [replace(m, offset=m.offset + len(result.text)) for m in inner.marks]
        result.text += inner.text
        result.links.append(match["target"])
    elif kind in ("address", "mail", "escaped"):
        result.text += match[kind]
    elif kind == "space" and not result.text.endswith(" "):
        result.text += "\t" if "\t" in match["space"] else " "


def _lines(source: str) -> Iterator[Line]:
    position, blank = 0, True
    for raw in source.split("\n"):
        text = raw.rstrip()
        if text.strip():
            yield Line(text, position, blank)
        blank = not text.strip()
        position += len(raw) + 1


def _contents_zone(lines: list[Line]) -> tuple[int, int]:
    """Indexes of the title of the first contents list that has entries and of the line after it; (0, 0) if there is none."""
    for start in (i for i, line in enumerate(lines) if _CONTENTS_TITLE.match(line.text)):
        end = _with_pages(lines, start + 1)
        if end == start + 1:
            end = _again(lines, start + 1)
        if end > start + 1:
            return start, end
    return 0, 0


def _with_pages(lines: list[Line], end: int) -> int:
    """Where entries that name their page end."""
    while end < len(lines) and any(_CONTENTS_ENTRY.match(line.text) for line in lines[end : end + 2]):
        end += 1
    return end


def _again(lines: list[Line], start: int) -> int:
    """Where entries without a page end, lines that come again below; a single one makes no list."""
    titles = [plain(line.text) for line in lines[start:]]
    below = Counter(titles)
    count = 0
    while count < len(titles) and titles[count] not in titles[:count] and below[titles[count]] > 1:
        count += 1
    return start + count if count > 1 else start


def _opening(lines: list[Line]) -> int:
    """Where the title page ends and an introduction before the contents list begins: at the first item or sentence."""
    first = next((b for b in _body(lines) if b.kind is BlockKind.ITEM or _is_sentence(b.text)), None)
    return next(i for i, line in enumerate(lines) if line.span == first.spans[0]) if first else len(lines)


def _listed(blocks: list[Block]) -> list[Block]:
    """The blocks with the numbered lines that the contents list names as headings, not as items of a list."""
    titles = {plain(b.text) for b in blocks if b.kind is BlockKind.CONTENTS}
    named = (b.kind is BlockKind.ITEM and b.marker != "-" and plain(b.marker + b.text) in titles for b in blocks)
    return [_numbered_heading(b) if known else b for b, known in zip(blocks, named, strict=True)]


def _numbered_heading(item: Block) -> Block:
    level = 1 + item.marker.rstrip(".").count(".")
    return replace(item, kind=BlockKind.HEADING, text=f"{item.marker} {item.text}", level=level, marker="", marks=())


def _is_sentence(text: str) -> bool:
    """Whether words end as a sentence does and are no title with a full stop: they have a verb, or a second sentence."""
    return text.endswith((".", ":", "?", "!")) and bool(VERB.search(text) or _SECOND.search(text))


def _contents(lines: list[Line]) -> Iterator[Block]:
    pending: list[Line] = []
    for line in lines:
        entry = _CONTENTS_ENTRY.match(line.text)
        if pending and (entry is None or not line.text[0].islower()):
            yield from _furniture(pending, "contents", BlockKind.CONTENTS)
            pending = []
        if entry is None:
            pending.append(line)
            continue
        words = " ".join([*(clean(p.text).text for p in pending), clean(entry["title"]).text])
        spans = tuple(p.span for p in [*pending, line])
        yield Block(BlockKind.CONTENTS, words, page=int(entry["page"]), spans=spans)
        pending = []
    yield from _furniture(pending, "contents", BlockKind.CONTENTS)


def _furniture(lines: list[Line], name: str, kind: BlockKind = BlockKind.FURNITURE) -> Iterator[Block]:
    for line in lines:
        yield Block(kind, clean(line.text).text.strip(), marker=name, spans=(line.span,))


def _body(lines: list[Line]) -> Iterator[Block]:
    current: Block | None = None
    for line in lines:
        begun = _begin(line)
        if current is not None and begun.kind is BlockKind.TEXT and not line.opens and current.kind not in _CLOSED:
            current = join(current, begun)
            continue
        if current is not None:
            yield current
        current = begun
    if current is not None:
        yield current


_CLOSED = (BlockKind.HEADING, BlockKind.TABLE, BlockKind.FURNITURE)


def _begin(line: Line) -> Block:
    """The block that a line would begin; TEXT if it has no sign of its own."""
    for pattern, kind in ((_HEADING, BlockKind.HEADING), (_FOOTNOTE, BlockKind.FOOTNOTE)):
        if match := pattern.match(line.text):
            marker = "" if kind is BlockKind.HEADING else match["marker"].translate(SUPERSCRIPTS)
            level = len(match["hashes"]) if kind is BlockKind.HEADING else 0
            return _block(kind, line, line.text[match.end() :], marker=marker, level=level)
    if match := _BULLET.match(line.text) or _NUMBER.match(line.text):
        level = 1 + len(match["indent"].expandtabs(4))
        return _block(BlockKind.ITEM, line, line.text[match.end() :], marker=match["marker"] or "-", level=level)
    if _PAGE.match(line.text):
        return _block(BlockKind.FURNITURE, line, line.text, marker="page number")
    kind = BlockKind.TABLE if "\t" in line.text else BlockKind.TEXT
    return _block(kind, line, line.text)


def _block(kind: BlockKind, line: Line, raw: str, marker: str = "", level: int = 0) -> Block:
    cleaned = clean(raw)
    text = cleaned.text.strip()
    lost = len(cleaned.text) - len(cleaned.text.lstrip())
    marks = tuple(Mark(max(0, min(m.offset - lost, len(text))), m.number) for m in cleaned.marks)
    return Block(kind, text, level, marker, None, marks, tuple(cleaned.links), (line.span,))


def join(first: Block, second: Block) -> Block:
    """One block of two: the second's words follow the first's after a space."""
    shift = len(first.text) + 1
    return replace(
        first,
        text=f"{first.text} {second.text}",
        marks=(*first.marks, *(replace(m, offset=m.offset + shift) for m in second.marks)),
        links=first.links + second.links,
        spans=first.spans + second.spans,
        turns=(*first.turns, *(replace(t, offset=t.offset + shift) for t in (Turn(0, second.page), *second.turns))),
    )


def _name_imprint(blocks: list[Block]) -> list[Block]:
    """Name the closing copyright page as furniture, with the publisher's name above it; elsewhere its own lines only."""
    start = next((i for i in range(len(blocks) - 1, -1, -1) if _IMPRINT.match(blocks[i].text)), len(blocks))
    after, before = (sum(len(b.text) for b in part) for part in (blocks[start:], blocks[:start]))
    if after > min(before, _IMPRINT_LENGTH):
        start = len(blocks)
    title_page = " ".join(b.text for b in blocks if b.marker == "title page")
    if 0 < start < len(blocks) and blocks[start - 1].text in title_page:
        start -= 1
    return [
        replace(b, kind=BlockKind.FURNITURE, marker="imprint", level=0) if i >= start or _LICENCE.match(b.text) else b
        for i, b in enumerate(blocks)
    ]
