"""The search as LangChain knows searches; in a module of its own, for asking needs nothing of what this imports."""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from corpus.runtime import QueryEncoder
from retriever.search import Searcher


class LibraryEmbeddings(Embeddings):
    """A library's own encoder as LangChain embeddings."""

    def __init__(self, encoder: QueryEncoder) -> None:
        self._encoder = encoder

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self._encoder.embed_query(text)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        return self._encoder.embed_documents(texts)


class ParagraphRetriever(BaseRetriever):
    """The search as a LangChain retriever; each document is a paragraph with its citation as metadata."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    searcher: Searcher
    plan_for: Any
    """A function from a question to its plan (see `retriever.ask.Assistant.plan`)."""
    k: int = 10

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **kwargs: Any
    ) -> list[Document]:
        found = self.searcher.search(self.plan_for(query), self.k).ranked
        return [
            Document(
                page_content=hit.text,
                metadata={"id": hit.target.id, "label": hit.target.label, "score": hit.score},
            )
            for hit in found
        ]
