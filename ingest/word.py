"""
Read a Word file (.docx) into blocks: opened by python-docx, then walked part by part.

Headings are what the styles say, numbers are counted as Word counts them (they do not stand in the text), tracked changes
are read as if accepted, hidden text is left out.
"""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import TypeAlias

import docx
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from ingest.archives import check_archive
from ingest.blocks import Block, BlockKind, Reading
from ingest.errors import IngestError, UnreadableFile
from ingest.grid import Cell, cell_of, is_layout, shown, table_blocks
from ingest.headings import is_order
from ingest.markers import BULLETS, refers
from ingest.styled import as_text, without_contents
from ingest.typed import Words, numbered, seen
from ingest.word_parts import WRAPPED, cells_of, is_alone, is_prompt, joined, merged_down, parts_of, rows_of, whole
from ingest.word_styles import Face, Look, Styles

Element: TypeAlias = etree._Element
OLD = b"\xd0\xcf\x11\xe0"
"""Opens Word's old files, and new ones with a password."""
TITLE_WORDS = 14
_NOTES = {
    qn("w:footnoteReference"): ("footnotes", qn("w:footnote")),
    qn("w:endnoteReference"): ("endnotes", qn("w:endnote")),
}
_PARTED = re.compile(r"[:;.,]\s*$")
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
DAMAGED = "The Word file is damaged: open it in Word and save it anew as .docx."


def read_word(data: bytes) -> Reading:
    """Read a Word file; raises UnreadableFile with one sentence that says what to do."""
    if data.startswith(OLD):
        raise UnreadableFile("This is an old Word file, or one with a password: save it as .docx without a password.")
    check_archive(data, "Word file")
    try:
        document = docx.Document(io.BytesIO(data))
        return _Reader(document).read()
    except (IngestError, MemoryError):
        raise
    except Exception as error:  # python-docx raises KeyError, ValueError, lxml's own and more on damaged files
        raise UnreadableFile(DAMAGED) from error


@dataclass(frozen=True)
class _Para:
    """A paragraph's block and whether its words are bold as a whole."""

    block: Block
    bold: bool


