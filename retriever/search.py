"""Rank paragraphs: dense and lexical passages, fused, gathered by paragraph; a LangChain retriever around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from numpy.typing import NDArray
from pydantic import ConfigDict

from corpus.encoder import Encoder
from corpus.library import Library
from corpus.model import Kind, Paragraph

DEPTH = 80
"""How many passages each arm brings to the fusion."""
FUSION = 60
"""The constant of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009)."""
LEXICAL_WEIGHT = 0.5


@dataclass(frozen=True)
class Ranked:
    """A paragraph and how well it fits, 1 being the best possible."""

    paragraph: Paragraph
    score: float


class Searcher:
    """Searches one open library."""

    def __init__(self, library: Library, encoder: Encoder | None = None) -> None:
        self.library = library
        self._encoder = encoder or Encoder()

    @cached_property
    def _docs(self) -> NDArray[np.str_]:
        return np.array([p.doc for p in self.library.passages])

    def search(self, query: str, docs: Sequence[str], k: int = 10) -> list[Ranked]:
        """The `k` best paragraphs of `docs` for a query, best first."""
        allowed = np.isin(self._docs, list(docs))
        fused: dict[str, float] = {}
        for weight, scores in ((1.0, self._dense(query)), (LEXICAL_WEIGHT, self.library.lexical.scores(query))):
            for rank, name in enumerate(self._best(np.where(allowed, scores, 0.0))):
                fused[name] = fused.get(name, 0.0) + weight / (FUSION + rank + 1)
        most = (1.0 + LEXICAL_WEIGHT) / (FUSION + 1)
        order = sorted(fused, key=lambda name: -fused[name])
        return [Ranked(self.library.paragraphs[n], round(fused[n] / most, 4)) for n in order[:k]]

    def _dense(self, query: str) -> NDArray[np.float32]:
        return self.library.dense.scores(self._encoder.embed_query(query))

    def _best(self, scores: NDArray[np.float32]) -> list[str]:
        """The paragraphs of the best passages, each once, in order; bare captions say nothing and are left out."""
        order = np.argsort(-scores, kind="stable")[:DEPTH]
        names = dict.fromkeys(self.library.passages[i].paragraph for i in order if scores[i] > 0)
        return [n for n in names if self.library.paragraphs[n].kind is not Kind.FIGURE]


class ParagraphRetriever(BaseRetriever):
    """The search as a LangChain retriever; each document is a paragraph with its citation as metadata."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    searcher: Searcher
    docs: tuple[str, ...]
    k: int = 10

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **kwargs: Any
    ) -> list[LangChainDocument]:
        found = self.searcher.search(query, self.docs, self.k)
        return [
            LangChainDocument(
                page_content=hit.paragraph.text,
                metadata={"id": hit.paragraph.id, "label": hit.paragraph.label, "score": hit.score},
            )
            for hit in found
        ]
