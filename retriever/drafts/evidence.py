"""What a written sentence is held against: the sentences and list items of the paragraphs it cites."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from corpus.glossary import load_glossary
from retriever.answer import Citation
from retriever.drafts.drafted import split
from retriever.drafts.facts import Fact, Limit, facts, limits
from retriever.drafts.force import Duty, duties, negations
from retriever.drafts.vocabulary import content, neighbours, said_by

_ITEM = re.compile(r"^(?P<indent>\s*)(?:[-•–]|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)])\s+")


@dataclass(frozen=True)
class Unit:
    """A sentence or list item of a paragraph, with its lead-in and the sentence before it."""

    text: str
    lead: str = ""
    previous: str = ""

    @property
    def whole(self) -> str:
        """Its words after those of its lead-in."""
        return f"{self.lead} {self.text}".strip()

    @cached_property
    def content(self) -> frozenset[str]:
        """Its content words and its lead-in's."""
        return said_by([self.whole])

    @cached_property
    def neighbours(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """Its numbers and turning words, each with the words next to it."""
        return neighbours(self.whole)

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """Its duty words; its lead-in's rule it too."""
        return duties(self.whole)

    @cached_property
    def negations(self) -> tuple[tuple[str, ...], ...]:
        """The content words that each of its negations governs."""
        return tuple(words for scope in negations(self.whole) if (words := content(scope)))


@dataclass(frozen=True)
class Evidence:
    """Everything the citations of one sentence say."""

    citations: tuple[Citation, ...]

    @cached_property
    def text(self) -> str:
        """The paragraphs' own words."""
        return "\n".join(c.text for c in self.citations)

    @cached_property
    def around(self) -> str:
        """The paragraphs with what stands over them: their headings and labels."""
        return "\n".join((self.text, *(h for c in self.citations for h in (*c.heading, c.label))))

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """Every sentence and list item."""
        return tuple(unit for c in self.citations for unit in units(c.text))

    @cached_property
    def words(self) -> frozenset[str]:
        """Every content word of the paragraphs, their headings and labels."""
        return said_by([*(u.whole for u in self.units), self.around])

    @cached_property
    def facts(self) -> frozenset[Fact]:
        """Every number, date, provision and Act of the paragraphs; a label's number too ('paragraph 167')."""
        return facts(self.text) | facts(" ; ".join(part for c in self.citations for part in (c.label, *c.heading)))

    @cached_property
    def over(self) -> frozenset[str]:
        """Every content word of the headings and labels."""
        return said_by(line for c in self.citations for line in (*c.heading, c.label))

    @cached_property
    def limits(self) -> tuple[Limit, ...]:
        """Every time limit, percentage and sum."""
        return tuple(limit for unit in self.units for limit in limits(unit.text))

    @cached_property
    def roles(self) -> frozenset[str]:
        """Every body and person named."""
        return frozenset(load_glossary().actors_in(self.around))


def evidence(marks: Sequence[int], citations: Sequence[Citation]) -> Evidence:
    """The evidence under marks that exist."""
    return _evidence(tuple(citations[n - 1] for n in marks))


@lru_cache(maxsize=64)
def _evidence(citations: tuple[Citation, ...]) -> Evidence:
    return Evidence(citations)


def units(text: str) -> Iterator[Unit]:
    """The sentences and list items of a paragraph's text, each with its lead-in."""
    above: list[tuple[int, str]] = []
    previous = ""
    for line in text.split("\n"):
        item = _ITEM.match(line)
        level = 1 + len(item["indent"]) // 2 if item else 0
        above = [(at, words) for at, words in above if at < level]
        lead = " ".join(words for _, words in above)
        sentences = list(split(line[item.end() :] if item else line.strip()))
        for sentence in sentences:
            yield Unit(sentence, lead, previous)
            previous = sentence
        if sentences and (level or sentences[-1].endswith(":")):
            above.append((level, sentences[-1] if sentences[-1].endswith(":") else sentences[0]))
