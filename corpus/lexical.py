"""The lexical index: BM25 over passages, with the field's own tokeniser."""

import math
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from corpus.tokens import tokens

FOLDER = "lexical"


def build_lexical(folder: Path, texts: Sequence[str]) -> None:
    """Write the index of `texts` under a library's folder; a hit's number is its place in `texts`."""
    index = bm25s.BM25(method="lucene", k1=1.2, b=0.6)
    index.index([tokens(t) for t in texts], show_progress=False)
    index.save(str(folder / FOLDER))


class LexicalIndex:
    """Scores every passage against a question."""

    def __init__(self, folder: Path) -> None:
        self._index = bm25s.BM25.load(str(folder / FOLDER), mmap=True)

    def rarity(self, word: str) -> float:
        """How rare a token is among passages (inverse document frequency); one that none holds is the rarest."""
        total = float(self._index.scores["num_docs"])
        if word not in self._index.vocab_dict:
            return math.log(1 + total)
        column, bounds = self._index.vocab_dict[word], self._index.scores["indptr"]
        return math.log(1 + total / max(1, int(bounds[column + 1] - bounds[column])))

    def knows(self, word: str) -> bool:
        """Whether any passage holds a token."""
        return word in self._index.vocab_dict

    def scores(self, query: str) -> NDArray[np.float32]:
        """BM25 scores of all passages, in their order; zeros where no word is shared."""
        words = [t for t in tokens(query) if t in self._index.vocab_dict]
        if not words:
            return np.zeros(self._index.scores["num_docs"], dtype=np.float32)
        return np.asarray(self._index.get_scores(words), dtype=np.float32)
