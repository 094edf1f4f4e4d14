"""A document as it is read: headings, paragraphs and footnotes in order, and its contents."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.web.paragraphs import anchor
from corpus.library import Library
from corpus.model import Kind, Paragraph, Section
from corpus.register import Document

DEEPEST = 6
"""HTML has six levels of headings; the document's title is the first."""


@dataclass(frozen=True)
class Heading:
    """A section's title; `anchor` is empty where a paragraph of the same name follows, `level` is HTML's (2 to 6)."""

    title: str
    anchor: str
    target: str
    level: int


@dataclass(frozen=True)
class Book:
    """A document with its blocks in reading order; footnotes apart."""

    document: Document
    blocks: tuple[Heading | Paragraph, ...]
    footnotes: tuple[Paragraph, ...]

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The contents."""
        return tuple(block for block in self.blocks if isinstance(block, Heading))


def bind(library: Library, doc: str) -> Book:
    """The document `doc` of a library."""
    own = [p for p in library.paragraphs.values() if p.doc == doc]
    sections = [s for s in library.sections.values() if s.doc == doc and s.paragraphs]
    return Book(
        library.documents[doc],
        tuple(_blocks([p for p in own if p.kind is not Kind.FOOTNOTE], sections, library)),
        tuple(p for p in own if p.kind is Kind.FOOTNOTE),
    )


def _blocks(paragraphs: Sequence[Paragraph], sections: Sequence[Section], library: Library) -> Iterator[Heading | Paragraph]:
    opening: dict[str, list[Section]] = {}
    for section in sections:
        first = next((name for name in section.paragraphs if library.paragraphs[name].kind is not Kind.FOOTNOTE), "")
        opening.setdefault(first, []).append(section)
    above: list[Section] = []
    for paragraph in paragraphs:
        for section in sorted(opening.get(paragraph.id, ()), key=lambda own: -len(own.paragraphs)):
            above = [*(own for own in above if set(section.paragraphs) <= set(own.paragraphs)), section]
            yield _heading(section, len(above), library)
        yield paragraph


def _heading(section: Section, depth: int, library: Library) -> Heading:
    """A section `depth` sections deep."""
    place = anchor(section.id)
    return Heading(section.title, "" if section.id in library.paragraphs else place, place, min(depth + 1, DEEPEST))
