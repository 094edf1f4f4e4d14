"""What the documents say that their terms mean, and where editions differ."""

from dataclasses import dataclass

from corpus.library import Library
from training.place import Row


@dataclass(frozen=True)
class Definition(Row):
    """What one document says that a term means."""

    term: str
    words: str
    """The defining words, verbatim."""


@dataclass(frozen=True)
class Term:
    """A term with its definitions in all documents, those in force first; `differs` if documents do not say the same."""

    name: str
    definitions: tuple[Definition, ...]
    differs: bool


def definitions(library: Library) -> tuple[Definition, ...]:
    """All of them in reading order, documents in the register's order; withdrawn editions too (see `place.status`)."""
    raise NotImplementedError


def terms(library: Library) -> tuple[Term, ...]:
    """The definitions by term, terms in alphabetical order."""
    raise NotImplementedError
