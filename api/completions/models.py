"""The names under which clients choose how they are answered."""

from datetime import UTC, datetime
from typing import Any

from api.completions.errors import Refused
from corpus.library import Library

MODEL = "chapter-and-verse"
FULL = "chapter-and-verse-full"
MODELS = {MODEL: False, FULL: True}
"""Each model's name, and whether it quotes paragraphs whole."""


def is_full(name: str) -> bool:
    """Whether a model quotes paragraphs whole; raises Refused if there is none of that name."""
    if name not in MODELS:
        known = " and ".join(repr(own) for own in MODELS)
        raise Refused(f"There is no model {name[:100]!r}; the models are {known}.", "model", "model_not_found", 404)
    return MODELS[name]


def described(name: str, library: Library) -> dict[str, Any]:
    """A model as clients list it; it is as old as its newest document."""
    newest = max(document.published for document in library.documents.values())
    created = int(datetime(newest.year, newest.month, newest.day, tzinfo=UTC).timestamp())
    return {"id": name, "object": "model", "created": created, "owned_by": MODEL}