class _Reader:
    """One Word file."""

    def __init__(self, document: WordDocument) -> None:
        self._document = document
        _no_doctype(document.element)
        self._styles = Styles(document)
        self._notes: dict[tuple[str, str], str] = {}
        self._parts: dict[str, dict[str, Element]] = {}
        self._boxes: list[Element] = []
        self._breaks: list[int] = []
        """Where lines of the paragraph being read were broken by hand."""
        self._plain = -1
        """Where its first words stand that are not bold, -1 before them."""
        self._pictures = self._hidden = self._prompts = self._long = 0
        self._tracked = False

    def read(self) -> Reading:
        paragraphs = list(self._body(self._document.element.body))
        blocks = [p.block for p in paragraphs]
        if not any(b.kind is BlockKind.HEADING for b in blocks):
            blocks = [_bold_heading(p) for p in paragraphs]
        styled, blocks = blocks, as_text(blocks)
        self._long = sum(new is not old for new, old in zip(blocks, styled, strict=True))
        blocks = [*without_contents(blocks), *self._note_blocks()]
        title = next((b.text for b in blocks if b.marker == "title page"), "") or seen(self._document.core_properties.title)
        return Reading(tuple(blocks), title, warnings=self._warnings(), marked=True)

    def _warnings(self) -> tuple[str, ...]:
        said = []
        if self._pictures:
            said.append(f"Pictures were left out ({self._pictures}); words in them are not searched.")
        if self._tracked:
            said.append("The file holds tracked changes; it was read as if all were accepted.")
        if self._hidden:
            said.append(f"Hidden text was left out in {self._hidden} {'place' if self._hidden == 1 else 'places'}.")
        if self._prompts:
            said.append(f"Fields that nobody has filled in were left out ({self._prompts}).")
        if self._long:
            said.append(f"Sentences in a heading style were read as text ({self._long}); check that none is a heading.")
        return tuple(said)

    def _body(self, element: Element) -> Iterator[_Para]:
        """The paragraphs of a body, a cell or a box; boxes anchored in a list or above it stand below it."""
        boxes = list[Element]()
        lead: Block | None = None
        for parts in joined(parts_of(element)):
            found = list(self._table(parts[0]) if parts[0].tag == qn("w:tbl") else self._paragraph(parts))
            own, self._boxes = self._boxes, []
            for paragraph in found:
                if not _is_below(paragraph.block, lead):
                    lead = paragraph.block if paragraph.block.text.endswith(":") else None
                    yield from self._inside(boxes)
                    boxes = []
                yield paragraph
            boxes += own
        yield from self._inside(boxes)

    def _inside(self, boxes: Sequence[Element]) -> Iterator[_Para]:
        for box in boxes:
            yield from self._body(box)

    def _paragraph(self, parts: Sequence[Element]) -> Iterator[_Para]:
        """A paragraph of one part, or of several that run on; the last one says how it stands, as in Word."""
        words, bold = Words(), True
        for part in parts:
            bold = self._gather(part, words, self._styles.face(part)) and bold
        text = words.text.strip()
        breaks, self._breaks = self._breaks, []
        plain, self._plain = self._plain, -1
        look = self._styles.look(parts[-1]) if text or not self._styles.is_gone(parts[-1]) else Look()
        if text:
            block = _block(words, look)
            taken = len(words.text.rstrip()) - len(block.text)
            titled = plain in breaks and _heads(block.text[: plain - taken], block.text[plain - taken :])
            blocks = list(_lines(block, [place - taken for place in breaks], plain - taken if titled else 0))
            yield from (_Para(own, bold=own is blocks[0] and (titled or (bold and len(blocks) == 1))) for own in blocks)
        elif look.marker and is_alone(parts[-1]):
            yield _Para(Block(BlockKind.ITEM, "", 1, look.marker), bold=False)

    def _gather(self, element: Element, words: Words, face: Face) -> bool:
        """Add the words of a paragraph or what wraps its runs; whether all of them are bold."""
        whole = True
        for child in element:
            if child.tag == qn("w:r"):
                before = len(words.text)
                plain = self._run(child, words, face) and not self._styles.is_bold(child, face)
                if plain and self._plain < 0:
                    said = words.text[before:]
                    self._plain = len(words.text) - len(said.lstrip())
                whole = whole and not plain
            elif child.tag in WRAPPED:
                self._tracked = self._tracked or child.tag in (qn("w:ins"), qn("w:moveTo"))
                whole = self._gather(child, words, face) and whole
            elif child.tag in (qn("w:del"), qn("w:moveFrom")):
                self._tracked = True
        return whole

    def _run(self, run: Element, words: Words, face: Face) -> bool:
        """Add the words of a run; whether there were any."""
        before, prompt = len(words.text), is_prompt(run)
        if prompt or self._styles.is_hidden(run, face):
            left_out = bool(seen("".join(t.text or "" for t in run.iter(qn("w:t")))))
            self._prompts += left_out and prompt
            self._hidden += left_out and not prompt
            return False
        for child in run:
            if child.tag == qn("w:t"):
                words.say(child.text)
            elif child.tag in (qn("w:tab"), qn("w:br"), qn("w:cr"), qn("w:ptab")):
                words.say(" ")
                self._breaks += [len(words.text)] * (child.tag in (qn("w:br"), qn("w:cr")))
            elif child.tag == qn("w:noBreakHyphen"):
                words.say("-")
            elif child.tag in _NOTES:
                self._mark(child, words)
            else:
                self._drawn(child)
        return bool(words.text[before:].strip())

    def _mark(self, reference: Element, words: Words) -> None:
        key = (_NOTES[reference.tag][0], reference.get(qn("w:id"), ""))
        if key in self._notes or key[1] in self._note_elements(reference.tag):
            words.note(self._notes.setdefault(key, str(len(self._notes) + 1)))

    def _drawn(self, element: Element) -> None:
        """Pictures are counted, text boxes read after their paragraph, once: their second form is for old programs."""
        for found in element.iter():
            fallback = any("Fallback" in str(a.tag) for a in found.iterancestors())
            if found.tag == qn("w:txbxContent") and not fallback and not any(a.tag == found.tag for a in found.iterancestors()):
                self._boxes.append(found)
            elif str(found.tag).endswith(("}blip", "}imagedata")) and not fallback:
                self._pictures += 1

    def _table(self, table: Element) -> Iterator[_Para]:
        rows = list(rows_of(table))
        held = [list(cells_of(row)) for row in rows]
        if is_layout(held):
            for cell in chain.from_iterable(held):
                yield from (p for p in self._body(cell) if p.block.text)
            return
        headed = self._styles.is_headed(table)
        cells = [
            [self._cell(cell, row, headed and row is rows[0]) for cell in own] for own, row in zip(held, rows, strict=True)
        ]
        for block in table_blocks(merged_down(cells, rows)):
            yield _Para(block, bold=False)

    def _cell(self, cell: Element, row: Element, head: bool) -> Cell:
        inside = list(self._body(cell))
        span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        columns = whole(span.get(qn("w:val")) if span is not None else None, 1)
        head = head or row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        title = head or (bool(inside) and all(p.bold for p in inside))
        return replace(cell_of([p.block for p in inside]), columns=columns, title=title)

    def _note_elements(self, tag: str) -> dict[str, Element]:
        name, element = _NOTES[tag]
        if name not in self._parts:
            self._parts[name] = self._note_part(name, element)
        return self._parts[name]

    def _note_part(self, name: str, tag: str) -> dict[str, Element]:
        for relation in self._document.part.rels.values():
            if relation.reltype == _RELATION + name and not relation.is_external:
                root = parse_xml(relation.target_part.blob)
                _no_doctype(root)
                return {note.get(qn("w:id"), ""): note for note in root.iterchildren(tag) if _has_words(note)}
        return {}

    def _note_blocks(self) -> Iterator[Block]:
        """The footnotes and endnotes that are referred to, in that order."""
        tags = {name: tag for tag, (name, _) in _NOTES.items()}
        for (name, own), number in list(self._notes.items()):
            for paragraph in self._body(self._note_elements(tags[name])[own]):
                block = replace(paragraph.block, kind=BlockKind.FOOTNOTE, text=shown(paragraph.block), marker=number, level=0)
                yield block


