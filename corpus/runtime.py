"""
The models as they are asked: onnxruntime over files that ingest wrote into the library's folder. No torch.

    <library>/models/tokenizer.json encoder.onnx encoder.weights reader.onnx reader.weights heads.npz
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from threading import Lock

import numpy as np
import onnxruntime
from tokenizers import Encoding, Tokenizer

from corpus.errors import LibraryError
from corpus.models import DIMENSIONS, HEADS, QUERY_TOKENS, Vectors

FOLDER = "models"
TOKENIZER = "tokenizer.json"
ENCODER = "encoder.onnx"
READER = "reader.onnx"
WEIGHTS = ".weights"
"""How the file is called that lies beside a network with its weights: they are mapped rather than read."""
INPUTS = ("tokens", "kinds")
"""What a network takes, shape (1, length): the tokens, and for each whether it belongs to the first text or the second."""
OUTPUT, EACH = "mean", "each"
"""What it gives: the mean of the token vectors, shape (1, 384), and each of them, shape (1, length, 384)."""
AT_ONCE = 32
"""Texts that are embedded before progress is told."""
QUIET = 3
"""onnxruntime's log level for errors alone."""


class Cutter:
    """The tokenizer of a library's models, with another limit for each text; raises LibraryError if its file is no such."""

    def __init__(self, library: Path) -> None:
        path = library / FOLDER / TOKENIZER
        try:
            self._tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:  # it raises Exception itself
            raise _damaged(path, error) from error
        self._tokenizer.no_padding()
        self._lock = Lock()

    def cut(self, text: str | tuple[str, str], tokens: int) -> Encoding:
        """The tokens of a text, or pair of texts, of which the longer is cut first."""
        both = (text,) if isinstance(text, str) else text
        with self._lock:
            self._tokenizer.enable_truncation(tokens)
            return self._tokenizer.encode(*both)


class Network:
    """
    One model of a library; reads each text by itself, without padding, so that none changes what another gives.

    As many texts are read at once as there are `processors`. Raises LibraryError if a file is missing or damaged.
    """

    def __init__(self, library: Path, name: str, cutter: Cutter, processors: int) -> None:
        self._session = _session(library / FOLDER / name)
        self._cutter = cutter
        self._threads = ThreadPoolExecutor(processors, thread_name_prefix="read") if processors > 1 else None

    def means(self, texts: Sequence[str | tuple[str, str]], tokens: int) -> Vectors:
        """The mean of the token vectors of each text, or pair of texts, cut to `tokens`; shape (len(texts), 384)."""
        rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for place, row in enumerate(self._each([self._cutter.cut(text, tokens) for text in texts])):
            rows[place] = row
        return rows

    def token_vectors(self, text: str, tokens: int) -> Vectors:
        """The unit vectors of a text's tokens, cut to `tokens`; shape (tokens read, 384)."""
        rows = self._run(self._cutter.cut(text, tokens), EACH)
        unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit

    def _each(self, read: Sequence[Encoding]) -> Iterable[Vectors]:
        if len(read) < 2 or self._threads is None:
            return map(self._mean, read)
        return self._threads.map(self._mean, read)

    def _mean(self, read: Encoding) -> Vectors:
        return self._run(read, OUTPUT)

    def _run(self, read: Encoding, output: str) -> Vectors:
        given = (np.array([own], dtype=np.int64) for own in (read.ids, read.type_ids))
        row: Vectors = self._session.run([output], dict(zip(INPUTS, given, strict=True)))[0][0]
        return row


class QueryEncoder:
    """Turns questions into unit vectors of 384 numbers with a library's own encoder (`retriever.langchain` wraps it)."""

    def __init__(self, network: Network) -> None:
        self.network = network

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self.embed_documents([text])[0]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        vectors: list[list[float]] = self.encode(texts).tolist()
        return vectors

    def encode(self, texts: Sequence[str], progress: Callable[[int], object] = lambda done: None) -> Vectors:
        """Unit vectors, shape (len(texts), 384); `progress` is told how many texts were finished."""
        parts = [np.zeros((0, DIMENSIONS), dtype=np.float32)]
        for start in range(0, len(texts), AT_ONCE):
            means = self.network.means(texts[start : start + AT_ONCE], QUERY_TOKENS)
            parts.append(means / np.linalg.norm(means, axis=1, keepdims=True))
            progress(len(means))
        return np.concatenate(parts)


def _session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = QUIET
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # its errors share no class of their own
        raise _damaged(path, error) from error


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
