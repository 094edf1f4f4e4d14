"""An index in Chroma, in the library's folder or on a server: approximate, over a graph (HNSW). Only this module knows it."""

from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

import httpx
import numpy as np
from chromadb import HttpClient, PersistentClient
from chromadb.config import Settings
from chromadb.errors import ChromaError, NotFoundError

from corpus.errors import IndexAway, LibraryError, NoIndex
from corpus.index import Address
from corpus.models import Vectors
from corpus.vectors import Batch, Hits

FOLDER = "chroma"
GRAPH = {"space": "cosine", "max_neighbors": 32, "ef_construction": 100, "ef_search": 500, "sync_threshold": 5000}
"""A graph that is quickly built and asked with care; 'make scale' measures both. What is not yet written of it, under
`sync_threshold` passages, Chroma makes anew whenever it is opened: of 38,000 it took ten seconds of two processors."""
AT_ONCE = 2000
"""Passages that are put in with one request."""
WIDER = 4
"""So many times what is wanted is looked at before Chroma is asked for some documents only, which takes it far longer."""

Given = ParamSpec("Given")
Result = TypeVar("Result")


def _speaking(job: Callable[Given, Result]) -> Callable[Given, Result]:
    """Say what went wrong with Chroma in the library's own errors."""

    @wraps(job)
    def told(*given: Given.args, **named: Given.kwargs) -> Result:
        try:
            return job(*given, **named)
        except NotFoundError as error:
            raise NoIndex("Chroma holds no index of this library; run 'verse ingest'.") from error
        except (httpx.HTTPError, ConnectionError) as error:
            raise IndexAway("The Chroma server does not answer; start it, or correct VERSE_INDEX_URL.") from error
        except ValueError as error:
            if "connect" not in str(error).lower():  # what its client makes of a refused connection
                raise
            raise IndexAway("The Chroma server does not answer; start it, or correct VERSE_INDEX_URL.") from error
        except ChromaError as error:
            name = type(error).__name__
            raise LibraryError(f"Chroma cannot use its index ({name}); run 'verse ingest --rebuild'.") from error

    return told


@_speaking
def open_chroma(address: Address, folder: Path, name: str) -> "ChromaIndex":
    """The index that was built under `name`; raises NoIndex or IndexAway."""
    client = _client(address, folder)
    try:
        return ChromaIndex(client, client.get_collection(name, embedding_function=None))
    except BaseException:
        _close(client)
        raise


@_speaking
def build_chroma(address: Address, folder: Path, name: str, batches: Iterable[Batch]) -> None:
    """Put passages in; raises IndexAway."""
    client = _client(address, folder)
    try:
        collection = client.create_collection(name, embedding_function=None, configuration={"hnsw": GRAPH})
        done = 0
        for batch in batches:
            for start in range(0, len(batch.docs), AT_ONCE):
                docs = batch.docs[start : start + AT_ONCE]
                collection.add(
                    ids=[str(done + i) for i in range(len(docs))],
                    embeddings=batch.vectors[start : start + AT_ONCE],
                    metadatas=[{"doc": doc} for doc in docs],
                )
                done += len(docs)
        if (held := collection.count()) != done:
            raise LibraryError(f"Chroma holds {held} of {done} passages; run 'verse ingest' again.")
    finally:
        _close(client)


@_speaking
def drop_chroma(address: Address, name: str) -> None:
    """Forget an index on a server; raises IndexAway."""
    client = _client(address, Path())
    try:
        with suppress(NotFoundError):
            client.delete_collection(name)
    finally:
        _close(client)


class ChromaIndex:
    """A collection of Chroma's; see `corpus.vectors.VectorIndex`."""

    def __init__(self, client: Any, collection: Any) -> None:
        self._client = client
        self._collection = collection
        self._size = int(collection.count())  # Chroma goes through all of them to count; what is built does not change

    def __len__(self) -> int:
        return self._size

    @_speaking
    def search(self, query: Vectors, k: int, docs: Collection[str] | None = None) -> Hits:
        """The `k` nearest passages, approximately."""
        if docs is None:
            return self._nearest(query, k)
        near = self._nearest(query, WIDER * k, among=docs)
        if len(near.rows) >= k:
            return Hits(near.rows[:k], near.scores[:k])
        return self._nearest(query, k, where={"doc": {"$in": sorted(docs)}}) if docs else near

    def close(self) -> None:
        """Stop Chroma, or leave its server."""
        _close(self._client)

    def _nearest(self, query: Vectors, k: int, among: Collection[str] | None = None, where: Any = None) -> Hits:
        """The `k` nearest; those of them that are `among` some documents, in the order of rows where two are as near."""
        if not (size := min(k, self._size)):
            return Hits(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32))
        wanted = ["distances"] if among is None else ["distances", "metadatas"]
        found = self._collection.query(query_embeddings=[query], n_results=size, include=wanted, where=where)
        rows = np.array(found["ids"][0], dtype=np.int64)
        scores = 1 - np.array(found["distances"][0], dtype=np.float32)
        if among is not None:
            kept = np.array([m["doc"] in among for m in found["metadatas"][0]], dtype=bool)
            rows, scores = rows[kept], scores[kept]
        order = np.lexsort((rows, -scores))
        return Hits(rows[order], scores[order])


def _client(address: Address, folder: Path) -> Any:
    quiet = Settings(anonymized_telemetry=False)
    if not address.server:
        return PersistentClient(str(folder / FOLDER), settings=quiet)
    at = urlsplit(address.server)
    return HttpClient(
        at.hostname or "", at.port or (443 if at.scheme == "https" else 8000), ssl=at.scheme == "https", settings=quiet
    )


def _close(client: Any) -> None:
    client.close()
    for own in (client, client._admin_client):  # both leave their connections open
        if (session := getattr(own._server, "_session", None)) is not None:
            session.close()
