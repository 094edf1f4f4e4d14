"""
Read a plain text edition (UTF-8, light Markdown) into blocks.

The publisher's text editions mark lists with '-' or numbers, footnotes with superscript digits or '^{5,6}',
links as '[words](target)', headings sometimes with '#', and separate blocks with blank lines.
"""

import re
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass, field, replace

from ingest.blocks import Block, BlockKind, Mark, Reading, Turn
from ingest.headings import VERB, plain
from ingest.markers import BETWEEN, BULLETS, SPACED, goes_on
from ingest.tags import TAG
from ingest.text_lines import Line, read_lines

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

_JOINED = r"(?:\*|[^\W⁰¹²³⁴⁵⁶⁷⁸⁹])"
"""What stands beside a star that is no emphasis: 'H*A*R*M'."""
_INLINE = re.compile(
    r"\^\{(?P<braced>[\d,\s]+)\}"
    r"|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
    r"|\[(?P<label>(?:[^\[\]\\]|\\.)*)\]\((?P<target>(?:[^()\\]|\\.|\([^()]*\))*)\)"
    r"|<(?P<address>https?://[^>\s]+)>"
    r"|<(?:mailto:)?(?P<mail>[\w.+-]{1,64}@[\w.-]{1,255})(?:\?[^<>\s]*)?>"
    rf"|(?P<tag>(?i:{TAG}))"
    r"|\\(?P<escaped>[!-/:-@\[\]^_`{-~])"
    rf"|(?P<emphasis>\*{{2,}}(?=[^\s*])|(?<=[^\s*])\*{{2,}}|(?<!{_JOINED})\*(?=[^\s*])|(?<=[^\s*])\*(?!{_JOINED})|\A\*+\Z)"
    r"|(?P<space>\s+)"
)
_BULLET = re.compile(
    rf"(?P<indent>\s*)(?:[{BULLETS}{BETWEEN}{SPACED}]|o(?=\t|  ))\s+"
    r"(?:(?P<marker>\d{1,3}[.)]|\(?[a-z]\)|[a-z]\.|[ivx]+[.)])\s+)?"
)
_NUMBER = re.compile(
    r"(?P<indent>\s*)(?P<marker>\d{1,3}[.)]|[a-z]\.|\(?[a-z]\)|\([ivx]+\)|[A-Z]\.\d+|\d+(?:\.\d+){1,3}"
    r"|(?:[A-Z]|[IVX]+)\.(?=\t))\s+(?=\S)"
)
_FOOTNOTE = re.compile(r"\s*(?P<marker>[⁰¹²³⁴⁵⁶⁷⁸⁹]+)\s+")
_HEADING = re.compile(r"(?P<hashes>#{1,6})\s+")
_CONTENTS_TITLE = re.compile(r"[#*\s]*(table of )?contents[*\s]*$", re.IGNORECASE)
_CONTENTS_ENTRY = re.compile(r"(?P<title>.*?\S)(?:\t|\s*\.{3,}\s*)(?P<page>\d{1,3})$")
_WORD = re.compile(r"[^\W\d_]+")
_CUT = re.compile(r"([^\W\d_]+)-$")
_SUSPENDED = re.compile(r"(?:and|or|to)\b")
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


@dataclass
class Cleaned:
    """Words of a line, and what was taken out of them."""

    text: str = ""
    marks: list[Mark] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


def read_text(source: str) -> Reading:
    """Read a text edition; `source` is the decoded file, spans count its characters."""
    lines, running = read_lines(source)
    start, end = _contents_zone(lines)
    opening = _opening(lines[:start])
    blocks = [
        *_furniture(running, "page header"),
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
    known = {word for line in lines for word in _WORD.findall(line.text.casefold())}
    rows = _rows(lines)
    for i, line in enumerate(lines):
        begun = _begin(line, row=i in rows)
        listed = i + 1 < len(lines) and _BULLET.match(line.text) and _BULLET.match(lines[i + 1].text)
        if current is not None and not line.opens and current.kind not in _CLOSED:
            if begun.kind is BlockKind.ITEM and not listed and goes_on(current, line.text.strip()):
                begun = _block(BlockKind.TEXT, line, line.text)
            if begun.kind is BlockKind.TEXT:
                current = _wrapped(current, begun, known)
                continue
        if current is not None:
            yield current
        current = begun
    if current is not None:
        yield current


def _rows(lines: list[Line]) -> set[int]:
    """Indexes of the lines that are rows of a table: a tab parts their words, as those of a line beside them."""
    tabbed = {i for i, line in enumerate(lines) if "\t" in line.text.strip() and not _item(line.text)}
    return {i for i in tabbed if i - 1 in tabbed or i + 1 in tabbed}


def _wrapped(first: Block, second: Block, known: Container[str]) -> Block:
    """A line and the one below it; a hyphen between them goes where the text has the word without it."""
    cut = _CUT.search(first.text)
    if cut is None or not second.text[:1].islower() or _SUSPENDED.match(second.text):
        return join(first, second)
    end = _WORD.match(second.text)
    if end is not None and f"{cut[1]}{end[0]}".casefold() in known:
        first = replace(first, text=first.text[:-1])
    return join(first, second, between="")


_CLOSED = (BlockKind.HEADING, BlockKind.TABLE, BlockKind.FURNITURE)


def _item(text: str) -> re.Match[str] | None:
    return _BULLET.match(text) or _NUMBER.match(text)


def _begin(line: Line, row: bool = False) -> Block:
    """The block that a line would begin; TEXT if it has no sign of its own."""
    if line.underlined:
        return _block(BlockKind.HEADING, line, line.text, level=line.underlined)
    for pattern, kind in ((_HEADING, BlockKind.HEADING), (_FOOTNOTE, BlockKind.FOOTNOTE)):
        if match := pattern.match(line.text):
            marker = "" if kind is BlockKind.HEADING else match["marker"].translate(SUPERSCRIPTS)
            level = len(match["hashes"]) if kind is BlockKind.HEADING else 0
            return _block(kind, line, line.text[match.end() :], marker=marker, level=level)
    if match := _item(line.text):
        level = 1 + len(match["indent"].expandtabs(4))
        return _block(BlockKind.ITEM, line, line.text[match.end() :], marker=match["marker"] or "-", level=level)
    if _PAGE.match(line.text):
        return _block(BlockKind.FURNITURE, line, line.text, marker="page number")
    return _block(BlockKind.TABLE if row else BlockKind.TEXT, line, line.text)


def _block(kind: BlockKind, line: Line, raw: str, marker: str = "", level: int = 0) -> Block:
    cleaned = clean(raw)
    text = cleaned.text.strip() if kind is BlockKind.TABLE else cleaned.text.strip().replace("\t", " ")
    lost = len(cleaned.text) - len(cleaned.text.lstrip())
    marks = tuple(Mark(max(0, min(m.offset - lost, len(text))), m.number) for m in cleaned.marks)
    return Block(kind, text, level, marker, None, marks, tuple(cleaned.links), (line.span,))


def join(first: Block, second: Block, between: str = " ") -> Block:
    """One block of two: the second's words follow the first's after a space."""
    shift = len(first.text) + len(between)
    return replace(
        first,
        text=f"{first.text}{between}{second.text}",
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
