"""Set two documents side by side, paragraph by paragraph: what stayed, what was reworded, what is new, what is gone."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from corpus.errors import UnknownParagraph
from corpus.library import Library
from corpus.model import Kind, Paragraph, PassageKind
from corpus.tokens import tokens

COMPARED = (Kind.NUMBERED, Kind.BLOCK, Kind.PANEL, Kind.STATEMENT, Kind.ENTRY, Kind.TABLE, Kind.QUESTION)
MATCH = 0.5
"""From this likeness on two paragraphs are taken to be one reworded."""
WORDS = 0.5
"""What shared words count beside nearness of meaning."""


class Change(StrEnum):
    """What became of a paragraph."""

    SAME = "same"
    REWORDED = "reworded"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True)
class Pair:
    """A paragraph of the earlier document and the one of the later that it became; either id may be missing."""

    change: Change
    before: str
    after: str
    likeness: float


def align(library: Library, earlier: str, later: str) -> list[Pair]:
    """The pairs in the later document's order, then what is gone; a paragraph is paired at most once, the likest first."""
    before, after = (_paragraphs(library, doc) for doc in (earlier, later))
    likeness = _likeness(library, before, after)
    matched: dict[int, int] = {}
    used: set[int] = set()
    for place in np.argsort(-likeness, axis=None):
        i, j = divmod(int(place), len(after))
        if likeness[i, j] < MATCH:
            break
        if i not in used and j not in matched:
            matched[j] = i
            used.add(i)
    pairs = [
        _pair(before[matched[j]], p, float(likeness[matched[j], j])) if j in matched else _new(p) for j, p in enumerate(after)
    ]
    return pairs + [Pair(Change.GONE, p.id, "", 0.0) for i, p in enumerate(before) if i not in used]


def _paragraphs(library: Library, doc: str) -> list[Paragraph]:
    if doc not in library.documents:
        raise UnknownParagraph(f"There is no document {doc!r}; the library holds {', '.join(library.documents)}.")
    return [p for p in library.paragraphs.values() if p.doc == doc and p.kind in COMPARED]


def _likeness(library: Library, before: Sequence[Paragraph], after: Sequence[Paragraph]) -> NDArray[np.float32]:
    """Nearness of meaning and share of common words, half each; shape (before, after)."""
    first = {name: places[0] for name, places in library.rows[PassageKind.WORDS].items()}
    vectors = library.dense.vectors
    near = vectors[[first[p.id] for p in before]] @ vectors[[first[p.id] for p in after]].T
    return ((1 - WORDS) * near + WORDS * _shared(before, after)).astype(np.float32)


def _shared(before: Sequence[Paragraph], after: Sequence[Paragraph]) -> NDArray[np.float32]:
    """Words that two paragraphs have in common, as a share of all their words; shape (before, after)."""
    words = [set(tokens(p.text)) for p in (*before, *after)]
    columns = {word: place for place, word in enumerate(sorted(set().union(*words)))}
    held = np.zeros((len(words), len(columns)), dtype=np.float32)
    for row, own in enumerate(words):
        held[row, [columns[word] for word in own]] = 1
    first, second = held[: len(before)], held[len(before) :]
    common = first @ second.T
    either = first.sum(1)[:, None] + second.sum(1)[None, :] - common
    share: NDArray[np.float32] = common / np.maximum(either, 1)
    return share


def _pair(before: Paragraph, after: Paragraph, likeness: float) -> Pair:
    same = _letters(before.text) == _letters(after.text)
    return Pair(Change.SAME if same else Change.REWORDED, before.id, after.id, round(likeness, 3))


def _new(paragraph: Paragraph) -> Pair:
    return Pair(Change.NEW, "", paragraph.id, 0.0)


def _letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())
