"""
The dense index: passages' vectors in Chroma. The only module that knows Chroma.

An index is written once, into a folder of its own, and never changed; see `corpus.library` for the switch.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import chromadb
from chromadb.config import Settings

from corpus.encoder import Vectors
from corpus.errors import LibraryError

FOLDER = "chroma"
COLLECTION = "passages"


def _client(folder: Path) -> Any:
    return chromadb.PersistentClient(str(folder / FOLDER), settings=Settings(anonymized_telemetry=False))


def build_vectors(folder: Path, docs: Sequence[str], vectors: Vectors) -> None:
    """Write the index; a hit's number is its row in `vectors`. `docs` names each row's document."""
    client = _client(folder)
    collection = client.create_collection(
        COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": 200}}
    )
    size = client.get_max_batch_size()
    for start in range(0, len(docs), size):
        rows = range(start, min(start + size, len(docs)))
        collection.add(
            ids=[str(i) for i in rows],
            embeddings=vectors[rows.start : rows.stop],
            metadatas=[{"doc": docs[i]} for i in rows],
        )
    if collection.count() != len(docs):
        raise LibraryError(f"The dense index holds {collection.count()} of {len(docs)} passages; build it again.")


class DenseIndex:
    """Nearest passages by cosine similarity."""

    def __init__(self, folder: Path) -> None:
        self._collection = _client(folder).get_collection(COLLECTION, embedding_function=None)
        self._count = self._collection.count()

    def __len__(self) -> int:
        return int(self._count)

    def nearest(self, query: Sequence[float], k: int, docs: Sequence[str]) -> list[tuple[int, float]]:
        """The `k` nearest passages of the documents `docs` as (number, similarity), best first."""
        found = self._collection.query(
            query_embeddings=[list(query)],
            n_results=min(k, self._count),
            where={"doc": {"$in": list(docs)}},
            include=["distances"],
        )
        return [(int(i), 1.0 - float(d)) for i, d in zip(found["ids"][0], found["distances"][0], strict=True)]
