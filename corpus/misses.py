"""
Questions that are known to be asked and that no document answers, as a library keeps them: beside its indexes, never found.

    <library>/misses.npz    keys and unit vectors, in the order of the bank's near misses
"""

from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from corpus.errors import LibraryError
from corpus.models import DIMENSIONS, Vectors

FILE = "misses.npz"


def write_misses(folder: Path, keys: Sequence[str], vectors: Vectors) -> None:
    """Write them into a build's folder; `vectors` has a row a key."""
    np.savez(folder / FILE, keys=np.array(keys, dtype=str), vectors=vectors)


def read_misses(folder: Path) -> dict[str, Vectors]:
    """Their vectors by key, in their order; raises LibraryError if the file is missing or damaged."""
    try:
        with (folder / FILE).open("rb") as file, np.load(file) as stored:
            keys, vectors = stored["keys"].tolist(), stored["vectors"]
        return dict(zip(keys, vectors.reshape(-1, DIMENSIONS), strict=True))
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise LibraryError(f"The library's file {FILE!r} is missing or damaged; run 'verse ingest --rebuild'.") from error