def _block(words: Words, look: Look) -> Block:
    block = words.block(BlockKind.TEXT)
    match look:
        case Look(furniture=str(name)) if name:
            return replace(block, kind=BlockKind.FURNITURE, marker=name)
        case Look(heading=int(level)) if level:
            return replace(_heading(replace(block, marker=look.marker)), level=level)
        case Look(marker=str(marker)) if marker:
            return replace(block, kind=BlockKind.ITEM, marker=marker, level=look.level)
        case _:
            return numbered(block)


def _heads(title: str, rest: str) -> bool:
    """Whether bold words on lines of their own are a title over the sentences of their paragraph, not a part of them."""
    short = 0 < len(title.split()) <= TITLE_WORDS and not _PARTED.search(title)
    return short and not is_order(title) and not rest[:1].islower() and rest.endswith((".", "?", ":"))


def _lines(block: Block, breaks: Sequence[int], titled: int) -> Iterator[Block]:
    """A paragraph, the items typed in it on lines of their own, and what stands under its title, from `titled` on."""
    cuts, text = [0], block.text
    within = [place for place in breaks if 0 < place < len(text) and block.kind in (BlockKind.TEXT, BlockKind.ITEM)]
    for place in within:
        listed = numbered(Block(BlockKind.TEXT, text[place:])).kind is BlockKind.ITEM and not refers(text[:place].rstrip())
        if place == titled or (listed and (len(cuts) > 1 or text[place] in BULLETS or _PARTED.search(text[:place]))):
            cuts.append(place)
    for start, end in pairwise([*cuts, len(text) + 1]):
        marks = tuple(replace(m, offset=m.offset - start) for m in block.marks if start <= m.offset < end)
        line = replace(block, text=text[start:end].rstrip(), marks=marks)
        yield numbered(replace(line, kind=BlockKind.TEXT, marker=""), block.level + 1) if start else line


def _is_below(block: Block, lead: Block | None) -> bool:
    """Whether a block is an item of the list under a lead-in ('The chair should:')."""
    within = lead is not None and (not block.marker[:1].isdigit() or block.level > lead.level)
    return within and block.kind is BlockKind.ITEM


def _heading(block: Block) -> Block:
    """A block as a heading, its number among its words."""
    number = f"{block.marker} " if block.marker not in ("", "-") else ""
    moved = tuple(replace(m, offset=m.offset + len(number)) for m in block.marks)
    return replace(block, kind=BlockKind.HEADING, text=f"{number}{block.text}", marker="", marks=moved)


def _bold_heading(paragraph: _Para) -> Block:
    """A short paragraph in bold as a heading, numbered or not, where a writer used no heading styles."""
    block = paragraph.block
    short = len(block.text.split()) <= TITLE_WORDS and not block.text.endswith((".", ",", ";"))
    numbered = block.kind is BlockKind.ITEM and block.marker[:1].isdigit()
    if not paragraph.bold or not short or is_order(block.text) or not (numbered or block.kind is BlockKind.TEXT):
        return block
    return replace(_heading(block), level=max(1, block.marker.rstrip(".").count(".") + 1))


def _has_words(note: Element) -> bool:
    return any((t.text or "").strip() for t in note.iter(qn("w:t")))


def _no_doctype(root: Element) -> None:
    """Refuse what declares a document type: no Word writes one, and entities are declared there."""
    if root.getroottree().docinfo.doctype:
        raise UnreadableFile("The Word file declares entities, which no Word does: save it anew from Word.")
