"""Where a row of a register stands: the paragraph, the sentences of it that say so, and what force they have."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.library import Library
from corpus.model import Obligation, Paragraph, Status
from retriever.excerpt import Excerpt
from training.source import Source, source


@dataclass(frozen=True)
class Place:
    """A cited paragraph, as it was when the row was made, and the sentences (by number) that the row stands on."""

    source: Source
    doc: str
    label: str
    heading: tuple[str, ...]
    page: int | None
    href: str
    status: Status
    sentences: tuple[int, ...]
    quote: str
    """The sentences' own words, verbatim; list items each on a line of its own."""

    @property
    def id(self) -> str:
        """The paragraph's id."""
        return self.source.id

    def excerpt(self, library: Library) -> Excerpt:
        """The same words as an answer cites them."""
        return Excerpt(library.paragraphs[self.id], self.sentences)


@dataclass(frozen=True)
class Row:
    """What every register's row has: an id, a place, how strongly its words bind."""

    id: str
    place: Place
    obligation: Obligation


def place(paragraph: Paragraph, sentences: Sequence[int], library: Library) -> Place:
    """The place of some sentences of a paragraph."""
    return Place(
        source=source(paragraph),
        doc=paragraph.doc,
        label=paragraph.label,
        heading=paragraph.heading,
        page=paragraph.page,
        href=paragraph.href,
        status=library.documents[paragraph.doc].status,
        sentences=tuple(sentences),
        quote=Excerpt(paragraph, tuple(sentences)).quote,
    )
