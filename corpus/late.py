"""
Late interaction: how well each token of a question is matched by one of a passage (Khattab and Zaharia, 2020).

A library keeps the token vectors of documents that the question bank does not know: where no question of others comes near,
one vector a passage tells too little (eval/ABLATION.md, 'A document without bank questions').

    <library>/late.npy     unit vectors of tokens, half precision, shape (tokens, 384): one passage after another, mapped
    <library>/late.json    {a passage's key: [its first row, the row after its last]}
"""

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import numpy as np
from numpy.lib.format import open_memmap
from numpy.typing import NDArray

from corpus.errors import LibraryError
from corpus.models import DIMENSIONS, Vectors

TABLE = "late.npy"
SPANS = "late.json"
PART = "late.part"
PASSAGE_TOKENS = 160
"""Of a passage so many tokens are kept."""
QUESTION_TOKENS = 64
"""Of a question so many are matched."""

Halves = NDArray[np.float16]


class LateIndex:
    """The token vectors of a library's passages; holds none where no file is there. Raises LibraryError if one is damaged."""

    def __init__(self, folder: Path | None) -> None:
        self._spans: dict[str, tuple[int, int]] = {}
        if folder is None or not (folder / SPANS).is_file():
            return
        try:
            self._spans = {key: (start, end) for key, (start, end) in json.loads((folder / SPANS).read_text("utf-8")).items()}
            self._table: Halves = np.load(folder / TABLE, mmap_mode="r")
            rows = max((end for _, end in self._spans.values()), default=0)
            if self._table.shape != (rows, DIMENSIONS) or self._table.dtype != np.float16:
                raise ValueError
        except (OSError, ValueError, TypeError, AttributeError, EOFError) as error:
            raise LibraryError(f"The library's file {TABLE!r} is damaged; run 'verse ingest --rebuild'.") from error

    def __len__(self) -> int:
        """How many passages it holds."""
        return len(self._spans)

    def tokens(self, key: str) -> Halves | None:
        """The token vectors of a passage; None if they are not kept."""
        span = self._spans.get(key)
        return None if span is None else self._table[slice(*span)]

    def match(self, question: Vectors, keys: Iterable[str]) -> float:
        """The mean over the question's tokens of the cosine to what is nearest in a passage, of the best of some passages."""
        held = [own for key in keys if (own := self.tokens(key)) is not None]
        return max((float((question @ own.astype(np.float32).T).max(axis=1).mean()) for own in held), default=0.0)


def write_late(folder: Path, texts: Mapping[str, str], read: Callable[[str], Vectors], had: LateIndex) -> None:
    """Keep the token vectors of texts, at least one, by key; those that an earlier library `had` are not read again."""
    spans: dict[str, tuple[int, int]] = {}
    end = 0
    with (folder / PART).open("wb") as rows:  # a passage at a time: all of them may take more than there is memory
        for key, text in texts.items():
            own = had.tokens(key)
            made = read(text).astype(np.float16) if own is None else np.asarray(own)
            rows.write(made.tobytes())
            spans[key] = (end, end := end + len(made))
    table = open_memmap(folder / TABLE, mode="w+", dtype=np.float16, shape=(end, DIMENSIONS))
    table[:] = np.memmap(folder / PART, dtype=np.float16, mode="r", shape=table.shape)
    table.flush()
    (folder / PART).unlink()
    (folder / SPANS).write_text(json.dumps(spans), "utf-8")
