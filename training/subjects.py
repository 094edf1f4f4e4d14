"""
Who is to do what a sentence says: the actors that are the subject of its duty words, or the agents of its passive.

'Practitioners working with children should' is the practitioners' duty, not the children's; 'the police should be
invited' is not the police's. Names are those of corpus/glossary.toml.
"""

import re
from collections.abc import Iterator
from functools import cache

from corpus.glossary import AFTER, BEFORE, load_glossary, plain, punctuated

DUTY = re.compile(r"\b(?:must|should)\b")
_SERVED = frozenset({"children", "families"})
_OTHERS = {
    "placing authority": ("placing local authority", "placing local authorities"),
    "organisations and agencies": ("organisation", "agency"),
    "police": ("officer attending",),
    "safeguarding partners": ("three safeguarding partners",),
}
"""Actors of this room's own, where the field's register has none."""
_DETERMINERS = (
    r"(?:(?:and|but|or|then|therefore|however|also|both|either|each|every|any|all|the|a|an|its|their|his|these|those|this|"
    r"that|which|such|most|many|some|no|one|two|three|\d|single|other|local|relevant|involved|expert|skilled|individual|"
    r"statutory|specified|registered|suitably|qualified|experienced|appointed|named|new|senior|strategic|operational|adult|"
    r"whole|members? of|representatives? (?:of|from)|in turn|what|how|whether)[,\s]+)*"
)
_AFTERWARDS = (
    r"(?:\s*(?:\([^)]*\)|,[^,]{1,80},|[,]|also|therefore|jointly|then|still|always|in turn|both|together|all|each|ideally|"
    r"now|already|accordingly|however|normally|only|either|themselves|representatives?|leaders?|staff|authorities|members)\s*)*"
)
_FURTHER = (
    r"(?:\s*,?\s*\(?(?:in|of|where|for|within|with|from|at|on|who|whose|that|which|to|under|across|involved|responsible|"
    r"such as|named|and|or|as|(?!safeguarding|commissioning|training|meeting|funding)\w+ing)\b[^;:]*?)?"
)
_AND = r"\s*(?:\([^)]*\)\s*)?,?\s*(?:and/or|and|or|as well as|along with|alongside|together with|including|/)\s+"
_COMMA = r"\s*(?:\([^)]*\)\s*)?,\s+"
_OPENING = r"(?:(?:at|in|during|on|within|throughout)\s+(?:(?!of\b)\w+\s+){1,4}?)?"
_RUNS_ON = re.compile(r"\b(?:and|but|or)(?:\s+(?:also|then|therefore|so))*\s*$", re.IGNORECASE)
_WHO = re.compile(r"\bwho(?:\s+also)?\s*$", re.IGNORECASE)
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|can|may|must|should|does|do|remains?)\b|,", re.IGNORECASE)
_EMBEDDED = re.compile(
    r"\b(?:(?<!about )whether(?! to\b)|how|why|(?:agree|decide|determine|consider|identify|establish|with partners) "
    r"(?:who|which|what|when|where)|(?:for|of|on|about) (?:when|what|whom|which))\b(?:(?! and the\b)[^.;:,])*$",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"(?:,\s+|(?P<verbal>\b(?:and|but|or)\s+)|\b(?:that|then|because|whether|how|so|which|what)\s+|[–-]\s+|\)\s+)"
)
_PRONOUN = re.compile(r"(?:^|[,;:]\s+|\b(?:and|but|then|so|that)\s+)(?:they|it|he or she)\b[^.;:]{0,40}$", re.IGNORECASE)
_PATIENT = re.compile(
    r"^(?:\s+(?:not|also|then|always|only|therefore|normally|all|usually|clearly|ideally|never|where \w+|,[^,]+,))*"
    r"\s+(?:have |not |continue to )?be(?:en)?\s+(?:\w+ly\s+|also\s+|well\s+|fully\s+)*(?P<verb>\w+)",
    re.IGNORECASE,
)
_PARTICIPLE = re.compile(
    r".{2,}ed$|made|held|sent|given|taken|kept|seen|met|done|put|set|led|read|told|dealt|sought|brought|built|drawn|shown|"
    r"known|written|undertaken|found|chosen|borne|overseen|carried|understood|heard|left|laid|split|driven",
    re.IGNORECASE,
)
_STATES = frozenset(
    {"prepared", "experienced", "qualified", "skilled", "committed", "satisfied", "concerned", "focused", "need", "assured"}
)
"""Participles that say what someone is, not what is done to them."""
_AGENT = re.compile(r"\bby\s+", re.IGNORECASE)
_CASE = re.compile(r"(?:if|where|when|once|in|as)\b", re.IGNORECASE)
_NEAR = 5
"""Words that may stand between a passive's verb and its agent."""
_OTHER_VERB = re.compile(r"\b(?:as|reports?|meetings?|which|that|who)\b", re.IGNORECASE)


def subjects(text: str, duty: re.Pattern[str] = DUTY) -> tuple[str, ...]:
    """The actors on whom the duty words of a sentence fall, in its order; empty where it names none."""
    found: list[str] = []
    for match in duty.finditer(text):
        found += _subject(text[: match.start()], text[match.end() :])
    return tuple(dict.fromkeys(found))


