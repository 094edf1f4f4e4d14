"""
Compare two saved runs on the same rows: which is better, and could it be chance.

Both tests ask whether rows won and rows lost are as likely as heads and tails, and are exact. On yes/no metrics that
is McNemar's test (1947); on the others the sign test. recall@k counts as yes if every evidence group is found.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.errors import RunError
from eval.metrics import LOWER_IS_BETTER
from eval.run import Case
from eval.saved import split_cases
from eval.summary import mean

YES_NO = ("all facts", "stale", "must not", "abstained", "emergency first")
NEUTRAL = ("length",)


@dataclass(frozen=True)
class Compared:
    """One metric of two runs; `p` is the exact two-sided probability, `won` are ids of rows where B is better."""

    metric: str
    rows: int
    a: float
    b: float
    difference: float
    test: str
    p: float
    won: tuple[str, ...]
    lost: tuple[str, ...]


def compare(a: Sequence[Case], b: Sequence[Case]) -> dict[str, list[Compared]]:
    """By split, every metric that both runs have, on the rows that both runs have."""
    ours, theirs = split_cases(a), split_cases(b)
    compared = {}
    for split in [name for name in ours if name in theirs]:
        pairs = _pairs(ours[split], theirs[split])
        if pairs:
            compared[split] = [_metric(name, pairs) for name in _shared_metrics(pairs)]
    if not compared:
        raise RunError("The two runs share no rows; compare runs of the same split or gold file.")
    return compared


def exact_p(won: int, lost: int) -> float:
    """Two-sided probability of a split at least this uneven if winning and losing are equally likely."""
    n = won + lost
    tail: int = sum(math.comb(n, i) for i in range(min(won, lost) + 1))
    return float(min(1.0, 2 * tail / 2**n))


def _pairs(a: Sequence[Case], b: Sequence[Case]) -> list[tuple[Case, Case]]:
    by_id = {case.id: case for case in b}
    return [(case, by_id[case.id]) for case in a if case.id in by_id]


def _shared_metrics(pairs: Sequence[tuple[Case, Case]]) -> list[str]:
    first, second = pairs[0]
    return [name for name in first.metrics if name in second.metrics and name not in NEUTRAL]


def _metric(name: str, pairs: Sequence[tuple[Case, Case]]) -> Compared:
    both = [(a, b) for a, b in pairs if _defined(a.metrics, name) and _defined(b.metrics, name)]
    sign = -1 if name in LOWER_IS_BETTER else 1
    gains = {a.id: sign * (_judged(b.metrics[name], name) - _judged(a.metrics[name], name)) for a, b in both}
    won = tuple(i for i, gain in gains.items() if gain > 0)
    lost = tuple(i for i, gain in gains.items() if gain < 0)
    mean_a, mean_b = mean(a.metrics[name] for a, _ in both), mean(b.metrics[name] for _, b in both)
    test = "McNemar" if name in YES_NO or _is_recall(name) else "sign"
    return Compared(name, len(both), mean_a, mean_b, mean_b - mean_a, test, exact_p(len(won), len(lost)), won, lost)


def _defined(metrics: Mapping[str, float], name: str) -> bool:
    return not math.isnan(metrics.get(name, math.nan))


def _is_recall(name: str) -> bool:
    return name.startswith("recall@")


def _judged(value: float, name: str) -> float:
    return float(value == 1.0) if _is_recall(name) else value
