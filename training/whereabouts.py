"""Where words stand in a document now: the paragraph that has the same, or the likest ones."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from corpus.library import Library
from corpus.model import Paragraph
from corpus.tokens import tokens
from training.once import once


class Whereabouts:
    """A document's paragraphs by their words."""

    def __init__(self, paragraphs: Mapping[str, Paragraph]) -> None:
        self._paragraphs = paragraphs
        self._by_text = defaultdict[str, list[str]](list)
        self._by_word = defaultdict[str, list[str]](list)
        self._sizes: dict[str, int] = {}
        for name, paragraph in paragraphs.items():
            words = set(tokens(paragraph.text))
            self._sizes[name] = len(words)
            self._by_text[paragraph.text].append(name)
            for word in words:
                self._by_word[word].append(name)

    def same(self, text: str, other_than: str) -> Paragraph | None:
        """The first paragraph in these very words, one other than that of an id."""
        names = (name for name in self._by_text.get(text, ()) if text and name != other_than)
        return next((self._paragraphs[name] for name in names), None)

    def likest(self, text: str, other_than: str) -> tuple[Paragraph | None, float]:
        """The first of those that share most words with a text, and how many, as a share of all that the two have."""
        words = set(tokens(text))
        common = Counter(name for word in words for name in self._by_word.get(word, ()))
        shares = {name: n / (len(words) + self._sizes[name] - n) for name, n in common.items() if name != other_than}
        most = max(shares.values(), default=0.0)
        found = next((paragraph for name, paragraph in self._paragraphs.items() if shares.get(name) == most), None)
        return found, most


@once
def whereabouts(library: Library, doc: str) -> Whereabouts:
    """The paragraphs of a document that the library holds, by their words."""
    return Whereabouts({p.id: p for p in library.paragraphs.values() if p.doc == doc})
