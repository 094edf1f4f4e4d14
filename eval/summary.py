"""What many cases say together: means, intervals, the weakest document and kind."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import median
from typing import Annotated, Protocol, TypeVar

import numpy as np
from pydantic import BeforeValidator

from eval.gold import UNANSWERED

BOOTSTRAP = 1000
FEWEST = 10
"""A document or kind with fewer rows than this is not called the weakest."""
MAIN = "recall@5"
Measure = Annotated[float, BeforeValidator(lambda value: math.nan if value is None else value)]
"""A number that may be undefined: NaN here, null in a file."""
Table = dict[str, dict[str, float]]
"""By metric: mean, low, high, rows; median and p95 too where a mean misleads (lengths and seconds)."""


class Measured(Protocol):
    """A case as far as a summary looks at it."""

    @property
    def id(self) -> str:
        """The row's id."""

    @property
    def kind(self) -> str:
        """The row's kind."""

    @property
    def doc(self) -> str:
        """The document that holds the answer, or nothing."""

    @property
    def metrics(self) -> Mapping[str, float]:
        """The case's metrics by name."""


C = TypeVar("C", bound=Measured)


def mean(values: Iterable[float]) -> float:
    """The mean of what is defined."""
    own = [v for v in values if not math.isnan(v)]
    return sum(own) / len(own) if own else math.nan


def interval(values: Iterable[float], seed: int = 0) -> tuple[float, float]:
    """95% interval of the mean by bootstrap over rows (Efron, 1979)."""
    own = np.array([v for v in values if not math.isnan(v)])
    if not len(own):
        return math.nan, math.nan
    chance = np.random.default_rng(seed)
    means = own[chance.integers(0, len(own), (BOOTSTRAP, len(own)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def summary(cases: Sequence[Measured]) -> Table:
    """Every metric's mean, interval and number of rows, then what is made of several."""
    names = dict.fromkeys(name for case in cases for name in case.metrics)
    table = {name: _line([c.metrics.get(name, math.nan) for c in cases], _skewed(name)) for name in names}
    return {**table, **_abstention(cases), **_weakest(cases), **_search_cost(table)}


def by(cases: Sequence[C], key: Callable[[C], str], metric: str = MAIN) -> dict[str, tuple[float, int]]:
    """One metric's mean and rows for each value of a key."""
    return {name: (mean(values), len(values)) for name, values in _grouped(cases, key, metric).items()}


def table_by(cases: Sequence[C], key: Callable[[C], str], metric: str = MAIN) -> Table:
    """The same with intervals; what has no value for the key is left out."""
    return {name: _line(values, skewed=False) for name, values in _grouped(cases, key, metric).items() if name}


def _grouped(cases: Sequence[C], key: Callable[[C], str], metric: str) -> dict[str, list[float]]:
    groups: dict[str, list[float]] = {}
    for case in cases:
        if not math.isnan(case.metrics.get(metric, math.nan)):
            groups.setdefault(key(case), []).append(case.metrics[metric])
    return dict(sorted(groups.items()))


def _skewed(name: str) -> bool:
    return name == "length" or name.endswith("seconds")


def _line(values: Sequence[float], skewed: bool) -> dict[str, float]:
    own = [v for v in values if not math.isnan(v)]
    low, high = interval(own)
    line = {"mean": mean(own), "low": low, "high": high, "rows": len(own)}
    if skewed and own:
        line |= {"median": median(own), "p95": float(np.percentile(own, 95))}
    return line


def _abstention(cases: Sequence[Measured]) -> Table:
    """Precision and recall of not answering what cannot be answered."""
    if not any("abstained" in c.metrics for c in cases):
        return {}
    should = {c.id for c in cases if c.kind in ("unanswerable", "out-of-domain")}
    did = {c.id for c in cases if c.metrics["abstained"] and c.kind not in ("adversarial", "emergency")}
    both = len(should & did)
    return {
        "abstention precision": {"mean": both / len(did) if did else math.nan, "rows": len(did)},
        "abstention recall": {"mean": both / len(should) if should else math.nan, "rows": len(should)},
        "wrongly declined": _line([c.metrics["abstained"] for c in cases if c.kind not in UNANSWERED], skewed=False),
    }


def declining(cases: Sequence[Measured]) -> list[tuple[float, float]]:
    """For every threshold of confidence the share of answerable rows, and of unanswerable ones, that it would decline."""
    judged = [(c.metrics["confidence"], c.kind) for c in cases if not math.isnan(c.metrics.get("confidence", math.nan))]
    held = [own for own, kind in judged if kind not in UNANSWERED]
    unheld = [own for own, kind in judged if kind in ("unanswerable", "out-of-domain")]
    if not held or not unheld:
        return []
    limits = sorted({own for own, _ in judged})
    return [(mean(float(h < t) for h in held), mean(float(u < t) for u in unheld)) for t in [*limits, 1.1]]


def _weakest(cases: Sequence[Measured]) -> Table:
    """The document and the kind that are served worst, each of enough rows to say so."""
    table: Table = {}
    for name, groups in (("document", by(cases, lambda c: c.doc)), ("kind", by(cases, lambda c: c.kind))):
        enough = [own for group, own in groups.items() if group and own[1] >= FEWEST]
        value, rows = min(enough, default=(math.nan, 0))
        table[f"{MAIN}, weakest {name}"] = {"mean": value, "rows": rows}
    return table


def _search_cost(table: Table) -> Table:
    """How many bare query embeddings a search costs, median to median."""
    search, bare = table.get("search seconds", {}), table.get("bare embedding seconds", {})
    if "median" not in search or "median" not in bare:
        return {}
    return {"search per embedding": {"mean": search["median"] / bare["median"], "rows": search["rows"]}}
