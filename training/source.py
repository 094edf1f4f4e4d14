"""Where a row of training material stands, and whether that place still says the same."""

import hashlib
from dataclasses import dataclass

from corpus.library import Library
from corpus.model import Paragraph


@dataclass(frozen=True)
class Source:
    """A cited paragraph as it was when something was made from it; `digest` is that of its words."""

    id: str
    digest: str


def source(paragraph: Paragraph) -> Source:
    """The paragraph as it is now."""
    return Source(paragraph.id, digest(paragraph))


def digest(paragraph: Paragraph) -> str:
    """Sixteen hexadecimal digits of the SHA-256 of a paragraph's words."""
    return hashlib.sha256(paragraph.text.encode()).hexdigest()[:16]


def is_current(made_from: Source, library: Library) -> bool:
    """Whether the library still holds the paragraph with the same words."""
    paragraph = library.paragraphs.get(made_from.id)
    return paragraph is not None and digest(paragraph) == made_from.digest
