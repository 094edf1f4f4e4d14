"""
The reader: a second small model that reads a message, or a question beside a passage, word by word.

Two vectors' nearness cannot tell 'what is an emergency protection order' from 'he is outside with a knife, what order do
I need', nor a passage that answers from one on the same subject that does not. The reader is the tuned embedding model
tuned further (LoRA) with four heads: which route a message takes, what it sets beside what, what it asks, and whether a
passage answers a question. 'verse train reader' makes it from the question bank (corpus/reader/), ingest writes it into the
library, where it is read with onnxruntime.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.library import Library

Scores = NDArray[np.float32]
MESSAGE_TOKENS = 96
PAIR_TOKENS = 128


@dataclass(frozen=True)
class Chances:
    """
    What is told of messages, a row each: the probability of each route, in the order of `Route`, and, in the order of
    `Beside`, of each thing that it sets beside another, and of each that it asks.
    """

    routes: Scores
    beside: Scores
    asked: Scores


class Reader:
    """Reads messages, and questions beside passages, with the model of an open library; it is loaded on first use."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def messages(self, messages: Sequence[str]) -> Chances:
        """What is told of messages."""
        means, heads = self._library.reader.means(messages, MESSAGE_TOKENS), self._library.heads
        scores = means @ heads["route"].T + heads["route bias"]
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        beside, asked = (_chances(means @ heads[own].T + heads[f"{own} bias"]) for own in ("beside", "asked"))
        return Chances(np.asarray(odds / odds.sum(axis=1, keepdims=True), dtype=np.float32), beside, asked)

    def answers(self, question: str, passages: Sequence[str]) -> Scores:
        """The probability that each passage answers a question, shape (passages,)."""
        means = self._library.reader.means([(question, passage) for passage in passages], PAIR_TOKENS)
        return _chances(means @ self._library.heads["answer"] + self._library.heads["answer bias"])


def _chances(scores: Scores) -> Scores:
    return np.asarray(1 / (1 + np.exp(-scores)), dtype=np.float32)
