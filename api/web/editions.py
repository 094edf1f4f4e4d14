"""What became of a paragraph in another edition of the same text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from api.service import Service
from api.web.paragraphs import address
from corpus.library import Library
from corpus.register import Document
from retriever.alignment import Change

_YEAR = re.compile(r"\W*\b\d{4}\b\W*")


@dataclass(frozen=True)
class Match:
    """The paragraph of the other edition that says the same, or nearly."""

    edition: str
    label: str
    href: str
    reworded: bool


def other_edition(library: Library, doc: str) -> Document | None:
    """The other edition of a document: the one with the same title but for the year."""
    own = library.documents[doc]
    return next((d for d in library.documents.values() if d.id != doc and _untimed(d) == _untimed(own)), None)


def matches(service: Service, doc: str) -> Mapping[str, Match]:
    """For each paragraph that the other edition has too its match there; slow the first time."""
    other = other_edition(service.library, doc)
    if other is None:
        return {}
    earlier, later = sorted((service.library.documents[doc], other), key=lambda own: own.published)
    pairs = [p for p in service.aligned(earlier.id, later.id) if p.change in (Change.SAME, Change.REWORDED)]
    forward = doc == earlier.id
    return {
        (p.before if forward else p.after): _match(service.library, p.after if forward else p.before, other, p.change)
        for p in pairs
    }


def _match(library: Library, name: str, other: Document, change: Change) -> Match:
    label = library.paragraphs[name].label.removeprefix(other.short).lstrip(", ")
    return Match(str(other.published.year), label, address(name), change is Change.REWORDED)


def _untimed(document: Document) -> str:
    return _YEAR.sub(" ", document.title).strip().casefold()
