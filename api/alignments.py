"""What became of each paragraph between two documents, worked out once for each two; the editions of a text at start."""

import re
from collections.abc import Sequence
from concurrent.futures import Future
from threading import Lock

from corpus.library import Library
from corpus.register import Document
from retriever.alignment import Pair, align

Pairs = Sequence[Pair]
_YEAR = re.compile(r"\W*\b\d{4}\b\W*")


class Alignments:
    """The alignments of one library's documents."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._made: dict[tuple[str, str], Future[Pairs]] = {}
        self._lock = Lock()

    def between(self, earlier: str, later: str) -> Pairs:
        """The pairs; whoever asks first works them out, the others wait for them. Raises UnknownParagraph (document)."""
        names, own = (earlier, later), Future[Pairs]()
        with self._lock:
            kept = self._made.setdefault(names, own)
        if kept is own:
            try:
                own.set_result(tuple(align(self._library, earlier, later)))
            except BaseException as error:
                del self._made[names]
                own.set_exception(error)
        return kept.result()

    def ready(self, earlier: str, later: str) -> Pairs:
        """The pairs if they are worked out already, else none: for those who would rather not wait."""
        kept = self._made.get((earlier, later))
        return kept.result() if kept is not None and kept.done() and kept.exception() is None else ()

    def prepare(self) -> None:
        """Work out the pairs of all editions of one text."""
        for earlier, later in editions(self._library):
            self.between(earlier, later)


def editions(library: Library) -> Sequence[tuple[str, str]]:
    """The documents that are editions of one text, two by two, the earlier first."""
    found = (in_order(own, other) for own in library.documents.values() if (other := other_edition(library, own.id)))
    return list(dict.fromkeys((earlier.id, later.id) for earlier, later in found))


def other_edition(library: Library, doc: str) -> Document | None:
    """The other edition of a document: the one with the same title but for the year."""
    own = library.documents[doc]
    return next((d for d in library.documents.values() if d.id != doc and _untimed(d) == _untimed(own)), None)


def in_order(one: Document, other: Document) -> tuple[Document, Document]:
    """Two documents, the one that was published earlier first."""
    return (one, other) if one.published <= other.published else (other, one)


def _untimed(document: Document) -> str:
    return _YEAR.sub(" ", document.title).strip().casefold()
