"""Addresses, and schools and nurseries by name."""

import re

from retriever.redaction.words import Known, fold, known, words

_WORD = r"[A-Z][\w'’.-]{0,30}"
_START = r"(?<![\w'’.-])"
_ROAD = r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Crescent|Cres|Terrace|Gardens|Gdns|Grove|Mews|Boulevard)\b"
_SITE = (
    r"(?:Close|Cl|Drive|Dr|Way|Court|Ct|Place|Pl|Square|Sq|Walk|Row|View|Rise|Green|Hill|Park|House|Parade|Quay|Wharf|Villas|"
    r"Estate|Cottage|Buildings|Tower|Heights|Croft|Mount|Fold|Farm|Yard)\b"
)
_STREET = rf"(?:{_WORD} ){{1,4}}(?:{_ROAD}|{_SITE})"
_FLAT = r"(?i:(?:flat|apartment|apt)\.? ?\d{1,4}[a-z]?\b),?"
_NOT_THESE = (
    r"(?!(?:The|A|In|On|At|Is|Does|Do|Are|Our|My|Your|Their|His|Her|Any|Every|Great|High|Main|Downing|Coronation|Sesame|Harley|"
    r"Wall|Silk|Memory|Sanctuary) )"
)
_NUMBERED = re.compile(
    rf"{_START}(?!20 Great Smith)(?:{_FLAT} )?\d{{1,4}}[A-Za-z]?,? {_STREET}|{_START}{_FLAT}(?: (?:at |in |of )?{_STREET})?"
)
_LIVED = re.compile(
    r"(?P<cue>\b(?:lives?|living|lived|stay(?:s|ing)|moved|address(?: is)?|home is|house is|resid(?:es|ing)|round|flat|house)"
    rf"[ :]+(?:at |in |on |to |near )?)(?:the )?{_STREET}"
)
_NAMED = re.compile(rf"{_START}(?<!Great ){_NOT_THESE}(?:{_WORD} ){{1,3}}{_ROAD}(?! (?:Report|Review|Hospital|Inquiry|Map))")
_SMALL = re.compile(
    r"(?P<cue>\b(?:at|to|from|address|is|lives?|living|of|on)[ :]+(?:number |no\.? )?)\d{1,4}[a-z]?,? "
    r"(?:(?!(?:of|the|in|on|an?|to|for|and|or|days?|weeks?|months?|years?|hours?|children|people|pm|am)\b)[a-z'’-]{2,20} ){1,3}"
    r"(?:street|st|road|rd|avenue|ave|lane|close|crescent|drive|way|court|terrace|gardens|grove|mews|place|square|walk)\b",
    re.IGNORECASE,
)
_SMALL_LIVED = re.compile(
    r"(?P<cue>\b(?:lives?|living|lived|stay(?:s|ing)) (?:at |on |in |down |off )(?:the )?)"
    r"(?:(?!(?:the|an?|our|my|his|her|their|one|main|same|busy|next|high|local|other|this|that)\b)[a-z][a-z'’-]{2,20} ){1,3}"
    r"(?:street|st|road|rd|avenue|ave|lane|crescent|terrace|gardens|grove|mews)\b",
    re.IGNORECASE,
)
_OUTWARD = re.compile(r"(?<=\[address\])(?:,? (?:in )?)[a-z]{1,2}\d{1,2}[a-z]?\b", re.IGNORECASE)
"""The first half of a postcode after a street."""
_ANY_DIGIT = re.compile(r"\d")

_HEAD = (
    r"(?:School|Academy|College|Nursery|Primary|Kindergarten|Pre-?[Ss]chool|Infants|Juniors|Sixth Form|Playgroup|Montessori|"
    r"High|Grammar|PRU)\b"
)
_SORT = (
    r"(?:Church of England|C of E|CofE|CE|RC|Roman Catholic|Catholic|Voluntary|Aided|Primary|Infant|Junior|Secondary|High|"
    r"Grammar|Community|Nursery|Prep|Preparatory|Special|Free|Foundation|Middle|Academy|Day|Girls'?|Boys'?|and|&|First|Upper|"
    r"Lower)"
)
_SCHOOL = re.compile(
    rf"{_START}(?P<names>(?:{_WORD} ){{1,4}})(?:{_SORT} ){{0,5}}{_HEAD}(?! (?:of|for|Heads?|Trust|Standards)\b)"
)
_SAINT = re.compile(
    r"(?<![\w'’])(?:(?:St|Saint)\.? (?:[A-Z][\w-]+ (?:and|&) (?:St\.? )?)?[A-Z][\w-]+(?:['’]s|s['’])"
    rf"|Our Lady(?: of)?(?: [A-Z][\w'’]+)+)(?: (?:{_SORT}|{_HEAD}))*"
    r"(?! ?(?:Hospital|Hospice|House|Church|Day|Ambulance|Children|Centre|Trust|Court))"
)
_SMALL_SAINT = re.compile(
    r"\bst\.? [a-z]{2,20}(?:['’]s|s['’]?)?(?: (?:rc|ce|c of e|catholic|church of england))* "
    r"(?:primary|infants?|juniors?|high|secondary|academy|nursery|college|school)(?: school| academy)*\b",
    re.IGNORECASE,
)
_ATTENDED = re.compile(
    r"(?P<cue>\b(?:at|attends?|attended|attending|goes to|went to|go to|going to|in|from|started|starting) )"
    r"(?P<names>(?:[a-z][\w'’-]{2,20} ){1,2})(?:primary|infants|juniors|academy|nursery|high school|grammar|secondary school)"
    r"(?: (?:school|academy|and nursery))*\b(?! (?:schools|trust|staff|age|aged|worker|needs|care|legislation))",
    re.IGNORECASE,
)
_ANY_SCHOOL = re.compile(
    r"\b(?:school|academy|college|nursery|primary|kindergarten|pre-?school|infants|juniors|sixth form|playgroup|montessori|"
    r"high|grammar|PRU|st|saint|our lady)\b",
    re.IGNORECASE,
)


def hide_places(text: str) -> str:
    """A text with '[school]' and '[address]' for them."""
    if _ANY_SCHOOL.search(text):
        text = _SAINT.sub("[school]", _SMALL_SAINT.sub("[school]", text))
        text = _SCHOOL.sub(_hidden_school, text)
        text = _ATTENDED.sub(_attended, text)
    if _ANY_DIGIT.search(text):
        text = _SMALL.sub(r"\g<cue>[address]", _NUMBERED.sub("[address]", text))
    text = _SMALL_LIVED.sub(r"\g<cue>[address]", _LIVED.sub(r"\g<cue>[address]", text))
    return _OUTWARD.sub("", _NAMED.sub("[address]", text))


def _hidden_school(match: re.Match[str]) -> str:
    """The school hidden behind the words before its name, or as it is if it has no name."""
    names = match["names"].split()
    unnamed = next((i for i, name in enumerate(names) if fold(name) not in words("any_school")), len(names))
    return match.group() if unnamed == len(names) else " ".join([*names[:unnamed], "[school]"])


def _attended(match: re.Match[str]) -> str:
    """The same in small letters, where at least one word must be no ordinary one."""
    names = [fold(name) for name in match["names"].split()]
    named = any(known(name) is not Known.ORDINARY for name in names) and words("any_school").isdisjoint(names)
    return f"{match['cue']}[school]" if named else match.group()
