"""
Nearness by vector: what an index of passages must be able to do, and the table that compares them all, exactly.

An index is written once and never changed; see `corpus.library` for the switch. The table is part of every library: it is
mapped rather than read, so it is there at once and processes share it, and whatever engine searches (`corpus.index`), the
scores come from it.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.lib.format import open_memmap
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from corpus.errors import LibraryError
from corpus.models import DIMENSIONS, Vectors

TABLE = "vectors.npy"
RUNS = "vectors.json"
"""Beside the table: the documents of its rows, each with how many rows of it follow one another."""

Rows = NDArray[np.int64]
Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Batch:
    """Passages to be put into an index: each one's document, its words, and its unit vector, shape (passages, 384)."""

    docs: Sequence[str]
    texts: Sequence[str]
    vectors: Vectors


@dataclass(frozen=True)
class Hits:
    """Passages by their rows and what they score, the best first; where two score alike, in the order of their rows."""

    rows: Rows
    scores: Scores


class VectorIndex(Protocol):
    """Finds the passages nearest to a vector. A passage's number is its row: its place in the order it was put in."""

    def __len__(self) -> int:
        """How many passages it holds."""
        ...

    def search(self, query: Vectors, k: int, docs: Collection[str] | None = None) -> Hits:
        """The `k` passages with the highest cosine to a unit vector, of these documents only; fewer if there are fewer."""
        ...

    def close(self) -> None:
        """Let go of the engine; nothing can be asked afterwards."""
        ...


@runtime_checkable
class WordIndex(VectorIndex, Protocol):
    """An index that searches by words too, on its own side."""

    def search_words(self, question: str, k: int, docs: Collection[str] | None = None) -> Hits:
        """The `k` passages that share the most telling words with a question (BM25); none where no word is shared."""
        ...


def build_vectors(folder: Path, passages: int, batches: Iterable[Batch]) -> None:
    """Write the table of so many passages under a library's folder; raises LibraryError if the batches hold others."""
    table = open_memmap(folder / TABLE, "w+", np.float32, (passages, DIMENSIONS))
    docs: list[tuple[str, int]] = []
    done = 0
    for batch in batches:
        if done + len(batch.docs) > passages:
            break
        table[done : done + len(batch.docs)] = batch.vectors
        docs += [(doc, len(list(run))) for doc, run in groupby(batch.docs)]
        done += len(batch.docs)
    table.flush()
    (folder / RUNS).write_text(json.dumps(docs), "utf-8")
    if done != passages:
        raise LibraryError(f"The dense index holds {done} of {passages} passages; build it again.")


class DenseIndex:
    """
    The table: scores every passage against a question, exactly.

    Up to some 50,000 passages that takes a millisecond or two, and no engine finds more (see `corpus.index.EXACT_UP_TO`).
    On one thread: numpy's own wait busily for the next product, and take the processors from those that read.
    """

    def __init__(self, folder: Path) -> None:
        threadpool_limits(1, user_api="blas")
        self._folder = folder
        self.vectors: Vectors = np.load(folder / TABLE, mmap_mode="r").view(np.ndarray)

    def __len__(self) -> int:
        return len(self.vectors)

    def scores(self, query: Sequence[float] | Vectors) -> Scores:
        """Cosine similarity of all passages to a unit vector, in their order."""
        return self.vectors @ np.asarray(query, dtype=np.float32)

    def scores_of(self, rows: Rows, query: Vectors) -> Scores:
        """Cosine similarity of some passages to a unit vector, in the order of `rows`."""
        return self.vectors[rows] @ query

    def search(self, query: Vectors, k: int, docs: Collection[str] | None = None) -> Hits:
        """The `k` nearest passages; see `VectorIndex`."""
        return best(self.scores(query), k, None if docs is None else self._rows_of(docs))

    def close(self) -> None:
        """A mapped file needs no closing."""

    def _rows_of(self, docs: Collection[str]) -> Rows:
        runs: list[tuple[str, int]] = json.loads((self._folder / RUNS).read_text("utf-8"))
        ends = np.cumsum([length for _, length in runs])
        own = [np.arange(end - length, end) for (doc, length), end in zip(runs, ends, strict=True) if doc in docs]
        return np.concatenate([np.zeros(0, dtype=np.int64), *own])


def best(scores: Scores, k: int, rows: Rows | None = None) -> Hits:
    """The `k` best of all `scores`, or of those at `rows`, which ascend."""
    own = scores if rows is None else scores[rows]
    if k < len(own):
        least = -np.partition(-own, k - 1)[k - 1]
        places = np.flatnonzero(own >= least)  # more than k where several score alike
    else:
        places = np.arange(len(own))
    chosen = places[np.argsort(-own[places], kind="stable")][:k]
    return Hits(chosen if rows is None else rows[chosen], own[chosen])
