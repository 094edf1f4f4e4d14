"""Duty words and negations: must, should, may and what people say for them, and the words each one governs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Force(StrEnum):
    """How strongly a verb binds; 'need to' binds less than 'must' in guidance, 'need not' frees."""

    MUST = "must"
    NEED = "need to"
    SHOULD = "should"
    MAY = "may"
    WILL = "will"
    FREE = "need not"


_BE = r"(?:is|are|be|being|was|were)"
_PATTERNS = {
    Force.FREE: rf"need not|needn['’]t|(?:do|does|did|will|would)(?: not|n['’]t) (?:have|need) to|{_BE}(?: not|n['’]t) "
    r"(?:required|obliged|expected|necessary) to|no (?:need|duty|requirement|obligation) (?:to|for)",
    Force.MUST: rf"must|shall|ha(?:s|ve|d) (?:got )?to|having to|(?:{_BE} )?(?:legally |statutorily )?"
    rf"(?:required|obliged|bound|compelled) to|(?:{_BE} )?(?:mandatory|compulsory|obligatory)|"
    r"(?:under|have|has) a (?:legal |statutory )?duty to",
    Force.NEED: r"needs? to|needed to",
    Force.SHOULD: rf"should|ought to|(?:{_BE} )?(?:expected|advised|recommended|encouraged|supposed|meant) to",
    Force.MAY: rf"may|might|can(?=not\b)|can|could|(?:{_BE} )?(?:permitted|allowed|free|able|entitled|authorised) to|"
    r"(?:have|has) (?:the )?(?:power|right|option) to|optional|discretionary",
    Force.WILL: r"will|would|['’]ll",
}
_MODAL = re.compile(
    r"(?<![\w'’])(?P<NEVER>never\s+)?(?:"
    + "|".join(f"(?P<{f.name}>{p})" for f, p in _PATTERNS.items())
    + r")(?P<NOT>\s*not\b|n['’]t|['’]t|\s+never\b)?(?!\w)",
    re.IGNORECASE,
)
_STOP = re.compile(r"[,;:.]")
_JOINT = re.compile(r"\b(?:and|but|or|then|so)\b", re.IGNORECASE)
_RELATIVE = re.compile(r"\b(?=(?:which|who|whom|that|where|when|if|unless|because|what)\b)", re.IGNORECASE)
_GIVEN = re.compile(r"\b(?:must|should|may|can|could|might|shall|will|would)(?: not| also| always)?\s*$", re.IGNORECASE)
"""What makes a further duty word part of the first: 'must be allowed to'."""
_NEGATION = re.compile(r"\b(?:not|no|never|neither|nor|without|none|nobody|cannot)\b|n['’]t\b", re.IGNORECASE)
_NO_NEGATION = re.compile(
    r"\b(?:(?:no|not) (?:later|more|longer|less|fewer) than|not only|whether or not|or not|not just|if not)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Duty:
    """
    A duty word with the words round it: `before` from its clause's beginning, `after` to the next duty word.

    `fronted` is what the sentence opens with and all its duties share ('Within one working day of a referral, ...').
    """

    force: Force
    negated: bool
    before: str
    after: str
    fronted: str = ""

    @property
    def reach(self) -> str:
        """All the words it may govern."""
        return f"{self.fronted} {self.before} {self.after}"


def duties(text: str) -> tuple[Duty, ...]:
    """Every duty word of a sentence, in order."""
    matches = [m for m in _MODAL.finditer(text) if not _GIVEN.search(text[: m.start()])]
    found = []
    fronted = text[: matches[0].start()].rpartition(",")[0] if matches else ""
    for place, match in enumerate(matches):
        before = _last_clause(text[matches[place - 1].end() : match.start()]) if place else text[: match.start()]
        after = text[match.end() : matches[place + 1].start() if place + 1 < len(matches) else len(text)]
        force = next(f for f in Force if match[f.name])
        found.append(Duty(force, bool(match["NOT"] or match["NEVER"]), before, after, fronted if place else ""))
    return tuple(found)


def _last_clause(text: str) -> str:
    """The clause that ends a text: from its last stop or 'which', or if it has neither after its first 'and'."""
    cuts = [m.end() for pattern in (_STOP, _RELATIVE) for m in pattern.finditer(text)]
    joint = _JOINT.search(text)
    return text[max(cuts) if cuts else joint.end() if joint else 0 :]


def unruled(text: str) -> str:
    """The clauses that come before the first duty word's own clause."""
    match = _MODAL.search(text)
    return text[: match.start()].removesuffix(_last_clause(text[: match.start()])) if match else text


def without_force(text: str) -> str:
    """A text without its duty words."""
    return _MODAL.sub(" ", text)


def negations(text: str) -> Iterator[str]:
    """The words after each negation of a text up to the end of its clause; 'no later than' denies nothing."""
    text = _NO_NEGATION.sub(lambda m: " " * len(m[0]), text)
    for match in _NEGATION.finditer(text):
        yield re.split(r"[,;:.]", text[match.end() :])[0]
