"""Mend what page breaks cut: sentences, list items and footnotes that go on after footnotes or on the next page."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ingest.blocks import Block, BlockKind, Mark
from ingest.text import join

_CLOSED = re.compile(r"([.:;?!)\]][\"'”’]*|\S+@\S+|\S+\.gov\.uk\S*)$")
_WAITING_FOR_NOUN = re.compile(r"\b(a|an|the|of|for|to|by|with|in|on|at|from|their)$")
_WAITING = re.compile(r"(\b(a|an|the|of|for|to|by|with|in|on|at|from|and|or|that|which|their|is|are)|,)$")
_TERM = re.compile(r"[A-Z‘'][^.;]{1,70}\s[-–]\s?\S")
_LONG = 120
"""Longer than any heading, in characters: unfinished text of that length was cut, not titled."""

RUNNING = (BlockKind.TEXT, BlockKind.ITEM)
MAIN = (*RUNNING, BlockKind.HEADING, BlockKind.TABLE)


def mend(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Join the pieces of what was cut, footnotes and running text each among themselves; order is kept."""
    blocks = tuple(_told_apart(blocks))
    mended: list[Block] = []
    note: int | None = None
    main: int | None = None
    for i, block in enumerate(blocks):
        before_note = i + 1 < len(blocks) and blocks[i + 1].kind is BlockKind.FOOTNOTE
        waiting = _waiting_note(block, mended, main)
        if waiting is not None:
            mended.append(replace(block, kind=BlockKind.FOOTNOTE, marker=mended[waiting].marker, level=block.level))
        elif note is not None and _belongs_to_note(block, mended, note, main, before_note):
            mended.append(replace(block, kind=BlockKind.FOOTNOTE, marker=mended[note].marker, level=block.level))
        elif main is not None and _continues(block, mended[main]):
            mended[main] = join(mended[main], block)
        else:
            mended.append(block)
        if mended[-1].kind is BlockKind.FOOTNOTE:
            note = len(mended) - 1
        elif mended[-1].kind in MAIN:
            main = len(mended) - 1
    return tuple(_close_notes(mended))


def titled(text: str) -> bool:
    """Whether words stand as a title: a short line without a sentence end, or 'Term - meaning' in a glossary."""
    return bool(_TERM.match(text)) or (len(text) <= _LONG and not _CLOSED.search(text))


def _continues(block: Block, before: Block) -> bool:
    """Whether running text goes on with `block` the sentence that `before` left open."""
    if before.kind not in RUNNING or block.kind not in RUNNING:
        return False
    bracket_open = before.text.count("(") > before.text.count(")")
    goes_on = block.text[:1].islower() or block.text.startswith("(") or bracket_open
    if _CLOSED.search(before.text):
        return before.text.endswith(":") and block.kind is BlockKind.TEXT and block.text[:1].islower()
    waiting = bool(_WAITING.search(before.text))
    if block.kind is BlockKind.ITEM:
        cut = bool(_WAITING_FOR_NOUN.search(before.text))
        return goes_on and cut and block.marker == "-" and before.kind is BlockKind.ITEM and _parted(before, block)
    cut = len(before.text) > _LONG and (waiting or before.kind is BlockKind.TEXT)
    return goes_on or (cut and not titled(block.text))


def _parted(before: Block, block: Block) -> bool:
    """Whether a page break may stand between two blocks: a blank line in a text, a new page in a PDF."""
    if before.spans and block.spans:
        return block.spans[0].start - before.spans[-1].end > 1
    return block.page is None or block.page != before.page_at(len(before.text))


def _belongs_to_note(block: Block, mended: list[Block], note: int, main: int | None, before_note: bool) -> bool:
    """Whether `block` is more of the last footnote: its list, its second paragraph, or its end on the next page."""
    if block.kind not in RUNNING:
        return False
    directly = note == len(mended) - 1
    text = mended[note].text
    if block.kind is BlockKind.ITEM:
        return directly and (text.endswith(":") or mended[note].level > 0)
    open_main = main is not None and mended[main].kind in RUNNING and not _CLOSED.search(mended[main].text)
    starts_low = block.text[:1].islower()
    if directly and before_note and open_main and not starts_low:
        return True
    return before_note and starts_low and not open_main and not _CLOSED.search(text)


def _waiting_note(block: Block, mended: list[Block], main: int | None) -> int | None:
    """The footnote of this page or the one before whose cut sentence `block` goes on, though it stands in the text."""
    goes_on = block.kind is BlockKind.TEXT and block.text[:1].islower()
    if not goes_on or block.page is None or main is None or not _CLOSED.search(mended[main].text):
        return None
    for i in range(len(mended) - 1, -1, -1):
        note = mended[i]
        if note.page is not None and note.page < block.page - 1:
            return None
        if note.kind is BlockKind.FOOTNOTE and _WAITING.search(note.text):
            return i
    return None


def _told_apart(blocks: Sequence[Block]) -> Iterator[Block]:
    """Where footnotes start again at 1, the second note 1 and the marks that call it are '1-2', the third '1-3' ..."""
    notes: dict[str, list[int]] = {}
    for i, block in enumerate(blocks):
        if block.kind is BlockKind.FOOTNOTE:
            notes.setdefault(block.marker, []).append(i)
    for i, block in enumerate(blocks):
        if block.kind is BlockKind.FOOTNOTE:
            block = replace(block, marker=_apart(block.marker, notes[block.marker].index(i)))
        yield replace(block, marks=tuple(replace(m, number=_called(m, i, blocks, notes)) for m in block.marks))


def _called(mark: Mark, place: int, blocks: Sequence[Block], notes: Mapping[str, list[int]]) -> str:
    """The note that a mark calls: of its number the one on its page, else the next one, else the last."""
    same = notes.get(mark.number, [])
    if len(same) < 2:
        return mark.number
    page = blocks[place].page_at(mark.offset)
    here = (n for n, i in enumerate(same) if page is not None and blocks[i].page == page)
    later = (n for n, i in enumerate(same) if i > place)
    return _apart(mark.number, next(here, next(later, len(same) - 1)))


def _apart(number: str, before: int) -> str:
    """The name of a note that has so many of its number before it."""
    return f"{number}-{before + 1}" if before else number


def _close_notes(blocks: list[Block]) -> Iterator[Block]:
    """Bring a footnote's pieces together where its first piece stands; a cut sentence is made whole."""
    pieces: dict[int, list[Block]] = {}
    first: dict[str, int] = {}
    for i, block in enumerate(blocks):
        if block.kind is BlockKind.FOOTNOTE:
            start = first.get(block.marker, i) if block.marker in first else i
            first[block.marker] = start
            pieces.setdefault(start, []).append(block)
    for i, block in enumerate(blocks):
        if block.kind is not BlockKind.FOOTNOTE:
            yield block
        elif i in pieces:
            yield from _merged(pieces[i])


def _merged(pieces: list[Block]) -> Iterator[Block]:
    current = pieces[0]
    for piece in pieces[1:]:
        if piece.level == 0 and not _CLOSED.search(current.text) and piece.text[:1].islower():
            current = join(current, piece)
        else:
            yield current
            current = piece
    yield current
