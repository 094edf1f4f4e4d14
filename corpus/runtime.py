"""
The models as they are asked: onnxruntime over files that ingest wrote into the library's folder. No torch.

    <library>/models/tokenizer.json encoder.onnx reader.onnx heads.npz
"""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from io import BytesIO
from pathlib import Path
from threading import Lock

import numpy as np
import onnxruntime
from langchain_core.embeddings import Embeddings
from tokenizers import Encoding, Tokenizer

from corpus.encoder import DIMENSIONS, QUERY_TOKENS, Vectors
from corpus.errors import LibraryError

FOLDER = "models"
TOKENIZER = "tokenizer.json"
ENCODER = "encoder.onnx"
READER = "reader.onnx"
HEADS = "heads.npz"
INPUTS = ("tokens", "kinds")
"""What a network takes, shape (1, length): the tokens, and for each whether it belongs to the first text or the second."""
OUTPUT = "mean"
QUIET = 3
"""onnxruntime's log level for errors alone."""


class Network:
    """
    One model of a library; reads each text by itself, without padding, so that none changes what another gives.

    As many texts are read at once as there are `processors`. Raises LibraryError if a file is missing or damaged.
    """

    def __init__(self, library: Path, name: str, processors: int) -> None:
        self._folder = library / FOLDER
        self._session = _session(self._folder / name)
        self._processors = processors
        self._tokenizers: dict[int, Tokenizer] = {}
        self._lock = Lock()

    def means(self, texts: Sequence[str | tuple[str, str]], tokens: int) -> Vectors:
        """The mean of the token vectors of each text, or pair of texts, cut to `tokens`; shape (len(texts), 384)."""
        rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        read = [self._tokenizer(tokens).encode(*((text,) if isinstance(text, str) else text)) for text in texts]
        for place, row in enumerate(self._each(read)):
            rows[place] = row
        return rows

    def _each(self, read: Sequence[Encoding]) -> Iterable[Vectors]:
        if len(read) < 2 or self._processors < 2:
            return map(self._mean, read)
        return self._threads.map(self._mean, read)

    @cached_property
    def _threads(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._processors, thread_name_prefix="read")

    def _mean(self, read: Encoding) -> Vectors:
        given = (np.array([own], dtype=np.int64) for own in (read.ids, read.type_ids))
        row: Vectors = self._session.run([OUTPUT], dict(zip(INPUTS, given, strict=True)))[0][0]
        return row

    def _tokenizer(self, tokens: int) -> Tokenizer:
        """The tokenizer that cuts to `tokens`; one each, because a tokenizer's limit is its own state."""
        with self._lock:
            if tokens not in self._tokenizers:
                self._tokenizers[tokens] = _open_tokenizer(self._folder / TOKENIZER, tokens)
            return self._tokenizers[tokens]


class QueryEncoder(Embeddings):
    """Turns questions into unit vectors of 384 numbers with a library's own encoder."""

    def __init__(self, network: Network) -> None:
        self.network = network

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self.embed_documents([text])[0]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text, as LangChain wants them."""
        means = self.network.means(texts, QUERY_TOKENS)
        unit: list[list[float]] = (means / np.linalg.norm(means, axis=1, keepdims=True)).tolist()
        return unit


def _session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = QUIET
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # its errors share no class of their own
        raise _damaged(path, error) from error


def _open_tokenizer(path: Path, tokens: int) -> Tokenizer:
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # it raises Exception itself
        raise _damaged(path, error) from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(tokens)
    return tokenizer


def read_heads(library: Path) -> dict[str, Vectors]:
    """The reader's heads by name; raises LibraryError if they are missing or damaged."""
    path = library / FOLDER / HEADS
    try:
        with np.load(BytesIO(path.read_bytes())) as stored:
            return {name: stored[name] for name in stored.files}
    except Exception as error:  # a damaged archive raises one of five
        raise _damaged(path, error) from error


def _damaged(path: Path, error: Exception) -> LibraryError:
    what = "missing" if not path.is_file() else f"damaged ({type(error).__name__})"
    return LibraryError(f"The library's file '{FOLDER}/{path.name}' is {what}; run 'verse ingest --rebuild'.")
