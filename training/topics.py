"""
Which statements cover a topic: all of them, each with the reason.

The rule, tuned for completeness on the tuning rows that ask for statements (`tests/training/test_topics.py` measures it):

1. A topic is read as subjects (`topics.toml`), terms of the field's glossary, and words that are left over. With subjects
   or terms, a statement that speaks of all of them *says it* and one that speaks of some *says part of it*; a topic of
   single words is said by a statement with all of them, and in part, if it is no longer than SHORT, by one with the
   rarer half. What more than COMMON statements speak of counts only if it is all that is asked for.
2. Where words of the topic are in no statement, or none says it, the topic is compared by meaning as well: in the search's
   own ranking of the statements the first FEWEST, and up to MOST within GAP of the best, are *near in meaning*.
3. Where only meaning speaks for it, and the best is under HELD, the standards do not hold the topic.

A topic may name standards ('in standard 3'): the others are left out. With a kind beside it ('every outcome of the fourth
standard') all of that kind are *listed*; a topic that asks for outcomes without a standard gets those of the standards
that cover it most.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from threading import Lock

from corpus.library import Library
from retriever.question import plain, understand
from retriever.search import Searcher
from training.errors import TrainingError
from training.once import KEPT
from training.standards import DOCUMENT, Standards, Statement, StatementKind, UnknownStatement, standards
from training.topic_words import Wanted, said, stems, wanted

COMMON = 30
SHORT = 3
FEWEST = 3
MOST = 10
GAP = 3.0
HELD = 11.0
LONGEST = 500
"""Characters of a topic that are taken."""

_NUMBERS = {"one": 1, "first": 1, "two": 2, "second": 2, "three": 3, "third": 3, "four": 4, "fourth": 4, "last": 4}
_NUMBER = rf"(?:[1-9]|{'|'.join(_NUMBERS)})"
_STANDARD = re.compile(
    rf"\bstandards?\s+(?P<after>{_NUMBER}(?:\s*(?:,|and|&|or)\s*{_NUMBER})*)\b|\b(?P<before>{_NUMBER})\s+(?:lcpp\s+)?standard\b",
    re.IGNORECASE,
)
_KINDS = {
    StatementKind.OUTCOME: re.compile(r"\boutcomes?\b", re.IGNORECASE),
    StatementKind.LEARN_THAT: re.compile(r"\blearn that\b", re.IGNORECASE),
    StatementKind.LEARN_HOW: re.compile(r"\b(?:skills?|learn how to)\b", re.IGNORECASE),
}

Ranking = Callable[[str], Mapping[str, float]]
"""How well each statement (by id) fits a topic by meaning; the better the higher."""


class Fit(StrEnum):
    """How a statement covers a topic, the surest first."""

    SAYS = "says it"
    NEAR = "near in meaning"
    PART = "says part of it"
    LISTED = "asked for by its standard and kind"


@dataclass(frozen=True)
class Match:
    """A statement that covers a topic; `words` are those of its text that do; `why` says it to a reader."""

    statement: Statement
    fit: Fit
    score: float
    words: tuple[str, ...]
    why: str

    @property
    def certain(self) -> bool:
        """Whether its own words say so."""
        return self.fit is not Fit.NEAR


def statements_on(
    library: Library, topic: str, standard: int | None = None, ranking: Ranking | None = None
) -> tuple[Match, ...]:
    """
    Every statement that covers a topic in plain words, the surest first.

    `ranking` stands in for the library's own. Raises UnknownStatement for an unknown standard and for a topic that is not
    held, TrainingError for one that is empty or too long.
    """
    text = _text(topic)
    own = standards(library)
    chosen = _chosen(own, text, standard)
    asked = _Asked(own, wanted(_STANDARD.sub(" ", text)))
    found = _listed(chosen, text)
    if asked.things:
        found |= asked.by_words()
        if asked.open or not any(match.fit is Fit.SAYS for match in found.values()):
            found = _near(text, own, ranking or _ranking_of(library), sure=bool(found)) | found
        found = _outcomes(own, text, found) | found
    elif not found and _STANDARD.search(text):
        found = {s.id: Match(s, Fit.LISTED, 0.0, (), "of the standard asked for") for s in chosen}
    kept = [match for match in found.values() if match.statement in chosen]
    if not kept:
        raise UnknownStatement(_nothing(text, own, chosen, elsewhere=[m.statement for m in found.values()]))
    order = list(Fit)
    return tuple(sorted(kept, key=lambda match: (order.index(match.fit), -match.score)))


class _Asked:
    """What a topic asks for, set against every statement."""

    def __init__(self, own: Standards, things: Sequence[Wanted]) -> None:
        self._own = own
        self.things = tuple(things)

    @cached_property
    def _said(self) -> Mapping[Wanted, Mapping[str, str]]:
        """For each thing the statements (by id) that speak of it, with their words."""
        read = [(s, stems(s.text)) for s in self._own.statements]
        return {thing: {s.id: words for s, own in read if (words := said(thing, s.text, own))} for thing in self.things}

    @property
    def open(self) -> bool:
        """Whether the topic has words that no statement has."""
        return any(not each for each in self._said.values())

    def by_words(self) -> dict[str, Match]:
        """The statements that say it, or part of it."""
        held = [thing for thing in self.things if self._said[thing]]
        telling = [thing for thing in held if len(self._said[thing]) <= COMMON] or held
        subjects = [thing for thing in telling if not thing.broad]
        whole = subjects or telling
        found = {}
        for statement in self._own.statements:
            spoken = [thing for thing in telling if statement.id in self._said[thing]]
            part = [thing for thing in whole if thing in spoken]
            if part and (len(part) == len(whole) and (subjects or not self.open)):
                found[statement.id] = self._match(statement, Fit.SAYS, spoken)
            elif part and (subjects or self._is_half(part)):
                found[statement.id] = self._match(statement, Fit.PART, spoken)
        return found

    def _is_half(self, part: Sequence[Wanted]) -> bool:
        """Whether these words are the rarer half of a short topic."""
        return len(self.things) <= SHORT and self._weight(part) >= self._weight(self.things) / 2

    def _weight(self, things: Iterable[Wanted]) -> float:
        """The rarer the things the more."""
        return sum(math.log(len(self._own.statements) / max(1, len(self._said[thing]))) for thing in things)

    def _match(self, statement: Statement, fit: Fit, spoken: Sequence[Wanted]) -> Match:
        words = {thing.name: self._said[thing][statement.id] for thing in spoken}
        why = "; ".join(f"on {name}: ‘{own}’" if name.lower() != own.lower() else f"‘{own}’" for name, own in words.items())
        return Match(statement, fit, round(self._weight(spoken), 3), tuple(words.values()), why)


def _near(text: str, own: Standards, ranking: Ranking, sure: bool) -> dict[str, Match]:
    """The statements nearest in meaning; none where nothing else is `sure` that the standards hold the topic."""
    scores = ranking(text)
    ranked = sorted(own.statements, key=lambda s: -scores[s.id])[:MOST]
    best = scores[ranked[0].id]
    if best < HELD and not sure:
        return {}
    kept = [s for place, s in enumerate(ranked) if place < FEWEST or best - scores[s.id] <= GAP]
    why = "its meaning is near; read whether it fits"
    return {s.id: Match(s, Fit.NEAR, round(scores[s.id], 3), (), why) for s in kept}


def _text(topic: str) -> str:
    text = plain(topic)
    if not any(letter.isalnum() for letter in text):
        raise TrainingError("The topic is empty; write what the statements should be about, for example 'coercive control'.")
    if len(text) > LONGEST:
        raise TrainingError(f"The topic has {len(text):,} characters; {LONGEST} are the most. Name it in a few words.")
    return text


def _chosen(own: Standards, text: str, standard: int | None) -> tuple[Statement, ...]:
    """The statements of the standard that is given, or of those that a topic names, or all."""
    if standard is not None:
        return own.of(standard)
    named = [number for match in _STANDARD.finditer(text) for number in _numbers(match["after"] or match["before"])]
    return tuple(s for number in dict.fromkeys(named) for s in own.of(number)) or own.statements


def _numbers(words: str) -> list[int]:
    return [_NUMBERS.get(word) or int(word) for word in re.findall(_NUMBER, words.lower())]


def _listed(chosen: Sequence[Statement], text: str) -> dict[str, Match]:
    """All statements of a kind that the topic names beside a standard."""
    kinds = [kind for kind, names in _KINDS.items() if names.search(text)] if _STANDARD.search(text) else []
    return {s.id: Match(s, Fit.LISTED, 0.0, (), f"{s.kind}, asked for") for s in chosen if s.kind in kinds}


def _outcomes(own: Standards, text: str, found: Mapping[str, Match]) -> dict[str, Match]:
    """Where a topic asks for outcomes, those of every standard that has a third of what was found."""
    if not _KINDS[StatementKind.OUTCOME].search(text):
        return {}
    counts = Counter(match.statement.standard for match in found.values())
    served = [number for number, count in counts.items() if 3 * count >= counts.total()]
    outcomes = (s for s in own.statements if s.standard in served and s.kind is StatementKind.OUTCOME)
    return {s.id: Match(s, Fit.LISTED, 0.0, (), "an outcome of a standard that covers it") for s in outcomes}


def _nothing(text: str, own: Standards, chosen: Sequence[Statement], elsewhere: Sequence[Statement]) -> str:
    if elsewhere:
        others = ", ".join(sorted({str(s.standard) for s in elsewhere}))
        numbers = " or ".join(sorted({str(s.standard) for s in chosen}))
        return f"No statement of standard {numbers} covers {text!r}; standard {others} does."
    return (
        f"The LCPP standards have no statement on {text!r}; try another word for it, or browse the {len(own.titles)} "
        "standards with 'verse training standards'."
    )


_searchers: dict[Library, Searcher] = {}
"""Those shared or opened last. A searcher holds its library, so that a weak reference would never let go of it."""
_opening = Lock()


def share(searcher: Searcher) -> None:
    """Let topics be compared by a searcher that is open already; without it the model would be loaded once more."""
    with _opening:
        _keep(searcher)


def searcher_of(library: Library) -> Searcher:
    """The searcher that topics are compared by: the shared one, or else one that is opened now."""
    with _opening:
        searcher = _searchers.get(library)
        if searcher is None:
            _keep(searcher := Searcher(library))
        return searcher


def _keep(searcher: Searcher) -> None:
    _searchers.pop(searcher.library, None)
    _searchers[searcher.library] = searcher
    while len(_searchers) > KEPT:
        del _searchers[next(iter(_searchers))]


def _ranking_of(library: Library) -> Ranking:
    """The search's own ranking; its model is loaded when it is first asked, unless a searcher is shared."""
    searcher = searcher_of(library)
    known = {*library.paragraphs, *library.sections}

    def rank(text: str) -> Mapping[str, float]:
        understood = understand(text, (), library.documents, known, date.today())
        plan = replace(understood, docs=(DOCUMENT,), named=(DOCUMENT,), pointed=(), sides=())
        scores = searcher.scores(plan, searcher.features.signals(plan))
        return dict(zip(searcher.features.targets.ids, map(float, scores), strict=True))

    return rank
