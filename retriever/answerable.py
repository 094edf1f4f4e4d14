"""
Whether what was found answers the question, or the library does not hold it.

No single similarity separates the two; a small network over many signs does better. It is learned by 'verse train
answerable' from the bank's near misses, its routes and the tuning rows (retriever/answerable.toml).
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from corpus.library import Library
from corpus.model import PassageKind
from corpus.models import Vectors
from corpus.tokens import tokens
from retriever.gist import gist
from retriever.learned import numbers, read_learned
from retriever.question import Plan
from retriever.reader import Reader
from retriever.routes import Route
from retriever.search import Found
from retriever.selection import NUMBER, Scored

Scores = NDArray[np.float32]

NAMES = (
    *("top", "gap", "spread", "dense words", "dense questions", "dense sentences", "sentence share", "sentence nearness"),
    *("covered", "covered by three", "unknown", "quantity missing", "time missing", "cost missing"),
    *("reader", "place named", "elsewhere", "chat", "nation", "decision"),
    *("named document", "agreement", "bank agrees", "miss", "three misses"),
)
"""
The features, in the order of the columns.

Not among them: whether a question asks for a quantity, and its length. Near misses ask for quantities far more often than
the answerable gold rows do, which says something about who wrote them and nothing about the next 'how long may it take?'.
"""
LEARNED = "answerable.toml"
UNITS = 48
"""Of the network's hidden layer: three of 16 learned apart, whose mean is taken."""
CLOSE = 0.75
"""The second paragraph is read too where it fits nearly as well as the first,"""
READ = 0.8
"""and the first is not as likely as this to answer."""
ALIKE = 3
"""Near misses whose mean nearness is a sign, beside that of the nearest."""
_HOW_MANY = re.compile(r"\bhow (?:many|much|big)\b|\bwhat (?:percentage|number|ratio|rank|grade|share)\b", re.IGNORECASE)
_HOW_LONG = re.compile(
    r"\bhow (?:long|soon|often|quick(?:ly)?|fast|regular(?:ly)?|frequent(?:ly)?)\b|\bby when\b|"
    r"\b(?:time ?(?:limit|scale|frame)|deadline)s?\b|"
    r"\b(?:how many|number of) (?:working )?(?:hours|days|weeks|months|years)\b|\bmaximum (?:length|time|period)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:hours?|days?|weeks?|months?|years?|birthday|annual(?:ly)?|monthly|weekly|daily|quarterly|immediately|promptly|"
    r"as soon as|without delay|regular(?:ly)?|same day)\b",
    re.IGNORECASE,
)
_COST = re.compile(
    r"\b(cost|pay|paid|fee|fees|price|salary|wage|wages|charge|allowance|fine|fined|penalty|budget|£)\b", re.IGNORECASE
)
_MONEY = re.compile(r"£|\b(cost|pay|paid|fund\w*|fee|charge|salary|fine|penalt\w+)\b", re.IGNORECASE)
_PLACE = re.compile(r"(?<=[a-z,] )(?!(?:I|The|Working|Together|Act|Children)\b)[A-Z][a-z]{3,}\b")


@dataclass(frozen=True)
class Judged:
    """The probability that what was found answers, and whether that is enough."""

    chance: float
    answerable: bool


@dataclass(frozen=True)
class Judgement:
    """A network with one hidden layer over the features, standardised; below `threshold` a question is declined."""

    mean: Scores
    scale: Scores
    hidden: Scores
    """Shape (features, units)."""
    hidden_bias: Scores
    out: Scores
    """Shape (units,)."""
    bias: float
    threshold: float

    def chance(self, features: Scores) -> float:
        """The probability that what was found answers; a feature that is not a number tells nothing."""
        row = np.nan_to_num((features - self.mean) / self.scale)
        units = np.maximum(row @ self.hidden + self.hidden_bias, 0)
        return 1 / (1 + math.exp(-float(units @ self.out) - self.bias))


@cache
def learned_judgement() -> Judgement:
    """What 'verse train answerable' learned; raises LearnedError."""
    stored = read_learned(LEARNED, "features", NAMES, "answerable")
    bias, limit = numbers(LEARNED, [stored.get("bias"), stored.get("threshold")], "answerable")
    out = _row(stored.get("out"), UNITS)
    table = np.array([_row(stored["features"][n], 2 + UNITS) for n in NAMES], dtype=np.float32)
    hidden_bias = np.array(_row(stored.get("hidden bias"), UNITS), dtype=np.float32)
    return Judgement(table[:, 0], table[:, 1], table[:, 2:], hidden_bias, np.array(out, dtype=np.float32), bias, limit)


def _row(stored: object, size: int) -> Sequence[float]:
    """So many numbers."""
    row = stored if isinstance(stored, list) and len(stored) == size else [None]
    return numbers(LEARNED, row, "answerable")


