"""GET /v1/documents, /v1/documents/{id}/contents."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel

from api.deps import SignedIn, TheLibrary, Unhurried
from api.reading import href
from api.routes.examples import shows
from corpus.errors import UnknownParagraph
from corpus.library import Library
from corpus.model import Paragraph, Section, Status
from corpus.register import Document

router = APIRouter(prefix="/v1", tags=["documents"], dependencies=[Unhurried])


class Listed(BaseModel):
    """A document of the library and whether it is in force today; `in_force_to` is its last day in force."""

    id: str
    title: str
    short: str
    publisher: str
    edition: str
    published: date
    status: Status
    in_force: bool
    in_force_from: date | None = None
    in_force_to: date | None = None
    replaces: str
    replaced_by: str
    nation: str
    licence: str
    sha256: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Documents:
    """The documents in the register's order."""

    documents: tuple[Listed, ...]
    library: str


@dataclass(frozen=True)
class Entry:
    """A paragraph or section in the contents; `level` is 0 for a paragraph, 1 and deeper for a section."""

    id: str
    label: str
    kind: str
    level: int
    page: int | None
    heading: tuple[str, ...]
    href: str


@dataclass(frozen=True)
class Contents:
    """What is in a document, in reading order."""

    document: str
    sections: tuple[Entry, ...]
    paragraphs: tuple[Entry, ...]


_DOCUMENT = {
    "id": "wt-2026",
    "title": "Working Together to Safeguard Children 2026",
    "short": "Working Together 2026",
    "publisher": "HM Government",
    "edition": "March 2026",
    "published": "2026-03-18",
    "status": "statutory",
    "in_force": True,
    "in_force_from": "2026-03-18",
    "replaces": "",
    "replaced_by": "",
    "nation": "England",
    "licence": "Open Government Licence v3.0",
    "sha256": "0" * 64,
    "notes": [],
}
_ENTRY = {
    "id": "wt-2026/167",
    "label": "Working Together 2026, paragraph 167",
    "kind": "numbered",
    "level": 0,
    "page": 62,
    "heading": ["Chapter 3", "Section 3", "Referral"],
    "href": "/read/wt-2026#167",
}


@router.get("/documents", responses={200: shows({"documents": [_DOCUMENT], "library": "486405d2d193658d"})})
def documents(user: SignedIn, library: TheLibrary) -> Documents:
    """List the documents, their status and dates."""
    return Documents(tuple(map(listed, library.documents.values())), library.manifest.fingerprint)


@router.get(
    "/documents/{doc}/contents", responses={200: shows({"document": "wt-2026", "sections": [], "paragraphs": [_ENTRY]})}
)
def document_contents(
    doc: Annotated[str, Path(description="The id of a document.", examples=["wt-2026"], max_length=100)],
    user: SignedIn,
    library: TheLibrary,
) -> Contents:
    """List the sections and paragraphs of a document."""
    return contents(library, doc)


def listed(document: Document) -> Listed:
    """A document as it is listed today."""
    in_force = document.in_force(date.today())
    own = {name: getattr(document, name) for name in Listed.model_fields if name != "in_force"}
    return Listed(**own, in_force=in_force)


def contents(library: Library, doc: str) -> Contents:
    """The sections and paragraphs of a document; raises UnknownParagraph."""
    if doc not in library.documents:
        raise UnknownParagraph(f"There is no document {doc!r}; the library holds {', '.join(library.documents)}.")
    sections = tuple(_entry(s) for s in library.sections.values() if s.doc == doc)
    return Contents(doc, sections, tuple(_entry(p) for p in library.paragraphs.values() if p.doc == doc))


def _entry(found: Paragraph | Section) -> Entry:
    kind, level = ("section", found.level) if isinstance(found, Section) else (found.kind.value, 0)
    return Entry(found.id, found.label, kind, level, found.page, found.heading, href(found))
