"""What a run was made of, so that any figure can be made again."""

import hashlib
import os
import platform
import resource
import sys
from importlib.metadata import version
from importlib.resources import files

from corpus.library import Manifest
from corpus.models import model_name

PACKAGES = ("torch", "sentence-transformers", "bm25s", "numpy", "chromadb")


def settings_of(manifest: Manifest | None, **asked: object) -> dict[str, object]:
    """What was asked for, then library, model, code and machine."""
    return {
        **asked,
        "library": manifest.fingerprint if manifest else "none",
        "passages": manifest.passages if manifest else 0,
        "model": model_name(),
        "retriever": retriever_fingerprint(),
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "peak memory, MB": peak_memory_mb(),
        **{name: version(name) for name in PACKAGES},
    }


def retriever_fingerprint() -> str:
    """A short hash of the code and weights that rank, which the library's fingerprint does not cover."""
    digest = hashlib.sha256()
    for path in sorted(files("retriever").iterdir(), key=lambda p: p.name):
        if path.name.endswith((".py", ".toml")):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def peak_memory_mb() -> int:
    """The most memory this process has held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1024 * 1024 if sys.platform == "darwin" else 1024)
