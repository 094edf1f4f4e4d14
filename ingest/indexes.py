"""Write a build's indexes (words, the table of vectors, the engine over it) and ask them before anyone else does."""

import hashlib
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from corpus.errors import CorpusError, NoLibrary
from corpus.index import Address, build_index, drop_index, kept_in, open_index, read_address
from corpus.lexical import build_lexical
from corpus.library import Manifest, read_manifest
from corpus.model import Passage
from corpus.models import Vectors
from corpus.vectors import Batch, DenseIndex, build_vectors
from ingest.errors import IngestError
from ingest.progress import Progress

AT_ONCE = 10_000
"""Passages that are handed to an index at once."""
SAME = 0.999
"""The cosine of two passages that the encoder cannot tell apart: it reads no more than their beginnings."""


def collection_of(folder: Path) -> str:
    """The name that a build's passages have in an engine, made from that of its folder; every engine takes it."""
    return f"passages_{hashlib.sha256(folder.name.encode()).hexdigest()[:16]}"


def write_indexes(folder: Path, indexed: Sequence[Passage], vectors: Vectors, progress: Progress) -> None:
    """Write all indexes of a build and probe them; `forget_index` takes them off a server."""
    with progress.step("Writing the indexes", 4) as advance:
        build_lexical(folder, [p.text for p in indexed])
        advance(1)
        build_vectors(folder, len(indexed), batches(indexed, vectors))
        advance(1)
        build_index(kept_in(), folder, collection_of(folder), batches(indexed, vectors))
        advance(1)
        _probe(folder, indexed, vectors)
        advance(1)


def batches(indexed: Sequence[Passage], vectors: Vectors) -> Iterator[Batch]:
    """Passages and their vectors as an index takes them."""
    for start in range(0, len(indexed), AT_ONCE):
        own = indexed[start : start + AT_ONCE]
        yield Batch([p.doc for p in own], [p.text for p in own], vectors[start : start + AT_ONCE])


def index_is_whole(home: Path, manifest: Manifest) -> bool:
    """Whether a server still holds what the library in use put there; raises IndexAway. Its own folder is not asked."""
    address = kept_in()
    if not address.server:
        return True
    try:
        index = open_index(address, home, manifest.collection)
    except NoLibrary:
        return False
    whole = len(index) == manifest.passages
    index.close()
    return whole


def forget_index(folder: Path) -> None:
    """Have a server forget what a build put there that was finished or not; what another machine put there stays."""
    try:
        drop_index(_put_into(folder), collection_of(folder))
    except CorpusError as error:  # what cannot be dropped takes room there, no more
        logging.getLogger(__name__).warning("The index of a build that is removed was not dropped: %s", error)


def _put_into(folder: Path) -> Address:
    """Where a build put its passages; where one would now if it was cut short or cannot be read."""
    try:
        index = read_manifest(folder).index
    except (NoLibrary, ValueError):
        return kept_in()
    return read_address(index) if index else kept_in()


def _probe(folder: Path, indexed: Sequence[Passage], vectors: Vectors) -> None:
    near = open_index(kept_in(), folder, collection_of(folder))
    found = near.search(vectors[0], 1)
    near.close()
    best = int(np.argmax(DenseIndex(folder).scores(vectors[0])))
    if not len(found.rows) or not all(float(vectors[row] @ vectors[0]) > SAME for row in (best, *found.rows)):
        raise IngestError("The new index does not find its own first passage; the previous library stays in use.")
