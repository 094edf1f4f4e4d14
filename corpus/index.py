"""
Which engine finds the passages near a question: the address that VERSE_INDEX_URL gives, and what is behind it.

    exact:                     the library's own table, every passage compared
    chroma:                    Chroma in the library's folder, which is built with it unless one of the following is chosen
    chroma+http://HOST:PORT    a Chroma server
    milvus:                    Milvus Lite in the library's folder (extra [scale])
    milvus+http://HOST:PORT    a Milvus server or cluster (extra [scale])

Without one it is the table up to `EXACT_UP_TO` passages, and Chroma in the library's folder for more.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from corpus.errors import IndexUrlError
from corpus.vectors import Batch, DenseIndex, VectorIndex

INDEX = "VERSE_INDEX_URL"
EXACT_UP_TO = 50_000
"""Passages up to which comparing them all takes a millisecond or two."""
EXACT, CHROMA, MILVUS = "exact", "chroma", "milvus"
SERVED = ("http", "https")
WRITTEN = "'exact:', 'chroma:', 'chroma+http://HOST:PORT', 'milvus:' or 'milvus+http://HOST:PORT'"
"""How an address is written."""


@dataclass(frozen=True)
class Address:
    """An engine, and where it is: the URL of a server, or nothing for the library's own folder."""

    engine: str
    server: str = ""

    def __str__(self) -> str:
        return f"{self.engine}+{self.server}" if self.server else f"{self.engine}:"


def read_address(text: str) -> Address:
    """The address as it is written; raises IndexUrlError."""
    scheme, _, rest = text.partition(":")
    engine, _, way = scheme.partition("+")
    if engine in (EXACT, CHROMA, MILVUS) and not way and not rest and text.endswith(":"):
        return Address(engine)
    if engine in (CHROMA, MILVUS) and way in SERVED and _is_server(server := f"{way}:{rest}"):
        return Address(engine, server.rstrip("/"))
    raise IndexUrlError(f"The setting {INDEX} is wrong: write {WRITTEN}.")


def chosen() -> Address | None:
    """The address that the environment gives; None if it gives none. Raises IndexUrlError."""
    text = os.environ.get(INDEX)
    return read_address(text) if text else None


def address_for(passages: int) -> Address:
    """The address for a library of so many passages."""
    return chosen() or Address(EXACT if passages <= EXACT_UP_TO else CHROMA)


def kept_in() -> Address:
    """Where a build puts its passages: on the server or in the engine chosen, else into Chroma in its own folder."""
    address = chosen()
    return address if address and address.engine != EXACT else Address(CHROMA)


def open_index(address: Address, folder: Path, name: str) -> VectorIndex:
    """
    The index of a library in `folder` that was built under `name`.

    Raises NoIndex if there is none of that name, IndexAway if the engine does not answer, IndexUrlError if its package
    is not installed.
    """
    if address.engine == CHROMA:
        from corpus.chroma import open_chroma

        return open_chroma(address, folder, name)
    if address.engine == MILVUS:
        from corpus.milvus import open_milvus

        return open_milvus(address, folder, name)
    return DenseIndex(folder)


def build_index(address: Address, folder: Path, name: str, batches: Iterable[Batch]) -> None:
    """Put passages into an engine under `name`, all or none; the table is there already. Raises as `open_index` does."""
    if address.engine == CHROMA:
        from corpus.chroma import build_chroma

        build_chroma(address, folder, name, batches)
    elif address.engine == MILVUS:
        from corpus.milvus import build_milvus

        build_milvus(address, folder, name, batches)


def drop_index(address: Address, name: str) -> None:
    """Have a server forget an index; one that it does not hold is forgotten already. Raises as `open_index` does."""
    if address.engine == CHROMA and address.server:
        from corpus.chroma import drop_chroma

        drop_chroma(address, name)
    elif address.engine == MILVUS and address.server:
        from corpus.milvus import drop_milvus

        drop_milvus(address, name)


def _is_server(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    return bool(parts.hostname) and parts.username is None and parts.path in ("", "/") and not (parts.query or parts.fragment)
