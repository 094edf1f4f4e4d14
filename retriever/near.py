"""What comes near a question in a large library: an engine says which passages, the library's own files how near they are."""

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property

import numpy as np

from corpus.library import Library
from corpus.model import Section
from corpus.vectors import Rows, Scores, WordIndex, best
from retriever.question import Plan

AT_MOST = 300
"""Passages that are looked for by vector, and as many by words."""


class Near:
    """Finds, in an open library, which of `targets` (ids of paragraphs and sections) a question comes near."""

    def __init__(self, library: Library, targets: Sequence[str]) -> None:
        self.library = library
        self._targets = targets

    def found(self, plan: Plan, vector: Scores, words: str) -> tuple[Rows, Scores, Scores]:
        """
        The targets, ascending, and of every passage in the library's order cosine with `vector` and BM25 for `words`, 0 for
        what does not come near.

        Both are exact for all passages of a target found, and of the paragraphs of a section found. Raises IndexAway.
        """
        only = None if set(plan.searched) >= set(self.library.documents) else frozenset(plan.searched)
        rows = [self.library.near.search(vector, AT_MOST, only).rows, *self._by_words(words, only)]
        hit = np.unique(np.concatenate([self._target_of[own] for own in rows]))
        pointed = [self._number[name] for name in plan.pointed if name in self._number]
        near = np.union1d(hit[hit >= 0], np.array(pointed, dtype=np.int64))
        scored = np.array(sorted(set(self._passages_of(near))), dtype=np.int64)
        dense = np.zeros(len(self.library.passages), dtype=np.float32)
        lexical = np.zeros(len(self.library.passages), dtype=np.float32)
        dense[scored] = self.library.dense.scores_of(scored, vector)
        lexical[scored] = self.library.lexical.scores_of(scored, words)
        return near, dense, lexical

    def _by_words(self, question: str, only: Collection[str] | None) -> Iterator[Rows]:
        """The best of the whole library, by which others are measured, and the best of the documents that may be searched."""
        engine = self.library.near
        if isinstance(engine, WordIndex):
            yield engine.search_words(question, AT_MOST).rows
            if only is not None:
                yield engine.search_words(question, AT_MOST, only).rows
            return
        scores = self.library.lexical.scores(question)
        yield best(scores, AT_MOST).rows
        if only is not None:
            yield best(scores, AT_MOST, np.flatnonzero(np.isin(self._docs, sorted(only)))).rows

    @cached_property
    def _number(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self._targets)}

    @cached_property
    def _target_of(self) -> Rows:
        """For each passage the place of its target, -1 if nothing that can be ranked."""
        return np.array([self._number.get(p.paragraph, -1) for p in self.library.passages], dtype=np.int64)

    @cached_property
    def _docs(self) -> "np.ndarray[tuple[int], np.dtype[np.str_]]":
        return np.array([p.doc for p in self.library.passages])

    def _passages_of(self, near: Rows) -> Iterator[int]:
        for place in near:
            found = self.library.find(self._targets[place])
            names = [found.id, *found.paragraphs] if isinstance(found, Section) else [found.id]
            for own in self.library.rows.values():
                for name in names:
                    yield from own.get(name, ())
