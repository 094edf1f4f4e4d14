"""
The reader: a second small model that reads a message, or a question beside a passage, word by word.

Two vectors' nearness cannot tell 'what is an emergency protection order' from 'he is outside with a knife, what order do
I need', nor a passage that answers from one on the same subject that does not. The reader is the tuned embedding model
tuned further (LoRA) with two heads: which route a message takes, and whether a passage answers a question. 'verse train
reader' makes it from the question bank (corpus/reader/).
"""

from collections.abc import Sequence
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from corpus.encoder import adapter_folder, load_model, mean_of_tokens

if TYPE_CHECKING:
    import torch

Scores = NDArray[np.float32]
HEADS = "heads.npz"
MESSAGE_TOKENS = 96
PAIR_TOKENS = 128


def reader_folder() -> Path:
    """Where the product's reader is."""
    return Path(str(files("corpus"))) / "reader"


class Reader:
    """Reads messages, and questions beside passages; the model is loaded on first use."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or reader_folder()

    @cached_property
    def _model(self) -> Any:
        own = adapter_folder()
        return load_model([*([own] if own else []), self._folder]).eval()

    @cached_property
    def _heads(self) -> dict[str, "torch.Tensor"]:
        import torch

        with np.load(self._folder / HEADS) as stored:
            return {name: torch.from_numpy(stored[name]) for name in stored.files}

    def routes(self, messages: Sequence[str]) -> Scores:
        """The probability of each route, in the order of `Route`, for each message; shape (messages, routes)."""
        import torch

        with torch.inference_mode():
            pooled = mean_of_tokens(self._model, list(messages), None, MESSAGE_TOKENS)
            scores = pooled @ self._heads["route"].T + self._heads["route bias"]
            return np.asarray(torch.softmax(scores, dim=1).numpy(), dtype=np.float32)

    def answers(self, question: str, passages: Sequence[str]) -> Scores:
        """The probability that each passage answers a question, shape (passages,)."""
        import torch

        if not passages:
            return np.zeros(0, dtype=np.float32)
        with torch.inference_mode():
            pooled = mean_of_tokens(self._model, [question] * len(passages), list(passages), PAIR_TOKENS)
            scores = pooled @ self._heads["answer"] + self._heads["answer bias"]
            return np.asarray(torch.sigmoid(scores).numpy(), dtype=np.float32)
