"""What became of a paragraph in another edition of the same text."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from api.alignments import in_order, other_edition
from api.service import Service
from api.web.paragraphs import address
from api.web.words import standing
from corpus.library import Library
from corpus.register import Document
from retriever.alignment import Change


@dataclass(frozen=True)
class Match:
    """The paragraph of the other edition that says the same, or nearly; `edition` is its year and standing."""

    edition: str
    label: str
    href: str
    reworded: bool


def matches(service: Service, doc: str) -> Mapping[str, Match]:
    """For each paragraph that the other edition has too its match there; none until the editions are aligned."""
    other = other_edition(service.library, doc)
    if other is None:
        return {}
    earlier, later = in_order(service.library.documents[doc], other)
    pairs = [p for p in service.alignments.ready(earlier.id, later.id) if p.change in (Change.SAME, Change.REWORDED)]
    forward = doc == earlier.id
    return {
        (p.before if forward else p.after): _match(service.library, p.after if forward else p.before, other, p.change)
        for p in pairs
    }


def _match(library: Library, name: str, other: Document, change: Change) -> Match:
    label = library.paragraphs[name].label.removeprefix(other.short).lstrip(", ")
    today = standing(other.status, other.in_force(date.today())).text.lower()
    return Match(f"{other.published.year} edition ({today})", label, address(name), change is Change.REWORDED)
