"""Questions of the bank that begin with, or hold, what somebody has typed so far."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.bank import SENT, BankQuestion, load_bank
from corpus.library import Library
from corpus.model import Status

LONGEST = 110
"""Longer questions are scenarios, nobody's next question."""
UNFIT = {"typo", SENT}
"""Styles that are for finding, not for showing."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Suggestion:
    """A question, and the paragraph or section that answers it."""

    question: str
    paragraph: str


class Suggestions:
    """An index of questions by the beginnings of their words."""

    def __init__(self, questions: Iterable[BankQuestion]) -> None:
        fit = {q.question: q for q in questions if q.style not in UNFIT and len(q.question) <= LONGEST}
        self._all = tuple(Suggestion(q.question, q.paragraph) for q in fit.values())
        self._folded = [s.question.casefold() for s in self._all]
        places: dict[str, set[int]] = {}
        for place, text in enumerate(self._folded):
            for word in _WORD.findall(text):
                places.setdefault(word, set()).add(place)
        self._words = sorted(places)
        self._places = [places[word] for word in self._words]

    def find(self, typed: str, k: int) -> tuple[Suggestion, ...]:
        """The `k` best: those that begin with what is typed, then those that hold its words, shorter ones first."""
        text = " ".join(typed.casefold().split())
        words = _WORD.findall(text)
        if not words:
            return ()
        holding = set.intersection(*(self._beginning(word) for word in words))
        order = sorted(holding, key=lambda i: (not self._folded[i].startswith(text), len(self._folded[i]), i))
        return tuple(self._all[i] for i in order[:k])

    def _beginning(self, word: str) -> set[int]:
        """The places of questions with a word that begins so."""
        first = bisect_left(self._words, word)
        last = bisect_left(self._words, word + "\U0010ffff")
        return set().union(*self._places[first:last])


def open_suggestions(library: Library) -> Suggestions:
    """Suggestions from the bank's questions on a library's documents that are not withdrawn."""
    docs = [d.id for d in library.documents.values() if d.status is not Status.WITHDRAWN]
    return Suggestions(q for doc in docs for q in load_bank(doc))
