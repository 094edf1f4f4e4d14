"""Reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

CONSTANT = 60
Scores = NDArray[np.float32]


def best(scores: Scores, depth: int) -> list[int]:
    """The places of the `depth` highest scores, highest first; what scores nothing is left out."""
    return [int(i) for i in np.argsort(-scores, kind="stable")[:depth] if scores[i] > 0]


def fuse(rankings: Sequence[tuple[float, Sequence[int]]], depth: int) -> list[int]:
    """Weighted rankings as one, best first."""
    fused: dict[int, float] = {}
    for weight, ranking in rankings:
        for rank, place in enumerate(ranking, 1):
            fused[place] = fused.get(place, 0.0) + weight / (CONSTANT + rank)
    return sorted(fused, key=lambda place: -fused[place])[:depth]
