"""
The field's abbreviations, and the bodies with duties: what a question's 'ICPC' is called in the guidance.

The data is `glossary.toml`. Dense search understands full words better than 'RCPC' and lexical search finds only what
is written; so a question has its abbreviations spelled out, and a passage has them added.
"""

import re
import tomllib
from collections.abc import Callable, Iterable
from functools import cache, cached_property
from importlib.resources import files
from typing import Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

Named = TypeVar("Named")

BEFORE = r"(?<![\w'’])"
AFTER = r"(?![A-Za-z0-9]|\.[A-Z]?\d)"
"""Neither half a word nor the beginning of a statement's number: 'S10.T2' is not section 10."""


class Term(BaseModel):
    """An abbreviation, what it stands for, and what else the same thing is called in the field and outside it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    abbreviation: str
    expansions: tuple[str, ...] = Field(min_length=1)
    also: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    ordinary: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """Every spelling of the abbreviation as it is looked up: in small letters, unless those are a word."""
        return tuple(name if self.ordinary else name.lower() for name in (self.abbreviation, *self.also))

    @property
    def phrases(self) -> tuple[str, ...]:
        """Every full name of the thing."""
        return (*self.expansions, *self.synonyms, *self.words)


class Actor(BaseModel):
    """A body or person on whom the documents put duties; its `forms` are written without 'the'."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    forms: tuple[str, ...] = Field(min_length=1)


class Glossary(BaseModel):
    """Every term and actor, and what can be read from a text with them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    terms: tuple[Term, ...] = Field(validation_alias="term")
    actors: tuple[Actor, ...] = Field(validation_alias="actor")

    @model_validator(mode="after")
    def every_name_once(self) -> Self:
        """Refuse a name that two entries claim: which of them answered would depend on their order."""
        spellings = [(key, term.abbreviation) for term in self.terms for key in set(term.keys)]
        forms = [(key, actor.name) for actor in self.actors for key in {plain(form) for form in actor.forms}]
        for claims in (spellings, forms):
            owners: dict[str, str] = {}
            for key, owner in claims:
                if owners.setdefault(key, owner) != owner:
                    raise ValueError(f"{key!r} belongs to {owners[key]!r} and to {owner!r}; take it out of one of them")
        return self

    def expand(self, text: str) -> str:
        """
        Say after each abbreviation, the first time, what it stands for: 'ICPC (initial child ...)'.

        What the text already says in full is not said again, so that expanding twice changes nothing.
        """
        said = f" {plain(text)} "
        found = [(match.end(), self._term_of(match).expansions) for match in self._abbreviated.finditer(text)]
        return insert(text, found, lambda name: any(f" {form} " in said for form in inflected(name)))

    def unspelt(self, text: str) -> tuple[Term, ...]:
        """The terms that `text` abbreviates and nowhere says in full, in its order."""
        said = f" {plain(text)} "
        used = dict.fromkeys(self._term_of(match) for match in self._abbreviated.finditer(text))
        return tuple(
            term for term in used if not any(f" {form} " in said for name in term.expansions for form in inflected(name))
        )

    def abbreviate(self, text: str) -> str:
        """
        Put after each full name, the first time, its abbreviations: 'initial child ... conference (ICPC)'.

        Abbreviations that the text already uses are not added.
        """
        used = {self._term_of(match).abbreviation for match in self._abbreviated.finditer(text)}
        found = [(match.end(), self._by_expansion[plain(match["name"])]) for match in self._full.finditer(text)]
        return insert(text, found, used.__contains__)

    def terms_in(self, text: str) -> tuple[Term, ...]:
        """The terms that `text` names by abbreviation, in full, by a synonym or in plain words, in its order."""
        found: list[tuple[int, tuple[Term, ...]]] = []
        found += [(match.start(), (self._term_of(match),)) for match in self._abbreviated.finditer(text)]
        found += [(match.start(), self._by_phrase[plain(match["name"])]) for match in self._named.finditer(text)]
        return tuple(dict.fromkeys(term for _, terms in sorted(found, key=lambda pair: pair[0]) for term in terms))

    def actors_in(self, text: str) -> tuple[str, ...]:
        """The names of the actors in a duty's subject ('Social workers, the police or NSPCC'), in its order."""
        return tuple(dict.fromkeys(self._by_form[plain(match["name"])] for match in self._acting.finditer(text)))

    def _term_of(self, match: re.Match[str]) -> Term:
        written = " ".join(match["name"].split())
        return self._by_key.get(written) or self._by_key[written.lower()]

    @cached_property
    def _by_key(self) -> dict[str, Term]:
        return {key: term for term in self.terms for key in term.keys}

    @cached_property
    def _by_expansion(self) -> dict[str, tuple[str, ...]]:
        return by_name((name, term.abbreviation) for term in self.terms for name in term.expansions)

    @cached_property
    def _by_phrase(self) -> dict[str, tuple[Term, ...]]:
        return by_name((name, term) for term in self.terms for name in term.phrases)

    @cached_property
    def _by_form(self) -> dict[str, str]:
        return {plain(form): actor.name for actor in self.actors for form in actor.forms}

    @cached_property
    def _abbreviated(self) -> re.Pattern[str]:
        ordinary = [key for key, term in self._by_key.items() if term.ordinary]
        others = [key for key, term in self._by_key.items() if not term.ordinary]
        return re.compile(rf"{BEFORE}(?P<name>(?i:{either(others)})|{either(ordinary)})(?:['’]s|s['’]?)?{AFTER}")

    @cached_property
    def _full(self) -> re.Pattern[str]:
        return names_pattern(self._by_expansion)

    @cached_property
    def _named(self) -> re.Pattern[str]:
        return names_pattern(self._by_phrase)

    @cached_property
    def _acting(self) -> re.Pattern[str]:
        return names_pattern(self._by_form)


