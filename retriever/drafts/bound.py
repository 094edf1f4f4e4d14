"""Rules on how a sentence binds: duties, on whom, on what condition, and denials are those of the sentences it rests on."""

import re
from collections.abc import Iterator

from corpus.glossary import load_glossary
from retriever.drafts.drafted import Piece
from retriever.drafts.evidence import Evidence, Unit
from retriever.drafts.force import Duty, Force, duties, negations, unruled
from retriever.drafts.vocabulary import content, said_by, share

SAME_DUTY = 0.8
"""Share of the words under a duty word that the cited sentence must put under the same one."""
NAMED = 0.25
"""Share of a condition's first four words that a sentence must repeat."""
DENIED = 0.5
"""Share of a denial's words that make two denials one."""
NEAR = 0.3
"""Share of a sentence's words from which on a cited sentence's denials matter to it."""
_ENOUGH = {Force.NEED: {Force.NEED, Force.MUST}}
_BINDING = {Force.MUST, Force.NEED, Force.SHOULD, Force.MAY, Force.FREE}
_SERVED = {"children", "families", "parents and carers"}
_PASSIVE = re.compile(
    r"^\s*(?:(?:also|always|only|not|\w+ly)\s+)*be\s+(?:(?:also|always|\w+ly)\s+)*(?:\w+ed|held|made|given|taken|seen|sent|kept|"
    r"told|set|put|done|shown|known|led|brought|found|written|chosen|drawn|met|paid|read|understood|sought|left|built|heard|"
    r"begun|undertaken)\b"
)
_BY = re.compile(r"\bby\b(.{0,120})")
_PRONOUN = re.compile(r"\b(?:they|it|he|she|who|which|this|these|that)\b", re.IGNORECASE)
_CONDITION = re.compile(
    r"(?:^|[,;:])\s*(?:if|where|when|whenever|once|until|after|before|following|upon|for(?! example| instance))\b([^,;:]*)|"
    r"\b(?:if|unless|except|provided|only)\b([^,;:]*)",
    re.IGNORECASE,
)
_STOPS = re.compile(r"[,;:]")
_ASIDE = re.compile(r"\([^()]*\)")
_ANYBODY = frozenset(content("child practitioner family parent"))
_CLEFT = re.compile(r"it is (?:for|important|essential|necessary|possible|vital)\b", re.IGNORECASE)


def duty(piece: Piece, held: Evidence) -> str:
    """A duty word stands over the same words in a cited sentence, with the same denial."""
    lost = next((one for one in duties(piece.whole) if not _carrying(one, held)), None)
    return f"says '{lost.force}{' not' * lost.negated}' of what the cited words do not" if lost else ""


def told(piece: Piece, held: Evidence) -> str:
    """What the cited words make a duty or a possibility is not told as a plain fact."""
    if duties(piece.whole):
        return ""
    said = content(piece.whole)
    plain = max((share(said, _free(unit)) for unit in held.units), default=0.0)
    ruled = [(share(said, u.content), u) for u in held.units if any(d.force in _BINDING for d in u.duties)]
    best = max((s for s, _ in ruled), default=0.0)
    if best > plain:
        unit = next(u for s, u in ruled if s == best)
        return f"tells as a fact what the cited words say with '{unit.duties[0].force}'"
    return ""


def actor(piece: Piece, held: Evidence, previous: str) -> str:
    """A duty falls on whom a cited sentence puts the same duty."""
    for one in duties(piece.whole):
        named = (_agents(one) or (_agents_of(previous) if _PRONOUN.match(one.before.strip()) else set())) - _SERVED
        carrying = _carrying(one, held)
        if carrying and not any(named <= _bearers(*pair) and _subject(one) <= _subjects(*pair) for pair in carrying):
            return f"puts on {', '.join(sorted(named)) or one.before.strip()!r} what the cited words do not"
    return ""


def denial(piece: Piece, held: Evidence) -> str:
    """A sentence denies what a cited sentence denies, and nothing that it does not."""
    ours = [words for scope in negations(piece.whole) if (words := content(scope))]
    if empty := next(
        (s.strip() for s in negations(piece.whole) if not content(s) and s.strip().lower() not in held.text.lower()), ""
    ):
        return f"denies {empty!r}, which the cited words do not"
    theirs = [scope for unit in held.units for scope in unit.negations]
    for scope in ours:
        if not any(_same_denial(scope, them) for them in theirs):
            return f"denies {' '.join(scope[:3])!r}, which the cited words do not"
    said = content(piece.whole)
    for scope in (scope for unit in held.units if share(said, unit.content) >= NEAR for scope in unit.negations):
        if share(scope[:3], said) >= SAME_DUTY and not any(_same_denial(scope, our) for our in ours):
            return "leaves out the 'not' of the cited words"
    return ""