class Judge:
    """Judges what was found in an open library."""

    def __init__(self, library: Library, reader: Reader, misses: Vectors | None = None) -> None:
        """`misses` are the questions known not to be held that a question is compared with, by default the library's."""
        self.library = library
        self._reader = reader
        self._misses = library.misses if misses is None else misses

    def judge(self, found: Found, scored: Scored, plan: Plan, chances: Mapping[Route, float]) -> Judged:
        """How likely what was found answers; a paragraph that the question names always does."""
        if plan.pointed:
            return Judged(1.0, answerable=True)
        learned = learned_judgement()
        chance = learned.chance(self.read(found, scored, plan, chances))
        return Judged(chance, chance >= learned.threshold)

    def read(self, found: Found, scored: Scored, plan: Plan, chances: Mapping[Route, float]) -> Scores:
        """The features of a question and what was found for it; one that tells nothing is not a number."""
        ranked = found.ranked
        raw = [r.raw for r in ranked] + [-10.0] * 5
        near = {kind: self._nearest(found, plan, kind) for kind in PassageKind}
        asked = tokens(plan.understood)
        rarity = {w: self.library.lexical.rarity(w) for w in asked}
        texts = [set(tokens(r.text)) for r in ranked[:3]]
        unknown = [w for w in rarity if not self.library.lexical.knows(w)]
        best = [scored.candidates[i].sentence.text for i in np.argsort(-scored.chances)[:4]]
        quantity, cost = bool(_HOW_MANY.search(plan.question)), bool(_COST.search(plan.question))
        time = bool(_HOW_LONG.search(plan.question))
        first = ranked[0].target.id if ranked else ""
        missed = self._missed(found)
        row = {
            "top": raw[0],
            "gap": raw[0] - raw[1],
            "spread": raw[0] - raw[4],
            "dense words": near[PassageKind.WORDS][0],
            "dense questions": near[PassageKind.QUESTION][0],
            "dense sentences": near[PassageKind.SENTENCE][0],
            "sentence share": float(scored.chances.max(initial=0.0)),
            "sentence nearness": self._chosen_nearness(scored, found),
            "covered": _covered(rarity, texts[0] if texts else set()),
            "covered by three": _covered(rarity, set().union(*texts)),
            "unknown": sum(rarity[w] for w in unknown) / max(sum(rarity.values()), 1e-6),
            "quantity missing": quantity and not any(NUMBER.search(s) for s in best),
            "time missing": time and not any(_TIME.search(s) for s in best),
            "cost missing": cost and not any(_MONEY.search(s) for s in best),
            "reader": self._read(found, plan),
            "place named": bool(_PLACE.search(plan.question)),
            "elsewhere": chances[Route.ELSEWHERE],
            "chat": chances[Route.CHAT] + chances[Route.LANGUAGE],
            "nation": chances[Route.NATION],
            "decision": chances[Route.DECISION],
            "named document": bool(plan.named),
            "agreement": self.library.passages[near[PassageKind.WORDS][1]].paragraph == first,
            "bank agrees": self.library.passages[near[PassageKind.QUESTION][1]].paragraph == first,
            "miss": missed[-1],
            "three misses": missed.mean(),
        }
        return np.array([float(row[n]) for n in NAMES], dtype=np.float32)

    def _read(self, found: Found, plan: Plan) -> float:
        """How likely what was found first answers, or what fits nearly as well, as the reader tells."""
        best = 0.0
        for one in found.ranked[:2]:
            if best < READ and one.raw > found.ranked[0].raw - CLOSE:
                near = gist(self.library, one.target.id, found.signals.dense)
                best = max(best, float(self._reader.answers(plan.understood, [near])[0]))
        return best

    def _missed(self, found: Found) -> Scores:
        """
        How near the nearest questions are that are known not to be held, ascending.

        None is a number where an added document comes first: whoever wrote those questions did not know it.
        """
        first = found.ranked[0].target.doc if found.ranked else ""
        if len(self._misses) < ALIKE or (first and first not in self.library.with_bank):
            return np.full(ALIKE, np.nan, dtype=np.float32)
        return np.sort(self._misses @ found.signals.vector)[-ALIKE:]

    def _chosen_nearness(self, scored: Scored, found: Found) -> float:
        """How near the sentence that answers best is to the question."""
        if not scored.candidates:
            return 0.0
        best = scored.candidates[int(np.argmax(scored.chances))]
        return float(found.signals.dense[self.library.rows[PassageKind.SENTENCE][best.paragraph.id][best.number]])

    def _nearest(self, found: Found, plan: Plan, kind: PassageKind) -> tuple[float, int]:
        """The nearest passage of a kind among the documents that may be searched: how near, and which."""
        places = self._places[kind]
        allowed = places[np.isin(self._docs[places], plan.docs)]
        if not len(allowed):
            return 0.0, 0
        best = int(allowed[np.argmax(found.signals.dense[allowed])])
        return float(found.signals.dense[best]), best

    @cached_property
    def _docs(self) -> NDArray[np.str_]:
        return np.array([p.doc for p in self.library.passages])

    @cached_property
    def _places(self) -> Mapping[PassageKind, NDArray[np.int64]]:
        rows = self.library.rows
        return {kind: np.array(sorted(i for own in rows[kind].values() for i in own), dtype=int) for kind in PassageKind}


def _covered(rarity: Mapping[str, float], held: set[str]) -> float:
    """The share of the question's words that a text holds, rare words counting more."""
    return sum(r for w, r in rarity.items() if w in held) / max(sum(rarity.values()), 1e-6)
