"""What each actor must, should and may do."""

from dataclasses import dataclass

from corpus.library import Library
from training.place import Row


@dataclass(frozen=True)
class Duty(Row):
    """One thing that actors must, should or may do."""

    actors: tuple[str, ...]
    """By their standard names (corpus/glossary.toml); empty where the sentence names nobody."""
    what: str
    """The sentence or list item that says it, verbatim."""
    lead: str
    """The lead-in that rules it, verbatim, or ''."""


def duties(library: Library) -> tuple[Duty, ...]:
    """All of them in reading order, documents in the register's order; withdrawn editions and proposals too (see `place.status`)."""
    raise NotImplementedError