def condition(piece: Piece, held: Evidence) -> str:
    """A duty keeps the condition under which the cited sentence lays it."""
    said = frozenset(content(piece.whole))
    for one in duties(piece.whole):
        missing = [_unmet(theirs, said) for _, theirs in _carrying(one, held)]
        if missing and all(missing):
            return f"leaves out the condition '{missing[0]}'"
    return ""


def _same_denial(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return share(one[:3], other[:4]) >= DENIED


def _carrying(ours: Duty, held: Evidence) -> list[tuple[Unit, Duty]]:
    """The cited duties that lay our duty over our words, with their sentences."""
    return [(unit, theirs) for unit in held.units for theirs in unit.duties if _carries(theirs, ours)]


def _carries(theirs: Duty, ours: Duty) -> bool:
    if theirs.force not in _ENOUGH.get(ours.force, {ours.force}) or theirs.negated is not ours.negated:
        return False
    reach = said_by([theirs.reach])
    whole = content(f"{_STOPS.split(ours.before.strip(' ,;:'))[-1]} {ours.after}")
    return min(share(content(ours.after), reach), share(whole, reach)) >= SAME_DUTY


def _free(unit: Unit) -> frozenset[str]:
    """The content words of a unit's clauses that no duty word rules."""
    if not any(d.force in _BINDING for d in unit.duties):
        return unit.content
    if duties(unit.lead):
        return frozenset()
    return said_by([unruled(unit.text), *(clause for clause in _STOPS.split(unit.text) if not duties(clause))])


def _agents(one: Duty) -> set[str]:
    """Who bears a duty: the subject, or in the passive whoever follows 'by'."""
    if _PASSIVE.match(one.after):
        return {name for m in _BY.finditer(one.after) for name in load_glossary().actors_in(m[1])[:1]}
    return set(load_glossary().actors_in(_STOPS.split(one.before.strip(" ,;:"))[-1]))


def _agents_of(sentence: str) -> set[str]:
    return {name for one in duties(sentence) for name in _agents(one)} or set(load_glossary().actors_in(sentence))


def _bearers(unit: Unit, one: Duty) -> set[str]:
    """Whom a cited duty may fall on: who is named before it or after 'by', or whom its pronoun stands for."""
    near = set(load_glossary().actors_in(one.before))
    by = {name for m in _BY.finditer(one.after) for name in load_glossary().actors_in(m[1])}
    if not near - _SERVED or _PRONOUN.search(one.before):
        near |= _agents_of(unit.previous)
    return near | by


def _subject(one: Duty) -> set[str]:
    """The words of an active duty's subject; a passive's say who is served."""
    return set() if _PASSIVE.match(one.after) else set(content(_STOPS.split(one.before.strip(" ,;:"))[-1]))


def _subjects(unit: Unit, one: Duty) -> frozenset[str]:
    """The words of a cited duty's subject, after 'by' too, and of what its pronoun stands for."""
    by = [m[1] for m in _BY.finditer(one.after)] if _PASSIVE.match(one.after) else []
    pronoun = [unit.previous] if _PRONOUN.search(one.before) else []
    return said_by([one.before, *by, *pronoun])


def _unmet(theirs: Duty, said: frozenset[str]) -> str:
    """The first condition round a cited duty whose own words are not said; '' if there is none."""
    for text in (theirs.fronted, _ASIDE.sub("", theirs.before), *_same_breath(_ASIDE.sub("", theirs.after))):
        for match in _CONDITION.finditer(text):
            rest = {*content(theirs.reach.replace(match[0], " ")), *_ANYBODY}
            words = [w for w in content(match[1] or match[2] or "") if w not in rest]
            if words and share(words[:4], said) < NAMED:
                return match[0].strip(" ,;:")
    return ""


def _same_breath(text: str) -> Iterator[str]:
    """The clauses of a text that are not another alternative ('..., or ... if ...')."""
    return (f",{clause}" for clause in _STOPS.split(text) if not re.match(r"\s*(?:or|and|including)\b", clause))


def leaning(piece: Piece) -> bool:
    """Whether a sentence begins with a word that only the sentence before it explains."""
    return not _CLEFT.match(piece.bare) and bool(
        re.match(
            r"(?:(?:if|when|where|unless|once|until) )?(?:they|it|he|she|this|these|that|those|their|its|such)\b",
            piece.bare,
            re.IGNORECASE,
        )
    )
