"""Which statements cover a topic: all of them, each with the reason."""

from dataclasses import dataclass

from corpus.library import Library
from training.standards import Statement


@dataclass(frozen=True)
class Match:
    """A statement that covers a topic; `certain` if it says so itself, else it is near in meaning. `why` is for a reader."""

    statement: Statement
    certain: bool
    score: float
    why: str


def statements_on(library: Library, topic: str, standard: int | None = None) -> tuple[Match, ...]:
    """Every statement that covers a topic in plain words, the surest first; raises TrainingError where there is none."""
    raise NotImplementedError
