"""What is known of a word: a given name, a surname, a place or body, an ordinary word, or nothing."""

import re
import tomllib
import unicodedata
from enum import Enum, auto
from functools import cache
from importlib.resources import files

from corpus.glossary import load_glossary

_ENDINGS = ("s", "es", "d", "ed", "ing", "ly", "er", "ers", "y")
_LONGEST = 40
"""Letters of a word that are looked up; no name and no word is longer."""


class Known(Enum):
    """What a word is; a given name that is a word too needs capitals (WORD) or a cue beside it (CUE)."""

    GIVEN = auto()
    WORD = auto()
    CUE = auto()
    KEPT = auto()
    ORDINARY = auto()
    UNKNOWN = auto()


def fold(word: str) -> str:
    """A word in small letters without accents, as the lists are written."""
    if word.isascii():
        return word.lower()
    bare = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return bare.replace("’", "'").replace("ł", "l").replace("Ł", "L").replace("ø", "o").lower()


def known(key: str) -> Known:
    """What a folded word is; not cached, for the unknown ones are people's."""
    key = key[:_LONGEST]
    if (found := _kinds().get(key)) is not None:
        return found
    if "-" in key:
        return _compound({known(part) for part in key.split("-") if part})
    if key.endswith("s") and _kinds().get(key[:-1]) is Known.KEPT:
        return Known.KEPT
    return Known.ORDINARY if len(key) < 2 or any(map(_ordinary, _stems(key))) else Known.UNKNOWN


def _compound(parts: set[Known]) -> Known:
    """'ava-mae' is a name, 'x-ray' and 'school-led' are words, 'oyelaran-smythe' is not known."""
    if Known.GIVEN in parts:
        return Known.GIVEN
    if Known.ORDINARY in parts or Known.KEPT in parts:
        return Known.ORDINARY
    return Known.WORD if Known.WORD in parts else Known.UNKNOWN


def _stems(key: str) -> list[str]:
    stems = [key.removesuffix(ending) for ending in _ENDINGS if key.endswith(ending) and len(key) > len(ending) + 2]
    doubled = [stem[:-1] for stem in stems if stem[-1] == stem[-2] and key[-1] != "s"]
    return [*stems, *(f"{stem}e" for stem in stems), *doubled]


def _ordinary(key: str) -> bool:
    return _kinds().get(key) is Known.ORDINARY


@cache
def _data() -> dict[str, str | list[str]]:
    """Both files of lists."""
    read = [files("retriever.redaction").joinpath(f"{name}.toml").read_text(encoding="utf-8") for name in ("names", "words")]
    return tomllib.loads(read[0]) | tomllib.loads(read[1])


@cache
def words(name: str) -> frozenset[str]:
    """A list of `names.toml` or `words.toml`."""
    listed = _data()[name]
    return frozenset(listed.split() if isinstance(listed, str) else listed)


@cache
def _kinds() -> dict[str, Known]:
    """Every listed word; the later lists give way to the earlier."""
    surnames = dict.fromkeys(words("surnames") | words("surname_words"), Known.UNKNOWN)
    kinds = surnames | dict.fromkeys(words("ordinary"), Known.ORDINARY) | dict.fromkeys(abbreviations(), Known.KEPT)
    for name, kind in (("kept", Known.KEPT), ("given_cue", Known.CUE), ("given_word", Known.WORD), ("given", Known.GIVEN)):
        kinds |= dict.fromkeys(words(name), kind)
    for name in ("people", "owned", "after", "before"):
        kinds = dict.fromkeys(words(name), Known.ORDINARY) | kinds
    return kinds


@cache
def abbreviations() -> frozenset[str]:
    """The field's abbreviations in small letters, as singular and plural."""
    terms = {key.lower() for term in load_glossary().terms for key in term.keys if " " not in key}
    return words("abbreviations") | terms | {f"{term}s" for term in terms}


@cache
def public() -> re.Pattern[str]:
    """People and cases that are public, so that naming them gives nobody away."""
    return re.compile(rf"\b(?:{'|'.join(sorted(words('public'), key=len, reverse=True))})(?!\w)", re.IGNORECASE)
