"""Statements of the practitioner standards."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from api.protocol.wanted import Selection, StatementKind
from api.service import Service
from corpus.model import Kind, Paragraph

MOST = 100
"""Paragraphs that are looked through for a topic."""
_ID = re.compile(r".+/S(\d+)\.([OTH])\d+")
_KINDS = {"O": StatementKind.OUTCOME, "T": StatementKind.LEARN_THAT, "H": StatementKind.LEARN_HOW_TO}


@dataclass(frozen=True)
class Statement:
    """A statement: `title` is its standard's, `standard` that one's number."""

    id: str
    label: str
    standard: int
    title: str
    kind: StatementKind
    text: str
    href: str


@dataclass(frozen=True)
class Standards:
    """Statements, in reading order or, on a topic, the best first."""

    statements: tuple[Statement, ...]


def standards(service: Service, wanted: Selection) -> Standards:
    """The statements that are wanted; it may search, so call it in the pool."""
    found = map(_statement, _paragraphs(service, wanted.topic))
    return Standards(tuple(s for s in found if wanted.standard in (None, s.standard) and wanted.kind in (None, s.kind)))


def _paragraphs(service: Service, topic: str | None) -> Iterable[Paragraph]:
    paragraphs = service.library.paragraphs
    if topic is None:
        return (p for p in paragraphs.values() if p.kind is Kind.STATEMENT)
    hits = service.assistant.search(topic, MOST)
    return (paragraphs[h.id] for h in hits if h.id in paragraphs and paragraphs[h.id].kind is Kind.STATEMENT)


def _statement(found: Paragraph) -> Statement:
    parts = _ID.fullmatch(found.id)
    if parts is None:
        raise ValueError(f"The statement {found.id!r} is not numbered as statements are.")
    title = found.heading[0] if found.heading else ""
    return Statement(found.id, found.label, int(parts[1]), title, _KINDS[parts[2]], found.text, found.href)
