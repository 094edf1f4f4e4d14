"""What each sentence asks, of whom, how strongly: its own duty words, or those of the lead-in that rules it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from corpus.library import Library
from corpus.model import Obligation, Paragraph, Sentence
from training.once import once
from training.subjects import DUTY, named, only_actor, only_embedded, opens_with_actor, speaks_on, subjects

_MUST = re.compile(r"\bmust\b")
_MAY = re.compile(r"\bmay\b(?! (?:no longer|currently)\b)")
OTHERWISE = re.compile(
    r"\b(?:(?<!consider )(?:is|are|be) (?:also |jointly |therefore |still )?"
    r"(?:required to|expected to|under (?:a|the) (?:\w+ )?duty|responsible for|accountable for|obliged to)"
    r"|(?<!who )ha(?:s|ve) (?:also )?(?:a|an|the|their own|overall)? ?(?:\w+ )?(?:dut(?:y|ies)|responsibilit(?:y|ies)) "
    r"(?:to|for|under|in)"
    r"|(?<!not )(?<!who )needs? to)\b"
)
"""A duty said without 'must' or 'should'."""
_ASKS = re.compile(r"\b(?:whether|if|how|when|who|what|which)\s*:$")
"""A lead-in whose items are questions."""
OPENS_DUTIES = re.compile(
    r"\b(?:must|should|may|also|ensure|ensure that|make sure|make sure they|(?<!needed )to|be delivered|in sequence)\s*:$"
)
"""A lead-in whose items are each a duty ('The police should:'); under another they are parts of one ('must include:')."""
_CHAPTERS = frozenset(
    {
        "safeguarding partners",
        "relevant agencies",
        "families",
        "Channel panels",
        "Ministry of Defence",
        "multi-agency child protection teams",
    }
)
"""Actors under whose headings duties of many others stand."""
_SPEAKS_BACK = re.compile(r"^(?:this|these|those|it|they|that)\b", re.IGNORECASE)
_TURNS = re.compile(r"^(?:and\s+)?(?:must|should)\b")


class NamedBy(StrEnum):
    """Where the actor of a duty is named."""

    SENTENCE = "the sentence"
    LEAD = "its lead-in"
    BEFORE = "the sentence before"
    HEADING = "the heading"
    NOWHERE = ""


@dataclass(frozen=True)
class Said:
    """A sentence of a paragraph (by number), the duty it carries, whose that is, and the words that lead in to it."""

    paragraph: Paragraph
    number: int
    obligation: Obligation
    actors: tuple[str, ...]
    named_by: NamedBy
    lead: str
    leads: tuple[int, ...] = ()
    """The numbers of the lead-in's sentences, the outer one first."""
    own: bool = True
    """Whether the duty words are the sentence's own."""

    @property
    def text(self) -> str:
        """The sentence."""
        return self.paragraph.sentences[self.number].text


@once
def said(library: Library) -> tuple[Said, ...]:
    """Every sentence of the library in reading order."""
    return tuple(_all(library))


def _all(library: Library) -> Iterator[Said]:
    before: tuple[str, ...] = ()
    section = ""
    for paragraph in library.paragraphs.values():
        if paragraph.section != section or not paragraph.number:
            before, section = (), paragraph.section
        found: dict[int, Said] = {}
        for number in range(len(paragraph.sentences)):
            one = found[number] = _said(paragraph, number, found, before)
            yield one
            before = one.actors or before


def _said(paragraph: Paragraph, number: int, found: Mapping[int, Said], before: tuple[str, ...]) -> Said:
    sentence = paragraph.sentences[number]
    lead = _lead(sentence, found)
    first = not any(paragraph.sentences[n].part == sentence.part for n in found)
    obligation = _own(sentence, lead if first else None)
    ruled = obligation is Obligation.NONE and lead is not None and lead.obligation is not Obligation.NONE and first
    if ruled and lead is not None:
        obligation = lead.obligation
    actors, by = _actors(sentence, obligation, ruled, lead, before)
    if not actors and obligation is not Obligation.NONE and (heading := _heading(paragraph, sentence.text)):
        actors, by = heading, NamedBy.HEADING
    numbers = (*lead.leads, lead.number) if lead else ()
    words = " ".join(paragraph.sentences[n].text for n in numbers)
    return Said(paragraph, number, obligation, actors, by, words, numbers, not ruled)


def _lead(sentence: Sentence, found: Mapping[int, Said]) -> Said | None:
    """The last sentence of the part that leads in to a list item."""
    own = [one for one in found.values() if one.paragraph.sentences[one.number].part == sentence.lead]
    return own[-1] if own and sentence.lead is not None else None


def _own(sentence: Sentence, lead: Said | None) -> Obligation:
    """The duty of a sentence's own words; what it merely asks about ('whether enquiries must be made') is none."""
    text = sentence.text
    if DUTY.search(text):
        if only_embedded(text) or (lead and _ASKS.search(lead.text)):
            return Obligation.NONE
        return Obligation.MUST if _MUST.search(text) else Obligation.SHOULD
    return Obligation.MAY if sentence.obligation is Obligation.MAY and _MAY.search(text) else Obligation.NONE


def _actors(
    sentence: Sentence, obligation: Obligation, ruled: bool, lead: Said | None, before: tuple[str, ...]
) -> tuple[tuple[str, ...], NamedBy]:
    text = sentence.text
    pattern = {Obligation.MAY: _MAY, Obligation.NONE: OTHERWISE}.get(obligation, DUTY)
    if lead and lead.actors and _goes_on(text, lead):
        return lead.actors, NamedBy.LEAD
    if not ruled and (own := subjects(text, pattern)):
        return own, NamedBy.SENTENCE
    if lead and lead.actors and lead.obligation is not Obligation.NONE:
        return lead.actors, NamedBy.LEAD
    if lead and _TURNS.match(text) and (led := named(lead.text)):
        return led, NamedBy.LEAD
    if not ruled and before and speaks_on(text, pattern):
        return before, NamedBy.BEFORE
    return (), NamedBy.NOWHERE


def _goes_on(text: str, lead: Said) -> bool:
    """Whether an item goes on from its lead-in: 'The police should:', 'see the child (this should be done by ...)'."""
    return text[:1].islower() and bool(OPENS_DUTIES.search(lead.text)) and not opens_with_actor(text)


def _heading(paragraph: Paragraph, text: str) -> tuple[str, ...]:
    """The actor that the heading over a sentence names and nothing else ('Police'), if it does not speak of others."""
    actor = only_actor(paragraph.heading[-1]) if paragraph.heading else ""
    foreign = not actor or actor in _CHAPTERS or actor in named(text) or _SPEAKS_BACK.match(text)
    return () if foreign else (actor,)
