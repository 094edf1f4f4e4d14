"""Whether what was found answers: no more of it is read than is needed to tell."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest

from corpus.library import Library
from retriever.answerable import FIRST, READ, Judge
from retriever.question import understand
from retriever.routes import Route
from retriever.search import Searcher
from retriever.selection import Selector

QUESTION = "How soon must the initial child protection conference be held?"


class CountingReader:
    """Gives each passage that it reads the next of some probabilities."""

    def __init__(self, chances: Sequence[float]) -> None:
        self._chances = list(chances)
        self.read = 0

    def answers(self, question: str, passages: Sequence[str]) -> np.ndarray:
        """The probabilities of these passages."""
        self.read += len(passages)
        return np.array([self._chances.pop(0) for _ in passages], dtype=np.float32)


@pytest.mark.parametrize(
    ("chances", "read"), [((0.95, 0.1), FIRST), ((0.1, 0.95), FIRST), ((0.5, 0.1, 0.9, 0.1), READ), ((0.1,) * READ, READ)]
)
def test_no_more_is_read_once_a_passage_answers_clearly(library: Library, chances: tuple[float, ...], read: int) -> None:
    reader = CountingReader(chances)
    plan = understand(QUESTION, (), library.documents, library.paragraphs, date(2026, 11, 22))
    found = Searcher(library).search(plan)
    Judge(library, reader).judge(found, Selector(library).score(found, plan), plan, dict.fromkeys(Route, 0.0))
    assert reader.read == read
