"""
The dense index: passages' vectors in Chroma, and as one table beside it. The only module that knows Chroma.

An index is written once, into a folder of its own, and never changed; see `corpus.library` for the switch. Whoever compares
the vectors himself maps the table: it is there at once, processes share it, and Chroma need not be started to be read out.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from corpus.errors import LibraryError
from corpus.models import DIMENSIONS, Vectors

FOLDER = "chroma"
TABLE = "vectors.npy"
COLLECTION = "passages"
SERVER = "VERSE_CHROMA_URL"
"""The environment's name for a Chroma server over the current build: one process only may open its folder itself."""
GRAPH = {"space": "cosine", "ef_construction": 8, "max_neighbors": 4}
"""Chroma's graph for approximate search, which nothing here asks (see `DenseIndex`): the least that it will build."""
PAGE = 1000
"""Passages that are read in one request."""


def _client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder / FOLDER), settings=Settings(anonymized_telemetry=False))


def _opened(folder: Path) -> Any:
    """The server that the environment names, else the folder."""
    if not (url := os.environ.get(SERVER)):
        return _client(folder)
    import chromadb
    from chromadb.config import Settings

    at = urlsplit(url)
    return chromadb.HttpClient(at.hostname or "", at.port or 8000, settings=Settings(anonymized_telemetry=False))


def build_vectors(folder: Path, docs: Sequence[str], vectors: Vectors) -> None:
    """Write the index; a hit's number is its row in `vectors`. `docs` names each row's document."""
    client = _client(folder)
    collection = client.create_collection(COLLECTION, embedding_function=None, configuration={"hnsw": GRAPH})
    size = client.get_max_batch_size()
    for start in range(0, len(docs), size):
        rows = range(start, min(start + size, len(docs)))
        collection.add(
            ids=[str(i) for i in rows],
            embeddings=vectors[rows.start : rows.stop],
            metadatas=[{"doc": docs[i]} for i in rows],
        )
    np.save(folder / TABLE, vectors)
    if collection.count() != len(docs):
        raise LibraryError(f"The dense index holds {collection.count()} of {len(docs)} passages; build it again.")


class DenseIndex:
    """
    Scores every passage against a question, exactly.

    The vectors are not looked up in Chroma but compared here: its approximate search (HNSW) did not find the only passage of
    a newly added document although it was the nearest by far, and a library of this size (under 50,000 passages) is
    compared in a millisecond or two.
    """

    def __init__(self, folder: Path) -> None:
        mapped = not os.environ.get(SERVER) and (folder / TABLE).is_file()  # a build of before has no table
        self.vectors: Vectors = np.load(folder / TABLE, mmap_mode="r").view(np.ndarray) if mapped else _read_out(folder)

    def __len__(self) -> int:
        return len(self.vectors)

    def scores(self, query: Sequence[float] | Vectors) -> NDArray[np.float32]:
        """Cosine similarity of all passages to a unit vector, in their order."""
        return self.vectors @ np.asarray(query, dtype=np.float32)


def _read_out(folder: Path) -> Vectors:
    """All vectors that Chroma holds, in the passages' order."""
    collection = _opened(folder).get_collection(COLLECTION, embedding_function=None)
    size = collection.count()
    vectors = np.zeros((size, DIMENSIONS), dtype=np.float32)
    for start in range(0, size, PAGE):
        stored = collection.get(include=["embeddings"], limit=PAGE, offset=start)
        vectors[[int(i) for i in stored["ids"]]] = stored["embeddings"]
    return vectors
