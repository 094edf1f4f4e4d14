"""An answer as the pages show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from pydantic import TypeAdapter

from api.web.markdown import html
from api.web.paragraphs import address
from api.web.suggested import follow_ups
from api.web.words import URGENT_NOTICES, Tag, duty, page, standing
from corpus.library import Library
from retriever.answer import Answer, AnswerKind, Citation, Hit, Notice

NEAREST = 3
_answer = TypeAdapter(Answer)


@dataclass(frozen=True)
class Sentence:
    """Words that are quoted, how they bind and whom: `actor` is empty where the words name it themselves."""

    text: str
    duty: Tag | None
    actor: str


@dataclass(frozen=True)
class Source:
    """A citation as a card: `trail` its headings, `place` its page, `tags` its standing and strongest duty."""

    number: int
    id: str
    label: str
    href: str
    trail: str
    place: str
    tags: tuple[Tag, ...]
    sentences: tuple[Sentence, ...]
    whole: Markup


@dataclass(frozen=True)
class Near:
    """A paragraph that was found and not quoted."""

    label: str
    href: str
    tag: Tag
    text: str


@dataclass(frozen=True)
class Shown:
    """An answer on a page; `id` is empty if it could not be kept."""

    id: str
    kind: str
    question: str
    understood: str
    text: Markup
    before: tuple[Notice, ...]
    after: tuple[Notice, ...]
    sources: tuple[Source, ...]
    nearest: tuple[Near, ...]
    following: tuple[str, ...]


def stored(body: Mapping[str, Any]) -> Answer:
    """The answer in an audit row."""
    return _answer.validate_python({key: own for key, own in body.items() if key in Answer.__dataclass_fields__})


def shown(answer: Answer, name: str, library: Library) -> Shown:
    """An answer for a page; `name` is its id, under which the reader finds its citations."""
    sources = tuple(_source(c, n, name) for n, c in enumerate(answer.citations, 1))
    marks = {str(s.number): f"#source-{name}-{s.number}" for s in sources}
    text = html(answer.answer, lambda mark: marks.get(mark, ""), lambda own: _place(own, library))
    plain = answer.understood.casefold() == answer.question.casefold()
    return Shown(
        id=name,
        kind=answer.kind.value,
        question=answer.question,
        understood="" if plain else answer.understood,
        text=text,
        before=tuple(n for n in answer.notices if _comes_first(n, answer)),
        after=tuple(n for n in answer.notices if not _comes_first(n, answer)),
        sources=sources,
        nearest=() if sources else tuple(_near(hit) for hit in answer.passages[:NEAREST]),
        following=follow_ups(answer),
    )


def _place(name: str, library: Library) -> str:
    """Where a paragraph or section is read; empty if there is none of that name."""
    return address(name) if name in library.paragraphs or name in library.sections else ""


def _comes_first(notice: Notice, answer: Answer) -> bool:
    """Whether a notice stands before the answer; nothing stands before 999."""
    return notice.kind in URGENT_NOTICES and answer.kind is not AnswerKind.EMERGENCY


def _source(citation: Citation, number: int, name: str) -> Source:
    place = citation.href.partition("#")[2]
    href = f"/read/{citation.doc}?answer={name}&mark={number}#{place}" if name else citation.href
    tags = (standing(citation.status, citation.in_force), duty(citation.obligation))
    return Source(
        number=number,
        id=citation.id,
        label=citation.label,
        href=href,
        trail=" › ".join(h for h in citation.heading if h not in citation.label),
        place=page(citation.page, citation.page_source),
        tags=tuple(tag for tag in tags if tag),
        sentences=_sentences(citation),
        whole=_whole(citation.text),
    )


def _sentences(citation: Citation) -> tuple[Sentence, ...]:
    if not citation.sentences:
        return (Sentence(citation.quote, duty(citation.obligation), ""),)
    return tuple(Sentence(s.text, duty(s.obligation), _unsaid(s.actor, s.text)) for s in citation.sentences)


def _unsaid(actor: str, text: str) -> str:
    return "" if actor.casefold() in text.casefold() else actor


def _whole(text: str) -> Markup:
    """A whole paragraph's text as it is printed."""
    return html(text, lambda mark: "", lambda own: "")


def _near(hit: Hit) -> Near:
    return Near(hit.label, address(hit.id), standing(hit.status, hit.in_force), hit.text)
