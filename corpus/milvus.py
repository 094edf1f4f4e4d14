"""
An index in Milvus: Milvus Lite in the library's folder, or a server or cluster. Only this module knows it.

Vectors and words are both searched on its side: the words are a library's own tokens, weighed there by BM25.
"""

import json
import logging
from collections.abc import Callable, Collection, Iterable
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numpy as np

from corpus.errors import IndexAway, IndexUrlError, LibraryError, NoIndex
from corpus.index import Address
from corpus.models import DIMENSIONS, Vectors
from corpus.tokens import tokens
from corpus.vectors import Batch, Hits

try:
    from pymilvus import DataType, Function, FunctionType, MilvusClient
    from pymilvus.exceptions import MilvusException
except ImportError as missing:
    raise IndexUrlError("An index in Milvus needs the extra 'scale': pip install 'chapter-and-verse[scale]'.") from missing

FILE = "milvus.db"
K1, B = 1.2, 0.6
"""As in `corpus.lexical`."""
LITE = "milvus_lite"
"""How Milvus Lite calls itself."""
MOST = 16_384
"""No more are found at once."""
AT_ONCE = 1000
"""Passages that are put in with one request."""
LONGEST = 65_535
"""Bytes of a passage's tokens that are kept."""
PATIENCE_S = 10.0
WRITTEN = str.maketrans({".": "_", "'": "_", "£": "pound", "%": "percent"})
"""How tokens are written so that Milvus, which cuts at all but letters, digits and low lines, leaves them whole."""

logging.getLogger("pymilvus").setLevel(logging.CRITICAL)  # it logs what it raises, with a traceback

Given = ParamSpec("Given")
Result = TypeVar("Result")


def _speaking(job: Callable[Given, Result]) -> Callable[Given, Result]:
    """Say what went wrong with Milvus in the library's own errors."""

    @wraps(job)
    def told(*given: Given.args, **named: Given.kwargs) -> Result:
        try:
            return job(*given, **named)
        except MilvusException as error:
            if _is_away(error):
                raise IndexAway("The Milvus server does not answer; start it, or correct VERSE_INDEX_URL.") from error
            raise LibraryError(f"Milvus cannot use its index (code {error.code}); run 'verse ingest --rebuild'.") from error

    return told


def _is_away(error: MilvusException) -> bool:
    said = str(error).lower()
    return any(words in said for words in ("fail connecting", "unavailable", "deadline", "timeout", "connect"))


@_speaking
def open_milvus(address: Address, folder: Path, name: str) -> "MilvusIndex":
    """The index that was built under `name`; raises NoIndex or IndexAway."""
    client = _client(address, folder)
    if not client.has_collection(name):
        client.close()
        raise NoIndex("Milvus holds no index of this library; run 'verse ingest'.")
    client.load_collection(name)
    return MilvusIndex(client, name)


@_speaking
def build_milvus(address: Address, folder: Path, name: str, batches: Iterable[Batch]) -> None:
    """Put passages in; raises IndexAway."""
    client = _client(address, folder)
    try:
        _create(client, name)
        done = 0
        for batch in batches:
            for start in range(0, len(batch.docs), AT_ONCE):
                stop = min(start + AT_ONCE, len(batch.docs))
                client.insert(name, [_row(done + i, batch, i) for i in range(start, stop)])
            done += len(batch.docs)
        client.flush(name)
        if (held := _count(client, name)) != done:
            raise LibraryError(f"Milvus holds {held} of {done} passages; run 'verse ingest' again.")
    finally:
        client.close()


@_speaking
def drop_milvus(address: Address, name: str) -> None:
    """Forget an index on a server; raises IndexAway."""
    client = _client(address, Path())
    client.drop_collection(name)
    client.close()


class MilvusIndex:
    """A collection of Milvus's; see `corpus.vectors.WordIndex`."""

    def __init__(self, client: MilvusClient, name: str) -> None:
        self._client = client
        self._name = name

    @_speaking
    def __len__(self) -> int:
        return _count(self._client, self._name)

    @_speaking
    def search(self, query: Vectors, k: int, docs: Collection[str] | None = None) -> Hits:
        """The `k` nearest passages, approximately."""
        return self._found("dense", query.tolist(), k, docs)

    @_speaking
    def search_words(self, question: str, k: int, docs: Collection[str] | None = None) -> Hits:
        """The `k` passages that share the most telling words with a question."""
        written = _written(question)
        return self._found("words", written, k, docs) if written else _none()

    def close(self) -> None:
        """Close the file, or leave the server."""
        self._client.close()

    def _found(self, field: str, asked: Any, k: int, docs: Collection[str] | None) -> Hits:
        if docs is not None and not docs:
            return _none()
        only = f"doc in {json.dumps(sorted(docs))}" if docs is not None else ""
        found = self._client.search(
            self._name, [asked], limit=min(k, MOST), anns_field=field, output_fields=["id"], filter=only
        )[0]
        rows = np.array([hit["id"] for hit in found], dtype=np.int64)
        scores = np.array([hit["distance"] for hit in found], dtype=np.float32)
        order = np.lexsort((rows, -scores))
        return Hits(rows[order], scores[order])


def _create(client: MilvusClient, name: str) -> None:
    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("doc", DataType.VARCHAR, max_length=256)
    schema.add_field("text", DataType.VARCHAR, max_length=LONGEST, enable_analyzer=True)
    schema.add_field("dense", DataType.FLOAT_VECTOR, dim=DIMENSIONS)
    schema.add_field("words", DataType.SPARSE_FLOAT_VECTOR)
    schema.add_function(Function("bm25", FunctionType.BM25, input_field_names=["text"], output_field_names=["words"]))
    # A server chooses its own graph. Milvus Lite's loses passages once it is read back, so there all are compared.
    graph = "FLAT" if LITE in client.get_server_version() else "AUTOINDEX"
    indexes = client.prepare_index_params()
    indexes.add_index("dense", index_type=graph, metric_type="COSINE")
    indexes.add_index("words", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25", params={"bm25_k1": K1, "bm25_b": B})
    client.create_collection(name, schema=schema, index_params=indexes)


def _row(place: int, batch: Batch, i: int) -> dict[str, Any]:
    return {"id": place, "doc": batch.docs[i], "text": _written(batch.texts[i])[:LONGEST], "dense": batch.vectors[i]}


def _written(text: str) -> str:
    return " ".join(word.translate(WRITTEN) for word in tokens(text))


def _count(client: MilvusClient, name: str) -> int:
    return int(client.query(name, filter="", output_fields=["count(*)"])[0]["count(*)"])


def _none() -> Hits:
    return Hits(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32))


@_speaking
def _client(address: Address, folder: Path) -> MilvusClient:
    return MilvusClient(address.server or str(folder / FILE), timeout=PATIENCE_S)
