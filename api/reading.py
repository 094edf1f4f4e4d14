"""A paragraph or section as a reader is shown it: its words, its place, and what it is tied to."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from corpus.library import Library
from corpus.model import LawReference, Paragraph, Part, Reference, Section, Sentence
from corpus.register import Document


@dataclass(frozen=True)
class Link:
    """A paragraph by its id and name."""

    id: str
    label: str
    href: str


@dataclass(frozen=True)
class Shown:
    """
    A paragraph or section; `kind` is 'section' for the latter, whose `paragraphs` are the ids under it.

    `references` are the pointers in its text, `cited_by` the paragraphs that point to it.
    """

    id: str
    doc: str
    label: str
    kind: str
    heading: tuple[str, ...]
    page: int | None
    page_source: str | None
    text: str
    href: str
    status: str
    in_force: bool
    previous: Link | None
    next: Link | None
    cited_by: tuple[Link, ...]
    section: str = ""
    paragraphs: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    footnotes: tuple[str, ...] = ()
    noted_in: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    laws: tuple[LawReference, ...] = ()
    remarks: tuple[str, ...] = ()


class Reading:
    """Shows the paragraphs and sections of one library."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._order = {doc: [p.id for p in library.paragraphs.values() if p.doc == doc] for doc in library.documents}
        self._place = {name: n for own in self._order.values() for n, name in enumerate(own)}
        self._cited_by: dict[str, list[str]] = defaultdict(list)
        for paragraph in library.paragraphs.values():
            for name in dict.fromkeys(i for r in paragraph.references for i in r.ids):
                self._cited_by[name].append(paragraph.id)

    def show(self, name: str, on: date | None = None) -> Shown:
        """What is under an id, its force judged on a day (today); raises UnknownParagraph."""
        found = self.library.find(name)
        document = self.library.documents[found.doc]
        in_force = document.in_force(on or date.today())
        return (
            self._section(found, document, in_force)
            if isinstance(found, Section)
            else self._paragraph(found, document, in_force)
        )

    def link(self, name: str) -> Link:
        """An id as a link."""
        found = self.library.find(name)
        return Link(found.id, found.label, href(found))

    def _paragraph(self, found: Paragraph, document: Document, in_force: bool) -> Shown:
        place, order = self._place[found.id], self._order[found.doc]
        kept = ("id", "doc", "label", "heading", "page", "section", "parts", "sentences", "footnotes")
        own = {name: getattr(found, name) for name in (*kept, "noted_in", "references", "laws", "remarks", "text", "href")}
        return Shown(
            **own,
            kind=found.kind.value,
            page_source=found.page_source,
            status=document.status,
            in_force=in_force,
            previous=self.link(order[place - 1]) if place else None,
            next=self.link(order[place + 1]) if place + 1 < len(order) else None,
            cited_by=self._citing(found.id),
        )

    def _section(self, found: Section, document: Document, in_force: bool) -> Shown:
        own = [s for s in self.library.sections.values() if s.doc == found.doc]
        place = own.index(found)
        return Shown(
            **{name: getattr(found, name) for name in ("id", "doc", "label", "heading", "page", "paragraphs")},
            kind="section",
            page_source=None,
            text=self.library.text_of(found.id),
            href=href(found),
            status=document.status,
            in_force=in_force,
            previous=self.link(own[place - 1].id) if place else None,
            next=self.link(own[place + 1].id) if place + 1 < len(own) else None,
            cited_by=self._citing(found.id),
        )

    def _citing(self, name: str) -> tuple[Link, ...]:
        return tuple(self.link(own) for own in self._cited_by.get(name, ()))


def href(found: Paragraph | Section) -> str:
    """The place of a paragraph or section in the reader."""
    return f"/read/{found.doc}#{found.id.removeprefix(found.doc + '/')}"
