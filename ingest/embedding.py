"""
A vector for every passage: from the library before, from a build that was cut short, or else made now.

    <home>/embedded/<number>.npz    what a build under way has embedded, by key; gone once a build is finished
"""

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from corpus.encoder import Encoder
from corpus.errors import LibraryError, ModelError
from corpus.library import read_passages, vectors_from
from corpus.misses import read_misses
from corpus.model import Passage
from corpus.models import BUILD, DIMENSIONS, Vectors, model_name
from corpus.runtime import ENCODER, Cutter, Network, QueryEncoder
from corpus.vectors import DenseIndex
from ingest.networks import has_networks
from ingest.progress import Progress

Encode = Callable[[Sequence[str], Callable[[int], object]], Vectors]
FOLDER = "embedded"
FEW = 500
"""Texts up to which the library's own encoder embeds them."""
AT_ONCE = 4000
"""Passages that are embedded before they are kept: so many at most are lost by a build that is cut short."""


def vectors_of(home: Path, indexed: Sequence[Passage], progress: Progress, encode: Encode | None) -> tuple[Vectors, int]:
    """A vector a passage, and how many had to be made; `encode` makes them, by default the encoder."""
    known = _in_the_library(home) | _kept(home)
    vectors = np.zeros((len(indexed), DIMENSIONS), dtype=np.float32)
    missing = {p.key: p.text for p in indexed if p.key not in known}
    if missing:
        with progress.step("Embedding passages", len(missing)) as advance:
            known |= _made(home, missing, encode or _encoding(home, len(missing)), advance)
    for i, passage in enumerate(indexed):
        vectors[i] = known[passage.key]
    return vectors, len(missing)


def forget_kept(home: Path) -> None:
    """Remove what was kept for a build that might be cut short."""
    shutil.rmtree(home / FOLDER, ignore_errors=True)


def need_torch() -> None:
    """Raise ModelError where torch is not installed."""
    if find_spec("torch") is None:
        raise ModelError(f"The package 'torch' is not installed; {BUILD}")


def _made(home: Path, missing: Mapping[str, str], encode: Encode, advance: Callable[[int], object]) -> dict[str, Vectors]:
    """The vectors of texts by key, kept as they are made; texts of like length together, as the encoder takes them."""
    made: dict[str, Vectors] = {}
    left = iter(sorted(missing.items(), key=lambda one: -len(one[1])))
    while own := dict(islice(left, AT_ONCE)):
        vectors = encode(list(own.values()), advance)
        _keep(home, tuple(own), vectors)
        made |= zip(own, vectors, strict=True)
    return made


def _keep(home: Path, keys: Sequence[str], vectors: Vectors) -> None:
    """Keep vectors in a file that is there whole or not at all."""
    folder = home / FOLDER
    folder.mkdir(exist_ok=True)
    unfinished = folder / f"unfinished.{os.getpid()}"
    with unfinished.open("wb") as file:
        np.savez(file, model=np.array(model_name()), keys=np.array(keys), vectors=vectors)
    unfinished.replace(folder / f"{keys[0]}.npz")


def _kept(home: Path) -> dict[str, Vectors]:
    """What builds that were cut short had embedded with today's model; a file that cannot be read is as good as none."""
    kept: dict[str, Vectors] = {}
    for path in sorted((home / FOLDER).glob("*.npz")):
        try:
            with path.open("rb") as file, np.load(file) as stored:
                if str(stored["model"]) == model_name():
                    kept |= zip(stored["keys"].tolist(), stored["vectors"], strict=True)
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            path.unlink(missing_ok=True)
    return kept


def _in_the_library(home: Path) -> dict[str, Vectors]:
    folder = (home / "current").resolve()
    if vectors_from(folder) != model_name():
        return {}
    try:
        indexed = dict(zip((p.key for p in read_passages(folder)), DenseIndex(folder).vectors, strict=True))
    except (OSError, ValueError, EOFError):
        return {}
    try:
        return indexed | read_misses(folder)
    except LibraryError:
        return indexed


def _encoding(home: Path, texts: int) -> Encode:
    """
    What embeds: the library's own encoder if it is today's and there is little to do or no torch, otherwise torch.

    Loading torch takes as long as embedding some hundred texts without it; with many it is faster by half precision. Raises
    ModelError if neither is there.
    """
    own = (home / "current").resolve()
    if vectors_from(own) == model_name() and has_networks(own) and (texts <= FEW or find_spec("torch") is None):
        return QueryEncoder(Network(own, ENCODER, Cutter(own), os.cpu_count() or 1)).encode
    need_torch()
    return Encoder.own().encode
