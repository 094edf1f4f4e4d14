"""What is marked in a document that is read: the words an answer quotes, a quotation, or words looked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from api.web.paragraphs import address
from api.web.spans import places
from corpus.model import Paragraph
from retriever.answer import Answer, Citation

FOUND = 100
"""Paragraphs that a search lists."""
LINES = 30
"""Lines of a quotation that are marked."""
AROUND = 90
"""Characters shown before and after the first word found."""


@dataclass(frozen=True)
class Step:
    """A citation of the answer that is being read through."""

    number: int
    label: str
    href: str


@dataclass(frozen=True)
class Trail:
    """Where a reader stands among an answer's citations."""

    question: str
    back: str
    here: Step
    last: int
    previous: Step | None
    next: Step | None


@dataclass(frozen=True)
class Found:
    """A paragraph that holds the words looked for, and some of its text."""

    label: str
    href: str
    opening: str


@dataclass(frozen=True)
class Marked:
    """Phrases to mark: in single paragraphs by id, and `everywhere`."""

    single: Mapping[str, Sequence[str]] = field(default_factory=dict)
    everywhere: Sequence[str] = ()

    def of(self, name: str) -> Sequence[str]:
        """The phrases to mark in a paragraph."""
        return (*self.single.get(name, ()), *self.everywhere)


def cited(answer: Answer) -> Marked:
    """The words that an answer quotes."""
    single: dict[str, list[str]] = {}
    for citation in answer.citations:
        single.setdefault(citation.id, []).extend(_phrases(citation))
    return Marked(single)


def quoted(quote: str) -> Marked:
    """A quotation, line by line, the first of them: each is looked for in the whole document."""
    lines = dict.fromkeys(line.strip(" -•") for line in quote.splitlines())
    return Marked(everywhere=[line for line in lines if line][:LINES])


def trail(answer: Answer, name: str, conversation: str, number: int) -> Trail | None:
    """The way through an answer's citations, at the one with a number."""
    if not 1 <= number <= len(answer.citations):
        return None
    steps = [_step(c, n, name) for n, c in enumerate(answer.citations, 1)]
    previous = steps[number - 2] if number > 1 else None
    following = steps[number] if number < len(steps) else None
    back = f"/?conversation={conversation}#answer-{name}"
    return Trail(answer.question, back, steps[number - 1], len(steps), previous, following)


def search(paragraphs: Sequence[Paragraph], query: str) -> tuple[Sequence[Found], int]:
    """Paragraphs that hold every word looked for, in reading order, and how many there are in all."""
    words = query.split()
    holding = [p for p in paragraphs if words and all(next(places(word, p.text), None) for word in words)]
    return [Found(p.label, address(p.id), _around(p.text, words[0])) for p in holding[:FOUND]], len(holding)


def _around(text: str, word: str) -> str:
    start, end = next(places(word, text))
    before, after = max(0, start - AROUND), min(len(text), end + AROUND)
    before = text.rfind(" ", 0, before) + 1 if before else 0
    after = text.find(" ", after) if " " in text[after:] else len(text)
    words = " ".join(text[before:after].split())
    return f"{'… ' if before else ''}{words}{' …' if after < len(text) else ''}"


def _phrases(citation: Citation) -> list[str]:
    return [s.text for s in citation.sentences] or citation.quote.splitlines()


def _step(citation: Citation, number: int, name: str) -> Step:
    place = citation.href.partition("#")[2]
    return Step(number, citation.label, f"/read/{citation.doc}?answer={name}&mark={number}#{place}")
