"""The words of a paragraph or section that come nearest to a question: what the reader reads beside it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.library import Library
from corpus.model import Paragraph, PassageKind

ROOM = 320
"""Characters of a paragraph that are read: with its heading and the question they fit the reader's tokens."""


def gist(library: Library, target: str, nearness: NDArray[np.float32]) -> str:
    """
    The nearest sentences of a paragraph in its order, after heading and lead-ins; of a section the opening of its passage.

    `nearness` is that of every passage of the library to the question, shape (passages,).
    """
    rows = library.rows[PassageKind.SENTENCE].get(target, ())
    if target not in library.paragraphs or not rows:
        kind = PassageKind.WORDS if target in library.paragraphs else PassageKind.SECTION
        own = library.rows[kind][target]
        return library.passages[own[int(np.argmax(nearness[own]))]].text
    paragraph = library.paragraphs[target]
    chosen = _nearest(paragraph, nearness[list(rows)])
    said = list(dict.fromkeys(words for number in chosen for words in _words(paragraph, number)))
    return f"{' > '.join(paragraph.heading[-2:])}\n{' '.join(said)}"


def _nearest(paragraph: Paragraph, nearness: NDArray[np.float32]) -> Sequence[int]:
    """The numbers of the nearest sentences that there is room for, in their order; always the nearest."""
    room = ROOM
    chosen: list[int] = []
    for number in np.argsort(-nearness):
        size = len(paragraph.sentences[int(number)].text)
        if chosen and size > room:
            break
        chosen.append(int(number))
        room -= size
    return sorted(chosen)


def _words(paragraph: Paragraph, number: int) -> list[str]:
    """A sentence, after the last sentence of the lead-in that rules it."""
    sentence = paragraph.sentences[number]
    lead = [s.text for s in paragraph.sentences if s.part == sentence.lead][-1:]
    return [*lead, sentence.text]
