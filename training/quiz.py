"""Make a quiz from the guidance: the same library, wishes and seed make the same quiz."""

from corpus.library import Library
from training.quiz_items import Quiz


def quiz(
    library: Library, topic: str = "", standard: int | None = None, statement: str = "", count: int = 10, seed: int = 1
) -> Quiz:
    """A quiz of `count` items (fewer if the guidance yields no more sound ones); TrainingError if there is nothing to ask."""
    raise NotImplementedError
