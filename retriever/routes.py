"""
What sort of message a question is, before anything is searched.

The reader tells (`retriever.reader`), from what 'verse train reader' learned of `corpus/questions/routes.jsonl`. A long
message is judged piece by piece as well, so that danger buried in it is seen.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from retriever.comparing import NOTHING, Beside, Meant
from retriever.danger import (
    harm_is_near,
    pieces,
    speaks_of_harm,
    tells_of_harm,
    what_is_reported,
    what_it_tells,
    without_contact,
)
from retriever.reader import Reader, Scores

URGENT = 0.25
"""From this probability on a message is led by 999; a piece of one must be surer, for it lacks what stands around it."""
URGENT_PIECE = 0.9
URGENT_BESIDE = 0.95
"""The same for what a message tells beside what it asks: 'men are waiting outside for her, what is exploitation?'."""
URGENT_WORDED = 0.02
"""The same for a message that speaks of harm and of now, or of harm to come: missing a child is worse than a needless 999."""
URGENT_REPORTED = 0.8
"""The same for what somebody is reported to have said: 'my client says that her grandson is chained up'."""
URGENT_AFTER = 0.9
"""The same for a few words after an ordinary question, none of them of harm: 'sorry, I mean the dad'."""
URGENT_TOLD = 0.0001
"""The same for one in which a child tells of harm, or has told it, or an injured child is being taken away."""
BESIDE = 0.5
"""From this probability on a message sets a document beside another."""
ASKED = 0.8
"""From this probability on it asks a document other than the guidance in force, which then may stand alone."""
ASKED_EARLIER = 0.9
"""The same for an edition that is no longer in force."""
PERHAPS = 0.3
"""From this probability on it may ask a document, or set it beside another, which is quoted too if it fits best or next to
best; under it a year in the message is a case's."""
SURE = 0.6
"""From this probability on a message is of a sort, and no question for the guidance."""
HARDLY = 0.1
"""Under this probability a message is no question for the guidance, whatever of the other sorts it is."""
_FOREIGN = re.compile(r"[^\W\d_a-zA-ZÀ-ɏ]")
"""A letter of another script than Latin."""


class Route(StrEnum):
    """What is to be done with a message."""

    QUESTION = "ordinary"
    EMERGENCY = "emergency"
    ELSEWHERE = "out-of-domain"
    CHAT = "chit-chat"
    NATION = "other-nation"
    DECISION = "decision"
    LANGUAGE = "other-language"
    HOSTILE = "hostile"


@dataclass(frozen=True)
class Routed:
    """The route of a message, the probability of each, and which documents it compares or asks."""

    route: Route
    chances: Mapping[Route, float]
    meant: Meant = NOTHING


class Router:
    """Tells what sort of message a question is."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def route(self, message: str, standing: str = "") -> Routed:
        """
        What is to be done with a message; `standing` is a follow-up made to stand alone, which tells of documents too.

        What leans on danger told before ('who do I tell?') is still about it.
        """
        routed = self._route(message, standing)
        before = standing.removesuffix(message).strip()
        if not before or routed.route is Route.EMERGENCY:
            return routed
        earlier = self._route(before)
        return replace(routed, route=earlier.route, chances=earlier.chances) if earlier.route is Route.EMERGENCY else routed

    def _route(self, message: str, standing: str = "") -> Routed:
        message = without_contact(message)
        apart = pieces(message)
        leaning = [standing] if standing not in ("", message) else []
        beside_asked, reported = what_it_tells(message), what_is_reported(message)
        told = self._reader.messages([message, *leaning, *apart, *reported, *beside_asked])
        whole = slice(0, 1 + len(leaning))
        beside, asked = told.beside[whole].max(axis=0), told.asked[whole].max(axis=0)
        meant = Meant(
            _at_least(beside, BESIDE),
            _at_least(asked, np.where([kind is Beside.EARLIER for kind in Beside], ASKED_EARLIER, ASKED)),
            _at_least(np.maximum(beside, asked), PERHAPS) | (frozenset({None}) if beside.max() >= PERHAPS else frozenset()),
        )
        chances = told.routes[[0, *range(whole.stop, len(told.routes))]]
        own = dict(zip(Route, map(float, chances[0]), strict=True))
        urgent = list(Route).index(Route.EMERGENCY)
        buried = chances[1 : 1 + len(apart), urgent].max(initial=0) >= URGENT_PIECE
        buried = buried or (bool(beside_asked) and chances[-1, urgent] >= URGENT_BESIDE)
        of_others = slice(1 + len(apart), 1 + len(apart) + len(reported))
        buried = buried or chances[of_others, urgent].max(initial=0) >= URGENT_REPORTED
        plain = message.replace("’", "'")
        worded = own[Route.EMERGENCY] >= URGENT_WORDED and harm_is_near(plain)
        told_of = own[Route.EMERGENCY] >= URGENT_TOLD and tells_of_harm(plain)
        if leaning and own[Route.EMERGENCY] < URGENT_AFTER and not speaks_of_harm(plain):
            own[Route.EMERGENCY] = min(own[Route.EMERGENCY], float(told.routes[1, urgent]))
        if own[Route.EMERGENCY] >= URGENT or buried or worded or told_of:
            return Routed(Route.EMERGENCY, own)
        if _foreign(message):
            return Routed(Route.LANGUAGE, own)
        likeliest = max(own, key=own.__getitem__)
        if likeliest is Route.HOSTILE:  # what it says of documents is not believed
            meant = NOTHING
        sure = own[likeliest] >= SURE or own[Route.QUESTION] < HARDLY
        return Routed(likeliest if sure else Route.QUESTION, own, meant)


def _at_least(chances: Scores, least: float | Scores) -> frozenset[Beside]:
    """The kinds of documents that are likely enough."""
    return frozenset(kind for kind, enough in zip(Beside, chances >= least, strict=True) if enough)


def _foreign(message: str) -> bool:
    """Whether most of a message is written in another script."""
    letters = sum(c.isalpha() for c in message)
    return letters > 0 and len(_FOREIGN.findall(message)) > letters / 2
