"""The words that carry a text's content: stems without function words, plain equivalents brought to one form."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from corpus.glossary import load_glossary, plain
from corpus.tokens import tokens
from retriever.drafts.force import without_force
from retriever.drafts.numerals import in_digits

_DIGIT = re.compile(r"\d")
_FUNCTION = frozenset("not no nor cannot % £".split())


class Equivalents(BaseModel):
    """The register `equivalents.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    harmless: str
    turning: str
    same: tuple[str, ...]
    phrases: dict[str, str]


@cache
def load_equivalents() -> Equivalents:
    """Read the register; raises pydantic's ValidationError on an unknown key."""
    return Equivalents.model_validate(tomllib.loads(files("retriever.drafts").joinpath("equivalents.toml").read_text("utf-8")))


@cache
def _forms() -> dict[str, str]:
    return {stem: row.split()[0] for row in load_equivalents().same for stem in tokens(row)}


@cache
def _harmless() -> frozenset[str]:
    return frozenset(tokens(load_equivalents().harmless)) | _FUNCTION


@cache
def _turning() -> frozenset[str]:
    return frozenset(tokens(load_equivalents().turning))


def rewritten(text: str) -> str:
    """A text with each listed phrase in its one form and numbers in digits, in small letters and straight quotes."""
    text = text.lower().replace("’", "'").replace("‘", "'")
    for pattern, phrase in load_equivalents().phrases.items():
        text = re.sub(pattern, phrase, text)
    return in_digits(text)


@lru_cache(maxsize=4096)
def content(text: str) -> tuple[str, ...]:
    """The content words of a text in order; numbers, duty words and negations are left to their own checks."""
    stems = tokens(without_force(rewritten(text)))
    return tuple(_forms().get(s, s) for s in stems if s not in _harmless() and not _DIGIT.search(s))


BESIDE = 3
"""How many words before and after a number are next to it."""


def neighbours(text: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """The numbers and turning words of a text in order, each with the content words next to it."""
    stems = tokens(without_force(rewritten(text)))
    forms = ["" if s in _harmless() or _DIGIT.search(s) else _forms().get(s, s) for s in stems]
    return tuple(
        (
            stem if stem[0].isdigit() else forms[place],
            frozenset(filter(None, (*forms[max(0, place - BESIDE) : place], *forms[place + 1 : place + BESIDE + 1]))),
        )
        for place, stem in enumerate(stems)
        if stem[0].isdigit() or stem in _turning()
    )


def said_by(texts: Iterable[str]) -> frozenset[str]:
    """Every content word that texts say, or that spelling out and abbreviating their terms adds."""
    found: set[str] = set()
    for text in texts:
        found.update(content(text), *(content(name) for name in _other_names(text)))
    return frozenset(found)


@lru_cache(maxsize=4096)
def _other_names(text: str) -> tuple[str, ...]:
    """Full names of the abbreviations in a text, and abbreviations of its full names; terms with one meaning only."""
    said = f" {plain(text)} "
    found: list[str] = []
    for term in load_glossary().terms:
        if len(term.expansions) == 1 and not term.ordinary:
            if any(f" {plain(key)} " in said or f" {plain(key)}s " in said for key in term.keys):
                found.append(term.expansions[0])
            if f" {plain(term.expansions[0])}" in said:
                found.append(term.abbreviation)
    return (*found, *(short for actor in load_glossary().actors_in(text) for short in _initials().get(actor, ())))


@cache
def _initials() -> dict[str, tuple[str, ...]]:
    """The abbreviations that are the initials of an actor's own name: IRO, LADO."""
    return {
        actor.name: tuple(
            f for f in actor.forms if f.isupper() and f.lower() == "".join(w[0] for w in actor.name.lower().split())
        )
        for actor in load_glossary().actors
    }


def share(words: Iterable[str], held: Iterable[str]) -> float:
    """How many of some words are among others; 1.0 if there are none."""
    wanted = set(words)
    return len(wanted & set(held)) / len(wanted) if wanted else 1.0
