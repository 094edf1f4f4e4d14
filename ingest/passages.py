"""What is indexed of a paragraph: the whole, and where it is long its parts, each with heading path and lead-in."""

import hashlib
from collections.abc import Iterator, Sequence

from corpus.glossary import load_glossary
from corpus.model import Kind, Paragraph, Part, Passage, Section, Sentence

WHOLE = 900
"""Paragraphs up to this many characters fit the model's window (256 tokens) and are indexed whole only."""
WINDOW = 550
"""Running text longer than `WHOLE` is indexed in windows of about this many characters."""
ITEM = 40
"""List items shorter than this say too little alone."""


def passages(paragraphs: Sequence[Paragraph], sections: Sequence[Section]) -> Iterator[Passage]:
    """The passages of a document, paragraph by paragraph."""
    for paragraph in paragraphs:
        if paragraph.kind is Kind.FIGURE and not paragraph.parts:
            continue
        seen: set[str] = set()
        for words in _pieces(paragraph):
            text = f"{_context(paragraph)}\n{words}"
            if text not in seen:
                seen.add(text)
                yield Passage(hashlib.sha256(text.encode()).hexdigest(), paragraph.id, paragraph.doc, text)


def _context(paragraph: Paragraph) -> str:
    """The headings that say what a paragraph is about, abbreviations spelled out."""
    path = list(paragraph.heading[-3:])
    title = paragraph.label.partition(", ")[2]
    if paragraph.kind in (Kind.PANEL, Kind.ENTRY, Kind.STATEMENT) and title not in path:
        path.append(title)
    return " > ".join(path)


def _pieces(paragraph: Paragraph) -> Iterator[str]:
    whole = " ".join(part.text for part in paragraph.parts)
    yield load_glossary().expand(whole)
    if len(whole) <= WHOLE:
        return
    for index, part in enumerate(paragraph.parts):
        own = [s for s in paragraph.sentences if s.part == index]
        lead = _lead_text(paragraph.parts, own)
        if part.level and len(part.text) >= ITEM:
            yield load_glossary().expand(f"{lead} {part.text}".strip())
        elif not part.level:
            yield from (load_glossary().expand(w) for w in _windows(own))


def _lead_text(parts: Sequence[Part], own: Sequence[Sentence]) -> str:
    lead = own[0].lead if own else None
    return parts[lead].text[-200:] if lead is not None else ""


def _windows(own: Sequence[Sentence]) -> Iterator[str]:
    """Running text in windows of whole sentences."""
    window = ""
    for sentence in own:
        if window and len(window) + len(sentence.text) > WINDOW:
            yield window
            window = ""
        window = f"{window} {sentence.text}".strip()
    if window:
        yield window
