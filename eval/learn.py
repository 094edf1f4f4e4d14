"""
Learn what each feature of the search counts, from the tuning rows.

The weights maximise the softmax probability that a target holding the evidence is ranked first (ListNet; Cao et al.,
2007), each evidence group counting alike, with a pull towards zero. A section counts as an answer only to rows that
ask for an overview: to others it gives too much to read.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.library import Library
from corpus.model import Section
from eval.gold import GoldRow, letters
from retriever.question import Plan
from retriever.search import Searcher

STEPS = 600
RATE = 0.05
PULL = 0.002
CANDIDATES = 150
"""Targets of a question that take part in learning: the best by the present weights, and the right ones."""

Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Lesson:
    """One row: features of its candidates, and for each evidence group which of them are right."""

    features: Matrix
    right: tuple[NDArray[np.bool_], ...]


def lessons(rows: Sequence[GoldRow], plans: Sequence[Plan], searcher: Searcher) -> list[Lesson]:
    """What there is to learn from; `plans` are the rows' plans, in their order."""
    judge = _Judge(searcher.library, searcher.features.targets.ids)
    found = []
    for row, plan in zip(rows, plans, strict=True):
        signals = searcher.features.signals(plan)
        table = searcher.features.read(plan, signals)
        scores = searcher.scores(plan, signals)
        right = judge.judged(row)
        every = np.any(right, axis=0) if right else np.zeros(len(scores), dtype=bool)
        allowed = np.isfinite(scores)
        chosen = np.zeros(len(scores), dtype=bool)
        chosen[np.argsort(-np.where(allowed, scores, -np.inf))[:CANDIDATES]] = True
        chosen = (chosen | every) & allowed
        groups = tuple(r[chosen] for r in right if r[chosen].any())
        if groups:
            found.append(Lesson(table[chosen], groups))
    return found


class _Judge:
    """Says which targets hold a row's evidence."""

    def __init__(self, library: Library, ids: Sequence[str]) -> None:
        self._docs = np.array([i.partition("/")[0] for i in ids])
        self._texts = [letters(library.text_of(i)) for i in ids]
        self._sections = np.array([isinstance(library.find(i), Section) for i in ids])

    def judged(self, row: GoldRow) -> list[NDArray[np.bool_]]:
        """For each group the targets that hold it; sections only where the row asks for an overview."""
        groups = []
        for group in row.groups:
            quotes = [(e.doc, letters(e.quote)) for e in group]
            groups.append(
                np.array(
                    [any(d == doc and q in text for d, q in quotes) for doc, text in zip(self._docs, self._texts, strict=True)]
                )
            )
        if "overview" in row.tags:
            return groups
        return [g & ~self._sections for g in groups]


def learn(training: Sequence[Lesson], start: Matrix) -> Matrix:
    """The weights, from `start`, by gradient ascent (Adam)."""
    weights = start.astype(np.float64).copy()
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        slope = -PULL * weights
        for lesson in training:
            slope += _slope(lesson, weights) / len(training)
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        weights += RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weights.astype(np.float32)


def _slope(lesson: Lesson, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The gradient of one row's log-probability."""
    scores = lesson.features @ weights
    chance = np.exp(scores - scores.max())
    chance /= chance.sum()
    total = np.zeros_like(weights)
    for right in lesson.right:
        own = np.where(right, chance, 0.0)
        own /= max(own.sum(), 1e-12)
        total += lesson.features.T @ (own - chance)
    return total / len(lesson.right)


def as_toml(weights: Matrix, names: Sequence[str], features: str) -> str:
    """The weights of features read in `retriever/<features>`, as the file beside it holds them."""
    lines = [f'"{name}" = {round(float(weight), 3)}' for name, weight in zip(names, weights, strict=True)]
    head = f"# What each feature counts (retriever/{features}), learned on the tuning rows by 'verse train'."
    return "\n".join([head, "[weights]", *lines, ""])