@cache
def load_glossary() -> Glossary:
    """Read the register; raises pydantic's ValidationError on an unknown key or a name claimed twice."""
    register = files("corpus").joinpath("glossary.toml").read_text(encoding="utf-8")
    return Glossary.model_validate(tomllib.loads(register))


def insert(text: str, found: Iterable[tuple[int, tuple[str, ...]]], known: Callable[[str], bool]) -> str:
    """Write names in brackets at their places (offsets, ascending), each once and none that is `known`."""
    pieces: list[str] = []
    written: set[str] = set()
    start = 0
    for place, names in found:
        new = [name for name in names if name not in written and not known(name)]
        written.update(new)
        pieces += [text[start:place], f" ({', '.join(new)})" if new else ""]
        start = place
    return "".join((*pieces, text[start:]))


def by_name(pairs: Iterable[tuple[str, Named]]) -> dict[str, tuple[Named, ...]]:
    """What each name stands for, under its singular and its plural."""
    found: dict[str, tuple[Named, ...]] = {}
    for name, thing in pairs:
        for form in inflected(name):
            found[form] = tuple(dict.fromkeys((*found.get(form, ()), thing)))
    return found


def inflected(name: str) -> tuple[str, str]:
    """A name as it is looked up, in the singular and the plural."""
    single = plain(name)
    return single, f"{single[:-1]}ies" if single.endswith("y") else f"{single}s"


def plain(text: str) -> str:
    """Text without what writers differ in: capitals, punctuation, and 'child' or 'children in need'."""
    words = re.findall(r"\w+", text.lower().replace("'", "").replace("’", ""))
    return " ".join("child" if word == "children" else word for word in words)


def names_pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Find any of these `plain` names, the longest first, however it is punctuated."""
    return re.compile(rf"{BEFORE}(?P<name>{alternatives(names, punctuated)}){AFTER}", re.IGNORECASE)


def punctuated(name: str) -> str:
    """A pattern for a `plain` name that allows what `plain` leaves out."""
    allowed = (rf"{word[:-1]}['’]?s" if word.endswith("s") else word for word in name.split())
    return r",?[\s(-]+".join("child(?:ren)?" if word == "child" else word for word in allowed)


def either(names: Iterable[str]) -> str:
    """One of these spellings, the longest first."""
    return alternatives(names, lambda name: r"\s+".join(map(re.escape, name.split())))


def alternatives(names: Iterable[str], pattern: Callable[[str], str]) -> str:
    """The patterns of names, the longest first, by their first letter: only those that may fit are tried at a place."""
    alike: dict[str, list[str]] = {}
    for name in sorted(filter(None, names), key=len, reverse=True):
        alike.setdefault(name[0], []).append(pattern(name))
    return "|".join(f"(?={re.escape(first)})(?:{'|'.join(own)})" for first, own in alike.items())
