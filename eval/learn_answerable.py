"""Learn when to say that the library does not hold it, from near misses, other subjects and the tuning rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.bank import load_near_misses, load_routes
from corpus.misses import read_misses
from eval.gold import GoldRow
from eval.halves import MESSAGES, MISSES, ROWS, for_judge
from ingest.passages import near_misses
from ingest.progress import Progress
from retriever.answerable import NAMES, Judge, Scores
from retriever.question import Plan
from retriever.reader import Reader
from retriever.routes import Route, Router
from retriever.search import Searcher
from retriever.selection import Selector

STRENGTH = 0.3
FOLDS = 5
DECLINED = 0.025
"""Share of answerable tuning rows that may be declined."""
UNHELD = ("unanswerable", "out-of-domain")

Planned = Callable[[str, tuple[str, ...]], Plan]


@dataclass(frozen=True)
class Asked:
    """Questions as the judge sees them: features, whether the library holds an answer, and which are gold rows."""

    table: Scores
    held: NDArray[np.bool_]
    gold: NDArray[np.bool_]


def asked(rows: Sequence[GoldRow], planned: Planned, searcher: Searcher, reader: Reader, progress: Progress) -> Asked:
    """What the reader has not learned from: tuning rows and near misses; then messages on other subjects."""
    own = for_judge([r for r in rows if r.answerable or r.kind in UNHELD], ROWS)
    questions = [(r.question, r.history, r.answerable) for r in own]
    questions += [(m.question, (), False) for m in for_judge(load_near_misses(), MISSES)]
    elsewhere = [m for m in for_judge(load_routes(), MESSAGES) if m.label == Route.ELSEWHERE.value]
    questions += [(m.question, (), False) for m in elsewhere]
    apart = {m.key for m in near_misses(for_judge(load_near_misses(), MISSES), searcher.library.documents)}
    misses = np.array([v for key, v in read_misses(searcher.library.folder).items() if key not in apart])
    judge, selector, router = Judge(searcher.library, reader, misses), Selector(searcher.library), Router(reader)
    table = np.zeros((len(questions), len(NAMES)), dtype=np.float32)
    with progress.step("Reading questions", len(questions)) as advance:
        for place, (question, history, _) in enumerate(questions):
            plan = planned(question, history)
            found = searcher.search(plan)
            table[place] = judge.read(found, selector.score(found, plan), plan, router.route(question)[1])
            advance(1)
    gold = np.arange(len(questions)) < len(own)
    return Asked(table, np.array([held for _, _, held in questions]), gold)


def learn_answerable(seen: Asked) -> tuple[NDArray[np.float64], NDArray[np.float64], float, NDArray[np.float64]]:
    """
    Weights and (mean, scale) of the features, shape (features,) and (features, 2), the bias, and the tuning rows' chances.

    The chances are those that each tuning row had from weights learned without it.
    """
    from sklearn.linear_model import LogisticRegression

    mean, scale = seen.table.mean(axis=0), seen.table.std(axis=0) + 1e-6
    table = (seen.table - mean) / scale

    def fitted(chosen: NDArray[np.bool_]) -> LogisticRegression:
        return LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=2000).fit(table[chosen], seen.held[chosen])

    chances = np.full(len(table), np.nan)
    fold = np.random.default_rng(0).integers(0, FOLDS, len(table))
    for number in range(FOLDS):
        apart = seen.gold & (fold == number)
        chances[apart] = fitted(~apart).predict_proba(table[apart])[:, 1]
    model = fitted(np.ones(len(table), dtype=bool))
    return model.coef_[0], np.stack([mean, scale], axis=1), float(model.intercept_[0]), chances


def threshold(seen: Asked, chances: NDArray[np.float64], declined: float = DECLINED) -> float:
    """The chance under which no more than `declined` of the answerable tuning rows lie."""
    return float(np.quantile(chances[seen.gold & seen.held], declined))


def as_toml(weights: NDArray[np.float64], moments: NDArray[np.float64], bias: float, limit: float) -> str:
    """What was learned as `retriever/answerable.toml` holds it: weight, mean and scale of each feature."""
    rows = zip(NAMES, weights, moments, strict=True)
    lines = [f'"{name}" = [{weight:.4f}, {mean:.4f}, {scale:.4f}]' for name, weight, (mean, scale) in rows]
    head = "# When to say that the library does not hold it, learned by 'verse train answerable': weight, mean, scale."
    return "\n".join([head, f"bias = {bias:.4f}", f"threshold = {limit:.4f}", "[features]", *lines, ""])
