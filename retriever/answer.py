"""The contract every way in returns: answers, citations, notices, passages (DESIGN, 'The contract')."""

from dataclasses import dataclass
from enum import StrEnum

from corpus.model import Obligation, Paragraph
from corpus.register import Document
from retriever.search import Ranked


class AnswerKind(StrEnum):
    """What sort of answer it is."""

    ANSWER = "answer"
    ABSTAIN = "abstain"
    EMERGENCY = "emergency"
    REFUSE = "refuse"
    CLARIFY = "clarify"


@dataclass(frozen=True)
class Citation:
    """A paragraph and the words of it that are used."""

    id: str
    doc: str
    label: str
    heading: tuple[str, ...]
    page: int | None
    page_source: str | None
    text: str
    quote: str
    status: str
    in_force: bool
    obligation: str
    href: str


@dataclass(frozen=True)
class Notice:
    """Something the reader must know beside the answer."""

    kind: str
    text: str


@dataclass(frozen=True)
class Hit:
    """A ranked paragraph or section."""

    id: str
    doc: str
    label: str
    text: str
    score: float
    status: str
    in_force: bool


@dataclass(frozen=True)
class Answer:
    """What a reader gets; `seconds` is how long it took."""

    kind: AnswerKind
    question: str
    understood: str
    answer: str
    citations: tuple[Citation, ...]
    notices: tuple[Notice, ...]
    passages: tuple[Hit, ...]
    library: str
    seconds: float


def cite(paragraph: Paragraph, quote: str, obligation: Obligation, document: Document, in_force: bool) -> Citation:
    """The citation of words in a paragraph."""
    return Citation(
        id=paragraph.id,
        doc=paragraph.doc,
        label=paragraph.label,
        heading=paragraph.heading,
        page=paragraph.page,
        page_source=paragraph.page_source,
        text=paragraph.text,
        quote=quote,
        status=document.status,
        in_force=in_force,
        obligation=obligation,
        href=paragraph.href,
    )


def hit(ranked: Ranked, document: Document, in_force: bool) -> Hit:
    """A ranked paragraph as the contract shows it."""
    own = ranked.target
    return Hit(own.id, own.doc, own.label, ranked.text, ranked.score, document.status, in_force)
