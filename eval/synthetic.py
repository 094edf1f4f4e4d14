"""A large library made up of the real one's sentences, the same every time: passages, questions, what answers them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.library import Library
from corpus.model import PassageKind
from corpus.models import DIMENSIONS, Vectors
from corpus.vectors import Batch, Rows

SEED = 8
CHUNK = 5000
"""Passages that are made at once."""
DOCUMENT = 2500
"""Passages of a document."""
MOST = 4
"""Sentences of a passage; two at least."""
NOISE = 0.02
"""The spread of what is added to each number of a vector: about 0.4 of the vector's length."""
QUESTIONS = 200
BEST = 10


@dataclass(frozen=True)
class Sentences:
    """What passages are made of, and what is asked of them."""

    texts: tuple[str, ...]
    vectors: Vectors
    questions: tuple[str, ...]
    asked: Vectors
    """The questions' own vectors."""


def read_sentences(library: Library) -> Sentences:
    """The sentences of a built library and some of the questions of its bank, with the vectors that they have there."""
    own = [i for i, p in enumerate(library.passages) if p.kind is PassageKind.SENTENCE]
    bank = [i for i, p in enumerate(library.passages) if p.kind is PassageKind.QUESTION]
    chosen = np.random.default_rng(SEED).permutation(bank)[:QUESTIONS]
    vectors, passages = library.dense.vectors, library.passages
    return Sentences(
        tuple(passages[i].text.rpartition("\n")[2] for i in own),
        vectors[own],
        tuple(passages[i].text for i in chosen),
        vectors[chosen],
    )


def keep_sentences(made_of: Sentences, path: Path) -> None:
    """Write what passages are made of to a file that another process reads without a library."""
    texts, questions = np.array(made_of.texts), np.array(made_of.questions)
    np.savez(path, texts=texts, vectors=made_of.vectors, questions=questions, asked=made_of.asked)


def kept_sentences(path: Path) -> Sentences:
    """What `keep_sentences` wrote."""
    with np.load(path) as stored:
        return Sentences(
            tuple(stored["texts"].tolist()), stored["vectors"], tuple(stored["questions"].tolist()), stored["asked"]
        )


def passages(made_of: Sentences, size: int, words: bool = True) -> Iterator[Batch]:
    """So many passages; where `words` are not wanted their texts are empty, which is quicker."""
    for start in range(0, size, CHUNK):
        yield _chunk(made_of, start, min(CHUNK, size - start), words)


def right_answers(made_of: Sentences, size: int) -> Rows:
    """The rows of the best passages for each question by comparing all of them, shape (questions, 10)."""
    scores = np.full((len(made_of.asked), BEST), -2, dtype=np.float32)
    rows = np.zeros((len(made_of.asked), BEST), dtype=np.int64)
    start = 0
    for batch in passages(made_of, size, words=False):
        own = made_of.asked @ batch.vectors.T
        both = np.concatenate([scores, own], axis=1)
        places = np.concatenate([rows, np.broadcast_to(np.arange(start, start + own.shape[1]), own.shape)], axis=1)
        best = np.argsort(-both, axis=1, kind="stable")[:, :BEST]
        scores, rows = np.take_along_axis(both, best, 1), np.take_along_axis(places, best, 1)
        start += own.shape[1]
    return rows


def _chunk(made_of: Sentences, start: int, size: int, words: bool) -> Batch:
    random = np.random.default_rng((SEED, start))
    chosen = random.integers(len(made_of.texts), size=(CHUNK, MOST))[:size]
    weights = random.dirichlet(np.ones(MOST), size=CHUNK).astype(np.float32)[:size]
    weights[random.random((CHUNK, MOST))[:size] < [0, 0, 0.5, 0.5]] = 0
    noise = random.standard_normal((CHUNK, DIMENSIONS), dtype=np.float32)[:size]
    vectors = np.einsum("ps,psd->pd", weights, made_of.vectors[chosen]) + NOISE * noise
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    texts = [_text(made_of, own, held) for own, held in zip(chosen, weights > 0, strict=True)] if words else [""] * size
    return Batch([f"synthetic-{i // DOCUMENT}" for i in range(start, start + size)], texts, vectors)


def _text(made_of: Sentences, chosen: NDArray[np.int64], held: NDArray[np.bool_]) -> str:
    return " ".join(made_of.texts[i] for i in chosen[held])
