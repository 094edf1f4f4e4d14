"""
The lexical index: BM25 over passages, with the field's own tokeniser.

bm25s weighs every word in every passage when the index is built; asking adds up columns of what it saved, which numpy does
alone: importing bm25s (and with it scipy) takes longer than answering.
"""

import json
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.tokens import tokens
from corpus.vectors import Rows

FOLDER = "lexical"


def build_lexical(folder: Path, texts: Sequence[str]) -> None:
    """Write the index of `texts` under a library's folder; a hit's number is its place in `texts`."""
    import bm25s

    index = bm25s.BM25(method="lucene", k1=1.2, b=0.6)
    index.index([tokens(t) for t in texts], show_progress=False)
    index.save(str(folder / FOLDER))


class LexicalIndex:
    """Scores every passage against a question."""

    def __init__(self, folder: Path) -> None:
        own = folder / FOLDER
        self._columns: dict[str, int] = json.loads((own / "vocab.index.json").read_text("utf-8"))
        self._passages = int(json.loads((own / "params.index.json").read_text("utf-8"))["num_docs"])
        self._bounds, self._places, self._weights = (
            np.load(own / f"{name}.csc.index.npy", mmap_mode="r").view(np.ndarray) for name in ("indptr", "indices", "data")
        )

    def rarity(self, word: str) -> float:
        """How rare a token is among passages (inverse document frequency); one that none holds is the rarest."""
        total = float(self._passages)
        if word not in self._columns:
            return math.log(1 + total)
        start, end = self._column(word)
        return math.log(1 + total / max(1, end - start))

    def knows(self, word: str) -> bool:
        """Whether any passage holds a token."""
        return word in self._columns

    def scores(self, query: str) -> NDArray[np.float32]:
        """BM25 scores of all passages, in their order; zeros where no word is shared."""
        scores = np.zeros(self._passages, dtype=np.float32)
        for word in tokens(query):
            if word in self._columns:
                start, end = self._column(word)
                scores[self._places[start:end]] += self._weights[start:end]  # a passage stands in a column once
        return scores

    def scores_of(self, rows: Rows, query: str) -> NDArray[np.float32]:
        """BM25 scores of some passages, in the order of `rows`; the same that `scores` has for them."""
        scores = np.zeros(len(rows), dtype=np.float32)
        for word in tokens(query):
            if word in self._columns:
                start, end = self._column(word)
                places = self._places[start:end]
                at = np.minimum(np.searchsorted(places, rows), end - start - 1)
                scores += np.where(places[at] == rows, self._weights[start + at], np.float32(0))
        return scores

    def _column(self, word: str) -> tuple[int, int]:
        """Where the passages that hold a token begin and end."""
        column = self._columns[word]
        return int(self._bounds[column]), int(self._bounds[column + 1])
