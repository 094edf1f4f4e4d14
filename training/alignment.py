"""Which guidance stands behind each statement: `corpus/alignment.jsonl`, every row confirmed by reading."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from corpus.library import Library


class Strength(StrEnum):
    """How strongly a paragraph supports a statement."""

    DIRECT = "direct"
    """The paragraph says what the statement teaches."""
    PARTIAL = "partial"
    """It says a part of it, or the general rule of which it is a case."""
    BACKGROUND = "background"
    """It is needed to understand it."""
    NONE = "none"
    """Nothing in the guidance in force supports it; such a row has no paragraph, and says in `note` what is missing."""


@dataclass(frozen=True)
class Row:
    """A paragraph behind a statement, with the words of it that support the statement and the digest it was read at."""

    statement: str
    paragraph: str | None
    strength: Strength
    words: str
    note: str = ""
    by: str = ""
    digest: str = ""


def alignment() -> Mapping[str, tuple[Row, ...]]:
    """The rows of each statement by its id (lcpp-2026/S3.T12), the guidance in force first."""
    raise NotImplementedError


def behind(library: Library, statement: str) -> tuple[Row, ...]:
    """The rows of a statement by any spelling of its id."""
    raise NotImplementedError


def serves(library: Library, paragraph: str) -> tuple[Row, ...]:
    """The rows in which a paragraph supports a statement; raises UnknownParagraph."""
    raise NotImplementedError
