"""What the documents say that their terms mean, and where editions differ."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from corpus.glossary import plain
from corpus.library import Library
from corpus.model import Kind, Obligation, Paragraph, Status
from training.once import once
from training.place import Row, place

_NAME = r"(?P<term>[^,.;:'‘’“”\"()]{3,60}?)"
_QUOTED = r"['‘“\"](?P<term>[^'’”\"]{3,60})['’”\"]"
_OPENING = r"(?:In this (?:guidance|document|guide),? |By |.* Section \d+ - )?(?:the |a |an |all )?"
_BRACKETS = r"(?: \([^)]*\))?"
_PATTERNS = tuple(
    re.compile(rf"^(?:and )?{pattern}")
    for pattern in (
        r"The reference to (?P<term>[\w ]{3,40}?) throughout",
        rf"{_OPENING}(?!This|These|Those|It ){_NAME}{_BRACKETS}(?: in relation to [^.]*?)? (?:is part of .* and )?"
        r"(?:is|are) defined (?!in (?:the|legislation|job|statute)).*?\b(?:as\b|for the)",
        rf".*{_QUOTED},? (?:who, .*?, are defined as|(?:therefore )?means?|used here refers)",
        r".*\b[Tt]he terms? ['‘“\"]?(?P<term>[\w ,-]{3,60}?)['’”\"]? "
        r"(?:is used (?!in)|is used in the guidance|used here refers|refers)\b",
        rf"Where the term {_QUOTED} is used",
        r"[Bb]y (?P<term>.{3,80}?),? we mean\b",
        rf"{_NAME}{_BRACKETS} is an? (?:umbrella )?term (?:for|used to describe)",
        rf"{_NAME} refers to (?!a decision)",
        rf"(?!This|That|These|Those|It|Working|For){_NAME} means (?!that|making|making sure)",
        rf"{_NAME} includes \(but is not limited to\)",
        rf"(?:It provides that, )?[Ff]or the purposes of [^,]+, (?:the term |an? )?{_NAME} (?:includes|is|means)\b",
        rf"A {_NAME} is the .* as defined in",
        rf"{_NAME} are those .* (?:whose|who|that)\b",
        r".*\b(?:is|are) (?:also )?known as (?P<term>[a-z][\w -]{3,60}?)(?: \([A-Za-z]+\))?\.$",
    )
)
_ENTRY = re.compile(r"^(?P<term>[^–]{2,80}?)(?P<short> \([A-Z]+\))? ?[-–] ?(?=[A-Z‘'t])")
_KNOWN_AS = re.compile(r"^This is known as")
_LEADING = re.compile(r"^(?:(?:statutory|in some|and|in this|a|an|the|that) )+", re.IGNORECASE)


@dataclass(frozen=True)
class Definition(Row):
    """What one document says that a term means."""

    term: str
    words: str
    """The defining words, verbatim."""


@dataclass(frozen=True)
class Term:
    """A term with its definitions in all documents, those in force first; `differs` if they are not said alike."""

    name: str
    definitions: tuple[Definition, ...]
    differs: bool

    @property
    def across(self) -> bool:
        """Whether more than one document defines it."""
        return len({definition.place.doc for definition in self.definitions}) > 1


@once
def definitions(library: Library) -> tuple[Definition, ...]:
    """All of them in reading order, documents in the register's order; withdrawn editions too (see `place.status`)."""
    return tuple(found for paragraph in library.paragraphs.values() for found in _of(paragraph, library))


def terms(library: Library, found: Sequence[Definition] | None = None) -> tuple[Term, ...]:
    """The definitions (all, if none are given) by term, terms in alphabetical order."""
    rows = sorted(definitions(library) if found is None else found, key=lambda row: term_key(row.term))
    grouped = [tuple(sorted(own, key=_in_force_first)) for _, own in groupby(rows, lambda row: term_key(row.term))]
    return tuple(Term(own[0].term, own, len({plain(row.words) for row in own}) > 1) for own in grouped)


@once
def elsewhere(library: Library) -> dict[str, tuple[tuple[Definition, bool], ...]]:
    """For each definition (by id) the others of its term, and whether they are in the same words."""
    return {
        own.id: tuple((other, plain(own.words) == plain(other.words)) for other in term.definitions if other is not own)
        for term in terms(library)
        for own in term.definitions
    }


def _in_force_first(row: Definition) -> int:
    return list(Status).index(row.place.status)


def term_key(term: str) -> str:
    """What a term is known by, however it is written: 'Children' and 'a child'."""
    name = " ".join(plain(term).split()).removesuffix(" and young people")
    return name if name.endswith("ss") else name.removesuffix("s")


def _of(paragraph: Paragraph, library: Library) -> Iterator[Definition]:
    if paragraph.kind is Kind.ENTRY:
        yield _row(paragraph, range(len(paragraph.sentences)), _entry_term(paragraph), library)
        return
    if paragraph.kind in (Kind.QUESTION, Kind.FIGURE):
        return
    for number, sentence in enumerate(paragraph.sentences):
        match = next((found for pattern in _PATTERNS if (found := pattern.search(sentence.text))), None)
        if match is None:
            continue
        before = [number - 1] if _KNOWN_AS.match(sentence.text) and number else []
        yield _row(paragraph, [*before, number, *_listed(paragraph, number)], _clean(match["term"]), library)


def _listed(paragraph: Paragraph, number: int) -> list[int]:
    """The list that completes a definition: 'is defined for the purposes of this guidance as:'."""
    sentence = paragraph.sentences[number]
    if not sentence.text.endswith(":"):
        return []
    return [n for n, other in enumerate(paragraph.sentences) if other.lead == sentence.part]


def _entry_term(paragraph: Paragraph) -> str:
    match = _ENTRY.match(paragraph.sentences[0].text)
    name = match["term"] if match else paragraph.label.rpartition(": ")[2] or paragraph.heading[-1]
    return _clean(name)


def _clean(term: str) -> str:
    name = _LEADING.sub("", " ".join(term.split())).strip(" ,")
    return name if "‘" in name[1:] or "’" in name[:-1] else name.strip("'‘’")


def _row(paragraph: Paragraph, numbers: Sequence[int], term: str, library: Library) -> Definition:
    own = place(paragraph, tuple(numbers), library)
    name = f"{paragraph.id}:def{numbers[0] + 1}"
    return Definition(id=name, place=own, obligation=Obligation.NONE, term=term, words=own.quote)
