"""Learn when to say that the library does not hold it, from near misses, other subjects and the tuning rows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from corpus.bank import load_near_misses, load_routes
from corpus.misses import read_misses
from eval.gold import GoldRow
from eval.halves import MESSAGES, MISSES, ROWS, for_judge
from ingest.passages import near_misses
from ingest.progress import Progress
from retriever.answerable import NAMES, UNITS, Judge, Judgement, Scores
from retriever.comparing import Meant
from retriever.followup import standing
from retriever.question import Plan
from retriever.reader import Reader
from retriever.routes import Route, Router
from retriever.search import Searcher
from retriever.selection import Selector

NETWORKS = 3
"""Learned from the same rows with another beginning each; the mean of what they say is steadier."""
PULL = 1.0
STEPS = 300
FOLDS = 5
DECLINED = 0.015
"""Share of answerable tuning rows that may be declined."""
UNHELD = ("unanswerable", "out-of-domain")

Planned = Callable[[str, tuple[str, ...], Meant], Plan]


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
            told = router.route(question, standing(question, history))
            plan = planned(question, history, told.meant)
            found = searcher.search(plan)
            table[place] = judge.read(found, selector.score(found, plan), plan, told.chances)
            advance(1)
    gold = np.arange(len(questions)) < len(own)
    return Asked(table, np.array([held for _, _, held in questions]), gold)


def learn_answerable(seen: Asked, declined: float = DECLINED) -> Judgement:
    """
    The judgement; its threshold is the chance under which no more than `declined` of the answerable tuning rows lie.

    Their chances are those that each had from a judgement learned without it.
    """
    chances = np.full(len(seen.table), np.nan)
    fold = np.random.default_rng(0).integers(0, FOLDS, len(seen.table))
    for number in range(FOLDS):
        apart = seen.gold & (fold == number)
        judgement = _fitted(seen, ~apart)
        chances[apart] = [judgement.chance(row) for row in seen.table[apart]]
    limit = float(np.quantile(chances[seen.gold & seen.held], declined))
    return replace(_fitted(seen, np.ones(len(seen.table), dtype=bool)), threshold=limit)


def _fitted(seen: Asked, chosen: NDArray[np.bool_]) -> Judgement:
    """A judgement learned from some rows, without a threshold; what is held counts as much as what is not."""
    from sklearn.neural_network import MLPClassifier

    mean, scale = seen.table.mean(axis=0), seen.table.std(axis=0) + 1e-6
    table = (seen.table - mean) / scale
    more, fewer = sorted((np.flatnonzero(chosen & seen.held), np.flatnonzero(chosen & ~seen.held)), key=len, reverse=True)
    models = []
    for number in range(NETWORKS):
        drawn = np.concatenate([more, np.random.default_rng(number).choice(fewer, len(more))])
        model = MLPClassifier((UNITS // NETWORKS,), alpha=PULL, max_iter=STEPS, random_state=number)
        models.append(model.fit(table[drawn], seen.held[drawn]))
    hidden = np.concatenate([m.coefs_[0] for m in models], axis=1)
    hidden_bias = np.concatenate([m.intercepts_[0] for m in models])
    out = np.concatenate([m.coefs_[1][:, 0] for m in models]) / NETWORKS
    bias = float(np.mean([m.intercepts_[1][0] for m in models]))
    return Judgement(_narrow(mean), _narrow(scale), _narrow(hidden), _narrow(hidden_bias), _narrow(out), bias, threshold=0.0)


def _narrow(numbers: NDArray[np.float64]) -> Scores:
    return np.asarray(numbers, dtype=np.float32)


def as_toml(learned: Judgement) -> str:
    """What was learned as `retriever/answerable.toml` holds it: mean, scale and weight for each unit of each feature."""
    rows = zip(NAMES, learned.mean, learned.scale, learned.hidden, strict=True)
    return "\n".join(
        [
            "# When to say that the library does not hold it, learned by 'verse train answerable'.",
            f"bias = {learned.bias:.4f}",
            f"threshold = {learned.threshold:.4f}",
            f"out = {_numbers(learned.out)}",
            f'"hidden bias" = {_numbers(learned.hidden_bias)}',
            "# mean, scale, and what it counts for each unit",
            "[features]",
            *(f'"{name}" = {_numbers([mean, scale, *weights])}' for name, mean, scale, weights in rows),
            "",
        ]
    )


def _numbers(row: Iterable[float]) -> str:
    return f"[{', '.join(f'{float(value):.4f}' for value in row)}]"
