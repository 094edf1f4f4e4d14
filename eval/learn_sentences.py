"""Learn which sentences answer, from the evidence of the tuning rows."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from eval.gold import GoldRow, letters
from eval.learn import Lesson
from retriever.question import Plan
from retriever.search import Searcher
from retriever.selection import Candidate, Selector

SHINGLE = 18
"""Letters in a row that a sentence and a quote share where one holds a piece of the other."""
ENOUGH = 0.4
"""Share of the quote, or of the sentence, that must be held in such pieces."""


def sentence_lessons(rows: Sequence[GoldRow], plans: Sequence[Plan], searcher: Searcher, selector: Selector) -> list[Lesson]:
    """What there is to learn from: the sentences considered for each row, and which of them hold its evidence."""
    found = []
    for row, plan in zip(rows, plans, strict=True):
        candidates, table = selector.read(searcher.search(plan), plan)
        right = holding(row, candidates)
        groups = tuple(g for g in right if g.any())
        if groups:
            found.append(Lesson(table, groups))
    return found


def holding(row: GoldRow, candidates: Sequence[Candidate]) -> list[NDArray[np.bool_]]:
    """For each evidence group which of the candidates hold a good part of one of its quotes."""
    texts = [(c.paragraph.doc, letters(c.sentence.text)) for c in candidates]
    return [
        np.array([any(e.doc == doc and _shared(letters(e.quote), text) for e in group) for doc, text in texts], dtype=bool)
        for group in row.groups
    ]


def _shared(quote: str, sentence: str) -> bool:
    if quote in sentence or (sentence in quote and len(sentence) > SHINGLE):
        return True
    pieces = [quote[i : i + SHINGLE] for i in range(0, max(1, len(quote) - SHINGLE + 1), SHINGLE)]
    held = sum(p in sentence for p in pieces) / len(pieces)
    return held >= ENOUGH
