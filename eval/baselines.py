"""
What others would build, measured on the same rows as the product.

The tutorial recipe: each document's plain text, footnotes and all, cut into 1,000 characters with 200 of overlap,
embedded by all-MiniLM-L6-v2 as published, nearest first. BM25: bm25s with its own English tokeniser over the same
pieces. Both fused by rank. A piece counts as found if it holds a wanted quote; earlier questions of a follow-up are
not known to them.
"""

from collections.abc import Callable, Sequence
from time import perf_counter

import bm25s
import numpy as np

from corpus.encoder import Encoder
from corpus.models import Vectors
from corpus.register import Register
from eval.fusion import Scores, best, fuse
from eval.gold import GoldRow
from eval.metrics import RankedText, found_at, retrieval
from eval.run import OPENING, SHOWN, Case
from ingest.progress import Progress

SIZE = 1000
OVERLAP = 200
DEPTH = 10
FUSED_DEPTH = 80
"""How many pieces each arm brings to the fusion."""

Rank = Callable[[str], Sequence[int]]


def pieces(register: Register) -> list[RankedText]:
    """Every document in pieces."""
    return [
        RankedText(f"{document.id}, piece {number}", document.id, text)
        for document in register.documents
        for number, text in enumerate(cut(register.read(document).decode("utf-8")), 1)
    ]


def cut(text: str, size: int = SIZE, overlap: int = OVERLAP) -> list[str]:
    """Pieces of at most `size` characters that end between words and share about `overlap` with the one before."""
    found, start = [], 0
    while start + size < len(text):
        end = _space_before(text, start + size, start + overlap + 1)
        found.append(text[start:end])
        start = _space_before(text, end - overlap, start + 1)
    return [*found, text[start:]]


def _space_before(text: str, place: int, least: int) -> int:
    """The last white space before a place, or the place itself if there is none after `least`."""
    for i in range(place, least, -1):
        if text[i].isspace():
            return i
    return max(place, least)


def baselines(texts: Sequence[RankedText], progress: Progress) -> dict[str, Rank]:
    """The three systems by name."""
    words = [t.text for t in texts]
    encoder = Encoder(None)
    with progress.step("Embedding pieces", len(words)) as advance:
        vectors = encoder.encode(words, advance)
    lexical = _Lexical(words)

    def tutorial(question: str, depth: int = DEPTH) -> Sequence[int]:
        return best(_cosine(vectors, encoder, question), depth)

    def bm25(question: str, depth: int = DEPTH) -> Sequence[int]:
        return best(lexical.scores(question), depth)

    def fusion(question: str) -> Sequence[int]:
        return fuse([(1.0, tutorial(question, FUSED_DEPTH)), (1.0, bm25(question, FUSED_DEPTH))], DEPTH)

    return {"tutorial": tutorial, "bm25": bm25, "fusion": fusion}


def run_baseline(rank: Rank, texts: Sequence[RankedText], rows: Sequence[GoldRow], split: str = "") -> list[Case]:
    """Ask every answerable row of one system."""
    return [_case(row, rank, texts, split) for row in rows if row.answerable]


def _cosine(vectors: Vectors, encoder: Encoder, question: str) -> Scores:
    return np.asarray(vectors @ encoder.encode([question])[0], dtype=np.float32)


class _Lexical:
    def __init__(self, words: Sequence[str]) -> None:
        self._size = len(words)
        self._index = bm25s.BM25()
        self._index.index(bm25s.tokenize(list(words), show_progress=False), show_progress=False)

    def scores(self, question: str) -> Scores:
        tokens = bm25s.tokenize([question], return_ids=False, show_progress=False)[0]
        known = [t for t in tokens if t in self._index.vocab_dict]
        return np.asarray(self._index.get_scores(known) if known else np.zeros(self._size), dtype=np.float32)


def _case(row: GoldRow, rank: Rank, texts: Sequence[RankedText], split: str) -> Case:
    started = perf_counter()
    ranked = [texts[i] for i in rank(row.question)]
    seconds = perf_counter() - started
    return Case(
        id=row.id,
        kind=row.kind,
        doc=row.evidence[0].doc,
        tags=row.tags,
        style=row.style,
        question=row.question,
        metrics={**retrieval(row, ranked), "seconds": seconds},
        found=tuple(found_at(row, ranked)),
        passages=tuple(r.id for r in ranked),
        evidence=tuple(f"{e.doc}: {e.quote}" for e in row.evidence),
        answer="",
        answer_kind="",
        history=row.history,
        shown=tuple(f"{r.id}\n{' '.join(r.text.split())[:OPENING]}" for r in ranked[:SHOWN]),
        split=split,
    )
