"""Read a text as words, with what their writing says about them, for finding names."""

import re
from functools import cached_property
from typing import NamedTuple

from retriever.redaction.words import Known, fold, known, public, words

_LETTER = r"[^\W\d_²³¹⁰⁴-⁹]"
_WORD = re.compile(
    r"\[[A-Za-z ]{4,25}\]"
    r"|(?<![^\W_])(?:[A-Z]\.){2,3}"
    rf"|(?:{_LETTER}[\u0300-\u036f]*)+(?:['’-](?:{_LETTER}[\u0300-\u036f]*)+)*"
    r"|\d+"
)
_SHORTENED = re.compile(r"['’](?:s|d|m|ll|ve|re)$", re.IGNORECASE)
_ENDS = frozenset(".!?\n\x00")
_TELLING = re.compile(
    r"\b(?:s?he|his|hers?|him|my (?:client|case|pupil|patient|caseload|son|daughter|nephew|niece|grand\w+|ex|partner)|caseload|"
    r"year[- ]olds?|aged \d+|dob|date of birth|born on|disclosed|bruis\w+|injur\w+)\b"
    r"|\[(?:name|date of birth|address|school|NHS number|case number)\]",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?!Mac|Mc|De|La|Le|Di|Fitz)[^\W\d_]+(?<=[a-z])[A-Z]|[A-Z]{2,}[a-z]")
_LOUD = 0.7
"""From this share of capitals on, capitals say nothing."""
TAG = "[]"
"""The key of a replaced identifier; of a number the key is its digits."""


class Word(NamedTuple):
    """A word without a possessive or shortened ending, where it stands, and how it is written."""

    text: str
    start: int
    end: int
    key: str
    ending: str
    first: bool
    """Whether it opens a sentence, where capitals say nothing."""
    kind: Known

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()

    @property
    def capitals(self) -> bool:
        """Whether it is written in capitals, two at least."""
        return len(self.text) > 1 and self.text.isupper()

    @property
    def owns(self) -> bool:
        """Whether it is written as a possessive."""
        return self.ending[1:].lower() == "s"


class Reading:
    """A text's words, and what is true of the text as a whole."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = _words(text)

    def gap(self, i: int) -> str:
        """What stands between a word (and its ending) and the one before it, without blanks."""
        before = self.words[i - 1]
        return self.text[before.end + len(before.ending) : self.words[i].start].strip()

    def key(self, i: int) -> str:
        """The key of a word, or nothing outside the text."""
        return self.words[i].key if 0 <= i < len(self.words) else ""

    def beside(self, i: int) -> bool:
        """Whether only blanks stand between a word and the one before it."""
        return 0 < i < len(self.words) and not self.gap(i)

    @cached_property
    def loud(self) -> bool:
        """Whether the text is written in capitals."""
        letters = [c for c in self.text if c.isalpha()]
        return len(letters) > 0 and sum(map(str.isupper, letters)) / len(letters) > _LOUD

    @cached_property
    def telling(self) -> bool:
        """Whether the text tells of somebody."""
        return _TELLING.search(self.text) is not None

    @cached_property
    def public(self) -> tuple[tuple[int, int], ...]:
        """Where people are named whom the guidance or the law books name."""
        return tuple(match.span() for match in public().finditer(self.text))

    def capital(self, i: int) -> bool:
        """Whether a word's capital says something."""
        return self.words[i].capital and not self.loud

    def acronym(self, i: int) -> bool:
        """Whether a word in capitals is rather an abbreviation than a name."""
        word = self.words[i]
        if not word.capitals or self.loud:
            return False
        if i + 1 < len(self.words) and self.words[i + 1].capitals and self.key(i + 1) in words("surnames"):
            return word.kind not in (Known.GIVEN, Known.WORD)
        known_name = word.kind in (Known.GIVEN, Known.WORD) or word.key in words("surnames")
        return len(word.text) < 4 or word.key in words("acronyms") or not known_name

    def camel(self, i: int) -> bool:
        """Whether a word has capitals inside, as brands and plural abbreviations have: 'FaceTime', 'GCSEs'."""
        return not self.loud and _CAMEL.match(self.words[i].text) is not None


def _words(text: str) -> list[Word]:
    found: list[Word] = []
    end = 0
    for match in _WORD.finditer(text):
        start = match.start()
        first = not found or not _ENDS.isdisjoint(text[end:start])
        end = match.end()
        found.append(_word(match.group(), start, first))
    return found


def _word(written: str, start: int, first: bool) -> Word:
    if written[0] == "[":
        return Word(written, start, start + len(written), TAG, "", first, Known.ORDINARY)
    shortened = _SHORTENED.search(written) if "'" in written or "’" in written else None
    base = written[: shortened.start()] if shortened else written
    key = fold(base)
    kind = known(key) if key[0].isalpha() else Known.ORDINARY
    return Word(base, start, start + len(base), key, written[len(base) :], first, kind)


def strange(word: Word) -> bool:
    """Whether a word in small letters is none that is known, nor by its ending a slip of the pen for one."""
    return word.kind is Known.UNKNOWN and len(word.text) > 2 and not word.key.endswith(("ing", "ed", "n't", "ly"))
