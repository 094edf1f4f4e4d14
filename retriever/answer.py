"""The contract every way in returns: answers, citations, notices, passages (DESIGN, 'The contract')."""

from dataclasses import dataclass
from enum import StrEnum

from corpus.register import Document
from retriever.excerpt import Excerpt
from retriever.search import Ranked


class AnswerKind(StrEnum):
    """What sort of answer it is."""

    ANSWER = "answer"
    ABSTAIN = "abstain"
    EMERGENCY = "emergency"
    REFUSE = "refuse"
    CLARIFY = "clarify"


@dataclass(frozen=True)
class Quoted:
    """One sentence or list item that is used, the duty it carries and whose it is."""

    text: str
    obligation: str
    actor: str


@dataclass(frozen=True)
class Citation:
    """A paragraph and the words of it that are used: `sentences` all of them, `quote` the longest unbroken run."""

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
    sentences: tuple[Quoted, ...] = ()


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
    confidence: float | None = None
    """The probability that what was found answers, where it was judged."""


def cite(excerpt: Excerpt, document: Document, in_force: bool) -> Citation:
    """The citation of words in a paragraph."""
    paragraph = excerpt.paragraph
    return Citation(
        id=paragraph.id,
        doc=paragraph.doc,
        label=paragraph.label,
        heading=paragraph.heading,
        page=paragraph.page,
        page_source=paragraph.page_source,
        text=paragraph.text,
        quote=excerpt.quote,
        status=document.status,
        in_force=in_force,
        obligation=excerpt.obligation,
        href=paragraph.href,
        sentences=tuple(Quoted(s.text, s.obligation, s.actor) for s in excerpt.sentences),
    )


def hit(ranked: Ranked, document: Document, in_force: bool) -> Hit:
    """A ranked paragraph as the contract shows it."""
    own = ranked.target
    return Hit(own.id, own.doc, own.label, ranked.text, ranked.score, document.status, in_force)