def speaks_on(text: str, duty: re.Pattern[str] = DUTY) -> bool:
    """Whether the duty falls on whoever the sentence before spoke of: 'They should ...'."""
    return any(_PRONOUN.search(text[: match.start()]) and not _passive(text[match.end() :]) for match in duty.finditer(text))


def only_embedded(text: str, duty: re.Pattern[str] = DUTY) -> bool:
    """Whether all its duty words stand in questions that it reports: 'consider whether enquiries should be undertaken'."""
    found = list(duty.finditer(text))
    return bool(found) and all(_EMBEDDED.search(text[: match.start()]) for match in found)


def named(text: str) -> tuple[str, ...]:
    """Every actor that words name, in their order; not those served."""
    return tuple(dict.fromkeys(name for name in names_in(text) if name not in _SERVED))


def names_in(text: str) -> list[str]:
    """Every actor that words name, those served among them, in their order."""
    return [_by_form()[plain(match["name"])] for match in _names().finditer(text)]


def known_actors() -> tuple[str, ...]:
    """Every actor's standard name."""
    return tuple(dict.fromkeys(_by_form().values()))


def _subject(before: str, after: str) -> list[str]:
    if _passive(after):
        return _agents(after) or [name for power in _powers().finditer(before) for name in names_in(power[0])]
    if _RUNS_ON.search(before):
        return _first(before)
    if _WHO.search(before):
        return [name for name in names_in(before) if name not in _SERVED][-1:]
    found = [match for start in _clauses(before) if (match := _phrase().match(before, start))]
    for match in sorted(found, key=lambda match: "," in (match["further"] or "")):
        if acting := [name for name in names_in(match["who"]) if name not in _SERVED]:
            return acting
    return _antecedent(before)


def _first(before: str) -> list[str]:
    """The subject that opens a sentence whose later verbs have none of their own: 'LSPs are ..., and should'."""
    match = _led().match(before)
    return [name for name in names_in(match[0]) if name not in _SERVED] if match else []


def _antecedent(before: str) -> list[str]:
    """Whom 'they' or 'it' stands for, if the same sentence says so: 'If a practitioner has concerns, they should'."""
    if not _PRONOUN.search(before):
        return []
    return [name for name in names_in(before) if name not in _SERVED][:1]


def _agents(after: str) -> list[str]:
    """Those by whom it is to be done, of a passive: the agent stands soon after its verb."""
    passive = _PATIENT.match(after)
    for match in _AGENT.finditer(after, passive.end() if passive else 0):
        between = after[passive.end() if passive else 0 : match.start()]
        if len(between.split()) > _NEAR or _OTHER_VERB.search(between):
            return []
        if opening := _led().match(after, match.end()):
            return [name for name in names_in(opening[0]) if name not in _SERVED]
    return []


def _passive(after: str) -> bool:
    match = _PATIENT.match(after)
    return bool(match and _PARTICIPLE.fullmatch(match["verb"]) and match["verb"].lower() not in _STATES)


def _clauses(before: str) -> Iterator[int]:
    """Where the clause that ends at the duty word may begin, the longest first."""
    start = max(before.rfind(mark) for mark in (";", ":")) + 1
    yield start + len(before[start:]) - len(before[start:].lstrip())
    for match in _JOINT.finditer(before, start):
        if not match["verbal"] or _VERB.search(before[start : match.start()]):
            yield match.end()


@cache
def _by_form() -> dict[str, str]:
    own = {plain(form): actor.name for actor in load_glossary().actors for form in actor.forms}
    return own | {plain(form): name for name, forms in _OTHERS.items() for form in forms}


@cache
def _name() -> str:
    written = sorted(_by_form(), key=len, reverse=True)
    return "(?:" + "|".join(map(punctuated, written)) + ")"


@cache
def _names() -> re.Pattern[str]:
    return re.compile(rf"{BEFORE}(?P<name>{_name()}){AFTER}", re.IGNORECASE)


@cache
def _several() -> str:
    """'the local authority, the police (…) and the NSPCC'."""
    one = rf"{_DETERMINERS}{_name()}{AFTER}(?!['’]s?\b)"
    return rf"{one}(?:(?:{_COMMA}{one})*{_AND}{one})*"


@cache
def _phrase() -> re.Pattern[str]:
    """A subject with its duty word to follow: 'the local authority, the police and, in time, others (…) also'."""
    return re.compile(rf"{_OPENING}(?P<who>{_several()}){_AFTERWARDS}(?P<further>{_FURTHER})\s*$", re.IGNORECASE)


@cache
def _led() -> re.Pattern[str]:
    return re.compile(_several(), re.IGNORECASE)


def opens_with_actor(text: str) -> bool:
    """Whether a sentence begins with an actor, or with a case ('If', 'Where') that one may follow."""
    return bool(_led().match(text) or _CASE.match(text))


def leading_actor(text: str) -> tuple[str, str]:
    """The actor that words begin with, and what follows it; '' if they begin with none."""
    match = _names().match(text)
    return (_by_form()[plain(match["name"])], text[match.end() :]) if match else ("", text)


def only_actor(heading: str) -> str:
    """The actor that a heading names and nothing else; '' if it says more or names none."""
    return _by_form().get(plain(heading).removeprefix("the "), "")


@cache
def _powers() -> re.Pattern[str]:
    """'Police powers to remove a child': the police's, though they are no subject."""
    return re.compile(rf"{BEFORE}{_name()} powers\b", re.IGNORECASE)
