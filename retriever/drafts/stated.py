"""Rules on what a sentence states: figures, references, quotations, roles, words must stand in what it cites."""

import re
import string
from itertools import combinations

from corpus.glossary import load_glossary
from retriever.drafts.drafted import Piece
from retriever.drafts.evidence import Evidence
from retriever.drafts.facts import FactKind, facts, limits, links, quotations, squeezed
from retriever.drafts.vocabulary import content, neighbours, share

TOGETHER = 0.9
"""Share of a sentence's content words that one sentence of its paragraphs must hold beside a number or a provision."""
CLOSE = 1.0
"""Share of a sentence's content words that one or two sentences of its paragraphs must hold.

An invention can share all words but one: see tests/retriever/test_checking.py.
"""
_PLAIN = frozenset(string.ascii_letters + string.digits + string.whitespace + ".,;:!?'\"()/-–—‘’“”£%&•")
_CODE = re.compile(
    r"\b(?:javascript|vbscript|onerror|onload|onclick|drop table|select \*|union select|/script)\b|--\s|;\s*--", re.IGNORECASE
)
_ENDED = re.compile(r"[.!?][\"'”’)]*$")
_BROKEN = re.compile(
    r"(?:\b(?:and|or|but|the|an?|of|to|in|on|at|by|for|from|with|as|that|which|who|if|where|is|are|be|must|should|may|can|not)|"
    r"[:,;–-])[.!\s]*$",
    re.IGNORECASE,
)
_READER = re.compile(r"\b(?:[Yy]ou|[Yy]ours?|[Yy]ourself|[Ww]e|[Oo]urs?|us|[Mm]y|[Mm]e|I)\b")


def link(piece: Piece, held: Evidence) -> str:
    """Addresses and telephone numbers stand in the cited text letter for letter."""
    return next((f"gives {one!r}, which is not in what it cites" for one in links(piece.whole) if one not in held.text), "")


def markup(piece: Piece, held: Evidence) -> str:
    """No character outside plain prose, and no script, that the cited text does not have."""
    odd = next((c for c in piece.whole if c not in _PLAIN and c not in held.text), "")
    code = _CODE.search(piece.whole)
    found = odd or (code[0] if code and code[0] not in held.text else "")
    return f"holds {found!r}, which is not in what it cites" if found else ""


def whole(piece: Piece, held: Evidence) -> str:
    """A question states nothing; what breaks off may have been going to say something else."""
    if piece.bare.endswith("?") and piece.bare not in held.text:
        return "asks instead of answering"
    return "breaks off" if _BROKEN.search(piece.bare) or not (piece.item or _ENDED.search(piece.bare)) else ""


def reader(piece: Piece, held: Evidence) -> str:
    """'You' and 'we' shift a duty from whom the guidance names to whoever reads."""
    found = next((w for w in _READER.findall(piece.whole) if not re.search(rf"\b{w}\b", held.text)), "")
    return f"says {found!r} where the guidance names somebody" if found else ""


def quotation(piece: Piece, held: Evidence) -> str:
    """What stands in quotation marks stands so in the cited text."""
    words = squeezed(held.around)
    found = next((q for q in quotations(piece.whole) if squeezed(q) not in words), "")
    return f"quotes {found!r}, which is not in what it cites" if found else ""


def fact(kind: FactKind, piece: Piece, held: Evidence) -> str:
    """Numbers, dates, provisions and Acts of one kind stand in the cited text."""
    stated = [f for f in facts(piece.whole) if f.kind is kind]
    if missing := sorted(f.value for f in stated if f not in held.facts):
        return f"states {missing[0]!r}, which is not in what it cites"
    return ""


def apart(piece: Piece, held: Evidence) -> str:
    """A number, provision or turning word goes with the words it goes with in the cited text, not with others."""
    said = content(piece.whole)
    for one in facts(piece.whole):
        beside = [share(said, unit.content | held.over) for unit in held.units if one in facts(unit.whole)]
        if beside and max(beside) < TOGETHER:
            return f"states {one.value!r} of something else than what it cites"
    known = [pair for unit in held.units for pair in unit.neighbours]
    for number, near in neighbours(piece.whole):
        if near and known and not any(number == n and near & them for n, them in known):
            return f"states {number!r} of something else than what it cites"
    return ""


def limit(piece: Piece, held: Evidence) -> str:
    """A time limit, percentage or sum has its number, unit, bound and starting point from the cited text."""
    found = next((one for one in limits(piece.whole) if not one.stands_in(held.limits)), None)
    return f"states '{found.shown}' otherwise than what it cites" if found else ""


def role(piece: Piece, held: Evidence) -> str:
    """Bodies and people named are named in the cited text."""
    missing = [name for name in load_glossary().actors_in(piece.whole) if name not in held.roles]
    return f"names {missing[0]!r}, whom what it cites does not name" if missing else ""


def words(piece: Piece, held: Evidence) -> str:
    """Every content word is one of the cited paragraphs', and few sentences hold most of them together."""
    said = content(piece.whole)
    foreign = next((w for w in said if w not in held.words), "")
    if foreign or not said:
        return f"says {foreign!r}, which what it cites does not" if foreign else "says nothing that can be checked"
    if closest(said, held) < CLOSE:
        return "joins words from all over what it cites"
    return ""


def closest(said: tuple[str, ...], held: Evidence) -> float:
    """The largest share of some words that two sentences hold between them, the headings over them counting with each."""
    pairs = combinations(held.units, 2) if len(held.units) > 1 else [(u, u) for u in held.units]
    return max((share(said, a.content | b.content | held.over) for a, b in pairs), default=0.0)
