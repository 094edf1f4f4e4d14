"""Small metrics, each a function of ranked texts and the evidence they should hold; undefined is NaN, never 0."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from eval.gold import GoldRow, letters

BUDGET = 4000
"""Characters of guidance that a reader, or a language model, is given."""
CUTS = (1, 3, 5, 10)
LOWER_IS_BETTER = (
    "stale",
    "must not",
    "false alarm",
    "abstained",
    "wrongly declined",
    "seconds",
    "search seconds",
    "embedding seconds",
    "bare embedding seconds",
)


@dataclass(frozen=True)
class RankedText:
    """A ranked paragraph as a judge sees it."""

    id: str
    doc: str
    text: str


def found_at(row: GoldRow, ranked: Sequence[RankedText]) -> list[int | None]:
    """For each evidence group the rank (from 1) of the first text that holds one of its quotes."""
    plain = [(r.doc, letters(r.text)) for r in ranked]
    return [_first(plain, [(e.doc, letters(e.quote)) for e in group]) for group in row.groups]


def _first(plain: Sequence[tuple[str, str]], quotes: Sequence[tuple[str, str]]) -> int | None:
    for rank, (doc, text) in enumerate(plain, 1):
        if any(doc == wanted and quote in text for wanted, quote in quotes):
            return rank
    return None


def recall(found: Sequence[int | None], k: int) -> float:
    """Share of the evidence groups found among the first `k`."""
    if not found:
        return math.nan
    return sum(rank is not None and rank <= k for rank in found) / len(found)


def within(ranked: Sequence[RankedText], budget: int = BUDGET) -> list[RankedText]:
    """What is read of the texts, in order, until `budget` characters are used up: the last one may be cut."""
    read, left = [], budget
    for text in ranked:
        if left <= 0:
            break
        read.append(replace(text, text=text.text[:left]))
        left -= len(text.text)
    return read


def retrieval(row: GoldRow, ranked: Sequence[RankedText]) -> dict[str, float]:
    """Every retrieval metric of one question, by the names that tables and gates use; NaN if nothing is to be found."""
    found = found_at(row, ranked) if row.answerable else []
    near = found_at(row, within(ranked)) if row.answerable else []
    return {
        **{f"recall@{k}": recall(found, k) for k in CUTS},
        "recall@4000c": recall(near, len(ranked)),
        "mrr": reciprocal_rank(found),
        "ndcg@10": ndcg(found),
    }


def reciprocal_rank(found: Sequence[int | None]) -> float:
    """One over the rank of the first text that holds any evidence; 0 if none does."""
    if not found:
        return math.nan
    ranks = [rank for rank in found if rank is not None]
    return 1 / min(ranks) if ranks else 0.0


def ndcg(found: Sequence[int | None], k: int = 10) -> float:
    """
    Normalised discounted cumulative gain at `k` (Järvelin and Kekäläinen, 2002).

    A text gains 1 for each evidence group it is the first to hold; at best each group has a text of its own, and a
    ranking that needs fewer texts than that is as good as can be, 1.
    """
    if not found:
        return math.nan
    gained = sum(1 / math.log2(rank + 1) for rank in found if rank is not None and rank <= k)
    return min(1.0, gained / _ideal([1] * len(found), k))


def graded_ndcg(ranked: Sequence[str], gains: Mapping[str, int], k: int = 10) -> float:
    """The same for texts judged one by one, with grades, as published figures have it."""
    if not any(gain > 0 for gain in gains.values()):
        return math.nan
    gained = sum(gains.get(name, 0) / math.log2(rank + 1) for rank, name in enumerate(ranked[:k], 1))
    return gained / _ideal([gain for gain in gains.values() if gain > 0], k)


def _ideal(gains: Sequence[int], k: int) -> float:
    best = sorted(gains, reverse=True)[:k]
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(best, 1))
