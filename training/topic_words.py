"""What a topic asks for, and whether a statement speaks of it: subjects, the field's terms and single words, by stems."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from corpus.glossary import Term, load_glossary
from corpus.tokens import STOP, tokens

REGISTER = "topics.toml"
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?|\d+[A-Za-z]*")
_PHRASE = re.compile(rf"=(?P<exact>[a-z]+)|(?P<word>{_WORD.pattern})", re.IGNORECASE)
OURS = "LCPP"
"""The term that all statements are about."""
EMPTY = STOP | frozenset(
    stem
    for word in """
    about above according across after again all also always any anything anybody around ask asked bit bits both building can
    collect cover covers covered covering deal dealing deals describe does done each either else every everything everyone
    explain find fit fits for get give goes going half-day help how include includes including just know lesson like list look
    lcpp lcpps lead learn learned learning learner learners main make manager many material me module more much must mention
    name named need needs new no not nothing now off ok one only or other others out part parts people person planning please
    point points practitioner practitioners programme programmes pull put question related say says see session sessions
    should show
    skill skills slide slides social some somebody someone something standard standards statement statements still stuff such
    support take taught teach teaches tell than themselves theme they thing things this those together too topic topics train
    trainee trainees trainer trainers training under understand up us use using very want way what when where whether which
    while who whole whose why will with work worker workers workshop writing write child children kid kids little ones
    outcome outcomes one two three four first second third fourth last every
    between under over into day half good without
    """.split()
    for stem in tokens(word)
)
"""Stems that say nothing of a topic: the words of asking, of teaching, and those that every statement has."""


@dataclass(frozen=True)
class Stem:
    """A word in small letters, its stem, and where it stands."""

    word: str
    stem: str
    start: int
    end: int


@dataclass(frozen=True)
class Wanted:
    """One thing that a topic asks for; a statement that has one of the `runs` of stems speaks of it."""

    name: str
    runs: tuple[tuple[str, ...], ...]
    broad: bool = False
    """A single word of the topic, not a subject or term of the field."""


class Subject(BaseModel):
    """A subject of the register: how it is asked for, and how the statements speak of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    asked: tuple[str, ...] = ()
    said: tuple[str, ...] = Field(min_length=1)


class Subjects(BaseModel):
    """Every subject, in the register's order."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    subjects: tuple[Subject, ...] = Field(validation_alias="subject")

    @model_validator(mode="after")
    def every_name_once(self) -> Self:
        """Refuse words that two subjects claim: which of them a topic meant would depend on their order."""
        owners: dict[tuple[str, ...], str] = {}
        for subject in self.subjects:
            for phrase in (subject.name, *subject.asked):
                if owners.setdefault(run(phrase), subject.name) != subject.name:
                    raise ValueError(
                        f"{phrase!r} belongs to {owners[run(phrase)]!r} and to {subject.name!r}; take it out of one"
                    )
        return self


@cache
def load_subjects() -> Subjects:
    """Read the register; raises pydantic's ValidationError on an unknown key or words claimed twice."""
    register = files("training").joinpath(REGISTER).read_text(encoding="utf-8")
    return Subjects.model_validate(tomllib.loads(register))


def stems(text: str) -> list[Stem]:
    """The words of a text; one that the tokeniser stops has itself for a stem."""
    found = []
    for match in _WORD.finditer(text):
        word = match[0].lower().replace("’", "'")
        found.append(Stem(word, next(iter(tokens(word)), word), match.start(), match.end()))
    return found


@cache
def run(phrase: str) -> tuple[str, ...]:
    """The stems of a phrase in their order; of a word after '=' the word itself, which only that form of it is."""
    return tuple(f"={m['exact'].lower()}" if m["exact"] else _stem(m["word"]) for m in _PHRASE.finditer(phrase))


def _stem(word: str) -> str:
    return stems(word)[0].stem


