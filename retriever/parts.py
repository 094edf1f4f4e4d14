"""The parts of a question that asks more than one thing: each is looked up by itself as well, so that each is answered."""

import re
from dataclasses import dataclass

MOST = 4
"""Parts of a question that are looked up; the whole of it is in any case."""
FEWEST = 2
"""Words of a part: of fewer nothing can be told."""
_STARTS = (
    r"(?:who(?:se|m|['’]?s)?|what(?:['’]?s)?|which|when|where|why|how|whether|do(?:es)?|did|is|are|was|were|has|have|can|could|"
    r"should|must|may|will|would|shall|any)\b"
)
_JOINT = re.compile(
    rf"(?:[?!.;,:]|\s[-–—]|\b(?:and|or|then|but|plus|also)\b)\s*(?:(?:and|or|also|then|but|so|plus|ok|as well|if so)\W+)*"
    rf"(?={_STARTS})",
    re.IGNORECASE,
)
"""Where one thing that is asked ends and the next begins."""
_ASKS = re.compile(_STARTS, re.IGNORECASE)
_DIFFERENCE = re.compile(
    r"\b(?:difference|distinction)s? between (?:an? |the )?"
    r"(?P<one>.{2,60}?) (?:and|&|vs\.?|or) (?:an? |the )?(?P<other>.{2,60}?)\W*$"
    r"|^(?:what(?:['’]?s| is) )?(?:an? |the )?"
    r"(?P<this>[\w -]{2,40}?) (?:vs\.?|versus) (?:an? |the )?(?P<that>[\w -]{2,40}?)\W*$",
    re.IGNORECASE,
)
"""Asks how one thing is other than another: what each is tells."""


@dataclass(frozen=True)
class Part:
    """One thing that is asked, and what was said before it."""

    question: str
    before: tuple[str, ...]


def parts(question: str) -> tuple[Part, ...]:
    """The things that a question asks, in order; none if it asks but one."""
    if different := _DIFFERENCE.search(question):
        both = [name for name in different.groups() if name]
        return tuple(Part(f"what is {name}", ()) for name in both)
    said: list[str] = []
    found: list[Part] = []
    for piece in _pieces(question):
        if _ASKS.match(piece) and len(piece.split()) >= FEWEST:
            found.append(Part(piece, tuple(said)))
        said.append(piece)
    return tuple(found[:MOST]) if len(found) > 1 else ()


def _pieces(question: str) -> list[str]:
    """A question cut at its joints; what is too short to be told apart stays with what is before it."""
    joints = [*_JOINT.finditer(question)]
    starts, ends = [0, *(j.end() for j in joints)], [*(j.start() for j in joints), len(question)]
    pieces: list[str] = []
    for start, end in zip(starts, ends, strict=True):
        piece = question[start:end].strip()
        if pieces and len(piece.split()) < FEWEST:
            pieces[-1] = f"{pieces[-1]} {piece}".strip()
        elif piece:
            pieces.append(piece)
    return pieces
