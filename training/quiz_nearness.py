"""Whether two wordings say the same thing to do, by the words they share, rare ones counting more."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

from corpus.library import Library
from corpus.model import Kind
from corpus.tokens import tokens

SAME = 0.5
"""From this share of the shorter wording's weight on two wordings are taken to say the same: better one item too few."""


class Nearness:
    """How near wordings are, words weighed by how rare they are in the documents."""

    def __init__(self, texts: Iterable[str]) -> None:
        counts, total = Counter[str](), 0
        for text in texts:
            counts.update(set(tokens(text)))
            total += 1
        self._weight = {word: math.log((total + 1) / (count + 0.5)) for word, count in counts.items()}
        self._most = math.log(total + 1)
        self._heavy: dict[str, float] = {}

    def share(self, one: str, other: str) -> float:
        """The weight of the words in common as a share of the shorter wording's, 0 to 1."""
        first, second = words_of(one), words_of(other)
        if first.isdisjoint(second):
            return 0.0
        shorter = min(self._whole(one, first), self._whole(other, second))
        return self._sum(first & second) / shorter if shorter else 0.0

    def same(self, one: str, other: str) -> bool:
        """Whether they may say the same."""
        return self.share(one, other) >= SAME

    def _whole(self, text: str, words: frozenset[str]) -> float:
        if text not in self._heavy:
            self._heavy[text] = self._sum(words)
        return self._heavy[text]

    def _sum(self, words: frozenset[str]) -> float:
        return sum(self._weight.get(word, self._most) for word in words)


class Alike:
    """Which of many wordings may say the same as one; what was asked once is known."""

    def __init__(self, nearness: Nearness, texts: Sequence[str]) -> None:
        self._nearness, self._texts = nearness, texts
        self._places = defaultdict[str, list[int]](list)
        for place, text in enumerate(texts):
            for word in words_of(text):
                self._places[word].append(place)
        self._known: dict[str, tuple[int, ...]] = {}

    def to(self, text: str) -> tuple[int, ...]:
        """The places of the wordings that may say the same as `text`, ascending."""
        if text not in self._known:
            near = Counter(place for word in words_of(text) for place in self._places.get(word, ()))
            self._known[text] = tuple(sorted(p for p in near if self._nearness.same(text, self._texts[p])))
        return self._known[text]


@cache
def words_of(text: str) -> frozenset[str]:
    """The distinct words of a text, stemmed."""
    return frozenset(tokens(text))


def nearness(library: Library) -> Nearness:
    """Nearness by the library's own words."""
    return Nearness(p.text for p in library.paragraphs.values() if p.kind is not Kind.FOOTNOTE)
