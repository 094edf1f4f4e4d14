"""Rank paragraphs and sections for a question; `retriever.langchain` has a LangChain retriever around it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest

import numpy as np

from corpus.late import QUESTION_TOKENS
from corpus.library import Library
from corpus.model import Paragraph, PassageKind, Section, Status
from corpus.runtime import QueryEncoder
from corpus.vectors import Rows
from retriever.comparing import Beside
from retriever.features import HINTED, NAMES, FeatureReader, Scores, Signals
from retriever.learned import numbers, read_learned
from retriever.question import Plan

LEARNED = "weights.toml"
OLD = 1.4
"""Taken from what stands in other documents where only an old edition is asked about."""
UNASKED = 3.5
"""Added for what stands in a document without a bank: that no question of it is near says nothing (eval/ABLATION.md)."""
FAR_BETTER = 2.0
"""By so much a proposal that nobody asked for must fit better than all else to stand first: one in 1,434 of the tuning rows
that something else answers has such a one, half of those that only a proposal answers."""
TURNS = 4
"""How many paragraphs of each document are shown in turn when a question compares."""
FAR = 5.5
"""By so much worse than the best fits what is left out of a comparison, unless it was asked for by name."""
FARTHER = 8.0
"""The same for what is in force where it is set beside one other: nothing else shall stand alone without need."""
COUNTERPART = 6.0
"""In a comparison nearness to the best paragraph of all counts so much for the other documents: what stands for it there."""
COUNTERPART_NAMED = 40.0
"""The same of nearness to a paragraph that the question names: what is like it is asked for, whatever the other words are."""
MATCHED = 40
"""So many of the best are looked at token by token, as far as they stand in documents without a bank."""
TOKENS = 60.0
"""What the mean cosine of a question's tokens to the nearest of a passage's counts beside the score."""
POINTED = 10.0
"""Added for a paragraph that the question names: nothing else comes before it."""


@dataclass(frozen=True)
class Ranked:
    """A paragraph or section and how well it fits: between 0 and 1, and as the weights sum it up."""

    target: Paragraph | Section
    text: str
    score: float
    raw: float


@dataclass(frozen=True)
class Found:
    """What a search found, best first; the nearness of every passage that it rests on; and the documents set side by side."""

    ranked: tuple[Ranked, ...]
    signals: Signals
    sides: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    """Those of the sides that are shown because they were asked for by name, and hold nothing of the kind."""


@cache
def learned_weights() -> Mapping[str, float]:
    """What each feature counts, learned on the tuning rows (see eval/ABLATION.md); raises LearnedError."""
    weights: dict[str, float] = read_learned(LEARNED, "weights", NAMES, "weights")["weights"]
    numbers(LEARNED, list(weights.values()), "weights")
    return weights


class Searcher:
    """Searches one open library."""

    def __init__(self, library: Library, encoder: QueryEncoder | None = None) -> None:
        self.library = library
        self.encoder = encoder or library.encoder
        self.features = FeatureReader(library, self.encoder)
        self._weights = np.array([learned_weights()[n] for n in NAMES], dtype=np.float32)
        self._unhinted = np.where(np.isin(NAMES, HINTED), 0, self._weights)
        self._withdrawn = {d for d, document in library.documents.items() if document.status is Status.WITHDRAWN}

    def search(self, plan: Plan, k: int = 10, signals: Signals | None = None) -> Found:
        """The `k` best paragraphs and sections for a plan, best first; `signals` where its words were searched already."""
        signals = signals or self.features.signals(plan)
        scores = self.scores(plan, signals)
        sides, silent = self._fitting(plan, signals) if plan.sides else ((), ())
        if not sides:
            scores[~np.isin(self.features.targets.docs, plan.docs)] = -np.inf
        scores[~self.features.targets.asked] += UNASKED
        self._match_tokens(scores, plan)
        near = COUNTERPART_NAMED if plan.pointed else COUNTERPART
        placed = self._with_counterparts(scores, sides, near) if sides else scores
        ids = self.features.targets.ids
        order = [int(i) for i in np.argsort(-placed, kind="stable")[: max(20 * k, 200)] if np.isfinite(placed[i])]
        ranked = [(ids[i], float(scores[i])) for i in order]
        if sides:
            ranked = _in_turn(ranked, sides)
        elif not plan.named:
            unasked = self.library.proposals if Beside.PROPOSED not in plan.asked else frozenset[str]()
            added = self.library.beside - (self.library.proposals - unasked) if not plan.local else frozenset[str]()
            ranked = self._after(ranked, unasked | added)
        kept = _without_repeats(ranked, self.library)[:k]
        return Found(tuple(self._ranked(name, score) for name, score in kept), signals, sides, silent)

    def scores(self, plan: Plan, signals: Signals) -> Scores:
        """The score of every target, minus infinity where it is not near or its document may not be searched."""
        scores, targets = self._weighed(plan, signals, self._weights), self.features.targets
        if plan.pointed:
            scores[np.isin(targets.ids, plan.pointed)] += POINTED
        if plan.named and set(plan.named) <= self._withdrawn:
            scores[~np.isin(targets.docs, list(plan.named))] -= OLD
        scores[~np.isin(targets.docs, list(plan.searched))] = -np.inf
        return scores

    def _weighed(self, plan: Plan, signals: Signals, weights: Scores) -> Scores:
        """What the features of every target weigh, minus infinity where it is not near."""
        weighed = np.full(len(self.features.targets.ids), -np.inf, dtype=np.float32)
        weighed[slice(None) if signals.near is None else signals.near] = self.features.read(plan, signals) @ weights
        return weighed

    def _fitting(self, plan: Plan, signals: Signals) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """
        The documents set side by side but those unnamed that hold nothing of the kind; none if fewer than two are left.
        And those of them that hold nothing of the kind, though they were named.

        What the question's wording hints of documents tells which are asked, and nothing of what they hold.
        """
        targets = self.features.targets
        fits = self._weighed(plan, signals, self._unhinted) + np.where(targets.asked, 0, UNASKED)
        fits[~np.isin(targets.docs, plan.searched)] = -np.inf
        best = {doc: float(fits[targets.docs == doc].max(initial=-np.inf)) for doc in plan.sides}
        top = max([fit for doc, fit in best.items() if doc in self.library.with_bank] or best.values())
        asked = plan.sides if plan.pointed else plan.named
        alone = [doc for doc in best if len(best) == 2 and self._binds(doc, plan)]
        far = {doc: FARTHER if doc in alone else FAR for doc in best}
        near = [doc for doc, fit in best.items() if np.isfinite(fit) and fit > top - far[doc]]
        kept = tuple(doc for doc, fit in best.items() if np.isfinite(fit) and (doc in asked or doc in near))
        silent = tuple(doc for doc in kept if doc not in near and not plan.pointed)
        return (kept, silent) if len(kept) > 1 else ((), ())

    def _match_tokens(self, scores: Scores, plan: Plan) -> None:
        """Put those of the first that stand in documents without a bank in another order: whose tokens match better."""
        if not len(self.library.late):
            return
        first = np.argsort(-scores, kind="stable")[:MATCHED]
        targets = self.features.targets
        named = np.isin(targets.ids, plan.pointed) if plan.pointed else np.zeros(len(scores), dtype=np.bool_)
        own = [int(i) for i in first if np.isfinite(scores[i]) and not (targets.asked[i] or named[i])]
        if not own:
            return
        question = self.library.encoder.network.token_vectors(plan.understood, QUESTION_TOKENS)
        passages, ids = self.library.passages, targets.ids
        matched = [self.library.late.match(question, [passages[row].key for row in self._words(ids[i])]) for i in own]
        better = np.argsort(-(scores[own] + TOKENS * np.array(matched, dtype=np.float32)), kind="stable")
        scores[np.array(own)[better]] = scores[own]

    def _binds(self, doc: str, plan: Plan) -> bool:
        document = self.library.documents[doc]
        return document.status in (Status.STATUTORY, Status.WITHDRAWN) and document.in_force(plan.as_of)

    def _with_counterparts(self, scores: Scores, sides: tuple[str, ...], counts: float) -> Scores:
        """The scores with what is like the best paragraph of the documents set side by side raised in the others of them."""
        targets = self.features.targets
        compared = np.flatnonzero(np.isin(targets.docs, sides) & np.isfinite(scores))
        best = compared[np.argmax(scores[compared])]
        vector = self.library.dense.vectors[self._words(targets.ids[best])[0]]
        raised = scores.copy()
        for place in compared[targets.docs[compared] != targets.docs[best]]:
            raised[place] += counts * float(self.library.dense.scores_of(self._words(targets.ids[place]), vector).max())
        return raised

    def _words(self, name: str) -> Rows:
        """The passages that hold a paragraph's or section's words."""
        rows = self.library.rows
        return np.array([*rows[PassageKind.WORDS].get(name, ()), *rows[PassageKind.SECTION].get(name, ())], dtype=np.int64)

    def _after(self, ranked: list[tuple[str, float]], later: Collection[str]) -> list[tuple[str, float]]:
        """The best of all else before any proposal or local text, unless one fits far better: what binds all comes first."""
        best = next((r for r in ranked if r[0].partition("/")[0] not in later), None)
        if best is None or self._fit(ranked[0]) >= self._fit(best) + FAR_BETTER:
            return ranked
        return [best, *(r for r in ranked if r is not best)]

    def _fit(self, ranked: tuple[str, float]) -> float:
        """How well something fits, without what its document's having no bank adds."""
        name, score = ranked
        return score if name.partition("/")[0] in self.library.with_bank else score - UNASKED

    def _ranked(self, name: str, score: float) -> Ranked:
        shown = round(1 / (1 + float(np.exp(-score))), 4)
        return Ranked(self.library.find(name), self.library.text_of(name), shown, score)


def _in_turn(ranked: list[tuple[str, float]], sides: tuple[str, ...]) -> list[tuple[str, float]]:
    """The best of each of the documents set side by side in turn, what fits best first, then the rest."""
    places = dict.fromkeys(name.partition("/")[0] for name, _ in ranked)
    own = [[r for r in ranked if r[0].startswith(f"{doc}/")][:TURNS] for doc in places if doc in sides]
    turns = [r for row in zip_longest(*own) for r in row if r is not None]
    return turns + [r for r in ranked if r not in turns]


def _without_repeats(ranked: list[tuple[str, float]], library: Library) -> list[tuple[str, float]]:
    """Drop what has the very words of something above it (footnotes and glossary entries repeat one another)."""
    kept: list[tuple[str, float]] = []
    seen: set[str] = set()
    for name, score in ranked:
        text = library.text_of(name)
        if text not in seen:
            seen.add(text)
            kept.append((name, score))
    return kept