def wanted(topic: str) -> tuple[Wanted, ...]:
    """
    What a topic asks for: subjects of the register and terms of the glossary, the longest first, then its other words.

    Each word of the topic is read once.
    """
    own = stems(topic)
    free = [True] * len(own)
    found: list[tuple[int, Wanted]] = []
    for words, thing in _names():
        for place in _places(own, words):
            if all(free[place : place + len(words)]):
                free[place : place + len(words)] = [False] * len(words)
                found.append((place, thing))
    found += [(place, Wanted(name, (words,), broad=True)) for place, name, words in _left(topic, own, free)]
    return tuple(dict.fromkeys(thing for _, thing in sorted(found, key=lambda pair: pair[0])))


def _left(topic: str, own: Sequence[Stem], free: Sequence[bool]) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """The words of a topic that are left over and say something, with their places; 'self-harm' is one."""
    place = 0
    while place < len(own):
        end = place + 1
        while end < len(own) and topic[own[end - 1].end : own[end].start] == "-" and free[end]:
            end += 1
        if free[place] and any(stem.stem not in EMPTY for stem in own[place:end]):
            yield place, topic[own[place].start : own[end - 1].end].lower(), tuple(stem.stem for stem in own[place:end])
        place = end


def said(thing: Wanted, text: str, own: Sequence[Stem]) -> str:
    """The words of a text, whose stems are `own`, that speak of a thing, the first of its runs that is there; '' if none."""
    for words in thing.runs:
        for place in _places(own, words):
            return text[own[place].start : own[place + len(words) - 1].end]
    return ""


@cache
def _names() -> tuple[tuple[tuple[str, ...], Wanted], ...]:
    """
    Every run of stems by which a thing is asked for, the longest first.

    A subject comes before a statement's own words, and these before a term of the glossary.
    """
    names: dict[tuple[str, ...], Wanted] = {}
    for subject in load_subjects().subjects:
        spoken = (subject.name, *subject.said)
        thing = Wanted(subject.name, _runs((*spoken, *_other_names(spoken))))
        for phrase in (subject.name, *subject.asked):
            names.setdefault(run(phrase), thing)
    for phrase in (phrase for subject in load_subjects().subjects for phrase in subject.said):
        if len(run(phrase)) > 1 and "=" not in phrase:
            names.setdefault(run(phrase), Wanted(phrase, (run(phrase),)))
    for term in load_glossary().terms:
        if term.abbreviation == OURS:
            continue
        spoken = (term.abbreviation, *term.also, *term.expansions, *term.synonyms)
        for phrase in (term.abbreviation, *term.also, *term.expansions):
            names.setdefault(run(phrase), Wanted(term.expansions[0], _runs(spoken)))
    return tuple(sorted(((words, thing) for words, thing in names.items() if words), key=lambda pair: -len(pair[0])))


def _other_names(spoken: Iterable[str]) -> list[str]:
    """The abbreviations of what is said in full, and what abbreviations stand for."""
    terms = dict.fromkeys(term for phrase in spoken for term in _terms().get(run(phrase), ()))
    return [name for term in terms for name in (term.abbreviation, *term.expansions)]


@cache
def _terms() -> dict[tuple[str, ...], tuple[Term, ...]]:
    """The terms of the field's glossary by their abbreviations and full names."""
    found: dict[tuple[str, ...], tuple[Term, ...]] = {}
    for term in load_glossary().terms:
        for name in {run(phrase) for phrase in (term.abbreviation, *term.also, *term.expansions)}:
            found[name] = (*found.get(name, ()), term)
    return found


def _runs(phrases: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(dict.fromkeys(words for phrase in phrases if (words := run(phrase))))


def _places(own: Sequence[Stem], words: Sequence[str]) -> list[int]:
    """Where a run begins."""
    last = len(own) - len(words)
    return [place for place in range(last + 1) if all(_is(own[place + n], word) for n, word in enumerate(words))]


def _is(stem: Stem, wanted_one: str) -> bool:
    return stem.word == wanted_one[1:] if wanted_one.startswith("=") else stem.stem == wanted_one
